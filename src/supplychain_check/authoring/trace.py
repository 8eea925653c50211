"""One sentence held against one condition: on which words it meets it, and what keeps it from meeting it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from supplychain_check.criteria import Condition, Criterion
from supplychain_check.match import Matcher, Miss, Search, anchors
from supplychain_check.models import Analysis, Document, EvidenceStatus, Frozen, Segment
from supplychain_check.page import Unit
from supplychain_check.signals import SHARED

Where = Literal["sentence", "introduction", "heading", "nearby"]


class Words(Frozen):
    """Words by which a sentence meets a reference.

    Attributes:
        reference: as the condition writes it.
        where: in the sentence itself, in the sentence that introduces its list, in a heading above it, or in
            another sentence that the scope of the condition takes in.
        start: offset in the text of the document; -1 where there is none (a heading, a topic).
    """

    reference: str
    words: str
    where: Where = "sentence"
    start: int = -1
    end: int = -1


class Tried(NamedTuple):
    """A sentence that meets at least something of a condition.

    Attributes:
        misses: what keeps it from meeting it all; empty where it does.
        why_not: why it can never be evidence, or "".
    """

    unit: Unit
    misses: tuple[Miss, ...]
    why_not: str = ""


class Trace:
    """One criterion on one document.

    Args:
        matcher: of the pack.
        criterion: of that pack.
        document: as read.
        analysis: of this document.
        copied: segments shared with unrelated firms, as the matcher takes them.
    """

    def __init__(
        self, matcher: Matcher, criterion: Criterion, document: Document, analysis: Analysis, copied: Mapping[int, str]
    ) -> None:
        self.search: Search = matcher.search(criterion, document, analysis, copied)
        self._criterion = criterion
        self._signals = matcher.signals
        self._document = document
        self._analysis = analysis
        self._names = self.search.names
        self._shows = self.search.shows

    def tried(self, condition: Condition, statuses: tuple[EvidenceStatus, ...]) -> Iterator[Tried]:
        """Every sentence that meets at least something of a condition, in the order of the document."""
        telling, named = frozenset(anchors(condition)), frozenset(condition.references())
        wanted = _telling(condition)
        search = self.search
        for unit, own, shown in zip(search.page.units, search.names, search.shows, strict=True):
            if own.isdisjoint(wanted) or shown.isdisjoint(named):
                continue
            misses = tuple(self.search.misses(unit, own, condition, statuses))
            if misses or not own.isdisjoint(telling):
                yield Tried(unit, misses)

    def aside(self, condition: Condition) -> Iterator[Tried]:
        """Headings, definitions and the like that would meet a condition, were they evidence."""
        telling = frozenset(anchors(condition))
        for unit, own, why_not in self.search.aside():
            if own.isdisjoint(telling):
                continue
            misses = self.search.misses(unit, own, condition, tuple(EvidenceStatus))
            if not [found for found in misses if found.kind != "specificity"]:
                yield Tried(unit, (), why_not)

    def words(self, unit: Unit, condition: Condition) -> Iterator[Words]:
        """Words for each reference of a condition that holds, in the order of the condition."""
        for name in condition.references():
            found = list(self._words(unit, name))
            yield from found or (self._nearby(unit, name, condition) if condition.scope != "sentence" else ())

    def _words(self, unit: Unit, name: str) -> Iterator[Words]:
        prefix, colon, what = name.partition(":")
        if not colon:
            yield from self._of_signal(unit, name)
        elif prefix == "heading":
            texts = ((text, self._fired(text, what)) for text in unit.segment.headings)
            yield from (Words(reference=name, words=text, where="heading") for text, hits in texts if hits)
        elif prefix == "fact":
            facts = (fact for fact in unit.reading.facts if fact.kind.value == what)
            yield from (Words(reference=name, words=f.text, start=f.start, end=f.end) for f in facts)
        elif name in unit.others:
            yield Words(reference=name, words=f"{unit.reading.topics.get(what, 0):.2f}")
        elif name in unit.formal:
            yield self._of_formality(unit.segment, name)

    def _of_signal(self, unit: Unit, name: str) -> Iterator[Words]:
        segment = unit.segment
        yield from self._in(segment, name, "sentence")
        if segment.intro is not None:
            yield from self._in(self._analysis.segments[segment.intro], name, "introduction")

    def _in(self, segment: Segment, name: str, where: Where) -> Iterator[Words]:
        places = offsets(self._document.text, segment)
        for start, end, words in self._fired(segment.text, name):
            first, last = (places[start], places[end - 1] + 1) if places else (-1, -1)
            yield Words(reference=name, words=words, where=where, start=first, end=last)

    def _fired(self, text: str, name: str) -> list[tuple[int, int, str]]:
        """Places at which a signal fires, the most telling of those that overlap."""
        names = {f"{self._criterion.id}/{name}", f"{SHARED}/{name}"}
        hits = [(f.start, f.end, f.words) for f in self._signals.words(text) if f.name in names]
        kept: list[tuple[int, int, str]] = []
        for hit in sorted(hits, key=lambda h: (-len(h[2].split()), h[1] - h[0], h[0])):
            if all(hit[1] <= other[0] or other[1] <= hit[0] for other in kept):
                kept.append(hit)
        return sorted(kept)

    def _of_formality(self, segment: Segment, name: str) -> Words:
        kind = name.partition(":")[2].partition("=")[0]
        stated = next(f.evidence for f in self._analysis.formalities if f.segment == segment.index and f.id == kind)
        return Words(reference=name, words=stated.text, start=stated.start, end=stated.end)

    def _nearby(self, unit: Unit, name: str, condition: Condition) -> Iterator[Words]:
        """The nearest other sentence within the scope that shows a reference."""
        page, here = self.search.page, unit.segment
        places = page.around(here) if condition.scope == "section" else range(len(page.units))
        for place in sorted(places, key=lambda p: abs(page.units[p].segment.index - here.index)):
            if name in self._names[place] and (found := list(self._words(page.units[place], name))):
                yield found[0].model_copy(update={"where": "nearby"})
                return


def _telling(condition: Condition) -> frozenset[str]:
    """References of which a sentence must meet one to be worth a word: signals and formalities, else all."""
    wanted = frozenset((*condition.all, *condition.any))
    return frozenset(n for n in wanted if ":" not in n or n.startswith("formality:")) or wanted


def offsets(text: str, segment: Segment) -> list[int]:
    """For each character of a segment its offset in the text of the document; empty where they do not agree."""
    places: list[int] = []
    for word in re.finditer(r"\S+", text[segment.start : segment.end]):
        at = segment.start + word.start()
        places += [at - 1] * bool(places) + list(range(at, at + len(word[0])))
    return (
        places if "".join(text[place] if not text[place].isspace() else " " for place in places) == segment.text else []
    )
