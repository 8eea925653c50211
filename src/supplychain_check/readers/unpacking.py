"""Files to sources: an archive or mail is opened, and each document in it becomes a source of its own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers import archive, mail
from supplychain_check.readers.box import Box, Member, Source, is_clutter, over_limit
from supplychain_check.readers.limits import MAX_BOXES, MAX_COVER_WORDS, MAX_MEMBERS, MAX_UNPACKED_BYTES

BOXES: tuple[ModuleType, ...] = (archive, mail)
"""Formats that hold files."""

_MOST_NAMED = 5
_HEAD = 65536

Wanted = Callable[[bytes, str], bool]


@dataclass
class _Spent:
    """What one file on disk has unpacked to so far, through all levels."""

    name: str
    members: int = 0
    size: int = 0

    def add_member(self) -> None:
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise over_limit(f"{self.name} holds more than {MAX_MEMBERS:,} files, the limit for an archive")

    def add_bytes(self, size: int) -> None:
        self.size += size
        if self.size > MAX_UNPACKED_BYTES:
            most = MAX_UNPACKED_BYTES // 2**20
            raise over_limit(f"{self.name} unpacks to more than {most} MB, the limit for an archive")


@dataclass
class _Found:
    """What was found in one box."""

    sources: list[Source] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)


class Opener:
    """Opens boxes. It remembers the last one, so that a thousand members do not open it a thousand times.

    Args:
        fetch: returns the bytes of a file on disk, or raises `InputProblem`.
        wanted: whether bytes with a name are a document, or look like one that cannot be read.
    """

    def __init__(self, fetch: Callable[[Path], bytes], wanted: Wanted) -> None:
        self._fetch = fetch
        self._wanted = wanted
        self._file: tuple[str, int, int] | None = None
        self._open: dict[tuple[int, ...], Box] = {}

    def unpack(self, path: Path) -> tuple[Source, ...]:
        """Return the documents in a file; the file itself where it is no box, or a box that cannot be opened."""
        try:
            if not may_be_box(path):
                return (Source(path),)
            self._forget_others(path)
            return tuple(self._documents(Source(path), self._fetch(path), _Spent(path.name)))
        except InputProblem as problem:
            return (refused(Source(path), problem),)
        except (OSError, ValueError):
            # reading it says why
            return (Source(path),)

    def load(self, source: Source) -> tuple[bytes, dict[str, str]]:
        """Return the bytes of a source, and what its box says of it.

        Raises:
            InputProblem: they cannot be had.
        """
        if source.refusal:
            message, hint, reason = source.refusal
            raise InputProblem(message, hint, reason=reason)
        if not source.inside:
            return self._fetch(source.path), {}
        self._forget_others(source.path)
        box = self._box(source.path, source.inside[:-1], source.names[:-1])
        return box.members[source.inside[-1]].load(), box.metadata

    def _box(self, path: Path, inside: tuple[int, ...], names: tuple[str, ...]) -> Box:
        if inside not in self._open:
            outer = self._box(path, inside[:-1], names[:-1]) if inside else None
            data = outer.members[inside[-1]].load() if outer else self._fetch(path)
            self._remember(inside, _opened(data, names[-1] if names else path.name))
        return self._open[inside]

    def _remember(self, inside: tuple[int, ...], box: Box) -> None:
        """Keep one box a level."""
        self._open = {k: v for k, v in self._open.items() if len(k) < len(inside)} | {inside: box}

    def _forget_others(self, path: Path) -> None:
        status = path.stat()
        file = (str(path), status.st_mtime_ns, status.st_size)
        if file != self._file:
            self._file, self._open = file, {}

    def _documents(self, source: Source, data: bytes, spent: _Spent) -> Iterator[Source]:
        """The documents in a source that may be a box; itself where it is none."""
        kind = _kind(data, source.name)
        if kind is None:
            yield source
        elif len(source.inside) >= MAX_BOXES:
            yield _unopened(source, kind)
        else:
            try:
                box = kind.open_box(data, source.name)
            except InputProblem as problem:
                yield refused(source, problem)
                return
            self._remember(source.inside, box)
            yield from self._members(source, box, spent)

    def _members(self, source: Source, box: Box, spent: _Spent) -> Iterator[Source]:
        found = _Found()
        for number, member in enumerate(box.members):
            if not is_clutter(member.name):
                spent.add_member()
                self._take(source, number, member, found, spent)
        cover = bool(found.sources) and 0 < box.words <= MAX_COVER_WORDS
        notes = _notes(source.name, found.ignored, box.links, box.words if cover else 0)
        if box.words and not cover:
            yield replace(source, notes=(*source.notes, *notes))
        depth = len(source.inside) + 1
        for one in found.sources:
            yield replace(one, notes=(*one.notes, *notes)) if len(one.inside) == depth else one
        if not box.words and not found.sources:
            yield refused(source, _without_documents(source.name, notes))

    def _take(self, box: Source, number: int, member: Member, found: _Found, spent: _Spent) -> None:
        """Add a member to the sources, or to what was ignored."""
        if member.decoration:
            return
        found.names[member.name.casefold()] += 1
        again = found.names[member.name.casefold()]
        name = member.name if again == 1 else f"{member.name} ({again})"
        source = replace(
            box, inside=(*box.inside, number), names=(*box.names, name), size=None, sha256="", notes=member.notes
        )
        try:
            data = member.load()
        except InputProblem as problem:
            if self._wanted(b"", member.name):
                found.sources.append(refused(replace(source, size=member.size), problem))
            else:
                found.ignored.append(member.name)
            return
        spent.add_bytes(len(data))
        if self._wanted(data, member.name):
            known = replace(source, size=len(data), sha256=hashlib.sha256(data).hexdigest())
            found.sources.extend(self._documents(known, data, spent))
        else:
            found.ignored.append(member.name)


def may_be_box(path: Path) -> bool:
    """Whether the start of a file looks like that of a box, so that the others are not read twice."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _kind(file.read(_HEAD), path.name) is not None


