"""What a pack finds in a folder: signals that never fire, criteria that nobody reaches, levels of each criterion."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from supplychain_check.authoring.diff import PackRef, pack_ref
from supplychain_check.authoring.folder import Folder, Reading, Tick
from supplychain_check.criteria import Criterion, Pack
from supplychain_check.models import COUNTED, Assessment, Finding, Frozen
from supplychain_check.pipeline import Prepared
from supplychain_check.signals import Signals


class SignalUse(Frozen):
    """How often a signal fires.

    Attributes:
        criterion: to which it belongs; "" for a signal that criteria share.
        documents: in how many documents it fires.
        sentences: in how many sentences that can be evidence, and table rows.
        elsewhere: in how many headings, definitions and other text that cannot.
    """

    criterion: str
    signal: str
    documents: int
    sentences: int
    elsewhere: int


class CriterionReach(Frozen):
    """Levels of one criterion over the documents.

    Attributes:
        top: its highest level.
        levels: how many documents reach each level, level 0 first, of those in which it is judged.
        judged: in how many documents it counts.
        states: how many documents are in each other state (not asked here, not applicable ...).
    """

    criterion: str
    title: str
    section: str
    top: int
    levels: tuple[int, ...]
    judged: int
    found: int
    states: dict[str, int]


class Coverage(Frozen):
    """What a pack finds in a folder."""

    pack: PackRef
    reading: Reading
    criteria: tuple[CriterionReach, ...]
    signals: tuple[SignalUse, ...]

    @property
    def silent(self) -> tuple[SignalUse, ...]:
        """Signals that fire in no sentence that can be evidence."""
        return tuple(use for use in self.signals if not use.sentences)

    @property
    def unreached(self) -> tuple[CriterionReach, ...]:
        """Criteria for which nothing was found in any document."""
        return tuple(reach for reach in self.criteria if reach.top and not reach.found)


def coverage(pack: Pack, folder: Folder, tick: Tick = lambda _: None) -> Coverage:
    """Run a pack over a folder; each file is read once.

    Args:
        pack: the one with which the folder was opened.
        folder: the documents.
        tick: called with a path whenever a document was read, and again when it was scored.
    """
    uses = _Uses(pack)
    levels: dict[str, Counter[int]] = defaultdict(Counter)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    found: Counter[str] = Counter()
    for prepared, assessments in folder.run(tick):
        uses.add(prepared)
        for finding in _findings(assessments):
            found[finding.criterion] += finding.level > 0
            if finding.disclosure in COUNTED:
                levels[finding.criterion][finding.level] += 1
            else:
                states[finding.criterion][finding.disclosure.value] += 1
    reach = tuple(_reach(c, levels[c.id], states[c.id], found[c.id]) for c in pack.criteria)
    return Coverage(pack=pack_ref(pack), reading=folder.reading(), criteria=reach, signals=uses.uses())


def _findings(assessments: Iterable[Assessment]) -> Iterable[Finding]:
    return (finding for assessment in assessments for finding in assessment.findings)


def _reach(criterion: Criterion, levels: Counter[int], states: Counter[str], found: int) -> CriterionReach:
    top = len(criterion.levels)
    return CriterionReach(
        criterion=criterion.id,
        title=criterion.title,
        section=criterion.section,
        top=top,
        levels=tuple(levels[level] for level in range(top + 1)),
        judged=sum(levels.values()),
        found=found,
        states=dict(states),
    )


class _Uses:
    """Counts on how many documents and sentences each signal fires."""

    def __init__(self, pack: Pack) -> None:
        self._signals = Signals(pack)
        self._names = [f"/{name}" for name in pack.signals]
        self._names += [f"{c.id}/{name}" for c in pack.criteria for name in c.signals]
        self._documents: Counter[str] = Counter()
        self._sentences: Counter[str] = Counter()
        self._elsewhere: Counter[str] = Counter()

    def add(self, prepared: Prepared) -> None:
        """Count one document."""
        analysis = prepared.analysis
        seen: set[str] = set()
        for segment, reading in zip(analysis.segments, analysis.readings, strict=True):
            fired = self._signals.fired(segment.text)
            seen |= fired
            (self._sentences if reading.evidential else self._elsewhere).update(fired)
        self._documents.update(seen)

    def uses(self) -> tuple[SignalUse, ...]:
        """What was counted, in the order of the pack."""
        return tuple(
            SignalUse(
                criterion=name.partition("/")[0],
                signal=name.partition("/")[2],
                documents=self._documents[name],
                sentences=self._sentences[name],
                elsewhere=self._elsewhere[name],
            )
            for name in self._names
        )
