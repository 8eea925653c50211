"""The signals of a pack, compiled, and what they fire on in one document.

Sits beside `phrases`: it knows packs and segments, but nothing of levels.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from supplychain_check.criteria import Pack, Signal
from supplychain_check.phrases import Hit, PhraseSet, tokens

SHARED = ""
_RUN = re.compile(r"\S{200,}")


class Signals:
    """All signals of a pack, looked for together in one pass over a text.

    A signal of a criterion is known as ``CRITERION/NAME``, a shared one as ``/NAME``.
    """

    def __init__(self, pack: Pack) -> None:
        named = {f"{SHARED}/{name}": signal for name, signal in pack.signals.items()}
        for criterion in pack.criteria:
            named |= {f"{criterion.id}/{name}": signal for name, signal in criterion.signals.items()}
        self._phrases = PhraseSet({name: signal.phrases for name, signal in named.items()})
        self._patterns = _token_patterns(named)

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as the pack that is being used
    def _hits(self, text: str) -> tuple[Hit, ...]:
        return self._phrases.find(tokens(text))

    def fired(self, text: str) -> frozenset[str]:
        """Names of the signals that fire in a text."""
        return frozenset(hit.name for hit in self._hits(text)) | self._by_pattern(text)

    def bare(self, text: str) -> bool:
        """Whether a text is a phrase of the pack and not a word more (fair scoring, rule 1)."""
        length = sum(word.isalnum() for word in tokens(text))
        return any(len(hit.places) >= length for hit in self._hits(text))

    def _by_pattern(self, text: str) -> frozenset[str]:
        if self._patterns is None:
            return frozenset()
        nlp, matcher = self._patterns
        return frozenset(nlp.vocab.strings[key] for key, _, _ in matcher(nlp(text)))


def _token_patterns(named: Mapping[str, Signal]) -> tuple[Any, Any] | None:
    """A spaCy pipeline and matcher for the signals that use token patterns; None where no signal does."""
    if not any(signal.patterns for signal in named.values()):
        return None
    from spacy.matcher import Matcher

    nlp = english()
    matcher = Matcher(nlp.vocab)
    for name, signal in named.items():
        if signal.patterns:
            matcher.add(name, [list(pattern) for pattern in signal.patterns])
    return nlp, matcher


def english() -> Any:
    """A blank English pipeline of spaCy that no text can hold up.

    spaCy needs time quadratic in the length of a run without white space (20,000 brackets take 23 seconds) and
    refuses long texts. Runs longer than any word are blank to it, so that places in the text stay as they are.
    """
    import spacy

    nlp = spacy.blank("en")
    split = nlp.tokenizer
    nlp.tokenizer = lambda text: split(_RUN.sub(lambda run: " " * len(run[0]), text))
    nlp.max_length = sys.maxsize
    return nlp
