"""What all empty forms say, in the order in which they say it, whatever the kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from supplychain_check.declarations.forms import sections
from supplychain_check.declarations.parts import option_label
from supplychain_check.declarations.small import SMALL
from supplychain_check.models.declaration import Form, Question, QuestionKind

COLUMNS = ("Ref", "Question", "Answer", "Explanation", "Document or link")
YES_NO = ("Yes", "No", "Partly", "Not applicable", "Not known")
TICK = "Yes"
"""The one answer to an option of a list."""

_HOW = {
    QuestionKind.CHOICE: "Choose one.",
    QuestionKind.CHOICES: "Choose all that hold.",
    QuestionKind.NUMBER: "Write a number.",
    QuestionKind.FILE: "Write the name of the file that you send along, or a link to it.",
}


class Line(NamedTuple):
    """A line of the form.

    Attributes:
        kind: a heading of a section, a question, or one of the options of the question above.
        ref: what stands in the column Ref, by which the answer is found again.
        choices: answers to choose from; empty for free text.
        answered: whether the line itself takes an answer.
        explained: whether there is room for an explanation and a document; else the answer has all the room.
        long: whether free text of several sentences is expected as the answer.
    """

    kind: str
    ref: str = ""
    text: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    answered: bool = False
    explained: bool = False
    long: bool = False

    @property
    def free(self) -> bool:
        """Whether the answer is free text that has the room of all columns."""
        return self.answered and not self.choices


def introduction(form: Form) -> tuple[str, ...]:
    """How to fill the form in, one sentence or two a line."""
    lines = [
        "Please answer each question, and say in a few words what stands behind the answer: what was done, when, how many.",
        'An honest no or "Partly", with what comes next, is a good answer. Name no worker.',
    ]
    if _sets_small_firms_apart(form):
        lines.append(
            f'If fewer than {SMALL} people work for you, leave out the questions that are marked "Larger firms only".'
        )
    lines.append("Please leave the column Ref as it is; the answers are found by it.")
    return tuple(lines)


def about(form: Form) -> tuple[str, ...]:
    """Where the form comes from, for its foot."""
    named = f"Form {form.id}, version {form.version}, by {form.publisher}."
    return tuple(line for line in (named, form.note, *form.sources) if line)


def layout(form: Form) -> Iterator[Line]:
    """The lines of a form from top to bottom."""
    apart = _sets_small_firms_apart(form)
    for section, questions in sections(form).items():
        if section:
            yield Line("section", text=section)
        for question in questions:
            larger = "Larger firms only." if apart and not question.small_firms else ""
            yield from _lines(question, " ".join(filter(None, (larger, _condition(question, form)))))


def _lines(question: Question, before: str) -> Iterator[Line]:
    several = question.kind is QuestionKind.CHOICES
    yes_no = question.kind is QuestionKind.YES_NO
    yield Line(
        "question",
        question.id,
        question.text,
        _help(question, before),
        YES_NO if yes_no else () if several else question.options,
        answered=not several,
        explained=yes_no or several or question.kind is QuestionKind.CHOICE,
        long=question.kind is QuestionKind.TEXT and not question.role,
    )
    for number, option in enumerate(question.options if several else (), 1):
        yield Line("option", option_label(question.id, number), option, choices=(TICK,), answered=True)


def _condition(question: Question, form: Form) -> str:
    """Under which answer a question is asked at all, in words that hold where no ids are seen."""
    if not question.only_if:
        return ""
    before = {following.id: one for one, following in pairwise(form.questions)}.get(question.id)
    if before is not None and before.id == question.only_if:
        return "Only if you answered yes above."
    text = next((one.text for one in form.questions if one.id == question.only_if), "")
    return f'Only if you answered yes to: "{text}"' if text else ""


def _help(question: Question, before: str) -> str:
    """All that is said under a question, on one line."""
    said = (
        before,
        question.help,
        _HOW.get(question.kind, ""),
        f"Please explain: {question.explain}" if question.explain else "",
        "" if question.mandatory else "May be left blank.",
    )
    return " ".join(part for part in said if part)


def _sets_small_firms_apart(form: Form) -> bool:
    return len({question.small_firms for question in form.questions}) > 1
