"""The signals of packs, compiled, and what they fire on in one document.

Sits beside `phrases`: it knows packs and segments, but nothing of levels.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from supplychain_check.criteria import Pack, Signal
from supplychain_check.phrases import Hit, PhraseSet, spans, tokens

SHARED = ""
_RUN = re.compile(r"\S{200,}")
_PATTERN = "\0"
"""Begins the name of a token pattern, as no phrase can."""


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


class Found(NamedTuple):
    """What a lexicon finds in a text.

    Attributes:
        signals: numbers of the signals that fire.
        whole: phrases that are the text and not a word less.
        hits: phrases, each with the places of its words among the tokens.
    """

    signals: frozenset[int]
    whole: frozenset[str]
    hits: tuple[Hit, ...]


class Lexicon:
    """The phrases and token patterns of several packs, each looked for once in a text, whoever lists it.

    Signals that list the same are one signal here, known by its number, whatever the packs call it.

    Args:
        packs: those that are used together.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._numbers: dict[frozenset[str], int] = {}
        for pack in packs:
            for signal in named_signals(pack).values():
                self._numbers.setdefault(_listed(signal), len(self._numbers))
        self._signals: dict[str, set[int]] = defaultdict(set)
        for listed, number in self._numbers.items():
            for one in listed:
                self._signals[one].add(number)
        self._phrases = PhraseSet({one: [one] for one in self._signals if not one.startswith(_PATTERN)})
        self._patterns = _token_patterns([one for one in self._signals if one.startswith(_PATTERN)])

    def __len__(self) -> int:
        """How many different phrases and patterns there are."""
        return len(self._signals)

    def number(self, signal: Signal) -> int:
        """The number of a signal of one of the packs."""
        return self._numbers[_listed(signal)]

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as the packs that are being used
    def read(self, text: str) -> Found:
        """What stands in a text."""
        words = tokens(text)
        hits = self._phrases.find(words)
        length = sum(word.isalnum() for word in words)
        listed = {hit.name for hit in hits} | {name for name, _, _ in self.patterns(text)}
        fired = frozenset(number for one in listed for number in self._signals[one])
        return Found(fired, frozenset(hit.name for hit in hits if len(hit.places) >= length), hits)

    def patterns(self, text: str) -> list[tuple[str, int, int]]:
        """Token patterns that match, each with the start and end of its words in the text."""
        if self._patterns is None:
            return []
        nlp, matcher = self._patterns
        document = nlp(text)
        spans = ((nlp.vocab.strings[key], document[start:end]) for key, start, end in matcher(document))
        return [(name, span.start_char, span.end_char) for name, span in spans]


class Signals:
    """All signals of a pack, looked for together in one pass over a text.

    A signal of a criterion is known as ``CRITERION/NAME``, a shared one as ``/NAME``.

    Args:
        pack: the pack.
        lexicon: of this pack and of others that are used with it; its own if not given.
    """

    def __init__(self, pack: Pack, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon((pack,))
        self._numbers: dict[str, int] = {}
        self._names: dict[int, list[str]] = defaultdict(list)
        self._listing: dict[str, list[str]] = defaultdict(list)
        for name, signal in named_signals(pack).items():
            self._numbers[name] = self.lexicon.number(signal)
            self._names[self._numbers[name]].append(name)
            for one in _listed(signal):
                self._listing[one].append(name)

    def numbers(self, criterion: str, name: str) -> tuple[int, ...]:
        """In the lexicon, the signals that a criterion means by a name: its own or a shared one."""
        known = (self._numbers.get(f"{owner}/{name}") for owner in (criterion, SHARED))
        return tuple(dict.fromkeys(number for number in known if number is not None))

    def fired(self, text: str) -> frozenset[str]:
        """Names of the signals that fire in a text."""
        fired = self.lexicon.read(text).signals
        return frozenset(name for number in fired & self._names.keys() for name in self._names[number])

    def words(self, text: str) -> tuple[Fired, ...]:
        """Every place at which a signal fires in a text, with its words, in the order of the text."""
        places = spans(text)
        hits = [(hit.name, [places[place] for place in hit.places]) for hit in self.lexicon.read(text).hits]
        hits += [(name, [(start, end)]) for name, start, end in self.lexicon.patterns(text)]
        found = {_fired(text, name, where) for one, where in hits for name in self._listing.get(one, ())}
        return tuple(sorted(found, key=lambda fired: (fired.start, fired.end, fired.name)))

    def bare(self, whole: frozenset[str]) -> bool:
        """Whether a phrase of the pack is among those that are a text, see `Found` (fair scoring, rule 1)."""
        return not whole.isdisjoint(self._listing.keys())


def named_signals(pack: Pack) -> dict[str, Signal]:
    """All signals of a pack by the names under which `Signals` knows them."""
    named = {f"{SHARED}/{name}": signal for name, signal in pack.signals.items()}
    for criterion in pack.criteria:
        named |= {f"{criterion.id}/{name}": signal for name, signal in criterion.signals.items()}
    return named


def _listed(signal: Signal) -> frozenset[str]:
    patterns = (_PATTERN + json.dumps(pattern, sort_keys=True) for pattern in signal.patterns)
    return frozenset((*signal.phrases, *patterns))


def _fired(text: str, name: str, places: list[tuple[int, int]]) -> Fired:
    """The words at the given places, those that follow one another together."""
    pieces = [places[0]]
    for start, end in places[1:]:
        if text[pieces[-1][1] : start].strip("-‐‑–'\"()[]*_ "):
            pieces.append((start, end))
        else:
            pieces[-1] = (pieces[-1][0], end)
    return Fired(name, places[0][0], places[-1][1], " ... ".join(text[start:end] for start, end in pieces))


def _token_patterns(names: list[str]) -> tuple[Any, Any] | None:
    """A spaCy pipeline and matcher for token patterns by their names; None where there are none."""
    if not names:
        return None
    from spacy.matcher import Matcher

    nlp = english()
    matcher = Matcher(nlp.vocab)
    for name in names:
        matcher.add(name, [json.loads(name.removeprefix(_PATTERN))])
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
