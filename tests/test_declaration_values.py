"""Answers as suppliers write them: yes, no, partly, not applicable, not known, blank, options, numbers, days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain_check.declarations.values import read
from supplychain_check.models.declaration import Entry, Question, QuestionKind, Value

POLICY = Question(id="policy", text="Do you have a written policy against modern slavery?")
FEES = Question(id="fees", text="Do you make sure that no worker pays a fee for the job?")
KEPT = Question(id="kept", text="Do you keep passports or other papers of workers?")
AGENCIES = Question(id="agencies", text="Do you use labour hire agencies?")


def said(answer: str, question: Question = POLICY, comment: str = "") -> tuple[Value, str]:
    found = read(Entry(answer=answer, comment=comment), question)
    return found.value, found.text


@pytest.mark.parametrize(
    "answer",
    [
        "Yes", "yes.", "YES", "Y", "y", "True", "1", "x", "X", "✓", "✔", "☒", "☑", "[x]", "(X)", "☒ Yes ☐ No",
        "Yes ☒ No ☐", "[x] Yes [ ] No", "( ) No (x) Yes", "Agreed", "Confirmed", "Āe", "Oui", "Of course", "On",
    ],
)  # fmt: skip
def test_bare_yes(answer: str) -> None:
    assert said(answer) == (Value.YES, "")


@pytest.mark.parametrize(
    "answer",
    [
        "No", "no.", "N", "FALSE", "0", "None", "Nil", "Never", "Not yet", "Not at this stage", "☐ Yes ☒ No", "Kāo",
        "Non", "No policy", "Planned", "We do not", "None identified", "None to date", "Nothing to report",
    ],
)  # fmt: skip
def test_bare_no(answer: str) -> None:
    assert said(answer)[0] is Value.NO


@pytest.mark.parametrize(
    "answer",
    [
        "", "  ", "-", "--", "—", "...", "______", "Please select", "-- Select --", "Select an option",
        "Choose an item.", "Yes / No", "Yes/No/NA", "Y/N", "yes or no", "Yes / No (delete as appropriate)",
        "☐ Yes ☐ No", "[ ] Yes [ ] No", "[insert text]", "<your answer here>", "Click or tap here to enter text.",
        "Click or tap to enter a date.", "dd/mm/yyyy", "xxx", "Off", "☐", "Type your answer here",
        "Insert company name", "[Company name]",
    ],
)  # fmt: skip
def test_what_the_form_printed_is_blank(answer: str) -> None:
    assert said(answer)[0] is Value.BLANK


@pytest.mark.parametrize("answer", ["N/A", "n/a", "NA", "n.a.", "Not applicable", "N / A", "Does not apply"])
def test_not_applicable(answer: str) -> None:
    assert said(answer) == (Value.NOT_APPLICABLE, "")


@pytest.mark.parametrize(
    "answer",
    [
        "Don't know", "Do not know", "Unknown", "Not known", "Unsure", "TBC", "tbd", "To be confirmed", "?", "DK",
    ],
)  # fmt: skip
def test_not_known(answer: str) -> None:
    assert said(answer) == (Value.UNKNOWN, "")


@pytest.mark.parametrize("answer", ["Partly", "Partially", "In part", "In progress", "Under development", "Mostly"])
def test_partly(answer: str) -> None:
    assert said(answer) == (Value.PARTLY, "")


@pytest.mark.parametrize(
    ("answer", "value", "text"),
    [
        ("Yes - since 2023, for all sites", Value.YES, "since 2023, for all sites"),
        ("Yes (adopted May 2024)", Value.YES, "adopted May 2024"),
        ("Y: see Annex B", Value.YES, "see Annex B"),
        ("Yes we wrote one in 2022.", Value.YES, "we wrote one in 2022."),
        ("YES\nThe board adopted it.", Value.YES, "The board adopted it."),
        ("☒ Yes ☐ No", Value.YES, ""),
        ("✓ adopted by the board", Value.YES, "adopted by the board"),
        ("No, but we plan one for 2026", Value.NO, "but we plan one for 2026"),
        ("No; none of our buyers asked.", Value.NO, "none of our buyers asked."),
        ("No we have not written one", Value.NO, "we have not written one"),
        ("Not yet - our lawyer drafts it", Value.NO, "our lawyer drafts it"),
        ("We do not have a policy yet.", Value.NO, "We do not have a policy yet."),
        ("There is no written policy.", Value.NO, "There is no written policy."),
        ("Yes, but only for drivers", Value.PARTLY, "but only for drivers"),
        ("Yes, partly", Value.PARTLY, "partly"),
        ("Yes for our staff but not for agency workers", Value.PARTLY, "for our staff but not for agency workers"),
        ("N/A - we are a sole trader", Value.NOT_APPLICABLE, "we are a sole trader"),
        ("No - not applicable as we have no staff", Value.NOT_APPLICABLE, "not applicable as we have no staff"),
        ("TBC, our auditor is looking", Value.UNKNOWN, "our auditor is looking"),
        ("The board adopted one in May.", Value.STATED, "The board adopted one in May."),
        ("See attached", Value.STATED, "See attached"),
        ("☒ Yes ☒ No", Value.STATED, ""),
        ("✗", Value.STATED, "✗"),
        ("Nobody asked us before", Value.STATED, "Nobody asked us before"),
        ("Yesterday's audit covers it", Value.STATED, "Yesterday's audit covers it"),
        ("Notably in our handbook", Value.STATED, "Notably in our handbook"),
    ],
)
def test_free_text_behind_the_word_is_kept(answer: str, value: Value, text: str) -> None:
    assert said(answer) == (value, text)


@pytest.mark.parametrize(
    ("answer", "question", "value"),
    [
        ("No fees are charged.", FEES, Value.STATED),
        ("No, workers sometimes pay.", FEES, Value.NO),
        ("We do not charge workers anything.", POLICY, Value.STATED),
        ("We do not keep passports.", KEPT, Value.NO),
        ("We don't use agencies", AGENCIES, Value.NO),
        ("No agencies", AGENCIES, Value.NO),
        ("We never use them", AGENCIES, Value.NO),
    ],
)
def test_a_sentence_with_a_negation_is_a_no_only_where_it_denies_what_was_asked(
    answer: str, question: Question, value: Value
) -> None:
    assert said(answer, question)[0] is value


def test_a_comment_adds_text_and_answers_for_a_blank() -> None:
    assert said("Yes", comment="Adopted in 2023.") == (Value.YES, "Adopted in 2023.")
    assert said("Yes - see policy", comment="Page 4.") == (Value.YES, "see policy\nPage 4.")
    assert said("Please select", comment="Yes, since 2019") == (Value.YES, "since 2019")
    assert said("☐ Yes ☐ No", comment="not yet")[0] is Value.NO
    assert said("Yes: Adopted in 2023.", comment="Adopted in 2023.") == (Value.YES, "Adopted in 2023.")


def test_an_attachment_alone_is_an_answer() -> None:
    assert read(Entry(attachments=("policy.pdf",)), POLICY).value is Value.STATED


@pytest.mark.parametrize(
    ("answer", "chosen", "text"),
    [
        ("Cleaning", ("Cleaning",), ""),
        ("cleaning; Transport", ("Cleaning", "Transport"), ""),
        ("Transport, Cleaning", ("Cleaning", "Transport"), ""),
        ("☒ Cleaning ☐ Transport ☒ Food, drink and catering", ("Cleaning", "Food, drink and catering"), ""),
        ("Cleaning ☐ Transport ☒ Other ☐", ("Transport",), ""),
        ("Food, drink and catering, Transport", ("Transport", "Food, drink and catering"), ""),
        ("Other: bee keeping", ("Other",), "Other: bee keeping"),
        ("clening and more\nTransport", ("Transport",), "clening and more"),
        ("Tranpsort", ("Transport",), ""),
        ("we are a bakery", (), "we are a bakery"),
    ],
)
def test_options_are_found_however_they_are_listed(answer: str, chosen: tuple[str, ...], text: str) -> None:
    options = ("Cleaning", "Transport", "Food, drink and catering", "Other")
    found = read(Entry(answer=answer), Question(id="q", text="Sector?", kind=QuestionKind.CHOICES, options=options))
    assert (found.value, found.chosen, found.text) == (Value.STATED, chosen, text)


def test_options_that_say_yes_or_no_are_yes_or_no() -> None:
    question = Question(id="q", text="Audited?", kind=QuestionKind.CHOICE, options=("Yes", "No", "Not applicable"))
    assert read(Entry(answer="yes"), question)[:3] == (Value.YES, "", ("Yes",))
    assert read(Entry(answer="Not Applicable"), question).value is Value.NOT_APPLICABLE
    assert read(Entry(answer="☐ Yes ☐ No"), question).value is Value.BLANK
    own = Question(id="q", text="Audited?", options=("Yes, all sites", "Yes, some", "No"))
    found = read(Entry(answer="Yes, all sites"), own)
    assert (found.value, found.chosen, found.text) == (Value.YES, ("Yes, all sites",), "")


@pytest.mark.parametrize(
    ("answer", "number", "text"),
    [
        ("45", 45, ""),
        ("1,250", 1250, ""),
        ("1 250 staff", 1250, "1 250 staff"),
        ("£36 million", 36e6, "£36 million"),
        ("NZ$4.2m", 4.2e6, "NZ$4.2m"),
        ("about 250 FTE", 250, "about 250 FTE"),
        ("85%", 85, "85%"),
        ("45 in 2025", 45, "45 in 2025"),
        ("In 2025 we had 45 staff", 45, "In 2025 we had 45 staff"),
        ("Twelve", 12, "Twelve"),
        ("none", 0, "none"),
        ("10-49", None, "10-49"),
        ("fewer than 50", None, "fewer than 50"),
        ("36,5", 36.5, ""),
    ],
)
def test_numbers(answer: str, number: float | None, text: str) -> None:
    found = read(Entry(answer=answer), Question(id="q", text="How many?", kind=QuestionKind.NUMBER))
    assert (found.value, found.number, found.text) == (Value.STATED, number, text)


@pytest.mark.parametrize(
    ("answer", "role", "day"),
    [
        ("31 March 2025", "", date(2025, 3, 31)),
        ("31/03/2025", "", date(2025, 3, 31)),
        ("03/04/2025", "", date(2025, 4, 3)),
        ("2025-03-31 00:00:00", "", date(2025, 3, 31)),
        ("March 2025", "", date(2025, 3, 31)),
        ("31st of March, 2025", "", date(2025, 3, 31)),
        ("45747", "", date(2025, 3, 31)),
        ("1 April 2024 to 31 March 2025", "period_start", date(2024, 4, 1)),
        ("1 April 2024 to 31 March 2025", "period_end", date(2025, 3, 31)),
        ("31/02/2025", "", None),
        ("last spring", "", None),
    ],
)
def test_days(answer: str, role: str, day: date | None) -> None:
    question = Question.model_validate({"id": "q", "text": "When?", "kind": "date", "role": role})
    found = read(Entry(answer=answer), question)
    assert (found.value, found.day) == (Value.STATED, day)


def test_not_applicable_is_kept_apart_in_every_kind_of_question() -> None:
    for kind in QuestionKind:
        question = Question(id="q", text="What then?", kind=kind, options=("Some", "Others"))
        assert read(Entry(answer="N/A"), question).value is Value.NOT_APPLICABLE
        assert read(Entry(answer="Not known"), question).value is Value.UNKNOWN
        assert read(Entry(answer=""), question).value is Value.BLANK


@given(st.text(max_size=60), st.sampled_from(list(QuestionKind)))
def test_any_text_is_read_and_only_blank_means_that_nothing_was_said(text: str, kind: QuestionKind) -> None:
    question = Question(id="q", text="Which are they?", kind=kind, options=("Some", "Others"))
    found = read(Entry(answer=text), question)
    if found.value is Value.BLANK:
        assert not found.text
        assert not found.chosen
        assert found.number is None
        assert found.day is None
