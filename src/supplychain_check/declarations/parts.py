"""The parts of an answer in a filled-in template: explanation, document and ticked options under names of their own.

Templates give each question its id as label, and what belongs to it the id with an ending: ``ID_explanation``,
``ID_document``, and ``ID_1`` for the first option of a list. Ids of questions hold no ``_`` (see `forms.QUESTION_ID`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from supplychain_check.models.declaration import Entry, Form, Question, QuestionKind

EXPLANATION, DOCUMENT = "explanation", "document"
_LABEL = re.compile(rf"(?P<question>[A-Za-z0-9]+)_(?P<what>{EXPLANATION}|{DOCUMENT}|[1-9][0-9]?)")
_NOT_TICKED = frozenset(
    {"", "no", "n", "n/a", "na", "not applicable", "not known", "false", "off", "0", "-", "☐", "[ ]", "( )"}
)


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
    ids = {_bare(name): name for name in questions}
    groups: dict[str, list[_Part]] = {}
    for number, entry in enumerate(entries):
        part = _part(entry, ids)
        # what belongs to no question of the form is a group of its own
        groups.setdefault(part.question or f"\0{number}", []).append(part)
    return tuple(one for name, group in groups.items() for one in _one(group, questions.get(name)))


class _Part(NamedTuple):
    """An entry with the id of the question to which it belongs, "" for none, and as what: "" for the answer itself."""

    entry: Entry
    question: str = ""
    what: str = ""


def _part(entry: Entry, ids: Mapping[str, str]) -> _Part:
    """What an entry is.

    Args:
        entry: as it was read.
        ids: the questions of the form by their ids as `_bare` gives them.
    """
    # the name of a field is as it was written; of a label the ending may have been taken off
    for label in (entry.place.field, entry.label):
        bare = _bare(label)
        if bare in ids:
            return _Part(entry, ids[bare])
        found = _LABEL.fullmatch(bare)
        if found and found["question"] in ids:
            return _Part(entry, ids[found["question"]], found["what"])
    return _Part(entry)


def _bare(label: str) -> str:
    """A label without its hyphens: in a narrow column it is broken after them, and some files then lose them."""
    return "".join(label.replace("-", "").split())


def _one(group: list[_Part], question: Question | None) -> Iterator[Entry]:
    parts = {part.what: part.entry for part in group}
    if question is None or len(parts) != len(group):
        yield from (part.entry for part in group)
        return
    own = parts.get("", Entry(label=question.id, question=question.text, section=group[0].entry.section))
    ticked = list(_ticked(parts, question))
    explanation, document = parts.get(EXPLANATION), parts.get(DOCUMENT)
    shown = next((part for part in (own, *ticked, explanation, document) if part and part.start >= 0), group[0].entry)
    yield own.model_copy(
        update={
            "label": question.id,
            "question": question.text if _in_template(own, question) else own.question,
            "answer": "\n".join(filter(None, (own.answer, *(part.question for part in ticked)))),
            "comment": "\n".join(filter(None, (own.comment, explanation.answer if explanation else ""))),
            "attachments": _attachments(own, explanation, document),
            "place": own.place if str(own.place) else shown.place,
            "start": shown.start,
            "end": shown.end,
        }
    )


def _in_template(entry: Entry, question: Question) -> bool:
    """Whether an entry has the wording of the form, perhaps with the help that templates write behind it."""
    return " ".join(entry.question.split()).startswith(" ".join(question.text.split()))


def _attachments(own: Entry, explanation: Entry | None, document: Entry | None) -> tuple[str, ...]:
    named = (document.answer,) if document and document.answer else ()
    others = (name for part in (own, explanation, document) if part for name in part.attachments)
    return tuple(dict.fromkeys((*named, *others)))


def _ticked(parts: Mapping[str, Entry], question: Question) -> Iterator[Entry]:
    """Options that were chosen, with their words in the form."""
    if question.kind is not QuestionKind.CHOICES:
        return
    for number, option in enumerate(question.options, 1):
        part = parts.get(str(number))
        if part and part.answer.strip().casefold() not in _NOT_TICKED:
            yield part.model_copy(update={"question": option})
