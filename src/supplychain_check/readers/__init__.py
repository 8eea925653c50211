"""Files to Documents, one module a format.

To add a format, write one module with `NAME`, `MEDIA_TYPES`, `EXTENSIONS`, `sniff` and `read`, and put its
name in `READERS`; command line, error texts and documentation follow from that table.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from supplychain_check import __version__
from supplychain_check.errors import InputProblem
from supplychain_check.models import Document, UnreadableReason
from supplychain_check.readers import delimited, docx, html, markdown, ods, pdf, text, xls, xlsx
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.foreign import refusal
from supplychain_check.readers.language import language_of
from supplychain_check.readers.limits import MAX_BYTES
from supplychain_check.readers.quality import assess

READERS: tuple[ModuleType, ...] = (pdf, docx, xlsx, xls, ods, html, markdown, delimited, text)
"""Every format that is read, in the order in which they are asked whether a file is theirs."""

SUPPORTED_EXTENSIONS: tuple[str, ...] = tuple(e for reader in READERS for e in reader.EXTENSIONS)
"""Extensions that are picked up inside folders. What a file is, its content decides."""

FORMATS = ", ".join(reader.NAME for reader in READERS)


def read(path: Path) -> Document:
    """Read one file.

    Raises:
        InputProblem: it is missing, empty, too large, of another format, damaged, locked, without text or not
            in English; `reason` says which (a value of `UnreadableReason`).
    """
    data = _bytes(path)
    reader = _reader(data, path.name)
    draft: Draft = reader.read(data, path.name)
    if not draft.text.strip():
        raise InputProblem(
            f"No text was found in {path.name}.",
            "Check that it is the right file; a page that loads its text with scripts must be saved as PDF.",
            reason=UnreadableReason.NO_TEXT,
        )
    language = language_of(draft.text)
    if language != "en":
        raise _not_english(path, language)
    return Document(
        name=path.name,
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=reader.MEDIA_TYPES[0],
        reader=f"{reader.NAME} reader {__version__}",
        text=draft.text,
        pages=draft.pages,
        blocks=draft.blocks,
        lines=draft.lines,
        metadata=draft.metadata,
        language=language,
        quality=assess(draft.text),
        warnings=draft.warnings,
    )


def collect(paths: Iterable[Path]) -> list[Path]:
    """Return the files that `paths` mean, each once, in a stable order.

    Folders are searched through all levels for files with a supported extension; hidden files and folders, and
    what browsers save beside a page ("NAME_files"), are skipped, and loops of links are harmless. A path that does not exist is kept, so that it is reported.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _files(path, set()) if path.is_dir() else [path]:
            found.setdefault(file)
    return list(found)


def _files(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    """Files of a folder, then those of its subfolders, by name."""
    try:
        status = folder.stat()
        children = sorted(folder.iterdir(), key=lambda p: (p.name.casefold(), p.name))
    except OSError:
        # a folder that may not be opened is kept as a path, so that reading it says why
        yield folder
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    # browsers save the scripts and styles of a page beside it in a folder "NAME_files"
    visible = [c for c in children if not c.name.startswith(".") and not c.name.endswith("_files")]
    yield from (c for c in visible if not c.is_dir() and c.suffix.lower() in SUPPORTED_EXTENSIONS)
    for child in visible:
        if child.is_dir():
            yield from _files(child, seen)


def _bytes(path: Path) -> bytes:
    """All bytes of a file, refused before reading if there are none or too many."""
    try:
        if not path.exists():
            raise InputProblem(
                f"There is no file {path}.", "Check the spelling of the path.", reason=UnreadableReason.NOT_FOUND
            )
        if not path.is_file():
            what = "a folder" if path.is_dir() else "not an ordinary file"
            raise InputProblem(
                f"{path} is {what}, not a document.", "Give the files in it.", reason=UnreadableReason.UNSUPPORTED
            )
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputProblem(
                f"{path.name} has {size / 2**20:,.0f} MB; the limit is {MAX_BYTES // 2**20} MB.",
                "Save only the statement, or save it with smaller pictures.",
                reason=UnreadableReason.TOO_LARGE,
            )
        data = path.read_bytes()
    except (OSError, ValueError) as problem:
        raise _unopened(path, problem) from problem
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise InputProblem(f"{path.name} is empty.", "Download or save the file again.", reason=UnreadableReason.EMPTY)
    return data


def _unopened(path: Path, problem: Exception) -> InputProblem:
    said = os.strerror(problem.errno) if isinstance(problem, OSError) and problem.errno else str(problem)
    return InputProblem(
        f"{path} cannot be opened: {said}.", "Check that you may read it.", reason=UnreadableReason.DAMAGED
    )


def _reader(data: bytes, name: str) -> ModuleType:
    """The first reader that knows the content; the extension is never believed against it."""
    problem = refusal(data, name, FORMATS)
    if problem is not None:
        raise problem
    for reader in READERS:
        if reader.sniff(data, name):
            return reader
    raise _unknown(name)


def _unknown(name: str) -> InputProblem:
    if name.lower().endswith(".pdf"):
        return InputProblem(
            f"{name} is named as a PDF but does not hold one; it may be damaged.",
            "Download it again, or open it in a PDF viewer and save it as a new PDF.",
            reason=UnreadableReason.DAMAGED,
        )
    return InputProblem(
        f"{name} is in a format that this version does not read.",
        f"It reads {FORMATS}. Save the document in one of these formats.",
        reason=UnreadableReason.UNSUPPORTED,
    )


def _not_english(path: Path, language: str) -> InputProblem:
    return InputProblem(
        f"{path.name} seems to be written mostly in another language than English (code {language}).",
        "This version reads English only; many firms publish an English version as well.",
        reason=UnreadableReason.LANGUAGE,
    )
