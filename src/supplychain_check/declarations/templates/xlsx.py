"""Empty forms as workbooks: drop-downs, help where one types, questions that cannot be changed by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from supplychain_check.cells import inert
from supplychain_check.declarations.templates.layout import COLUMNS, Line, about, introduction, layout
from supplychain_check.models.declaration import Form

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = (13, 52, 14, 44, 22)
"""Widths of the columns in characters; together they fit on A4 across at a size that can be read."""
_LAST = len(COLUMNS)
_LINE = 14.5
"""Height of a line of text in points."""
_LONG = 6 * _LINE
"""Height of a row for several sentences."""
_FONT = "Arial"
_INLINE = 250
"""Characters of a drop-down list that may stand in the cell; longer ones need a sheet of their own (the limit is 255)."""
_PROMPT = 250
_GREY, _BAND, _DARK, _PAPER, _LINES = "595959", "E7ECEF", "1F4E5F", "FFFBE6", "B7B7B7"


def write(form: Form) -> bytes:
    """Make the workbook: a sheet with the questions, and one that says where the form comes from."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Answers"
    first = _head(sheet, form)
    row = first
    for row, line in enumerate(layout(form), first):
        _row(book, sheet, row, line)
    _set_up(sheet, form, first - 1, row)
    _about(book, form)
    book.properties.title, book.properties.creator = form.title, form.publisher
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Worksheet, form: Form) -> int:
    """The title, how to answer and the names of the columns; returns the first row after them."""
    _wide(sheet, 1, form.title, size=15, bold=True, colour=_DARK)
    said = introduction(form)
    for number, text in enumerate(said, 2):
        _wide(sheet, number, text)
    row = len(said) + 3
    for column, name in enumerate(COLUMNS, 1):
        cell = _put(sheet, row, column, name)
        _look(cell, bold=True, colour="FFFFFF", fill=_DARK)
    sheet.row_dimensions[row].height = 20
    return row + 1


def _wide(sheet: Worksheet, row: int, text: str, *, size: int = 10, bold: bool = False, colour: str = "000000") -> None:
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=_LAST)
    _look(_put(sheet, row, 1, text), size=size, bold=bold, colour=colour, border=False)
    sheet.row_dimensions[row].height = max(size * 1.5, _height(text, sum(_WIDTHS)))


def _row(book: Workbook, sheet: Worksheet, row: int, line: Line) -> None:
    if line.kind == "section":
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=_LAST)
        _look(_put(sheet, row, 1, line.text), bold=True, size=11, colour=_DARK, fill=_BAND)
        sheet.row_dimensions[row].height = 19
        return
    _look(_put(sheet, row, 1, line.ref), size=7, colour=_GREY)
    question = _put(sheet, row, 2, line.text)
    _look(question, bold=line.kind == "question", indent=2 if line.kind == "option" else 0)
    if line.help:
        question.value = _with_help(line)
    for column in range(3, _LAST + 1):
        _look(sheet.cell(row, column), fill=_PAPER if _open(line, column) else "")
        if _open(line, column):
            _unlock(sheet.cell(row, column))
    if line.answered:
        _validate(book, sheet, sheet.cell(row, 3).coordinate, line)
    if line.free:
        sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=_LAST)
    else:
        sheet.row_dimensions[row] = _growing_row(sheet, row)
    sheet.row_dimensions[row].height = max(_row_height(line), _LONG if line.long else 0)


def _growing_row(sheet: Worksheet, row: int) -> Any:
    """A row that grows with what is written in it, as long as nobody sets its height; merged cells never do so."""
    from openpyxl.worksheet.dimensions import RowDimension

    kind = type("GrowingRow", (RowDimension,), {"customHeight": property(lambda _: False)})
    return kind(sheet, index=row)


def _open(line: Line, column: int) -> bool:
    """Whether a supplier writes in this column of a line."""
    return line.answered if column == 3 else line.explained or line.free


def _row_height(line: Line) -> float:
    if line.kind == "option":
        return max(_height(line.text, _WIDTHS[1] * 1.1), _height(line.ref, _WIDTHS[0] * 1.3)) + 3
    # bold letters are wider, small ones narrower
    return _height(line.text, _WIDTHS[1]) + (_height(line.help, _WIDTHS[1] * 1.2) if line.help else 0) + 6


