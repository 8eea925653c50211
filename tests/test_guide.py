"""The guide to writing a pack is true: its commands, its excerpts of files, its changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import REPOSITORY, SAMPLES
from goldens import updating
from supplychain_check.packs import load_pack
from test_docs import SESSION, session

GUIDE = REPOSITORY / "docs" / "writing-a-pack.md"
EXCERPT = re.compile(r"<!-- file: (\S+) -->\n```toml\n(.*?)```", re.S)
CHANGE = re.compile(r"<!-- change: (\S+) -->\n```diff\n(.*?)```", re.S)
STEP = re.compile(f"{CHANGE.pattern}|{SESSION.pattern}", re.S)


def apply(path: Path, change: str) -> str:
    """Make the change that a diff block shows."""
    lines = change.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] in kept) for kept in (" -", " +"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return change


def test_the_commands_of_the_guide_print_what_it_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLES / "packs", tmp_path / "samples" / "packs")
    text = GUIDE.read_text(encoding="utf-8")

    def step(found: re.Match[str]) -> str:
        path, change, start, part, count, command, _, end = found.groups()
        if change:
            apply(tmp_path / path, change)
            return found[0]
        return f"{start}{session(command, part, count, capsys)}{end}"

    real = STEP.sub(step, text)
    assert len(SESSION.findall(text)) >= 6
    assert ", 0 problems." in real
    if updating():
        GUIDE.write_text(real, encoding="utf-8")
    assert GUIDE.read_text(encoding="utf-8") == real, "run the tests with SUPPLYCHAIN_CHECK_UPDATE_GOLDENS=1"


def test_the_excerpts_of_the_guide_stand_in_the_files() -> None:
    excerpts = EXCERPT.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(excerpts) >= 4
    for path, excerpt in excerpts:
        assert excerpt in (REPOSITORY / path).read_text(encoding="utf-8"), excerpt


def test_the_pack_of_the_guide_is_what_the_guide_says() -> None:
    pack, base = load_pack(SAMPLES / "packs" / "halswater-transport"), load_pack("nz-plan-of-action")
    weights = {c.id: c.weight for c in pack.criteria}
    assert sum(weights[c.id] != c.weight for c in base.criteria if c.id in weights) == 2
    assert weights.keys() - {c.id for c in base.criteria} == {"buses-training-bonds"}


def test_links_of_the_guide_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", GUIDE.read_text(encoding="utf-8")):
        assert (GUIDE.parent / target).exists(), target
