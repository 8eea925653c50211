"""Sizes and costs beyond which a file is refused, so that no input can exhaust the machine."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 100 * 1024 * 1024
"""Largest file of any format, in bytes."""

MAX_HTML_BYTES = 20 * 1024 * 1024
"""Largest HTML, Markdown or source file, in bytes: markup costs more memory than its size."""

MAX_NESTING = 5_000
"""Deepest nesting of HTML elements; parsers need quadratic time beyond it."""

MAX_PAGES = 2_000
"""Most pages of a PDF."""

MAX_PAGE_CHARACTERS = 200_000
"""Most characters read from one page."""

MAX_CHARACTERS = 5_000_000
"""Most characters of text read from one file."""

MIN_WORDS_FOR_LANGUAGE = 20
"""Shorter texts are not judged by language: the guess would be worth nothing."""


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost; `worker` sets these on the interpreter that does it.

    Attributes:
        memory: address space, in bytes. Linux only.
        cpu: computing time for one file, in seconds. Linux and macOS.
        wall: time by the clock for one file, in seconds; more than `cpu`, as other programs run too.
        start: time by the clock for starting an interpreter, in seconds.
        reply: size of what was read, in bytes of JSON.
        handles: open files. Linux and macOS.
        files: how many files one interpreter serves before a fresh one takes over.
    """

    memory: int = 2 * 1024**3
    cpu: int = 30
    wall: float = 90.0
    start: float = 60.0
    reply: int = 64 * 1024**2
    handles: int = 64
    files: int = 500


LIMITS = Limits()
"""The limits that the tool works with."""
