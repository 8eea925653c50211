"""What a declaration and a statement say that cannot both be true of the same entity, period and scope.

Rules pair an answer with a clause by subject, unit, quantity, negation and scope; none decides by itself. Here the
period and the entity of the two papers decide what becomes of a pair: a contradiction, a difference of scope or of
period, or nothing, where a statement is older and what it planned has since been done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from supplychain_check.models.analysis import Analysis, Stated
from supplychain_check.models.declaration import Answer, Declaration
from supplychain_check.models.document import Document
from supplychain_check.vetting.asked import Asked, Papers, Raised, asked, read_papers
from supplychain_check.vetting.breaches import breaches
from supplychain_check.vetting.countries import countries, origins
from supplychain_check.vetting.covering import coverage, quote
from supplychain_check.vetting.formal import Formal, formal, of_statement, stated, words
from supplychain_check.vetting.incidents import incidents
from supplychain_check.vetting.measures import measures
from supplychain_check.vetting.opposed import opposed
from supplychain_check.vetting.own_dates import statement_dates
from supplychain_check.vetting.periods import Relation
from supplychain_check.vetting.places import elsewhere
from supplychain_check.vetting.quantities import quantities
from supplychain_check.vetting.told import told
from supplychain_check.vetting.values import Contradiction, Coverage, Covered, Quote
from supplychain_check.vetting.workforce import workforce

_RULES: tuple[Callable[[Asked, Papers], Iterator[Raised]], ...] = (
    incidents, breaches, quantities, measures, workforce, countries, of_statement, statement_dates,
)  # fmt: skip
_WIDER: tuple[Callable[[Asked, Papers], Iterator[Raised]], ...] = (origins, told, opposed)
"""Asked where the narrower rules, which know the words of one subject, are silent."""
_COVERED = frozenset({Covered.REPORTING_ENTITY, Covered.LISTED, Covered.TRADING_NAME})


def declared_coverage(declaration: Declaration, document: Document, analysis: Analysis) -> Coverage | None:
    """Whether a statement covers the firm that a declaration names; None where it names none."""
    name = next((words(answer) for answer in stated(declaration, "entity")), "")
    trading = next((words(answer) for answer in stated(declaration, "trading_name")), "")
    given = tuple(words(answer) for answer in stated(declaration, "identifier"))
    return coverage(name, given, document, analysis, trading=trading) if name else None


def contradictions(declaration: Declaration, document: Document, analysis: Analysis) -> tuple[Contradiction, ...]:
    """Compare a declaration with one statement.

    Args:
        declaration: what the supplier answered.
        document: the statement.
        analysis: of this document.

    Returns:
        At most one for each question and kind: contradictions first, then differences, the surest first. Nothing
        for a statement of an earlier period that only says less than was done since.
    """
    papers = read_papers(declaration, document, analysis, declared_coverage(declaration, document, analysis))
    found = [*_of_answers(papers), *(_of_paper(one, papers) for one in formal(papers))]
    ranked = sorted(found, key=lambda one: (rank(one), -one.confidence))
    best = {(one.question, one.published.text): one for one in reversed(ranked)}
    return tuple(one for one in ranked if best[one.question, one.published.text] is one)


def rank(one: Contradiction) -> int:
    """Contradictions first, then what only differs."""
    return int(one.outcome != "contradicted")


def _of_answers(papers: Papers) -> Iterator[Contradiction]:
    for one in asked(papers.declaration):
        found = [raised for rule in _RULES for raised in _settled(one, rule(one, papers), papers)]
        for rule in _WIDER:
            if not any(raised.outcome == "contradicted" for raised in found):
                found += _settled(one, rule(one, papers), papers)
        yield from found


def _settled(one: Asked, raised: Iterable[Raised], papers: Papers) -> Iterator[Contradiction]:
    """Period and entity decide what becomes of what a rule raised."""
    for pair in raised:
        pair = elsewhere(_by_entity(pair, papers), one, papers)
        settled = _by_period(pair, papers)
        if settled:
            yield Contradiction(
                kind=pair.kind,
                outcome=settled.outcome,
                core_element=pair.core or next(iter(one.question.core_elements), ""),
                question=one.question.id,
                declared=declared_quote(papers.declaration, one.answer),
                published=quote(papers.document, pair.said.segment),
                scope=pair.scope or one.question.scope,
                reason=settled.reason,
                confidence=round(settled.confidence, 2),
            )


def _by_entity(pair: Raised, papers: Papers) -> Raised:
    """What another firm says contradicts nothing; what only a parent says may be meant for others of its group."""
    covered = papers.coverage
    if covered is None or covered.covered in _COVERED or pair.outcome != "contradicted":
        return pair
    if not papers.analysis.identity.entities and covered.covered is Covered.NOT_FOUND:
        return pair._replace(confidence=pair.confidence * 0.9)
    maker = papers.analysis.identity.entities[0].value if papers.analysis.identity.entities else "another firm"
    reason = f"{pair.reason} The statement is by {maker}, which may not be the same firm."
    return pair._replace(outcome="differs in scope", reason=reason, confidence=pair.confidence * 0.6)


def _by_period(pair: Raised, papers: Papers) -> Raised | None:
    """A plan then and a measure now is progress; a case of another period does not speak against this one."""
    lies = papers.relation
    if lies is Relation.SAME or pair.dated:
        return pair
    if lies is Relation.UNKNOWN:
        return pair._replace(confidence=pair.confidence * 0.85)
    if lies is Relation.OLDER or (pair.progress and _ended_before(papers)):
        return None
    reason = f"{pair.reason} The periods differ: {papers.declared} declared, {papers.published} published."
    outcome = pair.outcome if pair.outcome != "contradicted" else "differs in period"
    return pair._replace(outcome=outcome, reason=reason, confidence=pair.confidence * 0.7)


def _ended_before(papers: Papers) -> bool:
    return bool(papers.declared and papers.published and papers.published.end < papers.declared.end)


def _of_paper(one: Formal, papers: Papers) -> Contradiction:
    return Contradiction(
        kind=one.kind,
        outcome=one.outcome,
        question=one.answer.question,
        declared=declared_quote(papers.declaration, one.answer),
        published=_stated_quote(papers, one.where),
        reason=one.reason,
        confidence=one.confidence,
        ask=_newer(papers) if one.kind == "period" else "",
    )


def _newer(papers: Papers) -> str:
    """Papers of different years are usual: what is missing is the other year."""
    return (
        f"Your declaration covers {papers.declared}, and your statement ({papers.document.name}) {papers.published}. Is "
        "there a statement for the period of the declaration? If so, please send it; if not, please say when there will be."
    )


def _stated_quote(papers: Papers, where: Stated | None) -> Quote:
    if where is None:
        return Quote(source="statement", document=papers.document.name, text="")
    page = where.page
    return Quote(
        source="statement",
        document=papers.document.name,
        text=where.text,
        where=f"p. {page}" if page else "",
        page=page,
        start=where.start,
        end=where.end,
    )


def declared_quote(declaration: Declaration, answer: Answer) -> Quote:
    """An answer as a quote with its question and place."""
    entry = answer.entry
    text = " – ".join(dict.fromkeys(part for part in (entry.answer, entry.comment) if part)) or answer.text
    return Quote(
        source="declaration",
        document=declaration.document.name,
        text=text,
        question=entry.question or declaration.question(answer.question).text,
        where=str(entry.place),
        page=entry.place.page,
        start=entry.start,
        end=entry.end,
    )
