"""None declared, and some told after all, in words that the narrower rules do not know.

A pattern of few words says what kind of thing is told; that the encoder finds the sentence near the answer makes it sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from supplychain_check.models.declaration import Scope, Value
from supplychain_check.models.document import SegmentKind
from supplychain_check.vetting.asked import Asked, Papers, Raised
from supplychain_check.vetting.breaches import asked_span, excepted
from supplychain_check.vetting.claims import Claim, Paired, claims, marks, paired
from supplychain_check.vetting.clauses import Clause, hypothetical
from supplychain_check.vetting.names import parse
from supplychain_check.vetting.patterns import pattern
from supplychain_check.vetting.periods import outside
from supplychain_check.vetting.stories import placed


class _Thing(NamedTuple):
    """What may be told though none was declared.

    Attributes:
        kind: of the contradiction.
        words: name of its pattern.
        least: cosine from which a sentence is surely on the answer.
    """

    kind: str
    words: str
    core: str
    told: str
    least: float
    scope: Scope = "own"


_THINGS = {
    "contract_workforce": _Thing("workforce", "agency", "contract_workforce", "of workers from agencies", 0.35),
    "recruiters": _Thing("workforce", "agency", "recruiters", "of workers from agencies", 0.35),
    "subcontracting": _Thing("subcontracting", "subcontract", "subcontracting", "of work given to others", 0.27),
    "documents_movement": _Thing("documents", "documents", "documents_movement", "of documents that are kept", 0.5),
    "recruitment_fees": _Thing("fees", "fees", "recruitment_fees", "of people who paid for their jobs", 0.2, ""),
    "incidents": _Thing("incident", "fees", "incidents", "of people who paid for their jobs", 0.25, ""),
    "complaints": _Thing("complaint", "complaints", "complaints", "of complaints", 0.2),
}  # fmt: skip


def told(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """What the statement tells though the answer says that there is none."""
    if asked.about("past_breaches"):
        yield from _breach(asked, papers)
    for element, thing in _THINGS.items():
        if asked.about(element) and any(_denies(asked, claim, element) for claim in claims(asked)):
            yield from _tells(asked, papers, thing)


def _denies(asked: Asked, claim: Claim, element: str) -> bool:
    """Whether an answer says that there is none of the thing."""
    if element == "complaints":
        return pattern("claims", "no_complaints").search(claim.text) is not None
    if element in {"contract_workforce", "recruiters", "subcontracting"}:
        return asked.no or (asked.answer.value is Value.NOT_APPLICABLE and not claim.bare)
    if element == "incidents":
        return asked.no and asked.question.meaning == "incident"
    return asked.yes and asked.question.meaning == "measure" and (claim.none or element == "documents_movement")


def _tells(asked: Asked, papers: Papers, thing: _Thing) -> Iterator[Raised]:
    for one in () if papers.group else paired(asked, papers, thing.least):
        if not _says(one.clause, thing, papers) or _of_others(asked, one, papers):
            continue
        reason = f"The declaration says that there is none; the statement tells {thing.told}."
        yield Raised(thing.kind, one.clause, reason, 0.7, scope=thing.scope, core=thing.core)
        return


def of_other_people(asked: Asked, clause: Clause, papers: Papers) -> bool:
    """Whether an answer speaks of people of the firm, and a clause perhaps of others: no number ties the two."""
    if not pattern("claims", "own_people").search(asked.words) or placed(clause, papers).scope == "own":
        return False
    index = clause.segment.index
    around = " ".join(segment.text for segment in papers.analysis.segments[max(index - 2, 0) : index + 1])
    return not marks(around) & marks(asked.words)


def _says(clause: Clause, thing: _Thing, papers: Papers) -> bool:
    if clause.segment.kind is SegmentKind.HEADING or clause.has("none", "planned", "risky", "third_use"):
        return False
    if hypothetical(clause) or "others" in clause.whole or _in_past(clause, papers):
        return False
    found = pattern("told", thing.words).search(clause.text)
    besides = pattern("told", f"{thing.words}_not").search(clause.text)
    theirs = thing.words == "documents" and pattern("incidents", "by_workers").search(clause.text)
    return found is not None and not besides and not theirs


def _in_past(clause: Clause, papers: Papers) -> bool:
    text = clause.segment.text
    return outside(text, papers.declared) or pattern("told", "formerly").search(text) is not None


def _of_others(asked: Asked, one: Paired, papers: Papers) -> bool:
    """Whether the answer speaks of the firm's own people and the sentence of a supplier's, or the other way round."""
    chain = placed(one.clause, papers).scope == "supply chain"
    if chain and asked.question.scope == "own":
        return True
    return asked.about("recruitment_fees") and of_other_people(asked, one.clause, papers)


def _breach(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """An authority that found against the firm by its name, or ordered it to pay."""
    if not asked.no or asked.question.meaning != "incident" or excepted(asked):
        return
    span = asked_span(asked, papers)
    for clause in papers.clauses:
        if _against(papers).search(clause.text) and _found(clause) and not outside(clause.segment.text, span):
            reason = "The declaration says that there was no breach; the statement tells what an authority found."
            yield Raised("breach", clause, reason, 0.75, scope="own", progress=False, core="past_breaches", dated=True)
            return


def _found(clause: Clause) -> bool:
    """Whether it happened; that something was not paid is what was found."""
    denied = clause.has("none") and not pattern("told", "withheld").search(clause.text)
    return not denied and not clause.has("modal", "planned", "others")


def _against(papers: Papers) -> re.Pattern[str]:
    names = [stated.value for stated in papers.analysis.identity.entities[:1]]
    first = [re.escape(word) for name in names for word in parse(name).core[:1]]
    firm = "|".join(["we", "us", "our (?:company|firm|business)", *first])
    return re.compile(pattern("told", "breach").pattern.replace("FIRM", firm), re.IGNORECASE)
