"""Numbers as people write them: "1,200", "twenty-five", "a dozen", "two thirds of", "$1.2 million"."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SCALES = {
    **dict.fromkeys(("thousand", "k"), 1e3),
    **dict.fromkeys(("million", "m", "mn"), 1e6),
    **dict.fromkeys(("billion", "bn", "b"), 1e9),
    **dict.fromkeys(("trillion", "tn"), 1e12),
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
_PARTS |= {"tenth": 10, "tenths": 10}
_WORDS = re.compile(r"[a-z]+")


def value(text: str) -> float | None:
    """The number that a text begins with or contains, the first of several; None where it cannot be read.

    A sum comes with its scale ("$1.2 million" is 1,200,000), a range as its lower end.
    """
    small = text.lower()
    digits = _DIGITS.search(small)
    before = _written(tuple(_WORDS.findall(small[: digits.start() if digits else None])))
    if digits is None or before is not None:
        return before
    after = _WORDS.match(small[digits.end() :].lstrip(" +"))
    number = float(digits[0].replace(",", ""))
    return number * _SCALES.get(after[0], 1.0) if after else number


def share(text: str) -> float | None:
    """A share in per cent: "61 per cent", "two thirds of", "one in five", "12 out of 14 mills"."""
    small = text.lower()
    words = re.findall(r"[a-z]+|\d[\d,.]*", small)
    part = next((_PARTS[word] for word in words if word in _PARTS), None)
    if part is not None:
        return 100.0 * ((_written(tuple(w for w in words if w not in _PARTS)) or value(small) or 1.0) / part)
    for between in (" out of ", " in "):
        if between in small:
            some, _, whole = small.partition(between)
            first, second = value(some), value(whole)
            return 100.0 * first / second if first is not None and second else None
    return value(small)


@lru_cache(maxsize=1024)
def _written(words: tuple[str, ...]) -> float | None:
    """A number in words, the longest that begins at the first word that is one."""
    from text_to_num import text2num

    words = tuple(word for word in words if word not in {"and", "a", "an"})
    if "dozen" in words:
        before = _written(words[: words.index("dozen")])
        return 6.0 if "half" in words[: words.index("dozen")] else 12.0 * (before or 1.0)
    for start in range(len(words)):
        for end in range(min(len(words), start + 6), start, -1):
            try:
                return float(text2num(" ".join(words[start:end]), "en"))
            except ValueError:
                continue
    return None
