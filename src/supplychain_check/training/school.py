"""Teachers and students: networks for the folds of a cross-validation, and the one that has seen all statements.

Two teachers, one of them five times the size of its student, learn from labelled sentences alone. With the linear model
beside them, they then say what unlabelled statements disclose, and a student learns from both. The teachers of a fold
have seen none of the fold's statements either, so that the student is measured on statements that played no part in its
training. The student that has seen all statements learns from the mean of what the teachers of all folds say.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from supplychain_check.training.archive import large_directory
from supplychain_check.training.corpus import Corpus, split
from supplychain_check.training.encoders import base_encoder, large_encoder
from supplychain_check.training.kinds import kinds_of
from supplychain_check.training.learn import (
    Material,
    Recipe,
    digest,
    encode,
    fit,
    material,
    predict,
    remembered,
)
from supplychain_check.training.network import TopicNet
from supplychain_check.training.progress import Progress
from supplychain_check.training.statuses import FEWEST, LAYER, KindsHead, fit_kinds, predict_kinds
from supplychain_check.training.tune import tune
from supplychain_check.training.unlabelled import together
from supplychain_check.training.wide import Wide, fit_wide, predict_wide, read_pieces
from supplychain_check.wordform import Pieces

FOLDS = 5
ALL = -1
"""In place of the number of a fold: nothing is left out."""
SMALL, LARGE, STUDENT, FINAL = "teacher", "large-teacher", "fold", "final"
TEACHERS: dict[str, dict[str, Any]] = {
    SMALL: {"frozen": 2, "epochs": 6},
    LARGE: {
        "frozen": 6,
        "epochs": 5,
        "rate": 5e-5,
        "inner": 256,
        "hidden": 128,
        "chunk": 48,
        "recall": 0.0,
    },
}
"""How the recipe of each teacher differs from that of its student."""
_SPOKEN = {SMALL: "small teacher", LARGE: "large teacher", STUDENT: "student", FINAL: "final student"}


class Start(NamedTuple):
    """Where every training begins.

    Attributes:
        tokenizer: of the chosen vocabulary, as JSON.
        rows: which rows of the base encoder's word vectors it keeps.
        state: weights of the encoder that has read the unlabelled texts.
        embeddings: (n, 384) of the labelled sentences by the untuned encoder.
        unlabelled: statements for teachers to label; without sentences where no texts were given.
        key: changes with the vocabulary and with the texts that were read.
    """

    tokenizer: str
    rows: list[int]
    state: dict[str, Any]
    embeddings: torch.Tensor
    unlabelled: Corpus
    key: str = ""


class School:
    """Trains the networks of one corpus; what is trained is kept in `work` and taken up again.

    Args:
        corpus: labelled statements.
        start: encoder, vocabulary and unlabelled statements.
        recipe: of the students.
        work: folder of checkpoints.
        progress: told of each step.
    """

    def __init__(self, corpus: Corpus, start: Start, recipe: Recipe, work: Path, progress: Progress) -> None:
        self.corpus, self.start, self.recipe, self.work, self.progress = corpus, start, recipe, work, progress
        self.fold = split(corpus, FOLDS, recipe.seed)
        self.others = sorted(start.unlabelled.places)
        self._students: dict[int, TopicNet] = {}
        self._held: tuple[str, Material] | None = None

    def unseen(self) -> NDArray[np.float32]:
        """Logits (n, 11) of each labelled sentence by a student that has not seen its statement."""
        found = np.zeros(self.corpus.labels.shape, np.float32)
        for number in range(FOLDS):
            rows = np.flatnonzero(self.fold == number)
            found[rows] = predict(self.student(number), self._data, self._inside(number), self.recipe)[rows]
        return found

    def student(self, number: int) -> TopicNet:
        """The network of a fold, or of `ALL`; made once, for topics and for kinds of evidence."""
        if number not in self._students:
            data = replace(self._data, corpus=self._both(self._taught(number)))
            name = FINAL if number == ALL else STUDENT
            self._students[number] = self._fit(data, self.recipe, number, name, self.others)
        return self._students[number]

    @cached_property
    def wide(self) -> NDArray[Any]:
        """Logits (n, 11) of each labelled sentence by a linear model that has not seen its statement."""
        return wide_by_fold(self.corpus, self.fold)

    def kinds_student(self, number: int) -> KindsHead | None:
        """The head of a fold's student, or of `ALL`, that tells kinds of evidence; None where too few are known."""
        fold = np.concatenate([self.fold, np.full(len(self.start.unlabelled), ALL - 1)])
        rows = np.flatnonzero(~np.isnan(self._kinds).all(1) & (fold != number))
        if len(rows) < FEWEST:
            return None
        return fit_kinds(self._states(number, rows), self._kinds[rows], self.recipe.seed)

    def unseen_kinds(self) -> NDArray[np.float32] | None:
        """Probabilities (n, 8) of each labelled sentence, by a head and a student that have not seen its statement."""
        found = np.zeros((len(self.corpus), self._kinds.shape[1]), np.float32)
        for number in range(FOLDS):
            head, rows = self.kinds_student(number), np.flatnonzero(self.fold == number)
            if head is None:
                return None
            found[rows] = predict_kinds(head, self._states(number, rows))
        return found

    @cached_property
    def _kinds(self) -> NDArray[np.float32]:
        """(n + p, 8), NaN where nobody has said."""
        return np.concatenate([kinds_of(self.corpus), kinds_of(self.start.unlabelled)])

    def _states(self, number: int, rows: NDArray[np.intp]) -> list[torch.Tensor]:
        both = self.corpus.sentences + self.start.unlabelled.sentences
        encodings = encode(self._tokenizer(STUDENT), [both[row] for row in rows], self.recipe)
        return self.student(number).lower(encodings, LAYER)

    def _inside(self, number: int) -> list[str]:
        return [name for name, rows in sorted(self.corpus.places.items()) if self.fold[rows[0]] == number]

    def _both(self, taught: NDArray[Any]) -> Corpus:
        return together(self.corpus, self.start.unlabelled, taught)

    def _ready(self, recipe: Recipe, name: str) -> Material:
        """All sentences, taken through the layers that are not tuned; unlabelled ones are held to no embedding."""
        none = torch.zeros(len(self.start.unlabelled), self.start.embeddings.shape[1])
        embeddings = torch.cat([self.start.embeddings, none])
        both = self._both(self.start.unlabelled.labels)
        with self.progress.bar(f"prepare sentences for {_SPOKEN[name]}", len(both)) as advance:
            return material(both, self._new(recipe, name), self._tokenizer(name), embeddings, recipe, advance)

    @cached_property
    def _data(self) -> Material:
        return self._ready(self.recipe, STUDENT)

    def _tokenizer(self, name: str) -> Tokenizer:
        if name == LARGE:
            return Tokenizer.from_file(str(large_directory(self.work) / "tokenizer.json"))
        return Tokenizer.from_str(self.start.tokenizer)

    def _new(self, recipe: Recipe, name: str) -> TopicNet:
        torch.manual_seed(recipe.seed)
        if name == LARGE:
            encoder = large_encoder(large_directory(self.work))
        else:
            encoder = base_encoder(self.start.rows)
            encoder.load_state_dict(self.start.state)
        return TopicNet(encoder, recipe.inner, recipe.hidden, recipe.dropout)

    def _fit(self, data: Material, recipe: Recipe, number: int, name: str, taught: list[str]) -> TopicNet:
        inside = set(self._inside(number))
        outside = [statement for statement in sorted(self.corpus.places) if statement not in inside]
        checkpoint = self.work / (f"{name}.pt" if number == ALL else f"{name}-{number}.pt")
        return fit(self._new(recipe, name), data, outside, recipe, checkpoint, self._told(name, number), taught)

    def _told(self, name: str, number: int) -> Progress:
        """For one of the networks, so that a user sees which of how many it is."""
        if number == ALL:
            return self.progress.named(_SPOKEN[name])
        names = [*TEACHERS, STUDENT] if self.others else [STUDENT]
        place = names.index(name) * FOLDS + number + 1
        return self.progress.named(f"network {place} of {len(names) * FOLDS} ({_SPOKEN[name]}, fold {number + 1})")

    def teacher(self, name: str, number: int) -> NDArray[np.float32]:
        """Logits (n + p, 11) by a teacher that has not seen a fold: of that fold and the unlabelled ones; else NaN."""
        recipe = replace(self.recipe, **TEACHERS[name])

        def said() -> NDArray[np.float32]:
            data = self._material(name, recipe)
            net, asked = self._fit(data, recipe, number, name, []), self._inside(number) + self.others
            with self._told(name, number).bar("labels what nobody has", len(asked)) as advance:
                return predict(net, data, asked, recipe, advance)

        both = self._both(self.start.unlabelled.labels)
        key = json.dumps([asdict(recipe), digest(both), self.start.key, name, number], sort_keys=True)
        return remembered(self.work / f"{name}-{number}.npz", key, said)

    def _material(self, name: str, recipe: Recipe) -> Material:
        """What a teacher learns from; only that of one at a time is held, for it fills gigabytes."""
        if self._held is None or self._held[0] != name:
            self._held = None
            self._held = (name, self._ready(recipe, name))
        return self._held[1]

    @cached_property
    def _teachers(self) -> list[list[NDArray[np.float32]]]:
        """What each teacher of each fold says."""
        found = [[self.teacher(name, number) for number in range(FOLDS)] for name in TEACHERS]
        self._held = None
        return found

    def _taught(self, number: int) -> NDArray[Any]:
        """Probabilities (p, 11) for the unlabelled sentences, by teachers and linear model of a fold, or of all folds."""
        if not self.others:
            return self.start.unlabelled.labels
        if number == ALL:
            mean: NDArray[Any] = np.stack([self._taught(fold) for fold in range(FOLDS)]).mean(0)
            return mean
        size, rows = len(self.corpus), self.fold != number
        known = [[teacher[fold][row] for row, fold in enumerate(self.fold)] for teacher in self._teachers]
        together = np.stack([*np.array(known), self.wide])[:, rows]
        tuning = tune(together, self.corpus.labels[rows], self.corpus.mask[rows])
        said = [teacher[number][size:] for teacher in self._teachers]
        found: NDArray[Any] = tuning.probabilities(
            np.stack([*said, predict_wide(self.wide_outside(number), self._pieces)])
        )
        return found

    def wide_outside(self, number: int) -> Wide:
        """The linear model that has not seen a fold, or has seen all statements."""
        return fit_wide(self.corpus, read_pieces(self.corpus), np.flatnonzero(self.fold != number))

    @cached_property
    def _pieces(self) -> list[Pieces]:
        return read_pieces(self.start.unlabelled)


def wide_by_fold(corpus: Corpus, fold: NDArray[np.intp]) -> NDArray[Any]:
    """Logits (n, 11) of a linear model that was fitted on the other folds."""
    words = read_pieces(corpus)
    logits = np.zeros(corpus.labels.shape)
    for number in range(FOLDS):
        here, others = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        logits[here] = predict_wide(fit_wide(corpus, words, others), [words[row] for row in here])
    return logits
