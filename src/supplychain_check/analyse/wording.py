"""Small tools that the modules about who, when and how share: word lists, places, quotes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from supplychain_check.models import Document, Segment, SegmentKind, Stated
from supplychain_check.phrases import PhraseSet, tokens


@cache
def word_list(name: str) -> dict[str, Any]:
    """The tables of ``data/NAME.toml``."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def phrase_set(name: str, table: str) -> PhraseSet:
    """The phrases of one table of a word list, compiled once; each key of the table names its phrases."""
    return PhraseSet(word_list(name)[table])


def cues(name: str, table: str, text: str) -> frozenset[str]:
    """Keys of the table of which a phrase stands in `text`."""
    return phrase_set(name, table).names(tokens(text))


def squash(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def stated(document: Document, start: int, end: int, value: str = "") -> Stated:
    """What stands at these offsets, without the white space around it; `value` defaults to that text."""
    raw = document.text[start:end]
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    text = document.text[start:end]
    return Stated(value=value or squash(text), text=text, start=start, end=end, page=document.page_at(start))


def place(segment: Segment, count: int) -> float:
    """How far down the document a segment stands, 0 to 1, where `count` is the number of segments."""
    return segment.index / max(count - 1, 1)


def is_heading(segment: Segment) -> bool:
    """Whether the segment is a heading."""
    return segment.kind is SegmentKind.HEADING
