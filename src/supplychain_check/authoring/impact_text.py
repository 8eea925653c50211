"""What a change of a pack does to results, as text."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from supplychain_check.authoring.impact import KINDS, Impact, Move, Points
from supplychain_check.authoring.words import counted, listed
from supplychain_check.reports.clean import clean, cut, short
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.wording import on_page

SHOWN = 12
"""Findings that are shown one by one unless all are asked for."""
QUOTE = 150


def render(found: Impact, *, width: int, colour: bool = False, unicode: bool = True, verbose: bool = False) -> str:
    """Write the effect; `verbose` writes every finding of every document, else the first few."""
    paper = Paper(width, colour=colour, unicode=unicode)
    paper.line("UNREVIEWED MACHINE READING", "bold")
    paper.line(f"From {found.old.id} {found.old.version} to {found.new.id} {found.new.version}", "bold")
    paper.line(f"On {clean(found.reading.folder)}: {found.reading.line()} {found.new.accuracy()}")
    _write_totals(paper, found)
    _write_criteria(paper, found)
    _write_points(paper, found, verbose=verbose)
    _write_documents(paper, found, verbose=verbose)
    return paper.text()


def _write_totals(paper: Paper, found: Impact) -> None:
    paper.line()
    moved = len(found.moves)
    paper.line(f"Findings that differ: {moved:,} of {found.compared:,}", "bold")
    totals = found.totals()
    for kind, meaning in KINDS.items():
        if totals[kind]:
            paper.line(f"{totals[kind]:>5,}  {kind}: {meaning}", indent=2)


def _write_criteria(paper: Paper, found: Impact) -> None:
    counts: dict[str, Counter[str]] = {}
    for move in found.moves:
        counts.setdefault(move.criterion, Counter())[move.kind] += 1
    if not counts:
        return
    titles = {move.criterion: move for move in found.moves}
    paper.line()
    paper.line(f"By criterion (n = {counted(found.reading.n, 'document')})", "bold")
    name = paper.width - 9 * len(KINDS) - 1
    rows = [
        [cut(f"{key}{_only(titles[key])}", name), *(f"{kinds[kind]:,}" if kinds[kind] else "" for kind in KINDS)]
        for key, kinds in counts.items()
    ]
    paper.table(["criterion", *KINDS], rows, [name, *[8] * len(KINDS)])


def _only(move: Move) -> str:
    return {"": "", "old": " (removed)", "new": " (new)"}[move.only_in]


def _write_points(paper: Paper, found: Impact, *, verbose: bool) -> None:
    if not found.points:
        return
    paper.line()
    documents = len({points.document for points in found.points})
    paper.line(f"Points of a section differ in {documents:,} of {counted(found.reading.n, 'document')}", "bold")
    sections = Counter(points.section for points in found.points)
    paper.line(listed(f"section {key}: {count:,}" for key, count in sections.items()) + ".", indent=2)
    for points in found.points if verbose else ():
        paper.line(f"{clean(points.document)}, section {points.section}: {_change(points)}", indent=2)


def _change(points: Points) -> str:
    before, after = (f"{p[0]:g} of {p[1]:g}" if p else "none" for p in (points.before, points.after))
    return f"{before} before, {after} now"


def _write_documents(paper: Paper, found: Impact, *, verbose: bool) -> None:
    shown = found.moves if verbose else found.moves[:SHOWN]
    for document, moves in groupby(shown, key=lambda move: move.document):
        paper.line()
        paper.line(clean(document), "bold")
        for move in moves:
            _write_move(paper, move, verbose=verbose)
    if len(shown) < len(found.moves):
        paper.line()
        paper.line(f"{len(found.moves) - len(shown):,} more: the same command with -v, --csv or --json.", "dim")


def _write_move(paper: Paper, move: Move, *, verbose: bool) -> None:
    level = f"level {move.before_level} before, {move.after_level} now"
    if move.kind == "restated" and move.before and move.after:
        level = f"{move.before.value} before, {move.after.value} now"
    paper.line(f"{move.criterion}{_only(move)}: {move.kind}, {level}", indent=2)
    if move.quote:
        which = "Before" if move.kind in {"lost", "lowered"} else "Now"
        quote = clean(move.quote) if verbose else short(move.quote, QUOTE)
        paper.line(f'{which}: "{quote}"{on_page(move.page)}', indent=4)
