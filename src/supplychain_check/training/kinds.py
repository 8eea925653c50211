"""What kind of evidence a sentence is, as training learns it: six statuses, promises and denials.

The labels were given by language models that read each sentence in its place, by the definitions in criteria/README.md
("Evidence status") and without knowing any other label. They are kept by a hash of the sentence: the texts belong to the
firms that published them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from supplychain_check.models import EvidenceStatus

KINDS = (*(status.value for status in EvidenceStatus), "future", "negative")
"""What is told of a sentence, in the order of the columns."""
STATUSES = len(EvidenceStatus)
FILE = "kinds.txt"
LETTERS = "ACDHVX"
"""One for each status, in the order of `EvidenceStatus`."""


def key(sentence: str, statement: str = "") -> str:
    """Twelve hexadecimal digits of the letters of a sentence, and of the statement in which it stands."""
    letters = "".join(filter(str.isalnum, sentence.lower()))
    return hashlib.sha256(f"{statement} {letters}".encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def shipped_kinds() -> dict[str, NDArray[np.float32]]:
    """Labels (8,) by `key`, NaN where unknown."""
    text = files(__package__).joinpath("data", FILE).read_text(encoding="ascii")
    return dict(_row(line) for line in text.splitlines() if not line.startswith("#"))


def _row(line: str) -> tuple[str, NDArray[np.float32]]:
    hashed, status, future, negative = line.split()
    found = np.full(len(KINDS), np.nan, np.float32)
    if status in LETTERS:
        found[:STATUSES] = 0
        found[LETTERS.index(status)] = 1
    found[STATUSES:] = [float("nan") if value == "-" else float(value) for value in (future, negative)]
    return hashed, found


def kind_of(sentence: str, statement: str = "") -> NDArray[np.float32] | None:
    """Labels (8,) of a sentence of a statement, or of any statement; None where nobody has said."""
    known = shipped_kinds()
    said = known.get(key(sentence, statement))
    return known.get(key(sentence)) if said is None else said
