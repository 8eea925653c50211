"""How well future and negative evidence is told: per country and pooled, with intervals over whole statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from supplychain_check.analyse.evidence import LABELS, EvidenceModel
from supplychain_check.errors import InputProblem
from supplychain_check.measuring.agreement import Figure
from supplychain_check.models import Frozen
from supplychain_check.training.evidence_corpus import Labelled

DRAWS = 1000
_TAILS = (2.5, 97.5)


class LabelScore(Frozen):
    """One label in one group of statements. `n` are sentences with a known label, `positives` those that have it."""

    n: int
    positives: int
    precision: Figure
    recall: Figure
    f1: Figure


class GroupScore(Frozen):
    """A country, or all together."""

    statements: int
    sentences: int
    labels: dict[str, LabelScore]


class EvidenceScores(Frozen):
    """What was measured on a file.

    Attributes:
        version: of the models; "" in cross-validation.
        known: statements of the file that the models were trained on, by the hash of their sentences.
        left_out: whether those were left out.
    """

    version: str = ""
    known: int = 0
    left_out: bool = False
    groups: dict[str, GroupScore]


def evaluate(model: EvidenceModel, labelled: Labelled, *, include_trained: bool = False) -> EvidenceScores:
    """Judge every sentence and compare with the labels.

    Raises:
        InputProblem: the models were trained on every statement of the file.
    """
    trained_on = set(model.trained_on)
    known = {statement for statement in labelled.places if labelled.fingerprint(statement) in trained_on}
    if known and not include_trained:
        fresh = np.array([row for row, s in enumerate(labelled.statements) if s not in known], np.intp)
        if not len(fresh):
            raise InputProblem(
                f"The models were trained on all {len(known)} statements of this file, so that they cannot be measured "
                "on it.",
                "Give statements that they have not seen, or --include-trained to measure what they remember. "
                "Measure the recipe on this file with: supplychain-check evidence crossvalidate FILE",
            )
        labelled = labelled.take(fresh)
    said = model.probabilities(labelled.sentences)
    found = {label: said[label] >= model.models[label].threshold for label in LABELS}
    groups = measure(labelled, found)
    left_out = bool(known) and not include_trained
    return EvidenceScores(version=model.version, known=len(known), left_out=left_out, groups=groups)


def measure(labelled: Labelled, found: Mapping[str, NDArray[np.bool_]], seed: int = 0) -> dict[str, GroupScore]:
    """Compare decisions with labels, per country and (where there are several) for all together.

    Args:
        labelled: n sentences.
        found: for each label the decisions, (n,).
        seed: of the draws of statements; the same seed gives the same intervals.
    """
    countries = sorted(set(map(str, labelled.jurisdictions)))
    rows = {country: labelled.jurisdictions == country for country in countries}
    if len(countries) != 1:
        rows = {"all": np.ones(len(labelled), bool)} | rows
    return {name: _group(labelled, found, chosen, seed) for name, chosen in rows.items()}


def _group(
    labelled: Labelled, found: Mapping[str, NDArray[np.bool_]], rows: NDArray[np.bool_], seed: int
) -> GroupScore:
    statements, place = np.unique(labelled.statements[rows], return_inverse=True)
    share = np.full(len(statements), 1 / len(statements))
    drawn = np.random.default_rng(seed).multinomial(len(statements), share, DRAWS)
    labels = {
        label: _label(labelled.labels[label][rows], found[label][rows], place, drawn)
        for label in LABELS
        if not np.isnan(labelled.labels[label][rows]).all()
    }
    return GroupScore(statements=len(statements), sentences=int(rows.sum()), labels=labels)


def _label(
    truth: NDArray[np.float64], said: NDArray[np.bool_], place: NDArray[np.intp], drawn: NDArray[np.int64]
) -> LabelScore:
    known, true = ~np.isnan(truth), truth == 1
    counts = np.zeros((drawn.shape[1], 3))
    for kind, hits in enumerate((true & said, ~true & said & known, true & ~said)):
        np.add.at(counts[:, kind], place, hits)
    total, resampled = counts.sum(0), drawn @ counts
    return LabelScore(
        n=int(known.sum()),
        positives=int(true.sum()),
        precision=_figure(total, resampled, (1, 0)),
        recall=_figure(total, resampled, (0, 1)),
        f1=_figure(total, resampled, (0.5, 0.5)),
    )


def _figure(total: NDArray[np.float64], resampled: NDArray[np.float64], weights: Iterable[float]) -> Figure:
    """Hits by hits and the errors that count: all false ones for precision, all missed ones for recall, half for F1."""
    false, missed = weights
    bottom = total[0] + false * total[1] + missed * total[2]
    if not bottom:
        return Figure(value=None)
    below = resampled[:, 0] + false * resampled[:, 1] + missed * resampled[:, 2]
    values = resampled[below > 0, 0] / below[below > 0]
    low, high = np.percentile(values, _TAILS)
    return Figure(value=float(total[0] / bottom), low=float(low), high=float(high))


def scores_text(scores: EvidenceScores) -> list[str]:
    """The table, in lines."""
    lines = [f"{'':8}{'label':10}{'n':>6}{'positive':>10}{'precision':>22}{'recall':>22}{'F1':>22}"]
    for name, group in scores.groups.items():
        for label, score in group.labels.items():
            figures = "".join(f"{_text(f):>22}" for f in (score.precision, score.recall, score.f1))
            lines.append(f"{name:8}{label:10}{score.n:6}{score.positives:10}{figures}")
    counted = next(iter(scores.groups.values()))
    return [*lines, f"{counted.statements} statements; in brackets 95 % intervals by resampling them."]


def _text(figure: Figure) -> str:
    if figure.value is None:
        return "-"
    return f"{figure.value:.3f} [{figure.low:.2f}, {figure.high:.2f}]"
