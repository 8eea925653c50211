"""Bad files of every kind through the public interface: each gives its rows, and nothing is written anywhere."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from checking import MINI
from supplychain_check.models import Options, Unreadable
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import FileResult, Pipeline
from zoo import ANIMALS, PROSE, Animal
from zoo_answers import ANSWERS
from zoo_boxes import BOXED
from zoo_files import FILES

ALL: dict[str, Animal] = ANIMALS | ANSWERS | BOXED | FILES


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline((load_pack(MINI),), Options())


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def rows(pipeline: Pipeline, path: Path) -> list[FileResult]:
    found = list(pipeline.run([path]))
    assert found
    assert all(result.outcomes for result in found)
    return found


def test_the_zoo_is_large() -> None:
    assert len(ALL) >= 100


@pytest.mark.parametrize("animal", ALL.values(), ids=ALL.keys())
def test_each_gives_its_rows_and_nothing_is_written(
    animal: Animal, pipeline: Pipeline, tmp_path: Path, elsewhere: Path
) -> None:
    home = tmp_path / "a" / "b" / "c"
    home.mkdir(parents=True)
    path = home / animal.name
    path.write_bytes(animal.make())
    before = contents(tmp_path)
    found = rows(pipeline, path)
    assert contents(tmp_path) == before
    refused = [outcome for result in found for outcome in result.outcomes if isinstance(outcome, Unreadable)]
    assert {row.reason for row in refused} <= set(animal.reasons), refused
    # whether letters are found in the noise of a scan depends on what is installed
    assert bool(refused) == bool(animal.reasons) or animal.name == "scan.pdf"
    for row in refused:
        assert row.message
        assert row.hint
    for result in found:
        assert result.path == str(path) or result.path.startswith(f"{path}/")
        inside = result.path.removeprefix(str(path)).split("/")
        assert not {".", ".."} & set(inside)
        assert inside == [part for part in inside if part.isprintable()]


@pytest.mark.parametrize("kind", ["folder", "pipe", "broken link", "link in a circle", "device"])
def test_what_is_no_file_gives_a_row(kind: str, pipeline: Pipeline, tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "broken link":
            path.symlink_to(tmp_path / "gone.pdf")
        case "link in a circle":
            path.symlink_to(path)
        case _:
            path.symlink_to("/dev/zero")
    (found,) = rows(pipeline, path)
    assert isinstance(found.outcomes[0], Unreadable)


def test_names_that_are_no_text(pipeline: Pipeline, tmp_path: Path) -> None:
    for name in (b"\xff\xfe.txt", b"\x1b[2J\n.txt", b"a" * 250 + b".txt"):
        path = tmp_path / os.fsdecode(name)
        path.write_bytes(PROSE.encode())
        (found,) = rows(pipeline, path)
        assert not isinstance(found.outcomes[0], Unreadable)
