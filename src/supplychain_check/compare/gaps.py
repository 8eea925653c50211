"""From one law to another: what a document already shows for it, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum

from supplychain_check.models import (
    Assessment,
    Disclosure,
    DisclosureState,
    DocumentInfo,
    Finding,
    Obligation,
    PackInfo,
    Rung,
)
from supplychain_check.models.document import Frozen
from supplychain_check.score import effective


class GapState(StrEnum):
    """What a document shows for a criterion of the other law."""

    MISSING = "missing"
    PARTLY = "partly met"
    MET = "already met"
    NOT_APPLICABLE = "does not apply"
    NOT_ASKED = "not asked here"
    UNCLEAR = "unclear"
    NOT_CHECKABLE = "cannot be checked from the file"


_STATES = {
    DisclosureState.NOT_DISCLOSED: GapState.MISSING,
    DisclosureState.PARTLY: GapState.PARTLY,
    DisclosureState.DISCLOSED: GapState.MET,
    DisclosureState.NOT_APPLICABLE: GapState.NOT_APPLICABLE,
    DisclosureState.NOT_ASKED: GapState.NOT_ASKED,
    DisclosureState.UNCLEAR: GapState.UNCLEAR,
    DisclosureState.NOT_CHECKABLE: GapState.NOT_CHECKABLE,
}
OBLIGATIONS = tuple(Obligation)
"""Mandatory first, context last."""


class Gap(Frozen):
    """One criterion of the other law.

    Attributes:
        level: rung reached, of `top`.
        evidence: the best quote, where there is one.
        also_asked: criteria of the law that the document follows that ask for the same core element; empty where
            it does not ask for this.
        advice: what to add; "" where nothing is to be added.
        reason: one sentence: why this state.
    """

    criterion: str
    title: str
    citation: str
    obligation: Obligation
    core_element: str
    question: str
    state: GapState
    level: int
    top: int
    evidence: Disclosure | None
    also_asked: tuple[str, ...]
    advice: str
    reason: str
    accuracy: str


class Gaps(Frozen):
    """All criteria of another law on one document, those that bind most first.

    Attributes:
        source: the law that the document was written for.
        target: the law that it is held against.
        counts: criteria by obligation and state; context criteria are not counted.
    """

    document: DocumentInfo
    source: PackInfo
    target: PackInfo
    gaps: tuple[Gap, ...]
    counts: dict[Obligation, dict[GapState, int]]


def gaps(source: Assessment, target: Assessment) -> Gaps:
    """What is missing from a document to answer another law.

    Args:
        source: the document against the law that it was written for.
        target: the same document against the other law; reviews that a person confirmed count.

    Raises:
        ValueError: the assessments are of different documents.
    """
    if source.document.sha256 != target.document.sha256:
        raise ValueError("gaps compares two readings of one document")
    asked: dict[str, list[str]] = defaultdict(list)
    for finding in source.findings:
        asked[finding.core_element].append(finding.criterion)
    found = [_gap(finding, tuple(asked.get(finding.core_element, ()))) for finding in target.findings]
    states = list(GapState)
    ordered = sorted(found, key=lambda gap: (OBLIGATIONS.index(gap.obligation), states.index(gap.state)))
    return Gaps(
        document=target.document, source=source.pack, target=target.pack, gaps=tuple(ordered), counts=_counts(ordered)
    )


def _gap(finding: Finding, also_asked: tuple[str, ...]) -> Gap:
    now = effective(finding)
    state = _STATES[now.state]
    return Gap(
        criterion=finding.criterion,
        title=finding.title,
        citation=finding.citation,
        obligation=finding.obligation,
        core_element=finding.core_element,
        question=finding.question,
        state=state,
        level=now.level,
        top=max((rung.level for rung in finding.ladder), default=0),
        evidence=finding.evidence[0] if finding.evidence else None,
        also_asked=also_asked,
        advice=_advice(finding, now.level) if state in {GapState.MISSING, GapState.PARTLY} else "",
        reason=finding.reason,
        accuracy=finding.accuracy,
    )


def _advice(finding: Finding, level: int) -> str:
    """How to reach the first rung at which the criterion counts as disclosed."""
    above = [rung for rung in finding.ladder if rung.level > level]
    enough: Rung | None = next((r for r in above if r.disclosure is DisclosureState.DISCLOSED), None)
    return enough.advice if enough else ""


def _counts(found: list[Gap]) -> dict[Obligation, dict[GapState, int]]:
    counts: dict[Obligation, dict[GapState, int]] = {}
    for gap in found:
        if gap.obligation is not Obligation.CONTEXT:
            by_state = counts.setdefault(gap.obligation, {})
            by_state[gap.state] = by_state.get(gap.state, 0) + 1
    return counts
