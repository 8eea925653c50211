"""How many of how many: shares, fractions, all, some and none of a unit, as a clause states them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

UNITS = {
    "supplier": r"suppliers?|vendors?|factory|factories|contractors?|manufacturers?|producers?|supplier sites|supplier spend base|supply base|supplier base|mills?|growers?",
    "staff": r"staff|employees|workers|people|colleagues|managers|guards|drivers|cleaners|team members|workforce|buyers",
    "contract": r"contracts|agreements",
}
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_UNITS = {word: value for word, value in _WORDS.items() if 0 < value < 10}
_WORDS |= _TENS | {f"{ten}{dash}{one}": _TENS[ten] + _UNITS[one] for ten in _TENS for one in _UNITS for dash in "- "}
COUNT = rf"(?:{_NUMBER}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
"""A number in digits or in words, as a pattern."""
_FRACTIONS = {
    "half": 0.5, "a half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "two thirds": 2 / 3, "two-thirds": 2 / 3,
    "a quarter": 0.25, "one quarter": 0.25, "three quarters": 0.75, "three-quarters": 0.75, "one in ten": 0.1,
}  # fmt: skip
_VAGUE = {
    "some": (0.01, 0.9), "most": (0.5, 0.93), "the majority": (0.5, 0.93), "a majority": (0.5, 0.93),
    "many": (0.1, 0.9), "a number": (0.01, 0.9), "few": (0.01, 0.3), "a few": (0.01, 0.5), "several": (0.01, 0.9),
    "not all": (0.0, 0.93), "not every": (0.0, 0.93), "a small number": (0.01, 0.3), "only some": (0.01, 0.7),
    "almost all": (0.85, 0.995), "nearly all": (0.85, 0.995), "about half": (0.4, 0.6), "none": (0.0, 0.0),
}  # fmt: skip
_RANGES = {words: (value - 0.05, value + 0.05) for words, value in _FRACTIONS.items()} | _VAGUE
_ALL = r"(?<!not )(?<!nearly )(?<!almost )(?:all|every|each|100\s?(?:%|per cent|percent)(?: of)?)(?: of)?"
_BETWEEN = (
    r"(?:of\s+)?(?:all\s+)?(?:of\s+)?(?:(?:our|your|the|its|their|those|these|all)\s+)?(?P<own>(?:[\w'’-]+\s+){0,2}?)"
)
_SUBSET = re.compile(
    r"\W+(?:that|which|who)\s+(?:have|has|had|do|did|are|were)\s+not\b|"
    r"\W+(?:that\s+(?:were|we|have|had)\s+|which\s+(?:were|we)\s+|who\s+(?:were|we|have)\s+|we\s+)?"
    r"(?:assessed|audited|surveyed|visited|asked|screened|reviewed|checked|trained|responding|sampled|inspected|identified)\b"
    r"(?:(?!\s+(?:in|during|for|by|against|on|so|this|to)\b)"
    r"|[^.;]{0,40}?\b(?:are|were|is|was|have been|has been)\s+(?:deemed|rated|found|considered|classed|judged|identified|ranked|graded|at|high|low|medium)\b)",
    re.I,
)


class Share(NamedTuple):
    """A part of a unit.

    Attributes:
        low: 0 to 1; least that the words allow.
        high: 0 to 1; most that they allow.
        unit: key of `UNITS`.
        which: words that narrow the unit ("direct", "high-risk"), in small letters.
        text: as it stands.
    """

    low: float
    high: float
    unit: str
    which: str
    text: str

    @property
    def everything(self) -> bool:
        """Whether this is all of the unit."""
        return self.low >= 0.995

    def agrees(self, other: Share, slack: float = 0.06) -> bool:
        """Whether both can be true at once; shares are rounded and counted on different days."""
        return self.low <= other.high + slack and other.low <= self.high + slack


def number(text: str) -> float:
    """The value of digits or of words for a number below a hundred."""
    lower = text.lower().replace(",", "")
    return float(_WORDS[lower]) if lower in _WORDS else float(lower)


@lru_cache(maxsize=8192)
def shares(text: str) -> tuple[Share, ...]:
    """Every share of a unit that a text states; shares of what was only looked at are left out."""
    taken: list[tuple[int, int]] = []
    found: list[Share] = []
    for low, high, match, unit in _all(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        if not _SUBSET.match(text[match.end() :]):
            found.append(Share(low, high, unit, (match["own"] or "").strip().lower(), match.group().strip()))
    return tuple(found)


def _all(text: str) -> Iterator[tuple[float, float, re.Match[str], str]]:
    for unit in UNITS:
        patterns = _patterns(unit)
        if patterns.noun.search(text):
            for low, high, match in _of_unit(patterns, text):
                yield low, high, match, unit


def _of_unit(patterns: _Patterns, text: str) -> Iterator[tuple[float, float, re.Match[str]]]:
    """Numbers first, then words; the surest reading of a place counts."""
    for match in patterns.counts.finditer(text):
        part, whole = number(match["part"]), number(match["whole"])
        if whole > 0 and part <= whole:
            yield part / whole, part / whole, match
    for match in patterns.percent.finditer(text):
        part = min(number(match["part"]) / 100, 1.0)
        yield part, part, match
    for match in patterns.words.finditer(text):
        yield *_RANGES[match["words"].lower()], match
    for match in patterns.everything.finditer(text):
        yield 1.0, 1.0, match


class _Patterns(NamedTuple):
    """How shares of one unit are written."""

    noun: re.Pattern[str]
    counts: re.Pattern[str]
    percent: re.Pattern[str]
    words: re.Pattern[str]
    everything: re.Pattern[str]


@cache
def _patterns(unit: str) -> _Patterns:
    own, nouns = r"(?P<own>(?:[\w'’-]+\s+){0,2}?)", rf"\b(?P<unit>{UNITS[unit]})(?!['’\w])"
    of = rf"(?<![\d.,-])(?P<part>{COUNT})\s+(?:out\s+)?of\s+(?:our|the|its|all|all our|their)?\s*(?P<whole>{COUNT})\s+"
    words = "|".join(sorted(_RANGES, key=len, reverse=True))
    made = (
        nouns,
        rf"\b{of}{own}{nouns}",
        rf"(?<![\d.,])(?P<part>{_NUMBER})\s?(?:%|per\s?cent|percent)\s+{_BETWEEN}{nouns}",
        rf"(?<!how )\b(?P<words>{words})\s+{_BETWEEN}{nouns}",
        rf"{_ALL}\s+(?:(?:our|the|its)\s+)?(?:{COUNT}\s+)?{_BETWEEN}{nouns}",
    )
    return _Patterns(*(re.compile(pattern, re.IGNORECASE) for pattern in made))
