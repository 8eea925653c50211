"""Results for people at a terminal, or in a pipe: plain words, wrapped, and nothing that only colour says."""

from __future__ import annotations

from collections.abc import Sequence

from supplychain_check.compare.comparison import Comparison
from supplychain_check.models import Assessment, Manifest, Outcome, Role, Warn
from supplychain_check.reports.clean import GLUE, clean
from supplychain_check.reports.head import write_head, write_provenance
from supplychain_check.reports.packs import write_packs
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.profile import write_profile
from supplychain_check.reports.sections import write_sections
from supplychain_check.reports.side_by_side import write_comparison
from supplychain_check.reports.tables import ListRow, why_not, write_batch, write_list, write_summary
from supplychain_check.reports.wording import LIMITS
from supplychain_check.steps import next_steps

NAME = "terminal"
EXTENSION = ".txt"
STEPS_SHORT = {Role.PROCUREMENT: 4, Role.ANALYST: 7, Role.AUTHOR: 4}
"""So many next steps in the short form; the long form has all."""
LONG = 80
"""Above so many lines one step fewer is shown, so that the result stays near two screens of 50 lines."""
LEGEND = "2/3 = level 2 of 3; 0 = nothing found; Next = what would lift it."
_TITLES = {
    Role.PROCUREMENT: "Questions to put to the supplier",
    Role.ANALYST: "Figures, and what limits them",
    Role.AUTHOR: "What to add next",
}


def render(
    outcomes: Sequence[Outcome],
    *,
    role: Role = Role.PROCUREMENT,
    manifest: Manifest | None = None,
    width: int = 80,
    colour: bool = False,
) -> str:
    """Write every outcome in full, one after the other.

    Args:
        outcomes: in the order in which they are shown.
        role: for whom the next steps are written.
        manifest: not used here; all formats take it.
        width: in columns.
        colour: with ANSI colours.
    """
    return "\n".join(_outcome(outcome, role, width, colour=colour) for outcome in outcomes)


def _outcome(outcome: Outcome, role: Role, width: int, *, colour: bool) -> str:
    if isinstance(outcome, Assessment):
        return render_assessment(outcome, role=role, width=width, colour=colour)
    paper = Paper(width, colour=colour)
    paper.line(f"{clean(outcome.path)}: {why_not(outcome)}")
    return paper.text()


def render_assessment(
    assessment: Assessment,
    *,
    role: Role,
    width: int,
    colour: bool,
    verbose: bool = False,
    unicode: bool = True,
    extra_warnings: tuple[Warn, ...] = (),
) -> str:
    """Write one assessment.

    Args:
        assessment: reviews that a person confirmed count.
        role: for whom the next steps are written.
        width: in columns, at least 40.
        colour: with ANSI colours.
        verbose: with all evidence and what matched it.
        unicode: False where the output cannot show more than ASCII.
        extra_warnings: those that depend on the day on which the result is read.
    """
    paper = Paper(width, colour=colour, unicode=unicode)
    write_head(paper, assessment, extra_warnings)
    paper.line(LEGEND, "dim")
    if not all(f.asked_by_law for f in assessment.findings):
        paper.line("* = not asked by the law that the document says it follows.", "dim")
    write_sections(paper, assessment, verbose=verbose)
    _write_steps(paper, assessment, role, verbose=verbose)
    if verbose:
        write_profile(paper, assessment.profile)
        write_provenance(paper, assessment)
    paper.line()
    paper.line(LIMITS)
    if assessment.options.draft:
        paper.line("This draft is not stored. All evidence: run the same command with -v.")
    else:
        paper.line(f"All evidence: supplychain-check show {assessment.id} -v")
    return paper.text()


def _write_steps(paper: Paper, assessment: Assessment, role: Role, *, verbose: bool) -> None:
    steps = next_steps(assessment, role)
    short = STEPS_SHORT[role] - (paper.height > LONG)
    shown = steps if verbose else steps[:short]
    paper.line()
    more = f" ({len(steps) - len(shown)} more with -v)" if len(shown) < len(steps) else ""
    paper.line(f"{_TITLES[role]}{more}", "bold")
    for number, step in enumerate(shown, 1):
        paper.item(f"{number}.", clean(step.text).replace("(p. ", f"(p.{GLUE}"))
        if verbose and step.why:
            paper.item("", f"({clean(step.why)})", "dim")


def render_batch(
    results: Sequence[tuple[str, tuple[Outcome, ...]]], *, width: int, colour: bool, unicode: bool = True
) -> str:
    """Write a row a file: (path, outcomes) as the pipeline gives them."""
    paper = Paper(width, colour=colour, unicode=unicode)
    write_batch(paper, results)
    return paper.text()


def render_packs(
    assessments: Sequence[Assessment], *, width: int, colour: bool, unicode: bool = True, in_full: bool = True
) -> str:
    """Write a row a pack for one document; `in_full` says whether each result follows."""
    paper = Paper(width, colour=colour, unicode=unicode)
    write_packs(paper, assessments, in_full=in_full)
    return paper.text()


def render_summary(outcomes: Sequence[Outcome], *, width: int, colour: bool, unicode: bool = True) -> str:
    """Write how many files there were and what became of them."""
    paper = Paper(width, colour=colour, unicode=unicode)
    write_summary(paper, outcomes)
    return paper.text()


def render_list(rows: Sequence[ListRow], *, width: int, colour: bool, unicode: bool = True) -> str:
    """Write what is stored, in the order given."""
    paper = Paper(width, colour=colour, unicode=unicode)
    write_list(paper, rows)
    return paper.text()


def render_comparison(
    comparison: Comparison, *, width: int, colour: bool, all_rows: bool = False, unicode: bool = True
) -> str:
    """Write documents side by side; `all_rows` also prints the criteria on which all are alike."""
    paper = Paper(width, colour=colour, unicode=unicode)
    write_comparison(paper, comparison, all_rows=all_rows)
    return paper.text()
