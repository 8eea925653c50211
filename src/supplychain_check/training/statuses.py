"""A head that tells what kind of evidence a sentence is, from what the lower layers of the topic encoder make of its tokens.

The encoder stays as it was tuned for topics; tuning it for both cost topics accuracy. Its fourth layer is read, for
the layers above it know tense and negation less well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from supplychain_check.models import KINDS
from supplychain_check.training.kinds import STATUSES
from supplychain_check.training.network import padded

LAYER = 4
"""Layers of the encoder below the head."""
FEWEST = 500
"""With fewer sentences of known kind no head is trained."""
INNER, QUERIES, HIDDEN, DROPOUT = 96, 6, 96, 0.2
EPOCHS, BATCH, RATE = 9, 64, 2e-3
BALANCE = 0.4
"""Rarer statuses weigh (commonest / count) to this power."""
PROMISES = 0.5
"""Weight of promise and denial beside the status."""


class KindsHead(nn.Module):
    """Attention with several queries over the tokens of a sentence, and a layer above what they find.

    Args:
        width: of the encoder.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.drop = nn.Dropout(DROPOUT)
        self.enter, self.ask = nn.Linear(width, INNER), nn.Linear(INNER, QUERIES)
        self.join, self.leave = nn.Linear(QUERIES * INNER, HIDDEN), nn.Linear(HIDDEN, len(KINDS))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Logits (n, 8) of states (n, tokens, width), of which those where mask (n, tokens) is 0 are padding."""
        entered = torch.relu(self.enter(self.drop(states)))
        asked = torch.softmax(self.ask(entered).masked_fill(mask[..., None] == 0, -1e4), 1)
        found = (asked.transpose(1, 2) @ entered).flatten(1)
        logits: Tensor = self.leave(self.drop(torch.relu(self.join(self.drop(found)))))
        return logits


def fit_kinds(states: Sequence[Tensor], labels: NDArray[np.float32], seed: int) -> KindsHead:
    """Train a head; deterministic for a seed and a number of threads.

    Args:
        states: of each of n sentences (tokens, width), after `LAYER` layers.
        labels: (n, 8) in the order of `KINDS`, NaN where unknown.
        seed: of weights and order.
    """
    torch.manual_seed(seed)
    head, random = KindsHead(states[0].shape[1]), np.random.RandomState(seed)
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.02)
    steps = EPOCHS * -(-len(states) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1)
    weights = _weights(labels)
    for _ in range(EPOCHS):
        for rows in _batches([len(state) for state in states], random):
            loss = _loss(head(*_read(states, rows)), torch.from_numpy(labels[rows]), weights)
            loss.backward()
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
    return head.eval()


def predict_kinds(head: KindsHead, states: Sequence[Tensor]) -> NDArray[np.float32]:
    """Probabilities (n, 8): the six statuses add up to 1, promise and denial stand each for itself."""
    found = np.zeros((len(states), len(KINDS)), np.float32)
    with torch.no_grad():
        for rows in _batches([len(state) for state in states], None):
            logits = head(*_read(states, rows))
            said = torch.cat([torch.softmax(logits[:, :STATUSES], 1), torch.sigmoid(logits[:, STATUSES:])], 1)
            found[rows] = said.numpy()
    return found


def scaled(head: KindsHead, power: float) -> KindsHead:
    """The same head with its shares of statuses raised to a power; changed in place."""
    with torch.no_grad():
        head.leave.weight[:STATUSES] *= power
        head.leave.bias[:STATUSES] *= power
    return head


def _weights(labels: NDArray[np.float32]) -> Tensor:
    counts = np.maximum(np.nansum(labels[:, :STATUSES], 0), 1)
    return torch.from_numpy((counts.max() / counts) ** BALANCE).float()


def _batches(lengths: list[int], random: Any) -> Iterator[NDArray[np.intp]]:
    """Rows of sentences of like length together; in another order each time where there is a source of chance."""
    order = np.argsort(lengths if random is None else np.array(lengths) + 3 * random.rand(len(lengths)), kind="stable")
    parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    if random is not None:
        random.shuffle(parts)
    yield from parts


def _read(states: Sequence[Tensor], rows: NDArray[np.intp]) -> tuple[Tensor, Tensor]:
    return padded([states[row].float() for row in rows])


def _loss(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    status, more = labels[:, :STATUSES], labels[:, STATUSES:]
    known, said = ~status[:, 0].isnan(), ~more.isnan()
    loss = PROMISES * nn.functional.binary_cross_entropy_with_logits(logits[:, STATUSES:][said], more[said])
    if known.any():
        loss = loss + nn.functional.cross_entropy(logits[known][:, :STATUSES], status[known].argmax(1), weights)
    return loss
