"""How specific a sentence is, with the reason in plain words: "measured: 46 suppliers"."""

from __future__ import annotations

from typing import NamedTuple

from supplychain_check.analyse.wording import phrase_set
from supplychain_check.models import EvidenceStatus, Fact, FactKind, Specificity
from supplychain_check.phrases import tokens

SHOWN = 3
"""So many facts give the reason; more would say no more."""
_PEOPLE = "people"
WORLD_FIGURE = 1_000_000
"""No firm trains or pays so many people: such a count is of the world."""
_MEASURES = frozenset({FactKind.COUNT, FactKind.PERCENT, FactKind.MONEY})
_TOLD = frozenset({FactKind.COMPARISON, FactKind.OUTCOME})
_ACTS = frozenset({EvidenceStatus.ACTION, EvidenceStatus.COMMITMENT, EvidenceStatus.DENIAL})
_ACT = {
    EvidenceStatus.ACTION: "something done or in place",
    EvidenceStatus.COMMITMENT: "a promise",
    EvidenceStatus.DENIAL: "says that there is none",
}


class Grade(NamedTuple):
    """A grade and why, in plain words."""

    grade: Specificity
    reason: str


def specificity(facts: tuple[Fact, ...], status: EvidenceStatus, text: str) -> Grade:
    """Grade a sentence that can be evidence.

    - measured: a count, share or sum of the firm's own;
    - specific: a date, place, good, sector, tier, group of workers, standard or role;
    - general: something that the firm did, promises or denies, without any of these;
    - none: neither.

    Figures about the world, and sums that decide whom an act asks, measure nothing of the firm.

    Args:
        facts: of the sentence.
        status: its evidence status.
        text: its words.
    """
    figures = [fact for fact in facts if fact.kind in _MEASURES]
    own = [fact for fact in figures if _own(fact)] if figures and not _of_others(text, figures) else []
    if own:
        return Grade(Specificity.MEASURED, _listed(own))
    if named := [fact for fact in facts if fact.kind not in _MEASURES | _TOLD]:
        return Grade(Specificity.SPECIFIC, _listed(named))
    if status in _ACTS:
        return Grade(Specificity.GENERAL, f"{_ACT[status]}, without a figure, a name or a date")
    return Grade(Specificity.NONE, "neither a fact nor anything that the firm did")


def _own(fact: Fact) -> bool:
    return not (fact.counts == _PEOPLE and (fact.value or 0) >= WORLD_FIGURE)


def _of_others(text: str, figures: list[Fact]) -> bool:
    """Whether the figures are of the world, or only say whom an act asks."""
    words = tokens(text)
    if phrase_set("facts", "world").names(words):
        return True
    only_sums = all(fact.kind is FactKind.MONEY for fact in figures)
    return only_sums and bool(phrase_set("facts", "threshold").names(words))


def _listed(facts: list[Fact]) -> str:
    return ", ".join(dict.fromkeys(" ".join(fact.text.split()) for fact in facts[:SHOWN]))
