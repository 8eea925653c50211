"""What makes a promise worth more: a day by which, and somebody who answers for it."""

from __future__ import annotations

from supplychain_check.analyse.wording import cues
from supplychain_check.models import EvidenceStatus, Fact, FactKind


def dated(status: EvidenceStatus, text: str, facts: tuple[Fact, ...]) -> bool:
    """Whether a promise says by when: a date, or a time as near as "next year"; "in future" says nothing."""
    if status is not EvidenceStatus.COMMITMENT:
        return False
    return any(fact.kind is FactKind.DATE for fact in facts) or "by_when" in cues("status", "terms", text)


def owned(status: EvidenceStatus, text: str, facts: tuple[Fact, ...]) -> bool:
    """Whether a promise says who answers for it: a role, a team or a body, not only "we" or "the company"."""
    if status is not EvidenceStatus.COMMITMENT:
        return False
    return any(fact.kind is FactKind.ROLE for fact in facts) or "by_whom" in cues("status", "terms", text)
