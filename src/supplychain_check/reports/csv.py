"""Results for spreadsheets: a row a finding, and a row for every file that was not scored."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from supplychain_check.cells import FORMULA
from supplychain_check.compare.comparison import Cell, Comparison, Row, SectionRow
from supplychain_check.models import Assessment, Disclosure, Duplicate, Excluded, Finding, Manifest, Outcome, Role
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean
from supplychain_check.reports.side_by_side import note
from supplychain_check.reports.tables import why_not
from supplychain_check.score import counted, effective, max_points, points

NAME = "csv"
EXTENSION = ".csv"
Value = str | int | float | None
COLUMNS = (
    *("outcome", "reading", "assessment", "file", "sha256", "entity", "period_start", "period_end", "kind"),
    *("pack", "pack_version", "tool_version", "model", "model_version"),
    *("section", "criterion", "title", "obligation", "asked_by_law", "level", "max_level", "disclosure"),
    *("points", "max_points", "counted", "machine_level", "reviewer", "review_reason"),
    *("quote", "page", "heading", "status", "matched", "reason", "evidence_count", "accuracy"),
)


def render(outcomes: Sequence[Outcome], *, role: Role = Role.PROCUREMENT, manifest: Manifest | None = None) -> str:
    """Write a row a finding and a row a file that was not scored.

    Args:
        outcomes: of all files, in order.
        role: not used here; all formats take it.
        manifest: not used here; all formats take it.
    """
    return _write(COLUMNS, ([row.get(name) for name in COLUMNS] for row in _all(outcomes)))


def _write(header: Sequence[str], rows: Iterable[Iterable[Value]]) -> str:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([safe(name) for name in header])
    writer.writerows([safe(value) for value in row] for row in rows)
    return file.getvalue()


def safe(value: Value) -> str | int | float:
    """A cell that no spreadsheet runs: numbers as they are, text clean, with an apostrophe before a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if value.startswith(FORMULA) or text.startswith(FORMULA) else text


def _all(outcomes: Sequence[Outcome]) -> Iterator[dict[str, Value]]:
    for outcome in outcomes:
        if isinstance(outcome, Assessment):
            head = _head(outcome)
            yield from (head | _finding(finding) for finding in outcome.findings)
        else:
            yield _not_scored(outcome)


def _not_scored(outcome: Outcome) -> dict[str, Value]:
    row: dict[str, Value] = {"outcome": "unreadable", "reason": why_not(outcome)}
    if isinstance(outcome, Assessment):
        return row
    row["file"] = outcome.path
    if isinstance(outcome, Excluded):
        entity, kind = wording.entities(outcome.identity), outcome.identity.kind.value
        return row | {"outcome": "not a statement", "sha256": outcome.document.sha256, "entity": entity, "kind": kind}
    if isinstance(outcome, Duplicate):
        row["outcome"] = "duplicate"
    return row | {"sha256": outcome.sha256}


def _head(assessment: Assessment) -> dict[str, Value]:
    identity, document = assessment.identity, assessment.document
    return {
        "outcome": "assessed",
        "reading": wording.heading(assessment),
        "assessment": assessment.id,
        "file": document.path,
        "sha256": document.sha256,
        "entity": wording.entities(identity),
        "period_start": identity.period_start.isoformat() if identity.period_start else None,
        "period_end": identity.period_end.isoformat() if identity.period_end else None,
        "kind": (assessment.options.kind or identity.kind).value,
        "pack": assessment.pack.id,
        "pack_version": assessment.pack.version,
        "tool_version": assessment.tool_version,
        "model": assessment.model.name,
        "model_version": assessment.model.version,
    }


def _finding(finding: Finding) -> dict[str, Value]:
    now = effective(finding)
    return {
        "section": finding.section,
        "criterion": finding.criterion,
        "title": finding.title,
        "obligation": finding.obligation.value,
        "asked_by_law": "yes" if finding.asked_by_law else "no",
        "level": now.level,
        "max_level": wording.top(finding),
        "disclosure": now.state.value,
        "points": points(finding),
        "max_points": max_points(finding),
        "counted": "yes" if counted(finding) else "no",
        "machine_level": finding.level if now.review else None,
        "reviewer": now.review.by if now.review else None,
        "review_reason": now.review.reason if now.review else None,
        "reason": finding.reason,
        "evidence_count": finding.evidence_count,
        "accuracy": finding.accuracy,
        **(_best(finding.evidence[0]) if finding.evidence else {}),
    }


def _best(disclosure: Disclosure) -> dict[str, Value]:
    return {
        "quote": wording.quoted(disclosure),
        "page": disclosure.page,
        "heading": disclosure.place or " > ".join(disclosure.headings),
        "status": disclosure.status.value,
        "matched": "; ".join(disclosure.matched),
    }


def render_comparison(comparison: Comparison) -> str:
    """Write a row a section and a row a criterion; each document has its columns."""
    names = [f"{column.label} [{column.id}]" for column in comparison.columns]
    each = [f"{name}: {what}" for name in names for what in ("level", "of", "disclosure", "points", "max points")]
    header = ("row", "section", "criterion", "title", "difference", *each)
    return _write(header, _comparison_rows(comparison))


def _comparison_rows(comparison: Comparison) -> Iterator[list[Value]]:
    for section in comparison.sections:
        yield _section_row(section)
        yield from (_criterion_row(row, comparison) for row in comparison.rows if row.section == section.id)
    if any(comparison.totals):
        sums = ((t.points, t.max_points) if t else (None, None) for t in comparison.totals)
        yield ["total", None, None, "All sections", None, *(v for s in sums for v in (None, None, None, *s))]
    for warning in comparison.mixed:
        yield ["warning", None, None, warning, None, *[None] * (5 * len(comparison.columns))]


def _section_row(section: SectionRow) -> list[Value]:
    cells: list[Value] = []
    for result in section.cells:
        cells += [None, None, None, *((result.points, result.max_points) if result else (None, None))]
    return ["section", section.id, None, section.title, None, *cells]


def _criterion_row(row: Row, comparison: Comparison) -> list[Value]:
    cells = [value for cell in row.cells for value in _cell(cell)]
    return ["criterion", row.section, row.criterion, row.title, note(row, comparison), *cells]


def _cell(cell: Cell | None) -> list[Value]:
    if cell is None:
        return [None] * 5
    return [cell.level, cell.max_level, cell.state.value, cell.points, cell.max_points if cell.counted else 0]
