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
from supplychain_check.models import Document, TextQuality, UnreadableReason
from supplychain_check.readers import (
    archive,
    delimited,
    docx,
    html,
    image,
    json_data,
    mail,
    markdown,
    ods,
    pdf,
    text,
    xls,
    xlsx,
    yaml_data,
)
from supplychain_check.readers.box import Source, is_picture
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.foreign import refusal
from supplychain_check.readers.language import language_of
from supplychain_check.readers.limits import MAX_BYTES
from supplychain_check.readers.quality import assess, with_recognition
from supplychain_check.readers.unpacking import BOXES, Opener

READERS: tuple[ModuleType, ...] = (
    *(pdf, docx, xlsx, xls, ods, archive, mail, image),
    *(json_data, yaml_data, html, markdown, delimited, text),
)
"""Every format that is read, in the order in which they are asked whether a file is theirs."""

SUPPORTED_EXTENSIONS: tuple[str, ...] = tuple(e for reader in READERS for e in reader.EXTENSIONS)
"""Extensions that are picked up inside folders. What a file is, its content decides."""

FORMATS = ", ".join(reader.NAME for reader in READERS)


_DATA = (json_data, yaml_data)
_SENTENCE = 4
"""Fewest words of a value that is taken for a sentence."""

_OTHER_DOCUMENTS = (".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf", ".msg", ".pages")


def opener() -> Opener:
    """What unpacks archives and mails for `unpack` and `read`; it remembers the last one."""
    return Opener(_bytes, _is_document)


def unpack(path: Path, boxes: Opener | None = None) -> tuple[Source, ...]:
    """Return the documents in a file: those inside an archive or mail, of any other file the file itself.

    Nothing is raised: of a file that cannot be opened, reading its source says why.
    """
    return (boxes or opener()).unpack(path)


def read(file: Path | Source, boxes: Opener | None = None) -> Document:
    """Read one file, or one document inside an archive or mail, in this process.

    There are no limits of time and memory here; `worker.Worker` reads any file safely.

    Args:
        file: a path, or what `unpack` gave.
        boxes: kept between calls, it spares opening an archive again for each of its documents.

    Raises:
        InputProblem: it is missing, empty, too large, of another format, damaged, locked, without text or not
            in English; `reason` says which (a value of `UnreadableReason`).
    """
    source = Source(file) if isinstance(file, Path) else file
    data, about = (boxes or opener()).load(source)
    _refuse_empty(data, source.name)
    reader = _reader(data, source.name)
    draft: Draft = reader.read(data, source.name)
    if not draft.text.strip():
        raise InputProblem(
            f"No text was found in {source.name}.",
            "Check that it is the right file; a page that loads its text with scripts must be saved as PDF.",
            reason=UnreadableReason.NO_TEXT,
        )
    language = language_of(_prose(draft) if reader in _DATA else draft.text)
    if language != "en":
        raise _not_english(source.name, language)
    return _document(source, data, reader, draft, {**about, **draft.metadata}, language)


def _prose(draft: Draft) -> str:
    """The sentences among the values of a data file: technical names are no language."""
    cells = (draft.text[a:b] for block in draft.blocks for a, b in block.cells or ((block.start, block.end),))
    return "\n".join(text for text in cells if len(text.split()) >= _SENTENCE)


def _document(
    source: Source, data: bytes, reader: ModuleType, draft: Draft, metadata: dict[str, str], language: str
) -> Document:
    return Document(
        name=source.name,
        path=source.shown,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=draft.media_type or reader.MEDIA_TYPES[0],
        reader=f"{reader.NAME} reader {__version__}",
        text=draft.text,
        pages=draft.pages,
        blocks=draft.blocks,
        lines=draft.lines,
        metadata=metadata,
        language=language,
        quality=_quality(draft),
        warnings=(*source.notes, *draft.warnings),
        fields=draft.fields,
    )


def _quality(draft: Draft) -> TextQuality:
    return with_recognition(assess(draft.text), draft.recognised, len(draft.text.split()), len(draft.pages))


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
    """All bytes of a file, refused before reading if there are too many."""
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
        return path.read_bytes()
    except (OSError, ValueError) as problem:
        raise _unopened(path, problem) from problem


def _refuse_empty(data: bytes, name: str) -> None:
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise InputProblem(f"{name} is empty.", "Download or save the file again.", reason=UnreadableReason.EMPTY)


def _unopened(path: Path, problem: Exception) -> InputProblem:
    said = os.strerror(problem.errno) if isinstance(problem, OSError) and problem.errno else str(problem)
    return InputProblem(
        f"{path} cannot be opened: {said}.", "Check that you may read it.", reason=UnreadableReason.DAMAGED
    )


def _reader(data: bytes, name: str) -> ModuleType:
    """The first reader that knows the content; the extension is never believed against it."""
    for reader in BOXES:
        if reader.sniff(data, name):
            return reader
    problem = refusal(data, name, FORMATS)
    if problem is not None:
        raise problem
    for reader in READERS:
        if reader.sniff(data, name):
            return reader
    raise _unknown(name)


def _is_document(data: bytes, name: str) -> bool:
    """Whether a file in an archive or mail is a document, or looks like one that cannot be read.

    Any bytes without controls could be text: such a file needs the name of a document.
    """
    if is_picture(data):
        return image.sniff(data, name) and image.may_be_page(data)
    if name.lower().endswith((*SUPPORTED_EXTENSIONS, *_OTHER_DOCUMENTS)):
        return True
    certain = (reader for reader in READERS if reader not in (markdown, delimited, text))
    return refusal(data, name, FORMATS) is not None or any(reader.sniff(data, name) for reader in certain)


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


def _not_english(name: str, language: str) -> InputProblem:
    return InputProblem(
        f"{name} seems to be written mostly in another language than English (code {language}).",
        "This version reads English only; many firms publish an English version as well.",
        reason=UnreadableReason.LANGUAGE,
    )
