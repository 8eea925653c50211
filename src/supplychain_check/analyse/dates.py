"""Dates as documents write them, found by shape and parsed day first."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dateutil import parser

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
DAY = r"(?:\d{1,2}\s?(?:st|nd|rd|th)?)"
YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"\b(?:{YEAR}-\d\d-\d\d|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:{YEAR}|\d\d)"
    rf"|{DAY}\s?(?:day\s)?(?:of\s)?(?:{MONTHS})\b[.,]?\s?(?:of\s)?{YEAR}"
    rf"|\d{{1,2}}[- /](?:{MONTHS})[- /](?:{YEAR}|\d\d)"
    rf"|(?:{MONTHS})\b[.,]?\s?{DAY}\s?,?\s{{0,2}}{YEAR}"
    rf"|(?:{MONTHS})\b,?\s{YEAR})\b",
    re.IGNORECASE,
)
_WITHOUT_YEAR = re.compile(rf"\b(?:{DAY}\s?(?:of\s)?(?:{MONTHS})|(?:{MONTHS})\s{DAY})\b", re.IGNORECASE)
FIRST = datetime(2000, 1, 1)
EARLIEST, LATEST = 1990, 2100


class Found(NamedTuple):
    """A date found in a text: offsets in that text, and whether the day was written."""

    start: int
    end: int
    date: date
    day: bool


def dates(text: str) -> Iterator[Found]:
    """Every date of the text that names at least a month and a year; without a day it is the month's last."""
    for match in _DATE.finditer(text):
        if value := parse(match.group()):
            yield Found(match.start(), match.end(), value, day=_has_day(match.group()))


def parse(text: str) -> date | None:
    """The date that a short text is, day first; the last day of the month where no day is written."""
    clean = re.sub(r"(?<=\d)\s?(st|nd|rd|th)\b|\bday\b|\bof\b", " ", text.lower()).replace("sept ", "sep ")
    iso = re.match(r"\d{4}-", clean) is not None
    try:
        value = parser.parse(clean, dayfirst=not iso, default=FIRST).date()
    except (parser.ParserError, OverflowError):
        return None
    if not EARLIEST <= value.year <= LATEST:
        return None
    return value if _has_day(text) else month_end(value)


def _has_day(text: str) -> bool:
    return len(re.findall(r"\d+", text)) > 1


def month_end(value: date) -> date:
    """The last day of that month."""
    return value.replace(day=calendar.monthrange(value.year, value.month)[1])


def months_before(end: date, months: int = 12) -> date:
    """First day of so many months that end with `end`.

    Args:
        end: the last day, included.
        months: at least 1.
    """
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    start = month_end(date(year, month + 1, 1))
    if end != month_end(end):
        start = start.replace(day=min(end.day, start.day))
    return start + timedelta(days=1)


def without_year(text: str) -> re.Match[str] | None:
    """A day and month at the very end of `text`, as in "1 July" before "to 30 June 2025"."""
    last = None
    for match in _WITHOUT_YEAR.finditer(text):
        last = match
    return last if last and text[last.end() :].strip(" ,") == "" else None
