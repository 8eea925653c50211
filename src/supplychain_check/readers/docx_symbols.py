"""Letters of symbol fonts, in which Word keeps ticks, boxes and bullets, as characters that mean the same."""

from __future__ import annotations

import re

CHECKED, UNCHECKED = "☒", "☐"

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: UNCHECKED, 0x70: UNCHECKED, 0x71: UNCHECKED, 0x72: UNCHECKED,
    0x75: "◆", 0x76: "❖", 0x78: CHECKED, 0x9F: "•", 0xA7: "▪", 0xA8: UNCHECKED, 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: CHECKED, 0xFE: CHECKED,
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: CHECKED, 0x52: CHECKED, 0x53: CHECKED, 0x54: CHECKED, 0x97: "•", 0x98: "•",
    0xA2: "■", 0xA3: UNCHECKED, 0x2A: UNCHECKED,
}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xBC: "…",
    0xAC: "←", 0xAE: "→", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xE2: "®", 0xE3: "©", 0xE4: "™", 0x6D: "μ",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_UNKNOWN = "•"
_PRIVATE = re.compile("[\uf000-\uf0ff]")


def symbol(font: str, code: str) -> str:
    """Return the character that a symbol shows.

    Args:
        font: name of its font.
        code: its number in hexadecimal, often moved to the private area from F000.
    """
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= point <= 0xF0FF:
        point -= 0xF000
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(point, chr(point) if font.lower() == "symbol" and point < 0x40 else _UNKNOWN)
    return chr(point) if 0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000 else ""


def plain(text: str, font: str) -> str:
    """Return text whose letters are symbols, by their font or their place in the private area, as characters."""
    if font.lower() in _FONTS:
        return "".join(c if c.isspace() else symbol(font, f"{ord(c):x}") for c in text)
    return _PRIVATE.sub(lambda found: symbol("wingdings", f"{ord(found[0]):x}"), text)
