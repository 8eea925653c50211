"""Run as a module: ``python -m supplychain_check``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from supplychain_check.cli.main import run

    sys.exit(run())


if __name__ == "__main__":
    main()
