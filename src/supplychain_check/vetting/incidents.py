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
from supplychain_check.vetting.periods import outside
from supplychain_check.vetting.stories import STORY, placed, story

_NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some|[1-9]\d*)"
_COUNTED = re.compile(rf"\b{_NUMBER}\s+(?:[\w-]+\s+){{0,3}}?(?:cases?|instances?|incidents?)\b", re.IGNORECASE)
_FOUND_THAT = re.compile(
    r"\b(?:identified|found|uncovered|discovered|detected|revealed|confirmed|substantiated|showed|learn(?:ed|t)|told us|informed us|came to light|aware)\b"
    rf"(?:\W+(?:\w+\W+){{0,2}}?(?:that|evidence|{_NUMBER}\s+(?:\w+\s+){{0,2}}?(?:workers?|people|employees|men|women|children|staff|cases?|instances?|incidents?)))",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:had|were|was|have|has|been|repaid|reimbursed|underpaid|kept|held|withheld|paid|charged|took|confiscated|retained)\b",
    re.I,
)
_HAPPENED = re.compile(r"\b(?:has|have|had|did|was|were)\b", re.IGNORECASE)
_DUTY = re.compile(
    r"\b(?:must|should|shall|prohibit\w*|forbid\w*|bans?|banned|outlaws?|we would|such as where)\b", re.IGNORECASE
)
"""A sentence of duties tells of no case, in none of its clauses."""
_ASIDE = re.compile(
    r"(?<!\bof )\b(?:that|which|who)\s+(?:(?:was|were|is|are|had|has|have|did|do|does)\s+not\b(?!\s+(?:\w+ly\s+)?(?:identif\w+|found|find|reveal\w*|show\w*|discover\w*|detect\w*|uncover\w*|rais\w+|report\w*|result\w*|highlight\w*|indicat\w*))|nobody\b|no\s\w+\b)",
    re.IGNORECASE,
)
"""Says of a thing what it is not ("deductions that were not in the contract"), and denies nothing."""
_SAYS = re.compile(
    r"\b(?:sa(?:y|ys|id)|t(?:ell|ells|old)(?: \w+)?|confirm\w*|f(?:ind|inds|ound)|show\w*|state[ds]?|report\w*|answer\w*|know|knew"
    r"|learn\w*|conclude[ds]?|agree[ds]?|sure|aware|assured?(?: \w+)?)\s*$",
    re.IGNORECASE,
)
"""In front of "that no fee was paid", which denies after all."""
_TEACHES = re.compile(
    r"\b(?:train\w*|taught|teach\w*|courses?|e-?learning|modules?|workshops?|awareness|polic(?:y|ies)|clauses?|questionnaires?)\b",
    re.IGNORECASE,
)
"""Speaks of what people learn, sign or answer about a harm."""
_IDENTITY = re.compile(r"\b(?:passports?|identity|identification|visas?)\b", re.IGNORECASE)
_PERSONS = re.compile(
    r"\b(?:workers?|employees?|staff|people|persons?|men|women|pickers?|recruits|migrants?|guards?|cleaners?|crews?)\b",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"\b(?:passports?|papers|identity|identification|documents|cards)\b", re.IGNORECASE)
_TAKEN = re.compile(r"\b(?:confiscat\w+|withheld|seized|tak\w+ away)\b", re.IGNORECASE)
"""A visa is held by whom it was given to, unless it is taken away."""
_MASTERS = (
    r"(?:suppliers|employers|managers|recruiters|brokers|owners|officers|growers|leaders|others|lenders|providers)\b"
)
_BY_WORKERS = re.compile(
    rf"(?:{_PERSONS.pattern}|\b(?!{_MASTERS})[a-z]+ers\b)(?:\s+(?!(?:are|is|was|were|be|been|being|had|have|has|that|whose|by)\b)[\w-]+){{0,5}}?\s+(?:who\s+)?(?:hold|holds|held|keep|keeps|kept|retain|retains)\b"
    r"(?!.{0,30}\b(?:workers?|employees?|staff|migrants?|pickers?|others)['’])(?!\s+by\b)",
    re.IGNORECASE,
)
"""Workers who hold papers of their own."""
_REPAIRED = re.compile(r"\b(?:repaid|reimburs\w+|refunded|compensated|returned|paid back)\b", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(?:hotline|helpline|whistle-?\s?blow\w*|speak[- ]up|channel|ethics line|reporting line|suggestions|grievance)\b",
    re.I,
)
_STRONG = re.compile(r"\b(?:complaints?|grievances?|allegations?)\b", re.IGNORECASE)
_WEAK = re.compile(
    rf"\b{_NUMBER}\s+(?:[\w-]+\s+){{0,2}}?(?:reports?|concerns?|disclosures?|calls?|messages?|tips?)\b", re.I
)
_HARMS = {"recruitment_fees": ("fees",), "documents_movement": ("documents",)}
_TOLD = {
    "incidents": "of a case",
    "recruitment_fees": "of workers who paid fees",
    "documents_movement": "of documents of workers that were kept",
    "complaints": "of complaints that were received",
}


