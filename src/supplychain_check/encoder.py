"""The sentence encoder that ships with the tool, behind one small interface.

all-MiniLM-L6-v2 (Wang et al., arXiv 2002.10957; Reimers and Gurevych, arXiv 1908.10084), with a smaller vocabulary,
tuned on labelled statements and kept in eight bits. Inference needs onnxruntime and tokenizers only.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.errors import InputProblem
from supplychain_check.wordform import normalise

FILES = ("encoder.onnx", "context.onnx", "tokenizer.json", "model.json")
WIDTH, EMBEDDING = 768, 384
_THREADS = min(4, os.cpu_count() or 1)
_AT_ONCE = 64


class Vectors(NamedTuple):
    """What the encoder says of n texts.

    Attributes:
        features: (n, 768) for models that build on the encoder.
        embeddings: (n, 384), of length 1: near to those of the encoder before it was tuned. Their dot product says
            how alike two texts are.
    """

    features: NDArray[np.float32]
    embeddings: NDArray[np.float32]


def shipped_directory() -> Path:
    """Where the model that ships with the tool lies."""
    return Path(__file__).parent / "topic_model"


class Encoder:
    """A sentence encoder, loaded once when it is first needed.

    Every text is encoded alone, so that no other text, and no number of threads, changes its vector.

    Args:
        directory: with the files named in `FILES`.

    Raises:
        InputProblem: a file is missing or is not what it should be.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or shipped_directory()
        missing = [name for name in FILES if not (self.directory / name).is_file()]
        if missing:
            raise InputProblem(
                f"There is no topic model in {self.directory}: {', '.join(missing)} is missing.",
                "Give a directory that `supplychain-check model train` wrote, or leave --model out.",
            )

    @cached_property
    def card(self) -> dict[str, Any]:
        """The content of ``model.json``."""
        try:
            card = json.loads((self.directory / "model.json").read_text(encoding="utf-8"))
        except (ValueError, UnicodeDecodeError) as error:
            raise self._broken("model.json", error) from error
        if not isinstance(card, dict) or not {"name", "version", "topics", "thresholds", "tokens"} <= set(card):
            raise self._broken("model.json", "it does not describe a model")
        return card

    @cached_property
    def sha256(self) -> str:
        """Hash of the files that decide a result."""
        digest = hashlib.sha256()
        for name in FILES:
            digest.update((self.directory / name).read_bytes())
        return digest.hexdigest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts of any length; what is beyond the model's window of tokens is not read.

        Args:
            texts: n texts; apostrophes, dashes and the like are brought into the form that the model learned from.
        """
        plain = [normalise(text) for text in texts]
        distinct = list(dict.fromkeys(plain))
        row = {text: number for number, text in enumerate(distinct)}
        with ThreadPoolExecutor(_THREADS) as pool:
            parts = [distinct[start : start + _AT_ONCE] for start in range(0, len(distinct), _AT_ONCE)]
            made = [pair for part in pool.map(self._part, parts) for pair in part]
        order = [row[text] for text in plain]
        features = np.array([pair[0] for pair in made], np.float32).reshape(-1, WIDTH)
        embeddings = np.array([pair[1] for pair in made], np.float32).reshape(-1, EMBEDDING)
        length = np.maximum(np.linalg.norm(embeddings, axis=1, keepdims=True), 1e-9)
        return Vectors(features[order], (embeddings / length)[order])

    def _part(self, texts: list[str]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        session = self._session
        found = []
        for encoding in self._tokenizer.encode_batch(texts):
            vectors, embedding = session.run(None, {"ids": np.array([encoding.ids], np.int64)})
            found.append((vectors[0], embedding[0]))
        return found

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self.directory / "tokenizer.json"))
        except Exception as error:  # the library raises a bare Exception
            raise self._broken("tokenizer.json", error) from error
        tokenizer.enable_truncation(int(self.card["tokens"]))
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        return self.session("encoder.onnx")

    def session(self, name: str) -> Any:
        """One of the model's ONNX graphs, on one thread.

        Raises:
            InputProblem: the file is damaged.
        """
        import onnxruntime

        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(str(self.directory / name), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has no common base for what a bad file raises
            raise self._broken(name, error) from error

    def _broken(self, name: str, why: object) -> InputProblem:
        return InputProblem(
            f"The topic model's file {self.directory / name} is damaged: {str(why)[:200]}.",
            "Install the tool again, or train the model again.",
        )
