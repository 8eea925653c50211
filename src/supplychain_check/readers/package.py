"""Office packages: ZIP files of XML parts that point to one another, read within limits and never unpacked to disk."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.limits import MAX_MEMBERS, MAX_PART_BYTES, MAX_RATIO, MAX_UNPACKED_BYTES

if TYPE_CHECKING:
    from lxml import etree

CONTENT_TYPES = "[content_types].xml"

_SMALL = 10 * 1024 * 1024
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
_LIMIT = re.compile(r"huge|depth|amplification|too long|too deep|limit", re.I)
_ENTRY = b"PK\x01\x02"
_PART = b"PK\x03\x04"
_HEAD = struct.Struct("<6xHH4xL8x2H")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True)
class Relation:
    """A pointer from one part to another.

    Attributes:
        kind: last word of its type, such as "footnotes".
        target: name of the part, or the address of what lies outside.
        external: whether it lies outside; nothing is ever fetched from there.
    """

    kind: str
    target: str
    external: bool


class Package:
    """The parts of an Office file.

    Args:
        data: the bytes of the file.
        name: its name, for messages.
        mend: whether to make do with the parts that are whole in a file without its end.

    Raises:
        InputProblem: it is no ZIP file, is locked, or unpacks to more than the limits.
    """

    def __init__(self, data: bytes, name: str, *, mend: bool = False) -> None:
        self._name = name
        self.mended = False
        # a directory of millions of entries is not even looked at
        if data.count(_ENTRY) > 4 * MAX_MEMBERS:
            raise self._too_much(f"more than {MAX_MEMBERS:,} parts")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as problem:
            self.mended = mend and bool(parts := _whole_parts(data))
            if not self.mended:
                raise self._damaged() from problem
            self._archive = _archive_of(parts)
        members = self._archive.infolist()
        self._members = {m.filename.replace("\\", "/").lstrip("/").lower(): m for m in members}
        size = sum(m.file_size for m in members)
        if len(members) > MAX_MEMBERS or size > MAX_UNPACKED_BYTES or size > max(_SMALL, MAX_RATIO * len(data)):
            raise self._too_much(f"{len(members):,} parts of {size / 2**20:,.0f} MB in all")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part; b"" if there is none of this name.

        Raises:
            InputProblem: the part is locked, damaged or larger than the limit, whatever the directory says of it.
        """
        member = self._members.get(part.lower())
        if member is None:
            return b""
        if member.flag_bits & 1:
            raise locked(self._name)
        try:
            with self._archive.open(member) as file:
                data = file.read(MAX_PART_BYTES + 1)
        except _BROKEN as problem:
            raise self._damaged() from problem
        if len(data) > MAX_PART_BYTES:
            raise self._too_much(f"a part of more than {MAX_PART_BYTES // 2**20} MB")
        return data

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of an XML part in the usual namespaces; None if there is no such part.

        Raises:
            InputProblem: as `read`; or it is not XML, declares a document type, or is too deep or too large.
        """
        from lxml import etree

        data = self.read(part)
        if not data:
            return None
        if _declares_type(data):
            raise self._damaged("It declares a document type, which an Office file never does.")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as problem:
            if _LIMIT.search(str(problem)):
                raise self._too_much("a part that is nested too deeply or holds too long a text") from problem
            raise self._damaged() from problem

    def stream(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """Yield the elements of an XML part with these local names, each emptied after use: for parts of any size.

        Raises:
            InputProblem: as `xml`.
        """
        from lxml import etree

        data = self.read(part)
        if not data:
            return
        if _declares_type(data):
            raise self._damaged("It declares a document type, which an Office file never does.")
        found = etree.iterparse(
            io.BytesIO(data), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for _, element in found:
                yield element
                element.clear()
                while element.getprevious() is not None and (parent := element.getparent()) is not None:
                    del parent[0]
        except etree.XMLSyntaxError as problem:
            if _LIMIT.search(str(problem)):
                raise self._too_much("a part that is nested too deeply or holds too long a text") from problem
            raise self._damaged() from problem

    def relations(self, part: str = "") -> dict[str, Relation]:
        """Return the pointers of a part, or of the package itself, by their ids."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        return {node.get("Id", ""): _relation(node, folder) for node in root if node.get("Target")}

    def _damaged(self, why: str = "") -> InputProblem:
        return InputProblem(
            f"{self._name} is damaged and cannot be opened.{' ' if why else ''}{why}",
            "Download it again, or open it in an office program and save it anew or as PDF.",
            reason=UnreadableReason.DAMAGED,
        )

    def _too_much(self, what: str) -> InputProblem:
        return InputProblem(
            f"{self._name} unpacks to {what}, which is over the limits.",
            "Save only the document itself, without what is embedded in it, or save it as PDF.",
            reason=UnreadableReason.LIMIT,
        )


def locked(name: str) -> InputProblem:
    """Return the problem to raise for an Office file that asks for a password."""
    return InputProblem(
        f"{name} is locked with a password.",
        "Open it with the password and save a copy without one.",
        reason=UnreadableReason.PASSWORD,
    )


def _whole_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a ZIP file that can be unpacked by what stands before each of them, without its directory."""
    found: dict[str, bytes] = {}
    size, place = 0, data.find(_PART)
    while 0 <= place <= len(data) - _HEAD.size and size <= MAX_UNPACKED_BYTES and len(found) <= MAX_MEMBERS:
        flags, method, check, name_length, extra_length = _HEAD.unpack_from(data, place)
        start = place + _HEAD.size + name_length
        name = data[place + _HEAD.size : start].decode("utf-8", "replace")
        content = _inflated(data[start + extra_length :]) if method == zipfile.ZIP_DEFLATED and not flags & 1 else None
        # a stream without end costs as much as the largest part
        size += MAX_PART_BYTES if content is None else len(content)
        if content is not None and (flags & 8 or zlib.crc32(content) == check):
            found[name] = content
        place = data.find(_PART, start)
    return found


def _inflated(data: bytes) -> bytes | None:
    """What a deflated stream at the start of `data` holds; None if it is broken, endless or too large."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(data, MAX_PART_BYTES)
    except zlib.error:
        return None
    return content if stream.eof else None


def _archive_of(parts: dict[str, bytes]) -> zipfile.ZipFile:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return zipfile.ZipFile(target)


def _relation(node: etree._Element, folder: str) -> Relation:
    target = node.get("Target", "")
    external = node.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(node.get("Type", "").rsplit("/", 1)[-1], target, external)


def _declares_type(data: bytes) -> bool:
    mark = "<!DOCTYPE"
    return mark.encode() in data or mark.encode("utf-16-le") in data or mark.encode("utf-16-be") in data
