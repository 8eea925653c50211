"""The card of a model of one's own, in plain words: what it was trained on, how accurate it is, what it confuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import AU_ONLY, Corpus
from supplychain_check.training.text import counted, country_name, topic_name

FEWEST, MOST = 5, 8
"""A confusion is told from so many sentences on, and so many of them at most."""
_CANNOT = """\
## What it cannot do

- It reads English only.
- It says what a sentence is about, not whether it is true, nor whether a law is met.
- How accurate it is on statements of other countries, sectors or years than those above has not been measured.
- People who label the same sentences do not fully agree either; the model learns their disagreements too."""


class Named(NamedTuple):
    """What a model is called in every result that it had a part in."""

    name: str = "own-topics"
    version: str = "1"


OWN = Named()


class Taught(NamedTuple):
    """What a model learned from beside labelled sentences.

    Attributes:
        texts: unlabelled statements whose words were hidden and guessed.
        read: those of them of which is known what language models said.
        shown: labelled statements that those had been shown, so that they are left out of all figures.
    """

    texts: int = 0
    read: int = 0
    shown: int = 0


class Confusion(NamedTuple):
    """Sentences labelled with a topic that were missed, and taken for another that they are not labelled with."""

    labelled: str
    taken_for: str
    sentences: int
    missed: int


def card_text(
    named: Named, accuracy: str, corpus: Corpus, taught: Taught, measured: Corpus, found: NDArray[np.bool_]
) -> str:
    """A model card in Markdown.

    Args:
        named: what the model is called.
        accuracy: in one line.
        corpus: all that it was trained on.
        taught: what it learned from beside.
        measured: statements that were predicted by models that had not seen them.
        found: (n, 11) what those decided.
    """
    lines = [
        f"# The topic model {named.name} {named.version}",
        "",
        "For each sentence of a statement it gives the probability of eleven topics. It is a sentence encoder",
        "(all-MiniLM-L6-v2, Apache-2.0, with a smaller vocabulary and weights in eight bits), a recurrent layer over the",
        "sentences of the document, and a linear model of words.",
        "",
        "## What it was trained on",
        "",
        *_trained_on(corpus, taught),
        "",
        "## How accurate it is",
        "",
        f"{accuracy[0].upper()}{accuracy[1:]}.",
        "By topic and country, with calibration: `supplychain-check model info --model DIR`.",
        "",
        "## What it confuses",
        "",
        *_confused(measured, found),
        "",
        _CANNOT,
    ]
    return "\n".join(lines) + "\n"


def _trained_on(corpus: Corpus, taught: Taught) -> Iterator[str]:
    countries = Counter(corpus.country(statement) for statement in corpus.places)
    where = ", ".join(f"{country_name(code)} ({n})" for code, n in sorted(countries.items()))
    yield f"- {counted(len(corpus), 'labelled sentence')} of {counted(len(corpus.places), 'statement')}: {where}."
    if set(countries) - {"AU"}:
        only = " and ".join(topic_name(topic) for topic in AU_ONLY)
        yield f"- Labels for {only} were taken from Australian statements only."
    if taught.texts:
        texts = counted(taught.texts, "unlabelled statement")
        yield f"- Before that the encoder read {texts}, with words hidden that it had to guess."
    if taught.read:
        yield f"- Of {taught.read:,} of these it also learned what language models, not people, had said of their sentences."
    if taught.shown:
        shown = counted(taught.shown, "labelled statement")
        yield f"- {shown} had been shown to those language models: learned from, and left out of all figures."


def _confused(measured: Corpus, found: NDArray[np.bool_]) -> Iterator[str]:
    told = confusions(measured, found)
    for one in told:
        yield (
            f"- Of {counted(one.missed, 'sentence')} labelled {topic_name(one.labelled)} that it missed, it takes "
            f"{one.sentences:,} for {topic_name(one.taken_for)}."
        )
    if not told:
        yield f"No topic is taken for another in {FEWEST} sentences or more."


def confusions(measured: Corpus, found: NDArray[np.bool_]) -> list[Confusion]:
    """Which topics are taken for which others, most sentences first.

    Args:
        measured: n labelled sentences.
        found: (n, 11) the topics that were found in them.
    """
    known = measured.mask > 0
    has, lacks = known & (measured.labels >= 0.5), known & (measured.labels < 0.5)
    missed, wrong = has & ~found, found & lacks
    both = missed.T.astype(int) @ wrong.astype(int)
    pairs = [
        Confusion(labelled, other, int(both[row, column]), int(missed[:, row].sum()))
        for row, labelled in enumerate(TOPICS)
        for column, other in enumerate(TOPICS)
        if both[row, column] >= FEWEST
    ]
    return sorted(pairs, key=lambda one: -one.sentences)[:MOST]
