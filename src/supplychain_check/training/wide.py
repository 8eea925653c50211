"""Beside the network: a linear model of words, pairs of words and pieces of words (Wang and Manning, ACL 2012).

It knows rare names and set phrases that a small encoder blurs; both together are better than either. Words are hashed
into buckets (Weinberger et al., arXiv 0902.2206), so that no word list ships with the model.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.training.corpus import Corpus
from supplychain_check.wordform import BUCKETS, GROUPS, PLACES, Pieces, pieces

STRENGTH = 4.0
"""Inverse of the regularisation."""
TRUST, LEAST = 0.3, 0.05
"""Weight of a sentence that teachers have labelled beside one that people have, and the least share that counts."""
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


class Taught(NamedTuple):
    """Sentences that teachers have labelled.

    Attributes:
        words: of n sentences.
        said: (n, topics) probabilities.
    """

    words: list[Pieces]
    said: _Floats


def fit_wide(corpus: Corpus, words: list[Pieces], rows: NDArray[np.intp], taught: Taught | None = None) -> Wide:
    """Learn from some rows, and from what teachers said of others: one class-balanced logistic regression a topic."""
    from scipy.sparse import vstack

    own = [words[row] for row in rows]
    more = taught.words if taught else []
    rarity = _rarity(own + more)
    matrix = _matrix(own + more, rarity)
    labelled, others = matrix[: len(own)], matrix[len(own) :]
    topics = corpus.labels.shape[1]
    weights, shift = np.zeros((BUCKETS + PLACES, topics)), np.zeros(topics)
    for topic in range(topics):
        known = np.flatnonzero(corpus.mask[rows, topic] > 0)
        labels = corpus.labels[rows[known], topic]
        if len(set(labels)) == 2:
            lesson = _lesson(labels, taught.said[:, topic] if taught else np.zeros(0))
            seen = vstack([labelled[known], others[lesson.yes], others[lesson.no]])
            weights[:, topic], shift[topic] = _regression(seen, lesson)
    return Wide(rarity, weights, shift)


class _Lesson(NamedTuple):
    """Labels and weights of labelled sentences, then of taught ones as positive, then of taught ones as negative."""

    labels: _Floats
    weights: _Floats
    yes: NDArray[np.intp]
    no: NDArray[np.intp]


def _lesson(labels: _Floats, said: _Floats) -> _Lesson:
    """A probability is taken for both answers, each with its share of the weight; small shares are left out."""
    positive, negative = len(labels) / (2 * labels.sum()), len(labels) / (2 * (1 - labels).sum())
    yes, no = np.flatnonzero(said > LEAST), np.flatnonzero(said < 1 - LEAST)
    return _Lesson(
        np.concatenate([labels, np.ones(len(yes)), np.zeros(len(no))]),
        np.concatenate(
            [np.where(labels > 0, positive, negative), TRUST * positive * said[yes], TRUST * negative * (1 - said[no])]
        ),
        yes,
        no,
    )


def _regression(matrix: Any, lesson: _Lesson) -> tuple[_Floats, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    model.fit(matrix, lesson.labels, sample_weight=lesson.weights)
    return model.coef_[0], float(model.intercept_[0])


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
