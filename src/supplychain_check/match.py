"""Analysis and pack to Disclosures: which sentence reaches which rung of which criterion, and why."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from functools import cached_property
from typing import Literal, NamedTuple

from supplychain_check.criteria import Condition, Criterion, Level, Pack
from supplychain_check.models import (
    Analysis,
    Cap,
    CriterionKind,
    Disclosure,
    Document,
    EvidenceStatus,
    Segment,
    SegmentKind,
    Specificity,
)
from supplychain_check.models.analysis import asks_for_review
from supplychain_check.page import Page, Unit, read_units
from supplychain_check.signals import Lexicon, Signals

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


class Miss(NamedTuple):
    """One thing that keeps a sentence from meeting a condition.

    Attributes:
        kind: `all` and `any`: references that are not there; `none`: references that are there and rule it out;
            `status` and `specificity`: what would have counted.
        names: the references, statuses or grade.
    """

    kind: Literal["all", "any", "none", "status", "specificity"]
    names: tuple[str, ...]


class Matchers:
    """Packs, ready to be matched together with any number of documents: what they share is looked for once.

    Args:
        packs: the packs.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        packs = tuple(packs)
        self.lexicon = Lexicon(packs)
        self.each = tuple(Matcher(pack, self.lexicon) for pack in packs)

    def match(
        self, document: Document, analysis: Analysis, copied: Mapping[int, str]
    ) -> tuple[dict[str, tuple[Disclosure, ...]], ...]:
        """Find the disclosures of one document for each pack, in order; see `Matcher.match`."""
        page = Page(document, read_units(analysis, self.lexicon))
        known: _Known = {}
        return tuple(matcher.match_page(page, copied, known) for matcher in self.each)


_Known = dict[tuple[Hashable, frozenset[int]], tuple[Disclosure, ...]]
"""Disclosures by what decides them: what a criterion looks for, and what the pack takes for a bare phrase."""


class Matcher:
    """A pack, ready to be matched with any number of documents.

    Args:
        pack: the pack.
        lexicon: of this pack and of others that are matched with it; its own if not given.
    """

    def __init__(self, pack: Pack, lexicon: Lexicon | None = None) -> None:
        self.pack = pack
        self.signals = Signals(pack, lexicon)
        self._looked_for = {criterion.id: _looked_for(criterion, self.signals) for criterion in pack.criteria}

    def search(self, criterion: Criterion, document: Document, analysis: Analysis, copied: Mapping[int, str]) -> Search:
        """One criterion on one document, to be asked why it gave what `match` gives."""
        return Search(criterion, Page(document, read_units(analysis, self.signals.lexicon)), self.signals, copied)

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
        return self.match_page(Page(document, read_units(analysis, self.signals.lexicon)), copied, {})

    def match_page(self, page: Page, copied: Mapping[int, str], known: _Known) -> dict[str, tuple[Disclosure, ...]]:
        """As `match`; criteria that look for the same are searched for once and put into `known`."""
        bare = page.bare(self.signals)
        found: dict[str, tuple[Disclosure, ...]] = {}
        for criterion in self.pack.criteria:
            key = (self._looked_for[criterion.id], bare)
            if key not in known:
                known[key] = tuple(Search(criterion, page, self.signals, copied).disclosures())
            if same := known[key]:
                found[criterion.id] = tuple(_of_criterion(disclosure, criterion.id) for disclosure in same)
        return found


def _of_criterion(disclosure: Disclosure, criterion: str) -> Disclosure:
    return disclosure if disclosure.criterion == criterion else disclosure.model_copy(update={"criterion": criterion})


def _looked_for(criterion: Criterion, signals: Signals) -> Hashable:
    """All of a criterion that decides what is found for it; equal for criteria of two packs that find the same."""
    ladder = tuple((rung.level, rung.when) for rung in criterion.levels)
    meant = tuple(sorted((name, signals.numbers(criterion.id, name)) for name in _signal_names(criterion)))
    formality = criterion.kind is CriterionKind.FORMALITY
    return formality, ladder, criterion.not_applicable, criterion.applies_when, meant


def _signal_names(criterion: Criterion) -> set[str]:
    references = (
        ref.removeprefix("heading:") for _, condition in criterion.conditions() for ref in condition.references()
    )
    return {ref for ref in references if ":" not in ref}


