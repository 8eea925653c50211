"""A stratified blind sample of findings, for two people to code."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from supplychain_check.criteria import Criterion, Pack
from supplychain_check.errors import InputProblem
from supplychain_check.measuring.candidates import Candidates
from supplychain_check.measuring.evaluation import decided
from supplychain_check.models import Assessment, DocumentKind, Finding, Options, Segment, Unreadable
from supplychain_check.models.document import Frozen
from supplychain_check.pipeline import Pipeline, Prepared
from supplychain_check.signals import Signals

Tick = Callable[[str], None]
AROUND = 2
"""Segments shown before and after a passage."""


class Row(Frozen):
    """One row of the sheet; what the coders see.

    Attributes:
        id: number of the row, which ties it to the key.
        counts: what is enough for yes, in the words of the pack.
        passage: the quote, or where nothing was found the passage that comes nearest.
        where: the page, and the heading above the passage.
        before: up to two sentences before the passage.
        after: up to two sentences after it.
    """

    id: int
    criterion: str
    title: str
    question: str
    counts: str
    document: str
    where: str
    before: str
    passage: str
    after: str


class KeyRow(Frozen):
    """What the coders must not see of a row.

    Attributes:
        weight: how many documents of the stratum the row stands for.
    """

    id: int
    criterion: str
    title: str
    document: str
    sha256: str
    found: bool
    level: int
    weight: float


class Stratum(Frozen):
    """How often a criterion was found in all documents of the folder."""

    criterion: str
    found: int
    not_found: int


class Key(Frozen):
    """What belongs to a sheet and stays away from its coders.

    Attributes:
        documents: read in the folder.
        unreadable: files that could not be read.
    """

    pack: str
    version: str
    pack_sha256: str
    model: str
    seed: int
    documents: int
    unreadable: int
    strata: tuple[Stratum, ...]
    rows: tuple[KeyRow, ...]


class _Passage(NamedTuple):
    """A passage as it is shown; the names are those of `Row`."""

    where: str
    before: str
    passage: str
    after: str


class _Unit(NamedTuple):
    """One criterion on one document."""

    criterion: str
    document: str
    sha256: str
    found: bool
    level: int
    passage: _Passage


def draw(
    pack: Pack, paths: Sequence[Path], n: int, *, seed: int = 0, tick: Tick = lambda _: None
) -> tuple[list[Row], Key]:
    """Check documents and draw rows from every stratum: each criterion, found and not found.

    Strata give the same number of rows as far as they have them, so that rare findings are seen too; weights
    put that right afterwards. The order of the rows is random.

    Args:
        pack: criteria on which the tool says neither yes nor no about a document are left out there.
        paths: the documents.
        n: rows wanted; fewer come where there are not so many findings.
        seed: of the draw; the same seed, pack and documents give the same sheet.
        tick: called with the path of each document that has been checked.

    Raises:
        InputProblem: not one document could be read.
    """
    pipeline, signals = Pipeline((pack,), Options(kind=DocumentKind.STATEMENT)), Signals(pack)
    units: list[_Unit] = []
    read, unreadable = 0, 0
    for prepared in _prepared(pipeline, paths, tick):
        if prepared is None:
            unreadable += 1
        else:
            read += 1
            units += _units(pipeline, prepared, pack, signals)
    if not read:
        raise InputProblem("Not one document could be read, so there is nothing to draw from.", "Check the folder.")
    strata = _strata(units)
    chosen = _choose(strata, n, random.Random(seed))
    key = Key(
        pack=pack.head.id, version=pack.head.version, pack_sha256=pack.info().sha256, model=pipeline.model.info.name,
        seed=seed, documents=read, unreadable=unreadable, strata=_counts(pack, strata),
        rows=tuple(_key_row(number, unit, weight, pack) for number, (unit, weight) in enumerate(chosen, start=1)),
    )  # fmt: skip
    return [_row(number, unit, pack) for number, (unit, _) in enumerate(chosen, start=1)], key


_Strata = dict[tuple[str, bool], list[_Unit]]


def _prepared(pipeline: Pipeline, paths: Sequence[Path], tick: Tick) -> Iterator[Prepared | None]:
    """Each document once, whatever the number of its copies; None for one that cannot be read."""
    seen: set[str] = set()
    for source in pipeline.sources(paths):
        prepared = pipeline.prepare(source)
        tick(source.shown)
        if isinstance(prepared, Unreadable):
            yield None
        elif prepared.document.sha256 not in seen:
            seen.add(prepared.document.sha256)
            yield prepared


def _units(pipeline: Pipeline, prepared: Prepared, pack: Pack, signals: Signals) -> Iterator[_Unit]:
    outcome = pipeline.assess(prepared)[0]
    assert isinstance(outcome, Assessment)  # the kind is given, so that nothing is left out
    near = Candidates(signals, prepared.analysis)
    for finding, criterion in zip(outcome.findings, pack.criteria, strict=True):
        place = _place(finding, near.nearest(criterion))
        if decided(finding) and place is not None:
            document, passage = prepared.document, _passage(prepared.segments, place)
            yield _Unit(criterion.id, document.name, document.sha256, finding.level > 0, finding.level, passage)


def _place(finding: Finding, nearest: Segment | None) -> int | None:
    """Index of the segment that is quoted; where nothing was found, of that which comes nearest."""
    if finding.evidence:
        return finding.evidence[0].segment
    return nearest.index if nearest else None


def _passage(segments: Sequence[Segment], place: int) -> _Passage:
    """A segment with those around it: a list item or a signature alone says little."""
    here = segments[place]
    page = f"page {here.page}" if here.page else ""
    return _Passage(
        where="; ".join(filter(None, (page, *here.headings[-1:]))),
        before=" / ".join(s.text for s in segments[max(0, place - AROUND) : place]),
        passage=here.text,
        after=" / ".join(s.text for s in segments[place + 1 : place + 1 + AROUND]),
    )


def _strata(units: Iterable[_Unit]) -> _Strata:
    strata: _Strata = defaultdict(list)
    for unit in units:
        strata[unit.criterion, unit.found].append(unit)
    return strata


def _choose(strata: _Strata, n: int, chance: random.Random) -> list[tuple[_Unit, float]]:
    """Rows with their weights: one from each stratum in turn, until there are enough."""
    queues = {name: chance.sample(strata[name], len(strata[name])) for name in sorted(strata)}
    taken: dict[tuple[str, bool], int] = dict.fromkeys(queues, 0)
    while sum(taken.values()) < n and (open_ := [name for name in queues if taken[name] < len(queues[name])]):
        # in the last turn, chance decides which strata still give a row
        for name in chance.sample(open_, min(len(open_), n - sum(taken.values()))):
            taken[name] += 1
    rows = [(unit, len(queues[name]) / taken[name]) for name in queues for unit in queues[name][: taken[name]]]
    chance.shuffle(rows)
    return rows


def _counts(pack: Pack, strata: _Strata) -> tuple[Stratum, ...]:
    return tuple(
        Stratum(criterion=c.id, found=len(strata.get((c.id, True), ())), not_found=len(strata.get((c.id, False), ())))
        for c in pack.criteria
        if (c.id, True) in strata or (c.id, False) in strata
    )


def _criterion(pack: Pack, unit: _Unit) -> Criterion:
    return next(criterion for criterion in pack.criteria if criterion.id == unit.criterion)


def _row(number: int, unit: _Unit, pack: Pack) -> Row:
    criterion = _criterion(pack, unit)
    return Row(
        id=number,
        criterion=criterion.id,
        title=criterion.title,
        question=criterion.question,
        counts=counts(criterion),
        document=unit.document,
        **unit.passage._asdict(),
    )


def counts(criterion: Criterion) -> str:
    """What is enough for yes: the lowest rung or more, in the words of the pack."""
    rungs = [rung.label.rstrip(".") for rung in criterion.levels]
    return f"Enough for yes: {rungs[0]}." + (f" More than enough: {'; '.join(rungs[1:])}." if rungs[1:] else "")


def _key_row(number: int, unit: _Unit, weight: float, pack: Pack) -> KeyRow:
    return KeyRow(
        id=number,
        criterion=unit.criterion,
        title=_criterion(pack, unit).title,
        document=unit.document,
        sha256=unit.sha256,
        found=unit.found,
        level=unit.level,
        weight=weight,
    )
