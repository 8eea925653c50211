"""The papers as a whole: who speaks, under which number, for which period; approval, signatory, publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from supplychain_check.analyse.signature import SIGNED, persons
from supplychain_check.models.analysis import Stated
from supplychain_check.models.declaration import Answer, Declaration, Role, Value
from supplychain_check.vetting.asked import Asked, Outcome, Papers, Raised
from supplychain_check.vetting.clauses import Clause
from supplychain_check.vetting.numbers import Number, differ, numbers, same
from supplychain_check.vetting.periods import Relation
from supplychain_check.vetting.values import Covered

_WILL = re.compile(r"\b(?:will|shall|to be)\b", re.IGNORECASE)
_ITSELF = re.compile(
    r"\b(?:this|our|the) (?:modern slavery |anti-slavery |slavery )?(?:statement|report)\b", re.IGNORECASE
)


class Formal(NamedTuple):
    """A difference of the papers as a whole, with the place in the statement."""

    kind: str
    answer: Answer
    where: Stated | None
    outcome: Outcome
    reason: str
    confidence: float


def stated(declaration: Declaration, *roles: Role) -> Iterator[Answer]:
    """Answers in a role that say something."""
    ids = {question.id for question in declaration.form.questions if question.role in roles}
    empty = {Value.BLANK, Value.NOT_APPLICABLE, Value.UNKNOWN}
    return (a for a in declaration.answers if a.question in ids and a.value not in empty)


def words(answer: Answer) -> str:
    """What an answer says, in the supplier's words."""
    return answer.text or answer.entry.answer


def formal(papers: Papers) -> Iterator[Formal]:
    """Entity, number and period."""
    yield from _entity(papers)
    yield from _identifier(papers)
    yield from _period(papers)


def _entity(papers: Papers) -> Iterator[Formal]:
    answer = next(stated(papers.declaration, "entity"), None)
    covered, entities = papers.coverage, papers.analysis.identity.entities
    if answer is None or covered is None or not entities:
        return
    if covered.covered is Covered.NOT_FOUND:
        reason = f"The declaration is by {words(answer)}; the statement is by {entities[0].value} and does not name it."
        yield Formal("entity", answer, entities[0], "contradicted", reason, 0.7 if covered.confidence > 0.6 else 0.5)
    elif covered.covered in {Covered.PARENT_ONLY, Covered.UNSURE} and "number is not" not in covered.reason:
        yield Formal("entity", answer, entities[0], "differs in scope", covered.reason, 0.5)


def _identifier(papers: Papers) -> Iterator[Formal]:
    published = [(number, where) for where in papers.analysis.identity.identifiers for number in numbers([where.value])]
    for answer in stated(papers.declaration, "identifier"):
        for declared in (n for n in numbers([words(answer)]) if n.valid):
            if not any(same(declared, number) for number, _ in published):
                yield from _other_number(papers, answer, declared, published)


def _other_number(
    papers: Papers, answer: Answer, declared: Number, published: list[tuple[Number, Stated]]
) -> Iterator[Formal]:
    """A number of the same register; among several firms it may be that of another one."""
    others = [(number, where) for number, where in published if differ(declared, number)]
    if not others:
        return
    alone = len(others) == 1 and not papers.group
    reason = f"The declaration gives {declared}, the statement {others[0][0]}."
    outcome: Outcome = "contradicted" if alone else "differs in scope"
    yield Formal("identifier", answer, others[0][1], outcome, reason, 0.9 if alone else 0.5)


def _period(papers: Papers) -> Iterator[Formal]:
    answer = next(stated(papers.declaration, "period_end", "period_start"), None)
    if answer and papers.relation in {Relation.OLDER, Relation.NEWER, Relation.OVERLAPS}:
        reason = f"The declaration covers {papers.declared}, the statement {papers.published}."
        yield Formal("period", answer, papers.analysis.identity.period, "differs in period", reason, 0.8)


# --- the statement itself ------------------------------------------------------------------------------


def of_statement(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Answers on the statement: approved, signed by whom, published."""
    if asked.about("approval") and asked.yes:
        yield from _unsaid(papers, "unapproved", "approval", "approved", "that it is not, or not yet, approved")
    if asked.about("publication") and asked.yes:
        yield from _unsaid(papers, "unpublished", "publication", "published", "that it is not published")
    if asked.about("publication") and asked.no and "statement" in asked.question.text.lower():
        yield from _published(papers)
    if asked.about("signature"):
        yield from _signatory(asked, papers)


def _unsaid(papers: Papers, cue: str, kind: str, done: str, instead: str) -> Iterator[Raised]:
    said = next((c for c in papers.clauses if c.has(cue) and _of_itself(c) and not c.has("planned")), None)
    if said:
        reason = f"The declaration says that the statement is {done}; the statement says {instead}."
        yield Raised(kind, said, reason, 0.75, core=kind)


def _of_itself(clause: Clause) -> bool:
    """Whether the sentence speaks of the statement itself."""
    return _ITSELF.search(clause.segment.text) is not None


def _published(papers: Papers) -> Iterator[Raised]:
    said = next(
        (
            c
            for c in papers.clauses
            if c.has("published")
            and _of_itself(c)
            and not c.has("none", "planned", "modal")
            and not _WILL.search(c.segment.text)
        ),
        None,
    )
    if said:
        reason = "The declaration says that no statement is published; the statement says where it is."
        yield Raised("publication", said, reason, 0.65, core="publication")


def _signatory(asked: Asked, papers: Papers) -> Iterator[Raised]:
    declared = list(persons(asked.words))
    signed = next((f for f in papers.analysis.formalities if f.id == "signature" and f.variant == SIGNED), None)
    if not declared or signed is None or asked.question.role:
        return
    last = {name.split()[-1].lower() for name in declared}
    if any(name in papers.document.text.lower() for name in last):
        return
    said = next((c for c in papers.clauses if c.segment.index == signed.segment), None)
    if said:
        reason = f"The declaration names {declared[0]} as signing; the statement is signed by somebody else."
        yield Raised("signatory", said, reason, 0.6, core="signature")
