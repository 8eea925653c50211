"""YAML: the same as JSON, by way of the parser of PyYAML alone.

Its loader is not used: it makes false of "no" and a number of "1.10", forgets the first of two values of the same
name, and follows references however often they multiply. Here every value stays as written, names given twice are
told, tags mean nothing, and references are counted before they are followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from supplychain_check.errors import InputProblem
from supplychain_check.readers.builder import Draft
from supplychain_check.readers.data import (
    MAX_DATA_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    Mapping,
    Node,
    Scalar,
    damaged,
    draft_of,
    too_deep,
    too_large,
)
from supplychain_check.readers.encoding import decode, looks_like_text

NAME = "YAML"
MEDIA_TYPES = ("application/yaml",)
EXTENSIONS = (".yaml", ".yml")

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_MERGE = "<<"


def sniff(data: bytes, name: str) -> bool:
    """Whether this is text that is named as YAML: nearly any text could be YAML."""
    return name.lower().endswith(EXTENSIONS) and looks_like_text(data)


def read(data: bytes, name: str) -> Draft:
    """Read the values of all documents of the file, each as written.

    Raises:
        InputProblem: it is not sound, or larger, deeper or more repetitive than the limits.
    """
    import yaml

    if len(data) > MAX_DATA_BYTES:
        raise too_large(name)
    try:
        roots = _Composer(name).run(_events(decode(data)))
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise damaged(name, "YAML", mark.line + 1 if mark is not None else None) from problem
    except RecursionError as problem:
        raise too_deep(name) from problem
    return draft_of(roots, name)


def _events(source: str) -> Iterator[Any]:
    import yaml

    # the parser in C is ten times as fast, but is not built everywhere
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(source.replace("\0", "").lstrip("\ufeff"), Loader=loader)


@dataclass(frozen=True)
class _Sized:
    """A value with how many values it holds and how deep they go, references followed."""

    node: Node
    size: int = 1
    height: int = 1


@dataclass
class _Open:
    """A list or mapping that is being read."""

    mapping: bool
    anchor: str | None
    parts: list[_Sized] = field(default_factory=list)


class _Composer:
    """Puts the values together that the parser finds, without recursion."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[_Open] = []
        self._anchors: dict[str, _Sized] = {}
        self._roots: list[Node] = []

    def run(self, events: Iterator[Any]) -> list[Node]:
        """Return the value of each document in the file."""
        import yaml

        for event in events:
            if isinstance(event, yaml.CollectionStartEvent):
                if len(self._open) > MAX_DEPTH:
                    raise too_deep(self._name)
                self._open.append(_Open(isinstance(event, yaml.MappingStartEvent), event.anchor))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.ScalarEvent):
                self._put(_Sized(_scalar(event)), event.anchor)
            elif isinstance(event, yaml.AliasEvent):
                self._put(self._meant(event), None)
        return self._roots

    def _meant(self, event: Any) -> _Sized:
        found = self._anchors.get(event.anchor)
        if found is None:
            # a value that refers to itself, or to nothing
            raise _unknown(self._name, event)
        return found

    def _close(self) -> None:
        done = self._open.pop()
        size = 1 + sum(part.size for part in done.parts)
        height = 1 + max((part.height for part in done.parts), default=0)
        nodes = [part.node for part in done.parts]
        self._put(_Sized(_mapping(nodes) if done.mapping else tuple(nodes), size, height), done.anchor)

    def _put(self, value: _Sized, anchor: str | None) -> None:
        if value.size > MAX_NODES or value.height > MAX_DEPTH:
            raise too_deep(self._name)
        if anchor is not None:
            self._anchors[anchor] = value
        if self._open:
            self._open[-1].parts.append(value)
        else:
            self._roots.append(value.node)


def _scalar(event: Any) -> Scalar:
    plain = not event.style
    return Scalar("" if plain and event.value in _NOTHING else event.value, event.start_mark.line + 1)


def _mapping(nodes: list[Node]) -> Mapping:
    """Names and values by turns; what is merged into the mapping stands in it."""
    pairs: list[tuple[str, Node]] = []
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        name = key.text if isinstance(key, Scalar) else ""
        if name == _MERGE and isinstance(value, Mapping):
            pairs.extend(value.pairs)
        else:
            pairs.append((name, value))
    return Mapping(tuple(pairs))


def _unknown(name: str, event: Any) -> InputProblem:
    return damaged(name, "YAML (a reference to itself or to nothing)", event.start_mark.line + 1)
