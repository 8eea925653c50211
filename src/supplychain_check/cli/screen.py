"""What the terminal can show: width, colour, characters."""

from __future__ import annotations

import os
import shutil
import sys
from typing import NamedTuple

NARROW, WIDE = 60, 120


class Screen(NamedTuple):
    """How to draw for standard output.

    Attributes:
        width: columns; 80 where the output is a file or pipe.
        colour: never where NO_COLOR is set (https://no-color.org) or the output is not a terminal.
        unicode: whether the output's encoding can carry more than ASCII.
    """

    width: int
    colour: bool
    unicode: bool


def screen() -> Screen:
    """Look at standard output."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if terminal or "COLUMNS" in os.environ else 80
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return Screen(min(max(width, NARROW), WIDE), colour, encoding.startswith("utf"))
