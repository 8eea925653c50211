"""Points of several sections together, and letters from them, for packs that allow it. Arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence

from supplychain_check.models import Assessment, BandLimit, BandResult, SectionResult, TotalResult
from supplychain_check.score import sections

_TOO_LITTLE = "too much of it does not apply"
_UNREADABLE = "the text is too poor to say that something is missing"
_NOTHING = "nothing in it counts"


def total(assessment: Assessment) -> TotalResult | None:
    """All sections together; None for a pack that has no total."""
    return _together(assessment, sections(assessment)) if assessment.pack.total else None


def bands(assessment: Assessment) -> tuple[BandResult, ...]:
    """The letters of an assessment; none where its pack gives none."""
    chosen, results = assessment.pack.bands, sections(assessment)
    if chosen is None:
        return ()
    if chosen.of == "each section":
        return tuple(_band(assessment, (result,), f"section {result.id}") for result in results)
    if chosen.of == "total":
        return (_band(assessment, results, "all sections together"),)
    asked = tuple(result for result in results if result.id in chosen.of)
    return (_band(assessment, asked, f"sections {', '.join(result.id for result in asked)} together"),)


def _together(assessment: Assessment, results: Sequence[SectionResult]) -> TotalResult:
    """The sum of sections. One of which too much does not apply leaves it, and then there is no share."""
    weighted = "weighted" in assessment.pack.scoring
    scored = [result for result in results if result.share is not None]
    reached = sum((result.weighted or 0.0) if weighted else result.points for result in scored)
    maximum = sum((result.weighted_max or 0.0) if weighted else result.max_points for result in scored)
    too_little = tuple(result.id for result in results if result.share is None and result.max_points)
    return TotalResult(
        points=reached,
        max_points=maximum,
        share=None if too_little or not maximum else reached / maximum,
        sections=tuple(result.id for result in scored),
        nothing_counts=tuple(result.id for result in results if not result.max_points),
        too_little=too_little,
        weighted=weighted,
    )


def _band(assessment: Assessment, results: Sequence[SectionResult], of: str) -> BandResult:
    together = _together(assessment, results)
    limits = assessment.pack.bands.limits if assessment.pack.bands else ()
    why = _why_none(assessment, together)
    reached = None if why or together.share is None else _reached(limits, 100 * together.share)
    return BandResult(
        of=of,
        band=reached.band if reached else "",
        label=reached.label if reached else "",
        total=together,
        limits=limits,
        why_none=why,
    )


def _why_none(assessment: Assessment, together: TotalResult) -> str:
    if not assessment.document.quality.readable:
        return _UNREADABLE
    if together.too_little:
        return f"{_TOO_LITTLE} ({', '.join(together.too_little)})"
    return "" if together.share is not None else _NOTHING


def _reached(limits: Sequence[BandLimit], percent: float) -> BandLimit:
    """The best band whose limit is reached; the last begins at 0."""
    # shares are sums of floating-point numbers: 60 per cent must not become 59.99999
    return next(limit for limit in limits if round(percent - limit.at_least, 6) >= 0)
