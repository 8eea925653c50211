"""The patterns of the rules, kept as data: ``data/patterns.toml``."""

from __future__ import annotations

import re
from functools import cache

from supplychain_check.vetting.clauses import word_list
from supplychain_check.vetting.shares import COUNT


@cache
def pattern(group: str, name: str) -> re.Pattern[str]:
    """A regular expression of ``data/patterns.toml``, blind to case; ``<count>`` in it is a number in digits or words.

    Raises:
        KeyError: there is none of that name.
    """
    written = word_list("patterns")[group][name]
    joined = written if isinstance(written, str) else "|".join(written)
    return re.compile(joined.replace("<count>", COUNT), re.IGNORECASE)
