"""ZIP archives of documents. They are opened in memory; nothing is ever unpacked to disk."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from functools import partial
from io import BytesIO

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.box import Box, Member, harmless, leads_out, over_limit
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.limits import MAX_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES

NAME = "ZIP"
MEDIA_TYPES = ("application/zip",)
EXTENSIONS = (".zip",)

_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK")
_ENTRY = b"PK\x01\x02"
_OF_OTHERS = frozenset(
    "[content_types].xml word/document.xml xl/workbook.xml content.xml mimetype meta-inf/manifest.mf".split()
)
"""Members by which a document that is a ZIP file inside is known from an archive of documents."""
_ENCRYPTED = 0x1
_UTF8 = 0x800
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Other ways to compress are rare, and Python's readers of them give any amount of memory to one read."""
_SMALL = 2**20
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


def sniff(data: bytes, name: str) -> bool:
    """Whether this is a ZIP archive, and not a document in a format that is one inside (DOCX, EPUB, JAR ...)."""
    if not data.startswith(_STARTS):
        return False
    try:
        return _OF_OTHERS.isdisjoint(map(str.lower, _open(data, name).namelist()))
    except InputProblem:
        # a damaged Office document is mended or refused by its own reader
        return b"[Content_Types].xml" not in data[:4096]


def read(data: bytes, name: str) -> Draft:
    """Say that an archive is no document: its members are read one by one.

    Raises:
        InputProblem: always.
    """
    open_box(data, name)
    raise InputProblem(
        f"{name} is an archive and has no text of its own.",
        "Unpack it and give the files in it.",
        reason=UnreadableReason.UNSUPPORTED,
    )


def open_box(data: bytes, name: str) -> Box:
    """List the files in an archive.

    Raises:
        InputProblem: it is empty, damaged, locked, or holds more than the limits.
    """
    archive = _open(data, name)
    entries = archive.infolist()
    files = [entry for entry in entries if not entry.is_dir() and not _is_link(entry)]
    _refuse_bomb(files, len(data), name)
    if not entries:
        raise InputProblem(f"{name} is an empty archive.", "Ask for it again.", reason=UnreadableReason.EMPTY)
    if files and all(_is_locked(entry) for entry in files):
        raise locked(name)
    members = tuple(_member(archive, entry, name) for entry in files)
    return Box(members, links=sum(_is_link(entry) for entry in entries))


def locked(name: str) -> InputProblem:
    """The problem of an archive, or of a file in one, that needs a password."""
    return InputProblem(
        f"{name} is locked with a password.",
        "Unpack the archive with the password and check the folder.",
        reason=UnreadableReason.PASSWORD,
    )


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    """Read the directory of an archive, which is not even looked at if it is too long."""
    if data.count(_ENTRY) > 4 * MAX_MEMBERS:
        raise over_limit(f"{name} holds more than {MAX_MEMBERS:,} files, the limit for an archive")
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _BROKEN as problem:
        raise _damaged(name) from problem


def _refuse_bomb(files: Sequence[zipfile.ZipInfo], size: int, name: str) -> None:
    if len(files) > MAX_MEMBERS:
        raise over_limit(f"{name} holds {len(files):,} files; the limit for an archive is {MAX_MEMBERS:,}")
    total = sum(entry.file_size for entry in files)
    if total > MAX_UNPACKED_BYTES:
        most = MAX_UNPACKED_BYTES // 2**20
        raise over_limit(f"{name} would unpack to {total / 2**20:,.0f} MB; the limit for an archive is {most} MB")
    if total > _SMALL and total > MAX_RATIO * size:
        raise over_limit(f"{name} would unpack to {total / size:,.0f} times its size; the limit is {MAX_RATIO}")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, box: str) -> Member:
    name = _name(entry)
    notes: tuple[str, ...] = ()
    if leads_out(entry.orig_filename):
        notes = (f"Its name in {box} points outside the archive. It was read in memory, and nothing was written.",)
    shown = harmless(name)
    return Member(shown, partial(_load, archive, entry, shown), entry.file_size, notes=notes)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a member. Many programs write UTF-8 without saying so, which Python then takes for old DOS."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _is_locked(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & _ENCRYPTED)


def _is_link(entry: zipfile.ZipInfo) -> bool:
    """Whether a member is anything but a file: links and devices are never followed."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in {0, stat.S_IFREG, stat.S_IFDIR}


def _load(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of a member.

    The size that the directory states was checked before; a member that gives more ends there and fails its
    checksum, so that no more than that is ever held.
    """
    if _is_locked(entry):
        raise locked(name)
    if entry.file_size > MAX_BYTES:
        raise InputProblem(
            f"{name} has {entry.file_size / 2**20:,.0f} MB; the limit is {MAX_BYTES // 2**20} MB.",
            "Save only the statement, or save it with smaller pictures.",
            reason=UnreadableReason.TOO_LARGE,
        )
    if entry.compress_type not in _READ:
        raise InputProblem(
            f"{name} is compressed in a way that this version does not read.",
            "Unpack the archive and check the folder.",
            reason=UnreadableReason.UNSUPPORTED,
        )
    try:
        with archive.open(entry) as member:
            found = member.read(entry.file_size + 1)
    except _BROKEN as problem:
        raise _damaged(name) from problem
    if len(found) != entry.file_size:
        raise _damaged(name)
    return found


def _damaged(name: str) -> InputProblem:
    return InputProblem(
        f"{name} is damaged: it cannot be unpacked.",
        "Ask for it again, or unpack it with another program and check the folder.",
        reason=UnreadableReason.DAMAGED,
    )
