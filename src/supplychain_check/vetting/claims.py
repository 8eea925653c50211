"""What an answer claims, sentence by sentence: that there is none, that it is all, how many all are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supplychain_check.models.declaration import Question
from supplychain_check.vetting.asked import Asked, Papers
from supplychain_check.vetting.asked import asked as answered
from supplychain_check.vetting.clauses import Clause
from supplychain_check.vetting.patterns import pattern
from supplychain_check.vetting.shares import COUNT, number

TIE = 0.02
"""Difference of cosines within which a sentence may be on either of two questions."""
FOLLOWED = 0.8
"""What is left of the nearness of a sentence for the one that follows from it."""
_POINTS = re.compile(r"\b(?:it|them|those|these|the (?:others?|rest|remainder|remaining))\b", re.IGNORECASE)
_END = re.compile(r"(?<=[.;!?])\s+")
_BARE = re.compile(r"^\W*(?:yes|no|y|n|partly|not applicable|n/?a|not known|none)\W*$", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december)\b", re.IGNORECASE
)
_COUNT = re.compile(rf"(?<![\w.,-])(?:{COUNT})(?![\w,-])", re.IGNORECASE)


class Claim(NamedTuple):
    """One sentence of an answer; of a bare answer the question.

    Attributes:
        none: whether it says that there is none of something.
        all: whether it says something of all.
        whole: how many all are; 0 where it does not say.
        bare: whether only the question was there to be taken for it.
    """

    text: str
    none: bool = False
    all: bool = False
    whole: float = 0
    bare: bool = False

    @property
    def marks(self) -> frozenset[str]:
        """Numbers and months, by which a sentence of the statement is known for one on the same event."""
        return marks(self.text)


class Paired(NamedTuple):
    """A clause of the statement beside what an answer claims.

    Attributes:
        near: cosine of the claim and the sentence, -1 to 1.
    """

    claim: Claim
    clause: Clause
    near: float


def marks(text: str) -> frozenset[str]:
    """Numbers above two and months of a text; years tell nothing apart."""
    counts = {f"{value:g}" for value in map(number, _COUNT.findall(text)) if value > 2 and not 2000 <= value < 2050}
    return frozenset(counts | {month.lower() for month in _MONTH.findall(text)})


def claims(asked: Asked) -> tuple[Claim, ...]:
    """What an answer claims; never empty."""
    parts = [part for part in _END.split(asked.words) if part and not _BARE.match(part)]
    return tuple(map(_claim, parts)) or (Claim(asked.question.text, none=asked.no, bare=True),)


def _claim(text: str) -> Claim:
    whole = pattern("claims", "whole").search(text)
    return Claim(
        text,
        none=pattern("claims", "none").search(text) is not None,
        all=pattern("claims", "all").search(text) is not None,
        whole=number(whole["whole"]) if whole else 0,
    )


def of_others(clause: Clause, *, whole: bool) -> bool:
    """Whether a lack is that of others than the firm, or of a group of its own, where the answer does not speak of all."""
    if pattern("lack", "not_firm").search(clause.text):
        return True
    return not whole and pattern("lack", "group").search(clause.text) is not None


def paired(asked: Asked, papers: Papers, least: float, *, sole: bool = False) -> list[Paired]:
    """The clauses that are near enough to what the answer claims, each with the claim that is nearest; nearest first.

    Args:
        asked: a question with its answer.
        papers: both papers.
        least: cosine from which a sentence counts.
        sole: leave out sentences that are nearer to another question of the form or to its answer.
    """
    rivals = papers.near.to(*_all_texts(papers)) if sole else []
    found: dict[int, Paired] = {}
    for claim in claims(asked):
        near = papers.near.to(*_texts(asked.question, claim))
        if sole:
            near = [cosine if cosine >= rival - TIE else -1.0 for cosine, rival in zip(near, rivals, strict=True)]
        for at, clause in enumerate(papers.clauses):
            cosine = _followed(near, clause, papers)
            if cosine >= least and (at not in found or cosine > found[at].near):
                found[at] = Paired(claim, clause, cosine)
    return sorted(found.values(), key=lambda one: -one.near)


def _followed(near: Sequence[float], clause: Clause, papers: Papers) -> float:
    """How near a clause is; one that only points back is as near as the sentence before it, or nearly."""
    index = clause.segment.index
    before = papers.analysis.segments[index - 1] if index else None
    if before is None or before.headings != clause.segment.headings or not _POINTS.search(clause.text):
        return near[index]
    return max(near[index], FOLLOWED * near[before.index])


def _all_texts(papers: Papers) -> list[str]:
    """What any question of the form and its answer say; of a question without an answer its wording."""
    texts = [question.text for question in papers.declaration.form.questions if not question.role]
    return texts + [
        text for one in answered(papers.declaration) for c in claims(one) for text in _texts(one.question, c)
    ]


def _texts(question: Question, claim: Claim) -> tuple[str, ...]:
    return (claim.text,) if claim.bare else (claim.text, f"{question.text} {claim.text}")


def affirmed(asked: Asked) -> Iterator[Claim]:
    """The claims that something is or was done."""
    return (claim for claim in claims(asked) if not claim.none)