class Search:
    """One criterion on one document."""

    def __init__(self, criterion: Criterion, page: Page, signals: Signals, copied: Mapping[int, str]) -> None:
        self.criterion = criterion
        self.page = page
        self._signals = signals
        self._copied = copied
        self._formality = criterion.kind is CriterionKind.FORMALITY
        self._sentences = page.sentences - page.bare(signals)
        # a line that shows a formality ("Jo Tan, Director") need not be a sentence, but then counts for nothing else
        self._counting = self._sentences | page.formal if self._formality else self._sentences
        references = {ref for _, condition in criterion.conditions() for ref in condition.references()}
        self._own = {reference: self._shown(reference) for reference in references}
        self._at = {ref: own.union(self._led_to(ref)) & self._counting for ref, own in self._own.items()}

    @cached_property
    def names(self) -> list[frozenset[str]]:
        """For each unit of the page the references of the criterion that it meets."""
        return [self._names(place) for place in range(len(self.page.units))]

    @cached_property
    def shows(self) -> list[frozenset[str]]:
        """For each unit those that its own words meet, without introduction and headings."""
        return [_holding(self._own, place) for place in range(len(self.page.units))]

    def _names(self, place: int) -> frozenset[str]:
        return _holding(self._at, place)

    def _shown(self, reference: str) -> frozenset[int]:
        """Places that count and whose own words meet a reference."""
        if ":" in reference:
            return self._counting.intersection(self.page.said.get(reference, ()))
        numbers = self._signals.numbers(self.criterion.id, reference)
        return self._sentences.intersection(place for number in numbers for place in self.page.own.get(number, ()))

    def _led_to(self, reference: str) -> Iterable[int]:
        """Places at which an introduction or a heading meets a reference."""
        name = reference.removeprefix("heading:")
        if ":" in name:
            return ()
        held = self.page.intro if name == reference else self.page.above
        return (place for number in self._signals.numbers(self.criterion.id, name) for place in held.get(number, ()))

    def aside(self) -> Iterator[tuple[Unit, frozenset[str], str]]:
        """What can never be evidence, with the references it would meet, and why it cannot: to explain a result."""
        units = self.page.units
        counting = {units[place].segment.index for place in self._sentences | self.page.formal}
        apart = Search(self.criterion, self.page.apart(counting), self._signals, {})
        for unit, names in zip(apart.page.units, apart.names, strict=True):
            yield unit, names, unit.reading.why_not or "a phrase and not a word more"

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
        met = [place for place in sorted(self._candidates(condition)) if self._meets(place, condition, statuses)]
        return met if len(met) >= condition.min_count else []

    def _candidates(self, condition: Condition) -> Set[int]:
        """Places that show what a quote must show; within the scope of a sentence, also all else that is asked for."""
        found = _anywhere(self._at, anchors(condition)) & _anywhere(self._own, condition.references())
        if condition.scope != "sentence":
            return found
        if condition.any:
            found &= _anywhere(self._at, condition.any)
        return found.intersection(*(self._at[name] for name in condition.all))

    def _meets(self, place: int, condition: Condition, statuses: tuple[EvidenceStatus, ...]) -> bool:
        return next(self.misses(self.page.units[place], self._names(place), condition, statuses), None) is None

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
        near = self.page.around(segment) if condition.scope == "section" else self._counting
        return own.union(name for name in condition.references() if not self._at[name].isdisjoint(near))

    def _disclosure(
        self, place: int, condition: Condition, role: Literal["evidence", "not applicable", "applies"], level: int
    ) -> Disclosure:
        unit = self.page.units[place]
        caps = tuple(_caps(unit, self._copied)) if role == "evidence" and not self._formality else ()
        segment, reading = unit.segment, unit.reading
        named = self._names(place).intersection(condition.references())
        return Disclosure(
            criterion=self.criterion.id,
            segment=segment.index,
            quote=segment.text,
            start=segment.start,
            end=segment.end,
            page=segment.page,
            box=self.page.box(place),
            headings=segment.headings,
            topics={topic: round(p, 4) for topic, p in reading.topics.items() if f"topic:{topic}" in unit.others},
            status=reading.status,
            status_confidence=reading.status_confidence,
            specificity=reading.specificity,
            specificity_reason=reading.specificity_reason,
            facts=reading.facts,
            matched=tuple(sorted(n if ":" in n else f"signal:{n}" for n in named)),
            level=min([level, *(cap.level for cap in caps)]),
            uncapped=level,
            caps=tuple(cap for cap in caps if cap.level < level),
            role=role,
        )


def _holding(at: Mapping[str, Set[int]], place: int) -> frozenset[str]:
    return frozenset(name for name, places in at.items() if place in places)


def _anywhere(at: Mapping[str, Set[int]], references: Iterable[str]) -> set[int]:
    return set[int]().union(*(at[name] for name in references))


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
    """The figures of a table say that something is in place, though no sentence does.

    A status that is read too unsurely keeps no sentence from a rung that asks for action: a person looks.
    """
    if unit.segment.kind is SegmentKind.TABLE_ROW or unit.reading.status in statuses:
        return True
    return EvidenceStatus.ACTION in statuses and asks_for_review(unit.reading.status, unit.reading.status_confidence)


def _specific_enough(unit: Unit, least: Specificity) -> bool:
    return _GRADES.index(unit.reading.specificity) >= _GRADES.index(least)


def _caps(unit: Unit, copied: Mapping[int, str]) -> Iterator[Cap]:
    """Fair scoring, rules 3 and 4."""
    reading, index = unit.reading, unit.segment.index
    if reading.status is EvidenceStatus.CLAIM and not asks_for_review(reading.status, reading.status_confidence):
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
