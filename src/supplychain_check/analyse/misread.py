"""What looks like a fact and is none: the year of an act, "one of", a firm's name, a person called Jordan."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pycountry

from supplychain_check.analyse.fact_patterns import MONTHS, units
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
    if "tolerance" in [token.lower_ for token in span] or _bullet(doc, span) or _numbers_a_heading(doc, span):
        return True
    if any(
        token.is_title and token.lower_.rstrip(".") in _words("firm_endings", "after_comma") for token in span[1:-1]
    ):
        return True  # the number is part of a name: "Tarn 7 Inc employees"
    if (
        _of_a_sum_or_row(doc, span)
        or (first.shape_ == "dddd" and int(first.text) in _YEARS)
        or _SERIAL.match(first.lower_)
    ):
        return True
    if first.lower_ in _ORDINALS or _words("numbered").intersection(before):
        return True
    if first.lower_ == "one" and (before in (["no"], ["any"], ["each"], ["every"]) or span[1].lower_ in {"of", "or"}):
        return True
    if before and before[-1] in {"-", "/", "."} and span.start > 1 and doc[span.start - 2].like_num:
        return True
    return span[-1].lower_ == "hours" and span.end + 1 < len(doc) and doc[span.end].lower_ in {"a", "per", "each"}


_YEARS = frozenset(range(1990, 2051)) - {2000}
"""Four figures that are sooner a year than a number of things; "2000 workers" are workers."""
_SERIAL = re.compile(r"\d+(?:st|nd|rd|th)\Z|\d+\.\d+\.|0\d+\Z")
"""A number in an order, "3rd session", that of a section, "2.3.1 Policies", and that of a company, "08031592"."""
_SECTION = re.compile(r"\d\.\d\Z")
_PARTS_OF_DOCUMENTS = frozenset({"documents", "checks", "concerns", "cases", "training", "goods"})
_FRACTIONS = frozenset("half third thirds quarter quarters fifth fifths off way stop time star day".split())
LAST_SECTION = 20
"""No document has so many numbered sections that one could be taken for a number of things."""


def _of_a_sum_or_row(doc: Any, span: Any) -> bool:
    """The figures of a sum, "£2 billion in our businesses", or the end of a number written in groups: "006 513 873"."""
    if not span.start:
        return False
    before = doc[span.start - 1].text
    if not span[0].text[0].isdigit():
        return bool(span[0].lower_.endswith("illion") and doc[span.start - 1].like_num)
    return before in {"$", "£", "€", "¥"} or (before.isdecimal() and len(before) != len("2026"))


def _bullet(doc: Any, span: Any) -> bool:
    """A number that a dash parts from what follows, "4 - Actions", or joins to it: "one-off cases"."""
    if len(span) < 2 or span[1].text not in {"-", "–"}:
        return False
    parted = span[0].whitespace_ and span[1].whitespace_
    return bool(parted or (len(span) > 2 and span[2].lower_ in _FRACTIONS))


def _numbers_a_heading(doc: Any, span: Any) -> bool:
    """A small number at the beginning, before words with capitals: "5 Our Policies", "6 Modern Slavery Report"."""
    first = span[0]
    if units().get(span[-1].lower_) not in _PARTS_OF_DOCUMENTS:
        return False
    if _SECTION.match(first.text):
        return True
    if span.start or not first.text.isdecimal() or int(first.text) > LAST_SECTION:
        return False
    capitals = [token.is_title or token.is_upper for token in span[1:] if token.is_alpha]
    return bool(capitals) and all(capitals)


def _share(doc: Any, span: Any) -> bool:
    """Half of a year, and "one in 2024"."""
    after = doc[span.end : span.end + 2].text.lower()
    if span[0].lower_ == "half":
        of_time = after.startswith(("the year", "year", "20", "the financial", "fy"))
        return of_time or bool({"first", "second", "latter", "other", "last"}.intersection(_before(doc, span)))
    return len(span) == 3 and span[1].lower_ == "in" and span[2].shape_ == "dddd"


def _country(doc: Any, span: Any) -> bool:
    text = span.text
    if text == "US" and span.end < len(doc) and doc[span.end].like_num:
        return True  # the number of a patent or a telephone
    if text == "US" and span.start and doc[span.start - 1].is_upper and doc[span.start - 1].is_alpha:
        return doc[span.start - 1].text not in {"THE", "UK", "EU"}
    return _in_name(doc, span) or _beside_name(doc, span) or _person_or_state(doc, span)


def _in_name(doc: Any, span: Any) -> bool:
    """Part of the name of an act or a firm: "UK Modern Slavery Act", "Corran Canada Inc.", "Corran USA, Inc."."""
    comma = doc[span.end : span.end + 2]
    if (
        len(comma) == 2
        and comma[0].text == ","
        and comma[1].lower_.rstrip(".") in _words("firm_endings", "after_comma")
    ):
        return True
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
    if span.start == 0 or doc[span.start - 1].text != "(":
        return False
    after = [token.lower_ for token in doc[span.end : span.end + 4]]
    return "act" in _before(doc, span, 3) or after == [")", "(", "the", "act"]


def _beside_name(doc: Any, span: Any) -> bool:
    """Between words with capitals: "Harbour Bank Australia", "British Standards Institution", "UK Treasury"."""
    if _capital(doc, span.end) and not _is_place(doc, span.end):
        return True
    if span.start == 1 and not doc[0].is_stop and span.end < len(doc) and doc[span.end].lower_ in _PREDICATES:
        return _capital(doc, 0) and not _is_place(doc, 0)  # "Tarnbeck Australia is ..."
    return span.start > 1 and _capital(doc, span.start - 1) and not _is_place(doc, span.start - 1)


_PREDICATES = frozenset("is has was will does also had can did".split())


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


_LEADS_IN = frozenset("in of for from as to include includes including comprise comprises eg ( : ,".split())


def _sector(doc: Any, span: Any) -> bool:
    """In the name of a firm; and words such as "energy" and "education" where nothing says that a sector is meant."""
    if _part_of_name(doc, span):
        return True
    if span.text.lower() not in _words("loose_sector"):
        return False
    beside = _words("loose_sector", "said")
    if span.start == 0 and not beside.isdisjoint(token.lower_ for token in doc[span.end :]):
        return False  # "Mining has long been one of the sectors of highest risk."
    before, after = _before(doc, span, 3), [token.lower_ for token in doc[span.end : span.end + 3]]
    # "suppliers of energy", and not "our customers energy needs"
    led = before if before and before[-1] in _LEADS_IN else [word for word in before if word in beside]
    if span.text.lower() not in _words("loose_sector", "narrow"):
        beside = beside | _words("loose_sector", "beside")
    return not (_names_sector(after) or _names_sector(before[::-1]) or beside.intersection((*led, *after)))


def _names_sector(words: list[str]) -> bool:
    """Whether a list goes on with another sector, "and construction", read away from the word."""
    if len(words) < 2 or words[0] not in _JOINS:
        return False
    pairs = {" ".join(words[1:3]), " ".join(words[2:0:-1])}
    return words[1] in _words("sector") or not pairs.isdisjoint(_words("sector"))


def _role(doc: Any, span: Any) -> bool:
    """An office of the state, "Home Secretary", and a council that is a body of its own: "Tarn Poultry Council"."""
    if span[-1].lower_ == "council":
        return _words("role_words", "councils").isdisjoint(token.lower_ for token in span)
    return span.text.lower() in _words("not_role")


_CHECKS = {
    FactKind.DATE.value: _date,
    FactKind.COUNT.value: _count,
    FactKind.PERCENT.value: _share,
    FactKind.COUNTRY.value: _country,
    FactKind.COMMODITY.value: _commodity,
    FactKind.SECTOR.value: _sector,
    FactKind.ROLE.value: _role,
}
