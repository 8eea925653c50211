"""The recipe from labelled files to a model directory, and its cross-validation. Needs the extra ``train``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from supplychain_check.models import TOPICS
from supplychain_check.training.adapt import adapt
from supplychain_check.training.card import OWN, Named, Taught, card_text
from supplychain_check.training.corpus import Corpus
from supplychain_check.training.encoders import base_directory, base_embeddings, base_encoder
from supplychain_check.training.export import write_context, write_encoder, write_words
from supplychain_check.training.kinds import agreement, kinds_of, sharpness
from supplychain_check.training.learn import Recipe
from supplychain_check.training.marks import shown, was_read
from supplychain_check.training.network import TopicNet
from supplychain_check.training.progress import Progress
from supplychain_check.training.school import ALL, School, Start
from supplychain_check.training.scores import Scores, measure_decisions
from supplychain_check.training.statuses import KindsHead, scaled
from supplychain_check.training.tune import Tuning, tune
from supplychain_check.training.unlabelled import corpus_of, passages
from supplychain_check.training.vocabulary import prune
from supplychain_check.training.wide import Wide

FEWEST_MEASURED = 100
"""With fewer sentences of known kind a head for kinds is not measured, nor held to how often it is right."""


class Unseen(NamedTuple):
    """Predictions for statements that the network that made them has not seen.

    Attributes:
        corpus: those statements.
        logits: (2, n, 11) of the network and of the linear model.
        probabilities: (n, 11) calibrated on the other folds.
        found: (n, 11) decisions with thresholds of the other folds.
    """

    corpus: Corpus
    logits: NDArray[np.float32]
    probabilities: NDArray[Any]
    found: NDArray[np.bool_]


def begin(corpus: Corpus, texts: list[str], recipe: Recipe, work: Path, progress: Progress) -> Start:
    """Choose the vocabulary, let the encoder read the unlabelled texts, and prepare the corpus."""
    work.mkdir(parents=True, exist_ok=True)
    wanted = texts or list(corpus.sentences)
    tokenizer, rows = prune(base_directory() / "tokenizer.json", wanted, recipe.vocabulary)
    encoder = base_encoder(rows)
    if texts:
        key = hashlib.sha256("\n".join([tokenizer, *texts]).encode()).hexdigest()[:12]
        adapt(encoder, Tokenizer.from_str(tokenizer), texts, recipe.seed, work / f"adapted-{key}.pt", progress)
    unlabelled = corpus_of(passages(texts, corpus, recipe.seed, was_read))
    if texts:
        progress(
            f"labels of language models are known for {len(unlabelled.places)} of {len(texts)} unlabelled statements"
        )
    return Start(tokenizer, rows, encoder.state_dict(), base_embeddings(corpus.sentences), unlabelled)


def crossvalidate(corpus: Corpus, start: Start, recipe: Recipe, work: Path, progress: Progress) -> Unseen:
    """Predict each statement by a network that was trained on the other folds.

    Calibration and thresholds of a fold come from the predictions of the other folds.
    """
    return unseen(School(corpus, start, recipe, work, progress))


def unseen(school: School) -> Unseen:
    """Networks and linear models together, on statements that they have not seen."""
    rows = school.measured
    logits = np.stack([school.unseen(), school.unseen_wide()])[:, rows]
    return combine(school.corpus.take(rows), logits, school.fold[rows])


def combine(corpus: Corpus, logits: NDArray[Any], fold: NDArray[np.intp]) -> Unseen:
    """Calibrate predictions (2, n, 11) for unseen statements and decide, each fold by what the others teach."""
    probabilities, found = np.zeros(corpus.labels.shape), np.zeros(corpus.labels.shape, bool)
    for number in sorted(set(fold)):
        here, others = fold == number, fold != number
        tuning = tune(logits[:, others], corpus.labels[others], corpus.mask[others])
        probabilities[here] = tuning.probabilities(logits[:, here])
        found[here] = probabilities[here] >= tuning.thresholds
    return Unseen(corpus, logits, probabilities, found)


def score(unseen: Unseen) -> Scores:
    """The figures of a cross-validation."""
    return measure_decisions(unseen.corpus, unseen.probabilities, unseen.found)


class Made(NamedTuple):
    """What a model directory is written from.

    Attributes:
        head: of the network, for kinds of evidence; None where too few are known.
        kinds: how often such heads were right.
    """

    net: TopicNet
    wide: Wide
    tokenizer: str
    tuning: Tuning
    head: KindsHead | None
    kinds: dict[str, Any]


def write_model(made: Made, recipe: Recipe, card: dict[str, Any], out: Path) -> None:
    """Write a model directory: three ONNX graphs, the tokenizer, and what the model is."""
    out.mkdir(parents=True, exist_ok=True)
    write_encoder(made.net, out / "encoder.onnx", recipe.tokens, made.head)
    write_words(made.wide, out / "words.onnx")
    write_context(made.net, out / "context.onnx", made.tuning.slope, made.tuning.shift)
    (out / "tokenizer.json").write_text(made.tokenizer, encoding="utf-8")
    files = ("encoder.onnx", "words.onnx", "context.onnx", "tokenizer.json")
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files}
    whole = card | {"kinds": made.kinds, "files": hashes}
    (out / "model.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _card(tuning: Tuning, recipe: Recipe, corpus: Corpus, measured: Scores) -> dict[str, Any]:
    return {
        "topics": list(TOPICS),
        "tokens": recipe.tokens,
        "thresholds": {topic: round(float(t), 2) for topic, t in zip(TOPICS, tuning.thresholds, strict=True)},
        "accuracy": _accuracy(measured),
        "recipe": asdict(recipe),
        "trained_on": sorted(corpus.fingerprint(statement) for statement in corpus.places),
        "cross_validation": measured.model_dump(mode="json"),
    }


def _accuracy(measured: Scores) -> str:
    group = measured.groups.get("all") or next(iter(measured.groups.values()))
    return (
        f"mean F1 of nine topics {group.mean.value:.2f} on {group.sentences:,} sentences of {group.statements} "
        "statements that it had not seen"
    )


def _kinds(school: School) -> tuple[KindsHead | None, dict[str, Any]]:
    """The head of the final network, as sure as the heads of the folds were right, and how often those were."""
    head, said, labels = school.kinds_head(ALL), school.unseen_kinds(), kinds_of(school.corpus)
    if head is None or said is None:
        return None, {}
    said, labels = said[school.measured], labels[school.measured]
    if (~np.isnan(labels)).any(1).sum() < FEWEST_MEASURED:
        return head, {}
    return scaled(head, sharpness(said, labels)), agreement(said, labels)


def train(
    corpus: Corpus,
    texts: Iterable[str],
    recipe: Recipe,
    out: Path,
    work: Path,
    progress: Progress,
    named: Named = OWN,
) -> Scores:
    """Cross-validate, then train on everything and write the model with its card.

    Calibration and thresholds are those of the cross-validation, because a network is too sure of what it has seen.
    """
    read = list(texts)
    school = School(corpus, begin(corpus, read, recipe, work, progress), recipe, work, progress)
    found = unseen(school)
    measured = score(found)
    tuning = tune(found.logits, found.corpus.labels, found.corpus.mask)
    made = Made(school.network(ALL), school.wide(ALL), school.start.tokenizer, tuning, *_kinds(school))
    write_model(made, recipe, named._asdict() | _card(tuning, recipe, corpus, measured), out)
    taught = Taught(len(read), len(school.others), shown(corpus))
    card = card_text(named, _accuracy(measured), corpus, taught, found.corpus, found.found)
    (out / "CARD.md").write_text(card, encoding="utf-8")
    return measured
