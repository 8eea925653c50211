"""The text as a whole: how it reads, how much of it says nothing, claims, or gives figures.

Readability is the grade level of Kincaid, Fishburne, Rogers and Chissom (1975), "Derivation of new readability
formulas for Navy enlisted personnel", from words a sentence and syllables a word. Syllables are counted by groups of
vowels, as the formula's users do without a dictionary; on whole texts the errors even out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Set

from supplychain_check.models import (
    Analysis,
    EvidenceStatus,
    Reading,
    Segment,
    SegmentKind,
    Specificity,
    TextProfile,
)

FEWEST = 10
"""Below so many sentences a reading grade says nothing."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_VOWELS = re.compile(r"[aeiouyāēīōūáéíóúäöü]+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyscxz]es)\Z")
_SPECIFIC = frozenset({Specificity.SPECIFIC, Specificity.MEASURED})


def profile(analysis: Analysis, common: Set[int] = frozenset()) -> TextProfile:
    """Figures about the text of a document.

    Args:
        analysis: of the document.
        common: indexes of segments whose sentence stands in statements of several other firms.
    """
    pairs = [
        (segment, reading)
        for segment, reading in zip(analysis.segments, analysis.readings, strict=True)
        if segment.kind is not SegmentKind.HEADING
    ]
    on_topic = [reading for _, reading in pairs if _topics(analysis, reading)]
    evidence = [reading for reading in on_topic if reading.evidential]
    shared = tuple(segment.index for segment, _ in pairs if segment.index in common)
    prose = [segment.text for segment, _ in pairs if segment.kind is SegmentKind.SENTENCE]
    return TextProfile(
        words=sum(len(_WORD.findall(segment.text)) for segment, _ in pairs),
        sentences=len(pairs),
        words_a_sentence=_mean_words(prose),
        reading_grade=reading_grade(prose),
        silent=_share(len(pairs) - len(on_topic), pairs),
        evidence=len(evidence),
        claims=_share(sum(r.status is EvidenceStatus.CLAIM for r in evidence), evidence),
        specific=_share(sum(r.specificity in _SPECIFIC for r in evidence), evidence),
        measured=_share(sum(r.specificity is Specificity.MEASURED for r in evidence), evidence),
        common=shared,
        common_share=_share(len(shared), pairs),
    )


def _topics(analysis: Analysis, reading: Reading) -> bool:
    return any(p >= analysis.model.threshold(topic) for topic, p in reading.topics.items())


def _share(some: int, whole: Collection[Reading | tuple[Segment, Reading]]) -> float:
    return round(some / len(whole), 3) if whole else 0.0


def _mean_words(sentences: Collection[str]) -> float:
    return round(sum(len(_WORD.findall(one)) for one in sentences) / len(sentences), 1) if sentences else 0.0


def reading_grade(sentences: Iterable[str]) -> float | None:
    """Years of schooling that sentences ask for, after Flesch and Kincaid; None below `FEWEST` sentences."""
    told = [words for one in sentences if (words := _WORD.findall(one.lower()))]
    count = sum(map(len, told))
    if len(told) < FEWEST:
        return None
    spoken = sum(syllables(word) for words in told for word in words)
    return round(0.39 * count / len(told) + 11.8 * spoken / count - 15.59, 1)


def syllables(word: str) -> int:
    """Syllables of a word in small letters, by its groups of vowels without a silent ending; at least one."""
    return max(1, len(_VOWELS.findall(word)) - bool(_SILENT.search(word)))
