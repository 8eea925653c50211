"""A pack measured against labelled documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from supplychain_check.analyse.topics import TopicModel
from supplychain_check.criteria import Pack
from supplychain_check.measuring.agreement import Agreement, Pair, Rate, agreement, rate_elsewhere
from supplychain_check.measuring.labels import LabelColumn, Labelled, LabelMap
from supplychain_check.models import Assessment, DisclosureState, Finding, Options, Unreadable
from supplychain_check.models.document import Frozen
from supplychain_check.pipeline import Pipeline
from supplychain_check.readers.box import Source

Tick = Callable[[str], None]
UNDECIDED = frozenset(
    {DisclosureState.UNCLEAR, DisclosureState.NOT_CHECKABLE, DisclosureState.NOT_ASKED, DisclosureState.NOT_APPLICABLE}
)
"""States in which the tool itself does not say yes or no."""


class Judged(NamedTuple):
    """One label beside the tool's finding."""

    row: Labelled
    label: bool
    evidence: str
    finding: Finding

    def tool(self, level: int) -> bool:
        """Whether the tool says yes."""
        return self.finding.level >= level


class CriterionResult(Frozen):
    """How a criterion agrees with one column of labels.

    Attributes:
        level: the least level that counts as yes.
        undecided: labelled documents on which the tool says neither yes nor no; they are in no figure.
        bar: "reached", "not reached", "too few to judge", or "" where no bar was set.
        rate: in other documents, where some were given.
    """

    criterion: str
    title: str
    column: str
    level: int
    undecided: int
    agreement: Agreement
    wanted_kappa: float | None = None
    bar: str = ""
    rate: Rate | None = None


class Disagreement(Frozen):
    """A label that the tool does not share.

    Attributes:
        level: that the tool found.
        quote: the tool's best evidence, or "".
        evidence: what the person quoted, or "".
    """

    criterion: str
    line: int
    document: str
    label: bool
    tool: bool
    level: int
    quote: str
    reason: str
    evidence: str


class Failed(Frozen):
    """A document that could not be read."""

    document: str
    message: str


class Evaluation(Frozen):
    """A pack measured against a file of labels.

    Attributes:
        documents: labelled documents that were read.
        together: all columns in one, where there are several; for files with few labels in each.
        without_labels: documents that were not read, because no column gives them a label that the map knows.
    """

    pack: str
    version: str
    model: str
    labels: str
    note: str
    seed: int
    documents: int
    without_labels: int
    unreadable: tuple[Failed, ...]
    together: Agreement | None
    results: tuple[CriterionResult, ...]
    disagreements: tuple[Disagreement, ...]


def evaluate(
    pack: Pack, by: LabelMap, rows: Sequence[Labelled], *, labels: str, seed: int = 0,
    elsewhere: Sequence[Path] = (), model: TopicModel | None = None, tick: Tick = lambda _: None,
) -> Evaluation:  # fmt: skip
    """Check every labelled document and compare.

    Args:
        pack: the criteria.
        by: the map of the labels.
        rows: the labelled documents.
        labels: name of the file, for the result.
        seed: of the resampling.
        elsewhere: further documents without labels, for which corrected rates are wanted.
        model: reads the topics; the one that comes with the tool if not given.
        tick: called with the name of each document that has been checked.
    """
    pipeline = Pipeline((pack,), Options(kind=by.kind), model=model)
    labelled = [row for row in rows if any(label is not None for label in row.labels)]
    judged, failed = _judge_all(pipeline, labelled, by, tick)
    others = list(findings_of(pipeline, elsewhere, tick)) if elsewhere else []
    pairs = list(zip(by.labels, judged, strict=True))
    together = [pair for entry, found in pairs for pair in _pairs(entry, found)]
    return Evaluation(
        pack=pack.head.id,
        version=pack.head.version,
        model=f"{pipeline.model.info.name} {pipeline.model.info.version}",
        labels=labels,
        note=by.note,
        seed=seed,
        documents=len(labelled) - len(failed),
        without_labels=len(rows) - len(labelled),
        unreadable=tuple(failed),
        together=agreement(together, seed) if len(pairs) > 1 else None,
        results=tuple(_result(entry, found, pack, others, seed) for entry, found in pairs),
        disagreements=tuple(d for entry, found in pairs for d in _disagreements(entry, found)),
    )


