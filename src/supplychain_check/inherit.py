"""What a criterion takes over from one of another pack, before the schema is checked.

``like = "nz-plan-of-action/16-training"`` takes every key that the file does not give itself: two laws that ask
for the same evidence then find the same sentences.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supplychain_check.criteria import criteria_dir

_OWN = ("id", "section", "citation", "obligation", "like")
"""Keys that are never taken over: they say what the criterion is in its own pack."""
MAX_DEPTH = 5


class InheritProblem(ValueError):
    """What is taken over cannot be found; the message says what to write instead."""


def resolve(data: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """The keys of a criterion with those of the one that it is `like`.

    Tables `signals` and `crosswalk` are merged by key, examples are added, everything else is replaced. Examples
    are taken over only together with the ladder that gives them their levels.

    Raises:
        InheritProblem: the other criterion cannot be found, or inherits in a circle.
    """
    if "like" not in data:
        return data
    if depth == MAX_DEPTH:
        raise InheritProblem(
            f"`like` leads from file to file {MAX_DEPTH} times; name the criterion that has the ladder"
        )
    base = resolve(_criterion(str(data["like"])), depth + 1)
    merged = {key: value for key, value in base.items() if key not in _OWN} | data
    for table in ("signals", "crosswalk"):
        merged[table] = {**base.get(table, {}), **data.get(table, {})}
    if "levels" not in data:
        merged["examples"] = [*base.get("examples", ()), *data.get("examples", ())]
    own = set(data.get("signals", {}))
    used = {reference.removeprefix("heading:") for reference in _references(merged)}
    merged["signals"] = {name: body for name, body in merged["signals"].items() if name in own | used}
    return merged


def shared_signals(name: str) -> dict[str, Any]:
    """The signals of ``signals.toml`` of a pack that comes with the tool."""
    path = criteria_dir() / name / "signals.toml"
    if not path.is_file():
        raise InheritProblem(f"there is no pack {name!r} with a signals.toml among the packs that come with the tool")
    return _toml(path)


def _criterion(name: str) -> dict[str, Any]:
    """A criterion by ``PACK/ID``, with the shared signals of its pack that it refers to."""
    pack, slash, criterion = name.partition("/")
    path = criteria_dir() / pack / f"{criterion}.toml"
    if not slash or not path.is_file():
        raise InheritProblem(
            f"there is no criterion {name!r}; write PACK/ID, for instance nz-plan-of-action/14-training"
        )
    data = _toml(path)
    shared = criteria_dir() / pack / "signals.toml"
    if shared.is_file():
        used = {reference.removeprefix("heading:") for reference in _references(data)}
        common = {key: body for key, body in _toml(shared).items() if key in used}
        data["signals"] = {**common, **data.get("signals", {})}
    return data


def _references(data: dict[str, Any]) -> Iterator[str]:
    ladder = [condition for rung in data.get("levels", ()) for condition in rung.get("when", ())]
    for condition in (*ladder, *data.get("not_applicable", ()), *data.get("applies_when", ())):
        for key in ("all", "any", "none"):
            yield from condition.get(key, ())


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as handle:
        return tomllib.load(handle)
