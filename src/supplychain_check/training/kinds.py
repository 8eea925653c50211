"""What kind of evidence a sentence is, as training learns it: six statuses, promises and denials.

The labels were given by language models that read each sentence in its place, by the definitions in criteria/README.md
("Evidence status") and without knowing any other label. They are kept by a hash of the sentence: the texts belong to the
firms that published them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from supplychain_check.models import KINDS, EvidenceStatus
from supplychain_check.training.corpus import Corpus

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


def kinds_of(corpus: Corpus) -> NDArray[np.float32]:
    """Labels (n, 8) of the sentences of a corpus, in the order of `KINDS`, NaN where unknown."""
    found = np.full((len(corpus), len(KINDS)), np.nan, np.float32)
    for row, (text, statement) in enumerate(zip(corpus.sentences, corpus.statements, strict=True)):
        said = kind_of(text, str(statement))
        if said is not None:
            found[row] = said
    return found


def agreement(said: NDArray[np.float32], labels: NDArray[np.float32]) -> dict[str, Any]:
    """How often a model gives a sentence the status that it has.

    Args:
        said: (n, 8), what a model says of sentences of statements that it has not seen.
        labels: (n, 8), NaN where unknown.

    Returns:
        The number of sentences whose status is known, the share whose status is the same, the share of which both say or
        both do not say that something was done or is in place, and figures by status.
    """
    known = ~np.isnan(labels[:, :STATUSES]).any(1)
    one, two = said[known, :STATUSES].argmax(1), labels[known, :STATUSES].argmax(1)
    return {
        "sentences": int(known.sum()),
        "same": round(float((one == two).mean()), 3),
        "done_or_not": round(float(((one == 0) == (two == 0)).mean()), 3),
        "by_status": {status: _by_status(one == place, two == place) for place, status in enumerate(KINDS[:STATUSES])},
    }


def sharpness(said: NDArray[np.float32], labels: NDArray[np.float32]) -> float:
    """The power to which shares of statuses are to be raised, so that they are as sure as they are right.

    A network is too sure, also of sentences that it has not seen (Guo et al., ICML 2017); found by likelihood.

    Args:
        said: (n, 8), what a model says of sentences of statements that it has not seen.
        labels: (n, 8), NaN where unknown.
    """
    known = ~np.isnan(labels[:, :STATUSES]).any(1)
    logs = np.log(np.maximum(said[known, :STATUSES], 1e-9))
    right = labels[known, :STATUSES].argmax(1)

    def unlikely(power: float) -> float:
        scaled = power * logs
        return float((np.log(np.exp(scaled).sum(1)) - scaled[np.arange(len(right)), right]).mean())

    return float(min(np.linspace(0.3, 1.5, 61), key=unlikely))


def _by_status(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> dict[str, Any]:
    both = int((one & two).sum())
    return {
        "sentences": int(two.sum()),
        "precision": round(both / max(1, int(one.sum())), 3),
        "recall": round(both / max(1, int(two.sum())), 3),
    }
