"""Figures of the topic model against hand-computed ones, and tuning against what is known of the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from labelled import corpus
from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import Corpus
from supplychain_check.training.scores import Scores, measure, measure_decisions
from supplychain_check.training.tune import Tuning, threshold, tune

# --- scores --------------------------------------------------------------------------------------------


def one_topic(topic: str, *values: float) -> NDArray[Any]:
    found = np.zeros((len(values), len(TOPICS)))
    found[:, TOPICS.index(topic)] = values
    return found


def test_figures_worked_out_by_hand() -> None:
    data = corpus(one_topic("approval", 1, 1, 1, 0, 0, 0), ["a", "a", "a", "b", "b", "b"])
    given = one_topic("approval", 0.9, 0.8, 0.2, 0.7, 0.1, 0.1)
    found = measure(data, given, {"approval": 0.6})
    score = found.groups["AU"].topics["approval"]
    assert (score.n, score.positives) == (6, 3)
    assert score.precision == pytest.approx(2 / 3)  # of 0.9, 0.8, 0.7 the first two
    assert score.recall == pytest.approx(2 / 3)
    assert score.f1.value == pytest.approx(2 / 3)
    assert found.groups["AU"].mean.value == pytest.approx(2 / 3)
    assert found.groups["AU"].averaged == 1
    document = found.documents["approval"]
    assert (document.n, document.positives, document.tool_positives) == (2, 1, 2)
    assert document.accuracy.value == pytest.approx(0.5)


def test_calibration_worked_out_by_hand() -> None:
    data = corpus(one_topic("approval", 1, 1, 0, 0), ["a", "a", "b", "b"])
    found = measure(data, one_topic("approval", 0.95, 0.65, 0.65, 0.05), {}).calibration
    assert found.topics["approval"] == pytest.approx((0.05 + 2 * 0.15 + 0.05) / 4)
    assert found.topics["signature"] == 0
    assert found.n == 4 * len(TOPICS)
    full = {round(one.low, 1): (one.n, one.said, one.seen) for one in found.bins if one.n}
    assert full[0.6] == pytest.approx((2, 0.65, 0.5))
    assert full[0.9] == pytest.approx((1, 0.95, 1))


def test_a_threshold_that_is_met_counts() -> None:
    data = corpus(one_topic("structure", 1), ["a"])
    said = one_topic("structure", 0.4)
    assert measure(data, said, {"structure": 0.4}).groups["AU"].topics["structure"].recall == 1
    assert measure(data, said, {"structure": 0.41}).groups["AU"].topics["structure"].recall == 0
    assert measure(data, said, {}).groups["AU"].topics["structure"].recall == 0


def test_nothing_to_find_and_nothing_found_has_no_figure() -> None:
    score = measure(corpus(np.zeros((3, 11)), ["a", "b", "c"]), np.zeros((3, 11)), {}).groups["AU"]
    assert score.topics["approval"].precision is None
    assert score.topics["approval"].f1.value is None
    assert score.mean.value is None


def test_unknown_labels_count_nowhere() -> None:
    data = corpus(one_topic("approval", 1, 0), ["a", "b"])
    data.mask[1] = 0
    found = measure(data, one_topic("approval", 0.9, 0.9), {})
    assert found.groups["AU"].topics["approval"].precision == 1
    assert found.calibration.n == len(TOPICS)
    assert found.documents["approval"].n == 1


@st.composite
def measured(draw: st.DrawFn) -> tuple[Corpus, NDArray[np.bool_]]:
    """A small corpus, and decisions about it."""
    n = draw(st.integers(2, 24))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    statements = [f"s{number * 5 // n}" for number in range(n)]
    data = corpus(random.random((n, 11)) < 0.4, statements, ["AU" if one < "s2" else "CA" for one in statements])
    return data, random.random((n, 11)) < 0.4


@given(measured())
@settings(max_examples=25)
def test_figures_are_those_of_the_definition(case: tuple[Corpus, NDArray[np.bool_]]) -> None:
    data, found = case
    scores = measure_decisions(data, found.astype(float), found)
    for name, group in scores.groups.items():
        rows = np.ones(len(data), bool) if name == "all" else data.jurisdictions == name
        for topic, score in group.topics.items():
            truth, said = data.labels[rows, TOPICS.index(topic)] > 0, found[rows, TOPICS.index(topic)]
            hits, wrong, missed = (truth & said).sum(), (~truth & said).sum(), (truth & ~said).sum()
            assert score.positives == truth.sum()
            assert score.f1.value == (pytest.approx(2 * hits / (2 * hits + wrong + missed)) if truth.any() else None)
            assert score.precision == (pytest.approx(hits / said.sum()) if said.any() else None)


@given(measured())
@settings(max_examples=25)
def test_the_order_of_statements_changes_no_figure(case: tuple[Corpus, NDArray[np.bool_]]) -> None:
    data, found = case
    order = np.argsort(-data.statements.argsort(kind="stable"), kind="stable")
    one = measure_decisions(data, found.astype(float), found)
    other = measure_decisions(data.take(order), found[order].astype(float), found[order])
    assert _values(one) == _values(other)


def _values(scores: Scores) -> dict[str, Any]:
    return {name: {topic: s.f1.value for topic, s in group.topics.items()} for name, group in scores.groups.items()}


@given(measured())
@settings(max_examples=25)
def test_right_decisions_score_one_and_lie_in_their_interval(case: tuple[Corpus, NDArray[np.bool_]]) -> None:
    data, found = case
    perfect = measure_decisions(data, data.labels, data.labels > 0)
    for group in perfect.groups.values():
        assert all(score.f1.value in (1, None) for score in group.topics.values())
    assert perfect.calibration.error == 0
    for group in measure_decisions(data, found.astype(float), found).groups.values():
        for score in group.topics.values():
            figure = score.f1
            if figure.value is not None and figure.low is not None and figure.high is not None:
                assert 0 <= figure.low <= figure.high <= 1


def test_the_same_seed_gives_the_same_intervals() -> None:
    random = np.random.default_rng(5)
    data = corpus(random.random((60, 11)) < 0.4, [f"s{n // 6}" for n in range(60)])
    said = random.random((60, 11))
    assert measure(data, said, {}, seed=1) == measure(data, said, {}, seed=1)
    assert measure(data, said, {}, seed=1) != measure(data, said, {}, seed=2)


# --- tuning --------------------------------------------------------------------------------------------

SLOPE, SHIFT = 1.7, -0.8


def drawn(n: int = 20_000) -> tuple[NDArray[Any], NDArray[Any]]:
    """Logits (1, n, 2) of one model, and labels (n, 2) that follow them by a known slope and shift."""
    random = np.random.default_rng(11)
    logits = random.normal(0, 2, (1, n, 2))
    labels = (random.random((n, 2)) < 1 / (1 + np.exp(-(SLOPE * logits[0] + SHIFT)))).astype(float)
    return logits, labels


def tuned(logits: NDArray[Any], labels: NDArray[Any]) -> Tuning:
    """Tuned where all labels are known."""
    return tune(logits, labels, np.ones_like(labels))


def test_calibration_recovers_a_known_slope_and_shift() -> None:
    logits, labels = drawn()
    found = tuned(logits, labels)
    assert found.slope[0] == pytest.approx(SLOPE, abs=0.1)
    assert found.shift == pytest.approx(SHIFT, abs=0.1)
    said = found.probabilities(logits)
    for low in np.arange(0, 1, 0.2):
        inside = (said >= low) & (said < low + 0.2)
        assert labels[inside].mean() == pytest.approx(said[inside].mean(), abs=0.05)


def test_two_models_are_weighed_by_what_they_know() -> None:
    """Labels follow the sum of two models; a third one knows nothing."""
    random = np.random.default_rng(3)
    logits = random.normal(0, 2, (3, 20_000, 1))
    labels = (random.random((20_000, 1)) < 1 / (1 + np.exp(-(logits[0] + 0.5 * logits[1])))).astype(float)
    assert tuned(logits, labels).slope[:, 0] == pytest.approx([1, 0.5, 0], abs=0.1)


def test_the_threshold_is_half_of_the_best_f1() -> None:
    """Which holds for calibrated probabilities (Lipton, Elkan and Naryanaswamy, arXiv 1402.1892)."""
    logits, labels = drawn()
    found = tuned(logits, labels)
    said = found.probabilities(logits)
    for topic in range(2):
        best = max(f1(said[:, topic] >= limit, labels[:, topic]) for limit in np.arange(0.05, 0.95, 0.01))
        assert found.thresholds[topic] == pytest.approx(best / 2, abs=0.05)
        assert f1(said[:, topic] >= found.thresholds[topic], labels[:, topic]) >= best - 0.01


def f1(found: NDArray[np.bool_], labels: NDArray[Any]) -> float:
    return float(2 * (found * labels).sum() / (found.sum() + labels.sum()))


def test_the_threshold_of_what_is_certain_and_of_nothing() -> None:
    assert threshold(np.array([1.0, 1.0, 0.0])) == pytest.approx(0.5)
    assert threshold(np.array([])) == 0.5
    assert threshold(np.full(1000, 1e-6)) == 0.05


def test_labels_that_are_unknown_do_not_tune() -> None:
    logits, labels = drawn(4000)
    mask = np.ones_like(labels)
    mask[2000:, 1] = 0
    half = tune(logits, labels, mask)
    labels[2000:, 1] = 1 - labels[2000:, 1]
    logits[:, 2000:, 1] = 50
    other = tune(logits, labels, mask)
    assert np.array_equal(half.slope, other.slope)
    assert np.array_equal(half.thresholds, other.thresholds)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_topic_that_all_or_no_sentences_have_can_be_tuned(value: float) -> None:
    logits, labels = drawn(400)
    found = tuned(logits, np.full_like(labels, value))
    assert np.isfinite(found.slope).all()
    assert ((found.thresholds >= 0.05) & (found.thresholds <= 0.95)).all()
    assert ((found.probabilities(logits) > 0.5) == bool(value)).mean() > 0.95


def test_labels_that_logits_tell_apart_without_fault_can_be_tuned() -> None:
    logits = np.linspace(-4, 4, 200)[None, :, None]
    labels = (logits[0] > 1).astype(float)
    found = tuned(logits, labels)
    assert np.isfinite([*found.slope[0], *found.shift]).all()
    assert f1(found.probabilities(logits) >= found.thresholds, labels) >= 0.95


def test_tuning_keeps_the_order_of_probabilities() -> None:
    logits, labels = drawn(2000)
    said = tuned(logits, labels).probabilities(logits)
    assert np.array_equal(np.argsort(said[:, 0], kind="stable"), np.argsort(logits[0, :, 0], kind="stable"))


def test_a_plain_tuning_is_the_logistic_function() -> None:
    plain = Tuning(np.ones((1, 1)), np.zeros(1), np.full(1, 0.5))
    assert plain.probabilities(np.array([[[0.0], [np.log(3)]]])).ravel() == pytest.approx([0.5, 0.75])
