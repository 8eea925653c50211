"""Who signed: an explicit word ("signed by", "/s/"), or a name with an office at a place where one signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from supplychain_check.analyse.dates import dates
from supplychain_check.analyse.office import FIRM_GOES_ON, find_day, find_office
from supplychain_check.analyse.wording import cues, place, stated, word_list
from supplychain_check.models import Document, Formality, Segment, Stated

SIGNED, NAME_ONLY, BLANK = "signed", "name-only", "blank"
_ORDER = (SIGNED, NAME_ONLY, BLANK)
BEFORE, AFTER = 2, 3
"""Segments looked at before and after one that may be a signature."""
CLOSING = 4
"""Segments looked at before a signature for words with which a statement closes."""
NEIGHBOUR = 14
"""Words: a longer segment beside a signature is no part of it."""
SHORT = 8
"""Words: a segment that says "signed" and hardly anything else waits for a name."""
LONGEST_LINE = 30
"""Words: a longer segment is running text, and signs only with an explicit word."""
ENOUGH, FAINT = 3.0, 1.5
"""Points from which a name with an office is a signature, or at least a name where one could sign."""
_LINE = re.compile(r"_{4,}|(?:_ ?){6,}|\.{10,}|…{4,}")
_SIGNS_OTHER = re.compile(
    r"\bsign(?:ed|ing)? (?:up|a|an|our|into|onto|contracts?|agreements?|copy|copies|letters?)\b"
    r"|\bsign(?:ed|ing)? (?:the|their|its) (?!(?:[\w-]+ ){0,3}(?:statement|report|disclosure|document)\b)|\bsignator(?:y|ies) (?:to|of)\b|\b(?:must|have|be|are|is to be) signed\b(?! (?:on|by (?:a |the |our )?direct))",
    re.IGNORECASE,
)
_SIGNED_BY = re.compile(r"\b(?:statement|report|disclosure)\b[^.]{0,40}\bsigned by\b", re.IGNORECASE)
"""The document says of itself that it is signed; a copy on a page often leaves the signature out."""
_FOR_BOARD = re.compile(r"\bfor and on behalf of the (?:board|directors)\b", re.IGNORECASE)
_UNFILLED = re.compile(
    r"[\[<{][^\]>}\n]{0,40}\b(?:name|director|signature|signed|signatory|title)\b[^\]>}\n]{0,40}[\]>}]", re.IGNORECASE
)
"""A place of a template where a name should stand."""
_WORD = re.compile(r"[^\W\d_][\w'’.-]*|\S")


class _Signing(NamedTuple):
    variant: str
    points: float
    segment: Segment


def find_signature(document: Document, segments: Sequence[Segment], approval: Formality | None) -> Formality | None:
    """The signature of the document.

    Args:
        document: what was read from the file.
        segments: its segments in order.
        approval: the approval, near which one signs.

    Returns:
        A formality with variant ``signed``, ``name-only`` (a name and office, nothing that says it signs) or
        ``blank`` (a line to sign on, and no name); None where nothing looks like a signature.
    """
    approved = approval.segment if approval else None
    found = [s for position in range(len(segments)) if (s := _signing(segments, position, approved))]
    if not found:
        return None
    best = min(found, key=lambda s: (_ORDER.index(s.variant), -s.points, -s.segment.index))
    evidence = stated(document, best.segment.start, best.segment.end)
    signed = Formality(id="signature", variant=best.variant, evidence=evidence, segment=best.segment.index)
    lines = _lines(segments, best.segment.index)
    person = None if best.variant == BLANK else _person(document, lines)
    office = find_office(document, lines, person)
    on = None if best.variant == BLANK else find_day(document, lines)
    return signed.model_copy(update={"person": person, "office": office, "on": on})


def _lines(segments: Sequence[Segment], position: int) -> list[Segment]:
    """The segment, then the short ones around it in which the other parts of a signature stand.

    Below a line that says "signed" follows the name; above a line with an office stands the name.
    """
    segment = segments[position]
    behind = segments[position + 1 : position + AFTER + 2]
    before = segments[max(0, position - BEFORE) : position][::-1]
    opens = "explicit" in cues("formalities", "signature", segment.text)
    near = (*behind, *before) if opens else (*before, *behind)
    return [segment, *(s for s in near if len(s.text.split()) <= NEIGHBOUR)]


def _person(document: Document, lines: Sequence[Segment]) -> Stated | None:
    """The first name of a person in these lines that does not go on as the name of a firm."""
    for line in lines:
        text = document.text[line.start : line.end]
        for start, end in person_spans(text):
            if not _is_firm(document, text[start:end], text[end:]):
                return stated(document, line.start + start, line.start + end)
    return None


def _is_firm(document: Document, name: str, after: str) -> bool:
    """Whether it goes on as a name of a firm here, or, for a line in capitals, anywhere in the document."""
    if FIRM_GOES_ON.match(after):
        return True
    elsewhere = re.compile(rf"{re.escape(name)} (?:\w+ )?(?:{FIRM_GOES_ON.pattern})", re.IGNORECASE)
    return name.isupper() and elsewhere.search(document.text) is not None


def _signing(segments: Sequence[Segment], position: int, approved: int | None) -> _Signing | None:
    segment = segments[position]
    found = cues("formalities", "signature", segment.text)
    if not found and not _LINE.search(segment.text):
        return None
    around = _around(segments, position)
    near = frozenset().union(*(cues("formalities", "signature", text) for text in around))
    other = _SIGNS_OTHER.search(segment.text) is not None
    explicit = "explicit" in found and not other
    line = bool(_LINE.search(segment.text)) and bool(near)
    short = len(segment.text.split()) <= LONGEST_LINE
    signs = ("office" in found or _FOR_BOARD.search(segment.text)) and "prose" not in found and not other
    if not (explicit or line or (short and signs)):
        return None
    unfilled = any(_UNFILLED.search(text) for text in around)
    says = explicit and "office" in found and _SIGNED_BY.search(segment.text) is not None
    named = (_named(segment, around) or says) and not unfilled
    if segment.index == approved and not explicit and _approves_first(segment.text):
        return None
    line = line or unfilled
    points = _points(segments, position, approved, around, near) + 0.75 * named + 2.0 * explicit + 1.5 * line
    return _judged(segment, points, named=named, line=line or (explicit and len(segment.text.split()) <= SHORT))


def _approves_first(text: str) -> bool:
    """Whether a person is named only as the one who approves: who approves has not signed."""
    verb = re.search(r"\bapprov", text, re.IGNORECASE)
    first = next(person_spans(text), None)
    return verb is not None and first is not None and verb.start() < first[0]


def _around(segments: Sequence[Segment], position: int) -> list[str]:
    """The segment, and the short ones beside it: a signature is often a line for each of its parts."""
    window = segments[max(0, position - BEFORE) : position + AFTER + 1]
    return [s.text for s in window if s is segments[position] or len(s.text.split()) <= NEIGHBOUR]


def _named(segment: Segment, around: Sequence[str]) -> bool:
    """Whether a person is named in the segment, or, beside a short one, in a short line of names and offices."""
    if any(persons(segment.text)):
        return True
    lines = (text for text in around if "prose" not in cues("formalities", "signature", text))
    return len(segment.text.split()) <= LONGEST_LINE and any(True for text in lines for _ in persons(text))


def _judged(segment: Segment, points: float, *, named: bool, line: bool) -> _Signing | None:
    if not named:
        return _Signing(BLANK, 0.0, segment) if line else None
    if points >= ENOUGH:
        return _Signing(SIGNED, points, segment)
    return _Signing(NAME_ONLY, points, segment) if points >= FAINT else None


def _points(
    segments: Sequence[Segment], position: int, approved: int | None, around: Sequence[str], near: frozenset[str]
) -> float:
    segment = segments[position]
    points = 1.5 * (place(segment, len(segments)) > 0.8) + 1.0 * any(True for text in around for _ in dates(text))
    points += 2.0 * (approved is not None and abs(segment.index - approved) <= 4)
    points += 1.0 * ("behalf" in near) + 1.75 * _after_closing(segments, position)
    points += 0.25 * any(persons(segment.text))
    return points + 0.5 * (len(segment.text.split()) <= 10)


def _after_closing(segments: Sequence[Segment], position: int) -> bool:
    """Whether the document has just said of itself what statements say at their end.

    What follows need not be the end of the file: web pages have menus and notices below.
    """
    before = segments[max(0, position - CLOSING) : position]
    return any("closing" in cues("formalities", "signature", segment.text) for segment in before)


# --- names of persons ----------------------------------------------------------------------------------


_PARTICLES = frozenset({"de", "van", "von", "der", "la", "le", "den", "bin"})
_FIRM = frozenset({"limited", "ltd", "plc", "llp", "inc", "llc", "pty", "corp", "corporation", "gmbh"})


@cache
def _not_person() -> frozenset[str]:
    return frozenset(word_list("formalities")["not_person"]["words"])


def persons(text: str) -> Iterator[str]:
    """Names of persons: two to five capitalised words in a row, none of which is an office or a firm's word."""
    return (text[start:end] for start, end in person_spans(text))


def person_spans(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the names of persons in a text."""
    run: list[re.Match[str]] = []
    for match in [*_WORD.finditer(text), None]:
        word = match.group() if match else ""
        bare = word.rstrip(".").lower()
        initial = len(word.rstrip(".")) == 1 and bool(run) and len(run[-1].group().rstrip(".")) == 1
        initial = initial or (word == "A" and text[: match.start()].rstrip().endswith(":") if match else False)
        if match and word[:1].isupper() and (initial or bare not in _not_person()):
            run.append(match)
        elif not (run and bare in _PARTICLES):
            run = _once(run)
            if _is_name([m.group() for m in run]) and bare not in _FIRM:
                yield run[0].start(), run[-1].end()
            run = []


def _once(run: list[re.Match[str]]) -> list[re.Match[str]]:
    """A name that stands twice in a row, as signature and in print, once."""
    half = len(run) // 2
    same = half >= 2 and [m.group() for m in run[:half]] == [m.group() for m in run[half:]]
    return run[:half] if same else run


def _is_name(run: Sequence[str]) -> bool:
    full = [word for word in run if len(word.rstrip(".")) > 1]
    return 2 <= len(run) <= 5 and bool(full)
