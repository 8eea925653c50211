"""In which line of a TOML file a key stands. Python's own reader keeps no positions; tree-sitter's grammar does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

Key = tuple[str | int, ...]
"""A path of keys and of places in lists, counted from 0."""


def lines(text: str) -> dict[Key, int]:
    """The line, from 1, of every key and list entry of a TOML text; of broken text, what can be made out."""
    # only where there are mistakes to report
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node
    found: dict[Key, int] = {}
    for key, line in _table(root, (), {}):
        found.setdefault(key, line)
    return found


def line_of(key: Key, known: dict[Key, int]) -> int | None:
    """The line of a key, or of the nearest table around it; None where neither is known."""
    while key and key not in known:
        key = key[:-1]
    return known.get(key)


def _table(node: Node, above: Key, counts: dict[Key, int]) -> Iterator[tuple[Key, int]]:
    """Keys of a table, and of those that it holds. `counts` has the entries so far of each list of tables."""
    for child in node.named_children:
        line = child.start_point[0] + 1
        if child.type == "pair" and len(parts := _without_comments(child)) == 2:
            name, value = parts
            yield from _value(value, above + _names(name), line)
        elif child.type in {"table", "table_array_element"} and child.named_children:
            key = _open(_names(child.named_children[0]), counts, entry=child.type == "table_array_element")
            yield key[:-1] if isinstance(key[-1], int) else key, line
            yield key, line
            yield from _table(child, key, counts)


def _value(node: Node, key: Key, line: int) -> Iterator[tuple[Key, int]]:
    yield key, line
    if node.type == "inline_table":
        yield from _table(node, key, {})
    if node.type == "array":
        for place, child in enumerate(_without_comments(node)):
            yield from _value(child, (*key, place), child.start_point[0] + 1)


def _without_comments(node: Node) -> list[Node]:
    """The parts of a node; a comment behind a value on its line is a part in the grammar, too."""
    return [child for child in node.named_children if child.type != "comment"]


def _open(names: Key, counts: dict[Key, int], *, entry: bool) -> Key:
    """The path of a table under its header: names of lists of tables mean their latest entry."""
    path: Key = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    if not entry:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _names(node: Node) -> Key:
    if node.type == "dotted_key":
        return tuple(name for child in node.named_children for name in _names(child))
    text = (node.text or b"").decode()
    return (text.strip("\"'") if node.type == "quoted_key" else text,)
