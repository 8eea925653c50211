"""Where the external research data lies: texts that are measured on, and never copied here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VARIABLE = "SUPPLYCHAIN_CHECK_RESEARCH_DATA"


def research_data(*parts: str) -> Path:
    """The path of a file of the research data; skips the test where it is absent."""
    root = os.environ.get(VARIABLE)
    base = Path(root) if root else Path(__file__).parents[1].parent / "shared" / "data"
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs research data that is not here ({'/'.join(parts)}); set {VARIABLE} to its folder")
    return path
