"""The shipped topic model: what it finds, and that nothing but the document itself changes that."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from checking import check_file
from conftest import SAMPLES
from supplychain_check import encoder as encoder_module
from supplychain_check.analyse.topics import EncoderTopics, NoTopics, Prediction
from supplychain_check.encoder import Encoder, shipped_directory
from supplychain_check.errors import InputProblem
from supplychain_check.models import KINDS, TOPICS, Assessment, EvidenceStatus, Segment, SegmentKind
from supplychain_check.readers import read
from supplychain_check.segment import segment
from supplychain_check.training.corpus import read_corpus
from supplychain_check.training.evaluate import evaluate

LABELLED = Path(__file__).parent / "fixtures" / "topics" / "labelled.jsonl"
CANONICAL = SAMPLES / "canonical"
FORMATS = ("txt", "html", "pdf", "docx", "xlsx")
NEAR = 0.03
"""Of a probability to its threshold: no difference in what is read."""
CLOSE = 1e-4
FLOOR = 0.78
"""A little under the mean F1 of nine topics that the shipped model reaches on the labelled sentences."""
STATEMENT = [
    "Modern slavery statement 2026",
    "Larkmoor Textiles Limited is a private company that is wholly owned by Larkmoor Group plc.",
    "We make towels at two mills in Bolton and sell them to hotels in Europe.",
    "We buy cotton yarn from eleven suppliers in India and Turkey.",
    "The greatest risk of forced labour lies with migrant workers in the spinning mills that supply us.",
    "Our buyers were trained on modern slavery, and all suppliers had to sign our code of conduct.",
    "If forced labour were found, we would see to it that the workers are repaid and report it to the police.",
    "We assess the effectiveness of the training by asking our buyers the same questions six months later.",
    "The canteen was painted in the spring.",
    "This statement was approved by the board of directors on 2 June 2026.",
    "Signed by Maud Ferris, Director",
]


@pytest.fixture(scope="module")
def model() -> EncoderTopics:
    return EncoderTopics(Encoder())


def segments(texts: list[str]) -> list[Segment]:
    return [
        Segment(index=n, kind=SegmentKind.SENTENCE, start=0, end=len(text), text=text) for n, text in enumerate(texts)
    ]


def decided(model: EncoderTopics, texts: list[str]) -> list[set[str]]:
    limits = model.info.thresholds
    return [{topic for topic, p in one.topics.items() if p >= limits[topic]} for one in model.predict(segments(texts))]


# --- what it finds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "topic"),
    [
        (1, "structure"),
        (2, "operations"),
        (3, "supply_chains"),
        (4, "risk_description"),
        (5, "risk_mitigation"),
        (6, "remediation"),
        (7, "effectiveness"),
        (9, "approval"),
        (10, "signature"),
    ],
)
def test_a_plain_sentence_of_a_statement_has_its_topic(model: EncoderTopics, place: int, topic: str) -> None:
    assert topic in decided(model, STATEMENT)[place]


def test_a_sentence_about_something_else_has_none(model: EncoderTopics) -> None:
    assert decided(model, STATEMENT)[8] == set()


def test_every_topic_has_a_probability(model: EncoderTopics) -> None:
    for found in model.predict(segments(STATEMENT)):
        assert tuple(found.topics) == TOPICS
        assert all(0 <= p <= 1 for p in found.topics.values())
        assert tuple(found.kinds) == KINDS
        assert sum(found.kinds[status.value] for status in EvidenceStatus) == pytest.approx(1, abs=1e-3)


def test_a_document_without_text_has_no_topics(model: EncoderTopics) -> None:
    assert model.predict([]) == []


def test_every_topic_has_a_threshold(model: EncoderTopics) -> None:
    assert set(model.info.thresholds) == set(TOPICS)
    assert len(model.info.sha256) == 64


def test_without_a_model_no_sentence_has_a_topic() -> None:
    assert NoTopics().predict(segments(STATEMENT)) == [Prediction({}, {})] * len(STATEMENT)


# --- how well ------------------------------------------------------------------------------------------


def mean_f1(directory: Path | None) -> float:
    """Mean F1 of nine topics on the labelled sentences, which no model was trained on."""
    result = evaluate(EncoderTopics(Encoder(directory)), read_corpus(LABELLED))
    assert result.known == 0
    value = result.scores.groups["all"].mean.value
    assert value is not None
    return value


def test_the_shipped_model_reaches_its_floor() -> None:
    assert mean_f1(None) >= FLOOR


@pytest.mark.parametrize("name", ["encoder.onnx", "words.onnx", "context.onnx"])
def test_a_model_whose_weights_are_cut_off_does_not(tmp_path: Path, name: str) -> None:
    directory = _copy(tmp_path)
    content = (directory / name).read_bytes()
    (directory / name).write_bytes(content[: len(content) * 3 // 4])
    with pytest.raises(InputProblem, match=name):
        mean_f1(directory)


def test_a_model_that_takes_words_for_others_does_not(tmp_path: Path) -> None:
    """Files that fit together but not in what they mean; without hashes only the figures tell."""
    directory = _copy(tmp_path)
    words = json.loads((directory / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = words["model"]["vocab"]
    plain = [word for word in vocabulary if word.isalpha()]
    ids = [vocabulary[word] for word in plain]
    vocabulary.update(zip(plain, ids[7:] + ids[:7], strict=True))
    (directory / "tokenizer.json").write_text(json.dumps(words), encoding="utf-8")
    card = json.loads((directory / "model.json").read_text(encoding="utf-8"))
    (directory / "model.json").write_text(json.dumps(card | {"files": {}}), encoding="utf-8")
    assert mean_f1(directory) < FLOOR


def _copy(folder: Path) -> Path:
    return Path(shutil.copytree(shipped_directory(), folder / "model"))


# --- what it costs -------------------------------------------------------------------------------------

PEAK = """
import sys
from pathlib import Path
from supplychain_check.analyse.topics import EncoderTopics, NoTopics
from supplychain_check.encoder import Encoder
from supplychain_check.models import Segment, SegmentKind

