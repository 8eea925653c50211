"""Who made the document, for which period, under which act, and what kind of document it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from supplychain_check.analyse.contact import find_contacts, find_registers
from supplychain_check.analyse.fiscal import with_dates
from supplychain_check.analyse.identifiers import find_identifiers
from supplychain_check.analyse.joint import find_joint
from supplychain_check.analyse.kind import find_kind
from supplychain_check.analyse.laws import Laws, named_laws
from supplychain_check.analyse.names import find_entities
from supplychain_check.analyse.period import find_published, periods
from supplychain_check.analyse.title import find_title
from supplychain_check.analyse.trading import find_trading
from supplychain_check.models import Document, Identity, Segment, Stated, Warn

OLD = timedelta(days=548)
"""Eighteen months: guidance asks for a statement each year, within six months of the period's end."""


def identify(document: Document, segments: tuple[Segment, ...], laws: Laws) -> Identity:
    """Read who, when, what kind and under which act.

    Args:
        document: what was read from the file.
        segments: its sentences, list items, table rows and headings, in order.
        laws: the acts that can be recognised (`laws.load_laws`).
    """
    title = find_title(document, segments)
    kind = find_kind(title.value if title else "", segments)
    named = periods(document, segments, title)
    period, period_from = with_dates(document, named[0], named) if named else (None, None)
    entities = find_entities(document, segments, title)
    return Identity(
        kind=kind.kind,
        kind_confidence=kind.confidence,
        kind_reason=kind.reason,
        title=title,
        entities=entities,
        trading_names=find_trading(document, entities),
        identifiers=find_identifiers(document),
        period=period.stated if period else None,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        period_from=period_from,
        published=find_published(document, segments, period, title),
        joint=find_joint(document, segments, entities),
        laws=named_laws(document, segments, laws),
        registers=find_registers(document),
        contacts=find_contacts(document),
    )


def last_day(identity: Identity) -> date | None:
    """The last day that the period can have: its end, or the end of the last year it names."""
    if identity.period_end or identity.period is None:
        return identity.period_end
    years = re.findall(r"\d{4}", identity.period.value)
    return date(max(map(int, years)), 12, 31) if years else None


def clock_warnings(identity: Identity, today: date) -> tuple[Warn, ...]:
    """Warnings that depend on the day on which the result is read; derived at display, never stored.

    Args:
        identity: who and when, as read.
        today: the day to compare with.
    """
    end = last_day(identity)
    if end is None or identity.period is None:
        return ()
    return tuple(_clock(identity.period, end, identity.period_end, today))


def _clock(period: Stated, end: date, exact: date | None, today: date) -> Iterator[Warn]:
    if (exact or date(end.year, 1, 1)) > today:
        message = f"The reporting period ({period.value}) lies in the future. Ask whether the year is a slip."
        yield Warn(code="period-in-future", message=message, quote=period.text, page=period.page)
    if end + OLD < today:
        message = f"The reporting period ({period.value}) ended more than 18 months ago. Look for a newer statement."
        yield Warn(code="period-old", message=message, quote=period.text, page=period.page)
