"""Comma- and tab-separated values: one sheet without a name."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.encoding import decode, looks_like_text
from supplychain_check.readers.spreadsheet import Allowance, Cell, Sheet, draft_of

NAME = "CSV"
MEDIA_TYPES = ("text/csv", "text/tab-separated-values")
EXTENSIONS = (".csv", ".tsv", ".tab")

MAX_FIELD = 1_000_000
"""Most characters of one field; a quotation mark that is never closed would swallow the rest of the file."""

_DELIMITERS = ",;\t|"
_SAMPLE = 65_536
_SAMPLE_ROWS = 200


def sniff(data: bytes, name: str) -> bool:
    """Whether this is text that is named as a table of values and has the shape of one."""
    if not name.lower().endswith(EXTENSIONS) or not looks_like_text(data):
        return False
    return bool(_delimiter(_source(data[:_SAMPLE])))


def read(data: bytes, name: str) -> Draft:
    """Read the rows as those of a sheet.

    Raises:
        InputProblem: a field, or the whole, is larger than the limit.
    """
    source = _source(data)
    sheet = Sheet("")
    allowance = Allowance(name)
    try:
        for row, values in enumerate(_records(source, _delimiter(source[:_SAMPLE]) or ",")):
            for column, value in enumerate(values):
                if value.strip():
                    sheet.cells.append(Cell(row, column, allowance.take(value)))
    except csv.Error as problem:
        raise InputProblem(
            f"{name} holds a field of more than {MAX_FIELD:,} characters; a quotation mark may not be closed.",
            "Open it in a spreadsheet program, look where its columns go wrong, and save it as XLSX.",
            reason=UnreadableReason.LIMIT,
        ) from problem
    return draft_of([sheet], {})


def _source(data: bytes) -> str:
    return decode(data).replace("\0", "").lstrip("\ufeff")


def _records(source: str, delimiter: str) -> Iterator[list[str]]:
    """The rows, with their line breaks inside quotation marks kept."""
    first, _, rest = source.partition("\n")
    if first.lower().startswith("sep="):
        # a line by which Excel is told the delimiter
        source = rest
    before = csv.field_size_limit(MAX_FIELD)
    try:
        yield from csv.reader(
            source.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True), delimiter=delimiter
        )
    finally:
        csv.field_size_limit(before)


def _delimiter(sample: str) -> str:
    """The sign that cuts most rows into the same number of fields; "" where none does, as in prose."""
    first = sample.partition("\n")[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[-1]
    best, delimiter = 0.0, ""
    for candidate in _DELIMITERS:
        count, share = _regularity(sample, candidate)
        if count > 1 and share >= 0.6 and share * min(count, 4) > best:
            best, delimiter = share * min(count, 4), candidate
    if not delimiter and sample.lstrip().startswith('"') and sample.count('"\n') + sample.count('"\r\n') > 1:
        return ","
    return delimiter


def _regularity(sample: str, delimiter: str) -> tuple[int, float]:
    """The commonest number of fields, and the share of rows that have it."""
    counts: Counter[int] = Counter()
    try:
        for number, record in enumerate(_records(sample, delimiter)):
            if record and number < _SAMPLE_ROWS:
                counts[len(record)] += 1
    except csv.Error:
        return 0, 0.0
    count, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, times / max(sum(counts.values()), 1)
