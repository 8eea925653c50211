"""Which year a statement covers and when it was approved, as an answer explains it and as the statement says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from supplychain_check.analyse.dates import Found, dates, month_end
from supplychain_check.models.analysis import Formality
from supplychain_check.vetting.asked import Asked, Papers, Raised
from supplychain_check.vetting.clauses import Clause
from supplychain_check.vetting.periods import NEAR

_YEAR_TO = re.compile(
    r"\b(?:years?|period|months)[\s-]+(?:ended|ending|ends?|to|up to)\s*(?:on\s+)?(?:the\s+)?$", re.IGNORECASE
)
_APPROVED = re.compile(
    r"\b(?:approved|signed off|adopted|endorsed)\b(?:(?!\b(?:and|published|online|reviewed)\b)[^.;,]){0,70}?\b(?:on|in)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:first|previous|earlier|last year|next|policy|policies|code|older|will be|due|draft)\b", re.IGNORECASE
)
OF_NEWEST = frozenset({"statement-year", "approval-date"})
"""What only the newest statement can be asked for: an answer speaks of one statement."""


def statement_dates(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Answers on the statement itself: a difference here is one of two papers, whatever their periods."""
    if not asked.yes or not asked.about("publication", "approval"):
        return
    if "statement" not in f"{asked.question.text} {asked.words}".lower():
        return
    yield from _year(asked, papers)
    yield from _approval(asked, papers)


def _year(asked: Asked, papers: Papers) -> Iterator[Raised]:
    claimed = _claimed(asked.words, _YEAR_TO)
    identity = papers.analysis.identity
    said = _clause_at(papers, identity.period.start) if identity.period else None
    if not claimed or not said or identity.period_end is None or abs(claimed.date - identity.period_end) <= NEAR:
        return
    reason = f"The declaration says that the statement covers the year to {_day(claimed.date)}; the statement covers that to {_day(identity.period_end)}."
    yield Raised("statement-year", said, reason, 0.85, core="publication", dated=True)


def _approval(asked: Asked, papers: Papers) -> Iterator[Raised]:
    claimed = _claimed(asked.words, _APPROVED)
    for formality in papers.analysis.formalities:
        found = _on(formality) if formality.id == "approval" else None
        said = _clause_of(papers, formality.segment)
        # the day of a signature, or of a meeting, is often given for that of the approval
        if claimed and found and said and abs(claimed.date - found) > NEAR:
            reason = f"The declaration says that the statement was approved on {_day(claimed.date)}; the statement says {_day(found)}."
            reason = reason if claimed.day else reason.replace(" on ", " by ")
            yield Raised("approval-date", said, reason, 0.8, core="approval", dated=True)
            return


def _claimed(words: str, lead: re.Pattern[str]) -> Found | None:
    """The date that stands behind such words, in a sentence that is about this statement."""
    for found in dates(words):
        sentence = re.split(r"(?<=[.;])\s", words[: found.start])[-1]
        if lead.search(sentence) and not _OTHER.search(sentence):
            return found
    return None


def _on(formality: Formality) -> date | None:
    written = formality.on.value if formality.on else ""
    if re.fullmatch(r"\d{4}-\d\d", written):
        return month_end(date.fromisoformat(f"{written}-01"))
    return date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _clause_at(papers: Papers, offset: int) -> Clause | None:
    return next((c for c in papers.clauses if c.segment.start <= offset < c.segment.end), None)


def _clause_of(papers: Papers, index: int | None) -> Clause | None:
    return next((c for c in papers.clauses if c.segment.index == index), None)
