"""Formats that are known but not read: named, so that the user knows what to do."""

from __future__ import annotations

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.package import locked

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "an image"),
    (b"BM", "an image"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"%!PS", "a PostScript file"),
)
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
    (b"opendocument", "an OpenDocument file"),
)
_READ_IN_ZIP = (b"word/", b"xl/", b"opendocument.spreadsheet")
"""Names inside the ZIP files that a reader knows."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage"
_READ_IN_OLE = ("Workbook", "Book")
_IN_OLE: tuple[tuple[str, str], ...] = (
    ("WordDocument", "a document of Word 2003 or earlier (DOC)"),
    ("PowerPoint Document", "a presentation of PowerPoint 2003 or earlier (PPT)"),
    ("__substg1.0_", "an Outlook message (MSG)"),
)


def refusal(data: bytes, name: str, formats: str) -> InputProblem | None:
    """Return the problem to raise if `data` is of a known format that is not read, else None.

    Args:
        data: the bytes of the file.
        name: its name.
        formats: the formats that are read, for the hint.
    """
    if data.startswith(_OLE) and _LOCKED.encode("utf-16-le") in data:
        return locked(name)
    what = _kind(data)
    if not what:
        return None
    return InputProblem(
        f"{name} is {what}, which this version does not read.",
        f"Open it and save it as PDF or text. These are read: {formats}.",
        reason=UnreadableReason.UNSUPPORTED,
    )


def _kind(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        if any(mark in data for mark in _READ_IN_ZIP):
            return ""
        return next((what for mark, what in _IN_ZIP if mark in data), "an archive (ZIP)")
    if data.startswith(_OLE):
        if any(f"{mark}\0".encode("utf-16-le") in data for mark in _READ_IN_OLE):
            return ""
        return next((what for mark, what in _IN_OLE if mark.encode("utf-16-le") in data), "an older Office document")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "an image"
    for mark, what in _MAGIC:
        # two letters can start a text as well; a bitmap gives its size next
        if data.startswith(mark) and (mark != b"BM" or data[6:10] == b"\0\0\0\0"):
            return what
    return ""
