"""Pictures of pages, from a scanner or a telephone: PNG, JPEG and TIFF, whose letters are recognised."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers import pdf
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.limits import MAX_OCR_PAGES, MAX_PICTURE_PIXELS, MAX_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

NAME = "image (PNG, JPEG, TIFF)"
MEDIA_TYPES = ("image/png", "image/jpeg", "image/tiff")
EXTENSIONS = (".png", ".jpg", ".jpeg", ".tif", ".tiff")

_KINDS = ("PNG", "JPEG", "TIFF")
_MARKS = ((b"\x89PNG", 0), (b"\xff\xd8\xff", 1), (b"II*\0", 2), (b"MM\0*", 2))
_LONG_SIDE = 11.7
_LEAST_DPI = 90
_LEAST_SIDE = 600
_QUALITY = 95
_WHITE = 255


def sniff(data: bytes, name: str) -> bool:
    """Whether the file starts as one of the three kinds does."""
    return any(data.startswith(mark) for mark, _ in _MARKS)


def may_be_page(data: bytes) -> bool:
    """Whether a picture has the size of a scanned page; logos and the like are smaller or longer."""
    try:
        with _opened(data) as picture:
            short, long = sorted(picture.size)
    except InputProblem:
        return False
    return short >= _LEAST_SIDE and long < 2 * short


def read(data: bytes, name: str) -> Draft:
    """Recognise the letters of a picture, or of each picture in a TIFF.

    Raises:
        InputProblem: it is damaged or too large, holds no letters, or nothing here recognises letters.
    """
    kind = next(index for mark, index in _MARKS if data.startswith(mark))
    # as a PDF without text it is read in the same way as any other scan
    draft = pdf.read(_as_pdf(data), name)
    return replace(draft, metadata={}, media_type=MEDIA_TYPES[kind])


def _as_pdf(data: bytes) -> bytes:
    target = BytesIO()
    with _opened(data) as picture:
        try:
            pages = list(_pages(picture))
        except (OSError, SyntaxError, ValueError, EOFError) as problem:
            raise _damaged() from problem
    first, *others = pages
    dpi = float(first.info["dpi"])
    first.save(target, "PDF", save_all=True, append_images=others, resolution=dpi, quality=_QUALITY)
    return target.getvalue()


def _opened(data: bytes) -> Image:
    """The picture, of which only the head has been read."""
    from PIL import Image as Images

    try:
        with warnings.catch_warnings():
            # the limit is our own
            warnings.simplefilter("ignore", Images.DecompressionBombWarning)
            picture = Images.open(BytesIO(data), formats=_KINDS)
    except Images.DecompressionBombError as problem:
        raise _too_large() from problem
    except (OSError, SyntaxError, ValueError) as problem:
        raise _damaged() from problem
    return picture


def _pages(picture: Image) -> Iterator[Image]:
    """Every page in grey, upright as the camera says, with its resolution."""
    from PIL import ImageOps, ImageSequence

    room = MAX_PICTURE_PIXELS
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        room -= frame.width * frame.height
        if room < 0 or number >= MAX_OCR_PAGES:
            raise _too_large()
        upright = ImageOps.exif_transpose(frame)
        dpi = _dpi(upright)
        grey = _on_paper(upright)
        if (factor := (MAX_PIXELS / (grey.width * grey.height)) ** 0.5) < 1:
            grey = grey.resize((int(grey.width * factor), int(grey.height * factor)))
            dpi *= factor
        grey.info = {"dpi": dpi}
        yield grey


def _on_paper(picture: Image) -> Image:
    """The picture in grey; what is see-through shows paper."""
    from PIL import Image as Images

    if not picture.has_transparency_data:
        return picture.convert("L")
    colours = picture.convert("RGBA")
    paper = Images.new("RGBA", colours.size, (_WHITE,) * 4)
    return Images.alpha_composite(paper, colours).convert("L")


def _dpi(picture: Image) -> float:
    """What the file says of its resolution; that of a sheet of A4 where it says nothing, or that of a screen."""
    said = picture.info.get("dpi", (0, 0))[0]
    if _LEAST_DPI <= said <= 1_200:
        return float(said)
    return max(picture.size) / _LONG_SIDE


def _damaged() -> InputProblem:
    return InputProblem(
        "The picture is damaged or cut short.", "Scan or save it again.", reason=UnreadableReason.DAMAGED
    )


def _too_large() -> InputProblem:
    return InputProblem(
        f"The picture has too many dots or pages; the limits are {MAX_PICTURE_PIXELS:,} and {MAX_OCR_PAGES}.",
        "Save it with 200 to 300 dots an inch, or scan fewer pages into one file.",
        reason=UnreadableReason.LIMIT,
    )
