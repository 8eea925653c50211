"""Evidence status of a sentence: done, promised, denied, hypothetical, claimed, or context.

A baseline of word lists, not a classifier: its confidences are low on purpose, and it only ever decides which
rungs a sentence can reach, never a score by itself. Definitions after Bora et al. (arXiv 2506.01671), who label
future intent and denials; the other classes are ours.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from supplychain_check.analyse.wording import cues
from supplychain_check.models import EvidenceStatus, Segment, SegmentKind
from supplychain_check.phrases import is_number, tokens

_PAST_FORM = re.compile(r"[a-z]{2,}ed\Z")
_NOT_PAST = frozenset(
    "need indeed exceed proceed succeed speed feed seed breed hundred based related committed red bed".split()
)
MIN_WORDS = 4


class Status(NamedTuple):
    """Status, confidence (0 to 1), and why the segment cannot be evidence ("" if it can)."""

    status: EvidenceStatus
    confidence: float
    why_not: str = ""


def _past_form(words: tuple[str, ...]) -> bool:
    return any(_PAST_FORM.match(word) and word not in _NOT_PAST for word in words)


def _can_be_evidence(
    segment: Segment, own: tuple[str, ...], names: frozenset[str], intro_names: frozenset[str], *, has_facts: bool
) -> str:
    """Why a segment cannot be evidence, in plain words; "" if it can (fair scoring, rule 1)."""
    if form := _excluded_by_form(segment, own, names):
        return form
    if segment.kind is SegmentKind.TABLE_ROW:
        return "" if any(is_number(word) for word in own) else "a table row without a figure"
    if sum(word.isalnum() for word in own) < MIN_WORDS and not intro_names:
        return "too short to say who did what"
    if _keyword_list(own):
        return "a list of keywords"
    if _fragment(segment.text, own, names, intro_names):
        return "a fragment without a verb"
    return _excluded_by_content(own, names, intro_names, has_facts=has_facts)


def _excluded_by_form(segment: Segment, own: tuple[str, ...], names: frozenset[str]) -> str:
    if segment.kind is SegmentKind.HEADING:
        return "a heading"
    if "definition_headings" in cues("status", "words", " . ".join(segment.headings)):
        return "in a section of definitions or contents"
    if segment.text.rstrip().endswith("?"):
        return "a question"
    return "a definition" if "definition" in names and not {"we", "our"} & set(own) else ""


def _excluded_by_content(
    own: tuple[str, ...], names: frozenset[str], intro_names: frozenset[str], *, has_facts: bool
) -> str:
    both = names | intro_names
    acts = "act_words" in both or _past_form(own)
    who = (
        {"actor", "denial"} & both
        or _passive(own)
        or (has_facts and acts)
        or own[0] in _DETERMINERS
        or _AUXILIARIES & set(own[1:])
    )
    if not who:
        return "no actor"
    return "" if acts or {"commitment", "hypothetical", "claim", "denial"} & names else "no action"


def _subject_first(words: tuple[str, ...]) -> bool:
    """Whether a sentence begins as one with a subject does: "The mill ...", "None of them ...", "Three cases ..."."""
    return words[0] in _DETERMINERS or is_number(words[0])


_AUXILIARIES = frozenset("is are was were has have had will would does did can may must".split())
_DETERMINERS = frozenset(
    "the this these all each every any both such none nobody everyone some most many few no others another".split()
)
_VERBAL = frozenset(
    "we our us i my they it he she is are was were be been has have had will would do does did can may must not".split()
)
_CHUNK = 5
"""Most words between two commas of a list of keywords, on average."""


def _keyword_list(words: tuple[str, ...]) -> bool:
    """Short chunks between commas or bars, without pronoun or auxiliary; or so many that no sentence has them."""
    marks = sum(word in {",", ";", "|", "/", "•", "·"} for word in words)
    short = len(words) <= _CHUNK * (marks + 1)
    return short and ((marks >= 3 and not _VERBAL & set(words)) or marks >= 12)


def _fragment(text: str, words: tuple[str, ...], names: frozenset[str], intro_names: frozenset[str]) -> bool:
    """A line without full stop, pronoun, auxiliary or leading past form, that no sentence introduces."""
    stops = text.rstrip("\"'”’) ").endswith((".", "!", ":", ";", "…"))
    if stops or _VERBAL & set(words) or _past_form(words[:2]) or {"actor", "act_words"} & intro_names:
        return False
    return not (_subject_first(words) and {"actor", "act_words"} <= names)


def _passive(words: tuple[str, ...]) -> bool:
    """A finite passive such as "was carried out": done, though it does not say by whom."""
    return any(
        first in {"is", "are", "was", "were", "been", "be"} and (bool(_PAST_FORM.match(second)) or second in _IRREGULAR)
        for first, second in pairwise(words)
    )


_IRREGULAR = frozenset(
    "held found made paid repaid told taken given sent led run bought kept set put done met drawn built sold".split()
)


def _names(segment: Segment) -> frozenset[str]:
    return cues("status", "words", segment.text)


def read_status(
    segment: Segment, intro: Segment | None, *, has_facts: bool, firm: frozenset[str] = frozenset()
) -> Status:
    """Judge one segment; a list item is read together with the sentence that introduces it.

    Args:
        segment: the segment.
        intro: the sentence that introduces the list, or None.
        has_facts: whether the segment carries a count, share, sum of money or date.
        firm: words by which the document calls the firm itself, in small letters; they are actors too.
    """
    own = tokens(segment.text)
    names = _names(segment) | ({"actor"} if firm & set(own) else frozenset())
    intro_names = _names(intro) if intro is not None and segment.kind is SegmentKind.LIST_ITEM else frozenset()
    why_not = _can_be_evidence(segment, own, names, intro_names, has_facts=has_facts)
    status, confidence = _judge(names, intro_names, own, has_facts=has_facts)
    return Status(status, confidence, why_not)


def _judge(
    names: frozenset[str], intro_names: frozenset[str], own: tuple[str, ...], *, has_facts: bool
) -> tuple[EvidenceStatus, float]:
    both = names | (intro_names & {"commitment", "hypothetical", "claim", "not_commitment"})
    done = _past_form(own) or "past" in names
    if own[:1] in {("yes",), ("n",)} and len(own) < 12:
        return EvidenceStatus.CLAIM, 0.8
    if "denial" in names and "not_denial" not in names:
        return EvidenceStatus.DENIAL, 0.6
    if "hypothetical" in both and not has_facts:
        return EvidenceStatus.HYPOTHETICAL, 0.6
    if "commitment" in both and "not_commitment" not in names and not _already_done(own):
        return EvidenceStatus.COMMITMENT, 0.6
    if "claim" in both and not (done and (has_facts or "past" in names)) and not has_facts:
        return EvidenceStatus.CLAIM, 0.6
    told = "act_words" in names | intro_names and (has_facts or "actor" in names | intro_names)
    if told or done or _passive(own):
        return EvidenceStatus.ACTION, 0.6
    return EvidenceStatus.CONTEXT, 0.5


_CONDITIONS = frozenset("once when after if where until before unless".split())


def _already_done(words: tuple[str, ...]) -> bool:
    """Something is done or in place before the promise, so that this is not the point of the sentence.

    "We trained 40 buyers and will train the rest"; "our contract requires suppliers to say what they will do".
    """
    for at, word in enumerate(words):
        if word in _CONDITIONS:
            return False
        if word in _PROMISES:
            before = words[:at]
            past = _past_form(before) and bool({"we", "has", "have", "was", "were"} & set(before))
            return past or bool(_PRESENT & set(before))
    return False


_PROMISES = frozenset("will shall plan plans intend intends aim aims next future propose coming due".split())
_PRESENT = frozenset(
    "requires require includes include conducts conduct carries carry provides provide assesses assess engages engage "
    "monitors monitor reviews review sets covers cover ensures checks asks ask uses use operates operate holds "
    "maintains maintain publishes publish trains train audits audit works".split()
)
"""Verbs that say what a firm does now; only such as are seldom nouns."""
