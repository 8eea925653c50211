"""How the cells of an Excel workbook look: their number format, their type, and whether they can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplychain_check.readers.number_format import BUILT_IN, GENERAL
from supplychain_check.readers.package import Package

if TYPE_CHECKING:
    from lxml import etree

_WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})
_WHITE_INDEX = frozenset({"1", "9"})
_WHITE_THEME = "0"


@dataclass(frozen=True)
class Style:
    """A style of cells.

    Attributes:
        code: the number format.
        bold: whether the type is bold.
        size: of the type, in points.
        unseen: whether the type is white on white.
    """

    code: str = GENERAL
    bold: bool = False
    size: float = 0.0
    unseen: bool = False


@dataclass(frozen=True)
class _Font:
    bold: bool
    size: float
    white: bool


def styles_of(package: Package, part: str) -> tuple[Style, ...]:
    """Return the styles of a workbook, in the order in which its cells name them."""
    root = package.xml(part)
    if root is None:
        return ()
    codes = dict(BUILT_IN)
    for node in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[_number(node.get("numFmtId"))] = node.get("formatCode", GENERAL)
    fonts = [_font(node) for node in root.iterfind("{*}fonts/{*}font")]
    fills = [_is_coloured(node) for node in root.iterfind("{*}fills/{*}fill")]
    return tuple(_style(node, codes, fonts, fills) for node in root.iterfind("{*}cellXfs/{*}xf"))


def _style(node: etree._Element, codes: dict[int, str], fonts: list[_Font], fills: list[bool]) -> Style:
    font_id, fill_id = _number(node.get("fontId")), _number(node.get("fillId"))
    font = fonts[font_id] if 0 <= font_id < len(fonts) else _Font(False, 0.0, False)
    filled = 0 <= fill_id < len(fills) and fills[fill_id]
    code = codes.get(_number(node.get("numFmtId")), GENERAL)
    return Style(code, font.bold, font.size, font.white and not filled)


def _font(node: etree._Element) -> _Font:
    bold, size, colour = node.find("{*}b"), node.find("{*}sz"), node.find("{*}color")
    return _Font(
        bold is not None and bold.get("val", "1") not in {"0", "false"},
        _float(size.get("val")) if size is not None else 0.0,
        colour is not None and _is_white(colour),
    )


def _is_coloured(node: etree._Element) -> bool:
    """Whether a fill is of another colour than white; pictures and gradients count as coloured."""
    pattern = node.find("{*}patternFill")
    if pattern is None:
        return len(node) > 0
    if pattern.get("patternType", "none") == "none":
        return False
    colour = pattern.find("{*}fgColor")
    return colour is None or not _is_white(colour)


def _is_white(colour: etree._Element) -> bool:
    if colour.get("tint") not in {None, "0"}:
        return False
    return (
        colour.get("rgb", "").upper() in _WHITE
        or colour.get("theme") == _WHITE_THEME
        or colour.get("indexed") in _WHITE_INDEX
    )


def _number(text: str | None) -> int:
    return int(_float(text))


def _float(text: str | None) -> float:
    """A number; 0 where it makes no sense."""
    try:
        number = float(text or "0")
    except ValueError:
        return 0.0
    return number if abs(number) < 1e9 else 0.0
