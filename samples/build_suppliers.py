"""Write the papers of the sample suppliers: forms that they filled in, and statements that they published.

Each file ``source/suppliers/NAME.toml`` has the answers of one supplier, and ``NAME.statement`` its statement, in
Markdown. The empty forms are those of the tool, as a buyer would send them, but for one buyer's own. They are filled
in with openpyxl, python-docx, pypdf, csv and json, which is what suppliers' programs are made of. Running it again
changes nothing.

Usage: ``python samples/build_suppliers.py`` (needs the ``dev`` extra).
"""

import csv
import json
import re
import tomllib
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
from build import SAMPLES, SOURCE, Block, curly, parse, to_html, to_text, write_pdf
from build_docx import write_docx
from pypdf import PdfReader, PdfWriter

from supplychain_check.declarations.forms import for_small_firms, load_form
from supplychain_check.declarations.templates import write

Answers = dict[str, list[str]]
SOURCES = SOURCE / "suppliers"
SUPPLIERS = SAMPLES / "suppliers"
NEVER = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
LABEL, FIRST = 0, 2
"""Columns of the forms, counted from 0: the label, and the answer with explanation and document behind it."""


def names() -> list[str]:
    """The suppliers, in the order of the alphabet."""
    return sorted(path.stem for path in SOURCES.glob("*.toml"))


def declaration(name: str) -> tuple[str, bytes]:
    """The ending and the content of the form that a supplier filled in."""
    source = tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))
    if source["declaration"] == "own.xlsx":
        return "xlsx", _own(source)
    form, kind = load_form(source["form"]), source["declaration"]
    empty = write(for_small_firms(form) if source.get("small") else form, kind)
    return kind, FILLERS[kind](empty, dict(source["answers"]))


def write_statement(name: str, folder: Path) -> None:
    """Write the statement of a supplier into a folder, where it has one, in its format."""
    source = tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))
    if "statement" not in source:
        return
    text = (SOURCES / f"{name}.statement").read_text(encoding="utf-8")
    WRITERS[source["statement"]](parse(text), folder / f"statement.{source['statement']}", source["firm"], text)


def _own(source: dict[str, Any]) -> bytes:
    """Write a buyer's own questionnaire with its answers: a title, headings inside the table, a column of comments."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Questionnaire"
    sheet.append([source["title"]])
    sheet.append(["Please answer every question. Add a comment where it helps us to understand."])
    sheet.append([])
    sheet.append(source["columns"])
    for section in source["sections"]:
        sheet.append([section["title"]])
        for row in section["rows"]:
            sheet.append(row)
    for column, width in zip("ABCD", (6, 60, 30, 60), strict=True):
        sheet.column_dimensions[column].width = width
    return _timeless(_saved(book, {}))


def _xlsx(empty: bytes, answers: Answers) -> bytes:
    """Fill in a workbook, beside each label."""
    book = openpyxl.load_workbook(BytesIO(empty))
    for row in book["Answers"].iter_rows():
        # the heading over a section has nothing beside it
        for offset, text in enumerate(answers.pop(str(row[LABEL].value), []) if row[1].value else []):
            row[FIRST + offset].value = text
    return _timeless(_saved(book, answers))


def _docx(empty: bytes, answers: Answers) -> bytes:
    """Fill in the tables of a Word document, beside each label."""
    document = docx.Document(BytesIO(empty))
    for row in (row for table in document.tables for row in table.rows):
        for offset, text in enumerate(answers.pop(row.cells[LABEL].text, [])):
            row.cells[FIRST + offset].text = text
    return _timeless(_saved(document, answers))


def _pdf(empty: bytes, answers: Answers) -> bytes:
    """Fill in the fields of a PDF."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(empty)))
    fields: dict[str, Any] = {}
    for label in tuple(answers):
        for part, text in zip(("", "_explanation", "_document"), answers.pop(label), strict=False):
            fields[label + part] = text
    for page in (page for page in writer.pages if "/Annots" in page):
        writer.update_page_form_field_values(page, fields, auto_regenerate=False)
    return _saved(writer, answers, "write")


def _csv(empty: bytes, answers: Answers) -> bytes:
    """Fill in a table, beside each label, as a spreadsheet program saves it."""
    rows = list(csv.reader(StringIO(empty.decode("utf-8-sig"), newline="")))
    first = rows[0].index("Answer")
    for row in rows[1:]:
        for offset, text in enumerate(answers.pop(row[LABEL], [])):
            row[first + offset] = text
    file = StringIO(newline="")
    csv.writer(file).writerows(rows)
    _all_used(answers)
    return file.getvalue().encode("utf-8-sig")


def _json(empty: bytes, answers: Answers) -> bytes:
    """Fill in the values of each question."""
    data = json.loads(empty)
    for question in data["questions"]:
        for part, text in zip(("answer", "explanation", "document"), answers.pop(question["id"], []), strict=False):
            question[part] = text
    _all_used(answers)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _saved(what: Any, answers: Answers, method: str = "save") -> bytes:
    """Save what a library holds."""
    _all_used(answers)
    file = BytesIO()
    getattr(what, method)(file)
    return file.getvalue()


def _all_used(answers: Answers) -> None:
    """Tell of answers for which the form had no place.

    Raises:
        ValueError: there are some.
    """
    if answers:
        message = f"the form has no place for {', '.join(answers)}"
        raise ValueError(message)


def _timeless(office: bytes) -> bytes:
    """Pack an office file again without the times at which it was made."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(office)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = STAMP.sub(rb"\g<1>2026-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, NEVER), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _page(blocks: list[Block], path: Path, firm: str, _: str) -> None:
    """Write a statement as a page of a firm's website."""
    path.write_text(to_html(blocks, SOURCES / "page.template", firm), encoding="utf-8")


FILLERS: dict[str, Callable[[bytes, Answers], bytes]] = {
    "xlsx": _xlsx,
    "docx": _docx,
    "pdf": _pdf,
    "csv": _csv,
    "json": _json,
}
WRITERS: dict[str, Callable[[list[Block], Path, str, str], object]] = {
    "docx": lambda blocks, path, firm, _: write_docx(blocks, path, firm, curly),
    "pdf": lambda blocks, path, firm, _: write_pdf(blocks, path, firm),
    "txt": lambda blocks, path, _, __: path.write_text(to_text(blocks), encoding="utf-8"),
    "md": lambda _, path, __, text: path.write_text(text, encoding="utf-8"),
    "html": _page,
}


def main() -> None:
    """Write the papers of every supplier."""
    for name in names():
        folder = SUPPLIERS / name
        folder.mkdir(parents=True, exist_ok=True)
        kind, content = declaration(name)
        (folder / f"declaration.{kind}").write_bytes(content)
        write_statement(name, folder)


if __name__ == "__main__":
    main()
