"""The paragraphs, lists, tables, boxes and notes of a Word document, in the order in which one reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from supplychain_check.models import BlockKind
from supplychain_check.readers import docx_table
from supplychain_check.readers.builder import clean
from supplychain_check.readers.docx_styles import Style, Styles, shaded
from supplychain_check.readers.docx_text import Line, LineReader, usual_look
from supplychain_check.readers.docx_tidy import JOINS, tidy
from supplychain_check.readers.docx_xml import DIAGRAM, A, W, child, number, value
from supplychain_check.readers.html import split_at_breaks
from supplychain_check.readers.layout import is_section
from supplychain_check.readers.package import Package

if TYPE_CHECKING:
    from lxml import etree

_BULLET = re.compile(r"^[•●▪■◦‣∙·➢➔–—*-]\s+(?=\S)")
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures|index \d")
_MOST_WORDS = 40
"""Words beyond which a paragraph in the style of a heading is running text."""


@dataclass
class Item:
    """A block on its way to the builder.

    Attributes:
        guessed: True for a heading that only its look makes one.
        cells: texts of a row of a table; empty for all else.
        columns: in which column each of them starts.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    guessed: bool = False
    cells: list[str] = field(default_factory=list)
    columns: tuple[int, ...] = ()
    table: int = 0
    header: bool = False


