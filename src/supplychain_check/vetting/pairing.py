"""Which sentences of a statement speak of what an answer says: by the meaning that the shipped encoder sees.

Whether they say the same is decided elsewhere: the encoder sees what a sentence is about, not what it says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from supplychain_check.models.document import Segment, SegmentKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from supplychain_check.encoder import Encoder

CONTEXT = 0.5
"""What the sentence before adds to the vector of a sentence: "Eight came back" is about what was sent before it."""


class Nearness:
    """How near the sentences of a statement are to a text; nothing is encoded before it is asked for.

    Args:
        segments: of the statement, all of them, each at the place of its index.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._known: dict[str, NDArray[np.float32]] = {}
        self._found: dict[tuple[str, ...], list[float]] = {}

    def to(self, *texts: str) -> list[float]:
        """The highest cosine of each segment with any of the texts, -1 to 1; its context may raise it."""
        import numpy as np

        if not self._segments:
            return []
        self._learn(texts)
        sentences, contexts = self._vectors
        if texts not in self._found:
            wanted = np.stack([self._known[text] for text in texts], axis=1)
            alike = np.maximum(sentences @ wanted, contexts @ wanted).max(axis=1)
            self._found[texts] = [float(cosine) for cosine in alike]
        return self._found[texts]

    def _learn(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, _encoder().encode(new).embeddings, strict=True))

    @cached_property
    def _vectors(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        import numpy as np

        alone = _encoder().encode([segment.text for segment in self._segments]).embeddings
        before = np.zeros_like(alone)
        for at, segment in enumerate(self._segments[1:], 1):
            if _continues(self._segments[at - 1], segment):
                before[at] = alone[at - 1]
        both = alone + CONTEXT * before
        return alone, both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)


def _continues(before: Segment, segment: Segment) -> bool:
    return before.headings == segment.headings and segment.kind is SegmentKind.SENTENCE


@cache
def _encoder() -> Encoder:
    """The encoder of the shipped topic model, which has read the statement already: it is not loaded twice."""
    from supplychain_check.analyse.topics import shipped_topics
    from supplychain_check.encoder import Encoder as Loaded
    from supplychain_check.pipeline_declarations import encoder_of

    return encoder_of(shipped_topics()) or Loaded()
