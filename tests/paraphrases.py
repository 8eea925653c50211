"""Questions in other words, and files made of them, for tests of matching."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from supplychain_check.declarations.forms import load_form
from supplychain_check.declarations.matching import match
from supplychain_check.encoder import Encoder
from supplychain_check.models.declaration import Entry, Form

_PAIRS = Path(__file__).parent / "fixtures" / "declarations"
_EVERY, _NONE = "every", "none"


class Asked(NamedTuple):
    """A file that asks questions of a form in other words, and others: each wording with the question it means."""

    form: Form
    means: dict[str, str]


class Score(NamedTuple):
    """How many questions there were to find, how many were found rightly, and how many were matched wrongly."""

    there: int
    right: int
    wrong: list[tuple[str, str]]

    @property
    def recall(self) -> float:
        return self.right / self.there

    @property
    def wrong_share(self) -> float:
        return len(self.wrong) / (self.right + len(self.wrong))


def files(half: int | None = None, name: str = "questions.toml") -> Iterator[Asked]:
    """Files made of the pairs, no question twice in one; of half 0 or 1 only every second pair."""
    pairs = tomllib.loads((_PAIRS / name).read_text(encoding="utf-8"))
    every = pairs.pop(_EVERY)[_NONE]
    for form, lists in pairs.items():
        others = [*lists.pop(_NONE), *every]
        rounds = [0, 2] if half == 0 else [1] if half == 1 else [0, 1, 2]
        for number in rounds:
            means = {wordings[number]: question for question, wordings in lists.items() if number < len(wordings)}
            mine = others[number::3] if half is None else others[half + 2 * (number // 2) :: 4 if half == 0 else 2]
            yield Asked(load_form(form), {**means, **dict.fromkeys(mine, "")})


def score(asked: Iterator[Asked], encoder: Encoder | None) -> Score:
    """Match the files and count."""
    there, right, wrong = 0, 0, []
    for one in asked:
        found = match([Entry(question=text) for text in one.means], one.form, None, encoder)
        there += sum(map(bool, one.means.values()))
        for pair in found.matches:
            if one.means[pair.entry.question] == pair.question:
                right += 1
            else:
                wrong.append((pair.entry.question, pair.question))
    return Score(there, right, wrong)
