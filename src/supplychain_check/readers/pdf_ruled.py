"""Ruled tables of a PDF: grids, and tables with horizontal rules only.

pdfplumber finds the cells; it is given the rules as PDFium reports them and the words stay PDFium's, so that no
page is parsed a second time, which would take twenty times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from supplychain_check.models import Box
from supplychain_check.readers.layout import Row
from supplychain_check.readers.pdf_columns import column_edges, is_prose, row_edges
from supplychain_check.readers.pdf_drawing import Drawing
from supplychain_check.readers.pdf_lines import line, segments
from supplychain_check.readers.pdf_tables import Table
from supplychain_check.readers.pdf_words import Word

_NEAR = 3.0
_MOST_CROSSINGS = 40_000
_LONGEST_CELL = 60
_LONGEST_OF_MANY = 150
_FEWEST = 2
_SHORTEST_RULE = 60

_LONGEST_NAME = 12
_VALUE = re.compile(r"[\W\d]*|yes|no|n/?a|none|true|false|.*[.?;]", re.I | re.S)
_NAMES = frozenset("question questions answer answers response responses item description details value".split())

Edge = dict[str, Any]
Rule = tuple[float, float, float]
Span = tuple[float, float]


def tables(words: Sequence[Word], drawing: Drawing, page: int, size: Span) -> tuple[list[Table], list[Word]]:
    """Find the ruled tables of a page of this size; return them, and the words that stand in none."""
    if len(_levels(y for _, y, _ in drawing.across)) <= _FEWEST or not words:
        return [], list(words)
    found: list[Table] = []
    left = list(words)
    for cells in _grids(drawing, words):
        table, rest = _filled(cells, left, page, size)
        if table is not None:
            found.append(table)
            left = rest
    return found, left


def placed(found: Sequence[Table], rows: Sequence[Row]) -> list[tuple[int, Table]]:
    """Say before which line each table belongs: after the last one above it."""
    return [(_place(table.box, rows), table) for table in found]


def _place(box: Box, rows: Sequence[Row]) -> int:
    x0, y0, x1, _ = box
    beside = [i for i, r in enumerate(rows) if r.box[0] < x1 and r.box[2] > x0]
    above = [i for i in beside if (rows[i].box[1] + rows[i].box[3]) / 2 < y0]
    return above[-1] + 1 if above else beside[0] if beside else len(rows)


# --- cells -----------------------------------------------------------------------------------------


def _grids(drawing: Drawing, words: Sequence[Word]) -> Iterator[list[Box]]:
    """Cells of each table: what the rules enclose, helped out where rules run across only."""
    from pdfplumber import table as finder

    edges = [_across(x0, y, x1) for x0, y, x1 in drawing.across]
    edges += [_down(x, y0, y1) for x, y0, y1 in drawing.down]
    edges = finder.merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    edges = finder.merge_edges([*edges, *_rows_of(drawing.seams, edges)], _NEAR, _NEAR, _NEAR, _NEAR)
    edges = finder.merge_edges(edges + _helped(edges, words), _NEAR, _NEAR, _NEAR, _NEAR)
    down = sum(e["orientation"] == "v" for e in edges)
    if down <= _FEWEST or down * (len(edges) - down) > _MOST_CROSSINGS:
        return
    crossings = finder.edges_to_intersections(edges, _NEAR, _NEAR)
    yield from finder.cells_to_tables(finder.intersections_to_cells(crossings))


def _rows_of(seams: Sequence[Rule], edges: Sequence[Edge]) -> Iterator[Edge]:
    """Seams that part rows, as they run across the table; the others lie between shaded lines of one cell."""
    for x0, y, x1 in seams:
        wide = [e for e in edges if e["orientation"] == "h" and e["x0"] < x1 and e["x1"] > x0]
        level = [(x0, x1), *((a, b) for a, at, b in seams if abs(at - y) < _NEAR)]
        level += [(e["x0"], e["x1"]) for e in wide if abs(e["top"] - y) < _NEAR]
        span = max(b for _, b in level) - min(a for a, _ in level)
        if span > 0.8 * max((e["width"] for e in wide), default=0.0):
            yield _across(x0, y, x1)


def _across(x0: float, y: float, x1: float) -> Edge:
    return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h"}


def _down(x: float, y0: float, y1: float) -> Edge:
    return {"x0": x, "x1": x, "top": y0, "bottom": y1, "width": 0.0, "height": y1 - y0, "orientation": "v"}


def _helped(edges: Sequence[Edge], words: Sequence[Word]) -> list[Edge]:
    """Edges that a table of horizontal rules leaves to the eye: its sides, and the gaps between its columns."""
    added: list[Edge] = []
    for rules in _stacks(edges, words):
        x0, x1 = rules[0]["x0"], rules[0]["x1"]
        top, bottom = rules[0]["top"], rules[-1]["top"]
        inner = [e for e in edges if e["orientation"] == "v" and x0 - _NEAR <= e["x0"] <= x1 + _NEAR]
        crossing = [e for e in inner if e["top"] < bottom - _NEAR and e["bottom"] > top + _NEAR]
        sides = {x for x in (x0, x1) if not any(abs(e["x0"] - x) <= _NEAR for e in crossing)}
        if not sides:
            continue
        heights = [rule["top"] for rule in rules]
        inside = _inside(words, rules[0], rules[-1])
        between = [] if len(crossing) > 2 - len(sides) else column_edges(inside, heights)
        if not between and len(crossing) <= 2 - len(sides):
            continue
        added += [_down(x, top, bottom) for x in (*sides, *between)]
        added += [_across(x0, y, x1) for y in row_edges(inside, heights, (x0, *between, x1))]
    return added


def _stacks(edges: Sequence[Edge], words: Sequence[Word]) -> Iterator[list[Edge]]:
    """Three or more horizontal rules of one length, one above the other, without running text between them."""
    alike: dict[tuple[int, int], list[Edge]] = {}
    for edge in edges:
        if edge["orientation"] == "h" and edge["width"] > _SHORTEST_RULE:
            near = next((k for k in alike if abs(k[0] - edge["x0"]) < 4 and abs(k[1] - edge["x1"]) < 4), None)
            alike.setdefault(near or (round(edge["x0"]), round(edge["x1"])), []).append(edge)
    for rules in alike.values():
        stack: list[Edge] = []
        for rule in sorted(rules, key=lambda e: float(e["top"])):
            if stack and is_prose(_inside(words, stack[-1], rule)):
                yield from [stack] if len(stack) > _FEWEST else []
                stack = []
            stack.append(rule)
        yield from [stack] if len(stack) > _FEWEST else []


def _inside(words: Sequence[Word], above: Edge, below: Edge) -> list[Word]:
    """The words between two rules."""
    x0, x1 = above["x0"] - 1, above["x1"] + 1
    return [w for w in words if x0 <= w.box[0] and w.box[2] <= x1 and above["top"] <= _middle(w) <= below["top"]]


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _levels(values: Iterator[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _NEAR:
            levels.append(value)
    return levels


# --- words to cells --------------------------------------------------------------------------------


def _filled(cells: Sequence[Box], words: Sequence[Word], page: int, size: Span) -> tuple[Table | None, list[Word]]:
    """Put words into cells; None where what is ruled is no table but a frame around running text."""
    xs, ys = sorted({c[0] for c in cells}), sorted({c[1] for c in cells})
    if len(xs) < _FEWEST or len(ys) < _FEWEST:
        return None, list(words)
    box = xs[0], ys[0], max(c[2] for c in cells), max(c[3] for c in cells)
    content: dict[Box, list[Word]] = {}
    rest: list[Word] = []
    for word in words:
        cell = _cell_of(word, cells) if _within(word, box) else None
        content.setdefault(cell, []).append(word) if cell else rest.append(word)
    if not _is_table(content):
        return None, list(words)
    used = [x for x in xs if any(c[0] == x for c in content)]
    rows = [[_lines(content.get(cell, []), page, size) for cell in _row(cells, y, used)] for y in ys]
    rows = [row for row in rows if any(row)]
    return Table(page, rows, box, tuple(used), _has_header(rows)), rest


def _row(cells: Sequence[Box], y: float, columns: Sequence[float]) -> list[Box]:
    """The cell of each column in the row that starts at `y`; an empty box where a merged cell covers it."""
    here = {c[0]: c for c in cells if c[1] == y}
    return [here.get(x, (x, y, x, y)) for x in columns]


def _cell_of(word: Word, cells: Sequence[Box]) -> Box | None:
    x, y = (word.box[0] + word.box[2]) / 2, _middle(word)
    return next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)


def _within(word: Word, box: Box) -> bool:
    return box[0] <= (word.box[0] + word.box[2]) / 2 <= box[2] and box[1] <= _middle(word) <= box[3]


def _is_table(content: dict[Box, list[Word]]) -> bool:
    """Whether at least two rows have two filled cells, and the cells do not hold whole paragraphs throughout."""
    filled: dict[float, int] = {}
    for cell in content:
        filled[cell[1]] = filled.get(cell[1], 0) + 1
    if sum(count >= _FEWEST for count in filled.values()) < _FEWEST:
        return False
    longest = _LONGEST_CELL if len(filled) <= _FEWEST else _LONGEST_OF_MANY
    return sum(map(len, content.values())) <= longest * len(content)


def _lines(words: Sequence[Word], page: int, size: Span) -> list[Row]:
    """The lines of a cell, from top to bottom whatever their order in the file."""
    found = [line(segment, page, size) for segment in segments(words)]
    if any(b.baseline < a.baseline - 0.5 * a.size for a, b in pairwise(found)):
        found.sort(key=lambda r: (round(r.baseline), r.box[0]))
    return found


def _has_header(rows: Sequence[Sequence[Sequence[Row]]]) -> bool:
    """Whether the first row names the columns, rather than being one of questions and answers, or of figures."""
    texts = [" ".join(r.text for r in cell).strip() for cell in rows[0] if cell]
    if len(texts) < 2 or any(_VALUE.fullmatch(t) or len(t.split()) > _LONGEST_NAME for t in texts):
        return False
    bold = [all(r.bold for r in cell) for cell in rows[0] if cell]
    rest = [all(r.bold for r in cell) for row in rows[1:] for cell in row if cell]
    if any(rest) or any(bold):
        return all(bold) and not all(rest)
    # two columns without any sign are more often names and values
    return len(rows[0]) > 2 or bool(_NAMES.intersection(" ".join(texts).lower().split()))
