"""Composes the stages for a declaration: its answers become sentences with their questions as introductions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from supplychain_check.analyse.document import analyse
from supplychain_check.analyse.laws import Law
from supplychain_check.analyse.topics import EncoderTopics, TopicModel
from supplychain_check.declarations.disclosing import Told, words
from supplychain_check.declarations.forms import for_small_firms
from supplychain_check.declarations.reading import entries
from supplychain_check.declarations.stating import formalities, identity
from supplychain_check.encoder import Encoder
from supplychain_check.models import (
    Analysis,
    Document,
    DocumentInfo,
    EvidenceStatus,
    FactKind,
    Reading,
    Segment,
    SegmentKind,
    Specificity,
)
from supplychain_check.models.declaration import Answer, Declaration, Value
from supplychain_check.segment import sentences

FEWEST, LEAST_SHARE = 5, 0.5
"""A file that does not look like a declaration is one if so many, and such a share, of a form's questions stand in it."""
_BRIEF = frozenset({"too short to say who did what", "a fragment without a verb", "no actor", "no action"})
"""What keeps a sentence of a statement from being evidence, but not an answer: the question says who and what."""
_MEASURED = frozenset({FactKind.COUNT, FactKind.PERCENT, FactKind.MONEY})
_GIVEN = frozenset({Value.YES, Value.PARTLY, Value.STATED})
LEAST_TEXT = 0.3
"""The share of its text that questions and answers make up."""

Declare = Callable[[Document, DocumentInfo, Encoder | None], Declaration | None]
"""Reads a document with the forms at hand; None where none of them fits."""


class Declared(NamedTuple):
    """A declaration with its answers laid out as sentences.

    Attributes:
        declaration: as read.
        document: questions and answers as a text of their own, to which the offsets of its analysis refer.
        told: the explanations, by the ids of their questions.
    """

    declaration: Declaration
    document: Document
    told: dict[str, Told]


def encoder_of(model: TopicModel) -> Encoder | None:
    """The encoder by which questions are matched by meaning: that of the topic model, which is loaded once."""
    return model.encoder if isinstance(model, EncoderTopics) else None


def may_be(document: Document) -> bool:
    """Whether a file that does not look like a declaration has so many questions with answers that it may be one.

    Matching every table and heading of a long statement with the forms would take as long as the analysis.
    """
    found = entries(document)
    held = sum(len(one.question) + len(one.answer) + len(one.comment) for one in found)
    return len(found) >= FEWEST and held >= LEAST_TEXT * len(document.text)


def fits(declaration: Declaration) -> bool:
    """Whether so much of a form stands in a file that it is a declaration, whatever it seems to be."""
    asked = {answer.question for answer in declaration.answers}
    if len(asked) < FEWEST:
        return False
    short = {question.id for question in for_small_firms(declaration.form).questions}
    return len(asked) >= LEAST_SHARE * len(declaration.form.questions) or short <= asked


def lay_out(
    declaration: Declaration, document: Document, model: TopicModel, laws: tuple[Law, ...]
) -> tuple[Declared, Analysis]:
    """Analyse what a declaration says.

    Args:
        declaration: as read.
        document: from which it was read.
        model: the topic model.
        laws: acts that a document may name as its own.

    Returns:
        The declaration with its explanations, and an analysis whose segments are its questions (as headings) and the
        sentences of its answers; the offsets refer to `Declared.document`.
    """
    laid = _Layout()
    for answer in declaration.answers:
        laid.add(answer, declaration)
    text = document.model_copy(update={"text": laid.text, "blocks": (), "pages": (), "lines": (), "metadata": {}})
    analysis = analyse(text, tuple(laid.segments), model, laws)
    readings = tuple(map(_as_answer, laid.values, analysis.readings))
    told = {
        question: Told(tuple(numbers), tuple(readings[number] for number in numbers))
        for question, numbers in laid.answers.items()
    }
    first = {question: numbers[0] for question, numbers in laid.answers.items() if numbers}
    analysis = analysis.model_copy(
        update={
            "readings": readings,
            "identity": identity(declaration),
            "formalities": formalities(declaration, first),
            "warnings": declaration.warnings,
        }
    )
    return Declared(declaration, text, told), analysis


class _Layout:
    """Questions and answers, one under the other."""

    def __init__(self) -> None:
        self.text = ""
        self.segments: list[Segment] = []
        self.values: list[Value | None] = []
        self.answers: dict[str, list[int]] = {}

    def add(self, answer: Answer, declaration: Declaration) -> None:
        """Add a question, and its answer sentence by sentence."""
        if answer.value is Value.BLANK:
            return
        question = declaration.question(answer.question)
        intro = self._add(question.text, None, None, (question.text,), answer.entry.place.page)
        told = self.answers.setdefault(question.id, [])
        for said in _said(answer, role=bool(question.role)):
            for start, end in sentences(said):
                page = answer.entry.place.page
                told.append(self._add(said[start:end], intro, answer.value, (question.text,), page))

    def _add(
        self, said: str, intro: int | None, value: Value | None, headings: tuple[str, ...], page: int | None
    ) -> int:
        said = " ".join(said.split())
        kind = SegmentKind.HEADING if value is None else SegmentKind.SENTENCE
        start, index = len(self.text), len(self.segments)
        self.text += said + "\n"
        self.segments.append(
            Segment(index=index, kind=kind, start=start, end=start + len(said), text=said, page=page,
                    headings=headings if value else (), intro=intro)
        )  # fmt: skip
        self.values.append(value)
        return index


def _said(answer: Answer, *, role: bool) -> Sequence[str]:
    """What an answer says beyond its yes or no: the options chosen, and the explanation paragraph by paragraph."""
    if role:
        return (words(answer),)
    return tuple(itertools.chain(answer.chosen, (part for part in answer.text.split("\n") if part.strip())))


def _as_answer(value: Value | None, reading: Reading) -> Reading:
    """An answer needs no subject and no verb of its own where it says yes: its question has them."""
    if value not in _GIVEN or reading.why_not not in _BRIEF:
        return reading
    status = EvidenceStatus.ACTION if reading.status is EvidenceStatus.CONTEXT and reading.facts else reading.status
    measured = any(fact.kind in _MEASURED for fact in reading.facts)
    grade = Specificity.MEASURED if measured else Specificity.SPECIFIC if reading.facts else Specificity.GENERAL
    return reading.model_copy(update={"evidential": True, "why_not": "", "status": status, "specificity": grade})


def shipped(document: Document, about: DocumentInfo, encoder: Encoder | None) -> Declaration | None:
    """Read a declaration with the forms that come with the tool; see `Declare`."""
    from supplychain_check.declarations.declare import declare
    from supplychain_check.declarations.forms import shipped_forms

    return declare(document, about, shipped_forms(), encoder)


def mapped(path: Path) -> Declare:
    """Reads declarations by a mapping file, in which a person decided what the questions of such files mean.

    Raises:
        UsageProblem: the file cannot be read or has mistakes.
    """
    from supplychain_check.declarations.declare import declare
    from supplychain_check.declarations.forms import shipped_forms
    from supplychain_check.declarations.mapping import load_mapping

    forms = shipped_forms()
    mapping = load_mapping(path, forms)
    return lambda document, about, encoder: declare(document, about, forms, encoder, mapping)
