"""The sentence encoder that ships with the tool, behind one small interface.

all-MiniLM-L6-v2 (Wang et al., arXiv 2002.10957; Reimers and Gurevych, arXiv 1908.10084), with a smaller vocabulary,
tuned on labelled statements and kept in eight bits. Inference needs onnxruntime and tokenizers only.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, ValidationError

from supplychain_check.errors import InputProblem
from supplychain_check.models import KINDS, TOPICS
from supplychain_check.wordform import SURFACE, normalise

FILES = ("encoder.onnx", "words.onnx", "context.onnx", "tokenizer.json", "model.json")
WIDTH, EMBEDDING = 768, 384
_THREADS = min(4, os.cpu_count() or 1)
_AT_ONCE = 64
_GRAPHS: dict[str, tuple[dict[str, int | None], dict[str, int]]] = {
    "encoder.onnx": ({"ids": None}, {"vectors": WIDTH}),
    "words.onnx": ({"ids": None, "values": None, "groups": None}, {"wide": len(TOPICS)}),
    "context.onnx": (
        {"vectors": WIDTH, "surface": SURFACE, "wide": len(TOPICS)},
        {"probabilities": len(TOPICS)},
    ),
}
"""What goes into each graph and what comes out, with the width of each."""
_MORE = {"encoder.onnx": {"kinds": len(KINDS)}}
"""What may come out as well: where no kinds of evidence were known, a model does not learn them."""


class _Card(BaseModel):
    """What ``model.json`` must say, for the other files to be used; it says more."""

    name: str
    version: str
    topics: tuple[str, ...]
    thresholds: dict[str, float]
    tokens: int = Field(ge=2, le=128)
    accuracy: str = ""
    files: dict[str, str] = {}


class Vectors(NamedTuple):
    """What the encoder says of n texts.

    Attributes:
        features: (n, 768) for models that build on the encoder.
        embeddings: (n, 384), of length 1: the mean over a text's tokens. Their dot product says how alike two texts
            are. Tuning for topics took a little of that: the card of the model says how much.
        kinds: (n, 8), probabilities in the order of `KINDS`; (n, 0) if the model has not learned them.
    """

    features: NDArray[np.float32]
    embeddings: NDArray[np.float32]
    kinds: NDArray[np.float32]


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
            card: dict[str, Any] = json.loads((self.directory / "model.json").read_text(encoding="utf-8"))
            said = _Card.model_validate(card)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "all of it"
            raise self._broken("model.json", f"{place}: {first['msg']}") from error
        except ValueError as error:
            raise self._broken("model.json", error) from error
        if said.topics != TOPICS:
            raise self._broken("model.json", f"its topics are not those of this tool, which are {', '.join(TOPICS)}")
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
        parts = [distinct[start : start + _AT_ONCE] for start in range(0, len(distinct), _AT_ONCE)]
        _ = self._session, self._tokenizer  # loaded before there are several threads, each of which would load them
        with ThreadPoolExecutor(_THREADS) as pool:
            made = [vector for part in pool.map(self._part, parts) for vector in part]
        known = np.array(made, np.float32).reshape(len(distinct), -1 if made else WIDTH)[[row[text] for text in plain]]
        features, mean = known[:, :WIDTH], known[:, :EMBEDDING]
        embeddings = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return Vectors(features, embeddings, known[:, WIDTH:])

    def _part(self, texts: list[str]) -> list[NDArray[np.float32]]:
        session, encodings = self._session, self._tokenizer.encode_batch(texts)
        made = (session.run(None, {"ids": np.array([encoding.ids], np.int64)}) for encoding in encodings)
        return [np.concatenate(outputs, axis=1)[0] for outputs in made]

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        self._verify("tokenizer.json")
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
            InputProblem: the file is damaged, or is another graph than its name says.
        """
        import onnxruntime

        self._verify(name)
        onnxruntime.set_default_logger_severity(3)
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = str(self.directory / name)
        try:
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has no common base for what a bad file raises
            raise self._broken(name, error) from error
        given, made = _GRAPHS[name]
        may = (made, made | _MORE.get(name, {}))
        if not (_fits(session.get_inputs(), given) and any(_fits(session.get_outputs(), widths) for widths in may)):
            raise self._broken(name, "it is a network of another kind")
        return session

    def _verify(self, name: str) -> None:
        """Compare a file with what ``model.json`` says of it, so that files of two models are never mixed."""
        said = self.card.get("files", {}).get(name)
        if said and hashlib.sha256((self.directory / name).read_bytes()).hexdigest() != said:
            raise self._broken(name, "it is not the file that belongs to model.json")

    def _broken(self, name: str, why: object) -> InputProblem:
        return InputProblem(
            f"The topic model's file {self.directory / name} is damaged: {str(why)[:200]}.",
            "Install the tool again, or train the model again.",
        )


def _fits(values: Sequence[Any], wanted: Mapping[str, int | None]) -> bool:
    """Whether inputs or outputs of a graph have these names, and these widths where one is given."""
    widths = {value.name: value.shape[-1] if wanted.get(value.name) else None for value in values}
    return widths == wanted
