"""Clauses of a statement: what each says of whom, so that two halves of a sentence are not taken for one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from supplychain_check.models.analysis import Analysis, EvidenceStatus, Reading
from supplychain_check.models.declaration import Scope
from supplychain_check.models.document import Segment, SegmentKind
from supplychain_check.phrases import PhraseSet, tokens

_BREAK = re.compile(
    r"[;:]\s+|,?\s+(?:but|while|whilst|whereas|although|though)\s+"
    r"|,?\s+and\s+(?=(?:we|it|they|the|this|these|our|none|no|all|nobody)\b)"
    r"|,?\s+and\s+(?=(?:will|plan|plans|intend|intends|aim|aims|have|has|had|do|does|did|are|is|was|were|hope)\b)"
    r"|,\s+(?=(?:we|it|they|none|no|but)\b)",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?:high|higher|highest|medium|low|lower)[ -]risk\b(?! (?:of|that)\b)",
    re.IGNORECASE,
)
"""A supplier of high risk is a supplier; nothing is only possible about it."""
_MONTH = re.compile(r"(?<=[\w,] )May\b|\bMay(?= \d)")
"""The month is no word for what is possible."""
_OR_OTHER = re.compile(r"\b(?:or|and) (?:any )?other\b", re.IGNORECASE)
SHORT = 3
"""Words: a shorter piece is no clause of its own."""


class Clause(NamedTuple):
    """Part of a sentence.

    Attributes:
        words: its tokens, in small letters.
        cues: keys of ``data/clauses.toml`` that it meets.
        whole: those that its sentence meets.
        scope: whose workers or business it speaks of; "" where it does not say.
    """

    text: str
    words: tuple[str, ...]
    cues: frozenset[str]
    whole: frozenset[str]
    scope: Scope
    segment: Segment
    reading: Reading

    def has(self, *names: str) -> bool:
        """Whether it meets any of these cues."""
        return not self.cues.isdisjoint(names)


@cache
def word_list(name: str) -> dict[str, Any]:
    """The tables of ``data/NAME.toml``."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> PhraseSet:
    return PhraseSet(word_list("clauses")["cues"])


@lru_cache(maxsize=4096)
def cues(text: str) -> frozenset[str]:
    """Keys of ``data/clauses.toml`` of which a phrase stands in `text`."""
    return _phrases().names(_words(text))


def _words(text: str) -> tuple[str, ...]:
    return tokens(_OR_OTHER.sub("or", _RANKED.sub("priority", _MONTH.sub("month", text))))


def clauses(analysis: Analysis) -> tuple[Clause, ...]:
    """The clauses of all sentences, list items and table rows that can be evidence, in order."""
    pairs = zip(analysis.segments, analysis.readings, strict=True)
    return tuple(
        clause for segment, reading in pairs if _counts(segment, reading) for clause in _split(segment, reading)
    )


def _counts(segment: Segment, reading: Reading) -> bool:
    """Whether a segment says something of the firm: no heading, definition, question, nor about another firm."""
    if segment.kind is SegmentKind.HEADING or reading.named_firm:
        return False
    never = ("definition", "contents", "a question", "keywords")
    return not any(word in reading.why_not for word in never)


def near(clause: Clause, phrases: PhraseSet, cue: str, gap: int = 6) -> bool:
    """Whether words of a cue stand close to the subject, before it or behind it: elsewhere they speak of other things.

    Args:
        clause: the clause.
        phrases: of a subject; "about" names it.
        cue: a key of ``data/clauses.toml``.
        gap: most words between the two.
    """
    said = [hit.places for hit in _phrases().find(clause.words) if hit.name == cue]
    about = [hit.places for hit in phrases.find(clause.words) if hit.name == "about"]
    return any(a[0] - s[-1] <= gap and s[0] - a[-1] <= gap for s in said for a in about)


def _split(segment: Segment, reading: Reading) -> Iterator[Clause]:
    whole = cues(segment.text)
    sentence = scope_of(segment.text)
    for text in pieces(segment.text):
        scope = scope_of(text) or sentence
        yield Clause(text, _words(text), cues(text), whole, scope, segment, reading)


def pieces(text: str) -> list[str]:
    """The clauses of a sentence; pieces too short to be one stay with what stands before them."""
    found: list[str] = []
    at = 0
    for match in [*_BREAK.finditer(text), None]:
        piece = text[at : match.start() if match else len(text)].strip()
        if found and len(piece.split()) <= SHORT:
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
        at = match.end() if match else at
    return found


def hypothetical(clause: Clause) -> bool:
    """Whether the clause, or the sentence around it, speaks of what may be rather than of what was."""
    return clause.has("modal", "others") or clause.reading.status is EvidenceStatus.HYPOTHETICAL


# --- scope ---------------------------------------------------------------------------------------------

_CHAIN_WORDS = (
    r"suppliers?|suppliers?['’]s?|vendors?|sub-?contractors?|contractors?|manufacturers?|processors?|producers?|growers?"
    r"|supply[ -]chains?|factory|factories|mills?|sawmills?|plantations?|tier[ -]?[1-4]|tier (?:one|two|three)|sub-?suppliers?"
)
_OUTSIDE = (
    r"suppliers?['’]?s?|vendors?|sub-?contractors?|contractors?|manufacturers?|producers?|growers?|factory|factories|mills?"
    r"|customers?|partners|auditors?|stakeholders|others|orders|matters|numbers|letters|papers|shareholders|retailers|advisers|advisors"
)
_PEOPLE = (
    r"staff|crews?|people|teams?|workforce|colleagues|men|women|nurses|pickers|personnel|members|employees?|workers?"
    r"|[a-z]+(?:ers|ors|ees)"
)
_PLACES = (
    r"sites?|depots?|warehouses?|workshops?|offices?|laundry|laundries|kitchens?|plants?|branch(?:es)?|stores?|farms?"
    r"|orchards?|vessels?|operations?|business(?:es)?|premises|homes?|hotels?|restaurants?|vineyards?|yards?|homes?"
)
_BOTH = re.compile(
    r"\b(?:operations?|business(?:es)?|organi[sz]ation|company|own \w+)\W{1,2}(?:and|or|nor|and/or|and in|or in|and across)\W(?:our |its |the |their )?supply[ -]chains?",
    re.I,
)
_CHAIN = re.compile(rf"\b(?:{_CHAIN_WORDS})(?!\w)", re.I)
_OWN = re.compile(
    rf"\b(?:our|my|own|the company['’]s|its)\s+(?:own\s+)?(?:(?!(?:{_OUTSIDE})\b)[\w'’&-]+\s+){{0,3}}?(?!(?:{_OUTSIDE})\b)(?:{_PEOPLE}|{_PLACES})\b"
    r"|\bwe\s+(?:directly\s+)?employ|\bdirectly employed\b|\bin-house\b|\bour own\b",
    re.I,
)


@lru_cache(maxsize=4096)
def scope_of(text: str) -> Scope:
    """Whose workers or business a text speaks of: ``own``, ``supply chain``, ``both``, or "" where it does not say."""
    if _BOTH.search(text):
        return "both"
    if _CHAIN.search(text):
        return "supply chain"
    return "own" if _OWN.search(text) else ""


def same_scope(asked: Scope, said: Scope) -> bool:
    """Whether two scopes may be the same; where one is not said, they may."""
    return asked == said or "both" in (asked, said) or "" in (asked, said)
