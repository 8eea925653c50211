"""Results for programs: one JSON object, described by `reports.schema`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from supplychain_check import __version__
from supplychain_check.models import Assessment, Duplicate, Excluded, Finding, Manifest, Outcome, Role, Unreadable
from supplychain_check.reports.schema import AssessmentReport, CountedReading, RunReport
from supplychain_check.reports.wording import LIMITS, heading
from supplychain_check.score import counted, effective, mandatory, max_points, points, sections
from supplychain_check.steps import next_steps
from supplychain_check.totals import bands, total

NAME = "json"
EXTENSION = ".json"
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What JSON lets stand as it is, and a terminal or an editor obeys."""
T = TypeVar("T")


def render(outcomes: Sequence[Outcome], *, role: Role = Role.PROCUREMENT, manifest: Manifest | None = None) -> str:
    """Write everything that became of the files of one run.

    Args:
        outcomes: of all files, in order.
        role: for whom the next steps are written.
        manifest: the record of the run, where one was kept.
    """
    text = build(outcomes, role=role, manifest=manifest).model_dump_json(indent=2)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def build(outcomes: Sequence[Outcome], *, role: Role, manifest: Manifest | None = None) -> RunReport:
    """The same as a value."""
    return RunReport(
        tool_version=__version__,
        limits=LIMITS,
        assessments=tuple(_report(a, role) for a in _of(outcomes, Assessment)),
        unreadable=_of(outcomes, Unreadable),
        excluded=_of(outcomes, Excluded),
        duplicates=_of(outcomes, Duplicate),
        manifest=manifest,
    )


def _of(outcomes: Sequence[Outcome], kind: type[T]) -> tuple[T, ...]:
    return tuple(outcome for outcome in outcomes if isinstance(outcome, kind))


def _report(assessment: Assessment, role: Role) -> AssessmentReport:
    return AssessmentReport(
        heading=heading(assessment),
        assessment=assessment,
        counted=tuple(_reading(f) for f in assessment.findings),
        sections=sections(assessment),
        mandatory=mandatory(assessment),
        total=total(assessment),
        bands=bands(assessment),
        next_steps=next_steps(assessment, role),
    )


def _reading(finding: Finding) -> CountedReading:
    now = effective(finding)
    return CountedReading(
        criterion=finding.criterion,
        level=now.level,
        disclosure=now.state,
        points=points(finding),
        max_points=max_points(finding),
        counted=counted(finding),
        reviewer=now.review.by if now.review else "",
    )
