"""Kinds of evidence as training learns them: agreement, sharpness, and the head on the encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from labelled import corpus
from supplychain_check.models import KINDS, TOPICS
from supplychain_check.training.kinds import STATUSES, agreement, key, kinds_of, sharpness


def _labels(places: list[int]) -> NDArray[np.float32]:
    """Labels (n, 8) of sentences with these statuses; nothing is known of promise and denial, nor of status -1."""
    found = np.full((len(places), len(KINDS)), np.nan, np.float32)
    for row, place in enumerate(places):
        if place >= 0:
            found[row, :STATUSES] = np.eye(STATUSES)[place]
    return found


def _said(places: list[int], share: float) -> NDArray[np.float32]:
    """Shares that give each of these statuses the same share, and the rest to the others."""
    found = np.full((len(places), len(KINDS)), (1 - share) / (STATUSES - 1), np.float32)
    found[np.arange(len(places)), places] = share
    return found


def test_agreement_counts_sentences_of_known_status_only() -> None:
    found = agreement(_said([0, 1, 0, 5], 0.9), _labels([0, 1, 5, -1]))
    assert (found["sentences"], found["same"], found["done_or_not"]) == (3, 0.667, 0.667)
    assert found["by_status"]["action"] == {"sentences": 1, "precision": 0.5, "recall": 1.0}
    assert found["by_status"]["context"] == {"sentences": 1, "precision": 0.0, "recall": 0.0}


def test_who_is_too_sure_is_made_less_sure() -> None:
    right = _labels([0, 1, 2, 3, 4] * 20)
    wrong_in_five = [0, 1, 2, 3, 5] * 20
    assert sharpness(_said(wrong_in_five, 0.99), right) < 0.8
    assert sharpness(_said(wrong_in_five, 0.5), right) > 1.1


def test_a_sentence_is_known_in_its_own_statement_first(monkeypatch: pytest.MonkeyPatch) -> None:
    made = corpus(np.zeros((3, len(TOPICS))), ["s0", "s0", "s1"])
    first, second = np.arange(8, dtype=np.float32), np.ones(8, np.float32)
    known = {key(made.sentences[0].upper() + "!", "s0"): first, key(made.sentences[2]): second}
    monkeypatch.setattr("supplychain_check.training.kinds.shipped_kinds", lambda: known)
    found = kinds_of(made)
    assert (found[0] == first).all()
    assert np.isnan(found[1]).all()
    assert (found[2] == second).all()


# --- the head, where the libraries of training are installed ---------------------------------------------


@pytest.fixture
def torch() -> Any:
    why = "needs the extra `train`, which is not installed here"
    pytest.importorskip("transformers", reason=why)
    pytest.importorskip("onnx", reason=why)
    found = pytest.importorskip("torch", reason=why)
    found.set_num_threads(1)
    return found


def _states(torch: Any, places: list[int], width: int = 32) -> list[Any]:
    """Sentences of two to eight tokens, of which one carries the sign of the status."""
    random = np.random.default_rng(6)
    made = []
    for place in places:
        state = random.normal(0, 0.3, (int(random.integers(2, 9)), width))
        state[random.integers(len(state)), place] += 4
        made.append(torch.from_numpy(state.astype(np.float32)))
    return made


def test_a_head_finds_the_token_that_tells(torch: Any) -> None:
    from supplychain_check.training.statuses import fit_kinds, predict_kinds

    places = [row % STATUSES for row in range(600)]
    states, labels = _states(torch, places), _labels(places)
    labels[:, STATUSES:] = np.array([[place == 1, place == 2] for place in places])
    labels[::7, :STATUSES] = np.nan
    said = predict_kinds(fit_kinds(states[:500], labels[:500], 0), states[500:])
    assert np.allclose(said[:, :STATUSES].sum(1), 1, atol=1e-4)
    assert (said[:, :STATUSES].argmax(1) == places[500:]).mean() > 0.9
    assert ((said[:, STATUSES] > 0.5) == (np.array(places[500:]) == 1)).mean() > 0.9


def test_a_head_is_the_same_for_the_same_seed(torch: Any) -> None:
    from supplychain_check.training.statuses import fit_kinds, predict_kinds

    places = [row % STATUSES for row in range(120)]
    states, labels = _states(torch, places), _labels(places)
    one, two, other = (predict_kinds(fit_kinds(states, labels, seed), states) for seed in (0, 0, 1))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_a_power_changes_how_sure_a_head_is_and_not_what_it_says(torch: Any) -> None:
    from supplychain_check.training.statuses import fit_kinds, predict_kinds, scaled

    places = [row % STATUSES for row in range(120)]
    states = _states(torch, places)
    head = fit_kinds(states, _labels(places), 0)
    before = predict_kinds(head, states)
    after = predict_kinds(scaled(head, 0.5), states)
    assert (before[:, :STATUSES].argmax(1) == after[:, :STATUSES].argmax(1)).all()
    assert after[:, :STATUSES].max() < before[:, :STATUSES].max()
    assert np.allclose(before[:, STATUSES:], after[:, STATUSES:])


def test_the_written_encoder_says_of_kinds_what_the_head_says(
    torch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import onnxruntime

    from supplychain_check.training import export, statuses
    from test_training import _net, _tokenizer

    monkeypatch.setattr(export, "LAYER", 1)
    net, texts = _net(torch).eval(), ["we buy cotton", "we train staff and audit suppliers", "risk 7"]
    encodings = [encoding.ids for encoding in _tokenizer().encode_batch(texts)]
    places = [row % STATUSES for row in range(120)]
    head = statuses.fit_kinds(_states(torch, places, 384), _labels(places), 0)
    wanted = statuses.predict_kinds(head, net.lower(encodings, 1))
    export.write_encoder(net, tmp_path / "encoder.onnx", 96, head)
    session = onnxruntime.InferenceSession(str(tmp_path / "encoder.onnx"))
    assert [output.name for output in session.get_outputs()] == ["vectors", "kinds"]
    made = np.concatenate([session.run(["kinds"], {"ids": np.array([ids], np.int64)})[0] for ids in encodings])
    assert np.abs(made - wanted).max() < 0.05
    assert np.allclose(made[:, :STATUSES].sum(1), 1, atol=1e-4)
