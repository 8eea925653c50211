"""After training: probabilities that mean what they say, and the probability from which a topic counts."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.floating[Any]]
_STEPS = 200
_STEADY = 25
"""Resamples over which a threshold is averaged: the best threshold of one sample of a rare topic is luck."""


class Tuning(NamedTuple):
    """Platt scaling (Platt, 1999) and thresholds of each topic; arrays (topics,).

    Attributes:
        slope: probability = sigmoid(slope * logit + shift).
        thresholds: of the probability.
    """

    slope: _Floats
    shift: _Floats
    thresholds: _Floats

    def probabilities(self, logits: _Floats) -> _Floats:
        """Calibrated probabilities (n, topics)."""
        return 1 / (1 + np.exp(-(logits * self.slope + self.shift)))


def tune(logits: _Floats, labels: _Floats, mask: _Floats, groups: NDArray[Any], seed: int = 0) -> Tuning:
    """Fit calibration and thresholds on predictions for statements that the network has not seen.

    Args:
        logits: (n, topics).
        labels: (n, topics) 0 or 1.
        mask: (n, topics) 1 where the label is known.
        groups: (n,) statement of each sentence; whole statements are resampled.
        seed: of the resamples.
    """
    columns = range(logits.shape[1])
    known = [mask[:, n] > 0 for n in columns]
    platt = np.array([_platt(logits[known[n], n], labels[known[n], n]) for n in columns])
    scaled = Tuning(platt[:, 0], platt[:, 1], np.full(len(platt), 0.5)).probabilities(logits)
    draw = np.random.RandomState(seed)
    limits = [_threshold(scaled[known[n], n], labels[known[n], n], groups[known[n]], draw) for n in columns]
    return Tuning(platt[:, 0], platt[:, 1], np.array(limits))


def _platt(logits: _Floats, labels: _Floats) -> tuple[float, float]:
    """Slope and shift by Newton's method, with Platt's smoothed targets."""
    positive = float(labels.sum())
    negative = len(labels) - positive
    target = np.where(labels > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))
    values = np.stack([logits, np.ones_like(logits)], 1)
    weights = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (said - target) + 1e-3 * (weights - (1, 0))
        bend = (values * (said * (1 - said))[:, None]).T @ values + 1e-3 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[0]), float(weights[1])


def _threshold(said: _Floats, labels: _Floats, groups: NDArray[Any], draw: np.random.RandomState) -> float:
    """The mean of the thresholds that are best for F1 in resamples of statements."""
    names, place = np.unique(groups, return_inverse=True)
    found = []
    for _ in range(_STEADY):
        times = np.bincount(draw.randint(len(names), size=len(names)), minlength=len(names))[place]
        if (times * labels).sum():
            found.append(_best(said, labels, times))
    return float(np.clip(np.mean(found), 0.05, 0.95)) if found else 0.5


def _best(said: _Floats, labels: _Floats, times: NDArray[Any]) -> float:
    order = np.argsort(-said)
    hits, taken = np.cumsum((labels * times)[order]), np.cumsum(times[order])
    best = int(np.argmax(2 * hits / (taken + (labels * times).sum())))
    after = said[order[best + 1]] if best + 1 < len(order) else 0.0
    return float(said[order[best]] + after) / 2
