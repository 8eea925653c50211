"""Sentences labelled for future and negative evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from supplychain_check.analyse.evidence import LABELS, Sentence, in_order
from supplychain_check.errors import InputProblem
from supplychain_check.training.corpus import fingerprint, lines, rows_by_statement

_HINT = "Each line must be a JSON object with jurisdiction, statement_id, sentence, future and negative (0, 1 or null)."


@dataclass(frozen=True)
class Labelled:
    """Labelled sentences in the order of their file.

    Attributes:
        jurisdictions: (n,) country code in capitals.
        statements: (n,) country and id of the statement.
        texts: n sentences as they stand.
        labels: by name, (n,) 0, 1, or NaN where unknown.
    """

    jurisdictions: NDArray[np.str_]
    statements: NDArray[np.str_]
    texts: tuple[str, ...]
    labels: dict[str, NDArray[np.float64]]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def places(self) -> dict[str, NDArray[np.intp]]:
        """Rows of each statement, in order."""
        return rows_by_statement(self.statements)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences with what leads them; see `in_order`."""
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
