"""Run the examples of a pack through the pipeline; `packs test` and the test suite share this."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from textwrap import shorten
from typing import NamedTuple

from supplychain_check.analyse.topics import TopicModel
from supplychain_check.authoring.explain import Explainer, Explanation
from supplychain_check.authoring.words import reference
from supplychain_check.criteria import Criterion, Example, Pack
from supplychain_check.match import Matcher
from supplychain_check.models import DisclosureState, Document, DocumentKind, ExpectedIn, Finding
from supplychain_check.pipeline import Pipeline
from supplychain_check.readers import markdown
from supplychain_check.score import Setting, score
from supplychain_check.signals import SHARED, Signals


class ExampleResult(NamedTuple):
    """What one example gave.

    Attributes:
        got: level, or "not applicable".
        fired: signals that fired, without their criterion's name.
    """

    criterion: str
    number: int
    example: Example
    got: int | str
    fired: frozenset[str]
    finding: Finding

    @property
    def passed(self) -> bool:
        """Whether the example got its level."""
        return self.got == self.example.level


class Problem(NamedTuple):
    """Something that a pack's author must put right.

    Attributes:
        criterion: its id; ``signals.toml`` for a signal that criteria share.
        text: what is wrong.
        help: why, and what to do.
    """

    criterion: str
    text: str
    help: tuple[str, ...] = ()


class PackReport(NamedTuple):
    """Results of all examples, and what is missing from the pack."""

    results: tuple[ExampleResult, ...]
    found: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, a line each."""
        return tuple(f"{problem.criterion}: {problem.text}" for problem in self.found)

    @property
    def beyond_phrases(self) -> tuple[ExampleResult, ...]:
        """Examples without any listed phrase: counted apart, they never fail."""
        return tuple(r for r in self.results if r.example.without_phrases)


def run_examples(pack: Pack, model: TopicModel | None = None) -> PackReport:
    """Run every example of a pack and check that examples cover its signals and levels.

    Args:
        pack: resolved.
        model: the topic model; the shipped one if not given.
    """
    signals = Signals(pack)
    results = tuple(_run(signals, pack, model))
    return PackReport(results, tuple(_problems(pack, signals, results, model)))


def _run(signals: Signals, pack: Pack, model: TopicModel | None) -> Iterator[ExampleResult]:
    reader, matcher = Pipeline((), model=model), Matcher(pack)
    for criterion in pack.criteria:
        for number, example in enumerate(criterion.examples, start=1):
            found = _finding(reader, matcher, example, criterion)
            got = found.level if found.disclosure is not DisclosureState.NOT_APPLICABLE else found.disclosure.value
            fired = frozenset(
                name.partition("/")[2]
                for name in signals.fired(example.text)
                if name.startswith((f"{criterion.id}/", "/"))
            )
            yield ExampleResult(criterion.id, number, example, got, fired, found)


def _kind(criterion: Criterion) -> DocumentKind:
    """As what the examples of a criterion are read."""
    return DocumentKind.DECLARATION if criterion.expected_in is ExpectedIn.DECLARATION else DocumentKind.STATEMENT


def _finding(reader: Pipeline, matcher: Matcher, example: Example, criterion: Criterion) -> Finding:
    """The finding of one criterion on the document that an example makes; the others of the pack are not asked."""
    prepared = reader.prepare_document(example_document(example.text))
    search = matcher.search(criterion, prepared.document, prepared.analysis, {})
    alone = matcher.pack.model_copy(update={"criteria": (criterion,)})
    return score(alone, {criterion.id: tuple(search.disclosures())}, Setting(kind=_kind(criterion)))[0]


def example_document(text: str) -> Document:
    """A document made from the Markdown text of an example."""
    data = text.encode()
    draft = markdown.read(data, "example.md")
    return Document(
        name="example.md",
        path="example.md",
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/markdown",
        reader="example",
        text=draft.text,
        blocks=draft.blocks,
    )


def _problems(
    pack: Pack, signals: Signals, results: tuple[ExampleResult, ...], model: TopicModel | None
) -> Iterator[Problem]:
    for criterion in pack.criteria:
        mine = [r for r in results if r.criterion == criterion.id]
        for result in mine:
            if not result.passed and not result.example.without_phrases:
                yield _failure(pack, criterion, result, model)
        if criterion.levels:
            yield from (Problem(criterion.id, *what) for what in _missing(criterion, mine))
    yield from _idle(pack, signals)


