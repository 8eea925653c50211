"""Exports of web forms: the questions side by side in the first row, and the answers of each supplier in a row below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplychain_check.declarations.reading import columns, ticks, wording
from supplychain_check.declarations.reading.grids import Cell, Grid, Row, page_of, span_of
from supplychain_check.models import Document
from supplychain_check.models.declaration import Entry


def entries(document: Document, grid: Grid, rows: Sequence[Row]) -> Iterator[Entry]:
    """Yield the answers of each supplier in turn: the questions stand in the first row, each supplier in a row below."""
    for row in rows[1:]:
        before: Entry | None = None
        for column, asked in rows[0].cells.items():
            entry = _entry(document, grid, row, column, asked)
            more = wording.explains(asked.text)
            if before and before.question and (more or wording.proves(asked.text)):
                before = _with_more(before, entry, comment=more)
                continue
            if before:
                yield before
            before = entry
        if before:
            yield before


def respondents(grid: Grid) -> int:
    """How many answered in a grid that is an export; 1 in any other grid."""
    rows = [row for row in grid.rows if row.cells]
    return len(rows) - 1 if rows and columns.is_form_export(rows[0], rows[1:]) else 1


def _entry(document: Document, grid: Grid, row: Row, column: int, asked: Cell) -> Entry:
    label, question = wording.split_label(asked.text)
    cell = row.cells.get(column)
    answer, comment = ticks.read(cell.text) if cell else ("", "")
    return Entry(
        label=label,
        question=question,
        answer=answer,
        comment=" ".join(filter(None, [comment, grid.notes.get(row.number, {}).get(column)])),
        attachments=wording.files(cell.text if cell else ""),
        place=grid.place(row.number, column, page_of(document, cell)),
        **span_of(cell if answer else None),
    )


def _with_more(before: Entry, entry: Entry, *, comment: bool) -> Entry:
    """An answer with the column behind it, which only explains or proves it."""
    said = " ".join(filter(None, [before.comment, entry.answer, entry.comment])) if comment else before.comment
    files = entry.attachments if comment or entry.attachments else filter(None, [entry.answer])
    attachments = tuple(dict.fromkeys((*before.attachments, *files)))
    return before.model_copy(update={"comment": said, "attachments": attachments})
