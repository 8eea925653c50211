"""Pages of a PDF to a Document: paragraphs, tables and notes in order, running heads out of their way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import groupby

from supplychain_check.models import BlockKind
from supplychain_check.readers import pdf_furniture, pdf_tables
from supplychain_check.readers.builder import Builder, Draft
from supplychain_check.readers.hyphens import vocabulary
from supplychain_check.readers.layout import Para, Row, body_size, paragraphs, rank
from supplychain_check.readers.pdf_page import PageText
from supplychain_check.readers.pdf_tables import Table

_STOP = (".", ":", "!", "?")
_FURTHEST = 12

Part = list[Para] | Table


def build(pages: Sequence[PageText], metadata: dict[str, str], warnings: Sequence[str]) -> Draft:
    """Paragraphs of the whole document, running heads put before the first block that starts on their page."""
    furniture = pdf_furniture.find(pages)
    rows = [row for page in pages for row in page.rows if row not in furniture.get(page.number, ())]
    body = body_size(rows)
    notes = pdf_furniture.footnotes(rows, body, {p.number: p.height for p in pages})
    noted = {id(row) for page in notes.values() for row in page}
    kept = {id(row) for row in rows} - noted
    parts = list(_parts(_unparted(_items(pages, kept)), body))
    rank([para for part in parts if isinstance(part, list) for para in part])
    builder = Builder(vocabulary("\n".join(r.text for p in pages for r in p.rows)))
    for page in pages:
        builder.page(page.number, page.width, page.height)
    writer = _Writer(builder, furniture, notes, body)
    for part in parts:
        writer.write(part)
    writer.reach(len(pages) + 1)
    return builder.build(metadata, warnings)


def _items(pages: Sequence[PageText], kept: AbstractSet[int]) -> Iterator[Row | Table]:
    """Lines and tables of all pages in order; of the lines only those in `kept`."""
    for page in pages:
        tables = list(page.tables)
        for index, row in enumerate(page.rows):
            while tables and tables[0][0] <= index:
                yield tables.pop(0)[1]
            if id(row) in kept:
                yield row
        yield from (table for _, table in tables)


def _unparted(items: Iterator[Row | Table]) -> list[Row | Table]:
    """Move tables that stand in the middle of a sentence up to where it starts."""
    ordered: list[Row | Table] = []
    for item in items:
        if isinstance(item, Row) and ordered and isinstance(ordered[-1], Table) and item.text.lstrip()[:1].islower():
            item = replace(item, goes_on=_lift(ordered))
        ordered.append(item)
    return ordered


def _lift(ordered: list[Row | Table]) -> bool:
    """Move the table at the end before the lines of the sentence above it, unless that starts far up."""
    first = len(ordered) - 1
    while first and isinstance(ordered[first - 1], Table):
        first -= 1
    start = first
    while start:
        above = ordered[start - 1]
        if isinstance(above, Table) or above.page != ordered[-1].page or above.text.rstrip().endswith(_STOP):
            break
        start -= 1
    if not 0 < first - start <= _FURTHEST:
        return False
    ordered[start:] = [*ordered[first:], *ordered[start:first]]
    return True


def _parts(items: Sequence[Row | Table], body: float) -> Iterator[Part]:
    """Tables, and the paragraphs between them."""
    for is_table, group in groupby(items, key=lambda item: isinstance(item, Table)):
        if is_table:
            yield from pdf_tables.whole([item for item in group if isinstance(item, Table)])
            continue
        for part in pdf_tables.split([item for item in group if isinstance(item, Row)]):
            yield part if isinstance(part, Table) else paragraphs(part, body)


class _Writer:
    """Writes blocks, and puts running heads and footnotes where they leave paragraphs whole."""

    def __init__(
        self,
        builder: Builder,
        furniture: Mapping[int, Sequence[Row]],
        notes: Mapping[int, Sequence[Row]],
        body: float,
    ) -> None:
        self._builder = builder
        self._furniture = dict(furniture)
        self._notes = dict(notes)
        self._body = body
        self._tables = -1

    def write(self, part: Part) -> None:
        """Write a table, or the paragraphs between two tables."""
        if isinstance(part, Table):
            self.reach(part.page)
            self._write_table(part)
            return
        for para in part:
            first, last = para.rows[0].page or 0, para.rows[-1].page or 0
            self.reach(first)
            if last > first:
                self._write_notes(first)
            self._builder.add(para.kind, para.pieces(), level=para.level, marker=para.marker)

    def _write_table(self, table: Table) -> None:
        self._tables += 1
        for cells in table.rows:
            pieces = [[r.piece() for r in cell] for cell in cells]
            self._builder.row(pieces, table=self._tables, header=table.names_columns(cells))

    def reach(self, page: int) -> None:
        """Write what is left of the pages before `page`, then the running heads of `page`."""
        for number in sorted({n for n in (*self._furniture, *self._notes) if n <= page}):
            for row in self._furniture.pop(number, ()):
                self._builder.add(BlockKind.FURNITURE, [row.piece()])
            if number < page:
                self._write_notes(number)

    def _write_notes(self, page: int) -> None:
        for para in paragraphs(self._notes.pop(page, ()), self._body):
            self._builder.add(BlockKind.PARAGRAPH, para.pieces())
