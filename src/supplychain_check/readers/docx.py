"""Word documents (DOCX, DOCM), by a walk over their XML: whatever a reader of the page sees, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, UnreadableReason
from supplychain_check.readers.builder import Builder, Draft, clean
from supplychain_check.readers.docx_notices import notices
from supplychain_check.readers.docx_styles import Styles
from supplychain_check.readers.docx_walk import Item, Walk
from supplychain_check.readers.docx_xml import R, W
from supplychain_check.readers.package import Package

if TYPE_CHECKING:
    from lxml import etree

NAME = "Word (DOCX)"
MEDIA_TYPES = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)
EXTENSIONS = (".docx", ".docm", ".dotx", ".dotm")

_CORE = "docProps/core.xml"
_FIELDS = {"title": "title", "creator": "author", "subject": "subject", "created": "created", "modified": "modified"}
_FULL_STOP = re.compile(r"[.!?][\"'”’)\]]{0,2}$")


def sniff(data: bytes, name: str) -> bool:
    """Whether this is an Office package that holds a Word document, whole or damaged."""
    named = b"word/document.xml" in data or (b"[Content_Types].xml" in data and b"word/" in data)
    return named and data.startswith(b"PK\x03\x04")


def read(data: bytes, name: str) -> Draft:
    """Read a Word document as if all tracked changes were accepted.

    Raises:
        InputProblem: it is damaged, locked or over the limits, or holds pictures only.
    """
    package = Package(data, name, mend=True)
    pointers = package.relations().values()
    main = next((r.target for r in pointers if r.kind == "officeDocument" and not r.external), "word/document.xml")
    root = package.xml(main)
    if root is None or root.tag != f"{W}document":
        raise InputProblem(
            f"{name} is damaged: the part that holds its text is missing.",
            "Download it again, or open it in Word and save it anew or as PDF.",
            reason=UnreadableReason.DAMAGED,
        )
    return _Reading(package, main).draft(root, name)


class _Reading:
    """What the parts of one document share while it is read."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._relations = package.relations(main)
        self._seen: Counter[str] = Counter()
        self._styles = Styles(self._part("styles"), self._part("numbering"))

    def draft(self, root: etree._Element, name: str) -> Draft:
        items = Walk(self._package, self._main, self._styles, self._seen).run(root)
        _refuse_empty(items, self._seen, name)
        _set_levels(items)
        heads, feet = (list(self._running(root, kind)) for kind in ("header", "footer"))
        seen, kinds = self._seen, Counter(r.kind for r in self._relations.values())
        macros = any(part.endswith("vbaproject.bin") for part in self._package)
        found = notices(seen, kinds, macros=macros, mended=self._package.mended)
        return _written([*heads, *items, *feet], _metadata(self._package), found)

    def _part(self, kind: str) -> etree._Element | None:
        target = next((r.target for r in self._relations.values() if r.kind == kind and not r.external), "")
        return self._package.xml(target) if target else None

    def _running(self, root: etree._Element, kind: str) -> Iterator[Item]:
        """Headers or footers, each text once, wherever in the document they are used."""
        used = (self._relations.get(node.get(R + "id", "")) for node in root.iter(f"{W}{kind}Reference"))
        texts: dict[str, None] = {}
        for part in dict.fromkeys(pointer.target for pointer in used if pointer and not pointer.external):
            if (content := self._package.xml(part)) is not None:
                items = Walk(self._package, part, self._styles, self._seen).run(content)
                texts.update((clean(item.text or " ".join(item.cells)), None) for item in items)
        return (Item(BlockKind.FURNITURE, text) for text in texts if text)


def _refuse_empty(items: Sequence[Item], seen: Counter[str], name: str) -> None:
    """Say of a document without text where its text may be."""
    if items or not (seen["pictures"] or seen["chunks"]):
        return
    if seen["chunks"]:
        raise InputProblem(
            f"{name} keeps its text in an embedded file that only Word can open.",
            "Open it in Word and save it anew, or as PDF.",
            reason=UnreadableReason.NO_TEXT,
        )
    raise InputProblem(
        f"{name} holds pictures only ({seen['pictures']}), without text.",
        "Save it as PDF and have the text in the pictures recognised, or ask for the original document.",
        reason=UnreadableReason.NO_TEXT,
    )


def _set_levels(items: Sequence[Item]) -> None:
    """Put all headings below a title, and take names under the last sentence for a signature, not for headings."""
    for item in reversed(items):
        if item.guessed:
            item.kind, item.level = BlockKind.PARAGRAPH, 0
        elif item.kind is not BlockKind.PARAGRAPH or (_FULL_STOP.search(item.text) and len(item.text.split()) > 4):
            break
    headings = [item for item in items if item.kind is BlockKind.HEADING]
    titled = any(item.level == 0 for item in headings)
    for item in headings:
        item.level = min(6, item.level + titled)


def _written(items: Sequence[Item], metadata: dict[str, str], warnings: Sequence[str]) -> Draft:
    builder = Builder()
    for item in items:
        if item.kind is BlockKind.TABLE_ROW:
            builder.row(item.cells, table=item.table, header=item.header, columns=item.columns)
        else:
            builder.add(item.kind, item.text, level=item.level)
    return builder.build(metadata, warnings)


def _metadata(package: Package) -> dict[str, str]:
    root = package.xml(_CORE)
    if root is None:
        return {}
    named = ((node.tag.rsplit("}", 1)[-1], node.text or "") for node in root)
    return {_FIELDS[key]: text for key, text in named if key in _FIELDS}
