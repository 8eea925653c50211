"""What looks like a fact and is none: the year of an act, "one of", a firm's name, a person called Jordan."""

from __future__ import annotations

from functools import cache
from typing import Any

import pycountry

from supplychain_check.analyse.fact_patterns import MONTHS
from supplychain_check.analyse.wording import word_list
from supplychain_check.models import FactKind

_ORDINALS = frozenset("first second third fourth fifth sixth 1st 2nd 3rd 4th".split())
_FOUNDED = frozenset("founded established incorporated formed born started history".split())
_JOINS = frozenset({",", "and", "or", "&", "/"})
_ACTS = frozenset({"act", "acts", "regulations", "law", "bill"})
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years before these are history, and later ones no years."""
OF_OUR_TIME = 2015
"""The year of the first act: a firm that says when it was founded tells nothing of what it disclosed since."""


@cache
def _words(table: str, key: str = "words") -> frozenset[str]:
    return frozenset(word_list("facts")[table][key])


def misread(doc: Any, span: Any) -> bool:
    """Whether a match is no fact, from the words around it.

    Args:
        doc: the sentence, as tokens of spaCy.
        span: the match, labelled with the kind of fact.
    """
    check = _CHECKS.get(span.label_)
    return check is not None and check(doc, span)


def _before(doc: Any, span: Any, count: int = 1) -> list[str]:
    return [token.lower_ for token in doc[max(0, span.start - count) : span.start]]


def _date(doc: Any, span: Any) -> bool:
    """The year of an act, the year of founding, a month whose year follows, a number that is no year."""
    # figures set high, as marks of notes are, have the shape of digits too
    years = [int(token.text) for token in span if token.shape_ == "dddd" and token.text.isdecimal()]
    if any(not FIRST_YEAR <= year <= LAST_YEAR for year in years):
        return True
    if _ACTS.intersection(_before(doc, span)) or (span[0].lower_ == "of" and _ACTS.intersection(_before(doc, span, 2))):
        return True
    if years and _history(min(years), _before(doc, span, 4)):
        return True
    if "/" in span[0].text and len(span) > 1 and span[1].is_alpha:
        return True
    if years and span.end < len(doc) and doc[span.end].lower_ in {"financial", "fiscal", "reporting", "calendar"}:
        return True
    return bool(
        span[-1].is_alpha and span[-1].lower_ in MONTHS and span.end < len(doc) and doc[span.end].shape_ == "dddd"
    )


def _history(year: int, before: list[str]) -> bool:
    """When the firm began: a committee may have been established since, no more than one firm was incorporated."""
    return "incorporated" in before or "founded" in before or (year < OF_OUR_TIME and not _FOUNDED.isdisjoint(before))


def _count(doc: Any, span: Any) -> bool:
    """A year, "third party", "one of", "tier 2 suppliers", "zero tolerance", "4 - Actions", hours of the day."""
    first, before = span[0], _before(doc, span)
    if "tolerance" in [token.lower_ for token in span] or _bullet(doc, span):
        return True
    if first.shape_ == "dddd" and first.text.startswith(("19", "20")) and "," not in first.text:
        return True
    if first.lower_ in _ORDINALS or _words("numbered").intersection(before):
        return True
    if first.lower_ == "one" and (before in (["no"], ["any"], ["each"], ["every"]) or span[1].lower_ in {"of", "or"}):
        return True
    if before and before[-1] in {"-", "/", "."} and span.start > 1 and doc[span.start - 2].like_num:
        return True
    return span[-1].lower_ == "hours" and span.end + 1 < len(doc) and doc[span.end].lower_ in {"a", "per", "each"}


def _bullet(doc: Any, span: Any) -> bool:
    """A number that a dash parts from what follows: it counts a heading or an item, and no things."""
    return bool(len(span) > 1 and span[1].text in {"-", "–"} and span[0].whitespace_ and span[1].whitespace_)


def _share(doc: Any, span: Any) -> bool:
    """Half of a year, and "one in 2024"."""
    after = doc[span.end : span.end + 2].text.lower()
    if span[0].lower_ == "half":
        of_time = after.startswith(("the year", "year", "20", "the financial", "fy"))
        return of_time or bool({"first", "second", "latter", "other", "last"}.intersection(_before(doc, span)))
    return len(span) == 3 and span[1].lower_ == "in" and span[2].shape_ == "dddd"


def _country(doc: Any, span: Any) -> bool:
    text = span.text
    if text == "US" and span.start and doc[span.start - 1].is_upper and doc[span.start - 1].is_alpha:
        return doc[span.start - 1].text not in {"THE", "UK", "EU"}
    return _in_name(doc, span) or _beside_name(doc, span) or _person_or_state(doc, span)


def _in_name(doc: Any, span: Any) -> bool:
    """Part of the name of an act or a firm: "UK Modern Slavery Act", "Corran Canada Inc."."""
    for token in doc[span.end : span.end + 6]:
        if token.lower_.rstrip(".") in _words("firm_endings") and (
            token.is_title or token.is_upper or token.i == span.end
        ):
            return True
        if token.lower_ in _ACTS and token.is_title:
            return True
        if not (token.is_title or token.is_upper or token.is_punct or token.lower_ in {"and", "of", "in", "on"}):
            break
        if token.text in {",", ".", ";", ":", "|"}:
            break
    return span.start > 0 and doc[span.start - 1].text == "(" and "act" in _before(doc, span, 3)


def _beside_name(doc: Any, span: Any) -> bool:
    """Between words with capitals: "Harbour Bank Australia", "British Standards Institution", "UK Treasury"."""
    if _capital(doc, span.end) and not _is_place(doc, span.end):
        return True
    return span.start > 1 and _capital(doc, span.start - 1) and not _is_place(doc, span.start - 1)


def _capital(doc: Any, at: int) -> bool:
    if at >= len(doc):
        return False
    token = doc[at]
    return bool(token.is_alpha and len(token) > 1 and (token.is_title or token.is_upper))


def _is_place(doc: Any, at: int) -> bool:
    """A country, or a word that may stand beside one; where all is in capitals, nothing can be told from them."""
    token = doc[at]
    return token.lower_ in _words("place_words") or token.text in _first_words() or doc.text.isupper()


@cache
def _first_words() -> frozenset[str]:
    """First and last words of names of places and adjectives, so that "China India" is no name of a firm."""
    listed = (*word_list("facts")["country_names"]["words"], *word_list("facts")["demonyms"]["words"])
    names = (*listed, *(country.name for country in pycountry.countries))
    return frozenset(word for name in names for word in (name.split()[0], name.split()[-1]))


def _person_or_state(doc: Any, span: Any) -> bool:
    text, around = span.text, {token.text for token in doc[max(0, span.start - 4) : span.end + 4]}
    if text not in word_list("facts")["false_friends"]["people"]:
        return False
    if text == "Georgia" and around.intersection(word_list("facts")["false_friends"]["state_of"]):
        return True
    before = doc[span.start - 1] if span.start else None
    after = doc[span.end] if span.end < len(doc) else None
    surname = (
        after is not None
        and after.is_title
        and after.is_alpha
        and len(after) > 2
        and text in {"Jordan", "Chad", "Georgia"}
    )
    first_name = (
        text in {"Jordan", "Chad"}
        and span.start > 0
        and _capital(doc, span.start - 1)
        and not _is_place(doc, span.start - 1)
    )
    titled = before is not None and before.text in word_list("facts")["false_friends"]["before"]
    return surname or first_name or titled


def _commodity(doc: Any, span: Any) -> bool:
    """Goods that mean something else, "gold standard", "white paper", or stand in the name of a firm: "Tarn Gold"."""
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    white_paper = span[0].lower_ == "paper" and _before(doc, span) == ["white"]
    return after in _words("not_commodity") or white_paper or _part_of_name(doc, span)


def _part_of_name(doc: Any, span: Any) -> bool:
    """A word with a capital beside another, past the beginning of the sentence."""
    before = span.start > 1 and _capital(doc, span.start - 1)
    after = span.start > 0 and _capital(doc, span.end)
    return bool(span[0].is_title and (before or after) and not span[0].is_upper)


def _sector(doc: Any, span: Any) -> bool:
    """In the name of a firm; and words such as "energy" and "education" where nothing says that a sector is meant."""
    if _part_of_name(doc, span):
        return True
    if span.text.lower() not in _words("loose_sector"):
        return False
    beside = _words("loose_sector", "beside")
    before, after = _before(doc, span, 3), [token.lower_ for token in doc[span.end : span.end + 3]]
    return not (_names_sector(after) or _names_sector(before[::-1]) or beside.intersection((*before, *after)))


def _names_sector(words: list[str]) -> bool:
    """Whether a list goes on with another sector, "and construction", read away from the word."""
    if len(words) < 2 or words[0] not in _JOINS:
        return False
    pairs = {" ".join(words[1:3]), " ".join(words[2:0:-1])}
    return words[1] in _words("sector") or not pairs.isdisjoint(_words("sector"))


_CHECKS = {
    FactKind.DATE.value: _date,
    FactKind.COUNT.value: _count,
    FactKind.PERCENT.value: _share,
    FactKind.COUNTRY.value: _country,
    FactKind.COMMODITY.value: _commodity,
    FactKind.SECTOR.value: _sector,
}
