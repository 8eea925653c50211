"""Cases that a statement tells as they came about, without naming them: paid for half the hours, told of deportation.

Such a clause counts only within a story: people who are counted, and the firm that met them, was told or did something,
in the sentences around it. Stories of others, from training or the press, are left out with everything that follows
from them.
"""

from __future__ import annotations

from collections.abc import Sequence

from supplychain_check.models.document import Segment, SegmentKind
from supplychain_check.vetting.asked import Papers
from supplychain_check.vetting.clauses import Clause, cues, scope_of
from supplychain_check.vetting.patterns import pattern
from supplychain_check.vetting.periods import named_spans, outside

BEFORE, BEHIND = 3, 3
"""Sentences around a clause in which the rest of its story may stand."""
STORY = 0.7
"""How sure a story is: none of its words names what happened."""


def story(clause: Clause, papers: Papers) -> Clause | None:
    """The clause with the scope of its story, if it tells of harm done to people at the firm or at a supplier."""
    if not _tells(clause):
        return None
    before, behind = _around(clause.segment, papers.analysis.segments)
    told = " ".join((*clause.segment.headings[-1:], *(s.text for s in before[-2:]), clause.segment.text))
    counted = any(pattern("stories", "counted").search(s.text) for s in (*before[-2:], clause.segment))
    part = any(pattern("stories", "own_part").search(s.text) for s in (*before[-2:], clause.segment, *behind))
    if not (counted and part) or pattern("stories", "elsewhere").search(told) or _long_past(clause, before, papers):
        return None
    scopes = [scope_of(s.text) for s in (clause.segment, *reversed(before), *behind)]
    chain = "supply chain" in scopes or any(scope_of(h) == "supply chain" for h in clause.segment.headings[-1:])
    return clause._replace(scope="supply chain" if chain else next(filter(None, scopes), ""))


def placed(clause: Clause, papers: Papers) -> Clause:
    """A clause that does not say whose workers it means; those of suppliers, if the sentence before or the heading does."""
    before, _ = _around(clause.segment, papers.analysis.segments)
    told = (*clause.segment.headings[-1:], *(s.text for s in before[-1:]))
    chain = not clause.scope and any(scope_of(text) == "supply chain" for text in told)
    return clause._replace(scope="supply chain") if chain else clause


def _tells(clause: Clause) -> bool:
    """Whether it says what was done to somebody; what they were threatened with is no condition of ours."""
    threat = pattern("stories", "telling").search(clause.text)
    said = clause.text[: threat.start()] if threat else clause.text
    if (
        not (threat or pattern("stories", "harm").search(said))
        or not pattern("stories", "been").search(said)
        or pattern("stories", "possible").search(clause.segment.text)
    ):
        return False
    if clause.segment.kind is SegmentKind.TABLE_ROW or clause.reading.named_firm:
        return False
    return cues(said).isdisjoint({"modal", "planned", "others", "refuted"}) and not _denied(said)


def _denied(said: str) -> bool:
    rest = pattern("stories", "harm").sub(" ", said)
    return "none" in cues(rest)


def _around(segment: Segment, segments: Sequence[Segment]) -> tuple[list[Segment], list[Segment]]:
    """The sentences before and behind it in its own section."""
    at = segment.index
    before = [s for s in segments[max(0, at - BEFORE) : at] if s.headings == segment.headings]
    behind = [s for s in segments[at + 1 : at + 1 + BEHIND] if s.headings == segment.headings]
    return before, behind


def _long_past(clause: Clause, before: Sequence[Segment], papers: Papers) -> bool:
    """Whether the nearest months or years that the story names lie in another period."""
    dated = next((s.text for s in (clause.segment, *reversed(before)) if named_spans(s.text)), "")
    return outside(dated, papers.declared)
