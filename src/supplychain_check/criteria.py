"""Criteria packs: their schema. With `switches`, `inherit` and `packs`, which loads them, all that knows the format.

A pack is a directory with ``pack.toml``, an optional ``signals.toml`` and one TOML file a criterion;
``criteria/README.md`` is the specification.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PositiveFloat,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from supplychain_check.models import (
    NOT_MEASURED,
    TOPICS,
    Bands,
    CriterionKind,
    DisclosureState,
    EvidenceStatus,
    ExpectedIn,
    Frozen,
    Obligation,
    PackInfo,
    ScoringModel,
    SectionInfo,
    Specificity,
)
from supplychain_check.phrases import PhraseError, parse
from supplychain_check.switches import Switch, choice_of

PACK_SCHEMA = "0.2"
ID = r"^[a-z0-9][a-z0-9-]*$"
SchemaVersion = Literal["0.1", "0.2"]
FORMALITIES: dict[str, tuple[str, ...]] = {
    "approval": ("board", "members", "delegated", "unclear"),
    "signature": ("signed", "name-only", "blank"),
    "entity": ("stated",),
    "period": ("stated",),
}
"""The formalities that a document can show, each with its variants."""
_TOKEN_KEYS = frozenset({"ORTH", "LOWER", "SHAPE", "OP"})


def criteria_dir() -> Path:
    """The directory of the packs: the live one of a checkout, else the copy inside the package."""
    live = Path(__file__).parents[2] / "criteria"
    if (live / "README.md").is_file() and (live.parent / "pyproject.toml").is_file():
        return live
    return Path(__file__).parent / "_criteria"


class Signal(Frozen):
    """A named pattern of words. `patterns` are spaCy token patterns over ORTH, LOWER, SHAPE, IN and OP."""

    phrases: tuple[str, ...] = Field(
        default=(), description="Words; ab* = begins so, a|b = either, # = number, ... = gap"
    )
    patterns: tuple[tuple[dict[str, Any], ...], ...] = Field(default=(), description="spaCy token patterns")
    note: str = Field(default="", description="What the signal is for")

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


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Choices = Annotated[
    tuple[str, ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""``SWITCH=CHOICE``, one or several of which all must hold."""
Setting = Annotated[str, BeforeValidator(choice_of), WithJsonSchema({"type": ["string", "boolean"]})]
"""A choice; ``true`` and ``false`` are "on" and "off"."""


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
        when_switch: choices of switches under which this holds at all; a resolved pack has no others.
    """

    all: tuple[str, ...] = Field(default=(), description="Every one of these references must be there")
    any: tuple[str, ...] = Field(default=(), description="At least any_count of these references")
    any_count: int = Field(default=1, ge=1, description="How many of any")
    none: tuple[str, ...] = Field(default=(), description="Not one of these references")
    scope: Literal["sentence", "section", "document"] = Field(
        default="sentence", description="Where the others may stand"
    )
    min_count: int = Field(default=1, ge=1, description="How many different sentences must meet the condition")
    status: tuple[EvidenceStatus, ...] = Field(default=(), description="Evidence statuses that count")
    specificity: Specificity | None = Field(default=None, description="The least specificity of the sentence")
    when_switch: Choices = Field(default=(), description='Only under this choice: "SWITCH=CHOICE", or a list of them')

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

    level: int = Field(ge=1, le=9, description="1, 2, 3 ... in order")
    points: float = Field(ge=0, description="Never fewer than the rung below")
    disclosure: Literal["partly disclosed", "disclosed"] = Field(description="The top rung must be disclosed")
    label: str = Field(min_length=3, description="What the rung means, in a few words")
    advice: str = Field(min_length=10, description="What an author adds to reach this rung")
    when: tuple[Condition, ...] = Field(min_length=1, description="Conditions; one of several is enough")

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
        when_switch: choices of switches under which the level holds.
    """

    text: str = Field(min_length=3, description="Markdown: sentences, lists and headings")
    level: int | Literal["not applicable"] = Field(description='The level that it must get, or "not applicable"')
    small_firm: bool = Field(default=False, description="A small firm could write this")
    without_phrases: bool = Field(default=False, description="No listed phrase stands in it; run, but never fails")
    note: str = Field(default="", description="Why this level")
    when_switch: Choices = Field(default=(), description='Only under this choice: "SWITCH=CHOICE", or a list of them')


