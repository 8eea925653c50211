"""The shape of the JSON report, as pydantic values and as JSON Schema."""

from __future__ import annotations

from typing import Any

from supplychain_check.models import (
    SCHEMA_VERSION,
    Assessment,
    BandResult,
    DisclosureState,
    Duplicate,
    Excluded,
    MandatoryResult,
    Manifest,
    NextStep,
    SectionResult,
    TotalResult,
    Unreadable,
)
from supplychain_check.models.document import Frozen


class CountedReading(Frozen):
    """What counts of one finding: a person's reading where there is one, else the machine's.

    Attributes:
        points: that it gives, with the weight.
        counted: whether it stays in the denominator.
        reviewer: whose reading it is; "" for the machine's.
    """

    criterion: str
    level: int
    disclosure: DisclosureState
    points: float
    max_points: float
    counted: bool
    reviewer: str = ""


class AssessmentReport(Frozen):
    """An assessment with everything that is worked out from it."""

    heading: str
    assessment: Assessment
    counted: tuple[CountedReading, ...]
    sections: tuple[SectionResult, ...]
    mandatory: MandatoryResult
    total: TotalResult | None = None
    bands: tuple[BandResult, ...] = ()
    next_steps: tuple[NextStep, ...]


class RunReport(Frozen):
    """Everything that became of the files of one run; every file is in exactly one of the lists."""

    schema_version: str = SCHEMA_VERSION
    tool_version: str
    limits: str
    assessments: tuple[AssessmentReport, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    manifest: Manifest | None = None


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the JSON report."""
    body = RunReport.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body}
