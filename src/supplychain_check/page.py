"""A document as the matcher sees it: its segments with what holds of each, and where each thing holds.

It is the same for all packs; what a pack calls a thing is for `match` to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import NamedTuple, TypeVar

from supplychain_check.models import Analysis, Box, Document, Formality, Line, Reading, Segment
from supplychain_check.signals import Lexicon, Signals

NEIGHBOURS = 4
"""How many sentences on either side the scope "section" reaches; fixed, so that length changes nothing."""
_NONE: frozenset[str] = frozenset()
_TO = re.compile(r"\bto\W*$", re.IGNORECASE)
_Key = TypeVar("_Key", int, str)


class Unit(NamedTuple):
    """A segment with what holds of it, whatever the pack; signals by their numbers in the lexicon.

    Attributes:
        own: signals of its own words.
        intro: of the sentence that introduces its list.
        above: of its headings.
        others: its topics and facts, as references.
        formal: the formalities that it shows, as references.
        whole: phrases that are all of its text; none where it ends a sentence ("we have systems to: protect ...").
    """

    segment: Segment
    reading: Reading
    own: frozenset[int]
    intro: frozenset[int]
    above: frozenset[int]
    others: frozenset[str]
    formal: frozenset[str]
    whole: frozenset[str]


def read_units(analysis: Analysis, lexicon: Lexicon) -> list[Unit]:
    """Every segment of a document with what holds of it."""
    formalities = _by_segment(analysis.formalities)

    def unit(segment: Segment, reading: Reading) -> Unit:
        own = lexicon.read(segment.text)
        opening = analysis.segments[segment.intro].text if segment.intro is not None else ""
        intro = lexicon.read(opening).signals if opening else frozenset[int]()
        above = frozenset[int]().union(*(lexicon.read(heading).signals for heading in segment.headings))
        topics = (f"topic:{topic}" for topic, p in reading.topics.items() if p >= analysis.model.threshold(topic))
        others = frozenset((*topics, *(f"fact:{fact.kind.value}" for fact in reading.facts)))
        formal = formalities.get(segment.index, _NONE)
        whole = _NONE if _TO.search(opening) else own.whole
        return Unit(segment, reading, own.signals, intro, above, others, formal, whole)

    return [unit(segment, reading) for segment, reading in zip(analysis.segments, analysis.readings, strict=True)]


class Page:
    """A document as the matcher sees it, the same for all packs: what can count, in order, and where each thing holds.

    Args:
        document: as read.
        units: of all its segments.

    Attributes:
        units: those of its segments that can count.
        sentences: places among `units` of those that can be evidence.
        formal: places of those that show a formality.
        own, intro, above, said: the places at which each signal or reference holds, see `Unit`.
    """

    def __init__(self, document: Document, units: Sequence[Unit]) -> None:
        self._document = document
        self._all = units
        self.units = [unit for unit in units if unit.reading.evidential or unit.formal]
        self.sentences = frozenset(place for place, unit in enumerate(self.units) if unit.reading.evidential)
        self.formal = frozenset(place for place, unit in enumerate(self.units) if unit.formal)
        self.own = _places(unit.own for unit in self.units)
        self.intro = _places(unit.intro for unit in self.units)
        self.above = _places(unit.above for unit in self.units)
        self.said = _places(unit.others | unit.formal for unit in self.units)
        self._by_headings: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, unit in enumerate(self.units):
            self._by_headings[unit.segment.headings].append(place)
        self._lines: dict[int, list[Line]] = defaultdict(list)
        for line in document.lines:
            self._lines[line.page].append(line)
        self.box = lru_cache(maxsize=None)(self._box)

    def bare(self, signals: Signals) -> frozenset[int]:
        """Places whose text is a phrase of a pack and not a word more."""
        return frozenset(place for place, unit in enumerate(self.units) if unit.whole and signals.bare(unit.whole))

    def apart(self, counting: Set[int]) -> Page:
        """What can never be evidence, as if it could: all segments but those with these numbers."""
        return Page(
            self._document,
            [
                unit._replace(reading=unit.reading.model_copy(update={"evidential": True}), whole=_NONE)
                for unit in self._all
                if unit.segment.index not in counting
            ],
        )

    def around(self, here: Segment) -> list[int]:
        """Places of the units close to a segment under the same heading, its own included."""
        near = self._by_headings[here.headings]
        return [other for other in near if abs(self.units[other].segment.index - here.index) <= NEIGHBOURS]

    def _box(self, place: int) -> Box | None:
        """The box around the lines of a unit on its first page."""
        segment = self.units[place].segment
        lines = self._lines[segment.page] if segment.page is not None else ()
        boxes = [line.box for line in lines if line.start < segment.end and segment.start < line.end]
        if not boxes:
            return None
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )


def _places(held: Iterable[frozenset[_Key]]) -> dict[_Key, list[int]]:
    """For each thing the places at which it holds."""
    found: dict[_Key, list[int]] = defaultdict(list)
    for place, keys in enumerate(held):
        for key in keys:
            found[key].append(place)
    return dict(found)


def _by_segment(formalities: tuple[Formality, ...]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for formality in formalities:
        if formality.segment is not None:
            found[formality.segment] |= {f"formality:{formality.id}", f"formality:{formality.id}={formality.variant}"}
    return {segment: frozenset(names) for segment, names in found.items()}
