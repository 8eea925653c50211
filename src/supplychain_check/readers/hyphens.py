"""Words that were divided at the end of a line: with or without their hyphen?"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

DIVIDERS = "\ufffe\u00ad\u0002"
"""What PDFium and typesetters leave for a hyphen at the end of a line."""

_KEEP_AFTER = frozenset(
    "after all anti co cross de ex full front ground high in inter intra key large long low mid multi near non off"
    " on one over post pre pro re risk self semi short single small sub third tier two three four un under up well"
    " whistle world year zero e follow fact decision better best".split()
) - frozenset("de ex in inter on over pre pro re sub un under up whistle".split())
_KEEP_BEFORE = frozenset(
    "based bearing border chain cost depth effective free going house income issue leading led level line long made"
    " making one owned ownership party profit quality related risk run scale sector sized skilled slavery specific"
    " standing step taking tier term time to tolerance up wide year".split()
)
_WORD_BEFORE = re.compile(r"([A-Za-z]+)$")
_WORD_AFTER = re.compile(r"^([A-Za-z]+)")


def vocabulary(text: str) -> frozenset[str]:
    """Return every word of `text` in lower case, hyphenated words whole."""
    return frozenset(re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower().replace("\u2010", "-")))


def joined(left: str, right: str, known: AbstractSet[str]) -> tuple[str, str]:
    """Join two lines of one paragraph.

    Args:
        left: the line that ends, cleaned except for a divider at its very end.
        right: the line that follows.
        known: words seen undivided in the document, in lower case.

    Returns:
        The left line without what must go, and what to put between the two.
    """
    bare = left.rstrip(DIVIDERS)
    divided = bare != left
    if not divided and not bare.endswith("-"):
        return left, " "
    stem = bare if divided else bare[:-1]
    before, after = _WORD_BEFORE.search(stem), _WORD_AFTER.search(right)
    if not before or not after:
        return (stem + "-", "") if divided or stem[-1:].isalnum() else (left, " ")
    return (stem, "") if _one_word(before[1], after[1], known) else (stem + "-", "")


def _one_word(before: str, after: str, known: AbstractSet[str]) -> bool:
    """Whether two halves make one word, rather than a compound that keeps its hyphen."""
    first, second = before.lower(), after.lower()
    if first + second in known:
        return True
    if f"{first}-{second}" in known or not after[0].islower():
        return False
    return first not in _KEEP_AFTER and second not in _KEEP_BEFORE
