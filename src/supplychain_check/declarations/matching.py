"""Which question of a form each entry of a file answers.

By id, by the mapping file, by the same words, and else by likeness, in this order and one to one over the whole form.
What is not safe is listed with its candidates for a person, and is never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
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
_AGAINST, _CLEARLY_OTHER = 0.02, 0.9
"""Wording speaks against an id where it is as improbable as this, or clearly is another question of the form."""
_MARGIN = 0.05
"""How much less probable the next free question must be; two that are as probable are for a person to choose."""
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
        told = {number: self._exact(self.entries[number]) for number in self.left()}
        counts = Counter(question for named in told.values() for question in {one for one, _ in named})
        doubtful = self._doubtful(
            {n: named[0][0] for n, named in told.items() if named and named[0][1] == "id"}, encoder
        )
        free = {question.id for question in self.free()}
        for number, named in sorted(told.items(), key=lambda one: not _says(self.entries[one[0]])):
            names = {question for question, _ in named}
            if len(names) > 1 or number in doubtful:
                self.candidates[number] = tuple((question, 0.5) for question, _ in named)
            elif names <= free and named:
                self.take(number, named[0][0], named[0][1], 1.0 if counts[named[0][0]] == 1 else 0.95)
                free -= names
            elif named:
                self.candidates[number] = ((named[0][0], 0.5),)

    def _exact(self, entry: Entry) -> list[tuple[str, By]]:
        label, words = _ids(entry, self.form), _same_words(entry, self.form)
        return [(name, "id") for name in label] + [(name, "wording") for name in words if name not in label]

    def _doubtful(self, told: dict[int, str], encoder: Encoder | None) -> set[int]:
        """Entries with an id whose wording says something else. Ids without wording are believed."""
        questions = {question.id: question for question in self.form.questions}
        worded = [n for n in told if _own_words(self.entries[n], questions[told[n]])]
        if not worded:
            return set()
        columns = [question.id for question in self.form.questions]
        alike = likeness([self.entries[n] for n in worded], self.form, encoder)
        doubtful = set()
        for row, number in enumerate(worded):
            own = columns.index(told[number])
            probable = alike.probability[row]
            other = float(np.delete(probable, own).max()) if len(columns) > 1 else 0.0
            weak = bool(_WEAK.fullmatch(_key(self.entries[number].label)))
            apart = probable[own] < (0.5 if weak else _AGAINST)
            if (apart and (weak or other >= _CLEARLY_OTHER)) or (
                apart and _turned(self.entries[number], questions[told[number]])
            ):
                doubtful.add(number)
        return doubtful

    def by_likeness(self, encoder: Encoder | None) -> None:
        """The safe pairs, best first; two that are as probable for one entry are for a person."""
        numbers = [n for n in self.left() if n not in self.candidates and asked(self.entries[n])]
        free = {question.id for question in self.free()}
        columns = [question.id for question in self.form.questions]
        alike = likeness([self.entries[n] for n in numbers], self.form, encoder)
        self._keep_candidates(numbers, columns, alike, free)
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
        others = [alike.probability[row, c] for c in range(len(columns)) if c != column and columns[c] in free]
        best = alike.wording[row, column] >= WORDED and alike.wording[row, column] == alike.wording[row].max()
        return best or not others or alike.probability[row, column] - max(others) >= _MARGIN

    def _keep_candidates(self, numbers: list[int], columns: list[str], alike: Likeness, free: set[str]) -> None:
        for row, number in enumerate(numbers):
            order = np.argsort(-alike.probability[row], kind="stable")[:_CANDIDATES]
            likely = [(columns[c], round(float(alike.probability[row, c]), 2)) for c in order]
            self.candidates[number] = tuple((name, p) for name, p in likely if p >= _FLOOR)

    def unsure(self) -> Iterable[Unsure]:
        return (Unsure(entry=self.entries[n], candidates=self.candidates.get(n, ())) for n in self.left())


def _says(entry: Entry) -> bool:
    return bool(entry.answer.strip() or entry.comment.strip() or entry.attachments)


def _turned(entry: Entry, question: Question) -> bool:
    return bool(conflicts(asked(entry), question))


def _key(text: str) -> str:
    """An id or label without case, punctuation and a prefix such as "Question"."""
    return re.sub(r"[\W_]+", "", _PREFIX.sub("", text.strip())).casefold()


def _ids(entry: Entry, form: Form) -> list[str]:
    """Questions whose id the label is, or the wording where the file has ids only."""
    keys: dict[str, list[str]] = {}
    for question in form.questions:
        keys.setdefault(_key(question.id), []).append(question.id)
    field = _FIELD.sub("", entry.label)
    tried = (field, field.rpartition(".")[2] if not _WEAK.fullmatch(_key(field)) else "", entry.question)
    return next((keys[_key(text)] for text in tried if _key(text) in keys), [])


def _same_words(entry: Entry, form: Form) -> list[str]:
    said = bare(entry.question)
    if not said:
        return []
    sure = [q for q in form.questions if any(bare(text) == said for text in wordings(q))]
    if not sure:
        return [q.id for q in form.questions if said.startswith(bare(q.text)) and len(q.text.split()) >= _WHOLE]
    # words of another questionnaire under which a yes means the opposite are for a person
    return [q.id for q in sure if not conflicts(asked(entry), q)]


def _own_words(entry: Entry, question: Question) -> bool:
    """Whether the entry has a wording that is not simply that of the question, help behind it or not, or its id."""
    said = bare(entry.question)
    known = tuple(bare(text) for text in wordings(question))
    return bool(said) and not said.startswith(known) and _key(entry.question) != _key(question.id)
