"""How accurate topic probabilities are: per topic and country, with intervals, calibration, and per document.

Intervals are percentile bootstrap intervals over whole statements (Efron and Tibshirani, An Introduction to the
Bootstrap, 1993, chapter 13), because sentences of one statement depend on each other. The expected calibration error
is that of Guo et al. (arXiv 1706.04599) with ten bins of equal width.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from supplychain_check.measuring.agreement import Agreement, Figure, Pair, agreement
from supplychain_check.models import TOPICS, Frozen
from supplychain_check.training.corpus import SHARED, Corpus

DRAWS = 1000
BINS = 10
_TAILS = (2.5, 97.5)
_SHARED = [TOPICS.index(topic) for topic in SHARED]
_Floats = NDArray[np.floating[Any]]


class TopicScore(Frozen):
    """One topic in one group of statements. `n` are sentences with a known label, `positives` those that have it."""

    n: int
    positives: int
    precision: float | None
    recall: float | None
    f1: Figure


class GroupScore(Frozen):
    """A country, or all together.

    Attributes:
        mean: mean F1 of the nine topics that every country has, less those that no sentence here has.
    """

    statements: int
    sentences: int
    topics: dict[str, TopicScore]
    mean: Figure

    @property
    def averaged(self) -> int:
        """Of how many topics `mean` is the mean."""
        return sum(topic in SHARED and score.positives > 0 for topic, score in self.topics.items())


class Bin(Frozen):
    """One row of the reliability table: what was said, and how often it was so."""

    low: float
    high: float
    n: int
    said: float | None
    seen: float | None


class Calibration(Frozen):
    """How far probabilities are from frequencies. `error` is over all topics, `topics` the error of each."""

    n: int
    error: float
    topics: dict[str, float]
    bins: tuple[Bin, ...]


class Scores(Frozen):
    """Everything that is measured on one file of labelled sentences."""

    groups: dict[str, GroupScore]
    calibration: Calibration
    documents: dict[str, Agreement]


def measure(corpus: Corpus, probabilities: _Floats, thresholds: Mapping[str, float], seed: int = 0) -> Scores:
    """Compare probabilities with labels.

    Args:
        corpus: n labelled sentences.
        probabilities: (n, 11), in the order of `TOPICS`.
        thresholds: the probability from which a topic counts as disclosed; 0.5 where not given.
        seed: of the draws; the same seed gives the same intervals.
    """
    limits = np.array([thresholds.get(topic, 0.5) for topic in TOPICS])
    found = probabilities >= limits
    return measure_decisions(corpus, probabilities, found, seed)


def measure_decisions(corpus: Corpus, probabilities: _Floats, found: NDArray[np.bool_], seed: int = 0) -> Scores:
    """As `measure`, for decisions (n, 11) made elsewhere, for instance with other thresholds in each fold."""
    countries = sorted(set(map(str, corpus.jurisdictions)))
    chosen = {country: corpus.jurisdictions == country for country in countries}
    if len(countries) != 1:
        chosen = {"all": np.ones(len(corpus), bool)} | chosen
    return Scores(
        groups={name: _group(corpus, found, rows, seed) for name, rows in chosen.items()},
        calibration=_calibration(corpus, probabilities),
        documents=dict(_documents(corpus, found, seed)),
    )


def _group(corpus: Corpus, found: NDArray[np.bool_], rows: NDArray[np.bool_], seed: int) -> GroupScore:
    names, place = np.unique(corpus.statements[rows], return_inverse=True)
    known, truth, said = corpus.mask[rows] > 0, corpus.labels[rows] > 0, found[rows]
    counts = np.zeros((len(names), 3, len(TOPICS)))
    for kind, hits in enumerate((truth & said, ~truth & said, truth & ~said)):
        np.add.at(counts[:, kind], place, hits & known)
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), DRAWS)
    total, resampled = counts.sum(0), np.einsum("ds,skt->kdt", drawn, counts)
    value, values = _f1(total), _f1(resampled)
    topics = {
        topic: _topic(total[:, number], int(known[:, number].sum()), value[number], values[:, number])
        for number, topic in enumerate(TOPICS)
        if known[:, number].any()
    }
    seen = [number for number in _SHARED if total[0, number] + total[2, number]]
    mean = _figure(float(value[seen].mean()), values[:, seen].mean(1)) if seen else Figure(value=None)
    return GroupScore(statements=len(names), sentences=int(rows.sum()), topics=topics, mean=mean)


def _f1(counts: _Floats) -> _Floats:
    """F1 from true positives, false positives and false negatives in the first axis; 0 where nothing is there."""
    hits, wrong, missed = counts
    found: _Floats = 2 * hits / np.maximum(1, 2 * hits + wrong + missed)
    return found


def _topic(counts: _Floats, n: int, value: float, values: _Floats) -> TopicScore:
    hits, wrong, missed = map(float, counts)
    return TopicScore(
        n=n,
        positives=int(hits + missed),
        precision=hits / (hits + wrong) if hits + wrong else None,
        recall=hits / (hits + missed) if hits + missed else None,
        f1=_figure(float(value), values) if hits + missed else Figure(value=None),
    )


def _figure(value: float, values: _Floats) -> Figure:
    low, high = np.percentile(values, _TAILS)
    return Figure(value=value, low=float(low), high=float(high))


def _calibration(corpus: Corpus, probabilities: _Floats) -> Calibration:
    known = corpus.mask > 0
    error, bins = _reliability(probabilities[known], corpus.labels[known])
    topics = {
        topic: _reliability(probabilities[known[:, n], n], corpus.labels[known[:, n], n])[0]
        for n, topic in enumerate(TOPICS)
        if known[:, n].any()
    }
    return Calibration(n=int(known.sum()), error=error, topics=topics, bins=tuple(bins))


def _reliability(said: _Floats, seen: _Floats) -> tuple[float, list[Bin]]:
    """Expected calibration error, and the table behind it."""
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    bins, error = [], 0.0
    for number in range(BINS):
        inside = place == number
        n = int(inside.sum())
        mean, share = (float(said[inside].mean()), float(seen[inside].mean())) if n else (None, None)
        bins.append(Bin(low=number / BINS, high=(number + 1) / BINS, n=n, said=mean, seen=share))
        if mean is not None and share is not None:
            error += n / len(said) * abs(mean - share)
    return error, bins


def _documents(corpus: Corpus, found: NDArray[np.bool_], seed: int) -> Iterator[tuple[str, Agreement]]:
    """For each topic: is it disclosed at all in a statement, by the experts and by the model?"""
    for number, topic in enumerate(TOPICS):
        pairs = [
            Pair(statement, bool(corpus.labels[known, number].any()), bool(found[known, number].any()))
            for statement, rows in corpus.places.items()
            if len(known := rows[corpus.mask[rows, number] > 0])
        ]
        if pairs:
            yield topic, agreement(pairs, seed)
