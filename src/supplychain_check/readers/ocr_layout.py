"""Recognised lines set straight and put in reading order, as lines of print with size and weight of type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from supplychain_check.readers.layout import Row, marker_of
from supplychain_check.readers.ocr_engines import FoundLine, FoundWord
from supplychain_check.readers.ocr_ink import Ink, ink_of, measured, stroke, with_bullet, without_words
from supplychain_check.readers.pdf_order import in_reading_order, with_side_headings

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDE_GAP = 1.3
_ALIKE = 0.08
_SHORT = 12
_EDGE = 0.1
_SAME = 0.85
_BOLD = 1.22
_AT = re.compile(r"(?<=\w) (?=@\w)")


@dataclass
class Part:
    """Words that stand side by side without a wide gap, on a page set straight; all in pixels.

    Attributes:
        stroke: how thick its letters are drawn, as a share of the size.
    """

    words: tuple[FoundWord, ...]
    size: float
    baseline: float
    stroke: float = 0.0
    x0: float = field(init=False)
    y0: float = field(init=False)
    x1: float = field(init=False)
    y1: float = field(init=False)

    def __post_init__(self) -> None:
        """Take the edges of its words."""
        self.x0, self.y0 = (min(w.box[i] for w in self.words) for i in (0, 1))
        self.x1, self.y1 = (max(w.box[i] for w in self.words) for i in (2, 3))

    @property
    def letters(self) -> int:
        """How many it has."""
        return sum(len(w.text) for w in self.words)


def rows_of(lines: Sequence[FoundLine], picture: Image, scale: float, page: int) -> list[Row]:
    """Return the lines of print of a page in reading order.

    Args:
        lines: what was recognised.
        picture: the page, in grey.
        scale: points a pixel.
        page: its number.
    """
    if not lines:
        return []
    ink = ink_of(picture)
    rest = without_words(ink, lines)
    lines = [with_bullet(measured(line, ink), rest) for line in lines]
    parts = [part for line in lines for part in _parts(line, ink)]
    straight = _straightened(parts, _slope(lines), *picture.size)
    placed = with_side_headings(in_reading_order(_levelled(straight), *picture.size))
    usual = median(p.stroke for p in placed for _ in p.words)
    return [_row(part, scale, page, bold=part.stroke > _BOLD * usual) for part in placed]


def with_same_heads(pages: Mapping[int, list[Row]], heights: Mapping[int, float]) -> dict[int, list[Row]]:
    """Give running heads that were recognised with a mistake the letters that most pages show.

    They are told from text by being the same on many pages.
    """
    edges = {id(r) for n, rows in pages.items() for r in rows if not _EDGE < r.box[3] / heights[n] < 1 - _EDGE}
    counts = Counter(r.text for rows in pages.values() for r in rows if id(r) in edges)
    usual = [text for text, count in counts.most_common() if count > 1]

    def mended(row: Row) -> Row:
        if id(row) not in edges or counts[row.text] > 1:
            return row
        text = next((t for t in usual if _is_misread(row.text, t)), row.text)
        return replace(row, text=text)

    return {number: [mended(row) for row in rows] for number, rows in pages.items()}


def _is_misread(text: str, usual: str) -> bool:
    """Whether two texts differ by a letter or two, but in no figure."""
    figures = [[c for c in t if c.isdigit()] for t in (text, usual)]
    return figures[0] == figures[1] and SequenceMatcher(None, text, usual).ratio() > _SAME


def _slope(lines: Sequence[FoundLine]) -> float:
    """How askew the page is: short lines say little of that."""
    slopes = [line.slope for line in lines if line.words[-1].box[2] - line.words[0].box[0] > 12 * line.size]
    return median(slopes) if slopes else 0.0


def _parts(line: FoundLine, ink: Ink) -> list[Part]:
    """Cut a line where a column or a cell ends."""
    groups = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.box[0] - before.box[2] > _WIDE_GAP * line.size and not marker_of(f"{before.text} x"):
            groups.append([])
        groups[-1].append(word)
    middle = (line.words[0].box[0] + line.words[-1].box[2]) / 2
    parts = []
    for group in groups:
        fall = line.slope * ((group[0].box[0] + group[-1].box[2]) / 2 - middle)
        parts.append(Part(tuple(group), line.size, line.baseline + fall, stroke(group, ink) / line.size))
    return parts


def _straightened(parts: Sequence[Part], slope: float, width: int, height: int) -> list[Part]:
    """Turn everything back around the middle of the page."""

    def turn(x: float, y: float) -> tuple[float, float]:
        return x + slope * (y - height / 2), y - slope * (x - width / 2)

    def turned(word: FoundWord) -> FoundWord:
        x0, y0, x1, y1 = word.box
        x, y = turn((x0 + x1) / 2, (y0 + y1) / 2)
        half, tall = (x1 - x0) / 2, (y1 - y0) / 2
        return replace(word, box=(x - half, y - tall, x + half, y + tall))

    straight = []
    for part in parts:
        baseline = turn((part.x0 + part.x1) / 2, part.baseline)[1]
        straight.append(replace(part, words=tuple(map(turned, part.words)), baseline=baseline))
    return straight


def _levelled(parts: Sequence[Part]) -> list[Part]:
    """Give lines of nearly the same size one size: a program measures each by its letters."""
    sizes = sorted((part.size, len(part.words)) for part in parts)
    groups: list[list[tuple[float, int]]] = []
    for size in sizes:
        if groups and size[0] <= groups[-1][0][0] * (1 + 2 * _ALIKE) and size[0] <= groups[-1][-1][0] * (1 + _ALIKE):
            groups[-1].append(size)
        else:
            groups.append([size])
    common = {size: median(s for s, words in group for _ in range(words)) for group in groups for size, _ in group}
    return _with_neighbours([replace(part, size=common[part.size]) for part in parts])


def _with_neighbours(parts: Sequence[Part]) -> list[Part]:
    """A few letters tell little of their size: take that of the longer line next to them."""
    levelled = list(parts)
    for index, part in enumerate(parts):
        near = [levelled[i] for i in (index - 1, index + 1) if 0 <= i < len(levelled)]
        alike = [p.size for p in near if abs(p.baseline - part.baseline) < 2 * part.size and _is_near(p, part)]
        if part.letters < _SHORT and alike:
            levelled[index] = replace(part, size=alike[0])
    return levelled


def _is_near(other: Part, part: Part) -> bool:
    return other.letters > part.letters and 0.75 < other.size / part.size < 1.3


def _row(part: Part, scale: float, page: int, *, bold: bool) -> Row:
    first = part.words[0]
    return Row(
        text=_AT.sub("", " ".join(w.text for w in part.words)),
        box=(part.x0 * scale, part.y0 * scale, part.x1 * scale, max(part.y1, part.baseline) * scale),
        # widths shared out by the number of letters err; a line must not seem to end early for that
        first=1.2 * (first.box[2] - first.box[0]) * scale,
        page=page,
        size=round(part.size * scale, 1),
        bold=bold,
        baseline=part.baseline * scale,
    )
