"""Switches: points on which experts disagree, set by the pack or by whoever loads it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from checking import MINI, check_text, levels
from supplychain_check.authoring.examples import run_examples
from supplychain_check.cli.main import run
from supplychain_check.errors import PackProblem
from supplychain_check.packs import load_pack, pack_ids

DEFAULT = "nz-plan-of-action"
SWITCH = """
[[switches]]
id = "promises"
title = "Promises of training"
question = "Does a promise to train count?"
default = true
[[switches.views]]
choice = "on"
text = "A promise shows where the firm is going."
title = "A study"
url = "https://www.example.org/"
[[switches.views]]
choice = "off"
text = "Only what was done in the year counts."
title = "A guide"
url = "https://www.example.org/"
"""
STATEMENT = """
# Modern slavery statement

Hollis Laundry Limited gives this statement for the year ended 31 March 2026. We asked our linen merchant about forced
labour.

The Executive Leadership Team approved this statement on behalf of the board.
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The small pack with a switch: does a promise to train count?"""
    directory = Path(shutil.copytree(MINI, tmp_path / "mini"))
    head = directory / "pack.toml"
    head.write_text(head.read_text(encoding="utf-8") + SWITCH, encoding="utf-8")
    training = directory / "a-training.toml"
    text = training.read_text(encoding="utf-8").replace(
        'all = ["train", "workers"]\n',
        'all = ["train", "workers"]\nwhen_switch = "promises"\n'
        '[[levels.when]]\nall = ["train", "workers"]\nstatus = ["action"]\nwhen_switch = "promises=off"\n',
        1,
    )
    training.write_text(text, encoding="utf-8")
    return directory


def set_in_pack(pack: Path, text: str) -> None:
    head = pack / "pack.toml"
    head.write_text(head.read_text(encoding="utf-8") + text, encoding="utf-8")


def problems(pack: Path) -> str:
    with pytest.raises(PackProblem) as caught:
        load_pack(pack)
    return "\n".join(caught.value.problems)


def test_a_switch_decides_what_counts(pack: Path) -> None:
    promise = "Next year we will train our staff."
    assert levels(check_text(promise, pack))["a-training"] == 1
    set_in_pack(pack, "\n[switch_settings]\npromises = false\n")
    assert levels(check_text(promise, pack))["a-training"] == 0
    assert levels(check_text("This year we trained our staff.", pack))["a-training"] == 1


def test_the_setting_belongs_to_the_hash_and_to_the_result(pack: Path) -> None:
    on, off = load_pack(pack), load_pack(pack, {"promises": "off"})
    assert on.info().sha256 != off.info().sha256
    assert [(s.id, s.choice, s.default) for s in off.info().switches] == [("promises", "off", "on")]
    assert load_pack(pack, {"promises": "on"}).info() == on.info()


def test_a_resolved_pack_holds_only_what_holds(pack: Path) -> None:
    training = next(c for c in load_pack(pack, {"promises": "off"}).criteria if c.id == "a-training")
    assert [condition.when_switch for condition in training.levels[0].when] == [("promises=off",)]


def test_an_unknown_switch_or_choice_is_refused_with_what_there_is(pack: Path) -> None:
    with pytest.raises(PackProblem, match="no switch 'promise'; did you mean 'promises'"):
        load_pack(pack, {"promise": "off"})
    with pytest.raises(PackProblem, match="no choice 'maybe'; choose from off, on"):
        load_pack(pack, {"promises": "maybe"})
    set_in_pack(pack, '\n[switch_settings]\npromises = "never"\nothers = "on"\n')
    said = problems(pack)
    assert "switch_settings.promises: the switch 'promises' has no choice 'never'; choose from off, on" in said
    assert "switch_settings.others: there is no switch 'others'" in said


def test_no_choice_may_leave_a_rung_without_conditions(pack: Path) -> None:
    training = pack / "a-training.toml"
    text = training.read_text(encoding="utf-8").replace("promises=off", "promises=on")
    training.write_text(text, encoding="utf-8")
    assert "levels[1].when: with promises=off no condition is left here" in problems(pack)


def test_both_sides_of_a_switch_must_be_argued_for(pack: Path) -> None:
    head = pack / "pack.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('choice = "off"', 'choice = "on"'), encoding="utf-8")
    assert "all views are for one choice" in problems(pack)


def other_choices() -> list[tuple[str, str, str]]:
    packs = [load_pack(name) for name in pack_ids()]
    return [(p.head.id, s.id, c) for p in packs for s in p.head.switches for c in s.choices if c != p.settings[s.id]]


@pytest.mark.parametrize(("name", "switch", "choice"), other_choices())
def test_every_other_choice_passes_its_examples(name: str, switch: str, choice: str) -> None:
    """Only criteria that rest on the switch: the others are as under the pack's own settings."""
    before, after = load_pack(name), load_pack(name, {switch: choice})
    changed = tuple(c for c in after.criteria if c not in before.criteria)
    assert changed, "a switch on which nothing rests"
    results = run_examples(after.model_copy(update={"criteria": changed})).results
    assert [r.example.text for r in results if not r.passed and not r.example.without_phrases] == []


@pytest.mark.parametrize(("choice", "level"), [("refuse", 0), ("accept", 1)])
def test_delegated_approval_is_for_the_pack_to_accept(choice: str, level: int, tmp_path: Path) -> None:
    agency = tmp_path / "agency"
    agency.mkdir()
    (agency / "pack.toml").write_text(
        f'schema_version = "0.2"\nid = "agency"\nextends = "{DEFAULT}"\ntitle = "Agency"\nversion = "1.0.0"\n'
        f'[switch_settings]\ndelegated-approval = "{choice}"\n'
    )
    assert levels(check_text(STATEMENT, agency))["16-approval"] == level


def test_check_settles_a_point_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "statement.md"
    file.write_text(STATEMENT, encoding="utf-8")
    common = ["check", str(file), "--db", str(tmp_path / "a.db"), "--json"]
    found = []
    for choice in ("refuse", "accept"):
        assert run([*common, "--switch", f"delegated-approval={choice}"]) == 0
        (report,) = json.loads(capsys.readouterr().out)["assessments"]
        approval = next(f for f in report["assessment"]["findings"] if f["criterion"] == "16-approval")
        found.append((report["assessment"]["id"], approval["level"]))
    assert [level for _, level in found] == [0, 1]
    assert len({name for name, _ in found}) == 2, "another pack, so another assessment"
    for wrong, said in (
        ("delegated-approval", "is not ID=CHOICE"),
        ("delegation=accept", "no chosen pack has the switch 'delegation'"),
        ("delegated-approval=maybe", "Choose from refuse, accept"),
    ):
        assert run([*common, "--switch", wrong]) == 2
        assert said in capsys.readouterr().err
