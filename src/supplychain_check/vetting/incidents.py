"""Cases and complaints: none declared and one told, or the reverse; fees that workers paid, passports kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from supplychain_check.models.declaration import Scope
from supplychain_check.models.document import SegmentKind
from supplychain_check.vetting.asked import Asked, Papers, Raised
from supplychain_check.vetting.clauses import Clause, cues, hypothetical, same_scope
from supplychain_check.vetting.measures import LONGEST
from supplychain_check.vetting.patterns import pattern
from supplychain_check.vetting.periods import outside
from supplychain_check.vetting.stories import STORY, placed, story
from supplychain_check.vetting.told import of_other_people

_HARMS = {"recruitment_fees": ("fees",), "documents_movement": ("documents",)}
_TOLD = {
    "incidents": "of a case",
    "recruitment_fees": "of workers who paid fees",
    "documents_movement": "of documents of workers that were kept",
    "complaints": "of complaints that were received",
}


class _Case(NamedTuple):
    clause: Clause
    confidence: float


def incidents(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Answers on cases, complaints, fees and identity documents against what the statement tells."""
    element = next((e for e in ("incidents", *_HARMS, "complaints") if asked.about(e)), "")
    if not element:
        return
    incident = asked.question.meaning == "incident"
    if (incident and asked.no) or (asked.yes and asked.question.meaning == "measure" and element in _HARMS):
        yield from _told(asked, papers, element)
    elif incident and asked.yes:
        yield from _denied(asked, papers, element)


def _told(asked: Asked, papers: Papers, element: str) -> Iterator[Raised]:
    """None declared: cases that the statement tells, those of the same scope first."""
    cases = [case for case in _cases(papers, element) if not outside(case.clause.segment.text, papers.declared)]
    if asked.question.meaning == "measure":
        cases = [case for case in cases if not _put_right(case.clause, papers)]
        cases = [case for case in cases if not of_other_people(asked, case.clause, papers)]
    scope = asked.question.scope
    same = [case for case in cases if _alike(asked, case.clause.scope)]
    if same:
        best = max(same, key=lambda case: case.confidence * _sure(scope, case.clause.scope))
        reason = f"{_none_declared(asked)}, and the statement tells {_TOLD[element]}{_where(best.clause.scope)}."
        sure = best.confidence * _sure(scope, best.clause.scope)
        yield Raised(
            "fees" if element == "recruitment_fees" else _kind(element),
            best.clause,
            reason,
            sure,
            scope=best.clause.scope or scope,
            progress=False,
            core=element,
        )
    elif cases and not _other_scope_answered(asked, papers, cases[0].clause.scope):
        best = max(cases, key=lambda case: case.confidence)
        reason = (
            f"{_none_declared(asked)}{_of(scope)}; the statement tells {_TOLD[element]}{_where(best.clause.scope)}."
        )
        yield Raised(
            _kind(element), best.clause, reason, best.confidence, "differs in scope", best.clause.scope, False, element
        )


def _alike(asked: Asked, said: Scope) -> bool:
    """Whether a case may be of whom was asked about; what a firm makes sure of for its own staff, of them alone."""
    if asked.question.meaning == "measure" and asked.question.scope == "own":
        return said == "own"
    return same_scope(asked.question.scope, said)


def _put_right(clause: Clause, papers: Papers) -> bool:
    """Whether the same or the following sentence says that it was put right: a firm that makes sure may have to."""
    near = (c for c in papers.clauses if 0 <= c.segment.index - clause.segment.index <= 1)
    return any(pattern("incidents", "repaired").search(c.text) and not c.has("none") for c in near)


def _kind(element: str) -> str:
    return {"complaints": "complaint", "documents_movement": "documents"}.get(element, "incident")


def _none_declared(asked: Asked) -> str:
    return "The declaration says that there was none" if asked.no else "The declaration says that this does not happen"


def _where(scope: Scope) -> str:
    return {"own": " in its own business", "supply chain": " in its supply chain"}.get(scope, "")


def _of(scope: Scope) -> str:
    return {"own": " in its own business", "supply chain": " among its suppliers"}.get(scope, "")


def _sure(asked: Scope, said: Scope) -> float:
    """Less sure where one of the two does not say whose workers it means."""
    return 1.0 if asked == said else 0.85 if "both" in (asked, said) or not asked else 0.75


def _other_scope_answered(asked: Asked, papers: Papers, said: Scope) -> bool:
    """Whether another question of the form asks the same of the scope that the statement speaks of."""
    elements = set(asked.question.core_elements)
    answered = {answer.question for answer in papers.declaration.answers}
    others = (q for q in papers.declaration.form.questions if q.id != asked.question.id and q.id in answered)
    return any(
        elements & set(q.core_elements) and q.meaning == "incident" and q.scope in (said, "both") for q in others
    )


def _denied(asked: Asked, papers: Papers, element: str) -> Iterator[Raised]:
    """A case declared: a statement that says there was none, and tells of none."""
    scope = asked.question.scope
    if element == "complaints" or any(same_scope(scope, case.clause.scope) for case in _cases(papers, element)):
        return
    for clause in papers.clauses:
        if (
            _denies(clause, element)
            and _covers(scope, clause.scope)
            and not outside(clause.segment.text, papers.declared)
        ):
            reason = f"The declaration says that there was a case{_of(scope)}; the statement says that none was found."
            yield Raised(
                "incident", clause, reason, 0.8 * _sure(scope, clause.scope), scope=scope, progress=False, core=element
            )
            return


