"""What archives and mails have in common: they hold files, each of which becomes a result of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.builder import clean

_LONGEST_NAME = 120
_CLUTTER = re.compile(r"\.|~\$|__MACOSX$|(?:thumbs\.db|ehthumbs\.db|desktop\.ini)$", re.I)


@dataclass(frozen=True)
class Source:
    """A file on disk, or a document inside one.

    Attributes:
        path: the file on disk.
        inside: numbers of the members to go through, outermost first; empty for the file itself.
        names: their names, made harmless; only shown, never used as a path.
        size: bytes of the document; None for a file on disk, which tells itself.
        sha256: of the bytes of the document, hexadecimal; "" as for `size`, or where they cannot be had.
        notes: what a reader of the result must know of the box that it came in.
        refusal: message, hint and reason if it is already known that it cannot be read.
    """

    path: Path
    inside: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    size: int | None = None
    sha256: str = ""
    notes: tuple[str, ...] = ()
    refusal: tuple[str, str, str] | None = None

    @property
    def shown(self) -> str:
        """The path as results show it, e.g. ``box.zip/inner/statement.pdf``."""
        return "/".join((str(self.path), *self.names))

    @property
    def name(self) -> str:
        """Name of the document without folders."""
        return self.names[-1].rpartition("/")[2] if self.names else self.path.name


@dataclass(frozen=True)
class Member:
    """A file in a box.

    Attributes:
        name: its name with folders, made harmless.
        load: returns its bytes, or raises `InputProblem`.
        size: how many bytes there will be, as far as the box says so.
        decoration: a picture or style that belongs to the text around it, not worth a word.
        notes: what a reader of the result must know.
    """

    name: str
    load: Callable[[], bytes]
    size: int = 0
    decoration: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Box:
    """An opened archive or mail.

    Attributes:
        members: the files in it.
        words: how many words of text it has itself, as a mail; 0 for an archive, which is no document.
        metadata: what it says of the files in it.
        links: how many members are links or devices, which are never followed.
    """

    members: tuple[Member, ...]
    words: int = 0
    metadata: dict[str, str] = field(default_factory=dict)
    links: int = 0


def harmless(name: str) -> str:
    """Return a member's name without anything that leads out of a folder or steers a terminal."""
    parts = [_short(clean(part)) for part in re.split(r"[\\/]+", name)]
    return "/".join(p for p in parts if p.strip(". ") and not re.fullmatch("[A-Za-z]:", p)) or "unnamed"


def _short(name: str) -> str:
    """A name that fits on a screen, with its ending."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 13]}...{name[-10:]}"


def leads_out(name: str) -> bool:
    """Whether a name, taken for a path, would leave the folder that an archive is unpacked into."""
    return bool(re.match(r"[\\/]|[A-Za-z]:", name)) or ".." in re.split(r"[\\/]", name)


def is_clutter(name: str) -> bool:
    """Whether a member is what systems leave behind, or hidden, or saved by a browser beside a page."""
    *folders, last = name.split("/")
    return any(_CLUTTER.match(part) for part in (*folders, last)) or any(f.endswith("_files") for f in folders)


def is_picture(data: bytes) -> bool:
    """Whether these bytes are a picture: logos and photographs come with documents and are none."""
    return data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    )


def over_limit(what: str) -> InputProblem:
    """The problem of a box that holds too much; `what` is a clause that says of what."""
    return InputProblem(
        f"{what}. Archives made to overload whoever opens them do that.",
        "If you trust where it comes from, unpack it and check the folder.",
        reason=UnreadableReason.LIMIT,
    )
