"""Measures declared as done that the statement only plans or does not have; and the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplychain_check.models.analysis import EvidenceStatus, FactKind
from supplychain_check.models.declaration import Scope
from supplychain_check.vetting.asked import Asked, Papers, Raised, Subject, subjects
from supplychain_check.vetting.claims import claims, of_others
from supplychain_check.vetting.clauses import Clause, hypothetical, near, same_scope
from supplychain_check.vetting.periods import after
from supplychain_check.vetting.shares import UNITS, shares

_HARD = frozenset({FactKind.COUNT, FactKind.PERCENT, FactKind.MONEY, FactKind.DATE})
_HAS = re.compile(
    r"\b(?:we|company|group|firm|business) (?:have|has|operates?|runs?|maintains?) (?:an?|our)\b", re.IGNORECASE
)
_FORBEARS = re.compile(
    r"\b(?:not|never|nor|no)\b(?:\W+\w+){0,2}?\W+(?:use|using|condone|tolerate|accept|permit|allow|support|engaged?|employ|involved?|profit)\b"
    r"[^.;]{0,25}?\b(?:slave|slaves|slavery|forced|bonded|compulsory|child|involuntary|trafficking|trafficked)\b"
    r"|\bnot (?:operate|have|maintain|run) an? (?:\w+ ){0,3}?(?:team|department|function|office|site)\b"
    r"|\bno (?:\w+ )?(?:evidence|instances?|cases?|incidents?|indications?|form of)\b",
    re.IGNORECASE,
)
"""To do without forced labour is no lack of a measure against it."""
_EXISTING = re.compile(
    r"\b(?:use|using|from|following|based on|results? of|findings? of|outcomes? of)\s+(?:our|the|these|this)\s+(?:\w+\s+){0,2}?"
    r"(?:assessments?|audits?|reviews?|training|policy|questionnaires?|mapping)\b",
    re.IGNORECASE,
)
"""What is planned rests on a measure that is there already."""
LONGEST = 45
"""Words: in files that were read badly, headings and sentences run together into longer ones."""
_FACTS = frozenset({"incidents", "complaints", "recruitment_fees", "documents_movement", "subcontracting"})
"""Core elements whose questions are about facts, which other rules read."""


def measures(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Answers on measures against what the statement says of the same measure and scope."""
    if asked.question.meaning != "measure" or _FACTS.intersection(asked.question.core_elements[:1]):
        return
    found = [subject for subject in subjects() if asked.about(*subject.core)]
    # with several subjects a denial of one says nothing of the others
    if len(found) == 1 and asked.yes and not after(asked.words, papers.published.end if papers.published else None):
        yield from _declared_done(asked, papers, found[0])
    elif found and asked.no and not any(shares(asked.question.text)):
        yield from _declared_missing(asked, papers, found[0])


def _declared_done(asked: Asked, papers: Papers, subject: Subject) -> Iterator[Raised]:
    said = [clause for clause in papers.clauses if _same(asked, clause, subject)]
    if any(_perhaps_done(clause) for clause in said):
        return
    whole = any(claim.all for claim in claims(asked))
    lacks = (clause for clause in said if _is_missing(clause, subject) and not of_others(clause, whole=whole))
    missing = next(lacks, None)
    planned = next((clause for clause in said if _is_planned(clause, subject)), None)
    if missing:
        reason = "The declaration says that this is done; the statement says that it is not, or not yet."
        yield Raised("measure", missing, reason, 0.8, scope=_scope(asked, missing))
    elif planned:
        reason = "The declaration says that this is done; the statement only plans it."
        yield Raised("plan", planned, reason, 0.65, scope=_scope(asked, planned))


def _declared_missing(asked: Asked, papers: Papers, subject: Subject) -> Iterator[Raised]:
    said = [
        clause for clause in papers.clauses if _exactly(asked.question.scope, clause.scope) and subject.named_in(clause)
    ]
    if any(_is_missing(clause, subject) or _is_planned(clause, subject) for clause in said):
        return
    done = next((clause for clause in said if _surely_done(clause, subject)), None)
    if done:
        reason = "The declaration says that this is not done; the statement says that it is."
        yield Raised("measure", done, reason, 0.6, scope=_scope(asked, done))


