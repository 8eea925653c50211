"""Fine-tuning: from a corpus to a trained network, with checkpoints from which it resumes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from supplychain_check.training.corpus import Corpus
from supplychain_check.training.network import TopicNet
from supplychain_check.training.progress import Advance, Progress, unseen
from supplychain_check.wordform import surface


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a training besides its data.

    Attributes:
        vocabulary: tokens kept.
        tokens: tokens of a sentence that are read.
        inner: width of a sentence in the context layer.
        hidden: width of the recurrent layer, in each direction.
        frozen: lowest layers of the encoder that stay as they are, as do the word vectors.
        dealt: first epochs among which statements that language models have read are dealt out, each to one epoch.
        trust: weight of a chunk of sentences that language models have read.
        doubt: weight of what language models said beside an expert's label, 0 to 1; experts alone are 0.
        balance: positives weigh (negatives / positives) to this power.
        recall: weight of staying close to the untuned sentence embedding.
        alone: weight of predicting a sentence without its neighbours.
    """

    vocabulary: int = 9500
    tokens: int = 96
    inner: int = 224
    hidden: int = 96
    dropout: float = 0.2
    frozen: int = 0
    epochs: int = 5
    dealt: int = 4
    trust: float = 1.0
    doubt: float = 0.5
    rate: float = 1e-4
    context_rate: float = 1e-3
    balance: float = 0.5
    recall: float = 0.5
    alone: float = 0.5
    chunk: int = 96
    seed: int = 0


@dataclass(frozen=True)
class Material:
    """A corpus made ready for training.

    Attributes:
        states: of each sentence (tokens, width), after the layers that stay as they are.
        surface: (n, 6).
        embeddings: (n, 384) of the untuned encoder.
    """

    corpus: Corpus
    states: list[Tensor]
    surface: Tensor
    embeddings: Tensor


def material(
    corpus: Corpus, net: TopicNet, tokenizer: Any, embeddings: Tensor, recipe: Recipe, advance: Advance = unseen
) -> Material:
    """Tokenise a corpus, take it through the layers that are not tuned, and describe the surface of its statements."""
    rows = torch.zeros(len(corpus), surface([""]).shape[1])
    for places in corpus.places.values():
        rows[torch.from_numpy(places)] = torch.from_numpy(surface([corpus.sentences[row] for row in places]))
    encodings = encode(tokenizer, corpus.sentences, recipe)
    return Material(corpus, net.eval().lower(encodings, recipe.frozen, advance), rows, embeddings)


