"""Criteria as rows, documents as columns. What was measured differently is refused, or named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from supplychain_check.errors import UsageProblem
from supplychain_check.models import (
    Assessment,
    BandResult,
    DisclosureState,
    Finding,
    ScoringModel,
    SectionResult,
    TotalResult,
)
from supplychain_check.models.document import Frozen
from supplychain_check.score import counted, effective, max_points, points, sections
from supplychain_check.totals import bands, total


class Column(Frozen):
    """One document of a comparison.

    Attributes:
        id: of the assessment.
        label: short: entity and the month in which the period ends, else the file name; unique.
        measured_with: pack, model and tool versions, in words.
        reviewed: whether a person's reading counts anywhere in it.
    """

    id: str
    label: str
    entity: str
    file: str
    period_start: date | None = None
    period_end: date | None = None
    measured_with: str
    draft: bool = False
    reviewed: bool = False


class Cell(Frozen):
    """What one document shows on one criterion; reviews included.

    Attributes:
        counted: whether it stays in the denominator.
        overruled: whether a person's reading stands instead of the machine's.
    """

    level: int
    max_level: int
    state: DisclosureState
    points: float
    max_points: float
    counted: bool
    overruled: bool = False


class Row(Frozen):
    """One criterion. `cells` has one entry a column; None where its pack does not have the criterion."""

    criterion: str
    title: str
    section: str
    cells: tuple[Cell | None, ...]
    differs: bool


class SectionRow(Frozen):
    """The points of one section. `cells` has one entry a column; None where its pack lacks the section."""

    id: str
    title: str
    cells: tuple[SectionResult | None, ...]


class Comparison(Frozen):
    """Documents side by side.

    Attributes:
        same_entity: all columns speak for one entity, so that differences are changes over time.
        mixed: what was measured differently, in words; empty where all is alike.
        scoring: models of the first pack, by which figures of sections are shown.
        totals: all sections together, an entry a column; None where the pack has no total.
        bands: letters, an entry a column.
    """

    pack_title: str
    columns: tuple[Column, ...]
    sections: tuple[SectionRow, ...]
    rows: tuple[Row, ...]
    same_entity: bool
    mixed: tuple[str, ...] = ()
    scoring: tuple[ScoringModel, ...] = ("levels",)
    totals: tuple[TotalResult | None, ...] = ()
    bands: tuple[tuple[BandResult, ...], ...] = ()


def compare(assessments: Sequence[Assessment], *, mixed: bool = False) -> Comparison:
    """Lay assessments side by side, in the order given.

    Args:
        assessments: two or more, of different ids.
        mixed: compare although packs, models or tool versions differ; the result names the differences.

    Raises:
        UsageProblem: fewer than two, one given twice, or measured differently without `mixed`.
    """
    _enough(assessments)
    differences = tuple(_differences(assessments))
    if differences and not mixed:
        raise UsageProblem(
            f"These assessments were not measured alike: {' '.join(differences)}",
            "Check the documents again with one pack and this version, or add --allow-mixed to compare all the same.",
        )
    entities = {_entity(a).casefold() for a in assessments}
    return Comparison(
        pack_title=" | ".join(dict.fromkeys(a.pack.title for a in assessments)),
        columns=_columns(assessments),
        sections=tuple(_section_rows(assessments)),
        rows=tuple(_rows(assessments)),
        same_entity=len(entities) == 1 and entities != {""},
        mixed=differences,
        scoring=assessments[0].pack.scoring,
        totals=tuple(total(a) for a in assessments),
        bands=tuple(bands(a) for a in assessments),
    )


def _enough(assessments: Sequence[Assessment]) -> None:
    if len(assessments) < 2:
        raise UsageProblem("A comparison needs at least two assessments.", "Name two or more files or ids.")
    ids = [a.id for a in assessments]
    twice = next((i for i in ids if ids.count(i) > 1), "")
    if twice:
        raise UsageProblem(f"The assessment {twice} was given twice.", "Name each assessment once.")


_MEASURES: tuple[tuple[str, Callable[[Assessment], str], Callable[[Assessment], str]], ...] = (
    ("packs", lambda a: a.pack.sha256, lambda a: f"{a.pack.id} {a.pack.version} ({a.pack.sha256[:8]})"),
    ("topic models", lambda a: a.model.sha256, lambda a: f"{a.model.name} {a.model.version} ({a.model.sha256[:8]})"),
    ("tool versions", lambda a: a.tool_version, lambda a: a.tool_version),
    ("document kinds", lambda a: _scored_as(a), lambda a: _scored_as(a)),
)
"""What must be alike: its name, what tells two apart, and how it is shown."""


def _scored_as(assessment: Assessment) -> str:
    kind = (assessment.options.kind or assessment.identity.kind).value
    return f"draft {kind}" if assessment.options.draft else kind


def _differences(assessments: Sequence[Assessment]) -> Iterator[str]:
    for name, key, shown in _MEASURES:
        different = {key(a): shown(a) for a in assessments}
        if len(different) > 1:
            yield f"Different {name}: {', '.join(different.values())}."


def _entity(assessment: Assessment) -> str:
    return next((e.value for e in assessment.identity.entities), "")


def _columns(assessments: Sequence[Assessment]) -> tuple[Column, ...]:
    labels = [_label(a) for a in assessments]
    unique = [
        f"{label} [{a.id}]" if labels.count(label) > 1 else label for a, label in zip(assessments, labels, strict=True)
    ]
    return tuple(_column(a, label) for a, label in zip(assessments, unique, strict=True))


def _column(assessment: Assessment, label: str) -> Column:
    return Column(
        id=assessment.id,
        label=label,
        entity=_entity(assessment),
        file=assessment.document.name,
        period_start=assessment.identity.period_start,
        period_end=assessment.identity.period_end,
        measured_with=f"{assessment.pack.id} {assessment.pack.version}, {assessment.model.name} "
        f"{assessment.model.version}, version {assessment.tool_version}",
        draft=assessment.options.draft,
        reviewed=any(effective(f).review for f in assessment.findings),
    )


def _label(assessment: Assessment) -> str:
    end = assessment.identity.period_end
    name = _entity(assessment) or assessment.document.name
    return f"{name}, {end:%b %Y}" if end else name


def _section_rows(assessments: Sequence[Assessment]) -> Iterator[SectionRow]:
    results = [{r.id: r for r in sections(a)} for a in assessments]
    titles = {info.id: info.title for a in reversed(assessments) for info in a.pack.sections}
    for section in dict.fromkeys(info.id for a in assessments for info in a.pack.sections):
        yield SectionRow(id=section, title=titles[section], cells=tuple(r.get(section) for r in results))


def _rows(assessments: Sequence[Assessment]) -> Iterator[Row]:
    found = [{f.criterion: f for f in a.findings} for a in assessments]
    for criterion in dict.fromkeys(f.criterion for a in assessments for f in a.findings):
        here = [findings.get(criterion) for findings in found]
        first = next(f for f in here if f is not None)
        cells = tuple(_cell(f) if f else None for f in here)
        yield Row(
            criterion=criterion,
            title=first.title,
            section=first.section,
            cells=cells,
            differs=len({(c.level, c.max_level, c.state) if c else None for c in cells}) > 1,
        )


def _cell(finding: Finding) -> Cell:
    now = effective(finding)
    return Cell(
        level=now.level,
        max_level=max((r.level for r in finding.ladder), default=0),
        state=now.state,
        points=points(finding),
        max_points=max_points(finding),
        counted=counted(finding),
        overruled=now.review is not None,
    )
