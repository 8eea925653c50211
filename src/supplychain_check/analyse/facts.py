"""Facts in a sentence: counts with their unit, shares, money, dates, countries, goods, tiers, roles.

Found with spaCy's matchers over a blank English pipeline, so that every fact keeps its place in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pycountry
from spacy.matcher import Matcher, PhraseMatcher
from spacy.util import filter_spans

from supplychain_check.analyse.wording import word_list
from supplychain_check.models import Document, Fact, FactKind, Segment, Specificity
from supplychain_check.signals import english

_MONTHS = [
    *("january february march april may june july august september october november december".split()),
    *("jan feb mar apr jun jul aug sep sept oct nov dec".split()),
]
_CURRENCIES = ["$", "£", "€", "¥", "NZ$", "A$", "US$", "AU$", "NZD", "AUD", "USD", "GBP", "EUR", "CAD", "CA$", "C$"]
LONGEST = 20_000
"""Characters of a segment that are searched; no sentence is longer, but a hostile file may pretend so."""
_ORDINALS = frozenset("first second third fourth fifth sixth 1st 2nd 3rd 4th".split())
_YEAR = {"SHAPE": "dddd"}
_DAYS = ["d", "dd", "dxx", "ddxx"]
_MEASURED = frozenset({FactKind.COUNT, FactKind.PERCENT, FactKind.MONEY})


def _patterns() -> dict[FactKind, list[list[dict[str, Any]]]]:
    units = {"LOWER": {"IN": word_list("facts")["units"]["words"]}}
    filler = {"IS_ALPHA": True, "LOWER": {"NOT_IN": ["act", "and", "in", "to", "of", "the", "per"]}, "OP": "?"}
    month = {"LOWER": {"IN": _MONTHS}, "IS_TITLE": True}
    return {
        FactKind.COUNT: [
            [{"LIKE_NUM": True}, {"LOWER": {"IN": ["of", "the", "our", "per"]}, "OP": "*"}, filler, filler, units]
        ],
        FactKind.PERCENT: [
            [{"LIKE_NUM": True}, {"ORTH": "%"}],
            [{"LIKE_NUM": True}, {"LOWER": {"IN": ["per", "percent", "pct"]}}, {"LOWER": "cent", "OP": "?"}],
        ],
        FactKind.MONEY: [
            [{"ORTH": {"IN": _CURRENCIES}}, {"LIKE_NUM": True}],
            [{"LIKE_NUM": True}, {"LOWER": {"IN": ["dollars", "pounds", "euros"]}}],
        ],
        FactKind.DATE: [
            [{"LIKE_NUM": True, "OP": "?"}, month, _YEAR],
            [{"SHAPE": {"IN": _DAYS}}, {"LOWER": "of", "OP": "?"}, month, _YEAR],
            [month, {"SHAPE": {"IN": _DAYS}}, {"ORTH": ",", "OP": "?"}, _YEAR],
            [
                {"LOWER": {"IN": ["in", "during", "since", "by", "year", "ended", "ending", "of", "for", "from"]}},
                {"LOWER": {"IN": ["early", "late", "mid", "calendar", "the"]}, "OP": "?"},
                _YEAR,
            ],
            [{"LIKE_NUM": True}, month],
            [{"LOWER": {"IN": ["in", "during", "since", "last", "this"]}}, month],
        ],
    }


@lru_cache(maxsize=1)
def _nlp() -> Any:
    return english()


def _country_names() -> list[str]:
    names = {getattr(country, "common_name", country.name).split(",")[0] for country in pycountry.countries}
    lists = word_list("facts")
    return sorted(names | set(lists["country_names"]["words"]) | set(lists["demonyms"]["words"]))


@lru_cache(maxsize=1)
def _matchers() -> tuple[Any, Any, Any]:
    """Token patterns; names as written (countries, standards); names in any case."""
    nlp, lists = _nlp(), word_list("facts")
    patterns, exact, loose = Matcher(nlp.vocab), PhraseMatcher(nlp.vocab), PhraseMatcher(nlp.vocab, attr="LOWER")
    for kind, rules in _patterns().items():
        patterns.add(kind.value, rules)
    exact.add(FactKind.COUNTRY.value, list(nlp.pipe(_country_names())))
    exact.add(FactKind.STANDARD.value, list(nlp.pipe(lists["standard"]["words"])))
    for kind in (FactKind.TIER, FactKind.WORKERS, FactKind.COMMODITY, FactKind.ROLE):
        loose.add(kind.value, list(nlp.pipe(lists[kind.value]["words"])))
    return patterns, exact, loose


def _spans(doc: Any) -> Iterator[Any]:
    for matcher in _matchers():
        yield from (span for span in matcher(doc, as_spans=True) if not _misread(doc, span))


def _misread(doc: Any, span: Any) -> bool:
    """The year of an act, a month whose year follows, and what looks like a count: a year, "third party", "one of"."""
    if span.label_ == FactKind.DATE.value:
        of_act = span.start > 0 and doc[span.start - 1].lower_ in {"act", "acts"}
        return of_act or (span[-1].is_alpha and span.end < len(doc) and doc[span.end].shape_ == "dddd")
    if span.label_ != FactKind.COUNT.value:
        return False
    first, second = span[0], span[1]
    year = first.shape_ == "dddd" and first.text.startswith(("19", "20"))
    return bool(year or first.lower_ in _ORDINALS or (first.lower_ == "one" and second.lower_ == "of"))


def find_facts(document: Document, segment: Segment) -> tuple[Fact, ...]:
    """Facts of one segment with offsets in the document, in order, never overlapping."""
    text = document.text[segment.start : min(segment.end, segment.start + LONGEST)]
    doc = _nlp()(text.replace("\n", " "))
    return tuple(
        Fact(
            kind=FactKind(span.label_),
            text=text[span.start_char : span.end_char],
            start=segment.start + span.start_char,
            end=segment.start + span.end_char,
        )
        for span in filter_spans(list(_spans(doc)))
    )


def specificity(facts: tuple[Fact, ...]) -> Specificity:
    """Grade a sentence by its facts: measured (a count, share or sum), specific (a name, place or date), general."""
    kinds = {fact.kind for fact in facts}
    if kinds & _MEASURED:
        return Specificity.MEASURED
    return Specificity.SPECIFIC if kinds else Specificity.GENERAL