def encode(tokenizer: Any, sentences: Sequence[str], recipe: Recipe) -> list[list[int]]:
    """Numbers of the tokens of each sentence that are read."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(recipe.tokens)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(sentences))]


def fit(
    net: TopicNet,
    data: Material,
    statements: list[str],
    recipe: Recipe,
    checkpoint: Path | None = None,
    progress: Progress | None = None,
    taught: Sequence[str] = (),
) -> TopicNet:
    """Train a network on some statements; deterministic for a seed and a number of threads.

    Args:
        net: changed in place.
        data: the whole corpus.
        statements: those to learn from that people have labelled.
        recipe: how.
        taught: statements that language models have read, whose labels are probabilities.
        checkpoint: a file that is written after each epoch and resumed from if it belongs to the same training.
        progress: told of each step.
    """
    run, tell = _Run(net, data, statements, recipe, taught), progress or Progress()
    start = run.resume(checkpoint) if checkpoint else 0
    if start == recipe.epochs:
        return net.eval()
    with tell.bar("learns", run.steps(recipe.epochs), run.steps(start)) as advance:
        for epoch in range(start, recipe.epochs):
            loss = run.epoch(epoch, advance)
            if checkpoint:
                run.save(checkpoint, epoch + 1)
            tell(f"epoch {epoch + 1} of {recipe.epochs}, loss {loss:.4f}")
    return net.eval()


class _Run:
    """One training: its optimiser, its schedule, its chunks of statements."""

    def __init__(
        self, net: TopicNet, data: Material, statements: Sequence[str], recipe: Recipe, taught: Sequence[str]
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.net, self.data, self.recipe = net, data, recipe
        named = {"statements": [*statements], "taught": [*taught]}
        self.key = {"recipe": asdict(recipe), "corpus": _digest(data.corpus), "start": _weights_digest(net), **named}
        self.chunks = self._cut(statements)
        self.dealt = [self._cut(taught[turn :: recipe.dealt]) for turn in range(recipe.dealt)]
        self.taught = frozenset(int(chunk[0]) for chunks in self.dealt for chunk in chunks)
        self.labels, self.mask = torch.from_numpy(data.corpus.labels), torch.from_numpy(data.corpus.mask)
        rows = np.concatenate(self.chunks)
        self.loss = nn.BCEWithLogitsLoss(pos_weight=self._weights(rows), reduction="none")
        self.optimiser, self.schedule = _optimiser(net, recipe, self.steps(recipe.epochs))

    def _cut(self, statements: Sequence[str]) -> list[NDArray[np.intp]]:
        """Rows of statements in chunks that are read at once."""
        places, size = self.data.corpus.places, self.recipe.chunk
        return [places[s][start : start + size] for s in statements for start in range(0, len(places[s]), size)]

    def steps(self, epochs: int) -> int:
        """How many steps the first epochs have together."""
        return sum(len(self._of_epoch(number)) for number in range(epochs))

    def _of_epoch(self, number: int) -> list[NDArray[np.intp]]:
        return self.chunks + (self.dealt[number] if number < len(self.dealt) else [])

    def _weights(self, rows: NDArray[np.intp]) -> Tensor:
        positive = (self.labels[rows] * self.mask[rows]).sum(0)
        negative = self.mask[rows].sum(0) - positive
        return (negative / positive.clamp(min=1)) ** self.recipe.balance

    def epoch(self, number: int, advance: Advance) -> float:
        """Go once over all chunks; returns the mean loss."""
        self.net.train()
        chunks = self._of_epoch(number)
        order = np.random.RandomState(1000 * self.recipe.seed + number).permutation(len(chunks))
        loss = 0.0
        for place in order:
            loss += self._step(chunks[place])
            advance(1)
        return loss / len(chunks)

    def _step(self, rows: NDArray[np.intp]) -> float:
        vectors = self.net.vectors([self.data.states[row] for row in rows], self.recipe.frozen)
        logits, alone = self.net.context(vectors, self.data.surface[rows])
        labels, mask = self.labels[rows], self.mask[rows]
        both = self.loss(logits, labels) + self.recipe.alone * self.loss(alone, labels)
        loss = (both * mask).sum() / mask.sum()
        if int(rows[0]) in self.taught:
            loss = self.recipe.trust * loss
        elif self.recipe.recall:
            loss = loss + self.recipe.recall * self._far(vectors, rows)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.schedule.step()
        return loss.item()

    def _far(self, vectors: Tensor, rows: NDArray[np.intp]) -> Tensor:
        """How far sentences have moved from where the untuned encoder puts them."""
        return 1 - (self.net.embedding(vectors) * self.data.embeddings[rows]).sum(-1).mean()

    def save(self, path: Path, epoch: int) -> None:
        state = {
            "key": self.key,
            "epoch": epoch,
            "net": self.net.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": torch.get_rng_state(),
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def resume(self, path: Path) -> int:
        """Epochs already done."""
        if not path.is_file():
            return 0
        state = torch.load(path, weights_only=True)
        if state["key"] != self.key:
            return 0
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])
        return int(state["epoch"])


def _digest(corpus: Corpus) -> str:
    """Changes with any sentence or label, so that a checkpoint of other data is never resumed."""
    content = "\n".join(corpus.sentences).encode() + corpus.labels.tobytes() + corpus.mask.tobytes()
    return hashlib.sha256(content).hexdigest()


def _weights_digest(net: TopicNet) -> str:
    """Changes with the vocabulary and with what the encoder has read before."""
    found = hashlib.sha256()
    for name, weights in sorted(net.state_dict().items()):
        found.update(name.encode() + weights.contiguous().numpy().tobytes())
    return found.hexdigest()


def _optimiser(net: TopicNet, recipe: Recipe, steps: int) -> tuple[torch.optim.Optimizer, Any]:
    """AdamW; the word vectors and the lowest layers stay as they are."""
    net.encoder.embeddings.requires_grad_(False)
    for layer in net.encoder.encoder.layer[: recipe.frozen]:
        layer.requires_grad_(False)
    rates = [
        {"params": [p for p in net.encoder.parameters() if p.requires_grad], "lr": recipe.rate},
        {"params": [*net.context.parameters(), *net.recall.parameters()], "lr": recipe.context_rate},
    ]
    optimiser = torch.optim.AdamW(rates, weight_decay=0.01)
    return optimiser, warm_then_fall(optimiser, steps)


def warm_then_fall(optimiser: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    """Rates that rise over a tenth of the steps and then fall in a line."""

    def share(step: int) -> float:
        return min(1.0, step / (0.1 * steps)) * max(0.02, 1 - step / steps)

    return torch.optim.lr_scheduler.LambdaLR(optimiser, share)


def predict(
    net: TopicNet, data: Material, statements: list[str], recipe: Recipe, advance: Advance = unseen
) -> NDArray[np.float32]:
    """Logits (n, 11) of the statements' sentences, NaN elsewhere."""
    found = np.full((len(data.corpus), data.corpus.labels.shape[1]), np.nan, np.float32)
    net.eval()
    with torch.no_grad():
        for statement in statements:
            rows = data.corpus.places[statement]
            vectors = net.vectors([data.states[row] for row in rows], recipe.frozen)
            found[rows] = net.context(vectors, data.surface[rows])[0].numpy()
            advance(1)
    return found
