"""Labelled documents: a file with one JSON object a line, and the map that says which column answers which criterion."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, ValidationError, model_validator

from supplychain_check.criteria import Pack
from supplychain_check.errors import InputProblem, UsageProblem
from supplychain_check.models import DocumentKind
from supplychain_check.models.document import Frozen

_SHOWN = 10
"""So many mistakes of one file are shown; more would hide the first."""
ANYTHING = "*"


class LabelColumn(Frozen):
    """Which column answers a criterion. Values in neither list are left out.

    Attributes:
        yes: values that mean yes; "*" is every value that is not in `no` or `ignore`.
        level: the least level of the tool that counts as yes.
        separator: where a cell holds several values; one yes among them is enough.
        evidence: the column in which the coder quotes the evidence, for the list of disagreements.
        wanted_kappa: the bar, if there is one.
    """

    criterion: str
    column: str
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)
    ignore: tuple[str, ...] = ()
    level: int = Field(default=1, ge=1)
    separator: str = ""
    evidence: str = ""
    wanted_kappa: float | None = Field(default=None, ge=0, le=1)

    def means(self, value: object) -> bool | None:
        """What a label says: yes, no, or None where it says neither."""
        values = [_plain(v) for v in (value if isinstance(value, list) else self._split(value))]
        yes, no, ignored = ({_plain(v) for v in names} for names in (self.yes, self.no, self.ignore))
        known = no | ignored | {""}
        if any(v in yes or (ANYTHING in yes and v not in known) for v in values):
            return True
        return False if any(v in no for v in values) else None

    def _split(self, value: object) -> list[object]:
        return list(value.split(self.separator)) if self.separator and isinstance(value, str) else [value]


class LabelMap(Frozen):
    """How to read a file of labels.

    Attributes:
        text: column of the document's text; or `path`, column of its file, relative to the labels.
        id: columns that name a document, joined for display; its line number where there are none.
        group: column of what belongs together, such as the firm; documents of one group are drawn together.
        kind: as what the documents are scored.
        note: what a reader of the figures must know, such as how the labels were made.
    """

    text: str = ""
    path: str = ""
    id: tuple[str, ...] = ()
    group: str = ""
    kind: DocumentKind = DocumentKind.STATEMENT
    note: str = ""
    labels: tuple[LabelColumn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_source_of_text(self) -> LabelMap:
        if bool(self.text) == bool(self.path):
            raise ValueError("name either `text`, the column of the text, or `path`, the column of the file; not both")
        return self


class Labelled(NamedTuple):
    """One labelled document.

    Attributes:
        labels: for each entry of the map what people say: yes, no or None.
        evidence: for each entry of the map what the coder quotes, or "".
    """

    line: int
    id: str
    group: str
    text: str
    path: Path | None
    labels: tuple[bool | None, ...]
    evidence: tuple[str, ...]


def load_map(path: Path, pack: Pack) -> LabelMap:
    """Read a map of label columns and check it against the pack.

    Raises:
        UsageProblem: it is not TOML, has unknown or missing keys, or names criteria or levels that the pack does
            not have; all mistakes are listed.
    """
    try:
        loaded = LabelMap.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageProblem(f"The map {path} cannot be opened: {error.strerror}.", "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageProblem(f"The map {path} is not valid TOML: {error}.", _MAP_HINT) from error
    except ValidationError as error:
        raise _bad_map(path, [f"{'.'.join(map(str, e['loc'])) or 'map'}: {_say(e)}" for e in error.errors()]) from error
    if problems := list(_unknown(loaded, pack)):
        raise _bad_map(path, problems)
    return loaded


_MAP_HINT = "docs/measuring.md shows a map; criteria/evaluations/ has some."


def _bad_map(path: Path, problems: list[str]) -> UsageProblem:
    return UsageProblem("\n  ".join([f"The map {path} has mistakes:", *problems]), _MAP_HINT)


def _say(error: Any) -> str:
    known = {"extra_forbidden": "unknown key; check its spelling", "missing": "missing; add this key"}
    return known.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")


def _unknown(loaded: LabelMap, pack: Pack) -> Iterator[str]:
    tops = {criterion.id: len(criterion.levels) for criterion in pack.criteria}
    for number, entry in enumerate(loaded.labels, start=1):
        if entry.criterion not in tops:
            yield f"labels, entry {number}: the pack {pack.head.id} has no criterion {entry.criterion!r}"
        elif entry.level > tops[entry.criterion]:
            yield f"labels, entry {number}: {entry.criterion} has {tops[entry.criterion]} levels, not {entry.level}"


def load_labels(path: Path, by: LabelMap) -> list[Labelled]:
    """Read a file of labels, one JSON object a line; empty lines are passed over.

    Raises:
        InputProblem: lines that are no JSON object, or lack a column; the first ten are listed by number. Or no line
            has a label that the map knows.
    """
    problems: list[str] = []
    rows = [row for number, line in _lines(path) if (row := _row(number, line, path, by, problems)) is not None]
    if problems:
        more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise InputProblem(
            "\n  ".join([f"{path} cannot be used:", *problems[:_SHOWN], *more]),
            "Each line is one JSON object with the columns that the map names.",
        )
    if not any(label is not None for row in rows for label in row.labels):
        raise InputProblem(
            f"No line of {path} has a label that the map knows.",
            "Compare the values in the file with `yes` and `no` in the map.",
        )
    return rows


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputProblem(f"The labels {path} cannot be opened: {error.strerror}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise InputProblem(f"{path} is not UTF-8 text.", "Save it as UTF-8, one JSON object a line.") from error
    # JSON allows U+2028 and the like inside strings, where splitlines would cut
    yield from ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _row(number: int, line: str, path: Path, by: LabelMap, problems: list[str]) -> Labelled | None:
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        problems.append(f"line {number}: not valid JSON: {getattr(error, 'msg', 'nested too deeply')}")
        return None
    if not isinstance(data, dict):
        problems.append(f"line {number}: not a JSON object")
        return None
    wrong = list(_wrong(data, by))
    problems += [f"line {number}: {what}" for what in wrong]
    return None if wrong else _labelled(number, data, path, by)


def _wrong(data: Mapping[str, Any], by: LabelMap) -> Iterator[str]:
    source = by.text or by.path
    if not isinstance(data.get(source), str) or not data[source].strip():
        yield f"no text in column {source!r}"
    yield from (f"no column {name!r}, which names the document" for name in by.id if data.get(name) in (None, ""))


def _labelled(number: int, data: Mapping[str, Any], path: Path, by: LabelMap) -> Labelled:
    name = " ".join(str(data[column]) for column in by.id) or f"line {number}"
    # a label that a document lacks is no mistake: few files have every label for every document
    return Labelled(
        line=number,
        id=name,
        group=str(data.get(by.group) or name) if by.group else f"{number} {name}",
        text=data[by.text] if by.text else "",
        path=path.parent / data[by.path] if by.path else None,
        labels=tuple(entry.means(data.get(entry.column)) for entry in by.labels),
        evidence=tuple(_text(data.get(entry.evidence)) if entry.evidence else "" for entry in by.labels),
    )


def _plain(value: object) -> str:
    """A label as it is compared: true and "True" are alike, white space and capitals do not matter."""
    return "" if value is None else " ".join(str(value).casefold().split())


def _text(value: object) -> str:
    return "" if value is None else str(value)
