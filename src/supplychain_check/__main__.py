"""Run as a module: ``python -m supplychain_check``."""

from __future__ import annotations

import gc
import sys

OBJECTS_BEFORE_A_LOOK = 50_000
"""Packs, documents and results live until the end of a command; looking through them for cycles as often as Python
does by default takes a tenth of the time and frees next to nothing."""


def main() -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 100)
    from supplychain_check.cli.main import run

    sys.exit(run())


if __name__ == "__main__":
    main()
