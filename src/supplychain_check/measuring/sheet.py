"""The coding sheet as a workbook: written so that no cell runs, read back with mistakes named by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from supplychain_check.criteria import Pack
from supplychain_check.errors import InputProblem
from supplychain_check.measuring.sample import Row
from supplychain_check.reports.clean import clean

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Coding"
ANSWERS = ("yes", "no", "unsure")
CODERS = ("coder 1", "coder 2")
_HEADER = (
    "row",
    "criterion",
    "question",
    "what counts",
    "document",
    "where",
    "before",
    "passage",
    "after",
    *CODERS,
    "remarks",
)
_WIDTHS = (6, 20, 40, 40, 20, 20, 36, 60, 36, 10, 10, 30)
_LONGEST = 5000
"""Characters of a cell; a passage is longer only where a text has no sentences."""
_MOST_BYTES = 20 * 2**20
_SHOWN = 10

GUIDE = (
    "Read the question and what counts, then the passage. Answer from the passage, with the heading above it and the "
    "sentences before and after it, which are there to make it clear.",
    "yes: the passage answers the question as 'what counts' says. no: it does not. unsure: you cannot tell from the "
    "passage.",
    "Two people fill in one column each, on their own, without looking at the other column and without the key.",
    "Some passages were found by a program, others were only the nearest that it had. The sheet does not say which.",
)


class Coded(NamedTuple):
    """The answers in one row; "" where there is none."""

    id: int
    answers: tuple[str, str]


def write_sheet(rows: Sequence[Row], pack: Pack, path: Path) -> None:
    """Write the rows as a workbook with drop-down lists for two coders."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _fill(sheet, 1, _HEADER)
    for number, row in enumerate(rows, start=2):
        where = (row.title, row.question, row.counts, row.document, row.where, row.before, row.passage, row.after)
        _fill(sheet, number, (row.id, *where, "", "", ""))
    choice = DataValidation(type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True, showErrorMessage=True)
    choice.error = f"Choose {', '.join(ANSWERS)}."
    sheet.add_data_validation(choice)
    first, last = (_letter(_HEADER.index(name)) for name in CODERS)
    choice.add(f"{first}2:{last}{len(rows) + 1}")
    _style(sheet)
    _write_guide(book.create_sheet("Read me first", 0), pack)
    book.active = 0
    book.save(path)


def _letter(place: int) -> str:
    return "ABCDEFGHIJKL"[place]


def _fill(sheet: Worksheet, number: int, values: Sequence[str | int]) -> None:
    """Write a row in which every text is a text, however it begins."""
    from openpyxl.styles import Alignment

    for place, value in enumerate(values, start=1):
        cell = sheet.cell(number, place)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, int):
            cell.value = value
        elif text := clean(value)[:_LONGEST]:
            cell.value, cell.data_type = text, "s"
            # what a spreadsheet writes before a text that must stay a text, also when the cell is edited
            cell.quotePrefix = True


def _style(sheet: Worksheet) -> None:
    from openpyxl.styles import Font

    sheet.freeze_panes = "B2"
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions[_letter(place)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _write_guide(sheet: Worksheet, pack: Pack) -> None:
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate((f"Coding sheet: {pack.head.title}", *GUIDE), start=1):
        _fill(sheet, number, (line,))


def read_sheet(path: Path) -> list[Coded]:
    """Read the answers of a coding sheet.

    Raises:
        InputProblem: it is no such workbook, or has answers other than yes, no and unsure; the first ten are listed.
    """
    lines = list(_table(path))
    header = [str(value or "").strip().lower() for value in lines[0]] if lines else []
    missing = [name for name in ("row", *CODERS) if name not in header]
    if missing:
        raise InputProblem(
            f"{path} is no coding sheet: its sheet {SHEET!r} has no column {', '.join(missing)}.",
            "Leave the header row as supplychain-check packs sample wrote it.",
        )
    places = [header.index(name) for name in ("row", *CODERS)]
    problems: list[str] = []
    coded = [c for n, line in enumerate(lines[1:], start=2) if (c := _coded(n, [line[p] for p in places], problems))]
    if problems:
        more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise InputProblem("\n  ".join([f"{path} cannot be used:", *problems[:_SHOWN], *more]), "Correct these cells.")
    return coded


def _coded(number: int, cells: Sequence[object], problems: list[str]) -> Coded | None:
    row, *said = ("" if cell is None else str(cell).strip().lower() for cell in cells)
    if not row and not any(said):
        return None
    if not row.isdecimal():
        problems.append(f"row {number}: {row!r} in the column 'row' is no number")
        return None
    problems += [
        f"row {number}: {name} says {answer!r}; it must be {', '.join(ANSWERS)} or empty"
        for name, answer in zip(CODERS, said, strict=True)
        if answer not in ("", *ANSWERS)
    ]
    return Coded(int(row), (said[0], said[1]))


def _table(path: Path) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook

    try:
        if path.stat().st_size > _MOST_BYTES or _unpacked(path) > 10 * _MOST_BYTES:
            raise InputProblem(f"{path} is too large for a coding sheet.", "Give the sheet that the coders filled in.")
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise InputProblem(f"The sheet {path} cannot be opened: {error.strerror}.", "Check the path.") from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputProblem(f"{path} is not an XLSX workbook.", "Save it as XLSX.") from error
    try:
        if SHEET not in book.sheetnames:
            raise InputProblem(
                f"{path} is no coding sheet: it has no sheet {SHEET!r}.", "Give the sheet of the coders."
            )
        yield from book[SHEET].iter_rows(values_only=True)
    finally:
        book.close()


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as packed:
        return sum(member.file_size for member in packed.infolist())
