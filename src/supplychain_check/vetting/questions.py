"""The questions to put to a supplier: courteous, each about one thing, with the words that they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from supplychain_check.models.analysis import Warn
from supplychain_check.models.declaration import Declaration
from supplychain_check.reports.clean import clean, short
from supplychain_check.vetting.needs import SETTLED, Need
from supplychain_check.vetting.values import (
    Contradiction,
    Covered,
    CriterionView,
    Kind,
    Quote,
    RiskProfile,
    StatementView,
    SupplierQuestion,
    Verdict,
)

QUOTE = 160
MOST_OPEN = 10
"""So many questions about evidence and gaps together: nobody answers forty."""
LEAST_OPEN = 4
"""So many of them even where the contract needs much."""
_OPEN = frozenset({Kind.EVIDENCE, Kind.GAP})
_ORDER = list(Kind)
_ASKED = 10
"""What the declaration asks and leaves open comes before what only a statement would say."""
_LOOKED = frozenset({"incidents", "past_breaches", "complaints", "remedy"})
_BRIEF = 3
"""Words: a longer no says already how somebody looked."""
_NO = re.compile(r"\s*(?:no|none|nil|n(?!/))\b", re.IGNORECASE)
_PLEASE = {
    "blank": "Could you answer them?",
    "short-form": "How many people work for you?",
    "unsigned": "Could you send us the declaration with the name of the person who signs?",
    "undated": "Could you send us the declaration with the day on which it was signed?",
    "period": "Which days does the declaration cover?",
    "signed-early": "Could you confirm it for the whole period?",
    "signed-in-future": "On which day was it signed?",
    "does-not-fit": "How do the two go together?",
    "pasted": "Could you answer each of these questions by itself?",
    "placeholder": "Could you fill it in?",
    "two-answers": "Which one holds?",
}
"""What to ask about a warning, by its code; the officer sees the message itself."""
_CLASH = "does-not-fit"
_TOLD_APART = frozenset({"all-yes"})
"""What the questions on each single answer ask already."""
_OFFICER = re.compile(r"\s*\bAsk [^.?]*\.")
_ID = re.compile(r'"\s\([A-Za-z][A-Za-z0-9-]*\)')
"""The id of a question behind its wording, which says nothing to a supplier."""


def questions(
    contradictions: Sequence[Contradiction],
    criteria: Sequence[CriterionView],
    papers: Sequence[SupplierQuestion] = (),
    needed: Sequence[Need] = (),
    risk: RiskProfile | None = None,
) -> tuple[SupplierQuestion, ...]:
    """Contradictions first, what differs, what is left out or the contract needs, the papers themselves, evidence, gaps.

    Evidence and gaps on subjects that the risk profile makes important come before the rest of both.

    Args:
        contradictions: those that differ in scope or period among them.
        criteria: the verdicts.
        papers: questions about the papers, see `about_papers`.
        needed: see `needs`.
        risk: what makes subjects more important; None to go by the weight of criteria alone.
    """
    settled = {(one.declared.question, one.declared.where) for one in contradictions}
    needs = list(_needed(needed, settled))
    covered = {element for one in needed for element in one.elements}
    # what is blank is asked for as a whole, with the other questions about the papers
    open_ = [one for one in criteria if one.declared or not one.asked or not papers]
    weigh = risk or RiskProfile()
    about = [_weighed(one.question, weigh) for one in _once(_criteria(open_, weigh), settled)]
    rest = [one for one in about if one.kind not in _OPEN or one.core_element not in covered]
    ranked = sorted([*_contradicted(contradictions), *papers, *needs, *rest], key=_rank)
    firm = [one for one in ranked if one.kind not in _OPEN]
    most = max(MOST_OPEN - len(needs), LEAST_OPEN)
    return (*firm, *[one for one in ranked if one.kind in _OPEN][:most])


def _rank(one: SupplierQuestion) -> tuple[bool, bool, int, float]:
    """What comes first; of what is open, a bare yes on what matters for many reasons before others."""
    if one.kind not in _OPEN:
        return (False, False, _ORDER.index(one.kind), -one.priority)
    return (True, not one.raised_by, _ORDER.index(one.kind), -one.priority * max(len(one.raised_by), 1))


def _weighed(one: SupplierQuestion, risk: RiskProfile) -> SupplierQuestion:
    """A question with the names of what makes its subject more important; what is put first anyway stays as it is."""
    return one if one.kind not in _OPEN else one.model_copy(update={"raised_by": risk.raising(one.core_element)})


def _needed(needed: Iterable[Need], settled: set[tuple[str, str]]) -> Iterator[SupplierQuestion]:
    """Each need, the first on an answer with the answer before it."""
    for one in needed:
        place = (one.low.question, one.low.where) if one.low else None
        known = one.low is not None and place not in settled
        if place:
            settled.add(place)
        text = f"{_answered(one.low)} {one.question.text}" if one.low and known else one.question.text
        yield one.question.model_copy(update={"text": text})


def _contradicted(found: Sequence[Contradiction]) -> Iterator[SupplierQuestion]:
    for one in found:
        firm = one.outcome == "contradicted"
        yield SupplierQuestion(
            kind=Kind.CONTRADICTION if firm else Kind.DIFFERENCE,
            text=one.ask or _which(one.declared, one.published),
            why=one.reason,
            core_element=one.core_element,
            priority=one.confidence,
        )


def _which(declared: Quote, published: Quote) -> str:
    return f"{_answered(declared)} {_states(published)} How do the two go together?"


def _answered(quote: Quote) -> str:
    asked = f' to the question "{short(clean(quote.question), QUOTE)}"' if quote.question else ""
    return f'In your declaration you answer "{_words(quote)}"{asked}{_where(quote)}.'


def _states(quote: Quote) -> str:
    return f'Your statement ({clean(quote.document)}) says: "{_words(quote)}"{_where(quote)}.'


def _words(quote: Quote) -> str:
    said = short(clean(quote.text), QUOTE)
    return said if said.endswith("...") else said.rstrip(".")


def _where(quote: Quote) -> str:
    return f" ({clean(quote.where)})" if quote.where else ""


def _once(about: Iterable[_About], settled: set[tuple[str, str]]) -> Iterator[_About]:
    """One question an answer, however many criteria it concerns."""
    for one in about:
        if one.quoted not in settled:
            yield one
        if one.quoted is not None:
            settled.add(one.quoted)


class _About(NamedTuple):
    """A question on a criterion, and the question and place of the answer that it quotes."""

    question: SupplierQuestion
    quoted: tuple[str, str] | None = None


def _criteria(criteria: Iterable[CriterionView], risk: RiskProfile) -> Iterator[_About]:
    for one in criteria:
        quoted = (one.declared[0].question, one.declared[0].where) if one.declared else None
        if one.otherwise and one.declared and one.published:
            both = (
                f"{_answered(one.declared[0])} {_states(one.published[0])} Could you help us to read the two together?"
            )
            yield _About(_about(one, Kind.DIFFERENCE, both, 0.5), quoted)
        elif _bare(one, risk):
            yield _About(_about(one, Kind.EVIDENCE, _more(one), one.top - one.declared_level), quoted)
        elif one.gap and one.verdict in {Verdict.SILENT, Verdict.PUBLISHED_ONLY} and one.published_level < one.top:
            weight = one.top - one.published_level + (_ASKED if one.asked else 0)
            yield _About(_about(one, Kind.GAP, _since(one), weight), quoted)


def _bare(one: CriterionView, risk: RiskProfile) -> bool:
    """Whether more is to be asked of what was declared: on what matters here a bare yes is not enough in either case."""
    if one.verdict is Verdict.DECLARED_ONLY:
        none_found = one.core_element in _LOOKED and bool(one.declared) and bool(_NO.match(one.declared[0].text))
        # where there was no case there is no remedy to ask after
        wanted = 0 if none_found and one.core_element == "remedy" else SETTLED if none_found else one.top
        return one.declared_level < wanted
    return one.verdict is Verdict.SUPPORTED and one.declared_level < SETTLED and bool(risk.raising(one.core_element))


def _more(one: CriterionView) -> str:
    said = one.declared[0]
    if one.core_element in _LOOKED and _NO.match(said.text):
        if len(said.text.split()) > _BRIEF:
            return f"{_answered(said)} Could you add how you looked: whom you asked, how many, and what they told you?"
        return f"{_answered(said)} How did you look, where and when, so that you can say so?"
    return f"{_answered(said)} To complete this: {one.ask}"


def _since(one: CriterionView) -> str:
    """A gap; where the answer was no, without asking as if there had been none."""
    if one.declared and _NO.match(one.declared[0].text):
        plain = "Thank you for saying so. Does it not arise in your work, or is something planned?"
        return f"{_answered(one.declared[0])} {plain} If something is done already: {one.ask}"
    return one.ask


def _about(one: CriterionView, kind: Kind, text: str, priority: float) -> SupplierQuestion:
    return SupplierQuestion(
        kind=kind, text=text, why=one.reason, criterion=one.criterion, core_element=one.core_element, priority=priority
    )


def about_papers(
    declaration: Declaration | None, statements: Sequence[StatementView], duty: str, reason: str
) -> Iterator[SupplierQuestion]:
    """Questions about the papers themselves: those that are missing, and those that do not cover the supplier."""
    if declaration is None:
        yield _paper("Could you fill in our supplier declaration and send it back?", "There is no declaration.", 3)
    else:
        for warn in declaration.warnings:
            yield from _about_warning(warn)
    if not statements and duty == "yes":
        yield _paper("Could you send us your latest modern slavery statement?", reason, 2)
    for one in statements:
        covered = one.covers
        if covered is not None and covered.covered in {Covered.NOT_FOUND, Covered.UNSURE, Covered.PARENT_ONLY}:
            text = (
                f"Does the statement {clean(one.document.name)} cover {clean(covered.name)}, and where does it say so?"
            )
            yield _paper(text, covered.reason, 3)


def _about_warning(warn: Warn) -> Iterator[SupplierQuestion]:
    """What to ask about a warning, without what it tells the officer alone."""
    if warn.code in _TOLD_APART:
        return
    message = _ID.sub('"', _OFFICER.sub("", clean(warn.message))).replace(" that must be answered", "").strip()
    text = f"On your declaration: {message} {_PLEASE.get(warn.code, 'Could you explain this?')}"
    if warn.code == _CLASH:
        yield SupplierQuestion(
            kind=Kind.DIFFERENCE, text=text, why="Two answers of the declaration differ.", priority=1
        )
    else:
        yield _paper(text, "", 1)


def _paper(text: str, why: str, priority: float) -> SupplierQuestion:
    return SupplierQuestion(kind=Kind.PAPER, text=text, why=why, priority=priority)
