"""One page of a PDF: lines of print in reading order, ruled tables, and what could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

import pypdfium2 as pdfium

from supplychain_check.models import Box, FormField
from supplychain_check.readers import pdf_drawing, pdf_fields, pdf_forms, pdf_garbled, pdf_hidden, pdf_ruled
from supplychain_check.readers.layout import Row
from supplychain_check.readers.pdf_drawing import Drawing
from supplychain_check.readers.pdf_forms import Answer, answers
from supplychain_check.readers.pdf_frame import Frame
from supplychain_check.readers.pdf_lines import line, segments
from supplychain_check.readers.pdf_order import in_reading_order, with_side_headings
from supplychain_check.readers.pdf_tables import Table
from supplychain_check.readers.pdf_words import Word, words_of

_SCANNED = 60


@dataclass(frozen=True)
class PageText:
    """What was read from one page.

    Attributes:
        rows: lines in reading order, those in ruled tables left out.
        tables: ruled tables and form fields, each with the number of lines that stand before it.
        images: whether only its picture tells what the page says: it holds hardly any text, or it is garbled.
        garbled: whether its font hides which letters it shows; then its text is left out.
        hidden: words that nobody can see, and that are left out.
        fields: the places to fill in, each with its box.
    """

    number: int
    width: float
    height: float
    rows: list[Row]
    tables: list[tuple[int, Table]] = field(default_factory=list)
    images: bool = False
    garbled: bool = False
    hidden: int = 0
    fields: list[tuple[FormField, Box]] = field(default_factory=list)

    def words(self) -> int:
        """How many words it holds."""
        cells = (row for _, table in self.tables for cells in table.rows for cell in cells for row in cell)
        return sum(len(row.text.split()) for row in (*self.rows, *cells))


def read_page(document: pdfium.PdfDocument, number: int) -> PageText:
    """Read page `number`, counted from 1."""
    page = document[number - 1]
    try:
        frame = Frame(page)
        text = page.get_textpage()
        try:
            words = words_of(text, frame)
        finally:
            text.close()
        drawing = pdf_drawing.look(page, frame)
        words, hidden = pdf_hidden.visible(page, words, drawing, frame)
        garbled = pdf_garbled.is_garbled(words)
        places = answers(document, page, frame)
        filled = [answer for answer in places if answer.value]
        rows, tables = _laid_out([] if garbled else words, filled, drawing, frame, number)
        return PageText(
            number,
            frame.width,
            frame.height,
            rows,
            tables,
            images=garbled or (sum(len(w.text) for w in words) < _SCANNED and bool(drawing.pictures)),
            garbled=garbled,
            hidden=len(hidden),
            fields=pdf_fields.fields(places, words, number),
        )
    finally:
        page.close()


def _laid_out(
    words: Sequence[Word], filled: Sequence[Answer], drawing: Drawing, frame: Frame, number: int
) -> tuple[list[Row], list[tuple[int, Table]]]:
    """Lines in reading order, those that run another way than most after the rest; and tables among them.

    Text that runs sideways is laid out as on the page turned until it is upright.
    """
    letters: Counter[int] = Counter({0: 0})
    for word in words:
        letters[word.style.angle] += len(word.text)
    ways = [angle for angle, _ in letters.most_common()]
    turned = drawing.turned(ways[0], frame)
    # a value in a ruled cell stands beside its question there
    values = [] if ways[0] else [answer.word() for answer in filled]
    mine = [w for w in words if w.style.angle == ways[0]]
    tables, left = pdf_ruled.tables([*mine, *values], turned, number, _size(frame, ways[0]))
    outside = {id(word) for word in left}
    loose = [a for a, word in zip_longest(filled, values) if word is None or id(word) in outside]
    asked = {id(word) for word in values}
    rows = _lines([w for w in left if id(w) not in asked], frame, ways[0], number)
    found = [*pdf_ruled.placed(tables, rows), *pdf_forms.as_tables(loose, rows, number)]
    found.sort(key=lambda each: (each[0], each[1].box[1]))
    for angle in ways[1:]:
        aside = _lines([w for w in words if w.style.angle == angle], frame, angle, number)
        rows.extend(_lower(row, 2 * frame.height) for row in aside)
    return rows, found


def _lines(words: Sequence[Word], frame: Frame, angle: int, number: int) -> list[Row]:
    """Lines of text that runs one way, in reading order."""
    size = _size(frame, angle)
    found = segments(words)
    if angle and sum(b.y0 < a.y0 for a, b in pairwise(found)) > 0.5 * (len(found) - 1):
        # PDFium gives the lines of some sideways text from the last to the first
        found.sort(key=lambda s: s.y0)
    ordered = with_side_headings(in_reading_order(found, *size))
    return [line(segment, number, size) for segment in ordered]


def _size(frame: Frame, angle: int) -> tuple[float, float]:
    """Size of the page turned until text that runs at `angle` is upright."""
    return (frame.width, frame.height) if angle in (0, 180) else (frame.height, frame.width)


def _lower(row: Row, by: float) -> Row:
    """The line moved out of the way of lines that run another way: the two have nothing to do with each other."""
    x0, y0, x1, y1 = row.box
    return replace(row, box=(x0, y0 + by, x1, y1 + by), baseline=row.baseline + by, place=row.place or row.box)
