"""Workbooks of Excel 97 to 2003 (XLS), through xlrd: it knows formats and what is hidden, which calamine does not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.builder import Draft, clean
from supplychain_check.readers.number_format import GENERAL, shown
from supplychain_check.readers.package import locked
from supplychain_check.readers.spreadsheet import Allowance, Cell, Sheet, draft_of
from supplychain_check.readers.visible import Marks, drop_hidden
from supplychain_check.readers.xlsx_styles import Style

if TYPE_CHECKING:
    import xlrd

NAME = "XLS"
MEDIA_TYPES = ("application/vnd.ms-excel",)
EXTENSIONS = (".xls",)

MAX_BYTES = 40 * 1024 * 1024
"""Largest file; the format ends at 65,536 rows a sheet."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = tuple(name.encode("utf-16-le") + b"\0\0" for name in ("Workbook", "Book"))
_NOTHING = (0, 6)
"""Types of cells that hold no value."""

_WHITE = (1, 9)
_PLAIN = Style()
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def sniff(data: bytes, name: str) -> bool:
    """Whether this is a container of old Office with a workbook in it."""
    return data.startswith(_OLE) and any(stream in data for stream in _STREAMS)


def read(data: bytes, name: str) -> Draft:
    """Read the sheets that are shown, row by row.

    Raises:
        InputProblem: it is damaged or locked, or holds more than the limits.
    """
    if len(data) > MAX_BYTES:
        raise InputProblem(
            f"{name} is larger than {MAX_BYTES // 2**20} MB, the limit for XLS.",
            "Save only the sheets that matter as a workbook of their own.",
            reason=UnreadableReason.TOO_LARGE,
        )
    book = _open(data, name)
    allowance = Allowance(name)
    sheets, hidden = [], []
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility:
            hidden.append(sheet.name)
        else:
            sheets.append(_sheet(book, sheet, allowance))
    warnings = [f"Hidden sheets, which were not read: {', '.join(hidden)}."] if hidden else []
    if _MACROS in data:
        warnings.append("The workbook holds macros, which were neither read nor run.")
    return draft_of(sheets, {"author": book.user_name or ""}, warnings)


def _open(data: bytes, name: str) -> xlrd.Book:
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=False
        )
    except (MemoryError, InputProblem):
        raise
    except Exception as problem:
        # xlrd checks little of what it reads: a broken file ends in whatever the broken value leads to
        if "encrypted" in str(problem).lower():
            raise locked(name) from problem
        raise InputProblem(
            f"{name} is damaged and cannot be opened.",
            "Download it again, or open it in a spreadsheet program and save it as XLSX.",
            reason=UnreadableReason.DAMAGED,
        ) from problem


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, allowance: Allowance) -> Sheet:
    found = Sheet(sheet.name)
    marks = Marks(
        rows={row for row, info in sheet.rowinfo_map.items() if info.hidden},
        columns=[(column, column) for column, info in sheet.colinfo_map.items() if info.hidden],
        merged=[(r1, c1, r2 - 1, c2 - 1) for r1, r2, c1, c2 in sheet.merged_cells],
    )
    styles = {index: _style(book, index) for index in range(len(book.xf_list))}
    for row, column in _places(sheet):
        style = styles.get(sheet.cell_xf_index(row, column), _PLAIN)
        text, number = _value(book, sheet.cell(row, column), style.code)
        cell = Cell(row, column, allowance.take(text), number, style.bold, style.size)
        if style.unseen or not text:
            marks.unseen.append(cell.address)
        else:
            found.cells.append(cell)
    for place, note in sheet.cell_note_map.items():
        words = clean(allowance.take(note.text))
        found.notes[place] = words.removeprefix(f"{note.author}:").strip() if note.author else words
    drop_hidden(found, marks)
    return found


def _places(sheet: xlrd.sheet.Sheet) -> Iterator[tuple[int, int]]:
    """Row and column of each cell that holds something."""
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if sheet.cell_type(row, column) not in _NOTHING and str(sheet.cell_value(row, column)).strip():
                yield row, column


def _style(book: xlrd.Book, index: int) -> Style:
    try:
        style = book.xf_list[index]
        font, number_format = book.font_list[style.font_index], book.format_map.get(style.format_key)
    except IndexError:
        return _PLAIN
    code = number_format.format_str if number_format else GENERAL
    filled = style.background is not None and style.background.fill_pattern != 0
    return Style(
        code or GENERAL,
        bool(font.bold) or font.weight >= 700,
        font.height / 20,
        font.colour_index in _WHITE and not filled,
    )


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell, code: str) -> tuple[str, bool]:
    """What the cell shows, and whether it is a number, date or truth value."""
    import xlrd

    kind, value = cell.ctype, cell.value
    if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return shown(float(value), code, from_1904=bool(book.datemode)), True
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), True
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(value), "#ERROR!"), False
    return str(value), False
