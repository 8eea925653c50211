"""Words to lines of print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from supplychain_check.models import Box
from supplychain_check.readers.layout import Row
from supplychain_check.readers.pdf_frame import turned
from supplychain_check.readers.pdf_words import Word

_BULLETS = frozenset("•●○◦▪▫■□◆◇►▶➢➤➔→✓✔✦‣⁃∙·⦁–-o*")
_SPACED = 0.08
_LIST_NUMBER = re.compile(r"\(?(\d{1,2}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})[.)]")


@dataclass(slots=True)
class Segment:
    """Words that stand side by side on one baseline, without a wide gap."""

    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def baseline(self) -> float:
        """Where its letters stand, from the top of the page."""
        return self.words[0].baseline

    @property
    def size(self) -> float:
        """Size of the largest type in it."""
        return max(w.size for w in self.words)


def segments(words: Sequence[Word]) -> list[Segment]:
    """Join words, in the order of the file, into stretches of a line."""
    found: list[Segment] = []
    for word in words:
        x0, y0, x1, y1 = word.box
        if found and _follows(found[-1], word):
            last = found[-1]
            last.words.append(word)
            last.x0, last.y0 = (x0 if x0 < last.x0 else last.x0), (y0 if y0 < last.y0 else last.y0)
            last.x1, last.y1 = (x1 if x1 > last.x1 else last.x1), (y1 if y1 > last.y1 else last.y1)
        else:
            found.append(Segment([word], x0, y0, x1, y1))
    return found


def _follows(segment: Segment, word: Word) -> bool:
    last = segment.words[-1]
    if last.style is not word.style and last.style.angle != word.style.angle:
        return False
    height = word.size if word.size > last.size else last.size
    height = height if height > 4.0 else 4.0
    gap = word.box[0] - segment.x1
    if not -0.5 * height < gap < 6.0 * height:
        return False
    shift = abs(word.baseline - segment.baseline)
    if shift > 0.3 * height and not (shift <= 0.6 * height and _may_be_raised(segment, word)):
        return False
    return gap < 1.3 * height or (len(segment.words) == 1 and is_marker(last.text))


def _may_be_raised(segment: Segment, word: Word) -> bool:
    """Whether a word off the baseline can be the number of a note, or what stands before one."""
    alone = len(segment.words) == 1 and len(segment.words[0].text) < 4
    return len(word.text) < 4 or alone or word.size < 0.8 * segment.size


def is_marker(text: str) -> bool:
    """Whether a word is the bullet or the number of a list item."""
    return text in _BULLETS or "\uf000" <= text[0] <= "\uf0ff" or bool(_LIST_NUMBER.fullmatch(text))


def line(segment: Segment, page: int, size: tuple[float, float]) -> Row:
    """Make a line of print of a segment.

    Args:
        segment: the words.
        page: number of the page.
        size: width and height of the page, turned until the words are upright.
    """
    words = segment.words
    size_of_type, bold = _type(words)
    box = (segment.x0, segment.y0, segment.x1, max(segment.y1, segment.baseline))
    return Row(
        text=_text(words),
        box=box,
        first=words[0].box[2] - words[0].box[0],
        page=page,
        size=size_of_type,
        bold=bold,
        baseline=segment.baseline,
        place=_place(box, words[0].style.angle, size),
    )


def _type(words: Sequence[Word]) -> tuple[float, bool]:
    """The size in which most letters are set, and whether nearly all are bold."""
    style = words[0].style
    if all(w.style is style for w in words):
        return style.size, style.bold
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    bold = sum(len(w.text) for w in words if w.style.bold)
    return max(sizes, key=lambda s: sizes[s]), bold > 0.8 * sum(sizes.values())


def _place(box: Box, angle: int, size: tuple[float, float]) -> Box | None:
    """Where a sideways line stands on the page as it is seen."""
    return turned(box, 360 - angle, *size) if angle else None


def _text(words: Sequence[Word]) -> str:
    """The words with blanks between; letter-spaced type is put together by the width of its gaps."""
    spacing = max(w.spacing for w in words)
    if spacing > _SPACED * words[0].size and len(words) > 1:
        return _spaced(words, 1.5 * spacing + 0.25 * words[0].size)
    alone = sum(len(w.text) == 1 for w in words)
    if len(words) < 5 or alone < 0.6 * len(words):
        return " ".join(w.text for w in words)
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 3]
    return _spaced(words, 1.5 * usual + 0.5)


def _spaced(words: Sequence[Word], wide: float) -> str:
    """The words with a blank only at gaps that are wide."""
    parts = [words[0].text]
    for before, word in pairwise(words):
        parts.append((" " if word.box[0] - before.box[2] > wide else "") + word.text)
    return "".join(parts)
