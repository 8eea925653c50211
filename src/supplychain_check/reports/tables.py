"""Tables of many files: a batch, its summary, and what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import Protocol

from supplychain_check.models import Assessment, Duplicate, Excluded, Outcome, PackInfo, Unreadable
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean, cut, short
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.scores import figure, items_only, number
from supplychain_check.score import sections
from supplychain_check.totals import bands, total

_YEAR = 7
_ID = 6
"""Longer ids of sections do not stand at the heads of columns."""
_NAME = 12
"""So much room at least for the name of a file, and of an entity."""
REASON = 120


class ListRow(Protocol):
    """What a list shows of a stored assessment."""

    @property
    def id(self) -> str:
        """Public id."""

    @property
    def entity(self) -> str:
        """First reporting entity, or ""."""

    @property
    def title(self) -> str:
        """Title of the document, or ""."""

    @property
    def period_end(self) -> date | None:
        """Last day of the reporting period."""

    @property
    def pack(self) -> str:
        """Id of the pack."""

    @property
    def kind(self) -> str:
        """Kind of document."""

    @property
    def created(self) -> datetime:
        """When it was assessed."""

    @property
    def file(self) -> str:
        """Name of the file."""

    @property
    def reviewed(self) -> bool:
        """Whether a person has reviewed it."""


def tails(paths: Sequence[str]) -> dict[str, str]:
    """For each path what is left without the folders that all share, so that equal names stay apart."""
    parts = {path: PurePath(path.replace("\\", "/")).parts for path in paths}
    folders = [names[:-1] for names in parts.values()]
    common = 0
    while folders and all(len(f) > common for f in folders) and len({f[common] for f in folders}) == 1:
        common += 1
    return {path: clean("/".join(names[common:])) for path, names in parts.items()}


def left_cut(text: str, length: int) -> str:
    """The end of a text, which tells files apart better than its beginning."""
    return text if len(text) <= length else "..." + text[-max(length - 3, 1) :]


def write_batch(paper: Paper, results: Sequence[tuple[str, tuple[Outcome, ...]]]) -> None:
    """Print a table a pack with a row a file, then the files that were not scored and why."""
    packs: dict[str, list[tuple[str, Assessment]]] = {}
    others: list[tuple[str, Outcome]] = []
    for path, outcomes in results:
        for outcome in outcomes:
            if isinstance(outcome, Assessment):
                packs.setdefault(outcome.pack.sha256, []).append((path, outcome))
            else:
                others.append((path, outcome))
    names = tails([path for path, _ in results])
    for rows in packs.values():
        _write_pack(paper, [(names[path], assessment) for path, assessment in rows])
    if others:
        _write_others(paper, [(names[path], outcome) for path, outcome in others])


def _write_pack(paper: Paper, rows: list[tuple[str, Assessment]]) -> None:
    pack = rows[0][1].pack
    unreviewed = {wording.heading(a) for _, a in rows}
    paper.line((unreviewed.pop() if len(unreviewed) == 1 else "Machine readings, some reviewed").upper(), "bold")
    what = "Items disclosed, of those that count" if items_only(pack.scoring) else "Points, of so many possible"
    paper.line(f"{clean(pack.title)}, version {pack.version}. {what}, by section:")
    names = _section_names(pack)
    for name, info in zip(names, pack.sections, strict=True):
        paper.line(f"{name}  {clean(info.title)}", "dim", indent=2)
    _write_figures(paper, rows, [*_whole_names(pack), *names])
    if any(a.warnings for _, a in rows):
        paper.line("! = number of warnings; they stand at the head of each result", "dim")
    paper.line()


def _section_names(pack: PackInfo) -> list[str]:
    """Ids of sections at the heads of columns; numbers where an id has no room there."""
    ids = [info.id for info in pack.sections]
    return ids if all(len(name) <= _ID for name in ids) else [f"{n}." for n in range(1, len(ids) + 1)]


def _whole_names(pack: PackInfo) -> list[str]:
    """Heads of the columns for the total and the letters, where the pack has them."""
    letters = [] if pack.bands is None else ["band"]
    if letters and pack.bands is not None and pack.bands.of == "each section":
        letters = [f"band {name}" for name in _section_names(pack)]
    return [*(["all"] if pack.total else []), *letters]


def _figures(assessment: Assessment) -> list[str]:
    """The total and the letters, then the figures of the sections."""
    together = total(assessment)
    return [
        *([f"{number(together.points)}/{number(together.max_points)}"] if together else []),
        *(clean(band.band) or "-" for band in bands(assessment)),
        *(figure(result, assessment.pack.scoring) for result in sections(assessment)),
    ]


def _write_figures(paper: Paper, rows: list[tuple[str, Assessment]], columns: list[str]) -> None:
    """Print a row a file; columns for which there is no room stand in tables of their own below."""
    results = [(name, assessment, _figures(assessment)) for name, assessment in rows]
    cell = max([len(f) for *_, figures in results for f in figures] + [len(c) for c in columns], default=1) + 1
    beside = _YEAR + 3 + 4
    fit = max((paper.width - beside - 2 * _NAME) // cell, 1)
    header = _joined(columns[:fit], cell)
    room = paper.width - len(header) - beside
    file = max(room * 9 // 20, 8)
    entity = max(room - file, 8)
    paper.table(
        ("File", "Reporting entity", "Period", header, "!"),
        [_row(name, one, _joined(figures[:fit], cell), (file, entity)) for name, one, figures in results],
        (file, entity, _YEAR, max(len(header), 1), 3),
    )
    more = max((paper.width - _NAME - 2) // cell, 1)
    for start in range(fit, len(columns), more):
        header = _joined(columns[start : start + more], cell)
        file = max(paper.width - len(header) - 2, 8)
        lines = [(left_cut(name, file), _joined(figures[start : start + more], cell)) for name, _, figures in results]
        paper.table(("File", header), lines, (file, len(header)))


def _joined(figures: Sequence[str], cell: int) -> str:
    return "".join(one.rjust(cell) for one in figures)


def _row(name: str, assessment: Assessment, figures: str, widths: tuple[int, int]) -> tuple[str, str, str, str, str]:
    end = assessment.identity.period_end
    who = wording.first_entity(assessment.identity) or "not found"
    period = f"{end:%Y-%m}" if end else "-"
    return (left_cut(name, widths[0]), cut(who, widths[1]), period, figures, str(len(assessment.warnings) or ""))


def _write_others(paper: Paper, others: list[tuple[str, Outcome]]) -> None:
    paper.line("Not scored, and why:", "bold")
    for name, outcome in others:
        paper.line(f"{name}: {why_not(outcome)}", indent=2)
    paper.line()


def why_not(outcome: Outcome) -> str:
    """Why a file was not scored, and what to do about it."""
    if isinstance(outcome, Unreadable):
        return f"not read ({outcome.reason.value}). {clean(f'{outcome.message} {outcome.hint}')}"
    if isinstance(outcome, Excluded):
        reason = short(outcome.identity.kind_reason, REASON)
        because = f", because {reason}" if reason else ""
        stop = "" if reason.endswith("...") else "."
        return f"{wording.kind(outcome.identity)}{because}{stop} {clean(outcome.hint)}"
    if isinstance(outcome, Duplicate):
        return f"the same content as {clean(outcome.first)}; scored once."
    return ""


def write_summary(paper: Paper, outcomes: Sequence[Outcome]) -> None:
    """Print how many files there were and what became of them."""
    for line in summary_lines(outcomes):
        paper.line(line)


def summary_lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Every file is in exactly one of the lines, however many packs it was scored with."""
    assessed = {a.document.path for a in outcomes if isinstance(a, Assessment)}
    others = [o for o in outcomes if not isinstance(o, Assessment)]
    unreadable = Counter(o.reason.value for o in others if isinstance(o, Unreadable))
    kinds = Counter(o.identity.kind.value for o in others if isinstance(o, Excluded))
    duplicates = sum(isinstance(o, Duplicate) for o in others)
    yield f"{wording.plural(len(assessed) + len(others), 'file')}: {len(assessed)} scored."
    if unreadable:
        yield f"Not read: {unreadable.total()} ({_tally(unreadable)}). These have no score; they are not a score of 0."
    if kinds:
        yield f"Not statements: {kinds.total()} ({_tally(kinds)})."
    if duplicates:
        yield f"Same file twice: {duplicates}, scored once."


def _tally(counter: Counter[str]) -> str:
    return ", ".join(f"{name}: {number}" for name, number in sorted(counter.items()))


def write_list(paper: Paper, rows: Sequence[ListRow]) -> None:
    """Print what is stored, newest first as given."""
    if not rows:
        paper.line("Nothing is stored yet. Start with: supplychain-check check statement.pdf")
        return
    width = max(*(len(row.id) for row in rows), 2)
    pack = min(max(*(len(row.pack) for row in rows), 4), 20)
    room = paper.width - width - pack - 7 - 10 - 3 - 6
    entity = max(room // 2, 8)
    paper.table(
        ("Id", "Reporting entity", "Title or file", "Period", "Criteria", "Assessed", ""),
        [
            (
                row.id,
                cut(row.entity, entity) or "not found",
                cut(row.title or row.file, max(room - entity, 8)),
                f"{row.period_end:%Y-%m}" if row.period_end else "-",
                cut(row.pack, pack),
                f"{row.created:%Y-%m-%d}",
                "rev" if row.reviewed else "",
            )
            for row in rows
        ],
        (width, entity, max(room - entity, 8), 7, pack, 10, 3),
    )
    if any(row.reviewed for row in rows):
        paper.line("rev  a person has reviewed something in it", "dim")
