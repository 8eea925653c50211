"""What kind of document it is: a statement, a policy, a supplier declaration, or something else.

Weighted evidence from the title and the sentences (``data/kinds.toml``), summed for each kind. A statement that
contains a policy stays a statement, and a report that never says "slavery" is one; a policy is a text that sets
rules for staff or suppliers and reports nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from supplychain_check.analyse.wording import cues, is_heading, phrase_set, word_list
from supplychain_check.models import DocumentKind, Segment
from supplychain_check.phrases import tokens

FLOOR = 2.5
"""Points that a kind needs; below, the document is something else."""
MANY, ON_PEOPLE = 8, 0.015
"""Mentions and share of words on how workers are treated, from which the subject is shown without its name."""
ON_SUBJECT = 0.004
"""Share of words on the subject (slavery, forced labour, human rights) from which the body alone shows it."""


class Kind(NamedTuple):
    """The kind with its confidence (0 to 1) and the reason in plain words."""

    kind: DocumentKind
    confidence: float
    reason: str


def find_kind(title: str, segments: Sequence[Segment]) -> Kind:
    """Decide the kind from the title and the segments.

    Args:
        title: the title as found in the text or the metadata, or "".
        segments: all segments of the document.
    """
    counts = _body_counts(segments)
    subject = _on_subject(title, counts, segments)
    counts += _title_counts(title, subject=subject)
    points = _points(counts)
    best = max(points, key=lambda kind: points[kind]) if points else DocumentKind.OTHER
    if not subject or points.get(best, 0.0) < FLOOR:
        return _other(subject=subject, points=max(points.values(), default=0.0))
    second = max((value for kind, value in points.items() if kind is not best), default=0.0)
    confidence = 1 / (1 + math.exp(-(points[best] - max(second, FLOOR - 1)) / 2))
    return Kind(best, round(confidence, 2), _reason(title, counts, best))


def _body_counts(segments: Sequence[Segment]) -> Counter[str]:
    counts: Counter[str] = Counter()
    phrases = phrase_set("kinds", "body")
    for segment in segments:
        counts.update(hit.name for hit in phrases.find(tokens(segment.text)))
        counts["questions"] += segment.text.rstrip().endswith("?")
        if is_heading(segment):
            counts.update(cues("kinds", "headings", segment.text))
    return counts


def _title_counts(title: str, *, subject: bool) -> Counter[str]:
    found = cues("kinds", "title", title)
    if "policy_statement_title" in found:
        # "Policy statement" and "statement and policy" say both, so the body decides.
        return Counter({"statement_title": 1} if subject else {})
    if "statement_title" in found and "policy_title" in found:
        return Counter({"statement_title": 1})
    return Counter(dict.fromkeys(found, 1))


def _on_subject(title: str, counts: Counter[str], segments: Sequence[Segment]) -> bool:
    if "subject_title" in cues("kinds", "title", title):
        return True
    words = sum(len(segment.text.split()) for segment in segments)
    if counts["about_slavery"] >= 2 and counts["about_slavery"] >= words * ON_SUBJECT:
        return True
    return counts["about_people"] >= MANY and counts["about_people"] >= words * ON_PEOPLE


def _points(counts: Counter[str]) -> dict[DocumentKind, float]:
    points: dict[DocumentKind, float] = {}
    for name, rule in word_list("kinds")["weights"].items():
        kind = DocumentKind(rule["kind"])
        points[kind] = points.get(kind, 0.0) + rule["weight"] * min(counts[name], rule["most"])
    return points


def _reason(title: str, counts: Counter[str], kind: DocumentKind) -> str:
    rules = [(n, r) for n, r in word_list("kinds")["weights"].items() if r["kind"] == kind.value and counts[n]]
    rules.sort(key=lambda rule: -rule[1]["weight"] * min(counts[rule[0]], rule[1]["most"]))
    said = [f"{rule['say']}{_times(counts[name])}" for name, rule in rules[:3]]
    named = [f"titled '{title[:80]}'"] if title else []
    missing = ["names no reporting period"] if kind is not DocumentKind.STATEMENT and not counts["reporting"] else []
    return "; ".join([*named, *said, *missing])


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


def _other(*, subject: bool, points: float) -> Kind:
    if not subject:
        return Kind(DocumentKind.OTHER, 0.9, "says little or nothing of slavery, forced labour or human rights")
    reason = "speaks of the subject, but not as a statement, a policy or a form"
    return Kind(DocumentKind.OTHER, round(0.9 - 0.1 * min(points, FLOOR), 2), reason)
