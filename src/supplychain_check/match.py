"""Analysis and pack to Disclosures: which sentence reaches which rung of which criterion, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from supplychain_check.criteria import Condition, Criterion, Level, Pack
from supplychain_check.models import (
    Analysis,
    Box,
    Cap,
    CriterionKind,
    Disclosure,
    Document,
    EvidenceStatus,
    Formality,
    Reading,
    Segment,
    SegmentKind,
    Specificity,
)
from supplychain_check.signals import SHARED, Signals

TOPIC_THRESHOLD = 0.5
NEIGHBOURS = 4
"""How many sentences on either side the scope "section" reaches; fixed, so that length changes nothing."""
_GRADES = list(Specificity)
_ANY_STATUS = tuple(EvidenceStatus)
_STATUS_ORDER = [
    EvidenceStatus.ACTION,
    EvidenceStatus.CONTEXT,
    EvidenceStatus.COMMITMENT,
    EvidenceStatus.DENIAL,
    EvidenceStatus.HYPOTHETICAL,
    EvidenceStatus.CLAIM,
]


Names = dict[str, frozenset[str]]
"""Names of signals by the criterion that owns them; those that all share are under ""."""


class _Unit(NamedTuple):
    """A segment that can count, with the names that hold of it.

    `signals` are those of a list item together with its introduction, `own` those of its own words.
    """

    segment: Segment
    reading: Reading
    signals: Names
    headings: Names
    own: Names
    others: frozenset[str]
    formal: frozenset[str]
    sentence: bool

    def names(self, criterion: Criterion) -> frozenset[str]:
        """Every reference of a criterion that this unit meets.

        A line that shows a formality ("Jo Tan, Director") need not be a sentence, but then it counts for nothing else.
        """
        if criterion.kind is not CriterionKind.FORMALITY and not self.sentence:
            return _NONE
        above = self.headings.get(criterion.id, _NONE) | self.headings.get(SHARED, _NONE)
        own = self.signals.get(criterion.id, _NONE) | self.signals.get(SHARED, _NONE)
        return own | self.others | self.formal | {f"heading:{name}" for name in above}

    def shows(self, criterion: Criterion) -> frozenset[str]:
        """The references that the words of the unit itself meet, without introduction and headings."""
        own = self.own.get(criterion.id, _NONE) | self.own.get(SHARED, _NONE)
        return own | self.others | self.formal


_NONE: frozenset[str] = frozenset()


def _by_owner(fired: frozenset[str]) -> Names:
    found: dict[str, set[str]] = defaultdict(set)
    for full in fired:
        owner, _, name = full.partition("/")
        found[owner].add(name)
    return {owner: frozenset(names) for owner, names in found.items()}


class _Page:
    """A document as the matcher sees it: its units, in order, and which of them are neighbours."""

    def __init__(self, analysis: Analysis, signals: Signals) -> None:
        self._signals = signals
        self._segments = analysis.segments
        self._formalities = _by_segment(analysis.formalities)
        made = (self._unit(s, r) for s, r in zip(analysis.segments, analysis.readings, strict=True))
        self.units = [unit for unit in made if unit is not None]
        self._by_headings: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, unit in enumerate(self.units):
            self._by_headings[unit.segment.headings].append(place)

    def _unit(self, segment: Segment, reading: Reading) -> _Unit | None:
        formal = self._formalities.get(segment.index, _NONE)
        sentence = reading.evidential and not self._signals.bare(segment.text)
        if not formal and not sentence:
            return None
        own = fired = self._signals.fired(segment.text) if sentence else _NONE
        if segment.intro is not None:
            fired |= self._signals.fired(self._segments[segment.intro].text)
        topics = {f"topic:{topic}" for topic, p in reading.topics.items() if p >= TOPIC_THRESHOLD}
        facts = {f"fact:{fact.kind.value}" for fact in reading.facts}
        headings = _NONE.union(*map(self._signals.fired, segment.headings))
        others = frozenset(topics | facts)
        return _Unit(segment, reading, _by_owner(fired), _by_owner(headings), _by_owner(own), others, formal, sentence)

    def around(self, place: int) -> list[int]:
        """Places of a unit and of its neighbours under the same heading."""
        here = self.units[place].segment
        near = self._by_headings[here.headings]
        return [other for other in near if abs(self.units[other].segment.index - here.index) <= NEIGHBOURS]


def _by_segment(formalities: tuple[Formality, ...]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for formality in formalities:
        if formality.segment is not None:
            found[formality.segment] |= {f"formality:{formality.id}", f"formality:{formality.id}={formality.variant}"}
    return {segment: frozenset(names) for segment, names in found.items()}


class Matcher:
    """A pack, ready to be matched with any number of documents."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._signals = Signals(pack)

    def match(
        self, document: Document, analysis: Analysis, copied: Mapping[int, str]
    ) -> dict[str, tuple[Disclosure, ...]]:
        """Find the disclosures of one document.

        Args:
            document: as read.
            analysis: of this document.
            copied: segments shared with unrelated firms: index to the reason to show.

        Returns:
            For each criterion its disclosures, best first; criteria without any are left out.
        """
        page = _Page(analysis, self._signals)
        return {
            criterion.id: found
            for criterion in self.pack.criteria
            if (found := tuple(_Search(criterion, page, document, copied).disclosures()))
        }


