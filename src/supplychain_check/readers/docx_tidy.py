"""Makes the XML of a Word part plain before it is read: changes accepted, forms filled in, wrappers taken off."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from supplychain_check.readers.docx_symbols import CHECKED, UNCHECKED
from supplychain_check.readers.docx_xml import MC, W14, W, child

if TYPE_CHECKING:
    from lxml import etree

JOINS = "joins"
"""Attribute of a paragraph whose end was deleted: it goes on in the next one."""

_GONE = tuple(
    W + name
    for name in "del moveFrom delText delInstrText sdtPr sdtEndPr customXmlPr smartTagPr rt rubyPr commentReference"
    " annotationRef proofErr pPrChange rPrChange tblPrChange trPrChange tcPrChange sectPrChange numberingChange".split()
)
_WRAPPERS = (
    *(W + name for name in "ins moveTo sdt sdtContent customXml smartTag hyperlink fldSimple bdo dir".split()),
    *(W + name for name in "ruby rubyBase".split()),
    *(MC + name for name in ("AlternateContent", "Choice", "Fallback")),
)


def tidy(root: etree._Element, seen: Counter[str]) -> None:
    """Change a part so that paragraphs hold runs and tables hold rows, and what is not to be read is gone.

    Args:
        root: the part.
        seen: takes the number of insertions, deletions, comments and empty fields.
    """
    from lxml import etree

    _choose(root)
    for field in root.iter(W + "sdt"):
        _fill(field, seen)
    _count(root, seen)
    _delete_rows(root)
    for mark in (*root.iter(W + "del"), *root.iter(W + "moveFrom")):
        if (paragraph := _ended_by(mark)) is not None:
            paragraph.set(JOINS, "1")
    etree.strip_elements(root, *_GONE, with_tail=False)
    etree.strip_tags(root, *_WRAPPERS)


def _choose(root: etree._Element) -> None:
    """Keep one version of what is there several times: the first, unless only a later one has text."""
    for both in list(root.iter(MC + "AlternateContent")):
        versions = list(both)
        kept = next((v for v in versions if next(v.iter(W + "t"), None) is not None), None)
        for version in versions:
            if kept is not None and version is not kept:
                both.remove(version)


def _fill(field: etree._Element, seen: Counter[str]) -> None:
    """Put the state of a check box in its place, and empty a field that shows only what to enter."""
    properties, content = child(field, "sdtPr"), child(field, "sdtContent")
    if properties is None or content is None:
        return
    box = properties.find(W14 + "checkbox")
    if box is not None:
        checked = box.find(W14 + "checked")
        on = checked is not None and checked.get(W14 + "val", "1") in {"1", "true", "on"}
        _replace(content, CHECKED if on else UNCHECKED)
    elif child(properties, "showingPlcHdr") is not None:
        seen["unfilled"] += 1
        _replace(content, "")


def _replace(content: etree._Element, text: str) -> None:
    """Make `text` all that the content of a field shows."""
    for node in list(content.iter(W + "t", W + "sym")):
        node.tag, node.text, text = W + "t", text, ""


def _count(root: etree._Element, seen: Counter[str]) -> None:
    for name in ("ins", "moveTo"):
        seen["insertions"] += sum(1 for _ in root.iter(W + name))
    for name in ("del", "moveFrom", "cellDel"):
        seen["deletions"] += sum(1 for _ in root.iter(W + name))
    seen["comments"] += sum(1 for _ in root.iter(W + "commentReference"))


def _delete_rows(root: etree._Element) -> None:
    for row in list(root.iter(W + "tr")):
        if child(row, "trPr", "del") is not None:
            _drop(row)
    for cell in list(root.iter(W + "tc")):
        if child(cell, "tcPr", "cellDel") is not None:
            _drop(cell)


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _ended_by(mark: etree._Element) -> etree._Element | None:
    """The paragraph whose end this mark deletes; None for a mark around runs."""
    looks = mark.getparent()
    properties = looks.getparent() if looks is not None and looks.tag == W + "rPr" else None
    return properties.getparent() if properties is not None and properties.tag == W + "pPr" else None
