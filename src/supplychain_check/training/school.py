"""Networks and linear models for the folds of a cross-validation, and those that have seen all statements.

They learn from sentences that experts labelled, and from what language models said of others (`marks`), as probabilities:
how often experts marked a topic where language models gave it so and so likely. For a fold that is reckoned on the labels
of the other folds, so that a statement is measured by models in whose training none of its labels played a part.
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

from supplychain_check.errors import InputProblem
from supplychain_check.training.corpus import Corpus, split
from supplychain_check.training.encoders import base_encoder
from supplychain_check.training.kinds import kinds_of
from supplychain_check.training.learn import Material, Recipe, encode, fit, material, predict
from supplychain_check.training.marks import logits, marks_of, was_shown
from supplychain_check.training.network import TopicNet
from supplychain_check.training.progress import Progress
from supplychain_check.training.statuses import FEWEST, LAYER, KindsHead, fit_kinds, predict_kinds
from supplychain_check.training.tune import tune
from supplychain_check.training.unlabelled import together
from supplychain_check.training.wide import Wide, fit_wide, predict_wide, read_pieces
from supplychain_check.wordform import Pieces

FOLDS = 5
ALL, SHOWN, UNLABELLED = -1, -2, -3
"""In place of the number of a fold: nothing is left out; statements whose labels language models were shown, which every
model learns from and none is measured on; and statements that no expert has labelled."""


ENOUGH = 500
"""With fewer labelled sentences that language models have read, what they said is taken as it is."""


class Start(NamedTuple):
    """Where every training begins.

    Attributes:
        tokenizer: of the chosen vocabulary, as JSON.
        rows: which rows of the base encoder's word vectors it keeps.
        state: weights of the encoder that has read the unlabelled texts.
        embeddings: (n, 384) of the labelled sentences by the untuned encoder.
        unlabelled: statements that language models have read, for topics and for kinds of evidence; without sentences
            where none of them was given.
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
        recipe: of the networks.
        work: folder of checkpoints.
        progress: told of each step.
    """

    def __init__(self, corpus: Corpus, start: Start, recipe: Recipe, work: Path, progress: Progress) -> None:
        self.corpus, self.start, self.recipe, self.work, self.progress = corpus, start, recipe, work, progress
        self.fold = np.where(was_shown(corpus), SHOWN, split(corpus, FOLDS, recipe.seed))
        self.measured = np.flatnonzero(self.fold >= 0)
        if set(self.fold[self.measured]) != set(range(FOLDS)):
            raise InputProblem(
                f"Too few statements are left to measure on in {FOLDS} folds.",
                "Give more of them: those whose labels language models were shown are learned from, not measured.",
            )
        self.others = sorted(start.unlabelled.places)
        self._networks: dict[int, TopicNet] = {}

    def unseen(self) -> NDArray[np.float32]:
        """Logits (n, 11) of each measured sentence by a network that has not seen its statement; 0 elsewhere."""
        found = np.zeros(self.corpus.labels.shape, np.float32)
        for number in range(FOLDS):
            rows, inside = np.flatnonzero(self.fold == number), self._inside(number)
            found[rows] = predict(self.network(number), self._data, inside, self.recipe)[rows]
        return found

    def network(self, number: int) -> TopicNet:
        """The network of a fold, or of `ALL`; made once, for topics and for kinds of evidence."""
        if number not in self._networks:
            self._networks[number] = self._fit(replace(self._data, corpus=self._taught(number)), number)
        return self._networks[number]

    def unseen_wide(self) -> NDArray[Any]:
        """Logits (n, 11) of each measured sentence by a linear model that has not seen its statement; 0 elsewhere."""
        found = np.zeros(self.corpus.labels.shape)
        for number in range(FOLDS):
            rows = np.flatnonzero(self.fold == number)
            found[rows] = predict_wide(self.wide(number), [self._pieces[row] for row in rows])
        return found

    def wide(self, number: int) -> Wide:
        """The linear model that has not seen a fold, or has seen all statements; it learns from experts alone.

        Taught what language models said, it is better by itself, but adds less to the network that learned the same.
        """
        return fit_wide(self.corpus, self._pieces, np.flatnonzero(self.fold != number))

    def kinds_head(self, number: int) -> KindsHead | None:
        """The head of a fold's network, or of `ALL`, that tells kinds of evidence; None where too few are known."""
        rows = np.flatnonzero(~np.isnan(self._kinds).all(1) & (self._folds != number))
        if len(rows) < FEWEST:
            return None
        return fit_kinds(self._states(number, rows), self._kinds[rows], self.recipe.seed)

    def unseen_kinds(self) -> NDArray[np.float32] | None:
        """Probabilities (n, 8) of each measured sentence, by a head and a network that have not seen its statement."""
        found = np.zeros((len(self.corpus), self._kinds.shape[1]), np.float32)
        for number in range(FOLDS):
            head, rows = self.kinds_head(number), np.flatnonzero(self.fold == number)
            if head is None:
                return None
            found[rows] = predict_kinds(head, self._states(number, rows))
        return found

    @cached_property
    def _folds(self) -> NDArray[np.intp]:
        """(n + p,) fold of every sentence."""
        return np.concatenate([self.fold, np.full(len(self.start.unlabelled), UNLABELLED)])

    @cached_property
    def _kinds(self) -> NDArray[np.float32]:
        """(n + p, 8), NaN where nobody has said."""
        return np.concatenate([kinds_of(self.corpus), kinds_of(self.start.unlabelled)])

    def _states(self, number: int, rows: NDArray[np.intp]) -> list[torch.Tensor]:
        both = self.corpus.sentences + self.start.unlabelled.sentences
        encodings = encode(Tokenizer.from_str(self.start.tokenizer), [both[row] for row in rows], self.recipe)
        return self.network(number).lower(encodings, LAYER)

    def _inside(self, number: int) -> list[str]:
        return [name for name, rows in sorted(self.corpus.places.items()) if self.fold[rows[0]] == number]

    @cached_property
    def _data(self) -> Material:
        """All sentences, taken through the layers that are not tuned; unlabelled ones are held to no embedding."""
        none = torch.zeros(len(self.start.unlabelled), self.start.embeddings.shape[1])
        embeddings = torch.cat([self.start.embeddings, none])
        both = together(self.corpus, self.start.unlabelled, self.start.unlabelled.labels)
        tokenizer = Tokenizer.from_str(self.start.tokenizer)
        with self.progress.bar("prepare sentences", len(both)) as advance:
            return material(both, self._new(), tokenizer, embeddings, self.recipe, advance)

    @cached_property
    def _pieces(self) -> list[Pieces]:
        return read_pieces(self.corpus)

    def _new(self) -> TopicNet:
        torch.manual_seed(self.recipe.seed)
        encoder = base_encoder(self.start.rows)
        encoder.load_state_dict(self.start.state)
        return TopicNet(encoder, self.recipe.inner, self.recipe.hidden, self.recipe.dropout)

    def _fit(self, data: Material, number: int) -> TopicNet:
        inside = set(self._inside(number))
        outside = [statement for statement in sorted(self.corpus.places) if statement not in inside]
        name = "final" if number == ALL else f"fold-{number}"
        told = self.progress.named("final network" if number == ALL else f"network {number + 1} of {FOLDS}")
        return fit(self._new(), data, outside, self.recipe, self.work / f"{name}.pt", told, self.others)

    def _taught(self, number: int) -> Corpus:
        """All sentences, with labels to learn from that hold nothing of a fold, its own rows apart."""
        said, other = marks_of(self.corpus), self.start.unlabelled
        rows = np.flatnonzero((self.fold != number) & (self.fold != SHOWN) & ~np.isnan(said[:, 0]))
        labels, known = self.corpus.labels.copy(), rows if len(rows) >= ENOUGH else rows[:0]
        # on no rows at all it leaves likelihoods as they are
        tuning = tune(logits(said[known])[None], labels[known], self.corpus.mask[known])
        doubted = tuning.probabilities(logits(said[rows])[None])
        labels[rows] = (1 - self.recipe.doubt) * labels[rows] + self.recipe.doubt * doubted
        return together(replace(self.corpus, labels=labels), other, tuning.probabilities(logits(marks_of(other))[None]))
