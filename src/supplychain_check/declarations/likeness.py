"""How probably wordings in a file are the questions of a form.

Four things are weighed: the meaning of both wordings (the encoder's embeddings), the words in any order, the words that
one has of the other, and whether the way of asking fits. What `senses` says against a pair weighs heavily. The sum
becomes a probability by a logistic curve fitted to the pairs of ``tests/fixtures/declarations/questions.toml`` and moved since,
so that of a hundred matches with this encoder fewer than two are wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from supplychain_check.declarations.senses import conflicts, manner
from supplychain_check.declarations.words import FILLER, plain, stem, stripped, words
from supplychain_check.declarations.yes_no import yes_no
from supplychain_check.models.declaration import Entry, Form, Question, QuestionKind, Value

if TYPE_CHECKING:
    from supplychain_check.encoder import Encoder

SAFE = 0.8
"""Probability from which a match is taken without asking; of the pairs above none is wrong from 0.75 on."""
_MEANING, _ORDER, _WORDS = 0.6, 0.2, 0.2
_ORDER_ALONE, _WORDS_ALONE, _LESS_SURE = 0.6, 0.4, 0.1
"""Without an encoder: the weights of words, and by how much their sum is worth less."""
_MANNER, _CONFLICT, _KIND = 0.08, 0.35, 0.1
_AT_MOST = 0.6
"""However alike the words are, where their sense clashes a person decides."""
_SLOPE, _SHIFT = 23.8, -15.5
_SHORT = 3
"""So many words that carry meaning say too little without the heading above them."""
WORDED = 0.87
"""How alike words are, from which a match is by wording rather than by meaning."""
Grid = NDArray[np.float32]


class Likeness(NamedTuple):
    """Of n entries and the m questions of a form.

    Attributes:
        score: (n, m) the sum of what speaks for a pair; about 1 for the same question.
        probability: (n, m).
        wording: (n, m) how alike the words are, 0 to 1.
    """

    score: Grid
    probability: Grid
    wording: Grid


def wordings(question: Question) -> tuple[str, ...]:
    """All wordings under which a form knows a question."""
    return (question.text, *question.also)


def likeness(entries: Sequence[Entry], form: Form, encoder: Encoder | None) -> Likeness:
    """Compare entries with all questions of a form.

    Args:
        entries: n entries.
        form: with m questions.
        encoder: for their meaning; without it only words count, and fewer matches are safe.
    """
    said = [_spoken(entry) for entry in entries]
    known = [wordings(question) for question in form.questions]
    order, shared = _by_words(said, known)
    if encoder and entries:
        score = _MEANING * _by_meaning(said, known, encoder) + _ORDER * order + _WORDS * shared
    else:
        score = _ORDER_ALONE * order + _WORDS_ALONE * shared - _LESS_SURE
    against = np.array([[bool(conflicts(text, question)) for question in form.questions] for text in said], bool)
    against = against.reshape(score.shape)
    score = score + _fits(entries, said, form).reshape(score.shape) - _CONFLICT * against
    probability = 1 / (1 + np.exp(-(_SLOPE * score + _SHIFT)))
    return Likeness(score, np.where(against, np.minimum(probability, _AT_MOST), probability).astype(np.float32), order)


def asked(entry: Entry) -> str:
    """The wording of an entry without number, marks, and help on the lines below it."""
    first, _, below = entry.question.strip().partition("\n")
    alone = below and first.rstrip(" *").endswith("?") and len(first.split()) >= _SHORT
    return stripped(first if alone else entry.question)


def _spoken(entry: Entry) -> str:
    """The wording of an entry; a short one together with the heading above it."""
    text = asked(entry)
    if entry.section and len(_core(text).split()) < _SHORT and plain(entry.section) != plain(text):
        return f"{stripped(entry.section)}: {text}"
    return text


def _by_words(texts: Sequence[str], known: Sequence[Sequence[str]]) -> tuple[Grid, Grid]:
    """Words in any order, and words shared; of each question the wording that is nearest. (n, m) each, 0 to 1."""
    from rapidfuzz import fuzz, process

    flat = [_core(text) for wording in known for text in wording]
    said = [_core(text) for text in texts]
    grids = (
        process.cdist(said, flat, scorer=scorer, workers=1) / 100
        for scorer in (fuzz.token_sort_ratio, fuzz.token_set_ratio)
    )
    order, shared = (_nearest(grid.astype(np.float32), known) for grid in grids)
    return order, shared


def _by_meaning(said: Sequence[str], known: Sequence[Sequence[str]], encoder: Encoder) -> Grid:
    """Cosine of the meanings; of each question the wording that is nearest. (n, m)."""
    flat = tuple(text for texts in known for text in texts)
    return _nearest(_meanings(tuple(said), encoder) @ _meanings(flat, encoder).T, known)


# the wordings of a form are compared with many files, and a file with several forms
@lru_cache(maxsize=16)
def _meanings(texts: tuple[str, ...], encoder: Encoder) -> Grid:
    return encoder.encode(texts).embeddings


def _nearest(grid: Grid, known: Sequence[Sequence[str]]) -> Grid:
    """From a column a wording to a column a question: the greatest."""
    starts = np.cumsum([0, *(len(texts) for texts in known)])[:-1]
    return np.maximum.reduceat(grid, starts, axis=1) if grid.size else np.zeros((grid.shape[0], len(known)), np.float32)


@lru_cache(maxsize=4096)
def _core(text: str) -> str:
    """Its words that carry meaning, without endings."""
    return " ".join(stem(word) for word in words(text) if word not in FILLER)


def _fits(entries: Sequence[Entry], said: Sequence[str], form: Form) -> Grid:
    """What the way of asking and the kind of the answer add or take away. (n, m)."""
    pairs = zip(entries, said, strict=True)
    return np.array([[_fit(entry, text, question) for question in form.questions] for entry, text in pairs], np.float32)


def _fit(entry: Entry, text: str, question: Question) -> float:
    return _MANNER * manner(text, question) - (_KIND if _wrong_kind(entry.answer, question) else 0.0)


def _wrong_kind(answer: str, question: Question) -> bool:
    """A bare yes or no says nothing to a question for text, a number or a day."""
    if question.kind not in {QuestionKind.TEXT, QuestionKind.NUMBER, QuestionKind.DATE} or len(answer) > 5:
        return False
    said = yes_no(answer) if answer.strip() else None
    return said is not None and not said.rest and said.value in {Value.YES, Value.NO} and not answer.strip().isdigit()
