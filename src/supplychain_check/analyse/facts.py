"""Facts in a sentence: counts with their unit, shares, sums, dates, places, goods, sectors, tiers, roles, outcomes.

Found with spaCy's matchers over a blank English pipeline, so that every fact keeps its place in the text. Words are
in ``data/facts.toml``; what looks like a fact and is none, in `misread`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pycountry
from spacy.matcher import Matcher, PhraseMatcher
from spacy.util import filter_spans

from supplychain_check.analyse import numbers
from supplychain_check.analyse.fact_patterns import token_patterns, units
from supplychain_check.analyse.misread import misread
from supplychain_check.analyse.wording import phrase_set, word_list
from supplychain_check.models import Document, Fact, FactKind, Segment
from supplychain_check.phrases import spans, tokens
from supplychain_check.signals import english

LONGEST = 20_000
"""Characters of a segment that are searched; no sentence is longer, but a hostile file may pretend so."""
_LOOSE = (FactKind.TIER, FactKind.WORKERS, FactKind.COMMODITY, FactKind.SECTOR, FactKind.ROLE)
_NUMERIC = frozenset({"count", "percent", "money", "date"})
_TOLD = (FactKind.COMPARISON, FactKind.OUTCOME)


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
    for kind, rules in token_patterns().items():
        patterns.add(kind.value, rules)
    exact.add(FactKind.COUNTRY.value, list(nlp.pipe(_country_names())))
    exact.add(FactKind.STANDARD.value, list(nlp.pipe(lists["standard"]["words"])))
    for kind in _LOOSE:
        loose.add(kind.value, list(nlp.pipe(lists[kind.value]["words"])))
    return patterns, exact, loose


def _spans(doc: Any) -> Iterator[Any]:
    for matcher in _matchers():
        yield from (span for span in matcher(doc, as_spans=True) if not misread(doc, span))


def find_facts(document: Document, segment: Segment) -> tuple[Fact, ...]:
    """Facts of one segment with offsets in the document, in order.

    Numbers with their units never overlap one another, nor do names; a name may stand inside a number ("two UK
    sites"), and numbers inside the words of a comparison or an outcome.
    """
    text = document.text[segment.start : min(segment.end, segment.start + LONGEST)].replace("\n", " ")
    doc = _nlp()(text)
    matched = list(_spans(doc))
    groups = ([s for s in matched if s.label_ in _NUMERIC], [s for s in matched if s.label_ not in _NUMERIC])
    kept = (span for group in groups for span in filter_spans(group))
    found = [_fact(span.label_, text, span.start_char, span.end_char) for span in kept]
    found += [_fact(kind.value, text, start, end) for kind in _TOLD for start, end in _told(kind, text)]
    shifted = (f.model_copy(update={"start": segment.start + f.start, "end": segment.start + f.end}) for f in found)
    return tuple(sorted(shifted, key=lambda fact: (fact.start, fact.end)))


def _told(kind: FactKind, text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the first words that tell a comparison or an outcome."""
    hits = phrase_set("facts", kind.value).find(tokens(text))
    if hits:
        where = spans(text)
        places = hits[0].places
        yield where[places[0]][0], where[places[-1]][1]


def _fact(label: str, text: str, start: int, end: int) -> Fact:
    kind, words = FactKind(label), text[start:end]
    if kind is FactKind.COUNT:
        unit = _unit(words)
        return Fact(
            kind=kind,
            text=words,
            start=start,
            end=end,
            value=numbers.value(words),
            unit=unit,
            counts=units().get(unit, ""),
        )
    if kind is FactKind.PERCENT:
        return Fact(kind=kind, text=words, start=start, end=end, value=numbers.share(words), unit="%")
    if kind is FactKind.MONEY:
        return Fact(kind=kind, text=words, start=start, end=end, value=numbers.value(words), unit=_currency(words))
    return Fact(kind=kind, text=words, start=start, end=end)


def _unit(words: str) -> str:
    """The noun that is counted, the last of several; "" where none is named ("twelve of them")."""
    return next((word for word in reversed(tokens(words)) if word in units()), "")


def _currency(words: str) -> str:
    """The currency as written: "$", "NZ$", "AUD", "pounds"."""
    marks = "".join(character if not (character.isdigit() or character in ".,") else " " for character in words).split()
    return next((mark for mark in marks if mark.lower() not in _SCALES), "")


_SCALES = frozenset("million billion trillion thousand m mn bn k".split())
