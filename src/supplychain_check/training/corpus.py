"""Labelled sentences: reading them, and splitting them by statement."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from supplychain_check.errors import InputProblem
from supplychain_check.models import TOPICS
from supplychain_check.wordform import normalise

COLUMNS = {
    "approval": "approval",
    "signature": "signature",
    "reporting_entity": "c1_reporting_entity",
    "structure": "c2_structure",
    "operations": "c2_operations",
    "supply_chains": "c2_supply_chains",
    "risk_description": "c3_risk_description",
    "risk_mitigation": "c4_risk_mitigation",
    "remediation": "c4_remediation",
    "effectiveness": "c5_effectiveness",
    "consultation": "c6_consultation",
}
"""Topic to the column of the AIMS annotation files that labels it."""
AU_ONLY = ("reporting_entity", "consultation")
"""Topics that were labelled for Australia only; elsewhere their 0 means "not labelled"."""
SHARED = tuple(topic for topic in TOPICS if topic not in AU_ONLY)
"""The nine topics that all countries have."""


@dataclass(frozen=True)
class Corpus:
    """Labelled sentences, statement after statement, each in its order.

    Attributes:
        jurisdictions: (n,) country code in capitals, as the files have it.
        statements: (n,) id of the statement.
        sentences: n normalised sentences.
        labels: (n, 11) 0 or 1 where a person gave them, else from 0 to 1; in the order of `TOPICS`.
        mask: (n, 11) 1 where the label is known.
    """

    jurisdictions: NDArray[np.str_]
    statements: NDArray[np.str_]
    sentences: tuple[str, ...]
    labels: NDArray[np.float32]
    mask: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.sentences)

    @cached_property
    def places(self) -> dict[str, NDArray[np.intp]]:
        """Rows of each statement, in order."""
        return rows_by_statement(self.statements)

    def take(self, rows: NDArray[np.intp]) -> Corpus:
        """The corpus of some of its rows."""
        return Corpus(
            self.jurisdictions[rows],
            self.statements[rows],
            tuple(self.sentences[row] for row in rows),
            self.labels[rows],
            self.mask[rows],
        )

    def country(self, statement: str) -> str:
        """Jurisdiction of a statement."""
        return str(self.jurisdictions[self.places[statement][0]])

    def fingerprint(self, statement: str) -> str:
        """Sixteen hexadecimal digits by which a statement is known again, whatever its id."""
        return fingerprint(self.sentences[row] for row in self.places[statement])


def rows_by_statement(statements: Iterable[str]) -> dict[str, NDArray[np.intp]]:
    """Rows of each statement, in order, from the statement of each row."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, statement in enumerate(statements):
        found[str(statement)].append(row)
    return {statement: np.array(rows, np.intp) for statement, rows in found.items()}


def fingerprint(sentences: Iterable[str]) -> str:
    """Hash of the letters of a statement's sentences; order, spaces and punctuation play no part."""
    letters = sorted({"".join(filter(str.isalnum, text.lower())) for text in sentences})
    return hashlib.sha256("\n".join(letters).encode()).hexdigest()[:16]


def read_corpus(*paths: Path) -> Corpus:
    """Read labelled sentences (JSON Lines, also gzipped).

    Each line has jurisdiction, statement_id, idx, sentence and the eleven labels 0 or 1; a label that is missing
    or null is unknown. Other fields are ignored. Statements of two countries that share an id are kept apart.

    Raises:
        InputProblem: a file cannot be read, or a line is not such an object (the message names file and line), or
            no line has a label.
    """
    rows = [row for path in paths for row in _rows(path)]
    if not any(row[topic] in (0, 1) for row in rows for topic in TOPICS):
        raise InputProblem(
            f"There are no labelled sentences in {', '.join(str(path) for path in paths)}.",
            "Each line must be a JSON object with jurisdiction, statement_id, idx, sentence and the labels "
            f"{', '.join(COLUMNS.values())}.",
        )
    _keep_apart(rows)
    rows.sort(key=lambda row: (row["jurisdiction"], row["statement_id"], row["idx"]))
    values = np.array([[row[topic] for topic in TOPICS] for row in rows], np.float32)
    return Corpus(
        np.array([row["jurisdiction"] for row in rows]),
        np.array([row["statement_id"] for row in rows]),
        tuple(row["sentence"] for row in rows),
        np.nan_to_num(values),
        (~np.isnan(values)).astype(np.float32),
    )


def _keep_apart(rows: list[dict[str, Any]]) -> None:
    """Put the country before an id that statements of several countries have."""
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        owners[row["statement_id"]].add(row["jurisdiction"])
    for row in rows:
        if len(owners[row["statement_id"]]) > 1:
            row["statement_id"] = f"{row['jurisdiction']} {row['statement_id']}"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines(path), start=1):
        if line.strip():
            try:
                yield _row(json.loads(line))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise InputProblem(
                    f"{path}, line {number}: {_say(error)}.",
                    "Each line must be a JSON object with jurisdiction, statement_id, idx, sentence and labels 0 or 1.",
                ) from error


def _say(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"this is not JSON ({error.msg})"
    return f"the field {error} is missing" if isinstance(error, KeyError) else str(error)


def lines(path: Path) -> Iterator[str]:
    """Lines of a text file in UTF-8, also gzipped.

    Raises:
        InputProblem: the file cannot be read.
    """
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8-sig") as packed:
                yield from packed
        else:
            with path.open(encoding="utf-8-sig") as plain:
                yield from plain
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise InputProblem(f"{path} cannot be read: {error}.", "Give a JSON Lines file in UTF-8.") from error


def _row(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("this is not a JSON object")
    jurisdiction = str(data["jurisdiction"]).upper()
    row: dict[str, Any] = {
        "jurisdiction": jurisdiction,
        "statement_id": str(data["statement_id"]),
        "idx": _place(data["idx"]),
        "sentence": normalise(_text(data["sentence"])),
    }
    for topic, column in COLUMNS.items():
        row[topic] = _label(column, data.get(column, data.get(topic)))
        if topic in AU_ONLY and jurisdiction != "AU":
            row[topic] = float("nan")
    return row


def _place(value: Any) -> int:
    if isinstance(value, bool) or not str(value).strip().isdecimal():
        raise ValueError(f"idx is {value!r}, not the sentence's number in its statement")
    return int(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"sentence is {value!r}, not text")
    return value


def _label(column: str, value: Any) -> float:
    if value is None:
        return float("nan")
    if value not in (0, 1):
        raise ValueError(f"{column} is {value!r}, not 0 or 1")
    return float(value)


def split(corpus: Corpus, folds: int, seed: int) -> NDArray[np.intp]:
    """Assign whole statements to folds, every country in equal shares.

    Returns:
        (n,) the fold of each sentence, 0 to `folds` - 1.

    Raises:
        InputProblem: there are fewer statements than folds.
    """
    if len(corpus.places) < folds:
        raise InputProblem(
            f"There are {len(corpus.places)} statements, too few for {folds} folds.",
            "Cross-validation leaves out whole statements; give more of them.",
        )
    draw = np.random.RandomState(seed)
    fold: dict[str, int] = {}
    for country in sorted(set(corpus.jurisdictions)):
        members = sorted(s for s in corpus.places if corpus.country(s) == country)
        draw.shuffle(members)
        # counting goes on from country to country, so that few statements still fill every fold
        fold |= {statement: place % folds for place, statement in enumerate(members, start=len(fold))}
    return np.array([fold[str(statement)] for statement in corpus.statements])
