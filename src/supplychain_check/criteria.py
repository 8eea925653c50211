"""Criteria packs: their schema. This and `packs`, which loads them, are all that knows the pack format.

A pack is a directory with ``pack.toml``, an optional ``signals.toml`` and one TOML file a criterion;
``criteria/README.md`` is the specification.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from supplychain_check.models import (
    TOPICS,
    CriterionKind,
    DisclosureState,
    EvidenceStatus,
    ExpectedIn,
    Frozen,
    Obligation,
    PackInfo,
    SectionInfo,
    Specificity,
)
from supplychain_check.phrases import PhraseError, parse

PACK_SCHEMA = "0.1"
FORMALITIES = ("approval", "signature", "entity", "period")
_TOKEN_KEYS = frozenset({"ORTH", "LOWER", "SHAPE", "OP"})


def criteria_dir() -> Path:
    """The directory of the packs: the live one of a checkout, else the copy inside the package."""
    live = Path(__file__).parents[2] / "criteria"
    if (live / "README.md").is_file() and (live.parent / "pyproject.toml").is_file():
        return live
    return Path(__file__).parent / "_criteria"


class Signal(Frozen):
    """A named pattern of words. `patterns` are spaCy token patterns over ORTH, LOWER, SHAPE, IN and OP."""

    phrases: tuple[str, ...] = ()
    patterns: tuple[tuple[dict[str, Any], ...], ...] = ()
    note: str = ""

    @field_validator("phrases")
    @classmethod
    def _phrases_parse(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in value:
            try:
                parse(phrase)
            except PhraseError as error:
                raise ValueError(str(error)) from error
        return value

    @field_validator("patterns")
    @classmethod
    def _known_token_keys(cls, value: tuple[tuple[dict[str, Any], ...], ...]) -> tuple[tuple[dict[str, Any], ...], ...]:
        for token in (token for pattern in value for token in pattern):
            unknown = sorted(set(token) - _TOKEN_KEYS)
            if unknown:
                raise ValueError(
                    f"token keys {', '.join(unknown)} are not allowed; use ORTH, LOWER, SHAPE (with IN) and OP"
                )
        return value

    @model_validator(mode="after")
    def _not_empty(self) -> Signal:
        if not self.phrases and not self.patterns:
            raise ValueError("a signal needs at least one entry in `phrases` or `patterns`")
        return self


class Condition(Frozen):
    """What must hold for a rung.

    References are names of signals, or ``topic:``, ``fact:``, ``formality:``, ``heading:`` followed by a name.

    Attributes:
        all: every one of these.
        any: at least `any_count` of these.
        none: not one of these.
        scope: where the others may stand: in the sentence itself, in up to four sentences on either side under
            the same heading, or anywhere in the document. The quoted sentence itself must always match one
            signal; beyond the scope "sentence" the first of `all`.
        min_count: how many different sentences must meet the condition.
        status: evidence statuses that count; the default depends on the rung (see `Level`).
        specificity: the least specificity of the sentence.
    """

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    any_count: int = Field(default=1, ge=1)
    none: tuple[str, ...] = ()
    scope: Literal["sentence", "section", "document"] = "sentence"
    min_count: int = Field(default=1, ge=1)
    status: tuple[EvidenceStatus, ...] = ()
    specificity: Specificity | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Condition:
        if not self.all and not self.any:
            raise ValueError("a condition needs at least one reference in `all` or `any`")
        if self.any and self.any_count > len(self.any):
            raise ValueError(f"`any_count` is {self.any_count}, but `any` lists only {len(self.any)}")
        return self

    def references(self) -> Iterator[str]:
        """All references, in order."""
        yield from (*self.all, *self.any, *self.none)


FIRST_RUNG = (EvidenceStatus.ACTION, EvidenceStatus.COMMITMENT, EvidenceStatus.CLAIM)
HIGHER_RUNGS = (EvidenceStatus.ACTION,)


class Level(Frozen):
    """A rung of the ladder: points, what it means, when it is reached (any one of `when`), how to reach it."""

    level: int = Field(ge=1, le=9)
    points: float = Field(ge=0)
    disclosure: Literal["partly disclosed", "disclosed"]
    label: str = Field(min_length=3)
    advice: str = Field(min_length=10)
    when: tuple[Condition, ...] = Field(min_length=1)

    @property
    def state(self) -> DisclosureState:
        """The rung's disclosure as a state."""
        return DisclosureState(self.disclosure)

    def statuses(self, condition: Condition) -> tuple[EvidenceStatus, ...]:
        """Evidence statuses that count for a condition: its own, else what suits the rung."""
        return condition.status or (FIRST_RUNG if self.level == 1 else HIGHER_RUNGS)


