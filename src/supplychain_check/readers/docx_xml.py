"""The names and small questions that all parts of a Word document share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_OFF = frozenset({"0", "false", "off", "none"})


def child(node: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the element at the end of a path of names of WordprocessingML; None where it breaks off."""
    for name in names:
        if node is None:
            return None
        node = node.find(W + name)
    return node


def value(node: etree._Element | None, *names: str) -> str:
    """Return the value of the element at the end of a path, or ""."""
    found = child(node, *names)
    return found.get(W + "val", "") if found is not None else ""


def switch(node: etree._Element | None, name: str) -> bool | None:
    """Return whether a property is on; None where nothing is said of it."""
    found = child(node, name)
    return None if found is None else found.get(W + "val", "1") not in _OFF


def number(text: str) -> int | None:
    """Return a whole number written in a file; None if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
