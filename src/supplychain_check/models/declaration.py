"""Forms, the entries of filled-in files, and the answers of a declaration."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from supplychain_check.models.analysis import Warn
from supplychain_check.models.assessment import DocumentInfo
from supplychain_check.models.document import Frozen


class QuestionKind(StrEnum):
    """What a question takes as its answer."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"


Scope = Literal["own", "supply chain", "both", ""]
"""Whose workers a question or sentence speaks of: the firm's own, those of its suppliers, both, or unsaid."""

Meaning = Literal["measure", "incident", "duty", "neutral"]
"""What a yes says: a measure is in place; there was an incident; a law asks something of the firm; neither."""

Role = Literal[
    "",
    "entity",
    "trading_name",
    "identifier",
    "period_start",
    "period_end",
    "statement_url",
    "signatory",
    "signatory_title",
    "signed_on",
    "employees",
    "turnover",
    "country",
    "sector",
]
"""What an answer tells about the declaration itself rather than about a measure."""


class Question(Frozen):
    """One question of a form.

    Attributes:
        id: unique in the form; never changes once used.
        also: other wordings under which the question is met in files.
        core_elements: ids of ``criteria/core-elements.toml``; criteria name the same ids.
        options: the answers to choose from, for choices.
        mandatory: whether a blank answer is worth a warning.
        small_firms: whether a small firm answers it too.
        explain: what an explanation should say; "" where none is asked for.
        only_if: id of a yes-or-no question that must be yes for this one to be asked; "" for always.
    """

    id: str
    text: str
    kind: QuestionKind = QuestionKind.YES_NO
    section: str = ""
    help: str = ""
    explain: str = ""
    also: tuple[str, ...] = ()
    core_elements: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    mandatory: bool = True
    small_firms: bool = False
    scope: Scope = ""
    meaning: Meaning = "measure"
    role: Role = ""
    only_if: str = ""


class Form(Frozen):
    """A questionnaire, shipped as data: one file in ``criteria/forms``."""

    id: str
    title: str
    jurisdiction: str
    version: str
    publisher: str
    sources: tuple[str, ...] = ()
    note: str = ""
    questions: tuple[Question, ...]


class Place(Frozen):
    """Where an answer stands. `str()` shows it to people: ``sheet "Answers", cell C7``, ``page 2``, ``field q7``.

    `table` counts the tables of a document that is no spreadsheet, from 1; `cell` is then named as in one.
    """

    page: int | None = None
    sheet: str = ""
    cell: str = ""
    field: str = ""
    line: int | None = None
    table: int | None = None

    def __str__(self) -> str:
        """For people; "" where nothing is known."""
        parts = (
            self.page and f"page {self.page}",
            self.sheet and f'sheet "{self.sheet}"',
            self.table and f"table {self.table}",
            self.cell and f"cell {self.cell}",
            self.field and f"field {self.field}",
            self.line and f"line {self.line}",
        )
        return ", ".join(part for part in parts if part)


class Entry(Frozen):
    """A question with its answer as they stand in a file, before anything is made of them.

    Attributes:
        label: the id or number that the file gives the question ("q7", "3.2"); "" if none.
        question: its wording; "" where the file has ids only.
        answer: what was filled in or ticked; "" if nothing.
        comment: free text in a column, field or line of its own.
        attachments: names of files that the answer refers to.
        section: heading above it.
        start: offset of the answer in the document's text; -1 where it is empty or unknown.
    """

    label: str = ""
    question: str = ""
    answer: str = ""
    comment: str = ""
    attachments: tuple[str, ...] = ()
    section: str = ""
    place: Place = Place()
    start: int = -1
    end: int = -1


class Value(StrEnum):
    """An answer, normalised. Blank, no and not applicable are never the same."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "not known"
    STATED = "stated"
    BLANK = "blank"


class Grade(StrEnum):
    """What an answer is worth as evidence: a bare yes is claimed; explained, described; with facts, evidenced."""

    NONE = "none"
    CLAIMED = "claimed"
    DESCRIBED = "described"
    EVIDENCED = "evidenced"


class Answer(Frozen):
    """An entry that was matched to a question of a form.

    Attributes:
        question: id in the form.
        matched_by: ``id``, ``mapping``, ``wording`` (fuzzy comparison of words) or ``meaning`` (sentence encoder).
        confidence: of the match, 0 to 1.
        value: the answer, normalised.
        chosen: the options ticked, for choices.
        text: the explanation in the supplier's words: free text beside or after the answer.
        number: for questions that ask for one.
        day: for questions that ask for a date.
    """

    question: str
    entry: Entry
    matched_by: Literal["id", "mapping", "wording", "meaning"]
    confidence: float
    value: Value
    chosen: tuple[str, ...] = ()
    text: str = ""
    number: float | None = None
    day: date | None = None
    grade: Grade = Grade.NONE
    grade_reason: str = ""


class Unsure(Frozen):
    """An entry that was not matched safely, with the questions it may mean, best first: (id, confidence)."""

    entry: Entry
    candidates: tuple[tuple[str, float], ...] = ()


class Declaration(Frozen):
    """What a supplier answered in one file, against one form.

    Attributes:
        answers: in the order of the form; at most one a question.
        unsure: entries for a person to decide; never used before.
        unasked: ids of questions of the form that the file does not have.
        warnings: all yes without explanation, contradictions inside the form, blank mandatory questions, unsigned ...
    """

    document: DocumentInfo
    form: Form
    answers: tuple[Answer, ...]
    unsure: tuple[Unsure, ...] = ()
    unasked: tuple[str, ...] = ()
    warnings: tuple[Warn, ...] = ()

    def answer(self, question: str) -> Answer | None:
        """The answer to a question of the form, by its id."""
        return next((answer for answer in self.answers if answer.question == question), None)

    def stated(self, role: Role) -> str:
        """What the declaration says in a role (``entity``, ``period_end`` ...); "" if nothing."""
        ids = {question.id for question in self.form.questions if question.role == role}
        found = next((a for a in self.answers if a.question in ids and a.value is not Value.BLANK), None)
        return (found.text or found.entry.answer) if found else ""

    def question(self, id: str) -> Question:
        """A question of the form.

        Raises:
            KeyError: the form has no such question.
        """
        return {question.id: question for question in self.form.questions}[id]
