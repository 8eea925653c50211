"""Whether the first row of a table names its columns: nothing in a spreadsheet says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from supplychain_check.readers.builder import clean

_LONGEST = 12
_NUMBER = re.compile(r"^[£€$]?[\d\s,.'/:%-]*\d[\d\s,.'/:%-]*$")
_SHORT_ANSWERS = frozenset({"yes", "no", "true", "false", "n/a", "none", "-"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_WORDS = frozenset(
    "question questions answer answers response responses reply comment comments item field value description detail"
    " details evidence attachment reference ref no number name country site date status topic section category"
    " requirement criterion criteria supplier product goods type year month total role group action owner result"
    " score rating risk score measure unit amount notes note region tier address email id code title".split()
)


class _Cell(Protocol):
    @property
    def column(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def number(self) -> bool: ...
    @property
    def bold(self) -> bool: ...


def is_header(row: Sequence[_Cell], below: Sequence[Sequence[_Cell]]) -> bool:
    """Whether `row`, the first of a table, names the columns of the rows `below` it."""
    texts = [clean(c.text) for c in row]
    if len(row) < 2 or not below or any(_is_value(c) for c in row) or len({t.casefold() for t in texts}) < len(texts):
        return False
    if any(len(t.split()) > _LONGEST or t.endswith((".", ";")) for t in texts):
        return False
    if len(row) + 1 < max(map(len, below)):
        return False
    if all(c.bold for c in row):
        return not all(c.bold for r in below for c in r)
    if any(c.bold for c in row):
        return False
    named = sum(any(word.lower() in _WORDS for word in _WORD.findall(t)) for t in texts)
    if len(row) == 2:
        # two columns are more often names and values than a table with names on top
        return named == 2 or all(_is_value(r[0]) for r in below)
    return named >= 2 or _differs(row, below)


def _is_value(cell: _Cell) -> bool:
    return cell.number or bool(_NUMBER.match(clean(cell.text)))


def _differs(row: Sequence[_Cell], below: Sequence[Sequence[_Cell]]) -> bool:
    """Whether some column below holds numbers, or far longer texts than its name."""
    for cell in row:
        column = [c for r in below for c in r if c.column == cell.column]
        if column and all(_is_value(c) or clean(c.text).lower() in _SHORT_ANSWERS for c in column):
            return True
        words = sum(len(c.text.split()) for c in column) / len(column) if column else 0
        if words >= 6 and words >= 3 * len(cell.text.split()):
            return True
    return False
