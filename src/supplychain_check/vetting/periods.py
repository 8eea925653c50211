"""How the period of a statement lies to that of a declaration, and to the years that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from supplychain_check.analyse.identity import last_day
from supplychain_check.models.analysis import Identity
from supplychain_check.models.declaration import Declaration, Value

YEAR = timedelta(days=365)
NEAR = timedelta(days=45)
"""Periods whose ends are nearer than this are the same: "June 2025" is not always the thirtieth."""
LITTLE = timedelta(days=46)
_YEARS = re.compile(r"(?<![\d$£€.,])(20[0-4]\d)(?!\d|[.,]\d)")
_MONTHS = "january february march april may june july august september october november december".split()
_WHEN = re.compile(rf"\b(?:(\d{{1,2}})\s+)?({'|'.join(_MONTHS)})\s+(20[0-4]\d)\b", re.IGNORECASE)


class Relation(StrEnum):
    """How the period of a statement lies to that of a declaration."""

    SAME = "same"
    OVERLAPS = "overlaps"
    OLDER = "older"
    NEWER = "newer"
    UNKNOWN = "unknown"


class Span(NamedTuple):
    """First and last day."""

    start: date
    end: date

    def __str__(self) -> str:
        """For people."""
        return f"{self.start:%-d %B %Y} to {self.end:%-d %B %Y}"


def declared_span(declaration: Declaration) -> Span | None:
    """The period that a declaration says it covers; the year before its signature where it says none."""
    start, end = _day(declaration, "period_start"), _day(declaration, "period_end")
    end = end or (start and start + YEAR - timedelta(days=1)) or _day(declaration, "signed_on")
    return Span(start or end - YEAR + timedelta(days=1), end) if end and (not start or start < end) else None


def _day(declaration: Declaration, role: str) -> date | None:
    ids = {question.id for question in declaration.form.questions if question.role == role}
    days = (a.day for a in declaration.answers if a.question in ids and a.value is not Value.BLANK)
    return next((day for day in days if day), None)


def published_span(identity: Identity) -> Span | None:
    """The period of a statement; of "FY2024" the twelve months before the last day that it can have."""
    end = last_day(identity)
    if end is None:
        return None
    return Span(identity.period_start or end - YEAR + timedelta(days=1), end)


def relation(declared: Span | None, published: Span | None) -> Relation:
    """How the statement's period lies to the declaration's."""
    if declared is None or published is None:
        return Relation.UNKNOWN
    if abs(published.end - declared.end) <= NEAR:
        return Relation.SAME
    overlap = min(declared.end, published.end) - max(declared.start, published.start)
    if overlap > LITTLE:
        return Relation.OVERLAPS
    return Relation.OLDER if published.end < declared.end else Relation.NEWER


def named_spans(text: str) -> Sequence[Span]:
    """The months that a text names with their year, else the years."""
    months = [_month(match[2], int(match[3])) for match in _WHEN.finditer(text)]
    return months or [Span(date(year, 1, 1), date(year, 12, 31)) for year in map(int, _YEARS.findall(text))]


def _month(name: str, year: int) -> Span:
    number = _MONTHS.index(name.lower()) + 1
    following = date(year + number // 12, number % 12 + 1, 1)
    return Span(date(year, number, 1), following - timedelta(days=1))


def outside(text: str, span: Span | None) -> bool:
    """Whether a text names months or years, and none of them lies in the period."""
    named = named_spans(text)
    return bool(span and named) and not any(n.start <= span.end and span.start <= n.end for n in named if span)


def after(text: str, day: date | None) -> bool:
    """Whether a text names a month or year that begins after a day: what it tells came later."""
    return day is not None and any(named.start > day for named in named_spans(text))
