"""`gaps`: from one law to another on one document."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checking import MINI, check_text
from conftest import SAMPLES
from supplychain_check.cli.main import run
from supplychain_check.compare.gaps import GapState, gaps
from supplychain_check.errors import ExitCode

TEXT = """
# Modern slavery statement 2026

This statement is made by Corran Cleaning Limited for the year ended 31 March 2026 under the Modern Slavery Act 2018 (Cth).

We train our staff on modern slavery.

This statement was approved by the board of directors of Corran Cleaning Limited on 2 June 2026.
"""
Write = Callable[[str, str], Path]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A second law: as the first, but it does not share the core element of approval, and training is mandatory."""
    pack = Path(shutil.copytree(MINI, tmp_path / "other"))
    change(pack / "pack.toml", 'id = "mini"', 'id = "other"')
    change(pack / "b-approval.toml", 'core_element = "approval"', 'core_element = "responsibility"')
    change(pack / "a-training.toml", 'obligation = "recommended"', 'obligation = "mandatory"')
    return pack


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def found(other: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    """The gaps by criterion."""
    file = write("statement.md", TEXT)
    assert run(["gaps", str(file), "--from", str(MINI), "--to", str(other), "--json"]) == ExitCode.DONE
    (result,) = json.loads(capsys.readouterr().out)
    assert (result["source"]["id"], result["target"]["id"]) == ("mini", "other")
    return {gap["criterion"]: gap for gap in result["gaps"]}


def test_what_is_met_names_its_evidence_and_who_else_asks(found: dict[str, dict[str, Any]]) -> None:
    approval = found["b-approval"]
    assert approval["state"] == "already met"
    assert "approved by the board" in approval["evidence"]["quote"]
    assert approval["also_asked"] == []
    assert approval["advice"] == ""


def test_what_is_partly_met_says_what_to_add(found: dict[str, dict[str, Any]]) -> None:
    training = found["a-training"]
    assert (training["state"], training["level"], training["top"]) == ("partly met", 1, 2)
    assert training["also_asked"] == ["a-training"]
    assert "how many" in training["advice"]


def test_what_is_missing_says_how_to_be_disclosed(found: dict[str, dict[str, Any]]) -> None:
    signature = found["b-signature"]
    assert (signature["state"], signature["evidence"]) == ("missing", None)
    assert signature["advice"]


def test_what_the_file_cannot_show_is_listed_apart(found: dict[str, dict[str, Any]]) -> None:
    assert found["b-website"]["state"] == "cannot be checked from the file"


def test_mandatory_comes_first_and_in_it_what_is_missing(found: dict[str, dict[str, Any]]) -> None:
    obligations = [gap["obligation"] for gap in found.values()]
    assert obligations == sorted(obligations, key=["mandatory", "conditional", "recommended", "context"].index)
    states = [gap["state"] for gap in found.values() if gap["obligation"] == "mandatory"]
    assert states == sorted(states, key=[state.value for state in GapState].index)
    assert len(states) > 1


def test_people_read_what_is_missing_and_what_is_not_asked_by_their_law(
    other: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write("statement.md", TEXT)
    assert run(["gaps", str(file), "--from", str(MINI), "--to", str(other)]) == ExitCode.DONE
    printed = " ".join(capsys.readouterr().out.split())
    assert "Unreviewed machine reading: statement.md. Corran Cleaning Limited" in printed
    assert "The document does not name mini as its law: it names au-msa-2018." in printed
    assert "MANDATORY" in printed
    assert "Approval (B 1): mini does not ask for this" in printed
    assert "mini asks about the same subject (a-training)" in printed
    assert "Add: If you trained people, say how many and when" in printed


def test_several_laws_are_answered_by_one_reading(
    other: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write("statement.md", TEXT)
    laws = ("--to", str(other), "--to", "nz-plan-of-action")
    assert run(["gaps", str(file), "--from", str(MINI), *laws, "--json"]) == ExitCode.DONE
    assert [r["target"]["id"] for r in json.loads(capsys.readouterr().out)] == ["other", "nz-plan-of-action"]


def test_in_a_draft_approval_is_not_due(other: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    change(other / "b-approval.toml", 'core_element = "responsibility"', 'core_element = "approval"')
    file = write("statement.md", "# Draft\n\nWe train our staff on modern slavery at Corran Cleaning Limited.")
    assert run(["gaps", str(file), "--from", str(MINI), "--to", str(other), "--draft", "--json"]) == ExitCode.DONE
    (result,) = json.loads(capsys.readouterr().out)
    assert next(g for g in result["gaps"] if g["criterion"] == "b-approval")["state"] == "not asked here"


def test_a_document_of_another_kind_is_read_and_that_is_said(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = next((SAMPLES / "policy").glob("*.*"))
    assert run(["gaps", str(policy), "--from", str(MINI), "--to", str(other)]) == ExitCode.DONE
    assert "it is read as a statement all the same" in " ".join(capsys.readouterr().out.split())


def test_counts_have_denominators_and_leave_out_context(other: Path) -> None:
    result = gaps(check_text(TEXT), check_text(TEXT, other))
    counted = sum(sum(by_state.values()) for by_state in result.counts.values())
    assert counted == sum(gap.obligation != "context" for gap in result.gaps)


def test_two_documents_have_no_gaps_between_them(other: Path) -> None:
    with pytest.raises(ValueError, match="one document"):
        gaps(check_text(TEXT), check_text("# Another\n\nWe clean offices.", other))


@pytest.mark.parametrize(
    ("file", "laws", "code", "message"),
    [
        ("missing.md", ("nz-plan-of-action",), ExitCode.INPUT, "There is no file"),
        ("statement.md", (str(MINI),), ExitCode.USAGE, "The laws are the same"),
        ("statement.md", ("no-such-law",), ExitCode.PACK, "There is no pack"),
        (".", ("nz-plan-of-action",), ExitCode.USAGE, "Give one document"),
    ],
)
def test_what_cannot_be_compared_is_an_error(
    write: Write, capsys: pytest.CaptureFixture[str], file: str, laws: tuple[str, ...], code: ExitCode, message: str
) -> None:
    write("statement.md", TEXT)
    targets = [part for law in laws for part in ("--to", law)]
    assert run(["gaps", file, "--from", str(MINI), *targets]) == code
    assert message in capsys.readouterr().err
