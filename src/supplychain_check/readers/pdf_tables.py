"""Tables of a PDF: lines whose parts stand in the same columns from row to row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from supplychain_check.readers.layout import Row, marker_of

Rule = tuple[float, float, float]


@dataclass
class Table:
    """Rows of cells; a cell holds the lines that stand in it."""

    page: int
    rows: list[list[list[Row]]] = field(default_factory=list)


def split(rows: Sequence[Row], rules: Mapping[int, Sequence[Rule]]) -> Iterator[list[Row] | Table]:
    """Part a document into runs of lines and tables, in order."""
    plain: list[Row] = []
    for band in _runs(_bands(rows)):
        table = _table(band) if len(band) > 1 else None
        if table is None:
            plain.extend(row for line in band for row in line)
            continue
        if plain:
            yield plain
            plain = []
        yield table
    if plain:
        yield plain


def _bands(rows: Sequence[Row]) -> list[list[Row]]:
    """Neighbours in the order of the file that stand on one baseline."""
    bands: list[list[Row]] = []
    for row in rows:
        last = bands[-1][-1] if bands else None
        if (
            last
            and last.page == row.page
            and abs(last.baseline - row.baseline) < 0.4 * row.size
            and row.box[0] > last.box[2]
        ):
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _runs(bands: Sequence[list[Row]]) -> Iterator[list[list[Row]]]:
    """Bands that may form a table together; any other band alone."""
    run: list[list[Row]] = []
    for band in bands:
        if run and not _may_join(run, band):
            yield from _settle(run)
            run = []
        run.append(band)
    yield from _settle(run)


def _settle(run: list[list[Row]]) -> Iterator[list[list[Row]]]:
    """A run starts and ends with a line of several cells; what hangs over is given back line by line."""
    last = max((i for i, band in enumerate(run) if len(band) > 1), default=0)
    first = next((i for i, band in enumerate(run) if len(band) > 1), 0)
    tail = last
    while tail + 1 < len(run) and _continues(run[first : last + 1], run[tail + 1]):
        tail += 1
    yield from ([band] for band in run[:first])
    yield run[first : tail + 1]
    yield from ([band] for band in run[tail + 1 :])


def _may_join(run: Sequence[list[Row]], band: Sequence[Row]) -> bool:
    last = run[-1][0]
    first = band[0]
    step = first.baseline - last.baseline
    if first.page != last.page or not 0 < step < 4 * first.size:
        return False
    return len(band) > 1 or len(run[-1]) > 1 or (len(run) > 1 and step < 1.6 * first.size)


def _continues(table: Sequence[Sequence[Row]], band: Sequence[Row]) -> bool:
    """Whether a line of one part wraps a cell other than the first column, or stays inside its column."""
    edges = _edges(table)
    row = band[0]
    inside = [i for i, x in enumerate(edges) if abs(row.box[0] - x) < 4]
    if not inside:
        return False
    right = edges[inside[0] + 1] if inside[0] + 1 < len(edges) else row.box[2]
    return row.box[2] <= right + 2 and inside[0] > 0


def _edges(bands: Sequence[Sequence[Row]]) -> list[float]:
    """Left edges that at least two lines share."""
    counts: dict[int, list[float]] = {}
    for band in bands:
        for row in band:
            counts.setdefault(round(row.box[0] / 4), []).append(row.box[0])
    edges = sorted(min(v) for v in counts.values())
    merged: list[float] = []
    for edge in edges:
        if not merged or edge - merged[-1] > 6:
            merged.append(edge)
    return merged


def _table(run: Sequence[list[Row]]) -> Table | None:
    """Build a table if most lines of several parts agree about the columns."""
    wide = [band for band in run if len(band) > 1]
    if len(wide) < 2 or any(marker_of(band[0].text) for band in wide):
        return None
    edges = _edges(wide)
    most = max(len(band) for band in wide)
    if len(edges) > most + 1 or sum(len(band) >= most - 1 for band in wide) < 0.6 * len(wide):
        return None
    table = Table(run[0][0].page or 0)
    for band in run:
        cells = _cells(band, edges)
        if table.rows and (not cells[0] and len(band) < most):
            for old, new in zip(table.rows[-1], cells, strict=True):
                old.extend(new)
        else:
            table.rows.append(cells)
    return table if len(table.rows) > 1 else None


def _cells(band: Sequence[Row], edges: Sequence[float]) -> list[list[Row]]:
    cells: list[list[Row]] = [[] for _ in edges]
    for row in band:
        column = max((i for i, x in enumerate(edges) if x <= row.box[0] + 6), default=0)
        cells[column].append(row)
    return cells
