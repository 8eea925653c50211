"""Summaries made from assessments, and the record of a run."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from supplychain_check.models.analysis import ModelInfo
from supplychain_check.models.assessment import DisclosureState, Options
from supplychain_check.models.document import SCHEMA_VERSION, Frozen
from supplychain_check.models.pack import BandLimit, PackInfo


class SectionResult(Frozen):
    """The points of one section, with their denominator and everything that left it.

    Attributes:
        share: points of maximum, 0 to 1; None where more than a quarter is not applicable or nothing counts.
        counts: findings per state, all states present.
        weighted: points in the scoring model "weighted": the share of what the section is worth; None where the pack
            does not choose that model, or there is no share.
        weighted_max: what the section is worth there.
    """

    id: str
    title: str
    points: float
    max_points: float
    share: float | None
    counts: dict[DisclosureState, int]
    weighted: float | None = None
    weighted_max: float | None = None


class MandatoryResult(Frozen):
    """Mandatory items apart from quality: how many disclosed, of how many that could be read.

    Attributes:
        disclosed: how many reach a rung that counts as disclosed.
        partly: criteria of which something was found that falls short of it, such as a promise alone.
        missing: criteria that count and of which nothing was found.
        aside: criteria that left the denominator: not applicable, not asked here, or unclear.
        not_checkable: criteria that no file can show, such as where a document is published.
    """

    total: int
    counted: int
    disclosed: int
    partly: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    not_checkable: tuple[str, ...] = ()


class TotalResult(Frozen):
    """Points of several sections together, for packs that allow it.

    Attributes:
        sections: ids of those that are added up.
        nothing_counts: ids of those in which nothing counts; they leave the sum.
        too_little: ids of those of which too much does not apply; with any, there is no share.
        share: points of maximum, 0 to 1, or None.
        weighted: whether sections count by their weights.
    """

    points: float
    max_points: float
    share: float | None
    sections: tuple[str, ...]
    nothing_counts: tuple[str, ...] = ()
    too_little: tuple[str, ...] = ()
    weighted: bool = False


class BandResult(Frozen):
    """A letter, and the points that it stands for.

    Attributes:
        of: what it is for, in words.
        band: the letter, or "" where there is none.
        label: what the letter means.
        why_none: why there is no letter, or "".
    """

    of: str
    band: str
    label: str = ""
    total: TotalResult
    limits: tuple[BandLimit, ...]
    why_none: str = ""


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
