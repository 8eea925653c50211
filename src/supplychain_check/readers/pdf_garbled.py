"""Pages whose font does not say which letters it shows, so that their text is a riddle."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplychain_check.readers.pdf_words import Word
from supplychain_check.readers.quality import FLOOR, assess

_ENOUGH = 30
_STRANGE = 0.2
_MEANINGLESS = re.compile("[\x01-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_COMMON = frozenset("the of and to in a is that for on are with as by we our de la le et en der die und".split())


def is_garbled(words: Sequence[Word]) -> bool:
    """Whether the text of a page means nothing, as where a font has no map from its letters to characters."""
    if len(words) < _ENOUGH:
        return False
    texts = [w.text for w in words]
    letters = "".join(texts)
    if len(_MEANINGLESS.findall(letters)) > _STRANGE * len(letters):
        return True
    common = sum(map(_COMMON.__contains__, texts))
    # any page of prose has some of these words: only one without is worth the dearer look
    return common < 0.02 * len(words) and assess(" ".join(texts)).score < FLOOR
