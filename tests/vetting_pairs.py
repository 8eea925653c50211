"""Pairs of a declaration and a statement of fictional firms, read from `fixtures/vetting` and compared."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from supplychain_check.analyse.document import analyse
from supplychain_check.analyse.laws import load_laws
from supplychain_check.analyse.topics import NoTopics, TopicModel
from supplychain_check.authoring.examples import example_document
from supplychain_check.declarations.values import read
from supplychain_check.models import Analysis, Document, DocumentInfo, TextQuality
from supplychain_check.models.declaration import Answer, Declaration, Entry, Form, Place
from supplychain_check.segment import segment
from supplychain_check.vetting.contradictions import contradictions
from supplychain_check.vetting.values import Contradiction

FIXTURES = Path(__file__).parent / "fixtures" / "vetting"
ABOUT = DocumentInfo(
    name="declaration.csv",
    path="declaration.csv",
    sha256="cd" * 32,
    media_type="text/csv",
    reader="delimited",
    language="en",
    quality=TextQuality(score=1.0, readable=True),
    pages=None,
    words=100,
)


class Pair(NamedTuple):
    """One pair: answers by question id, the statement as Markdown, and the questions that it contradicts."""

    id: str
    answers: dict[str, str]
    statement: str
    expect: frozenset[str]
    softer: frozenset[str]


class Measured(NamedTuple):
    """How often what was raised was planted, and what was planted was raised."""

    raised: int
    right: int
    planted: int

    @property
    def precision(self) -> float:
        return self.right / self.raised if self.raised else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.planted if self.planted else 1.0


@cache
def form() -> Form:
    """The questions of the pairs."""
    return Form.model_validate(tomllib.loads((FIXTURES / "form.toml").read_text(encoding="utf-8")))


def pairs(name: str) -> list[Pair]:
    """The pairs of one file."""
    found: list[dict[str, Any]] = tomllib.loads((FIXTURES / f"{name}.toml").read_text(encoding="utf-8"))["pair"]
    return [
        Pair(p["id"], p["answers"], p["statement"], frozenset(p.get("expect", ())), frozenset(p.get("softer", ())))
        for p in found
    ]


def declared(answers: Mapping[str, str]) -> Declaration:
    """A declaration with these answers, read as those of a file are."""
    questions = form().questions
    given = {
        q.id: Entry(question=q.text, answer=answers[q.id], place=Place(cell=f"B{n}"))
        for n, q in enumerate(questions)
        if q.id in answers
    }
    made = []
    for question in questions:
        if question.id in given:
            said = read(given[question.id], question)
            parts = {
                "value": said.value,
                "text": said.text,
                "chosen": said.chosen,
                "number": said.number,
                "day": said.day,
            }
            entry = given[question.id]
            made.append(Answer(question=question.id, entry=entry, matched_by="id", confidence=1.0, **parts))
    assert len(made) == len(answers), set(answers) - {a.question for a in made}
    return Declaration(document=ABOUT, form=form(), answers=tuple(made))


def published(statement: str, model: TopicModel | None = None) -> tuple[Document, Analysis]:
    """A statement, read and analysed without topics unless a model is given."""
    document = example_document(statement)
    return document, analyse(document, segment(document), model or NoTopics(), load_laws())


def compare(answers: Mapping[str, str], statement: str, model: TopicModel | None = None) -> tuple[Contradiction, ...]:
    """What the two do not agree on."""
    return contradictions(declared(answers), *published(statement, model))


def contradicted(found: Iterable[Contradiction]) -> set[str]:
    """Questions that the statement contradicts."""
    return {one.question for one in found if one.outcome == "contradicted"}


def measure(name: str) -> tuple[Measured, list[str]]:
    """All pairs of a file: figures, and a line for every pair that came out wrong."""
    raised = right = planted = 0
    wrong: list[str] = []
    for pair in pairs(name):
        found = compare(pair.answers, pair.statement)
        got = contradicted(found)
        raised, right, planted = raised + len(got), right + len(got & pair.expect), planted + len(pair.expect)
        softer = {one.question for one in found} - got
        if got != pair.expect or not softer >= pair.softer:
            wrong.append(
                f"{pair.id}: {sorted(got)} and {sorted(softer)} for {sorted(pair.expect)} and {sorted(pair.softer)}"
            )
    return Measured(raised, right, planted), wrong
