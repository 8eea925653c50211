"""Layouts in which buyers lay out their own questionnaires, and suppliers return them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from questionnaires import Rows, found, pairs, workbook
from supplychain_check.cli.main import run
from supplychain_check.errors import ExitCode

FEES = "Do workers pay any recruitment fees?"
POLICY = "Do you have a written policy on forced labour?"
TRAINING = "Do you train the staff who buy goods?"
PASSPORTS = "Do workers keep their own passports?"


def test_two_rows_of_names_and_questions_merged_over_two_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["Part B: Labour practices"],
        ["Tick one box for each question."],
        [],
        ["No.", "Question", "Answer", None, None, "Comments"],
        [None, None, "Yes", "No", "N/A", None],
        [1, POLICY, "✓", None, None, "Signed in March 2026."],
        [],
        [2, FEES, None, "✓", None, None],
        [None, None, None, None, None, "We asked 40 pickers."],
        [3, TRAINING, None, None, None, None],
    ]

    def merge(book: openpyxl.Workbook) -> None:
        for area in ("A4:A5", "B4:B5", "C4:E4", "F4:F5", "A6:A7", "B6:B7", "A8:A9", "B8:B9"):
            book.worksheets[1].merge_cells(area)

    cover: Rows = [["Ethical Sourcing Questionnaire"], ["Supplier name", "Kahurangi Flooring Limited"], ["Step", "1"]]
    entries = found(tmp_path, "a.xlsx", workbook({"Cover": cover, "Part B": rows}, merge))
    assert pairs(entries) == [
        ("Supplier name", "Kahurangi Flooring Limited"),
        (POLICY, "Yes"),
        (FEES, "No"),
        (TRAINING, ""),
    ]
    assert [entry.comment for entry in entries] == ["", "Signed in March 2026.", "We asked 40 pickers.", ""]
    assert [entry.label for entry in entries] == ["", "1", "2", "3"]


def test_letters_below_numbers_with_the_answers_on_the_row_below(tmp_path: Path) -> None:
    rows: Rows = [
        ["Supplier self-assessment: labour standards"],
        ["Guidance: answer in the row below each question."],
        [],
        ["1", "Company"],
        ["1.1", "Legal name of your organisation"],
        [None, "Motueka Hops Partnership"],
        ["2", "Labour"],
        ["2.1", "Recruitment"],
        ["(a)", FEES],
        [None, "No. We repaid NZD 4,300 to three pickers in 2025."],
        ["(b)", PASSPORTS],
        ["2.2", POLICY],
        [None, "Yes"],
        ["2.3", TRAINING],
        [None, "Not yet"],
    ]
    entries = found(tmp_path, "a.xlsx", workbook({"Questionnaire": rows}))
    assert pairs(entries) == [
        ("Legal name of your organisation", "Motueka Hops Partnership"),
        (FEES, "No. We repaid NZD 4,300 to three pickers in 2025."),
        (PASSPORTS, ""),
        (POLICY, "Yes"),
        (TRAINING, "Not yet"),
    ]
    assert [entry.label for entry in entries] == ["1.1", "2.1(a)", "2.1(b)", "2.2", "2.3"]
    assert [entry.section for entry in entries[:2]] == ["Company", "Recruitment"]


def test_an_export_with_columns_that_explain_the_one_before(tmp_path: Path) -> None:
    target = io.StringIO()
    names = ["Response ID", "Submitted at", "Company name", "Email", POLICY, "Please explain", FEES, PASSPORTS]
    csv.writer(target).writerows(
        [
            [*names, "If yes, please give details", "Supporting documents"],
            ["118", "2026-08-01", "Rimutaka Catering", "kai@rimutaka.example", "Yes", "It covers all sites.", "No", "Yes",
             "Lockers were given out in May.", "lockers.pdf"],
        ]
    )  # fmt: skip
    policy, fees, passports = found(tmp_path, "a.csv", target.getvalue().encode())[4:]
    assert (policy.question, policy.answer, policy.comment) == (POLICY, "Yes", "It covers all sites.")
    assert (fees.answer, fees.comment) == ("No", "")
    assert passports.comment == "Lockers were given out in May."
    assert passports.attachments == ("lockers.pdf",)


def test_semicolons_in_windows_1252_below_a_title(tmp_path: Path) -> None:
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows(
        [
            ["Lieferantenfragebogen – 2026", "", "", ""],
            ["", "", "", ""],
            ["Nr.", "Question", "Answer", "Remarks"],
            ["1", POLICY, "Yes", "In our “Verhaltenskodex” for Fußböden"],
            ["2", FEES, "no", "Poland; Türkei"],
        ]
    )
    entries = found(tmp_path, "a.csv", target.getvalue().encode("cp1252"))
    assert pairs(entries) == [(POLICY, "Yes"), (FEES, "no")]
    assert [entry.comment for entry in entries] == ["In our “Verhaltenskodex” for Fußböden", "Poland; Türkei"]


def portal(title: str, supplier: str) -> bytes:
    questions = [(POLICY, "Yes"), (TRAINING, "No – planned for 2027"), (FEES, "No"), (PASSPORTS, "<i>No answer</i>")]
    asked = "".join(f"<div><span>{i}</span> <b>{q}</b></div><div>{a}</div>" for i, (q, a) in enumerate(questions, 1))
    return f"<html><body><h1>{title}</h1><p>Supplier: <b>{supplier}</b></p>{asked}</body></html>".encode()


@pytest.mark.parametrize(
    "title",
    [
        "Questionnaire: Labour rights",
        "Supplier declaration: forced labour",
        "Modern slavery: what we ask of suppliers",
        "Annual ethical sourcing survey: 2026 edition",
    ],
)
def test_a_title_with_a_colon_is_no_question(title: str, tmp_path: Path) -> None:
    page = found(tmp_path, "a.html", portal(title, "Pounamu Textiles Ltd"))
    assert pairs(page)[:2] == [("Supplier", "Pounamu Textiles Ltd"), (POLICY, "Yes")]
    sheet: Rows = [[title], ["Supplier: Pounamu Textiles Ltd"], ["Question", "Answer"], [POLICY, "Yes"]]
    rows = found(tmp_path, "a.xlsx", workbook({"Sheet1": sheet}))
    assert pairs(rows) == [("Supplier", "Pounamu Textiles Ltd"), (POLICY, "Yes")]
    text = f"{title}\n\nName: Pounamu Textiles Ltd\n\n1. {POLICY}\nYes\n\n2. {FEES}\nNo\n"
    lines = found(tmp_path, "a.txt", text.encode())
    assert pairs(lines) == [("Name", "Pounamu Textiles Ltd"), (POLICY, "Yes"), (FEES, "No")]


def test_a_mapping_leaves_the_title_out_and_no_answer_is_blank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "portal.html"
    path.write_bytes(portal("Questionnaire: Labour rights", "Pounamu Textiles Ltd"))
    form = ("--form", "nz-supplier-declaration")
    assert run(["declaration", "map", str(path), *form]) == 0
    mapping = capsys.readouterr().out
    assert "Questionnaire" not in mapping
    assert PASSPORTS in mapping
    assert run(["declaration", "read", str(path), *form, "--json"]) == 0
    answers = {one["question"]: one for one in json.loads(capsys.readouterr().out)["answers"]}
    assert answers["free-to-leave"]["value"] == "blank"


def test_the_number_before_a_question_is_no_part_of_the_answer_above(tmp_path: Path) -> None:
    lines = ["3.1", POLICY, "Yes, since 2024.", "3.2", FEES, "3.3", PASSPORTS, "No"]
    entries = found(tmp_path, "a.html", "".join(f"<p>{line}</p>" for line in lines).encode())
    assert pairs(entries) == [(POLICY, "Yes, since 2024."), (FEES, ""), (PASSPORTS, "No")]
    assert [entry.label for entry in entries] == ["3.1", "3.2", "3.3"]


def test_a_number_that_answers_stays_an_answer(tmp_path: Path) -> None:
    lines = ["How many people work for you?", "34", FEES, "No"]
    entries = found(tmp_path, "a.html", "".join(f"<p>{line}</p>" for line in lines).encode())
    assert pairs(entries) == [("How many people work for you?", "34"), (FEES, "No")]


def test_the_answers_of_several_suppliers_in_one_file_are_not_mixed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = io.StringIO()
    csv.writer(target).writerows(
        [
            ["Company name", POLICY, TRAINING, FEES, PASSPORTS],
            ["Rimutaka Catering", "Yes", "", "No", "Yes"],
            ["Waihi Steel", "No", "Yes", "No", ""],
        ]
    )
    path = tmp_path / "export.csv"
    path.write_text(target.getvalue())
    assert run(["declaration", "read", str(path)]) == ExitCode.INPUT
    said = " ".join(capsys.readouterr().err.split())
    assert "holds the answers of 2 suppliers" in said
    assert "Save each row" in said


def test_a_denial_in_the_words_of_the_file_is_a_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = "Have any incidents of modern slavery been identified in the last year?"
    rows: Rows = [["Question", "Answer"], ["Company", "Waihi Steel"], [asked, "No incidents have been identified."]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"Sheet1": [*rows, [PASSPORTS, "Yes"], ["Completed by", "Ana Reti"]]}))
    assert run(["declaration", "read", str(path), "--form", "nz-supplier-declaration", "--json"]) == 0
    answers = {one["question"]: one for one in json.loads(capsys.readouterr().out)["answers"]}
    assert (answers["incidents"]["value"], answers["incidents"]["text"]) == ("no", "No incidents have been identified.")
    assert answers["legal-name"]["text"] == "Waihi Steel"
    assert answers["signatory"]["text"] == "Ana Reti"


def test_an_address_of_a_page_is_no_name_with_a_value(tmp_path: Path) -> None:
    rows: Rows = [["Our code: see the page below"], ["Supplier code, https://code.example/2026"], ["NZBN:", "94290"]]
    entries = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert [entry.question for entry in entries] == ["NZBN"]


def test_where_there_are_no_pages_the_heading_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<h1>Workers</h1><p>1. {PASSPORTS}</p><p>Yes</p><p>2. {TRAINING}</p><p>No</p>")
    assert run(["declaration", "read", str(path), "--form", "nz-supplier-declaration"]) == 0
    assert 'under "Workers"' in capsys.readouterr().out


def test_columns_for_the_assessor_hide_no_answer(tmp_path: Path) -> None:
    names = ["ID", "Category", "Requirement", "Mandatory?", "Weight", "Supplier Response (Y/N)", "Supplier Comments"]
    rows: Rows = [
        [*names, "Evidence file", "Assessor score"],
        ["MS-01", "Labour", POLICY, "M", 5, "Y", None, "policy.pdf", None],
        ["MS-02", "Labour", FEES, "M", 5, "N", "We asked 40 pickers.", None, 3],
        ["MS-03", "Labour", TRAINING, "O", 1, None, None, None, None],
    ]
    entries = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert pairs(entries) == [(POLICY, "Y"), (FEES, "N"), (TRAINING, "")]
    assert [entry.comment for entry in entries] == ["", "We asked 40 pickers.", ""]
    assert entries[0].attachments == ("policy.pdf",)


def test_a_column_for_each_site_keeps_what_the_others_say(tmp_path: Path) -> None:
    rows: Rows = [["Question", "Auckland", "Suva"], [POLICY, "Yes", "No"], [FEES, "No", None], [TRAINING, None, "Yes"]]
    entries = found(tmp_path, "a.xlsx", workbook({"Sheet1": rows}))
    assert pairs(entries) == [(POLICY, "Yes"), (FEES, "No"), (TRAINING, "")]
    assert [entry.comment for entry in entries] == ["Suva: No", "", "Suva: Yes"]


def test_answers_with_numbers_in_a_letter_end_at_the_farewell(tmp_path: Path) -> None:
    text = f"Our answers are below.\n\nQ1: {POLICY}\nA1: Yes, since 2024\n\nQ2: {FEES}\nA2: No\n\nKind regards\nMere Tui\nTussock Wool"
    entries = found(tmp_path, "a.txt", text.encode())
    assert pairs(entries) == [(POLICY, "Yes, since 2024"), (FEES, "No")]
    assert [entry.label for entry in entries] == ["Q1", "Q2"]
    assert entries[1].comment == ""
