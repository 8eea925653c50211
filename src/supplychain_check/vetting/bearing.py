"""Whether a sentence of a statement bears out an answer: it must be on the subject, and of the firm itself.

A criterion is found by its topic, and a topic is wide: a story of the sector on passports is on passports, and a check of
the firm's own payroll is a check. Beside a declaration either would support what it says nothing of.
"""

from __future__ import annotations

from functools import cache

from supplychain_check.models.analysis import EvidenceStatus
from supplychain_check.models.assessment import Disclosure
from supplychain_check.phrases import PhraseSet, tokens
from supplychain_check.vetting.clauses import word_list
from supplychain_check.vetting.patterns import pattern

NAMED, POINTED, NOT = 0, 1, 2
"""How a sentence bears on a subject: it names it; it may point back to it ("two of them"); it does not."""

RISKS = frozenset({"risk_assessment", "risk_description", "risk_priority", "salient_issues"})
"""Subjects on which what is said of a sector is what is asked for."""
_OF_OWN_WORK = frozenset(
    {"recruiters", "contract_workforce", "documents_movement", "recruitment_fees", "subcontracting"}
    | {"employment_standards"}
)
"""Subjects on which a firm answers how things are, and not what may go wrong somewhere."""
_OWN_STAFF = frozenset({"employment_standards", "training", "worker_voice"})


def bearing(piece: Disclosure, element: str) -> int:
    """How a sentence of a statement bears on what was declared on a core element.

    Args:
        piece: published.
        element: id of the core element.

    Returns:
        `NAMED`, `POINTED` or `NOT`.
    """
    if element not in RISKS and (of_others(piece.quote) or _in_general(piece)):
        return NOT
    if element in _OF_OWN_WORK and _weighs_risks(piece):
        return NOT
    if element == "past_breaches" and pattern("bearing", "looked").search(piece.quote):
        return NOT
    subjects = _subjects()
    if element not in subjects:
        return NAMED
    read = tokens(" . ".join((piece.quote, *piece.headings[-1:])))
    if element in _OWN_STAFF and _of_suppliers(read):
        return NOT
    if subjects[element].names(read):
        return NAMED
    return POINTED if pattern("bearing", "points").search(piece.quote) else NOT


def of_others(text: str) -> bool:
    """Whether a sentence tells of a sector, a country or other firms, and not of the firm that writes."""
    if pattern("bearing", "we").search(text):
        return False
    return bool(pattern("bearing", "elsewhere").search(text)) or bool(
        pattern("bearing", "reported").search(text) and not pattern("bearing", "own_channel").search(text)
    )


def _in_general(piece: Disclosure) -> bool:
    """Whether a sentence says how things are wont to be; "managers trained on what is often missed" tells a deed."""
    deed = piece.status is EvidenceStatus.ACTION or pattern("bearing", "we").search(piece.quote)
    return bool(pattern("bearing", "in_general").search(piece.quote)) and not deed


def _weighs_risks(piece: Disclosure) -> bool:
    """Whether a sentence stands among the risks and names no act of the firm."""
    return (
        bool(piece.headings)
        and bool(pattern("bearing", "risk_heading").search(piece.headings[-1]))
        and not pattern("bearing", "we").search(piece.quote)
    )


def only_a_rule(piece: Disclosure) -> bool:
    """Whether a sentence says what is allowed, and nothing of what is done."""
    return bool(pattern("bearing", "rule").search(piece.quote)) and not pattern("bearing", "deed").search(piece.quote)


def paid_after_all(declared: str, published: str) -> bool:
    """Whether an answer says that nobody paid for a job, and the statement tells of somebody who did."""
    told = pattern("bearing", "somebody_paid").search(published) and not pattern("bearing", "in_doubt").search(
        published
    )
    return bool(pattern("bearing", "nobody_paid").search(declared)) and bool(told)


def tells_of_a_case(piece: Disclosure) -> bool:
    """Whether a sentence may tell of a case, and not only of how one looked or whom one told."""
    return piece.status is not EvidenceStatus.CLAIM and not pattern("bearing", "looked").search(piece.quote)


def says_none(piece: Disclosure) -> bool:
    """Whether a sentence says, too, that only the firm's own employees do the work."""
    return piece.status is EvidenceStatus.DENIAL or bool(pattern("bearing", "all_own").search(piece.quote))


def _of_suppliers(read: tuple[str, ...]) -> bool:
    names = _others().names(read)
    return "suppliers" in names and "own" not in names


@cache
def _subjects() -> dict[str, PhraseSet]:
    return {element: PhraseSet({element: phrases}) for element, phrases in word_list("bearing")["subject"].items()}


@cache
def _others() -> PhraseSet:
    return PhraseSet(word_list("bearing")["others"])
