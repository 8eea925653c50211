"""Token patterns of facts for spaCy's matcher over a blank English pipeline."""

from __future__ import annotations

from functools import cache
from typing import Any

from supplychain_check.analyse.wording import word_list
from supplychain_check.models import FactKind

Pattern = list[dict[str, Any]]

MONTHS = [
    *("january february march april may june july august september october november december".split()),
    *("jan feb mar apr jun jul aug sep sept oct nov dec".split()),
]
_CURRENCIES = ["$", "£", "€", "¥", "NZ$", "A$", "US$", "AU$", "C$", "CA$", "CAD$", "HK$", "S$", "R"]
_CODES = ["nzd", "aud", "usd", "gbp", "eur", "cad", "inr", "bdt", "thb", "myr", "rm"]
_SCALES = ["million", "billion", "trillion", "thousand", "m", "mn", "bn", "k", "m.", "bn."]
_NUMBER: dict[str, Any] = {"LIKE_NUM": True}
_YEAR: dict[str, Any] = {"SHAPE": "dddd"}
_DAYS = ["d", "dd", "dxx", "ddxx"]
_NUMERIC_DAYS = ["dd/dd/dddd", "d/dd/dddd", "dd/d/dddd", "d/d/dddd", "dd.dd.dddd", "dddd-dd-dd", "dd/dd/dd", "dd.dd.dd"]
# words that end the phrase to which a number belongs
_BREAKS = (
    "act and in to of the per a an for with by from were was is are have has had or that which who we they it you i our "
    "its their this these those will would can may must shall should not be been as than at on year years month months "
    "week weeks day days minute minutes hour times where when while whose if but because across over under during within "
    "between among using star percent all any each every no & % – — , . ; : ( ) |"
)
_FILLER: dict[str, Any] = {"LOWER": {"NOT_IN": _BREAKS.split()}, "LIKE_NUM": False, "OP": "{0,4}"}
_OF: dict[str, Any] = {"LOWER": {"IN": ["of", "the", "our", "its", "their", "these", "those", "all"]}, "OP": "{0,3}"}
_WRITTEN: Pattern = [_NUMBER, {"LIKE_NUM": True, "OP": "*"}, {"ORTH": "+", "OP": "?"}]
_RANGE: Pattern = [*_WRITTEN, {"LOWER": {"IN": ["-", "–", "to", "and"]}}, *_WRITTEN]
_LASTING: Pattern = [_NUMBER, {"ORTH": "-", "OP": "?"}, {"LOWER": {"IN": ["hour", "day", "minute", "week", "month"]}}]


@cache
def units() -> dict[str, str]:
    """What each unit noun counts: "factories" to "sites"."""
    return {word: what for what, words in word_list("facts")["units"].items() for word in words}


def token_patterns() -> dict[FactKind, list[Pattern]]:
    """Patterns by the kind of fact that they find."""
    return {
        FactKind.COUNT: _counts(),
        FactKind.PERCENT: _shares(),
        FactKind.MONEY: _sums(),
        FactKind.DATE: [*_days(), *_years()],
        FactKind.ROLE: _roles(),
        FactKind.STANDARD: _standards(),
    }


def _standards() -> list[Pattern]:
    """Those that are known by a number: "ISO 45001:2018", "ISO/IEC 27001"."""
    number = {"TEXT": {"REGEX": r"^\d{4,5}(?::\d{4})?$"}}
    return [
        [{"TEXT": {"REGEX": r"^ISO\d{4,5}(?::\d{4})?$"}}],
        [{"ORTH": "ISO"}, {"ORTH": "/", "OP": "?"}, {"ORTH": "IEC", "OP": "?"}, number],
    ]


