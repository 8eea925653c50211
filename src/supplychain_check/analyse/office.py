"""The office and the day in the lines of a signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplychain_check.analyse.dates import dates
from supplychain_check.analyse.names import legal_names
from supplychain_check.analyse.period import dates_period
from supplychain_check.analyse.wording import phrase_set, stated
from supplychain_check.models import Document, Segment, Stated
from supplychain_check.phrases import spans, tokens

FIRM_GOES_ON = re.compile(
    r"\s?(?:&|and Co\b|Group(?! (?:General|Chief|CEO|CFO|COO|Company|Finance|Managing|Head|Director|Legal|HR|Procurement))|Holdings|Limited|Ltd|plc|PLC|LLP|Inc|LLC|HQ|College|University|Trust|Council|Company|Foundation|Society)"
)
"""What follows a name of a firm that looks like that of a person."""
_WITHIN = re.compile(r"(?:[A-Z][\w’'.-]*|&|and|of|for|the|UK|EMEA)(?:\s|$)")
_BEHIND = re.compile(r"\s?(?:&|,? ?and|of|for)(?: [Tt]he)?\s(?:[A-Z][\w’'-]+)|(?<=\bof)\s[A-Z][\w’'-]+")
_REVIEW = re.compile(r"\b(?:review|expir|renew|valid until|next)\w*\W{0,3}(?:\w+\W{1,3}){0,3}$", re.IGNORECASE)
"""Before a date on which something is to be done, and nothing was."""
_NEVER = frozenset(
    {"Signed", "Name", "Title", "Position", "Date", "By", "On", "Behalf", "Approved", "The", "For", "Our", "Authorised"}
)


def find_office(document: Document, lines: Sequence[Segment], person: Stated | None) -> Stated | None:
    """The office named in the first of these lines that has one, with the words that belong to it.

    Args:
        document: what was read from the file.
        lines: segments in which the parts of a signature stand, the most likely first.
        person: who signed, whose name is no part of the office.

    Returns:
        "Chief Executive Officer", "Founder & Managing Director"; None where no office is named.
    """
    for line in lines:
        text = document.text[line.start : line.end].replace("\n", "\v")
        if person and line.start <= person.start < line.end:
            name = slice(person.start - line.start, person.end - line.start)
            text = text[: name.start] + "\v" * (name.stop - name.start) + text[name.stop :]
        for start, end in _parts(text):
            return stated(document, line.start + start, line.start + end)
    return None


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of each part of a line, between commas and the like, that names an office; firms are left out."""
    firms = list(legal_names(text))
    places = spans(text)
    hits = phrase_set("formalities", "signature").find(tokens(text))
    offices = [(places[h.places[0]][0], places[h.places[-1]][1]) for h in hits if h.name == "office"]
    for start, end in sorted(offices, key=lambda place: (place[0], -place[1])):
        if not any(first <= start < last for first, last in firms):
            yield _whole(text, start, end, offices)


def _whole(text: str, start: int, end: int, offices: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The office with the capitalised words around it: "UK General Manager", "Chair of the Board"."""
    opening = max((m.end() for m in re.finditer(r"[,;:/\v|()\d]|\s[-–—]\s", text[:start])), default=0)
    words = list(_WITHIN.finditer(text, opening, start))
    first = start
    for word in reversed(words):
        if word.end() != first or word.group().strip() in _NEVER:
            break
        first = word.start()
    while first < start and (lead := re.match(r"(?:and|of|for|the|&|our|[A-Z][\w’'-]*['’]s)\s", text[first:start])):
        first += lead.end()
    last = end
    for place in sorted(offices):
        if place[0] <= last + len(" and ") and not re.search(r"[,;\v]", text[last : place[0]]):
            last = max(last, place[1])
    while (more := _BEHIND.match(text, last)) and not FIRM_GOES_ON.search(more.group()):
        last = more.end()
    return first, last


def find_day(document: Document, lines: Sequence[Segment]) -> Stated | None:
    """The first date in these lines that is not that of a period."""
    for line in lines:
        text = document.text[line.start : line.end]
        for found in dates(text):
            if not dates_period(text, found) and not _REVIEW.search(text[: found.start]):
                value = found.date.isoformat() if found.day else found.date.isoformat()[:7]
                return stated(document, line.start + found.start, line.start + found.end, value)
    return None
