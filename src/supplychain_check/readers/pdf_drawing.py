"""What is drawn on a page of a PDF besides text: rules, boxes and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from supplychain_check.models import Box
from supplychain_check.readers.pdf_frame import Frame, turned

_OBJECTS = 20_000
_CORNERS = 6_000
_DEPTH = 3
_THIN = 3.0
_SHORT = 3.0
_WHITE = 250
_BOX = (4, 5)
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Drawing:
    """Straight lines along the page and pictures, as seen, origin top left.

    Attributes:
        across: horizontal lines as (x0, y, x1).
        down: vertical lines as (x, y0, y1).
        seams: horizontal lines along which boxes of one colour touch, so that nobody sees a line.
        pictures: where images stand.
    """

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    seams: list[tuple[float, float, float]] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    def turned(self, angle: int, frame: Frame) -> Drawing:
        """The rules as they stand on the page turned until text that runs at `angle` is upright."""
        if not angle:
            return self
        boxes = [(x0, y, x1, y) for x0, y, x1 in self.across] + [(x, y0, x, y1) for x, y0, y1 in self.down]
        made = [turned(box, angle, frame.width, frame.height) for box in boxes]
        # seams are left out: they matter to shaded paragraphs, which no sideways table has been seen to hold
        return Drawing(
            [(x0, y0, x1) for x0, y0, x1, y1 in made if y1 - y0 < 1],
            [(x0, y0, y1) for x0, y0, x1, y1 in made if y1 - y0 >= 1],
        )


def look(page: pdfium.PdfPage, frame: Frame) -> Drawing:
    """Collect rules and pictures of a page; on a page of a great many objects only of the first."""
    drawing = Drawing()
    pen = _Pen(drawing, frame)
    for kind, item, matrix in islice(_objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject), _OBJECTS):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            drawing.pictures.append(pen.bounds(item, matrix))
        else:
            pen.path(item, matrix)
    pen.finish()
    return drawing


def _objects(
    holder: object, count: object, get: object, matrix: Matrix = _SAME, depth: int = 0
) -> Iterator[tuple[int, object, Matrix]]:
    """Paths and images with the matrix that puts them on the page, those inside forms too."""
    for index in range(count(holder)):  # type: ignore[operator]
        item = get(holder, index)  # type: ignore[operator]
        kind = raw.FPDFPageObj_GetType(item)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            yield kind, item, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = _times(_matrix_of(item), matrix)
            yield from _objects(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1)


def _matrix_of(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    a, b, c, d, e, f = m
    return (
        a * n[0] + b * n[2],
        a * n[1] + b * n[3],
        c * n[0] + d * n[2],
        c * n[1] + d * n[3],
        e * n[0] + f * n[2] + n[4],
        e * n[1] + f * n[3] + n[5],
    )


class _Pen:
    """Follows paths; keeps its buffers, as a page may hold thousands of lines."""

    def __init__(self, drawing: Drawing, frame: Frame) -> None:
        self._drawing = drawing
        self._frame = frame
        self._corners = 0
        self._tops: set[Box] = set()
        self._filled: list[tuple[int, Box]] = []
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._fill = ctypes.c_int()
        self._stroke = ctypes.c_int()

    def bounds(self, item: object, matrix: Matrix) -> Box:
        """The box of an object on the page as it is seen."""
        raw.FPDFPageObj_GetBounds(item, *self._floats)
        left, bottom, right, top = (v.value for v in self._floats)
        corners = [self._point(x, y, matrix) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def path(self, item: object, matrix: Matrix) -> None:
        """Take the straight lines of a path; one that is thin as a whole is one line."""
        if not self._shows(item):
            return
        x0, y0, x1, y1 = self.bounds(item, matrix)
        if y1 - y0 < _THIN or x1 - x0 < _THIN:
            self._line((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
            self._line(((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1))
            return
        if x1 - x0 > 0.95 * self._frame.width and y1 - y0 > 0.95 * self._frame.height:
            return
        count = raw.FPDFPath_CountSegments(item)
        self._corners += count
        if count in _BOX and not self._stroke.value:
            self._filled.append((sum(c.value << 8 * i for i, c in enumerate(self._colour[:3])), (x0, y0, x1, y1)))
        elif self._corners <= _CORNERS:
            self._follow(item, matrix, count)

    def finish(self) -> None:
        """Take the edges of filled boxes; where two of one colour touch there is only a seam."""
        order = sorted(self._filled, key=lambda f: (f[0], round(f[1][0]), f[1][1]))
        for (hue, above), (next_hue, below) in pairwise([*order, (-1, _NOWHERE)]):
            x0, y0, x1, y1 = above
            self._drawing.down.extend(((x0, y0, y1), (x1, y0, y1)))
            touches = hue == next_hue and abs(x0 - below[0]) < 1.5 and abs(x1 - below[2]) < 1.5 and below[1] - y1 < 1.5
            (self._drawing.seams if touches else self._drawing.across).append((x0, y1, x1))
            self._tops.add(below) if touches else None
        self._drawing.across.extend((b[0], b[1], b[2]) for _, b in order if b not in self._tops)

    def _point(self, x: float, y: float, m: Matrix) -> tuple[float, float]:
        return self._frame.point(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])

    def _shows(self, item: object) -> bool:
        """Whether a path leaves ink: stroked, or filled with anything but white."""
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(self._fill), ctypes.byref(self._stroke))
        if self._stroke.value:
            return True
        if not self._fill.value:
            return False
        raw.FPDFPageObj_GetFillColor(item, *self._colour)
        return min(c.value for c in self._colour[:3]) < _WHITE

    def _follow(self, item: object, matrix: Matrix, count: int) -> None:
        """Take the straight lines between the corners of a path."""
        start = last = (0.0, 0.0)
        x, y = self._floats[:2]
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._point(x.value, y.value, matrix)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == raw.FPDF_SEGMENT_LINETO:
                self._line(last, point)
            if raw.FPDFPathSegment_GetClose(segment):
                self._line(point, start)
            last = point

    def _line(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        """Keep a line if it is straight along the page and longer than a dot."""
        wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
        if high < 1 and wide > _SHORT:
            self._drawing.across.append((min(a[0], b[0]), (a[1] + b[1]) / 2, max(a[0], b[0])))
        elif wide < 1 and high > _SHORT:
            self._drawing.down.append(((a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1])))
