"""Warnings of a declaration: what a person should look at first."""

from __future__ import annotations

from datetime import date

import pytest

from supplychain_check.declarations.checks import warnings
from supplychain_check.declarations.declare import declared, with_form
from supplychain_check.declarations.forms import load_form
from supplychain_check.models.assessment import DocumentInfo
from supplychain_check.models.declaration import Declaration, Entry
from supplychain_check.models.document import TextQuality

NZ, CA, UK = "nz-supplier-declaration", "ca-s211-questionnaire", "uk-registry-submission"
ABOUT = DocumentInfo(
    name="d.json", path="d.json", sha256="0", media_type="application/json", reader="test", language="en",
    quality=TextQuality(score=1, readable=True), pages=None, words=0,
)  # fmt: skip
SIGNED = {
    "signatory": "Aroha Example",
    "signatory-title": "Director",
    "signed-on": "4 July 2026",
    "period-end": "30 June 2026",
}


def declaration(form: str, answers: dict[str, str], as_of: date | None = None) -> Declaration:
    entries = [Entry(label=label, answer=text) for label, text in answers.items()]
    return declared(with_form(entries, load_form(form), None), ABOUT, as_of=as_of)


def codes(form: str, answers: dict[str, str], as_of: date | None = None) -> list[str]:
    return [warn.code for warn in declaration(form, answers, as_of).warnings]


def test_a_plain_declaration_raises_nothing() -> None:
    answers = {
        **SIGNED,
        "workforce": "Yes: 9 of 40 pickers came through Harvest Hands Ltd in 2026.",
        "recruiters": "Yes. We saw the licence of Harvest Hands and asked 4 of its pickers what they had paid.",
        "recruitment-fees": "Yes, no worker was charged; we asked all pickers in February 2026.",
        "incidents": "No. A manager talked with each picker; nobody was found to be held or forced.",
        "environment": "No",
    }
    assert codes(NZ, answers, date(2026, 8, 1)) == []


def test_unsigned_and_undated() -> None:
    assert codes(NZ, {"training": "No", "signatory": "", "signed-on": "-"}) == ["unsigned", "undated", "blank"]
    assert codes(NZ, {"training": "No"}) == ["unsigned", "undated"]


@pytest.mark.parametrize(
    ("signed", "code"),
    [("1 June 2026", "signed-early"), ("4 July 2027", "signed-in-future"), ("4 July 2026", "")],
)
def test_signed_too_early_or_in_the_future(signed: str, code: str) -> None:
    assert codes(NZ, {**SIGNED, "signed-on": signed}, date(2026, 8, 1)) == ([code] if code else [])


def test_without_a_day_to_judge_by_nothing_lies_in_the_future() -> None:
    assert codes(NZ, {**SIGNED, "signed-on": "4 July 2090"}) == []


def test_a_period_that_ends_before_it_begins() -> None:
    assert "period" in codes(UK, {"StatementStartDate": "1 April 2026", "StatementEndDate": "31 March 2026"})


def test_all_yes_without_explanation() -> None:
    ids = ("training", "recruiters", "ethics", "environment", "risk-check", "worker-voice")
    assert "all-yes" in codes(NZ, {**SIGNED, **dict.fromkeys(ids, "Yes")})
    assert "all-yes" not in codes(NZ, {**SIGNED, **dict.fromkeys(ids, "Yes"), "ethics": "No"})
    explained = {name: f"Yes, {number} of our foremen looked into it in 2025." for number, name in enumerate(ids, 2)}
    assert "all-yes" not in codes(NZ, {**SIGNED, **explained})


def test_one_explanation_pasted_everywhere() -> None:
    said = "Yes. Our manager looks after this with great care every single day."
    found = declaration(NZ, {**SIGNED, "training": said, "ethics": said, "environment": said})
    (warn,) = [warn for warn in found.warnings if warn.code == "pasted"]
    assert "3 questions" in warn.message
    assert warn.quote == "Our manager looks after this with great care every single day."


def test_blank_mandatory_questions_are_named_but_not_those_that_the_answers_leave_closed() -> None:
    found = declaration(CA, {"training": "No", "training-mandatory": "", "policies": "", "steps-described": ""})
    (warn,) = [warn for warn in found.warnings if warn.code == "blank"]
    assert "(policies)" in warn.message
    assert "training-mandatory" not in warn.message
    assert "steps-described" not in warn.message


