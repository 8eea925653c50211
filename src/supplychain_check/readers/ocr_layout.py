"""Recognised lines set straight and put in reading order, as lines of print with size and weight of type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from supplychain_check.readers.layout import Row, marker_of
from supplychain_check.readers.ocr_engines import FoundLine, FoundWord
from supplychain_check.readers.pdf_order import in_reading_order, with_side_headings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

_WIDE_GAP = 1.3
_ALIKE = 0.08
_BOLD = 1.22
_BULLET = "\u2022"


@dataclass(frozen=True)
class Part:
    """Words that stand side by side without a wide gap, on a page set straight; all in pixels.

    Attributes:
        stroke: how thick its letters are drawn, as a share of the size.
    """

    words: tuple[FoundWord, ...]
    size: float
    baseline: float
    stroke: float = 0.0

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].box[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(w.box[2] for w in self.words)

    @property
    def y0(self) -> float:
        """Upper edge."""
        return min(w.box[1] for w in self.words)

    @property
    def y1(self) -> float:
        """Lower edge."""
        return max(w.box[3] for w in self.words)


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
    ink = _ink(picture)
    parts = [part for line in lines for part in _parts(_with_bullet(line, ink), ink)]
    straight = _straightened(parts, _slope(lines), *picture.size)
    placed = with_side_headings(in_reading_order(_levelled(straight), *picture.size))
    usual = median(p.stroke for p in placed for _ in p.words)
    return [_row(part, scale, page, bold=part.stroke > _BOLD * usual) for part in placed]


def _slope(lines: Sequence[FoundLine]) -> float:
    """How askew the page is: short lines say little of that."""
    slopes = [line.slope for line in lines if line.words[-1].box[2] - line.words[0].box[0] > 12 * line.size]
    return median(slopes) if slopes else 0.0


def _parts(line: FoundLine, ink: NDArray[np.bool_]) -> list[Part]:
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
        parts.append(Part(tuple(group), line.size, line.baseline + fall, _stroke(group, ink) / line.size))
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
    return [replace(part, size=common[part.size]) for part in parts]


def _row(part: Part, scale: float, page: int, *, bold: bool) -> Row:
    first = part.words[0]
    return Row(
        text=" ".join(w.text for w in part.words),
        box=(part.x0 * scale, part.y0 * scale, part.x1 * scale, max(part.y1, part.baseline) * scale),
        first=(first.box[2] - first.box[0]) * scale,
        page=page,
        size=round(part.size * scale, 1),
        bold=bold,
        baseline=part.baseline * scale,
    )


# --- what the picture shows beyond letters --------------------------------------------------------------


def _ink(picture: Image) -> NDArray[np.bool_]:
    """Which pixels are dark: nearer to the darkest than to the paper."""
    import numpy as np

    grey = np.asarray(picture)
    dark, paper = np.percentile(grey, (0.5, 90))
    return np.asarray(grey < (dark + paper) / 2)


def _stroke(words: Sequence[FoundWord], ink: NDArray[np.bool_]) -> float:
    """How many pixels wide the strokes of letters are, going along the lines of pixels."""
    import numpy as np

    dark = starts = 0
    for word in words:
        x0, y0, x1, y1 = (max(0, round(v)) for v in word.box)
        area = ink[y0:y1, x0:x1]
        dark += int(area.sum())
        starts += int(np.count_nonzero(area[:, 1:] & ~area[:, :-1]))
    return dark / starts if starts else 0.0


def _with_bullet(line: FoundLine, ink: NDArray[np.bool_]) -> FoundLine:
    """Put back a bullet that was taken for dirt: a blob alone to the left of a line, at the height of its letters."""
    import numpy as np

    first, size = line.words[0], line.size
    if marker_of(f"{first.text} x"):
        return line
    base = line.baseline - line.slope * (line.words[-1].box[2] - first.box[0]) / 2
    top, left = max(0, round(base - 0.75 * size)), max(0, round(first.box[0] - 2.5 * size))
    area = ink[top : max(0, round(base + 0.1 * size)), left : max(0, round(first.box[0] - 0.2 * size))]
    rows, columns = np.nonzero(area)
    if not len(rows) or not _blob(rows, columns, size):
        return line
    x, y = left + columns.min(), top + rows.min()
    box = (float(x), float(y), float(left + columns.max() + 1), float(top + rows.max() + 1))
    return replace(line, words=(FoundWord(_BULLET, box, first.confidence), *line.words))


def _blob(rows: NDArray[np.intp], columns: NDArray[np.intp], size: float) -> bool:
    """Whether dark pixels form one spot about as wide as high."""
    high, wide = int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1
    full = len(rows) > 0.55 * high * wide
    return full and 0.12 * size < high < 0.55 * size and 0.6 * high < wide < 1.7 * high
