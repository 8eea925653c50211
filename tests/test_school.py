"""Unlabelled statements, and the teachers and students that learn with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labelled import corpus
from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import Corpus
from supplychain_check.training.progress import Progress
from supplychain_check.training.unlabelled import corpus_of, passages, together
from telling import Kept

OWN = [
    "We buy cotton from eleven mills in two countries and know each of them.",
    "Our buyers visit every mill at least once in each calendar year.",
    "Last year the visits found four workers whose passports were kept by a foreman.",
    "The passports were returned and the foreman no longer works at the mill.",
    "A hotline in five languages is open to every worker of our suppliers.",
    "We repaid recruitment fees to nineteen workers who had borrowed for them.",
    "The board reads a report on labour risks twice a year.",
    "Training for buyers takes one day and ends with a test.",
    "New suppliers answer forty questions before they receive an order.",
]
OTHER = [sentence.replace("mill", "farm").replace("cotton", "fruit") + " This is the second farm." for sentence in OWN]
FRENCH = "Nous achetons du coton dans onze usines et nous connaissons chacune de ces usines depuis longtemps. " * 9


def _labelled(sentences: list[str]) -> Corpus:
    made = corpus(np.zeros((len(sentences), len(TOPICS))), ["s0"] * len(sentences))
    return replace(made, sentences=tuple(sentences))


def test_sentences_of_unlabelled_statements_are_read_in_order() -> None:
    found = passages([" ".join(OWN)], _labelled(["Something else entirely stands in this labelled statement"]), 0)
    assert [len(passage.sentences) for passage in found] == [len(OWN)]
    assert found[0].sentences[0].startswith("We buy cotton")
    assert found[0].sentences[-1].startswith("New suppliers")


def test_a_text_like_a_labelled_statement_is_left_out() -> None:
    known = _labelled([sentence.rstrip(".") for sentence in OWN[:3]])
    assert passages([" ".join(OWN)], known, 0) == []
    assert len(passages([" ".join(OTHER)], known, 0)) == 1


def test_texts_in_other_languages_and_short_ones_are_left_out() -> None:
    assert passages([FRENCH, "Modern slavery statement.", ""], _labelled(["Nothing"]), 0) == []


def test_labels_of_a_teacher_come_after_those_of_people() -> None:
    labelled = _labelled(["One", "Two"])
    other = corpus_of(passages([" ".join(OWN)], labelled, 0))
    taught = np.full((len(other), len(TOPICS)), 0.25)
    both = together(labelled, other, taught)
    assert both.sentences[:2] == ("One", "Two")
    assert both.labels[:2].max() == 0
    assert (both.labels[2:] == 0.25).all()
    assert len(both.places) == 2


# --- with the libraries of training --------------------------------------------------------------------


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Makes schools of tiny networks: ten statements of four sentences, and one without labels."""
    why = "needs the extra `train`, which is not installed here"
    transformers = pytest.importorskip("transformers", reason=why)
    torch = pytest.importorskip("torch", reason=why)
    pytest.importorskip("sklearn", reason=why)
    torch.set_num_threads(1)
    from supplychain_check.training import school as module
    from supplychain_check.training.learn import Recipe
    from test_training import _tokenizer

    size = {"vocab_size": 80, "hidden_size": 384, "num_hidden_layers": 2, "intermediate_size": 32}
    config = transformers.BertConfig(**size)

    def encoder(_: Any) -> Any:
        return transformers.BertModel(config, add_pooling_layer=False)

    wide = {"vocab_size": 80, "hidden_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4}
    large = transformers.MPNetConfig(**wide, intermediate_size=32)

    monkeypatch.setattr(module, "base_encoder", encoder)
    monkeypatch.setattr(module, "large_directory", lambda work: work)
    monkeypatch.setattr(module, "large_encoder", lambda _: transformers.MPNetModel(large, add_pooling_layer=False))
    own = {module.SMALL: {"frozen": 1, "epochs": 1}, module.LARGE: {"frozen": 2, "epochs": 1, "recall": 0.0}}
    monkeypatch.setattr(module, "TEACHERS", own)
    torch.manual_seed(9)
    state = encoder(None).state_dict()
    recipe = Recipe(epochs=2, dealt=1, inner=16, hidden=8, rate=1e-3)

    def make(labels: Any, texts: list[str], work: str, progress: Progress | None = None) -> Any:
        made = corpus(labels, [f"s{number // 4}" for number in range(40)])
        embeddings = torch.nn.functional.normalize(torch.ones(40, 384))
        unlabelled = corpus_of(passages(texts, made, 0))
        start = module.Start(_tokenizer().to_str(), [], state, embeddings, unlabelled)
        (tmp_path / work).mkdir(exist_ok=True)
        _tokenizer().save(str(tmp_path / work / "tokenizer.json"))
        return module.School(made, start, recipe, tmp_path / work, progress or Progress())

    return make


def _labels(seed: int = 3) -> Any:
    return np.random.default_rng(seed).random((40, len(TOPICS))) < 0.4


def test_no_label_of_a_fold_plays_a_part_in_its_own_predictions(school: Any) -> None:
    labels = _labels()
    first = school(labels, [], "first")
    inside = first.fold == 0
    flipped = np.where(inside[:, None], ~labels, labels)
    one, two = first.unseen(), school(flipped, [], "second").unseen()
    assert np.isfinite(one).all()
    assert np.array_equal(one[inside], two[inside])
    assert not np.array_equal(one[~inside], two[~inside])


def test_a_student_learns_from_what_its_teacher_says_of_unlabelled_statements(school: Any, tmp_path: Path) -> None:
    alone, taught = school(_labels(), [], "alone"), school(_labels(), [" ".join(OWN)], "taught")
    one, two = alone.unseen(), taught.unseen()
    assert one.shape == two.shape == (40, len(TOPICS))
    assert np.isfinite(two).all()
    assert not np.array_equal(one, two)
    kept = {path.name for path in (tmp_path / "taught").iterdir()}
    assert {"teacher-0.pt", "large-teacher-4.pt", "fold-0.pt"} <= kept
    assert not any("teacher" in path.name for path in (tmp_path / "alone").iterdir())


def test_a_student_is_made_once(school: Any) -> None:
    made = school(_labels(), [], "once")
    assert made.student(0) is made.student(0)
    assert made.student(0) is not made.student(1)


def test_without_labels_for_them_no_kinds_of_evidence_are_learned(school: Any) -> None:
    made = school(_labels(), [], "kinds")
    assert made.kinds_student(-1) is None
    assert made.unseen_kinds() is None


def test_the_student_of_all_statements_learns_from_the_mean_of_all_teachers(school: Any) -> None:
    made = school(_labels(), [" ".join(OWN)], "all")
    said = [made._taught(fold) for fold in range(5)]
    assert np.allclose(made._taught(-1), np.mean(said, axis=0))
    assert not np.allclose(said[0], said[1])


def test_what_a_teacher_said_is_taken_up_again(school: Any, tmp_path: Path) -> None:
    first = school(_labels(), [" ".join(OWN)], "kept")
    said = first.teacher("teacher", 0)
    (tmp_path / "kept" / "teacher-0.pt").unlink()
    again = school(_labels(), [" ".join(OWN)], "kept").teacher("teacher", 0)
    assert np.array_equal(said, again, equal_nan=True)
    assert not (tmp_path / "kept" / "teacher-0.pt").exists(), "trained again"


def test_what_a_teacher_of_other_labels_said_is_not_taken_up(school: Any) -> None:
    said = school(_labels(), [" ".join(OWN)], "kept").teacher("teacher", 0)
    other = school(_labels(4), [" ".join(OWN)], "kept").teacher("teacher", 0)
    assert not np.array_equal(said, other, equal_nan=True)


def test_a_user_sees_which_of_how_many_networks_is_made(school: Any) -> None:
    kept = Kept()
    school(_labels(), [" ".join(OWN)], "told", kept).unseen()
    assert "network 1 of 15 (small teacher, fold 1): epoch 1 of 1" in kept.lines[0]
    assert "network 15 of 15 (student, fold 5): epoch 2 of 2" in kept.lines[-1]
    assert len(kept.bars) == 15 + 2 * 5 + 3, "each learns, each teacher labels, and sentences are prepared thrice"
    assert all(bar.done == bar.total > 0 for bar in kept.bars)
    taken_up = Kept()
    school(_labels(), [" ".join(OWN)], "told", taken_up).unseen()
    assert [bar.what for bar in taken_up.bars] == ["prepare sentences for student"], "all else was done"
