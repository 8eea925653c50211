"""Sentences shared between documents of unrelated firms (fair scoring, rule 3).

A sentence is known by a fingerprint of its words, in which the names of the firm itself are masked, so that
a template filled in by two firms is recognised; numbers stay, so that a sentence with facts of its own is not.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from supplychain_check.boilerplate import STATUTORY, own_words
from supplychain_check.models import Analysis, SegmentKind
from supplychain_check.phrases import tokens

MIN_WORDS = 8
"""Shorter sentences are alike by chance."""
_COMMON = frozenset("the of and for limited ltd plc pty inc llp group company new zealand australia uk".split())


def fingerprints(analysis: Analysis) -> dict[int, str]:
    """Fingerprint of each segment that could be copied: its index to 16 hexadecimal digits.

    Headings, short sentences and the wording that an act prescribes are left out.
    """
    own = own_words(analysis.identity)
    found: dict[int, str] = {}
    for segment in analysis.segments:
        words = tokens(segment.text)
        if segment.kind is SegmentKind.HEADING or len(words) < MIN_WORDS or STATUTORY & set(words):
            continue
        masked = " ".join("@" if word in own else word for word in words if word not in {"limited", "ltd", "plc"})
        found[segment.index] = hashlib.blake2b(masked.encode(), digest_size=8).hexdigest()
    return found


class Corpus:
    """Fingerprints of the documents of a batch, each with the firms that use them."""

    def __init__(self) -> None:
        self._firms: dict[str, set[str]] = defaultdict(set)

    def add(self, firm: str, prints: Iterable[str]) -> None:
        """Enter a document. Firms without a name are left out: nobody can say whether they are related."""
        for fingerprint in prints if firm else ():
            self._firms[fingerprint].add(firm)

    def firms(self, fingerprint: str) -> frozenset[str]:
        """Firms in the batch that use a sentence."""
        return frozenset(self._firms.get(fingerprint, ()))


def unrelated(firm: str, others: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of `others` that are another firm than `firm` and that the document does not name.

    A group statement names its members; a firm that is not named has no stated reason to share a text.
    """
    mine, said = _core(firm), " ".join(tokens(text))
    return tuple(
        sorted(o for o in others if mine and (core := _core(o)) and core[0] != mine[0] and " ".join(core) not in said)
    )


def _core(name: str) -> tuple[str, ...]:
    return tuple(word for word in tokens(name) if word not in _COMMON and word.isalnum())


def copied(prints: Mapping[int, str], firms_of: Mapping[str, tuple[str, ...]]) -> dict[int, str]:
    """Segments that unrelated firms use too, each with the reason to show.

    Args:
        prints: fingerprint of each segment.
        firms_of: unrelated firms for each shared fingerprint.
    """
    found = {index: firms_of[value] for index, value in prints.items() if firms_of.get(value)}
    return {index: _reason(firms) for index, firms in found.items()}


def _reason(firms: tuple[str, ...]) -> str:
    more = f" and {len(firms) - 1} more" if len(firms) > 1 else ""
    return f"word for word also in the document of {firms[0]}{more}"