class Source(Frozen):
    """Where a criterion or pack comes from."""

    title: str = Field(description="Title of the law, guide or study")
    url: str = Field(default="", description="Where it can be read")
    verified: bool = Field(default=True, description="false is shown to the reader")


class Criterion(Frozen):
    """One criterion of a pack; see ``criteria/README.md`` for what each key is for."""

    id: str = Field(pattern=ID, description="Lower case and hyphens; the file is named after it")
    like: str = Field(default="", description="PACK/ID of a criterion whose other keys are taken over")
    section: str = Field(description="Id of a section of pack.toml")
    title: str = Field(min_length=3, max_length=40, description="At most 40 characters")
    core_element: str = Field(description="An id of core-elements.toml")
    topics: tuple[str, ...] = Field(default=(), description="AIMS topics that it belongs to")
    citation: str = Field(description="Place in the source")
    obligation: Obligation = Field(description="How far the source binds; context is shown and never counted")
    kind: CriterionKind = Field(default=CriterionKind.CONTENT, description="How it is detected")
    expected_in: ExpectedIn = Field(description="Where an answer is expected")
    question: str = Field(min_length=10, description="What the criterion asks, in one sentence")
    ask: str = Field(min_length=10, description="The question to put to a supplier")
    why: str = Field(default="", description="Why it matters")
    weight: float = Field(default=1.0, gt=0, description="Multiplies the points")
    accuracy: str = Field(default=NOT_MEASURED, min_length=3, description="What was measured, on which labels, and n")
    signals: dict[str, Signal] = Field(default_factory=dict, description="Named phrases")
    levels: tuple[Level, ...] = Field(description="The ladder")
    not_applicable: tuple[Condition, ...] = Field(default=(), description="A stated fact by which it does not apply")
    applies_when: tuple[Condition, ...] = Field(default=(), description="One must hold, or it is not asked here")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where the criterion comes from")
    crosswalk: dict[str, str] = Field(default_factory=dict, description="Pack id = citation there")
    examples: tuple[Example, ...] = Field(default=(), description="Texts and the levels that they must get")

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
        numbers = [rung.level for rung in value]
        if numbers != list(range(1, len(value) + 1)):
            here = ", ".join(map(str, numbers))
            raise ValueError(f"levels must be numbered 1, 2, 3 ... in order, without gaps; here they are {here}")
        points = [rung.points for rung in value]
        if points != sorted(points):
            raise ValueError("a higher level must not give fewer points")
        return value

    @field_validator("levels")
    @classmethod
    def _ladder_fits_kind(cls, value: tuple[Level, ...], info: ValidationInfo) -> tuple[Level, ...]:
        if info.data.get("kind") is CriterionKind.PUBLICATION:
            if value:
                raise ValueError("a publication criterion is never checkable from the file, so it has no levels")
        elif not value:
            raise ValueError("a criterion needs at least one level")
        elif value[-1].disclosure != "disclosed":
            raise ValueError('the top level must have `disclosure = "disclosed"`')
        return value

    @property
    def max_points(self) -> float:
        """Points of the top rung, before the weight."""
        return self.levels[-1].points if self.levels else 0.0

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition with the key under which it stands."""
        for rung in self.levels:
            for number, condition in enumerate(rung.when, 1):
                yield f"levels[{rung.level}].when[{number}]", condition
        for number, condition in enumerate(self.not_applicable, 1):
            yield f"not_applicable[{number}]", condition
        for number, condition in enumerate(self.applies_when, 1):
            yield f"applies_when[{number}]", condition


class Section(Frozen):
    """A section of a pack, and its criteria in the order in which they are shown."""

    id: str = Field(description="A short id, such as a number or letter")
    title: str = Field(description="For people")
    summary: str = Field(default="", description="What the section is about")
    criteria: tuple[str, ...] = Field(min_length=1, description="Ids in the order in which they are shown")
    weight: float = Field(default=1.0, gt=0, description='By which its points count in the model "weighted"')
    max_points: float | None = Field(default=None, gt=0, description="What it is worth there, instead of a weight")

    @model_validator(mode="after")
    def _one_measure(self) -> Section:
        if self.max_points is not None and self.weight != 1:
            raise ValueError("`weight` and `max_points` both say what the section is worth; keep one of them")
        return self

    def info(self) -> SectionInfo:
        """What an assessment keeps of a section."""
        return SectionInfo(**self.model_dump(exclude={"criteria"}))


class PackHead(Frozen):
    """The content of ``pack.toml``."""

    schema_version: SchemaVersion = Field(description="Version of the pack format")
    id: str = Field(pattern=ID, description="Directory name: lower case and hyphens")
    extends: str = Field(
        default="", description="Id or path of a pack whose criteria, sections and signals are inherited"
    )
    without: tuple[str, ...] = Field(default=(), description="Inherited criteria that are left out")
    weights: dict[str, PositiveFloat] = Field(default_factory=dict, description="Weights of inherited criteria")
    title: str = Field(description="For people")
    jurisdiction: str = Field(pattern=r"^([a-z]{2}(-[a-z]{2})?|un)$", description="ISO 3166 code in lower case, or un")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$", description="1.2.3; raise it with every change of meaning")
    status: Literal["in force", "draft", "voluntary", "lapsed"] = Field(description="Of the law or guide")
    summary: str = Field(description="For people")
    notes: tuple[str, ...] = Field(default=(), description="Sentences shown with every result")
    look_up_by_hand: tuple[Source, ...] = Field(default=(), description="Facts that a person looks up")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where the pack comes from")
    scoring: tuple[ScoringModel, ...] = Field(default=("levels",), min_length=1, description="How results are counted")
    total: bool = Field(default=False, description="Whether one figure over all sections makes sense")
    why_no_total: str = Field(default="", description="A note for as long as there is no total")
    bands: Bands | None = Field(
        default=None, validate_default=True, description='Letters from points, for the model "bands"'
    )
    switches: tuple[Switch, ...] = Field(default=(), description="Points on which experts disagree")
    switch_settings: dict[str, Setting] = Field(
        default_factory=dict, description="Choices for switches that are inherited"
    )
    signals_from: str = Field(default="", description="Pack whose signals.toml is taken over")
    sections: tuple[Section, ...] = Field(
        min_length=1, description="Parts of the pack, in the order in which they are shown"
    )

    def all_notes(self) -> tuple[str, ...]:
        """The sentences that are shown with every result."""
        return (*self.notes, self.why_no_total) if self.why_no_total else self.notes

    @field_validator("why_no_total")
    @classmethod
    def _no_total(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("total"):
            raise ValueError(
                "this pack has a total, so that there is nothing to explain; remove this, or `total = true`"
            )
        return value

    @field_validator("bands")
    @classmethod
    def _bands_fit(cls, value: Bands | None, info: ValidationInfo) -> Bands | None:
        if ("bands" in info.data.get("scoring", ())) != (value is not None):
            missing = "the table [bands] with its limits" if value is None else '"bands" to `scoring`'
            raise ValueError(f"letters need both the table [bands] and their name in `scoring`; add {missing}")
        if value is not None and value.of != "each section" and not info.data.get("total"):
            raise ValueError(
                "these letters add up sections, but this pack has no total; write `total = true` above if one figure over "
                'the sections makes sense, or `of = "each section"` here'
            )
        return value


class Pack(Frozen):
    """A resolved pack: the head, the signals that its criteria share, and its criteria in order.

    Attributes:
        settings: the choice of every switch; what holds only under another choice has been left out.
        lineage: for criteria that were not written in the pack's own directory, where they come from, in words.
    """

    head: PackHead
    signals: dict[str, Signal] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...]
    settings: dict[str, str] = Field(default_factory=dict)
    lineage: dict[str, str] = Field(default_factory=dict)

    def body(self) -> str:
        """The resolved pack as canonical JSON."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)

    def info(self, body: str = "") -> PackInfo:
        """What an assessment keeps of its pack; `body` spares making it again where it is known."""
        head = self.head
        return PackInfo(
            id=head.id,
            title=head.title,
            version=head.version,
            sha256=hashlib.sha256((body or self.body()).encode()).hexdigest(),
            status=head.status,
            jurisdiction=head.jurisdiction,
            sections=tuple(section.info() for section in head.sections),
            notes=head.all_notes(),
            extends=head.extends,
            scoring=head.scoring,
            total=head.total,
            bands=head.bands,
            switches=tuple(switch.info(self.settings[switch.id]) for switch in head.switches),
        )
