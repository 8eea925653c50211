"""The title of a document: a heading or line at its top that names the subject, never a line of a menu."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supplychain_check.analyse.wording import is_heading, squash, stated, word_list
from supplychain_check.models import Document, Segment, SegmentKind, Stated

TITLE_LINES = 40
"""Lines at the top among which the title is looked for."""
LONGEST_TITLE = 160
FIRST = 3
"""Lines: a heading that says nothing of the subject is a title only at the very top."""
FROM_METADATA = 1.5
"""Points for the title in the file's own data: more than a plain line, less than a heading of the text."""
_KIND = re.compile(r"\b(?:statement|report|policy|disclosure|questionnaire|declaration)\b", re.IGNORECASE)
_SENTENCE = re.compile(
    r"(?:this|we|our|it|in|as|the)\b.* (?:is|are|has|have|was|will)\b"
    r"|\S+ .*\b(?:is|are|has|have|constitutes|resides|sets|applies|must)\b",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|html?|indd|pptx?|xlsx?)\b|^untitled|^microsoft word", re.IGNORECASE)


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    order: int
    bonus: float


def find_title(document: Document, segments: Sequence[Segment]) -> Stated | None:
    """The title of the document.

    Returns:
        The heading or line, or the title in the file's metadata (then `start` is -1); None where there is neither.
    """
    lines = [*_top_lines(document, segments), *_metadata(document)]
    points, line = max(((_points(line), line) for line in lines), default=(0.0, None), key=lambda found: found[0])
    if line is None or points <= 1.0:
        line = next(
            (
                line
                for line in lines
                if line.bonus > 0 and line.order < FIRST and not is_generic(line.text) and not _is_menu(line)
            ),
            None,
        )
    if line is None:
        return None
    if line.start < 0:
        return Stated(value=line.text, text=line.text)
    return stated(document, line.start, line.end)


def _metadata(document: Document) -> Iterator[_Line]:
    if text := squash(document.metadata.get("title", "")):
        yield _Line(-1, -1, text, 0, FROM_METADATA)


def _top_lines(document: Document, segments: Sequence[Segment]) -> Iterator[_Line]:
    """The first line of each of the first segments, unless its sentence runs on into the next line."""
    order = 0
    for segment in segments[:TITLE_LINES]:
        if segment.kind not in {SegmentKind.HEADING, SegmentKind.SENTENCE}:
            continue
        first, _, rest = document.text[segment.start : segment.end].partition("\n")
        if not rest.lstrip()[:1].islower():
            yield _Line(segment.start, segment.start + len(first), squash(first), order, 3.0 * is_heading(segment))
            order += 1


def _points(line: _Line) -> float:
    lower = line.text.lower()
    words = word_list("names")
    if (
        not any(word in lower for word in words["title_words"])
        or not 5 <= len(lower) <= LONGEST_TITLE
        or _is_menu(line)
    ):
        return 0.0
    points = 2.0 + line.bonus - 0.15 * line.order
    points += 2.0 * any(word in lower for word in words["subject_words"]) + 2.0 * bool(_KIND.search(lower))
    points -= 3.0 * lower.endswith((".", ";", ",", ":")) * (line.bonus == 0) + 2.0 * (len(lower.split()) > 18)
    return points - 4.0 * (line.bonus == 0 and bool(_SENTENCE.match(lower)))


def _is_menu(line: _Line) -> bool:
    lower = line.text.lower()
    crumbs = line.bonus != FROM_METADATA and lower.count("|") > 1
    return crumbs or bool(_FILE_NAME.search(lower)) or any(word in lower for word in word_list("names")["menu_words"])


def is_generic(text: str) -> bool:
    """Whether the text consists of words that every such title has ("Modern Slavery Statement")."""
    generic = word_list("names")["generic"]
    return all(word in generic for word in re.findall(r"[\w-]+", text.lower()) if not word.isdigit())
