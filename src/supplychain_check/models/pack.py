"""What a result keeps of the pack that it was scored with: sections, scoring models, bands, switches."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from supplychain_check.models.document import Frozen

ScoringModel = Literal["mandatory", "levels", "weighted", "bands"]
"""Required items disclosed or not; points on the ladder; points of a maximum a section; a letter from points."""


class SectionInfo(Frozen):
    """A section of a pack, such as an Action.

    Attributes:
        weight: by which its points count in the scoring model "weighted".
        max_points: what the whole section is worth in that model, instead of a weight.
    """

    id: str
    title: str
    summary: str = ""
    weight: float = 1.0
    max_points: float | None = None


class BandLimit(Frozen):
    """A letter and the least share, in per cent, that earns it."""

    band: str = Field(min_length=1, max_length=12, description="The letter, or a short word")
    at_least: float = Field(ge=0, le=100, description="Least share of the points that count, in per cent")
    label: str = Field(default="", description="What it means, in a few words")


class Bands(Frozen):
    """Letters from points.

    Attributes:
        of: "total", "each section", or the ids of the sections whose points are added up.
        limits: from the best to the worst, which begins at 0.
    """

    of: Literal["total", "each section"] | tuple[str, ...] = Field(
        default="total", description='"total", "each section", or a list of section ids that are added up'
    )
    limits: tuple[BandLimit, ...] = Field(min_length=2, description="The letters, best first; the last begins at 0")

    @field_validator("limits")
    @classmethod
    def _from_best_to_worst(cls, value: tuple[BandLimit, ...]) -> tuple[BandLimit, ...]:
        shares = [limit.at_least for limit in value]
        if shares != sorted(set(shares), reverse=True):
            raise ValueError("list the bands from the best to the worst, each with a lower `at_least`")
        if shares[-1] != 0:
            raise ValueError(
                f"the last band must have `at_least = 0`, so that every result has one; it has {shares[-1]:g}"
            )
        return value


class SwitchInfo(Frozen):
    """How a disputed point was settled for a result."""

    id: str
    title: str
    choice: str
    default: str


class PackInfo(Frozen):
    """Which resolved pack an assessment used.

    Attributes:
        extends: id of the pack that it inherits from, or "".
        total: whether the pack allows one figure over all sections.
        switches: disputed points, as they were set.
    """

    id: str
    title: str
    version: str
    sha256: str
    status: str
    jurisdiction: str
    sections: tuple[SectionInfo, ...]
    notes: tuple[str, ...] = ()
    extends: str = ""
    scoring: tuple[ScoringModel, ...] = ("levels",)
    total: bool = False
    bands: Bands | None = None
    switches: tuple[SwitchInfo, ...] = ()