texts = [f"In {n} we trained {n} buyers and audited {n} suppliers of cotton." for n in range(1000)]
segments = [Segment(index=0, kind=SegmentKind.SENTENCE, start=0, end=len(text), text=text) for text in texts]
(EncoderTopics(Encoder()) if sys.argv[1] == "model" else NoTopics()).predict(segments)
# not ru_maxrss, which a process takes over from the one that started it
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_reading_a_long_document_takes_less_than_300_megabytes() -> None:
    peak = {
        name: int(subprocess.run([sys.executable, "-c", PEAK, name], capture_output=True, check=True).stdout)
        for name in ("none", "model")
    }
    assert 10 * 1024 < peak["model"] - peak["none"] < 300 * 1024


# --- what may not change it ----------------------------------------------------------------------------


def test_other_documents_change_no_probability(model: EncoderTopics) -> None:
    alone = EncoderTopics(Encoder()).probabilities(STATEMENT)
    others = [[f"Site {n} of {k} was visited in May." for n in range(k)] for k in (1, 40, 300)]
    for other in others:
        model.probabilities(other)
        assert np.abs(model.probabilities(STATEMENT) - alone).max() <= CLOSE


def test_the_number_of_threads_changes_no_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"{text} ({n})" for n in range(30) for text in STATEMENT]
    found = []
    for threads in (1, 4):
        monkeypatch.setattr(encoder_module, "_THREADS", threads)
        found.append(EncoderTopics(Encoder()).probabilities(sentences))
    assert np.abs(found[0] - found[1]).max() <= CLOSE


def test_the_order_of_the_sentences_is_read(model: EncoderTopics) -> None:
    """A sentence is judged in its statement: list items and headings mean little alone."""
    there, back = model.probabilities(STATEMENT), model.probabilities(STATEMENT[::-1])[::-1]
    assert np.abs(there - back).max() > CLOSE


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_statement_has_the_same_topics_in_every_format(model: EncoderTopics, suffix: str) -> None:
    """But where a probability stands at the threshold: formats differ in headings and rows, which are context."""
    here, there = _in_file(model, suffix), _in_file(model, "md")
    limits = np.array([model.info.threshold(topic) for topic in TOPICS])
    shared = here.keys() & there.keys()
    assert len(shared) >= 0.95 * len(there)
    for text in shared:
        differ = (here[text] >= limits) != (there[text] >= limits)
        assert (np.abs(there[text] - limits)[differ] < NEAR).all(), text


def _in_file(model: EncoderTopics, suffix: str) -> dict[str, NDArray[np.float32]]:
    """Sentences of the canonical statement with their probabilities."""
    found = segment(read(CANONICAL / f"statement.{suffix}"))
    texts = [one.text.replace("’", "'").replace("“", '"').replace("”", '"').casefold() for one in found]
    said = model.probabilities([one.text for one in found])
    assert (said.max(0) > 0.5).any()
    return dict(zip(texts, said, strict=True))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_statement_has_the_same_evidence_in_every_format(suffix: str) -> None:
    assert _evidence(suffix) == _evidence("md")


def _evidence(suffix: str) -> list[tuple[str, int, list[tuple[str, list[str]]]]]:
    """Level, quotes and topics of the quotes for each criterion."""
    found = check_file(CANONICAL / f"statement.{suffix}")
    assert isinstance(found, Assessment)
    assert any(quote.topics for finding in found.findings for quote in finding.evidence)
    return [
        (
            finding.criterion,
            finding.level,
            [(_plain(quote.quote), sorted(quote.topics)) for quote in finding.evidence],
        )
        for finding in found.findings
    ]


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"')
