"""What the styles and numberings of a Word document say of a paragraph: heading, list, look of its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from supplychain_check.readers.docx_xml import W, child, number, switch, value

if TYPE_CHECKING:
    from lxml import etree

BODY_LEVEL = 9
"""The outline level that stands for running text."""

_HEADING = re.compile(r"heading ([1-9])$")
_LIST = re.compile(r"list (?:bullet|number)(?: ([2-5]))?$")
_LONGEST_CHAIN = 20
_PAPER = frozenset({"", "auto", "FFFFFF", "ffffff"})


@dataclass(frozen=True)
class Look:
    """How letters look; None where nothing is said.

    Attributes:
        size: in points.
        white: whether they have the colour of paper.
        shaded: whether there is a colour behind them.
    """

    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    white: bool | None = None
    shaded: bool | None = None
    font: str | None = None

    def over(self, base: Look) -> Look:
        """Return this look, with what it leaves open taken from `base`."""
        said = {f.name: own for f in fields(self) if (own := getattr(self, f.name)) is not None}
        return replace(base, **said) if said else base

    def unseen(self) -> bool:
        """Whether nobody sees the letters on white paper."""
        return bool(self.hidden) or (self.size is not None and self.size <= 2)


@dataclass(frozen=True)
class Style:
    """What a paragraph style says, with what it takes from the styles it is based on.

    Attributes:
        name: in small letters; Word keeps the English names of its own styles in every language.
        outline: level of a heading from 0; None if it is no heading.
        numbering: number and level of the list that it makes a part of; None if it makes none.
    """

    name: str = ""
    outline: int | None = None
    numbering: tuple[str, int] | None = None
    look: Look = Look()


def look_of(properties: etree._Element | None) -> Look:
    """Return what properties of a run say of the look of its letters."""
    if properties is None or not len(properties):
        return Look()
    color, size = child(properties, "color"), number(value(properties, "sz"))
    fonts = child(properties, "rFonts")
    return Look(
        bold=switch(properties, "b"),
        hidden=switch(properties, "vanish"),
        size=None if size is None else size / 2,
        white=None if color is None else color.get(W + "val", "").upper() == "FFFFFF",
        shaded=shaded(properties),
        font=None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi"),
    )


def shaded(properties: etree._Element | None) -> bool | None:
    """Return whether properties put a colour behind letters; None where they say nothing."""
    shade, marker = child(properties, "shd"), value(properties, "highlight")
    if marker:
        return marker not in {"none", "white"}
    return None if shade is None else shade.get(W + "fill", "") not in _PAPER


class Styles:
    """The styles and numberings of one document.

    Args:
        styles: root of the part with the styles, or None.
        numbering: root of the part with the numberings, or None.
    """

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._nodes = {} if styles is None else {s.get(W + "styleId", ""): s for s in styles.iter(W + "style")}
        self._known: dict[str, Style] = {}
        self._formats = _formats(numbering)
        self._base = look_of(child(styles, "docDefaults", "rPrDefault", "rPr"))
        usual = (k for k, s in self._nodes.items() if s.get(W + "type") == "paragraph" and s.get(W + "default") == "1")
        self._usual = next(usual, "")

    @property
    def usual(self) -> Style:
        """The style of paragraphs that name none."""
        return self.style(self._usual)

    def paragraph(self, properties: etree._Element | None) -> Style:
        """Return the style of a paragraph with these properties."""
        return self.style(value(properties, "pStyle") or self._usual)

    def character(self, properties: etree._Element | None) -> Look:
        """Return the look that the character style of a run gives it."""
        name = value(properties, "rStyle")
        return self._chain(name)[1] if name else Look()

    def style(self, name: str) -> Style:
        """Return the paragraph style of this id; a plain one if there is none."""
        if name not in self._known:
            style, look = self._chain(name)
            self._known[name] = replace(style, look=look.over(self._base))
        return self._known[name]

    def numbering(self, properties: etree._Element | None, style: Style) -> tuple[str, int] | None:
        """Return format ("bullet", "decimal" ...) and level from 0 of a list item; None if it is none."""
        own = child(properties, "numPr")
        given, level = style.numbering or ("", 0)
        given = value(own, "numId") or given
        level = number(value(own, "ilvl")) or (0 if child(own, "ilvl") is not None else level)
        if given in {"", "0"}:
            found = _LIST.match(style.name)
            return ("bullet", int(found[1] or 1) - 1) if found and not given else None
        kind = self._formats.get((given, level), "decimal")
        return None if kind == "none" else (kind, level)

    def _chain(self, name: str) -> tuple[Style, Look]:
        """A style with all it is based on, and the look that the chain gives, without the document's defaults."""
        nodes: list[etree._Element] = []
        while name in self._nodes and len(nodes) < _LONGEST_CHAIN:
            nodes.append(self._nodes[name])
            name = value(nodes[-1], "basedOn")
        style, look = _unknown(name) if not nodes else Style(), Look()
        for node in reversed(nodes):
            style, look = _add(style, node), _look(node).over(look)
        return style, look


def _unknown(identifier: str) -> Style:
    """A style that is named but described nowhere; the ids of Word's own styles are their names without blanks."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", identifier).lower()
    heading = _HEADING.match(name)
    return Style(name, int(heading[1]) - 1 if heading else None)


def _look(node: etree._Element) -> Look:
    look = look_of(child(node, "rPr"))
    behind = shaded(child(node, "pPr"))
    return look if behind is None else replace(look, shaded=behind)


def _add(base: Style, node: etree._Element) -> Style:
    """A style that stands on another one."""
    name = value(node, "name").lower()
    outline = number(value(node, "pPr", "outlineLvl"))
    if outline is None and (found := _HEADING.match(name)):
        outline = int(found[1]) - 1
    if outline is None:
        outline = base.outline
    numbering = base.numbering
    if (own := child(node, "pPr", "numPr")) is not None:
        given = value(own, "numId") or (numbering[0] if numbering else "")
        numbering = (given, number(value(own, "ilvl")) or 0)
    return Style(name or base.name, None if outline == BODY_LEVEL else outline, numbering)


def _formats(root: etree._Element | None) -> dict[tuple[str, int], str]:
    """Format of every level of every list."""
    if root is None:
        return {}
    abstract = {a.get(W + "abstractNumId", ""): _levels(a) for a in root.findall(W + "abstractNum")}
    found: dict[tuple[str, int], str] = {}
    for node in root.findall(W + "num"):
        levels = dict(abstract.get(value(node, "abstractNumId"), {}))
        for override in node.findall(W + "lvlOverride"):
            levels.update(_levels(override))
        found.update({(node.get(W + "numId", ""), level): kind for level, kind in levels.items()})
    return found


def _levels(node: etree._Element) -> dict[int, str]:
    return {number(one.get(W + "ilvl", "")) or 0: value(one, "numFmt") for one in node.findall(W + "lvl")}
