"""Which of the eleven AIMS topics a segment discloses: the interface, and the trained model behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from supplychain_check.encoder import Encoder
from supplychain_check.models import TOPICS, ModelInfo, Segment
from supplychain_check.wordform import normalise, pieces, surface


class TopicModel(Protocol):
    """What a topic model offers. One instance serves a whole batch."""

    @property
    def info(self) -> ModelInfo:
        """Name, version and hash; they belong to the identity of every assessment."""

    def predict(self, segments: Sequence[Segment]) -> list[dict[str, float]]:
        """Probability of each topic for each segment of one document, in order."""


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

    def predict(self, segments: Sequence[Segment]) -> list[dict[str, float]]:
        """Probabilities of one document's segments; see `TopicModel`."""
        probabilities = self.probabilities([segment.text for segment in segments])
        return [dict(zip(TOPICS, map(float, row), strict=True)) for row in probabilities]

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities (n, 11) in the order of `TOPICS`, for the n sentences of one document in their order."""
        if not texts:
            return np.zeros((0, len(TOPICS)), np.float32)
        plain = [normalise(text) for text in texts]
        given = {"vectors": self.encoder.encode(texts).features, "surface": surface(plain), "wide": self._wide(plain)}
        found: NDArray[np.float32] = self._context.run(None, given)[0]
        return found

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

    def predict(self, segments: Sequence[Segment]) -> list[dict[str, float]]:
        """No topics; see `TopicModel`."""
        return [{} for _ in segments]


@lru_cache(maxsize=1)
def shipped_topics() -> TopicModel:
    """The model that ships with the tool, loaded once."""
    return EncoderTopics(Encoder())
