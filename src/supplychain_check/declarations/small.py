"""Small firms: which questions they may leave out, and whether a declaration is the short one of such a firm."""

from __future__ import annotations

import re

from supplychain_check.models.declaration import Declaration, Role, Value

SMALL = 20
"""People below which a firm counts as small, as in the official statistics of New Zealand."""
_MOST = 0.5
"""So much of what a small firm is asked must be answered; less is a form that was hardly begun."""
_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_PEOPLE = re.compile(
    rf"\b(?P<count>\d[\d,]*|{'|'.join(_WORDS)})\s+(?:of us\b|(?:\w+ ){{0,2}}?(?:people|persons|staff|employees|workers|wages)\b)",
    re.IGNORECASE,
)
_EMPLOYEES: Role = "employees"


def left_out(declaration: Declaration) -> frozenset[str]:
    """Ids of the questions that the firm may leave out, because it is small or answers as a small firm does.

    A firm that answers how many people work for it is judged by that number. Another is taken for small where it answers
    what small firms are asked and nothing else, and tells of no more people; where it tells of none (`people`), somebody
    should ask.
    """
    larger = {question.id for question in declaration.form.questions if not question.small_firms}
    short = {question.id for question in declaration.form.questions} - larger
    if not larger or not short:
        return frozenset()
    count = people(declaration)
    given = {answer.question for answer in declaration.answers if answer.value is not Value.BLANK}
    as_small = not given & larger and len(given & short) >= _MOST * len(short)
    small = (count is None or count < SMALL) and (as_small or _stated(declaration) is not None)
    return frozenset(larger - given) if small else frozenset()


def people(declaration: Declaration) -> int | None:
    """How many people work for the firm, by its answer to that question or to the one on its workforce; None if unsaid."""
    if (stated := _stated(declaration)) is not None:
        return stated
    for answer in declaration.answers:
        if "contract_workforce" in declaration.question(answer.question).core_elements:
            said = f"{answer.entry.answer} {answer.entry.comment}"
            return max(map(_number, _PEOPLE.finditer(said)), default=None)
    return None


def _stated(declaration: Declaration) -> int | None:
    """The answer to a question that asks for the number of employees."""
    for answer in declaration.answers:
        if declaration.question(answer.question).role == _EMPLOYEES and answer.number is not None:
            return int(answer.number)
    return None


def _number(found: re.Match[str]) -> int:
    word = found["count"].lower()
    return _WORDS.index(word) + 1 if word in _WORDS else int(word.replace(",", ""))
