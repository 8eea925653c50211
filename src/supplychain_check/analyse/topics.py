"""Which of the eleven AIMS topics a segment discloses, and as what kind of evidence: interface and trained model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from supplychain_check.encoder import Encoder
from supplychain_check.models import KINDS, TOPICS, ModelInfo, Segment
from supplychain_check.wordform import normalise, pieces, surface


class Prediction(NamedTuple):
    """What a model says of one segment.

    Attributes:
        topics: probability of each topic.
        kinds: probability of each of `KINDS`, of which the statuses add up to 1; empty where the model does not say.
    """

    topics: dict[str, float]
    kinds: dict[str, float]


class TopicModel(Protocol):
    """What a topic model offers. One instance serves a whole batch."""

    @property
    def info(self) -> ModelInfo:
        """Name, version and hash; they belong to the identity of every assessment."""

    def predict(self, segments: Sequence[Segment]) -> list[Prediction]:
        """What each segment of one document discloses, in order."""


class EncoderTopics:
    """The trained model: a sentence encoder, a recurrent layer over its sentences, and a linear model of their words.

    Args:
        encoder: the shipped one, or one from another directory.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    @cached_property
    def info(self) -> ModelInfo:
        """The model's name and version, with the hash of its files and its measured accuracy."""
        card = self.encoder.card
        return ModelInfo(
            name=card["name"],
            version=card["version"],
            sha256=self.encoder.sha256,
            accuracy=card.get("accuracy", "accuracy not measured"),
            thresholds=card["thresholds"],
        )

    def predict(self, segments: Sequence[Segment]) -> list[Prediction]:
        """Probabilities of one document's segments; see `TopicModel`."""
        topics, kinds = self._said([segment.text for segment in segments])
        return [
            Prediction(
                dict(zip(TOPICS, map(float, row), strict=True)),
                dict(zip(KINDS, map(float, said), strict=True)) if len(said) else {},
            )
            for row, said in zip(topics, kinds, strict=True)
        ]

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities (n, 11) in the order of `TOPICS`, for the n sentences of one document in their order."""
        return self._said(texts)[0]

    def _said(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Probabilities (n, 11) of topics, and (n, 8) of kinds of evidence, or (n, 0) where the model does not say."""
        if not texts:
            return np.zeros((0, len(TOPICS)), np.float32), np.zeros((0, 0), np.float32)
        plain, vectors = [normalise(text) for text in texts], self.encoder.encode(texts)
        given = {"vectors": vectors.features, "surface": surface(plain), "wide": self._wide(plain)}
        return self._context.run(None, given)[0], vectors.kinds

    def _wide(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Logits (n, 11) of the linear model, sentence by sentence."""
        return np.stack([self._words.run(None, made._asdict())[0] for made in pieces(texts)])

    @cached_property
    def _words(self) -> Any:
        return self.encoder.session("words.onnx")

    @cached_property
    def _context(self) -> Any:
        return self.encoder.session("context.onnx")


class NoTopics:
    """No topic model: no sentence has a topic, so that a pack is tested on its phrases alone."""

    info = ModelInfo(name="none", version="1", sha256="", accuracy="no topics")

    def predict(self, segments: Sequence[Segment]) -> list[Prediction]:
        """Nothing; see `TopicModel`."""
        return [Prediction({}, {}) for _ in segments]


@lru_cache(maxsize=1)
def shipped_topics() -> TopicModel:
    """The model that ships with the tool, loaded once."""
    return EncoderTopics(Encoder())
