"""Evidence status of a sentence: done, promised, denied, hypothetical, claimed, or context.

Word lists judge the first predicate of a sentence (`predicates`); two models trained on labels judge beside them whether
it is a promise or a denial (`evidence`). Where the topic model tells kinds of evidence, its say outweighs theirs
(`judged`). Without it the confidence is the share of sentences, of those judged in the same way, that a reader found
right. Definitions: criteria/README.md, "Evidence status".
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from supplychain_check.analyse.evidence import Sentence, shipped_evidence
from supplychain_check.analyse.judged import Place, judged
from supplychain_check.analyse.predicates import bare_yes, irregular, past_form, says_what_a_word_means, weigh
from supplychain_check.analyse.wording import cues, word_list
from supplychain_check.models import EvidenceStatus, Segment, SegmentKind
from supplychain_check.phrases import is_number, tokens

MIN_WORDS = 4


class Status(NamedTuple):
    """Status, confidence (0 to 1), and why the segment cannot be evidence ("" if it can)."""

    status: EvidenceStatus
    confidence: float
    why_not: str = ""


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
    acts = "act_words" in both or any(map(past_form, own))
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
    if stops or _VERBAL & set(words) or any(map(past_form, words[:2])) or {"actor", "act_words"} & intro_names:
        return False
    return not (_subject_first(words) and {"actor", "act_words"} <= names)


def _passive(words: tuple[str, ...]) -> bool:
    """A finite passive such as "was carried out": done, though it does not say by whom."""
    return any(
        first in {"is", "are", "was", "were", "been", "be"} and (past_form(second) or second in irregular)
        for first, second in pairwise(words)
    )


def _names(segment: Segment) -> frozenset[str]:
    return cues("status", "words", segment.text)


def read_status(
    segment: Segment,
    intro: Segment | None,
    *,
    has_facts: bool,
    firm: frozenset[str] = frozenset(),
    network: Mapping[str, float] | None = None,
    risk: bool = False,
) -> Status:
    """Judge one segment; a list item is read together with the sentence that introduces it.

    Args:
        segment: the segment.
        intro: the sentence that introduces the list, or None.
        has_facts: whether the segment carries a count, share, sum of money or date.
        firm: words by which the document calls the firm itself, in small letters; they are actors too.
        network: what the topic model says of the kind of evidence; empty or None if it does not say.
        risk: whether the topic model says that the segment describes a risk.
    """
    own = tokens(segment.text)
    names = _names(segment) | ({"actor"} if firm & set(own) else frozenset())
    intro_names = _names(intro) if intro is not None and segment.kind is SegmentKind.LIST_ITEM else frozenset()
    why_not = _can_be_evidence(segment, own, names, intro_names, has_facts=has_facts)
    said = shipped_evidence().say(Sentence(segment.text, _lead(segment, intro)))
    status, way = weigh(own, intro_names, names, said, has_facts=has_facts)
    found = status, confidence(status, way)
    if network and not _only_by_lists(own, names, has_facts=has_facts):
        found = judged(*found, network, Place(bool(intro_names), way == "both", risk, "rule" in names))
    return Status(*found, why_not)


def _only_by_lists(words: tuple[str, ...], names: frozenset[str], *, has_facts: bool) -> bool:
    """Whether this is the yes or no of a form, or says what a word means: the network has read none and few of those."""
    return bare_yes(words) or "answer_no" in names or says_what_a_word_means(words, names, has_facts=has_facts)


def confidence(status: EvidenceStatus, way: str) -> float:
    """The share of sentences with this status that a blind reader too took for done, or for not done; 0.5 if not measured."""
    counts = word_list("status")["measured"].get(status.value, {})
    right, read = counts.get(way) or counts.get("any") or (1, 2)
    return round(right / read, 2)


def _lead(segment: Segment, intro: Segment | None) -> str:
    if segment.kind is not SegmentKind.LIST_ITEM:
        return ""
    return " . ".join((*segment.headings[-1:], *([intro.text] if intro is not None else [])))
