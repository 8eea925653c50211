"""What spreadsheets would run instead of show."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a formula begins in spreadsheets, full-width forms included."""


def inert(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
