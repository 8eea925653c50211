"""Rows of Word tables: which cells count, which row names the columns, and which tables only lay out the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from supplychain_check.readers.docx_xml import W, child, number, switch, value

if TYPE_CHECKING:
    from lxml import etree

_LONG_CELL = 45
"""Words beyond which a cell holds running text."""

_WIDEST = 100
"""Most columns that one cell may span; Word allows 63."""

_SENTENCE = re.compile(r"[.!?;]\s*$")
_FIRST_ROW = 0x20


def rows(table: etree._Element) -> list[list[etree._Element]]:
    """Return the visible rows; of cells merged downwards or sideways only the first, which holds the text."""
    return [
        [cell for cell in row.findall(W + "tc") if not _goes_on(cell)]
        for row in table.findall(W + "tr")
        if not switch(child(row, "trPr"), "hidden")
    ]


def columns(cells: Sequence[etree._Element]) -> tuple[int, ...]:
    """Return in which column, counted from 0, each of the cells of one row starts."""
    row = cells[0].getparent()
    found: list[int] = []
    shown = set(cells)
    column = (number(value(row, "trPr", "gridBefore")) or 0) if row is not None else 0
    for cell in row.findall(W + "tc") if row is not None else ():
        if cell in shown:
            found.append(column)
        column += min(max(number(value(cell, "tcPr", "gridSpan")) or 1, 1), _WIDEST)
    return tuple(found)


def hidden_rows(table: etree._Element) -> list[etree._Element]:
    """Return the rows that are hidden."""
    return [row for row in table.findall(W + "tr") if switch(child(row, "trPr"), "hidden")]


def words(node: etree._Element) -> int:
    """Return how many words stand in an element, wherever they are."""
    return len(" ".join(t.text or "" for t in node.iter(W + "t")).split())


def is_layout(found: Sequence[Sequence[etree._Element]]) -> bool:
    """Whether a table only places its cells on the page: one column, or a single row of running text."""
    if max(map(len, found), default=0) < 2:
        return True
    return len(found) == 1 and any(words(cell) > _LONG_CELL or _paragraphs(cell) > 2 for cell in found[0])


def is_header(row: Sequence[etree._Element], texts: Sequence[str], *, first: bool, bold: bool) -> bool:
    """Whether a row names the columns.

    Args:
        row: its cells.
        texts: what they hold.
        first: whether it is the first of several rows.
        bold: whether all its letters are bold.
    """
    node = row[0].getparent()
    named = [text for text in texts if text.strip()]
    if len(row) < 2 or not named or node is None:
        return False
    if switch(child(node, "trPr"), "tblHeader"):
        return True
    short = all(len(text.split()) <= 8 and not _SENTENCE.search(text) for text in named)
    return first and short and len(named) > 1 and (bold or _styled_first_row(node.getparent()))


def _styled_first_row(table: etree._Element | None) -> bool:
    """Whether the first row is set apart by a table style; plain grids set nothing apart."""
    look = child(table, "tblPr", "tblLook")
    style = value(table, "tblPr", "tblStyle").lower().replace("-", "")
    if look is None or not style or style.startswith(("tablegrid", "tablenormal", "plaintable")):
        return False
    first = look.get(W + "firstRow")
    if first is not None:
        return first in {"1", "true", "on"}
    try:
        return bool(int(look.get(W + "val", "0"), 16) & _FIRST_ROW)
    except ValueError:
        return False


def _goes_on(cell: etree._Element) -> bool:
    """Whether a cell goes on with the one above or before it."""
    merges = (child(cell, "tcPr", name) for name in ("vMerge", "hMerge"))
    return any(m is not None and m.get(W + "val", "continue") == "continue" for m in merges)


def _paragraphs(cell: etree._Element) -> int:
    return sum(1 for p in cell.findall(W + "p") if words(p))
