"""Facts of sentences, and how specific they make them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from supplychain_check.analyse import numbers
from supplychain_check.analyse.facts import find_facts
from supplychain_check.analyse.specific import specificity
from supplychain_check.authoring.examples import example_document
from supplychain_check.models import EvidenceStatus, Fact, FactKind, Segment, SegmentKind, Specificity
from supplychain_check.segment import segment

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "fixtures" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
]


def facts(text: str) -> tuple[Fact, ...]:
    """Facts of one sentence, after a line that moves its offsets."""
    document = example_document("x").model_copy(update={"text": f"A first line.\n{text}"})
    start = len("A first line.\n")
    one = Segment(index=1, kind=SegmentKind.SENTENCE, start=start, end=start + len(text), text=text)
    found = find_facts(document, one)
    assert all(document.text[fact.start : fact.end] == fact.text for fact in found)
    return found


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_facts_and_grade_of_our_own_sentences(row: dict[str, Any]) -> None:
    found = facts(row["text"])
    assert {(f.kind.value, f.text) for f in found} == {(f["kind"], f["text"]) for f in row["facts"]}
    read = {(f.kind.value, f.text): f for f in found}
    for wanted in row["facts"]:
        fact = read[wanted["kind"], wanted["text"]]
        if "value" in wanted:
            assert fact.value == pytest.approx(wanted["value"], abs=0.05)
        assert fact.counts == wanted.get("counts", "")
    assert specificity(found, EvidenceStatus.CONTEXT, row["text"]).grade == Specificity(row["grade"])


@pytest.mark.parametrize(
    ("text", "status", "grade", "reason"),
    [
        ("We audited 46 suppliers.", "action", "measured", "46 suppliers"),
        ("We buy gloves from Malaysia.", "action", "specific", "gloves, Malaysia"),
        ("We train our buyers.", "action", "general", "something done or in place, without a figure, a name or a date"),
        ("We will train our buyers.", "commitment", "general", "a promise, without a figure, a name or a date"),
        ("We believe in fairness.", "claim", "none", "neither a fact nor anything that the firm did"),
    ],
)
def test_a_grade_says_why(text: str, status: str, grade: str, reason: str) -> None:
    found = specificity(facts(text), EvidenceStatus(status), text)
    assert (found.grade, found.reason) == (Specificity(grade), reason)


def test_a_list_item_keeps_the_place_of_its_facts() -> None:
    document = example_document("During the year we:\n\n- visited 12 mills in Fiji\n- wrote a code\n")
    item = next(one for one in segment(document) if one.kind is SegmentKind.LIST_ITEM)
    assert [document.text[f.start : f.end] for f in find_facts(document, item)] == ["12 mills", "Fiji"]


def test_a_table_row_counts_what_its_label_says() -> None:
    document = example_document("| What | Number |\n|---|---|\n| Suppliers audited | 46 |\n")
    row = next(one for one in segment(document) if "46" in one.text)
    found = find_facts(document, row)
    assert [(f.kind, f.value, f.counts) for f in found] == [(FactKind.COUNT, 46, "suppliers")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200 suppliers", 1200),
        ("twenty-five", 25),
        ("two hundred and six", 206),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("$1.2 million", 1_200_000),
        ("£36m", 36_000_000),
        ("twelve out of 14", 12),
        ("several", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    assert numbers.value(text) == value


@pytest.mark.parametrize(
    ("text", "share"), [("61 per cent", 61), ("three quarters", 75), ("one in five", 20), ("12 out of 16 mills", 75)]
)
def test_shares_are_in_per_cent(text: str, share: float) -> None:
    assert numbers.share(text) == share
