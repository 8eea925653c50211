"""Reading order of a page whose columns were written line by line across the page."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Something with a place, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def words(self) -> Sequence[object]:
        """Its words."""


T = TypeVar("T", bound=Placed)


def in_reading_order(segments: list[T], width: float, height: float) -> list[T]:
    """Leave the order of the file unless lines of columns alternate; then cut the page into its columns."""
    if _interleaved(segments) < 0.2:
        return segments
    head = [s for s in segments if s.y1 < 0.06 * height]
    foot = [s for s in segments if s.y0 > 0.94 * height]
    body = [s for s in segments if s.y1 >= 0.06 * height and s.y0 <= 0.94 * height]
    return sorted(head, key=lambda s: s.x0) + _cut(body, width) + sorted(foot, key=lambda s: s.x0)


def with_side_headings(segments: list[T]) -> list[T]:
    """Put headings in the left margin that were written after the text beside them to where they stand."""
    groups = _groups(segments)
    placed: list[T] = []
    for group in groups:
        if placed and sum(len(s.words) for s in group) <= 25 and (index := _beside(placed, group)) is not None:
            placed[index:index] = group
        else:
            placed.extend(group)
    return placed


def _groups(segments: Sequence[T]) -> list[list[T]]:
    """Runs of lines that go down the page, each below and overlapping the one before."""
    groups: list[list[T]] = []
    for segment in segments:
        last = groups[-1][-1] if groups else None
        height = segment.y1 - segment.y0
        if last and 0 < segment.y0 - last.y0 < 3 * height and segment.x0 < last.x1 and segment.x1 > last.x0:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return groups


def _beside(placed: Sequence[T], group: Sequence[T]) -> int | None:
    """Index of the line beside the top of `group`, if the group stands wholly left of text written before it."""
    right, top = max(s.x1 for s in group), min(s.y0 for s in group)
    height = group[0].y1 - group[0].y0
    for index, segment in enumerate(placed):
        if segment.x0 > right and segment.y0 > top - 0.7 * height:
            beside = segment.y0 < top + 2.5 * height and len(placed) - index > 1
            return index if beside and placed[-1].x0 > right else None
    return None


def _interleaved(segments: Sequence[T]) -> float:
    """Share of neighbours that stand on one line, far apart, each with prose in it."""
    count = 0
    for a, b in itertools.pairwise(segments):
        height = max(a.y1 - a.y0, 4.0)
        level = abs((a.y0 + a.y1) / 2 - (b.y0 + b.y1) / 2) < 0.5 * height
        apart = b.x0 - a.x1 > 1.2 * height or a.x0 - b.x1 > 1.2 * height
        count += level and apart and min(len(a.words), len(b.words)) >= 4
    return count / max(1, len(segments))


def _cut(segments: Sequence[T], width: float, depth: int = 0) -> list[T]:
    """Cut at a gutter if both sides hold text, else at the widest gap between lines, and go on inside."""
    if len(segments) <= 2 or depth > 8:
        return sorted(segments, key=lambda s: (s.y0, s.x0))
    if columns := _columns(segments, width):
        return [s for column in columns for s in _cut(column, width, depth + 1)]
    ordered = sorted(segments, key=lambda s: s.y0)
    split = _widest_gap(ordered)
    if split:
        return _cut(ordered[:split], width, depth + 1) + _cut(ordered[split:], width, depth + 1)
    return sorted(segments, key=lambda s: (round(s.y0 / 3), s.x0))


def _columns(segments: Sequence[T], width: float) -> list[list[T]]:
    """Two to four columns that no line crosses, or nothing."""
    if len(segments) < 6:
        return []
    spans: list[list[float]] = []
    for segment in sorted(segments, key=lambda s: s.x0):
        if spans and segment.x0 <= spans[-1][1] + 6:
            spans[-1][1] = max(spans[-1][1], segment.x1)
        else:
            spans.append([segment.x0, segment.x1])
    if not 2 <= len(spans) <= 4:
        return []
    columns = [[s for s in segments if a - 0.1 <= s.x0 and s.x1 <= b + 0.1] for a, b in spans]
    real = all(len(c) >= 3 and b - a > 0.12 * width for c, (a, b) in zip(columns, spans, strict=True))
    return columns if real else []


def _widest_gap(ordered: Sequence[T]) -> int:
    """Index before which the widest blank band lies; 0 where none is wider than 3 points."""
    best, index, low = 3.0, 0, ordered[0].y1
    for i in range(1, len(ordered)):
        gap = ordered[i].y0 - low
        if gap > best:
            best, index = gap, i
        low = max(low, ordered[i].y1)
    return index
