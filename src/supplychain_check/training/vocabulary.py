"""A smaller vocabulary: most of a small encoder's weights are words that no statement uses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer


def prune(tokenizer: Path, texts: Iterable[str], size: int) -> tuple[str, list[int]]:
    """Keep the tokens that texts of the field use, and all single ASCII characters, so that any word can be spelt.

    Args:
        tokenizer: ``tokenizer.json`` of a WordPiece tokenizer.
        texts: unlabelled texts; no label plays a part.
        size: tokens to keep.

    Returns:
        The smaller ``tokenizer.json``, and for each new token its id in the old one.
    """
    data = json.loads(tokenizer.read_text(encoding="utf-8"))
    old: dict[str, int] = data["model"]["vocab"]
    kept = _chosen(old, {token["content"] for token in data["added_tokens"]}, _counts(tokenizer, texts), size)
    new = {token: number for number, token in enumerate(kept)}
    _renumber(data, new)
    return json.dumps(data, ensure_ascii=False), [old[token] for token in kept]


def _counts(tokenizer: Path, texts: Iterable[str]) -> Counter[int]:
    reader: Any = Tokenizer.from_file(str(tokenizer))
    reader.no_truncation()
    reader.no_padding()
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(reader.encode(text, add_special_tokens=False).ids)
    return counts


def _chosen(old: dict[str, int], special: set[str], counts: Counter[int], size: int) -> list[str]:
    """Tokens in the order of their old ids, which is the order of how common they are in English."""
    always = {token for token in old if token in special or (len(token.removeprefix("##")) == 1 and token.isascii())}
    others = [token for token in old if token not in always and token.isascii() and not token.startswith("[unused")]
    others.sort(key=lambda token: (-min(counts[old[token]], 3), old[token]))
    return sorted([*always, *others[: size - len(always)]], key=lambda token: old[token])


def _renumber(data: dict[str, Any], new: dict[str, int]) -> None:
    data["model"]["vocab"] = new
    data["padding"] = data["truncation"] = None
    for token in data["added_tokens"]:
        token["id"] = new[token["content"]]
    for token in data["post_processor"]["special_tokens"].values():
        token["ids"] = [new[token["id"]]]
