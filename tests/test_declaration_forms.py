"""The forms as data, and the empty files that suppliers fill in."""

from __future__ import annotations

import csv
import json
import tomllib
from io import BytesIO, StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from jsonschema import Draft7Validator
from pypdf import PdfReader

from conftest import REPOSITORY
from supplychain_check.cells import FORMULA
from supplychain_check.cli.declaration import KINDS
from supplychain_check.cli.main import run
from supplychain_check.declarations.forms import for_small_firms, form_ids, load_form, shipped_forms
from supplychain_check.declarations.templates import TEMPLATES, write
from supplychain_check.declarations.templates.layout import COLUMNS, YES_NO
from supplychain_check.errors import ExitCode, PackProblem, UsageProblem
from supplychain_check.models.declaration import Form, Question, QuestionKind
from supplychain_check.pack_schema import schema_text
from supplychain_check.packs import core_elements

NZ, CANADA = "nz-supplier-declaration", "ca-s211-questionnaire"
FOLDER = REPOSITORY / "criteria" / "forms"
forms = pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.id)


# --- the forms ----------------------------------------------------------------------------------------------


def test_the_four_forms_are_there() -> None:
    assert set(form_ids()) == {NZ, CANADA, "uk-digital-marketplace", "uk-registry-submission"}


def test_our_own_form_is_short_and_shorter_for_small_firms() -> None:
    form = load_form(NZ)
    assert len(form.questions) <= 25
    assert len(for_small_firms(form).questions) == 12


def test_our_own_form_says_who_answers_for_which_period_and_who_signs() -> None:
    for form in (load_form(NZ), for_small_firms(load_form(NZ))):
        roles = {question.role for question in form.questions}
        assert roles >= {"entity", "identifier", "period_end", "signatory", "signatory_title", "signed_on"}


def test_our_own_form_helps_with_every_question() -> None:
    for question in load_form(NZ).questions:
        assert question.help
        assert bool(question.explain) == (question.kind is QuestionKind.YES_NO)
        assert question.scope


@forms
def test_forms_name_core_elements_and_say_what_was_not_verified(form: Form) -> None:
    named = {element for question in form.questions for element in question.core_elements}
    assert named
    assert named <= set(core_elements())
    assert "not verified" in form.note.casefold()
    assert form.sources


@forms
def test_every_measure_says_of_whose_workers_it_speaks(form: Form) -> None:
    assert not [q.id for q in form.questions if q.meaning == "measure" and not q.scope]


def test_the_ids_of_the_marketplace_are_those_of_its_files() -> None:
    assert [question.id for question in load_form("uk-digital-marketplace").questions] == [
        "modernSlaveryTurnover",
        "modernSlaveryReportingRequirements",
        "modernSlaveryStatement",
        "mitigatingFactors3",
        "modernSlaveryStatementOptional",
    ]


def test_the_published_schema_is_up_to_date_and_accepts_the_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["packs", "schema", "form"]) == 0
    published = (REPOSITORY / "criteria" / "schema" / "form.json").read_text(encoding="utf-8")
    assert published == capsys.readouterr().out, "run: packs schema form > criteria/schema/form.json"
    validator = Draft7Validator(json.loads(schema_text("form")))
    for path in FOLDER.glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert not list(validator.iter_errors(data)), path.name
        assert not validator.is_valid({**data, "titel": "Form"})


SPOILT = """id = "harbour board"
title = "Harbour board"
jurisdiction = "New Zealand"
version = "1"
publisher = "Harbour board"
[[questions]]
id = "fees_paid"
text = "Do workers pay for their job?"
core_elements = ["recruitment_fee"]
optionen = ["a"]
[[questions]]
id = "twice"
text = "Which of these?"
kind = "choice"
options = ["One"]
[[questions]]
id = "twice"
text = "And then?"
kind = "yesno"
options = ["a", "b"]
only_if = "twise"
small_firms = true
[[questions]]
id = "after"
text = "What else?"
only_if = "twice"
"""


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "harbour.toml"
    path.write_text(SPOILT, encoding="utf-8")
    with pytest.raises(PackProblem) as caught:
        load_form(str(path))
    problems = caught.value.problems
    for said in (
        "harbour.toml:1: id: 'harbour board' will not do here; write lower-case letters, digits and hyphens",
        "harbour.toml:3: jurisdiction: 'New Zealand' will not do here; write an ISO 3166 code",
        "harbour.toml:4: version: '1' will not do here; write three numbers",
        "harbour.toml:7: questions[1].id: 'fees_paid' will not do here",
        "questions[1].core_elements: 'recruitment_fee' is not in criteria/core-elements.toml; did you mean",
        "harbour.toml:10: questions[1].optionen: unknown key; did you mean 'options'?",
        "questions[2].options: a question to choose from needs at least two answers",
        "questions[2].id: several questions are called 'twice'",
        "harbour.toml:19: questions[3].kind: 'yesno' is not known here; did you mean 'yes_no'?",
        "questions[3].only_if: there is no other question 'twise'; did you mean 'twice'?",
    ):
        assert any(said in problem for problem in problems), (said, problems)


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('id = "own"\ntitle = broken\n', encoding="utf-8")
    with pytest.raises(PackProblem, match=r"own\.toml:2: this is not valid TOML"):
        load_form(str(path))


