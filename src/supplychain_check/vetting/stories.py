"""Cases that a statement tells as they came about, without naming them: paid for half the hours, told of deportation.

Such a clause counts only within a story: people who are counted, and the firm that met them, was told or did something,
in the sentences around it. Stories of others, from training or the press, are left out with everything that follows
from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplychain_check.models.document import Segment, SegmentKind
from supplychain_check.vetting.asked import Papers
from supplychain_check.vetting.clauses import Clause, cues, scope_of
from supplychain_check.vetting.periods import named_spans, outside

_PEOPLE = (
    r"(?:workers?|men|man|women|woman|people|persons?|employees|staff|migrants?|families|couple|others|labourers?"
    r"|[a-z]{3,}(?:ers|mates|hands))"
)
_FEW = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some of the|a group of|[1-9]\d{0,2})"
_COUNTED = re.compile(rf"\b{_FEW}\s+(?:[\w-]+\s+){{0,3}}?{_PEOPLE}\b", re.IGNORECASE)
_SHORT = (
    r"\bpaid\b[^.;]{0,25}?\b(?:half|third|quarter|part|some|fewer|less|only|twenty|thirty|\d+)\b[^.;]{0,25}?\b(?:hours|days|weeks|shifts|worked|work)\b"
    r"|\bpromised\b[^.;]{0,60}?\bpaid (?:for )?(?:half|less|only|fewer|twenty|thirty|\d+)\b"
    r"|\bpaid (?:less|below|under)\b[^.;]{0,15}?\b(?:minimum|legal|agreed|promised|award)\b"
    r"|\b(?:not|never) been paid (?:for|since)\b|\bworked\b[^.;]{0,40}?\bwithout (?:any )?pay\b"
    r"|\b(?:wages|pay)\b[^.;]{0,20}?\b(?:kept|held) back\b|\bpay (?:was |had been )?docked\b"
)
_TELLING = re.compile(
    r"\b(?:told|warned|threatened)\b(?P<what>[^.;]{0,60}?\b(?:immigration|police|deport\w*|sent home|visas?|famil(?:y|ies)|authorities|dismissal|violence)\b.*)",
    re.IGNORECASE,
)
_HELD = (
    r"\b(?:bank ?cards?|phones?|payslips)\b[^.;]{0,20}?\b(?:kept|held|taken)\b|\b(?:kept|held|took|taken)\b[^.;]{0,20}?\bbank ?cards?\b"
    r"|\bnot (?:allowed|free|permitted) to (?:leave|go)\b|\blocked in\b|\bforced to (?:work|pay|live|sleep)\b"
)
_HARM = re.compile(rf"{_SHORT}|{_HELD}", re.IGNORECASE)
_BEEN = re.compile(r"\b(?:had|were|was|have|has)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:training|course|case stud(?:y|ies)|scenarios?|stor(?:y|ies)|film|video|news\w*|media|press|articles?|research\w*|studies|survey"
    r"|elsewhere|another (?:\w+ )?(?:firm|company|business|region|country|employer|supplier of)|(?:with|for) whom we (?:have )?never|no connection|unconnected|not (?:one of our|a) suppliers?"
    r"|industry|sector|nationally|charit(?:y|ies)|victims?|survivors?|for example|examples?|e\.g|such as|signs?|red flags?|indicators?|warning)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(r"^\W*(?:had|were|should|if|where|when)\b.*\b(?:would|will|must|should)\b", re.IGNORECASE)
_OWN_PART = re.compile(
    r"\b(?:we|our|us)\b[^.;]{0,60}?\b(?:told|approached|stopped|reported|called|rang|raised|found|learn(?:ed|t)|heard|met|asked|repaid|paid|suspended"
    r"|ended|stood|moved|helped|contacted|worked with|uncovered|discovered|identified)\b"
    r"|\b(?:told|approached|stopped|called|rang|contacted|informed|reported to) (?:us|our|by two|by one)\b",
    re.IGNORECASE,
)
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
    counted = any(_COUNTED.search(s.text) for s in (*before[-2:], clause.segment))
    part = any(_OWN_PART.search(s.text) for s in (*before[-2:], clause.segment, *behind))
    if not (counted and part) or _ELSEWHERE.search(told) or _long_past(clause, before, papers):
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
    threat = _TELLING.search(clause.text)
    said = clause.text[: threat.start()] if threat else clause.text
    if not (threat or _HARM.search(said)) or not _BEEN.search(said) or _POSSIBLE.search(clause.segment.text):
        return False
    if clause.segment.kind is SegmentKind.TABLE_ROW or clause.reading.named_firm:
        return False
    return cues(said).isdisjoint({"modal", "planned", "others", "refuted"}) and not _denied(said)


def _denied(said: str) -> bool:
    rest = _HARM.sub(" ", said)
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
