"""Sizes and costs beyond which a file is refused, so that no input can exhaust the machine."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

MAX_BYTES = 100 * 1024 * 1024
"""Largest file of any format, in bytes."""

MAX_HTML_BYTES = 20 * 1024 * 1024
"""Largest HTML, Markdown or source file, in bytes: markup costs more memory than its size."""

MAX_NESTING = 5_000
"""Deepest nesting of HTML elements; parsers need quadratic time beyond it."""

MAX_MEMBERS = 5_000
"""Most parts of an Office file, members of an archive or parts of a mail, those inside them included."""

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
"""Most bytes that an Office file, an archive or a mail may unpack to, those inside it included."""

MAX_RATIO = 200
"""How many times its size a file may unpack to."""

MAX_PART_BYTES = 64 * 1024 * 1024
"""Largest part of an Office file, unpacked."""

MAX_CELLS = 1_000_000
"""Most cells with content read from one spreadsheet."""

MAX_PAGES = 2_000
"""Most pages of a PDF."""

MAX_PAGE_CHARACTERS = 200_000
"""Most characters read from one page."""

MAX_CHARACTERS = 5_000_000
"""Most characters of text read from one file."""

MAX_BOXES = 2
"""How deep archives and mails are opened: those on disk, and those directly inside them."""

MAX_COVER_WORDS = 300
"""Most words of a mail with documents attached that are taken for a covering note, not for a document."""

MAX_PIXELS = 25_000_000
"""Most dots of a page drawn or of a picture read."""

MAX_PICTURE_PIXELS = 400_000_000
"""Most dots of all pages of a picture file together."""

MAX_OCR_PAGES = 300
"""Most pages of a file whose letters are recognised: each takes seconds."""

OCR_SECONDS = 60.0
"""Longest time by the clock for recognising one page."""

OCR_MEMORY = 3 * 1024**3
"""Address space of the program that recognises letters, in bytes. Linux only."""

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
        pages: most pages of a PDF.
    """

    memory: int = 2 * 1024**3
    cpu: int = 30
    wall: float = 90.0
    start: float = 60.0
    reply: int = 64 * 1024**2
    handles: int = 64
    files: int = 500
    pages: int = MAX_PAGES


LIMITS = Limits()
"""The limits that the tool works with."""

CURRENT: ContextVar[Limits] = ContextVar("CURRENT", default=LIMITS)
"""The limits that hold where this is asked: those of `worker` inside its interpreter, else the defaults."""