@pytest.mark.parametrize("left", ["Please select", "[insert text]", "Yes / No", "Click or tap here to enter text."])
def test_placeholders_left(left: str) -> None:
    assert "placeholder" in codes(NZ, {**SIGNED, "ethics": left})


def test_two_answers_where_one_was_asked_for() -> None:
    assert "two-answers" in codes(NZ, {**SIGNED, "ethics": "☒ Yes ☒ No"})


CLASH = "does-not-fit"


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        (CA, {"training": "No", "training-mandatory": "Mandatory for all employees"}),
        (NZ, {**SIGNED, "incidents": "No", "recruitment-fees": "Yes. We repaid three workers 900 dollars each."}),
        (NZ, {**SIGNED, "incidents": "No. One case of held passports was reported in May and put right."}),
        (UK, {"ILOIndicatorsInStatement": "None of these", "ILOIndicatorsActions": "Repayment of recruitment fees"}),
        (NZ, {**SIGNED, "workforce": "No", "recruiters": "Yes"}),
        (NZ, {**SIGNED, "workforce": "No", "health-safety": "Yes. Agency workers get boots and gloves from us."}),
        (NZ, {**SIGNED, "workforce": "I am a sole trader.", "training": "Yes, 120 employees took the course."}),
    ],
)
def test_answers_that_do_not_go_together(form: str, answers: dict[str, str]) -> None:
    assert CLASH in codes(form, answers)


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        (CA, {"training": "No", "training-mandatory": "N/A"}),
        (NZ, {**SIGNED, "incidents": "No", "recruitment-fees": "Yes. If a worker had paid, we would repay the fees."}),
        (NZ, {**SIGNED, "incidents": "No. No case was found in the period."}),
        (UK, {"ILOIndicatorsInStatement": "None of these", "ILOIndicatorsActions": "None of these"}),
        (UK, {"ILOIndicatorsInStatement": "Debt bondage", "ILOIndicatorsActions": "Repayment of recruitment fees"}),
        (NZ, {**SIGNED, "workforce": "No", "recruiters": "N/A - we use no recruiters."}),
        (NZ, {**SIGNED, "workforce": "No", "health-safety": "Yes. We use no agency workers; all staff get boots."}),
        (NZ, {**SIGNED, "past-breaches": "No", "recruitment-fees": "Yes. We repaid three workers 900 dollars each."}),
        ("uk-digital-marketplace", {"modernSlaveryTurnover": "No", "modernSlaveryReportingRequirements": "Yes"}),
    ],
)
def test_answers_that_go_together(form: str, answers: dict[str, str]) -> None:
    assert CLASH not in codes(form, answers)


def test_warnings_can_be_made_again_for_another_day() -> None:
    found = declaration(NZ, {**SIGNED, "signed-on": "4 July 2027"})
    assert [warn.code for warn in warnings(found, date(2026, 8, 1))] == ["signed-in-future"]
    assert warnings(found, date(2027, 8, 1)) == ()


SHORT = {
    **SIGNED,
    "legal-name": "Tarnbrook Gardens Limited",
    "nzbn": "9429990100001",
    "employment-standards": "Yes. I went through everybody's pay in April 2026.",
    "recruitment-fees": "Yes. I asked all of us in April 2026; nobody had paid.",
    "free-to-leave": "Yes. Everybody keeps their own papers.",
    "past-breaches": "No. There was nothing.",
    "incidents": "No. I asked all of us.",
}
LARGER = dict.fromkeys(("training", "recruiters", "risk-check", "supplier-checks"), "")


@pytest.mark.parametrize(
    ("workforce", "raised"),
    [
        ("No. Nine people, all on my payroll.", []),
        ("No. Everybody is on the payroll.", ["short-form"]),
        ("No. 240 people, all on our payroll.", ["blank"]),
    ],
)
def test_a_small_firm_may_leave_the_larger_firms_questions_blank(workforce: str, raised: list[str]) -> None:
    assert codes(NZ, {**SHORT, **LARGER, "workforce": workforce}) == raised


def test_a_small_firm_is_still_asked_what_it_left_out_of_its_own_questions() -> None:
    short = {**SHORT, **LARGER, "workforce": "No. Nine people, all on my payroll.", "incidents": ""}
    blank = [warn.message for warn in declaration(NZ, short).warnings if warn.code == "blank"]
    assert len(blank) == 1
    assert "(incidents)" in blank[0]
    assert "(training)" not in blank[0]
