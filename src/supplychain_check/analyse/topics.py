"""Which of the eleven AIMS topics a segment discloses: the trained model, and a baseline of word lists."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from supplychain_check.encoder import Encoder
from supplychain_check.models import TOPICS, ModelInfo, Segment
from supplychain_check.phrases import PhraseSet, tokens
from supplychain_check.wordform import normalise, surface

STRONG, SEVERAL, ONE, NONE = 0.75, 0.6, 0.3, 0.02


class TopicModel(Protocol):
    """What a topic model offers. One instance serves a whole batch."""

    @property
    def info(self) -> ModelInfo:
        """Name, version and hash; they belong to the identity of every assessment."""

    def predict(self, segments: Sequence[Segment]) -> list[dict[str, float]]:
        """Probability of each topic for each segment of one document, in order."""


class EncoderTopics:
    """The trained model: a sentence encoder, and a recurrent layer over the sentences of the document.

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
        given = {
            "vectors": self.encoder.encode(texts).features,
            "surface": surface([normalise(text) for text in texts]),
        }
        found: NDArray[np.float32] = self._context.run(None, given)[0]
        return found

    @cached_property
    def _context(self) -> Any:
        return self.encoder.session("context.onnx")


class PhraseTopics:
    """The baseline: strong words, or two weak ones, or a weak one under a fitting heading.

    Args:
        path: ``criteria/topics.toml``.
    """

    VERSION = "1"

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()

    @cached_property
    def info(self) -> ModelInfo:
        """The baseline's name, with the hash of its word lists."""
        return ModelInfo(
            name="phrases",
            version=self.VERSION,
            sha256=hashlib.sha256(self._data).hexdigest(),
            accuracy="word lists, not a trained model: mean F1 0.50 over nine topics, 53 statements labelled by experts",
        )

    @cached_property
    def _sets(self) -> dict[str, PhraseSet]:
        topics = tomllib.loads(self._data.decode())["topics"]
        return {
            key: PhraseSet(
                {f"{topic} {phrase}": [phrase] for topic in TOPICS for phrase in topics.get(topic, {}).get(key, ())}
            )
            for key in ("strong", "weak", "context")
        }

    def predict(self, segments: Sequence[Segment]) -> list[dict[str, float]]:
        """Probabilities of one document's segments; see `TopicModel`."""
        return [self._one(segment) for segment in segments]

    def _fired(self, key: str, text: str) -> dict[str, set[str]]:
        fired: dict[str, set[str]] = {}
        for name in self._sets[key].names(tokens(text)):
            topic, _, phrase = name.partition(" ")
            fired.setdefault(topic, set()).add(phrase)
        return fired

    def _one(self, segment: Segment) -> dict[str, float]:
        strong, weak = self._fired("strong", segment.text), self._fired("weak", segment.text)
        context = self._fired("context", " . ".join(segment.headings))
        found = dict.fromkeys(weak, ONE)
        found |= {topic: SEVERAL for topic, phrases in weak.items() if len(phrases) > 1 or topic in context}
        return found | dict.fromkeys(strong, STRONG)


class NoTopics:
    """No topic model: no sentence has a topic, so that a pack is tested on its phrases alone."""

    info = ModelInfo(name="none", version="1", sha256="", accuracy="no topics")

    def predict(self, segments: Sequence[Segment]) -> list[dict[str, float]]:
        """No topics; see `TopicModel`."""
        return [{} for _ in segments]
