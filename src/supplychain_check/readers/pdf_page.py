"""One page of a PDF: words with their boxes, joined to lines in reading order."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from supplychain_check.models import Box
from supplychain_check.readers.layout import Row
from supplychain_check.readers.limits import MAX_PAGE_CHARACTERS
from supplychain_check.readers.pdf_order import in_reading_order, with_side_headings

# PDFium runs on into the next line after a divided word, with U+FFFE for the hyphen
_WORD = re.compile(r"[^\s\x00\ufffe]+\ufffe?|\ufffe")
_SCANNED = 60
_TINY = 2.0
_BULLETS = frozenset("•●○◦▪▫■□◆◇►▶➢➤➔→✓✔✦‣⁃∙·⦁–-o*")


@dataclass(frozen=True)
class Word:
    """A word, its box (origin top left), the start of its baseline, and its type."""

    text: str
    box: Box
    baseline: float
    size: float
    bold: bool


@dataclass(frozen=True)
class PageText:
    """What was read from one page.

    Attributes:
        rows: lines in reading order.
        images: whether the page is a picture with hardly any text.
        hidden: whether it holds text too small to see, or off the page.
        rules: horizontal lines drawn on the page, as (x0, y, x1).
    """

    number: int
    width: float
    height: float
    rows: list[Row]
    images: bool = False
    hidden: bool = False
    rules: list[tuple[float, float, float]] = field(default_factory=list)


def read_page(document: pdfium.PdfDocument, number: int) -> PageText:
    """Read page `number`, counted from 1."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            words = _words(text, _Frame(page))
        finally:
            text.close()
        segments = with_side_headings(in_reading_order(_segments(words), width, height))
        rows = [_row(segment, number) for segment in segments]
        return PageText(
            number,
            width,
            height,
            rows,
            images=sum(len(w.text) for w in words) < _SCANNED and _has_images(page),
            hidden=any(_unseen(w, width, height) for w in words),
        )
    finally:
        page.close()


def _unseen(word: Word, width: float, height: float) -> bool:
    x0, y0, x1, y1 = word.box
    return 0 < word.size < _TINY or x1 < 0 or y1 < 0 or x0 > width or y0 > height


class _Frame:
    """Turns PDF coordinates (origin bottom left, before rotation) into places on the page as it is seen."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._rotation = page.get_rotation()

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self._rotation == 90:
            return y - self._bottom, x - self._left
        if self._rotation == 180:
            return self._right - x, y - self._bottom
        if self._rotation == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y


def _words(text: pdfium.PdfTextPage, frame: _Frame) -> list[Word]:
    count = min(text.count_chars(), MAX_PAGE_CHARACTERS)
    content = text.get_text_range(0, count) if count else ""
    if len(content) != count:
        # one character of the page is then several of the text, or none: go by the page's own count
        content = "".join(chr(raw.FPDFText_GetUnicode(text.raw, i)) for i in range(count))
    probe = _Probe(text.raw, frame)
    spans = (span for found in _WORD.finditer(content) for span in probe.parts(*found.span()))
    return [probe.word(content[start:end], start, end - 1) for start, end in spans]


class _Probe:
    """Asks PDFium for boxes and type; keeps its buffers, as there are three questions a word."""

    def __init__(self, handle: object, frame: _Frame) -> None:
        self._handle = handle
        self._frame = frame
        self._values = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(v) for v in self._values]
        self._matrix = raw.FS_MATRIX()
        self._loose = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def word(self, text: str, first: int, last: int) -> Word:
        x0, y0, x1, y1 = self._box(first)
        if last != first:
            a0, b0, a1, b1 = self._box(last)
            x0, y0, x1, y1 = min(x0, a0), min(y0, b0), max(x1, a1), max(y1, b1)
        (left, top), (right, bottom) = self._frame.point(x0, y0), self._frame.point(x1, y1)
        box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        size, bold = self._type(first)
        return Word(text, box, self._baseline(first), size, bold)

    def parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Divide what PDFium takes for one word where a blank was set as a gap; letters fit without one."""
        size = self._type(start)[0]
        upright = self._matrix.a > 0 and abs(self._matrix.b) < 0.1 * self._matrix.a
        if end - start < 4 or end - start > 200 or not upright:
            return [(start, end)]
        spans = [self._advance(index) for index in range(start, end)]
        gaps = [after[0] - before[1] for before, after in pairwise(spans)]
        # in letter-spaced type every gap is wide
        wide = sorted(gaps)[len(gaps) // 2] + 0.12 * size
        cuts = [start, *(start + 1 + i for i, gap in enumerate(gaps) if gap > wide), end]
        return list(pairwise(cuts))

    def _advance(self, index: int) -> tuple[float, float]:
        """Where the space of a character starts and ends along the line."""
        raw.FPDFText_GetLooseCharBox(self._handle, index, ctypes.byref(self._loose))
        return self._loose.left, self._loose.right

    def _box(self, index: int) -> Box:
        raw.FPDFText_GetCharBox(self._handle, index, *self._refs)
        left, right, bottom, top = (v.value for v in self._values)
        return left, bottom, right, top

    def _baseline(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._handle, index, *self._refs[:2])
        return self._frame.point(self._values[0].value, self._values[1].value)[1]

    def _type(self, index: int) -> tuple[float, bool]:
        """Size in points as it is seen, and whether the type is bold."""
        size = raw.FPDFText_GetFontSize(self._handle, index)
        if raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(self._matrix)):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        length = raw.FPDFText_GetFontInfo(self._handle, index, self._name, 128, ctypes.byref(self._flags))
        name = self._name.raw[: max(0, min(length, 128) - 1)].lower()
        heavy = any(word in name for word in (b"bold", b"black", b"heavy", b"semibold", b"demi"))
        return round(size, 1), heavy or raw.FPDFText_GetFontWeight(self._handle, index) >= 600


