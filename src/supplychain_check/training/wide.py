"""Beside the network: a linear model of words, pairs of words and pieces of words (Wang and Manning, ACL 2012).

It knows rare names and set phrases that a small encoder blurs. On 100 statements that neither had seen it took the network
of version 4 from a mean F1 of 0.695 to 0.702, and that of version 5 nowhere (0.723 with and without it).
Words are hashed into buckets (Weinberger et al., arXiv 0902.2206), so that no word list ships with the model.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.training.corpus import Corpus
from supplychain_check.wordform import BUCKETS, GROUPS, PLACES, Pieces, pieces

STRENGTH = 4.0
"""Inverse of the regularisation."""
_Floats = NDArray[np.floating[Any]]


class Wide(NamedTuple):
    """A trained linear model.

    Attributes:
        rarity: (buckets + places,) inverse document frequency; 1 for places.
        weights: (buckets + places, topics)
        shift: (topics,)
    """

    rarity: _Floats
    weights: _Floats
    shift: _Floats


def read_pieces(corpus: Corpus) -> list[Pieces]:
    """The words of every sentence of a corpus."""
    found: list[Pieces | None] = [None] * len(corpus)
    for rows in corpus.places.values():
        for row, made in zip(rows, pieces([corpus.sentences[r] for r in rows]), strict=True):
            found[row] = made
    return [made for made in found if made is not None]


def fit_wide(corpus: Corpus, words: list[Pieces], rows: NDArray[np.intp]) -> Wide:
    """Learn from some rows: one class-balanced logistic regression a topic."""
    from sklearn.linear_model import LogisticRegression

    rarity = _rarity([words[row] for row in rows])
    matrix = _matrix([words[row] for row in rows], rarity)
    topics = corpus.labels.shape[1]
    weights, shift = np.zeros((BUCKETS + PLACES, topics)), np.zeros(topics)
    for topic in range(topics):
        known = np.flatnonzero(corpus.mask[rows, topic] > 0)
        labels = corpus.labels[rows[known], topic]
        if len(set(labels)) == 2:
            model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0)
            model.fit(matrix[known], labels)
            weights[:, topic], shift[topic] = model.coef_[0], model.intercept_[0]
    return Wide(rarity, weights, shift)


def predict_wide(wide: Wide, words: list[Pieces]) -> _Floats:
    """Logits (n, topics) of n sentences."""
    found: _Floats = _matrix(words, wide.rarity) @ wide.weights + wide.shift
    return found


def _rarity(words: list[Pieces]) -> _Floats:
    """Smoothed inverse document frequency; 0 for what stands in one sentence only."""
    seen = np.bincount(np.concatenate([np.unique(made.ids) for made in words]), minlength=BUCKETS + PLACES)
    rarity = np.where(seen < 2, 0.0, np.log((1 + len(words)) / (1 + seen)) + 1)
    rarity[BUCKETS:] = 1
    found: _Floats = rarity
    return found


def _matrix(words: list[Pieces], rarity: _Floats) -> Any:
    from scipy.sparse import csr_matrix

    values = [weighted(made, rarity) for made in words]
    starts = np.concatenate([[0], np.cumsum([len(made.ids) for made in words])])
    ids = np.concatenate([made.ids for made in words])
    return csr_matrix((np.concatenate(values), ids, starts), shape=(len(words), BUCKETS + PLACES))


def weighted(made: Pieces, rarity: _Floats) -> _Floats:
    """Values of one sentence: each group of length 1 times its weight; the surface as it is."""
    values = made.values * rarity[made.ids]
    square = np.bincount(made.groups, values**2, minlength=len(GROUPS) + 1)
    factor = np.array([*GROUPS, 1.0]) / np.sqrt(np.array([*(square[:-1] + 1e-9), 1.0]))
    found: _Floats = values * factor[made.groups]
    return found
