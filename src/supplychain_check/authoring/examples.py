"""Run the examples of a pack through the pipeline; `packs test` and the test suite share this."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from supplychain_check.criteria import Criterion, Example, Pack
from supplychain_check.models import Assessment, DisclosureState, Document, DocumentKind, ExpectedIn, Finding, Options
from supplychain_check.pipeline import Pipeline
from supplychain_check.readers import markdown
from supplychain_check.signals import Signals


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


class PackReport(NamedTuple):
    """Results of all examples, and what is missing from the pack."""

    results: tuple[ExampleResult, ...]
    problems: tuple[str, ...]

    @property
    def beyond_phrases(self) -> tuple[ExampleResult, ...]:
        """Examples without any listed phrase: counted apart, they never fail."""
        return tuple(r for r in self.results if r.example.without_phrases)


def run_examples(pack: Pack) -> PackReport:
    """Run every example of a pack and check that examples cover its signals and levels."""
    signals = Signals(pack)
    results = tuple(_run(signals, pack))
    return PackReport(results, tuple(_problems(pack, results)))


def _run(signals: Signals, pack: Pack) -> Iterator[ExampleResult]:
    pipelines = {kind: Pipeline((pack,), Options(kind=kind)) for kind in DocumentKind}
    for criterion in pack.criteria:
        elsewhere = criterion.expected_in is ExpectedIn.DECLARATION
        pipeline = pipelines[DocumentKind.DECLARATION if elsewhere else DocumentKind.STATEMENT]
        for number, example in enumerate(criterion.examples, start=1):
            found = _finding(pipeline, example, criterion)
            got = found.level if found.disclosure is not DisclosureState.NOT_APPLICABLE else found.disclosure.value
            fired = frozenset(
                name.partition("/")[2]
                for name in signals.fired(example.text)
                if name.startswith((f"{criterion.id}/", "/"))
            )
            yield ExampleResult(criterion.id, number, example, got, fired, found)


def _finding(pipeline: Pipeline, example: Example, criterion: Criterion) -> Finding:
    """The finding of one criterion on the document that an example makes."""
    document = example_document(example.text)
    outcome = pipeline.assess(pipeline.prepare_document(document))[0]
    assert isinstance(outcome, Assessment)
    return next(finding for finding in outcome.findings if finding.criterion == criterion.id)


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


def _problems(pack: Pack, results: tuple[ExampleResult, ...]) -> Iterator[str]:
    for result in results:
        if not result.passed and not result.example.without_phrases:
            text = " ".join(result.example.text.split())
            yield (
                f"{result.criterion}: example {result.number} should get {result.example.level} but got {result.got}: "
                f'"{text[:90]}{"..." if len(text) > 90 else ""}"'
            )
    for criterion in pack.criteria:
        mine = [r for r in results if r.criterion == criterion.id]
        yield from (f"{criterion.id}: {what}" for what in _missing(criterion, mine) if criterion.levels)


def _missing(criterion: Criterion, results: list[ExampleResult]) -> Iterator[str]:
    """What the examples of one criterion do not cover."""
    fired = frozenset().union(*(r.fired for r in results)) if results else frozenset()
    for name in sorted(set(criterion.signals) - fired):
        yield f"signal {name!r} fires in no example"
    top = criterion.levels[-1].level if criterion.levels else 0
    if not any(r.example.level == top for r in results):
        yield f"no example reaches level {top}"
    if criterion.signals and not any(r.example.level == top and r.example.small_firm for r in results):
        yield f"no example at level {top} is marked small_firm"
    if criterion.signals and not any(r.example.level == 0 and r.fired for r in results):
        yield "no negative example (level 0) in which a signal fires"
    beyond = [r for r in results if r.example.without_phrases]
    if criterion.signals and not beyond:
        yield "no positive example is marked without_phrases"
    ladder = {name for rung in criterion.levels for condition in rung.when for name in condition.references()}
    for result in beyond:
        if result.fired & set(criterion.signals) & ladder or result.example.level in {0, "not applicable"}:
            yield f"example {result.number} is marked without_phrases, but a signal fires in it or it is negative"
