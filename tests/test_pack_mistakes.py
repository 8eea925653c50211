"""Mistakes in packs: all at once, each with file, line, key and what to write instead; and schemas for editors."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from checking import MINI
from conftest import REPOSITORY
from supplychain_check.analyse.approval import BOARD, DELEGATED, MEMBERS, UNCLEAR
from supplychain_check.analyse.signature import BLANK, NAME_ONLY, SIGNED
from supplychain_check.cli.main import run
from supplychain_check.criteria import FORMALITIES, criteria_dir
from supplychain_check.errors import ExitCode, PackProblem
from supplychain_check.pack_schema import schema_text
from supplychain_check.packs import load_pack, pack_ids
from supplychain_check.toml_lines import lines


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the small pack, to be spoilt."""
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


def spoil(pack: Path, name: str, old: str, new: str) -> None:
    path = pack / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(pack: Path) -> list[str]:
    with pytest.raises(PackProblem) as caught:
        load_pack(pack)
    return list(caught.value.problems)


SPOILT = [
    # (file, what stands there, what somebody writes instead, the message)
    (
        "pack.toml",
        'version = "1.0.0"',
        'version = "1"',
        "pack.toml:5: version: '1' will not do here; write three numbers",
    ),
    (
        "pack.toml",
        '"a-fees", ',
        '"a-fee", "a-fees", ',
        "lists 'a-fee', but no file has that id; did you mean 'a-fees'?",
    ),
    ("pack.toml", "[[sections]]", '[switch_settings]\npromises = "on"\n[[sections]]', "there is no switch 'promises'"),
    ("a-fees.toml", 'title = "R', 'titel = "R', "a-fees.toml:3: titel: unknown key; did you mean 'title'?"),
    (
        "a-fees.toml",
        '["fees", "asked"]',
        '["fees", "askt"]',
        "levels[2].when[1].all[2]: no signal is called 'askt'; did",
    ),
    ("a-incidents.toml", 'id = "a-incidents"', 'id = "a-fees"', "id: 'a-fees' is already used in a-fees.toml; choose"),
    ("a-recruiters.toml", '[[sources]]\ntitle = "None"', "", "a-recruiters.toml: sources: missing; add this key"),
    (
        "a-training.toml",
        "level = 2",
        "level = 3",
        "levels must be numbered 1, 2, 3 ... in order, without gaps; here they",
    ),
    (
        "a-training.toml",
        'obligation = "',
        'obligation = "x',
        "obligation: 'xrecommended' is not known here; did you mean",
    ),
    ("b-approval.toml", "points = 1", 'points = "one"', "levels[1].points: 'one' will not do here; write a number"),
    ("b-approval.toml", "approval=board", "approval=bord", "unknown variant; did you mean 'board'?"),
    ("b-origin.toml", 'title = "', 'title = """', "b-origin.toml:"),
    (
        "b-signature.toml",
        'core_element = "',
        'core_element = "x',
        "is not in criteria/core-elements.toml; did you mean",
    ),
    ("signals.toml", "phrases", "phrase", "workers.phrase: unknown key; did you mean 'phrases'?"),
]


def test_many_mistakes_of_many_kinds_give_as_many_messages_at_once(pack: Path) -> None:
    for name, old, new, _ in SPOILT:
        spoil(pack, name, old, new)
    said = problems(pack)
    for *_, message in SPOILT:
        assert any(message in line for line in said), (message, said)
    assert all(line.split(":")[0].endswith(".toml") for line in said)


@pytest.mark.parametrize(("name", "old", "new", "message"), SPOILT)
def test_each_mistake_alone_gives_its_message(pack: Path, name: str, old: str, new: str, message: str) -> None:
    spoil(pack, name, old, new)
    said = problems(pack)
    assert any(message in line for line in said), said
    assert len(said) <= 2, "one mistake must not set off many messages"


@pytest.mark.parametrize("name", ["pack.toml", "signals.toml"])
def test_a_broken_file_hides_no_other_mistake_and_invents_none(pack: Path, name: str) -> None:
    spoil(pack, name, "[", "[[[")
    spoil(pack, "a-fees.toml", 'title = "R', 'titel = "R')
    said = problems(pack)
    assert any("a-fees.toml:3: titel" in line for line in said)
    assert sorted({line.split(":")[0] for line in said}) == ["a-fees.toml", name]


def test_the_schema_of_an_alternative_gives_one_message(pack: Path) -> None:
    spoil(pack, "a-fees.toml", "level = 3\nsmall_firm", 'level = "top"\nsmall_firm')
    assert problems(pack) == [
        "a-fees.toml:54: examples[1].level: 'top' will not do here; write a whole number, without quotes or "
        "'not applicable'"
    ]


