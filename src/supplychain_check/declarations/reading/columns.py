"""Which columns of a questionnaire hold the questions, the answers and the rest: by their names, else by content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from supplychain_check.declarations.reading import ticks, wording
from supplychain_check.declarations.reading.grids import Row

SAMPLE = 200
"""Rows that are looked at to tell what columns hold."""
_SEVERAL = 3
"""So many questions are no accident."""


@dataclass(frozen=True)
class Columns:
    """What each column of a table holds, by its number.

    Attributes:
        question: the questions.
        answer: the answers; None where they stand elsewhere, as in the next row.
        label: numbers or ids; None where there are none.
        section: names of sections; None where there are none.
        options: the answers to choose from that have a column each to be ticked, with their names.
        comments: free text beside the answers.
        attachments: names of documents.
        others: columns of answers beside the first, as where each site has one, with their names.
        guidance: columns that speak to the supplier or are for the assessor.
        named: whether a row of names says all this.
    """

    question: int
    answer: int | None = None
    label: int | None = None
    section: int | None = None
    options: dict[int, str] = field(default_factory=dict)
    comments: tuple[int, ...] = ()
    attachments: tuple[int, ...] = ()
    others: dict[int, str] = field(default_factory=dict)
    guidance: frozenset[int] = frozenset()
    named: bool = False


def named(row: Row, below: Sequence[Row]) -> Columns | None:
    """What the columns hold if `row` names them; None if it does not.

    Args:
        row: a row of a table.
        below: the rows after it.
    """
    if len(row.cells) < 2 or row.prose or any(_is_question(cell.text) for cell in row.cells.values()):
        return None
    roles = {c: wording.column_role(cell.text) for c, cell in row.cells.items()}
    options = {c: row.cells[c].text for c, role in roles.items() if role == "option"}
    if len(options) < 2:
        # "No" alone is how some write "number"
        roles.update({c: "label" if row.cells[c].text.casefold() == "no" else "" for c in options})
        options = {}
    if sum(bool(role) for role in roles.values()) < max(2, (len(row.cells) + 1) // 2) and not _certain(row):
        return None
    of = {role: [c for c, r in roles.items() if r == role] for role in set(roles.values())}
    return _assigned(of, options, row, below)


def _assigned(
    of: Mapping[wording.ColumnRole, list[int]], options: dict[int, str], row: Row, below: Sequence[Row]
) -> Columns | None:
    """The columns by their roles; None where there is no place for questions or none for answers."""
    answers, comments, files = of.get("answer", []), of.get("comment", []), of.get("attachment", [])
    if not (answers or options or comments or files):
        answers = [c for c in of.get("", []) if c > min(of.get("question", [0]))][:1]
    first = min([*options, *(answers or comments or files)], default=None)
    question = _question(of, row, first, below) if first is not None else None
    rest = [c for c in (*answers, *comments, *files) if c != question]
    answer = rest[0] if rest and not options else None
    if question is None or (answer is None and not options):
        return None
    return Columns(
        question,
        answer,
        label=next((c for c in of.get("label", []) if c != question), None),
        section=next((c for c in of.get("section", []) if c != question), None),
        options=options,
        comments=tuple(sorted(c for c in rest if c != answer and c not in files)),
        attachments=tuple(c for c in files if c != answer),
        others={} if options else _others(of.get("", []), answer, row, below),
        guidance=frozenset(of.get("guidance", [])),
        named=True,
    )


def _others(unnamed: Sequence[int], answer: int | None, row: Row, below: Sequence[Row]) -> dict[int, str]:
    """Columns whose names say nothing and that hold a yes or no each, behind a first one like them."""
    if answer is None or answer not in unnamed:
        return {}
    return {c: row.cells[c].text for c in unnamed if c > answer and _all(below[:SAMPLE], c, _is_reply)}


def _is_reply(text: str) -> bool:
    return ticks.is_option(text) or ticks.is_tick(text) or ticks.is_blank(text)


def _is_question(text: str) -> bool:
    """Whether a text is a question itself, however many words of it also name columns ("statement", "details")."""
    return "?" in text and len(text.split()) > 5


def _certain(row: Row) -> bool:
    """Whether a short row has a cell that can only be the name of the questions, and no question itself."""
    texts = [cell.text for cell in row.cells.values()]
    return any(map(wording.names_questions, texts)) and not any("?" in text or len(text.split()) > 8 for text in texts)


def _question(of: Mapping[wording.ColumnRole, list[int]], row: Row, first: int, below: Sequence[Row]) -> int | None:
    """The column of the questions: by name, else the one with the longest texts left of the answers."""
    found = list(of.get("question", ()))
    if found:
        # of "Topic | Question" the latter
        return max(found, key=lambda c: (bool(wording.column_role(row.cells[c].text) == "question"), _length(below, c)))
    left = (
        {c for r in below[:SAMPLE] for c in r.cells if c < first}
        - set(of.get("label", ()))
        - set(of.get("guidance", ()))
    )
    if left:
        return max(sorted(left), key=lambda c: _length(below, c))
    return of["label"][0] if of.get("label") and of["label"][0] < first else None


def _length(rows: Sequence[Row], column: int) -> float:
    texts = [row.cells[column].text for row in rows[:SAMPLE] if column in row.cells]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def below(first: Columns, second: Columns) -> Columns:
    """What two rows of names say together, where "Answer" stands over "Yes", "No" and "Not applicable"."""
    comments = {*first.comments, *second.comments} - set(second.options)
    return replace(
        first,
        answer=None,
        options=second.options,
        comments=tuple(sorted(comments)),
        attachments=tuple(sorted({*first.attachments, *second.attachments} - set(second.options))),
    )


def guessed(rows: Sequence[Row]) -> Columns | None:
    """What the columns hold by their content; None where no column holds questions."""
    filled = [row for row in rows[:SAMPLE] if row.cells]
    width = sorted({c for row in filled for c in row.cells})
    asked = {c: sum(_asks(row, c) for row in filled) for c in width}
    question = max(width, key=lambda c: (asked[c], -c), default=None)
    if question is None:
        return None
    asking = [row for row in filled if _asks(row, question)]
    left = [c for c in width if c < question and _all(asking, c, wording.is_label)]
    # answers in rows of their own have no number beside them
    counted = left[-1] if left and asked[question] >= _SEVERAL else question
    if asked[question] < max(1, 0.3 * sum(counted in row.cells and question in row.cells for row in filled)):
        return None
    section = [c for c in width if c < question and c not in left]
    right = [c for c in width if c > question]
    found = Columns(question, label=left[-1] if left else None, section=section[0] if section else None)
    if not right:
        return found
    short = [c for c in right if _all(filled, c, _is_reply)]
    answer = short[0] if short else right[0]
    return replace(found, answer=answer, comments=tuple(c for c in right if c != answer))


def _asks(row: Row, column: int) -> bool:
    return column in row.cells and wording.asks(row.cells[column].text) and len(row.cells[column].text.split()) > 2


def _all(rows: Sequence[Row], column: int, test: object) -> bool:
    """Whether nearly all texts of a column pass a test."""
    texts = [row.cells[column].text for row in rows if column in row.cells]
    return bool(texts) and callable(test) and sum(bool(test(text)) for text in texts) >= 0.8 * len(texts)


def is_form_export(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row holds the questions and each row below the answers of one supplier, as exports of web forms do."""
    texts = [cell.text for cell in row.cells.values()]
    if len(texts) < 4 or not below or row.prose:
        return False
    many = sum(wording.asks(text) and len(text.split()) > 3 for text in texts)
    # beside the questions stand when and by whom the form was sent, and what explains the answers
    return many >= max(_SEVERAL, 0.25 * len(texts)) and all(
        r.cells.keys() <= row.cells.keys() and sum(wording.asks(cell.text) for cell in r.cells.values()) < 0.5 * many
        for r in below
    )
