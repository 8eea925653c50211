"""PDF, by way of PDFium: words with their places, lines, columns, running heads, tables, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers import ocr, pdf_build, pdf_fields, pdf_forms, pdf_open, pdf_page
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.limits import CURRENT

NAME = "PDF"
MEDIA_TYPES = ("application/pdf",)
EXTENSIONS = (".pdf",)

_XFA = (
    "The PDF holds a form of the XFA kind, whose answers were not read."
    " Open it in Adobe Reader, print it to a new PDF and check that."
)
_WAIT = re.compile(r"please wait|adobe reader", re.I)


def sniff(data: bytes, name: str) -> bool:
    """Whether the mark of a PDF stands near the start."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, name: str) -> Draft:
    """Read all pages of a PDF.

    Raises:
        InputProblem: it is damaged, needs a password, has too many pages or no text.
    """
    with pdf_open.opened(data) as (document, warnings):
        xfa = pdf_forms.has_xfa(document)
        pdf_forms.prepare(document)
        pages, found = _pages(document)
        metadata = pdf_open.metadata(document)
        pages, recognition = ocr.recognise(document, pages)
    _refuse_without_text(pages, recognition, xfa=xfa)
    said = [*warnings, *([_XFA] if xfa else []), *found, *recognition.warnings()]
    draft = pdf_build.build(pages, metadata, said)
    fields = tuple(pdf_fields.located((placed for page in pages for placed in page.fields), draft))
    return replace(draft, recognised=tuple(recognition.pages), fields=fields)


def _refuse_without_text(pages: Sequence[pdf_page.PageText], recognition: ocr.Recognition, *, xfa: bool) -> None:
    """Scans often carry a few words of text, such as a stamp, and XFA forms a request to wait: no document."""
    words = sum(map(pdf_page.PageText.words, pages))
    scanned = sum(page.images for page in pages)
    if scanned > len(pages) / 2 and words < 10 * len(pages):
        raise ocr.without_text(recognition)
    if xfa and words < 200 and any(_WAIT.search(row.text) for page in pages for row in page.rows):
        raise InputProblem("The PDF is only a form of the XFA kind.", _XFA, reason=UnreadableReason.NO_TEXT)
    if not words:
        raise InputProblem(
            "The PDF holds no text.",
            "Check that this is the right file, or save it as a PDF again.",
            reason=UnreadableReason.NO_TEXT,
        )


def _pages(document: pdfium.PdfDocument) -> tuple[list[pdf_page.PageText], list[str]]:
    """Text of every page; a page that cannot be read becomes an empty one and a warning."""
    count = len(document)
    if count > (most := CURRENT.get().pages):
        raise InputProblem(
            f"The PDF has {count:,} pages; the limit is {most:,}.",
            "Save the pages of the statement as a PDF of their own.",
            reason=UnreadableReason.TOO_MANY_PAGES,
        )
    pages: list[pdf_page.PageText] = []
    warnings: list[str] = []
    for number in range(1, count + 1):
        try:
            pages.append(pdf_page.read_page(document, number))
        except pdfium.PdfiumError:
            pages.append(pdf_page.PageText(number, 0.0, 0.0, []))
            warnings.append(f"Page {number} is damaged and could not be read.")
    if hidden := [p.number for p in pages if p.hidden]:
        warnings.append(
            "Pages with text that nobody can see (in the colour of the paper, too small or off the page), which was"
            f" not used: {_listed(hidden)}."
        )
    if garbled := [p.number for p in pages if p.garbled]:
        warnings.append(f"Pages in a font that does not say which letters it shows: {_listed(garbled)}.")
    return pages, warnings


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" and more" if len(numbers) > 10 else "")
