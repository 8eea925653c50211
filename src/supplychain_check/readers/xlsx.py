"""Excel workbooks (XLSX, XLSM): what a person sees in the cells of the sheets that are shown.

The XML of the sheets is read here rather than with a library: python-calamine knows neither formats nor what is
hidden nor formulas without a result, and aborts the whole process over one cell at the end of a sheet; openpyxl needs
minutes for that cell. Only cells that hold something are kept here, so that it costs nothing. Macros are not even
unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.number_format import shown
from supplychain_check.readers.package import Package
from supplychain_check.readers.spreadsheet import Allowance, Cell, Sheet, draft_of, letters
from supplychain_check.readers.visible import Marks, drop_hidden
from supplychain_check.readers.xlsx_notes import notes_of, people_of
from supplychain_check.readers.xlsx_styles import Style, styles_of

if TYPE_CHECKING:
    from lxml import etree

NAME = "XLSX"
MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
)
EXTENSIONS = (".xlsx", ".xlsm")

_ZIP = b"PK\x03\x04"
_WORKBOOK = "xl/workbook.xml"
_BINARY = b"xl/workbook.bin"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_TRUE = frozenset({"1", "true"})
_PLAIN = Style()


@dataclass(frozen=True)
class _Book:
    """What all sheets of a workbook share."""

    package: Package
    shared: tuple[str, ...]
    styles: tuple[Style, ...]
    from_1904: bool
    people: dict[str, str]
    allowance: Allowance


def sniff(data: bytes, name: str) -> bool:
    """Whether this is a package with a workbook in it."""
    return data.startswith(_ZIP) and (b"xl/workbook." in data or b"xl/worksheets/" in data or b"xl\\work" in data)


def read(data: bytes, name: str) -> Draft:
    """Read the sheets that are shown, row by row.

    Raises:
        InputProblem: it is damaged or locked, or holds or unpacks to more than the limits.
    """
    package = Package(data, name)
    root = package.xml(_WORKBOOK)
    if root is None:
        raise _no_workbook(name, data)
    relations = package.relations(_WORKBOOK)
    parts = {relation.kind: relation.target for relation in relations.values()}
    book = _Book(
        package,
        tuple(_shared(package, parts.get("sharedStrings", "xl/sharedStrings.xml"))),
        styles_of(package, parts.get("styles", "xl/styles.xml")),
        any(node.get("date1904") in _TRUE for node in root.iter("{*}workbookPr")),
        people_of(package, parts.get("person", "")),
        Allowance(name),
    )
    sheets: list[Sheet] = []
    hidden: list[str] = []
    for node in root.iterfind("{*}sheets/{*}sheet"):
        target = relations.get(next((str(v) for k, v in node.items() if str(k).endswith("}id")), ""))
        if target is None or target.kind != "worksheet" or target.external:
            continue
        if node.get("state", "visible") != "visible":
            hidden.append(node.get("name", ""))
        else:
            sheets.append(_sheet(book, node.get("name", ""), target.target))
    return draft_of(sheets, _properties(package), _warnings(package, hidden))


def _no_workbook(name: str, data: bytes) -> InputProblem:
    if _BINARY in data:
        return InputProblem(
            f"{name} is a binary Excel workbook (XLSB), which this version does not read.",
            "Open it in a spreadsheet program and save it as XLSX.",
            reason=UnreadableReason.UNSUPPORTED,
        )
    return InputProblem(
        f"{name} is damaged: it holds no workbook.",
        "Download it again, or open it in a spreadsheet program and save it anew.",
        reason=UnreadableReason.DAMAGED,
    )


def _shared(package: Package, part: str) -> Iterator[str]:
    """The texts to which cells refer by number."""
    for node in package.stream(part, "si"):
        yield _text(node)


def _text(node: etree._Element) -> str:
    """The text of a string in one or several runs; how it is pronounced is left out."""
    text = "".join(
        t.text or ""
        for t in node.iter("{*}t")
        if (parent := t.getparent()) is None or str(parent.tag).rpartition("}")[2] != "rPh"
    )
    return _unescaped(text)


def _unescaped(text: str) -> str:
    """Characters that XML has no place for are written as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _sheet(book: _Book, name: str, part: str) -> Sheet:
    marks = Marks()
    sheet = Sheet(name)
    row = -1
    for node in book.package.stream(part, "col", "row", "mergeCell"):
        tag = str(node.tag).rpartition("}")[2]
        if tag == "row":
            row = _index(node.get("r"), row + 1, _MOST_ROWS)
            if node.get("hidden") in _TRUE:
                marks.rows.add(row)
            sheet.cells.extend(_cells(book, node, row, sheet, marks))
        elif tag == "mergeCell":
            marks.merged.extend(_range(node.get("ref", "")))
        elif node.get("hidden") in _TRUE:
            marks.columns.append((_index(node.get("min"), 0, _MOST_COLUMNS), _index(node.get("max"), 0, _MOST_COLUMNS)))
    notes = notes_of(book.package, part, book.people, book.allowance)
    sheet.notes = {(row, column): note for at, note in notes.items() for row, column, *_ in _range(f"{at}:{at}")}
    drop_hidden(sheet, marks)
    for relation in book.package.relations(part).values():
        if relation.kind == "drawing" and not relation.external:
            sheet.boxes.extend(book.allowance.take(words) for words in _boxes(book.package, relation.target))
    return sheet