def test_a_file_that_is_no_text_is_named(pack: Path) -> None:
    (pack / "a-fees.toml").write_bytes(b'id = "a-\xff"')
    assert "a-fees.toml: this is not text in UTF-8; save the file again with that encoding" in problems(pack)


def test_bands_are_refused_where_there_is_no_total(pack: Path) -> None:
    bands = '\n[bands]\nlimits = [{ band = "A", at_least = 60 }, { band = "B", at_least = 0 }]\n'
    head = pack / "pack.toml"
    text = head.read_text(encoding="utf-8").replace('["levels"', '["bands", "levels"') + bands
    head.write_text(text, encoding="utf-8")
    assert "this pack has no total" in problems(pack)[0]
    head.write_text("total = true\n" + text, encoding="utf-8")
    assert load_pack(pack).head.bands
    head.write_text("total = true\n" + text.replace("at_least = 0 ", "at_least = 20 "), encoding="utf-8")
    assert "the last band must have `at_least = 0`" in problems(pack)[0]


def test_validate_lists_mistakes_and_exits_with_4(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["packs", "validate", str(pack), "nz-plan-of-action"]) == 0
    assert capsys.readouterr().out.count("no mistakes") == 2
    spoil(pack, "a-fees.toml", 'title = "R', 'titel = "R')
    assert run(["packs", "validate", str(pack), "nz-plan-of-action"]) == ExitCode.PACK
    said = capsys.readouterr().out
    assert "a-fees.toml:3: titel: unknown key; did you mean 'title'?" in said
    assert said.count("no mistakes") == 1


def test_packs_know_the_variants_that_the_analysis_gives() -> None:
    assert set(FORMALITIES["approval"]) == {BOARD, MEMBERS, DELEGATED, UNCLEAR}
    assert set(FORMALITIES["signature"]) == {SIGNED, NAME_ONLY, BLANK}


def test_lines_of_tables_lists_and_keys() -> None:
    found = lines('a = 1\n[b.c]\nd = [\n  1,\n  { e = 2 },\n]\n[[f]]\n[[f]]\n[[f.g]]\nh = 1\n"i j" = 2\n')
    assert found["a",] == 1
    assert found["b", "c", "d"] == 3
    assert found["b", "c", "d", 1, "e"] == 5
    assert found["f", 1] == 8
    assert found["f", 1, "g", 0, "h"] == 10
    assert found["f", 1, "g", 0, "i j"] == 11


def test_comments_behind_keys_hide_no_line() -> None:
    found = lines("a = 1 # first\n[b] # a table\nc = [ # a list\n  1, # one\n  2, # two\n]\nd = { e = 3 } # a table\n")
    expected = {("a",): 1, ("b",): 2, ("b", "c"): 3, ("b", "c", 0): 4, ("b", "c", 1): 5, ("b", "d", "e"): 7}
    assert expected.items() <= found.items()


def test_mistakes_in_the_commented_skeleton_have_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["packs", "new", "harbour"]) == 0
    spoil(tmp_path / "harbour", "pack.toml", 'jurisdiction = "nz"', 'jurisdiction = "NZ"')
    spoil(tmp_path / "harbour", "a-supplier-visits.toml", 'obligation = "recommended"', 'obligation = "must"')
    said = problems(tmp_path / "harbour")
    assert [line.split(": ")[0].partition(":")[2].isdigit() for line in said] == [True, True]


# --- schemas for editors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["criterion", "pack", "signals"])
def test_the_published_schemas_are_up_to_date(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = REPOSITORY / "criteria" / "schema" / f"{kind}.json"
    assert run(["packs", "schema", kind]) == 0
    assert path.read_text(encoding="utf-8") == capsys.readouterr().out, f"run: packs schema {kind} > {path}"


@pytest.mark.parametrize("directory", [*(criteria_dir() / name for name in pack_ids()), MINI], ids=lambda p: p.name)
def test_the_schemas_accept_every_pack(directory: Path) -> None:
    kinds = {"pack.toml": "pack", "signals.toml": "signals"}
    validators = {kind: Draft7Validator(json.loads(schema_text(kind))) for kind in ("criterion", "pack", "signals")}
    for path in directory.glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        errors = list(validators[kinds.get(path.name, "criterion")].iter_errors(data))
        assert not errors, (path.name, errors[0].message)


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    validator = Draft7Validator(json.loads(schema_text("criterion")))
    data = tomllib.loads((MINI / "a-fees.toml").read_text(encoding="utf-8"))
    assert validator.is_valid(data)
    assert not validator.is_valid({**data, "titel": "Fees"})
    assert not validator.is_valid({key: value for key, value in data.items() if key != "title"})
    assert validator.is_valid({"id": "a-fees", "overrides": True, "weight": 2})
