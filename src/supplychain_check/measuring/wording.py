"""What was measured, in words and tables for people."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from supplychain_check.measuring.agreement import DRAWS, ENOUGH, Agreement, Figure, Rate
from supplychain_check.measuring.coders import CoderResult, SheetEvaluation
from supplychain_check.measuring.evaluation import CriterionResult, Disagreement, Evaluation, Failed
from supplychain_check.reports.clean import clean
from supplychain_check.reports.csv import safe
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.wording import plural

_NAMES = (("kappa", "kappa"), ("accuracy", "accuracy"), ("precision", "precision"), ("recall", "recall"), ("f1", "F1"))
_COLUMNS = (
    "criterion",
    "line",
    "document",
    "label",
    "tool",
    "level",
    "tool_quote",
    "tool_reason",
    "label_evidence",
)
_SHOWN = 5


def figure(value: float | None) -> str:
    """``0.79``, or a dash where there is no figure."""
    return "-" if value is None else f"{value:.2f}"


def interval(value: Figure) -> str:
    """``0.62 to 0.93``, or why there is none."""
    if value.value is None:
        return "not defined"
    if value.low is None or value.high is None:
        return "no interval"
    return f"{value.low:.2f} to {value.high:.2f}"


def write_evaluation(paper: Paper, result: Evaluation) -> None:
    """Print a pack measured against labelled documents."""
    paper.line(f"{result.pack} {result.version} against {clean(result.labels)}", "bold")
    passed_over = f"; {result.without_labels} passed over, as they have no label" if result.without_labels else ""
    paper.line(f"{plural(result.documents, 'document')} read with the topic model {result.model}{passed_over}.")
    if result.note:
        paper.line(clean(result.note))
    _write_failed(paper, result.unreadable)
    for one in result.results:
        _write_criterion(paper, one)
    if result.together:
        paper.line()
        paper.line("All columns together", "bold")
        paper.line(f"{_counts(result.together)}.", indent=2)
        _write_figures(paper, result.together)
    _write_foot(paper, result.seed)


def _write_failed(paper: Paper, failed: Sequence[Failed]) -> None:
    if not failed:
        return
    paper.line(f"{plural(len(failed), 'text')} could not be read and {'is' if len(failed) == 1 else 'are'} left out:")
    for one in failed[:_SHOWN]:
        paper.item("-", f"{clean(one.document)}: {clean(one.message)}")
    if len(failed) > _SHOWN:
        paper.item("", f"and {len(failed) - _SHOWN} more (all with --json)")


def _write_criterion(paper: Paper, one: CriterionResult) -> None:
    figures = one.agreement
    paper.line()
    paper.line(f"{one.criterion}  {one.title}: level {one.level} and above, against {clean(one.column)}", "bold")
    left_out = f"; {one.undecided} left out, the tool does not say" if one.undecided else ""
    paper.line(f"{_counts(figures)}{left_out}.", indent=2)
    _write_figures(paper, figures)
    if one.wanted_kappa is not None:
        paper.line(f"Wanted: kappa {one.wanted_kappa:g}: {_bar(one)}.", indent=2)
    elif not figures.enough:
        paper.line(_TOO_FEW, indent=2)
    if one.rate:
        _write_rate(paper, one.rate, "documents without labels")


_TOO_FEW = f"Too few to judge: fewer than {ENOUGH} yes or fewer than {ENOUGH} no."


def _bar(one: CriterionResult) -> str:
    return f"too few to judge, fewer than {ENOUGH} yes or no" if one.bar == "too few to judge" else one.bar


def _counts(figures: Agreement) -> str:
    return (
        f"n {figures.n}: people say yes {figures.positives}, no {figures.negatives}; "
        f"the tool says yes {figures.tool_positives}, no {figures.n - figures.tool_positives}"
    )


def _write_figures(paper: Paper, figures: Agreement) -> None:
    for key, name in _NAMES:
        value: Figure = getattr(figures, key)
        paper.line(f"{name:<11}{figure(value.value):>5}   {interval(value)}", indent=2)


def _write_rate(paper: Paper, rate: Rate, of: str) -> None:
    paper.line(
        f"Found in {rate.found} of {rate.total} {of}: {rate.apparent:.0%}. Corrected for the tool's errors: "
        f"{_percent(rate.corrected)}.",
        indent=2,
    )


def _percent(value: Figure) -> str:
    if value.value is None:
        return "not defined, as the tool does no better than chance"
    if value.low is None or value.high is None:
        return f"{value.value:.0%} (no interval)"
    return f"{value.value:.0%} ({value.low:.0%} to {value.high:.0%})"


def _write_foot(paper: Paper, seed: int) -> None:
    paper.line()
    paper.line(
        f"In brackets or beside the figures: 95 % intervals from {DRAWS} resamples of whole documents (seed {seed}). "
        "They say how much chance is in the figures, not whether the labels are right.",
        "dim",
    )


def write_sheet(paper: Paper, result: SheetEvaluation) -> None:
    """Print what two coders say of a coding sheet."""
    paper.line(f"{result.pack} {result.version} against the coding sheet {clean(result.sheet)}", "bold")
    paper.line(
        f"{plural(result.rows, 'row')}, of which {result.empty} without an answer of both coders; "
        f"{result.unsure} with an unsure."
    )
    for line in result.notes:
        paper.line(clean(line))
    _write_coders(paper, result.coders)
    for one in result.results:
        paper.line()
        paper.line(f"{one.criterion or 'All criteria'}  {one.title}".rstrip(), "bold")
        paper.line(f"{_counts(one.agreement)}.", indent=2)
        _write_figures(paper, one.agreement)
        if not one.agreement.enough:
            paper.line(_TOO_FEW, indent=2)
        if one.rate:
            _write_rate(paper, one.rate, one.of)
    _write_foot(paper, result.seed)


def _write_coders(paper: Paper, coders: Iterable[CoderResult]) -> None:
    paper.line()
    paper.line("Agreement", "bold")
    for one in coders:
        kappa = one.agreement.kappa
        paper.line(f"{one.who}: kappa {figure(kappa.value)} ({interval(kappa)}), n {one.agreement.n}", indent=2)


def disagreements_csv(disagreements: Iterable[Disagreement]) -> str:
    """A row a disagreement, safe to open in a spreadsheet."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in disagreements:
        label, tool = ("yes" if said else "no" for said in (one.label, one.tool))
        row = (one.criterion, one.line, one.document, label, tool, one.level, one.quote, one.reason, one.evidence)
        writer.writerow([safe(cell) for cell in row])
    return file.getvalue()
