"""One statement checked against many packs: what the command prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import SAMPLES
from supplychain_check.cli.main import run
from supplychain_check.errors import ExitCode
from supplychain_check.packs import pack_ids
from supplychain_check.reports.packs import IN_FULL

SMALL = SAMPLES / "small-firm" / "statement.md"
MINI = str(Path(__file__).parent / "packs" / "mini")
SECTION = "\n13  Government procurement"
"""Stands in a result in full, and not in the table of packs."""


def _out(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    assert run([str(arg) for arg in args]) == ExitCode.DONE
    return capsys.readouterr().out


def test_all_stands_for_every_pack_in_the_order_of_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(_out(capsys, "check", SMALL, "--pack", "all", "--json"))
    assert [row["assessment"]["pack"]["id"] for row in shown["assessments"]] == list(pack_ids())


def test_a_pack_named_twice_is_checked_once(capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(_out(capsys, "check", SMALL, "--pack", MINI, "--pack", MINI, "--json"))
    assert len(shown["assessments"]) == 1


def test_many_packs_give_one_table_and_say_where_the_rest_is(capsys: pytest.CaptureFixture[str]) -> None:
    out = _out(capsys, "check", SMALL, "--pack", "all")
    rows = [line for line in out.splitlines() if line.startswith(pack_ids())]
    assert len(rows) == len(pack_ids()) > IN_FULL
    assert SECTION not in out
    id = rows[0].split()[-1]
    assert f"supplychain-check show {id}" in out
    assert id in _out(capsys, "show", id)


def test_all_results_follow_the_table_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    out = _out(capsys, "check", SMALL, "--pack", "all", "-v")
    assert out.index("against") < out.index(SECTION)
    assert out.count("UNREVIEWED MACHINE READING") == len(pack_ids()) + 1


def test_two_packs_give_the_table_and_both_results(capsys: pytest.CaptureFixture[str]) -> None:
    out = _out(capsys, "check", SMALL, "--pack", MINI, "--pack", "nz-plan-of-action")
    assert out.index("against 2 packs") < out.index(SECTION)
    assert "Each result in full" not in out


def test_a_draft_is_not_to_be_found_in_the_database(capsys: pytest.CaptureFixture[str]) -> None:
    out = _out(capsys, "check", SMALL, "--pack", "all", "--draft")
    assert "supplychain-check show" not in out
    assert "with -v" in out


def test_figures_of_the_table_are_those_of_the_results(capsys: pytest.CaptureFixture[str]) -> None:
    out = _out(capsys, "check", SMALL, "--pack", MINI, "--pack", "gb-msa-2015")
    row = next(line.split() for line in out.splitlines() if line.startswith("gb-msa-2015"))
    findings = json.loads(_out(capsys, "show", row[-1], "--json"))["assessments"][0]["assessment"]["findings"]
    states = [f["disclosure"] for f in findings if f["obligation"] != "context"]
    found = sum(state in {"disclosed", "partly disclosed"} for state in states)
    missing = states.count("not disclosed")
    assert row[-4:-1] == [f"{found}/{found + missing}", str(missing), str(len(states) - found - missing)]
