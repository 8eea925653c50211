"""The signals of a pack, compiled, and what they fire on in one document.

Sits beside `phrases`: it knows packs and segments, but nothing of levels.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from supplychain_check.criteria import Pack, Signal
from supplychain_check.phrases import Hit, PhraseSet, spans, tokens

SHARED = ""
_RUN = re.compile(r"\S{200,}")


class Fired(NamedTuple):
    """Words of a text on which a signal fired.

    Attributes:
        name: of the signal, as `Signals` knows it.
        start: of the first word, in characters of the text.
        end: of the last word, exclusive.
        words: as they stand in the text, with dots for a gap.
    """

    name: str
    start: int
    end: int
    words: str


class Signals:
    """All signals of a pack, looked for together in one pass over a text.

    A signal of a criterion is known as ``CRITERION/NAME``, a shared one as ``/NAME``.
    """

    def __init__(self, pack: Pack) -> None:
        named = {f"{SHARED}/{name}": signal for name, signal in pack.signals.items()}
        for criterion in pack.criteria:
            named |= {f"{criterion.id}/{name}": signal for name, signal in criterion.signals.items()}
        self._phrases = PhraseSet({name: signal.phrases for name, signal in named.items()})
        self._patterns = _token_patterns(named)

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as the pack that is being used
    def _hits(self, text: str) -> tuple[Hit, ...]:
        return self._phrases.find(tokens(text))

    def fired(self, text: str) -> frozenset[str]:
        """Names of the signals that fire in a text."""
        return frozenset(hit.name for hit in self._hits(text)) | self._by_pattern(text)

    def words(self, text: str) -> tuple[Fired, ...]:
        """Every place at which a signal fires in a text, with its words, in the order of the text."""
        places = spans(text)
        hits = [_fired(text, hit.name, [places[place] for place in hit.places]) for hit in self._hits(text)]
        return tuple(
            sorted({*hits, *self._pattern_words(text)}, key=lambda fired: (fired.start, fired.end, fired.name))
        )

    def _pattern_words(self, text: str) -> list[Fired]:
        if self._patterns is None:
            return []
        nlp, matcher = self._patterns
        document = nlp(text)
        found = [(nlp.vocab.strings[key], document[start:end]) for key, start, end in matcher(document)]
        return [_fired(text, name, [(span.start_char, span.end_char)]) for name, span in found]

    def bare(self, text: str) -> bool:
        """Whether a text is a phrase of the pack and not a word more (fair scoring, rule 1)."""
        length = sum(word.isalnum() for word in tokens(text))
        return any(len(hit.places) >= length for hit in self._hits(text))

    def _by_pattern(self, text: str) -> frozenset[str]:
        if self._patterns is None:
            return frozenset()
        nlp, matcher = self._patterns
        return frozenset(nlp.vocab.strings[key] for key, _, _ in matcher(nlp(text)))


def _fired(text: str, name: str, places: list[tuple[int, int]]) -> Fired:
    """The words at the given places, those that follow one another together."""
    pieces = [places[0]]
    for start, end in places[1:]:
        if text[pieces[-1][1] : start].strip("-‐‑–'\"()[]*_ "):
            pieces.append((start, end))
        else:
            pieces[-1] = (pieces[-1][0], end)
    return Fired(name, places[0][0], places[-1][1], " ... ".join(text[start:end] for start, end in pieces))


def _token_patterns(named: Mapping[str, Signal]) -> tuple[Any, Any] | None:
    """A spaCy pipeline and matcher for the signals that use token patterns; None where no signal does."""
    if not any(signal.patterns for signal in named.values()):
        return None
    from spacy.matcher import Matcher

    nlp = english()
    matcher = Matcher(nlp.vocab)
    for name, signal in named.items():
        if signal.patterns:
            matcher.add(name, [list(pattern) for pattern in signal.patterns])
    return nlp, matcher


def english() -> Any:
    """A blank English pipeline of spaCy that no text can hold up.

    spaCy needs time quadratic in the length of a run without white space (20,000 brackets take 23 seconds) and
    refuses long texts. Runs longer than any word are blank to it, so that places in the text stay as they are.
    """
    import spacy

    nlp = spacy.blank("en")
    split = nlp.tokenizer
    nlp.tokenizer = lambda text: split(_RUN.sub(lambda run: " " * len(run[0]), text))
    nlp.max_length = sys.maxsize
    return nlp
