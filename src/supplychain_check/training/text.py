"""The figures of a model in plain words, n beside each."""

from __future__ import annotations

from collections.abc import Iterator

from supplychain_check.measuring.agreement import ENOUGH, Agreement, Figure
from supplychain_check.training.corpus import AU_ONLY, SHARED
from supplychain_check.training.scores import Calibration, GroupScore, Scores, TopicScore

_COUNTRIES = {"AU": "Australia", "CA": "Canada", "NZ": "New Zealand", "UK": "United Kingdom"}
_FEW_STATEMENTS = 5
"""With fewer, drawing them again says nothing about other statements, so that no interval is shown."""
_FEW = f"  * fewer than {ENOUGH} with the topic, or without it: too few to judge by"
_HOW_TO_READ = """\
How to read this
  labelled   sentences that have the topic, as the people see it who labelled the file
  precision  of the sentences in which the model sees the topic, the share that is labelled so
  recall     of the sentences that are labelled so, the share in which the model sees the topic
  F1         precision and recall in one figure: 1 is perfect, 0 is never right
  95 %       where the figure may well lie in other statements of this kind; from drawing whole statements again
  kappa      agreement beyond chance: 1 is perfect, 0 is what chance gives
  People who label the same sentences do not fully agree either, so that 1 is out of reach."""


def scores_text(scores: Scores) -> Iterator[str]:
    """Lines: accuracy of each group, calibration, agreement on whole documents, and what the words mean."""
    for name, group in scores.groups.items():
        yield from _group(name, group)
        yield ""
    yield from _calibration(scores.calibration)
    yield ""
    yield from _documents(scores.documents)
    yield ""
    yield from _HOW_TO_READ.splitlines()


def _group(name: str, group: GroupScore) -> Iterator[str]:
    title = "All countries together" if name == "all" else country_name(name)
    yield f"{title}: {counted(group.sentences, 'sentence')} of {counted(group.statements, 'statement')}"
    sure = group.statements >= _FEW_STATEMENTS
    yield f"  {'':<19}{'sentences':>9}{'labelled':>10}{'precision':>11}{'recall':>8}   F1{' (95 %)' * sure}"
    chosen = {topic: score for topic, score in group.topics.items() if topic in SHARED}
    yield from (_line(topic, score, sure) for topic, score in chosen.items())
    if group.averaged:
        some = "" if group.averaged == len(SHARED) else " that occur"
        yield f"  {f'mean of the {group.averaged} topics{some}':<57}   {_figure(group.mean, sure)}"
    apart = {} if name == "all" else {topic: group.topics[topic] for topic in AU_ONLY if topic in group.topics}
    if apart:
        yield "  labelled for Australia only, and not in the mean:"
        yield from (_line(topic, score, sure) for topic, score in apart.items())
    if any(map(_few, [*chosen.values(), *apart.values()])):
        yield _FEW


def _line(topic: str, score: TopicScore, sure: bool) -> str:
    figures = f"{_number(score.precision):>11}{_number(score.recall):>8}   {_figure(score.f1, sure)}"
    return f"  {topic_name(topic):<19}{score.n:>9,}{score.positives:>10,}{figures}{' *' * _few(score)}"


def _few(score: TopicScore) -> bool:
    return min(score.positives, score.n - score.positives) < ENOUGH


def _calibration(calibration: Calibration) -> Iterator[str]:
    yield f"Can the probabilities be taken at their word? ({calibration.n:,} pairs of sentence and topic)"
    yield f"  {'probability given':<19}{'pairs':>9}{'mean given':>12}{'labelled so':>13}"
    for row in calibration.bins:
        if row.n:
            span = f"{row.low:.1f} to {row.high:.1f}"
            yield f"  {span:<19}{row.n:>9,}{_number(row.said):>12}{_number(row.seen):>13}"
    worst = max(calibration.topics, key=calibration.topics.__getitem__)
    yield (
        f"  They are off by {calibration.error:.3f} on average (expected calibration error), "
        f"most for {topic_name(worst)}: {calibration.topics[worst]:.3f}"
    )


def _documents(documents: dict[str, Agreement]) -> Iterator[str]:
    yield "Whole statements: does any sentence disclose the topic?"
    yield f"  {'':<19}{'statements':>11}{'labelled':>10}{'found':>7}{'agree':>8}   kappa (95 %)"
    for topic, found in documents.items():
        counts = f"{found.n:>11,}{found.positives:>10,}{found.tool_positives:>7,}{_number(found.accuracy.value):>8}"
        yield f"  {topic_name(topic):<19}{counts}   {_figure(found.kappa)}{' *' * (not found.enough)}"
    if not all(found.enough for found in documents.values()):
        yield _FEW


def topic_name(topic: str) -> str:
    """A topic as people write it."""
    return topic.replace("_", " ")


def country_name(code: str) -> str:
    """The country of a jurisdiction's code; a code that is not known stays as it is."""
    return _COUNTRIES.get(code, code)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 statement", "1,200 statements"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _figure(figure: Figure, sure: bool = True) -> str:
    if not sure or figure.low is None or figure.high is None:
        return _number(figure.value)
    return f"{_number(figure.value)} ({figure.low:.3f} to {figure.high:.3f})"
