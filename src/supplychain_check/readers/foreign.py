"""Formats that are known but not read: named, so that the user knows what to do."""

from __future__ import annotations

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"BM", "an image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"%!PS", "a PostScript file"),
)
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
    (b"opendocument", "an OpenDocument file"),
)


def refusal(data: bytes, name: str, formats: str) -> InputProblem | None:
    """Return the problem to raise if `data` is of a known format that is not read, else None.

    Args:
        data: the bytes of the file.
        name: its name.
        formats: the formats that are read, for the hint.
    """
    what = _kind(data)
    if not what:
        return None
    return InputProblem(
        f"{name} is {what}, which this version does not read.",
        f"Save it as PDF or text; reading this format comes later. Read now: {formats}.",
        reason=UnreadableReason.UNSUPPORTED,
    )


def _kind(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return next((what for mark, what in _IN_ZIP if mark in data), "an archive (ZIP)")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "an image"
    for mark, what in _MAGIC:
        # two letters can start a text as well; a bitmap gives its size next
        if data.startswith(mark) and (mark != b"BM" or data[6:10] == b"\0\0\0\0"):
            return what
    return ""
