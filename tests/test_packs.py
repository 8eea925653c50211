from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from supplychain_check.authoring.examples import run_examples
from supplychain_check.criteria import PACK_SCHEMA, criteria_dir
from supplychain_check.errors import ExitCode, PackProblem
from supplychain_check.models import CriterionKind
from supplychain_check.packs import core_elements, load_pack, pack_ids

MINI = Path(__file__).parent / "packs" / "mini"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the small pack, to be spoilt."""
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


def spoil(pack: Path, name: str, old: str, new: str) -> None:
    path = pack / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(pack: Path) -> str:
    with pytest.raises(PackProblem) as caught:
        load_pack(pack)
    assert caught.value.exit_code == ExitCode.PACK
    return "\n".join(caught.value.problems) or str(caught.value)


@pytest.mark.parametrize("name", [*pack_ids(), str(MINI)])
def test_every_pack_passes_its_own_examples(name: str) -> None:
    report = run_examples(load_pack(name))
    assert not report.problems
    assert report.results


@pytest.mark.parametrize("name", pack_ids())
def test_every_shipped_criterion_is_sourced_and_shown_by_examples(name: str) -> None:
    pack = load_pack(name)
    assert pack.head.schema_version == PACK_SCHEMA
    for criterion in pack.criteria:
        assert all(source.title and source.url for source in criterion.sources), criterion.id
        levels = [example.level for example in criterion.examples]
        asked = 0 if criterion.kind is CriterionKind.PUBLICATION else 2
        assert levels.count(0) >= asked, criterion.id
        assert len(levels) - levels.count(0) - levels.count("not applicable") >= asked, criterion.id


def test_the_same_ladder_names_the_same_core_element_in_every_pack() -> None:
    elements: dict[str, set[str]] = {}
    for criterion in (c for name in pack_ids() for c in load_pack(name).criteria if c.levels):
        conditions = str([rung.when for rung in criterion.levels])
        elements.setdefault(conditions, set()).add(criterion.core_element)
    assert [found for found in elements.values() if len(found) > 1] == []


def test_the_default_pack_is_as_designed() -> None:
    pack = load_pack("nz-plan-of-action")
    assert len(pack.criteria) >= 35
    assert [section.id for section in pack.head.sections] == ["13", "14", "15", "16", "17"]
    assert pack.head.status == "lapsed"
    assert not [c.id for c in pack.criteria if c.obligation.value == "mandatory"]


def test_criteria_keep_the_order_of_the_sections() -> None:
    pack = load_pack(MINI)
    assert [c.id for c in pack.criteria][:4] == ["a-fees", "a-training", "a-incidents", "a-recruiters"]


def test_the_hash_follows_the_content(pack: Path) -> None:
    before = load_pack(pack).info()
    spoil(pack, "a-fees.toml", "Fees are banned", "Fees are forbidden")
    after = load_pack(pack).info()
    assert before.sha256 != after.sha256
    assert load_pack(pack).info() == after


def test_all_mistakes_are_listed_at_once_with_file_and_key(pack: Path) -> None:
    spoil(pack, "a-fees.toml", 'title = "Recruitment fees"', 'titel = "Recruitment fees"')
    spoil(pack, "a-training.toml", '"fact:count"', '"fact:counts"')
    spoil(pack, "a-incidents.toml", '["interview*", "visited", "checked"]', '["in*"]')
    spoil(pack, "a-recruiters.toml", 'core_element = "recruiters"', 'core_element = "recruiting"')
    spoil(pack, "b-approval.toml", "level = 1", "level = 2")
    spoil(pack, "pack.toml", 'version = "1.0.0"', 'version = "one"')
    said = problems(pack)
    for part in (
        "a-fees.toml:3: titel: unknown key; did you mean 'title'?",
        "a-incidents.toml:15: signals.looked.phrases: 'in*': 'in*' is too short",
        "b-approval.toml:12: levels: levels must be numbered",
        "pack.toml:5: version: 'one' will not do here; write three numbers in quotes, such as 1.2.3",
        "a-training.toml:32: levels[2].when[1].all[2]: 'fact:counts': unknown fact; did you mean 'count'?",
        "a-recruiters.toml:4: core_element: 'recruiting' is not in criteria/core-elements.toml; did you mean 'recruiters'?",
    ):
        assert part in said


def test_duplicate_ids_unlisted_and_missing_criteria(pack: Path) -> None:
    shutil.copy(pack / "a-fees.toml", pack / "z-copy.toml")
    assert "z-copy.toml:1: id: 'a-fees' is already used in a-fees.toml" in problems(pack)
    (pack / "z-copy.toml").unlink()
    spoil(pack, "pack.toml", '"a-fees", ', "")
    assert "'a-fees' is not listed under section 'A'" in problems(pack)
    spoil(pack, "pack.toml", '["a-training"', '["a-fees", "a-nothing", "a-training"')
    assert "section A lists 'a-nothing', but no file has that id" in problems(pack)


def test_duplicate_keys_and_broken_toml_name_the_line(pack: Path) -> None:
    spoil(pack, "a-fees.toml", 'section = "A"', 'section = "A"\nsection = "B"')
    assert "a-fees.toml:3: this is not valid TOML: the same key or table stands here a second time" in problems(pack)


def test_unused_and_unknown_signals(pack: Path) -> None:
    spoil(pack, "a-training.toml", '"train", "workers"', '"training", "workers"')
    assert "no signal is called 'training'" in problems(pack)
    spoil(pack, "a-training.toml", '"training", "workers"', '"workers"')
    spoil(pack, "a-training.toml", '"train", "fact:count"', '"fact:count"')
    assert "signals.train: no condition refers to this signal" in problems(pack)


def test_an_unknown_pack_names_those_that_there_are() -> None:
    with pytest.raises(PackProblem, match="nz-plan-of-action"):
        load_pack("no-such-pack")


def test_packs_test_finds_what_examples_do_not_cover(pack: Path) -> None:
    spoil(pack, "a-fees.toml", "level = 3\nsmall_firm = true", "level = 2")
    spoil(pack, "a-training.toml", '["train*"]', '["train*", "course"]')
    said = "\n".join(run_examples(load_pack(pack)).problems)
    assert "a-fees: example 1 should get 2 but got 3" in said
    assert "a-fees: no example at level 3 is marked small_firm" in said
    assert "a-training: example 4 is marked without_phrases, but a signal fires" in said


def test_core_elements_have_titles() -> None:
    assert core_elements()["recruitment_fees"]
    assert (criteria_dir() / "README.md").is_file()


def test_token_patterns_fire_like_phrases(pack: Path) -> None:
    spoil(
        pack,
        "a-training.toml",
        'phrases = ["train*"]',
        'patterns = [[{ LOWER = { IN = ["trained", "train", "training"] } }]]',
    )
    spoil(pack, "a-training.toml", 'text = "The train to the office takes an hour."', 'text = "We train well"')
    results = run_examples(load_pack(pack)).results
    assert [r.got for r in results if r.criterion == "a-training"][:2] == [2, 1]


def test_regular_expressions_are_refused(pack: Path) -> None:
    spoil(pack, "a-training.toml", 'phrases = ["train*"]', 'patterns = [[{ REGEX = "(a+)+" }]]')
    assert "token keys REGEX are not allowed" in problems(pack)


def test_a_criterion_takes_over_what_another_pack_says(tmp_path: Path) -> None:
    """`like` gives ladder, signals, also shared ones, and examples; the place in the own pack is never taken over."""
    directory = tmp_path / "agency"
    directory.mkdir()
    (directory / "pack.toml").write_text(
        'schema_version = "0.1"\nid = "agency"\ntitle = "Agency"\njurisdiction = "nz"\nversion = "0.1.0"\n'
        'status = "voluntary"\nsummary = "Short"\nsources = [{ title = "Own" }]\n'
        '[[sections]]\nid = "a"\ntitle = "A"\ncriteria = ["works"]\n'
    )
    (directory / "works.toml").write_text(
        'like = "nz-plan-of-action/16-effectiveness"\nid = "works"\nsection = "a"\ncitation = "A 1"\n'
        'obligation = "mandatory"\ntitle = "Ours"\n'
    )
    pack, base = load_pack(directory), load_pack("nz-plan-of-action")
    mine, theirs = pack.criteria[0], next(c for c in base.criteria if c.id == "16-effectiveness")
    assert (mine.title, mine.citation, mine.obligation.value) == ("Ours", "A 1", "mandatory")
    assert (mine.levels, mine.examples, mine.core_element) == (theirs.levels, theirs.examples, theirs.core_element)
    assert run_examples(pack).problems == ()


def test_an_unknown_criterion_to_take_over_is_named(pack: Path) -> None:
    spoil(pack, "a-fees.toml", "id =", 'like = "nz-plan-of-action/99-none"\nid =')
    assert "there is no criterion 'nz-plan-of-action/99-none'" in problems(pack)
