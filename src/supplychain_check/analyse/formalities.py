"""Approval and signature, entity and period: the formalities that a document shows, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplychain_check.analyse.approval import find_approval
from supplychain_check.analyse.fit import law_fit
from supplychain_check.analyse.laws import Laws
from supplychain_check.analyse.period import periods, several_periods
from supplychain_check.analyse.signature import BLANK, find_signature
from supplychain_check.analyse.slips import early, slips
from supplychain_check.analyse.victims import named_victims
from supplychain_check.models import Document, Formality, Identity, Segment, Stated, Warn


def formalities(
    document: Document, segments: tuple[Segment, ...], identity: Identity, laws: Laws
) -> tuple[tuple[Formality, ...], tuple[Warn, ...]]:
    """Read the formalities of a document and what a person should look at.

    Args:
        document: what was read from the file.
        segments: its segments in order.
        identity: who and when, from `identify`.
        laws: the acts that can be recognised.

    Returns:
        Formalities ``approval``, ``signature``, ``entity`` and ``period``, each at most once, and warnings that do
        not depend on the day (those are in `identity.clock_warnings`).
    """
    approval = find_approval(document, segments)
    signature = find_signature(document, segments, approval)
    entity = _of_identity("entity", identity.entities[0] if identity.entities else None, segments)
    period = _of_identity("period", identity.period, segments)
    found = tuple(f for f in (approval, signature, entity, period) if f is not None)
    several = several_periods(periods(document, segments, identity.title))
    warnings = (
        *_blank(found),
        *law_fit(found, identity, laws),
        *several,
        *slips(document, identity, laws),
        *early(found, identity),
        *named_victims(document, segments),
    )
    return found, warnings


def _of_identity(name: str, value: Stated | None, segments: Sequence[Segment]) -> Formality | None:
    if value is None:
        return None
    index = next((s.index for s in segments if s.start <= value.start < s.end), None)
    return Formality(id=name, variant="stated", evidence=value, segment=index)


def _blank(found: Sequence[Formality]) -> Iterator[Warn]:
    for formality in found:
        if formality.id == "signature" and formality.variant == BLANK:
            quote, page = formality.evidence.text, formality.evidence.page
            message = "There is a line for a signature, and nothing is signed. Ask for the signed version."
            yield Warn(code="blank-signature", message=message, quote=quote, page=page)
