"""Names of organisations, made comparable: same firm, perhaps the same, or not."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from supplychain_check.analyse.wording import word_list

TYPO = 94.0
"""rapidfuzz ratio from which two names of the same number of words may be one, spelled differently."""
_FORMS = {
    "limited": "ltd", "proprietary": "pty", "incorporated": "inc", "corporation": "corp", "company": "co",
    "unlimited": "unltd", "private": "pvt",
}  # fmt: skip
_WEAK = frozenset(
    "group holdings holding services service solutions international global australia australasia new zealand nz uk "
    "aotearoa pacific europe asia trading enterprises industries management properties the and of".split()
)
"""Words that one firm of a family has and another has not."""


class Likeness(IntEnum):
    """How two names lie to each other."""

    OTHER = 0
    FAMILY = 1
    NEAR = 2
    SAME = 3


class Name(NamedTuple):
    """A name in small letters without accents.

    Attributes:
        core: its words without the legal form.
        form: words of the legal form, abbreviated ("pty ltd"); "" if it has none.
    """

    core: tuple[str, ...]
    form: str


@cache
def _legal() -> frozenset[str]:
    words = " ".join(word_list("names")["legal_suffixes"]).lower()
    known = {_FORMS.get(word, word) for word in re.findall(r"[a-z]{2,}", words.replace(".", ""))}
    return frozenset(known) - {"uk", "branch"} | {"co"}


@lru_cache(maxsize=8192)
def parse(name: str) -> Name:
    """A name without accents, punctuation, "the", and with its legal form apart."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    spaced = re.sub(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)", "", plain.lower().replace("&", " and ").replace("+", " and "))
    words = [_FORMS.get(word, word) for word in re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", spaced))]
    words = words[1:] if words[:1] == ["the"] else words
    at = len(words)
    while at > 1 and words[at - 1] in _legal():
        at -= 1
    return Name(tuple(words[:at]), " ".join(words[at:]))


def likeness(one: str, other: str) -> Likeness:
    """Whether two names are one firm's.

    Returns:
        SAME: but for the legal form's spelling, accents and punctuation; NEAR: another legal form, or a slip of the
        pen; FAMILY: one has words that the other lacks; OTHER.
    """
    a, b = parse(one), parse(other)
    if not a.core or not b.core:
        return Likeness.OTHER
    if "".join(a.core) == "".join(b.core):
        return Likeness.SAME if a.form == b.form or not a.form or not b.form else Likeness.NEAR
    if _spelled_alike(a.core, b.core):
        return Likeness.NEAR
    return Likeness.FAMILY if _family(a.core, b.core) else Likeness.OTHER


def _spelled_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    from rapidfuzz import fuzz

    digits = [word for word in a if word.isdigit()] != [word for word in b if word.isdigit()]
    return len(a) == len(b) and not digits and fuzz.ratio(" ".join(a), " ".join(b)) >= TYPO


def _family(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one name is the other with more words, or both share all that is not a common word of firms."""
    short, long = sorted((a, b), key=len)
    if long[: len(short)] == short and not set(short) <= _WEAK:
        return True
    telling_a, telling_b = [w for w in a if w not in _WEAK], [w for w in b if w not in _WEAK]
    return bool(telling_a) and telling_a == telling_b


def first_word(name: str) -> str:
    """The word by which a family of firms is known; "" where it is a common one."""
    core = parse(name).core
    return core[0] if core and core[0] not in _WEAK and len(core[0]) > 3 else ""


def pattern(name: str) -> re.Pattern[str] | None:
    """Finds a name in running text, whatever its case, punctuation and legal form; None for one common word."""
    core = parse(name).core
    if not core or (len(core) == 1 and len(core[0]) < 5):
        return None
    joined = r"[\s&+.,'’/-]{1,3}".join(map(re.escape, core))
    return re.compile(rf"(?<![\w-]){joined}(?![\w-])", re.IGNORECASE)


def plain(text: str) -> str:
    """A text without accents, each character in its place."""
    return "".join((unicodedata.normalize("NFD", c)[:1] or c) if ord(c) > 127 else c for c in text)
