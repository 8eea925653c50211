"""What a pack finds in a folder, as text."""

from __future__ import annotations

from itertools import groupby

from supplychain_check.authoring.coverage import Coverage, CriterionReach, SignalUse
from supplychain_check.authoring.words import counted, listed
from supplychain_check.reports.clean import clean, cut
from supplychain_check.reports.paper import Paper

_LEVELS = 5


def render(found: Coverage, *, width: int, colour: bool = False, unicode: bool = True, verbose: bool = False) -> str:
    """Write the coverage; `verbose` also lists how often each signal fires, and what was not read."""
    paper = Paper(width, colour=colour, unicode=unicode)
    paper.line("UNREVIEWED MACHINE READING", "bold")
    paper.line(f"{found.pack.id} {found.pack.version} on {clean(found.reading.folder)}", "bold")
    paper.line(f"{found.reading.line()} {found.pack.accuracy()}")
    _write_levels(paper, found)
    _write_unreached(paper, found)
    _write_silent(paper, found)
    if verbose:
        _write_uses(paper, found)
        _write_unread(paper, found)
    else:
        paper.line()
        paper.line("How often each signal fires, and what was not read: the same command with -v.", "dim")
    return paper.text()


def _write_levels(paper: Paper, found: Coverage) -> None:
    paper.line()
    paper.line("Documents at each level (n = documents in which the criterion is judged)", "bold")
    top = max((reach.top for reach in found.criteria), default=0)
    number = max(len(f"{found.reading.n:,}") + 1, _LEVELS)
    header = ["criterion", *(str(level) for level in range(top + 1)), "n", "otherwise"]
    name = paper.width - 20 - (top + 2) * (number + 1) - 1
    rows = [_row(reach, top, name) for reach in found.criteria]
    paper.table(header, rows, [name, *[number] * (top + 2), 20])


def _row(reach: CriterionReach, top: int, width: int) -> list[str]:
    levels = [f"{count:,}" for count in reach.levels] if reach.top else []
    other = listed(f"{count:,} {state.removesuffix(' from the file')}" for state, count in sorted(reach.states.items()))
    if told := reach.found - sum(reach.levels[1:]):
        other += f", told in {told:,}"
    padded = [*levels, *[""] * (top + 1 - len(levels))]
    return [cut(reach.criterion, width), *padded, f"{reach.judged:,}", other]


def _write_unreached(paper: Paper, found: Coverage) -> None:
    paper.line()
    n = found.reading.n
    if not found.unreached:
        paper.line(f"Every criterion with levels is reached by at least one of {counted(n, 'document')}.")
        return
    paper.line(f"Criteria that none of {counted(n, 'document')} reaches ({len(found.unreached)})", "bold")
    for reach in found.unreached:
        paper.line(f"{reach.criterion}: {clean(reach.title)}", indent=2)


def _write_silent(paper: Paper, found: Coverage) -> None:
    paper.line()
    n = found.reading.n
    if not found.silent:
        paper.line(f"Each of {counted(len(found.signals), 'signal')} fires in at least one sentence.")
        return
    title = f"Signals that fire in no sentence of {counted(n, 'document')}"
    paper.line(f"{title} ({len(found.silent)} of {len(found.signals):,})", "bold")
    for criterion, uses in groupby(found.silent, key=lambda use: use.criterion):
        names = listed(_silent(use) for use in uses)
        paper.line(f"{criterion or 'shared by criteria'}: {names}", indent=2)


def _silent(use: SignalUse) -> str:
    return (
        f"{use.signal} (in {counted(use.elsewhere, 'heading or the like', 'headings or the like')})"
        if use.elsewhere
        else use.signal
    )


def _write_uses(paper: Paper, found: Coverage) -> None:
    paper.line()
    paper.line(f"How often each signal fires (n = {counted(found.reading.n, 'document')})", "bold")
    name = paper.width - 30
    rows = [
        [
            cut(f"{use.criterion}/{use.signal}".lstrip("/"), name),
            f"{use.documents:,}",
            f"{use.sentences:,}",
            f"{use.elsewhere:,}",
        ]
        for use in found.signals
    ]
    paper.table(["signal", "docs", "sentences", "elsewhere"], rows, [name, 6, 10, 10])


def _write_unread(paper: Paper, found: Coverage) -> None:
    for title, group in (
        ("Could not be read", found.reading.unreadable),
        ("Left out as something else", found.reading.left_out),
    ):
        if group:
            paper.line()
            paper.line(f"{title} ({len(group)})", "bold")
            for one in group:
                paper.line(f"{clean(one.path)}: {one.reason}", indent=2)
