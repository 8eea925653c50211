"""Columns and rows of a table whose rules run across only, by the gaps between its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from supplychain_check.readers.pdf_lines import Segment, segments
from supplychain_check.readers.pdf_words import Word

_NARROWEST = 5.0
_CROWDED = 3


def column_edges(words: Sequence[Word], rules: Sequence[float]) -> list[float]:
    """Return where columns part: in the middle of each gap that runs through all rows.

    Args:
        words: what stands between the first rule and the last.
        rules: heights of the rules, from top to bottom.
    """
    # a title that spans the table closes every gap, and says nothing of the columns
    bands = [band for band in _bands(words, rules) if not _spans_all(band, words)]
    spans = _spans([w for band in bands for w in band])
    return [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]


def is_prose(words: Sequence[Word]) -> bool:
    """Whether words are lines of running text: several, without a gap that runs through all of them."""
    lines = {round(w.baseline) for w in words}
    return len(lines) > 1 and len(words) > 4 * len(lines) and len(_spans(words)) == 1


def _spans(words: Sequence[Word]) -> list[list[float]]:
    """What words cover sideways."""
    spans: list[list[float]] = []
    for word in sorted(words, key=lambda w: w.box[0]):
        if spans and word.box[0] <= spans[-1][1] + _NARROWEST:
            spans[-1][1] = max(spans[-1][1], word.box[2])
        else:
            spans.append([word.box[0], word.box[2]])
    return spans


def row_edges(words: Sequence[Word], rules: Sequence[float], columns: Sequence[float]) -> list[float]:
    """Return where rows part that no rule parts, as in tables with a rule only above, below and under the header."""
    found: list[float] = []
    for top, bottom in pairwise(rules):
        inside = [w for w in words if top <= (w.box[1] + w.box[3]) / 2 <= bottom]
        lines = _by_height(segments(inside))
        if len(lines) >= _CROWDED and (len(rules) <= 4 or bottom - top > 0.6 * (rules[-1] - rules[0])):
            found += _gaps(lines, columns)
    return found


def _bands(words: Sequence[Word], rules: Sequence[float]) -> list[list[Word]]:
    return [[w for w in words if top <= (w.box[1] + w.box[3]) / 2 <= bottom] for top, bottom in pairwise(rules)]


def _spans_all(band: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether a band is one unbroken line, and not merely a first cell."""
    if not band:
        return True
    left, right = min(w.box[0] for w in words), max(w.box[2] for w in words)
    one = len(segments(band)) == 1
    return one and max(w.box[2] for w in band) - left > 0.5 * (right - left)


def _by_height(found: Sequence[Segment]) -> list[list[Segment]]:
    """Segments of one line together, from top to bottom; cells of one row may stand a little apart in height."""
    lines: list[list[Segment]] = []
    for segment in sorted(found, key=lambda s: s.baseline):
        if lines and segment.baseline - lines[-1][0].baseline < 0.7 * segment.size:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return lines


def _gaps(lines: Sequence[Sequence[Segment]], columns: Sequence[float]) -> list[float]:
    """Where rows part: at a wide step, or else where the first column speaks again; never without its speaking."""
    steps = [below[0].baseline - above[0].baseline for above, below in pairwise(lines)]
    first = [any(s.x0 < columns[1] for s in each) for each in lines]
    full = sum(_filled(each, columns) == len(columns) - 1 for each in lines) >= 0.6 * len(lines)
    uneven = max(steps) > 1.25 * min(steps)
    edges = []
    for number, ((above, below), step) in enumerate(zip(pairwise(lines), steps, strict=True)):
        wide = step > 1.15 * min(steps) if uneven else full or not first[number]
        if wide and first[number + 1]:
            edges.append((max(s.baseline for s in above) + min(s.y0 for s in below)) / 2)
    return edges


def _filled(line: Sequence[Segment], columns: Sequence[float]) -> int:
    """How many columns hold something of a line."""
    return sum(any(s.x0 < b and s.x1 > a for s in line) for a, b in pairwise(columns))
