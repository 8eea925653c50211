"""Lines with a place become headings, paragraphs and list items; used for PDF and plain text alike."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from supplychain_check.models import BlockKind, Box
from supplychain_check.readers.builder import Piece

_BULLET = re.compile(r"^(?:[•●○◦§▪▫■□◆◇►▶➢➤➔→✓✔✦‣⁃∙·⦁\uf000-\uf0ff]|//(?=\s)|[o–—*>-](?=\s))\s*")
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z])\.(?!\d))\s+(?=\S)")
# "2. Our firm", "2.1 Our firm", "Section 2: Our firm", but not the date "2 May"
_SECTION = re.compile(
    r"^(?:(?:section|part|appendix|criterion|principle)\s+\d{1,2}(?:\.\d{1,2})*[.):]?|\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?)"
    r"\s+[A-Z]",
    re.I,
)
_ENDS = re.compile(r"\.{3,}\s*\d{1,3}$|[.!?:;][\"'”’)\]\d]{0,3}$")
_DANGLING = frozenset(
    "a an and any as at by for from if in into is are its of on or our such than that the their these this those to"
    " under which who whose with within be been has have not your more between through s".split()
)
_FULL_STOP = re.compile(r"[.!?][\"'”’)\]]{0,2}\d{0,2}$")


_BAND = 8.0


@dataclass(frozen=True)
class Row:
    """One line of print in one column.

    Attributes:
        text: as read, not yet cleaned.
        box: place on its page, in points (characters and lines for plain text).
        first: width of the first word.
        size: height of the type.
        styled: True for a line that its source marks as a heading.
        baseline: where its letters stand, from the top of the page.
        group: number of the stretch of lines that share a right edge, for text without pages.
        place: where it stands on the page as seen, for lines that run sideways and are laid out as if upright.
        goes_on: True for a line that ends a sentence begun above a table.
    """

    text: str
    box: Box
    first: float
    page: int | None = None
    size: float = 10.0
    bold: bool = False
    styled: bool = False
    baseline: float = 0.0
    group: int = 0
    place: Box | None = None
    goes_on: bool = False

    def piece(self) -> Piece:
        """The line as the builder takes it."""
        return Piece(self.text, self.page, (self.place or self.box) if self.page is not None else None)


@dataclass
class Para:
    """Lines that belong together."""

    rows: list[Row]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    marker: str = ""
    right: float = field(default=0.0)

    @property
    def text(self) -> str:
        """All lines in one."""
        return " ".join(r.text.strip() for r in self.rows)

    def pieces(self) -> list[Piece]:
        """The lines as the builder takes them, without the bullet."""
        first, *rest = [r.piece() for r in self.rows]
        return [replace(first, text=first.text.lstrip()[len(self.marker) :]), *rest]


def body_size(rows: Iterable[Row]) -> float:
    """Size of type in which most of the characters are set."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def marker_of(text: str) -> str:
    """The bullet or number with which a list item starts, or ""."""
    found = _BULLET.match(text) or _NUMBER.match(text)
    return found[0] if found else ""


def is_section(text: str) -> bool:
    """Whether a paragraph of its own is a numbered heading, such as "2.1 Our suppliers"."""
    return bool(_SECTION.match(text)) and len(text.split()) <= 8 and text[-1] not in ".,:;!?"


def paragraphs(rows: Sequence[Row], body: float) -> list[Para]:
    """Group lines, in reading order, into headings, paragraphs and list items.

    Args:
        rows: the lines.
        body: size of the body text of the whole document, from `body_size`.
    """
    leading = _leading(rows, body)
    rights = _rights(rows)
    paras: list[Para] = []
    for row, right in zip(rows, rights, strict=True):
        if paras and not _starts(paras[-1], row, body, leading):
            paras[-1].rows.append(row)
            paras[-1].right = max(paras[-1].right, right)
        else:
            paras.append(Para([row], marker=marker_of(row.text.lstrip()), right=right))
    _classify(paras, body)
    return paras


