"""Pages that are pictures: letters recognised page by page, by a program that is installed beside this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.builder import Recognised
from supplychain_check.readers.layout import Row
from supplychain_check.readers.limits import MAX_OCR_PAGES, MAX_PIXELS
from supplychain_check.readers.ocr_engines import Engine, EngineProblem, FoundLine, find_engine
from supplychain_check.readers.ocr_layout import rows_of, with_same_heads
from supplychain_check.readers.quality import FLOOR

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from PIL.Image import Image

HINT = (
    "Install a program that recognises letters and check the file again:"
    " pip install 'supplychain-check[ocr]' (needs no administrator), or Tesseract, which is faster:"
    " sudo apt install tesseract-ocr (Debian, Ubuntu), brew install tesseract (macOS)."
)
"""What to do where pages are pictures and nothing can recognise letters."""

ON_PAGE: ContextVar[Callable[[], None]] = ContextVar("ON_PAGE", default=lambda: None)
"""Called after each recognised page; whoever watches the clock sees that reading goes on."""

_POINTS = 72
_SURE = 0.3
_SMOOTHING = 0.72
_TURNS = (180, 90, 270)
_MANY = 30
_FEW = 15
_NONSENSE = 0.25


class PageLike(Protocol):
    """What is known of a page; a dataclass."""

    @property
    def number(self) -> int:
        """Its number, from 1."""

    @property
    def rows(self) -> list[Row]:
        """Its lines of text."""

    @property
    def images(self) -> bool:
        """Whether only its picture tells what it says."""


P = TypeVar("P", bound=PageLike)


@dataclass
class Recognition:
    """What came of recognising the pages of one file.

    Attributes:
        engine: name of the program; "" if there is none or none was needed.
        pages: what was recognised, page by page.
        unread: numbers of the pages that stay pictures, with the reason.
    """

    engine: str = ""
    pages: list[Recognised] = field(default_factory=list)
    unread: dict[int, str] = field(default_factory=dict)

    def warnings(self) -> list[str]:
        """What a reader of the result must know."""
        said = []
        if read := [p.page for p in self.pages if p.words]:
            said.append(f"Pages whose letters {self.engine} recognised, with mistakes to expect: {_listed(read)}.")
        for reason in dict.fromkeys(self.unread.values()):
            numbers = [number for number, why in self.unread.items() if why == reason]
            said.append(f"Pages that are images, and so were not read: {_listed(numbers)} ({reason}).")
        return said


def recognise(document: pdfium.PdfDocument, pages: Sequence[P]) -> tuple[list[P], Recognition]:
    """Return `pages` with the text of those that are pictures, and what came of it.

    Pages with text are left as they are.
    """
    wanted = [page.number for page in pages if _is_picture(document, page)]
    engine = find_engine() if wanted else None
    if engine is None:
        unread = dict.fromkeys(wanted, "no program that recognises letters is installed")
        return list(pages), Recognition(pages=[Recognised(n, 0, 0.0) for n in wanted], unread=unread)
    result = Recognition(engine.name)
    try:
        read = {n: _recognised(engine, document, n, result) for n in wanted[:MAX_OCR_PAGES]}
    finally:
        engine.close()
    result.unread.update(dict.fromkeys(wanted[MAX_OCR_PAGES:], f"only {MAX_OCR_PAGES} pages a file are recognised"))
    print_of = {number: found for number, found in read.items() if found}
    heads = with_same_heads(
        {number: found.rows for number, found in print_of.items()},
        {number: found.size[1] for number, found in print_of.items()},
    )
    return [_with_rows(page, heads, print_of) for page in pages], result


def without_text(result: Recognition) -> InputProblem:
    """The problem to raise where no page has text; says what helps."""
    if result.engine or not result.unread:
        return InputProblem(
            "No letters were found on the pages, which are pictures.",
            "Check that it is the right file, and that it is not too faint to read; a sharper scan may help.",
            reason=UnreadableReason.NO_TEXT,
        )
    return InputProblem("The pages are images without text.", HINT, reason=UnreadableReason.NO_TEXT)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" and more" if len(numbers) > 10 else "")


def _is_picture(document: pdfium.PdfDocument, page: PageLike) -> bool:
    """Whether only a look at the page tells what it says."""
    return page.images or (not page.rows and _drawn(document, page.number))


def _drawn(document: pdfium.PdfDocument, number: int) -> bool:
    """Whether a page without text holds as many drawn shapes as letters would need."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return False
    try:
        return bool(raw.FPDFPage_CountObjects(page.raw) >= _MANY)
    finally:
        page.close()


