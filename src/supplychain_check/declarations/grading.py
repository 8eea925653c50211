"""What answers are worth: a bare yes is claimed, an explanation described, a document, number or date evidenced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from supplychain_check.declarations.proof import describes, facts
from supplychain_check.declarations.words import stems, words
from supplychain_check.models.declaration import Answer, Form, Grade, Question, QuestionKind, Value

Facts = Callable[[str, Question], Sequence[str]]
"""What in a text makes it checkable: "a document", "a number", "a date"."""
PASTED = 3
"""The same explanation under so many questions belongs to none of them unless it speaks of it."""
_NO_GRADE = {
    Value.BLANK: "nothing was answered",
    Value.NO: "the answer is no",
    Value.NOT_APPLICABLE: "the answer is not applicable",
    Value.UNKNOWN: "the answer is not known",
}


def graded(answers: Sequence[Answer], form: Form, find: Facts = facts) -> tuple[Answer, ...]:
    """The answers with their grades and why.

    Args:
        answers: of one file, in any order.
        form: the form whose questions they answer.
        find: finds what is checkable in a text.
    """
    questions = {question.id: question for question in form.questions}
    pasted = pasted_texts(answers)
    return tuple(_graded(answer, questions[answer.question], pasted, find) for answer in answers)


def pasted_texts(answers: Sequence[Answer]) -> dict[str, int]:
    """Explanations of some length that stand under several questions, and under how many."""
    counts = Counter(spoken(answer) for answer in answers if len(answer.text.split()) > 3)
    return {text: count for text, count in counts.items() if count >= PASTED}


def spoken(answer: Answer) -> str:
    """The words of an explanation, to compare it with others."""
    return " ".join(words(answer.text))


def _graded(answer: Answer, question: Question, pasted: dict[str, int], find: Facts) -> Answer:
    grade, reason = _grade(answer, question, pasted, find)
    return answer.model_copy(update={"grade": grade, "grade_reason": reason})


def _grade(answer: Answer, question: Question, pasted: dict[str, int], find: Facts) -> tuple[Grade, str]:
    if answer.value in _NO_GRADE:
        return Grade.NONE, _NO_GRADE[answer.value]
    if question.role and answer.value is Value.STATED:
        return _of_the_firm(answer)
    if (
        answer.value is Value.STATED
        and question.kind in {QuestionKind.YES_NO, QuestionKind.CHOICE}
        and len(answer.chosen) > 1
    ):
        return Grade.NONE, f"more than one answer is ticked: {', '.join(answer.chosen)}"
    times = pasted.get(spoken(answer), 0)
    if times and not stems(answer.text) & stems(question.text):
        return Grade.CLAIMED, f"the same words stand under {times} questions and say nothing of this one"
    return _by_content(answer, question, find)


def _of_the_firm(answer: Answer) -> tuple[Grade, str]:
    """Names, days and figures about the firm itself are facts as soon as they are stated."""
    exact = answer.number is not None or answer.day is not None
    return (Grade.EVIDENCED if exact else Grade.DESCRIBED), "it states what was asked"


def _by_content(answer: Answer, question: Question, find: Facts) -> tuple[Grade, str]:
    text = answer.text
    described = describes(text, question)
    found = list(find(text, question))
    if answer.entry.attachments and "a document" not in found:
        found.insert(0, "a document")
    if answer.number is not None and question.kind is QuestionKind.NUMBER and "a number" not in found:
        found.append("a number")
    if answer.day is not None and "a date" not in found:
        found.append("a date")
    if found and (described or "a document" in found or len(text.split()) >= 2 or answer.number is not None):
        return Grade.EVIDENCED, f"the answer gives {_listed(found)}"
    if described:
        return Grade.DESCRIBED, "the explanation says what is done, without a document, number or date"
    return Grade.CLAIMED, _why_only_claimed(answer)


def _why_only_claimed(answer: Answer) -> str:
    if not answer.text:
        return "options are ticked without a word" if answer.chosen else f"a bare {answer.value.value}"
    return "the explanation says nothing of its own: no act, document, number or date"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
