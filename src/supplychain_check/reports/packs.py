"""One document against several packs: a row a pack, so that nobody has to read ten results to see where to look."""

from __future__ import annotations

from collections.abc import Sequence

from supplychain_check.models import COUNTED, Assessment, DisclosureState, SectionResult
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean, cut
from supplychain_check.reports.head import write_warnings
from supplychain_check.reports.paper import Paper
from supplychain_check.score import mandatory, sections

IN_FULL = 3
"""Up to so many packs, each result follows the table in full; ten results would be twenty screens."""
_WIDTHS = (22, 9, 9, 8, 9, 6, 10)
_HEADER = ("Criteria", "Status", "Mandatory", "Found", "Not found", "Aside", "Id")
_FOUND = (DisclosureState.DISCLOSED, DisclosureState.PARTLY)
LEGEND = (
    "Mandatory = items that the law requires, disclosed of those that count; what is partly disclosed is not among "
    "them. Found = criteria for which something was found, if only in part, of those that count. Aside = not "
    "applicable, not asked here, unclear, or not checkable from the file. "
    "There is no total over packs: they ask for different things, and one sentence may answer several."
)


def write_packs(paper: Paper, assessments: Sequence[Assessment], *, in_full: bool) -> None:
    """Print the table of one document's assessments.

    Args:
        paper: on which it is printed.
        assessments: of one document, one a pack.
        in_full: whether each result follows in full.
    """
    first = assessments[0]
    headings = {wording.heading(assessment) for assessment in assessments}
    paper.line((headings.pop() if len(headings) == 1 else "Machine readings, some reviewed").upper(), "bold")
    who = wording.first_entity(first.identity) or "reporting entity not found"
    paper.line(f"{clean(first.document.name)}: {who}, against {len(assessments)} packs of criteria", "bold")
    write_warnings(paper, first.warnings)
    paper.line()
    paper.table(_HEADER, [_row(assessment) for assessment in assessments], _WIDTHS)
    paper.line(LEGEND, "dim")
    if not in_full:
        paper.line(_where_more(first))
    paper.line()


def _where_more(first: Assessment) -> str:
    if first.options.draft:
        return "This draft is not stored. Each result in full: the same command with -v, or with fewer packs."
    return f"One result in full: supplychain-check show {first.id}. All of them: the same command with -v."


def _row(assessment: Assessment) -> tuple[str, ...]:
    required = mandatory(assessment)
    results = sections(assessment)
    found = _count(results, _FOUND)
    counted = _count(results, COUNTED)
    aside = _count(results, tuple(state for state in DisclosureState if state not in COUNTED))
    return (
        cut(clean(assessment.pack.id), _WIDTHS[0]),
        assessment.pack.status,
        f"{required.disclosed}/{required.counted}" if required.total else "none",
        f"{found}/{counted}",
        str(counted - found),
        str(aside),
        assessment.id,
    )


def _count(results: Sequence[SectionResult], states: Sequence[DisclosureState] | frozenset[DisclosureState]) -> int:
    return sum(result.counts.get(state, 0) for result in results for state in states)
