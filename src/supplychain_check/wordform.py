"""Text as the topic model sees it: one function, so that training and reading cannot differ."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SURFACE = 6
"""How many surface features a sentence has."""
_SPACE = re.compile(r"\s+")
_MARKS = str.maketrans("", "", "'\"`´")
_SHORT, _LONG = 20, 60


def normalise(text: str) -> str:
    """Bring a sentence into the form of the labelled sentences that the model learned from.

    Those are plain ASCII, without curly apostrophes, dashes and the final full stop (AIMS.au, arXiv 2502.07022).
    Ligatures and accented letters become their base letters. Straight apostrophes and quotation marks go as well, so
    that a statement reads the same in every format of file.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS)).encode("ascii", "ignore").decode()
    return _SPACE.sub(" ", plain).strip().rstrip(".").rstrip()


def surface(texts: Sequence[str]) -> NDArray[np.float32]:
    """What can be seen of sentences without reading them, in the order of their document.

    Args:
        texts: normalised sentences of one whole document, in order.

    Returns:
        Array (n, 6), all values 0 to 1: place in the document; sentences before and after (at most 20, as shares
        of 20); words (at most 60, as a share of 60); share of words with a capital; share of digits.
    """
    count = len(texts)
    rows = np.zeros((count, SURFACE), np.float32)
    for place, text in enumerate(texts):
        words = text.split()
        rows[place] = (
            place / count,
            min(place, _SHORT) / _SHORT,
            min(count - 1 - place, _SHORT) / _SHORT,
            min(len(words), _LONG) / _LONG,
            sum(word[0].isupper() for word in words) / max(1, len(words)),
            sum(char.isdigit() for char in text) / max(1, len(text)),
        )
    return rows


BUCKETS = 24_000
"""Pieces of words are counted in so many buckets; which bucket is decided by a checksum, so that no list is needed."""
GROUPS = (1.0, 0.4, 0.3, 1.0)
"""How much the words of a sentence, of the one before, of the one after, and its pieces of words weigh."""
PLACES = 2 * SURFACE + 2
_WORD = re.compile(r"[a-z0-9]+")
_PIECES = (3, 4, 5)


class Pieces(NamedTuple):
    """The words of one sentence in buckets.

    Attributes:
        ids: (m,) bucket; the last `PLACES` are the surface of the sentence.
        values: (m,) 1 + log of the count in the sentence, or the surface.
        groups: (m,) index into `GROUPS`, or len(GROUPS) for the surface.
    """

    ids: NDArray[np.int64]
    values: NDArray[np.float32]
    groups: NDArray[np.int64]


def pieces(texts: Sequence[str]) -> Iterator[Pieces]:
    """Words, pairs of words and pieces of words of each sentence, and the words of its neighbours.

    Args:
        texts: normalised sentences of one whole document, in order.
    """
    words = [_WORD.findall(text.lower()) for text in texts]
    shapes = surface(texts)
    for number, own in enumerate(words):
        before = words[number - 1] if number else []
        after = words[number + 1] if number + 1 < len(words) else []
        yield _counted((_own(own), _named("p", before), _named("n", after), _parts(own)), shapes[number])


def _own(words: list[str]) -> Iterator[str]:
    yield from _named("w", words)
    yield from (f"b {first} {second}" for first, second in pairwise(words))


def _named(letter: str, words: list[str]) -> Iterator[str]:
    return (f"{letter} {word}" for word in words)


def _parts(words: list[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for length in _PIECES:
            for start in range(max(0, len(padded) - length + 1)):
                yield f"c {padded[start : start + length]}"


def _counted(groups: Sequence[Iterator[str]], shape: NDArray[np.float32]) -> Pieces:
    ids, values, members = [], [], []
    for number, group in enumerate(groups):
        for bucket, count in Counter(zlib.crc32(piece.encode()) % BUCKETS for piece in group).items():
            ids.append(bucket)
            values.append(1 + math.log(count))
            members.append(number)
    place = [*shape, *(shape**2), float(shape[0] < 0.03), float(shape[0] > 0.95)]
    ids += range(BUCKETS, BUCKETS + PLACES)
    members += [len(GROUPS)] * PLACES
    return Pieces(np.array(ids, np.int64), np.array([*values, *place], np.float32), np.array(members, np.int64))
