"""Bytes to text: byte-order mark, strict UTF-8, what the file declares, then Windows-1252.

Guessing by statistics is left out on purpose: on English text it takes the pound sign for a Polish letter.
"""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\f\x1b")


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of `data`; never fails, as every byte means something in Windows-1252.

    Args:
        data: the bytes of the file.
        declared: the encoding that the file names for itself, or "".
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    for name in (_sixteen_bits(data) or "utf-8", _known(declared)):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace")


def looks_like_text(data: bytes) -> bool:
    """Whether the first bytes can be text in any of the encodings that are read."""
    head = data[:8192]
    if _sixteen_bits(head) or any(head.startswith(mark) for mark, _ in _MARKS):
        return True
    return len(head) - len(head.translate(None, _CONTROLS)) <= len(head) // 20


def _sixteen_bits(data: bytes) -> str:
    """Name of the encoding if nearly every second byte is zero, as in English UTF-16 without a mark."""
    head = data[:2000]
    half = len(head) // 2
    if half < 4:
        return ""
    if head[1::2].count(0) > 0.8 * half and head[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > 0.8 * half and head[1::2].count(0) < 0.1 * half else ""


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name.strip()).name if name.strip() else "cp1252"
    except LookupError:
        return "cp1252"
    # browsers read Latin-1 as Windows-1252; a codec such as base64 is not a text encoding
    return "cp1252" if found in {"iso8859-1", "ascii"} or not _is_text(found) else found


def _is_text(name: str) -> bool:
    return bool(getattr(codecs.lookup(name), "_is_text_encoding", True))
