"""PDF, by way of PDFium: words with their places, lines, columns, running heads, tables, paragraphs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, UnreadableReason
from supplychain_check.readers import pdf_furniture, pdf_page, pdf_tables
from supplychain_check.readers.builder import Builder, Draft
from supplychain_check.readers.hyphens import vocabulary
from supplychain_check.readers.layout import Para, Row, body_size, paragraphs, rank
from supplychain_check.readers.limits import MAX_PAGES

NAME = "PDF"
MEDIA_TYPES = ("application/pdf",)
EXTENSIONS = (".pdf",)

_FIELDS = {"Title": "title", "Author": "author", "Subject": "subject", "CreationDate": "created", "ModDate": "modified"}
_DAY = re.compile(r"^D:(\d{4})(\d\d)(\d\d)")
_SCAN = (
    "This looks like a scan: its pages are images, and this version does not recognise letters in images."
    " Convert it first, for example with: ocrmypdf INPUT.pdf OUTPUT.pdf"
)


def sniff(data: bytes, name: str) -> bool:
    """Whether the mark of a PDF stands near the start."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, name: str) -> Draft:
    """Read all pages of a PDF.

    Raises:
        InputProblem: it is damaged, needs a password, has too many pages or no text.
    """
    with _opened(data) as document:
        pages, warnings = _pages(document)
        metadata = {ours: value for theirs, ours in _FIELDS.items() if (value := _field(document, theirs))}
    _refuse_without_text(pages)
    return _build(pages, metadata, warnings)


def _refuse_without_text(pages: Sequence[pdf_page.PageText]) -> None:
    """Scans often carry a few words of text, such as a stamp: those are not the document."""
    words = sum(len(row.text.split()) for page in pages for row in page.rows)
    scanned = sum(page.images for page in pages)
    if scanned > len(pages) / 2 and words < 10 * len(pages):
        raise InputProblem("The pages of the PDF are images without text.", _SCAN, reason=UnreadableReason.NO_TEXT)
    if not words:
        raise InputProblem(
            "The PDF holds no text.",
            "Check that this is the right file, or save it as a PDF again.",
            reason=UnreadableReason.NO_TEXT,
        )


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open the document and close it whatever happens."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        raise _refusal(problem) from problem
    try:
        yield document
    finally:
        document.close()


def _refusal(problem: pdfium.PdfiumError) -> InputProblem:
    if getattr(problem, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(problem).lower():
        return InputProblem(
            "The PDF is locked with a password.",
            "Open it with the password, save or print it as a PDF without one, and check that.",
            reason=UnreadableReason.PASSWORD,
        )
    return InputProblem(
        "The PDF is damaged or cut short and cannot be opened.",
        "Download it again, or open it in a PDF viewer and save it as a new PDF.",
        reason=UnreadableReason.DAMAGED,
    )


def _field(document: pdfium.PdfDocument, key: str) -> str:
    value = str(document.get_metadata_value(key) or "")
    if day := _DAY.match(value):
        return "-".join(day.groups())
    return "" if value.lower() in {"(unspecified)", "untitled", "(anonymous)"} else value


def _pages(document: pdfium.PdfDocument) -> tuple[list[pdf_page.PageText], list[str]]:
    """Text of every page; a page that cannot be read becomes an empty one and a warning."""
    count = len(document)
    if count > MAX_PAGES:
        raise InputProblem(
            f"The PDF has {count:,} pages; the limit is {MAX_PAGES:,}.",
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
    if scanned := [p.number for p in pages if p.images]:
        warnings.append(f"Pages that are images, and so were not read: {_listed(scanned)}.")
    if hidden := [p.number for p in pages if p.hidden]:
        warnings.append(f"Pages with text that nobody can see, too small or off the page: {_listed(hidden)}.")
    return pages, warnings


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" and more" if len(numbers) > 10 else "")


def _build(pages: Sequence[pdf_page.PageText], metadata: dict[str, str], warnings: Sequence[str]) -> Draft:
    """Paragraphs of the whole document, running heads put before the first block that starts on their page."""
    furniture = pdf_furniture.find(pages)
    rows = [row for page in pages for row in page.rows if row not in furniture.get(page.number, ())]
    body = body_size(rows)
    notes = pdf_furniture.footnotes(rows, body, {p.number: p.height for p in pages})
    noted = {id(row) for page in notes.values() for row in page}
    parts = _parts([row for row in rows if id(row) not in noted], {p.number: p.rules for p in pages})
    rank([para for part in parts if isinstance(part, list) for para in part])
    builder = Builder(vocabulary("\n".join(r.text for p in pages for r in p.rows)))
    for page in pages:
        builder.page(page.number, page.width, page.height)
    writer = _Writer(builder, furniture, notes, body)
    for number, part in enumerate(parts):
        writer.write(part, number)
    writer.reach(len(pages) + 1)
    return builder.build(metadata, warnings)


def _parts(rows: Sequence[Row], rules: Mapping[int, Sequence[pdf_tables.Rule]]) -> list[list[Para] | pdf_tables.Table]:
    """Tables, and the paragraphs between them."""
    body = body_size(rows)
    return [
        part if isinstance(part, pdf_tables.Table) else paragraphs(part, body) for part in pdf_tables.split(rows, rules)
    ]


class _Writer:
    """Writes blocks, and puts running heads and footnotes where they leave paragraphs whole."""

    def __init__(
        self,
        builder: Builder,
        furniture: Mapping[int, Sequence[Row]],
        notes: Mapping[int, Sequence[Row]],
        body: float,
    ) -> None:
        self._builder = builder
        self._furniture = dict(furniture)
        self._notes = dict(notes)
        self._body = body

    def write(self, part: list[Para] | pdf_tables.Table, number: int) -> None:
        """Write a table, or the paragraphs between two tables."""
        if isinstance(part, pdf_tables.Table):
            self.reach(part.page)
            for index, cells in enumerate(part.rows):
                texts = [[r.piece() for r in cell] for cell in cells]
                self._builder.row(texts, table=number, header=index == 0)
            return
        for para in part:
            first, last = para.rows[0].page or 0, para.rows[-1].page or 0
            self.reach(first)
            if last > first:
                self._write_notes(first)
            self._builder.add(para.kind, para.pieces(), level=para.level)

    def reach(self, page: int) -> None:
        """Write what is left of the pages before `page`, then the running heads of `page`."""
        for number in sorted({n for n in (*self._furniture, *self._notes) if n <= page}):
            for row in self._furniture.pop(number, ()):
                self._builder.add(BlockKind.FURNITURE, [row.piece()])
            if number < page:
                self._write_notes(number)

    def _write_notes(self, page: int) -> None:
        for para in paragraphs(self._notes.pop(page, ()), self._body):
            self._builder.add(BlockKind.PARAGRAPH, para.pieces())
