"""Scoring models that a pack chooses: required items, ladders, weighted sections, letters; always with denominators."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checking import MINI, check_text, finding
from supplychain_check.cli.main import run
from supplychain_check.compare.comparison import compare
from supplychain_check.models import Assessment, DisclosureState, Role
from supplychain_check.packs import load_pack
from supplychain_check.reports.terminal import render_assessment, render_batch, render_comparison
from supplychain_check.score import mandatory, sections
from supplychain_check.steps import next_steps
from supplychain_check.totals import bands, total

STATEMENT = """
# Modern Slavery Statement 2025

This statement is made by Corran Cleaning Limited for the year ended 31 March 2025.

In March 2025 we trained all 40 staff.

We asked each cleaner in May. Our agencies may not take recruitment fees from them.
"""
LIMITS = """
[bands]
of = OF
limits = [
    { band = "A", at_least = 75, label = "strong" },
    { band = "B", at_least = 40 },
    { band = "C", at_least = 0 },
]
"""


def pack(directory: Path, scoring: str, *, total: bool = False, sections: str = "", of: str = "") -> Path:
    """The small pack with other scoring: `sections` is TOML for the first section."""
    target = Path(shutil.copytree(MINI, directory / "mini", dirs_exist_ok=True))
    head = (MINI / "pack.toml").read_text(encoding="utf-8")
    head = head.replace('scoring = ["levels", "mandatory"]', f"scoring = {scoring}\ntotal = {str(total).lower()}")
    head = head.replace('title = "Practice"', f'title = "Practice"\n{sections}')
    (target / "pack.toml").write_text(head + (LIMITS.replace("OF", of) if of else ""), encoding="utf-8")
    return target


def shown(assessment: Assessment, width: int = 120) -> str:
    return render_assessment(assessment, role=Role.PROCUREMENT, width=width, colour=False)


def test_ladders_alone_have_no_total_and_no_letter() -> None:
    found = check_text(STATEMENT)
    assert total(found) is None
    assert bands(found) == ()
    assert all(result.weighted is None for result in sections(found))
    assert "All sections together" not in shown(found)


def test_a_weight_multiplies_points_and_maximum_of_a_section(tmp_path: Path) -> None:
    found = check_text(STATEMENT, pack(tmp_path, '["weighted"]', sections="weight = 2"))
    practice, form = sections(found)
    assert (practice.points, practice.max_points) == (4, 7), "the ladders stay as they are"
    assert (practice.weighted, practice.weighted_max) == (8, 14)
    assert (form.weighted, form.weighted_max) == (form.points, form.max_points)
    assert "A  Practice: 8 of 14 points (57%); 4 of 7 on the ladders" in shown(found)


def test_a_section_can_be_worth_a_number_of_points(tmp_path: Path) -> None:
    found = check_text(STATEMENT, pack(tmp_path, '["weighted"]', sections="max_points = 20", total=True))
    practice = sections(found)[0]
    assert practice.weighted == pytest.approx(20 * 4 / 7)
    assert practice.weighted_max == 20
    together = total(found)
    assert together is not None
    assert together.points == pytest.approx(20 * 4 / 7)
    assert together.max_points == 22
    assert together.weighted
    assert "All sections together: 11.4 of 22 points (52%), weighted." in shown(found)


def test_what_does_not_apply_leaves_the_denominator_of_the_total(tmp_path: Path) -> None:
    where = pack(tmp_path, '["levels"]', total=True)
    before, after = total(check_text(STATEMENT, where)), total(check_text("We sew shirts.", where, draft=True))
    assert before is not None
    assert after is not None
    assert before.max_points == 9
    assert (after.points, after.max_points, after.nothing_counts) == (0, 7, ("B",))
    assert "without B, in which nothing counts" in shown(check_text("We sew shirts.", where, draft=True))


def test_letters_of_the_total_say_what_they_are_made_of(tmp_path: Path) -> None:
    found = check_text(STATEMENT, pack(tmp_path, '["levels", "bands"]', total=True, of='"total"'))
    (letter,) = bands(found)
    assert (letter.band, letter.total.points, letter.total.max_points) == ("B", 4, 9)
    said = shown(found)
    assert "All sections together: 4 of 9 points (44%)." in said
    assert "Band for all sections together: B." in said
    assert "Bands: A from 75%, B from 40%, C from 0% of the points that count." in said


def test_letters_of_some_sections_and_of_each(tmp_path: Path) -> None:
    some = bands(check_text(STATEMENT, pack(tmp_path, '["levels", "bands"]', total=True, of='["A"]')))
    assert [(b.band, b.total.sections) for b in some] == [("B", ("A",))]
    each = check_text(STATEMENT, pack(tmp_path, '["levels", "bands"]', of='"each section"'))
    assert [(b.of, b.band) for b in bands(each)] == [("section A", "B"), ("section B", "C")]
    assert total(each) is None
    assert "Band for section A: B, from 4 of 7 points (57%)." in shown(each)


def test_a_letter_begins_exactly_at_its_limit(tmp_path: Path) -> None:
    where = pack(tmp_path, '["levels", "bands"]', of='"each section"')
    head = where / "pack.toml"
    head.write_text(head.read_text(encoding="utf-8").replace("at_least = 75", f"at_least = {4 / 7 * 100!r}"))
    assert bands(check_text(STATEMENT, where))[0].band == "A"


def test_no_letter_where_too_much_does_not_apply_or_the_text_is_poor(tmp_path: Path) -> None:
    where = pack(tmp_path, '["levels", "bands"]', total=True, of='"total"')
    found = check_text(STATEMENT + "\nWe use no recruitment agencies.", where)
    kept = tuple(f for f in found.findings if f.criterion != "a-incidents")
    shrunk = found.model_copy(update={"findings": kept})
    (letter,) = bands(shrunk)
    assert (letter.band, letter.total.too_little) == ("", ("A",))
    assert "Band for all sections together: none, as too much of it does not apply (A)." in shown(shrunk)
    quality = found.document.quality.model_copy(update={"readable": False})
    poor = found.model_copy(update={"document": found.document.model_copy(update={"quality": quality})})
    assert bands(poor)[0].why_none == "the text is too poor to say that something is missing"


def test_required_items_alone_are_shown_without_points(tmp_path: Path) -> None:
    found = check_text(STATEMENT, pack(tmp_path, '["mandatory"]'))
    said = shown(found)
    assert "A  Practice: 1 of 3 items disclosed, 1 partly" in said
    assert "Practice: 4 of 7 points" not in said
    assert "Items disclosed, of those that count" in render_batch([("a.md", (found,))], width=120, colour=False)


def test_mandatory_items_list_what_left_the_denominator_and_apart_what_no_file_shows(tmp_path: Path) -> None:
    where = pack(tmp_path, '["mandatory", "levels"]')
    for name in ("b-website.toml", "a-recruiters.toml"):
        text = (where / name).read_text(encoding="utf-8")
        changed = "\n".join('obligation = "mandatory"' if "obligation" in line else line for line in text.split("\n"))
        (where / name).write_text(changed, encoding="utf-8")
    found = check_text(STATEMENT + "\nWe use no recruitment agencies.", where)
    result = mandatory(found)
    assert (result.total, result.counted, result.disclosed, result.partly) == (4, 2, 0, ("a-fees",))
    assert (result.missing, result.aside, result.not_checkable) == (("b-approval",), ("a-recruiters",), ("b-website",))
    assert finding(found, "a-recruiters").disclosure is DisclosureState.NOT_APPLICABLE
    said = " ".join(shown(found).split())
    assert "Mandatory items: 0 of 2 disclosed, 1 partly (Recruitment fees); nothing found on: " in said
    assert "Not counted: Recruiters (not applicable)." in said
    assert "Not checkable from the file, to be looked up: " in said


def test_tables_and_comparisons_show_total_and_letters(tmp_path: Path) -> None:
    where = pack(tmp_path, '["weighted", "bands"]', total=True, of='"total"', sections="max_points = 20")
    first, second = check_text(STATEMENT, where), check_text("We sew shirts for the year to June 2025.", where)
    table = render_batch([("a.md", (first,)), ("b.md", (second,))], width=120, colour=False)
    assert "11.4/20" in table
    assert "11.4/22" in table
    assert " band" in table
    side = render_comparison(compare((first, second)), width=120, colour=False)
    assert "All sections" in side
    assert "Band for all sections" in side
    assert first.pack.bands == load_pack(where).head.bands


def test_the_analyst_is_not_told_that_there_is_no_total_where_there_is_one(tmp_path: Path) -> None:
    said = [
        step.why for step in next_steps(check_text(STATEMENT, pack(tmp_path, '["levels"]', total=True)), Role.ANALYST)
    ]
    assert not any("no total" in why for why in said)
    assert any("no total" in step.why for step in next_steps(check_text(STATEMENT), Role.ANALYST))


def test_a_threshold_can_be_put_on_a_total(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, file = pack(tmp_path, '["levels"]', total=True), tmp_path / "statement.md"
    file.write_text(STATEMENT, encoding="utf-8")
    common = ["check", str(file), "--pack", str(where), "--kind", "statement", "--db", str(tmp_path / "a.db")]
    assert run([*common, "--fail-under", "total=40%"]) == 0
    assert run([*common, "--fail-under", "total=50%"]) == 1
    assert run([*common[:2], "--fail-under", "total=50%"]) == 2
    assert "no chosen pack has a total" in capsys.readouterr().err


def test_settings_of_switches_and_accuracy_stand_in_the_head() -> None:
    said = " ".join(shown(check_text(STATEMENT, "nz-plan-of-action")).split())
    assert "Disputed points, as set here: Approval by a person or committee: refuse" in said
    assert "criteria: accuracy not measured." in said


def test_a_table_of_many_sections_keeps_every_row_on_one_line() -> None:
    found = check_text(STATEMENT, "quality-signals")
    table = render_batch([("a/one.md", (found,)), ("b/two.md", (found,))], width=80, colour=False).splitlines()
    assert max(map(len, table)) <= 80
    heads = [line.split() for line in table if line.startswith("File ")]
    sections_shown = [word for line in heads for word in line if word.rstrip(".").isdigit()]
    assert sections_shown == [f"{n}." for n in range(1, len(found.pack.sections) + 1)]
    assert sum("one.md" in line for line in table) == len(heads)
