"""After training: probabilities that mean what they say, and the probability from which a topic counts."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.floating[Any]]
_STEPS, _CLOSE = 200, 1e-8
_PULL = 20.0
"""How strongly slopes are held to equal shares: rare topics have too few positives to weigh two models."""


class Tuning(NamedTuple):
    """Platt scaling (Platt, 1999) of one or several models together, and thresholds of each topic.

    Attributes:
        slope: (models, topics) probability = sigmoid(sum over models of slope * logit, + shift).
        shift: (topics,)
        thresholds: (topics,) of the probability.
    """

    slope: _Floats
    shift: _Floats
    thresholds: _Floats

    def probabilities(self, logits: _Floats) -> _Floats:
        """Calibrated probabilities (n, topics) from logits (models, n, topics)."""
        together = np.einsum("kt,knt->nt", self.slope, logits)
        found: _Floats = 1 / (1 + np.exp(-(together + self.shift)))
        return found


def tune(logits: _Floats, labels: _Floats, mask: _Floats) -> Tuning:
    """Fit calibration and thresholds on predictions for statements that the network has not seen.

    Args:
        logits: (models, n, topics).
        labels: (n, topics) 0 or 1.
        mask: (n, topics) 1 where the label is known.
    """
    columns = range(logits.shape[2])
    known = [mask[:, n] > 0 for n in columns]
    platt = np.array([_platt(logits[:, known[n], n].T, labels[known[n], n]) for n in columns])
    fitted = Tuning(platt[:, :-1].T, platt[:, -1], np.full(len(platt), 0.5))
    scaled = fitted.probabilities(logits)
    limits = [threshold(scaled[known[n], n]) for n in columns]
    return fitted._replace(thresholds=np.array(limits))


def _platt(logits: _Floats, labels: _Floats) -> _Floats:
    """Slopes (models,) and shift by Newton's method, with Platt's smoothed targets; (models + 1,)."""
    positive = float(labels.sum())
    negative = len(labels) - positive
    target = np.where(labels > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))
    values = np.concatenate([logits, np.ones((len(logits), 1))], 1)
    first = np.array([1.0 / logits.shape[1]] * logits.shape[1] + [0.0])
    pull = np.array([_PULL] * logits.shape[1] + [1e-3])

    def loss(weights: _Floats) -> float:
        said = values @ weights
        return float((np.logaddexp(0, said) - target * said).sum() + (pull * (weights - first) ** 2).sum() / 2)

    weights = first
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (said - target) + pull * (weights - first)
        bend = (values * (said * (1 - said))[:, None]).T @ values + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        # whole steps run away where nearly all probabilities are 0 or 1
        while np.abs(step).max() > _CLOSE and loss(weights - step) > loss(weights):
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < _CLOSE:
            break
    found: _Floats = weights
    return found


def threshold(said: _Floats) -> float:
    """The probability from which F1 is best, if probabilities are true: half of the best F1 that is to be expected.

    Lipton, Elkan and Naryanaswamy (arXiv 1402.1892). Unlike the best threshold of a sample, it does not follow the
    luck of a few rare positives.
    """
    ordered = np.sort(said)[::-1]
    expected = 2 * np.cumsum(ordered) / (np.arange(1, len(ordered) + 1) + ordered.sum())
    return float(np.clip(expected.max() / 2, 0.05, 0.95)) if len(ordered) else 0.5
