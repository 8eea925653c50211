"""What the values of a label column mean, and the maps that come with the tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from supplychain_check.criteria import criteria_dir
from supplychain_check.measuring.labels import LabelColumn, load_map
from supplychain_check.packs import load_pack


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("Staff", True),
        ("  staff ", True),
        ("None, Staff", True),
        ("none", False),
        (["None"], False),
        (True, True),
        ("", None),
        (None, None),
        ("other", None),
    ],
)
def test_a_label_means_yes_no_or_nothing(value: object, meaning: bool | None) -> None:
    column = LabelColumn(criterion="x", column="y", yes=("Staff", "True"), no=("None",), separator=",")
    assert column.means(value) is meaning


def test_a_star_stands_for_every_other_value() -> None:
    column = LabelColumn(criterion="x", column="y", yes=("*",), no=("No",), ignore=("Unknown",))
    assert [column.means(v) for v in ("Anything", "no", "unknown", None)] == [True, False, None, None]


@pytest.mark.parametrize("path", sorted((criteria_dir() / "evaluations").glob("*.toml")), ids=lambda path: path.stem)
def test_the_maps_that_come_with_the_tool_fit_their_packs(path: Path) -> None:
    pack = path.read_text(encoding="utf-8").partition("packs evaluate ")[2].split()[0]
    assert load_map(path, load_pack(pack)).labels
