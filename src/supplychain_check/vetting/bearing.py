"""Whether a sentence of a statement bears out an answer: it must be on the subject, and of the firm itself.

A criterion is found by its topic, and a topic is wide: a story of the sector on passports is on passports, and a check of
the firm's own payroll is a check. Beside a declaration either would support what it says nothing of.
"""

from __future__ import annotations

import re
from functools import cache

from supplychain_check.models.analysis import EvidenceStatus
from supplychain_check.models.assessment import Disclosure
from supplychain_check.phrases import PhraseSet, tokens
from supplychain_check.vetting.clauses import word_list

NAMED, POINTED, NOT = 0, 1, 2
"""How a sentence bears on a subject: it names it; it may point back to it ("two of them"); it does not."""

RISKS = frozenset({"risk_assessment", "risk_description", "risk_priority", "salient_issues"})
"""Subjects on which what is said of a sector is what is asked for."""
_OF_OWN_WORK = frozenset(
    {"recruiters", "contract_workforce", "documents_movement", "recruitment_fees", "subcontracting"}
    | {"employment_standards"}
)
"""Subjects on which a firm answers how things are, and not what may go wrong somewhere."""
_RISK_HEADING = re.compile(r"\b(?:risks?|go wrong|worr(?:y|ied)|hazards?)\b", re.IGNORECASE)
_OWN_STAFF = frozenset({"employment_standards", "training", "worker_voice"})
_WE = re.compile(
    r"\b(?:we|us|i|my|ours?(?! (?:own )?(?:\w+ )?(?:sector|industry|trade|country|region|line of (?:work|business))))\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:in|across|throughout|within) (?:our|the|this) (?:own )?(?:\w+ )?(?:sector|industry|trade)\b"
    r"|\b(?:sector|industry)[- ]wide\b|\belsewhere\b|\b(?:dozens|hundreds|thousands) of\b"
    r"|\b(?:stories|news|newspapers?|journalists?|researchers?|academics|civil society|ngos?|the media|media reports?)\b"
    r"|\breports (?:of|that|from)\b|\bother (?:firms|companies|employers|businesses|growers|importers|operators)\b"
    r"|\b(?:some|many|few|most) (?:other )?(?:firms|companies|employers|contractors|growers|recruiters|agencies|brokers"
    r"|migrants|migrant workers)\b",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(r"\b(?:often|sometimes|typically|commonly|vulnerable|is known|are known)\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"\b(?:has|have) (?:also |often |widely |long )?been (?:widely )?(?:reported|documented|found|alleged|exposed)\b",
    re.IGNORECASE,
)
_OWN_CHANNEL = re.compile(
    r"\b(?:no|none|nobody|line|hotline|channel|audits?|visits?|inspections?|surveys?|interviews?)\b|\d", re.IGNORECASE
)
_POINTS = re.compile(r"\b(?:them|these|those|they|both|there|it)\b", re.IGNORECASE)
_RULE = re.compile(
    r"\b(?:prohibits?|forbids?|bans?|(?:does|do) not (?:allow|permit|accept)|must(?: not)?|may not|requires?|expects?)\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:checked|asked|found|interviewed|audited|visited|repaid|confirmed|told|spoke|saw)\b", re.IGNORECASE
)
_NOBODY_PAID = re.compile(
    r"\b(?:none|nobody|no ?one|no (?:\w+ ){1,3}?|never|not one)\b[^.;]{0,40}\b(?:paid|pays?|charged)\b"
    r"|\bpaid (?:nobody|nothing|no ?one)\b",
    re.IGNORECASE,
)
_SOMEBODY_PAID = re.compile(
    r"\b(?:had|have|has) (?:each )?paid\b|\b(?:was|were|been) charged\b|\bpaid (?:an?|the|their) (?:agent|recruiter|broker)"
    r"|\b(?:repaid|refunded|reimbursed|paid back)\b",
    re.IGNORECASE,
)
_IN_DOUBT = re.compile(r"\b(?:whether|if|never|nobody|none|no ?one)\b", re.IGNORECASE)
_LOOKED = re.compile(
    r"\b(?:whether|if any|in case)\b|\breported (?:him|her|it|them|this|that|the \w+) to\b", re.IGNORECASE
)
_ALL_OWN = re.compile(
    r"\b(?:all|everyone|everybody|each|every)\b[^.;]{0,60}\b(?:own (?:employees|staff|people|payroll)|directly|permanent)\b"
    r"|\b(?:no|not (?:use|engage|employ|hire)(?: any)?) (?:\w+ )?(?:agency|labour hire|contract|temporary|casual)\b"
    r"|\bnobody (?:comes|came) (?:through|from) an agency\b",
    re.IGNORECASE,
)


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
    if element == "past_breaches" and _LOOKED.search(piece.quote):
        return NOT
    subjects = _subjects()
    if element not in subjects:
        return NAMED
    read = tokens(" . ".join((piece.quote, *piece.headings[-1:])))
    if element in _OWN_STAFF and _of_suppliers(read):
        return NOT
    if subjects[element].names(read):
        return NAMED
    return POINTED if _POINTS.search(piece.quote) else NOT


def of_others(text: str) -> bool:
    """Whether a sentence tells of a sector, a country or other firms, and not of the firm that writes."""
    if _WE.search(text):
        return False
    return bool(_ELSEWHERE.search(text)) or bool(_REPORTED.search(text) and not _OWN_CHANNEL.search(text))


def _in_general(piece: Disclosure) -> bool:
    """Whether a sentence says how things are wont to be; "managers trained on what is often missed" tells a deed."""
    deed = piece.status is EvidenceStatus.ACTION or _WE.search(piece.quote)
    return bool(_IN_GENERAL.search(piece.quote)) and not deed


def _weighs_risks(piece: Disclosure) -> bool:
    """Whether a sentence stands among the risks and names no act of the firm."""
    return bool(piece.headings) and bool(_RISK_HEADING.search(piece.headings[-1])) and not _WE.search(piece.quote)


def only_a_rule(piece: Disclosure) -> bool:
    """Whether a sentence says what is allowed, and nothing of what is done."""
    return bool(_RULE.search(piece.quote)) and not _DEED.search(piece.quote)


def paid_after_all(declared: str, published: str) -> bool:
    """Whether an answer says that nobody paid for a job, and the statement tells of somebody who did."""
    told = _SOMEBODY_PAID.search(published) and not _IN_DOUBT.search(published)
    return bool(_NOBODY_PAID.search(declared)) and bool(told)


def tells_of_a_case(piece: Disclosure) -> bool:
    """Whether a sentence may tell of a case, and not only of how one looked or whom one told."""
    return piece.status is not EvidenceStatus.CLAIM and not _LOOKED.search(piece.quote)


def says_none(piece: Disclosure) -> bool:
    """Whether a sentence says, too, that only the firm's own employees do the work."""
    return piece.status is EvidenceStatus.DENIAL or bool(_ALL_OWN.search(piece.quote))


def _of_suppliers(read: tuple[str, ...]) -> bool:
    names = _others().names(read)
    return "suppliers" in names and "own" not in names


@cache
def _subjects() -> dict[str, PhraseSet]:
    return {element: PhraseSet({element: phrases}) for element, phrases in word_list("bearing")["subject"].items()}


@cache
def _others() -> PhraseSet:
    return PhraseSet(word_list("bearing")["others"])