def _judge_all(
    pipeline: Pipeline, rows: Sequence[Labelled], by: LabelMap, tick: Tick
) -> tuple[list[list[Judged]], list[Failed]]:
    """What the tool says beside each label, by entry of the map; and what could not be read."""
    judged: list[list[Judged]] = [[] for _ in by.labels]
    failed: list[Failed] = []
    for row in rows:
        outcome = _assess(pipeline, row)
        if isinstance(outcome, Assessment):
            _judge(row, outcome, by, judged)
        else:
            failed.append(Failed(document=f"line {row.line}: {row.id}", message=outcome.message))
        tick(row.id)
    return judged, failed


def findings_of(pipeline: Pipeline, paths: Sequence[Path], tick: Tick = lambda _: None) -> Iterator[dict[str, Finding]]:
    """The findings of each document in files that can be read, by criterion."""
    for source in pipeline.sources(paths):
        outcome = _outcome(pipeline, source)
        if isinstance(outcome, Assessment):
            yield {finding.criterion: finding for finding in outcome.findings}
        tick(source.shown)


def _assess(pipeline: Pipeline, row: Labelled) -> Assessment | Unreadable:
    if row.path is not None:
        return _outcome(pipeline, Source(row.path))
    with _text_file(row.text) as path:
        return _outcome(pipeline, Source(path))


@contextmanager
def _text_file(text: str) -> Iterator[Path]:
    """A file, so that labelled text is read exactly as any other text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8", errors="replace")
        yield path


def _outcome(pipeline: Pipeline, source: Source) -> Assessment | Unreadable:
    prepared = pipeline.prepare(source)
    if isinstance(prepared, Unreadable):
        return prepared
    outcome = pipeline.assess(prepared)[0]
    assert isinstance(outcome, Assessment)  # the kind is given, so that nothing is left out
    return outcome


def _judge(row: Labelled, outcome: Assessment, by: LabelMap, judged: list[list[Judged]]) -> None:
    findings = {finding.criterion: finding for finding in outcome.findings}
    for entry, label, evidence, found in zip(by.labels, row.labels, row.evidence, judged, strict=True):
        if label is not None:
            found.append(Judged(row, label, evidence, findings[entry.criterion]))


def decided(finding: Finding) -> bool:
    """Whether the tool says yes or no."""
    return finding.disclosure not in UNDECIDED


def _result(
    entry: LabelColumn, found: list[Judged], pack: Pack, others: list[dict[str, Finding]], seed: int
) -> CriterionResult:
    pairs = _pairs(entry, found)
    figures = agreement(pairs, seed)
    known = [f[entry.criterion] for f in others if decided(f[entry.criterion])]
    above = sum(finding.level >= entry.level for finding in known)
    return CriterionResult(
        criterion=entry.criterion,
        title=next(c.title for c in pack.criteria if c.id == entry.criterion),
        column=entry.column,
        level=entry.level,
        undecided=len(found) - len(pairs),
        agreement=figures,
        wanted_kappa=entry.wanted_kappa,
        bar=bar(figures, entry.wanted_kappa),
        rate=rate_elsewhere(pairs, above, len(known), seed) if known else None,
    )


def _pairs(entry: LabelColumn, found: Sequence[Judged]) -> list[Pair]:
    return [Pair(j.row.group, j.label, j.tool(entry.level)) for j in found if decided(j.finding)]


def bar(figures: Agreement, wanted: float | None) -> str:
    """Whether kappa reaches the bar; with too few positives or negatives nobody can say."""
    if wanted is None:
        return ""
    if not figures.enough or figures.kappa.value is None:
        return "too few to judge"
    return "reached" if figures.kappa.value >= wanted else "not reached"


def _disagreements(entry: LabelColumn, found: list[Judged]) -> Iterator[Disagreement]:
    for one in found:
        tool = one.tool(entry.level)
        if tool != one.label and decided(one.finding):
            evidence = one.finding.evidence
            yield Disagreement(
                criterion=entry.criterion,
                line=one.row.line,
                document=one.row.id,
                label=one.label,
                tool=tool,
                level=one.finding.level,
                quote=evidence[0].quote if evidence else "",
                reason=one.finding.reason,
                evidence=one.evidence,
            )
