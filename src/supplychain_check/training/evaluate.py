"""Measuring a finished model on labelled sentences; needs nothing but the model."""

from __future__ import annotations

import numpy as np

from supplychain_check.analyse.topics import EncoderTopics
from supplychain_check.errors import InputProblem
from supplychain_check.models import TOPICS, Frozen, ModelInfo
from supplychain_check.training.corpus import Corpus
from supplychain_check.training.scores import Scores, measure


class Evaluation(Frozen):
    """Scores of a model on a file, and what was left out.

    Attributes:
        known: statements in the file that the model was trained on, by the hash of their sentences.
        left_out: whether those were left out.
    """

    model: ModelInfo
    known: int
    left_out: bool
    scores: Scores


def evaluate(model: EncoderTopics, corpus: Corpus, *, include_known: bool = False) -> Evaluation:
    """Predict every statement and compare with the labels.

    Raises:
        InputProblem: the model was trained on every statement of the file.
    """
    trained_on = set(model.encoder.card.get("trained_on", ()))
    known = {statement for statement in corpus.places if corpus.fingerprint(statement) in trained_on}
    if known and not include_known:
        fresh = np.array([row for row, s in enumerate(corpus.statements) if s not in known], np.intp)
        if not len(fresh):
            raise InputProblem(
                f"The model was trained on all {len(known)} statements of this file, so that it cannot be measured on it.",
                "Give statements that it has not seen, or --include-known to measure what it remembers. "
                "Its cross-validated figures: supplychain-check model info",
            )
        corpus = corpus.take(fresh)
    probabilities = np.zeros((len(corpus), len(TOPICS)))
    for rows in corpus.places.values():
        probabilities[rows] = model.probabilities([corpus.sentences[row] for row in rows])
    return Evaluation(
        model=model.info,
        known=len(known),
        left_out=bool(known) and not include_known,
        scores=measure(corpus, probabilities, model.info.thresholds),
    )
