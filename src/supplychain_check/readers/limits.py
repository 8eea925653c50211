"""Sizes beyond which a file is refused, so that no input can exhaust the machine."""

from __future__ import annotations

MAX_BYTES = 100 * 1024 * 1024
"""Largest file of any format, in bytes."""

MAX_HTML_BYTES = 20 * 1024 * 1024
"""Largest HTML, Markdown or source file, in bytes: markup costs more memory than its size."""

MAX_NESTING = 5_000
"""Deepest nesting of HTML elements; parsers need quadratic time beyond it."""

MAX_MEMBERS = 5_000
"""Most parts of an Office file or members of an archive."""

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
"""Most bytes that all parts of an Office file may unpack to."""

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

MAX_CHARACTERS = 20_000_000
"""Most characters of text read from one file."""

MIN_WORDS_FOR_LANGUAGE = 20
"""Shorter texts are not judged by language: the guess would be worth nothing."""
