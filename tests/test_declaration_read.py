"""`declaration read` and `declaration map`, from file to terminal, table, JSON and mapping."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from supplychain_check.cli.main import run
from supplychain_check.errors import ExitCode

Write = Callable[[str, str], Path]
OWN = """Question,Answer,Comment
Name of tenderer,Pīwakawaka Packing Ltd,
Have staff in your business been trained on forced labour and worker exploitation?,Yes,"In May 2026, 12 packers took a course."
Do you have measures to cut carbon emissions and waste?,No,
Have any incidents of modern slavery been identified?,None,
Who feeds the office cat?,Everyone,
Do you audit your financial statements?,=1+1,"+cmd|' /C calc'!A0"
Are subcontractors paid on time?,Please select,
"""
FORM = "nz-supplier-declaration"


@pytest.fixture
def own(write: Write) -> Path:
    """A buyer's own questionnaire, with no id of any form."""
    return write("own.csv", OWN)


def output(capsys: pytest.CaptureFixture[str], *args: str | Path, code: ExitCode = ExitCode.DONE) -> str:
    assert run(["declaration", *map(str, args)]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def read(capsys: pytest.CaptureFixture[str], *args: str | Path) -> dict[str, dict[str, str]]:
    """Answers by question."""
    found = json.loads(output(capsys, "read", *args, "--json"))
    return {answer["question"]: answer for answer in found["answers"]}


def test_an_officer_sees_who_what_worth_place_doubt_and_warnings(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(output(capsys, "read", own, "--form", FORM).split())
    assert "training: In the period" in text
    assert "Yes, evidenced: the answer gives a date and a number" in text
    assert '"In May 2026, 12 packers took a course."' in text
    assert "matched by meaning" in text
    assert "cell B3" in text
    assert "cat" not in text
    assert "near no question of the form (-v lists them)" in text
    assert "The declaration does not say who signs" in text
    assert "not reviewed" in text
    assert "cat" in output(capsys, "read", own, "--form", FORM, "-v")


def test_no_blank_and_placeholder_stay_apart(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = read(capsys, own, "--form", FORM)
    assert (answers["environment"]["value"], answers["environment"]["grade"]) == ("no", "none")
    assert answers["incidents"]["value"] == "no"
    assert answers["training"]["value"] == "yes"


def test_a_file_that_no_form_fits_is_refused_with_what_to_do(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    other = write("cats.csv", "Question,Answer\nHow many cats?,3\nWhich colour?,Black\nDo they sleep?,Yes\n")
    said = output(capsys, "read", other, code=ExitCode.INPUT)
    assert "No form fits" in said
    assert "declaration map FILE --form ID" in said
    letter = write("letter.txt", "Dear all,\n\nthe tender closes on Friday.\n")
    assert "no questions with answers" in output(capsys, "read", letter, code=ExitCode.INPUT)


# --- tables ------------------------------------------------------------------------------------------------


def test_the_table_has_every_question_and_every_line_and_starts_no_formula(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output(capsys, "read", own, "--form", FORM, "--as", "csv", "-o", tmp_path / "a.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    states = {row["question"]: row["state"] for row in rows}
    assert (states["training"], states["ethics"]) == ("answered", "not in the file")
    assert any(row["state"] == "not decided" and "cat" in row["wording in the file"] for row in rows)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert "'=1+1" in cells


def test_the_workbook_holds_text_and_no_formula(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output(capsys, "read", own, "--form", FORM, "--as", "xlsx", "-o", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(cell.value == "'=1+1" for cell in cells)
    assert sheet["A1"].value == "state"


def test_a_table_needs_a_place(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "belong together" in output(capsys, "read", own, "--as", "csv", code=ExitCode.USAGE)


# --- mapping -----------------------------------------------------------------------------------------------


def test_a_mapping_is_written_corrected_and_used_for_another_file(
    own: Path, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mapping.toml"
    said = output(capsys, "map", own, "--form", FORM, "-o", path)
    assert "for you to decide" in said
    text = path.read_text(encoding="utf-8")
    written = tomllib.loads(text)
    assert written["form"] == FORM
    assert written["questions"]["Do you have measures to cut carbon emissions and waste?"] == "environment"
    assert written["questions"]["Who feeds the office cat?"] == ""
    assert "# 0." in text
    assert "UNDECIDED" in text
    path.write_text(text.replace('office cat?" = ""', 'office cat?" = "worker-voice"'), encoding="utf-8")
    second = write("second.csv", OWN.replace("Everyone", "Yes, whoever comes first"))
    answers = read(capsys, second, "--mapping", path)
    assert (answers["worker-voice"]["value"], answers["worker-voice"]["matched_by"]) == ("yes", "mapping")


def test_an_untouched_mapping_changes_nothing(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mapping.toml"
    output(capsys, "map", own, "--form", FORM, "-o", path)
    plain, mapped = read(capsys, own, "--form", FORM), read(capsys, own, "--mapping", path)
    assert {name: one["value"] for name, one in plain.items()} == {name: one["value"] for name, one in mapped.items()}


def test_no_mapping_is_written_over_by_accident(own: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("mapping.toml", "# mine\n")
    assert "--force" in output(capsys, "map", own, "--form", FORM, "-o", path, code=ExitCode.USAGE)
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_without_a_name_the_mapping_is_printed(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tomllib.loads(output(capsys, "map", own, "--form", FORM))["form"] == FORM


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('form = "nz-supplier-declaratoin"\n', "mapping.toml:1: form: there is no form"),
        (f'form = "{FORM}"\n[questions]\n"Cat?" = "trainig"\n', "mapping.toml:3: questions.Cat?"),
        (f'form = "{FORM}"\n[questions]\n"Cat?" = "trainig"\n', "did you mean 'training'?"),
        (f'form = "{FORM}"\nquestion = 1\n', "mapping.toml:2: question: unknown key; did you mean 'questions'?"),
        (f'form = "{FORM}"\n[labels]\na = 3\n', "mapping.toml:3: labels.a"),
        ("form = \n", "mapping.toml:1: this is not valid TOML"),
        ("[questions]\n", "form: missing"),
    ],
)
def test_mistakes_in_a_mapping_are_told_with_their_line(
    text: str, says: str, own: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("mapping.toml", text)
    assert says in output(capsys, "read", own, "--mapping", path, code=ExitCode.USAGE)


def test_a_mapping_for_another_form_is_refused(own: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("mapping.toml", f'form = "{FORM}"\n')
    said = output(capsys, "read", own, "--mapping", path, "--form", "uk-digital-marketplace", code=ExitCode.USAGE)
    assert "there is no form" in said


def test_a_missing_mapping_is_told(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = output(capsys, "read", own, "--mapping", tmp_path / "none.toml", code=ExitCode.USAGE)
    assert "cannot be read" in said


# --- which form --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "form"),
    [
        ({"modernSlaveryTurnover": True, "modernSlaveryReportingRequirements": True}, "uk-digital-marketplace"),
        ({"OrganisationName": "Example plc", "StatementURL": "https://example.test", "SocialAudits": "None of these",
          "NoRisks": "We looked", "Training": "None", "Policies": "None", "Turnover": "Under £36 million",
          "GroupSubmission": "No", "CompanyNumber": "01234567", "ApprovingPerson": "A. Example",
          "DateApproved": "2026-03-01"}, "uk-registry-submission"),
        ({"legal-name": "Example Ltd", "training": "Yes", "ethics": "Yes", "incidents": "No", "recruiters": "N/A"}, FORM),
    ],
)  # fmt: skip
def test_the_form_that_fits_is_found(
    answers: dict[str, object], form: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("answers.json", json.dumps(answers))
    found = json.loads(output(capsys, "read", path, "--json"))
    assert found["form"]["id"] == form
    assert {answer["question"] for answer in found["answers"]} == set(answers)