def _idle(pack: Pack, signals: Signals) -> Iterator[Problem]:
    """Shared signals that criteria refer to and that no example exercises."""
    fired = {name for c in pack.criteria for example in c.examples for name in signals.fired(example.text)}
    used = {r.removeprefix("heading:") for c in pack.criteria for _, when in c.conditions() for r in when.references()}
    for name in sorted(set(pack.signals) & used):
        if f"{SHARED}/{name}" not in fired:
            yield Problem("signals.toml", f"signal {name!r} fires in no example", (_FIRE,))


def _failure(pack: Pack, criterion: Criterion, result: ExampleResult, model: TopicModel | None) -> Problem:
    text = " ".join(result.example.text.split())
    explainer = Explainer(pack, criterion.id, _kind(criterion), model=model)
    why = _why(explainer.explain_document(example_document(result.example.text)), result)
    said = f"example {result.number} should get {result.example.level} but got {result.got}: {shorten(text, 90, placeholder='...')!r}"
    return Problem(criterion.id, said, tuple(why))


def _why(explanation: Explanation, result: ExampleResult) -> Iterator[str]:
    """Why an example did not get its level: what it lacks for it, or what lifts it above."""
    if result.got == DisclosureState.NOT_APPLICABLE.value:
        yield "A condition under `not_applicable` is met."
        return
    wanted = result.example.level if isinstance(result.example.level, int) else 0
    steps = {step.level: step for step in explanation.steps}
    if explanation.level > wanted:
        for attempt in list(steps[explanation.level].reached.values())[:1]:
            words = "; ".join(f"{reference(w.reference)}: {w.words!r}" for w in attempt.words)
            yield f"It reaches level {explanation.level} by {words}."
    elif wanted in steps:
        nearest = steps[wanted].near[0] if steps[wanted].near else steps[wanted].next_best
        lacks = " and ".join(missing.text for missing in nearest.missing) if nearest else "lacks three things or more"
        yield f"For level {wanted} it {lacks}."
        yield f"Signals that fire in it: {', '.join(sorted(result.fired)) or 'none'}."


_FIRE = "Write an example in which it fires, or remove the signal."


def _missing(criterion: Criterion, results: list[ExampleResult]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the examples of one criterion do not cover, each with what to do."""
    fired = frozenset().union(*(r.fired for r in results)) if results else frozenset()
    for name in sorted(set(criterion.signals) - fired):
        yield f"signal {name!r} fires in no example", (_FIRE,)
    top = criterion.levels[-1].level
    if not any(r.example.level == top for r in results):
        yield f"no example reaches level {top}", (f"Write an example with `level = {top}`.",)
    if criterion.signals and not any(r.example.level == top and r.example.small_firm for r in results):
        yield (
            f"no example at level {top} is marked small_firm",
            (f"Write one that a firm of a few people could write, with `level = {top}` and `small_firm = true`.",),
        )
    if criterion.signals and not any(r.example.level == 0 and r.fired for r in results):
        yield (
            "no negative example (level 0) in which a signal fires",
            ("Write a sentence that uses one of your phrases and is about something else, with `level = 0`.",),
        )
    yield from _beyond(criterion, results)


def _beyond(criterion: Criterion, results: list[ExampleResult]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is wrong with the examples that no phrase can find."""
    beyond = [r for r in results if r.example.without_phrases]
    if criterion.signals and not beyond:
        yield (
            "no positive example is marked without_phrases",
            ("Write one in words that none of your phrases has, with `without_phrases = true`; it never fails.",),
        )
    ladder = {name for rung in criterion.levels for condition in rung.when for name in condition.references()}
    for result in beyond:
        if firing := sorted(result.fired & set(criterion.signals) & ladder):
            what = f"example {result.number} is marked without_phrases, but a signal fires in it"
            yield what, (f"It is {', '.join(firing)}: write the example in other words, or take the mark away.",)
        if result.example.level in {0, "not applicable"}:
            what = f"example {result.number} is marked without_phrases, but it is negative"
            yield what, ("Give it the level that a person would give it, or take the mark away.",)
