"""Which language most of a text is in."""

from __future__ import annotations

import re
from collections import Counter

import py3langid

from supplychain_check.readers.limits import MIN_WORDS_FOR_LANGUAGE

_SAMPLE = 600
_SAMPLES = 24
_WORD = re.compile(r"[^\W\d_]{2,}")


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of most of `text`; "en" for texts too short to judge."""
    if len(_WORD.findall(text[:20_000])) < MIN_WORDS_FOR_LANGUAGE:
        return "en"
    step = max(_SAMPLE, len(text) // _SAMPLES)
    votes: Counter[str] = Counter()
    for start in range(0, len(text), step):
        sample = text[start : start + _SAMPLE]
        words = len(_WORD.findall(sample))
        if words >= 8:
            # capitals mislead the identifier, whose model was trained on running text
            votes[str(py3langid.classify(sample.lower())[0])] += words
    return votes.most_common(1)[0][0] if votes else "en"
