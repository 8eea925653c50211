"""Tables of a PDF: lines whose parts stand in the same columns from row to row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from supplychain_check.models import Box
from supplychain_check.readers.layout import Row, marker_of

_STOP = (".", ";", "!", "?")


@dataclass
class Table:
    """Rows of cells; a cell holds the lines that stand in it.

    Attributes:
        box: its place on the page; zeros where it is not ruled.
        columns: left edges of its columns; empty where it is not ruled.
        header: whether its first row names the columns.
    """

    page: int
    rows: list[list[list[Row]]] = field(default_factory=list)
    box: Box = (0.0, 0.0, 0.0, 0.0)
    columns: tuple[float, ...] = ()
    header: bool = True

    def names_columns(self, row: Sequence[Sequence[Row]]) -> bool:
        """Whether a row is the header, or the header again, as on each page of a long table."""
        return self.header and (row is self.rows[0] or _texts(row) == _texts(self.rows[0]))

    def continues(self, other: Table) -> bool:
        """Whether this is the rest of a table of the page before."""
        if self.page != other.page + 1 or not self.columns or len(self.columns) != len(other.columns):
            return False
        return all(abs(a - b) < 4 for a, b in zip(self.columns, other.columns, strict=True))


def whole(tables: Sequence[Table]) -> list[Table]:
    """Join tables that go on overleaf."""
    found: list[Table] = []
    last = None
    for table in tables:
        if found and last is not None and table.continues(last):
            found[-1].rows.extend(table.rows)
        else:
            found.append(replace(table, rows=list(table.rows)))
        last = table
    for table in found:
        table.rows = _joined(table.rows) if table.columns else table.rows
    return found


def _joined(rows: Sequence[list[list[Row]]]) -> list[list[list[Row]]]:
    """Rows with those put together that a page break or shading has parted in the middle of a sentence."""
    found: list[list[list[Row]]] = []
    for cells in rows:
        filled = [i for i, cell in enumerate(cells) if cell]
        above = found[-1][filled[0]] if found and len(filled) == 1 and filled[0] else []
        if above and cells[filled[0]][0].text.strip()[:1].islower() and not above[-1].text.rstrip().endswith(_STOP):
            found[-1][filled[0]] = [*above, *cells[filled[0]]]
        else:
            found.append(list(cells))
    return found


def _texts(cells: Sequence[Sequence[Row]]) -> list[str]:
    return [" ".join(row.text for row in cell) for cell in cells]


def split(rows: Sequence[Row]) -> Iterator[list[Row] | Table]:
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
    """Whether a line of one part wraps a cell: it stays inside a column other than the first."""
    columns = _columns(table)
    row = band[0]
    inside = [i for i, (x0, x1) in enumerate(columns) if x0 - 3 <= row.box[0] and row.box[2] <= x1 + 3]
    return bool(inside) and inside[0] > 0 and row.baseline - table[-1][0].baseline < 1.7 * row.size


def _columns(bands: Sequence[Sequence[Row]]) -> list[tuple[float, float]]:
    """Left and right edge of each column: what the lines with most parts cover, put together sideways."""
    most = max(len(band) for band in bands)
    full = [band for band in bands if len(band) == most]
    spans: list[tuple[float, float]] = []
    for x0, _, x1, _ in sorted(row.box for band in full for row in band):
        if spans and x0 < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _table(run: Sequence[list[Row]]) -> Table | None:
    """Build a table if lines of several parts agree about the columns."""
    wide = [band for band in run if len(band) > 1]
    if len(wide) < 2 or any(marker_of(band[0].text) for band in wide):
        return None
    columns = _columns(run)
    most = max(len(band) for band in wide)
    if len(columns) != most or sum(len(band) == most for band in wide) < max(2, 0.3 * len(wide)):
        return None
    table = Table(run[0][0].page or 0)
    for band in run:
        cells = _cells(band, columns)
        if table.rows and not cells[0] and len(band) < most:
            for old, new in zip(table.rows[-1], cells, strict=True):
                old.extend(new)
        else:
            table.rows.append(cells)
    return table if len(table.rows) > 1 else None


def _cells(band: Sequence[Row], columns: Sequence[tuple[float, float]]) -> list[list[Row]]:
    """Put each line into the column that it overlaps most."""
    cells: list[list[Row]] = [[] for _ in columns]
    for row in band:
        overlap = [min(row.box[2], x1) - max(row.box[0], x0) for x0, x1 in columns]
        cells[overlap.index(max(overlap))].append(row)
    return cells
