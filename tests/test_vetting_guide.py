"""The guide to vetting is true: its commands, its files, its links."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import REPOSITORY, SAMPLES
from goldens import updating
from supplychain_check.vetting.values import Verdict
from test_docs import SESSION, session

GUIDE = REPOSITORY / "docs" / "vetting.md"
SHOWN = re.compile(r"(<!-- shows (head|tail)=(\d+): (\S+) -->\n```text\n)(.*?)(```)", re.S)


def test_the_commands_of_the_guide_print_what_it_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLES / "suppliers", tmp_path / "samples" / "suppliers")
    text = GUIDE.read_text(encoding="utf-8")
    real = SESSION.sub(lambda m: m[1] + session(m[4], m[2], m[3], capsys) + m[6], text)
    real = SHOWN.sub(lambda m: m[1] + part(Path(m[4]), m[2], int(m[3])) + m[6], real)
    if updating():
        GUIDE.write_text(real, encoding="utf-8")
    assert len(SESSION.findall(text)) >= 5
    assert SHOWN.search(text)
    assert GUIDE.read_text(encoding="utf-8") == real, "run the tests with SUPPLYCHAIN_CHECK_UPDATE_GOLDENS=1"


def part(path: Path, which: str, count: int) -> str:
    """The first or last lines of a file that a command of the guide wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    shown = [*lines[:count], "[...]"] if which == "head" else ["[...]", *lines[-count:]]
    return "\n".join(shown) + "\n"


def test_the_guide_explains_every_verdict() -> None:
    explained = re.findall(r"^\| ([a-z ]+) \|", GUIDE.read_text(encoding="utf-8"), re.M)
    assert set(explained) == {"verdict", *(verdict.value for verdict in Verdict)}


def test_links_of_the_guide_lead_somewhere() -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]+)(?:#([\w-]+))?\)", GUIDE.read_text(encoding="utf-8")):
        path = GUIDE.parent / target
        assert path.exists(), target
        headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
        assert not anchor or anchor in {heading.lower().replace(" ", "-") for heading in headings}, anchor