@dataclass(frozen=True)
class _Print:
    """The lines of a page, and its width and height once it is upright."""

    rows: list[Row]
    size: tuple[float, float]


def _with_rows(page: P, rows: Mapping[int, list[Row]], found: Mapping[int, _Print]) -> P:
    """The page with recognised lines; as it was where there are none."""
    if not rows.get(page.number):
        return page
    width, height = found[page.number].size
    return replace(page, rows=rows[page.number], images=False, width=width, height=height)  # type: ignore[type-var]


def _recognised(engine: Engine, document: pdfium.PdfDocument, number: int, result: Recognition) -> _Print | None:
    """Recognise one page and note how far that can be trusted; None if it stays a picture."""
    try:
        picture, scale = _picture(document, number, engine.dpi)
        best = _best(engine, picture, _POINTS / scale)
    except EngineProblem as problem:
        result.unread[number] = f"it {problem}"
        result.pages.append(Recognised(number, 0, 0.0))
        return None
    finally:
        ON_PAGE.get()()
    if best.is_noise:
        result.unread[number] = "no letters that make sense were found"
        if best.words >= _MANY:
            result.pages.append(Recognised(number, 0, 0.0))
        return None
    result.pages.append(Recognised(number, best.words, round(best.trust, 2)))
    width, height = best.picture.size
    return _Print(rows_of(best.lines, best.picture, scale, number), (width * scale, height * scale))


def _picture(document: pdfium.PdfDocument, number: int, dpi: int) -> tuple[Image, float]:
    """A page in grey, and how many points a pixel is wide; never more pixels than the limit."""
    import pypdfium2 as pdfium

    try:
        page = document[number - 1]
        try:
            width, height = page.get_size()
            zoom = min(dpi / _POINTS, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
            return page.render(scale=zoom, grayscale=True).to_pil(), 1 / zoom
        finally:
            page.close()
    except (pdfium.PdfiumError, ValueError) as problem:
        raise EngineProblem("cannot be drawn") from problem


@dataclass(frozen=True)
class _Try:
    """What was recognised on a page, turned or smoothed in some way."""

    picture: Image
    lines: list[FoundLine]
    words: int
    trust: float

    @property
    def sense(self) -> float:
        """How much was read, by how far it can be trusted."""
        return self.words * self.trust

    @property
    def is_noise(self) -> bool:
        """Whether it is what engines see in dirt and photographs: no word, few doubtful ones, or nonsense."""
        return not self.words or self.trust < _NONSENSE or (self.words < _FEW and self.trust < FLOOR)


def _best(engine: Engine, picture: Image, dpi: float) -> _Try:
    """The lines of a page; one that reads badly is tried again smoothed, and as it may lie on its side or head."""
    found = _tried(engine, picture, dpi)
    if found.trust >= FLOOR and found.words:
        return found
    from PIL import ImageFilter

    blurred = picture.filter(ImageFilter.GaussianBlur(_SMOOTHING * dpi / _POINTS))
    tries = [found, _tried(engine, blurred, dpi)]
    if max(t.trust for t in tries) < FLOOR:
        # an upside-down page gives as many words as an upright one, but none that make sense
        tries += [_tried(engine, picture.rotate(angle, expand=True), dpi) for angle in _TURNS]
    return max(tries, key=lambda t: t.sense)


def _tried(engine: Engine, picture: Image, dpi: float) -> _Try:
    lines = [line for line in engine.read(picture, dpi) if _is_print(line)]
    words = [word for line in lines for word in line.words]
    letters = sum(len(w.text) for w in words)
    sure = sum(len(w.text) * w.confidence for w in words) / letters if letters else 0.0
    return _Try(picture, lines, len(words), _trust(engine, sure))


def _trust(engine: Engine, confidence: float) -> float:
    """The confidence of an engine on the scale of text quality, on which engines can be compared."""
    if confidence < engine.floor:
        return FLOOR * confidence / engine.floor
    return min(1.0, FLOOR + (1.0 - FLOOR) * (confidence - engine.floor) / (engine.clear - engine.floor))


def _is_print(line: FoundLine) -> bool:
    """Whether a line is more than what is seen in dirt and photographs."""
    return any(w.confidence >= _SURE and any(map(str.isalnum, w.text)) for w in line.words)
