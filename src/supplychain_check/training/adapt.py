"""Reading unlabelled statements before learning from labelled ones (Gururangan et al., arXiv 2004.10964).

The encoder goes once over the texts and guesses hidden words (Devlin et al., arXiv 1810.04805), so that it knows the
language of the field. No label plays a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel

from supplychain_check.training.learn import warm_then_fall
from supplychain_check.training.progress import Progress
from supplychain_check.wordform import normalise

LENGTH, BATCH = 128, 32
HIDDEN, AS_MASK, AT_RANDOM = 0.2, 0.8, 0.1
SAVE_EVERY = 50


class _Guess(nn.Module):
    """From states to words; the word vectors are those of the encoder."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        width = words.embedding_dim
        self.dense = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(words.num_embeddings))

    def forward(self, states: Tensor, words: nn.Embedding) -> Tensor:
        return self.norm(nn.functional.gelu(self.dense(states))) @ words.weight.T + self.bias


def adapt(
    encoder: BertModel,
    tokenizer: Any,
    texts: Iterable[str],
    seed: int,
    checkpoint: Path,
    progress: Progress | None = None,
) -> BertModel:
    """Let an encoder read texts once; it is changed in place.

    Args:
        encoder: with a word vector for each token of the tokenizer.
        tokenizer: of the tokenizers library.
        texts: whole documents.
        seed: of the order and of the hidden words.
        checkpoint: a file that is written now and then, and resumed from.
        progress: told of each step.
    """
    rows = _rows(tokenizer, texts)
    torch.manual_seed(seed)
    guess = _Guess(encoder.embeddings.word_embeddings)
    steps = max(1, len(rows) // BATCH)
    rates = [{"params": encoder.parameters(), "lr": 3e-4}, {"params": guess.parameters(), "lr": 1e-3}]
    optimiser = torch.optim.AdamW(rates, weight_decay=0.01)
    schedule = warm_then_fall(optimiser, steps)
    order = np.random.RandomState(seed).permutation(len(rows))
    parts = {"encoder": encoder, "guess": guess, "optimiser": optimiser, "schedule": schedule}
    start, tell = _resume(checkpoint, parts, steps), progress or Progress()
    if start == steps:
        return encoder
    encoder.train()
    with tell.bar("encoder reads unlabelled texts", steps, start) as advance:
        for step in range(start, steps):
            loss = _learn(parts, tokenizer, rows[order[step * BATCH : (step + 1) * BATCH]])
            advance(1)
            if (step + 1) % SAVE_EVERY == 0 or step + 1 == steps:
                _save(checkpoint, parts, steps, step + 1)
                tell(f"unlabelled texts: {step + 1} of {steps} steps, loss {loss:.3f}")
    return encoder


def _learn(parts: dict[str, Any], tokenizer: Any, rows: NDArray[np.int64]) -> float:
    """One step; returns the loss before it."""
    loss = _loss(parts["encoder"], parts["guess"], tokenizer, rows)
    loss.backward()
    nn.utils.clip_grad_norm_(parts["encoder"].parameters(), 1.0)
    parts["optimiser"].step()
    parts["optimiser"].zero_grad()
    parts["schedule"].step()
    return loss.item()


def _rows(tokenizer: Any, texts: Iterable[str]) -> NDArray[np.int64]:
    """Rows of `LENGTH` tokens; every other text in the plain form of the labelled sentences."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return np.array(list(_pieces(tokenizer, texts)), np.int64)


def _pieces(tokenizer: Any, texts: Iterable[str]) -> Iterator[list[int]]:
    first, last, width = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"), LENGTH - 2
    for number, text in enumerate(texts):
        ids = tokenizer.encode(normalise(text) if number % 2 else text, add_special_tokens=False).ids
        for start in range(0, max(1, len(ids) - width // 2), width):
            piece = ids[start : start + width]
            yield [first, *piece, last] + [0] * (width - len(piece))


def _loss(encoder: BertModel, guess: _Guess, tokenizer: Any, rows: NDArray[np.int64]) -> Tensor:
    ids = torch.from_numpy(rows)
    special = torch.tensor([0, tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")])
    hidden = (torch.rand(ids.shape) < HIDDEN) & ~torch.isin(ids, special)
    fate = torch.rand(ids.shape)
    given = ids.clone()
    given[hidden & (fate < AS_MASK)] = tokenizer.token_to_id("[MASK]")
    other = hidden & (fate > 1 - AT_RANDOM)
    given[other] = torch.randint(special.max().item() + 1, tokenizer.get_vocab_size(), (int(other.sum()),))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = encoder(input_ids=given, attention_mask=(ids != 0).long()).last_hidden_state
        said = guess(states[hidden], encoder.embeddings.word_embeddings)
    return nn.functional.cross_entropy(said.float(), ids[hidden])


def _save(path: Path, parts: dict[str, Any], steps: int, step: int) -> None:
    state = {name: part.state_dict() for name, part in parts.items()}
    state |= {"steps": steps, "step": step, "random": torch.get_rng_state()}
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def _resume(path: Path, parts: dict[str, Any], steps: int) -> int:
    """Steps already done."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    if state["steps"] != steps:
        return 0
    for name, part in parts.items():
        part.load_state_dict(state[name])
    torch.set_rng_state(state["random"])
    return int(state["step"])
