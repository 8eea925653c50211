"""The dates of a year that is only named ("FY24"), where the document says elsewhere when its year ends."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from supplychain_check.analyse.dates import DAY, MONTHS, months_before
from supplychain_check.analyse.period import Period
from supplychain_check.analyse.wording import stated
from supplychain_check.models import Document, Stated

DECEMBER = 12
_KIND = r"(?:financial|fiscal|reporting|accounting|business)"
_MONTH_DAY = (
    rf"(?:{DAY}\s?(?:of\s)?(?P<m1>{MONTHS})|(?P<m2>{MONTHS})\s{DAY}|(?:the\s)?(?:end\s)?(?:of\s)?(?P<m3>{MONTHS}))"
)
_NO_YEAR = r"(?![\w]*[.,]?\s?(?:19|20)\d\d)"
_ENDS = re.compile(
    rf"\b(?:{_KIND}\s+year|year|FY)[-\s]*(?:\([^)]{{0,15}}\)\s*)?(?:runs?\s[^.;]{{0,40}}?(?:to|until)|is\s[^.;]{{0,40}}?\bto|end(?:s|ing|ed)?(?:\s(?:date\s)?(?:is|of|on|in|at))*)\s+"
    rf"(?:on\s|at\s|in\s)?(?:the\s)?{_MONTH_DAY}\b{_NO_YEAR}",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"\b(?P<m1>{MONTHS})\s(?:{_KIND}\s)?year[-\s]end\b", re.IGNORECASE)
_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS.split("|")[:12], 1)}


class YearEnd(NamedTuple):
    """The month in which a financial year ends, with the place that says so."""

    month: int
    place: Stated


def with_dates(document: Document, period: Period, others: Sequence[Period]) -> tuple[Period, Stated | None]:
    """The period with the dates of its year, and the place from which they come; unchanged where there is none.

    Args:
        document: what was read from the file.
        period: as found.
        others: every period that the document names; those with dates show when its year ends.
    """
    if period.end is not None or not period.fiscal:
        return period, None
    year_end = find_year_end(document, others)
    years = [int(year) for year in re.findall(r"\d{4}", period.stated.value)]
    # a year of two numbers cannot end with December
    if year_end is None or not years or (len(years) > 1 and year_end.month == DECEMBER):
        return period, None
    last = max(years)
    end = date(last, year_end.month, monthrange(last, year_end.month)[1])
    return period._replace(start=months_before(end), end=end), year_end.place


def find_year_end(document: Document, periods: Sequence[Period]) -> YearEnd | None:
    """When the document says its financial year ends: in words, else by the whole years that it names.

    Returns:
        None where it says nothing, or names years that end in different months.
    """
    said = list(_said(document))
    said = said or [YearEnd(p.end.month, p.stated) for p in periods if p.end and p.start and _is_year(p.start, p.end)]
    months = Counter(found.month for found in said)
    return said[0] if len(months) == 1 else None


def _is_year(start: date, end: date) -> bool:
    return 360 <= (end - start).days <= 370 and end.day == monthrange(end.year, end.month)[1]


def _said(document: Document) -> Iterator[YearEnd]:
    for pattern in (_ENDS, _BEFORE):
        for match in pattern.finditer(document.text):
            name = next(value for value in match.groupdict().values() if value)
            yield YearEnd(_NUMBERS[name[:3].lower()], stated(document, match.start(), match.end()))
