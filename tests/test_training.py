"""The training of the topic model, where its libraries are installed: tiny networks, a few steps."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from labelled import corpus
from research_data import research_data
from supplychain_check.encoder import shipped_directory
from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import read_corpus
from supplychain_check.training.progress import Progress
from telling import Kept

# --- a smaller vocabulary ------------------------------------------------------------------------------


def test_a_smaller_vocabulary_can_still_spell_every_word() -> None:
    from tokenizers import Tokenizer

    from supplychain_check.training.vocabulary import prune

    whole = Tokenizer.from_file(str(shipped_directory() / "tokenizer.json"))
    text, rows = prune(shipped_directory() / "tokenizer.json", ["Our suppliers supply cotton"] * 3, 400)
    small = Tokenizer.from_str(text)
    assert small.get_vocab_size() == len(rows) == 400
    assert [whole.id_to_token(old) for old in rows] == [small.id_to_token(new) for new in range(400)]
    assert small.encode("Our suppliers supply cotton").tokens == whole.encode("Our suppliers supply cotton").tokens
    assert "[UNK]" not in small.encode("Zyqx-42 (kwv) & remediation!").tokens
    assert len(small.encode("remediation").tokens) > len(whole.encode("remediation").tokens)


# --- training, where its libraries are installed --------------------------------------------------------

WHY = "needs the extra `train`, which is not installed here"
WORDS = "we buy train audit suppliers workers cotton staff risk board approved fees passports sentence".split()


@pytest.fixture(scope="module")
def torch() -> Any:
    pytest.importorskip("transformers", reason=WHY)
    pytest.importorskip("onnx", reason=WHY)
    found = pytest.importorskip("torch", reason=WHY)
    found.set_num_threads(1)
    return found


def _tokenizer() -> Any:
    """A tokenizer of some words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    special = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    vocabulary = {word: number for number, word in enumerate([*special, *WORDS, *map(str, range(50))])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.Lowercase(), pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


@pytest.fixture
def data(torch: Any) -> Any:
    """Twelve statements of four sentences, made ready for training."""
    from supplychain_check.training.learn import material

    random = np.random.default_rng(2)
    labels = random.random((48, len(TOPICS))) < 0.3
    made = corpus(labels, [f"s{number // 4:02}" for number in range(48)])
    embeddings = torch.nn.functional.normalize(torch.from_numpy(random.normal(size=(48, 384)).astype(np.float32)))
    return material(made, _net(torch), _tokenizer(), embeddings, _recipe())


def _net(torch: Any) -> Any:
    from transformers import BertConfig, BertModel

    from supplychain_check.training.network import TopicNet

    torch.manual_seed(4)
    config = BertConfig(vocab_size=80, hidden_size=384, num_hidden_layers=2, intermediate_size=32)
    return TopicNet(BertModel(config, add_pooling_layer=False), 16, 8, 0.1)


def _recipe(**changes: Any) -> Any:
    from supplychain_check.training.learn import Recipe

    return Recipe(**({"epochs": 2, "frozen": 1, "inner": 16, "hidden": 8, "rate": 1e-3} | changes))


def _weights(net: Any) -> dict[str, NDArray[Any]]:
    return {name: value.numpy() for name, value in net.state_dict().items()}


def _same(one: Any, other: Any) -> bool:
    first, second = _weights(one), _weights(other)
    return first.keys() == second.keys() and all(np.array_equal(first[name], second[name]) for name in first)


def test_training_changes_weights_and_lowers_the_loss(torch: Any, data: Any) -> None:
    from supplychain_check.training.learn import fit

    told = Kept()
    net = fit(_net(torch), data, sorted(data.corpus.places), _recipe(epochs=6, dropout=0.0), progress=told)
    losses = [float(line.rsplit(" ", 1)[1]) for line in told.lines]
    assert len(losses) == 6
    assert losses[-1] < losses[0]
    assert not _same(net, _net(torch))


def test_training_again_gives_the_same_weights(torch: Any, data: Any) -> None:
    from supplychain_check.training.learn import fit

    statements = sorted(data.corpus.places)[:6]
    one, two = (fit(_net(torch), data, statements, _recipe()) for _ in range(2))
    assert _same(one, two)
    assert not _same(one, fit(_net(torch), data, statements, _recipe(seed=1)))


def test_training_that_was_interrupted_goes_on_to_the_same_weights(torch: Any, data: Any, tmp_path: Path) -> None:
    from supplychain_check.training.learn import fit

    statements, checkpoint = sorted(data.corpus.places)[:6], tmp_path / "fold.pt"

    class Stop(Progress):
        def __call__(self, _: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(_net(torch), data, statements, _recipe(), checkpoint, Stop())
    told = Kept()
    resumed = fit(_net(torch), data, statements, _recipe(), checkpoint, told)
    assert [line.split(",")[0] for line in told.lines] == ["epoch 2 of 2"]
    assert [(bar.begun, bar.done, bar.total) for bar in told.bars] == [(6, 12, 12)]
    assert _same(resumed, fit(_net(torch), data, statements, _recipe()))


def test_a_checkpoint_of_another_training_is_not_taken_up(torch: Any, data: Any, tmp_path: Path) -> None:
    from supplychain_check.training.learn import fit

    statements, checkpoint = sorted(data.corpus.places)[:6], tmp_path / "fold.pt"
    fit(_net(torch), data, statements, _recipe(), checkpoint)
    told = Kept()
    fit(_net(torch), data, statements[:5], _recipe(), checkpoint, told)
    assert len(told.lines) == 2


def test_a_checkpoint_of_another_encoder_is_not_taken_up(torch: Any, data: Any, tmp_path: Path) -> None:
    from supplychain_check.training.learn import fit

    statements, checkpoint = sorted(data.corpus.places)[:6], tmp_path / "fold.pt"
    fit(_net(torch), data, statements, _recipe(), checkpoint)
    other, told = _net(torch), Kept()
    with torch.no_grad():
        other.encoder.embeddings.word_embeddings.weight[7] += 1
    fit(other, data, statements, _recipe(), checkpoint, told)
    assert len(told.lines) == 2


def test_a_checkpoint_of_other_labels_is_not_taken_up(torch: Any, data: Any, tmp_path: Path) -> None:
    from supplychain_check.training.learn import fit

    statements, checkpoint = sorted(data.corpus.places)[:6], tmp_path / "fold.pt"
    fit(_net(torch), data, statements, _recipe(), checkpoint)
    corrected = replace(data, corpus=replace(data.corpus, labels=1 - data.corpus.labels))
    told = Kept()
    fit(_net(torch), corrected, statements, _recipe(), checkpoint, told)
    assert len(told.lines) == 2


def test_word_vectors_and_the_lowest_layers_stay_as_they_are(torch: Any, data: Any) -> None:
    from supplychain_check.training.learn import fit

    before, after = _weights(_net(torch)), _weights(fit(_net(torch), data, sorted(data.corpus.places), _recipe()))
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert not any("embeddings" in name or "layer.0." in name for name in changed)
    assert any("layer.1." in name for name in changed)


def test_sentences_of_other_length_change_no_vector(torch: Any) -> None:
    net = _net(torch).eval()
    short, long = [2, 6, 7, 3], [2, *range(5, 45), 3]
    with torch.no_grad():
        together = net.vectors(net.lower([long, short], 1), 1)[1]
        alone = net.vectors(net.lower([short], 1), 1)[0]
    assert _cosine(together.numpy(), alone.numpy()) > 0.999


def test_labels_that_are_unknown_teach_nothing(torch: Any, data: Any) -> None:
    from supplychain_check.training.learn import fit

    statements = sorted(data.corpus.places)[:6]
    data.corpus.mask[:, 3] = 0
    one = fit(_net(torch), data, statements, _recipe())
    data.corpus.labels[:, 3] = 1 - data.corpus.labels[:, 3]
    assert _same(one, fit(_net(torch), data, statements, _recipe()))


def test_predictions_are_made_for_the_asked_statements_only(torch: Any, data: Any) -> None:
    from supplychain_check.training.learn import predict

    found = predict(_net(torch), data, ["s00", "s03"], _recipe())
    asked = np.isin(data.corpus.statements, ["s00", "s03"])
    assert np.isfinite(found[asked]).all()
    assert np.isnan(found[~asked]).all()


def test_the_written_graphs_say_what_the_network_says(torch: Any, data: Any, tmp_path: Path) -> None:
    import onnxruntime

    from supplychain_check.training.export import write_context, write_encoder

    net = _net(torch).eval()
    slope, shift = np.stack([np.linspace(0.5, 2, 11), np.linspace(0.2, 0.9, 11)]), np.linspace(-1, 1, 11)
    wide = np.random.default_rng(5).normal(0, 1, (4, 11)).astype(np.float32)
    write_encoder(net, tmp_path / "encoder.onnx", 96)
    write_context(net, tmp_path / "context.onnx", slope, shift)
    encoder, context = (onnxruntime.InferenceSession(str(tmp_path / f"{n}.onnx")) for n in ("encoder", "context"))
    encodings = [encoding.ids for encoding in _tokenizer().encode_batch(list(data.corpus.sentences[:4]))]
    with torch.no_grad():
        vectors = net.vectors(net.lower(encodings, 0), 0)
        logits = net.context(vectors, data.surface[:4])[0].numpy()
    made = [encoder.run(None, {"ids": np.array([ids], np.int64)}) for ids in encodings]
    for place, (features,) in enumerate(made):
        assert _cosine(features[0], vectors[place].numpy()) > 0.999
    given = {"vectors": vectors.numpy(), "surface": data.surface[:4].numpy(), "wide": wide}
    said = context.run(None, given)[0]
    assert np.abs(said - 1 / (1 + np.exp(-(logits * slope[0] + wide * slope[1] + shift)))).max() < 1e-3


def test_the_linear_model_says_the_same_when_it_is_written(torch: Any, data: Any, tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs the extra [train]")
    import onnxruntime

    from supplychain_check.training.export import write_words
    from supplychain_check.training.wide import fit_wide, predict_wide, read_pieces

    words = read_pieces(data.corpus)
    wide = fit_wide(data.corpus, words, np.arange(len(data.corpus)))
    write_words(wide, tmp_path / "words.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "words.onnx"))
    written = np.stack([session.run(None, made._asdict())[0] for made in words])
    assert np.abs(written - predict_wide(wide, words)).max() < 0.1
    assert np.abs(written).max() > 0.5


def _cosine(one: NDArray[Any], other: NDArray[Any]) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


def test_reading_unlabelled_texts_goes_on_from_a_checkpoint(
    torch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel

    from supplychain_check.training import adapt as module

    monkeypatch.setattr(module, "SAVE_EVERY", 1)
    tokenizer = Tokenizer.from_file(str(shipped_directory() / "tokenizer.json"))
    texts = [f"We train {number} workers who pick cotton. " * 20 for number in range(100)]
    size = {"vocab_size": tokenizer.get_vocab_size(), "hidden_size": 384}

    def read(checkpoint: str, told: Progress) -> Any:
        torch.manual_seed(4)
        encoder = BertModel(BertConfig(**size, num_hidden_layers=1, intermediate_size=32), add_pooling_layer=False)
        return module.adapt(encoder, tokenizer, texts, 0, tmp_path / checkpoint, told)

    class Stop(Progress):
        def __call__(self, _: str) -> None:
            raise KeyboardInterrupt

    whole, rest = Kept(), Kept()
    first = read("whole.pt", whole)
    with pytest.raises(KeyboardInterrupt):
        read("parts.pt", Stop())
    assert _same(first, read("parts.pt", rest))
    assert rest.lines == whole.lines[1:]
    done = Kept()
    assert _same(first, read("whole.pt", done))
    assert not done.bars, "it was read before"
    assert float(whole.lines[-1].rsplit(" ", 1)[1]) < float(whole.lines[0].rsplit(" ", 1)[1])


# --- against experts -----------------------------------------------------------------------------------


def test_the_statements_of_the_experts_are_known_to_the_shipped_model() -> None:
    """It was trained on them, so that its accuracy is that of the cross-validation in its card."""
    data = read_corpus(research_data("aims", "gold-dev.jsonl"))
    card = json.loads((shipped_directory() / "model.json").read_text(encoding="utf-8"))
    assert {data.fingerprint(statement) for statement in data.places} == set(card["trained_on"])
