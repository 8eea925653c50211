"""What in a declaration a person should look at before relying on it. None of it says that anything is untrue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from supplychain_check.declarations.clashes import clashes
from supplychain_check.declarations.grading import pasted_texts, spoken
from supplychain_check.declarations.small import SMALL, left_out, people
from supplychain_check.declarations.words import placeholder
from supplychain_check.models.analysis import Warn
from supplychain_check.models.declaration import Answer, Declaration, Grade, Question, QuestionKind, Role, Value

MANY_YES, BARE_SHARE = 5, 0.8
"""From so many questions about measures, all answered yes, and such a share without explanation, it is worth a word."""
_SHOWN = 90


def warnings(declaration: Declaration, as_of: date | None = None) -> tuple[Warn, ...]:
    """Everything worth a second look, gravest first.

    Args:
        declaration: with graded answers.
        as_of: the day on which a signature is judged to lie in the future; None leaves that out.
    """
    checks = (
        _unsigned(declaration),
        _days(declaration, as_of),
        clashes(declaration),
        _blank(declaration),
        _all_yes(declaration),
        _pasted(declaration),
        _two_ticks(declaration),
        _placeholders(declaration),
    )
    return tuple(warn for check in checks for warn in check)


def short(text: str, length: int = _SHOWN) -> str:
    """The text on one line, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 4].rpartition(" ")[0] + " ..."


def _listed(questions: Sequence[Question]) -> str:
    return "; ".join(f'"{short(question.text, 60)}" ({question.id})' for question in questions)


def _by_role(declaration: Declaration, role: Role) -> list[tuple[Question, Answer | None]]:
    return [
        (question, declaration.answer(question.id)) for question in declaration.form.questions if question.role == role
    ]


def _unsigned(declaration: Declaration) -> Iterator[Warn]:
    for role, code, what in (
        ("signatory", "unsigned", "who signs"),
        ("signed_on", "undated", "on which day it was signed"),
    ):
        asked = _by_role(declaration, role)  # type: ignore[arg-type]
        if asked and all(answer is None or answer.value is not Value.STATED for _, answer in asked):
            there = any(answer for _, answer in asked)
            why = "is left blank" if there else "is not in the file"
            yield Warn(code=code, message=f"The declaration does not say {what}: the question {why}. Ask for it.")


def _days(declaration: Declaration, as_of: date | None) -> Iterator[Warn]:
    first, last = _day(declaration, "period_start"), _day(declaration, "period_end")
    signed = _day(declaration, "signed_on")
    if first and last and first > last:
        yield Warn(
            code="period", message=f"The period begins ({first}) after it ends ({last}). Ask which days are meant."
        )
    if signed and last and signed < last:
        message = f"It was signed on {signed}, before its period ended on {last}. It cannot speak of all of it."
        yield Warn(code="signed-early", message=message)
    if signed and as_of and signed > as_of:
        yield Warn(code="signed-in-future", message=f"It is dated {signed}, a day that is still to come.")


def _day(declaration: Declaration, role: Role) -> date | None:
    return next((answer.day for _, answer in _by_role(declaration, role) if answer and answer.day), None)


def _blank(declaration: Declaration) -> Iterator[Warn]:
    spared = left_out(declaration)
    blank = [
        question
        for question, answer in _asked(declaration)
        if question.mandatory and answer.value is Value.BLANK and question.id not in spared
    ]
    if spared and people(declaration) is None:
        what = f"Only the questions for firms with fewer than {SMALL} people are answered."
        yield Warn(code="short-form", message=f"{what} Ask how many people work for this one.")
    if blank:
        count = (
            "A question that must be answered is"
            if len(blank) == 1
            else f"{len(blank)} questions that must be answered are"
        )
        yield Warn(code="blank", message=f"{count} blank: {_listed(blank)}.")


def _asked(declaration: Declaration) -> Iterator[tuple[Question, Answer]]:
    """Questions of the file that the answers before them leave open."""
    for answer in declaration.answers:
        question = declaration.question(answer.question)
        above = declaration.answer(question.only_if) if question.only_if else None
        if not question.only_if or (above and above.value in {Value.YES, Value.PARTLY}):
            yield question, answer


def _all_yes(declaration: Declaration) -> Iterator[Warn]:
    measures = [
        answer
        for answer in declaration.answers
        if (question := declaration.question(answer.question)).kind is QuestionKind.YES_NO
        and question.meaning == "measure"
    ]
    given = [answer for answer in measures if answer.value is not Value.BLANK]
    claimed = [answer for answer in given if answer.grade is Grade.CLAIMED]
    all_yes = all(answer.value is Value.YES for answer in given)
    if len(given) >= MANY_YES and all_yes and len(claimed) >= BARE_SHARE * len(given):
        message = (
            f"All {len(given)} questions about measures are answered yes, {len(claimed)} of them without an "
            "explanation that says anything. Ask what was done, by whom and when."
        )
        yield Warn(code="all-yes", message=message)


def _pasted(declaration: Declaration) -> Iterator[Warn]:
    for text, count in pasted_texts(declaration.answers).items():
        first = next(answer for answer in declaration.answers if spoken(answer) == text)
        message = f"The same explanation stands under {count} questions. Ask for one that answers each."
        yield Warn(code="pasted", message=message, quote=short(first.text), page=first.entry.place.page)


def _two_ticks(declaration: Declaration) -> Iterator[Warn]:
    for answer in declaration.answers:
        question = declaration.question(answer.question)
        if len(answer.chosen) > 1 and question.kind in {QuestionKind.YES_NO, QuestionKind.CHOICE}:
            message = (
                f'More than one answer is given to "{short(question.text)}" ({question.id}), where one was asked for.'
            )
            yield Warn(
                code="two-answers", message=message, quote="; ".join(answer.chosen), page=answer.entry.place.page
            )


def _placeholders(declaration: Declaration) -> Iterator[Warn]:
    left = [
        answer
        for answer in declaration.answers
        if any(placeholder(text) for text in (answer.entry.answer, answer.entry.comment))
    ]
    if left:
        first = left[0]
        what = "An answer still shows" if len(left) == 1 else f"{len(left)} answers still show"
        message = f"{what} what the empty form printed there: {', '.join(answer.question for answer in left)}."
        shown = first.entry.answer if placeholder(first.entry.answer) else first.entry.comment
        yield Warn(code="placeholder", message=message, quote=short(shown), page=first.entry.place.page)
