"""What matching gives: entries with the questions that they answer, and what is left for a person."""

from __future__ import annotations

from typing import Literal, NamedTuple

from supplychain_check.models.declaration import Entry, Unsure

By = Literal["id", "mapping", "wording", "meaning"]
"""What a match rests on."""


class Match(NamedTuple):
    """An entry and the id of the question that it answers."""

    entry: Entry
    question: str
    by: By
    confidence: float


class Matched(NamedTuple):
    """What became of the entries of a file; those that the mapping says to ignore are in neither."""

    matches: tuple[Match, ...]
    unsure: tuple[Unsure, ...]
