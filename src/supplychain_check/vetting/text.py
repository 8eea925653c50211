"""A supplier's view for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from supplychain_check.reports import wording
from supplychain_check.reports.clean import GLUE, clean, short
from supplychain_check.reports.paper import Paper
from supplychain_check.vetting.values import (
    Contradiction,
    CriterionView,
    NoView,
    Quote,
    RiskFactor,
    RiskProfile,
    StatementView,
    SupplierQuestion,
    SupplierView,
    Verdict,
)

NAME, EXTENSION = "text", ".txt"
QUOTE = 150
HEAD = "UNREVIEWED MACHINE READING OF A DECLARATION BESIDE STATEMENTS"
LIMITS = (
    "This tool reads what is written. In blind tests about half of the contradictions that it raised were none, and it "
    "missed two of three that there were: read both quotes. That two papers differ says nothing of who is right: ask."
)
RISK = "What is named here says where to look. It is no verdict on the supplier, a country or a sector."
_UNSAID = {"goods": "which goods", "countries": "from which countries goods come", "workforce": "who does the work"}
_IN_FULL = (Verdict.CONTRADICTED, Verdict.DIFFERS, Verdict.SUPPORTED, Verdict.DECLARED_ONLY, Verdict.PUBLISHED_ONLY)
_TOLD_ABOVE = (Verdict.CONTRADICTED, Verdict.DIFFERS)
_COLUMNS = (
    "contra- dicted",
    "differs in scope",
    "supported",
    "declared only",
    "published only",
    "both silent",
    "to ask",
)
"""Heads of the table, as narrow as their longest word: in the order of `_IN_FULL`, then what both leave out."""
_TITLES = {
    Verdict.CONTRADICTED: "Contradicted: the two cannot both hold",
    Verdict.DIFFERS: "Differs in scope or period",
    Verdict.SUPPORTED: "Supported: declared and published",
    Verdict.DECLARED_ONLY: "Declared only",
    Verdict.PUBLISHED_ONLY: "Published only",
    Verdict.SILENT: "Both silent",
    Verdict.NOT_APPLICABLE: "Does not apply",
}


def render(
    view: SupplierView, *, width: int = 80, colour: bool = False, unicode: bool = True, verbose: bool = False
) -> str:
    """Write one view.

    Args:
        view: of one supplier.
        width: in columns, at least 40.
        colour: with ANSI colours.
        unicode: False where the output cannot show more than ASCII.
        verbose: with both quotes of every criterion.
    """
    paper = Paper(width, colour=colour, unicode=unicode)
    _head(paper, view)
    _contradictions(paper, view.contradictions)
    for verdict in Verdict:
        _group(paper, verdict, [one for one in view.criteria if one.verdict is verdict], verbose=verbose)
    _risk(paper, view.risk, verbose=verbose)
    _questions(paper, view)
    _look_ups(paper, view)
    paper.line()
    paper.line(LIMITS)
    return paper.text()


def _head(paper: Paper, view: SupplierView) -> None:
    paper.line(HEAD, "bold")
    paper.line(clean(view.supplier), "bold")
    paper.line(declaration_line(view))
    for one in view.statements:
        paper.line(statement_line(one))
        if one.covers:
            paper.line(f"{coverage_line(one)}", indent=2)
    if not view.statements:
        paper.line(f"No statement. {clean(view.duty.reason)}")
    pack = view.pack
    paper.line(f"Criteria: {clean(pack.title)} ({pack.id} {pack.version}, {pack.status}).")
    for warn in view.warnings:
        paper.item("!", clean(warn.message), "yellow", indent=0)
    paper.line(counts_line(view))


def declaration_line(view: SupplierView) -> str:
    """Which declaration was read, and how much of its form was answered."""
    if view.declared is None or view.declared.form is None:
        return "No declaration."
    form = view.declared.form
    return (
        f"Declaration: {clean(view.declared.document.name)}, form {form.id} {form.version}, {form.answered} of "
        f"{form.questions} questions answered."
    )


def statement_line(one: StatementView) -> str:
    """Which statement was read, whose, and for which period."""
    period = wording.period(one.assessment.identity)
    older = "Older statement" if one.older else "Statement"
    return f"{older}: {clean(one.document.name)}; {one.entity or 'entity not found'}; {period or 'period not found'}."


def coverage_line(one: StatementView) -> str:
    """Whether a statement covers the supplier that was asked about."""
    assert one.covers is not None
    covers = one.covers
    where = f' "{short(covers.quote.text, QUOTE)}"{_where(covers.quote)}' if covers.quote else ""
    return f"{clean(covers.name)}: {covers.covered.value}. {clean(covers.reason)}{where}"


def counts_line(view: SupplierView) -> str:
    """How many criteria have each verdict."""
    counts = [f"{number} {verdict.value}" for verdict, number in view.counts.items() if number]
    return f"{wording.plural(len(view.criteria), 'criterion', 'criteria')}: {', '.join(counts) or 'none'}."


def _contradictions(paper: Paper, found: Sequence[Contradiction]) -> None:
    for number, one in enumerate(found, 1):
        if number == 1:
            paper.line()
            paper.line("What does not go together", "bold")
        paper.item(f"{number}.", f"{one.outcome.capitalize()}: {clean(one.reason)} (confidence {one.confidence:.2f})")
        paper.item("", f"Declared: {quoted(one.declared)}", "dim")
        paper.item("", f"Published: {quoted(one.published)}", "dim")


def _group(paper: Paper, verdict: Verdict, members: Sequence[CriterionView], *, verbose: bool) -> None:
    if not members:
        return
    paper.line()
    paper.line(f"{_TITLES[verdict]} ({len(members)})", "bold")
    if verdict not in _IN_FULL and not verbose:
        paper.line("; ".join(clean(one.title) for one in members) + ".", indent=2)
        return
    for one in members:
        paper.item("-", f"{clean(one.title)}: {levels(one)}. {clean(one.reason)} (confidence {one.confidence:.2f})")
        if verbose or verdict not in _TOLD_ABOVE:
            for quote in (*one.declared[:1], *one.published[:1]):
                name = "Declared" if quote.source == "declaration" else "Published"
                paper.item("", f"{name}: {quoted(quote) if verbose else _brief(quote, paper)}", "dim")


def _brief(quote: Quote, paper: Paper) -> str:
    """A quote in two lines at most, without its question."""
    where = f" ({clean(quote.where)})" if quote.where else ""
    return f'"{short(quote.text, max(2 * paper.body - len(where) - len("Published: ") - 8, 30))}"{where}'


def levels(one: CriterionView) -> str:
    """``declared 2/3, published 1/3``."""
    return f"declared {one.declared_level}/{one.top}, published {one.published_level}/{one.top}"


def quoted(quote: Quote) -> str:
    """A quote with the question that it answers, and its place."""
    asked = f'"{short(quote.question, QUOTE)}" - ' if quote.question else ""
    return f'{asked}"{short(quote.text, QUOTE)}"{_where(quote)}'


def place(quote: Quote) -> str:
    """The file of a quote and where in it, or ""."""
    return ", ".join(clean(part) for part in (quote.document, quote.where) if part)


def _where(quote: Quote) -> str:
    where = place(quote).replace("p. ", f"p.{GLUE}")
    return f" ({where})" if where else ""


def _questions(paper: Paper, view: SupplierView) -> None:
    paper.line()
    paper.line("Questions to put to the supplier", "bold")
    if not view.questions:
        paper.line("None follows from these papers.", indent=2)
    for number, one in enumerate(view.questions, 1):
        paper.item(f"{number}.", clean(one.text))
        if why := because(one):
            paper.item("", f"({why})", "dim")


def because(one: SupplierQuestion) -> str:
    """Why a question is put, and what makes its subject more important; for the officer."""
    early = f"Comes early because of: {clean(', '.join(one.raised_by[:3]))}." if one.raised_by else ""
    return f"{clean(one.why)} {early}".strip()


def _risk(paper: Paper, risk: RiskProfile | None, *, verbose: bool) -> None:
    if risk is None or not (risk.factors or risk.unsaid or risk.contracts):
        return
    paper.line()
    paper.line("Why some subjects matter more here", "bold")
    paper.line(RISK)
    if risk.contracts:
        paper.line(f"Contract: {', '.join(risk.contracts)}.")
    numbers = source_numbers(risk)
    for factor in risk.factors:
        paper.item("-", factor_line(factor, numbers))
        for quote in factor.stated if verbose else factor.stated[:1]:
            paper.item("", f"Stated: {quoted(quote) if verbose else _brief(quote, paper)}", "dim")
    if unsaid := unsaid_line(risk):
        paper.item("-", unsaid)
    for source in sources(risk):
        paper.line(source, "dim", indent=2)


def source_numbers(risk: RiskProfile) -> dict[str, int]:
    """The sources of a profile by title, each with its number."""
    titles = dict.fromkeys(factor.source.title for factor in risk.factors)
    return {title: number for number, title in enumerate(titles, 1)}


def factor_line(factor: RiskFactor, numbers: Mapping[str, int]) -> str:
    """A factor with what a list says of it, why it matters, and the number of its source."""
    brought = f" (comes with the contract: {clean(factor.contract)})" if factor.contract else ""
    says = f": {clean(factor.named)}" if factor.named else ""
    name = clean(factor.name)
    return f"{name[:1].upper()}{name[1:]}{brought}{says}. {clean(factor.why)} [{numbers[factor.source.title]}]"


def unsaid_line(risk: RiskProfile) -> str:
    """Of what the papers say nothing; "" if they say something of each."""
    if not risk.unsaid:
        return ""
    return f"The papers do not say: {', '.join(_UNSAID[one] for one in risk.unsaid)}. That is no low risk: ask."


def sources(risk: RiskProfile) -> list[str]:
    """The sources of a profile with their numbers, and whether each was checked."""
    each = dict.fromkeys(factor.source for factor in risk.factors)
    return [
        f"[{number}] {clean(one.title)}{f', {clean(one.url)}' if one.url else ''}"
        f"{'' if one.verified else ' (not opened when the entry was written: check it)'}"
        for number, one in enumerate(each, 1)
    ]


def _look_ups(paper: Paper, view: SupplierView) -> None:
    for number, one in enumerate(view.look_ups, 1):
        if number == 1:
            paper.line()
            paper.line("To look up by hand (nothing is fetched)", "bold")
        paper.item(f"{number}.", f"{clean(one.title)} {clean(one.url)}".rstrip())
        paper.item("", "Date: ____________  Result: ____________________", "dim")


def render_table(rows: Sequence[SupplierView | NoView], *, width: int = 80, unicode: bool = True) -> str:
    """Write one row a supplier."""
    paper = Paper(width, unicode=unicode)
    paper.line(HEAD, "bold")
    widths = [max(map(len, name.split())) for name in _COLUMNS]
    room = max(width - sum(widths) - len(widths), 18)
    paper.table(("Supplier", *_COLUMNS), [_row(row) for row in rows], [room, *widths])
    for row in rows:
        if isinstance(row, NoView):
            paper.item("!", f"{clean(row.supplier)}: {clean(row.reason)} {clean(row.hint)}".rstrip(), indent=0)
    paper.line(LIMITS)
    return paper.text()


def _row(row: SupplierView | NoView) -> list[str]:
    if isinstance(row, NoView):
        return [short(row.supplier, 40), "not read", *[""] * 6]
    each = [str(row.counts.get(verdict, 0)) for verdict in (*_IN_FULL, Verdict.SILENT)]
    return [short(row.supplier, 40), *each, str(len(row.questions))]
