"""Answers and sentences that are paired by meaning: opposed, or borne out after all."""

from __future__ import annotations

import pytest

from supplychain_check.analyse.topics import shipped_topics
from supplychain_check.vetting.patterns import pattern
from vetting_pairs import compare, contradicted

WHO = {"entity": "Tolaga Works Limited", "from": "1 January 2025", "to": "31 December 2025"}
HEAD = "# Modern slavery statement 2025\nTolaga Works Limited makes this statement for the calendar year 2025.\n"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            {"subcontractors": "No. All roof work is done by our own people."},
            "Roof and gutter work is let to four local firms.",
        ),
        ({"code": "Yes. All 60 suppliers have signed our code."}, "By December 22 suppliers had signed our code."),
    ],
)
def test_other_words_than_those_of_a_rule_are_found_by_meaning(answers: dict[str, str], said: str) -> None:
    assert contradicted(compare(WHO | answers, HEAD + said + "\n")) == set(answers)


def test_a_lack_of_one_group_contradicts_nothing_where_the_answer_is_borne_out() -> None:
    said = "Twelve buyers took a course on forced labour in May 2025. We have not trained drivers on forced labour.\n"
    assert compare(WHO | {"training": "Yes. Twelve buyers took a course in May 2025."}, HEAD + said) == ()


def test_what_is_surely_denied_is_no_more_than_planned() -> None:
    answers = WHO | {"training": "Yes. All 60 employees took a course on forced labour in May 2025."}
    said = (
        "No formal training on forced labour was delivered in the year. A course has been chosen and begins in 2026.\n"
    )
    assert contradicted(compare(answers, HEAD + said, shipped_topics())) == {"training"}
    also = "In May 2025 our 60 employees took a course on forced labour.\n"
    assert contradicted(compare(answers, HEAD + said + also, shipped_topics())) == set()


def test_a_question_how_many_is_no_number() -> None:
    answers = WHO | {"all-assessed": "Yes. All 41 of our direct suppliers were assessed in the year."}
    said = "The board asks twice a year how many suppliers have been assessed.\n"
    assert compare(answers, HEAD + said) == ()


def test_a_plan_for_those_left_over_is_no_lack() -> None:
    answers = WHO | {"audits": "Yes. All agencies were visited in May."}
    lack = "The remaining agencies abroad have not been visited.\n"
    plan = "We intend to train the remaining managers of agencies and to chase the agencies that have not replied.\n"
    assert contradicted(compare(answers, HEAD + lack)) == {"audits"}
    assert contradicted(compare(answers, HEAD + plan)) == set()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            {"risk": "Yes. We assessed where modern slavery could touch our suppliers."},
            "From its risk assessment the company has concluded that there is no evidence of modern slavery in its"
            " supply chains.",
        ),
        (
            {"training": "Yes. Nine people in buying took a course on forced labour."},
            "To date no one in our warehouse has had training on forced labour.",
        ),
        (
            {"code": "Yes. All 62 suppliers have signed."},
            "Suppliers must pass the code on to their own suppliers, and we do not yet know how many have signed the code.",
        ),
    ],
)
def test_what_is_no_measure_of_the_firm_is_no_lack(answer: dict[str, str], said: str) -> None:
    assert contradicted(compare(WHO | answer, HEAD + said + "\n", shipped_topics())) == set()


def test_all_who_were_trained_and_a_group_that_was_not_clash() -> None:
    answers = WHO | {"training": "Yes. All 60 of our people took a course on forced labour."}
    said = "To date no one in our warehouse has had training on forced labour.\n"
    assert contradicted(compare(answers, HEAD + said, shipped_topics())) == {"training"}


def test_that_there_is_no_line_is_a_lack() -> None:
    answers = WHO | {"hotline": "Yes. Staff can speak to the owner or call an outside line."}
    said = "We do not have an outside line for staff.\n"
    assert contradicted(compare(answers, HEAD + said, shipped_topics())) == {"hotline"}


def test_suppliers_who_are_left_over_say_nothing_of_the_firms_own_people() -> None:
    answers = WHO | {"training": "Yes. All staff were trained."}
    said = "62 of the 140 suppliers were trained on forced labour. The remaining 78 have not yet been trained.\n"
    assert compare(answers, HEAD + said) == ()
    said = "62 of our 140 people were trained on forced labour. The remaining 78 have not yet been trained.\n"
    assert contradicted(compare(answers, HEAD + said)) == {"training"}


@pytest.mark.parametrize("first", ["12 suppliers took our course on forced labour.", "We told 12 suppliers of it."])
@pytest.mark.parametrize(
    "left",
    ["The rest of our people have not yet taken the course.", "The rest of our own people have not had the course."],
)
def test_own_people_who_are_left_over_count_after_a_sentence_on_suppliers_too(first: str, left: str) -> None:
    answers = WHO | {"training": "Yes. All our people took the course on forced labour in May."}
    assert contradicted(compare(answers, f"{HEAD}{first} {left}\n", shipped_topics())) == {"training"}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("No call came in on the line.", False),
        ("Nobody used the hotline.", False),
        ("There is no evidence of actual or potential forced labour.", False),
        ("We do not have suppliers in places of high risk.", False),
        ("We do not have any suppliers who have signed the code.", True),
        ("No questions on labour were put to suppliers.", True),
        ("There is no evidence of training on modern slavery.", True),
        ("We do not have an outside line.", True),
    ],
)
def test_what_is_missing_is_a_measure_or_none(text: str, is_one: bool) -> None:
    assert (pattern("lack", "no_measure").search(text) is None) is is_one