def _boxes(package: Package, part: str) -> Iterator[str]:
    """The paragraphs in the text boxes and shapes that lie over a sheet."""
    for shape in package.stream(part, "sp"):
        if any(node.get("hidden") in _TRUE for node in shape.iter("{*}cNvPr")):
            continue
        for paragraph in shape.iterfind("{*}txBody/{*}p"):
            yield "".join(node.text or "" for node in paragraph.iter("{*}t"))


def _cells(book: _Book, node: etree._Element, row: int, sheet: Sheet, marks: Marks) -> Iterator[Cell]:
    """The cells of a row that show something."""
    column = -1
    for cell in node.iterfind("{*}c"):
        place = _REFERENCE.fullmatch(cell.get("r", ""))
        column = min(_column(place[1]) if place else column + 1, _MOST_COLUMNS - 1)
        style = _style(book, cell)
        text, number = _value(book, cell, style)
        if text:
            text = book.allowance.take(text)
            if style.unseen:
                marks.unseen.append(f"{letters(column)}{row + 1}")
            else:
                yield Cell(row, column, text, number, style.bold, style.size)
        elif cell.find("{*}f") is not None and cell.get("t") != "str" and not cell.findtext("{*}v"):
            sheet.uncounted.append(f"{letters(column)}{row + 1}")
        elif cell.findtext("{*}v") and style.code.strip().startswith(";;"):
            marks.unseen.append(f"{letters(column)}{row + 1}")


def _style(book: _Book, cell: etree._Element) -> Style:
    index = cell.get("s", "")
    return book.styles[int(index)] if index.isdecimal() and int(index[:9]) < len(book.styles) else _PLAIN


def _value(book: _Book, cell: etree._Element, style: Style) -> tuple[str, bool]:
    """What the cell shows, and whether it is a number, date or truth value."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return (_text(inline) if inline is not None else ""), False
    raw = cell.findtext("{*}v") or ""
    if kind == "str":
        return _unescaped(raw), False
    raw = raw.strip()
    if kind == "s":
        return (book.shared[int(raw)] if raw.isdecimal() and int(raw[:9]) < len(book.shared) else ""), False
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(raw, raw), True
    if kind == "n" and raw:
        try:
            return shown(float(raw), style.code, from_1904=book.from_1904), True
        except ValueError:
            return raw, False
    return raw, kind == "d"


def _range(reference: str) -> Iterator[tuple[int, int, int, int]]:
    first, _, last = reference.partition(":")
    a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if a and b:
        yield int(a[2]) - 1, _column(a[1]), int(b[2]) - 1, _column(b[1])


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _index(text: str | None, default: int, most: int) -> int:
    """A number that counts from 1, as an index from 0; `default` where it makes no sense."""
    sensible = text is not None and text.isdecimal() and len(text) < 10
    return min(max(int(text or "1") - 1, 0) if sensible else default, most - 1)


def _properties(package: Package) -> dict[str, str]:
    """What the workbook says of itself."""
    root = package.xml("docProps/core.xml")
    if root is None:
        return {}
    tags = {"title": "title", "creator": "author", "created": "created", "modified": "modified"}
    return {tags[tag]: node.text for node in root if node.text and (tag := str(node.tag).rpartition("}")[2]) in tags}


def _warnings(package: Package, hidden: list[str]) -> Iterator[str]:
    if hidden:
        yield f"Hidden sheets, which were not read: {', '.join(hidden)}."
    if any(part.endswith("vbaproject.bin") for part in package):
        yield "The workbook holds macros, which were neither read nor run."
    if any("externallinks/" in part for part in package):
        yield "Some cells repeat what other workbooks held when it was saved; these were not opened."
