"""Running heads, running feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from supplychain_check.readers.layout import Row
from supplychain_check.readers.pdf_page import PageText

_EDGE = 0.12
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*$", re.I)

_NOTE = re.compile(r"^(?:\[?\d{1,3}(?:\D|$)|[*†‡])")


def find(pages: Sequence[PageText]) -> dict[int, list[Row]]:
    """Lines near the top or foot that come back, digits aside, at the same height; and lone page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        for key in {_key(row) for row in page.rows if _at_edge(row, page)}:
            seen[key] += 1
    needed = max(2, min(3, len(pages) // 3))
    found: dict[int, list[Row]] = defaultdict(list)
    for page in pages:
        for row in page.rows:
            if _at_edge(row, page) and (_is_number(row, page) or _comes_back(seen, row, needed)):
                found[page.number].append(row)
        heights = {round(row.baseline) for row in found[page.number] if not _is_number(row, page)}
        # a section's name beside the running head changes from section to section
        beside = [r for r in page.rows if round(r.baseline) in heights and r not in found[page.number]]
        found[page.number].extend(beside)
    return dict(found)


def footnotes(rows: Sequence[Row], body: float, heights: Mapping[int, float]) -> dict[int, list[Row]]:
    """Small type that ends a page: notes, which must not part a sentence that goes on overleaf.

    Args:
        rows: lines of the document without furniture, in reading order.
        body: size of the body text.
        heights: height of each page.
    """
    found: dict[int, list[Row]] = defaultdict(list)
    by_page: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_page[row.page or 0].append(row)
    for number, lines in by_page.items():
        for row in reversed(lines):
            if row.size > 0.9 * body or row.box[1] < 0.55 * heights.get(number, 0.0):
                break
            found[number].insert(0, row)
        if not any(_NOTE.match(row.text.strip()) for row in found[number]):
            del found[number]
    return dict(found)


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", " ".join(row.text.lower().split())), round(row.baseline / 4)


def _comes_back(seen: Counter[tuple[str, int]], row: Row, needed: int) -> bool:
    text, height = _key(row)
    return sum(seen[text, height + step] for step in (-1, 0, 1)) >= needed


def _at_edge(row: Row, page: PageText) -> bool:
    return row.box[3] < _EDGE * page.height or row.box[1] > (1 - _EDGE) * page.height


def _is_number(row: Row, page: PageText) -> bool:
    """A page number, unless it is the first line of a lone page, such as a year as title."""
    return bool(_PAGE_NUMBER.match(row.text.strip())) and (row.box[1] > 0.9 * page.height or row.size < 14)
