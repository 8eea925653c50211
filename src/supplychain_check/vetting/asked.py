"""What the rules of contradiction are given and give: an answer, the two papers, and what was raised."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from supplychain_check.models.analysis import Analysis
from supplychain_check.models.declaration import Answer, Declaration, Question, Scope, Value
from supplychain_check.models.document import Document
from supplychain_check.phrases import PhraseSet
from supplychain_check.vetting.clauses import Clause, clauses, word_list
from supplychain_check.vetting.pairing import Nearness
from supplychain_check.vetting.periods import Relation, Span, declared_span, published_span, relation
from supplychain_check.vetting.values import Coverage

Outcome = Literal["contradicted", "differs in scope", "differs in period"]


class Asked(NamedTuple):
    """A question of the form with its answer."""

    question: Question
    answer: Answer

    @property
    def words(self) -> str:
        """All that was answered: what was ticked or filled in, and the explanation."""
        entry, text = self.answer.entry, self.answer.text
        parts = dict.fromkeys(part for part in (entry.answer, entry.comment, text) if part)
        return ". ".join(part for part in parts if not any(part != other and part in other for other in parts))

    @property
    def yes(self) -> bool:
        """Answered with yes."""
        return self.answer.value is Value.YES

    @property
    def no(self) -> bool:
        """Answered with no."""
        return self.answer.value is Value.NO

    def about(self, *elements: str) -> bool:
        """Whether the question serves any of these core elements."""
        return not set(elements).isdisjoint(self.question.core_elements)


class Papers(NamedTuple):
    """A declaration and a statement, ready to be compared.

    Attributes:
        declared: period that the declaration covers, if it says one.
        published: period of the statement.
        coverage: whether the statement covers the firm of the declaration; None where the declaration names none.
        near: how near its sentences are to an answer.
    """

    declaration: Declaration
    document: Document
    analysis: Analysis
    clauses: tuple[Clause, ...]
    declared: Span | None
    published: Span | None
    coverage: Coverage | None
    near: Nearness

    @property
    def relation(self) -> Relation:
        """How the statement's period lies to the declaration's."""
        return relation(self.declared, self.published)

    @property
    def group(self) -> bool:
        """Whether the statement speaks for several organisations."""
        return len(self.analysis.identity.entities) > 1


class Raised(NamedTuple):
    """Two things that do not go together, before quotes and outcome are settled.

    Attributes:
        said: the clause of the statement.
        confidence: as far as the words go; period and entity may lower it.
        outcome: "contradicted" unless the rule itself found that the scope differs.
        progress: whether a statement of an earlier period may truly say the one, and the declaration the other.
        core: the subject; "" for the first core element of the question.
        dated: whether the rule itself has looked at the dates, so that the periods of the papers decide nothing.
    """

    kind: str
    said: Clause
    reason: str
    confidence: float
    outcome: Outcome = "contradicted"
    scope: Scope = ""
    progress: bool = True
    core: str = ""
    dated: bool = False


def read_papers(declaration: Declaration, document: Document, analysis: Analysis, coverage: Coverage | None) -> Papers:
    """Read both papers once for all rules."""
    declared, published = declared_span(declaration), published_span(analysis.identity)
    return Papers(
        declaration, document, analysis, clauses(analysis), declared, published, coverage, Nearness(analysis.segments)
    )


def asked(declaration: Declaration) -> Iterator[Asked]:
    """The questions that were answered, with their answers."""
    known = {question.id: question for question in declaration.form.questions}
    for answer in declaration.answers:
        if answer.value not in {Value.BLANK, Value.UNKNOWN} and answer.question in known:
            yield Asked(known[answer.question], answer)


class Subject(NamedTuple):
    """What answers and clauses are compared by: see ``data/subjects.toml``."""

    name: str
    core: tuple[str, ...]
    units: tuple[str, ...]
    verbs: str
    phrases: PhraseSet
    told_apart: bool

    def surely_named_in(self, clause: Clause) -> bool:
        """As `named_in`, where mere mention of its words is not enough: who was trained, what was audited."""
        return not self.told_apart or "surely" in self.phrases.names(clause.words)

    def named_in(self, clause: Clause) -> bool:
        """Whether a clause is about it."""
        names = self.phrases.names(clause.words)
        return "about" in names and "other" not in names


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects, in the order of the file."""
    return tuple(
        Subject(
            name=name,
            core=tuple(table["core"]),
            units=tuple(table.get("units", ())),
            verbs=table.get("verbs", ""),
            phrases=PhraseSet({name: table[name] for name in ("about", "surely", "other") if name in table}),
            told_apart="surely" in table,
        )
        for name, table in word_list("subjects")["subjects"].items()
    )
