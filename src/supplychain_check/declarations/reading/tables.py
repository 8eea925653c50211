"""Rows of a questionnaire to entries: question and answer side by side, below each other, or by ticked column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from supplychain_check.declarations.reading import columns, exports, ticks, wording
from supplychain_check.declarations.reading.columns import Columns
from supplychain_check.declarations.reading.grids import Cell, Grid, Row, page_of, span_of
from supplychain_check.models import Document
from supplychain_check.models.declaration import Entry

_SECTION = re.compile(r"(?:section|part|annex|appendix|schedule|[A-Z][.)]|[IVX]{1,4}[.)])\s", re.I)
_BESIDE = re.compile(
    r"(?P<answer>(?:your |supplier(?:['’]s)? )?(?:answer|response|reply)|a)|(?P<comment>comments?|explanation|details?|remarks?"
    r"|notes?|please explain|further information|if (?:yes|no),? .{0,60})|(?P<file>attachments?|evidence|documents?|files?)",
    re.I,
)
_ASIDE = re.compile(r".*\b(?:instructions?|guidance|read ?me|help|lists?|look-?ups?|about|cover|contents)\b.*", re.I)
_COVER = re.compile(r"\bcover\b|\babout (?:you|us|the (?:supplier|company|firm|business|tenderer))\b", re.I)
_LETTER = re.compile(r"[a-z]|[ivx]{1,4}", re.I)
_NUMBER = re.compile(r"[A-Z]{0,3}\d{1,3}(?:\.\d{1,3})*", re.I)
_SIGNING = re.compile(r"(?:full |print(?:ed)? |job )?(?:name|signed(?: by)?|signature|date|position|title|role)", re.I)
_LONGEST_KEY = 12


@dataclass
class _Group:
    """A question with what stands in its row and in the rows below that belong to it."""

    row: Row
    section: str
    label: str
    question: str
    answers: list[tuple[int, int, Cell]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    options: list[tuple[bool, int, int, Cell]] = field(default_factory=list)
    column: int = 0
    asked: int = 0


def entries(document: Document, grid: Grid) -> Iterator[Entry]:
    """Yield the questions of a sheet or table with their answers, in order; blank ones too."""
    rows = [row for row in grid.rows if row.cells]
    if rows and columns.is_form_export(rows[0], rows[1:]):
        yield from exports.entries(document, grid, rows)
        return
    reader = _Reader(document, grid, rows)
    if grid.sheet and _ASIDE.fullmatch(grid.sheet) and not reader.has_names:
        cover = _COVER.search(grid.sheet)
        yield from (entry for entry in reader.run() if cover and wording.names_supplier(entry.question))
        return
    yield from reader.run()


class _Reader:
    """Goes through the rows of one grid."""

    def __init__(self, document: Document, grid: Grid, rows: Sequence[Row]) -> None:
        self._document = document
        self._grid = grid
        self._rows = rows
        self._names = {
            i: found
            for i, row in enumerate(rows)
            if (found := columns.named(row, rows[i + 1 : i + 1 + columns.SAMPLE]))
        }
        self._columns = None if self._names else columns.guessed(rows)
        self._parents: dict[int, set[str]] = {}
        self._section = grid.section
        self._group: _Group | None = None
        self._last = -1
        self._number = ""

    @property
    def has_names(self) -> bool:
        """Whether some row names the columns."""
        return bool(self._names)

    def run(self) -> Iterator[Entry]:
        """Yield the entries of all rows."""
        for index, row in enumerate(self._rows):
            if index in self._names:
                yield from self._done()
                names = self._names[index]
                over = self._names.get(index - 1) if names.options and row.number == self._last + 1 else None
                self._columns = columns.below(over, names) if over and not over.options else names
            elif self._columns is None or self._is_pair(row):
                yield from self._done()
                yield from self._pairs(row)
            else:
                yield from self._take(row, self._columns)
            self._last = row.number
        yield from self._done()

    # --- rows of a table with known columns ---------------------------------------------------------

    def _take(self, row: Row, known: Columns) -> Iterator[Entry]:
        if known.section is not None and (section := row.cells.get(known.section)):
            self._section = section.text
        if self._is_section(row, known):
            yield from self._done()
            self._section = row.cells[max(row.cells)].text
        elif self._belongs(row, known):
            self._add(row, known)
        elif known.question in row.cells:
            if self._group is not None and self._heads(row, known):
                self._section, self._group = self._group.question, None
            yield from self._done()
            self._begin(row, known)

    def _begin(self, row: Row, known: Columns) -> None:
        label, question = wording.split_label(row.cells[known.question].text)
        if row.marker and not label:
            label = wording.plain_label(row.marker)
        if known.label is not None and (cell := row.cells.get(known.label)):
            label = wording.plain_label(cell.text) if wording.is_label(cell.text) else cell.text
        label = self._full(label)
        self._group = _Group(row, self._section, label, question, column=_answer_column(known), asked=known.question)
        self._fill(row, known)

    def _full(self, label: str) -> str:
        """A letter goes on with the number above it: "(a)" below "1.1" is "1.1(a)"."""
        if _NUMBER.fullmatch(label):
            self._number = label
        return f"{self._number}({label})" if self._number and _LETTER.fullmatch(label) else label

    def _heads(self, row: Row, known: Columns) -> bool:
        """Whether what looked like a question without an answer is the heading over (a) here: it asks nothing."""
        group = self._group
        letter = row.cells.get(known.label) if known.label is not None else None
        if group is None or letter is None or not _LETTER.fullmatch(wording.plain_label(letter.text)):
            return False
        empty = not (group.answers or group.comments or group.options or group.attachments)
        return empty and bool(_NUMBER.fullmatch(group.label)) and not wording.asks(group.question)

    def _fill(self, row: Row, known: Columns) -> None:
        """Sort the cells beside the question into answers, comments and names of files."""
        group = self._group
        if group is None:
            return
        for column, cell in sorted(row.cells.items()):
            if column in known.options:
                self._option(column, cell, known.options[column], row)
            elif column == known.answer:
                group.answers.append((row.number, column, cell))
            elif column in known.comments or column in known.others:
                name = known.others.get(column)
                group.comments.append(f"{name}: {cell.text}" if name else cell.text)
            elif column in known.attachments:
                group.attachments.append(cell.text)
            elif self._unnamed(column, known):
                # options in a column without a name, each with its box in the next one
                group.options.append(
                    (ticks.is_tick(row.cells.get(known.answer or 0, cell).text), row.number, column, cell)
                )

    @staticmethod
    def _unnamed(column: int, known: Columns) -> bool:
        """Whether a column between question and answer may hold options."""
        between = known.question < column < (known.answer or 0)
        return between and not known.options and column not in known.guidance

    def _option(self, column: int, cell: Cell, name: str, row: Row) -> None:
        """A cell under the name of an option: a tick chooses it, as does its own name; other words explain."""
        if self._group is None or ticks.is_blank(cell.text):
            return
        chosen = ticks.is_tick(cell.text) or cell.text.casefold() == name.casefold()
        words = ticks.is_option(cell.text) or len(cell.text) < 3
        if chosen or words:
            shown = (
                name
                if chosen or ticks.is_tick(cell.text) or cell.text.casefold()[0] == name.casefold()[0]
                else cell.text
            )
            self._group.answers.append((row.number, column, replace(cell, text=shown)))
        else:
            self._group.comments.append(cell.text)

    def _is_section(self, row: Row, known: Columns) -> bool:
        """Whether a row is a heading inside the table: nothing beside it, and no question."""
        texts = [cell.text for _, cell in sorted(row.cells.items())]
        beside = set(row.cells) - {known.question, known.label, known.section}
        if beside or wording.asks(texts[-1]):
            return False
        if known.label in row.cells and known.question in row.cells:
            label = row.cells[known.label].text
            if label.rstrip(".") in self._above(known.label):
                # "1 Policies" above "1.1 ...", "1.2 ..."
                return True
            return (
                row.heading
                or texts[-1].isupper()
                or (not wording.is_label(label) and bool(_SECTION.match(label + " ")))
            )
        if row.heading or row.alone or texts[0].isupper() or _SECTION.match(texts[0]):
            return not (row.alone and self._open_question())
        return (
            known.named and known.question not in row.cells and not self._open_question() and len(texts[0].split()) < 15
        )

    def _above(self, column: int | None) -> set[str]:
        """The labels of which others in the column are parts: "1" where there is "1.1"."""
        if column is None:
            return set()
        if column not in self._parents:
            texts = (row.cells[column].text.rstrip(".") for row in self._rows if column in row.cells)
            self._parents[column] = {text.rpartition(".")[0] for text in texts if "." in text}
        return self._parents[column]

    def _open_question(self) -> bool:
        """Whether the question above has no answer yet, and the next row may hold it."""
        return self._group is not None and not self._group.answers and "?" in self._group.question

    def _belongs(self, row: Row, known: Columns) -> bool:
        """Whether a row goes on with the question above it."""
        if self._group is None:
            return False
        first = row.cells[min(row.cells)].text
        apart = len(row.cells) > 1 or first.rstrip().endswith(":") or known.question not in row.cells
        if _BESIDE.fullmatch(first.rstrip(": ")) and apart:
            return True
        if known.question not in row.cells:
            return not (known.label in row.cells and wording.is_label(row.cells[known.label].text))
        if known.named and known.answer is not None and not row.alone:
            return False
        if len(row.cells) > 1 or row.heading or wording.asks(row.cells[known.question].text):
            return False
        # below a numbered line, one without a number
        numbered = known.label is not None and bool(self._group.label) and not self._group.answers
        return numbered or self._open_question()

    def _add(self, row: Row, known: Columns) -> None:
        """Take a row that goes on with the question above: its answer, an option of several, or more of a comment."""
        group = self._group
        if group is None:
            return
        cells = sorted(row.cells.items())
        if beside := _BESIDE.fullmatch(cells[0][1].text.rstrip(": ")):
            self._beside(str(beside.lastgroup), row, cells[1:])
            return
        marks = [(c, cell) for c, cell in cells if ticks.is_tick(cell.text)]
        words = [(c, cell) for c, cell in cells if not ticks.is_tick(cell.text) and not ticks.is_blank(cell.text)]
        if marks and words:
            group.options.append((True, row.number, marks[0][0], words[0][1]))
            group.comments += [cell.text for _, cell in words[1:]]
        elif words and ticks.is_option(words[0][1].text) and group.answers:
            group.options.append((False, row.number, *words[0]))
        elif known.options:
            self._fill(row, known)
        elif words and not group.answers:
            lead = re.match(r"(?:answer|response|reply|a)\s?\d{0,3}\s*:\s*", words[0][1].text, re.I)
            cell = words[0][1]
            cut = lead.end() if lead else 0
            group.answers.append((row.number, words[0][0], Cell(cell.text[cut:], cell.start + cut, cell.end)))
            group.comments += [cell.text for _, cell in words[1:]]
        else:
            group.comments += [cell.text for _, cell in words]

    def _beside(self, what: str, row: Row, cells: Sequence[tuple[int, Cell]]) -> None:
        """A row that says itself what it is: "Comments: ..."."""
        group = self._group
        if group is None:
            return
        if what == "answer" and not group.answers:
            group.answers += [(row.number, column, cell) for column, cell in cells[:1]]
        elif what == "file":
            group.attachments += [cell.text for _, cell in cells]
        else:
            group.comments += [cell.text for _, cell in cells]

    def _done(self) -> Iterator[Entry]:
        """The entry of the question that was read last."""
        group, self._group = self._group, None
        if group is not None:
            yield _entry(self._document, self._grid, group)

    # --- rows of names and values ---------------------------------------------------------------------

    def _is_pair(self, row: Row) -> bool:
        """Whether a row in or after a table of questions is a name with a value, such as of who signs."""
        known = self._columns
        if known is None or not row.cells or known.label is None:
            return False
        label = row.cells.get(known.label)
        if label is not None and set(row.cells) == {known.label} and _SIGNING.fullmatch(label.text.strip(" :")):
            return True
        if label is None or wording.is_label(label.text) or set(row.cells) != {known.label, known.question}:
            return False
        apart = row.number > self._last + 1 or label.text.rstrip().endswith(":")
        return apart and not wording.asks(row.cells[known.question].text) and not _SECTION.match(label.text + " ")

    def _pairs(self, row: Row) -> Iterator[Entry]:
        cells = sorted(row.cells.items())
        if row.heading and len(cells) == 1 and not cells[0][1].text.endswith(("?", ":")):
            self._section = cells[0][1].text
        elif len(cells) == 1:
            yield from self._single(row, *cells[0])
        elif len(cells) % 2 == 0 and all(_is_key(cell.text) for _, cell in cells[::2]):
            for (_, key), (column, value) in zip(cells[::2], cells[1::2], strict=True):
                yield self._pair(row, key.text, column, value)
        elif len(cells) == 3 and wording.is_label(cells[0][1].text):
            yield self._pair(row, cells[1][1].text, *cells[2], label=wording.plain_label(cells[0][1].text))

    def _single(self, row: Row, column: int, cell: Cell) -> Iterator[Entry]:
        """A name without a value, or with its value behind a colon."""
        key, colon, value = cell.text.partition(":")
        first = row is self._rows[0]
        if value.startswith("//"):
            # the address of a page
            return
        if colon and value.strip() and (wording.is_title(key) or (first and not wording.names_supplier(key))):
            return
        if colon and _is_key(f"{key}:") and not row.heading:
            value = value.strip()
            start = cell.end - len(value)
            yield self._pair(row, key, column, Cell(value, start, cell.end) if value else None)
        elif (wording.asks(cell.text) and "?" in cell.text) or _SIGNING.fullmatch(cell.text.strip(" :")):
            yield self._pair(row, cell.text, column + 1, None)

    def _pair(self, row: Row, key: str, column: int, value: Cell | None, label: str = "") -> Entry:
        found, question = wording.split_label(key.rstrip(": "))
        group = _Group(row, self._section, label or found, question, column=column, asked=column - 1)
        if value is not None:
            group.answers.append((row.number, column, value))
        return _entry(self._document, self._grid, group)


def _is_key(text: str) -> bool:
    """Whether a text can be the name of a value."""
    text = text.strip()
    return 0 < len(text.split()) <= _LONGEST_KEY and not text.endswith((".", ";")) and any(map(str.isalpha, text))


def _answer_column(known: Columns) -> int:
    if known.answer is not None:
        return known.answer
    return min(known.options, default=known.question)


def _entry(document: Document, grid: Grid, group: _Group) -> Entry:
    answers, comments = _chosen(group)
    read = [ticks.read(cell.text) for _, _, cell in answers]
    answer = ", ".join(text for text, _ in read if text)
    comment = " ".join(filter(None, [*(more for _, more in read), *comments, _noted(grid, group)]))
    number, column, cell = answers[0] if answers else (group.row.number, group.column, None)
    asked = next(iter(group.row.cells.values()))
    named = [
        name.strip() for text in group.attachments for name in re.split(r"[;\n]|,\s", text) if not ticks.is_blank(name)
    ]
    return Entry(
        label=group.label,
        question=group.question,
        answer=answer,
        comment=comment,
        attachments=tuple(dict.fromkeys((*named, *wording.files(f"{answer} {comment}")))),
        section=group.section,
        place=grid.place(number, column, page_of(document, cell or asked)),
        **span_of(cell if answer else None),
    )


def _noted(grid: Grid, group: _Group) -> str:
    """Notes on the cells beside the question, or on an answer in another row; those on the question are the form's."""
    row = group.row.number
    found = {(row, column): note for column, note in grid.notes.get(row, {}).items() if column > group.asked}
    for number, column, _ in group.answers:
        if note := grid.notes.get(number, {}).get(column):
            found[number, column] = note
    return " ".join(dict.fromkeys(found.values()))


def _chosen(group: _Group) -> tuple[list[tuple[int, int, Cell]], list[str]]:
    """The answers of a question; where its options have a row each, those that were ticked."""
    if not group.options:
        return group.answers, group.comments
    first = [each for each in group.answers[:1] if not ticks.is_tick(each[2].text)]
    ticked = first if any(map(ticks.is_tick, group.comments)) else []
    chosen = [*ticked, *((number, column, cell) for on, number, column, cell in group.options if on)]
    return chosen, [text for text in group.comments if not ticks.is_tick(text)]
