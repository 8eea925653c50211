"""Unlabelled statements, and the networks of a cross-validation that learn from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from labelled import corpus
from supplychain_check.models import KINDS, TOPICS
from supplychain_check.training import marks
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
SHOWN = "s7"
FRENCH = "Nous achetons du coton dans onze usines et nous connaissons chacune de ces usines depuis longtemps. " * 9


def _labelled(sentences: list[str]) -> Corpus:
    made = corpus(np.zeros((len(sentences), len(TOPICS))), ["s0"] * len(sentences))
    return replace(made, sentences=tuple(sentences))


def _read(monkeypatch: pytest.MonkeyPatch, *read: Corpus, seed: int = 5) -> None:
    """Let language models have read these, and have been shown the statement `SHOWN`."""
    draw, shown = np.random.default_rng(seed), set[str]()
    said: dict[str, NDArray[np.float32]] = {}
    for one in read:
        for statement, rows in one.places.items():
            texts = [one.sentences[row] for row in rows]
            said |= {
                marks.place_key(text, before): draw.random(len(TOPICS)).astype(np.float32)
                for text, before in zip(texts, ["", *texts], strict=False)
            }
            shown |= {one.fingerprint(statement)} if statement == SHOWN else set()
    monkeypatch.setattr(marks, "shipped_marks", lambda: marks.Marks(said, frozenset(shown)))


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


def test_a_statement_that_was_not_wholly_read_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, labelled = [" ".join(OWN), " ".join(OTHER)], _labelled(["Nothing"])
    found = corpus_of(passages(texts, labelled, 0))
    first, second = found.places.values()
    _read(monkeypatch, found.take(first), found.take(second[:-1]))
    assert corpus_of(passages(texts, labelled, 0, marks.was_read)).sentences == found.take(first).sentences
    assert np.isnan(marks.marks_of(found)[second]).all(), "not even the sentences that are known"
    _read(monkeypatch)
    assert passages(texts, labelled, 0, marks.was_read) == []


def test_labels_of_models_come_after_those_of_people() -> None:
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
    """Makes schools of tiny networks: ten statements of four sentences, one of them shown, and one without labels."""
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

    monkeypatch.setattr(module, "base_encoder", encoder)
    monkeypatch.setattr(module, "ENOUGH", 8)
    torch.manual_seed(9)
    state = encoder(None).state_dict()
    recipe = Recipe(epochs=2, dealt=1, inner=16, hidden=8, rate=1e-3)

    def make(labels: Any, texts: list[str], work: str, progress: Progress | None = None, seed: int = 5) -> Any:
        made = corpus(labels, [f"s{number // 4}" for number in range(40)])
        embeddings = torch.nn.functional.normalize(torch.ones(40, 384))
        unlabelled = corpus_of(passages(texts, made, 0))
        _read(monkeypatch, made, unlabelled, seed=seed)
        start = module.Start(_tokenizer().to_str(), [], state, embeddings, unlabelled)
        (tmp_path / work).mkdir(exist_ok=True)
        return module.School(made, start, recipe, tmp_path / work, progress or Progress())

    return make


def _labels(seed: int = 3) -> Any:
    return np.random.default_rng(seed).random((40, len(TOPICS))) < 0.4


def test_no_label_of_a_fold_plays_a_part_in_its_own_predictions(school: Any) -> None:
    labels, texts = _labels(), [" ".join(OWN)]
    first = school(labels, texts, "first")
    inside = first.fold == 0
    second = school(np.where(inside[:, None], ~labels, labels), texts, "second")
    for one, two in ((first.unseen(), second.unseen()), (first.unseen_wide(), second.unseen_wide())):
        assert np.isfinite(one).all()
        assert np.array_equal(one[inside], two[inside])
        assert not np.array_equal(one[~inside], two[~inside])


def test_what_models_said_is_learned(school: Any) -> None:
    one = school(_labels(), [" ".join(OWN)], "one")
    first, wide = one.unseen(), one.unseen_wide()
    other = school(_labels(), [" ".join(OWN)], "other", seed=6)
    second = other.unseen()
    assert first.shape == second.shape == (40, len(TOPICS))
    assert np.isfinite(second).all()
    assert not np.array_equal(first, second)
    assert np.array_equal(wide, other.unseen_wide()), "the linear model learns from experts alone"


def test_without_enough_to_measure_them_by_likelihoods_are_taken_as_they_are(
    school: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from supplychain_check.training import school as module

    monkeypatch.setattr(module, "ENOUGH", 41)
    made = school(np.zeros((40, len(TOPICS))), [" ".join(OWN)], "few")
    said = np.clip(marks.marks_of(made.start.unlabelled), marks.LEAST, marks.MOST)
    assert np.abs(made._taught(0).labels[40:] - said).max() < 1e-5


def test_labels_of_what_was_shown_are_no_measure_of_what_models_said(school: Any) -> None:
    labels = _labels()
    flipped = np.where((np.arange(40) // 4 == 7)[:, None], ~labels, labels)
    one, two = (
        school(given, [" ".join(OWN)], f"w{place}")._taught(-1) for place, given in enumerate((labels, flipped))
    )
    assert np.array_equal(one.labels[40:], two.labels[40:])
    assert not np.array_equal(one.labels[:40], two.labels[:40])


def test_a_fold_with_nothing_to_measure_is_refused_before_training(
    school: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from supplychain_check.errors import InputProblem
    from supplychain_check.training import school as module

    monkeypatch.setattr(module, "was_shown", lambda corpus: np.arange(len(corpus)) >= 8)
    with pytest.raises(InputProblem, match="Too few statements are left"):
        school(_labels(), [], "shown")


def test_a_statement_that_was_shown_is_learned_by_all_and_measured_by_none(school: Any) -> None:
    labels = _labels()
    made = school(labels, [], "shown")
    shown = made.corpus.places[SHOWN]
    assert sorted({*made.measured, *shown}) == list(range(40))
    assert not {*made.measured} & {*shown}
    flipped = labels.copy()
    flipped[shown] = ~labels[shown]
    other = school(flipped, [], "other")
    for number in range(5):
        rows = made.fold == number
        assert not np.array_equal(made.unseen()[rows], other.unseen()[rows])


def test_a_network_is_made_once(school: Any) -> None:
    made = school(_labels(), [], "once")
    assert made.network(0) is made.network(0)
    assert made.network(0) is not made.network(1)


def test_without_labels_for_them_no_kinds_of_evidence_are_learned(school: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from supplychain_check.training import school as module

    monkeypatch.setattr(module, "FEWEST", 1)
    monkeypatch.setattr(module, "LAYER", 1)
    made = school(_labels(), [], "kinds")
    assert made.kinds_head(-1) is None
    assert made.unseen_kinds() is None
    said = np.zeros((40, len(KINDS)), np.float32)
    said[:, 0] = 1
    monkeypatch.setattr(module, "kinds_of", lambda corpus: said[: len(corpus)])
    known = school(_labels(), [], "known")
    assert known.kinds_head(-1) is not None
    assert known.unseen_kinds().shape == (40, len(KINDS))


def test_what_models_said_is_brought_to_how_often_they_were_right(school: Any) -> None:
    never = school(np.zeros((40, len(TOPICS))), [" ".join(OWN)], "never")
    always = school(np.ones((40, len(TOPICS))), [" ".join(OWN)], "always")
    assert never._taught(0).labels[40:].max() < 0.5 < always._taught(0).labels[40:].min()


def test_what_models_said_stands_beside_what_experts_said(school: Any) -> None:
    made = school(_labels(), [], "doubt")
    labels, learned = made.corpus.labels, made._taught(0).labels
    others = (made.fold != 0) & (made.fold != -2)
    assert np.array_equal(learned[~others], labels[~others]), "a fold itself and what was shown keep their labels"
    assert ((learned[others] > 0) & (learned[others] < 1)).all()
    assert (learned[others] >= 0.5)[labels[others] == 1].all()
    assert (learned[others] <= 0.5)[labels[others] == 0].all()


def test_a_user_sees_which_of_how_many_networks_is_made(school: Any) -> None:
    kept = Kept()
    school(_labels(), [" ".join(OWN)], "told", kept).unseen()
    assert "network 1 of 5: epoch 1 of 2" in kept.lines[0]
    assert "network 5 of 5: epoch 2 of 2" in kept.lines[-1]
    assert [bar.what for bar in kept.bars] == ["prepare sentences", *(f"network {n} of 5: learns" for n in range(1, 6))]
    assert all(bar.done == bar.total > 0 for bar in kept.bars)
    taken_up = Kept()
    school(_labels(), [" ".join(OWN)], "told", taken_up).unseen()
    assert [bar.what for bar in taken_up.bars] == ["prepare sentences"], "all else was done"
