"""Where things stand on a page as it is seen."""

from __future__ import annotations

import pypdfium2 as pdfium

from supplychain_check.models import Box


class Frame:
    """Turns PDF coordinates (origin bottom left, before rotation) into places on the page as it is seen."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        """Take the box and the rotation of `page`."""
        self.width, self.height = page.get_size()
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self.rotation = page.get_rotation()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point, from the top left."""
        if not self.rotation:
            return x - self._left, self._top - y
        if self.rotation == 90:
            return y - self._bottom, x - self._left
        if self.rotation == 180:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The place of a rectangle."""
        if not self.rotation:
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def outside(self, box: Box) -> bool:
        """Whether a box lies wholly off the page."""
        return box[2] < 0 or box[3] < 0 or box[0] > self.width or box[1] > self.height


def turned(box: Box, angle: int, width: float, height: float) -> Box:
    """The box as it stands when the page is turned until text that runs at `angle` is upright.

    Args:
        box: a place on the page as it is seen.
        angle: 0, 90 (reads upwards), 180 or 270 (reads downwards).
        width: of the page.
        height: of the page.
    """
    x0, y0, x1, y1 = box
    if angle == 90:
        return height - y1, x0, height - y0, x1
    if angle == 180:
        return width - x1, height - y1, width - x0, height - y0
    if angle == 270:
        return y0, width - x1, y1, width - x0
    return box
