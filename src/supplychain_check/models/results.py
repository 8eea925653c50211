"""Summaries made from assessments, and the record of a run."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from supplychain_check.models.analysis import ModelInfo
from supplychain_check.models.assessment import DisclosureState, Options
from supplychain_check.models.document import SCHEMA_VERSION, Frozen
from supplychain_check.models.pack import PackInfo


class SectionResult(Frozen):
    """The points of one section, with their denominator and everything that left it.

    Attributes:
        share: points of maximum, 0 to 1; None where more than a quarter is not applicable or nothing counts.
        counts: findings per state, all states present.
    """

    id: str
    title: str
    points: float
    max_points: float
    share: float | None
    counts: dict[DisclosureState, int]


class MandatoryResult(Frozen):
    """Mandatory items apart from quality: how many disclosed, of how many that could be read."""

    total: int
    counted: int
    disclosed: int
    missing: tuple[str, ...] = ()


class Role(StrEnum):
    """For whom the next steps are written."""

    PROCUREMENT = "procurement"
    ANALYST = "analyst"
    AUTHOR = "author"


class NextStep(Frozen):
    """One useful thing to do next."""

    criterion: str
    text: str
    why: str = ""


class ManifestInput(Frozen):
    """One input of a run: its hash and what became of it."""

    path: str
    sha256: str
    bytes: int
    outcome: Literal["assessed", "unreadable", "not a statement", "duplicate"]
    detail: str = ""
    assessments: tuple[str, ...] = ()


class Manifest(Frozen):
    """What a batch did: enough to repeat it and to see what it left out."""

    schema_version: str = SCHEMA_VERSION
    started: datetime
    finished: datetime
    tool_version: str
    packs: tuple[PackInfo, ...]
    model: ModelInfo
    options: Options
    versions: dict[str, str]
    inputs: tuple[ManifestInput, ...]
    counts: dict[str, int]