def _counts() -> list[Pattern]:
    unit = {"LOWER": {"IN": list(units())}}
    dozen, spelt = {"LOWER": "dozen"}, {"LIKE_NUM": True, "IS_ALPHA": True}
    label = {"IS_ALPHA": True, "LOWER": {"NOT_IN": _BREAKS.split()}, "OP": "{0,3}"}
    plain = {"IS_ALPHA": True, "LIKE_NUM": False, "LOWER": {"NOT_IN": [*_BREAKS.split(), *units()]}}
    moved = {"LOWER": {"IN": ["rose", "fell", "grew", "increased", "decreased", "dropped", "went", "risen", "fallen"]}}
    said = {"LOWER": {"IN": ["was", "were", "is", ":", "rose", "fell", "to", "totalled", "stood", "at"]}, "OP": "+"}
    return [
        [*_WRITTEN, _OF, _FILLER, unit],
        [*_RANGE, _OF, _FILLER, unit],
        [_NUMBER, *_LASTING, _FILLER, unit],
        [*_WRITTEN, _FILLER, {"ORTH": "("}, {"IS_ALPHA": True}, {"ORTH": ")"}, _FILLER, unit],
        # "70 full and part-time staff", and not "70 audits and their staff"
        [*_WRITTEN, {**plain, "OP": "{1,2}"}, {"ORTH": "-", "OP": "?"}, {"LOWER": "and"}, plain, _FILLER, unit],
        [{"LIKE_NUM": True, "OP": "?"}, dozen, _OF, _FILLER, unit],
        [_NUMBER, {"LOWER": "out", "OP": "?"}, {"LOWER": "of"}, _OF, _NUMBER, _FILLER, unit],
        # a number in words and again in digits: "twenty-three (23) subsidiaries"
        [spelt, {"ORTH": "-", "OP": "?"}, {**spelt, "OP": "*"}, {"ORTH": "("}, _NUMBER, {"ORTH": ")"}, _FILLER, unit],
        [_NUMBER, {"LOWER": "of"}, {"LOWER": {"IN": ["them", "these", "those", "which", "whom"]}}],
        [{"LOWER": "of"}, {"LOWER": {"IN": ["which", "whom"]}}, _NUMBER],
        [{"LOWER": "number"}, {"LOWER": "of"}, _FILLER, unit, {**_FILLER, "OP": "{0,3}"}, said, _NUMBER],
        [unit, moved, {"LOWER": {"IN": ["up", "down"]}, "OP": "?"}, {"LOWER": {"IN": ["to", "from"]}}, _NUMBER],
        [unit, label, {"ORTH": {"IN": [":", "|"]}}, {"ORTH": "|", "OP": "?"}, _NUMBER],
    ]


def _shares() -> list[Pattern]:
    parts = {"LOWER": {"IN": ["half", "third", "quarter", "fifth", "tenth"]}}
    many = {"LOWER": {"IN": ["thirds", "quarters", "fifths", "tenths"]}}
    dash = {"ORTH": "-", "OP": "?"}
    whole = {"LOWER": {"IN": ["the", "our", "all", "its", "these", "those"]}}
    return [
        [_NUMBER, {"ORTH": "%"}],
        [_NUMBER, {"LOWER": {"IN": ["per", "percent", "pct"]}}, {"LOWER": "cent", "OP": "?"}],
        [{"LOWER": {"IN": ["a", "one"]}}, dash, parts, {"LOWER": "of"}],
        [_NUMBER, dash, many, {"LOWER": "of", "OP": "?"}],
        [{"LOWER": "half"}, {"LOWER": "of"}],
        [{"LOWER": "half"}, whole],
        [{"LOWER": {"IN": ["one", "two", "three", "four"]}}, {"LOWER": "in"}, {"LIKE_NUM": True, "LENGTH": {"<=": 5}}],
    ]


def _sums() -> list[Pattern]:
    scale = {"LOWER": {"IN": _SCALES}, "OP": "?"}
    amount = {"TEXT": {"REGEX": r"^\d[\d,.]*(?:m|mn|bn|k|M|B)?$"}}
    named = {"LOWER": {"IN": ["dollars", "pounds", "euros", "rupees", "taka", "baht", "ringgit", *_CODES]}}
    return [
        [{"ORTH": {"IN": _CURRENCIES[:-1]}}, amount, scale],
        [
            {
                "TEXT": {
                    "REGEX": r"^(?:(?:NZ|AU|CA|HK|S|A|C|US)[$]|(?:NZD|AUD|USD|GBP|EUR|CAD)[$£€]?)\d[\d,.]*(?:m|bn|k)?$"
                }
            },
            scale,
        ],
        [{"LOWER": {"IN": _CODES}}, {"ORTH": "$", "OP": "?"}, amount, scale],
        [_NUMBER, scale, named],
    ]


