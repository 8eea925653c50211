"""A comparison as a table: criteria down, documents across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from supplychain_check.compare.comparison import Cell, Comparison, Row, SectionRow
from supplychain_check.models import COUNTED, DisclosureState
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.scores import figure, items_only, number

TITLE_LEAST, TITLE_MOST = 28, 41
CELL = 7
NOTE = 9
NAMED_TOPS = 3
"""When more documents than this share the highest level, naming them says little."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEGEND = (
    "2/3 = level 2 of 3; (2/3) = told though not asked here, without points; - = not asked or not checkable; "
    "n/a = not applicable; ? = unclear; * = a person's reading. "
    "Compare points only where they are out of the same number."
)
_OTHER = {
    DisclosureState.NOT_APPLICABLE: "n/a",
    DisclosureState.UNCLEAR: "?",
    DisclosureState.NOT_CHECKABLE: "-",
    DisclosureState.NOT_ASKED: "-",
}


def write_comparison(paper: Paper, comparison: Comparison, *, all_rows: bool) -> None:
    """Print a comparison; rows that are alike everywhere share a line unless `all_rows`."""
    _write_key(paper, comparison)
    number = len(comparison.columns)
    fit = max((paper.width - TITLE_LEAST - NOTE - 2) // (CELL + 1), 1)
    for start in range(0, number, fit):
        part = range(start, min(start + fit, number))
        _write_part(paper, comparison, part, all_rows=all_rows)
    paper.line()
    paper.line(LEGEND, "dim")


def _write_key(paper: Paper, comparison: Comparison) -> None:
    reviewed = any(column.reviewed for column in comparison.columns)
    paper.line("MACHINE READING, REVIEWED IN PART" if reviewed else "UNREVIEWED MACHINE READING", "bold")
    paper.line(clean(comparison.pack_title), "bold")
    for letter, column in zip(letters(len(comparison.columns)), comparison.columns, strict=True):
        entries = [clean(column.label), clean(column.file), f"id {column.id}"]
        paper.item(letter, "; ".join([*entries, *(["draft"] if column.draft else [])]))
        if comparison.mixed:
            paper.item("", f"measured with {column.measured_with}")
    for warning in comparison.mixed:
        paper.item("!", f"{clean(warning)} Differences may come from that alone.", "yellow", indent=0)


def letters(number: int) -> list[str]:
    """A, B ... Z, AA, AB ... for so many columns."""
    return [(LETTERS[n // 26 - 1] if n >= 26 else "") + LETTERS[n % 26] for n in range(number)]


def _write_part(paper: Paper, comparison: Comparison, part: range, *, all_rows: bool) -> None:
    names = letters(len(comparison.columns))
    room = paper.width - len(part) * (CELL + 1) - NOTE - 2
    title = max(min(room, TITLE_MOST), TITLE_LEAST)
    widths = (title, *([CELL] * len(part)), NOTE)
    paper.line()
    paper.table(("", *(names[i] for i in part), ""), [], widths)
    for place, section in enumerate(comparison.sections):
        if place:
            paper.line()
        rows = [row for row in comparison.rows if row.section == section.id]
        shown = [row for row in rows if all_rows or row.differs]
        table: list[Sequence[str | Text]] = [_section_line(section, part, title, comparison.scoring)]
        table += [_line(row, part, comparison, title) for row in shown]
        paper.table((), table, widths)
        alike = [_alike(row) for row in rows if row not in shown]
        if alike and part.start == 0:
            paper.line(f"Alike: {'; '.join(alike)}.", "dim", indent=2)
    if whole := list(_whole_lines(comparison, part)):
        paper.line()
        paper.table((), [[Text(cell, "bold") for cell in line] for line in whole], widths)


def _whole_lines(comparison: Comparison, part: range) -> Iterator[tuple[str, ...]]:
    """The total and the letters, where the packs have them."""
    if any(comparison.totals):
        sums = (comparison.totals[i] for i in part)
        yield ("All sections", *(f"{number(t.points)}/{number(t.max_points)}" if t else "-" for t in sums), "points")
    names = dict.fromkeys(band.of for letters in comparison.bands for band in letters)
    for name in names:
        found = ({band.of: clean(band.band) or "-" for band in comparison.bands[i]} for i in part)
        yield (f"Band for {clean(name)}", *(letters.get(name, "-") for letters in found), "")


def _section_line(section: SectionRow, part: range, title: int, scoring: Sequence[str]) -> tuple[Text, ...]:
    cells = (Text(figure(result, scoring) if (result := section.cells[i]) else "-", "bold") for i in part)
    unit = "items" if items_only(scoring) else "points"
    return (Text(short(f"{section.id} {section.title}", title), "bold"), *cells, Text(unit, "bold"))


def _line(row: Row, part: range, comparison: Comparison, title: int) -> tuple[str, ...]:
    return (f"  {short(row.title, title - 2)}", *(mark(row.cells[i]) for i in part), note(row, comparison))


def mark(cell: Cell | None) -> str:
    """Level of how many, or why there is none; a star where a person's reading stands."""
    if cell is None:
        return "none"
    level = f"{cell.level}/{cell.max_level}"
    if cell.state in COUNTED:
        shown = level
    else:
        volunteered = cell.state is DisclosureState.NOT_ASKED and cell.level
        shown = f"({level})" if volunteered else _OTHER[cell.state]
    return shown + ("*" if cell.overruled else "")


def note(row: Row, comparison: Comparison) -> str:
    """The difference in words: up or down between two years of one entity, else who has the highest level."""
    if not row.differs:
        return "alike"
    levels = [cell.level if cell and cell.state in COUNTED else None for cell in row.cells]
    known = [level for level in levels if level is not None]
    if len(known) < len(levels) or len(set(known)) == 1:
        return "differs"
    if comparison.same_entity and len(known) == 2 and (way := _chronological(comparison)):
        step = way * (known[1] - known[0])
        return f"{'up' if step > 0 else 'down'} {abs(step)}"
    tops = [name for name, level in zip(letters(len(known)), known, strict=True) if level == max(known)]
    return f"top {' '.join(tops)}" if len(tops) <= NAMED_TOPS else "differs"


def _chronological(comparison: Comparison) -> int:
    """1 where the second column is the later year, -1 where it is the earlier, 0 where that is not known."""
    first, second = (column.period_end for column in comparison.columns)
    if first is None or second is None or first == second:
        return 0
    return 1 if second > first else -1


def _alike(row: Row) -> str:
    return f"{clean(row.title)} {mark(next((c for c in row.cells if c), None))}"
