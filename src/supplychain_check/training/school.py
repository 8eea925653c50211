"""Teachers and students: networks for the folds of a cross-validation, and the one that has seen all statements.

A teacher learns from labelled sentences alone. With the linear model beside it, it then says what unlabelled
statements disclose, and a student learns from both. The teacher of a fold has seen none of the fold's statements
either, so that the student is measured on statements that played no part in its training.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from supplychain_check.training.corpus import Corpus, split
from supplychain_check.training.learn import Material, Progress, Recipe, fit, material, predict
from supplychain_check.training.network import TopicNet, base_encoder
from supplychain_check.training.tune import tune
from supplychain_check.training.unlabelled import together
from supplychain_check.training.wide import fit_wide, predict_wide, read_pieces

FOLDS = 5
ALL = -1
"""In place of the number of a fold: nothing is left out."""
TEACHER: dict[str, Any] = {"frozen": 2, "epochs": 6}
"""How the recipe of a teacher differs from that of its student."""


class Start(NamedTuple):
    """Where every training begins.

    Attributes:
        tokenizer: of the chosen vocabulary, as JSON.
        rows: which rows of the base encoder's word vectors it keeps.
        state: weights of the encoder that has read the unlabelled texts.
        embeddings: (n, 384) of the labelled sentences by the untuned encoder.
        unlabelled: statements for teachers to label; without sentences where no texts were given.
    """

    tokenizer: str
    rows: list[int]
    state: dict[str, Any]
    embeddings: torch.Tensor
    unlabelled: Corpus


class School:
    """Trains the networks of one corpus; what is trained is kept in `work` and taken up again.

    Args:
        corpus: labelled statements.
        start: encoder, vocabulary and unlabelled statements.
        recipe: of the students.
        work: folder of checkpoints.
        progress: told of each epoch.
    """

    def __init__(self, corpus: Corpus, start: Start, recipe: Recipe, work: Path, progress: Progress) -> None:
        self.corpus, self.start, self.recipe, self.work, self.progress = corpus, start, recipe, work, progress
        self.fold = split(corpus, FOLDS, recipe.seed)
        self.others = sorted(start.unlabelled.places)

    def unseen(self) -> NDArray[np.float32]:
        """Logits (n, 11) of each labelled sentence by a student that has not seen its statement."""
        found = np.zeros(self.corpus.labels.shape, np.float32)
        for number in range(FOLDS):
            rows = self.fold == number
            found[rows] = predict(self.student(number), self._data, self._inside(number), self.recipe)[: len(rows)][
                rows
            ]
        return found

    def student(self, number: int) -> TopicNet:
        """The network of a fold, or of `ALL`."""
        data = replace(self._data, corpus=self._both(self._taught(number)))
        return self._fit(data, self.recipe, number, "final" if number == ALL else "fold", self.others)

    @cached_property
    def wide(self) -> NDArray[Any]:
        """Logits (n, 11) of each labelled sentence by a linear model that has not seen its statement."""
        return wide_by_fold(self.corpus, self.fold)

    def _inside(self, number: int) -> list[str]:
        return [name for name, rows in sorted(self.corpus.places.items()) if self.fold[rows[0]] == number]

    def _both(self, taught: NDArray[Any]) -> Corpus:
        return together(self.corpus, self.start.unlabelled, taught)

    def _ready(self, recipe: Recipe) -> Material:
        """All sentences, taken through the layers that are not tuned; unlabelled ones are held to no embedding."""
        none = torch.zeros(len(self.start.unlabelled), self.start.embeddings.shape[1])
        embeddings = torch.cat([self.start.embeddings, none])
        both = self._both(self.start.unlabelled.labels)
        return material(both, self._new(recipe), Tokenizer.from_str(self.start.tokenizer), embeddings, recipe)

    @cached_property
    def _data(self) -> Material:
        return self._ready(self.recipe)

    def _new(self, recipe: Recipe) -> TopicNet:
        torch.manual_seed(recipe.seed)
        encoder = base_encoder(self.start.rows)
        encoder.load_state_dict(self.start.state)
        return TopicNet(encoder, recipe.inner, recipe.hidden, recipe.dropout)

    def _fit(self, data: Material, recipe: Recipe, number: int, name: str, taught: list[str]) -> TopicNet:
        inside = set(self._inside(number))
        outside = [statement for statement in sorted(self.corpus.places) if statement not in inside]
        kept = name if number == ALL else f"{name}-{number}"

        def tell(text: str) -> None:
            self.progress(f"{kept}: {text}")

        return fit(self._new(recipe), data, outside, recipe, self.work / f"{kept}.pt", tell, taught)

    @cached_property
    def _teachers(self) -> dict[int, NDArray[np.float32]]:
        """Logits (n + p, 11) of each fold's teacher, for its own fold and the unlabelled sentences; else NaN."""
        recipe = replace(self.recipe, **TEACHER)
        data = self._ready(recipe)
        return {
            number: predict(
                self._fit(data, recipe, number, "teacher", []), data, self._inside(number) + self.others, recipe
            )
            for number in (*range(FOLDS), ALL)
        }

    def _taught(self, number: int) -> NDArray[Any]:
        """Probabilities (p, 11) for the unlabelled sentences, by the teacher and the linear model of a fold."""
        if not self.others:
            return self.start.unlabelled.labels
        size, rows = len(self.corpus), self.fold != number
        known = np.stack([self._teachers[fold][row] for row, fold in enumerate(self.fold)])
        tuning = tune(np.stack([known, self.wide])[:, rows], self.corpus.labels[rows], self.corpus.mask[rows])
        wide = fit_wide(self.corpus, read_pieces(self.corpus), np.flatnonzero(rows))
        said = predict_wide(wide, read_pieces(self.start.unlabelled))
        return tuning.probabilities(np.stack([self._teachers[number][size:], said]))


def wide_by_fold(corpus: Corpus, fold: NDArray[np.intp]) -> NDArray[Any]:
    """Logits (n, 11) of a linear model that was fitted on the other folds."""
    words = read_pieces(corpus)
    logits = np.zeros(corpus.labels.shape)
    for number in range(FOLDS):
        here, others = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        logits[here] = predict_wide(fit_wide(corpus, words, others), [words[row] for row in here])
    return logits
