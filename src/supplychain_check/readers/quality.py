"""How far a text can be trusted to be what its pages show: recognised letters and broken fonts give rubbish.

The measure looks at ordinary words of prose. Names, figures, codes and words of other languages are left out
of the count, so that tables, short documents and foreign firms are not punished.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from supplychain_check.models import TextQuality
from supplychain_check.readers.builder import Recognised

FLOOR = 0.5
"""Below this score a text is not readable: nothing may be called missing from it."""

_ENOUGH = 30
_POOR_WORDS = 0.1
_POOR_PAGES = 0.34
_COMMON = frozenset(
    "the of and to in a is that for on are with as by we our be this or from at it have has which not an their"
    " all any was will were its they who them these those can may must no if but been us you your".split()
)
_PAIRS = frozenset(
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic"
    " ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un"
    " lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os".split()
)
"""The commonest pairs of letters of English: about three of four pairs in any clean text."""

_FEW_PAIRS = 0.64
_TOKEN = re.compile(r"\S+")
_EDGE = "\"'“”‘’()[]{}<>.,;:!?*•–—-…/|\\"
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’/&-][A-Za-zÀ-ɏ]+)*")
_VOWEL = re.compile(r"[aeiouyàâäáãåæèéêëìíîïòóôöõøœùúûüýÿāēīōūİı]", re.I)
_PILE = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}|(.)\1{3,}", re.I)
_MIXED = re.compile(
    r"[a-z]\d+[a-z]|[a-z]{2}\d[A-Za-z]|\b0[a-z]|[a-z][A-Z]{1,2}[a-z]+[A-Z]"  # h0w, mod3rn, 0ur
    r"|[A-Za-z][@$|^~*\\¬§»«_=¢¥#%{}<>\[\]]+[a-z]|[@|^~*\\¬§»«_=¢¥#%{}<>\[\]]+[a-z]{2}|[a-z]{2}[@$|^~¬§»«¢¥]"
)
_AMOUNT = re.compile(r"[A-Z]{0,3}[£€$¥]?[\d.,]+[a-zA-Z]{0,3}\+?")
_ADDRESS = re.compile(
    r"^\S+@[\w.-]+\.\w{2,}$|://|^www\.|\.(?:com|org|co|net|gov|pdf|docx?|html?)\b|^[\w/.-]*_[\w/.-]*$", re.I
)


@dataclass(frozen=True)
class _Count:
    tokens: int
    words: int
    lower: int
    broken: int
    single: int
    common: int
    strange: int
    pairs: float


def with_recognition(quality: TextQuality, pages: Sequence[Recognised], words: int, total: int) -> TextQuality:
    """Lower the quality of a text by what is known of the pages that were recognised or could not be.

    One poor page in a long document says little; where they are many, what seems to be missing may stand on them.

    Args:
        quality: of the text itself.
        pages: the pages that were pictures.
        words: words of the whole document.
        total: its pages.
    """
    if not pages:
        return quality
    doubt = sum(page.words * (1.0 - page.trust) for page in pages) / max(words, 1)
    poor = [page for page in pages if page.trust < FLOOR]
    score = round(max(0.0, min(quality.score, 1.0 - doubt)), 2)
    many = sum(p.words for p in poor) > _POOR_WORDS * words or len(poor) > _POOR_PAGES * total
    reasons = list(quality.reasons)
    if poor:
        numbers = ", ".join(str(p.page) for p in poor[:10]) + (" and more" if len(poor) > 10 else "")
        reasons.append(f"Pages that could not be read, or only with many mistakes: {numbers}.")
    elif doubt >= 0.1:
        reasons.append("The letters were recognised from pictures, with some doubt.")
    return TextQuality(score=score, readable=quality.readable and score >= FLOOR and not many, reasons=tuple(reasons))


def assess(text: str) -> TextQuality:
    """Return the quality of `text`: 1 for clean prose, 0 for noise; below `FLOOR` it is not readable."""
    count = _count(_TOKEN.findall(text[:400_000]))
    if count.tokens < _ENOUGH:
        return TextQuality(score=1.0, readable=True, reasons=("The text is too short to judge its quality.",))
    losses = _losses(count)
    score = round(max(0.0, 1.0 - sum(loss for loss, _ in losses)), 2)
    reasons = tuple(reason for loss, reason in losses if loss >= 0.1)
    return TextQuality(score=score, readable=score >= FLOOR, reasons=reasons)


def _count(tokens: Sequence[str]) -> _Count:
    pairs = hits = 0
    words = lower = broken = single = common = strange = 0
    for token in tokens:
        bare = token.strip(_EDGE)
        if "\ufffd" in token or any("\ue000" <= c <= "\uf8ff" for c in token) or token.startswith("(cid:"):
            strange += 1
        if not any(c.isalpha() for c in bare) or _ADDRESS.search(bare):
            continue
        words += 1
        broken += _is_broken(bare)
        single += len(bare) == 1 and bare not in {"a", "A", "I", "e", "o"}
        lower += bare[0].islower()
        common += bare in _COMMON
        if bare[0].islower():
            # names come from every language
            pairs += len(bare) - 1
            hits += sum(a + b in _PAIRS for a, b in pairwise(bare))
    share = hits / pairs if pairs else 1.0
    return _Count(len(tokens), words, lower, broken, single, common, strange, share)


def _is_broken(word: str) -> bool:
    """Whether a word looks like no word: digits or signs inside, no vowel, piles of consonants."""
    if (word.isupper() and len(word) <= 6) or _AMOUNT.fullmatch(word):
        return False
    if _MIXED.search(word) or _PILE.search(word):
        return True
    if not word.isascii() and not _WORD.fullmatch(word):
        return not all(c.isalpha() or c in "'’-–" for c in word)
    return len(word) > 3 and word.isalpha() and not _VOWEL.search(word)


def _losses(count: _Count) -> list[tuple[float, str]]:
    """What each kind of damage takes from the score, and how to say it."""
    words = max(count.words, 1)
    broken, single = count.broken / words, count.single / words
    strange = count.strange / count.tokens
    # prose is half function words; names, tables and lists of keywords have none, but their letters are sound
    common = count.common / count.lower if count.lower >= 60 and count.pairs < _FEW_PAIRS else 1.0
    return [
        (min(0.7, 2.5 * max(0.0, broken - 0.03)), f"{broken:.0%} of the words look garbled."),
        (min(0.6, 2.0 * max(0.0, single - 0.08)), f"{single:.0%} of the words are single letters."),
        (min(0.7, 3.0 * max(0.0, strange - 0.01)), f"{strange:.0%} of the words hold characters that mean nothing."),
        (
            min(0.7, 3.0 * max(0.0, 0.6 - count.pairs)) if count.lower >= 60 else 0.0,
            "Many letters stand side by side that seldom do in English words.",
        ),
        (
            min(0.7, 4.0 * max(0.0, 0.25 - common)),
            "Few of the common words of English occur, as when letters were recognised wrongly.",
        ),
    ]
