"""The sample suppliers: what is planted in their papers is found, and nothing is raised where nothing is."""

from __future__ import annotations

import csv
import importlib.util
import json
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from conftest import SAMPLES
from supplychain_check.cli.main import run
from supplychain_check.readers import read

SUPPLIERS = SAMPLES / "suppliers"
PLANTED = {
    "brightwater-packhouse": {"incidents"},
    "stannard-workwear": {"supplier-checks", "training"},
    "fenwick-lowe-furniture": set(),
    "harrowgate-security": set(),
    "kowhai-ridge-linen": set(),
    "mackellar-catering": set(),
    "pinehaven-care": {"workforce"},
    "tui-street-cleaning": set(),
}
"""The questions that each statement contradicts."""
ALSO = {"brightwater-packhouse": {"past-breaches", "free-to-leave"}}
"""Questions on which what was planted bears as well: they may be raised, and need not be."""


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script that makes the samples, loaded from its file."""
    spec = importlib.util.spec_from_file_location("build_suppliers", SAMPLES / "build_suppliers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SAMPLES))
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def vetted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `vet samples/suppliers -o DIR` writes."""
    folder = tmp_path_factory.mktemp("vetted")
    assert run(["vet", str(SUPPLIERS), "-o", str(folder)]) == 0
    return folder


@pytest.fixture
def view(capsys: pytest.CaptureFixture[str]) -> Any:
    """Vets one supplier, with more options if given, and returns its view."""

    def of(name: str, *options: str) -> Any:
        papers = [
            part
            for path in sorted((SUPPLIERS / name).iterdir())
            for part in (f"--{path.stem}", str(path))  # files are named for what they are
        ]
        assert run(["vet", *papers, *options, "--as", "json"]) == 0
        (told,) = json.loads(capsys.readouterr().out)["suppliers"]
        return told

    return of


def rows(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of the table by the first word of the supplier's name, in small letters without marks."""
    with (folder / "suppliers.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["supplier"].split()[0].lower().replace("ō", "o"): row for row in csv.DictReader(file)}


def test_every_supplier_has_a_source_and_papers(build: ModuleType) -> None:
    assert set(build.names()) == set(PLANTED) == {path.name for path in SUPPLIERS.iterdir()}


@pytest.mark.parametrize("name", PLANTED)
def test_the_papers_are_up_to_date_and_the_same_each_time(build: ModuleType, name: str, tmp_path: Path) -> None:
    kind, content = build.declaration(name)
    assert build.declaration(name) == (kind, content)
    kept, made = SUPPLIERS / name / f"declaration.{kind}", tmp_path / f"declaration.{kind}"
    made.write_bytes(content)
    build.write_statement(name, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in (SUPPLIERS / name).iterdir()}
    # another version of a library may write other bytes, but never other words
    assert read(made).text == read(kept).text, "run: python samples/build_suppliers.py"
    for path in tmp_path.glob("statement.*"):
        assert read(path).text == read(SUPPLIERS / name / path.name).text, "run: python samples/build_suppliers.py"


def test_office_files_hold_no_time_at_which_they_were_made(build: ModuleType) -> None:
    for name in ("kowhai-ridge-linen", "stannard-workwear"):
        kind, _ = build.declaration(name)
        with zipfile.ZipFile(SUPPLIERS / name / f"declaration.{kind}") as archive:
            assert {member.date_time for member in archive.infolist()} == {build.NEVER}


@pytest.mark.parametrize(("name", "planted"), PLANTED.items())
def test_what_is_planted_is_found_and_nothing_else(name: str, planted: set[str], view: Any) -> None:
    found = view(name)["contradictions"]
    contradicted = {one["question"] for one in found if one["outcome"] == "contradicted"}
    assert planted <= contradicted <= planted | ALSO.get(name, set())
    for one in found:
        assert one["declared"]["where"], "an officer finds the answer in its file"
        assert one["published"]["text"]


def test_the_table_has_every_supplier_and_its_contradictions(vetted: Path) -> None:
    table = rows(vetted)
    assert {row["read"] for row in table.values()} == {"yes"}
    for name, planted in PLANTED.items():
        number = int(table[name.split("-")[0]]["contradicted"])
        assert len(planted) <= number <= len(planted | ALSO.get(name, set())), name


def test_the_workbook_says_the_same_as_the_table(vetted: Path) -> None:
    sheet = openpyxl.load_workbook(vetted / "suppliers.xlsx").worksheets[0]
    head, *body = sheet.iter_rows(values_only=True)
    at = [str(cell).lower() for cell in head].index("contradicted")
    names = {str(row[0]): row[at] for row in body}
    for row in rows(vetted).values():
        assert str(names[row["supplier"]]) == row["contradicted"]


@pytest.mark.parametrize(("name", "planted"), PLANTED.items())
def test_questions_begin_with_what_was_planted(vetted: Path, name: str, planted: set[str]) -> None:
    text = (vetted / f"questions-{name}.txt").read_text(encoding="utf-8")
    first = [part for part in text.split("\n\n") if part[:1].isdigit()]
    assert first
    for question in first[: len(planted)]:
        assert "How do the two go together?" in question
    assert text.count("How do the two go together?") >= len(planted)
    assert not {"lie", "lied", "false", "guilty"} & set(text.lower().split())


def test_a_small_firm_without_a_duty_is_not_asked_for_a_statement(view: Any) -> None:
    told = view("tui-street-cleaning")
    assert not told["statements"]
    gaps = [one["criterion"] for one in told["criteria"] if one["gap"] and not one["asked"]]
    assert gaps == []


def test_a_form_that_came_back_blank_gets_one_question_for_all_of_it(view: Any) -> None:
    questions = view("mackellar-catering")["questions"]
    assert sum("questions are blank" in one["text"] for one in questions) == 1


def test_a_subsidiary_is_covered_by_its_parents_statement(view: Any) -> None:
    told = view("harrowgate-security", "--supplier", "Harrowgate Security (NZ) Limited", "--nzbn", "9429990107123")
    (statement,) = told["statements"]
    assert statement["covers"]["covered"] == "listed as covered"
    (period,) = (one for one in told["contradictions"] if one["kind"] == "period")
    assert period["outcome"] == "differs in period"
    assert "Is there a statement for the period of the declaration?" in told["questions"][0]["text"]


def test_passports_that_a_contractor_kept_are_no_contradiction_of_the_firms_own(view: Any) -> None:
    (kept,) = (one for one in view("brightwater-packhouse")["contradictions"] if one["kind"] == "documents")
    assert kept["outcome"] == "differs in scope"
    assert "17 pickers" in kept["published"]["text"]


def test_the_table_says_whether_a_statement_covers_the_firm_that_declares(vetted: Path) -> None:
    table = rows(vetted)
    assert table["harrowgate"]["covered"] == "listed as covered"
    assert table["stannard"]["covered"] == "named as reporting entity"
    assert table["tui"]["covered"] == ""


def test_a_buyers_own_questionnaire_is_matched_and_what_is_not_sure_is_left_to_a_person(view: Any) -> None:
    told = view("pinehaven-care")["declaration"]
    assert len(told["answers"]) >= 12
    assert {answer["matched_by"] for answer in told["answers"]} <= {"wording", "meaning"}
    matched = {answer["entry"]["label"]: answer["question"] for answer in told["answers"]}
    assert matched["B1"] == "workforce"
    assert matched["C3"] == "incidents"
    assert "What is your average time to pay an invoice?" in {one["entry"]["question"] for one in told["unsure"]}