def test_a_form_that_is_not_there_names_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["declaration", "template", "nz-supplier-declaratoin"]) == ExitCode.PACK
    assert "did you mean 'nz-supplier-declaration'?" in capsys.readouterr().err


# --- the empty forms ----------------------------------------------------------------------------------------


def sheet_of(form: Form) -> Any:
    return openpyxl.load_workbook(BytesIO(write(form, "xlsx")))["Answers"]


def test_the_command_offers_every_kind() -> None:
    assert tuple(TEMPLATES) == KINDS
    with pytest.raises(UsageProblem, match="Choose from xlsx"):
        write(load_form(NZ), "odt")


@forms
def test_a_workbook_protects_questions_and_leaves_answers_open(form: Form) -> None:
    sheet = sheet_of(form)
    assert sheet.protection.sheet
    beside = {row[0].value: row for row in sheet.iter_rows() if row[1].value}
    for question in form.questions:
        ref, text, *cells = beside[question.id]
        assert ref.protection.locked
        assert text.protection.locked
        assert str(text.value).startswith(question.text)
        assert any(not cell.protection.locked for cell in cells)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9


def test_a_workbook_has_lists_to_choose_from_and_help_where_one_types() -> None:
    sheet = sheet_of(load_form(NZ))
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    cells = {row[0].value: row[2].coordinate for row in sheet.iter_rows() if row[1].value}
    rule = rules[cells["recruitment-fees"]]
    assert rule.formula1 == f'"{",".join(YES_NO)}"'
    assert "Fees, deposits, loans" in rule.prompt
    assert all(len(rule.prompt or "") <= 255 and len(rule.formula1 or "") <= 255 for rule in rules.values())


def test_answers_with_commas_are_listed_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    form = own_form(tmp_path, options=("Tea, coffee", "Water"))
    book = openpyxl.load_workbook(BytesIO(write(form, "xlsx")))
    rule = book["Answers"].data_validations.dataValidation[0]
    assert rule.formula1 == "Lists!$A$1:$A$2"
    assert [cell.value for cell in book["Lists"]["A"]] == ["Tea, coffee", "Water"]
    assert book["Lists"].sheet_state == "hidden"


@forms
def test_a_word_document_has_a_row_for_every_question(form: Form) -> None:
    document = docx.Document(BytesIO(write(form, "docx")))
    rows = {row.cells[0].text: row for table in document.tables for row in table.rows}
    for question in form.questions:
        assert rows[question.id].cells[1].text.startswith(question.text)
        controls = list(rows[question.id]._tr.iter("{*}dropDownList"))
        assert bool(controls) == (question.kind in (QuestionKind.YES_NO, QuestionKind.CHOICE))
    assert tuple(cell.text for cell in document.tables[0].rows[0].cells) == COLUMNS
    width, height = document.sections[0].page_width, document.sections[0].page_height
    assert width
    assert height
    assert (round(width.cm, 1), round(height.cm, 1)) == (29.7, 21.0)


@forms
def test_a_pdf_has_named_fields_that_lie_apart_on_a4(form: Form) -> None:
    reader = PdfReader(BytesIO(write(form, "pdf")))
    fields = reader.get_fields() or {}
    for question in form.questions:
        several = question.kind is QuestionKind.CHOICES
        first = fields[f"{question.id}_1" if several else question.id]
        assert str(first["/TU"]).startswith(question.text)
        if question.kind is QuestionKind.YES_NO:
            assert [str(option) for option in first["/Opt"]] == [" ", *YES_NO]
            assert {f"{question.id}_explanation", f"{question.id}_document"} <= set(fields)
    for page in reader.pages:
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == (595, 842)
        _check_apart([[float(x) for x in note.get_object()["/Rect"]] for note in page.get("/Annots", ())])


def _check_apart(boxes: list[list[float]]) -> None:
    for x0, y0, x1, y1 in boxes:
        assert 40 <= x0 < x1 <= 555
        assert 40 <= y0 < y1 <= 800
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


def test_a_pdf_keeps_its_words_on_the_page() -> None:
    for page in PdfReader(BytesIO(write(load_form(CANADA), "pdf"))).pages:
        assert "Page " in page.extract_text()
        assert "�" not in page.extract_text()


