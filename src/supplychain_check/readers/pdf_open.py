"""Opening a PDF: locked ones refused, damaged ones repaired, and what the file says of itself."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason

_FIELDS = {"Title": "title", "Author": "author", "Subject": "subject", "CreationDate": "created", "ModDate": "modified"}
_DAY = re.compile(r"^D:(\d{4})(\d\d)(\d\d)")
_TAIL = 2048
_REPAIRED = (
    "The PDF is damaged and was repaired before reading: parts of it may be missing. Compare it with the original."
)
_CUT = "The end of the PDF is missing: parts of it may be missing. Compare it with the original."


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[tuple[pdfium.PdfDocument, list[str]]]:
    """Open a document, with what a reader must know of its state, and close it whatever happens.

    Raises:
        InputProblem: it needs a password, or is damaged beyond repair.
    """
    warnings: list[str] = []
    try:
        document = pdfium.PdfDocument(data)
        if b"%%EOF" not in data[-_TAIL:]:
            warnings.append(_CUT)
    except pdfium.PdfiumError as problem:
        document = pdfium.PdfDocument(_repaired(data, problem))
        warnings.append(_REPAIRED)
    try:
        yield document, warnings
    finally:
        document.close()


def _repaired(data: bytes, problem: pdfium.PdfiumError) -> bytes:
    """The document written anew from what is left of it."""
    if _is_locked(problem):
        raise InputProblem(
            "The PDF is locked with a password.",
            "Open it with the password, save or print it as a PDF without one, and check that.",
            reason=UnreadableReason.PASSWORD,
        ) from problem
    import pikepdf

    target = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            document.save(target)
        pdfium.PdfDocument(target.getvalue()).close()
    except (pikepdf.PdfError, pdfium.PdfiumError, ValueError) as again:
        raise _damaged() from again
    return target.getvalue()


def _is_locked(problem: pdfium.PdfiumError) -> bool:
    return getattr(problem, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(problem).lower()


def _damaged() -> InputProblem:
    return InputProblem(
        "The PDF is damaged or cut short and cannot be opened.",
        "Download it again, or open it in a PDF viewer and save it as a new PDF.",
        reason=UnreadableReason.DAMAGED,
    )


def metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    """Title, author, subject and dates as the file states them."""
    return {ours: value for theirs, ours in _FIELDS.items() if (value := _field(document, theirs))}


def _field(document: pdfium.PdfDocument, key: str) -> str:
    value = str(document.get_metadata_value(key) or "")
    if day := _DAY.match(value):
        return "-".join(day.groups())
    return "" if value.lower() in {"(unspecified)", "untitled", "(anonymous)"} else value
