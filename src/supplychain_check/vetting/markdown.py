"""A supplier's view as Markdown, to be filed or put into a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplychain_check.reports.clean import GLUE, clean
from supplychain_check.vetting import text
from supplychain_check.vetting.values import CriterionView, Quote, RiskProfile, SupplierView

NAME, EXTENSION = "markdown", ".md"
_MARKS = re.compile(r"([\\`*_\[\]<>|#])")


def render(view: SupplierView) -> str:
    """Write one view."""
    lines = [f"# {_safe(view.supplier)}", "", f"*{text.HEAD.capitalize()}.*", "", *_papers(view), ""]
    if view.contradictions:
        lines += ["## What does not go together", ""]
        for one in view.contradictions:
            lines += [f"- **{one.outcome}** (confidence {one.confidence:.2f}): {_safe(one.reason)}"]
            lines += [f"  - Declared: {_quote(one.declared)}", f"  - Published: {_quote(one.published)}"]
        lines += [""]
    lines += ["## Criteria", "", "| criterion | verdict | declared | published | why | confidence |"]
    lines += ["|---|---|---|---|---|---|", *(_row(one) for one in view.criteria), ""]
    lines += [*_risk(view.risk), "## Questions to put to the supplier", ""]
    lines += [f"{number}. {_safe(one.text)}" for number, one in enumerate(view.questions, 1)] or ["None."]
    if view.look_ups:
        lines += ["", "## To look up by hand", "", "| what | where | date | result |", "|---|---|---|---|"]
        lines += [f"| {_safe(one.title)} | {_safe(one.url)} | | |" for one in view.look_ups]
    return "\n".join([*lines, "", text.LIMITS, ""])


def _risk(risk: RiskProfile | None) -> Iterator[str]:
    if risk is None or not (risk.factors or risk.unsaid or risk.contracts):
        return
    yield from ("## Why some subjects matter more here", "", text.RISK, "")
    if risk.contracts:
        yield from (_safe(f"Contract: {', '.join(risk.contracts)}."), "")
    numbers = text.source_numbers(risk)
    for factor in risk.factors:
        yield f"- {_safe(text.factor_line(factor, numbers))}"
        yield from (f"  - Stated: {_quote(quote)}" for quote in factor.stated)
    unsaid = text.unsaid_line(risk)
    yield from ([f"- {unsaid}"] if unsaid else [])
    yield from ("", *(f"- {_safe(source)}" for source in text.sources(risk)), "")


def _papers(view: SupplierView) -> list[str]:
    lines = [text.declaration_line(view)]
    for one in view.statements:
        lines.append(text.statement_line(one))
        lines += [text.coverage_line(one).replace(GLUE, " ")] if one.covers else []
    if not view.statements:
        lines.append(f"No statement. {view.duty.reason}")
    lines += [warn.message for warn in view.warnings]
    return [f"- {_safe(line)}" for line in [*lines, text.counts_line(view)]]


def _row(one: CriterionView) -> str:
    sides = (_quote(side[0]) if side else "" for side in (one.declared, one.published))
    cells = (_safe(one.title), one.verdict.value, *sides, _safe(one.reason), f"{one.confidence:.2f}")
    return f"| {' | '.join(cells)} |"


def _quote(quote: Quote) -> str:
    return _safe(text.quoted(quote).replace(GLUE, " "))


def _safe(said: str) -> str:
    """Text of a document, so that nothing in it is taken for Markdown."""
    return _MARKS.sub(r"\\\1", clean(said))
