"""Criteria packs: their schema and their loading. The only module that knows the pack format.

A pack is a directory with ``pack.toml``, an optional ``signals.toml`` and one TOML file a criterion;
``criteria/README.md`` is the specification.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError, field_validator, model_validator

from supplychain_check.errors import PackProblem
from supplychain_check.models import (
    TOPICS,
    CriterionKind,
    DisclosureState,
    EvidenceStatus,
    ExpectedIn,
    FactKind,
    Frozen,
    Obligation,
    PackInfo,
    SectionInfo,
    Specificity,
)
from supplychain_check.phrases import PhraseError, parse

PACK_SCHEMA = "0.1"
DEFAULT_PACK = "nz-plan-of-action"
FORMALITIES = ("approval", "signature", "entity", "period")
_PREFIXES = ("topic", "fact", "formality", "heading")
_T = TypeVar("_T", bound=Frozen)
_TOKEN_KEYS = frozenset({"ORTH", "LOWER", "SHAPE", "OP"})


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
            the same heading, or anywhere in the document. The sentence itself must always match one reference.
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

    def signals_of(self, criterion: Criterion) -> dict[str, Signal]:
        """The signals that a criterion may refer to: its own and the shared ones."""
        return {**self.signals, **criterion.signals}


# --- loading -------------------------------------------------------------------------------------------


def criteria_dir() -> Path:
    """The directory of the packs: the live one of a checkout, else the copy inside the package."""
    live = Path(__file__).parents[2] / "criteria"
    if (live / "README.md").is_file() and (live.parent / "pyproject.toml").is_file():
        return live
    return Path(__file__).parent / "_criteria"


def pack_ids() -> tuple[str, ...]:
    """Ids of the packs that come with the tool, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in criteria_dir().glob("*/pack.toml")))


@lru_cache(maxsize=1)
def core_elements() -> dict[str, str]:
    """Ids and titles of the core elements by which packs share evidence."""
    path = criteria_dir() / "core-elements.toml"
    with path.open("rb") as handle:
        return {key: str(value["title"]) for key, value in tomllib.load(handle).items()}


def load_pack(name: str | Path) -> Pack:
    """Load a pack by id, or by the path of its directory.

    Raises:
        PackProblem: there is no such pack, or it has mistakes; all of them are listed.
    """
    directory = _find(name)
    problems: list[str] = []
    head = _parse(directory / "pack.toml", PackHead, problems)
    signals = _load_signals(directory, problems)
    criteria = [
        (path, criterion)
        for path in sorted(directory.glob("*.toml"))
        if path.name not in {"pack.toml", "signals.toml"}
        and (criterion := _parse(path, Criterion, problems)) is not None
    ]
    if head is not None:
        problems += _check(head, signals, criteria, complete=not problems)
    if problems or head is None:
        raise PackProblem(
            f"The pack in {directory} has {len(problems)} mistake{'s' if len(problems) != 1 else ''}:",
            "The format is described in criteria/README.md.",
            tuple(problems),
        )
    order = {criterion: n for n, criterion in enumerate(c for s in head.sections for c in s.criteria)}
    ordered = sorted((c for _, c in criteria), key=lambda c: order[c.id])
    return Pack(head=head, signals=signals, criteria=tuple(ordered))


def _find(name: str | Path) -> Path:
    for directory in (criteria_dir() / str(name), Path(name)):
        if (directory / "pack.toml").is_file():
            return directory
    raise PackProblem(
        f"There is no pack {str(name)!r}.",
        f"Packs that come with the tool: {', '.join(pack_ids())}. Or give the path of a directory with a pack.toml.",
    )


def _toml(path: Path, problems: list[str]) -> dict[str, Any] | None:
    try:
        with path.open("rb") as handle:
            return tomllib.load(handle)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: not valid TOML: {error}")
    return None


def _parse(path: Path, kind: type[_T], problems: list[str]) -> _T | None:
    data = _toml(path, problems)
    if data is None:
        return None
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        problems += [f"{path.name}: {_where(e['loc'])}: {_say(e)}" for e in error.errors()]
    return None


def _where(location: tuple[int | str, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"


def _say(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key; remove it, or check its spelling against criteria/README.md"
    if error["type"] == "missing":
        return "missing; add this key"
    return str(error["msg"]).removeprefix("Value error, ")


def _load_signals(directory: Path, problems: list[str]) -> dict[str, Signal]:
    path = directory / "signals.toml"
    data = _toml(path, problems) if path.is_file() else None
    signals: dict[str, Signal] = {}
    for name, body in (data or {}).items():
        try:
            signals[name] = Signal.model_validate(body)
        except ValidationError as error:
            problems += [f"signals.toml: {name}.{_where(e['loc'])}: {_say(e)}" for e in error.errors()]
    return signals


def _check(
    head: PackHead, signals: dict[str, Signal], criteria: list[tuple[Path, Criterion]], *, complete: bool
) -> Iterator[str]:
    listed = [(section.id, criterion) for section in head.sections for criterion in section.criteria]
    seen: dict[str, str] = {}
    for path, criterion in criteria:
        if criterion.id in seen:
            yield f"{path.name}: id: {criterion.id!r} is already used in {seen[criterion.id]}; choose another"
        seen[criterion.id] = path.name
        if (criterion.section, criterion.id) not in listed:
            yield (
                f"{path.name}: section: {criterion.id!r} is not listed under section {criterion.section!r} in "
                "pack.toml; add it to that section's `criteria`"
            )
        yield from _check_references(path, criterion, signals)
    for section, name in listed if complete else ():
        if name not in seen:
            yield f"pack.toml: sections: {section} lists {name!r}, but no file has that id"


def _check_references(path: Path, criterion: Criterion, signals: dict[str, Signal]) -> Iterator[str]:
    if criterion.core_element not in core_elements():
        yield f"{path.name}: core_element: {criterion.core_element!r} is not in criteria/core-elements.toml"
    for name in sorted(set(signals) & set(criterion.signals)):
        yield f"{path.name}: signals.{name}: signals.toml has a signal of this name; choose another"
    used: set[str] = set()
    for key, condition in criterion.conditions():
        for reference in condition.references():
            used.add(reference.removeprefix("heading:"))
            if problem := _reference_problem(reference, {*signals, *criterion.signals}):
                yield f"{path.name}: {key}: {problem}"
    for name in sorted(set(criterion.signals) - used):
        yield f"{path.name}: signals.{name}: no condition refers to this signal; use it or remove it"


def _reference_problem(reference: str, signals: set[str]) -> str:
    prefix, colon, name = reference.partition(":")
    if not colon:
        return "" if reference in signals else f"no signal is called {reference!r}"
    known: dict[str, set[str]] = {
        "topic": set(TOPICS),
        "fact": {kind.value for kind in FactKind},
        "formality": set(FORMALITIES),
        "heading": signals,
    }
    if prefix not in known:
        return f"{reference!r}: a reference is a signal, or begins with {', '.join(p + ':' for p in _PREFIXES)}"
    if name.partition("=")[0] not in known[prefix]:
        return f"{reference!r}: unknown {prefix}; choose from {', '.join(sorted(known[prefix]))}"
    return ""
