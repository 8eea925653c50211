"""The words of a page of a PDF with their boxes and type, by way of PDFium."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
_RUN_TOGETHER = 12


def _bare(function: object, result: type, *arguments: type) -> Callable[..., int]:
    """A function of PDFium that takes and gives addresses as numbers: half the cost, for what is asked every word."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_ADDRESS = ctypes.c_void_p
_CHAR_BOX = _bare(raw.FPDFText_GetCharBox, ctypes.c_int, _ADDRESS, ctypes.c_int, *[_ADDRESS] * 4)
_TEXT_OBJECT = _bare(raw.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, ctypes.c_int)


class Ink(Enum):
    """What the type leaves on the page, as far as its settings tell."""

    DARK = 0
    PALE = 1
    NONE = 2


@dataclass(slots=True)
class Style:
    """The type of one stretch of text.

    Attributes:
        angle: 0, 90 (reads upwards), 180 or 270, as seen.
        straight: whether the text runs along the page, not across it at a slant.
        widths: how wide each letter of its font is at its size, as far as it was asked for.
    """

    size: float
    bold: bool
    angle: int = 0
    straight: bool = True
    ink: Ink = Ink.DARK
    widths: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Word:
    """A word, its box (origin top left), where its baseline stands, and its type.

    For sideways text, box and baseline are those on the page turned until the word is upright. `spacing` is the
    usual gap between its letters, where it was looked at.
    """

    text: str
    box: Box
    baseline: float
    style: Style
    size: float
    spacing: float = 0.0


def words_of(text: pdfium.PdfTextPage, frame: Frame) -> list[Word]:
    """Return the words of a page in the order of the file."""
    count = min(text.count_chars(), MAX_PAGE_CHARACTERS)
    content = text.get_text_range(0, count) if count else ""
    if len(content) != count:
        # one character of the page is then several of the text, or none: go by the page's own count
        content = "".join(chr(raw.FPDFText_GetUnicode(text.raw, i)) for i in range(count))
    probe = _Probe(text.raw, frame, content)
    for found in _WORD.finditer(content):
        probe.add(*found.span())
    return probe.words


