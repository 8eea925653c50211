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
_LIST_NUMBER = re.compile(r"\(?(\d{1,2}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})[.)]")


@dataclass
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
            last.x0, last.y0 = min(last.x0, x0), min(last.y0, y0)
            last.x1, last.y1 = max(last.x1, x1), max(last.y1, y1)
        else:
            found.append(Segment([word], x0, y0, x1, y1))
    return found


def _follows(segment: Segment, word: Word) -> bool:
    last = segment.words[-1]
    if last.style.angle != word.style.angle:
        return False
    height = max(word.size, last.size, 4.0)
    gap = word.box[0] - segment.x1
    small = len(word.text) < 4 or (len(segment.words) == 1 and len(last.text) < 4)
    raised = 0.6 if small or word.size < 0.8 * segment.size else 0.3
    if abs(word.baseline - segment.baseline) > raised * height:
        return False
    wide = 6.0 if len(segment.words) == 1 and is_marker(last.text) else 1.3
    return -0.5 * height < gap < wide * height


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
    letters = sum(len(w.text) for w in words)
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    box = (segment.x0, segment.y0, segment.x1, max(segment.y1, segment.baseline))
    return Row(
        text=_text(words),
        box=box,
        first=words[0].box[2] - words[0].box[0],
        page=page,
        size=max(sizes, key=lambda s: sizes[s]),
        bold=sum(len(w.text) for w in words if w.style.bold) > 0.8 * letters,
        baseline=segment.baseline,
        place=_place(box, words[0].style.angle, size),
    )


def _place(box: Box, angle: int, size: tuple[float, float]) -> Box | None:
    """Where a sideways line stands on the page as it is seen."""
    return turned(box, 360 - angle, *size) if angle else None


def _text(words: Sequence[Word]) -> str:
    """The words with blanks between; letter-spaced type is put together by the width of its gaps."""
    alone = sum(len(w.text) == 1 for w in words)
    if len(words) < 5 or alone < 0.6 * len(words):
        return " ".join(w.text for w in words)
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 3]
    parts = [words[0].text]
    for gap, word in zip(gaps, words[1:], strict=True):
        parts.append((" " if gap > 1.5 * usual + 0.5 else "") + word.text)
    return "".join(parts)
