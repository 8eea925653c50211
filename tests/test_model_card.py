"""The card that a training writes: what the model learned from, and what it confuses."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelled import corpus
from supplychain_check.models import TOPICS
from supplychain_check.training.card import OWN, Confusion, Taught, card_text, confusions

EFFECTIVENESS, MITIGATION = TOPICS.index("effectiveness"), TOPICS.index("risk_mitigation")
SIZE = 20


def labelled(topic: int) -> NDArray[Any]:
    labels = np.zeros((SIZE, len(TOPICS)))
    labels[:, topic] = 1
    return labels


def found(topic: int, rows: slice) -> NDArray[Any]:
    decided = np.zeros((SIZE, len(TOPICS)), bool)
    decided[rows, topic] = True
    return decided


def test_a_topic_that_is_taken_for_another_is_counted_among_those_that_were_missed() -> None:
    measured = corpus(labelled(EFFECTIVENESS), ["s0"] * SIZE)
    decided = found(EFFECTIVENESS, slice(0, 8)) | found(MITIGATION, slice(5, SIZE))
    assert confusions(measured, decided) == [Confusion("effectiveness", "risk_mitigation", 12, 12)]


def test_a_few_sentences_are_no_confusion() -> None:
    measured = corpus(labelled(EFFECTIVENESS), ["s0"] * SIZE)
    assert confusions(measured, found(MITIGATION, slice(0, 4))) == []


def test_a_label_that_is_unknown_is_no_mistake() -> None:
    measured = corpus(labelled(EFFECTIVENESS), ["s0"] * SIZE)
    measured.mask[:, MITIGATION] = 0
    assert confusions(measured, found(MITIGATION, slice(0, SIZE))) == []


def test_the_card_says_what_was_learned_and_what_is_confused() -> None:
    trained = corpus(labelled(EFFECTIVENESS), ["s0"] * 12 + ["s1"] * 8, ["AU"] * 12 + ["NZ"] * 8)
    said = card_text(OWN, "mean F1 0.61", trained, Taught(40, 30, 1), trained, found(MITIGATION, slice(0, SIZE)))
    assert said.startswith("# The topic model own-topics 1\n")
    for expected in (
        "20 labelled sentences of 2 statements: Australia (1), New Zealand (1).",
        "read 40 unlabelled statements",
        "Of 30 of these",
        "1 labelled statement had been shown",
        "Mean F1 0.61.",
        "Of 20 sentences labelled effectiveness that it missed, it takes 20 for risk mitigation.",
        "English only",
    ):
        assert expected in said


def test_the_card_is_silent_on_what_played_no_part() -> None:
    trained = corpus(labelled(EFFECTIVENESS), ["s0"] * SIZE)
    said = card_text(OWN, "mean F1 0.61", trained, Taught(), trained, found(EFFECTIVENESS, slice(0, SIZE)))
    assert not any(word in said for word in ("unlabelled", "language models", "Australian statements only"))
    assert "No topic is taken for another" in said
