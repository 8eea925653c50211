"""Fills the empty forms in with the libraries that suppliers' programs are made of, never with the writer's own code."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from supplychain_check.declarations.templates.layout import YES_NO
from supplychain_check.models.declaration import Form, Question, QuestionKind

ANSWER, EXPLANATION, DOCUMENT = 2, 3, 4
"""Columns of the tables, counted from 0."""


class Given(NamedTuple):
    """What a supplier answers to one question: one answer, or several options; explanation and document."""

    answers: tuple[str, ...]
    explanation: str = ""
    document: str = ""


def answers(form: Form) -> dict[str, Given]:
    """Different answers to all questions of a form, those to yes-or-no questions in turn."""
    return {question.id: _given(question, number) for number, question in enumerate(form.questions)}


def _given(question: Question, number: int) -> Given:
    explanation = f"Our site manager in Whangārei looked at {number + 3} pay records in May 2026."
    match question.kind:
        case QuestionKind.YES_NO:
            return Given((YES_NO[number % len(YES_NO)],), explanation, f"record-{number}.pdf")
        case QuestionKind.CHOICE:
            return Given((question.options[number % len(question.options)],), explanation)
        case QuestionKind.CHOICES:
            return Given(question.options[0:4:2] if number % 2 else question.options[1:2], explanation)
        case QuestionKind.DATE:
            return Given(("30 June 2026",))
        case QuestionKind.NUMBER:
            return Given((str(number),))
        case QuestionKind.FILE:
            return Given((f"statement-{number}.pdf",))
    return Given((f"Tūī & Sons Packhouse Ltd, answer {number}",))


def rows(form: Form) -> dict[str, Given]:
    """The same by label, with a row for each option that was chosen, as the tables have them."""
    found: dict[str, Given] = {}
    for question in form.questions:
        given = answers(form)[question.id]
        if question.kind is QuestionKind.CHOICES:
            found[question.id] = given._replace(answers=())
            for option in given.answers:
                found[f"{question.id}_{question.options.index(option) + 1}"] = Given(("Yes",))
        else:
            found[question.id] = given
    return found


def fill_xlsx(form: Form, empty: bytes) -> bytes:
    """With openpyxl: write into the unlocked cells beside each label."""
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(empty))
    sheet, wanted = book["Answers"], rows(form)
    for row in sheet.iter_rows():
        # a heading over a section has nothing beside it
        given = wanted.pop(str(row[0].value), None) if row[1].value else None
        for column, text in _texts(given):
            cell = row[column]
            assert not cell.protection.locked, f"{cell.coordinate} is locked"
            cell.value = text
    assert not wanted, f"no row for {list(wanted)}"
    return _saved(book)


def fill_docx(form: Form, empty: bytes) -> bytes:
    """With python-docx: tick the boxes and set the cells beside each label."""
    import docx

    document, wanted = docx.Document(BytesIO(empty)), rows(form)
    for row in (row for table in document.tables for row in table.rows):
        cells = row.cells
        given = wanted.pop(cells[0].text, None)
        if given and "_" in cells[0].text:
            _tick(cells[ANSWER])
            continue
        for column, text in _texts(given):
            cells[column].text = text
    assert not wanted, f"no row for {list(wanted)}"
    return _saved(document)


def _tick(cell: Any) -> None:
    """As Word does when somebody clicks on a box."""
    w14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
    box = next(cell._tc.iter(f"{w14}checkbox"))
    box.find(f"{w14}checked").set(f"{w14}val", "1")
    next(cell._tc.iter("{*}t")).text = "☒"


def fill_pdf(form: Form, empty: bytes) -> bytes:
    """With pypdf: set the fields by their names."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter(clone_from=PdfReader(BytesIO(empty)))
    fields: dict[str, Any] = {}
    for name, given in rows(form).items():
        if given.answers:
            fields[name] = NameObject("/Yes") if given.answers == ("Yes",) and "_" in name else given.answers[0]
        if given.explanation:
            fields[f"{name}_explanation"] = given.explanation
        if given.document:
            fields[f"{name}_document"] = given.document
    known = writer.get_fields() or {}
    assert set(fields) <= set(known), f"no field for {sorted(set(fields) - set(known))}"
    for page in (page for page in writer.pages if "/Annots" in page):
        writer.update_page_form_field_values(page, fields, auto_regenerate=False)
    return _saved(writer, "write")


def fill_json(form: Form, empty: bytes) -> bytes:
    """With json: set the values of each question."""
    data = json.loads(empty)
    for question in data["questions"]:
        given = answers(form)[question["id"]]
        question["answer"] = list(given.answers) if isinstance(question["answer"], list) else given.answers[0]
        question["explanation"], question["document"] = given.explanation, given.document
    return json.dumps(data, ensure_ascii=False).encode()


def fill_csv(form: Form, empty: bytes) -> bytes:
    """With csv: write into the cells beside each label."""
    table, wanted = list(csv.DictReader(StringIO(empty.decode("utf-8-sig"), newline=""))), rows(form)
    for row in table:
        given = wanted.pop(row["Ref"], None)
        names = {ANSWER: "Answer", EXPLANATION: "Explanation", DOCUMENT: "Document or link"}
        row.update({names[column]: text for column, text in _texts(given)})
    assert not wanted, f"no row for {list(wanted)}"
    file = StringIO(newline="")
    writer = csv.DictWriter(file, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return file.getvalue().encode("utf-8-sig")


def _texts(given: Given | None) -> list[tuple[int, str]]:
    if given is None:
        return []
    texts = [(ANSWER, "".join(given.answers)), (EXPLANATION, given.explanation), (DOCUMENT, given.document)]
    return [(column, text) for column, text in texts if text]


def _saved(what: Any, method: str = "save") -> bytes:
    file = BytesIO()
    getattr(what, method)(file)
    return file.getvalue()


FILLERS: dict[str, Callable[[Form, bytes], bytes]] = {
    "xlsx": fill_xlsx,
    "docx": fill_docx,
    "pdf": fill_pdf,
    "json": fill_json,
    "csv": fill_csv,
}
