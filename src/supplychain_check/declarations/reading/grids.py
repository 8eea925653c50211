"""Tables of a document as grids of cells, whichever format they come from, and the blocks between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from supplychain_check.declarations.reading.notes import supplied
from supplychain_check.models import Block, BlockKind, Document
from supplychain_check.models.declaration import Place

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Cell:
    """A cell with its text and the offsets of that in the document."""

    text: str
    start: int
    end: int


@dataclass
class Row:
    """A row of a grid.

    Attributes:
        number: of the row in its sheet or table, from 0.
        cells: those that hold something, by column from 0.
        heading: whether the reader took the row for a heading by its look.
        prose: whether the reader took it for running text, not for a row of a table.
        alone: whether the row has but one cell, as where a cell is merged across.
        marker: the number or bullet that was taken off its only cell.
    """

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)
    heading: bool = False
    prose: bool = False
    alone: bool = False
    marker: str = ""


@dataclass
class Grid:
    """A sheet of a spreadsheet, or a table of another document.

    Attributes:
        sheet: name of the sheet; "" in other documents.
        table: number of the table in a document that is no spreadsheet, from 1; None in spreadsheets.
        section: the heading above it.
        notes: what the supplier says in notes on cells, by row and then by column.
    """

    sheet: str = ""
    table: int | None = None
    section: str = ""
    rows: list[Row] = field(default_factory=list)
    notes: dict[int, dict[int, str]] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Offset at which the grid starts in the text of the document."""
        return next((cell.start for row in self.rows for cell in row.cells.values()), 0)

    def place(self, row: int, column: int, page: int | None) -> Place:
        """The place of a cell, for people."""
        return Place(page=page, sheet=self.sheet, table=self.table, cell=f"{_letters(column)}{row + 1}")


Part = Grid | list[int]
"""A grid, or the indexes of the blocks between two of them."""


def parts(document: Document) -> Iterator[Part]:
    """Yield the grids of a document, and the blocks between them, in order."""
    if places := document.places():
        yield from _sheets(document, places)
        return
    heading, tables = "", 0
    blocks = [(i, b) for i, b in enumerate(document.blocks) if b.kind is not BlockKind.FURNITURE]
    for table, group in groupby(blocks, key=lambda each: each[1].table):
        found = list(group)
        if table is None:
            heads = [b for _, b in found if b.kind is BlockKind.HEADING]
            heading = document.text[heads[-1].start : heads[-1].end] if heads else heading
            yield [i for i, _ in found]
        else:
            tables += 1
            rows = [_row(document, block, number) for number, (_, block) in enumerate(found)]
            yield Grid(table=tables, section=heading, rows=rows)


def _row(document: Document, block: Block, number: int) -> Row:
    columns = block.columns or range(len(block.cells))
    cells = {c: Cell(document.text[a:b], a, b) for c, (a, b) in zip(columns, block.cells, strict=True) if b > a}
    return Row(number, cells, alone=len(block.cells) == 1)


def _sheets(document: Document, places: dict[int, tuple[str, tuple[str, ...]]]) -> Iterator[Grid]:
    """The sheets of a spreadsheet with all rows, also those that the reader took for headings or running text."""
    notes = document.notes()
    for sheet, group in groupby(sorted(places.items()), key=lambda item: item[1][0]):
        noted = {_position(cell): note for cell, note in notes.get(sheet, {}).items()}
        grid = Grid(sheet=sheet, notes=supplied(noted))
        for index, (_, addresses) in group:
            block = document.blocks[index]
            spans = block.cells or ((block.start, block.end),)
            for address, (start, end) in zip(addresses, spans, strict=False):
                number, column = _position(address)
                _put(grid, number, column, Cell(document.text[start:end], start, end), block)
        _fill(grid, document)
        yield grid


def _fill(grid: Grid, document: Document) -> None:
    """Give the cells of several lines their text."""
    for row in grid.rows:
        for column, cell in row.cells.items():
            if not cell.text:
                text = " ".join(document.text[cell.start : cell.end].split())
                row.cells[column] = Cell(text, cell.start, cell.end)


def _put(grid: Grid, number: int, column: int, cell: Cell, block: Block) -> None:
    if not grid.rows or grid.rows[-1].number != number:
        heading, prose = block.kind is BlockKind.HEADING, block.kind is not BlockKind.TABLE_ROW
        grid.rows.append(Row(number, heading=heading, prose=prose and not heading, marker=block.marker))
    row = grid.rows[-1]
    if (before := row.cells.get(column)) is not None:
        # a cell of several lines is several blocks
        cell = Cell("", before.start, cell.end)
    row.cells[column] = cell


def _position(address: str) -> tuple[int, int]:
    """Row and column, from 0, of an address such as B12."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def page_of(document: Document, cell: Cell | None) -> int | None:
    """The page on which a cell stands; None without pages."""
    return document.page_at(cell.start) if cell is not None and document.pages else None


def span_of(cell: Cell | None) -> dict[str, int]:
    """The offsets of a cell as fields of an entry; none where it is empty."""
    return {"start": cell.start, "end": cell.end} if cell is not None else {}
