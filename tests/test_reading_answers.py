"""Entries out of questionnaires in the layouts in which suppliers send them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questionnaires import Rows, found, opened, pairs, workbook
from supplychain_check.declarations.reading import entries
from supplychain_check.readers.language import language_of

FEES = "Do workers pay any recruitment fees?"
POLICY = "Do you have a written policy on forced labour?"
TRAINING = "Do you train the staff who buy goods?"
PASSPORTS = "Do workers keep their own passports?"


# --- spreadsheets --------------------------------------------------------------------------------------


def test_a_column_of_answers_with_numbers_comments_and_attachments(tmp_path: Path) -> None:
    rows: Rows = [
        ["Supplier declaration of Fernhollow Kitchens Limited"],
        ["Please answer each question. Say more in the column for comments."],
        [],
        ["Ref", "Question", "Response", "Comments", "Attachments"],
        ["1.1", POLICY, "Yes", "The board approved it in May 2025.", "policy-2025.pdf; annex.docx"],
        ["1.2", TRAINING, "No", "We plan it.", None],
        ["1.3", FEES, None, None, None],
        ["1.4", PASSPORTS, "N/A", "See visits.xlsx for the reasons.", None],
    ]
    document = opened(tmp_path, "a.xlsx", workbook({"Answers": rows}))
    policy, training, fees, passports = entries(document)
    assert (policy.label, policy.question, policy.answer) == ("1.1", POLICY, "Yes")
    assert policy.comment == "The board approved it in May 2025."
    assert policy.attachments == ("policy-2025.pdf", "annex.docx")
    assert str(policy.place) == 'sheet "Answers", cell C5'
    assert document.text[policy.start : policy.end] == "Yes"
    assert (training.answer, training.comment) == ("No", "We plan it.")
    assert (fees.answer, fees.comment, fees.start) == ("", "", -1)
    assert str(fees.place) == 'sheet "Answers", cell C7'
    assert (passports.answer, passports.attachments) == ("N/A", ("visits.xlsx",))


@pytest.mark.parametrize("tick", ["x", "X", "✓", "✔", "☒", "☑", "[x]", "(x)", "Yes", "●"])
def test_a_column_for_each_option(tick: str, tmp_path: Path) -> None:
    rows: Rows = [
        ["No.", "Requirement", "Yes", "No", "N/A", "Remarks"],
        [1, POLICY, tick, None, None, None],
        [2, TRAINING, None, "x", None, "Not before 2027."],
        [3, FEES, None, None, "x", None],
        [4, PASSPORTS, None, None, None, None],
    ]
    found_ = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert pairs(found_) == [(POLICY, "Yes"), (TRAINING, "No"), (FEES, "N/A"), (PASSPORTS, "")]
    assert [entry.place.cell for entry in found_] == ["C2", "D3", "E4", "C5"]
    assert found_[1].comment == "Not before 2027."
    assert [entry.label for entry in found_] == ["1", "2", "3", "4"]


def test_sections_inside_the_table_and_names_above_and_below_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["Legal name:", "Fernhollow Kitchens Limited"],
        ["NZBN:", None],
        [],
        ["No.", "Question", "Answer"],
        ["1", "Policies", None],
        ["1.1", POLICY, "Yes"],
        ["Section 2: recruitment", None, None],
        ["2.1", FEES, "No"],
        [],
        ["Signed by", "Hana Pohatu"],
        ["Date", None],
    ]
    found_ = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert pairs(found_) == [
        ("Legal name", "Fernhollow Kitchens Limited"),
        ("NZBN", ""),
        (POLICY, "Yes"),
        (FEES, "No"),
        ("Signed by", "Hana Pohatu"),
        ("Date", ""),
    ]
    assert [entry.section for entry in found_[2:4]] == ["Policies", "Section 2: recruitment"]


def test_several_sheets_and_one_of_instructions(tmp_path: Path) -> None:
    content = workbook(
        {
            "Instructions": [["Step 1", "Fill in the yellow cells"], ["Step 2", "Save the file"]],
            "Workers": [["Question", "Answer"], [PASSPORTS, "Yes"]],
            "Purchasing": [["Question", "Answer"], [TRAINING, "No"]],
        }
    )
    found_ = found(tmp_path, "a.xlsx", content)
    assert pairs(found_) == [(PASSPORTS, "Yes"), (TRAINING, "No")]
    assert [entry.place.sheet for entry in found_] == ["Workers", "Purchasing"]


def test_no_names_of_columns(tmp_path: Path) -> None:
    rows: Rows = [["Q1", POLICY, "Yes", "Since 2024."], ["Q2", FEES, None, None], ["Q3", TRAINING, "No", None]]
    found_ = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert pairs(found_) == [(POLICY, "Yes"), (FEES, ""), (TRAINING, "No")]
    assert [entry.label for entry in found_] == ["Q1", "Q2", "Q3"]
    assert found_[0].comment == "Since 2024."


def test_the_column_of_answers_named_after_the_supplier(tmp_path: Path) -> None:
    rows: Rows = [["Question", "Fernhollow Kitchens"], [POLICY, "Yes"], [FEES, "No"]]
    assert pairs(found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))) == [(POLICY, "Yes"), (FEES, "No")]


def test_answers_in_the_row_below(tmp_path: Path) -> None:
    rows: Rows = [
        [POLICY],
        ["Yes, since May 2025, for all sites."],
        [FEES],
        ["Answer: no"],
        [TRAINING],
        [PASSPORTS],
        ["Yes"],
    ]
    found_ = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert pairs(found_) == [
        (POLICY, "Yes, since May 2025, for all sites."),
        (FEES, "no"),
        (TRAINING, ""),
        (PASSPORTS, "Yes"),
    ]
    assert [entry.place.cell for entry in found_] == ["A2", "A4", "A5", "A7"]


def test_rows_that_say_themselves_what_they_are(tmp_path: Path) -> None:
    rows: Rows = [
        ["1", POLICY],
        ["Response", "Yes"],
        ["Comments", "Approved by the board."],
        ["Evidence", "policy.pdf"],
        ["2", FEES],
        ["Response", None],
        ["Comments", None],
    ]
    policy, fees = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert (policy.label, policy.answer, policy.comment) == ("1", "Yes", "Approved by the board.")
    assert policy.attachments == ("policy.pdf",)
    assert (fees.label, fees.question, fees.answer) == ("2", FEES, "")


def test_a_row_for_each_option_under_a_merged_question(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Sheet1"].merge_cells("A2:A4")
        book["Sheet1"].merge_cells("A5:A6")

    rows: Rows = [
        ["Question", "Option", "Tick"],
        [POLICY, "Yes", None],
        [None, "No", None],
        [None, "In progress", "x"],
        [FEES, "Yes", "x"],
        [None, "No", None],
    ]
    found_ = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}, merge))
    assert pairs(found_) == [(POLICY, "In progress"), (FEES, "Yes")]


def test_an_export_of_a_web_form_has_the_questions_side_by_side(tmp_path: Path) -> None:
    rows: Rows = [
        ["Submitted", "Legal name of the supplier", POLICY, FEES, PASSPORTS],
        ["2026-03-02", "Fernhollow Kitchens Limited", "Yes", None, "No"],
    ]
    found_ = found(tmp_path, "a.xlsx", workbook({"Form responses": rows}))
    assert pairs(found_)[1:] == [
        ("Legal name of the supplier", "Fernhollow Kitchens Limited"),
        (POLICY, "Yes"),
        (FEES, ""),
        (PASSPORTS, "No"),
    ]


def test_a_text_of_no_questions_gives_none(tmp_path: Path) -> None:
    text = (
        "Our statement\n\nFernhollow Kitchens Limited makes kitchen cupboards in Rangiora and employs 41 people.\n\n"
        "We visited two of our suppliers in March 2026. Why do we do this? Because we buy from 23 firms.\n"
    )
    assert found(tmp_path, "a.txt", text.encode()) == ()


# --- any table of questions and answers ------------------------------------------------------------------

WORDS = st.sampled_from("workers suppliers audit fees Penrose wages site visit 2025 training NZ$5 of and café".split())
SENTENCES = st.lists(WORDS, min_size=2, max_size=9).map(" ".join)
ANSWERS = st.one_of(
    st.sampled_from(
        ["", "Yes", "No", "N/A", "Partly", "yes, since 2024", "41", "12.5 %", "none", "-", "No - we hire directly"]
    ),
    SENTENCES,
)
TABLES = st.lists(
    st.tuples(SENTENCES.map(lambda words: f"Do you have the {words} in this year?"), ANSWERS),
    min_size=2,
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(table=TABLES, headed=st.booleans())
def test_any_table_of_questions_and_answers_comes_back(
    table: list[tuple[str, str]], headed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # words at random, "café" among them, may look French to the guess of the language, which is not tried here
    assume(language_of(" ".join(words for row in table for words in row)) == "en")
    folder = tmp_path_factory.mktemp("table")
    rows = [("Question", "Answer"), *table] if headed else table
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    if headed:
        assert pairs(found(folder, "a.csv", target.getvalue().encode())) == table
    sheet = [(question, answer or None) for question, answer in rows]
    assert pairs(found(folder, "a.xlsx", workbook({"Sheet1": sheet}))) == table
