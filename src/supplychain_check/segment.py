"""Document to sentences, list items and table rows, each with the headings above it and what introduces it.

Sentences are found by rules at each possible end rather than by a parser: on text taken from PDF, rules over
clean blocks find more sentences whole than a statistical splitter, and take a hundredth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplychain_check.models import Block, BlockKind, Document, Segment, SegmentKind

LONGEST = 120
"""Words beyond which a sentence is split at semicolons or bullets, so that nothing is lost in it."""

_LONG_CELL = 45

# A possible end: stop, closing quotes or brackets, a footnote number, then white space; or a bullet.
_END = re.compile(r"([.!?…]+)([\"'”’)\]]*)(\d{1,2}(?=\s)|\[\d{1,2}\])?(\s+|(?=[A-Z][a-z]))|\s(?=[•●▪■\uf0a7\uf0b7]\s)")
_BEFORE = re.compile(r"[\w&.@/:'’-]+$")
_OPENING = "\"'“‘(["
_SPLIT_LONG = re.compile(r"(?<=;)\s+|\s+(?=(?:\([a-z]{1,3}\)|\d{1,2}[.)]|[-–•])\s)|(?<=:)\s+(?=[A-Z])")

_TITLES = frozenset(
    "mr mrs ms dr prof rev hon st messrs e.g i.e eg ie cf vs viz approx ca est incl excl resp al".split()
)
_BEFORE_NUMBER = frozenset(
    "no nos s ss sec secs art arts para paras fig figs p pp vol ch cl reg regs sch pt pts r rr tel ext ref c".split()
)
_MAY_END = frozenset(
    "ltd pty inc co corp plc llc llp lp bhd sdn pte gmbh s.a n.v b.v u.s u.k u.n u.s.a e.u n.z a.m p.m jr sr etc dept"
    " gov bros intl assoc univ jan feb mar apr jun jul aug sep sept oct nov dec mt ave rd cth h.k p.o d.c a.k.a"
    " ph.d".split()
)
_ROMAN = re.compile("[ivx]{2,5}")
_STARTERS = frozenset(
    "a about additionally after all also although an and any as at because before both but by during each every"
    " finally first for from furthermore further given had has have he her his however i if in it its moreover no not"
    " of on once one only our over please she since so some such that the their these they this those through"
    " therefore to under until upon we what when where whether while who with within you your".split()
)


def segment(document: Document) -> tuple[Segment, ...]:
    """Return the segments of `document` in reading order; furniture is left out."""
    maker = _Maker(document)
    for index, block in enumerate(document.blocks):
        maker.take(index, block)
    return tuple(maker.segments)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of one paragraph, white space at the edges left out."""
    start = 0
    for found in _END.finditer(text):
        if found.start() >= start and _ends(text, start, found):
            stop = found.end(3) if found[3] else found.end(2) if found[1] else found.start()
            yield from _trimmed(text, start, stop)
            start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without white space at its edges, in parts if it is too long; nothing if it is empty."""
    part = text[start:end]
    start, end = start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
    if start >= end:
        return
    if part.count(" ") < LONGEST:
        yield start, end
        return
    for gap in _SPLIT_LONG.finditer(text, start, end):
        if gap.start() > start:
            yield start, gap.start()
            start = gap.end()
    yield start, end


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a sentence that began at `start` ends at this possible end."""
    if not found[1]:
        return True
    rest = text[found.end() : found.end() + 40]
    following = rest.lstrip(_OPENING)
    if not following or following[0].islower() or following[0] in ").,;:!?]" or len(found[1]) > 3:
        # four dots or more lead to a page number
        return False
    before = _BEFORE.search(text, max(start, found.start() - 40), found.start())
    word = before[0] if before else ""
    starter = re.split(r"[\s,’']", following, maxsplit=1)[0].lower() in _STARTERS
    if not found[4]:
        return starter and len(word) > 2 and not re.search(r"[.@/:]", word)
    if found[1] != ".":
        return found[1] != "…" or starter or following[0].isupper()
    return _stop_ends(word.lower(), text[start : found.start()], following, starter)


