"""The network that is trained: a sentence encoder, and a recurrent layer over the sentences of a statement.

Each sentence is encoded once, alone; the order of the sentences is read above that. This costs a quarter of
encoding a window of neighbours for every sentence, and sees the whole statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from transformers import BertModel

from supplychain_check.models import TOPICS
from supplychain_check.training.progress import Advance, unseen
from supplychain_check.wordform import SURFACE

BATCH = 32


class Context(nn.Module):
    """From sentence vectors of one statement, in order, to what each sentence discloses.

    Args:
        width: of the encoder.
        inner: width of a sentence in this layer.
        hidden: width of the recurrent layer, in each direction.
        dropout: share of values that training hides.
    """

    def __init__(self, width: int, inner: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.drop = nn.Dropout(dropout)
        self.enter = nn.Linear(2 * width + SURFACE, inner)
        self.order = nn.GRU(inner, hidden, bidirectional=True, batch_first=True)
        self.leave = nn.Linear(inner + 2 * hidden, len(TOPICS))
        self.alone = nn.Linear(inner, len(TOPICS))

    def forward(self, vectors: Tensor, surface: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (n, 11) in context, and logits (n, 11) of each sentence alone, which only training uses."""
        entered = self.drop(torch.relu(self.enter(torch.cat([self.drop(vectors), surface], -1))))
        ordered, _ = self.order(entered[None])
        return self.leave(torch.cat([entered, self.drop(ordered[0])], -1)), self.alone(entered)


class TopicNet(nn.Module):
    """Encoder, context, and a map back to the vectors that the encoder gave before it was tuned.

    Args:
        encoder: without pooling layer.
        inner: see `Context`.
        hidden: see `Context`.
        dropout: see `Context`.
    """

    def __init__(self, encoder: BertModel, inner: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.width = encoder.config.hidden_size
        self.context = Context(self.width, inner, hidden, dropout)
        self.recall = nn.Linear(self.width, self.width)
        nn.init.eye_(self.recall.weight)
        nn.init.zeros_(self.recall.bias)

    def lower(self, encodings: Sequence[list[int]], layers: int, advance: Advance = unseen) -> list[Tensor]:
        """What the lowest layers make of sentences; they are not tuned, so that this is done once.

        Returns:
            For each sentence its states (tokens, width) in sixteen bits.
        """
        found: list[Tensor] = [torch.empty(0)] * len(encodings)
        with torch.no_grad():
            for group in _by_length([len(encoding) for encoding in encodings]):
                ids, mask = padded([torch.tensor(encodings[place])[:, None] for place in group])
                ids = ids[..., 0].masked_fill(mask == 0, self.encoder.config.pad_token_id)
                states = self.encoder.embeddings(input_ids=ids)
                states = self._through(states, mask, range(layers))
                for place, row in zip(group, states, strict=True):
                    found[place] = row[: len(encodings[place])].to(torch.bfloat16)
                advance(len(group))
        return found

    def vectors(self, states: Sequence[Tensor], layers: int) -> Tensor:
        """Vectors (n, 2 * width): the mean over the tokens of each sentence, and the vector of its first token.

        Args:
            states: of each sentence (tokens, width), as `lower` gave them.
            layers: how many layers they have passed already.
        """
        groups = list(_by_length([len(row) for row in states]))
        pooled = torch.cat([self._pooled([states[place] for place in group], layers) for group in groups])
        order = [place for group in groups for place in group]
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return pooled[back]

    def _pooled(self, group: list[Tensor], layers: int) -> Tensor:
        states, mask = padded(group)
        states = self._through(states.float(), mask, range(layers, len(self.encoder.encoder.layer)))
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return torch.cat([mean, states[:, 0]], 1)

    def _through(self, states: Tensor, mask: Tensor, layers: range) -> Tensor:
        hidden = torch.zeros(mask.shape).masked_fill(mask == 0, -1e4)[:, None, None]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for number in layers:
                states = self.encoder.encoder.layer[number](states, attention_mask=hidden)
        return states.float()

    def embedding(self, vectors: Tensor) -> Tensor:
        """Sentence embeddings (n, width) of length 1, close to those of the encoder before tuning."""
        return nn.functional.normalize(self.recall(vectors[:, : self.width]), dim=-1)


def _by_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of sentences in groups of like length, so that padding costs little."""
    order = sorted(range(len(lengths)), key=lambda place: lengths[place])
    yield from (order[start : start + BATCH] for start in range(0, len(order), BATCH))


def padded(rows: list[Tensor]) -> tuple[Tensor, Tensor]:
    """Rows (tokens, width) as one tensor with a mask (n, tokens)."""
    lengths = [len(row) for row in rows]
    mask = (torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]).float()
    return nn.utils.rnn.pad_sequence(rows, batch_first=True), mask