@dataclass
class Segment:
    """Words that stand side by side on one baseline, without a wide gap."""

    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def baseline(self) -> float:
        """Where its letters stand, from the top of the page."""
        return self.words[0].baseline

    @property
    def size(self) -> float:
        """Size of type of its first word that is not a bullet."""
        return max(w.size for w in self.words)


def _segments(words: Sequence[Word]) -> list[Segment]:
    """Join words, in the order of the file, into stretches of a line."""
    segments: list[Segment] = []
    for word in words:
        x0, y0, x1, y1 = word.box
        if segments and _follows(segments[-1], word):
            last = segments[-1]
            last.words.append(word)
            last.x0, last.y0 = min(last.x0, x0), min(last.y0, y0)
            last.x1, last.y1 = max(last.x1, x1), max(last.y1, y1)
        else:
            segments.append(Segment([word], x0, y0, x1, y1))
    return segments


def _follows(segment: Segment, word: Word) -> bool:
    height = max(word.size, segment.words[-1].size, 4.0)
    gap = word.box[0] - segment.x1
    small = len(word.text) < 4 or (len(segment.words) == 1 and len(segment.words[0].text) < 4)
    raised = 0.6 if small or word.size < 0.8 * segment.size else 0.3
    if abs(word.baseline - segment.baseline) > raised * height:
        return False
    wide = 6.0 if len(segment.words) == 1 and _is_marker(segment.words[0].text) else 1.3
    return -0.5 * height < gap < wide * height


def _is_marker(text: str) -> bool:
    return (
        text in _BULLETS
        or "\uf000" <= text[0] <= "\uf0ff"
        or bool(re.fullmatch(r"\(?(\d{1,2}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})[.)]", text))
    )


def _row(segment: Segment, number: int) -> Row:
    words = segment.words
    letters = sum(len(w.text) for w in words)
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    return Row(
        text=_text(words),
        box=(segment.x0, segment.y0, segment.x1, max(segment.y1, segment.baseline)),
        first=words[0].box[2] - words[0].box[0],
        page=number,
        size=max(sizes, key=lambda s: sizes[s]),
        bold=sum(len(w.text) for w in words if w.bold) > 0.8 * letters,
        baseline=segment.baseline,
    )


def _text(words: Sequence[Word]) -> str:
    """The words with blanks between; letter-spaced type is put together by the width of its gaps."""
    alone = sum(len(w.text) == 1 for w in words)
    if len(words) < 5 or alone < 0.6 * len(words):
        return " ".join(w.text for w in words)
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 3]
    parts = [words[0].text]
    for gap, word in zip(gaps, words[1:], strict=True):
        parts.append((" " if gap > 1.5 * usual + 0.5 else "") + word.text)
    return "".join(parts)


def _has_images(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
