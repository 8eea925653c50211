"""Sheets of cells to blocks: tables, and the headings, paragraphs and lists that people write into cells.

Readers of spreadsheets make `Sheet`s; `draft_of` writes them down. Where each cell stood is kept in
`Document.metadata["cells"]`, as JSON: name of the sheet -> index of the block -> addresses, separated by blanks,
of the cells of a table row or of the one cell that a paragraph comes from. Notes on cells are no part of the text;
they are kept in `Document.metadata["notes"]`: name of the sheet -> address -> note.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, UnreadableReason
from supplychain_check.models.document import ADDRESSES, NOTES
from supplychain_check.readers.builder import Builder, Draft, clean
from supplychain_check.readers.layout import is_section, marker_of
from supplychain_check.readers.limits import MAX_CELLS, MAX_CHARACTERS
from supplychain_check.readers.table_header import is_header

_NAMED = 5
_LONGEST_HEADING = 14
_NO_NAME = re.compile(r"(?:sheet|table|tabelle|feuil(?:le)?|hoja|blad|foglio|planilha)[ _]?\d*", re.I)
_SENTENCES = re.compile(r"[.!?][\"'”’)\]]*\s+[\"'“‘(\[]*[A-Z]")
_ERRORS = frozenset("#REF! #N/A #VALUE! #NAME? #DIV/0! #NUM! #NULL! #SPILL! #CALC! Err:502 Err:508 Err:522".split())
_TICKS = frozenset("✓✔■")
_STOPPED = re.compile(r"[.!?:;,][\"'”’)\]]*$")


@dataclass(frozen=True)
class Cell:
    """A cell with content, as a person sees it; rows and columns are counted from 0.

    Attributes:
        text: what it shows, not yet cleaned.
        number: whether it is a number, date or truth value rather than text.
        bold: whether it is set in bold type.
        size: of its type in points; 0 where unknown.
    """

    row: int
    column: int
    text: str
    number: bool = False
    bold: bool = False
    size: float = 0.0

    @property
    def address(self) -> str:
        """The name of the cell, such as B12."""
        return f"{letters(self.column)}{self.row + 1}"


@dataclass
class Sheet:
    """What a reader found on one sheet.

    Attributes:
        name: "" where the format has no sheets.
        cells: in reading order, row by row; hidden ones left out.
        hidden: what is hidden and holds something, in words, such as "rows 4 to 9".
        uncounted: addresses of formulas without a result.
        boxes: paragraphs of the text boxes over it.
        notes: what people wrote in notes on cells, by row and column.
    """

    name: str
    cells: list[Cell] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)


class Allowance:
    """How much of a file is read; asked for each cell, so that no file can fill the memory."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells = 0
        self._characters = 0

    def take(self, text: str) -> str:
        """Count a cell and return its text.

        Raises:
            InputProblem: there are more cells or characters than the limit.
        """
        self._cells += 1
        self._characters += len(text)
        if self._cells > MAX_CELLS or self._characters > MAX_CHARACTERS:
            raise InputProblem(
                f"{self._name} holds more than {MAX_CELLS:,} cells or {MAX_CHARACTERS:,} characters, the limits.",
                "Save only the sheets that matter as a workbook of their own.",
                reason=UnreadableReason.LIMIT,
            )
        return text


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, B ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def spans(numbers: Iterable[int], one: str, many: str, *, as_letters: bool = False) -> str:
    """Say which rows or columns, counted from 0, such as "rows 4 to 9 and 12"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    names = [[letters(n) if as_letters else f"{n + 1:,}" for n in run] for run in runs]
    said = [a if a == b else f"{a} to {b}" for a, b in names[:_NAMED]]
    if len(names) > _NAMED:
        said.append(f"{len(names) - _NAMED} more stretches")
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return f"{one if single else many} {_listed(said)}"


def draft_of(sheets: Sequence[Sheet], metadata: dict[str, str], warnings: Iterable[str] = ()) -> Draft:
    """Return the text of all sheets in their order, with the addresses and what the reader must know."""
    writer = _Writer()
    for sheet in sheets:
        writer.sheet(sheet)
    found = {ADDRESSES: json.dumps(writer.addresses, separators=(",", ":"))} if writer.addresses else {}
    if notes := {s.name: {f"{letters(c)}{r + 1}": n for (r, c), n in s.notes.items()} for s in sheets if s.notes}:
        found[NOTES] = json.dumps(notes, separators=(",", ":"))
    return writer.builder.build(metadata | found, [*warnings, *_warnings(sheets)])


def _warnings(sheets: Sequence[Sheet]) -> Iterator[str]:
    """What was left out and what is missing, by sheet."""
    for sheet in sheets:
        where = f" on the sheet {sheet.name}" if sheet.name else ""
        if sheet.hidden:
            yield f"Hidden{where} and not read: {_listed(sheet.hidden)}."
        if sheet.uncounted:
            yield (
                f"Formulas{where} that hold no result, and were not read: {some(sheet.uncounted)}. Open the file in a"
                " spreadsheet program, save it and read it again."
            )
        if sheet.notes:
            yield f"Notes on cells{where} are read with the answers of a questionnaire, and not as text of a statement."
        if errors := [c.address for c in sheet.cells if c.text in _ERRORS]:
            yield f"Cells{where} that show an error such as #REF!: {some(errors)}."


def some(addresses: Sequence[str]) -> str:
    """Name the first few addresses and count the rest."""
    more = f" and {len(addresses) - _NAMED:,} more" if len(addresses) > _NAMED else ""
    return ", ".join(addresses[:_NAMED]) + more


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


class _Writer:
    """Tells what each row of cells is, and writes it down."""

    def __init__(self) -> None:
        self.builder = Builder()
        self.addresses: dict[str, dict[str, str]] = {}
        self._table = -1
        self._levels: dict[tuple[float, bool], int] = {}

    def sheet(self, sheet: Sheet) -> None:
        """Write one sheet; one without content is left out with its name."""
        rows = _rows(sheet.cells)
        named = bool(sheet.name) and not _NO_NAME.fullmatch(sheet.name.strip())
        if named and (rows or any(map(clean, sheet.boxes))):
            self.builder.add(BlockKind.HEADING, sheet.name, level=1)
            if rows and len(rows[0]) == 1 and clean(rows[0][0].text).casefold() == clean(sheet.name).casefold():
                self._note(sheet.name, rows.pop(0))
        body = _body_size(sheet.cells)
        self._rank(rows, body, 2 if named else 1)
        kinds = [self._kind(rows, index, body) for index in range(len(rows))]
        self._write(sheet.name, rows, kinds)
        for words in sheet.boxes:
            self._line(BlockKind.PARAGRAPH, words)

    def _rank(self, rows: Sequence[Sequence[Cell]], body: float, first: int) -> None:
        """Give each style of heading its level, the largest type first."""
        styles = {(c.size, c.bold) for c, *rest in rows if not rest and _may_head(c) and _stands_out(c, body)}
        self._levels = {style: min(6, first + place) for place, style in enumerate(sorted(styles, reverse=True))}

    def _kind(self, rows: Sequence[Sequence[Cell]], index: int, body: float) -> BlockKind:
        row = rows[index]
        if len(row) > 1:
            return BlockKind.LIST_ITEM if _is_bulleted(row) else BlockKind.TABLE_ROW
        cell = row[0]
        text = clean(cell.text)
        if marker_of(text) and not is_section(text):
            return BlockKind.LIST_ITEM
        if _may_head(cell) and (_stands_out(cell, body) or is_section(text)):
            return BlockKind.HEADING
        # a row of a table of which the other cells are empty, such as a question without an answer
        listed = any(marker_of(clean(line)) for line in cell.text.split("\n"))
        if _in_table(rows, index) and not listed and not _SENTENCES.search(text):
            return BlockKind.TABLE_ROW
        return BlockKind.PARAGRAPH

    def _write(self, name: str, rows: Sequence[Sequence[Cell]], kinds: Sequence[BlockKind]) -> None:
        columns: set[int] = set()
        last = -2
        for index, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
            if kind is BlockKind.TABLE_ROW:
                starts = not columns or row[0].row > last + 1 or kinds[index - 1] is not kind
                below = [
                    r
                    for r, k in zip(rows[index + 1 : index + 8], kinds[index + 1 : index + 8], strict=True)
                    if k is kind
                ]
                header = starts and is_header(row, below)
                if header or not columns >= {c.column for c in row}:
                    # a gap alone ends no table: people leave a line between the parts of one questionnaire
                    self._table += header or not columns or row[0].row > last + 1
                    columns = {c.column for c in (row, *below)[0]} | {c.column for r in below for c in r}
                self._row(name, row, header=header)
                last = row[0].row
            else:
                self._prose(name, row, kind)

    def _row(self, name: str, row: Sequence[Cell], *, header: bool) -> None:
        self.builder.row([c.text for c in row], table=self._table, header=header)
        self._note(name, row)

    def _prose(self, name: str, row: Sequence[Cell], kind: BlockKind) -> None:
        """Write a cell that stands alone: each of its lines a block of its own."""
        cell = row[-1]
        level = self._levels.get((cell.size, cell.bold), 2)
        for line in cell.text.replace("\r\n", "\n").split("\n"):
            self._line(kind, line, level)
            self._note(name, [cell])

    def _line(self, kind: BlockKind, line: str, level: int = 2) -> None:
        text = clean(line)
        marker = marker_of(text) if not is_section(text) else ""
        if kind is BlockKind.HEADING:
            self.builder.add(kind, text, level=level)
        elif marker or kind is BlockKind.LIST_ITEM:
            self.builder.add(BlockKind.LIST_ITEM, text[len(marker) :], level=1, marker=marker)
        else:
            self.builder.add(BlockKind.PARAGRAPH, text)

    def _note(self, name: str, cells: Sequence[Cell]) -> None:
        """Keep the addresses of the block that was written last."""
        if len(self.builder):
            addresses = " ".join(c.address for c in cells)
            self.addresses.setdefault(name, {}).setdefault(str(len(self.builder) - 1), addresses)


def _rows(cells: Iterable[Cell]) -> list[list[Cell]]:
    rows: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if clean(cell.text):
            rows[cell.row].append(cell)
    return [sorted(rows[row], key=lambda c: c.column) for row in sorted(rows)]


def _body_size(cells: Iterable[Cell]) -> float:
    """The size of type in which most of the text is set."""
    count: defaultdict[float, int] = defaultdict(int)
    for cell in cells:
        count[cell.size] += len(cell.text)
    return max(count, key=lambda size: count[size], default=0.0)


def _may_head(cell: Cell) -> bool:
    text = clean(cell.text)
    return not cell.number and len(text.split()) <= _LONGEST_HEADING and not _STOPPED.search(text)


def _stands_out(cell: Cell, body: float) -> bool:
    return cell.bold or cell.size > body + 0.5


def _in_table(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    """Whether the row touches one of several cells that has a cell in the same column."""
    cell = rows[index][0]
    near = [rows[i] for i in (index - 1, index + 1) if 0 <= i < len(rows) and abs(rows[i][0].row - cell.row) == 1]
    return any(len(row) > 1 and not _is_bulleted(row) and cell.column in {c.column for c in row} for row in near)


def _is_bulleted(row: Sequence[Cell]) -> bool:
    """Whether the row is an item of a list whose bullet has a cell of its own."""
    first = clean(row[0].text)
    if first in _TICKS:
        # a tick beside a line is an answer
        return False
    return len(row) == 2 and len(first) == 1 and not first.isalnum() and bool(marker_of(f"{first} x"))
