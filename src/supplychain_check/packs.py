"""Finding and loading packs: every mistake is reported at once, with file, line, key and what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from supplychain_check.criteria import Condition, Criterion, Level, Pack, PackHead, Signal, criteria_dir
from supplychain_check.errors import PackProblem
from supplychain_check.inherit import RawPack, Reader
from supplychain_check.mistakes import Mistakes, choose
from supplychain_check.pack_checks import Known, check_criterion, check_sections, check_settings
from supplychain_check.switches import holds


def pack_ids() -> tuple[str, ...]:
    """Ids of the packs that come with the tool, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in criteria_dir().glob("*/pack.toml")))


@lru_cache(maxsize=1)
def core_elements() -> dict[str, str]:
    """Ids and titles of the core elements by which packs share evidence."""
    path = criteria_dir() / "core-elements.toml"
    with path.open("rb") as handle:
        return {key: str(value["title"]) for key, value in tomllib.load(handle).items()}


def load_pack(name: str | Path, switches: Mapping[str, str] | None = None) -> Pack:
    """Load a pack by id, or by the path of its directory.

    Args:
        name: id of a pack that comes with the tool, or a directory.
        switches: choices that go before those of the pack: id of a switch to choice.

    Raises:
        PackProblem: there is no such pack, it has mistakes (all of them are listed), or it has no such switch or choice.
    """
    directory = _find(name)
    mistakes = Mistakes(directory)
    raw = Reader(mistakes).pack(directory)
    head = mistakes.validate(PackHead, raw.head, raw.files) if directory / "pack.toml" not in mistakes.broken else None
    signals = _signals(raw, mistakes)
    criteria = [mistakes.validate(Criterion, one.data, one.files) for one in raw.criteria]
    _check(raw, mistakes)
    if mistakes or head is None:
        problems = mistakes.listed()
        raise PackProblem(
            f"The pack in {directory} has {len(problems)} mistake{'s' if len(problems) != 1 else ''}:",
            "The format is described in criteria/README.md.",
            problems,
        )
    lineage = {str(one.data["id"]): one.lineage for one in raw.criteria if one.lineage}
    return _resolved(head, signals, [c for c in criteria if c], lineage, switches or {})


def _find(name: str | Path) -> Path:
    for directory in (criteria_dir() / str(name), Path(name)):
        if (directory / "pack.toml").is_file():
            return directory
    raise PackProblem(
        f"There is no pack {str(name)!r}.",
        f"Packs that come with the tool: {', '.join(pack_ids())}. Or give the path of a directory with a pack.toml.",
    )


def _signals(raw: RawPack, mistakes: Mistakes) -> dict[str, Signal]:
    made = {name: mistakes.validate(Signal, body, raw.signal_files, (name,)) for name, body in raw.signals.items()}
    return {name: signal for name, signal in made.items() if signal is not None}


def _check(raw: RawPack, mistakes: Mistakes) -> None:
    """What the schema cannot see: names that must be known elsewhere."""
    known = Known.of(raw, mistakes, frozenset(core_elements()))
    for one in raw.criteria:
        check_criterion(one, known, mistakes)
    if raw.files[0] not in mistakes.broken:
        check_sections(raw, known, mistakes)
        check_settings(raw, known, mistakes)


# --- what holds under the switches as they are set ---------------------------------------------------------


def _resolved(
    head: PackHead,
    signals: dict[str, Signal],
    criteria: list[Criterion],
    lineage: dict[str, str],
    asked: Mapping[str, str],
) -> Pack:
    settings = _settings(head, asked)
    order = {criterion: n for n, criterion in enumerate(c for s in head.sections for c in s.criteria)}
    settled = (_settled(criterion, settings) for criterion in sorted(criteria, key=lambda c: order[c.id]))
    return Pack(head=head, signals=signals, criteria=tuple(settled), settings=settings, lineage=lineage)


def _settings(head: PackHead, asked: Mapping[str, str]) -> dict[str, str]:
    """The choice of every switch: what was asked for, else what the pack sets, else the default."""
    known = {switch.id: switch for switch in head.switches}
    for name, choice in asked.items():
        if name not in known:
            raise PackProblem(f"The pack {head.id} has no switch {name!r}{choose(name, known)}.", _see(head.id))
        if choice not in known[name].choices:
            problem = f"The switch {name!r} has no choice {choice!r}{choose(choice, known[name].choices)}."
            raise PackProblem(problem, _see(head.id))
    return {name: asked.get(name, head.switch_settings.get(name, switch.default)) for name, switch in known.items()}


def _see(pack: str) -> str:
    return f"See its switches with: supplychain-check packs show {pack}"


def _settled(criterion: Criterion, settings: Mapping[str, str]) -> Criterion:
    """A criterion without what holds only under another choice, and without signals that only this needed."""
    if not any(condition.when_switch for _, condition in criterion.conditions()) and not any(
        example.when_switch for example in criterion.examples
    ):
        return criterion
    settled = criterion.model_copy(
        update={
            "levels": tuple(_settled_rung(rung, settings) for rung in criterion.levels),
            "not_applicable": _holding(criterion.not_applicable, settings),
            "applies_when": _holding(criterion.applies_when, settings),
            "examples": tuple(one for one in criterion.examples if holds(one.when_switch, settings)),
        }
    )
    used = {name.removeprefix("heading:") for _, condition in settled.conditions() for name in condition.references()}
    return settled.model_copy(update={"signals": {n: s for n, s in criterion.signals.items() if n in used}})


def _settled_rung(rung: Level, settings: Mapping[str, str]) -> Level:
    return rung.model_copy(update={"when": _holding(rung.when, settings)})


def _holding(conditions: tuple[Condition, ...], settings: Mapping[str, str]) -> tuple[Condition, ...]:
    return tuple(condition for condition in conditions if holds(condition.when_switch, settings))
