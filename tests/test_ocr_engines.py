"""Scans read with the engines that are installed here; skipped where there is none."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest

from checking import check_file, levels
from supplychain_check.models import Document, SegmentKind
from supplychain_check.readers import ocr_engines, read
from supplychain_check.segment import segment
from test_ocr import CANONICAL

# --- engines that are installed ------------------------------------------------------------------------


def _plain(text: str) -> str:
    return text.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")


def _prose(document: Document) -> list[str]:
    kinds = (SegmentKind.SENTENCE, SegmentKind.LIST_ITEM, SegmentKind.TABLE_ROW)
    return [_plain(s.text) for s in segment(document) if s.kind in kinds]


def errors(expected: str, found: str) -> float:
    """Share of letters that were not recognised, were recognised wrongly or are not there."""
    same = sum(block.size for block in SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks())
    return (max(len(expected), len(found)) - same) / len(expected)


@pytest.fixture(params=["Tesseract", "RapidOCR"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name = str(request.param)
    if name == "RapidOCR":
        monkeypatch.setenv("PATH", "/nowhere")
    engine = ocr_engines.find_engine()
    if engine is None or engine.name != name:
        pytest.skip(f"{name} is not installed here")
    return name


def test_the_canonical_scan_says_what_the_statement_says(installed: str) -> None:
    document, expected = read(CANONICAL / "scan.pdf"), read(CANONICAL / "statement.md")
    assert errors("\n".join(_prose(expected)), "\n".join(_prose(document))) < 0.02
    assert document.quality.readable
    assert any(installed in w for w in document.warnings)


def test_the_canonical_scan_has_the_levels_of_the_statement(installed: str) -> None:
    assert levels(check_file(CANONICAL / "scan.pdf")) == levels(check_file(CANONICAL / "statement.md"))
