"""Status, and what can be evidence at all."""

from __future__ import annotations

import json

import pytest

from research_data import research_data
from supplychain_check.analyse.firms import named_firm
from supplychain_check.analyse.status import read_status
from supplychain_check.models import (
    DocumentKind,
    EvidenceStatus,
    Identity,
    Segment,
    SegmentKind,
    Stated,
)


def one(text: str, headings: tuple[str, ...] = (), kind: SegmentKind = SegmentKind.SENTENCE) -> Segment:
    return Segment(index=0, kind=kind, start=0, end=len(text), text=text, headings=headings)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("In March 2026 we trained all 40 buyers.", "action"),
        ("We have mapped our first tier.", "action"),
        ("A risk assessment was carried out by the procurement team.", "action"),
        ("We source cotton from two mills in India.", "action"),
        ("All new suppliers sign the code before their first order.", "action"),
        ("We trained the buyers in May and will train the drivers next year.", "action"),
        ("We will train our buyers next year.", "commitment"),
        ("The company intends to visit its suppliers.", "commitment"),
        ("A hotline is being planned for over the next two years.", "commitment"),
        ("No incidents of modern slavery were identified.", "denial"),
        ("We have not yet audited any factory.", "denial"),
        ("None were reported during the year.", "denial"),
        ("If a case were found, we would work with the supplier.", "hypothetical"),
        ("In the event of a breach the contract may be ended.", "hypothetical"),
        ("We are committed to ending modern slavery.", "claim"),
        ("We have a zero tolerance approach to slavery.", "claim"),
        ("We expect our suppliers to share our values.", "claim"),
        ("Yes, we comply.", "claim"),
        ("Modern slavery affects millions of people.", "context"),
    ],
)
def test_status(text: str, status: str) -> None:
    found = read_status(one(text), None, has_facts=any(ch.isdigit() for ch in text))
    assert found.status == EvidenceStatus(status)


@pytest.mark.parametrize(
    ("segment_", "why"),
    [
        (one("Supplier audits and training", kind=SegmentKind.HEADING), "a heading"),
        (one("We train all our people.", headings=("Glossary",)), "in a section of definitions or contents"),
        (one("Do we train our people every year?"), "a question"),
        (one("Forced labour is defined as work under threat of a penalty."), "a definition"),
        (one("Audits, training, whistleblowing, supplier code, recruitment fees, remediation"), "a list of keywords"),
        (one("Supplier audits done"), "too short to say who did what"),
        (one("Better supplier relations across every single market."), "no action"),
        (one("Better supplier relations across every single market"), "a fragment without a verb"),
        (one("Audits | Training | Sites", kind=SegmentKind.TABLE_ROW), "a table row without a figure"),
    ],
)
def test_what_cannot_be_evidence(segment_: Segment, why: str) -> None:
    assert read_status(segment_, None, has_facts=False).why_not == why


@pytest.mark.parametrize("text", ["—", "…", "1", "***", "§ 4"])
def test_a_segment_without_words_is_no_evidence(text: str) -> None:
    assert read_status(one(text), None, has_facts=False).why_not


def test_a_list_item_is_read_with_its_introduction() -> None:
    intro = one("During the year we:")
    item = one("audited twelve factories in Fiji", kind=SegmentKind.LIST_ITEM)
    assert read_status(item, intro, has_facts=True)[::2] == (EvidenceStatus.ACTION, "")
    promise = one("Next year we will:")
    assert read_status(item, promise, has_facts=False).status is EvidenceStatus.COMMITMENT


def test_status_on_labels_of_experts() -> None:
    """Word lists are weak here, and published rules are too (F1 0.39 to 0.41 and 0.22): the floor keeps them honest."""
    path = research_data("aims", "evidence-status-dev.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    read = [read_status(one(row["sentence"] + "."), None, has_facts=False).status for row in rows]
    for status, label, floor in (
        (EvidenceStatus.COMMITMENT, "future", 0.37),
        (EvidenceStatus.DENIAL, "negative", 0.40),
    ):
        pairs = [(found is status, bool(row[label])) for found, row in zip(read, rows, strict=True)]
        hits = sum(a and b for a, b in pairs)
        f1 = 2 * hits / (sum(a for a, _ in pairs) + sum(b for _, b in pairs))
        assert f1 >= floor, f"{label}: F1 {f1:.2f} on {len(rows)} sentences"


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Harbour Foods Ltd has trained its buyers.", "Harbour Foods Ltd"),
        ("Corran Cleaning Limited has trained its buyers.", ""),
        ("Training Corran Cleaning Limited requires all buyers to take a course.", ""),
        ("Harbour Foods Ltd, a supplier, has trained its buyers.", ""),
    ],
)
def test_another_firm_is_told_from_the_firm_itself(sentence: str, named: str) -> None:
    own = Stated(value="Corran Cleaning Limited", text="Corran Cleaning Limited")
    identity = Identity(kind=DocumentKind.STATEMENT, kind_confidence=1.0, kind_reason="", entities=(own,))
    assert named_firm(one(sentence), identity, sentence) == named
