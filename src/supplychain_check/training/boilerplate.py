"""Make the fingerprints of common sentences from statements of many firms.

    python -m supplychain_check.training.boilerplate STATEMENTS.jsonl.gz src/supplychain_check/data/boilerplate.bin

STATEMENTS has a JSON object a line with ``text``. What is kept is fingerprints in the order of their values, of which
no text and no firm can be made. Firms are told apart by the first word of their name that is their own; texts that
give no name are left out, as they may be of a firm that is there already.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from supplychain_check.analyse.identity import identify
from supplychain_check.analyse.laws import load_laws
from supplychain_check.authoring.examples import example_document
from supplychain_check.boilerplate import BYTES, LEAST_FIRMS, firm_key, own_words, runs, sentence_words
from supplychain_check.segment import segment
from supplychain_check.training.unlabelled import read_texts

LONGEST = 200_000
"""Characters read of a text: more is no statement."""


def common_runs(texts: Iterable[str], firms: int = LEAST_FIRMS) -> bytes:
    """Fingerprints of the runs of words that occur with at least so many firms, one after the other."""
    laws = load_laws()
    users: dict[bytes, set[str]] = defaultdict(set)
    for text in texts:
        document = example_document(text[:LONGEST])
        segments = segment(document)
        identity = identify(document, segments, laws)
        firm, own = firm_key(identity), own_words(identity)
        for one in segments if firm else ():
            for run in runs(sentence_words(one, own)):
                users[run].add(firm)
    return b"".join(run for run, by in sorted(users.items()) if run and len(by) >= firms)


if __name__ == "__main__":
    made = common_runs(read_texts(Path(sys.argv[1])))
    Path(sys.argv[2]).write_bytes(made)
    print(f"{len(made) // BYTES:,} fingerprints, {len(made):,} bytes")
