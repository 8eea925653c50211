"""The words that all reports share, so that a thing has one name everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from supplychain_check.models import (
    Assessment,
    Disclosure,
    DisclosureState,
    DocumentKind,
    Finding,
    Identity,
    SectionResult,
    TextQuality,
)
from supplychain_check.reports.clean import GLUE, clean, short
from supplychain_check.score import effective

LIMITS = "This tool reads what is written; it cannot know what is true, or rule on law."
HEADING = 18
STATE_WORDS = {
    DisclosureState.DISCLOSED: "disclosed",
    DisclosureState.PARTLY: "partly",
    DisclosureState.NOT_DISCLOSED: "not disclosed",
    DisclosureState.NOT_ASKED: "not asked here",
    DisclosureState.NOT_APPLICABLE: "not applicable",
    DisclosureState.NOT_CHECKABLE: "not checkable",
    DisclosureState.UNCLEAR: "unclear",
}
_KINDS = {
    DocumentKind.STATEMENT: "a statement",
    DocumentKind.POLICY: "a policy",
    DocumentKind.DECLARATION: "a supplier declaration",
    DocumentKind.OTHER: "another kind of document",
}


def heading(assessment: Assessment) -> str:
    """Whether a person has looked at it: every output begins with this."""
    reviews = [review for f in assessment.findings if (review := effective(f).review)]
    if not reviews:
        return "Unreviewed machine reading"
    people = len({review.by for review in reviews})
    return (
        f"Machine reading, reviewed in part by {plural(people, 'person', 'people')}: "
        f"{len(reviews)} of {plural(len(assessment.findings), 'criterion', 'criteria')}"
    )


def plural(number: int, one: str, many: str = "") -> str:
    """``1 page``, ``2 pages``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def entities(identity: Identity) -> str:
    """The organisations that the document speaks for, or ""."""
    return ", ".join(clean(e.value) for e in identity.entities)


def first_entity(identity: Identity) -> str:
    """The first of the organisations, and how many more there are; or ""."""
    names = [clean(e.value) for e in identity.entities]
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else "".join(names)


def day(value: date) -> str:
    """``1 July 2026``."""
    return f"{value.day} {value:%B %Y}"


def period(identity: Identity) -> str:
    """The reporting period in words, or ""."""
    if identity.period_start and identity.period_end:
        return f"{day(identity.period_start)} to {day(identity.period_end)}"
    if identity.period_end:
        return f"to {day(identity.period_end)}"
    return clean(identity.period.text) if identity.period else ""


def kind(identity: Identity) -> str:
    """What the document seems to be, and how sure that is, in words."""
    sure = "almost certainly" if identity.kind_confidence >= 0.9 else "probably"
    return f"{sure if identity.kind_confidence >= 0.6 else 'perhaps'} {_KINDS[identity.kind]}"


def quality(value: TextQuality) -> str:
    """How well the text could be read, in words."""
    if not value.readable:
        word = "too poor to say that something is missing"
    else:
        word = "good" if value.score >= 0.9 else "fair"
    reasons = f" ({clean('; '.join(value.reasons))})" if value.reasons else ""
    return f"text quality {word}{reasons}"


def on_page(page: int | None) -> str:
    """`` (p. 3)``, or "" where there are no pages."""
    return f" (p.{GLUE}{page})" if page else ""


def mark(finding: Finding) -> str:
    """Level of how many, or why there is none: ``2/3``, ``n/a``, ``?``, ``-``."""
    now = effective(finding)
    other = {
        DisclosureState.NOT_APPLICABLE: "n/a",
        DisclosureState.UNCLEAR: "?",
        DisclosureState.NOT_CHECKABLE: "-",
        DisclosureState.NOT_ASKED: "-",
    }
    return other.get(now.state) or f"{now.level}/{top(finding)}"


def top(finding: Finding) -> int:
    """The highest level of a criterion."""
    return max((r.level for r in finding.ladder), default=0)


def place(disclosure: Disclosure, not_this: str = "") -> str:
    """Where a quote stands: its page, or the heading above it where the format has no pages; of an answer, its cell."""
    if disclosure.place:
        return clean(disclosure.place)
    if disclosure.page:
        return f"p.{GLUE}{disclosure.page}"
    above = disclosure.headings[-1] if disclosure.headings else ""
    return f'in "{short(above, HEADING)}"' if above and above != not_this else ""


def quoted(disclosure: Disclosure) -> str:
    """The words of a quote; of an answer, the question and the answer."""
    return f"{clean(disclosure.question)} - {clean(disclosure.quote)}" if disclosure.question else disclosure.quote


def share(result: SectionResult) -> str:
    """The percentage, or why there is none."""
    if result.share is not None:
        return f"{result.share:.0%}"
    if not result.max_points:
        return ""
    return "no percentage: too much of this section does not apply"


def counts(result: SectionResult, states: Iterable[DisclosureState]) -> str:
    """How many criteria are in each of the given states, those with none left out."""
    return ", ".join(f"{result.counts[s]} {STATE_WORDS[s]}" for s in states if result.counts.get(s))
