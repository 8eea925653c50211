"""Which question of a form each entry of a file answers.

By id, by the mapping file, by the same words, and else by likeness, in this order and one to one over the whole form.
What is not safe is listed with its candidates for a person, and is never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from supplychain_check.declarations.likeness import SAFE, WORDED, Likeness, asked, likeness, wordings
from supplychain_check.declarations.mapping import IGNORE, Mapping
from supplychain_check.declarations.matched import By, Match, Matched
from supplychain_check.declarations.senses import conflicts
from supplychain_check.declarations.words import bare
from supplychain_check.models.declaration import Entry, Form, Question, Unsure

if TYPE_CHECKING:
    from supplychain_check.encoder import Encoder

_PREFIX = re.compile(r"^(?:question|item|no|nr|q)(?=[\s.:#_-]*\d)", re.IGNORECASE)
_FIELD = re.compile(r"\[\d+\]")
_WEAK = re.compile(r"[a-z]?[\d]+[a-z]?")
"""Ids such as 7, q7 or 3b: any other form may use them for other questions."""
_AGAINST, _CLEARLY_OTHER, _FOR_WEAK = 0.02, 0.9, 0.5
"""Wording speaks against an id where that question is as improbable as this, and another is clearly meant."""
_MARGIN = 0.06
"""By how much the next free question must score less; two that are as near are for a person to choose from."""
_CANDIDATES, _FLOOR = 3, 0.03
_WHOLE = 5
"""A question of so many words is the one meant also where help stands behind it."""


def match(
    entries: Sequence[Entry], form: Form, mapping: Mapping | None = None, encoder: Encoder | None = None
) -> Matched:
    """Match the entries of a file to the questions of a form.

    Args:
        entries: in the order of the file.
        form: the form that the file seems to be.
        mapping: what a person wrote down; it goes before everything else.
        encoder: for meaning. Without it, or where nothing is left to match, no model is loaded.

    Returns:
        Matches in the order of the form; entries that are left, in the order of the file.
    """
    work = _Work(entries, form, mapping)
    work.by_mapping()
    work.by_exact(encoder)
    if work.left() and work.free():
        work.by_likeness(encoder)
    order = {question.id: place for place, question in enumerate(form.questions)}
    matches = sorted(work.found.values(), key=lambda found: order[found.question])
    return Matched(tuple(matches), tuple(work.unsure()))


def told(entries: Sequence[Entry], form: Form) -> int:
    """How many questions of a form entries name by id or in the very words; no model is loaded for it."""
    return len({question for entry in entries for question, _ in _exact(entry, form)})


class _Work:
    """The state of one matching: which entries (by number) and questions are taken."""

    def __init__(self, entries: Sequence[Entry], form: Form, mapping: Mapping | None) -> None:
        self.entries = entries
        self.form = form
        self.mapping = mapping
        self.found: dict[int, Match] = {}
        self.ignored: set[int] = set()
        self.candidates: dict[int, tuple[tuple[str, float], ...]] = {}

    def left(self) -> list[int]:
        return [n for n in range(len(self.entries)) if n not in self.found and n not in self.ignored]

    def free(self) -> list[Question]:
        taken = {match.question for match in self.found.values()}
        return [question for question in self.form.questions if question.id not in taken]

    def take(self, number: int, question: str, by: By, confidence: float) -> None:
        self.found[number] = Match(self.entries[number], question, by, confidence)

    def by_mapping(self) -> None:
        for number, entry in enumerate(self.entries):
            told = self.mapping.question(entry) if self.mapping else None
            if told == IGNORE:
                self.ignored.add(number)
            elif told and told in {question.id for question in self.free()}:
                self.take(number, told, "mapping", 1.0)

    def by_exact(self, encoder: Encoder | None) -> None:
        """Ids and the very words of the form; where both name different questions, a person decides."""
        told = {number: named for number in self.left() if (named := _exact(self.entries[number], self.form))}
        counts = Counter(question for named in told.values() for question, _ in named)
        doubtful = self._doubtful(told, encoder)
        free = {question.id for question in self.free()}
        # those that were answered go before those left blank
        for number in sorted(told, key=lambda n: not _says(self.entries[n])):
            named = told[number]
            question, by = named[0]
            if len(named) > 1 or number in doubtful or question not in free:
                self.candidates[number] = tuple((name, 0.5) for name, _ in named)
            else:
                self.take(number, question, by, 1.0 if counts[question] == 1 else 0.95)
                free.discard(question)

    def _doubtful(self, told: dict[int, list[tuple[str, By]]], encoder: Encoder | None) -> set[int]:
        """Entries whose wording says something else than their id, or the opposite of what the form asks."""
        questions = {question.id: question for question in self.form.questions}
        meant = {number: questions[named[0][0]] for number, named in told.items()}
        worded = [n for n in told if _own_words(self.entries[n], meant[n])]
        turned = {n for n in worded if told[n][0][1] == "wording" and conflicts(asked(self.entries[n]), meant[n])}
        by_id = [n for n in worded if told[n][0][1] == "id"]
        if not by_id:
            return turned
        alike = likeness([self.entries[n] for n in by_id], self.form, encoder)
        return turned | {n for row, n in enumerate(by_id) if self._contrary(alike, row, n, meant[n])}

    def _contrary(self, alike: Likeness, row: int, number: int, question: Question) -> bool:
        """Whether the wording speaks against the id. Ids that any form may use need wording that speaks for them."""
        probable = alike.probability[row]
        own = self.form.questions.index(question)
        if _WEAK.fullmatch(_key(self.entries[number].label)):
            return bool(probable[own] < _FOR_WEAK)
        other = float(np.delete(probable, own).max(initial=0.0))
        against = other >= _CLEARLY_OTHER or bool(conflicts(asked(self.entries[number]), question))
        return bool(probable[own] < _AGAINST) and against

    def by_likeness(self, encoder: Encoder | None) -> None:
        """The safe pairs, best first; two that are as probable for one entry are for a person."""
        numbers = [n for n in self.left() if n not in self.candidates and asked(self.entries[n])]
        free = {question.id for question in self.free()}
        columns = [question.id for question in self.form.questions]
        alike = likeness([self.entries[n] for n in numbers], self.form, encoder)
        self._keep_candidates(numbers, columns, alike)
        pairs = [
            (alike.probability[r, c], r, c)
            for r in range(len(numbers))
            for c in range(len(columns))
            if columns[c] in free
        ]
        taken: set[int] = set()
        for probability, row, column in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            question = columns[column]
            if probability < SAFE:
                break
            if row in taken or question not in free or not self._clear(alike, row, column, columns, free):
                continue
            by: By = "wording" if alike.wording[row, column] >= WORDED else "meaning"
            self.take(numbers[row], question, by, round(float(min(probability, 0.99)), 2))
            taken.add(row)
            free.discard(question)

    def _clear(self, alike: Likeness, row: int, column: int, columns: list[str], free: set[str]) -> bool:
        others = [alike.score[row, c] for c in range(len(columns)) if c != column and columns[c] in free]
        return not others or bool(alike.score[row, column] - max(others) >= _MARGIN)

    def _keep_candidates(self, numbers: list[int], columns: list[str], alike: Likeness) -> None:
        for row, number in enumerate(numbers):
            probable = alike.probability[row]
            # of two questions that are both likely only one can be meant
            share = probable / max(1.0, float(probable.sum()))
            order = np.argsort(-share, kind="stable")[:_CANDIDATES]
            likely = [(columns[c], round(float(share[c]), 2)) for c in order]
            self.candidates[number] = tuple((name, p) for name, p in likely if p >= _FLOOR)

    def unsure(self) -> Iterable[Unsure]:
        return (Unsure(entry=self.entries[n], candidates=self.candidates.get(n, ())) for n in self.left())


def _says(entry: Entry) -> bool:
    return bool(entry.answer.strip() or entry.comment.strip() or entry.attachments)


def _exact(entry: Entry, form: Form) -> list[tuple[str, By]]:
    """Questions that an entry names by id or in the very words of the form."""
    label, words = _ids(entry, form), _same_words(entry, form)
    return [(name, "id") for name in label] + [(q.id, "wording") for q in words if q.id not in label]


def _key(text: str) -> str:
    """An id or label without case, punctuation and a prefix such as "Question"."""
    return re.sub(r"[\W_]+", "", _PREFIX.sub("", text.strip())).casefold()


def _ids(entry: Entry, form: Form) -> list[str]:
    """Questions whose id the label is, or the wording where the file has ids only."""
    keys = _id_keys(tuple(question.id for question in form.questions))
    field = _FIELD.sub("", entry.label)
    tried = (field, field.rpartition(".")[2] if not _WEAK.fullmatch(_key(field)) else "", entry.question)
    return next((keys[_key(text)] for text in tried if _key(text) in keys), [])


@lru_cache(maxsize=64)
def _id_keys(ids: tuple[str, ...]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for name in ids:
        keys.setdefault(_key(name), []).append(name)
    return keys


def _same_words(entry: Entry, form: Form) -> list[Question]:
    said = bare(entry.question)
    if not said:
        return []
    sure = [q for q in form.questions if any(bare(text) == said for text in wordings(q))]
    return sure or [q for q in form.questions if said.startswith(bare(q.text)) and len(q.text.split()) >= _WHOLE]


def _own_words(entry: Entry, question: Question) -> bool:
    """Whether the entry has a wording that is not simply that of the question, help behind it or not, or its id."""
    said = bare(entry.question)
    return bool(said) and not said.startswith(bare(question.text)) and _key(entry.question) != _key(question.id)
