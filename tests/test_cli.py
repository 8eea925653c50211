"""The command line as a user meets it: what it prints, what it stores, how it leaves."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from conftest import SAMPLES
from supplychain_check.cli.main import run
from supplychain_check.errors import ExitCode

Write = Callable[[str, str], Path]
CANONICAL = SAMPLES / "canonical" / "statement.md"
SMALL = SAMPLES / "small-firm" / "statement.md"
MINI = str(Path(__file__).parent / "packs" / "mini")


class Result:
    """Exit code and what was printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def tool(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def call(*args: object) -> Result:
        code = run([str(arg) for arg in args])
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return call


Tool = Callable[..., Result]


def _ids(tool: Tool) -> list[str]:
    return [row["assessment"]["id"] for row in json.loads(tool("check", CANONICAL, SMALL, "--json").out)["assessments"]]


# --- check ---------------------------------------------------------------------------------------------


def test_check_prints_who_when_and_every_section(tool: Tool) -> None:
    result = tool("check", CANONICAL)
    assert result.code == ExitCode.DONE
    for part in ("Pellworth Supply Limited", "30 June 2026", "Mandatory", "points", "Actions 13 to 17", "UNREVIEWED"):
        assert part in result.out
    for section in ("13", "14", "15", "16", "17"):
        assert f"\n{section}  " in result.out


def test_check_fits_two_screens_of_80_columns_without_colour(tool: Tool) -> None:
    lines = tool("check", CANONICAL.with_suffix(".pdf")).out.splitlines()
    assert len(lines) <= 106
    assert max(map(len, lines)) <= 80
    assert not any("\x1b" in line for line in lines)


def test_verbose_shows_more(tool: Tool) -> None:
    assert len(tool("check", CANONICAL, "-v").out) > 2 * len(tool("check", CANONICAL).out)


@pytest.mark.parametrize("role", ["procurement", "analyst", "author"])
def test_next_steps_follow_the_role(tool: Tool, role: str) -> None:
    results = {r: tool("check", CANONICAL, "--for", r).out for r in ("procurement", "analyst", "author")}
    assert len(set(results.values())) == 3
    assert results[role]


def test_a_draft_is_not_stored_and_not_asked_for_its_signature(tool: Tool, tmp_path: Path) -> None:
    result = tool("check", SAMPLES / "empty-talk" / "statement.md", "--draft")
    assert result.code == ExitCode.DONE
    assert "not due yet" in result.out.lower()
    assert "if not, say so" in result.out
    assert not (tmp_path / "results.db").exists()


def test_many_files_keep_going_past_bad_ones(tool: Tool, write: Write) -> None:
    write("box/empty.md", "")
    write("box/noise.pdf", "this is no PDF")
    shutil.copy(CANONICAL, write("box/one.md", "x"))
    shutil.copy(CANONICAL, write("box/two.md", "x"))
    shutil.copy(SAMPLES / "policy" / "policy.md", write("box/z-policy.md", "x"))
    folder = write("box/again.md", "x").parent
    (folder / "again.md").unlink()
    result = tool("check", folder, "--pack", MINI)
    assert result.code == ExitCode.INPUT
    for part in ("empty", "noise.pdf", "z-policy.md", "policy", "two.md"):
        assert part in result.out
    assert tool("check", folder, "--pack", MINI, "--allow-unreadable").code == ExitCode.DONE


def test_a_missing_file_is_a_row_and_exit_3(tool: Tool) -> None:
    result = tool("check", "no-such-file.pdf")
    assert result.code == ExitCode.INPUT
    assert "no-such-file.pdf" in result.out


def test_an_empty_folder_is_a_usage_error(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert tool("check", tmp_path / "nothing").code == ExitCode.USAGE


def test_policies_are_named_and_scored_only_when_asked(tool: Tool) -> None:
    policy = SAMPLES / "policy" / "policy.md"
    result = tool("check", policy)
    assert "policy" in result.out
    assert "--kind statement" in " ".join(result.out.split())
    assert result.code == ExitCode.INPUT
    assert tool("check", policy, "--kind", "statement").code == ExitCode.DONE


def test_several_packs_give_several_results(tool: Tool) -> None:
    report = json.loads(tool("check", CANONICAL, "--pack", MINI, "--pack", "nz-plan-of-action", "--json").out)
    assert [row["assessment"]["pack"]["id"] for row in report["assessments"]] == ["mini", "nz-plan-of-action"]


def test_mandatory_items_stand_apart(tool: Tool) -> None:
    assert "none" in tool("check", CANONICAL).out.split("andatory items")[1][:80]
    assert "1 of 2 disclosed, 1 partly" in tool("check", CANONICAL, "--pack", MINI).out


def test_an_unknown_pack_exits_with_4(tool: Tool) -> None:
    result = tool("check", CANONICAL, "--pack", "no-such-pack")
    assert result.code == ExitCode.PACK
    assert "nz-plan-of-action" in result.err


# --- machine-readable ----------------------------------------------------------------------------------


def test_json_follows_the_published_schema(tool: Tool) -> None:
    schema = json.loads(tool("schema").out)
    report = json.loads(tool("check", CANONICAL, SAMPLES / "policy" / "policy.md", "gone.pdf", "--json").out)
    jsonschema.validate(report, schema)
    assert len(report["assessments"]) == len(report["excluded"]) == len(report["unreadable"]) == 1


def test_csv_has_a_row_a_finding_and_starts_no_formula(tool: Tool, write: Write) -> None:
    evil = write("evil.md", CANONICAL.read_text(encoding="utf-8").replace("Pellworth", "=HYPERLINK"))
    rows = list(csv.DictReader(io.StringIO(tool("check", evil, "--csv").out)))
    assert len(rows) >= 35
    assert not [value for row in rows for value in row.values() if value and value[0] in "=+@\t\r"]


def test_a_batch_leaves_a_record(tool: Tool, tmp_path: Path, write: Write) -> None:
    write("empty.md", "")
    record = tmp_path / "record.json"
    tool("check", CANONICAL, CANONICAL.with_suffix(".txt"), "empty.md", CANONICAL, SAMPLES / "policy" / "policy.md",
         "--manifest", record)  # fmt: skip
    manifest = json.loads(record.read_text(encoding="utf-8"))
    assert [row["outcome"] for row in manifest["inputs"]] == ["assessed", "assessed", "unreadable", "not a statement"]
    assert manifest["packs"][0]["sha256"]
    assert manifest["versions"]["spacy"]
    assert manifest["inputs"][0]["assessments"]


def test_the_same_bytes_twice_are_a_duplicate(tool: Tool, tmp_path: Path) -> None:
    shutil.copy(CANONICAL, tmp_path / "copy.md")
    report = json.loads(tool("check", CANONICAL, tmp_path / "copy.md", "--json").out)
    assert report["duplicates"][0]["path"].endswith("copy.md")
    assert len(report["assessments"]) == 1


# --- thresholds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("threshold", "code"),
    [
        ("13=1", ExitCode.DONE),
        ("13=999", ExitCode.BELOW_THRESHOLD),
        ("16=99%", ExitCode.BELOW_THRESHOLD),
        ("13=1|16=999", ExitCode.BELOW_THRESHOLD),
        ("70", ExitCode.USAGE),
        ("99=1", ExitCode.USAGE),
        ("13=many", ExitCode.USAGE),
        ("=1", ExitCode.USAGE),
        ("13=nan", ExitCode.USAGE),
        ("13=-1", ExitCode.USAGE),
    ],
)
def test_fail_under(tool: Tool, threshold: str, code: ExitCode) -> None:
    assert tool("check", CANONICAL, "--fail-under", threshold).code == code


def test_fail_under_mandatory(tool: Tool) -> None:
    assert tool("check", CANONICAL, "--pack", MINI, "--fail-under", "mandatory=1").code == ExitCode.DONE
    assert tool("check", CANONICAL, "--pack", MINI, "--fail-under", "mandatory=2").code == ExitCode.BELOW_THRESHOLD


def test_a_threshold_on_mandatory_items_needs_a_pack_that_has_some(tool: Tool) -> None:
    result = tool("check", CANONICAL, "--fail-under", "mandatory=1")
    assert result.code == ExitCode.USAGE
    assert "mandatory" in result.err


def test_unreadable_outranks_a_missed_threshold(tool: Tool) -> None:
    assert tool("check", CANONICAL, "gone.pdf", "--fail-under", "13=999").code == ExitCode.INPUT


# --- stored results ------------------------------------------------------------------------------------


def test_list_show_and_delete(tool: Tool) -> None:
    first, second = _ids(tool)
    listed = tool("list").out
    assert first in listed
    assert second in listed
    assert "Pellworth" in tool("show", first[:6]).out
    assert tool("show", first, "--json").out.startswith("{")
    assert tool("delete", first, "--yes").code == ExitCode.DONE
    gone = tool("show", first)
    assert gone.code == ExitCode.DATABASE
    assert second in tool("list").out
    assert tool("show", second).code == ExitCode.DONE


def test_checking_again_stores_nothing_twice(tool: Tool) -> None:
    assert _ids(tool) == _ids(tool)
    assert tool("list").out.count("Pellworth") == 1


def test_compare_marks_differences(tool: Tool) -> None:
    result = tool("compare", *_ids(tool))
    assert result.code == ExitCode.DONE
    assert "Pellworth" in result.out
    assert max(map(len, result.out.splitlines())) <= 80
    assert tool("compare", _ids(tool)[0]).code == ExitCode.USAGE
    rows = list(csv.reader(io.StringIO(tool("compare", *_ids(tool), "--csv").out)))
    assert len(rows) > 35


def test_results_of_different_packs_do_not_compare_silently(tool: Tool) -> None:
    one = json.loads(tool("check", CANONICAL, "--json").out)["assessments"][0]["assessment"]["id"]
    two = json.loads(tool("check", SMALL, "--pack", MINI, "--json").out)["assessments"][0]["assessment"]["id"]
    assert tool("compare", one, two).code == ExitCode.USAGE


def test_overrule_keeps_both_readings(tool: Tool) -> None:
    first = _ids(tool)[0]
    said = tool("overrule", first, "16-risks", "--level", 1, "--reason", "Generic text", "--by", "A. Officer")
    assert said.code == ExitCode.DONE
    shown = tool("show", first).out
    assert "A. Officer" in shown
    assert "Generic text" in shown
    again = tool("check", CANONICAL).out
    assert "A. Officer" in again, "the same check keeps its reviews"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("16-risks", "--level", 9, "--reason", "x", "--by", "y"), ExitCode.USAGE),
        (("16-risks", "--level", 1, "--reason", " ", "--by", "y"), ExitCode.USAGE),
        (("16-risk", "--level", 1, "--reason", "x", "--by", "y"), ExitCode.DATABASE),
        (("16-publication", "--level", 1, "--reason", "x", "--by", "y"), ExitCode.USAGE),
        (("16-risks", "--reason", "x", "--by", "y"), ExitCode.USAGE),
    ],
)
def test_overrule_refuses_what_makes_no_sense(tool: Tool, args: tuple[object, ...], code: ExitCode) -> None:
    result = tool("overrule", _ids(tool)[0], *args)
    assert result.code == code
    assert result.err


