"""Sentences labelled for future and negative evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from supplychain_check.analyse.evidence import LABELS, Sentence, in_order
from supplychain_check.errors import InputProblem
from supplychain_check.models import KINDS
from supplychain_check.training.corpus import fingerprint, lines, rows_by_statement
from supplychain_check.training.kinds import kind_of
from supplychain_check.training.unlabelled import sentences_of
from supplychain_check.wordform import normalise

_HINT = "Each line must be a JSON object with jurisdiction, statement_id, sentence, future and negative (0, 1 or null)."


@dataclass(frozen=True)
class Labelled:
    """Labelled sentences in the order of their file.

    Attributes:
        jurisdictions: (n,) country code in capitals.
        statements: (n,) country and id of the statement.
        texts: n sentences as they stand.
        labels: by name, (n,) 0, 1, or NaN where unknown: what the models are measured by.
        taught: by name, (n,) 0 to 1, or NaN where unknown: what the models learn from. See `kinds`; where nobody has
            said anything else, the same as `labels`.
        leads: n leads, where sentences are known that do not stand here; else `in_order` finds them.
    """

    jurisdictions: NDArray[np.str_]
    statements: NDArray[np.str_]
    texts: tuple[str, ...]
    labels: dict[str, NDArray[np.float64]]
    taught: dict[str, NDArray[np.float64]]
    leads: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def places(self) -> dict[str, NDArray[np.intp]]:
        """Rows of each statement, in order."""
        return rows_by_statement(self.statements)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences with what leads them; see `in_order`."""
        if self.leads:
            return [Sentence(text, lead) for text, lead in zip(self.texts, self.leads, strict=True)]
        found = [Sentence("")] * len(self)
        for rows in self.places.values():
            for row, sentence in zip(rows, in_order([self.texts[row] for row in rows]), strict=True):
                found[row] = sentence
        return found

    def fingerprint(self, statement: str) -> str:
        """Hash by which a statement is known again, whatever its id."""
        return fingerprint(self.texts[row] for row in self.places[statement])

    def take(self, rows: NDArray[np.intp]) -> Labelled:
        """Some of the rows. Take whole statements, else what leads a sentence is lost."""
        return Labelled(
            self.jurisdictions[rows],
            self.statements[rows],
            tuple(self.texts[row] for row in rows),
            {name: values[rows] for name, values in self.labels.items()},
            {name: values[rows] for name, values in self.taught.items()},
            tuple(self.leads[row] for row in rows) if self.leads else (),
        )


def read_labelled(path: Path) -> Labelled:
    """Read sentences labelled for future and negative evidence (JSON Lines, also gzipped).

    Each line has jurisdiction, statement_id, sentence, future and negative; other fields are ignored. A label that is
    missing or null is unknown. Sentences of a statement stand in its order.

    Raises:
        InputProblem: the file cannot be read, a line is not such an object (the message names file and line), or no
            line has a label.
    """
    rows = list(_rows(path))
    labels = {name: np.array([row[name] for row in rows], np.float64) for name in LABELS}
    if all(np.isnan(values).all() for values in labels.values()):
        raise InputProblem(f"There are no sentences labelled for future or negative evidence in {path}.", _HINT)
    return Labelled(
        np.array([row["jurisdiction"] for row in rows]),
        np.array([row["statement"] for row in rows]),
        tuple(row["sentence"] for row in rows),
        labels,
        _taught([(row["sentence"], row["statement"]) for row in rows], labels),
    )


def _taught(sentences: list[tuple[str, str]], labels: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """What was said of sentences and their statements (country and id) in `kinds`, or their labels."""
    found = {name: values.copy() for name, values in labels.items()}
    for row, (sentence, statement) in enumerate(sentences):
        said = _said(sentence, statement)
        for name, value in said.items():
            found[name][row] = value
    return found


def _said(sentence: str, statement: str = "") -> dict[str, float]:
    """The labels known of a sentence. Ids of statements stand with or without their country."""
    plain = normalise(sentence).strip()
    said = kind_of(plain, statement.partition(" ")[2])
    if said is None:
        said = kind_of(plain, statement)
    values = {} if said is None else dict(zip(KINDS, map(float, said), strict=True))
    return {name: values[name] for name in LABELS if not np.isnan(values.get(name, np.nan))}


def read_taught(texts: Iterable[str]) -> Labelled:
    """The sentences of unlabelled texts of which something is known in `kinds`; they have no labels to be measured by."""
    found: list[tuple[str, Sentence, dict[str, float]]] = []
    for number, text in enumerate(texts):
        for sentence in in_order(list(sentences_of(text))):
            if said := _said(sentence.text):
                found.append((f"text {number}", sentence, said))
    none = {name: np.full(len(found), np.nan) for name in LABELS}
    return Labelled(
        np.array(["" for _ in found]),
        np.array([statement for statement, _, _ in found]),
        tuple(sentence.text for _, sentence, _ in found),
        none,
        {name: np.array([said.get(name, np.nan) for _, _, said in found]) for name in LABELS},
        tuple(sentence.lead for _, sentence, _ in found),
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines(path), start=1):
        if line.strip():
            try:
                yield _row(json.loads(line))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise InputProblem(f"{path}, line {number}: {_say(error)}.", _HINT) from error


def _row(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("this is not a JSON object")
    country, sentence = str(data["jurisdiction"]).upper(), data["sentence"]
    if not isinstance(sentence, str):
        raise TypeError(f"sentence is {sentence!r}, not text")
    found: dict[str, Any] = {name: _label(name, data.get(name)) for name in LABELS}
    return found | {"jurisdiction": country, "statement": f"{country} {data['statement_id']}", "sentence": sentence}


def _label(name: str, value: Any) -> float:
    if value is None:
        return float("nan")
    if value not in (0, 1):
        raise ValueError(f"{name} is {value!r}, not 0 or 1")
    return float(value)


def _say(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"this is not JSON ({error.msg})"
    return f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
