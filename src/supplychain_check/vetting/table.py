"""Many suppliers as a table: CSV with a row a supplier, XLSX with sheets for verdicts and contradictions as well."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

from supplychain_check.reports.csv import Value, safe
from supplychain_check.vetting import text
from supplychain_check.vetting.values import Covered, NoView, Quote, SupplierView, Verdict

_Row = SupplierView | NoView
SUPPLIERS = (
    *("supplier", "read", "declaration", "form", "answered", "questions_of_form", "statement", "statement_period_end"),
    *(
        "older_statements",
        "covered",
        "duty",
        *(verdict.value for verdict in Verdict),
        "gaps",
        "questions",
        "first_question",
    ),
    *("not_said", "warnings", "reason"),
)
CRITERIA = (
    *("supplier", "section", "criterion", "title", "verdict", "confidence", "declared_level", "published_level", "top"),
    *("gap", "question", "answer", "answer_place", "published", "published_place", "why"),
)
CONTRADICTIONS = (
    *("supplier", "outcome", "kind", "confidence", "why", "question", "answer", "answer_place", "published"),
    "published_place",
)
FACTORS = (
    *("supplier", "kind", "factor", "stated", "stated_place", "contract", "list_says", "why", "source", "source_url"),
    "source_checked",
)
QUESTIONS = ("supplier", "number", "kind", "question", "why", "answer", "answered_on")
LOOK_UPS = ("supplier", "what", "where", "date", "result")


def as_csv(rows: Iterable[_Row]) -> str:
    """A row a supplier; no cell is taken for a formula."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(SUPPLIERS)
    writer.writerows([safe(cell) for cell in _supplier(row)] for row in rows)
    return file.getvalue()


def as_xlsx(rows: Sequence[_Row]) -> bytes:
    """Sheets of suppliers, of criteria and of contradictions; no cell is taken for a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)
    sheets = (
        ("Suppliers", SUPPLIERS, map(_supplier, rows)),
        ("Criteria", CRITERIA, _criteria(rows)),
        ("Contradictions", CONTRADICTIONS, _contradictions(rows)),
        ("Risk factors", FACTORS, _factors(rows)),
        ("Questions", QUESTIONS, _questions(rows)),
        ("Look up by hand", LOOK_UPS, _look_ups(rows)),
    )
    for name, header, lines in sheets:
        sheet = book.create_sheet(name)
        sheet.append([one.replace("_", " ") for one in header])
        for line in lines:
            sheet.append([safe(cell) for cell in line])
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
        for column in sheet.iter_cols():
            longest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(max(longest + 2, 8), 60)
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _supplier(row: _Row) -> list[Value]:
    if isinstance(row, NoView):
        said: dict[str, Value] = {"read": "no", "reason": f"{row.reason} {row.hint}".strip()}
    else:
        said = {"read": "yes", **_papers(row), **{v.value: row.counts.get(v, 0) for v in Verdict}}
        said["gaps"] = sum(one.gap for one in row.criteria)
        said["questions"] = len(row.questions)
        said["first_question"] = row.questions[0].text if row.questions else None
        said["not_said"] = ", ".join(row.risk.unsaid) if row.risk else None
        said["warnings"] = " ".join(warn.message for warn in row.warnings)
    said["supplier"] = row.supplier
    return [said.get(name) for name in SUPPLIERS]


def _papers(view: SupplierView) -> dict[str, Value]:
    form = view.declared.form if view.declared else None
    newest = view.statements[0] if view.statements else None
    covers = newest.covers.covered if newest and newest.covers else None
    return {
        "declaration": view.declared.document.name if view.declared else None,
        "form": f"{form.id} {form.version}" if form else None,
        "answered": form.answered if form else None,
        "questions_of_form": form.questions if form else None,
        "statement": newest.document.name if newest else None,
        "statement_period_end": newest.period_end.isoformat() if newest and newest.period_end else None,
        "older_statements": max(len(view.statements) - 1, 0),
        "covered": covers.value if isinstance(covers, Covered) else None,
        "duty": view.duty.state,
    }


def _criteria(rows: Iterable[_Row]) -> Iterator[list[Value]]:
    for row in rows:
        for one in row.criteria if isinstance(row, SupplierView) else ():
            declared, published = next(iter(one.declared), None), next(iter(one.published), None)
            yield [
                *(row.supplier, one.section, one.criterion, one.title, one.verdict.value, one.confidence),
                *(one.declared_level, one.published_level, one.top, "yes" if one.gap else "no"),
                *_declared(declared),
                *_published(published),
                one.reason,
            ]


def _contradictions(rows: Iterable[_Row]) -> Iterator[list[Value]]:
    for row in rows:
        for one in row.contradictions if isinstance(row, SupplierView) else ():
            yield [
                *(row.supplier, one.outcome, one.kind, one.confidence, one.reason),
                *_declared(one.declared),
                *_published(one.published),
            ]


def _factors(rows: Iterable[_Row]) -> Iterator[list[Value]]:
    for row in rows:
        for one in row.risk.factors if isinstance(row, SupplierView) and row.risk else ():
            yield [
                *(row.supplier, one.kind, one.name, *_published(next(iter(one.stated), None)), one.contract or None),
                *(one.named or None, one.why, one.source.title, one.source.url, "yes" if one.source.verified else "no"),
            ]


def _questions(rows: Iterable[_Row]) -> Iterator[list[Value]]:
    for row in rows:
        for number, one in enumerate(row.questions if isinstance(row, SupplierView) else (), 1):
            yield [row.supplier, number, one.kind.value, one.text, text.because(one), None, None]


def _look_ups(rows: Iterable[_Row]) -> Iterator[list[Value]]:
    for row in rows:
        for one in row.look_ups if isinstance(row, SupplierView) else ():
            yield [row.supplier, one.title, one.url, None, None]


def _declared(quote: Quote | None) -> tuple[Value, Value, Value]:
    return (quote.question, quote.text, text.place(quote)) if quote else (None, None, None)


def _published(quote: Quote | None) -> tuple[Value, Value]:
    return (quote.text, text.place(quote)) if quote else (None, None)
