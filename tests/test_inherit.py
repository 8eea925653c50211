"""A pack on top of another: what is inherited, changed, left out, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checking import MINI, check_text, finding, levels
from conftest import REPOSITORY
from supplychain_check.cli.main import run
from supplychain_check.criteria import Criterion, Pack
from supplychain_check.errors import PackProblem
from supplychain_check.packs import load_pack
from supplychain_check.score import max_points

HEAD = 'schema_version = "0.2"\nid = "agency"\nextends = "mini"\ntitle = "Agency"\nversion = "2.0.0"\n'
OWN = """
id = "a-passports"
section = "A"
title = "Passports"
core_element = "recruitment_fees"
citation = "Own rule 1"
obligation = "recommended"
expected_in = "either"
question = "Do workers keep their passports?"
ask = "Who holds the passports of your workers?"
[signals.passport]
phrases = ["passport*"]
[[levels]]
level = 1
points = 1
disclosure = "disclosed"
label = "Workers keep them"
advice = "Say who holds the passports."
[[levels.when]]
all = ["passport"]
[[sources]]
title = "Own rules"
"""


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """A pack that extends the small one, which lies beside it."""
    shutil.copytree(MINI, tmp_path / "mini")
    write(tmp_path / "agency", "pack.toml", HEAD)
    return tmp_path / "agency"


def write(directory: Path, name: str, text: str) -> None:
    directory.mkdir(exist_ok=True)
    (directory / name).write_text(text, encoding="utf-8")


def criterion(pack: Pack, name: str) -> Criterion:
    return next(c for c in pack.criteria if c.id == name)


def problems(pack: Path) -> str:
    with pytest.raises(PackProblem) as caught:
        load_pack(pack)
    return "\n".join(caught.value.problems)


def test_a_head_of_five_lines_inherits_everything(agency: Path) -> None:
    pack, base = load_pack(agency), load_pack(MINI)
    assert pack.criteria == base.criteria
    assert pack.signals == base.signals
    assert (pack.head.sources, pack.head.sections, pack.head.status) == (
        base.head.sources,
        base.head.sections,
        base.head.status,
    )
    assert (pack.head.id, pack.head.version, pack.info().extends) == ("agency", "2.0.0", "mini")
    assert set(pack.lineage.values()) == {"from mini"}


def test_an_override_gives_only_the_keys_that_differ(agency: Path) -> None:
    write(agency, "a-fees.toml", 'id = "a-fees"\noverrides = true\nask = "Who paid for the jobs of your cleaners?"\n')
    mine, theirs = criterion(load_pack(agency), "a-fees"), criterion(load_pack(MINI), "a-fees")
    assert mine == theirs.model_copy(update={"ask": "Who paid for the jobs of your cleaners?"})
    assert load_pack(agency).lineage["a-fees"] == "from mini; changed here: ask"


def test_what_was_measured_ends_with_another_ladder(agency: Path) -> None:
    fees = agency.parent / "mini" / "a-fees.toml"
    fees.write_text('accuracy = "kappa 0.8, n = 60"\n' + fees.read_text(encoding="utf-8"), encoding="utf-8")
    write(agency, "a-fees.toml", 'id = "a-fees"\noverrides = true\nask = "Who paid for the jobs?"\n')
    assert criterion(load_pack(agency), "a-fees").accuracy == "kappa 0.8, n = 60"
    write(agency, "a-fees.toml", 'id = "a-fees"\noverrides = true\n[signals.fees]\nphrases = ["job fee*"]\n')
    assert criterion(load_pack(agency), "a-fees").accuracy == "accuracy not measured"


def test_nothing_is_overridden_by_accident(agency: Path) -> None:
    write(agency, "a-fees.toml", 'id = "a-fees"\nask = "Who paid for the jobs of your cleaners?"\n')
    assert "a-fees.toml:1: id: 'a-fees' is inherited already; write `overrides = true`" in problems(agency)
    write(agency, "a-fees.toml", 'id = "a-fee"\noverrides = true\nask = "Who paid for the jobs?"\n')
    assert "nothing called 'a-fee' is inherited; did you mean 'a-fees'?" in problems(agency)


def test_shared_signals_are_changed_only_on_purpose(agency: Path) -> None:
    write(agency, "signals.toml", '[workers]\nphrases = ["guards"]\n')
    assert "signals.toml:1: workers: 'workers' is inherited already" in problems(agency)
    write(agency, "signals.toml", '[workers]\noverrides = true\nphrases = ["guards"]\n')
    assert load_pack(agency).signals["workers"].phrases == ("guards",)
    assert levels(check_text("We trained the guards.", agency))["a-training"] == 1


def test_criteria_can_be_left_out_weighed_and_added(agency: Path) -> None:
    write(agency, "pack.toml", HEAD + 'without = ["b-origin"]\n[weights]\na-fees = 3\n')
    write(agency, "a-passports.toml", OWN)
    pack = load_pack(agency)
    ids = [c.id for c in pack.criteria]
    assert "b-origin" not in ids
    assert ids.index("a-passports") == 4, "at the end of its section"
    assert max_points(finding(check_text("We sew shirts.", agency), "a-fees")) == 9
    assert pack.lineage["a-fees"] == "from mini; changed here: weight"
    assert "a-passports" not in pack.lineage


def test_what_is_left_out_or_weighed_must_be_there(agency: Path) -> None:
    write(agency, "pack.toml", HEAD + 'without = ["b-orgin"]\n[weights]\na-fee = 3\na-training = -1\n')
    said = problems(agency)
    assert "pack.toml:6: without[1]: 'b-orgin' is not inherited; did you mean 'b-origin'?" in said
    assert "pack.toml:8: weights.a-fee: there is no criterion 'a-fee' in this pack; did you mean 'a-fees'?" in said
    assert "pack.toml:9: weights.a-training: -1 will not do here; write a number that is more than 0" in said


def test_a_section_gives_only_what_differs(agency: Path) -> None:
    write(agency, "pack.toml", HEAD + '[[sections]]\nid = "A"\ntitle = "Our cleaners"\n')
    sections, theirs = load_pack(agency).head.sections, load_pack(MINI).head.sections
    assert (sections[0].title, sections[0].criteria) == ("Our cleaners", theirs[0].criteria)
    assert sections[1] == theirs[1]


def test_mistakes_in_sections_stand_in_the_line_where_they_were_written(agency: Path) -> None:
    sections = '[[sections]]\nid = "B"\ntitel = "Forms"\n[[sections]]\nid = "C"\ntitle = "New"\ncriteria = ["c-new"]\n'
    write(agency, "pack.toml", HEAD + sections)
    said = problems(agency)
    assert "pack.toml:8: sections[1].titel: unknown key; did you mean 'title'?" in said
    assert "pack.toml:12: sections[2].criteria[1]: section C lists 'c-new', but no file has that id" in said


def test_own_examples_stand_before_those_that_are_inherited(agency: Path) -> None:
    write(
        agency,
        "a-fees.toml",
        'id = "a-fees"\noverrides = true\n[[examples]]\ntext = "We sell hats."\nlevel = 0\nnotes = "none"\n',
    )
    assert "a-fees.toml:6: examples[1].notes: unknown key; did you mean 'note'?" in problems(agency)


def test_a_mistake_below_is_named_with_its_pack(agency: Path) -> None:
    below = agency.parent / "mini" / "a-fees.toml"
    below.write_text(below.read_text(encoding="utf-8").replace("points = 2", 'points = "two"'), encoding="utf-8")
    assert "mini/a-fees.toml:31: levels[2].points: 'two' will not do here; write a number" in problems(agency)


def test_extending_in_a_circle_or_nothing_is_refused(agency: Path) -> None:
    head = agency.parent / "mini" / "pack.toml"
    head.write_text('extends = "agency"\n' + head.read_text(encoding="utf-8"), encoding="utf-8")
    assert "or in a circle" in problems(agency)
    write(agency, "pack.toml", HEAD.replace('"mini"', '"minni"'))
    assert "extends: there is no pack 'minni'; did you mean 'mini'?" in problems(agency)


def test_show_says_what_is_inherited(agency: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(agency, "pack.toml", HEAD + 'without = ["b-origin"]\n')
    write(agency, "a-fees.toml", 'id = "a-fees"\noverrides = true\nask = "Who paid for the jobs of your cleaners?"\n')
    write(agency, "a-passports.toml", OWN)
    assert run(["packs", "show", str(agency)]) == 0
    said = capsys.readouterr().out
    assert "Extends mini: 7 criteria inherited, 1 of them changed, 1 left out (b-origin); 1 of its own." in said
    assert "from mini; changed here: ask" in said


def test_like_brings_the_switches_on_which_it_rests(tmp_path: Path) -> None:
    write(
        tmp_path / "other",
        "pack.toml",
        'schema_version = "0.2"\nid = "other"\ntitle = "Other"\njurisdiction = "au"\nversion = "0.1.0"\n'
        'status = "in force"\nsummary = "Short"\nsources = [{ title = "Act" }]\n'
        '[switch_settings]\ndelegated-approval = "accept"\n'
        '[[sections]]\nid = "a"\ntitle = "A"\ncriteria = ["approved"]\n',
    )
    write(
        tmp_path / "other",
        "approved.toml",
        'like = "nz-plan-of-action/16-approval"\nid = "approved"\nsection = "a"\ncitation = "s 1"\n'
        'obligation = "mandatory"\n',
    )
    pack = load_pack(tmp_path / "other")
    assert pack.settings == {"delegated-approval": "accept", "undated-approval": "accept"}
    assert {name for c in pack.criteria[0].levels[0].when for name in c.references()} >= {
        "formality:approval=delegated"
    }


def test_schema_version_of_before_is_read(agency: Path) -> None:
    write(agency, "pack.toml", HEAD.replace('"0.2"', '"0.1"'))
    assert load_pack(agency).head.schema_version == "0.1"
    assert (REPOSITORY / "criteria" / "README.md").read_text(encoding="utf-8").count("0.2")


def test_why_there_is_no_total_is_a_note_only_while_there_is_none(agency: Path) -> None:
    reason = "Each section asks something else."
    change = (agency.parent / "mini" / "pack.toml").read_text(encoding="utf-8")
    write(agency.parent / "mini", "pack.toml", f'why_no_total = "{reason}"\n{change}')
    assert reason in load_pack(agency).info().notes
    write(agency, "pack.toml", f"{HEAD}total = true\n")
    assert reason not in load_pack(agency).info().notes
    write(
        agency.parent / "second",
        "pack.toml",
        HEAD.replace('"mini"', '"agency"').replace('id = "agency"', 'id = "second"'),
    )
    second = load_pack(agency.parent / "second")
    assert (second.head.total, second.info().notes) == (True, ())


def test_the_default_pack_says_that_it_has_no_total_until_another_adds_one(tmp_path: Path) -> None:
    assert any("no total" in note for note in load_pack("nz-plan-of-action").info().notes)
    write(tmp_path / "agency", "pack.toml", HEAD.replace('"mini"', '"nz-plan-of-action"') + "total = true\n")
    assert not any("no total" in note for note in load_pack(tmp_path / "agency").info().notes)


def test_a_total_and_why_there_is_none_contradict_each_other(agency: Path) -> None:
    write(agency, "pack.toml", f'{HEAD}total = true\nwhy_no_total = "They differ."\n')
    with pytest.raises(PackProblem) as caught:
        load_pack(agency)
    (problem,) = caught.value.problems
    assert problem.startswith("pack.toml:7: why_no_total: ")
    assert "remove this, or `total = true`" in problem
