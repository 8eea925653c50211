"""Filled-in questionnaires of fictional suppliers, written by the libraries that suppliers' programs use."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import docx
import openpyxl
from docx.document import Document as WordDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from supplychain_check.declarations.reading import entries
from supplychain_check.models import Document
from supplychain_check.models.declaration import Entry
from supplychain_check.readers import read

Rows = Iterable[Sequence[object]]


def opened(folder: Path, name: str, content: bytes) -> Document:
    """The document that is read from these bytes."""
    path = folder / name
    path.write_bytes(content)
    return read(path)


def found(folder: Path, name: str, content: bytes) -> tuple[Entry, ...]:
    """The entries of a file of these bytes."""
    return entries(opened(folder, name, content))


def pairs(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Question and answer of each entry."""
    return [(entry.question, entry.answer) for entry in entries]


def workbook(sheets: dict[str, Rows], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """A workbook of these sheets, changed before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change is not None:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def word(draw: Callable[[WordDocument], None]) -> bytes:
    """A Word document."""
    document = docx.Document()
    draw(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word_table(document: WordDocument, rows: Rows) -> None:
    """Add a table of these rows to a Word document."""
    rows = [list(map(str, row)) for row in rows]
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=False):
            cell.text = text


def pdf(draw: Callable[[Canvas], None]) -> bytes:
    """A PDF of one page of A4."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def grid(canvas: Canvas, rows: Sequence[Sequence[str]], widths: Sequence[int], top: int = 760) -> None:
    """Draw a ruled table."""
    for number, row in enumerate(rows):
        x = 60
        for text, width in zip(row, widths, strict=True):
            canvas.rect(x, top - 24 * number, width, 24)
            canvas.drawString(x + 4, top - 24 * number + 8, text)
            x += width
