"""A coding sheet that two people filled in, beside what the tool had found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from supplychain_check.errors import InputProblem
from supplychain_check.measuring.agreement import Agreement, Pair, Rate, agreement, rate_of_frame
from supplychain_check.measuring.sample import Key, KeyRow
from supplychain_check.measuring.sheet import Coded
from supplychain_check.models.document import Frozen


class CoderResult(Frozen):
    """Agreement of two who judged the same rows, unweighted: it says how clear the question is."""

    who: str
    agreement: Agreement


class SheetResult(Frozen):
    """The tool against the coders, weighted to all documents of the folder.

    Attributes:
        criterion: id, or "" for all criteria together.
        of: what the rate counts.
    """

    criterion: str
    title: str
    agreement: Agreement
    rate: Rate | None
    of: str


class SheetEvaluation(Frozen):
    """What a filled-in coding sheet says.

    Attributes:
        empty: rows without an answer of every coder who took part.
        unsure: rows in which somebody is unsure; they are in no figure.
    """

    pack: str
    version: str
    model: str
    sheet: str
    seed: int
    rows: int
    empty: int
    unsure: int
    notes: tuple[str, ...]
    coders: tuple[CoderResult, ...]
    results: tuple[SheetResult, ...]


class _Answered(NamedTuple):
    """A row of the key with what was said in it."""

    key: KeyRow
    answers: tuple[str, ...]


def load_key(path: Path) -> Key:
    """Read the key of a sheet.

    Raises:
        InputProblem: it cannot be opened or is no key.
    """
    try:
        return Key.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputProblem(f"The key {path} cannot be opened: {error.strerror}.", "Check the path.") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise InputProblem(
            f"{path} is not a key of a coding sheet.", "Give the file that packs sample wrote beside the sheet."
        ) from error


def evaluate_sheet(coded: Sequence[Coded], key: Key, *, sheet: str, seed: int = 0) -> SheetEvaluation:
    """Compare coders with each other and with the tool.

    Rows on which both coders agree are taken as the truth; where one person coded, theirs.

    Args:
        coded: the answers.
        key: what the tool had found, and the weights.
        sheet: name of the sheet, for the result.
        seed: of the resampling.

    Raises:
        InputProblem: rows do not belong to the key, or nobody has answered.
    """
    active = _active(coded, key, sheet)
    rows = list(_answered(coded, key, active))
    full = [row for row in rows if all(row.answers)]
    sure = [row for row in full if "unsure" not in row.answers]
    agreed = [row for row in sure if len(set(row.answers)) == 1]
    return SheetEvaluation(
        pack=key.pack,
        version=key.version,
        model=key.model,
        sheet=sheet,
        seed=seed,
        rows=len(key.rows),
        empty=len(key.rows) - len(full),
        unsure=len(full) - len(sure),
        notes=tuple(_notes(active, len(sure) - len(agreed))),
        coders=tuple(_coders(rows, active, seed)),
        results=tuple(_results(_weighed(agreed, key), key, seed)),
    )


def _active(coded: Sequence[Coded], key: Key, sheet: str) -> tuple[int, ...]:
    """Which coders took part."""
    known = {row.id for row in key.rows}
    strangers = sorted({row.id for row in coded} - known)
    twice = len({row.id for row in coded}) < len(coded)
    if strangers or twice:
        what = f"row {strangers[0]} is not in the key" if strangers else "a row stands in it twice"
        raise InputProblem(f"{sheet} and its key do not belong together: {what}.", "Give the key of this very sheet.")
    active = tuple(n for n in (0, 1) if any(row.answers[n] for row in coded))
    if not active:
        raise InputProblem(f"Nobody has answered in {sheet}.", "Fill in the columns coder 1 and coder 2.")
    return active


def _answered(coded: Sequence[Coded], key: Key, active: Sequence[int]) -> Iterator[_Answered]:
    said = {row.id: row.answers for row in coded}
    for row in key.rows:
        yield _Answered(row, tuple(said.get(row.id, ("", ""))[n] for n in active))


def _notes(active: Sequence[int], differ: int) -> Iterator[str]:
    if len(active) == 1:
        yield "One coder only: how clear the questions are to others is not known."
    else:
        yield (
            f"In {differ} rows the coders differ. The figures for the tool rest on the rows on which they agree, "
            "which are the clearer ones."
        )
    yield (
        "Where the tool found nothing, coders saw one passage, not the document: recall is an upper limit, "
        "and corrected rates may be too low."
    )


def _coders(rows: Sequence[_Answered], active: Sequence[int], seed: int) -> Iterator[CoderResult]:
    if len(active) == 2:
        both = [row for row in rows if set(row.answers) <= {"yes", "no"}]
        pairs = [Pair(row.key.sha256, row.answers[0] == "yes", row.answers[1] == "yes") for row in both]
        yield CoderResult(who="coder 1 and coder 2", agreement=agreement(pairs, seed))
    for place, coder in enumerate(active):
        sure = [row for row in rows if row.answers[place] in {"yes", "no"}]
        pairs = [Pair(row.key.sha256, row.answers[place] == "yes", row.key.found) for row in sure]
        yield CoderResult(who=f"coder {coder + 1} and the tool", agreement=agreement(pairs, seed))


def _weighed(agreed: Sequence[_Answered], key: Key) -> list[_Answered]:
    """Rows that also stand for those of their stratum that were not answered, or not alike."""
    counts = {(s.criterion, found): n for s in key.strata for found, n in ((True, s.found), (False, s.not_found))}
    answered = Counter((row.key.criterion, row.key.found) for row in agreed)
    return [
        row._replace(key=row.key.model_copy(update={"weight": counts[stratum] / answered[stratum]}))
        for row in agreed
        for stratum in [(row.key.criterion, row.key.found)]
    ]


def _results(agreed: Sequence[_Answered], key: Key, seed: int) -> Iterator[SheetResult]:
    found, not_found = (sum(getattr(s, name) for s in key.strata) for name in ("found", "not_found"))
    yield _result("", "", agreed, (found, found + not_found), "pairs of document and criterion", seed)
    for stratum in key.strata:
        mine = [row for row in agreed if row.key.criterion == stratum.criterion]
        if mine:
            total = stratum.found + stratum.not_found
            yield _result(stratum.criterion, mine[0].key.title, mine, (stratum.found, total), "documents", seed)


def _result(
    criterion: str, title: str, rows: Sequence[_Answered], frame: tuple[int, int], of: str, seed: int
) -> SheetResult:
    pairs = [Pair(r.key.sha256, r.answers[0] == "yes", r.key.found, r.key.weight) for r in rows]
    figures = agreement(pairs, seed)
    # with a row or two a stratum a corrected rate would be 0 or 1 by chance
    rate = rate_of_frame(pairs, *frame, seed) if figures.enough or not criterion else None
    return SheetResult(criterion=criterion, title=title, agreement=figures, rate=rate, of=of)
