"""What results show of who, when, approval and signature."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from supplychain_check.cli.main import run

STATEMENT = """
# Kauri Tools Modern Slavery Statement FY25

This joint statement is made by Kauri Tools Pty Ltd (ABN 53 004 085 616), trading as Kauri Hinges, and Rimu Mills \
Pty Ltd under section 13 of the Modern Slavery Act 2018 (Cth) for FY25. Our financial year ends on 30 June.

## Our supply chains

We buy steel from four mills in Malaysia, and we visited two of them in the year.

## Approval

This statement was approved by the Executive Committee of Kauri Tools Pty Ltd on 3 December 2025.

Signed by Ada Moss, General Counsel

Questions: hello@kauri.example. It stands on https://modernslaveryregister.gov.au/statements/999999/.
"""


Tool = Callable[..., str]


@pytest.fixture
def tool(capsys: pytest.CaptureFixture[str]) -> Tool:
    """Runs a command and gives what it printed, with single spaces."""

    def call(*arguments: object) -> str:
        run([str(argument) for argument in arguments])
        return " ".join(capsys.readouterr().out.split())

    return call


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "kauri.md"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


def test_the_head_says_who_approved_and_who_signed(tool: Tool, statement: Path) -> None:
    text = tool("check", statement)
    assert "Approved by: Executive Committee, which may not be the board itself, 3 December 2025." in text
    assert "Signed by: Ada Moss, General Counsel." in text


def test_check_v_lists_every_particular(tool: Tool, statement: Path) -> None:
    text = tool("check", statement, "-v")
    for line in (
        "Reporting entities: Kauri Tools Pty Ltd, Rimu Mills Pty Ltd.",
        "Trading names: Kauri Hinges.",
        "Identifiers: ABN 53004085616.",
        "Reporting period: 1 July 2024 to 30 June 2025, from “FY25” and “financial year ends on 30 June”.",
        "Dated: 3 December 2025.",
        "Joint statement: yes, for several entities.",
        "Acts named as its own: au-msa-2018.",
        "Register: au-register (https://modernslaveryregister.gov.au/statements/999999/).",
        "Contact: hello@kauri.example.",
    ):
        assert line in text


def test_json_and_show_have_the_same_particulars(tool: Tool, statement: Path) -> None:
    made = json.loads(tool("check", statement, "--json"))
    assessment = made["assessments"][0]["assessment"]
    approval, signature = (
        next(f for f in assessment["formalities"] if f["id"] == i) for i in ("approval", "signature")
    )
    assert (approval["body"]["value"], approval["on"]["value"]) == ("Executive Committee", "2025-12-03")
    assert (signature["person"]["value"], signature["office"]["value"]) == ("Ada Moss", "General Counsel")
    assert assessment["identity"]["period_end"] == "2025-06-30"
    again = tool("show", assessment["id"], "-v")
    assert "Trading names: Kauri Hinges." in again
    assert "Signature: Ada Moss, General Counsel." in again


@pytest.mark.parametrize(("day", "old"), [("2026-12-01", False), ("2027-02-01", True)])
def test_how_old_a_named_year_is_depends_on_the_day_of_reading(
    tool: Tool, statement: Path, day: str, *, old: bool
) -> None:
    text = tool("check", statement, "--as-of", day)
    assert ("ended more than 18 months ago" in text) == old


@pytest.mark.parametrize(
    ("ending", "says"),
    [
        ("Signed: ____________________", "Signature: a line left blank"),
        ("This statement was approved on behalf of the board by Ada Moss.", "Approved on behalf of the board, which"),
        ("We buy steel.", "No approval found. No signature found."),
        ("Approved by the board. Ada Moss, Director", "Approved by: board."),
    ],
)
def test_what_is_not_there_is_said(tool: Tool, tmp_path: Path, ending: str, says: str) -> None:
    path = tmp_path / "kauri.md"
    path.write_text(f"# Modern Slavery Statement\n\nKauri Tools Limited buys steel.\n\n{ending}\n", encoding="utf-8")
    assert says in tool("check", path)
