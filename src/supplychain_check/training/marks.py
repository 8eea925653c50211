"""Which topics language models saw in sentences, as training learns it beside the labels of experts.

They read statements in order (of long ones the first 160 sentences), by the annotators' definitions and with six labelled
statements as examples of how the annotators decide, and said how likely the annotators would have marked each topic. What
they say is kept by a hash of a sentence and of the one before it: the texts belong to the firms that published them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import Corpus
from supplychain_check.training.kinds import key

FILE = "marks.txt"
LETTERS = "abcdefghijk"
"""One for each topic, in the order of `TOPICS`."""
LEAST, MOST = 0.03, 0.95
"""Likelihoods of what was not marked, and of what was marked with certainty."""


class Marks(NamedTuple):
    """What language models said.

    Attributes:
        said: likelihoods (11,) by the `place_key` of a sentence.
        shown: `fingerprint` of each statement that was shown to them with its labels.
    """

    said: dict[str, NDArray[np.float32]]
    shown: frozenset[str]


@lru_cache(maxsize=1)
def shipped_marks() -> Marks:
    """What is kept in this package."""
    lines = files(__package__).joinpath("data", FILE).read_text(encoding="ascii").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    shown = frozenset(value for name, value in rows if name == "shown")
    return Marks({name: read_marks(value) for name, value in rows if name != "shown"}, shown)


def read_marks(text: str) -> NDArray[np.float32]:
    """Likelihoods (11,) from letters of topics and tenths, such as "d7e5"; "-" is none."""
    found = np.zeros(len(TOPICS), np.float32)
    for letter, tenths in zip(text[::2], text[1::2], strict=False):
        found[LETTERS.index(letter)] = int(tenths) / 10
    return found


def write_marks(likelihoods: NDArray[np.float32]) -> str:
    """The reverse of `read_marks`; how the file of marks is made. Certainty is nine tenths."""
    tenths = np.minimum(np.rint(10 * likelihoods).astype(int), 9)
    return "".join(f"{LETTERS[place]}{tenths[place]}" for place in np.flatnonzero(tenths)) or "-"


def place_key(sentence: str, before: str) -> str:
    """Twelve hexadecimal digits of a sentence that follows another."""
    return key(sentence, "".join(filter(str.isalnum, before.lower())))


def marks_of(corpus: Corpus) -> NDArray[np.float32]:
    """Likelihoods (n, 11) for the sentences of statements that were wholly read, NaN in all others.

    A single sentence may be known by chance: many statements begin with the same heading.
    """
    found = np.full((len(corpus), len(TOPICS)), np.nan, np.float32)
    for rows in corpus.places.values():
        said = _said([corpus.sentences[row] for row in rows])
        if said is not None:
            found[rows] = said
    return found


def was_read(sentences: Sequence[str]) -> bool:
    """Whether language models have read the whole of a statement."""
    return _said(sentences) is not None


def _said(sentences: Sequence[str]) -> NDArray[np.float32] | None:
    """Likelihoods (n, 11) for the sentences of a statement in order; None if it was not wholly read."""
    known = shipped_marks().said
    keys = [place_key(text, before) for text, before in zip(sentences, ["", *sentences], strict=False)]
    return np.array([known[one] for one in keys]) if all(one in known for one in keys) else None


def was_shown(corpus: Corpus) -> NDArray[np.bool_]:
    """(n,) whether the sentence stands in a statement that was shown with its labels: it cannot be measured on."""
    shown = shipped_marks().shown
    found = np.zeros(len(corpus), bool)
    for statement, rows in corpus.places.items():
        found[rows] = corpus.fingerprint(statement) in shown
    return found


def shown(corpus: Corpus) -> int:
    """How many statements were shown with their labels."""
    return len(set(corpus.statements[was_shown(corpus)]))


def logits(likelihoods: NDArray[Any]) -> NDArray[Any]:
    """Likelihoods as values that a logistic curve can be laid through."""
    held = np.clip(likelihoods, LEAST, MOST)
    found: NDArray[Any] = np.log(held / (1 - held))
    return found
