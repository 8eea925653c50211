"""The parts of an answer in a filled-in template: explanation, document and ticked options under names of their own.

Templates give each question its id as label, and what belongs to it the id with an ending: ``ID_explanation``,
``ID_document``, and ``ID_1`` for the first option of a list. Ids of questions hold no ``_`` (see `forms.QUESTION_ID`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from supplychain_check.declarations.forms import QUESTION_ID
from supplychain_check.models.declaration import Entry, Form, Question, QuestionKind

EXPLANATION, DOCUMENT = "explanation", "document"
_LABEL = re.compile(rf"({QUESTION_ID.pattern})_({EXPLANATION}|{DOCUMENT}|[1-9][0-9]?)")
_NOT_TICKED = frozenset({"", "no", "n", "false", "off", "0", "-", "☐", "[ ]", "( )"})


def option_label(question: str, number: int) -> str:
    """The label of an option of a question, counted from 1."""
    return f"{question}_{number}"


def explanation_label(question: str) -> str:
    """The label of a field for the explanation."""
    return f"{question}_{EXPLANATION}"


def document_label(question: str) -> str:
    """The label of a field for a document or link."""
    return f"{question}_{DOCUMENT}"


def joined(entries: Sequence[Entry], form: Form) -> tuple[Entry, ...]:
    """Put the parts of each answer of a form together; entries that are no such parts stay as they are.

    A question to which parts belong gets one entry, at the place of its first; options that were ticked become its
    answer, one a line, in the words of the form.
    """
    questions = {question.id: question for question in form.questions}
    groups: dict[str, list[Entry]] = {}
    for number, entry in enumerate(entries):
        found = _LABEL.fullmatch(entry.label.strip())
        name = found[1] if found else entry.label.strip()
        # what belongs to no question of the form is a group of its own
        groups.setdefault(name if name in questions else f"\0{number}", []).append(entry)
    return tuple(one for name, group in groups.items() for one in _one(group, questions.get(name)))


def _one(group: list[Entry], question: Question | None) -> Iterator[Entry]:
    parts = {entry.label.strip().removeprefix(f"{question.id}_"): entry for entry in group} if question else {}
    if question is None or len(parts) != len(group) or not _has_parts(parts, question):
        yield from group
        return
    own = parts.get(question.id, Entry(label=question.id, question=question.text, section=group[0].section))
    explanation, document = parts.get(EXPLANATION), parts.get(DOCUMENT)
    ticked = list(_ticked(parts, question))
    shown = next((part for part in (own, *ticked, explanation, document) if part and part.start >= 0), group[0])
    yield own.model_copy(
        update={
            "answer": "\n".join((*filter(None, [own.answer]), *(part.question for part in ticked))),
            "comment": "\n".join(filter(None, (own.comment, explanation.answer if explanation else ""))),
            "attachments": (*own.attachments, *([document.answer] if document and document.answer else [])),
            "place": own.place if str(own.place) else shown.place,
            "start": shown.start,
            "end": shown.end,
        }
    )


def _has_parts(parts: Mapping[str, Entry], question: Question) -> bool:
    return set(parts) != {question.id}


def _ticked(parts: Mapping[str, Entry], question: Question) -> Iterator[Entry]:
    """Options that were chosen, with their words in the form."""
    if question.kind is not QuestionKind.CHOICES:
        return
    for number, option in enumerate(question.options, 1):
        part = parts.get(str(number))
        if part and part.answer.strip().casefold() not in _NOT_TICKED:
            yield part.model_copy(update={"question": option})
