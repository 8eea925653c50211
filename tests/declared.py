"""Declarations of fictional suppliers, made by hand, so that what follows from answers is tested apart from matching."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from supplychain_check.declarations.forms import load_form
from supplychain_check.encoder import Encoder
from supplychain_check.models import Assessment, Document, DocumentInfo, DocumentKind, Options
from supplychain_check.models.declaration import Answer, Declaration, Entry, Grade, Place, QuestionKind, Unsure, Value
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline

FORM = "nz-supplier-declaration"
IDENTITY = {"legal-name": "Tarnbrook Cleaning Limited", "period-end": "30 June 2026"}
_DAYS = {"30 June 2026": date(2026, 6, 30), "14 July 2026": date(2026, 7, 14)}
_VALUES = {"yes": Value.YES, "no": Value.NO, "n/a": Value.NOT_APPLICABLE, "": Value.BLANK, "not known": Value.UNKNOWN}


def graded(value: Value, text: str) -> Grade:
    """A grade by rule of thumb: figures make an answer evidenced, words described."""
    if value not in {Value.YES, Value.STATED}:
        return Grade.NONE
    if any(sign.isdigit() for sign in text):
        return Grade.EVIDENCED
    return Grade.DESCRIBED if len(text.split()) > 3 else Grade.CLAIMED


def declaration(answers: Mapping[str, str], *, form: str = FORM, unsure: tuple[str, ...] = ()) -> Declaration:
    """A declaration from answers such as ``"yes. We trained twelve people."``, by the ids of their questions.

    Questions that are left out are not in the file at all.
    """
    questions = load_form(form).questions
    given = {**IDENTITY, **answers}
    made = [_answer(q.id, given[q.id], row, q.text, q.kind) for row, q in enumerate(questions, 2) if q.id in given]
    return Declaration(
        document=DocumentInfo(
            name="answers.xlsx", path="answers.xlsx", sha256="ee" * 32, media_type="text/csv", reader="test",
            language="en", quality={"score": 1.0, "readable": True},
        ),
        form=load_form(form),
        answers=tuple(made),
        unsure=tuple(Unsure(entry=Entry(question=one)) for one in unsure),
        unasked=tuple(q.id for q in questions if q.id not in given),
    )  # fmt: skip


def _answer(id: str, said: str, row: int, asked: str, kind: QuestionKind) -> Answer:
    word, _, text = said.partition(". ")
    value = _VALUES.get(word, Value.STATED)
    text = said if value is Value.STATED else text
    place = Place(sheet="Answers", cell=f"B{row}")
    entry = Entry(label=id, question=asked, answer=word if text != said else said, place=place)
    comment = text if text != said else ""
    day = _DAYS.get(said) if kind is QuestionKind.DATE else None
    return Answer(
        question=id, entry=entry.model_copy(update={"comment": comment}), matched_by="id", confidence=1.0, value=value,
        text=text, day=day, grade=graded(value, text),
    )  # fmt: skip


def pipeline(given: Declaration, pack: str = "nz-plan-of-action") -> Pipeline:
    """A pipeline that reads every document as this declaration."""

    def declare(document: Document, about: DocumentInfo, encoder: Encoder | None) -> Declaration:
        del document, encoder
        return given.model_copy(update={"document": about})

    return Pipeline((load_pack(pack),), Options(kind=DocumentKind.DECLARATION), declare=declare)


def assess(answers: Mapping[str, str], pack: str = "nz-plan-of-action") -> Assessment:
    """Assess answers given as in `declaration`."""
    given = declaration(answers)
    line = pipeline(given, pack)
    text = "\n".join(f"{answer.entry.question}\n{answer.entry.answer}\n" for answer in given.answers)
    document = Document(
        name="answers.xlsx", path="answers.xlsx", sha256="ee" * 32, media_type="text/csv", reader="test", text=text
    )
    outcome = line.assess(line.prepare_document(document))[0]
    assert isinstance(outcome, Assessment), outcome
    return outcome
