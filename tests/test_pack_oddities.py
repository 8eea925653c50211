"""Whatever stands under a key of a pack, by mistake or malice, it is a mistake with a message and never a crash."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checking import MINI
from supplychain_check.errors import PackProblem
from supplychain_check.packs import load_pack

ODD: tuple[Any, ...] = (7, True, "x", [], ["x"], {}, {"x": 1}, [{}], [[]])
HEAD: dict[str, Any] = {
    "schema_version": "0.2",
    "id": "agency",
    "extends": "mini",
    "title": "Agency",
    "version": "1.0.0",
    "without": ["b-origin"],
    "weights": {"a-fees": 2},
    "switch_settings": {},
    "switches": [],
    "signals_from": "nz-plan-of-action",
    "sections": [{"id": "A", "title": "Ours"}],
    "bands": {"of": "each section", "limits": []},
    "scoring": ["levels"],
    "total": True,
}
OVERRIDE: dict[str, Any] = {
    "id": "a-fees",
    "overrides": True,
    "like": "nz-plan-of-action/16-approval",
    "signals": {"fees": {"phrases": ["fee"]}},
    "crosswalk": {},
    "levels": [],
    "examples": [],
    "not_applicable": [],
    "applies_when": [],
    "sources": [],
}


def toml(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else json.dumps(value)


def write(path: Path, data: dict[str, Any]) -> None:
    path.write_text("".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in data.items()), encoding="utf-8")


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all keys, and of the first entry of each list."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*above, key)
        yield from places(one, (*above, key))


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = changed(copy[path[0]], path[1:], value) if path[1:] else value
    return copy


def loads_or_lists(directory: Path) -> None:
    said: tuple[str, ...] = ("no mistakes",)
    try:
        load_pack(directory)
    except PackProblem as problem:
        said = problem.problems
    assert said
    assert all("\n" not in line for line in said)


@pytest.mark.parametrize("name", ["pack.toml", "signals.toml", "a-fees.toml"])
def test_odd_values_in_a_pack(name: str, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(MINI, tmp_path / "mini"))
    data = tomllib.loads((pack / name).read_text(encoding="utf-8"))
    for path in places(data):
        for value in ODD:
            write(pack / name, changed(data, path, value))
            loads_or_lists(pack)


@pytest.mark.parametrize(("name", "data"), [("pack.toml", HEAD), ("a-fees.toml", OVERRIDE)])
def test_odd_values_in_a_pack_on_top_of_another(name: str, data: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(MINI, tmp_path / "mini")
    agency = tmp_path / "agency"
    agency.mkdir()
    write(agency / "pack.toml", {key: HEAD[key] for key in ("schema_version", "id", "extends", "title", "version")})
    for path in places(data):
        for value in ODD:
            write(agency / name, changed(data, path, value))
            loads_or_lists(agency)