class _Search:
    """One criterion on one document."""

    def __init__(self, criterion: Criterion, page: _Page, document: Document, copied: Mapping[int, str]) -> None:
        self.criterion = criterion
        self.page = page
        self.document = document
        self.copied = copied
        self._formality = criterion.kind is CriterionKind.FORMALITY
        self._names = [unit.names(criterion) for unit in page.units]
        self._shows = [unit.shows(criterion) for unit in page.units]

    def disclosures(self) -> Iterator[Disclosure]:
        yield from sorted(self._evidence(), key=_quality, reverse=True)
        yield from self._stated(self.criterion.not_applicable, "not applicable")
        yield from self._stated(self.criterion.applies_when, "applies")

    def _evidence(self) -> Iterator[Disclosure]:
        best: dict[int, tuple[Level, Condition]] = {}
        for rung in self.criterion.levels:
            for condition in rung.when:
                for place in self._meeting(condition, rung.statuses(condition)):
                    best[place] = (rung, condition)
        for place, (rung, condition) in best.items():
            yield self._disclosure(place, condition, "evidence", rung.level)

    def _stated(
        self, conditions: tuple[Condition, ...], role: Literal["not applicable", "applies"]
    ) -> Iterator[Disclosure]:
        for condition in conditions:
            for place in self._meeting(condition, condition.status or _ANY_STATUS):
                yield self._disclosure(place, condition, role, 0)

    def _meeting(self, condition: Condition, statuses: tuple[EvidenceStatus, ...]) -> list[int]:
        anchors, named = frozenset(_anchors(condition)), frozenset(condition.references())
        met = [
            place
            for place, names in enumerate(self._names)
            if not names.isdisjoint(anchors)
            and not self._shows[place].isdisjoint(named)
            and self._meets(place, condition, statuses)
        ]
        return met if len(met) >= condition.min_count else []

    def _meets(self, place: int, condition: Condition, statuses: tuple[EvidenceStatus, ...]) -> bool:
        unit, own = self.page.units[place], self._names[place]
        if not (self._formality or _status_fits(unit, statuses)) or not own.isdisjoint(condition.none):
            return False
        if not _specific_enough(unit, condition):
            return False
        names = self._pool(place, condition)
        wanted = condition.any_count if condition.any else 0
        return names.issuperset(condition.all) and len(names.intersection(condition.any)) >= wanted

    def _pool(self, place: int, condition: Condition) -> frozenset[str]:
        """The names that may meet a condition, as wide as its scope."""
        if condition.scope == "sentence":
            return self._names[place]
        places = self.page.around(place) if condition.scope == "section" else range(len(self._names))
        return _NONE.union(*(self._names[other] for other in places))

    def _disclosure(
        self, place: int, condition: Condition, role: Literal["evidence", "not applicable", "applies"], level: int
    ) -> Disclosure:
        unit = self.page.units[place]
        caps = tuple(_caps(unit, self.copied)) if role == "evidence" and not self._formality else ()
        segment, reading = unit.segment, unit.reading
        named = self._names[place].intersection(condition.references())
        return Disclosure(
            criterion=self.criterion.id,
            segment=segment.index,
            quote=segment.text,
            start=segment.start,
            end=segment.end,
            page=segment.page,
            box=_box(self.document, segment),
            headings=segment.headings,
            topics={topic: round(p, 4) for topic, p in reading.topics.items() if p >= TOPIC_THRESHOLD},
            status=reading.status,
            status_confidence=reading.status_confidence,
            specificity=reading.specificity,
            facts=reading.facts,
            matched=tuple(sorted(n if ":" in n else f"signal:{n}" for n in named)),
            level=min([level, *(cap.level for cap in caps)]),
            uncapped=level,
            caps=tuple(cap for cap in caps if cap.level < level),
            role=role,
        )


def _anchors(condition: Condition) -> tuple[str, ...]:
    """What the quoted sentence itself must show at least one of.

    Signals, else whatever the condition names. Where others may stand around it, the first signal of `all`: that
    is the telling one, and a neighbour that shows only a side condition is no quote.
    """
    named = [(n, ":" not in n or n.startswith("formality:")) for n in (*condition.all, *condition.any)]
    if condition.scope != "sentence" and condition.all and named[0][1]:
        return condition.all[:1]
    signals = tuple(n for n, telling in named if telling)
    return signals or tuple(n for n, _ in named if not n.startswith("heading:"))


def _status_fits(unit: _Unit, statuses: tuple[EvidenceStatus, ...]) -> bool:
    """The figures of a table say that something is in place, though no sentence does."""
    return unit.segment.kind is SegmentKind.TABLE_ROW or unit.reading.status in statuses


def _specific_enough(unit: _Unit, condition: Condition) -> bool:
    if condition.specificity is None:
        return True
    return _GRADES.index(unit.reading.specificity) >= _GRADES.index(condition.specificity)


def _caps(unit: _Unit, copied: Mapping[int, str]) -> Iterator[Cap]:
    """Fair scoring, rules 3 and 4."""
    reading, index = unit.reading, unit.segment.index
    if reading.status is EvidenceStatus.CLAIM:
        yield Cap(rule="claim", level=1, reason="says what the firm values or expects, not what it did")
    if index in copied:
        yield Cap(rule="copied", level=1, reason=copied[index])
    if reading.named_firm:
        yield Cap(rule="other firm", level=1, reason=f"the sentence is about {reading.named_firm}")


def _quality(disclosure: Disclosure) -> tuple[int, int, int, int, int]:
    """Level first; then the sentence that itself shows most of what was asked for, and the more specific one."""
    return (
        disclosure.level,
        sum(not name.startswith("heading:") for name in disclosure.matched),
        _GRADES.index(disclosure.specificity),
        -_STATUS_ORDER.index(disclosure.status),
        -disclosure.start,
    )


def _box(document: Document, segment: Segment) -> Box | None:
    """The box around the lines of a segment on its first page."""
    boxes = [
        line.box
        for line in document.lines
        if line.page == segment.page and line.start < segment.end and segment.start < line.end
    ]
    if not boxes:
        return None
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