_CAUSE = re.compile(
    r"\b(?:eradicat\w+|eliminat\w+|initiatives?|(?:working|leadership|stakeholder) group|founding members?|multi-?\s?stakeholder|pledges?|campaigns?|be(?:en|come|coming)? part of|(?:was|were|are) part of)\b",
    re.IGNORECASE,
)
"""Speaks of work against a harm, and of no case of it."""
_NAMED = re.compile(
    r"\b(?:modern )?slavery(?: and human trafficking)? (?:act|statements?|polic(?:y|ies)|toolkits?|training|risks?|legislation)\b"
    r"|\b(?:understand\w*|what|responsibilit\w+ (?:for|in relation to|regarding))\W+(?:\w+\W+){0,3}?(?:slavery|human trafficking|forced labou?r|exploitation)\b",
    re.IGNORECASE,
)
"""Names of papers and laws, and what people come to understand."""
_PAID = re.compile(
    r"(?<!worker[- ])(?<!employer[- ])\b(?:pa(?:id|y|ying)|charg\w+|borne|deduct\w+|collect\w+|owed|repaid|reimburs\w+|refund\w+|compensat\w+)\b",
    re.IGNORECASE,
)
_USUAL = re.compile(
    r"\b(?:are|is|will be)\s+(?:\w+ly\s+)?(?:reviewed|investigated|handled|treated|assessed|dealt|escalated|addressed|recorded|logged)\b",
    re.IGNORECASE,
)
"""What becomes of complaints as a rule tells of none."""


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
    return any(_REPAIRED.search(c.text) and not c.has("none") for c in near)


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
        return clause.has(*_HARMS[element]) and clause.has("none") and bool(_HAPPENED.search(clause.text))
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
    if _CAUSE.search(clause.text) or (_TEACHES.search(clause.text) and not clause.has("pay", "fees", "documents")):
        return 0.0
    harm = not {"severe", "pay", "fees"}.isdisjoint(cues(_NAMED.sub(" ", clause.text))) or _kept(clause)
    weight = 1.0 if clause.has("severe", "documents", "fees") else 0.85
    if clause.has("case") and not clause.has("not_case") and clause.has("found") and _COUNTED.search(clause.text):
        return 0.85 * weight if harm else 0.55 * ("severe" in clause.whole)
    if harm and _FOUND_THAT.search(clause.text):
        return 0.8 * weight
    concrete = clause.has("pay", "fees", "documents") and "firm" in clause.whole
    return 0.7 if concrete and harm and _PAST.search(clause.text) and not _habit(clause) else 0.0


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
    none = "none" in cues(_ASIDE.sub(_unless_said, clause.text)) and not clause.has("unpaid")
    denied = none or _DUTY.search(clause.segment.text) is not None
    return denied or clause.has("planned") or hypothetical(clause)


def _unless_said(aside: re.Match[str]) -> str:
    return aside.group() if _SAYS.search(aside.string[: aside.start()]) else " "


def _fees(clause: Clause) -> float:
    tied = "firm" in clause.whole
    if not clause.has("fees") or not tied or _not_told(clause) or "others" in clause.whole or clause.has("risky"):
        return 0.0
    told = _PAID.search(clause.text) and not _CAUSE.search(clause.text) and not _habit(clause)
    return 0.8 if told and _PAST.search(clause.text) else 0.0


def _documents(clause: Clause) -> float:
    if not _kept(clause) or clause.has("risky") or _not_told(clause) or "others" in clause.whole:
        return 0.0
    return 0.75 if "firm" in clause.whole else 0.0


def _kept(clause: Clause) -> bool:
    """Whether documents of workers are kept from them; a firm also holds papers on other things."""
    if not clause.has("documents") or clause.has("documents_not") or _BY_WORKERS.search(clause.text):
        return False
    if not _PAPERS.search(clause.text) and not _TAKEN.search(clause.text):
        return False
    return bool(_IDENTITY.search(clause.text) or _PERSONS.search(clause.segment.text))


def _complaint(clauses: tuple[Clause, ...], at: int) -> float:
    """How sure it is that a complaint about work came in; what it was about may stand in the clause after it."""
    clause = clauses[at]
    if not clause.has("complaint") or not clause.has("received") or _not_told(clause) or "others" in clause.whole:
        return 0.0
    if len(clause.segment.text.split()) > LONGEST:
        return 0.0
    if _USUAL.search(clause.text):
        return 0.0
    following = clauses[at + 1 : at + 2]
    near = clause.whole.union(*(c.cues for c in following))
    if {"complaint_other"} & near or "labour" not in near or clause.segment.kind is SegmentKind.TABLE_ROW:
        return 0.0
    strong = _STRONG.search(clause.text) and not clause.has("policy")
    told = strong or (_WEAK.search(clause.text) and _REPORTS.search(clause.segment.text))
    return 0.75 if told and re.search(rf"\b{_NUMBER}\b", clause.text, re.I) else 0.0
