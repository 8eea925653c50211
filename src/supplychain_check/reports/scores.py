"""How a result is counted, in words: figures of sections, the total, letters, and disputed points as they were set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplychain_check.models import (
    COUNTED,
    NOT_MEASURED,
    Assessment,
    BandResult,
    DisclosureState,
    PackInfo,
    SectionResult,
    TotalResult,
)
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean
from supplychain_check.score import mandatory
from supplychain_check.totals import bands, total


def number(value: float) -> str:
    """At most one decimal: ``4``, ``11.4``."""
    return f"{round(value, 1):g}"


def items_only(scoring: Sequence[str]) -> bool:
    """Whether a pack only asks which items are disclosed, without points."""
    return "levels" not in scoring and "weighted" not in scoring


def figure(result: SectionResult, scoring: Sequence[str]) -> str:
    """The figure of a section for a narrow column: ``4/7``, or ``-`` where nothing counts."""
    if not result.max_points:
        return "-"
    if items_only(scoring):
        return f"{result.counts.get(DisclosureState.DISCLOSED, 0)}/{_items(result)}"
    if "weighted" in scoring:
        worth = result.weighted_max
        return f"{number(result.weighted or 0.0)}/{number(worth)}" if worth is not None else "-"
    return f"{result.points:g}/{result.max_points:g}"


def _items(result: SectionResult) -> int:
    return sum(result.counts.get(state, 0) for state in COUNTED)


def _items_line(result: SectionResult) -> str:
    partly = result.counts.get(DisclosureState.PARTLY, 0)
    line = f"{result.counts.get(DisclosureState.DISCLOSED, 0)} of {wording.plural(_items(result), 'item')} disclosed"
    return f"{line}, {partly} partly" if partly else line


def title_line(result: SectionResult, scoring: Sequence[str] = ("levels",)) -> str:
    """Title, figures and denominators of a section, and the percentage or why there is none."""
    name = f"{result.id}  {clean(result.title)}"
    if not result.max_points:
        return f"{name}: {'nothing counts here' if items_only(scoring) else 'no points, as nothing here counts'}"
    if items_only(scoring):
        return f"{name}: {_items_line(result)}"
    share = wording.share(result)
    shown = f" ({share})" if share else ""
    if "weighted" not in scoring:
        return f"{name}: {result.points:g} of {result.max_points:g} points{shown}"
    if result.weighted_max is None:
        return f"{name}: {result.points:g} of {result.max_points:g} points{shown}, left out of the weighted points"
    line = f"{name}: {number(result.weighted or 0.0)} of {number(result.weighted_max)} points{shown}"
    ladder = f"{result.points:g} of {result.max_points:g} on the ladders"
    return line if (result.weighted, result.weighted_max) == (result.points, result.max_points) else f"{line}; {ladder}"


def mandatory_line(assessment: Assessment) -> str:
    """Mandatory items, which are never mixed with quality; what left the denominator, and apart what no file shows."""
    result = mandatory(assessment)
    if not result.total:
        return "Mandatory items: none in these criteria; choose a law with --pack."
    states = {f.criterion: f for f in assessment.findings}

    def named(criteria: Sequence[str], *, why: bool = False) -> str:
        return ", ".join(
            clean(states[one].title) + (f" ({states[one].disclosure.value})" if why else "") for one in criteria
        )

    line = f"Mandatory items: {result.disclosed} of {result.counted} disclosed"
    line += f", {len(result.partly)} partly ({named(result.partly)})" if result.partly else ""
    line += f"; nothing found on: {named(result.missing)}." if result.missing else "."
    if result.aside:
        line += f" Not counted: {named(result.aside, why=True)}."
    if result.not_checkable:
        line += f" Not checkable from the file, to be looked up: {named(result.not_checkable)}."
    return line


def total_lines(assessment: Assessment) -> Iterator[str]:
    """All sections together and the letters, where the pack gives them, with all that they are made of."""
    together = total(assessment)
    if together is not None:
        yield f"All sections together: {_sum(together)}."
    letters = bands(assessment)
    for band in letters:
        yield _letter(band, known=band.total == together)
    if letters:
        limits = ", ".join(f"{clean(limit.band)} from {limit.at_least:g}%" for limit in letters[0].limits)
        yield f"Bands: {limits} of the points that count."


def _sum(together: TotalResult) -> str:
    share = f" ({together.share:.0%})" if together.share is not None else ""
    weighted = ", weighted" if together.weighted else ""
    line = f"{number(together.points)} of {number(together.max_points)} points{share}{weighted}"
    if together.nothing_counts:
        line += f"; without {', '.join(together.nothing_counts)}, in which nothing counts"
    if together.too_little:
        line += f"; no percentage: too much of {', '.join(together.too_little)} does not apply"
    return line


def _letter(band: BandResult, *, known: bool) -> str:
    """A letter and, unless they are known already, the points that it stands for."""
    if not band.band:
        return f"Band for {clean(band.of)}: none, as {clean(band.why_none)}."
    label = f" ({clean(band.label)})" if band.label else ""
    points = "" if known else f", from {_sum(band.total)}"
    return f"Band for {clean(band.of)}: {clean(band.band)}{label}{points}."


def switches_line(pack: PackInfo) -> str:
    """How disputed points were settled; "" where there are none."""
    if not pack.switches:
        return ""
    settings = ", ".join(f"{clean(switch.title)}: {clean(switch.choice)}" for switch in pack.switches)
    return f"Disputed points, as set here: {settings}."


def accuracy_line(assessment: Assessment) -> str:
    """For how many criteria it was measured how often readings are right."""
    measured = sum(finding.accuracy != NOT_MEASURED for finding in assessment.findings)
    all_ = wording.plural(len(assessment.findings), "criterion", "criteria")
    if not measured:
        return f"All {all_}: {NOT_MEASURED}."
    return f"Accuracy measured for {measured} of {all_}; the others: {NOT_MEASURED}."