def test_a_csv_opens_in_excel_as_utf_8() -> None:
    data = write(load_form(NZ), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert {*COLUMNS, "Section", "Help"} == set(header)
    assert [row[0] for row in rows] == [question.id for question in load_form(NZ).questions]


def test_json_has_a_place_for_every_answer() -> None:
    form = load_form(CANADA)
    made = json.loads(write(form, "json"))
    assert (made["id"], made["version"]) == (form.id, form.version)
    assert [one["id"] for one in made["questions"]] == [question.id for question in form.questions]
    assert all({"answer", "explanation", "document"} <= set(one) for one in made["questions"])


@pytest.mark.parametrize("start", FORMULA)
def test_nothing_in_a_form_becomes_a_formula(start: str, tmp_path: Path) -> None:
    form = own_form(tmp_path, text=f"{start}1+1 is what?", options=(f"{start}cmd", f"{start}2"))
    for several in (form, own_form(tmp_path, text="Which?", options=(f"{start}cmd", f"{start}2"), kind="choices")):
        cells = [cell for sheet in openpyxl.load_workbook(BytesIO(write(several, "xlsx"))) for cell in _cells(sheet)]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        rows = csv.reader(StringIO(write(several, "csv").decode("utf-8-sig"), newline=""))
        values = [*(str(cell.value) for cell in cells), *(value for row in rows for value in row)]
        assert not [value for value in values if value.startswith(FORMULA)]


def _cells(sheet: Any) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("kind", TEMPLATES)
def test_letters_of_other_languages_do_no_harm(kind: str, tmp_path: Path) -> None:
    form = own_form(tmp_path, text="Kei te pai ngā kaimahi – 労働者 & <all>?", options=("Āe", '"Kāo"'))
    assert write(form, kind)


def test_the_same_form_makes_the_same_pdf() -> None:
    assert write(load_form(NZ), "pdf") == write(load_form(NZ), "pdf")


def own_form(
    folder: Path, *, text: str = "What is there to drink?", options: tuple[str, ...], kind: str = "choice"
) -> Form:
    path = folder / "own.toml"
    question = (
        f'[[questions]]\nid = "drink"\ntext = {json.dumps(text)}\nkind = "{kind}"\noptions = {json.dumps(options)}\n'
    )
    head = 'id = "own"\ntitle = "Own"\njurisdiction = "nz"\nversion = "1.0.0"\npublisher = "Harbour board"\n'
    path.write_text(head + question, encoding="utf-8")
    return load_form(str(path))


# --- the commands -------------------------------------------------------------------------------------------


def test_forms_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["declaration", "forms"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in form_ids())
    assert "25 questions, 12 for a small firm" in listed
    assert run(["declaration", "forms", NZ]) == 0
    shown = capsys.readouterr().out
    assert "recruitment-fees: Do you make sure that no worker pays" in shown
    assert "core elements: recruitment_fees" in shown


def test_a_template_is_written_and_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["declaration", "template", NZ, "--as", "csv"]) == 0
    path = Path(f"{NZ}.csv")
    path.write_text("answers of a supplier", encoding="utf-8")
    assert run(["declaration", "template", NZ, "--as", "csv"]) == ExitCode.USAGE
    assert "is there already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "answers of a supplier"
    assert run(["declaration", "template", NZ, "--as", "csv", "--force"]) == 0
    assert path.read_bytes() == write(load_form(NZ), "csv")


def test_a_template_for_small_firms_asks_less(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "small.json"
    assert run(["declaration", "template", NZ, "--as", "json", "--small", "-o", str(path)]) == 0
    assert len(json.loads(path.read_text(encoding="utf-8"))["questions"]) == 12
    assert run(["declaration", "template", CANADA, "--small", "-o", str(path)]) == ExitCode.USAGE
    assert "no shorter set of questions" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["declaration", "template", NZ, "-o", str(tmp_path / "none" / "form.xlsx")]) == ExitCode.USAGE
    assert "cannot be written" in capsys.readouterr().err


# --- what the specification says ----------------------------------------------------------------------------


def test_the_specification_lists_the_forms_and_its_example_loads(tmp_path: Path) -> None:
    text = (REPOSITORY / "criteria" / "README.md").read_text(encoding="utf-8")
    for form in shipped_forms():
        assert f"| `{form.id}` |" in text
        assert f"| {len(form.questions)}" in next(line for line in text.splitlines() if f"| `{form.id}` |" in line)
    example = text.partition("#:schema ../schema/form.json\n")[2].partition("```")[0]
    path = tmp_path / "harbour-agency.toml"
    path.write_text(example, encoding="utf-8")
    assert load_form(str(path)).questions[0].id == "night-work"


def test_the_specification_names_every_key_of_a_question() -> None:
    text = (REPOSITORY / "criteria" / "README.md").read_text(encoding="utf-8")
    section = text.partition("## Declarations\n")[2].partition("\n## ")[0]
    assert all(f"`{key}`" in section for key in Question.model_fields if key != "options")
    assert "(one of `options`)" in section
