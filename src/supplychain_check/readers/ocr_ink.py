"""What the picture of a page shows of its lines beyond their letters: size and weight of type, bullets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from supplychain_check.readers.layout import marker_of
from supplychain_check.readers.ocr_engines import FoundLine, FoundWord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Ink: TypeAlias = NDArray[np.bool_]
else:
    Ink = object

_BULLET = "\u2022"
_SMALL_LETTERS = 0.52
_TALL_LETTERS = 0.72
"""Height of letters as a share of the size of type."""


def measured(line: FoundLine, ink: Ink) -> FoundLine:
    """Measure size and baseline of a line whose engine tells only roughly where it stands.

    Small letters and capitals all stand on the baseline and end at one height: there the ink sets in and leaves off.
    """
    import numpy as np

    if not line.rough:
        return line
    boxes = [[max(0, round(v)) for v in word.box] for word in line.words]
    left, right = boxes[0][0], boxes[-1][2]
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    rows, columns = np.nonzero(ink[top:bottom, left:right])
    fall = line.slope * (columns - (right - left) / 2)
    counts = np.bincount(np.clip(np.round(rows - fall), 0, bottom - top).astype(int), minlength=bottom - top + 1)
    change = np.convolve(counts, (1, 1, -1, -1), mode="same")
    half = len(change) // 2
    if half < 4:
        return line
    first, last = int(np.argmax(change[:half])), half + int(np.argmin(change[half:]))
    small = sum(c.islower() for w in line.words for c in w.text) * 2 > sum(len(w.text) for w in line.words)
    size = (last - first) / (_SMALL_LETTERS if small else _TALL_LETTERS)
    if not 0.7 * line.size < size < 1.4 * line.size:
        return line
    return replace(line, size=size, baseline=float(top + last))


def ink_of(picture: Image) -> Ink:
    """Which pixels are dark: nearer to the darkest than to the paper."""
    import numpy as np

    grey = np.asarray(picture)
    dark, paper = np.percentile(grey, (0.5, 90))
    return np.asarray(grey < (dark + paper) / 2)


def stroke(words: Sequence[FoundWord], ink: Ink) -> float:
    """How many pixels wide the strokes of letters are, going along the lines of pixels."""
    import numpy as np

    dark = starts = 0
    for word in words:
        x0, y0, x1, y1 = (max(0, round(v)) for v in word.box)
        area = ink[y0:y1, x0:x1]
        dark += int(area.sum())
        starts += int(np.count_nonzero(area[:, 1:] & ~area[:, :-1]))
    return dark / starts if starts else 0.0


def without_words(ink: Ink, lines: Sequence[FoundLine]) -> Ink:
    """The ink that belongs to no recognised word."""
    rest = ink.copy()
    for word in (word for line in lines for word in line.words):
        x0, y0, x1, y1 = (max(0, round(v)) for v in word.box)
        rest[y0 : y1 + 1, x0 : x1 + 1] = False
    return rest


def with_bullet(line: FoundLine, ink: Ink) -> FoundLine:
    """Put back a bullet that was taken for dirt: a blob to the left of a line, at the height of its letters.

    Args:
        line: a recognised line.
        ink: what `without_words` left.
    """
    import numpy as np

    first, size = line.words[0], line.size
    if marker_of(f"{first.text} x"):
        return line
    base = line.baseline - line.slope * (line.words[-1].box[2] - first.box[0]) / 2
    top, left = max(0, round(base - 0.75 * size)), max(0, round(first.box[0] - 2.5 * size))
    area = ink[top : max(0, round(base + 0.1 * size)), left : max(0, round(first.box[0] - 0.2 * size))]
    rows, columns = np.nonzero(area)
    # the full stop of a column to the left stands on the baseline
    if not len(rows) or top + rows.max() > base - 0.08 * size or not _blob(rows, columns, size):
        return line
    x, y = left + columns.min(), top + rows.min()
    box = (float(x), float(y), float(left + columns.max() + 1), float(top + rows.max() + 1))
    return replace(line, words=(FoundWord(_BULLET, box, first.confidence), *line.words))


def _blob(rows: NDArray[np.intp], columns: NDArray[np.intp], size: float) -> bool:
    """Whether dark pixels form one spot about as wide as high."""
    high, wide = int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1
    full = len(rows) > 0.55 * high * wide
    return full and 0.12 * size < high < 0.55 * size and 0.6 * high < wide < 1.7 * high
