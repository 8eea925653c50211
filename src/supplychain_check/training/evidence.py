"""The recipe of the models of promises and denials: logistic regressions, chosen and measured by statement.

Needs nothing but numpy: there are some forty columns and a few thousand sentences, so that Newton's method ends in
seconds (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section 4.4.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.analyse.evidence import LABELS, EvidenceModel, Linear, chosen, names, seen, sigmoid
from supplychain_check.errors import InputProblem
from supplychain_check.training.evidence_corpus import Labelled
from supplychain_check.training.evidence_scores import EvidenceScores, measure

FOLDS = 5
PENALTY = 1.0
"""How strongly weights are drawn to nothing. From 1 to 10 the figures are the same within their intervals."""
POSITIVE = 5.0
"""How much a positive sentence weighs: there are few."""
_STEPS, _CLOSE = 50, 1e-8
_NEAR_BEST = 0.97
_GRID = np.arange(0.05, 0.96, 0.01)
_Floats = NDArray[np.float64]


class Weights(NamedTuple):
    """A fitted regression: weights of the columns, bias, and the threshold of the best F1."""

    weights: _Floats
    bias: float
    threshold: float

    def probabilities(self, columns: _Floats) -> _Floats:
        """For n rows, (n,)."""
        return sigmoid(columns @ self.weights + self.bias)


def fit(columns: _Floats, labels: _Floats) -> tuple[_Floats, float]:
    """Weights (k,) and bias of a logistic regression with a squared penalty on the weights, by Newton's method.

    Args:
        columns: (n, k).
        labels: (n,) 0 to 1.
    """
    wide = np.hstack([columns, np.ones((len(columns), 1))])
    held = np.full(wide.shape[1], PENALTY)
    held[-1] = 1e-6  # the bias is free; a trace keeps the equations soluble
    counts = 1 + (POSITIVE - 1) * labels
    found = np.zeros(wide.shape[1])
    for _ in range(_STEPS):
        said = sigmoid(wide @ found)
        slope = wide.T @ (counts * (said - labels)) + held * found
        bend = (wide.T * (counts * np.maximum(said * (1 - said), 1e-9))) @ wide + np.diag(held)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < _CLOSE:
            break
    return found[:-1], float(found[-1])


def split(labelled: Labelled, folds: int, seed: int) -> NDArray[np.intp]:
    """The fold, 0 to `folds` - 1, of each of n sentences: whole statements, every country in equal shares.

    Raises:
        InputProblem: there are fewer statements than folds.
    """
    if len(labelled.places) < folds:
        raise InputProblem(
            f"There are {len(labelled.places)} statements, too few for {folds} folds.",
            "Cross-validation leaves out whole statements; give more of them.",
        )
    draw = np.random.RandomState(seed)
    order = [
        s for country in sorted({s.split()[0] for s in labelled.places}) for s in _members(labelled, country, draw)
    ]
    fold = {statement: place % folds for place, statement in enumerate(order)}
    return np.array([fold[str(statement)] for statement in labelled.statements], np.intp)


def _members(labelled: Labelled, country: str, draw: np.random.RandomState) -> list[str]:
    found = sorted(s for s in labelled.places if s.split()[0] == country)
    draw.shuffle(found)
    return found


class Columns(NamedTuple):
    """What the model of a label sees of n sentences, and what it learns from them.

    Attributes:
        values: (n, k).
        taught: (n,) 0 to 1, or NaN.
    """

    values: _Floats
    taught: _Floats

    def known(self, rows: NDArray[np.bool_] | None = None) -> Columns:
        """The rows of which something is known, of all rows or of some."""
        kept = ~np.isnan(self.taught) if rows is None else rows & ~np.isnan(self.taught)
        return Columns(self.values[kept], self.taught[kept])


def _fit(own: Columns, more: Columns) -> tuple[_Floats, float]:
    return fit(np.vstack([own.values, more.values]), np.concatenate([own.taught, more.taught]))


def _out_of_fold(own: Columns, more: Columns, folds: NDArray[np.intp]) -> _Floats:
    """For each row the probability by a regression that has not seen its statement."""
    said = np.zeros(len(folds))
    for fold in range(folds.max() + 1):
        weights, bias = _fit(own.known(folds != fold), more)
        said[folds == fold] = sigmoid(own.values[folds == fold] @ weights + bias)
    return said


def _threshold(said: _Floats, labels: _Floats) -> float:
    """The middle of the thresholds whose F1 is near the best: the best alone would hang on a few sentences."""
    known = ~np.isnan(labels)
    true, said = labels[known] == 1, said[known]
    scores = np.array([2 * (true & (said >= t)).sum() / max(1, true.sum() + (said >= t).sum()) for t in _GRID])
    return float(_GRID[scores >= _NEAR_BEST * scores.max()].mean())


def learn(labelled: Labelled, own: Columns, more: Columns, label: str, seed: int) -> Weights:
    """Choose the threshold by cross-validation within these sentences, and fit on all of them.

    Args:
        labelled: n sentences.
        own: of these sentences.
        more: of sentences that have no labels to be measured by.
        label: ``future`` or ``negative``.
        seed: of the folds.
    """
    said = _out_of_fold(own, more, split(labelled, FOLDS, seed))
    return Weights(*_fit(own.known(), more), _threshold(said, labelled.labels[label]))


def train(labelled: Labelled, version: str, seed: int = 0, more: Labelled | None = None) -> EvidenceModel:
    """Models from all sentences, with the figures of cross-validation.

    Args:
        labelled: sentences to learn from, and to choose thresholds and measure by.
        version: by which results say which models they are of.
        seed: of the folds.
        more: sentences to learn from only; see `read_taught`.
    """
    models = {}
    for label in LABELS:
        made = learn(labelled, _columns(labelled, label), _more(more, label), label, seed)
        weights = {name: round(float(w), 4) for name, w in zip(chosen(label), made.weights, strict=True)}
        models[label] = Linear(weights=weights, bias=round(made.bias, 4), threshold=round(made.threshold, 2))
    return EvidenceModel(
        version=version,
        models=models,
        trained_on=tuple(sorted(labelled.fingerprint(statement) for statement in labelled.places)),
        cross_validation=crossvalidate(labelled, seed, more).model_dump(mode="json"),
    )


def crossvalidate(labelled: Labelled, seed: int = 0, more: Labelled | None = None) -> EvidenceScores:
    """Measure the recipe: weights and threshold of each fold come from the other statements only.

    Raises:
        InputProblem: there are too few statements.
    """
    return EvidenceScores(groups=measure(labelled, dict(_decisions(labelled, seed, more))))


def _decisions(labelled: Labelled, seed: int, more: Labelled | None) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    folds = split(labelled, FOLDS, seed)
    for label in LABELS:
        own, others, found = _columns(labelled, label), _more(more, label), np.zeros(len(labelled), bool)
        for fold in range(FOLDS):
            rest, out = np.flatnonzero(folds != fold), folds == fold
            outside = Columns(own.values[rest], own.taught[rest])
            made = learn(labelled.take(rest), outside, others, label, seed + 1)
            found[out] = made.probabilities(own.values[out]) >= made.threshold
        yield label, found


def _more(more: Labelled | None, label: str) -> Columns:
    if more is None or not len(more):
        return Columns(np.zeros((0, len(chosen(label)))), np.zeros(0))
    return _columns(more, label).known()


def _columns(labelled: Labelled, label: str) -> Columns:
    place = {name: number for number, name in enumerate(names())}
    return Columns(seen(labelled.sentences)[:, [place[name] for name in chosen(label)]], labelled.taught[label])
