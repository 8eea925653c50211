"""The generated samples are what their sources make."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from conftest import SAMPLES
from supplychain_check.readers import read


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script that makes the samples, loaded from its file."""
    spec = importlib.util.spec_from_file_location("build_samples", SAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        # the writers of single formats stand beside the script
        patch.syspath_prepend(str(SAMPLES))
        spec.loader.exec_module(module)
    return module


def test_html_text_and_padding_are_up_to_date(build: ModuleType) -> None:
    source = (SAMPLES / "canonical" / "statement.md").read_text(encoding="utf-8")
    blocks = build.parse(source)
    made = {
        "canonical/statement.html": build.to_html(blocks),
        "canonical/statement.txt": build.to_text(blocks),
        "adversarial/padded/statement.md": build.padded(source),
    }
    for name, text in made.items():
        assert (SAMPLES / name).read_text(encoding="utf-8") == text, "run: python samples/build.py"


def test_the_pdf_is_up_to_date_and_the_same_each_time(build: ModuleType, tmp_path: Path) -> None:
    source = SAMPLES / "canonical" / "statement.md"
    blocks = build.parse(source.read_text(encoding="utf-8"))
    for name in ("one.pdf", "two.pdf"):
        build.write_pdf(blocks, tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    # another version of the PDF library may write other bytes, but never another text
    assert read(tmp_path / "one.pdf").text == read(source.with_suffix(".pdf")).text


def test_the_word_document_is_up_to_date_and_the_same_each_time(build: ModuleType, tmp_path: Path) -> None:
    source = SAMPLES / "canonical" / "statement.md"
    blocks = build.parse(source.read_text(encoding="utf-8"))
    for name in ("one.docx", "two.docx"):
        build.write_docx(blocks, tmp_path / name, build.FIRM, build.curly)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    # another version of zlib may write other bytes, but never other parts
    assert _members(tmp_path / "one.docx") == _members(source.with_suffix(".docx")), "run: python samples/build.py"


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_padding_adds_three_hundred_sentences(build: ModuleType) -> None:
    padding = build.padding()
    assert len(padding) == len(set(padding)) >= 300
