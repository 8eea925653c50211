"""Labels that language models gave, by hashes: kinds of evidence, and topics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelled import corpus
from supplychain_check.models import KINDS, TOPICS, EvidenceStatus
from supplychain_check.training import marks
from supplychain_check.training.kinds import LETTERS, STATUSES, key, kind_of, shipped_kinds


def test_every_letter_stands_for_a_status() -> None:
    assert len(LETTERS) == STATUSES == len(EvidenceStatus)
    assert KINDS[:STATUSES] == tuple(status.value for status in EvidenceStatus)


def test_shipped_labels_are_shares_and_have_one_status_at_most() -> None:
    found = np.array(list(shipped_kinds().values()))
    assert len(found) > 7000
    known = ~np.isnan(found[:, 0])
    assert (found[known, :STATUSES].sum(1) == 1).all()
    assert np.isnan(found[~known, :STATUSES]).all()
    rest = found[:, STATUSES:]
    assert ((rest >= 0) & (rest <= 1) | np.isnan(rest)).all()
    assert (found[known, :STATUSES].sum(0) > 50).all()


def test_a_sentence_is_known_again_by_its_letters_and_its_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "We buy cotton from eleven mills"
    here, anywhere = np.arange(8, dtype=np.float32), np.ones(8, np.float32)
    known = {key(said.upper() + "!", "s0"): here, key("We train buyers"): anywhere}
    monkeypatch.setattr("supplychain_check.training.kinds.shipped_kinds", lambda: known)
    assert kind_of(said, "s0") is here
    assert kind_of(said, "s1") is None
    assert kind_of("We train buyers", "s1") is anywhere


def test_every_letter_of_a_mark_stands_for_a_topic() -> None:
    assert len(marks.LETTERS) == len(set(marks.LETTERS)) == len(TOPICS)


@given(st.lists(st.integers(0, 9), min_size=len(TOPICS), max_size=len(TOPICS)))
def test_marks_are_read_as_they_were_written(tenths: list[int]) -> None:
    likelihoods = (np.array(tenths) / 10).astype(np.float32)
    assert np.allclose(marks.read_marks(marks.write_marks(likelihoods)), likelihoods)


def test_shipped_marks_are_likelihoods_of_many_sentences() -> None:
    said = np.array(list(marks.shipped_marks().said.values()))
    assert said.shape[0] > 50_000
    assert said.shape[1] == len(TOPICS)
    assert said.min() == 0
    assert said.max() <= 0.9
    assert (said.max(0) >= 0.9).all(), "each topic is somewhere nearly certain"
    assert len(marks.shipped_marks().shown) == 6


def test_certainty_is_nine_tenths() -> None:
    assert marks.read_marks(marks.write_marks(np.ones(len(TOPICS), np.float32))).min() == np.float32(0.9)


def test_a_mark_belongs_to_a_sentence_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = ("We audit mills", "We train buyers", "We train buyers")
    made = replace(corpus(np.zeros((3, len(TOPICS))), ["s"] * 3), sentences=sentences)
    said = {
        marks.place_key(text, before): marks.read_marks(written)
        for text, before, written in zip(sentences, ("", *sentences), ("-", "h7", "j5"), strict=False)
    }
    monkeypatch.setattr(marks, "shipped_marks", lambda: marks.Marks(said, frozenset({made.fingerprint("s")})))
    found = marks.marks_of(made)
    assert found[:, TOPICS.index("risk_mitigation")].tolist() == [0, np.float32(0.7), 0]
    assert found[:, TOPICS.index("effectiveness")].tolist() == [0, 0, 0.5], "the same words after another sentence"
    assert np.isnan(marks.marks_of(replace(made, sentences=sentences[::-1]))).all(), "not in this order"
    assert marks.was_shown(made).all()
    assert not marks.was_shown(replace(made, sentences=("a", "b", "c"))).any()


def test_sure_marks_have_high_logits() -> None:
    found = marks.logits(np.array([0.0, 0.3, 0.5, 0.9]))
    assert (np.diff(found) > 0).all()
    assert np.isfinite(found).all()
    assert found[2] == 0
