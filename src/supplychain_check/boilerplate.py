"""Boilerplate: sentences made of words that stand, in the same order, in statements of several firms.

Known by fingerprints of runs of six words, of which no text can be made; `training.boilerplate` makes them. The name of
the firm itself is masked. A sentence with a number, other than one that begins it, has a fact of its own and is left
out, as is the wording that an act prescribes. It says only that a sentence is common: it names no firm and holds nothing down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

from supplychain_check.models import Identity, Segment, SegmentKind
from supplychain_check.phrases import is_number, tokens

RUN = 6
"""Words of a run: shorter ones are alike by chance, longer ones miss a sentence in which a word was changed."""
BYTES = 5
"""Bytes of a fingerprint. Among n of them a run of other words is found by chance with n / 2^40."""
LEAST_FIRMS = 3
"""A run is common where so many firms use it."""
COVERED = 0.8
"""A sentence is common where such a share of its words stands in common runs."""
MIN_WORDS = 8
"""Shorter sentences are alike by chance."""
DATA = "boilerplate.bin"
STATUTORY = frozenset({"act", "section", "pursuant"})
"""Words of sentences that an act prescribes."""
_FORMAL = STATUTORY | {"approved", "signed", "cookies"}
"""How a statement is approved is said alike everywhere; what a web page says of itself is not the firm's text."""
_MOST_MASKED = 2
_PRESCRIBED = frozenset({("not", "taking", "place"), ("steps", "the", "organisation"), ("governing", "body", "of")})
_COMMON = frozenset("the of and for limited ltd plc pty inc llp group company new zealand australia uk".split())


def own_words(identity: Identity) -> frozenset[str]:
    """Words of the names of the firm itself, without those that all firms have."""
    names = [entity.value for entity in identity.entities]
    return frozenset(word for name in names for word in tokens(name)) - _COMMON


def firm_key(identity: Identity) -> str:
    """What tells a firm from others: the first word of its name that is its own; "" where it gives no name."""
    names = (tokens(entity.value) for entity in identity.entities)
    own = ([word for word in name if word not in _COMMON and word.isalnum()] for name in names)
    return next((words[0] for words in own if words), "")


def common(segments: Iterable[Segment], identity: Identity) -> frozenset[int]:
    """Indexes of the segments whose sentence is common to statements of several firms."""
    own = own_words(identity)
    return frozenset(segment.index for segment in segments if _is_common(segment, own))


def _is_common(segment: Segment, own: frozenset[str]) -> bool:
    words = sentence_words(segment, own)
    covered = {
        place
        for start, value in enumerate(runs(words))
        if value in common_runs()
        for place in range(start, start + RUN)
    }
    return len(covered) >= COVERED * len(words) > 0


def sentence_words(segment: Segment, own: frozenset[str]) -> list[str]:
    """Words of a sentence that can be common, with the names of the firm masked; none of one that cannot.

    Args:
        segment: of the document.
        own: words of the firm's names.
    """
    words = [word for word in tokens(segment.text) if word.isalnum() or "'" in word]
    threes = zip(words, words[1:], words[2:], strict=False)
    formal = not (_FORMAL.isdisjoint(words) and _PRESCRIBED.isdisjoint(threes))
    if segment.kind is SegmentKind.HEADING or len(words) < MIN_WORDS or formal or any(map(_is_fact, words[1:])):
        return []
    return ["@" if word in own else word for word in words]


def runs(words: list[str]) -> Iterator[bytes]:
    """Fingerprint of each run of words, empty where it is little but the name of the firm."""
    for start in range(len(words) - RUN + 1):
        run = words[start : start + RUN]
        masked = run.count("@") > _MOST_MASKED
        yield b"" if masked else hashlib.blake2b(" ".join(run).encode(), digest_size=BYTES).digest()


def _is_fact(word: str) -> bool:
    """A number; "every one" and "both" are none."""
    return is_number(word) and word not in {"one", "both"}


@lru_cache(maxsize=1)
def common_runs() -> frozenset[bytes]:
    """The fingerprints that come with the tool."""
    data = files("supplychain_check").joinpath("data", DATA).read_bytes()
    return frozenset(data[at : at + BYTES] for at in range(0, len(data), BYTES))
