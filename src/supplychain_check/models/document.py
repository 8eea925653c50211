"""What readers and the segmenter make: documents, blocks, pages, segments."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "0.1"

TOPICS: tuple[str, ...] = (
    "approval",
    "signature",
    "reporting_entity",
    "structure",
    "operations",
    "supply_chains",
    "risk_description",
    "risk_mitigation",
    "remediation",
    "effectiveness",
    "consultation",
)
"""The eleven labels of the AIMS.au annotation scheme (Bora et al., arXiv 2502.07022)."""

Box = tuple[float, float, float, float]

ADDRESSES = "cells"
"""Key of `Document.metadata` under which readers of spreadsheets keep where each cell stood, as JSON."""

NOTES = "notes"
"""Key of `Document.metadata` under which readers of spreadsheets keep the notes on cells, as JSON."""


class Frozen(BaseModel):
    """A value that never changes after it is made; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BlockKind(StrEnum):
    """What a stretch of text is on the page. Furniture is running headers, footers and page numbers."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FURNITURE = "furniture"


class Block(Frozen):
    """A paragraph, heading, list item or table row.

    Attributes:
        level: depth of a heading (1 to 6) or of a list item (1 = outermost); 0 otherwise or unknown.
        table: number of the table in the document, for table rows.
        header: True for a table row that names the columns.
        cells: offsets of the cells of a table row, in the text of the document.
        columns: in which column of the table, counted from 0, each cell stands; empty where there is one cell a
            column, without merged ones.
        marker: the number or bullet that stood before a list item and is not in its text ("3.", "(a)").
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: int | None = None
    header: bool = False
    cells: tuple[tuple[int, int], ...] = ()
    columns: tuple[int, ...] = ()
    marker: str = ""


class FormField(Frozen):
    """A place to fill in that the file itself knows as one, whether or not it was filled in.

    Such are the fields of PDF forms and web pages, and the values of JSON and YAML.

    Attributes:
        name: its technical name ("q7"), or the path to it ("supplier/legal_name").
        label: the question that it asks, as far as the file says; "" if unknown.
        value: what was written, chosen or ticked; "" if nothing.
        kind: text to write, one box to tick, or something to choose from.
        options: what can be chosen; of a box, the words beside it.
        comment: free text that the file keeps with the value.
        attachments: names of files that it keeps with the value.
        section: heading above it.
        line: line of a file that has no pages, from 1.
        start: offset of the value in the text of the document; -1 where it is empty or not found there.
    """

    name: str
    label: str = ""
    value: str = ""
    kind: Literal["text", "box", "choice"] = "text"
    options: tuple[str, ...] = ()
    comment: str = ""
    attachments: tuple[str, ...] = ()
    section: str = ""
    page: int | None = None
    line: int | None = None
    start: int = -1
    end: int = -1


class Page(Frozen):
    """One page: the offsets it covers, and its size in points (0 where unknown)."""

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0


class Line(Frozen):
    """Where a line of text stands on its page."""

    start: int
    end: int
    page: int
    box: Box


class TextQuality(Frozen):
    """How far the text can be trusted to be what the page shows.

    Attributes:
        score: 0 (noise) to 1 (clean prose).
        readable: False below the floor; then nothing is scored as missing.
        reasons: what lowered the score, in plain words.
    """

    score: float
    readable: bool
    reasons: tuple[str, ...] = ()


class Document(Frozen):
    """What was read from one file. Its text never changes after reading.

    Attributes:
        name: file name without folders.
        path: where it was read from, as the user gave it.
        sha256: of the bytes of the file, hexadecimal.
        media_type: found by looking at the content, e.g. ``application/pdf``.
        reader: name and version of what read it.
        pages: empty for formats that have no pages (HTML, Markdown, text).
        lines: boxes of lines where the format has them; may be empty.
        metadata: what the file says of itself (``title``, ``author``, ``created`` ...).
        fields: the places to fill in, in the order of the file; empty for formats that have none.
        language: ISO 639-1 code of most of the text.
        warnings: what a reader of the result must know (hidden text, repaired file ...).
    """

    name: str
    path: str
    sha256: str
    media_type: str
    reader: str
    text: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()
    metadata: dict[str, str] = Field(default_factory=dict)
    language: str = "en"
    quality: TextQuality = TextQuality(score=1.0, readable=True)
    warnings: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()

    def places(self) -> dict[int, tuple[str, tuple[str, ...]]]:
        """Sheet and addresses of cells (``("Answers", ("A3", "C3"))``) by index of the block, for spreadsheets."""
        return {
            int(index): (sheet, tuple(addresses.split()))
            for sheet, blocks in json.loads(self.metadata.get(ADDRESSES, "{}")).items()
            for index, addresses in blocks.items()
        }

    def notes(self) -> dict[str, dict[str, str]]:
        """Notes on cells, by name of the sheet and address (``{"Answers": {"C3": "Since May."}}``)."""
        return {sheet: dict(notes) for sheet, notes in json.loads(self.metadata.get(NOTES, "{}")).items()}

    def page_at(self, offset: int) -> int | None:
        """Number of the page on which the character at `offset` stands; None without pages."""
        for page in self.pages:
            if offset < page.end:
                return page.number
        return self.pages[-1].number if self.pages else None


class UnreadableReason(StrEnum):
    """Why a file gave no text to score."""

    NOT_FOUND = "not found"
    EMPTY = "empty"
    TOO_LARGE = "too large"
    TOO_MANY_PAGES = "too many pages"
    UNSUPPORTED = "unsupported format"
    DAMAGED = "damaged"
    PASSWORD = "password needed"
    NO_TEXT = "no text"
    LANGUAGE = "not English"
    LIMIT = "over a limit"


class Unreadable(Frozen):
    """A file that could not be read: a row of the result, never a crash and never a score of 0."""

    path: str
    reason: UnreadableReason
    message: str
    hint: str = ""
    sha256: str = ""


class SegmentKind(StrEnum):
    """What a segment is."""

    SENTENCE = "sentence"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    HEADING = "heading"


class Segment(Frozen):
    """The unit that is read and quoted: a sentence, list item or table row (headings come along for context).

    Attributes:
        index: position in the document, from 0.
        text: `Document.text[start:end]` with every run of white space as one space.
        headings: the headings above it, outermost first.
        intro: index of the sentence that introduces the list, or of the header row of the table.
        block: index into `Document.blocks`.
    """

    index: int
    kind: SegmentKind
    start: int
    end: int
    text: str
    page: int | None = None
    headings: tuple[str, ...] = ()
    intro: int | None = None
    block: int = 0
