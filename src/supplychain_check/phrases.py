"""The small language of phrases in which packs and word lists are written, and its matcher.

A phrase is words separated by spaces, compared without regard to case, hyphens or curly quotes:

- ``audit*``          any word that begins with "audit" (at least three letters before the star)
- ``staff|employee*`` one word or the other
- ``#``               a number, in digits or as a word ("12", "1,200", "three")
- ``...``             a gap of up to six words, none included

``repaid|reimburse* ... fee*`` finds "repaid their recruitment fees". There is no other syntax: no regular
expressions, so that a pack can neither hang the tool nor hide what it looks for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

GAP = 6
GAP_MARK = "..."
NUMBER_MARK = "#"
MIN_PREFIX = 3

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\Z")
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"'})
_SKIPPED = frozenset("-‐‑–'\"()[]*_")
NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
    "dozen both".split()
)


class PhraseError(ValueError):
    """A phrase that breaks the rules above; the message says which and how to put it right."""


class Element(NamedTuple):
    """One place of a phrase: literal words, prefixes, or a number; `gap` allows words before it."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    number: bool
    gap: bool

    def accepts(self, token: str) -> bool:
        """Whether a token can stand here."""
        return token in self.words or token.startswith(self.prefixes) or (self.number and is_number(token))


class Hit(NamedTuple):
    """A phrase found: its name and the places of its words among the tokens, gaps left out."""

    name: str
    places: tuple[int, ...]


def is_number(token: str) -> bool:
    """Whether a token is a number in digits or as a word."""
    return token in NUMBER_WORDS or _NUMBER.match(token) is not None


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words, numbers and punctuation marks of `text`, hyphens and quotation marks left out."""
    found = _TOKEN.findall(text.translate(_STRAIGHT).lower())
    return tuple(token for token in found if token not in _SKIPPED)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each token of `text`, in the order of `tokens`: characters from 0, end exclusive."""
    small = [character.lower() for character in text.translate(_STRAIGHT)]
    places = [place for place, letters in enumerate(small) for _ in letters]  # a few letters become two
    found = _TOKEN.finditer("".join(small))
    return tuple((places[m.start()], places[m.end() - 1] + 1) for m in found if m[0] not in _SKIPPED)


def _element(word: str, phrase: str, *, gap: bool) -> Element:
    words: set[str] = set()
    prefixes: list[str] = []
    for choice in word.lower().split("|"):
        stem = choice.removesuffix("*")
        if not stem or "*" in stem:
            msg = f"{phrase!r}: a star may stand only at the end of a word, after at least {MIN_PREFIX} letters"
            raise PhraseError(msg)
        if choice.endswith("*"):
            if len(stem) < MIN_PREFIX:
                raise PhraseError(
                    f"{phrase!r}: {choice!r} is too short; put at least {MIN_PREFIX} letters before the star"
                )
            prefixes.append(stem)
        elif choice != NUMBER_MARK:
            words.add(choice)
    return Element(frozenset(words), tuple(prefixes), NUMBER_MARK in word.split("|"), gap)


def parse(phrase: str) -> tuple[Element, ...]:
    """Compile one phrase.

    Raises:
        PhraseError: the phrase is empty, begins or ends with a gap, or misuses a star.
    """
    parts = [p for p in phrase.translate(_STRAIGHT).replace("-", " ").split() if p]
    if not parts or parts[0] == GAP_MARK or parts[-1] == GAP_MARK:
        raise PhraseError(f"{phrase!r}: a phrase must begin and end with a word, not with a gap")
    elements: list[Element] = []
    gap = False
    for part in parts:
        if part == GAP_MARK:
            gap = True
            continue
        elements.append(_element(part, phrase, gap=gap))
        gap = False
    return tuple(elements)


def _follow(elements: tuple[Element, ...], words: tuple[str, ...], at: int) -> tuple[int, ...] | None:
    """Places of the elements if they match from `at` on; the nearest match wins."""
    if not elements:
        return ()
    head, rest = elements[0], elements[1:]
    for here in range(at, min(at + (GAP if head.gap else 0) + 1, len(words))):
        if head.accepts(words[here]):
            places = _follow(rest, words, here + 1)
            if places is not None:
                return (here, *places)
    return None


class PhraseSet:
    """Named phrases, compiled to be looked for together in one pass over the tokens.

    Args:
        phrases: the phrases of each name.

    Raises:
        PhraseError: see `parse`.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._words: dict[str, list[tuple[str, tuple[Element, ...]]]] = defaultdict(list)
        self._prefixes: dict[str, list[tuple[str, tuple[Element, ...]]]] = defaultdict(list)
        self._numbers: list[tuple[str, tuple[Element, ...]]] = []
        for name, group in phrases.items():
            for phrase in group:
                self._add(name, parse(phrase))
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def _add(self, name: str, elements: tuple[Element, ...]) -> None:
        first, entry = elements[0], (name, elements[1:])
        for word in first.words:
            self._words[word].append(entry)
        for prefix in first.prefixes:
            self._prefixes[prefix].append(entry)
        if first.number:
            self._numbers.append(entry)

    def _candidates(self, token: str) -> Iterable[tuple[str, tuple[Element, ...]]]:
        yield from self._words.get(token, ())
        for length in self._lengths:
            if length > len(token):
                break
            yield from self._prefixes.get(token[:length], ())
        if self._numbers and is_number(token):
            yield from self._numbers

    def find(self, words: tuple[str, ...]) -> tuple[Hit, ...]:
        """Every phrase found in the tokens of one segment (see `tokens`)."""
        hits: set[Hit] = set()
        for at, token in enumerate(words):
            for name, rest in self._candidates(token):
                places = _follow(rest, words, at + 1)
                if places is not None:
                    hits.add(Hit(name, (at, *places)))
        return tuple(sorted(hits, key=lambda hit: (hit.places, hit.name)))

    def names(self, words: tuple[str, ...]) -> frozenset[str]:
        """Names of the phrases found in the tokens."""
        return frozenset(hit.name for hit in self.find(words))
