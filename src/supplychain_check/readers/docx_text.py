"""The text of one Word paragraph: runs, fields, symbols, and what is anchored in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from supplychain_check.readers.docx_styles import Look, Style, Styles, look_of
from supplychain_check.readers.docx_symbols import CHECKED, UNCHECKED, plain, symbol
from supplychain_check.readers.docx_xml import DIAGRAM, MATH, R, W, child, number, switch, value

if TYPE_CHECKING:
    from lxml import etree

_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_BODY_SIZE = 11.0


@dataclass
class Line:
    """A paragraph as read.

    Attributes:
        text: with a line feed for every break inside it.
        bold: whether all of its letters are bold.
        size: size of its smallest letters, in points.
        boxes: contents of the text boxes anchored in it.
        notes: kind ("footnote" or "endnote") and id of the notes it refers to.
        diagrams: ids of the relations to the diagrams anchored in it.
        pictures: how many pictures are anchored in it.
    """

    text: str = ""
    bold: bool = True
    size: float = 0.0
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    pictures: int = 0


class LineReader:
    """Reads one paragraph.

    Args:
        styles: the styles of the document.
        style: the style of the paragraph.
        seen: takes the number of words that nobody sees.
        backed: whether something may lie behind the letters, so that white ones can be seen.
    """

    def __init__(self, styles: Styles, style: Style, seen: Counter[str], *, backed: bool) -> None:
        self._styles = styles
        self._style = style
        self._seen = seen
        self._backed = backed
        self._line = Line()
        self._parts: list[str] = []
        self._fields: list[bool] = []
        self._takers: dict[str, Callable[[etree._Element], None]] = {
            W + "footnoteReference": self._note,
            W + "endnoteReference": self._note,
            W + "fldChar": self._field,
            W + "drawing": self._drawing,
            W + "pict": self._drawing,
            W + "object": self._drawing,
        }

    def read(self, paragraph: etree._Element) -> Line:
        """Return what the paragraph says and shows."""
        for node in paragraph:
            if node.tag == W + "r":
                self._run(node)
            elif node.tag in {MATH + "oMath", MATH + "oMathPara"}:
                self._parts.extend(t.text or "" for t in node.iter(MATH + "t"))
        self._line.text = "".join(self._parts)
        return self._line

    def _run(self, run: etree._Element) -> None:
        look = self._look(run)
        for node in run:
            if (text := self._text(node, look)) is not None:
                self._take(text, look)
            elif node.tag in self._takers:
                self._takers[node.tag](node)

    def _look(self, run: etree._Element) -> Look:
        properties = child(run, "rPr")
        if properties is None:
            return self._style.look
        return look_of(properties).over(self._styles.character(properties)).over(self._style.look)

    def _text(self, node: etree._Element, look: Look) -> str | None:
        """What a part of a run shows as text; None for what is no text."""
        if node.tag == W + "t":
            return plain(node.text or "", look.font or "")
        if node.tag == W + "sym":
            return symbol(node.get(W + "font", ""), node.get(W + "char", ""))
        if node.tag == W + "br":
            return "\n" if node.get(W + "type", "textWrapping") == "textWrapping" else " "
        return _CHARACTERS.get(node.tag)

    def _take(self, text: str, look: Look) -> None:
        if any(self._fields):
            return
        if unseen := self._unseen(look):
            self._seen[unseen] += len(text.split())
            return
        self._parts.append(text)
        if text.strip():
            self._line.bold &= bool(look.bold)
            size = look.size or _BODY_SIZE
            self._line.size = min(size, self._line.size or size)

    def _unseen(self, look: Look) -> str:
        """Why nobody sees letters of this look, or ""."""
        if look.unseen():
            return "hidden"
        return "white" if look.white and not look.shaded and not self._backed else ""

    def _note(self, node: etree._Element) -> None:
        kind = "footnote" if node.tag == W + "footnoteReference" else "endnote"
        self._line.notes.append((kind, node.get(W + "id", "")))

    def _field(self, node: etree._Element) -> None:
        """Between the beginning of a field and its separator stands its code, which is no text."""
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            if shown := _form(child(node, "ffData")):
                self._take(shown, self._style.look)
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _drawing(self, node: etree._Element) -> None:
        self._line.boxes.extend(outermost(node, W + "txbxContent"))
        self._line.diagrams.extend(d.get(R + "dm", "") for d in node.iter(DIAGRAM + "relIds"))
        self._line.pictures += sum(1 for n in node.iter("{*}blip", "{*}imagedata"))


def usual_look(root: etree._Element, base: Look) -> tuple[float, bool]:
    """Return in which size, and whether in bold, most of the letters of a part are set.

    Args:
        root: the part.
        base: how letters look of which nothing is said.
    """
    looks: Counter[tuple[float, bool]] = Counter()
    for run in root.iter(W + "r"):
        look = look_of(child(run, "rPr")).over(base)
        looks[look.size or _BODY_SIZE, bool(look.bold)] += sum(len(t.text or "") for t in run.iterchildren(W + "t"))
    return max(looks, key=lambda key: looks[key], default=(base.size or _BODY_SIZE, bool(base.bold)))


def outermost(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of this name that stand in no other one below `node`."""
    for found in node.iter(tag):
        above = next((a for a in found.iterancestors() if a is node or a.tag == tag), None)
        if above is node:
            yield found


def _form(data: etree._Element | None) -> str:
    """What an old form field shows that is not in its result: a check box or a list to choose from."""
    box, choice = child(data, "checkBox"), child(data, "ddList")
    if box is not None:
        state = switch(box, "checked")
        return CHECKED if (switch(box, "default") if state is None else state) else UNCHECKED
    if choice is None:
        return ""
    entries = [e.get(W + "val", "") for e in choice.findall(W + "listEntry")]
    chosen = number(value(choice, "result") or value(choice, "default")) or 0
    return entries[chosen] if chosen < len(entries) else ""
