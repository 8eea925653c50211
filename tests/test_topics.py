"""The baseline topic model: its word lists load, fire, and are as good as they are said to be."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict

import pytest

from research_data import research_data
from supplychain_check.analyse.topics import NONE, PhraseTopics
from supplychain_check.criteria import criteria_dir
from supplychain_check.models import TOPICS, Segment, SegmentKind

LABELS = {
    "approval": "approval",
    "signature": "signature",
    "structure": "c2_structure",
    "operations": "c2_operations",
    "supply_chains": "c2_supply_chains",
    "risk_description": "c3_risk_description",
    "risk_mitigation": "c4_risk_mitigation",
    "remediation": "c4_remediation",
    "effectiveness": "c5_effectiveness",
}
"""The nine topics that were labelled for Australia, the United Kingdom and Canada alike."""


@pytest.fixture(scope="module")
def model() -> PhraseTopics:
    return PhraseTopics(criteria_dir() / "topics.toml")


def one(text: str, headings: tuple[str, ...] = ()) -> Segment:
    return Segment(index=0, kind=SegmentKind.SENTENCE, start=0, end=len(text), text=text, headings=headings)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("This statement was approved by the board of directors on 2 June 2026.", "approval"),
        ("Our direct suppliers are in India, Fiji and Vietnam.", "supply_chains"),
        ("Corran Foods Limited is a wholly owned subsidiary of Corran Group plc.", "structure"),
        ("We consulted our subsidiaries when we wrote this statement.", "consultation"),
        ("We train our buyers on modern slavery and audit our suppliers every year.", "risk_mitigation"),
    ],
)
def test_a_plain_sentence_gets_its_topic(model: PhraseTopics, text: str, topic: str) -> None:
    assert model.predict([one(text)])[0].get(topic, 0) >= 0.5


def test_ordinary_text_gets_none(model: PhraseTopics) -> None:
    found = model.predict([one("The office garden was planted with lavender in spring.")])[0]
    assert max(found.values(), default=NONE) < 0.5


def test_probabilities_are_of_known_topics(model: PhraseTopics) -> None:
    found = model.predict([one("We train suppliers on modern slavery risks.")])[0]
    assert set(found) <= set(TOPICS)
    assert all(0 <= p <= 1 for p in found.values())


def test_every_topic_has_a_title_and_words() -> None:
    topics = tomllib.loads((criteria_dir() / "topics.toml").read_text(encoding="utf-8"))["topics"]
    assert set(topics) == set(TOPICS)
    assert all(body["title"] and body["definition"] and body["strong"] for body in topics.values())


def test_the_hash_follows_the_word_lists(model: PhraseTopics) -> None:
    assert len(model.info.sha256) == 64
    assert "not a trained model" in model.info.accuracy


def test_mean_f1_against_experts(model: PhraseTopics) -> None:
    """Far from a trained model (TF-IDF reaches 0.64); it is a baseline behind the interface."""
    path = research_data("aims", "gold-dev.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    read = model.predict([one(row["sentence"]) for row in rows])
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for found, row in zip(read, rows, strict=True):
        for topic, label in LABELS.items():
            said, true = found.get(topic, 0) >= 0.5, bool(row[label])
            counts[topic][0] += 2 * (said and true)
            counts[topic][1] += said + true
    f1 = {topic: hits / all_ for topic, (hits, all_) in counts.items()}
    mean = sum(f1.values()) / len(f1)
    assert mean >= 0.48, f"mean F1 {mean:.3f} over {len(rows)} sentences: {f1}"
