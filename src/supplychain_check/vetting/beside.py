"""Papers that are no statement by their kind, and still tell how a firm treats its workers and whom it buys from.

A small firm often writes such a paper in its own words. In a supplier's folder without a statement it is read beside the
declaration, and the reader is told that it may be none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from supplychain_check.models.analysis import DocumentKind
from supplychain_check.models.document import Segment, SegmentKind
from supplychain_check.phrases import PhraseSet, tokens
from supplychain_check.pipeline import Prepared
from supplychain_check.vetting.clauses import word_list

SENTENCES = 8
"""Fewer are a note, of which nothing can be said to be missing."""
PEOPLE, CHAIN, FIRM = 0.15, 0.08, 0.25
"""Shares of its sentences that must speak of workers, of what is bought, and of the firm itself."""


def read_as_statement(paper: Prepared) -> Prepared | None:
    """The paper, to be read as a statement; None if it is another paper altogether."""
    about = paper.analysis.identity.kind is DocumentKind.OTHER and tells(paper.analysis.segments)
    return paper._replace(kind=DocumentKind.STATEMENT) if about else None


def tells(segments: Sequence[Segment]) -> bool:
    """Whether a text in prose is a firm's own account of its workers and of whom it buys from."""
    prose = [s for s in segments if s.kind in {SegmentKind.SENTENCE, SegmentKind.LIST_ITEM}]
    if len(prose) < SENTENCES:
        return False
    named = [_phrases().names(tokens(segment.text)) for segment in prose]
    shares = {cue: sum(cue in names for names in named) / len(prose) for cue in ("people", "chain", "firm")}
    return shares["people"] >= PEOPLE and shares["chain"] >= CHAIN and shares["firm"] >= FIRM


@cache
def _phrases() -> PhraseSet:
    return PhraseSet(word_list("beside")["cues"])
