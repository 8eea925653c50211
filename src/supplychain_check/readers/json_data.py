"""JSON: answers by question, records of question and answer, or any other data."""

from __future__ import annotations

import json
from typing import Any

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

NAME = "JSON"
MEDIA_TYPES = ("application/json",)
EXTENSIONS = (".json",)

_UNNAMED = 2 * 1024 * 1024
"""Largest file without the name of one that is tried."""


def sniff(data: bytes, name: str) -> bool:
    """Whether this starts as JSON does; without the name of such a file, whether all of it is JSON."""
    if not looks_like_text(data):
        return False
    head = decode(data[:256]).lstrip("\ufeff \t\r\n")
    if not head.startswith(("{", "[")):
        return False
    if name.lower().endswith(EXTENSIONS):
        return True
    try:
        return len(data) <= _UNNAMED and isinstance(_parsed(decode(data)), list | _Pairs)
    except (ValueError, RecursionError):
        return False


def read(data: bytes, name: str) -> Draft:
    """Read the values, each as written.

    Raises:
        InputProblem: it is not sound, or larger or deeper than the limits.
    """
    if len(data) > MAX_DATA_BYTES:
        raise too_large(name)
    try:
        found = _parsed(decode(data).replace("\0", ""))
    except json.JSONDecodeError as problem:
        raise damaged(name, "JSON", problem.lineno) from problem
    except RecursionError as problem:
        raise too_deep(name) from problem
    return draft_of([_Nodes(name).of(found, 0)], name)


class _Pairs(list[tuple[str, Any]]):
    """The members of an object, those of the same name too."""


def _parsed(source: str) -> Any:
    # numbers stay as written: nobody computes with them, and one of a million digits would take hours
    return json.loads(
        source.lstrip("\ufeff"), object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str
    )


class _Nodes:
    """Makes the values of `data` of what the parser gives, and counts them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def of(self, value: Any, depth: int) -> Node:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_NODES:
            raise too_deep(self._name)
        if isinstance(value, _Pairs):
            return Mapping(tuple((str(key), self.of(inner, depth + 1)) for key, inner in value))
        if isinstance(value, list):
            return tuple(self.of(inner, depth + 1) for inner in value)
        return Scalar(
            {True: "true", False: "false", None: ""}.get(value, value) if not isinstance(value, str) else value
        )
