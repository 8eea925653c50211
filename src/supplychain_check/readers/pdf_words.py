"""The words of a page of a PDF with their boxes and type, by way of PDFium."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from supplychain_check.models import Box
from supplychain_check.readers.limits import MAX_PAGE_CHARACTERS
from supplychain_check.readers.pdf_frame import Frame, turned

# PDFium runs on into the next line after a divided word, with U+FFFE for the hyphen
_WORD = re.compile(r"[^\s\x00\ufffe]+\ufffe?|\ufffe")
_HEAVY = (b"bold", b"black", b"heavy", b"semibold", b"demi")
_PALE = 235
_CLEAR = 40
_INVISIBLE = 3
_CLIPPED = 7
_LONGEST = 200


class Ink(Enum):
    """What the type leaves on the page, as far as its settings tell."""

    DARK = 0
    PALE = 1
    NONE = 2


@dataclass(frozen=True)
class Style:
    """The type of one stretch of text.

    Attributes:
        font: stands for the font, its size and its stretch: in it a letter has always the same width.
        angle: 0, 90 (reads upwards), 180 or 270, as seen.
        straight: whether the text runs along the page, not across it at a slant.
    """

    size: float
    bold: bool
    angle: int
    straight: bool
    ink: Ink
    font: object


@dataclass(frozen=True)
class Word:
    """A word, its box (origin top left), where its baseline stands, and its type.

    For sideways text, box and baseline are those on the page turned until the word is upright.
    """

    text: str
    box: Box
    baseline: float
    style: Style

    @property
    def size(self) -> float:
        """Size of type in points, as seen."""
        return self.style.size


def words_of(text: pdfium.PdfTextPage, frame: Frame) -> list[Word]:
    """Return the words of a page in the order of the file."""
    count = min(text.count_chars(), MAX_PAGE_CHARACTERS)
    content = text.get_text_range(0, count) if count else ""
    if len(content) != count:
        # one character of the page is then several of the text, or none: go by the page's own count
        content = "".join(chr(raw.FPDFText_GetUnicode(text.raw, i)) for i in range(count))
    probe = _Probe(text.raw, frame, content)
    return [word for found in _WORD.finditer(content) for word in probe.words(*found.span())]


class _Probe:
    """Asks PDFium for boxes and type; keeps its buffers and answers, as questions are what reading costs."""

    def __init__(self, handle: object, frame: Frame, content: str) -> None:
        self._handle = handle
        self._frame = frame
        self._content = content
        self._values = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(v) for v in self._values]
        self._loose = raw.FS_RECTF()
        self._styles: dict[int, Style] = {}
        self._widths: dict[tuple[object, str], float] = {}

    def words(self, start: int, end: int) -> Iterator[Word]:
        """What stands between two characters: one word, or several where a blank was set as a gap."""
        style = self._style(start)
        word = self._word(start, end, style)
        if end - start < 4 or end - start > _LONGEST or style.angle or not style.straight or self._fits(word):
            yield word
            return
        parts = list(self._parts(start, end, style))
        if len(parts) == 1:
            yield word
        else:
            yield from (self._word(a, b, style) for a, b in parts)

    def _word(self, start: int, end: int, style: Style) -> Word:
        x0, y0, x1, y1 = self._box(start)
        if end - 1 != start:
            a0, b0, a1, b1 = self._box(end - 1)
            x0, y0, x1, y1 = min(x0, a0), min(y0, b0), max(x1, a1), max(y1, b1)
        box = self._frame.box(x0, y0, x1, y1)
        raw.FPDFText_GetCharOrigin(self._handle, start, *self._refs[:2])
        x, y = self._frame.point(self._values[0].value, self._values[1].value)
        if style.angle:
            width, height = self._frame.width, self._frame.height
            box = turned(box, style.angle, width, height)
            y = turned((x, y, x, y), style.angle, width, height)[1]
        return Word(self._content[start:end], box, y, style)

    def _fits(self, word: Word) -> bool:
        """Whether a word is no wider than its letters: then no gap can be inside.

        The width of a letter is asked for once a font: that is what makes this cheap.
        """
        known = 0.0
        for letter in word.text:
            width = self._widths.get((word.style.font, letter))
            if width is None:
                return False
            known += width
        return word.box[2] - word.box[0] <= known - 0.04 * word.size

    def _parts(self, start: int, end: int, style: Style) -> Iterator[tuple[int, int]]:
        """Divide what PDFium takes for one word at its wide gaps; letters of one word fit without one."""
        spans = [self._advance(index) for index in range(start, end)]
        for index, (left, right) in enumerate(spans):
            self._widths.setdefault((style.font, self._content[start + index]), right - left)
        gaps = [after[0] - before[1] for before, after in pairwise(spans)]
        # in letter-spaced type every gap is wide
        wide = sorted(gaps)[len(gaps) // 2] + 0.12 * style.size
        cuts = [start, *(start + 1 + i for i, gap in enumerate(gaps) if gap > wide), end]
        yield from pairwise(cuts)

    def _advance(self, index: int) -> tuple[float, float]:
        """Where the space of a character starts and ends along the line."""
        raw.FPDFText_GetLooseCharBox(self._handle, index, ctypes.byref(self._loose))
        x0, _, x1, _ = self._frame.box(self._loose.left, self._loose.bottom, self._loose.right, self._loose.top)
        return x0, x1

    def _box(self, index: int) -> Box:
        raw.FPDFText_GetCharBox(self._handle, index, *self._refs)
        left, right, bottom, top = self._values
        return left.value, bottom.value, right.value, top.value

    def _style(self, index: int) -> Style:
        """Type of a character; asked for once a stretch of text, which PDFium keeps as one object."""
        item = raw.FPDFText_GetTextObject(self._handle, index)
        if not item:
            return self._ask(index, None)
        key = ctypes.addressof(item.contents)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._ask(index, item)
        return style

    def _ask(self, index: int, item: object | None) -> Style:
        matrix = raw.FS_MATRIX()
        size = raw.FPDFText_GetFontSize(self._handle, index)
        a, b, stretch = 1.0, 0.0, 1.0
        if raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(matrix)):
            a, b = matrix.a, matrix.b
            size *= math.hypot(matrix.c, matrix.d)
            stretch = round(math.hypot(a, b) / (math.hypot(matrix.c, matrix.d) or 1.0), 2)
        slant = math.degrees(math.atan2(b, a)) - self._frame.rotation
        angle = round(slant / 90) * 90
        name, flags = self._font(index)
        heavy = any(word in name for word in _HEAVY) or raw.FPDFText_GetFontWeight(self._handle, index) >= 600
        size = round(size, 1)
        return Style(
            size, heavy, angle % 360, abs(slant - angle) < 6, _ink(item) if item else Ink.DARK,
            (name, flags, size, stretch),
        )  # fmt: skip

    def _font(self, index: int) -> tuple[bytes, int]:
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(self._handle, index, name, 128, ctypes.byref(flags))
        return name.raw[: max(0, min(length, 128) - 1)].lower(), flags.value


def _ink(item: object) -> Ink:
    """Whether text may be hard to see; only a look at the page tells for sure."""
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    if mode == _INVISIBLE:
        return Ink.NONE
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(item, *colour)
    red, green, blue, cover = (c.value for c in colour)
    pale = mode == _CLIPPED or cover < _CLEAR or min(red, green, blue) >= _PALE
    return Ink.PALE if pale else Ink.DARK
