"""Where nothing was found: the passage that comes nearest, so that a person can judge whether something was missed."""

from __future__ import annotations

import re

from supplychain_check.criteria import Criterion
from supplychain_check.models import Analysis, Reading, Segment, SegmentKind
from supplychain_check.signals import SHARED, Signals

_WORD = re.compile(r"[a-z]{4,}")
_STEM = 6
"""Words are compared by so many first letters: "supplier" and "suppliers" are one."""
_COMMON = frozenset(
    "does that this with what which from have been were their they them than into about says saying".split()
)


class Candidates:
    """The sentences of one document, ranked for each criterion of a pack.

    Args:
        signals: of the pack; made once for many documents.
        analysis: of the document.
    """

    def __init__(self, signals: Signals, analysis: Analysis) -> None:
        read = zip(analysis.segments, analysis.readings, strict=True)
        self._sentences = [(s, r) for s, r in read if r.evidential and s.kind is not SegmentKind.HEADING]
        self._fired = [signals.fired(segment.text) for segment, _ in self._sentences]
        self._words = [_words(segment.text) for segment, _ in self._sentences]

    def nearest(self, criterion: Criterion) -> Segment | None:
        """The sentence with most signals of a criterion, then by topic and by the words of its question."""
        wanted = _signals(criterion)
        asked = _words(f"{criterion.title} {criterion.question}")

        def nearness(place: int) -> tuple[float, int]:
            shown = len(self._fired[place] & wanted)
            shared = len(self._words[place] & asked) / max(len(asked), 1)
            return shown + _topic(self._sentences[place][1], criterion) + shared, -place

        best = max(range(len(self._sentences)), key=nearness, default=None)
        return None if best is None else self._sentences[best][0]


def _signals(criterion: Criterion) -> frozenset[str]:
    """Full names of the signals that speak for a criterion."""
    named = {n for rung in criterion.levels for when in rung.when for n in (*when.all, *when.any) if ":" not in n}
    return frozenset(f"{owner}/{name}" for name in named for owner in (criterion.id, SHARED))


def _topic(reading: Reading, criterion: Criterion) -> float:
    return max((reading.topics.get(topic, 0.0) for topic in criterion.topics), default=0.0)


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _COMMON)
