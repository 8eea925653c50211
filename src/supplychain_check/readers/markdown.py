"""Markdown, by way of HTML, so that both formats give the same blocks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers.builder import Builder, Draft
from supplychain_check.readers.encoding import decode, looks_like_text
from supplychain_check.readers.html import add_html
from supplychain_check.readers.limits import MAX_HTML_BYTES

NAME = "Markdown"
MEDIA_TYPES = ("text/markdown",)
EXTENSIONS = (".md", ".markdown")

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.M)
_HEADING = re.compile(r"^#{1,6} \S", re.M)
_MARKS = re.compile(r"\]\(https?://|^\|?\s*:?-{3,}:?\s*\||\*\*\w|^```", re.M)


def sniff(data: bytes, name: str) -> bool:
    """Whether this is text with the marks of Markdown, or text that is named as Markdown."""
    if not looks_like_text(data):
        return False
    if name.lower().endswith(EXTENSIONS):
        return True
    head = decode(data[:65536])
    return bool(_FRONT_MATTER.match(head) or (_HEADING.search(head) and _MARKS.search(head)))


def read(data: bytes, name: str) -> Draft:
    """Read CommonMark with tables; front matter gives the title and is not part of the text.

    Raises:
        InputProblem: the file is larger than the limit.
    """
    if len(data) > MAX_HTML_BYTES:
        raise InputProblem(
            f"The file is larger than {MAX_HTML_BYTES // 2**20} MB, the limit for Markdown.",
            "Split it into several files.",
            reason=UnreadableReason.TOO_LARGE,
        )
    source = decode(data).replace("\0", "")
    front = _FRONT_MATTER.match(source)
    title = _TITLE.search(front[1]) if front else None
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    builder = Builder()
    add_html(builder, parser.render(source[front.end() :] if front else source))
    return builder.build({"title": title[1]} if title else {})
