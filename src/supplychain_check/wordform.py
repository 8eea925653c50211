"""Text as the topic model sees it: one function, so that training and reading cannot differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

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
