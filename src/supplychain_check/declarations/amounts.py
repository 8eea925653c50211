"""Numbers and days in answers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil import parser

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(
    r"\b(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s?(?:day\s)?(?:of\s)?[ /-]?{_MONTH}\b[.,]?[ /-]?(?:(?:19|20)\d\d|\d\d\b)"
    rf"|{_MONTH}\b[.,]?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d"
    rf"|(?P<month>{_MONTH}\b[.,]?\s(?:19|20)\d\d))",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,/])(?P<digits>\d{1,3}(?:[ ,'\u00a0\u202f]\d{3})+|\d+)(?P<part>[.,]\d+)?\s?(?P<unit>k|thousand|mn"
    r"|million|m|bn"
    r"|billion|b)?(?![\w/])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\d\s?[a-z%]{0,8}\s*(?:-|\u2013|to|and)\s*[^\w\s]?\s?\d|less than|fewer than|under|up to|below|at most|<",
    re.IGNORECASE,
)
_UNITS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_SPELT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_NONE = re.compile(r"(?:none|nil|no|nobody|no one)\b", re.IGNORECASE)
_SERIAL, _FIRST_SERIAL, _LAST_SERIAL = date(1899, 12, 30), 20_000, 73_000
"""Spreadsheets count days from the end of 1899; a cell without the format of a date shows the count."""
_EARLIEST, _LATEST = 1950, 2100


def days(text: str) -> Iterator[date]:
    """Every date in the text, day first; of a month without a day its last day."""
    for match in _DAY.finditer(text):
        if value := _parsed(match):
            yield value


def day(text: str, *, last: bool = False) -> date | None:
    """The first date of the text, or its last one; also of a bare count of days as spreadsheets keep it."""
    found = list(days(text))
    if found:
        return found[-1] if last else found[0]
    bare = re.fullmatch(r"(\d{5})(?:\.0+)?", text.strip())
    if bare and _FIRST_SERIAL <= int(bare[1]) <= _LAST_SERIAL:
        return _SERIAL + timedelta(days=int(bare[1]))
    return None


def _parsed(match: re.Match[str]) -> date | None:
    text = match["iso"] or re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bday\b|\bof\b", " ", match.group().lower())
    try:
        value = parser.parse(
            text.replace("sept ", "sep "), dayfirst=not match["iso"], default=datetime(2000, 1, 1)
        ).date()
    except (parser.ParserError, OverflowError):
        return None
    if not _EARLIEST <= value.year <= _LATEST:
        return None
    return value.replace(day=calendar.monthrange(value.year, value.month)[1]) if match["month"] else value


def number(text: str) -> float | None:
    """The number that the text gives, with "million" and the like worked in; None for ranges and for none at all.

    A year is passed over where there is another number ("45 in 2025").
    """
    if _RANGE.search(text):
        return None
    found = [(_amount(match), match) for match in _NUMBER.finditer(text)]
    if not found:
        return _spelt(text)
    return next((amount for amount, match in found if not _is_year(match)), found[0][0])


def _amount(match: re.Match[str]) -> float:
    whole = re.sub(r"\D", "", match["digits"])
    part = (match["part"] or "").replace(",", ".")
    return float(whole + part) * _UNITS.get((match["unit"] or "").lower(), 1.0)


def _is_year(match: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", match.group().strip()))


def _spelt(text: str) -> float | None:
    said = text.strip().lower()
    if _NONE.match(said):
        return 0.0
    return next((float(_SPELT.index(word)) for word in re.findall(r"[a-z]+", said) if word in _SPELT), None)
