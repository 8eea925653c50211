"""Which cells of a sheet can be seen: neither under a merged cell nor in a hidden row or column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from supplychain_check.readers.spreadsheet import Sheet, letters, some, spans

_MOST_OPEN = 1_000


@dataclass
class Marks:
    """What a sheet says of its rows and columns, all counted from 0.

    Attributes:
        rows: the hidden ones.
        columns: stretches of hidden ones, first and last.
        merged: first row, first column, last row and last column of each merged cell.
        unseen: addresses of cells that hide what they hold, as by white type on white.
    """

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def drop_hidden(sheet: Sheet, marks: Marks) -> None:
    """Leave out what merged cells cover and what is hidden, and note on the sheet what was hidden."""
    last = {(r1, c1): (r2, c2) for r1, c1, r2, c2 in marks.merged}
    covered = _Cover(marks.merged)
    rows: set[int] = set()
    columns: set[int] = set()
    kept = []
    for cell in sheet.cells:
        if covered(cell.row, cell.column):
            continue
        # a merged cell is seen while any part of it is
        last_row, last_column = last.get((cell.row, cell.column), (cell.row, cell.column))
        if all(row in marks.rows for row in range(cell.row, last_row + 1)):
            rows.add(cell.row)
        elif any(a <= cell.column and last_column <= b for a, b in marks.columns):
            columns.add(cell.column)
        else:
            kept.append(cell)
    sheet.cells = kept
    sheet.notes = {place: note for place, note in sheet.notes.items() if not _is_hidden(*place, marks)}
    sheet.hidden += [spans(rows, "row", "rows")] if rows else []
    sheet.hidden += [spans(columns, "column", "columns", as_letters=True)] if columns else []
    if marks.unseen:
        sheet.hidden.append(f"text that cannot be seen in {some(marks.unseen)}")


def _is_hidden(row: int, column: int, marks: Marks) -> bool:
    """Whether a note is on a cell in a hidden row or column, or on one that hides what it holds."""
    unseen = f"{letters(column)}{row + 1}" in marks.unseen
    return unseen or row in marks.rows or any(a <= column <= b for a, b in marks.columns)


class _Cover:
    """Whether a cell lies under a merged one and is not its first; asked in the order of rows."""

    def __init__(self, merged: Iterable[tuple[int, int, int, int]]) -> None:
        self._merged = sorted(merged)
        self._starts = [m[0] for m in self._merged]
        self._open: list[tuple[int, int, int, int]] = []
        self._taken = 0
        self._row = -1

    def __call__(self, row: int, column: int) -> bool:
        if row != self._row:
            self._row = row
            reached = bisect_right(self._starts, row)
            still = [m for m in (*self._open, *self._merged[self._taken : reached]) if m[2] >= row]
            # merged cells never overlap in a sound file, so that few cross a row
            self._open = sorted(still[:_MOST_OPEN], key=lambda m: m[1])
            self._taken = max(self._taken, reached)
        place = bisect_right(self._open, column, key=lambda m: m[1]) - 1
        return place >= 0 and column <= self._open[place][3] and (row, column) != self._open[place][:2]
