"""Goldens: outputs that a person has looked at and kept.

To renew them after a change that is meant, run the tests once with SUPPLYCHAIN_CHECK_UPDATE_GOLDENS=1, and read
the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "goldens"
SWITCH = "SUPPLYCHAIN_CHECK_UPDATE_GOLDENS"


def updating() -> bool:
    """Whether goldens are written instead of compared."""
    return os.environ.get(SWITCH) == "1"


def check_golden(name: str, actual: str) -> None:
    """Compare with the golden of this name, or renew it where the switch is on."""
    path = FOLDER / name
    if updating():
        path.write_bytes(actual.encode())
    assert path.is_file(), f"no golden {name}; run once with {SWITCH}=1 and look at what it wrote"
    assert actual == path.read_bytes().decode(), f"{name} changed; if that is meant, renew it with {SWITCH}=1"
