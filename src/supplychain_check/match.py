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


class Miss(NamedTuple):
    """One thing that keeps a sentence from meeting a condition.

    Attributes:
        kind: `all` and `any`: references that are not there; `none`: references that are there and rule it out;
            `status` and `specificity`: what would have counted.
        names: the references, statuses or grade.
    """

    kind: Literal["all", "any", "none", "status", "specificity"]
    names: tuple[str, ...]


class Unit(NamedTuple):
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


class Page:
    """A document as the matcher sees it: its units, in order, and which of them are neighbours."""

    def __init__(self, analysis: Analysis, signals: Signals) -> None:
        self._signals = signals
        self._analysis = analysis
        self._formalities = _by_segment(analysis.formalities)
        made = (self._counting(s, r) for s, r in zip(analysis.segments, analysis.readings, strict=True))
        self.units = [unit for unit in made if unit is not None]
        self._by_headings: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, unit in enumerate(self.units):
            self._by_headings[unit.segment.headings].append(place)

    def _counting(self, segment: Segment, reading: Reading) -> Unit | None:
        sentence = reading.evidential and not self._signals.bare(segment.text)
        return (
            self._unit(segment, reading, sentence=sentence) if sentence or segment.index in self._formalities else None
        )

    def _unit(self, segment: Segment, reading: Reading, *, sentence: bool) -> Unit:
        own = fired = self._signals.fired(segment.text) if sentence else _NONE
        if segment.intro is not None:
            fired |= self._signals.fired(self._analysis.segments[segment.intro].text)
        topics = {f"topic:{topic}" for topic, p in reading.topics.items() if p >= TOPIC_THRESHOLD}
        facts = {f"fact:{fact.kind.value}" for fact in reading.facts}
        headings = _NONE.union(*map(self._signals.fired, segment.headings))
        others, formal = frozenset(topics | facts), self._formalities.get(segment.index, _NONE)
        return Unit(segment, reading, _by_owner(fired), _by_owner(headings), _by_owner(own), others, formal, sentence)

    def aside(self) -> Iterator[tuple[Unit, str]]:
        """What can never be evidence, as if it could, each with the reason why it cannot: to explain a result."""
        counting = {unit.segment.index for unit in self.units}
        for segment, reading in zip(self._analysis.segments, self._analysis.readings, strict=True):
            if segment.index not in counting:
                yield self._unit(segment, reading, sentence=True), reading.why_not or "a phrase and not a word more"

    def around(self, here: Segment) -> list[int]:
        """Places of the units close to a segment under the same heading, its own included."""
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
        self.signals = Signals(pack)

    def search(self, criterion: Criterion, document: Document, analysis: Analysis, copied: Mapping[int, str]) -> Search:
        """One criterion on one document, to be asked why it gave what `match` gives."""
        return Search(criterion, Page(analysis, self.signals), document, copied)

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
        page = Page(analysis, self.signals)
        return {
            criterion.id: found
            for criterion in self.pack.criteria
            if (found := tuple(Search(criterion, page, document, copied).disclosures()))
        }


class Search:
    """One criterion on one document."""

    def __init__(self, criterion: Criterion, page: Page, document: Document, copied: Mapping[int, str]) -> None:
        self.criterion = criterion
        self.page = page
        self.document = document
        self.copied = copied
        self._formality = criterion.kind is CriterionKind.FORMALITY
        self.names = [unit.names(criterion) for unit in page.units]
        self._shows = [unit.shows(criterion) for unit in page.units]

    def disclosures(self) -> Iterator[Disclosure]:
        """Evidence, best first; then stated facts by which the criterion does not apply, or by which it does."""
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
        telling, named = frozenset(anchors(condition)), frozenset(condition.references())
        met = [
            place
            for place, names in enumerate(self.names)
            if not names.isdisjoint(telling)
            and not self._shows[place].isdisjoint(named)
            and self._meets(place, condition, statuses)
        ]
        return met if len(met) >= condition.min_count else []

    def _meets(self, place: int, condition: Condition, statuses: tuple[EvidenceStatus, ...]) -> bool:
        return next(self.misses(self.page.units[place], self.names[place], condition, statuses), None) is None

    def misses(
        self, unit: Unit, own: frozenset[str], condition: Condition, statuses: tuple[EvidenceStatus, ...]
    ) -> Iterator[Miss]:
        """What keeps a unit from meeting a condition; nothing where it meets it.

        Args:
            unit: the unit.
            own: the references that it meets itself.
            condition: of the criterion.
            statuses: evidence statuses that count for it.
        """
        if not (self._formality or _status_fits(unit, statuses)):
            yield Miss("status", tuple(status.value for status in statuses))
        if not own.isdisjoint(condition.none):
            yield Miss("none", tuple(name for name in condition.none if name in own))
        if condition.specificity is not None and not _specific_enough(unit, condition.specificity):
            yield Miss("specificity", (condition.specificity.value,))
        names = self.pool(unit.segment, own, condition)
        if not names.issuperset(condition.all):
            yield from (Miss("all", (name,)) for name in condition.all if name not in names)
        if condition.any and len(names.intersection(condition.any)) < condition.any_count:
            yield Miss("any", tuple(name for name in condition.any if name not in names))

    def pool(self, segment: Segment, own: frozenset[str], condition: Condition) -> frozenset[str]:
        """The names that may meet a condition, as wide as its scope."""
        if condition.scope == "sentence":
            return own
        places = self.page.around(segment) if condition.scope == "section" else range(len(self.names))
        return own.union(*(self.names[other] for other in places))

    def _disclosure(
        self, place: int, condition: Condition, role: Literal["evidence", "not applicable", "applies"], level: int
    ) -> Disclosure:
        unit = self.page.units[place]
        caps = tuple(_caps(unit, self.copied)) if role == "evidence" and not self._formality else ()
        segment, reading = unit.segment, unit.reading
        named = self.names[place].intersection(condition.references())
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


def anchors(condition: Condition) -> tuple[str, ...]:
    """What the quoted sentence itself must show at least one of.

    Signals, else whatever the condition names. Where others may stand around it, the first signal of `all`: that
    is the telling one, and a neighbour that shows only a side condition is no quote.
    """
    named = [(n, ":" not in n or n.startswith("formality:")) for n in (*condition.all, *condition.any)]
    if condition.scope != "sentence" and condition.all and named[0][1]:
        return condition.all[:1]
    signals = tuple(n for n, telling in named if telling)
    return signals or tuple(n for n, _ in named if not n.startswith("heading:"))


def _status_fits(unit: Unit, statuses: tuple[EvidenceStatus, ...]) -> bool:
    """The figures of a table say that something is in place, though no sentence does."""
    return unit.segment.kind is SegmentKind.TABLE_ROW or unit.reading.status in statuses


def _specific_enough(unit: Unit, least: Specificity) -> bool:
    return _GRADES.index(unit.reading.specificity) >= _GRADES.index(least)


def _caps(unit: Unit, copied: Mapping[int, str]) -> Iterator[Cap]:
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