def _scope(asked: Asked, clause: Clause) -> Scope:
    return clause.scope or asked.question.scope


def _same(asked: Asked, clause: Clause, subject: Subject) -> bool:
    """Whether a clause is about the measure, and about the workers or suppliers that were asked for."""
    if not subject.named_in(clause) or not same_scope(asked.question.scope, clause.scope):
        return False
    if subject.units and subject.units != ("staff",):
        return _mentions(clause, subject)
    # what suppliers have or lack is not what the firm has, unless suppliers were asked about
    if not subject.surely_named_in(clause):
        return False
    chain = asked.question.scope == "supply chain"
    return "both" in (asked.question.scope, clause.scope) or (clause.scope == "supply chain") == chain


def _mentions(clause: Clause, subject: Subject) -> bool:
    nouns = "|".join(UNITS[unit] for unit in subject.units)
    return re.search(rf"\b(?:{nouns})\b", clause.segment.text, re.IGNORECASE) is not None


def _exactly(asked: Scope, said: Scope) -> bool:
    """As `same_scope`, but a clause that does not say whom it means is taken for the firm's own people only."""
    return asked in ("", said) or said == "both" or (asked in ("own", "both") and said == "")


def _perhaps_done(clause: Clause) -> bool:
    """Said in any way to be done or in place, by which a plan or a lack elsewhere is only of a part."""
    past = any(re.fullmatch(r"[a-z]{3,}ed", word) for word in clause.words)
    return (clause.has("done", "stands") or past) and not clause.has("not_yet", "planned", "none")


def _is_done(clause: Clause) -> bool:
    if clause.has("not_yet", "planned", "none") or clause.has("modal"):
        return False
    return clause.has("done", "stands") and clause.reading.status is not EvidenceStatus.CLAIM


def _surely_done(clause: Clause, subject: Subject) -> bool:
    """Said by the firm of itself, in words that stand beside the measure, and in a sentence that was read whole."""
    if not _is_done(clause) or hypothetical(clause) or not clause.has("firm") or not subject.surely_named_in(clause):
        return False
    whole = clause.reading.evidential and len(clause.segment.text.split()) <= LONGEST
    beside = near(clause, subject.phrases, "done", 3) or near(clause, subject.phrases, "stands", 3)
    return (
        whole
        and beside
        and _checkable(clause)
        and clause.reading.status in {EvidenceStatus.ACTION, EvidenceStatus.CONTEXT}
    )


def _checkable(clause: Clause) -> bool:
    """Whether it says how many, when, or that the firm has the thing: general words are no proof against a plain no."""
    start, end = clause.segment.start, clause.segment.end
    facts = any(fact.kind in _HARD and start <= fact.start < end for fact in clause.reading.facts)
    return facts or any(shares(clause.text)) or _HAS.search(clause.text) is not None


def _is_missing(clause: Clause, subject: Subject) -> bool:
    """Said of the firm itself, of the whole measure, and not as a condition."""
    if not clause.has("not_yet") or clause.has("more") or clause.has("modal", "others"):
        return False
    if _FORBEARS.search(clause.text):
        return False
    who = clause.has("firm") or clause.scope == "own" or "supplier" in subject.units or _nobody(clause)
    return who and near(clause, subject.phrases, "not_yet") and not _of_suppliers(clause, subject)


def _nobody(clause: Clause) -> bool:
    first = clause.words[:4]
    return (
        first[:1] in {("there",), ("no",), ("none",)}
        or "staff" in first
        or "nobody" in first
        or "no one" in " ".join(first)
    )


def _of_suppliers(clause: Clause, subject: Subject) -> bool:
    """Whether suppliers are those who lack it: "most suppliers have no policy"."""
    return (
        "supplier" not in subject.units
        and "contract" not in subject.units
        and clause.scope == "supply chain"
        and not clause.has("firm")
    )


def _is_planned(clause: Clause, subject: Subject) -> bool:
    if len(clause.segment.text.split()) > LONGEST:
        return False
    if (
        "conditional" in clause.whole
        or not near(clause, subject.phrases, "planned")
        or clause.has("more", "others", "modal")
    ):
        return False
    return not _EXISTING.search(clause.text) and (clause.has("firm") or "firm" in clause.whole)