def test_a_review_comes_back_unconfirmed_after_a_recheck(tool: Tool) -> None:
    first = _ids(tool)[0]
    tool("overrule", first, "16-risks", "--level", 0, "--reason", "Generic text", "--by", "A. Officer")
    report = json.loads(tool("check", CANONICAL, "--kind", "statement", "--json").out)
    again = report["assessments"][0]["assessment"]
    assert again["id"] != first
    reviews = next(f for f in again["findings"] if f["criterion"] == "16-risks")["reviews"]
    assert [review["confirmed"] for review in reviews] == [False]


def test_db_path_and_the_option(tool: Tool, tmp_path: Path) -> None:
    assert str(tmp_path / "results.db") in tool("db", "path").out
    other = tmp_path / "other.db"
    tool("check", SMALL, "--db", other)
    assert other.exists()
    assert not (tmp_path / "results.db").exists()


def test_a_file_that_is_no_database_is_left_alone(tool: Tool, write: Write) -> None:
    path = write("notes.db", "my notes")
    assert tool("check", SMALL, "--db", path).code == ExitCode.DATABASE
    assert path.read_text(encoding="utf-8") == "my notes"


# --- packs, settings, help -----------------------------------------------------------------------------


def test_packs_commands(tool: Tool) -> None:
    assert "nz-plan-of-action" in tool("packs", "list").out
    assert "14-recruitment-fees" in tool("packs", "show", "nz-plan-of-action").out
    one = tool("packs", "show", "nz-plan-of-action", "--criterion", "14-recruitment-fees").out
    assert "Level 3" in one
    assert tool("packs", "show", "nz-plan-of-action", "--criterion", "x").code == ExitCode.PACK
    assert tool("packs", "test", MINI).code == ExitCode.DONE