def _stop_ends(word: str, sentence: str, following: str, starter: bool) -> bool:
    """Whether a single full stop after `word` ends the sentence."""
    bare = word.rstrip(".").lstrip("(\"'“")
    if bare in _TITLES:
        return False
    if bare in _BEFORE_NUMBER:
        return starter
    if bare in _MAY_END:
        # "... of Foo Ltd. Foo makes ...": the sentence that follows often starts with the same name
        return starter or following.split()[0] == sentence.split()[0]
    if len(bare) == 1 and bare.isalpha():
        return starter and len(sentence.split()) > 1
    if _ROMAN.fullmatch(bare):
        return starter and len(sentence.split()) > 1
    # "1. Introduction" or "(a). Introduction": a number that opens a block belongs to what follows
    return len(sentence.strip("( ")) > 3 or not re.fullmatch(r"\(?[\divx]{1,3}[.)]?", sentence.strip())


class _Maker:
    """Keeps what a segment needs from those before it: headings, the sentence before a list, the header row."""

    def __init__(self, document: Document) -> None:
        self.segments: list[Segment] = []
        self._document = document
        self._headings: list[tuple[int, str]] = []
        self._last_sentence: int | None = None
        self._intro: int | None = None
        self._previous = BlockKind.HEADING
        self._header: dict[int, int] = {}

    def take(self, index: int, block: Block) -> None:
        """Add the segments of one block."""
        if block.kind is BlockKind.FURNITURE:
            return
        if block.kind is BlockKind.HEADING:
            self._heading(index, block)
        elif block.kind is BlockKind.TABLE_ROW:
            self._row(index, block)
        elif block.kind is BlockKind.LIST_ITEM:
            if self._previous is not BlockKind.LIST_ITEM:
                self._intro = self._introduction()
            self._split(index, block, SegmentKind.LIST_ITEM, block.start, block.end, self._intro)
        else:
            self._split(index, block, SegmentKind.SENTENCE, block.start, block.end, None)
            self._last_sentence = len(self.segments) - 1 if self.segments else None
        self._previous = block.kind

    def _introduction(self) -> int | None:
        """The sentence before a list, if it leads into it; after a full stop the list stands on its own."""
        if self._last_sentence is None or self.segments[self._last_sentence].text.endswith((".", "!", "?")):
            return None
        return self._last_sentence

    def _heading(self, index: int, block: Block) -> None:
        text = self._add(index, SegmentKind.HEADING, block.start, block.end, None)
        self._headings = [h for h in self._headings if h[0] < block.level]
        self._headings.append((block.level, text))
        self._last_sentence = None

    def _row(self, index: int, block: Block) -> None:
        intro = self._header.get(block.table or 0)
        if not block.header and self._long(block):
            for start, end in block.cells:
                self._split(index, block, SegmentKind.TABLE_ROW, start, end, intro)
            return
        self._add(index, SegmentKind.TABLE_ROW, block.start, block.end, intro)
        if block.header and block.table is not None:
            self._header.setdefault(block.table, len(self.segments) - 1)

    def _long(self, block: Block) -> bool:
        """Whether a cell holds prose, so that the row would be several sentences in one."""
        return any(self._document.text.count(" ", a, b) >= _LONG_CELL for a, b in block.cells)

    def _split(self, index: int, block: Block, kind: SegmentKind, start: int, end: int, intro: int | None) -> None:
        for a, b in sentences(self._document.text[start:end]):
            self._add(index, kind, start + a, start + b, intro)

    def _add(self, index: int, kind: SegmentKind, start: int, end: int, intro: int | None) -> str:
        text = " ".join(self._document.text[start:end].split())
        page = self._document.page_at(start)
        headings = tuple(h for _, h in self._headings)
        made = Segment(
            index=len(self.segments), kind=kind, start=start, end=end, text=text, page=page, headings=headings,
            intro=intro, block=index,
        )  # fmt: skip
        self.segments.append(made)
        return text
