"""Text that a program finds on a page but a person does not: written for machines, or left over."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2 as pdfium

from supplychain_check.models import Box
from supplychain_check.readers.pdf_drawing import Drawing
from supplychain_check.readers.pdf_frame import Frame, turned
from supplychain_check.readers.pdf_words import Ink, Word

_TINY = 2.0
_CONTRAST = 14
_LARGEST = 2_000


def visible(
    page: pdfium.PdfPage, words: Sequence[Word], drawing: Drawing, frame: Frame
) -> tuple[list[Word], list[Word]]:
    """Part the words of a page into those that can be seen and those that cannot.

    Too small or off the page is hidden. Type without ink is hidden unless a picture lies there: that is how
    recognised letters lie over a scan. For white and see-through type, and type that a picture
    may cover, the page is drawn and looked at.
    """
    dark, width, height = Ink.DARK, frame.width, frame.height
    if not drawing.pictures and not any(
        w.style.ink is not dark
        or w.size < _TINY
        or w.box[2] < 0
        or w.box[3] < 0
        or w.box[0] > width
        or w.box[1] > height
        for w in words
    ):
        return list(words), []
    view = _View(page) if any(_to_look_at(w, drawing) for w in words) else None
    seen: list[Word] = []
    hidden: list[Word] = []
    for word in words:
        (hidden if _unseen(word, drawing, frame, view) else seen).append(word)
    return seen, hidden


def _unseen(word: Word, drawing: Drawing, frame: Frame, view: _View | None) -> bool:
    # turning the page further round by the rest of the circle puts it back
    sideways = word.style.angle in (90, 270)
    width, height = (frame.height, frame.width) if sideways else (frame.width, frame.height)
    box = turned(word.box, (360 - word.style.angle) % 360, width, height)
    if word.size < _TINY and min(box[2] - box[0], box[3] - box[1]) < _TINY:
        return True
    if frame.outside(box):
        return True
    if word.style.ink is Ink.NONE:
        return not _pictured(box, drawing)
    return view is not None and _to_look_at(word, drawing) and view.blank(box)


def _to_look_at(word: Word, drawing: Drawing) -> bool:
    """Whether only the drawn page tells if a word shows: it is pale, or a picture may lie over it."""
    ink = word.style.ink
    return ink is Ink.PALE or (ink is Ink.DARK and not word.style.angle and _pictured(word.box, drawing))


def _pictured(box: Box, drawing: Drawing) -> bool:
    """Whether the middle of a box lies in a picture."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in drawing.pictures)


class _View:
    """The page as it is drawn, in grey."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._scale = min(1.5, _LARGEST / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=self._scale, grayscale=True)
        self._bytes = bytes(bitmap.buffer)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        bitmap.close()

    def blank(self, box: Box) -> bool:
        """Whether nothing stands out inside the box."""
        x0, y0, x1, y1 = (value * self._scale for value in box)
        left, right = max(0, int(x0)), min(self._width, int(x1) + 1)
        darkest, lightest = 255, 0
        for y in range(max(0, int(y0)), min(self._height, int(y1) + 1)):
            row = self._bytes[y * self._stride + left : y * self._stride + right]
            if row:
                darkest, lightest = min(darkest, min(row)), max(lightest, max(row))
        return lightest - darkest < _CONTRAST
