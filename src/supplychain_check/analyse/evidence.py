"""Promises and denials: two linear models over wordings and the shape of a sentence, with what was measured of them.

The models are logistic regressions trained on the labels for future and negative evidence of AIMS.au (Bora et al.,
arXiv 2506.01671). They see no vectors of the encoder: those added nothing measurable. Weights and figures are in
``data/evidence.json``, which `supplychain_check.training.evidence` makes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from supplychain_check.analyse.wording import phrase_set, word_list
from supplychain_check.models import Frozen
from supplychain_check.phrases import tokens
from supplychain_check.wordform import normalise

LABELS = ("future", "negative")
FILE = "evidence.json"
_NAMED_WILL = re.compile(r"(?:^|[a-z,] )(?:[A-Z][\w.]+ )+(?:also )?(?:will|shall|intends|plans|aims)\b")
_YEAR_WILL = re.compile(r"\b20[1-4]\d\b.*\b(?:will|plans?|to be)\b|\b(?:will|plans?|to be)\b.*\b20[1-4]\d\b")
_GERUND = re.compile(r"\W*[A-Za-z]+ing\b")
_LONG, _FEW = 40, 8
_LOOK_BACK = 8
_AHEAD = frozenset({"own_will", "intends", "ahead_heading"})
_FIRST_VERBS = frozenset(
    "review develop provide ensure continue establish insert consider train update create implement expand engage work "
    "introduce improve increase conduct carry undertake roll strengthen enhance determine publish identify approve "
    "deliver assess monitor further build extend launch map require raise embed complete communicate invite ask seek "
    "maintain incorporate include investigate report refresh explore make set write draft be".split()
)
SHAPES = (
    "named_will",
    "year_and_will",
    "begins_ing",
    "begins_verb",
    "small_letter",
    "short",
    "length",
    "listed_promise",
)


class Sentence(NamedTuple):
    """A sentence, and what introduces it.

    Attributes:
        text: as it stands.
        lead: the heading above it, and the sentence that introduces the list in which it stands; "" if there is none.
    """

    text: str
    lead: str = ""


class Linear(Frozen):
    """A logistic regression.

    Attributes:
        weights: by the names of what is seen; see `names`.
        threshold: the probability from which the model says yes; chosen for the best F1.
    """

    weights: dict[str, float]
    bias: float
    threshold: float


class Said(NamedTuple):
    """What the models say of a sentence: whether it is a promise, whether a denial."""

    future: bool
    negative: bool


class EvidenceModel(Frozen):
    """Both models, and what was measured.

    Attributes:
        models: by label, ``future`` and ``negative``.
        trained_on: statements by the hash of their sentences; see `supplychain_check.training.corpus.fingerprint`.
        cross_validation: figures as `supplychain_check.training.evidence_scores` gives them.
    """

    version: str
    models: dict[str, Linear]
    trained_on: tuple[str, ...] = ()
    cross_validation: dict[str, object] = Field(default_factory=dict)

    def probabilities(self, sentences: Sequence[Sentence]) -> dict[str, NDArray[np.float64]]:
        """For each label the probability of each of n sentences, (n,)."""
        found = seen(sentences)
        column = {name: place for place, name in enumerate(names())}
        return {
            label: sigmoid(
                model.bias + found[:, [column[n] for n in model.weights]] @ np.array([*model.weights.values()])
            )
            for label, model in self.models.items()
        }

    def say(self, sentence: Sentence) -> Said:
        """Whether a sentence is a promise, and whether a denial."""
        found = self.probabilities((sentence,))
        return Said(*(bool(found[label][0] >= self.models[label].threshold) for label in LABELS))


def sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds to probabilities."""
    found: NDArray[np.float64] = 1 / (1 + np.exp(-values))
    return found


@lru_cache(maxsize=1)
def shipped_evidence() -> EvidenceModel:
    """The models that ship with the tool, loaded once."""
    text = files(__package__).joinpath("data", FILE).read_text(encoding="utf-8")
    return EvidenceModel.model_validate(json.loads(text))


def names() -> tuple[str, ...]:
    """What is seen, in the order of the columns of `seen`."""
    return (*word_list("evidence")["words"], *SHAPES)


def chosen(label: str) -> tuple[str, ...]:
    """What of `names` the model for a label weighs."""
    return tuple(word_list("evidence")["models"][label])


def seen(sentences: Sequence[Sentence]) -> NDArray[np.float64]:
    """What is seen of n sentences: (n, len(names())), all values 0 to 1."""
    order = {name: place for place, name in enumerate(names())}
    found = np.zeros((len(sentences), len(order)))
    for row, sentence in zip(found, sentences, strict=True):
        plain = normalise(sentence.text)
        for name in phrase_set("evidence", "words").names(tokens(plain)):
            row[order[name]] = 1
        row[-len(SHAPES) :] = _shape(plain, normalise(sentence.lead))
    return found


def _shape(text: str, lead: str) -> tuple[float, ...]:
    count = len(text.split())
    return (
        float(_NAMED_WILL.search(text) is not None),
        float(_YEAR_WILL.search(text) is not None),
        float(_GERUND.match(text) is not None),
        float(_first_word(text) in _FIRST_VERBS),
        float(text[:1].islower()),
        float(count < _FEW),
        min(count, _LONG) / _LONG,
        float(bool(lead) and not _AHEAD.isdisjoint(phrase_set("evidence", "words").names(tokens(lead)))),
    )


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].lower() if text.strip() else ""


def _like_an_item(text: str) -> bool:
    """Whether a sentence begins as items of lists do: with a small letter, a verb, or a form in -ing."""
    return text[:1].islower() or _first_word(text) in _FIRST_VERBS or _GERUND.match(text) is not None


def in_order(texts: Sequence[str]) -> list[Sentence]:
    """Sentences of a file that keeps neither headings nor lists.

    What begins like an item of a list is led by the nearest sentence before it that does not.

    Args:
        texts: sentences of one statement, in their order.
    """
    found = []
    for place, text in enumerate(texts):
        before = reversed(texts[max(0, place - _LOOK_BACK) : place])
        lead = next((other for other in before if not _like_an_item(other)), "")
        found.append(Sentence(text, lead if _like_an_item(text) else ""))
    return found
