"""The figures of a model in plain words, n beside each."""

from __future__ import annotations

from collections.abc import Iterator

from supplychain_check.measuring.agreement import ENOUGH, Figure
from supplychain_check.training.corpus import AU_ONLY, SHARED
from supplychain_check.training.scores import Calibration, GroupScore, Scores, TopicScore


def scores_text(scores: Scores) -> Iterator[str]:
    """Lines: accuracy of each group, calibration, and agreement on whole documents."""
    for name, group in scores.groups.items():
        yield from _group(name, group)
        yield ""
    yield from _calibration(scores.calibration)
    yield ""
    yield "Whole statements: is the topic disclosed at all? (agreement of model and experts)"
    yield f"{'':<20}{'n':>6}{'disclosed':>11}{'accuracy':>10}  {'Cohen kappa':<20}"
    for topic, found in scores.documents.items():
        few = "" if found.enough else f"  fewer than {ENOUGH} of one kind: too few to judge"
        accuracy = _number(found.accuracy.value)
        yield f"{_name(topic):<20}{found.n:>6}{found.positives:>11}{accuracy:>10}  {_figure(found.kappa):<20}{few}"


def _group(name: str, group: GroupScore) -> Iterator[str]:
    title = "All countries together" if name == "all" else name
    yield f"{title}: {group.sentences:,} sentences of {group.statements} statements"
    yield f"{'':<20}{'n':>8}{'positive':>10}{'precision':>11}{'recall':>8}  F1 (95 % interval)"
    for topic in SHARED:
        if topic in group.topics:
            yield _line(topic, group.topics[topic])
    yield f"{'mean of the nine':<49}{'':<8}  {_figure(group.mean)}"
    for topic in AU_ONLY:
        if topic in group.topics and name != "all":
            yield _line(topic, group.topics[topic]) + "  (labelled for AU only; not in the mean)"


def _line(topic: str, score: TopicScore) -> str:
    figures = f"{_number(score.precision):>11}{_number(score.recall):>8}  {_figure(score.f1)}"
    return f"{_name(topic):<20}{score.n:>8,}{score.positives:>10,}{figures}"


def _calibration(calibration: Calibration) -> Iterator[str]:
    yield (
        f"Calibration (n = {calibration.n:,} sentence-topic pairs): expected calibration error "
        f"{calibration.error:.3f} over all topics, worst topic {max(calibration.topics.values()):.3f}"
    )
    yield f"{'probability said':<20}{'n':>8}{'mean said':>11}{'seen':>8}"
    for row in calibration.bins:
        yield f"{row.low:.1f} to {row.high:.1f}{'':<10}{row.n:>8,}{_number(row.said):>11}{_number(row.seen):>8}"


def _name(topic: str) -> str:
    return topic.replace("_", " ")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _figure(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return _number(figure.value)
    return f"{_number(figure.value)} ({figure.low:.3f} to {figure.high:.3f})"
