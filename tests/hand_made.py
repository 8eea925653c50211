"""Documents written by hand: each line a block, "# " a heading, "- " a list item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from supplychain_check.analyse.formalities import formalities
from supplychain_check.analyse.identity import identify
from supplychain_check.analyse.laws import Laws, load_laws
from supplychain_check.models import (
    Block,
    BlockKind,
    Document,
    Formality,
    Identity,
    Segment,
    SegmentKind,
    Warn,
)
from supplychain_check.segment import segment

_KINDS = {"# ": BlockKind.HEADING, "- ": BlockKind.LIST_ITEM}


def document(text: str, title: str = "") -> Document:
    """A document of the lines of `text`, with that title in its metadata."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        kind = _KINDS.get(line[:2], BlockKind.PARAGRAPH)
        content = line if kind is BlockKind.PARAGRAPH else line[2:]
        level = 1 if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind=kind, start=at, end=at + len(content), level=level))
        parts.append(content)
        at += len(content) + 2
    return Document(
        name="made.txt",
        path="made.txt",
        sha256="0" * 64,
        media_type="text/plain",
        reader="hand",
        text="\n\n".join(parts),
        blocks=tuple(blocks),
        metadata={"title": title} if title else {},
    )


def sentences(texts: Iterable[str]) -> tuple[Document, tuple[Segment, ...]]:
    """A document whose sentences are given, as labelled collections have them."""
    text, segments = "", []
    for index, sentence in enumerate(texts):
        words = " ".join(sentence.split())
        end = len(text) + len(words)
        segments.append(Segment(index=index, kind=SegmentKind.SENTENCE, start=len(text), end=end, text=words))
        text += words + "\n"
    return document("").model_copy(update={"text": text}), tuple(segments)


def plain(text: str) -> tuple[Document, tuple[Segment, ...]]:
    """A rough split of a raw text into headings and sentences, for texts that no reader has read."""
    segments: list[Segment] = []
    for paragraph in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text):
        for start, end in _joined(text, *paragraph.span()):
            for found in re.finditer(r"\S.*?(?:[.!?](?=\s+[A-Z\"“])|$)", text[start:end], re.DOTALL):
                words = " ".join(found.group().split())
                whole = found.span() == (0, end - start)
                short = whole and len(words.split()) < 12 and words[-1] not in ".,;"
                kind = SegmentKind.HEADING if short else SegmentKind.SENTENCE
                span = {"start": start + found.start(), "end": start + found.end()}
                segments.append(Segment(index=len(segments), kind=kind, text=words, **span))
    return document("").model_copy(update={"text": text}), tuple(segments)


def _joined(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Lines, joined where the first is long or the next begins small, since they were broken to fit a page."""
    spans: list[tuple[int, int]] = []
    long = False
    for line in re.finditer(r"[^\n]+", text[start:end]):
        at = (start + line.start(), start + line.end())
        if spans and (long or line.group()[0].islower()):
            at = (spans.pop()[0], at[1])
        spans.append(at)
        long = len(line.group()) > 60
    return spans


@cache
def laws() -> Laws:
    """The acts that come with the tool."""
    return load_laws()


def who(text: str, title: str = "") -> Identity:
    """The identity of a document made from `text`."""
    made = document(text, title)
    return identify(made, segment(made), laws())


def shown(text: str, title: str = "") -> tuple[dict[str, Formality], dict[str, Warn]]:
    """Formalities and warnings of a document made from `text`, by id and code."""
    made = document(text, title)
    parts = segment(made)
    found, warnings = formalities(made, parts, identify(made, parts, laws()), laws())
    return {f.id: f for f in found}, {w.code: w for w in warnings}
