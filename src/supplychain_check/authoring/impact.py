"""What a change of a pack does to results: findings gained, lost, raised and lowered, document by document."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from supplychain_check.authoring.diff import PackRef, pack_ref
from supplychain_check.authoring.folder import Folder, Reading, Tick
from supplychain_check.criteria import Pack
from supplychain_check.models import Assessment, DisclosureState, Finding, Frozen
from supplychain_check.reports.csv import safe
from supplychain_check.score import sections

Kind = Literal["gained", "lost", "raised", "lowered", "restated"]
KINDS: dict[Kind, str] = {
    "gained": "found now, and nothing before",
    "lost": "found before, and nothing now",
    "raised": "a higher level",
    "lowered": "a lower level",
    "restated": "the same level, counted otherwise",
}


class Move(Frozen):
    """One finding of one document that the two packs judge differently.

    Attributes:
        only_in: "old" or "new" where the other pack does not have the criterion; else "".
        quote: the sentence that decides now; for what was lost or lowered, the one that decided before.
    """

    document: str
    criterion: str
    title: str
    kind: Kind
    before_level: int
    after_level: int
    before: DisclosureState | None
    after: DisclosureState | None
    only_in: Literal["", "old", "new"]
    quote: str
    page: int | None


class Points(Frozen):
    """Points of one section of one document under both packs; None where a pack does not have the section."""

    document: str
    section: str
    before: tuple[float, float] | None
    after: tuple[float, float] | None


class Impact(Frozen):
    """What a new pack does to the results of a folder.

    Attributes:
        compared: how many findings both packs, or one of them, judge: the denominator of the moves.
        moves: findings that differ, by document.
        points: sections whose points or maximum differ, by document.
    """

    old: PackRef
    new: PackRef
    reading: Reading
    compared: int
    moves: tuple[Move, ...]
    points: tuple[Points, ...]

    def totals(self) -> dict[str, int]:
        """How many findings moved, by kind."""
        counts = Counter(move.kind for move in self.moves)
        return {kind: counts[kind] for kind in KINDS}


def impact(old: Pack, new: Pack, folder: Folder, tick: Tick = lambda _: None) -> Impact:
    """Compare two packs on a folder; each document is read and analysed once for both.

    Args:
        old: the pack in use.
        new: the pack to be adopted.
        folder: the documents, opened with both packs in this order.
        tick: called with a path whenever a document was read, and again when it was scored.
    """
    moves: list[Move] = []
    points: list[Points] = []
    compared = 0
    for prepared, (before, after) in folder.run(tick):
        compared += len({f.criterion for one in (before, after) for f in one.findings})
        moves += _moves(prepared.path, before, after)
        points += _points(prepared.path, before, after)
    return Impact(
        old=pack_ref(old),
        new=pack_ref(new),
        reading=folder.reading(),
        compared=compared,
        moves=tuple(moves),
        points=tuple(points),
    )


def _moves(path: str, before: Assessment, after: Assessment) -> Iterator[Move]:
    old, new = ({f.criterion: f for f in assessment.findings} for assessment in (before, after))
    for criterion in {**old, **new}:
        was, now = old.get(criterion), new.get(criterion)
        if kind := _kind(was, now):
            yield _move(path, kind, was, now)


def _kind(was: Finding | None, now: Finding | None) -> Kind | None:
    low, high = was.level if was else 0, now.level if now else 0
    if low != high:
        return "gained" if not low else "lost" if not high else "raised" if high > low else "lowered"
    return "restated" if was and now and was.disclosure is not now.disclosure else None


def _move(path: str, kind: Kind, was: Finding | None, now: Finding | None) -> Move:
    shown = was if kind in {"lost", "lowered"} else now
    best = next(iter(shown.evidence), None) if shown else None
    named = now or was
    assert named is not None
    return Move(
        document=path,
        criterion=named.criterion,
        title=named.title,
        kind=kind,
        before_level=was.level if was else 0,
        after_level=now.level if now else 0,
        before=was.disclosure if was else None,
        after=now.disclosure if now else None,
        only_in="new" if was is None else "old" if now is None else "",
        quote=best.quote if best else "",
        page=best.page if best else None,
    )


def _points(path: str, before: Assessment, after: Assessment) -> Iterator[Points]:
    old, new = _by_section(before), _by_section(after)
    for section in {**old, **new}:
        if old.get(section) != new.get(section):
            yield Points(document=path, section=section, before=old.get(section), after=new.get(section))


def _by_section(assessment: Assessment) -> Mapping[str, tuple[float, float]]:
    return {result.id: (result.points, result.max_points) for result in sections(assessment)}


_COLUMNS = (
    "document",
    "criterion",
    "title",
    "kind",
    "before_level",
    "after_level",
    "before",
    "after",
    "only_in",
    "quote",
    "page",
)


def to_csv(found: Impact) -> str:
    """One row a finding that moved. No cell begins a formula in a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for move in found.moves:
        row = move.model_dump(mode="json")
        writer.writerow([safe(row[column]) for column in _COLUMNS])
    return file.getvalue()
