"""What an entry says, normalised: yes or no, options, number, day, and the free text."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from supplychain_check.declarations.amounts import day, number
from supplychain_check.declarations.choices import choose, ticked
from supplychain_check.declarations.words import nothing, placeholder, plain
from supplychain_check.declarations.yes_no import Said, yes_no
from supplychain_check.models.declaration import Entry, Question, QuestionKind, Value

_PLAIN_VALUES = frozenset({Value.YES, Value.NO, Value.PARTLY, Value.NOT_APPLICABLE, Value.UNKNOWN})
_ABSENT = frozenset({Value.NOT_APPLICABLE, Value.UNKNOWN})


class Given(NamedTuple):
    """An answer read against its question; the parts are those of `models.declaration.Answer`."""

    value: Value
    text: str = ""
    chosen: tuple[str, ...] = ()
    number: float | None = None
    day: date | None = None


def filled(text: str) -> str:
    """The text that somebody filled in: "" for dashes, dots and what the form printed there."""
    return "" if (nothing(text) and not _marks(text)) or placeholder(text) else text.strip()


def read(entry: Entry, question: Question) -> Given:
    """What the entry answers to the question.

    Blank, no, not applicable and not known are never the same. An answer to a yes-or-no question that says neither is
    *stated*, with all of it as text.
    """
    answer, comment = filled(entry.answer), filled(entry.comment)
    if not answer and not comment:
        return Given(Value.STATED, "") if entry.attachments else Given(Value.BLANK)
    if entry.question and plain(entry.question) != plain(question.text):
        # "No incidents were found" answers the words of the file, which may not be those of the form
        question = question.model_copy(update={"text": f"{question.text} {entry.question}"})
    given = _READ[question.kind](answer or comment, question)
    if given.value is Value.BLANK and comment:
        return _READ[question.kind](comment, question)
    return given._replace(text=_joined(given.text, comment if answer else ""))


def _joined(text: str, comment: str) -> str:
    """Free text of the answer and of the comment; what stands in both stands once."""
    if not comment or plain(comment) in plain(text):
        return text
    return f"{text}\n{comment}" if text and plain(text) not in plain(comment) else comment


def _marks(text: str) -> bool:
    return ticked(text) is not None or bool(re.fullmatch(r"\s*[✗✘√]\s*", text))


def _yes_no(text: str, question: Question) -> Given:
    boxes = ticked(text)
    if boxes is not None and any(boxes.on + boxes.off):
        return _boxes(boxes.on, boxes.off, question)
    if options := _of_options(text, question):
        return options
    said = yes_no(text, question.text)
    return Given(said.value or Value.STATED, said.rest)


def _of_options(text: str, question: Question) -> Given | None:
    """A yes-or-no question may print its own options, such as "Yes, all of them"."""
    chosen = choose(text, question.options) if question.options else None
    if not chosen or len(chosen.options) != 1:
        return None
    said = yes_no(chosen.options[0])
    return Given(said.value or Value.STATED, chosen.rest, chosen.options)


def _boxes(on: tuple[str, ...], off: tuple[str, ...], question: Question) -> Given:
    said = [yes_no(label, question.text) for label in on if label]
    values = {one.value for one in said if one.value in _PLAIN_VALUES}
    text = " ".join(one.rest for one in said if one.rest)
    if len(values) > 1:
        # two ticks where one was asked for: a person must look
        return Given(Value.STATED, text, tuple(label for label in on if label))
    if values:
        return Given(values.pop(), text)
    if on:
        # "[x] We train all staff": a tick beside what it affirms
        return Given(Value.STATED if off else Value.YES, text)
    return Given(Value.BLANK)


def _choice(text: str, question: Question) -> Given:
    found = choose(text, question.options)
    if found.options:
        said = yes_no(found.options[0]) if len(found.options) == 1 else Said(None)
        plainly = said.value in _PLAIN_VALUES and not said.rest
        value = said.value if plainly and said.value else Value.STATED
        return Given(value, found.rest, found.options)
    if ticked(text) is not None and not found.rest:
        return Given(Value.BLANK)
    return _open(text, question)


def _open(text: str, question: Question) -> Given:
    """Free text. A yes, no or not applicable at its head is kept as the value, and the rest is the text."""
    said = yes_no(text, question.text)
    if said.value is None or (said.value is Value.PARTLY and said.rest):
        return Given(Value.STATED, text)
    return Given(said.value, said.rest)


def _number(text: str, question: Question) -> Given:
    said = yes_no(text)
    if said.value in _ABSENT:
        return Given(said.value or Value.UNKNOWN, said.rest)
    amount = number(text)
    bare = amount is not None and re.fullmatch(r"[\d\s,.']+", text)
    return Given(Value.STATED, "" if bare else text, number=amount)


def _date(text: str, question: Question) -> Given:
    found = day(text, last=question.role == "period_end")
    said = yes_no(text)
    if found is None and said.value in _PLAIN_VALUES:
        return Given(said.value or Value.UNKNOWN, said.rest)
    return Given(Value.STATED, text, day=found)


def _file(text: str, question: Question) -> Given:
    said = yes_no(text)
    return Given(said.value, said.rest) if said.value else Given(Value.STATED, text)


_READ = {
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choice,
    QuestionKind.TEXT: _open,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.FILE: _file,
}