class Walk:
    """Reads parts of a document one after another into `items`.

    Args:
        package: the file.
        part: name of the part that is read; what it points to is looked up from there.
        styles: the styles of the document.
        seen: takes counts of what is not read or not seen.
    """

    def __init__(self, package: Package, part: str, styles: Styles, seen: Counter[str]) -> None:
        self.items: list[Item] = []
        self.relations = package.relations(part)
        self._package = package
        self._styles = styles
        self._seen = seen
        self._usual = (0.0, False)
        self._backed = False
        self._carry = ""
        self._tables = 0
        self._level = 1
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._waiting: dict[str, list[str]] = {kind: [] for kind in self._notes}

    def run(self, root: etree._Element) -> list[Item]:
        """Read a whole part."""
        tidy(root, self._seen)
        body = child(root, "body")
        background = child(root, "background") is not None
        self._backed = background or root.tag != W + "document" or _has_backdrop(root)
        self._usual = usual_look(root, self._styles.usual.look)
        self.blocks(root if body is None else body)
        self._paragraph_end(Style(), Line())
        for kind in self._notes:
            self._write_notes(kind)
        return self.items

    def blocks(self, parent: etree._Element) -> None:
        """Read what stands in a body, cell, box or note."""
        for node in parent:
            if node.tag == W + "p":
                self._paragraph(node)
            elif node.tag == W + "tbl":
                self._table(node)
            elif node.tag == W + "altChunk":
                self._seen["chunks"] += 1

    def _paragraph(self, node: etree._Element) -> None:
        properties = child(node, "pPr")
        style = self._styles.paragraph(properties)
        line = self.line(node, style)
        self._carry += line.text
        if node.get(JOINS) is None:
            self._paragraph_end(style, line, properties)
        self._anchored(line)

    def line(self, node: etree._Element, style: Style | None = None) -> Line:
        """Read one paragraph, without the boxes and notes that hang on it."""
        properties = child(node, "pPr")
        style = style or self._styles.paragraph(properties)
        backed = self._backed or bool(shaded(properties))
        line = LineReader(self._styles, style, self._seen, backed=backed).read(node)
        self._seen["pictures"] += line.pictures
        return line

    def _paragraph_end(self, style: Style, line: Line, properties: etree._Element | None = None) -> None:
        text, self._carry = self._carry, ""
        if not text.strip():
            return
        parts = split_at_breaks(text)
        kind, level, guessed = self._kind(parts, style, line, properties)
        if kind is BlockKind.HEADING:
            self._level = self._level if guessed else level
            self._write_notes("footnote")
            parts = [" ".join(parts)]
        for part in parts:
            bullet = _BULLET.match(part)
            if bullet and kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
                self.items.append(Item(BlockKind.LIST_ITEM, part[bullet.end() :], max(1, level)))
            else:
                self.items.append(Item(kind, part, level, guessed))

    def _kind(
        self, parts: Sequence[str], style: Style, line: Line, properties: etree._Element | None
    ) -> tuple[BlockKind, int, bool]:
        """Kind and level of a paragraph, and whether it was guessed by its look."""
        words = sum(len(part.split()) for part in parts)
        outline = number(value(properties, "outlineLvl"))
        outline = style.outline if outline is None else outline
        if _CONTENTS.match(style.name):
            return BlockKind.FURNITURE, 0, False
        if words <= _MOST_WORDS and (style.name == "title" or (outline is not None and outline < 9)):
            return BlockKind.HEADING, 0 if style.name == "title" else (outline or 0) + 1, False
        item = self._styles.numbering(properties, style)
        if self._looks_like_heading(parts, line) and (item is None or item[0] != "bullet"):
            return BlockKind.HEADING, min(6, self._level + 1), True
        if item is not None:
            return BlockKind.LIST_ITEM, item[1] + 1, False
        return BlockKind.PARAGRAPH, 0, False

    def _looks_like_heading(self, parts: Sequence[str], line: Line) -> bool:
        """Whether a short line alone is bold, larger than the text or numbered as headings are."""
        text = parts[0]
        if len(parts) > 1 or text[-1] in ".,:;" or len(text.split()) > 12 or not any(map(str.isalpha, text)):
            return False
        size, bold = self._usual
        return (line.bold and not bold) or line.size > 1.15 * size or is_section(text)

    # --- what hangs on a paragraph ---------------------------------------------------------------

    def _anchored(self, line: Line) -> None:
        """Read the boxes and diagrams of a paragraph behind it; notes wait for the end of the section."""
        for box in line.boxes:
            backed, self._backed = self._backed, True
            self.blocks(box)
            self._backed = backed
        for relation in line.diagrams:
            self._diagram(relation)
        for kind, key in line.notes:
            self._waiting[kind].append(key)

    def _diagram(self, relation: str) -> None:
        pointer = self.relations.pop(relation, None)
        if pointer is None or pointer.external or (root := self._package.xml(pointer.target)) is None:
            return
        for point in root.iter(DIAGRAM + "t"):
            lines = ("".join(t.text or "" for t in p.iter(A + "t")) for p in point.iter(A + "p"))
            if text := clean(" ".join(lines)):
                self.items.append(Item(BlockKind.LIST_ITEM, text, 1))

    def _read_notes(self, kind: str) -> dict[str, etree._Element]:
        """The notes of one kind by their ids, without the lines that separate them from the text."""
        part = next((r.target for r in self.relations.values() if r.kind == f"{kind}s" and not r.external), "")
        root = self._package.xml(part) if part else None
        if root is None:
            return {}
        tidy(root, self._seen)
        return {n.get(W + "id", ""): n for n in root.findall(W + kind) if n.get(W + "type", "normal") == "normal"}

    def _write_notes(self, kind: str) -> None:
        """Read the notes that wait; footnotes at the end of a section, where they part neither sentences nor lists."""
        keys, self._waiting[kind] = self._waiting[kind], []
        for key in keys:
            if (note := self._notes[kind].pop(key, None)) is not None:
                self._note(note)

    def _note(self, note: etree._Element) -> None:
        first = len(self.items)
        self.blocks(note)
        for item in self.items[first:]:
            if item.kind is BlockKind.HEADING:
                item.kind, item.level, item.guessed = BlockKind.PARAGRAPH, 0, False

    # --- tables -----------------------------------------------------------------------------------

    def _table(self, node: etree._Element) -> None:
        for row in docx_table.hidden_rows(node):
            self._seen["hidden"] += docx_table.words(row)
        rows = docx_table.rows(node)
        layout = docx_table.is_layout(rows) or any(
            self._is_heading(p) for r in rows for c in r for p in c.iter(W + "p")
        )
        self._tables += 1
        number_of_table, backed, self._backed = self._tables, self._backed, True
        for index, cells in enumerate(rows):
            if layout or any(child(cell, "tbl") is not None for cell in cells):
                for cell in cells:
                    self.blocks(cell)
            elif cells:
                self._row(cells, number_of_table, first=index == 0 and len(rows) > 1)
        self._backed = backed

    def _row(self, row: list[etree._Element], table: int, *, first: bool) -> None:
        lines = [self._cell(cell) for cell in row]
        texts = [line.text for line in lines]
        header = docx_table.is_header(row, texts, first=first, bold=all(line.bold for line in lines))
        columns = docx_table.columns(row)
        self.items.append(Item(BlockKind.TABLE_ROW, cells=texts, columns=columns, table=table, header=header))
        for line in lines:
            self._anchored(line)

    def _cell(self, cell: etree._Element) -> Line:
        """All paragraphs of a cell as one line."""
        whole = Line()
        for paragraph in cell.findall(W + "p"):
            line = self.line(paragraph)
            whole.text += line.text + ("" if paragraph.get(JOINS) else "\n")
            whole.bold &= line.bold
            whole.boxes += line.boxes
            whole.notes += line.notes
            whole.diagrams += line.diagrams
        return whole

    def _is_heading(self, paragraph: etree._Element) -> bool:
        outline = self._styles.paragraph(child(paragraph, "pPr")).outline
        return outline is not None and docx_table.words(paragraph) > 0


def _has_backdrop(root: etree._Element) -> bool:
    """Whether a picture lies behind the text, on which white letters can be seen."""
    return any(node.get("behindDoc") == "1" for node in root.iter("{*}anchor"))
