"""A comparison as a table: criteria down, documents across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from supplychain_check.compare.comparison import Cell, Comparison, Row, SectionRow
from supplychain_check.models import COUNTED, DisclosureState, SectionResult
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.paper import Paper

TITLE = 32
CELL = 8
NOTE = 9
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OTHER = {
    DisclosureState.NOT_APPLICABLE: "n/a",
    DisclosureState.UNCLEAR: "?",
    DisclosureState.NOT_CHECKABLE: "-",
    DisclosureState.NOT_ASKED: "-",
}


def write_comparison(paper: Paper, comparison: Comparison, *, all_rows: bool) -> None:
    """Print a comparison; rows that are alike everywhere share a line unless `all_rows`."""
    _write_key(paper, comparison)
    fit = max((paper.width - TITLE - NOTE - 2) // (CELL + 1), 1)
    for start in range(0, len(comparison.columns), fit):
        part = range(start, min(start + fit, len(comparison.columns)))
        _write_part(paper, comparison, part, all_rows=all_rows)
    paper.line(
        "2/3 is level 2 of 3; - is not asked or not checkable here; n/a is not applicable; ? is unclear; "
        "* is a person's reading. Points stand beside what they are out of: compare them only where that is alike.",
        "dim",
    )


def _write_key(paper: Paper, comparison: Comparison) -> None:
    reviewed = any(column.reviewed for column in comparison.columns)
    paper.line("MACHINE READING, REVIEWED IN PART" if reviewed else "UNREVIEWED MACHINE READING", "bold")
    paper.line(clean(comparison.pack_title), "bold")
    for letter, column in zip(letters(len(comparison.columns)), comparison.columns, strict=True):
        entries = [clean(column.label), clean(column.file), f"id {column.id}"]
        paper.item(letter, "; ".join([*entries, *(["draft"] if column.draft else [])]))
    for warning in comparison.mixed:
        paper.item("!", f"{warning} Differences may come from that alone.", "yellow", indent=0)
    if comparison.mixed:
        for letter, column in zip(letters(len(comparison.columns)), comparison.columns, strict=True):
            paper.item(letter, column.measured_with)


def letters(number: int) -> list[str]:
    """A, B ... Z, AA, AB ... for so many columns."""
    return [(LETTERS[n // 26 - 1] if n >= 26 else "") + LETTERS[n % 26] for n in range(number)]


def _write_part(paper: Paper, comparison: Comparison, part: range, *, all_rows: bool) -> None:
    names = letters(len(comparison.columns))
    widths = (TITLE, *([CELL] * len(part)), NOTE)
    for section in comparison.sections:
        rows = [row for row in comparison.rows if row.section == section.id]
        shown = [row for row in rows if all_rows or row.differs]
        table: list[Sequence[str | Text]] = [_section_line(section, part)]
        table += [_line(row, part, comparison) for row in shown]
        paper.line()
        paper.table(("", *(names[i] for i in part), ""), table, widths)
        if alike := list(_alike([row for row in rows if row not in shown])):
            paper.line(f"Alike: {'; '.join(alike)}.", indent=2)
    paper.line()


def _section_line(section: SectionRow, part: range) -> tuple[Text, ...]:
    cells = (Text(_points(section.cells[i]), "bold") for i in part)
    return (Text(short(f"{section.id} {section.title}", TITLE), "bold"), *cells, Text("points", "bold"))


def _points(result: SectionResult | None) -> str:
    return f"{result.points:g}/{result.max_points:g}" if result and result.max_points else "-"


def _line(row: Row, part: range, comparison: Comparison) -> tuple[str, ...]:
    return (f"  {short(row.title, TITLE - 2)}", *(mark(row.cells[i]) for i in part), note(row, comparison))


def mark(cell: Cell | None) -> str:
    """Level of how many, or why there is none; a star where a person's reading stands."""
    if cell is None:
        return "none"
    shown = f"{cell.level}/{cell.max_level}" if cell.state in COUNTED else _OTHER[cell.state]
    return shown + ("*" if cell.overruled else "")


def note(row: Row, comparison: Comparison) -> str:
    """The difference in words: up or down between two years of one entity, else that there is one."""
    if not row.differs:
        return "alike"
    cells: Sequence[Cell | None] = row.cells
    if comparison.same_entity and len(cells) == 2 and (first := cells[0]) and (second := cells[1]):
        step = _chronological(comparison) * (second.level - first.level)
        if step and first.state in COUNTED and second.state in COUNTED:
            return f"{'up' if step > 0 else 'down'} {abs(step)}"
    return "differs"


def _chronological(comparison: Comparison) -> int:
    """1 where the second column is the later year, -1 where it is the earlier, 0 where that is not known."""
    first, second = (column.period_end for column in comparison.columns)
    if first is None or second is None or first == second:
        return 0
    return 1 if second > first else -1


def _alike(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield f"{clean(row.title)} {mark(next((c for c in row.cells if c), None))}"
