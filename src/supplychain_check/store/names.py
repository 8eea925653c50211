"""Names of firms, brought to a form in which two ways of writing the same firm are equal."""

from __future__ import annotations

import unicodedata

FORMS = frozenset(
    "ab ag and as asa bv co company corp corporation gmbh inc incorporated kg limited llc llp lp ltd nv oy oyj plc "
    "private proprietary pte pty pvt sa sarl sas se spa srl".split()
)
"""Legal forms, which differ between years of the same firm; and the "and" that "Smith and Co" leaves behind."""

GROUP = frozenset({"group", "holding", "holdings"})
"""Words that tell a parent from its group. Without them "PM Group" would be two letters, which match too much."""

SHORTEST = 4


def normalise(name: str) -> str:
    """A name in small letters without accents, punctuation, a leading "the" and trailing legal forms.

    A name that has nothing else keeps what it has; only a name without letters or digits gives "".
    """
    words = _words(name)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and _says_nothing(words):
        words = words[:-1]
    return " ".join(words)


def _says_nothing(words: list[str]) -> bool:
    last = words[-1]
    return last in FORMS or (last in GROUP and sum(map(len, words[:-1])) >= SHORTEST)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    joined = plain.translate(dict.fromkeys(map(ord, ".'’")))
    letters = (c if c.isalnum() else " " for c in joined if not unicodedata.combining(c))
    return "".join(letters).split()


def related(one: str, other: str) -> bool:
    """Whether two normalised names may belong together: equal, or all words of one stand in a row in the other."""
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