def test_packs_test_fails_with_4_and_says_why(tool: Tool, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(MINI, tmp_path / "mini"))
    path = broken / "a-fees.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("level = 0", "level = 2", 1), encoding="utf-8")
    result = tool("packs", "test", broken)
    assert result.code == ExitCode.PACK
    assert "a-fees: example" in result.out


def test_settings_stand_below_the_command_line(tool: Tool, write: Write) -> None:
    write("supplychain-check.toml", f'[check]\npack_names = ["{MINI}"]\n')
    assert "A small pack for tests" in tool("check", CANONICAL).out
    assert "A small pack" not in tool("check", CANONICAL, "--pack", "nz-plan-of-action").out
    write("supplychain-check.toml", "[check\n")
    result = tool("check", CANONICAL)
    assert result.code == ExitCode.USAGE
    assert "not valid TOML" in result.err


def test_limits_of_reading_are_settings(tool: Tool, write: Write) -> None:
    statement = CANONICAL.with_suffix(".pdf")
    write("supplychain-check.toml", "[limits]\npages = 3\nwall = 60\n")
    result = tool("check", statement)
    assert result.code == ExitCode.INPUT
    assert "4 pages; the limit is 3" in " ".join(result.out.split())
    write("supplychain-check.toml", "[limits]\npages = 4\n")
    assert tool("check", statement).code == ExitCode.DONE
    for wrong in ("pages = 0", 'pages = "many"', "leaves = 3", "pages = true"):
        write("supplychain-check.toml", f"[limits]\n{wrong}\n")
        refused = tool("check", statement)
        assert refused.code == ExitCode.USAGE
        assert "the defaults are" in refused.err


@pytest.mark.parametrize("args", [("--help",), ("check", "--help"), ("packs", "--help"), ("--version",)])
def test_help(tool: Tool, args: tuple[str, ...]) -> None:
    result = tool(*args)
    assert result.code == ExitCode.DONE
    assert result.out


def test_wrong_usage_exits_with_2(tool: Tool) -> None:
    assert tool("check").code == ExitCode.USAGE
    assert tool("chekc", "x").code == ExitCode.USAGE
