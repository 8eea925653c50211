"""Notes on the cells of a sheet: what a supplier says there of an answer, apart from what the form tells suppliers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_TELLS = re.compile(
    r"(?:please (?!see\b|note\b|refer\b|find\b|contact\b)|(?:select|choose|pick|enter|tick|type|fill in|insert|write|answer"
    r"|provide|describe|state|explain|specify|indicate|attach|upload|use) (?!.*\b(?:we|our|us)\b)|(?:guidance|help|hint"
    r"|instructions?|example|e\.g\.|note to suppliers?|required|mandatory|optional|drop-?down)\b)",
    re.I,
)
_REPEATED = 3
"""A note that stands on so many cells was printed by the form."""


def supplied(notes: Mapping[tuple[int, int], str]) -> dict[int, dict[int, str]]:
    """Return the notes in which a supplier says something, by row and then by column.

    Args:
        notes: all notes of a sheet, by row and column from 0.
    """
    counts = Counter(notes.values())
    found: dict[int, dict[int, str]] = {}
    for (row, column), note in sorted(notes.items()):
        if not _TELLS.match(note) and counts[note] < _REPEATED:
            found.setdefault(row, {})[column] = note
    return found
