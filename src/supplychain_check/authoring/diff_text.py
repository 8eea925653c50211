"""What differs between two packs, as text."""

from __future__ import annotations

from supplychain_check.authoring.diff import Change, CriterionDiff, PackDiff, PackRef
from supplychain_check.authoring.words import counted
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.paper import Paper

LONGEST = 300
"""Characters of one change that are shown unless everything is asked for."""
_TITLES = {"added": "Criteria added", "removed": "Criteria removed", "changed": "Criteria changed"}


def render(found: PackDiff, *, width: int, colour: bool = False, unicode: bool = True, verbose: bool = False) -> str:
    """Write the differences; `verbose` writes long ones in full."""
    paper = Paper(width, colour=colour, unicode=unicode)
    paper.line(f"From {_named(found.before)}", "bold")
    paper.line(f"to   {_named(found.after)}", "bold")
    if found.head:
        paper.line()
        paper.line("The pack itself", "bold")
        for change in found.head:
            _write(paper, change, verbose=verbose)
    for kind, title in _TITLES.items():
        _write_criteria(paper, title, [one for one in found.criteria if one.kind == kind], verbose=verbose)
    paper.line()
    paper.line(_summary(found))
    return paper.text()


def _named(ref: PackRef) -> str:
    return f"{ref.id} {ref.version}: {clean(ref.title)}"


def _write_criteria(paper: Paper, title: str, criteria: list[CriterionDiff], *, verbose: bool) -> None:
    if not criteria:
        return
    paper.line()
    paper.line(f"{title} ({len(criteria)})", "bold")
    for one in criteria:
        paper.line(f"{one.criterion}: {clean(one.title)}", indent=2)
        for change in one.changes:
            _write(paper, change, verbose=verbose)


def _write(paper: Paper, change: Change, *, verbose: bool) -> None:
    text = clean(change.text) if verbose else short(change.text, LONGEST)
    paper.item("", text, indent=0)


def _summary(found: PackDiff) -> str:
    kinds = [one.kind for one in found.criteria]
    if not kinds and not found.head:
        return f"Nothing differs: {counted(found.unchanged, 'criterion', 'criteria')} alike."
    return (
        f"Criteria: {kinds.count('added')} added, {kinds.count('removed')} removed, {kinds.count('changed')} changed, "
        f"{found.unchanged} alike. What this does to results: supplychain-check packs impact."
    )
