"""Finding and loading packs: every mistake is reported at once, with file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from supplychain_check.criteria import FORMALITIES, Criterion, Pack, PackHead, Signal, criteria_dir
from supplychain_check.errors import PackProblem
from supplychain_check.inherit import InheritProblem, resolve, shared_signals
from supplychain_check.models import TOPICS, FactKind, Frozen

_PREFIXES = ("topic", "fact", "formality", "heading")
_T = TypeVar("_T", bound=Frozen)


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
    signals = _load_signals(directory, head, problems)
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
        return kind.model_validate(resolve(data) if kind is Criterion else data)
    except InheritProblem as error:
        problems.append(f"{path.name}: like: {error}")
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


def _load_signals(directory: Path, head: PackHead | None, problems: list[str]) -> dict[str, Signal]:
    path = directory / "signals.toml"
    data = (_toml(path, problems) if path.is_file() else None) or {}
    if head is not None and head.signals_from:
        try:
            data = {**shared_signals(head.signals_from), **data}
        except InheritProblem as error:
            problems.append(f"pack.toml: signals_from: {error}")
    signals: dict[str, Signal] = {}
    for name, body in data.items():
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
    for name in sorted(n for n in set(signals) & set(criterion.signals) if signals[n] != criterion.signals[n]):
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
