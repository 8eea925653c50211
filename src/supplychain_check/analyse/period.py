"""The reporting period and the date of a document, in the many forms in which they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from supplychain_check.analyse.dates import YEAR, Found, dates, month_end, months_before, parse, without_year
from supplychain_check.analyse.wording import cues, is_heading, place, stated
from supplychain_check.models import Document, Segment, Stated, Warn

_KIND = r"(?:financial|fiscal|reporting|accounting|calendar|trading|business)"
_LEAD = re.compile(
    rf"(?:\b(?:{_KIND}\s+)?(?:year|period|fy|months)s?[\s,(-]*(?:of\s+the\s+\w+\s+)?(?:from|end(?:s|ed|ing)?|to|up\s+to|closing)\b"
    rf"|\b{_KIND}\s+(?:year|period)\b|\bperiod\b|\bcover(?:s|ing)\b|\bfye?\b|\bendings?\b|\bended\b)[\s:,(]*"
    r"(?:on|at|in|the|as\s+at|from|of|between)?[\s:(]*(?:the\s+)?$",
    re.IGNORECASE,
)
_YEARS = rf"(?:{YEAR}\s?[/–—-]\s?(?:{YEAR}|\d\d)|{YEAR}\s+(?:to|and)\s+{YEAR}|{YEAR})"
_SHORT = r"(?:\d\d\s?[/–—-]\s?\d\d|\d\d)"
_NAMED_YEAR = re.compile(
    rf"\bFYE?\s?['’]?(?:{_YEARS}|{_SHORT})\b"
    rf"|\bfiscal\s+(?P<fiscal>{_YEARS})\b"
    rf"|\b{_KIND}\s+(?:reporting\s+)?(?:year|period)s?\s*(?:end(?:ed|ing|s)?)?\s*(?:in|of|for|:)?\s*(?P<after>{_YEARS})\b"
    rf"|\b(?P<before>{_YEARS})\s+{_KIND}\s+(?:reporting\s+)?(?:year|period)\b"
    rf"|\byear\s+(?:end(?:ed|ing)?\s+)?(?P<plain>{_YEARS})\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s*(?:,?\s*(?:to|until|till|through|and\s+end(?:s|ed|ing)|ending|[-–—])\s*(?:the\s+)?(?:end\s+of\s+)?)\s*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_AND = re.compile(r"\s*,?\s+and\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_MONTHS = re.compile(
    r"\b(?P<half>half[- ]year)|\b(?P<number>\d{1,2}|six|nine|fifteen|sixteen|eighteen)[- ]months?\b[^.;]{0,25}$",
    re.IGNORECASE,
)
_NUMBERS = {"six": 6, "nine": 9, "fifteen": 15, "sixteen": 16, "eighteen": 18}
_OWN_YEAR = re.compile(
    rf"\b(?:this|our)\s+(?P<own>{_YEARS})\s+(?:[\w&’'-]+\s+){{0,6}}?(?:statement|report|disclosure)\b", re.IGNORECASE
)
"""A year in the name that the document gives itself: "this 2018 statement"."""
_TITLE_YEARS = re.compile(rf"(?<![\d/-])(?:FY\s?)?{_YEARS}(?![\d-])", re.IGNORECASE)
_ACT = re.compile(r"\b(?:act|bill|of)\W{0,3}(?:\(\w+\)\W)?$", re.IGNORECASE)
_DOCUMENT = re.compile(r"\b(?:statement|report|disclosure)\b", re.IGNORECASE)
TOP = 8
"""Segments at the top in which a heading may carry the year."""
LONGEST = 800
"""Days: a longer range is no reporting period."""
SEVERAL = 2.0
"""How near in points another period must be for a warning."""


class Period(NamedTuple):
    """A period with its place.

    The dates are None where only a year is named, as in "FY24"; `fiscal` says whether that is named as a financial
    or reporting year, and not only in a title.
    """

    stated: Stated
    start: date | None
    end: date | None
    points: float
    fiscal: bool = False


def periods(document: Document, segments: Sequence[Segment], title: Stated | None) -> tuple[Period, ...]:
    """Every period named, the most likely reporting period first."""
    found = [period for segment in segments for period in _in_segment(document, segment, len(segments))]
    for line in _titles(document, segments, title):
        found += _in_title(document, line)
    return tuple(sorted(found, key=lambda p: (-p.points, p.stated.start)))


def several_periods(found: Sequence[Period]) -> tuple[Warn, ...]:
    """A warning where two different periods are named with about the same emphasis."""
    if not found:
        return ()
    best = found[0]
    rivals = [p for p in found[1:] if best.points - p.points < SEVERAL and best.end and p.end and p.end != best.end]
    if not rivals:
        return ()
    message = (
        f"The document names several reporting periods: {best.stated.value} and {rivals[0].stated.value}. "
        "Check which one it covers."
    )
    return (Warn(code="several-periods", message=message, quote=rivals[0].stated.text, page=rivals[0].stated.page),)


def _in_segment(document: Document, segment: Segment, count: int) -> Iterator[Period]:
    text = document.text[segment.start : segment.end]
    base = _points(segment, text, count)
    taken: list[tuple[int, int]] = []
    for start, end, first, last, extra in _ranges_and_ends(text):
        taken.append((start, end))
        value = f"{first.isoformat()}/{last.isoformat()}"
        where = stated(document, segment.start + start, segment.start + end, value)
        yield Period(where, first, last, base + extra)
    for match in _NAMED_YEAR.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        where = stated(document, segment.start + match.start(), segment.start + match.end(), year_value(match.group()))
        yield Period(where, *_whole_year(match.group()), base + 1.0, fiscal=True)
    for match in _OWN_YEAR.finditer(text):
        where = stated(
            document, segment.start + match.start("own"), segment.start + match.end("own"), year_value(match["own"])
        )
        yield Period(where, None, None, 1.5)


def _points(segment: Segment, text: str, count: int) -> float:
    found = cues("period", "about", text)
    points = 2.0 * ("own" in found) - 2.0 * ("other" in found) + 1.5 * is_heading(segment)
    return points + 1.5 * (segment.index < 8) + 0.5 * (place(segment, count) > 0.85)


def _ranges_and_ends(text: str) -> Iterator[tuple[int, int, date, date, float]]:
    """Ranges "1 July 2024 to 30 June 2025", and ends "year ended 30 June 2025", with their extra points."""
    before = None
    for found in dates(text):
        gap = text[before.end : found.start] if before else ""
        if before and _joins(gap, text[: before.start]) and 0 < (found.date - before.date).days <= LONGEST:
            first = before.date if before.day else before.date.replace(day=1)
            yield before.start, found.end, first, found.date, 2.0
        elif start := _start_without_year(text[: found.start], found.date):
            yield start[0], found.end, start[1], found.date, 2.0
        elif lead := _LEAD.search(text[max(0, found.start - 60) : found.start]):
            at = max(0, found.start - 60) + lead.start()
            if not _opens_range(text[found.end :]):
                first = months_before(found.date, _months(text[: found.start]))
                yield at, found.end, first, found.date, 2.0 if found.day else 1.5
        before = found


def _joins(gap: str, before: str) -> bool:
    """Whether these words between two dates make a range of them."""
    return _TO.match(gap) is not None or (_BETWEEN.search(before) is not None and _AND.match(gap) is not None)


def _months(before: str) -> int:
    """How long a period is that ends with the date behind this text; twelve months unless it says otherwise."""
    match = _MONTHS.search(before[-45:])
    if match is None:
        return 12
    number = (match["number"] or "6").lower()
    return _NUMBERS.get(number) or int(number) or 12


def dates_period(text: str, found: Found) -> bool:
    """Whether a date found in the text begins or ends a period, and so dates nothing else."""
    before = text[: found.start]
    return _LEAD.search(before[-60:]) is not None or _opens_range(text[found.end :]) or _ends_range(before)


def _ends_range(before: str) -> bool:
    return any(_joins(before[last.end :], before[: last.start]) for last in list(dates(before))[-1:])


def _opens_range(rest: str) -> bool:
    following = next(dates(rest), None)
    return following is not None and _TO.match(rest[: following.start]) is not None


def _start_without_year(text: str, end: date) -> tuple[int, date] | None:
    joint = re.search(r"(?:to|until|[-–—])\s*$", text)
    if joint is None and (joint := _AND.search(text)):
        opening = without_year(text[: joint.start()].rstrip())
        joint = joint if opening and _BETWEEN.search(text[: opening.start()]) else None
    day_month = without_year(text[: joint.start()].rstrip()) if joint else None
    if day_month is None:
        return None
    start = parse(f"{day_month.group()} {end.year}")
    if start and start > end:
        start = start.replace(year=end.year - 1)
    return (day_month.start(), start) if start else None


def year_value(text: str) -> str:
    """The year or years of a text, four digits each: "2024" or "2023/2024"."""
    whole = re.findall(YEAR, text)
    parts = re.findall(r"\d+", text)
    if not whole:
        return "/".join(f"20{part}" for part in parts)
    if len(whole) == 1 and len(parts) > 1 and len(parts[1]) == 2:
        return f"{whole[0]}/{whole[0][:2]}{parts[1]}"
    return "/".join(whole)


def _whole_year(text: str) -> tuple[date | None, date | None]:
    """Dates of a calendar year; a financial year may end in any month, so it has none."""
    if "calendar" not in text.lower():
        return None, None
    year = int(year_value(text)[:4])
    return date(year, 1, 1), date(year, 12, 31)


def _titles(document: Document, segments: Sequence[Segment], title: Stated | None) -> Iterator[Stated]:
    """The title, and the headings at the top that name the kind of document ("2018 statement")."""
    if title:
        yield title
    for segment in segments[:TOP]:
        if is_heading(segment) and _DOCUMENT.search(segment.text) and not (title and segment.start == title.start):
            yield stated(document, segment.start, segment.end)


def _in_title(document: Document, title: Stated) -> Iterator[Period]:
    """A bare year in the title ("Statement 2024"), unless it belongs to the name of an act."""
    if title.start < 0 or any(dates(title.text)):
        return
    for match in _TITLE_YEARS.finditer(title.text):
        if _ACT.search(title.text[: match.start()]):
            continue
        where = stated(document, title.start + match.start(), title.start + match.end(), year_value(match.group()))
        yield Period(where, None, None, 1.5, fiscal=match.group()[:2].upper() == "FY")


# --- date of the document ------------------------------------------------------------------------------

_PUBLISHED_POINTS = {"published": 4.0, "updated": 3.0, "dated": 2.5, "approved": 2.0}
_CLOCK = re.compile(r",?\s+\d{1,2}:\d\d")
ALONE = 1.6
"""Points of a date that is a line of its own at the top; the last day of a month may as well end a period."""
LABEL = 120
"""Characters before a date in which its label stands."""
OPENING = 25
"""Characters: a sentence that opens with the label speaks of this document."""
LONGEST_DATED = 14
"""Words: a longer sentence dates something else, unless it speaks of this document."""


def find_published(
    document: Document, segments: Sequence[Segment], period: Period | None, title: Stated | None = None
) -> Stated | None:
    """The date of publication, else of the last update, of the signature or of the approval, else that in the title.

    Args:
        document: what was read from the file.
        segments: its segments in order.
        period: the reporting period, whose dates are none of publication.
        title: a date in it is that of the document where a period is named elsewhere.
    """
    return _labelled(document, segments, period) or _of_title(document, period, title)


def _of_title(document: Document, period: Period | None, title: Stated | None) -> Stated | None:
    if title is None or period is None or title.start < 0 or _inside(title, period.stated):
        return None
    last = max((int(year) for year in re.findall(r"\d{4}", period.stated.value)), default=0)
    for found in dates(title.text):
        if found.date.year >= last and found.date != period.end and not dates_period(title.text, found):
            at = title.start + found.start
            return stated(document, at, title.start + found.end, _iso(found.date, day=found.day))
    return None


def _labelled(document: Document, segments: Sequence[Segment], period: Period | None) -> Stated | None:
    best: tuple[float, Stated] | None = None
    for position, segment in enumerate(segments):
        text = document.text[segment.start : segment.end]
        for found in dates(text):
            where = stated(
                document, segment.start + found.start, segment.start + found.end, _iso(found.date, day=found.day)
            )
            points = _published_points(segments, position, text, found)
            if period and (_inside(period.stated, where) or (found.date in period[1:3] and points < 4)):
                continue
            if points >= 1.5 and (best is None or points > best[0]):
                best = points, where
    return best[1] if best else None


def _inside(outer: Stated, inner: Stated) -> bool:
    return outer.start <= inner.start < outer.end


def _iso(value: date, *, day: bool) -> str:
    return value.isoformat() if day else value.isoformat()[:7]


def _published_points(segments: Sequence[Segment], position: int, text: str, found: Found) -> float:
    """How far a date is that of the document: its label, and where it stands. A print-out's time stamp is not."""
    before, about = text[: found.start], cues("period", "about", text)
    if _LEAD.search(before[-60:]) or "other" in about or _CLOCK.match(text[found.end :]):
        return 0.0
    near = before[-LABEL:]
    if len(text) < 30 and position:
        near = f"{segments[position - 1].text[-40:]} {near}"
    if position < TOP and text.strip() == text[found.start : found.end] and found.date != month_end(found.date):
        return ALONE
    points = max((_PUBLISHED_POINTS[name] for name in cues("period", "published", near)), default=0.0)
    words, where = len(text.split()), place(segments[position], len(segments))
    if words > LONGEST_DATED and "own" not in about and not cues("period", "published", text[:OPENING]):
        return 0.0
    at_edge = where > 0.75 or position < 6 or "own" in about
    return points * (1.0 if at_edge else 0.3) + 1.6 * (words <= 14 and where > 0.75)