def _height(text: str, width: float) -> float:
    return _LINE * sum(max(1, ceil(len(part) / width)) for part in text.splitlines() or [""])


def _with_help(line: Line) -> Any:
    """The question in bold with its help below, in one cell, so that they are printed and read together."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    return CellRichText(
        TextBlock(InlineFont(rFont=_FONT, sz=10, b=True), f"{inert(line.text)}\n"),
        TextBlock(InlineFont(rFont=_FONT, sz=9, color=f"FF{_GREY}"), line.help),
    )


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell: Cell = sheet.cell(row, column)
    cell.value = inert(text)
    return cell


def _look(
    cell: Any,
    *,
    size: int = 10,
    bold: bool = False,
    colour: str = "000000",
    fill: str = "",
    border: bool = True,
    indent: int = 0,
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell.font = Font(name=_FONT, size=size, bold=bold, color=colour)
    cell.alignment = Alignment(wrap_text=True, vertical="top", indent=indent)
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    if border:
        side = Side(style="thin", color=_LINES)
        cell.border = Border(side, side, side, side)


def _unlock(cell: Any) -> None:
    from openpyxl.styles import Protection

    cell.protection = Protection(locked=False)
    # as text: a company number keeps its zeros, a date stays as it was written, and nothing typed becomes a formula
    cell.number_format = "@"


def _validate(book: Workbook, sheet: Worksheet, cell: str, line: Line) -> None:
    """A drop-down where there are answers to choose from, and the help when the cell is entered."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if line.kind == "option":
        rule = DataValidation("list", formula1=_source(book, line.choices), allow_blank=True)
    elif line.choices:
        rule = DataValidation("list", formula1=_source(book, line.choices), allow_blank=True)
        rule.promptTitle, rule.prompt = "Choose an answer", _cut(line.help or "Choose from the list.")
    else:
        rule = DataValidation(allow_blank=True)
        rule.promptTitle, rule.prompt = "Write your answer", _cut(line.help or line.text)
    rule.showInputMessage = bool(rule.prompt)
    # "Y" or "yes, since May" is read as well: point to the list, refuse nothing
    rule.showErrorMessage, rule.errorStyle = True, "information"
    rule.errorTitle, rule.error = "Not on the list", "Please choose from the list, and explain in the next column."
    rule.add(cell)
    sheet.add_data_validation(rule)


def _source(book: Workbook, choices: tuple[str, ...]) -> str:
    """Where the list of a drop-down stands: in the cell itself if it is short and plain, else on a sheet of lists."""
    plain = ",".join(choices)
    if len(plain) <= _INLINE and plain.count(",") == len(choices) - 1 and '"' not in plain:
        return f'"{plain}"'
    lists = book["Lists"] if "Lists" in book.sheetnames else book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    column = lists.max_column + 1 if lists["A1"].value else 1
    for row, choice in enumerate(choices, 1):
        lists.cell(row, column).value = inert(choice)
    letter = lists.cell(1, column).column_letter
    return f"Lists!${letter}$1:${letter}${len(choices)}"


def _cut(text: str) -> str:
    return text if len(text) <= _PROMPT else f"{text[: _PROMPT - 4].rsplit(' ', 1)[0]} ..."


def _set_up(sheet: Worksheet, form: Form, header: int, last: int) -> None:
    """Widths, printing and protection."""
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = sheet.cell(header + 1, 1)
    sheet.sheet_view.showGridLines = False
    _print_across(sheet, form)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = f"A1:E{last}"
    # against slips of the hand, not against people: there is no password, and rows may be made higher
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = sheet.protection.formatCells = False


def _print_across(sheet: Worksheet, form: Form) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.75, 0.3
    sheet.oddFooter.left.text = f"{form.id} {form.version}"
    sheet.oddFooter.right.text = "Page &P of &N"


def _about(book: Workbook, form: Form) -> None:
    sheet = book.create_sheet("About this form", 1)
    sheet.column_dimensions["A"].width = 110
    for row, text in enumerate(_about_lines(form), 1):
        _look(_put(sheet, row, 1, text), bold=row == 1, border=False)
        sheet.row_dimensions[row].height = _height(text, 95)
    _print_across(sheet, form)
    sheet.protection.sheet = True


def _about_lines(form: Form) -> Iterator[str]:
    yield "About this form"
    yield from about(form)