def _denies(clause: Clause, element: str) -> bool:
    if clause.has("modal", "planned", "others"):
        return False
    if element in _HARMS:
        return (
            clause.has(*_HARMS[element])
            and clause.has("none")
            and bool(pattern("incidents", "happened").search(clause.text))
        )
    told = clause.has("severe", "found") and not clause.has("complaint")
    return told and clause.has("denies_case") and clause.has("none")


def _covers(asked: Scope, said: Scope) -> bool:
    """Whether a denial reaches what was asked: of one's own business it says nothing of suppliers."""
    return asked == said or said in ("both", "") or not asked


def _cases(papers: Papers, element: str) -> list[_Case]:
    if element == "complaints":
        return [_Case(c, sure) for at, c in enumerate(papers.clauses) if (sure := _complaint(papers.clauses, at))]
    read = {"recruitment_fees": _fees, "documents_movement": _documents}.get(element, case_confidence)
    found = [_Case(clause, sure) for clause in papers.clauses if (sure := read(clause))]
    if element == "incidents":
        found = [_Case(placed(clause, papers), sure) for clause, sure in found]
        found += [_Case(told, STORY) for clause in papers.clauses if (told := story(clause, papers))]
    return found


def case_confidence(clause: Clause) -> float:
    """How sure it is that a clause tells of a case of modern slavery or exploitation at the firm or its suppliers.

    Returns:
        0 to 1; 0 for risks, examples, expectations, denials, and cases of others.
    """
    if _not_told(clause) or clause.has("risky", "refuted") or "others" in clause.whole:
        return 0.0
    if pattern("incidents", "cause").search(clause.text) or (
        pattern("incidents", "teaches").search(clause.text) and not clause.has("pay", "fees", "documents")
    ):
        return 0.0
    harm = not {"severe", "pay", "fees"}.isdisjoint(cues(pattern("incidents", "named").sub(" ", clause.text))) or _kept(
        clause
    )
    weight = 1.0 if clause.has("severe", "documents", "fees") else 0.85
    if (
        clause.has("case")
        and not clause.has("not_case")
        and clause.has("found")
        and pattern("incidents", "counted").search(clause.text)
    ):
        return 0.85 * weight if harm else 0.55 * ("severe" in clause.whole)
    if harm and pattern("incidents", "found_that").search(clause.text):
        return 0.8 * weight
    concrete = clause.has("pay", "fees", "documents") and "firm" in clause.whole
    return 0.7 if concrete and harm and pattern("incidents", "past").search(clause.text) and not _habit(clause) else 0.0


def _habit(clause: Clause) -> bool:
    """Whether workers, or the firm for them, only do what is usual: "we paid the recruitment fees"."""
    return bool(
        re.search(
            r"\bwe (?:have )?(?:paid|pay|bear|cover|meet)\b(?! back)|\b(?:paid|borne|met) by (?:us|the company|employers?)\b",
            clause.text,
            re.I,
        )
    )


def _not_told(clause: Clause) -> bool:
    none = "none" in cues(pattern("incidents", "aside").sub(_unless_said, clause.text)) and not clause.has("unpaid")
    denied = none or pattern("incidents", "duty").search(clause.segment.text) is not None
    return denied or clause.has("planned") or hypothetical(clause)


def _unless_said(aside: re.Match[str]) -> str:
    return aside.group() if pattern("incidents", "says").search(aside.string[: aside.start()]) else " "


def _fees(clause: Clause) -> float:
    tied = "firm" in clause.whole
    if not clause.has("fees") or not tied or _not_told(clause) or "others" in clause.whole or clause.has("risky"):
        return 0.0
    told = (
        pattern("incidents", "paid").search(clause.text)
        and not pattern("incidents", "cause").search(clause.text)
        and not _habit(clause)
    )
    return 0.8 if told and pattern("incidents", "past").search(clause.text) else 0.0


def _documents(clause: Clause) -> float:
    if not _kept(clause) or clause.has("risky") or _not_told(clause) or "others" in clause.whole:
        return 0.0
    return 0.75 if "firm" in clause.whole else 0.0


def _kept(clause: Clause) -> bool:
    """Whether documents of workers are kept from them; a firm also holds papers on other things."""
    if (
        not clause.has("documents")
        or clause.has("documents_not")
        or pattern("incidents", "by_workers").search(clause.text)
    ):
        return False
    if not pattern("incidents", "papers").search(clause.text) and not pattern("incidents", "taken").search(clause.text):
        return False
    return bool(
        pattern("incidents", "identity").search(clause.text)
        or pattern("incidents", "persons").search(clause.segment.text)
    )


def _complaint(clauses: tuple[Clause, ...], at: int) -> float:
    """How sure it is that a complaint about work came in; what it was about may stand in the clause after it."""
    clause = clauses[at]
    if not clause.has("complaint") or not clause.has("received") or _not_told(clause) or "others" in clause.whole:
        return 0.0
    if len(clause.segment.text.split()) > LONGEST:
        return 0.0
    if pattern("incidents", "usual").search(clause.text):
        return 0.0
    following = clauses[at + 1 : at + 2]
    near = clause.whole.union(*(c.cues for c in following))
    if {"complaint_other"} & near or "labour" not in near or clause.segment.kind is SegmentKind.TABLE_ROW:
        return 0.0
    strong = pattern("incidents", "strong").search(clause.text) and not clause.has("policy")
    told = strong or (
        pattern("incidents", "weak").search(clause.text) and pattern("incidents", "reports").search(clause.segment.text)
    )
    return 0.75 if told and pattern("incidents", "number").search(clause.text) else 0.0