class _Probe:
    """Asks PDFium for boxes and type; keeps its buffers and answers, as questions are what reading costs."""

    def __init__(self, handle: object, frame: Frame, content: str) -> None:
        self.words: list[Word] = []
        self._handle = handle
        self._frame = frame
        self._content = content
        self._numbers = (ctypes.c_double * 4)()
        self._address = ctypes.cast(handle, _ADDRESS).value  # type: ignore[arg-type]
        self._places = [ctypes.addressof(self._numbers) + 8 * i for i in range(4)]
        self._origin = [ctypes.cast(place, ctypes.POINTER(ctypes.c_double)) for place in self._places[:2]]
        self._matrix = raw.FS_MATRIX()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._loose = raw.FS_RECTF()
        self._styles: dict[int, tuple[Style, float | None]] = {}
        self._fonts: dict[int, tuple[bytes, bool]] = {}
        self._widths: dict[object, dict[str, float]] = {}

    def add(self, start: int, end: int) -> None:
        """Take what stands between two characters: one word, or several where a blank was set as a gap."""
        style, baseline = self._style(start)
        word = self._word(start, end, style, baseline)
        if end - start > 2 and not style.angle and style.straight and end - start < _LONGEST and not _fits(word):
            spacing, parts = self._parts(start, end, style)
            word.spacing = spacing
            if len(parts) > 1:
                self.words.extend(self._word(a, b, style, baseline) for a, b in parts)
                return
        self.words.append(word)

    def _word(self, start: int, end: int, style: Style, baseline: float | None) -> Word:
        handle, numbers, places, frame = self._address, self._numbers, self._places, self._frame
        _CHAR_BOX(handle, start, *places)
        left, right, bottom, top = numbers
        if end - 1 != start:
            _CHAR_BOX(handle, end - 1, *places)
            a, b, c, d = numbers
            left, right = (a if a < left else left), (b if b > right else right)
            bottom, top = (c if c < bottom else bottom), (d if d > top else top)
        box = frame.box(left, bottom, right, top)
        if style.angle:
            box = turned(box, style.angle, frame.width, frame.height)
        y = self._baseline(start, style) if baseline is None else baseline
        return Word(self._content[start:end], box, y, style, style.size)

    def _baseline(self, index: int, style: Style) -> float:
        raw.FPDFText_GetCharOrigin(self._handle, index, *self._origin)
        x, y = self._frame.point(self._numbers[0], self._numbers[1])
        return turned((x, y, x, y), style.angle, self._frame.width, self._frame.height)[1]

    def _parts(self, start: int, end: int, style: Style) -> tuple[float, list[tuple[int, int]]]:
        """The usual gap between letters, and the parts between wide gaps; letters of one word fit without one."""
        spans = [self._advance(index) for index in range(start, end)]
        for index, (left, right) in enumerate(spans):
            style.widths.setdefault(self._content[start + index], right - left)
        gaps = [after[0] - before[1] for before, after in pairwise(spans)]
        # in letter-spaced type every gap is wide
        usual = sorted(gaps)[len(gaps) // 2]
        cuts = [start, *(start + 1 + i for i, gap in enumerate(gaps) if gap > usual + 0.12 * style.size), end]
        return usual, list(pairwise(cuts))

    def _advance(self, index: int) -> tuple[float, float]:
        """Where the space of a character starts and ends along the line."""
        raw.FPDFText_GetLooseCharBox(self._handle, index, ctypes.byref(self._loose))
        x0, _, x1, _ = self._frame.box(self._loose.left, self._loose.bottom, self._loose.right, self._loose.top)
        return x0, x1

    def _style(self, index: int) -> tuple[Style, float | None]:
        """Type and baseline of a character, if the stretch of text that PDFium keeps as one object has one."""
        address = _TEXT_OBJECT(self._address, index)
        if not address:
            return self._ask(index, None), None
        known = self._styles.get(address)
        if known is None:
            style = self._ask(index, ctypes.cast(address, raw.FPDF_PAGEOBJECT))
            known = self._styles[address] = style, self._baseline(index, style) if style.straight else None
        return known

    def _ask(self, index: int, item: object | None) -> Style:
        matrix = self._matrix
        size = raw.FPDFText_GetFontSize(self._handle, index)
        a, b, high = 1.0, 0.0, 1.0
        if raw.FPDFText_GetMatrix(self._handle, index, matrix):
            a, b = matrix.a, matrix.b
            high = math.hypot(matrix.c, matrix.d)
        slant = math.degrees(math.atan2(b, a)) - self._frame.rotation
        angle = round(slant / 90) * 90
        font, heavy = self._font(index, item)
        size = round(size * high, 1)
        # in one font, at one size and stretch, a letter has always the same width
        widths = self._widths.setdefault((font, size, round(math.hypot(a, b) / (high or 1.0), 2)), {})
        ink = _ink(item, self._colour) if item else Ink.DARK
        return Style(size, heavy, angle % 360, abs(slant - angle) < 6, ink, widths)

    def _font(self, index: int, item: object | None) -> tuple[object, bool]:
        """What stands for the font, and whether it is bold."""
        handle = raw.FPDFTextObj_GetFont(item) if item else None
        key = ctypes.addressof(handle.contents) if handle else 0
        if key not in self._fonts:
            name = ctypes.create_string_buffer(128)
            length = raw.FPDFText_GetFontInfo(self._handle, index, name, 128, None)
            plain = name.raw[: max(0, min(length, 128) - 1)].lower()
            heavy = any(word in plain for word in _HEAVY) or raw.FPDFText_GetFontWeight(self._handle, index) >= 600
            if not key:
                return plain, heavy
            self._fonts[key] = plain, heavy
        return key, self._fonts[key][1]


def _fits(word: Word) -> bool:
    """Whether a word is no wider than its letters: then no gap can be inside.

    The width of a letter is asked for once a font: that is what makes this cheap.
    """
    try:
        known = sum(map(word.style.widths.__getitem__, word.text))
    except KeyError:
        return False
    # tight setting hides a gap in a long word, and only long words are two that were run together
    slack = 0.04 if len(word.text) < _RUN_TOGETHER else 0.04 + 0.015 * len(word.text)
    return word.box[2] - word.box[0] <= known - slack * word.size


def _ink(item: object, colour: Sequence[ctypes.c_uint]) -> Ink:
    """Whether text may be hard to see; only a look at the page tells for sure."""
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    if mode == _INVISIBLE:
        return Ink.NONE
    raw.FPDFPageObj_GetFillColor(item, *colour)
    red, green, blue, cover = (c.value for c in colour)
    pale = mode == _CLIPPED or cover < _CLEAR or min(red, green, blue) >= _PALE
    return Ink.PALE if pale else Ink.DARK
