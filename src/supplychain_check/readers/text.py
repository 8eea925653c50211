"""Plain text: wrapped lines, underlined headings, bullets, tables in columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supplychain_check.readers.builder import Builder, Draft
from supplychain_check.readers.encoding import decode, looks_like_text
from supplychain_check.readers.hyphens import vocabulary
from supplychain_check.readers.layout import Para, Row, body_size, marker_of, paragraphs, rank

NAME = "text"
MEDIA_TYPES = ("text/plain",)
EXTENSIONS = (".txt", ".text")

_RULE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,})\s*$")
_TABLE_RULE = re.compile(r"^(?=.*-{2})[\s|+:=-]+$")
_GAP = re.compile(r"\t+| {2,}")
_LINE = 12.0
_CHARACTER = 6.0


@dataclass(frozen=True)
class _Table:
    rows: list[list[str]]


def sniff(data: bytes, name: str) -> bool:
    """Whether these bytes can be text at all: the last format that is asked."""
    return looks_like_text(data)


def read(data: bytes, name: str) -> Draft:
    """Read paragraphs, headings, list items and tables out of plain text."""
    source = decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\0", "")
    parts = _parts(source.split("\n"))
    rank([para for part in parts if isinstance(part, list) for para in part])
    builder = Builder(vocabulary(source))
    for number, part in enumerate(parts):
        _write(builder, part, number)
    return builder.build()


def _parts(lines: Sequence[str]) -> list[list[Para] | _Table]:
    """Tables, and the paragraphs between them."""
    found: list[list[Row] | _Table] = []
    for chunk in _chunks(lines):
        if table := _table(chunk):
            found.append(_Table(table))
        elif found and isinstance(found[-1], list):
            found[-1].extend(_rows(chunk, first=False))
        else:
            found.append(_rows(chunk, first=not found))
    body = body_size(row for part in found if isinstance(part, list) for row in part)
    return [part if isinstance(part, _Table) else paragraphs(part, body) for part in found]


def _write(builder: Builder, part: list[Para] | _Table, number: int) -> None:
    if isinstance(part, _Table):
        for index, cells in enumerate(part.rows):
            builder.row(cells, table=number, header=index == 0)
    else:
        for para in part:
            builder.add(para.kind, para.pieces(), level=para.level, marker=para.marker)


def _chunks(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """Runs of lines between blank ones, each line with its number."""
    chunk: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        if line.strip():
            chunk.append((number, line.rstrip()))
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _rows(chunk: Sequence[tuple[int, str]], *, first: bool) -> list[Row]:
    """Lines of a chunk with a place; an underlined line is marked as a heading and its rule left out."""
    rows: list[Row] = []
    for index, (number, line) in enumerate(chunk):
        if _RULE.match(line):
            continue
        rule = chunk[index + 1][1].strip() if index + 1 < len(chunk) else ""
        styled = bool(_RULE.match(rule)) and len(rule) >= 0.5 * len(line.strip())
        size = {"=": 14.0}.get(rule[:1], 12.0) if styled else 10.0
        if number == chunk[0][0] and first and len(chunk) < 3 and line.isupper():
            size = 16.0
        rows.append(_row(line, number, size, styled, chunk[0][0]))
    return rows


def _row(line: str, number: int, size: float, styled: bool, group: int) -> Row:
    flat = line.expandtabs(4)
    words = flat.split()
    left = (len(flat) - len(flat.lstrip())) * _CHARACTER
    box = (left, number * _LINE, len(flat) * _CHARACTER, number * _LINE + 10)
    return Row(flat, box, len(words[0]) * _CHARACTER, size=size, styled=styled, baseline=box[3], group=group)


def _table(chunk: Sequence[tuple[int, str]]) -> list[list[str]]:
    """Cells of a chunk that is clearly a table, else nothing."""
    lines = [line for _, line in chunk]
    if len(lines) < 2 or any(marker_of(line.strip()) for line in lines):
        return []
    kept = [line for line in lines if not _TABLE_RULE.match(line)]
    if all("|" in line for line in kept):
        rows = [[c.strip() for c in line.strip().strip("|").split("|")] for line in kept]
        if len(rows) > 2:
            # people leave out the last cells where they are empty
            most = max(map(len, rows))
            rows = [row + [""] * (most - len(row)) for row in rows]
    else:
        rows = _aligned(kept)
    wide = {len(r) for r in rows}
    return rows if len(rows) > 1 and len(wide) == 1 and wide.pop() > 1 else []


def _aligned(lines: Sequence[str]) -> list[list[str]]:
    """Cells by tabs, or by columns of blanks two or more wide that all lines share."""
    if all("\t" in line for line in lines):
        return [[c.strip() for c in line.split("\t")] for line in lines]
    width = max(map(len, lines), default=0)
    blank = [all(len(line) <= i or line[i] == " " for line in lines) for i in range(width)]
    edges = [i for i in range(2, width) if not blank[i] and blank[i - 1] and blank[i - 2]]
    if not edges or sum(bool(_GAP.search(line.strip())) for line in lines) < len(lines) - 1:
        return []
    cuts = [0, *edges, None]
    return [[line[a:b].strip() for a, b in itertools.pairwise(cuts)] for line in lines]