class Example(Frozen):
    """A text (Markdown, one or several sentences) and the level that it must get.

    Attributes:
        level: 0 to the top, or "not applicable".
        small_firm: a small firm could write this.
        without_phrases: no listed phrase stands in it; what finds it is the topic model, so that such
            examples are counted apart and do not fail.
    """

    text: str = Field(min_length=3)
    level: int | Literal["not applicable"]
    small_firm: bool = False
    without_phrases: bool = False
    note: str = ""


class Source(Frozen):
    """Where a criterion or pack comes from."""

    title: str
    url: str = ""
    verified: bool = True


class Criterion(Frozen):
    """One criterion of a pack; see ``criteria/README.md`` for what each key is for."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    like: str = ""
    section: str
    title: str = Field(min_length=3, max_length=40)
    core_element: str
    topics: tuple[str, ...] = ()
    citation: str
    obligation: Obligation
    kind: CriterionKind = CriterionKind.CONTENT
    expected_in: ExpectedIn
    question: str = Field(min_length=10)
    ask: str = Field(min_length=10)
    why: str = ""
    weight: float = Field(default=1.0, gt=0)
    accuracy: str = "accuracy not measured"
    signals: dict[str, Signal] = Field(default_factory=dict)
    levels: tuple[Level, ...]
    not_applicable: tuple[Condition, ...] = ()
    applies_when: tuple[Condition, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    crosswalk: dict[str, str] = Field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    @field_validator("topics")
    @classmethod
    def _known_topics(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [topic for topic in value if topic not in TOPICS]
        if unknown:
            raise ValueError(f"unknown topic {', '.join(unknown)}; choose from {', '.join(TOPICS)}")
        return value

    @field_validator("levels")
    @classmethod
    def _ladder_in_order(cls, value: tuple[Level, ...]) -> tuple[Level, ...]:
        if [rung.level for rung in value] != list(range(1, len(value) + 1)):
            raise ValueError("levels must be numbered 1, 2, 3 ... in order, without gaps")
        points = [rung.points for rung in value]
        if points != sorted(points):
            raise ValueError("a higher level must not give fewer points")
        return value

    @model_validator(mode="after")
    def _ladder_fits_kind(self) -> Criterion:
        if self.kind is CriterionKind.PUBLICATION:
            if self.levels:
                raise ValueError("a publication criterion is never checkable from the file, so it has no levels")
        elif not self.levels:
            raise ValueError("a criterion needs at least one level")
        elif self.levels[-1].disclosure != "disclosed":
            raise ValueError("the top level must be `disclosed`")
        return self

    @property
    def max_points(self) -> float:
        """Points of the top rung, before the weight."""
        return self.levels[-1].points if self.levels else 0.0

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition with the key under which it stands."""
        for rung in self.levels:
            for number, condition in enumerate(rung.when):
                yield f"levels[{rung.level}].when[{number}]", condition
        for number, condition in enumerate(self.not_applicable):
            yield f"not_applicable[{number}]", condition
        for number, condition in enumerate(self.applies_when):
            yield f"applies_when[{number}]", condition


class Section(Frozen):
    """A section of a pack, and its criteria in the order in which they are shown."""

    id: str
    title: str
    summary: str = ""
    criteria: tuple[str, ...]


class PackHead(Frozen):
    """The content of ``pack.toml``."""

    schema_version: Literal["0.1"]
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    jurisdiction: str = Field(pattern=r"^([a-z]{2}(-[a-z]{2})?|un)$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    status: Literal["in force", "draft", "voluntary", "lapsed"]
    summary: str
    notes: tuple[str, ...] = ()
    look_up_by_hand: tuple[Source, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    scoring: tuple[Literal["mandatory", "levels"], ...] = ("levels",)
    signals_from: str = ""
    sections: tuple[Section, ...] = Field(min_length=1)


class Pack(Frozen):
    """A resolved pack: the head, the signals that its criteria share, and its criteria in order."""

    head: PackHead
    signals: dict[str, Signal] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...]

    def body(self) -> str:
        """The resolved pack as canonical JSON."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)

    def info(self) -> PackInfo:
        """What an assessment keeps of its pack."""
        head = self.head
        return PackInfo(
            id=head.id,
            title=head.title,
            version=head.version,
            sha256=hashlib.sha256(self.body().encode()).hexdigest(),
            status=head.status,
            jurisdiction=head.jurisdiction,
            sections=tuple(SectionInfo(id=s.id, title=s.title, summary=s.summary) for s in head.sections),
            notes=head.notes,
        )
