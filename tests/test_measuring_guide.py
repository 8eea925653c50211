"""The guide to measuring is true: its commands, its map, its links."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import REPOSITORY, SAMPLES
from goldens import updating
from test_docs import SESSION, session

GUIDE = REPOSITORY / "docs" / "measuring.md"


def test_the_commands_of_the_guide_print_what_it_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("labels", "packs"):
        shutil.copytree(SAMPLES / folder, tmp_path / "samples" / folder)
    text = GUIDE.read_text(encoding="utf-8")
    real = SESSION.sub(lambda m: m[1] + session(m[4], m[2], m[3], capsys) + m[6], text)
    if updating():
        GUIDE.write_text(real, encoding="utf-8")
    assert len(SESSION.findall(text)) >= 2
    assert GUIDE.read_text(encoding="utf-8") == real, "run the tests with SUPPLYCHAIN_CHECK_UPDATE_GOLDENS=1"


def test_the_map_of_the_guide_is_the_one_that_is_used() -> None:
    shown = re.findall(r"<!-- file: (\S+) -->\n```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert shown
    assert all((REPOSITORY / path).read_text(encoding="utf-8") == body for path, body in shown)


def test_links_of_the_guide_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", GUIDE.read_text(encoding="utf-8")):
        assert (GUIDE.parent / target).exists(), target
