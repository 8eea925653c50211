"""What answers are worth: claimed, described, evidenced, or nothing, and why."""

from __future__ import annotations

import pytest

from supplychain_check.declarations.grading import graded
from supplychain_check.declarations.values import read
from supplychain_check.models.declaration import Answer, Entry, Form, Grade, Question, QuestionKind

TRAINING = Question(id="training", text="Do you train your staff to recognise forced labour?")
FEES = Question(id="fees", text="Do you make sure that no worker pays for getting the job?")
DUTY = Question(id="statement", text="Upload your modern slavery statement", kind=QuestionKind.FILE)
HOW = Question(id="how", text="Describe how you check your suppliers", kind=QuestionKind.TEXT)
WHICH = Question(
    id="which", text="Which steps did you take?", kind=QuestionKind.CHOICES, options=("Audits", "Training", "Other")
)
HEADS = Question(id="heads", text="How many workers were trained?", kind=QuestionKind.NUMBER)
NAME = Question(id="name", text="What is your legal name?", kind=QuestionKind.TEXT, role="entity")
FORM = Form(
    id="f", title="F", jurisdiction="nz", version="1.0.0", publisher="p",
    questions=(TRAINING, FEES, DUTY, HOW, WHICH, HEADS, NAME),
)  # fmt: skip


def answer(text: str, question: Question = TRAINING, comment: str = "", attachments: tuple[str, ...] = ()) -> Answer:
    entry = Entry(answer=text, comment=comment, attachments=attachments)
    given = read(entry, question)
    return Answer(question=question.id, entry=entry, matched_by="id", confidence=1, **given._asdict())


def grade(text: str, question: Question = TRAINING, comment: str = "", attachments: tuple[str, ...] = ()) -> Grade:
    (one,) = graded([answer(text, question, comment, attachments)], FORM)
    assert one.grade_reason
    return one.grade


@pytest.mark.parametrize("text", ["No", "N/A", "", "TBC", "Please select", "No, we plan it for 2027", "N/A - no staff"])
def test_what_is_no_yes_is_worth_nothing_and_says_why(text: str) -> None:
    assert grade(text) is Grade.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Yes",
        "✓",
        "Partly",
        "Yes, we do.",
        "Yes - see attached",
        "Yes. Refer to our website.",
        "Yes, we train our staff to recognise forced labour.",
        "Yes. We take modern slavery extremely seriously and have zero tolerance for it.",
        "Yes, we are fully committed to training.",
        "Yes, we comply with all applicable laws as required by law.",
        "Yes, we will train all managers next year.",
        "Yes. We have 250 employees.",
        "Yes, under section 54 of the Modern Slavery Act 2015.",
        "Yes. Our firm was founded in 1987.",
        "Yes. Our aim is to have all foremen trained by 2030.",
        "Yes, a robust programme is in place to ensure awareness across the business.",
    ],
)
def test_a_bare_yes_a_claim_a_plan_or_the_question_said_again_is_claimed(text: str) -> None:
    assert grade(text) is Grade.CLAIMED


@pytest.mark.parametrize(
    "text",
    [
        "Yes. New drivers watch a film about it in their first week and talk it over with a foreman.",
        "Yes - team leaders explain the signs at toolbox meetings and ask who saw any of them.",
        "Yes. Buyers and site managers took an online course and were tested at the end.",
        "Our site managers show every newcomer a film with the signs of it.",
        "Yes: drivers from Tokoroa and Gore, through Southern Tutors, also those on night shifts.",
    ],
)
def test_an_explanation_with_an_act_of_its_own_is_described(text: str) -> None:
    assert grade(text) is Grade.DESCRIBED


@pytest.mark.parametrize(
    "text",
    [
        "Yes - 34 drivers took the course.",
        "Yes, in March 2025 by an outside trainer.",
        "Yes, since 2021 for all foremen.",
        "Yes, 85% of buyers so far.",
        "Yes: all twelve foremen took the course of the labour inspectorate.",
        "Yes, see Training_Record_2025.xlsx",
        "Yes, see our Worker Welfare Handbook, page 12.",
        "Yes, https://kowhai-freight.example/training",
        "Yes, as part of our SA8000 certificate.",
        "In May 2025 every foreman sat a test.",
    ],
)
def test_a_document_number_or_date_is_evidenced(text: str) -> None:
    assert grade(text) is Grade.EVIDENCED


def test_an_attachment_is_evidence_and_its_reason_names_it() -> None:
    (one,) = graded([answer("Yes", attachments=("course.pdf",))], FORM)
    assert one.grade is Grade.EVIDENCED
    assert "a document" in one.grade_reason


def test_files_numbers_and_text_are_graded_by_what_they_give() -> None:
    assert grade("statement-2025.pdf", DUTY) is Grade.EVIDENCED
    assert grade("Attached", DUTY) is Grade.CLAIMED
    assert grade("45", HEADS) is Grade.EVIDENCED
    assert grade("We ask around", HOW) is Grade.CLAIMED
    assert grade("Our buyer visits the sewing rooms and talks with the machinists there.", HOW) is Grade.DESCRIBED


def test_ticked_options_are_claims_until_something_is_said() -> None:
    assert grade("Audits; Training", WHICH) is Grade.CLAIMED
    assert grade("Audits", WHICH, comment="Nine packhouses in 2025, by Halswell Assurance.") is Grade.EVIDENCED


def test_two_ticks_where_one_was_asked_for_are_worth_nothing() -> None:
    (one,) = graded([answer("☒ Yes ☒ No")], FORM)
    assert (one.grade, "more than one" in one.grade_reason) == (Grade.NONE, True)


def test_what_the_firm_says_of_itself_is_a_fact() -> None:
    assert grade("Kōwhai Freight Limited", NAME) is Grade.DESCRIBED


def test_an_explanation_pasted_under_many_questions_belongs_only_where_it_speaks_of_the_matter() -> None:
    pasted = "Yes. Our handbook of May 2024 tells staff how to recognise it."
    answers = [answer(pasted, question) for question in (TRAINING, FEES, HOW)]
    by_id = {one.question: one for one in graded(answers, FORM)}
    assert by_id["training"].grade is Grade.EVIDENCED
    assert by_id["fees"].grade is Grade.CLAIMED
    assert "3 questions" in by_id["fees"].grade_reason


def test_what_counts_as_a_fact_can_be_replaced() -> None:
    (one,) = graded([answer("Yes, by the harbour")], FORM, lambda text, question: ["a place"])
    assert (one.grade, one.grade_reason) == (Grade.EVIDENCED, "the answer gives a place")
