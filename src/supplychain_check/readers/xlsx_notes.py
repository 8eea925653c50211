"""Notes on the cells of an Excel sheet: those of old, and the threads of comments that took their place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from supplychain_check.readers.builder import clean
from supplychain_check.readers.package import Package
from supplychain_check.readers.spreadsheet import Allowance

_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_COPY = "tc="
"""How the author of a note is named that only repeats a thread for programs that know no threads."""


def notes_of(package: Package, sheet: str, people: Mapping[str, str], allowance: Allowance) -> dict[str, str]:
    """Return the notes on a sheet by the address of their cell; of a thread, all that was said, in order.

    Args:
        package: the workbook.
        sheet: name of the part of the sheet.
        people: names by id, as `people_of` returns them.
        allowance: what may still be read.

    Raises:
        InputProblem: a part is damaged, or the limits are exceeded.
    """
    found: dict[str, str] = {}
    relations = [one for one in package.relations(sheet).values() if not one.external]
    for relation in relations:
        if relation.kind == "comments":
            found |= {cell: allowance.take(text) for cell, text in _plain(package, relation.target)}
    for relation in relations:
        if relation.kind == "threadedComment":
            found |= _threads(package, relation.target, people, allowance)
    return found


def people_of(package: Package, part: str) -> dict[str, str]:
    """Return the names of those who wrote in threads, by their ids."""
    return {node.get("id", ""): node.get("displayName", "") for node in package.stream(part, "person")}


def _plain(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Notes without a thread; Excel writes the name of the author over each, which is left out."""
    authors: list[str] = []
    for node in package.stream(part, "author", "comment"):
        if str(node.tag).endswith("}author"):
            authors.append(clean(node.text or ""))
            continue
        number = node.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number[:9]) < len(authors) else ""
        text = clean(" ".join("".join(t.text or "" for t in node.iter("{*}t")).split()))
        if author and text.startswith(f"{author}:"):
            text = text[len(author) + 1 :].strip()
        if text and _CELL.fullmatch(node.get("ref", "")) and not author.startswith(_COPY):
            yield node.get("ref", ""), text


def _threads(package: Package, part: str, people: Mapping[str, str], allowance: Allowance) -> dict[str, str]:
    """Comments by cell; where several people wrote, each by name, so that nobody's words pass for another's."""
    said: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for node in package.stream(part, "threadedComment"):
        text = clean(allowance.take(" ".join((node.findtext("{*}text") or "").split())))
        if text and _CELL.fullmatch(node.get("ref", "")):
            said[node.get("ref", "")].append((people.get(node.get("personId", ""), ""), text))
    return {cell: _thread(words) for cell, words in said.items()}


def _thread(words: list[tuple[str, str]]) -> str:
    several = len({name for name, _ in words}) > 1
    return " ".join(f"{name or 'Somebody'}: {text}" if several else text for name, text in words)
