"""Tools for people who write packs, as they meet them: test, new, diff, coverage, impact."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from supplychain_check.cli.main import run
from supplychain_check.errors import ExitCode

MINI = Path(__file__).parent / "packs" / "mini"
Write = Callable[[str, str], Path]
STATEMENT = """# Modern Slavery Statement 2026

This statement covers {firm} Limited for the year ended 31 March 2026.

{said}

This statement was approved by the board of directors of {firm} Limited on 2 June 2026.
"""


class Result:
    """Exit code and what was printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def flat(self) -> str:
        """What was printed, on one line."""
        return " ".join(self.out.split())


Tool = Callable[..., Result]


@pytest.fixture
def tool(capsys: pytest.CaptureFixture[str]) -> Tool:
    def call(*args: object) -> Result:
        code = run([str(arg) for arg in args])
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return call


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the small pack, to be changed."""
    return Path(shutil.copytree(MINI, tmp_path / "mine" / "mini"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folder(write: Write) -> Path:
    """Three statements, a copy of one, a policy, and a file that cannot be read."""
    said = {
        "alder": "In March 2026 we trained all 40 staff. We repaid $1,200 in recruitment fees to three workers.",
        "birch": "Next year we will train our staff.",
        "cedar": "We clean offices in Nelson.",
    }
    for firm, words in said.items():
        write(f"docs/{firm}.md", STATEMENT.format(firm=firm.capitalize(), said=words))
    shutil.copy(Path("docs/cedar.md"), Path("docs/second-cedar.md"))
    write("docs/notes.md", "# Minutes\n\nThe meeting began at nine. The kettle is broken.\n")
    return write("docs/broken.pdf", "%PDF-1.7 nothing follows").parent


# --- test ----------------------------------------------------------------------------------------------


def test_a_failing_example_says_what_it_lacks(tool: Tool, pack: Path) -> None:
    change(
        pack / "a-training.toml",
        'text = "Next year we will train all 40 staff."\nlevel = 1',
        'text = "Next year we will train all 40 staff."\nlevel = 2',
    )
    result = tool("packs", "test", pack)
    assert result.code == ExitCode.PACK
    assert "a-training: example 2 should get 2 but got 1" in result.out
    assert "For level 2 it reads as a promise; what counts is something done or in place." in result.out
    assert "Signals that fire in it: train, workers." in result.out
    assert "1 problem." in result.out


def test_an_example_above_its_level_says_what_lifts_it(tool: Tool, pack: Path) -> None:
    change(pack / "a-training.toml", "level = 2\nsmall_firm = true", "level = 1\nsmall_firm = true")
    assert "It reaches level 2 by \"train\": 'trained'; a number: '40 staff'." in tool("packs", "test", pack).out


def test_what_is_missing_comes_with_what_to_do(tool: Tool, pack: Path) -> None:
    change(pack / "a-training.toml", 'phrases = ["train*"]', 'phrases = ["coached"]')
    change(pack / "signals.toml", "[workers]", '[workers]\nnote = "People"')
    out = tool("packs", "test", pack).out
    assert "a-training: signal 'train' fires in no example\n    Write an example in which it fires" in out
    assert "a-training: no negative example (level 0) in which a signal fires\n    Write a sentence" in out


def test_shared_signals_must_be_exercised_too(tool: Tool, pack: Path) -> None:
    change(pack / "signals.toml", '["worker*", "staff", "employee*", "cleaner*"]', '["zebra*"]')
    assert "signals.toml: signal 'workers' fires in no example" in tool("packs", "test", pack).out


def test_without_the_topic_model_a_pack_stands_on_its_phrases(tool: Tool, pack: Path) -> None:
    assert tool("packs", "test", pack, "--model", "none").code == ExitCode.DONE
    change(
        pack / "a-training.toml", 'all = ["train", "workers"]', 'all = ["train", "workers", "topic:risk_mitigation"]'
    )
    result = tool("packs", "test", pack, "--model", "none")
    assert result.code == ExitCode.PACK
    assert "lacks the topic risk mitigation" in result.out


def test_every_example_is_shown_on_request(tool: Tool) -> None:
    out = tool("packs", "test", MINI, "-v").out
    assert "ok: a-training example 1, expected 2, got 2" in out
    assert "known miss: a-training example 4" in out


# --- new -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["shipped", "none"])
def test_a_new_pack_passes_at_once(tool: Tool, model: str) -> None:
    assert tool("packs", "new", "harbour-agency", "--in", "deep/folder").code == ExitCode.DONE
    result = tool("packs", "test", "deep/folder/harbour-agency", "--model", model)
    assert result.code == ExitCode.DONE
    assert "1 criterion, 4 examples, 0 problems" in result.out


def test_a_new_pack_on_top_of_another_passes_at_once(tool: Tool, pack: Path) -> None:
    folder = pack.parent
    for name, below in (("first", "mini"), ("second", "first")):
        assert tool("packs", "new", name, "--extends", below, "--in", folder).code == ExitCode.DONE
        assert tool("packs", "test", folder / name).code == ExitCode.DONE
    assert "weight: was 1, now 2" in tool("packs", "diff", pack, folder / "first").out


@pytest.mark.parametrize("extends", [(), ("--extends", "nz-plan-of-action")])
def test_each_key_of_a_new_pack_is_explained(tool: Tool, extends: tuple[str, ...]) -> None:
    tool("packs", "new", "harbour-agency", *extends)
    seen: set[str] = set()
    for path in sorted(Path("harbour-agency").glob("*.toml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for above, line in zip(["", *lines], lines, strict=False):
            key = re.match(r"(\w+) = ", line)
            if key and key[1] not in seen and not above.startswith("[signals"):
                assert "# " in line or above.startswith("#") or key[1] == "phrases", line
                seen.add(key[1])
    assert seen >= {"id", "title", "question", "ask", "level", "advice", "all", "scope", "text", "schema_version"}


def test_nothing_is_ever_overwritten(tool: Tool, write: Write) -> None:
    mine = write("harbour-agency/pack.toml", "mine")
    result = tool("packs", "new", "harbour-agency")
    assert result.code == ExitCode.USAGE
    assert "nothing is ever overwritten" in result.err
    assert [*mine.parent.iterdir()] == [mine]
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["../up", "Big", "a b", "-x", "", "a/b", "con", "x" * 41, "nz-plan-of-action", "a\n"])
def test_unsafe_names_are_refused(tool: Tool, tmp_path: Path, name: str) -> None:
    result = tool("packs", "new", "--", name)
    assert result.code == ExitCode.USAGE
    assert result.err.startswith("Error: ")
    assert not list(tmp_path.glob("**/*.toml"))


def test_a_pack_to_take_over_must_be_there(tool: Tool, pack: Path) -> None:
    assert "no pack 'nonsense'" in tool("packs", "new", "mine", "--extends", "nonsense").err
    assert "--extends mini" in tool("packs", "new", "mine", "--extends", pack).err


# --- diff ----------------------------------------------------------------------------------------------


def test_the_same_pack_does_not_differ(tool: Tool, pack: Path) -> None:
    assert "Nothing differs: 8 criteria alike." in tool("packs", "diff", MINI, pack).out


def test_differences_are_said_in_words(tool: Tool, pack: Path) -> None:
    change(pack / "a-training.toml", '["train*"]', '["trained", "course"]')
    change(pack / "a-training.toml", 'obligation = "recommended"', 'obligation = "mandatory"\nweight = 3')
    change(pack / "a-training.toml", 'label = "How many were trained, and when"', 'label = "How many were taught"')
    change(pack / "a-incidents.toml", '[[levels.when]]\nall = ["case"]', '[[levels.when]]\nall = ["case", "fact:date"]')
    change(pack / "signals.toml", '"cleaner*"', '"picker*"')
    change(pack / "pack.toml", '"b-website", ', "")
    (pack / "b-website.toml").unlink()
    said = tool("packs", "diff", MINI, pack).flat
    for part in (
        'shared signal "workers": phrase "picker*" added; phrase "cleaner*" removed',
        "Criteria removed (1) b-website:",
        'signal "train": phrases "trained" and "course" added; phrase "train*" removed',
        "obligation: was recommended, now mandatory",
        "weight: was 1, now 3",
        'level 2, label: was "How many were trained, and when", now "How many were taught"',
        'level 2 is reached also by: In one sentence: "case" + a date; as something done or in place.',
        'level 2 is reached no more by: In one sentence: "case"; as something done or in place.',
        "0 added, 1 removed, 2 changed, 5 alike",
    ):
        assert part in said, part
    found = json.loads(tool("packs", "diff", MINI, pack, "--json").out)
    changed = {one["criterion"]: one for one in found["criteria"]}
    assert {
        "kind": "changed",
        "what": "weight",
        "text": "weight: was 1, now 3",
        "before": 1.0,
        "after": 3.0,
    } in changed["a-training"]["changes"]
    assert found["unchanged"] == 5


def test_additions_are_removals_the_other_way_round(tool: Tool, pack: Path) -> None:
    change(pack / "pack.toml", '"b-website", ', "")
    (pack / "b-website.toml").unlink()
    assert "Criteria added (1)" in tool("packs", "diff", pack, MINI).out


# --- coverage ------------------------------------------------------------------------------------------


def test_coverage_counts_levels_signals_and_what_was_not_read(tool: Tool, folder: Path) -> None:
    found = json.loads(tool("packs", "coverage", MINI, "--on", folder, "--json").out)
    reading = found["reading"]
    assert (reading["n"], len(reading["unreadable"]), len(reading["left_out"]), reading["duplicates"]) == (3, 1, 1, 1)
    levels = {one["criterion"]: one["levels"] for one in found["criteria"]}
    assert levels["a-training"] == [1, 1, 1]
    assert levels["a-fees"] == [2, 0, 0, 1]
    assert levels["b-approval"] == [0, 3]
    states = {one["criterion"]: one["states"] for one in found["criteria"]}
    assert states["a-recruiters"] == {"not asked here": 3}
    uses = {(one["criterion"], one["signal"]): one for one in found["signals"]}
    assert (uses["a-training", "train"]["documents"], uses["a-training", "train"]["sentences"]) == (2, 2)
    assert uses["", "workers"]["documents"] == 2
    assert uses["a-incidents", "case"]["documents"] == 0


def test_coverage_names_what_is_never_reached(tool: Tool, folder: Path) -> None:
    said = tool("packs", "coverage", MINI, "--on", folder).flat
    assert "3 documents scored; 1 could not be read; 1 left out" in said
    assert "Criteria that none of 3 documents reaches" in said
    assert "a-incidents: Incidents" in said
    assert re.search(r"Signals that fire in no sentence of 3 documents \(\d+ of \d+\)", said)
    assert "broken.pdf" not in said
    verbose = tool("packs", "coverage", MINI, "--on", folder, "-v").out
    assert "broken.pdf" in verbose
    assert re.search(r"a-training/train +2 +2 +0", verbose)


@pytest.mark.parametrize(("make", "why"), [(False, "There is no folder"), (True, "No files that can be read")])
def test_a_folder_without_documents_is_a_mistake(tool: Tool, tmp_path: Path, make: bool, why: str) -> None:
    path = tmp_path / "empty"
    if make:
        path.mkdir()
    result = tool("packs", "coverage", MINI, "--on", path)
    assert result.code == ExitCode.USAGE
    assert why in result.err


# --- impact --------------------------------------------------------------------------------------------


@pytest.fixture
def changed(pack: Path) -> Path:
    """The small pack with one finding gained, one lost, one raised and one lowered on the folder."""
    change(pack / "a-training.toml", '["train*"]', '["train", "clean"]')
    change(pack / "a-training.toml", '["train", "workers"]', '["train"]')
    change(pack / "a-fees.toml", '["repaid|refunded|reimbursed ... fee*"]', '["refunded"]')
    return pack


def test_impact_names_each_finding_that_differs(tool: Tool, changed: Path, folder: Path) -> None:
    found = json.loads(tool("packs", "impact", MINI, changed, "--on", folder, "--json").out)
    moves = {(Path(m["document"]).stem, m["criterion"]): m for m in found["moves"]}
    assert {key: m["kind"] for key, m in moves.items()} == {
        ("alder", "a-training"): "lost",
        ("alder", "a-fees"): "lowered",
        ("cedar", "a-training"): "gained",
    }
    assert moves["alder", "a-training"]["quote"] == "In March 2026 we trained all 40 staff."
    assert moves["cedar", "a-training"]["quote"] == "We clean offices in Nelson."
    assert found["compared"] == 24
    assert found["reading"]["n"] == 3
    back = json.loads(tool("packs", "impact", changed, MINI, "--on", folder, "--json").out)
    assert sorted(m["kind"] for m in back["moves"]) == ["gained", "lost", "raised"]


def test_impact_in_words_has_totals_with_n(tool: Tool, changed: Path, folder: Path) -> None:
    said = tool("packs", "impact", MINI, changed, "--on", folder).flat
    assert "Findings that differ: 3 of 24" in said
    assert "1 gained: found now, and nothing before" in said
    assert "By criterion (n = 3 documents)" in said
    assert 'a-fees: lowered, level 3 before, 1 now Before: "We repaid $1,200 in recruitment fees' in said
    assert "Points of a section differ in 2 of 3 documents" in said


def test_impact_as_a_table(tool: Tool, changed: Path, folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(tool("packs", "impact", MINI, changed, "--on", folder, "--csv").out)))
    assert [(row["criterion"], row["kind"]) for row in rows] == [
        ("a-fees", "lowered"),
        ("a-training", "lost"),
        ("a-training", "gained"),
    ]
    assert rows[0]["before_level"] == "3"


def test_the_same_pack_changes_nothing(tool: Tool, pack: Path, folder: Path) -> None:
    said = tool("packs", "impact", MINI, pack, "--on", folder).flat
    assert "Findings that differ: 0 of 24" in said
    assert "By criterion" not in said


def test_criteria_of_one_pack_only_are_marked(tool: Tool, pack: Path, folder: Path) -> None:
    change(pack / "pack.toml", '"a-fees", ', "")
    (pack / "a-fees.toml").unlink()
    assert "a-fees (removed): lost, level 3 before" in tool("packs", "impact", MINI, pack, "--on", folder).flat
    assert "a-fees (new): gained, level 0 before, 3 now" in tool("packs", "impact", pack, MINI, "--on", folder).flat
