"""OpenDocument spreadsheets (ODS): what a person sees in the cells of the sheets that are shown.

The format keeps beside each value the text that the cell shows, which libraries such as python-calamine drop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from supplychain_check.readers.builder import Draft, clean
from supplychain_check.readers.package import Package, locked
from supplychain_check.readers.spreadsheet import Allowance, Cell, Sheet, draft_of, letters
from supplychain_check.readers.visible import Marks, drop_hidden

if TYPE_CHECKING:
    from lxml import etree

NAME = "ODS"
MEDIA_TYPES = ("application/vnd.oasis.opendocument.spreadsheet",)
EXTENSIONS = (".ods",)

_ZIP = b"PK\x03\x04"
_CONTENT = "content.xml"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_HIDDEN = frozenset({"collapse", "filter"})
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_POINTS = re.compile(r"\d+(?:\.\d+)?(?=pt$)")
_VALUES = frozenset({"float", "percentage", "currency", "date", "time", "boolean"})


@dataclass
class _Style:
    bold: bool = False
    size: float = 0.0
    hidden: bool = False


@dataclass
class _Place:
    """A sheet that is being read, and where its next row and column stand."""

    sheet: Sheet
    hidden: bool
    row: int = 0
    column: int = 0
    marks: Marks = field(default_factory=Marks)
    styles: list[tuple[int, int, str]] = field(default_factory=list)


def sniff(data: bytes, name: str) -> bool:
    """Whether this is an OpenDocument package that calls itself a spreadsheet."""
    return data.startswith(_ZIP) and MEDIA_TYPES[0].encode() in data[:4096]


def read(data: bytes, name: str) -> Draft:
    """Read the sheets that are shown, row by row.

    Raises:
        InputProblem: it is damaged or locked, or holds or unpacks to more than the limits.
    """
    package = Package(data, name)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise locked(name)
    book = _Book(Allowance(name), _styles(package))
    for node in package.stream(_CONTENT, "style", "table-column", "table-row"):
        tag = _local(node)
        if tag == "style":
            _take_style(book.styles, node)
        elif (table := next(node.iterancestors("{*}table"), None)) is not None:
            _take_line(book, book.place(table), node, tag)
    for place in book.places:
        drop_hidden(place.sheet, place.marks)
    hidden = [p.sheet.name for p in book.places if p.hidden]
    warnings = [f"Hidden sheets, which were not read: {', '.join(hidden)}."] if hidden else []
    if any(part.startswith(("basic/", "scripts/")) for part in package):
        warnings.append("The workbook holds macros, which were neither read nor run.")
    return draft_of([p.sheet for p in book.places if not p.hidden], _properties(package), warnings)


class _Book:
    """The sheets so far, and the styles that they share."""

    def __init__(self, allowance: Allowance, styles: dict[str, _Style]) -> None:
        self.allowance = allowance
        self.styles = styles
        self.places: list[_Place] = []
        self._table: etree._Element | None = None

    def place(self, table: etree._Element) -> _Place:
        """The place of a table; a table inside a cell goes on where its sheet is."""
        if table is not self._table and next(table.iterancestors("{*}table"), None) is None:
            self._table = table
            style = self.styles.get(_attribute(table, "style-name"), _Style())
            self.places.append(_Place(Sheet(_attribute(table, "name")), style.hidden))
        return self.places[-1]

    def style(self, place: _Place, name: str, column: int) -> _Style:
        """The style of a cell, its own or that of its column."""
        name = name or next((s for a, b, s in place.styles if a <= column <= b), "")
        return self.styles.get(name, _Style())


def _take_line(book: _Book, place: _Place, node: etree._Element, tag: str) -> None:
    """Take in a column or a row, as often as it is repeated."""
    times = _count(node, f"number-{tag[6:]}s-repeated")
    hidden = _attribute(node, "visibility") in _HIDDEN or any(
        _attribute(group, "display") == "false" for group in node.iterancestors(f"{{*}}{tag}-group")
    )
    if tag == "table-column":
        place.styles.append((place.column, place.column + times - 1, _attribute(node, "default-cell-style-name")))
        if hidden:
            place.marks.columns.append((place.column, place.column + times - 1))
        place.column += times
        return
    cells = [] if place.hidden else list(_cells(book, place, node))
    place.sheet.notes |= {} if place.hidden else dict(_notes(book, place, node))
    for row in range(place.row, place.row + times if cells else place.row):
        if hidden:
            place.marks.rows.add(row)
        place.sheet.cells.extend(replace(cell, row=row, text=book.allowance.take(cell.text)) for cell in cells)
    place.row += times


def _cells(book: _Book, place: _Place, node: etree._Element) -> Iterator[Cell]:
    """The cells of a row that show something."""
    column = 0
    for cell in node.iterfind("{*}*"):
        tag = _local(cell)
        if tag not in {"table-cell", "covered-table-cell"}:
            continue
        times = _count(cell, "number-columns-repeated")
        text = "\n".join(_text(p) for p in cell.iterfind("{*}p")) if tag == "table-cell" else ""
        if text.strip():
            style = book.style(place, _attribute(cell, "style-name"), column)
            _merge(place, cell, column)
            number = _attribute(cell, "value-type") in _VALUES
            for repeat in range(column, column + min(times, _MOST_COLUMNS)):
                yield Cell(place.row, repeat, text, number, style.bold, style.size)
        elif _attribute(cell, "formula") and not _attribute(cell, "value-type"):
            place.sheet.uncounted.append(f"{letters(column)}{place.row + 1}")
        column += times


def _notes(book: _Book, place: _Place, node: etree._Element) -> Iterator[tuple[tuple[int, int], str]]:
    """The notes on the cells of a row, by row and column."""
    column = 0
    for cell in node.iterfind("{*}*"):
        if _local(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        for note in cell.iterfind("{*}annotation"):
            if text := clean(" ".join(_text(p) for p in note.iterfind("{*}p"))):
                yield (place.row, column), book.allowance.take(text)
        column += _count(cell, "number-columns-repeated")


def _merge(place: _Place, cell: etree._Element, column: int) -> None:
    rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
    if rows > 1 or columns > 1:
        place.marks.merged.append((place.row, column, place.row + rows - 1, column + columns - 1))


def _text(node: etree._Element) -> str:
    """The text of a paragraph with its blanks, tabs and line breaks."""
    parts = [node.text or ""]
    for child in node:
        tag = _local(child)
        if tag in {"s", "tab"}:
            parts.append(" ")
        elif tag == "line-break":
            parts.append("\n")
        elif tag not in {"annotation", "note"}:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _styles(package: Package) -> dict[str, _Style]:
    """The styles with names that users see; those of single cells stand before the sheets."""
    styles: dict[str, _Style] = {}
    for node in package.stream("styles.xml", "style"):
        _take_style(styles, node)
    return styles


def _take_style(styles: dict[str, _Style], node: etree._Element) -> None:
    style = replace(styles.get(_attribute(node, "parent-style-name"), _Style()))
    for part in node:
        tag = _local(part)
        if tag == "table-properties":
            style.hidden = _attribute(part, "display") == "false"
        elif tag == "text-properties":
            weight, size = _attribute(part, "font-weight"), _attribute(part, "font-size")
            style.bold = weight in _BOLD if weight else style.bold
            style.size = float(found[0]) if (found := _POINTS.match(size)) else style.size
    styles[_attribute(node, "name")] = style


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _attribute(node: etree._Element, name: str) -> str:
    """An attribute by its local name: the same is written in several namespaces."""
    return next((str(value) for key, value in node.items() if str(key).rpartition("}")[2] == name), "")


def _count(node: etree._Element, name: str) -> int:
    text = _attribute(node, name)
    return min(max(int(text), 1), _MOST_ROWS) if text.isdecimal() and len(text) < 10 else 1


def _properties(package: Package) -> dict[str, str]:
    """What the workbook says of itself."""
    root = package.xml("meta.xml")
    if root is None:
        return {}
    tags = {"title": "title", "initial-creator": "author", "creation-date": "created", "date": "modified"}
    return {tags[tag]: node.text for node in root.iter() if node.text and (tag := _local(node)) in tags}