def _leading(rows: Sequence[Row], body: float) -> float:
    """Usual distance from line to line of body text."""
    steps: Counter[float] = Counter()
    for above, below in itertools.pairwise(rows):
        step = below.baseline - above.baseline
        if above.page == below.page and 0.8 * body < step < 2.5 * body and abs(below.size - body) < 1:
            steps[round(step * 2) / 2] += 1
    if not steps:
        return 1.2 * body
    # where most paragraphs have one line, the usual step is that between paragraphs
    often = 0.3 * max(steps.values())
    return min(step for step, count in steps.items() if count >= often)


def _rights(rows: Sequence[Row]) -> list[float]:
    """For each line the right edge of its column: the furthest that lines of its size and place reach."""
    alike: dict[tuple[int | None, int, int], list[Row]] = {}
    for row in rows:
        alike.setdefault((row.page, row.group, round(row.size)), []).append(row)
    edges: dict[int, float] = {}
    for group in alike.values():
        for column in _columns(group):
            right = max(r.box[2] for r in column)
            edges.update((id(r), right) for r in column)
    bands: dict[tuple[int | None, int], list[Row]] = {}
    for row in rows:
        bands.setdefault((row.page, round(row.baseline / _BAND)), []).append(row)
    return [min(edges[id(r)], _neighbour(r, bands)) for r in rows]


def _neighbour(row: Row, bands: dict[tuple[int | None, int], list[Row]]) -> float:
    """Left edge of what stands to the right of a line at its height; infinity where nothing does."""
    band = round(row.baseline / _BAND)
    near = (r for step in (-1, 0, 1) for r in bands.get((row.page, band + step), ()))
    return min((r.box[0] - 1.5 * row.size for r in near if r.box[0] > row.box[2]), default=math.inf)


def _columns(rows: list[Row]) -> list[list[Row]]:
    """Lines grouped by the runs in which each line overlaps the one before sideways."""
    groups: list[list[Row]] = []
    left = right = 0.0
    for row in rows:
        if groups and row.box[0] < right and row.box[2] > left:
            groups[-1].append(row)
            left, right = min(left, row.box[0]), max(right, row.box[2])
        else:
            groups.append([row])
            left, right = row.box[0], row.box[2]
    return groups


def _starts(para: Para, row: Row, body: float, leading: float) -> bool:
    """Whether `row` starts a new paragraph rather than going on with `para`."""
    last = para.rows[-1]
    text = row.text.strip()
    if row.goes_on:
        return False
    if row.styled or last.styled or _other_style(last, row, body):
        return True
    if marker_of(text) and (_is_bullet(text) or _ENDS.search(last.text.strip()) or para.marker):
        return True
    if _beside(last, row):
        return any(map(str.isalpha, text))
    open_ended = not _ENDS.search(last.text.strip())
    lower = text[:1].islower() or _dangles(last.text)
    step = row.baseline - last.baseline
    if row.page != last.page or step < -0.3 * row.size:
        return not (lower and not _FULL_STOP.search(last.text.strip())) and not _runs_on(para, row)
    if step > 1.35 * max(leading * row.size / body, 1.05 * row.size) and not (
        lower and open_ended and step < 2 * leading
    ):
        return True
    return _broken(para, row) and not (lower and open_ended)


def _beside(last: Row, row: Row) -> bool:
    """Whether two lines stand side by side, as a label and its text do."""
    level = row.page is not None and row.page == last.page and abs(row.baseline - last.baseline) < 0.8 * row.size
    return level and row.box[0] > last.box[2] + row.size


def _dangles(text: str) -> bool:
    """Whether a line ends in a word after which no paragraph ends."""
    words = text.split()
    return text.endswith("&") or (len(words) > 3 and (words[-1].lower() in _DANGLING or words[-1][-1] in ",&"))


def _runs_on(para: Para, row: Row) -> bool:
    """Whether a full last line without final stop goes on in the next column or on the next page."""
    last = para.rows[-1]
    if _ENDS.search(last.text.strip()) or marker_of(row.text.strip()) or len(para.text.split()) < 8:
        return False
    return not _broken(para, row) and not last.bold


def _is_bullet(text: str) -> bool:
    return bool(_BULLET.match(text))


