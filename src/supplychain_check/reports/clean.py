"""Document text made safe and short enough to print. Whoever writes a document must not steer the terminal."""

from __future__ import annotations

import textwrap
import unicodedata

_JOINERS = "\u200c\u200d"
"""Invisible, harmless, and needed inside emoji and in several scripts."""
GLUE = "\ue000"
"""A space at which no line breaks, until it is printed; `clean` lets none through from a document."""
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2022\u00b7\u25cf", "*"),
        "\u2026": "...",
        "\u00a0": " ",
        "\u2260": "!=",
    }
)


def clean(text: str) -> str:
    """The text on one line, without anything that a terminal would obey or that reorders what is read.

    Control characters (escape included), line separators and unassigned code points become spaces; invisible
    format characters, such as those that turn the direction of writing, go.
    """
    return " ".join("".join(map(_safe, text)).split())


def _safe(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return character if character in _JOINERS else ""
    return " " if category[0] == "C" or category in {"Zl", "Zp"} else character


def short(text: str, length: int) -> str:
    """Clean text of at most `length` characters, cut between words, with dots where something was left out."""
    text = clean(text)
    if len(text) <= length:
        return text
    cut = textwrap.shorten(text, max(length, 4), placeholder=" ...")
    # A first word longer than the room would leave nothing but the dots.
    return cut if cut != "..." else text[: max(length - 3, 1)] + "..."


def cut(text: str, length: int) -> str:
    """Clean text of at most `length` characters, cut anywhere: for names in narrow columns."""
    text = clean(text)
    return text if len(text) <= length else text[: max(length - 3, 1)].rstrip() + "..."


def ascii_only(text: str) -> str:
    """The nearest text in ASCII, for pipes and terminals that know nothing else: accents go, the rest becomes "?"."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in plain if not unicodedata.combining(c)).encode("ascii", "replace").decode()