def _kind(data: bytes, name: str) -> ModuleType | None:
    return next((kind for kind in BOXES if kind.sniff(data, name)), None)


def _opened(data: bytes, name: str) -> Box:
    """Open what has been opened before, when its sources were listed."""
    kind = _kind(data, name)
    if kind is None:
        raise InputProblem(f"{name} has changed while it was read.", "Check it again.")
    box: Box = kind.open_box(data, name)
    return box


def refused(source: Source, problem: InputProblem) -> Source:
    """The source, with the problem for which it cannot be read."""
    return replace(source, refusal=(problem.message, problem.hint, str(problem.reason)))


def _unopened(source: Source, kind: ModuleType) -> Source:
    """A box too deep inside others: a mail is still read for its text, an archive has none."""
    if kind is mail:
        note = f"{source.name} lies inside two other archives or mails; its attachments, if any, were not read."
        return replace(source, notes=(*source.notes, note))
    problem = InputProblem(
        f"{source.name} lies inside two other archives or mails and was not opened.",
        "Unpack the outermost one and check the folder.",
        reason=UnreadableReason.LIMIT,
    )
    return refused(source, problem)


def _notes(box: str, ignored: list[str], links: int, cover: int) -> tuple[str, ...]:
    """What of a box was left out, for the readers of the results of what was not."""
    notes: list[str] = []
    if cover:
        notes.append(f"The text of the mail {box} ({cover} words) was taken for a covering note and not checked.")
    if ignored:
        rest = len(ignored) - _MOST_NAMED
        named = ", ".join(ignored[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
        files = "1 file that is no document and was" if len(ignored) == 1 else (
            f"{len(ignored):,} files that are no documents and were"
        )  # fmt: skip
        notes.append(f"{box} holds {files} not read: {named}.")
    if links:
        notes.append(f"{box} holds links to other files ({links:,}), which were not followed.")
    return tuple(notes)


def _without_documents(box: str, notes: tuple[str, ...]) -> InputProblem:
    return InputProblem(
        " ".join((f"{box} holds no document that this version reads.", *notes)),
        "Ask for the statement as PDF or Word document.",
        reason=UnreadableReason.UNSUPPORTED if notes else UnreadableReason.EMPTY,
    )