def _other_style(last: Row, row: Row, body: float) -> bool:
    """Whether type changes as between heading and text; a change of weight inside a sentence does not count."""
    if abs(last.size - row.size) > 0.08 * body + 0.3:
        return True
    moved = row.page != last.page or row.baseline < last.baseline
    return last.bold != row.bold and not (
        not moved and row.text.strip()[:1].islower() and not _ENDS.search(last.text.strip())
    )


def _broken(para: Para, row: Row) -> bool:
    """Whether the line above ended early: the first word of this one would still have fitted."""
    last = para.rows[-1]
    room = para.right - last.box[2]
    return room > row.first + 0.9 * row.size and last.box[2] - last.box[0] < 0.93 * (para.right - last.box[0])


# --- kinds -----------------------------------------------------------------------------------------


def _classify(paras: list[Para], body: float) -> None:
    """Tell headings and list items from paragraphs."""
    for index, para in enumerate(paras):
        after = paras[index + 1] if index + 1 < len(paras) else None
        if _is_heading(para, after, body):
            para.kind, para.marker = BlockKind.HEADING, ""
        elif para.marker or (index and _indented_item(paras[index - 1], para)):
            para.kind, para.level = BlockKind.LIST_ITEM, 1


def _indented_item(before: Para, para: Para) -> bool:
    """Whether a paragraph is an item whose bullet is a drawing: indented under a colon, or under such an item."""
    first, last = para.rows[0], before.rows[0]
    if first.page != last.page or len(para.text.split()) > 60:
        return False
    indent = first.box[0] - last.box[0]
    if before.kind is BlockKind.LIST_ITEM and not before.marker:
        return abs(indent) < 2
    return before.text.rstrip().endswith(":") and 0.75 * first.size <= indent < 8 * first.size


def _is_heading(para: Para, after: Para | None, body: float) -> bool:
    first, text = para.rows[0], para.text.strip()
    words = len(text.split())
    if first.styled:
        return True
    if words > 25 or _is_bullet(text) or not any(c.isalpha() for c in text):
        return False
    ends = bool(re.search(r"[.;,]$", text))
    if first.size > 1.12 * body:
        return not (ends and words > 12)
    if ends or words > 14 or after is None or text[0].islower():
        return False
    if first.bold or (text.isupper() and len(text) > 3):
        return True
    if text.endswith(":") or len(after.text) <= len(text):
        return False
    return _titled(para, text, after) if not _SECTION.match(text) else after.marker == ""


def _titled(para: Para, text: str, after: Para) -> bool:
    """Whether a short line without stop, in the type of the text, heads the prose or the list under it."""
    words = text.split()
    if len(words) > 9 or len(para.rows) > 3 or para.marker or "|" in text or "@" in text:
        return False
    long = [w for w in words if len(w) > 3]
    titled = len(words) <= 4 or sum(w[0].isupper() for w in long) >= 0.6 * len(long)
    prose = len(after.text.split()) >= 12 and after.text.lstrip()[:1].isupper()
    return titled and bool(long) and (bool(after.marker) or prose)


def rank(paras: Sequence[Para]) -> None:
    """Give the headings of a whole document levels 1 to 6 by size and weight of type."""
    _demote_signatures(paras)
    headings = [p for p in paras if p.kind is BlockKind.HEADING]
    styles = sorted({_style(p) for p in headings}, reverse=True)
    for para in headings:
        para.level = min(6, 1 + styles.index(_style(para)))


def _demote_signatures(paras: Sequence[Para]) -> None:
    """Names and titles under the last sentence of a document are its signature, not headings."""
    for para in reversed(paras):
        text = para.text.strip()
        if para.kind is BlockKind.HEADING and not para.rows[0].styled:
            para.kind, para.level = BlockKind.PARAGRAPH, 0
        elif para.kind is BlockKind.LIST_ITEM or (_FULL_STOP.search(text) and len(text.split()) > 4):
            return


def _style(para: Para) -> tuple[float, bool, bool]:
    first = para.rows[0]
    return round(first.size), first.bold, para.text.isupper()
