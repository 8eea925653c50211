"""Words that were divided at the end of a line: with or without their hyphen?"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

DIVIDERS = "\ufffe\u00ad\u0002"
"""What PDFium and typesetters leave for a hyphen at the end of a line."""

_KEEP_AFTER = frozenset(
    "all anti best better co cross decision fact first five follow four full high key large long low mid"
    " multi near non one post real risk second self semi short single small socio third three tier two vice well"
    " world year zero".split()
)
_KEEP_BEFORE = frozenset(
    "based bearing border chain depth free going led long owned ownership party profit related sized skilled"
    " specific term tier tolerance wide".split()
)
_NEVER_ALONE = frozenset("im in un re dis mis".split())
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
    if f"{first}-{second}" in known or not after[0].islower():
        return False
    if first + second in known or first in _NEVER_ALONE:
        return True
    return first not in _KEEP_AFTER and second not in _KEEP_BEFORE
