"""Statements that no expert has labelled: their sentences, and the labels that training gives them (see `marks`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.errors import InputProblem
from supplychain_check.models import TOPICS, Document
from supplychain_check.readers import text as plain
from supplychain_check.readers.language import language_of
from supplychain_check.segment import segment
from supplychain_check.training.corpus import Corpus, lines
from supplychain_check.wordform import normalise

WANTED = 52_000
"""Sentences that are read."""
LONGEST = 160
"""Sentences of one statement that are read."""
FEWEST, LETTERS = 8, 40
ALIKE = 0.2
"""A text that shares more of its sentences with labelled statements is left out, so that none is met again."""


class Passage(NamedTuple):
    """One statement without labels: its id, and its normalised sentences in order."""

    id: str
    sentences: tuple[str, ...]


def read_texts(path: Path) -> list[str]:
    """Unlabelled texts: JSON Lines with a field ``text``, also gzipped.

    Raises:
        InputProblem: the file cannot be read.
    """
    try:
        return [str(json.loads(line)["text"]) for line in lines(path) if line.strip()]
    except (ValueError, KeyError, TypeError) as error:
        raise InputProblem(
            f"{path} cannot be read: {error}.", "Give JSON Lines, each an object with the field `text`."
        ) from error


def passages(
    texts: Iterable[str], corpus: Corpus, seed: int, wanted: Callable[[Sequence[str]], bool] = bool
) -> list[Passage]:
    """Sentences of some of the texts, drawn at random.

    Args:
        texts: whole statements.
        corpus: labelled statements; what resembles one of them is left out.
        seed: of the draw.
        wanted: whether a statement of these sentences is to be taken.
    """
    listed = list(texts)
    known = _long(corpus.sentences)
    found: list[Passage] = []
    for number in np.random.RandomState(seed).permutation(len(listed)):
        if sum(len(passage.sentences) for passage in found) >= WANTED:
            break
        sentences = tuple(sentences_of(listed[number]))[:LONGEST]
        own = _long(sentences)
        if len(own) >= FEWEST and len(own & known) <= ALIKE * len(own) and wanted(sentences):
            found.append(Passage(f"unlabelled {number:05}", sentences))
    return found


def sentences_of(text: str) -> Iterator[str]:
    """Normalised sentences of a text in their order; none if it is not in English."""
    draft = plain.read(text.encode(), "unlabelled.txt")
    if not draft.text.strip() or language_of(draft.text) != "en":
        return
    document = Document(
        name="", path="", sha256="", media_type="", reader="", text=draft.text, blocks=draft.blocks, pages=draft.pages
    )
    for one in segment(document):
        if sentence := normalise(one.text).strip():
            yield sentence


def _long(sentences: Iterable[str]) -> set[str]:
    """The letters of sentences that are long enough to be known again."""
    return {"".join(filter(str.isalnum, text.lower())) for text in sentences if len(text) > LETTERS}


def corpus_of(found: list[Passage]) -> Corpus:
    """Passages as a corpus; its labels are all 0 until training gives some."""
    statements = [passage.id for passage in found for _ in passage.sentences]
    sentences = tuple(sentence for passage in found for sentence in passage.sentences)
    labels = np.zeros((len(sentences), len(TOPICS)), np.float32)
    return Corpus(np.array(["UK"] * len(sentences)), np.array(statements), sentences, labels, np.ones_like(labels))


def together(corpus: Corpus, other: Corpus, taught: NDArray[Any]) -> Corpus:
    """A labelled corpus, and after it another with labels (n, 11) from 0 to 1."""
    return Corpus(
        np.concatenate([corpus.jurisdictions, other.jurisdictions]),
        np.concatenate([corpus.statements, other.statements]),
        corpus.sentences + other.sentences,
        np.concatenate([corpus.labels, taught.astype(np.float32)]),
        np.concatenate([corpus.mask, other.mask]),
    )
