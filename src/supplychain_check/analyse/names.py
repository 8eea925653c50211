"""The title of a document and the organisations that it speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from supplychain_check.analyse.wording import cues, is_heading, squash, stated, word_list
from supplychain_check.models import Document, Segment, Stated

TITLE_LINES = 40
"""Lines and headings at the top among which the title is looked for."""
LONGEST_TITLE = 160
ENTITIES = 40
"""Most organisations kept; joint statements of larger groups name the rest in a list."""


def _words() -> dict[str, Any]:
    return word_list("names")


# --- title ---------------------------------------------------------------------------------------------


def find_title(document: Document, segments: Sequence[Segment]) -> Stated | None:
    """The title: a heading or line at the top that names the subject, else what the file says of itself.

    Returns:
        None where neither the text nor the metadata has one. `start` is -1 for a title from the metadata.
    """
    candidates = [(points, line) for line in _top_lines(document, segments) if (points := _title_points(line)) > 0]
    if candidates:
        _, line = max(candidates, key=lambda c: (c[0], -c[1].start))
        return stated(document, line.start, line.end)
    meta = squash(document.metadata.get("title", ""))
    if meta and not re.search(r"\.\w{2,4}$|^untitled|^microsoft word", meta.lower()):
        return Stated(value=meta, text=meta)
    first = next((s for s in segments if is_heading(s) and not _is_menu(s.text)), None)
    return stated(document, first.start, first.end) if first else None


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    order: int
    heading: bool


def _top_lines(document: Document, segments: Sequence[Segment]) -> Iterator[_Line]:
    """The first segments, taken apart at their line breaks, so that a title glued to what follows is found."""
    order = 0
    for segment in segments[:TITLE_LINES]:
        position = segment.start
        for raw in document.text[segment.start : segment.end].splitlines(keepends=True) or [""]:
            text = squash(raw)
            if text and order < TITLE_LINES:
                yield _Line(position, position + len(raw), text, order, is_heading(segment))
                order += 1
            position += len(raw)


def _title_points(line: _Line) -> float:
    text = line.text
    lower = text.lower()
    if (
        len(text) > LONGEST_TITLE
        or len(text) < 5
        or _is_menu(text)
        or not any(w in lower for w in _words()["title_words"])
    ):
        return 0.0
    points = 2.0 + 2.0 * any(w in lower for w in _words()["subject_words"]) + 3.0 * line.heading - 0.15 * line.order
    points += 2.0 * bool(re.search(r"\b(statement|report|policy|disclosure|questionnaire|declaration)\b", lower))
    points -= (
        3.0 * text.endswith((".", ";", ","))
        + 2.0 * (len(text.split()) > 18)
        + 3.0 * bool(re.match(r"(this|we|our|it|in|as)\b.* (is|are|has|have)\b", lower))
    )
    return points if points > 1 else 0.0


def _is_menu(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in _words()["menu_words"]) or text.count("|") > 2


# --- organisations -------------------------------------------------------------------------------------


class _Found(NamedTuple):
    start: int
    end: int
    points: float
    legal: bool


@cache
def legal_name() -> re.Pattern[str]:
    """A legal name: capitalised words, then a legal suffix."""
    suffixes = "|".join(re.escape(s) for s in sorted(_words()["legal_suffixes"], key=len, reverse=True))
    return re.compile(rf"{_CHAIN}[ ,]{{1,2}}(?:{suffixes})(?![\w])")


@cache
def body_name() -> re.Pattern[str]:
    """A public or charitable body: capitalised words with one of its kinds ("Council", "University of X")."""
    kinds = "|".join(map(re.escape, _words()["body_suffixes"]))
    return re.compile(rf"{_CHAIN} (?:{kinds})(?![\w])(?: of(?: the)? [A-Z]\w+)?|University of [A-Z]\w+(?: [A-Z]\w+)?")


_WORD = r"(?:[A-Z0-9][\w'’&.\-+]*|\([A-Z][\w .&]*\))"
_CHAIN = rf"{_WORD}(?:[ ](?:(?:of|and|the|for|de|&|\+|in|von|van)[ ]){{0,2}}{_WORD}){{0,7}}"


def find_entities(document: Document, segments: Sequence[Segment], title: Stated | None) -> tuple[Stated, ...]:
    """The organisations that the document speaks for, the most likely first, legal names before trading names.

    Returns:
        Each organisation once, with its best place; empty where none is recognised.
    """
    best: dict[str, _Found] = {}
    for found in _found(document, segments, title):
        key = _key(document.text[found.start : found.end])
        if not key or set(key.split()) <= set(_words()["generic"]):
            continue
        old = best.get(key)
        best[key] = (
            found
            if old is None
            else old._replace(points=old.points + min(found.points, 1.0) * 0.3)
            if old.points >= found.points
            else found._replace(points=found.points + 0.3)
        )
    chosen = sorted((f for f in best.values() if f.points >= 2.0), key=lambda f: (not f.legal, -f.points, f.start))
    if not chosen:
        chosen = sorted(best.values(), key=lambda f: (-f.points, f.start))[:1]
    return tuple(stated(document, f.start, f.end) for f in chosen[:ENTITIES])


def _key(name: str) -> str:
    return " ".join(re.findall(r"[\w&]+", name.lower().replace("limited", "ltd")))


def _found(document: Document, segments: Sequence[Segment], title: Stated | None) -> Iterator[_Found]:
    for segment in segments:
        text = document.text[segment.start : segment.end].replace("\n", " ")
        weight = _segment_points(segment, title)
        if weight <= 0:
            continue
        for start, end in _legal_spans(text):
            yield _Found(segment.start + start, segment.start + end, weight + _near(text, start, end), legal=True)
        if weight >= 1.5:
            for match in body_name().finditer(text):
                start = _trimmed(match)
                yield _Found(
                    segment.start + start,
                    segment.start + match.end(),
                    weight - 1.0 + _near(text, start, match.end()),
                    legal=False,
                )
    if title:
        yield from _from_title(document, title)


def _legal_spans(text: str) -> Iterator[tuple[int, int]]:
    for match in legal_name().finditer(text):
        start = _trimmed(match)
        if start < match.end() - 5:
            yield start, match.end()


def _trimmed(match: re.Match[str]) -> int:
    """Start of the name without the capitalised words that only begin the sentence."""
    start = match.start()
    words = match.group().split(" ")
    while len(words) > 2 and words[0].strip("(),.") in _words()["not_first"] + _words()["joining"]:
        start += len(words[0]) + 1
        words = words[1:]
    return start


def _segment_points(segment: Segment, title: Stated | None) -> float:
    found = cues("entities", "about", segment.text)
    points = 0.5 + 2.0 * ("made_by" in found) + 1.5 * ("defines" in found) + 1.0 * ("owner" in found)
    points += 1.0 * (segment.index < 6) + 1.0 * ("signs" in found)
    points += 1.5 * bool(title and segment.start <= title.start < segment.end)
    return points - 2.5 * ("others" in found)


def _near(text: str, start: int, end: int) -> float:
    """More where the text at once says what it will call the organisation: X ("X", "we")."""
    return (
        1.0
        if re.match(
            r"[^.]{0,40}\(\W{0,2}(?:the |together|collectively|hereinafter|we\b|our\b|referred|[A-Z\"“'‘])",
            text[end : end + 60],
        )
        else 0.0
    )


def _from_title(document: Document, title: Stated) -> Iterator[_Found]:
    """What is left of the title when the words that every such title has are gone."""
    if title.start < 0:
        return
    run: list[re.Match[str]] = []
    for match in [*re.finditer(r"[^\s|,:–—-]+", title.text), None]:
        if match and match.group().lower().strip("()'’.") not in _words()["generic"] and not match.group()[0].isdigit():
            run.append(match)
            continue
        if run and run[0].group()[0].isupper():
            yield _Found(title.start + run[0].start(), title.start + run[-1].end(), 2.0, legal=False)
        run = []
