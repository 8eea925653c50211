"""Labelled sentences made by code."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import Corpus


def corpus(labels: NDArray[Any], statements: list[str], countries: list[str] | None = None) -> Corpus:
    """A corpus with labels (n, 11); all are known."""
    n = len(statements)
    return Corpus(
        np.array(countries or ["AU"] * n),
        np.array(statements),
        tuple(f"Sentence {number}" for number in range(n)),
        labels.astype(np.float32),
        np.ones((n, len(TOPICS)), np.float32),
    )
