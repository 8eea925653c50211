"""What suppliers fill in comes back: every form, in every kind of file, filled in by other programs, without a mapping."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

import libre_office
from filled_forms import ANSWER, DOCUMENT, EXPLANATION, FILLERS, Given, answers, rows
from supplychain_check.declarations.declare import declare
from supplychain_check.declarations.forms import for_small_firms, load_form, shipped_forms
from supplychain_check.declarations.templates import TEMPLATES, write
from supplychain_check.models import DocumentInfo, TextQuality
from supplychain_check.models.declaration import Declaration, Form, Question, QuestionKind, Value
from supplychain_check.readers import read

FORMS = {form.id: form for form in shipped_forms()}
NZ = "nz-supplier-declaration"
ABOUT = DocumentInfo(
    name="returned",
    path="returned",
    sha256="ab" * 32,
    media_type="",
    reader="",
    language="en",
    quality=TextQuality(score=1.0, readable=True),
)
VALUES = {
    "Yes": Value.YES,
    "No": Value.NO,
    "Partly": Value.PARTLY,
    "Not applicable": Value.NOT_APPLICABLE,
    "Not known": Value.UNKNOWN,
}


def declared(path: Path, *own: Form) -> Declaration:
    found = declare(read(path), ABOUT, (*own, *shipped_forms()), None)
    assert found is not None
    return found


def check(declaration: Declaration, form: Form, given: dict[str, Given]) -> None:
    """Everything that was filled in stands in the answers, at its question, and nothing else."""
    assert declaration.form.id == form.id
    assert not declaration.unsure
    assert {answer.question for answer in declaration.answers} == set(given)
    for question in form.questions:
        if question.id in given:
            _check_answer(declaration, question, given[question.id])


def _check_answer(declaration: Declaration, question: Question, given: Given) -> None:
    answer = declaration.answer(question.id)
    assert answer is not None
    assert answer.matched_by == "id"
    if question.kind is QuestionKind.YES_NO:
        assert answer.value is VALUES[given.answers[0]], question.id
    elif question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        assert answer.chosen == given.answers, question.id
    else:
        assert answer.entry.answer == given.answers[0]
    if given.explanation:
        assert answer.text == given.explanation
    assert not given.document or given.document in answer.entry.attachments


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize("name", FORMS)
def test_what_was_filled_in_comes_back(name: str, kind: str, tmp_path: Path) -> None:
    form, path = FORMS[name], tmp_path / f"returned.{kind}"
    path.write_bytes(FILLERS[kind](form, write(form, kind)))
    check(declared(path), form, answers(form))


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_short_form_for_small_firms_comes_back_as_the_form(kind: str, tmp_path: Path) -> None:
    form, path = for_small_firms(FORMS[NZ]), tmp_path / f"returned.{kind}"
    path.write_bytes(FILLERS[kind](form, write(form, kind)))
    declaration = declared(path)
    check(declaration, form, answers(form))
    assert set(declaration.unasked) == {q.id for q in FORMS[NZ].questions if not q.small_firms}


@pytest.mark.parametrize("kind", TEMPLATES)
def test_an_empty_form_is_all_blank(kind: str, tmp_path: Path) -> None:
    form, path = FORMS["ca-s211-questionnaire"], tmp_path / f"returned.{kind}"
    path.write_bytes(write(form, kind))
    declaration = declared(path)
    assert declaration.form.id == form.id
    assert {answer.question for answer in declaration.answers} == {question.id for question in form.questions}
    assert {answer.value for answer in declaration.answers} == {Value.BLANK}


OWN = """
id = "own"
title = "What the harbour board asks"
jurisdiction = "nz"
version = "0.1.0"
publisher = "Harbour board"
[[questions]]
id = "night-work"
text = "Does anybody work for you between midnight and five?"
[[questions]]
id = "kai"
text = "Which of these do workers get at their place of work?"
kind = "choices"
options = ["A warm meal", "Drinking water, also outdoors", "A place to rest"]
[[questions]]
id = "hours"
text = "How many hours did the longest shift have?"
kind = "number"
"""


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_form_of_your_own_comes_back(kind: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    form, path = load_form(str(tmp_path / "own.toml")), tmp_path / f"returned.{kind}"
    path.write_bytes(FILLERS[kind](form, write(form, kind)))
    check(declared(path, form), form, answers(form))


needs_office = pytest.mark.skipif(libre_office.PROGRAM is None, reason="LibreOffice is not installed here")


@needs_office
def test_a_workbook_that_libreoffice_filled_in_comes_back(tmp_path: Path) -> None:
    form, empty, path = FORMS["ca-s211-questionnaire"], tmp_path / "empty.xlsx", tmp_path / "returned.xlsx"
    empty.write_bytes(write(form, "xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(empty.read_bytes()))["Answers"]
    found = {str(row[0].value): row[0].row - 1 for row in sheet.iter_rows() if row[1].value}
    cells = {(found[name], column): text for name, given in rows(form).items() for column, text in _texts(given)}
    libre_office.fill_sheet(empty, path, cells, tmp_path / "home")
    check(declared(path), form, answers(form))


@needs_office
def test_a_word_document_that_libreoffice_filled_in_comes_back(tmp_path: Path) -> None:
    form, empty, path = FORMS[NZ], tmp_path / "empty.docx", tmp_path / "returned.docx"
    empty.write_bytes(write(form, "docx"))
    cells: dict[tuple[int, str], str] = {}
    for number, table in enumerate(docx.Document(BytesIO(empty.read_bytes())).tables):
        for row, label in enumerate((cells_.cells[0].text for cells_ in table.rows), 1):
            given = rows(form).get(label)
            cells |= {(number, f"{'ABCDE'[c]}{row}"): text for c, text in (_texts(given) if given else ())}
    libre_office.fill_tables(empty, path, cells, tmp_path / "home")
    check(declared(path), form, answers(form))


@needs_office
@pytest.mark.parametrize("name", [NZ, "ca-s211-questionnaire"])
def test_a_word_document_saved_as_pdf_comes_back(name: str, tmp_path: Path) -> None:
    form, filled = FORMS[name], tmp_path / "returned.docx"
    filled.write_bytes(FILLERS["docx"](form, write(form, "docx")))
    check(declared(libre_office.print_to_pdf(filled, tmp_path, tmp_path / "home")), form, answers(form))


def _texts(given: Given) -> list[tuple[int, str]]:
    texts = [(ANSWER, "".join(given.answers)), (EXPLANATION, given.explanation), (DOCUMENT, given.document)]
    return [(column, text) for column, text in texts if text]
