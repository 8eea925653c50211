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
from collections.abc import Iterable, Iterator, Mapping
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
    """One place of a phrase: what may stand there, as written ("staff|employee*"); `gap` allows words before it."""

    choices: str
    gap: bool


class Choices(NamedTuple):
    """What may stand at a place: literal words, words that begin so, and whether a number may."""

    words: frozenset[str]
    prefixes: frozenset[str]
    number: bool


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


@lru_cache(maxsize=16384)
def choices(text: str) -> Choices:
    """What may stand at one place of a phrase.

    Raises:
        PhraseError: a star stands elsewhere than at the end, or after too few letters.
    """
    words: set[str] = set()
    prefixes: set[str] = set()
    for choice in text.split("|"):
        stem = choice.removesuffix("*")
        if not stem or "*" in stem:
            raise PhraseError(f"a star may stand only at the end of a word, after at least {MIN_PREFIX} letters")
        if choice.endswith("*"):
            if len(stem) < MIN_PREFIX:
                raise PhraseError(f"{choice!r} is too short; put at least {MIN_PREFIX} letters before the star")
            prefixes.add(stem)
        elif choice != NUMBER_MARK:
            words.add(choice)
    return Choices(frozenset(words), frozenset(prefixes), NUMBER_MARK in text.split("|"))


# the schema of packs parses each phrase to check it, and the matcher again to look for it
@lru_cache(maxsize=65536)
def parse(phrase: str) -> tuple[Element, ...]:
    """Compile one phrase.

    Raises:
        PhraseError: the phrase is empty, begins or ends with a gap, or misuses a star.
    """
    parts = phrase.translate(_STRAIGHT).lower().replace("-", " ").split()
    if not parts or parts[0] == GAP_MARK or parts[-1] == GAP_MARK:
        raise PhraseError(f"{phrase!r}: a phrase must begin and end with a word, not with a gap")
    elements: list[Element] = []
    gap = False
    for part in parts:
        if part != GAP_MARK:
            _checked(part, phrase)
            elements.append(Element(part, gap))
        gap = part == GAP_MARK
    return tuple(elements)


def _checked(part: str, phrase: str) -> None:
    try:
        choices(part)
    except PhraseError as error:
        raise PhraseError(f"{phrase!r}: {error}") from None


_NOTHING: frozenset[str] = frozenset()
_Ways = list[tuple[int, ...]]
"""Places of the words of a beginning of phrases, each way to walk it in the order in which the words stand."""


class _Node:
    """A beginning of phrases: what may come next, at once or after a gap, and the names of phrases that end here."""

    __slots__ = ("far", "names", "near")

    def __init__(self) -> None:
        self.near: dict[str, _Node] = {}
        self.far: dict[str, _Node] = {}
        self.names: list[str] = []

    def onward(
        self, ways: _Ways, here: frozenset[str], meanings: list[frozenset[str]]
    ) -> Iterator[tuple[_Node, _Ways]]:
        """The longer beginnings that the tokens allow, and the ways to them.

        Args:
            ways: those to this node.
            here: elements that have a place in some of the tokens.
            meanings: for each token the elements at whose place it can stand.
        """
        for text in here.intersection(self.near):
            if found := [(*way, way[-1] + 1) for way in ways if text in meanings[way[-1] + 1]]:
                yield self.near[text], found
        for text in here.intersection(self.far):
            if found := list(_across_gap(ways, text, meanings)):
                yield self.far[text], found


def _across_gap(ways: _Ways, text: str, meanings: list[frozenset[str]]) -> Iterator[tuple[int, ...]]:
    """Ways that go on after up to `GAP` words; of those from one word to another only the nearest."""
    seen: set[tuple[int, int]] = set()
    for way in ways:
        after = way[-1] + 1
        for place in range(after, after + GAP + 1):
            if text in meanings[place] and (way[0], place) not in seen:
                seen.add((way[0], place))
                yield (*way, place)


class PhraseSet:
    """Named phrases, compiled to be looked for together in one pass over the tokens.

    Phrases that begin alike share the nodes of a tree, and what a word can stand for is found out once a word: ten
    packs with much in common cost little more than one.

    Args:
        phrases: the phrases of each name.

    Raises:
        PhraseError: see `parse`.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._root = _Node()
        self._words: dict[str, set[str]] = defaultdict(set)
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        self._numbers: set[str] = set()
        known: set[str] = set()
        for name, group in phrases.items():
            for phrase in group:
                elements = parse(phrase)
                self._add(name, elements)
                known.update(element.choices for element in elements)
        for text in known:
            self._learn(text)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._standing_for = lru_cache(maxsize=16384)(self._meanings)

    def _add(self, name: str, elements: tuple[Element, ...]) -> None:
        node = self._root
        for text, gap in elements:
            branches = node.far if gap else node.near
            following = branches.get(text)
            if following is None:
                following = branches[text] = _Node()
            node = following
        node.names.append(name)

    def _learn(self, text: str) -> None:
        words, prefixes, number = choices(text)
        for word in words:
            self._words[word].add(text)
        for prefix in prefixes:
            self._prefixes[prefix].add(text)
        if number:
            self._numbers.add(text)

    def _meanings(self, token: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """All elements, as written, at whose place a token can stand; and those with which phrases begin."""
        found = set(self._words.get(token, ()))
        for length in self._lengths:
            if length > len(token):
                break
            found.update(self._prefixes.get(token[:length], ()))
        if self._numbers and is_number(token):
            found |= self._numbers
        return frozenset(found), tuple(found & self._root.near.keys())

    def find(self, words: tuple[str, ...]) -> tuple[Hit, ...]:
        """Every phrase found in the tokens of one segment (see `tokens`), of all ways from one word on the nearest."""
        known = [self._standing_for(word) for word in words]
        # so that looking beyond the last word finds nothing
        meanings = [anything for anything, _ in known] + [_NOTHING] * (GAP + 1)
        here = _NOTHING.union(*meanings)
        starts: dict[str, _Ways] = defaultdict(list)
        for at, (_, first) in enumerate(known):
            for text in first:
                starts[text].append((at,))
        walked = [(self._root.near[text], ways) for text, ways in starts.items()]
        hits: set[Hit] = set()
        while walked:
            node, ways = walked.pop()
            if node.names:
                nearest = {way[0]: way for way in reversed(ways)}.values()
                hits.update(Hit(name, way) for name in node.names for way in nearest)
            walked += node.onward(ways, here, meanings)
        return tuple(sorted(hits, key=lambda hit: (hit.places, hit.name)))

    def names(self, words: tuple[str, ...]) -> frozenset[str]:
        """Names of the phrases found in the tokens."""
        return frozenset(hit.name for hit in self.find(words))