def _days() -> list[Pattern]:
    month = {"LOWER": {"IN": [*MONTHS, *(f"{name}." for name in MONTHS)]}, "IS_LOWER": False}
    comma = {"ORTH": ",", "OP": "?"}
    return [
        [{"LIKE_NUM": True, "OP": "?"}, month, comma, _YEAR],
        [{"SHAPE": {"IN": _DAYS}}, {"LOWER": "day", "OP": "?"}, {"LOWER": "of", "OP": "?"}, month, comma, _YEAR],
        [month, {"SHAPE": {"IN": _DAYS}}, comma, _YEAR],
        [{"LIKE_NUM": True}, month],
        [{"LOWER": {"IN": ["in", "during", "since", "last", "this"]}}, month],
        [{"SHAPE": {"IN": _NUMERIC_DAYS}}],
        [_YEAR, {"ORTH": "-"}, {"SHAPE": "dd"}, {"ORTH": "-"}, {"SHAPE": "dd"}],
        [{"SHAPE": "dd"}, {"ORTH": "-"}, {"SHAPE": "dd"}, {"ORTH": "-"}, _YEAR],
    ]


def _years() -> list[Pattern]:
    before = (
        "in during since by year ended ending end of for from between throughout until through after before".split()
    )
    year_word = {"LOWER": {"IN": ["year", "years", "period", "periods"]}}
    which = {"LOWER": {"IN": ["financial", "fiscal", "reporting", "calendar"]}}
    last = {"LOWER": {"IN": ["last", "past", "previous", "prior", "preceding", "next", "coming", "following"]}}
    to_year: Pattern = [{"ORTH": {"IN": ["-", "–"]}}, {"SHAPE": {"IN": ["dd", "dddd"]}}]
    when: Pattern = [
        {"LOWER": {"IN": before}},
        {"LOWER": {"IN": ["early", "late", "mid", "calendar", "the", "fiscal", "mid-"]}, "OP": "?"},
        {"ORTH": "-", "OP": "?"},
        _YEAR,
    ]
    return [
        when,
        [*when, {"LOWER": {"IN": ["and", "&", "or", "to", "until"]}}, _YEAR],
        [*when, *to_year],
        [_YEAR, *to_year, which, year_word],
        [{"LOWER": "as"}, {"LOWER": {"IN": ["of", "at"]}}, _YEAR],
        [{"TEXT": {"REGEX": r"^(?:FYE?|CY|[QH][1-4])'?\d{2,4}(?:[/-]\d{2,4})?-?$"}}],
        [{"ORTH": {"IN": ["FY", "FYE"]}}, {"ORTH": ")"}, _YEAR],
        [{"TEXT": {"REGEX": r"^(?:FY|CY|[QH][1-4])$"}}, {"TEXT": {"REGEX": r"^(?:\d{4}|\d\d)(?:/\d{2,4})?$"}}],
        [{"SHAPE": {"IN": ["dddd/dd", "dddd/dddd"]}}],
        [_YEAR, *to_year],
        [_YEAR, which, year_word],
        [last, which, year_word],
        [last, _NUMBER, {"ORTH": "-", "OP": "?"}, {"LOWER": {"IN": ["month", "months", "weeks", "years", "quarters"]}}],
    ]


def _roles() -> list[Pattern]:
    words = word_list("facts")["role_words"]
    no_name = "the a our its this that each all every any by from to in and for which whom such limited ltd plc inc"
    name = {"IS_TITLE": True, "IS_ALPHA": True, "LOWER": {"NOT_IN": no_name.split()}}
    last = {"LOWER": {"IN": words["last"]}, "IS_TITLE": True}
    joined = {"ORTH": {"IN": ["and", "&", "of"]}, "OP": "?"}
    free = {"IS_ALPHA": True, "LOWER": {"NOT_IN": no_name.split()}}
    topic = {"LOWER": {"IN": words["topics"]}}
    before = {"LOWER": {"IN": words["before"]}, "OP": "{0,2}"}
    head: Pattern = [before, {"LOWER": {"IN": words["of"]}}, {"LOWER": "of"}]
    body = [{"LOWER": {"IN": words["kinds"]}}, {"LOWER": {"IN": words["bodies"]}}]
    return [
        [*head, free],
        [*head, name, joined, name],
        [{"LOWER": "chief"}, {"IS_ALPHA": True, "OP": "{1,3}"}, {"LOWER": "officer"}],
        [name, joined, {**name, "OP": "{0,3}"}, last],
        [topic, {"LOWER": {"IN": ["and", "&", "-", *words["topics"]]}, "OP": "{0,4}"}, *body],
    ]
