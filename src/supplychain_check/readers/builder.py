"""Makes the text of a Document out of blocks, so that all formats agree to the character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from supplychain_check.errors import InputProblem
from supplychain_check.models import Block, BlockKind, Box, FormField, Line, Page, UnreadableReason
from supplychain_check.readers.hyphens import DIVIDERS, joined
from supplychain_check.readers.limits import MAX_CHARACTERS

BLOCK_BREAK = "\n\n"
CELL_BREAK = " | "

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_ZERO_WIDTH = (0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB)
_SPACES = (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 9, 10, 11, 12, 13)
_TABLE: dict[int, str] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *_ZERO_WIDTH, 0xFFFF], ""),
    **dict.fromkeys(range(0x202A, 0x202F), ""),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys((0x2010, 0x2011, 0xFFFE), "-"),
    **_LIGATURES,
}


def clean(text: str) -> str:
    """Return `text` on one line as it enters a Document.

    Composed to NFC; ligatures spelt out; soft hyphens, zero-width and control characters and lone surrogates
    dropped; every kind of white space a single blank. Curly quotes and dashes stay.
    """
    return " ".join(unicodedata.normalize("NFC", text.translate(_TABLE)).split())


@dataclass(frozen=True)
class Piece:
    """A line of a block, and where it stands; page and box are None where the format has none."""

    text: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Recognised:
    """A page that is a picture.

    Attributes:
        page: its number.
        words: how many words a program recognised on it.
        trust: how far they can be trusted, from 0 to 1; at 0.5 about every fifth letter is wrong.
    """

    page: int
    words: int
    trust: float


@dataclass(frozen=True)
class Draft:
    """What a format reader found: a Document without what only the file knows."""

    text: str
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    media_type: str = ""
    fields: tuple[FormField, ...] = ()


class Builder:
    """Takes blocks in reading order and keeps their offsets."""

    def __init__(self, known: AbstractSet[str] = frozenset()) -> None:
        """Start empty; `known` are words that help to undo hyphenation."""
        self._known = known
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._lines: list[Line] = []
        self._sizes: dict[int, tuple[float, float]] = {}
        self._page_starts: dict[int, int] = {}

    def __len__(self) -> int:
        """How many blocks there are so far."""
        return len(self._blocks)

    def page(self, number: int, width: float, height: float) -> None:
        """Announce a page and its size in points."""
        self._sizes[number] = (width, height)

    def add(self, kind: BlockKind, pieces: str | Sequence[Piece], *, level: int = 0, marker: str = "") -> None:
        """Append a block of one or more lines; a block without text is left out."""
        before = len(self._parts)
        start, end = self._write([Piece(pieces)] if isinstance(pieces, str) else pieces, self._gap())
        if end > start:
            self._blocks.append(Block(kind=kind, start=start, end=end, level=level, marker=marker.strip()))
        else:
            self._drop(before)

    def row(
        self,
        cells: Iterable[str | Sequence[Piece]],
        *,
        table: int,
        header: bool = False,
        columns: Sequence[int] = (),
    ) -> None:
        """Append a row of a table; a row without text is left out. `columns` are those of the cells, from 0."""
        texts = [[Piece(c)] if isinstance(c, str) else list(c) for c in cells]
        if not any(clean(p.text) for cell in texts for p in cell):
            return
        spans: list[tuple[int, int]] = []
        for number, cell in enumerate(texts):
            spans.append(self._write(cell, CELL_BREAK if number else self._gap()))
        start, end = spans[0][0], self._length
        places = () if list(columns) == list(range(len(spans))) else tuple(columns)
        self._blocks.append(
            Block(
                kind=BlockKind.TABLE_ROW,
                start=start,
                end=end,
                table=table,
                header=header,
                cells=tuple(spans),
                columns=places,
            )
        )

    @property
    def last(self) -> Block:
        """The block that was added last."""
        return self._blocks[-1]

    def build(self, metadata: dict[str, str] | None = None, warnings: Iterable[str] = ()) -> Draft:
        """Return everything that was added."""
        kept = {k: v for k, raw in (metadata or {}).items() if (v := clean(raw))}
        return Draft(
            "".join(self._parts), tuple(self._blocks), self._pages(), tuple(self._lines), kept, tuple(warnings)
        )

    def _gap(self) -> str:
        return BLOCK_BREAK if self._blocks else ""

    def _drop(self, keep: int) -> None:
        for part in self._parts[keep:]:
            self._length -= len(part)
        del self._parts[keep:]

    def _put(self, text: str) -> None:
        if self._length + len(text) > MAX_CHARACTERS:
            raise InputProblem(
                f"The file holds more than {MAX_CHARACTERS:,} characters of text, the limit of this version.",
                "Split it into several files.",
                reason=UnreadableReason.LIMIT,
            )
        self._parts.append(text)
        self._length += len(text)

    def _write(self, pieces: Sequence[Piece], gap: str) -> tuple[int, int]:
        """Write the lines of one block or cell after `gap`; return its offsets."""
        texts = [(_keep_divider(p.text), p) for p in pieces]
        texts = [(t, p) for t, p in texts if t]
        self._put(gap)
        start = self._length
        for number, (text, piece) in enumerate(texts):
            last = number + 1 == len(texts)
            text, between = (text.rstrip(DIVIDERS), "") if last else joined(text, texts[number + 1][0], self._known)
            self._place(piece, self._length, self._length + len(text))
            self._put(text + between)
        return start, self._length

    def _place(self, piece: Piece, start: int, end: int) -> None:
        if piece.page is None:
            return
        self._page_starts.setdefault(piece.page, start)
        if piece.box is not None and end > start:
            self._lines.append(Line(start=start, end=end, page=piece.page, box=piece.box))

    def _pages(self) -> tuple[Page, ...]:
        """Pages in order; one without text is empty and stands where the next one starts."""
        pages: list[Page] = []
        end = self._length
        for number in sorted(self._sizes, reverse=True):
            start = min(self._page_starts.get(number, end), end)
            width, height = self._sizes[number]
            pages.append(Page(number=number, start=start, end=end, width=width, height=height))
            end = start
        return tuple(reversed(pages))


_DIVIDED = re.compile(f"[{DIVIDERS}\u2010]\\s*$")


def _keep_divider(text: str) -> str:
    """Clean a line but keep the mark of a divided word at its end, which joining needs."""
    cleaned = clean(text)
    if not _DIVIDED.search(text) or not cleaned:
        return cleaned
    return cleaned.rstrip("-") + DIVIDERS[0]
