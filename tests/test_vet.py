"""A declaration beside statements: verdicts with both quotes, questions, folders of suppliers, exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from declared import IDENTITY, pipeline
from supplychain_check.authoring.examples import example_document
from supplychain_check.cli.main import cli
from supplychain_check.declarations.forms import load_form
from supplychain_check.models import Document, DocumentKind
from supplychain_check.models.declaration import Answer, Declaration, Entry, Value
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline, Prepared, info
from supplychain_check.readers.box import Source
from supplychain_check.readers.worker import Worker
from supplychain_check.vetting.duty import organisation
from supplychain_check.vetting.mail import as_mail
from supplychain_check.vetting.values import CriterionView, Kind, SupplierView, Verdict
from supplychain_check.vetting.view import Given, Tenderer, make_view

SIGNED = {"signatory": "Ana Tawhiri", "signatory-title": "Owner", "signed-on": "14 July 2026"}
TRAINED = "Yes. In March 2026 all 14 cleaners were trained to recognise the signs of forced labour."
HEAD = """# Modern Slavery Statement 2026

Tarnbrook Cleaning Limited makes this modern slavery statement for the year ended 30 June 2026.

## What we did

"""
CONSISTENT = {
    **IDENTITY,
    **SIGNED,
    "training": TRAINED,
    "incidents": "Yes. In May 2026 two cleaners told us that an agent had kept their passports; we got them back.",
}
SHOWS = (
    HEAD
    + """In March 2026 all 14 of our cleaners were trained to recognise the signs of forced labour.

In May 2026 two cleaners told us that an agent had kept their passports. We treated this as a case of modern
slavery, got the passports back and told the police.

The statement was approved by the board on 10 July 2026.
"""
)


def filled(answers: Mapping[str, str], form: str = "nz-supplier-declaration") -> str:
    """The form as a CSV file with these answers; a question without one is left blank."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Question", "Answer", "Explanation"])
    for question in load_form(form).questions:
        said = answers.get(question.id, "")
        word, dot, text = said.partition(". ")
        brief = bool(dot) and word in {"Yes", "No", "N/A"}
        writer.writerow([question.text, word if brief else said, text if brief else ""])
    return file.getvalue()


@pytest.fixture(scope="module")
def line() -> Pipeline:
    return Pipeline((load_pack("nz-plan-of-action"),))


@pytest.fixture
def papers(line: Pipeline, write: Callable[[str, str], Path]) -> Callable[..., SupplierView]:
    """The view of a supplier from its answers and the texts of its statements."""

    def view(answers: Mapping[str, str] | None, *statements: str, who: Tenderer | None = None) -> SupplierView:
        declared = None
        if answers is not None:
            declared = _read(line, write("declaration.csv", filled(answers)), DocumentKind.DECLARATION)
        published = tuple(
            _read(line, write(f"statement-{number}.md", text), DocumentKind.STATEMENT)
            for number, text in enumerate(statements, 1)
        )
        return make_view(line, Given(declared, published), who)

    return view


def _read(line: Pipeline, path: Path, kind: DocumentKind) -> Prepared:
    paper = line.prepare(path, kind)
    assert isinstance(paper, Prepared), paper
    return paper


def criterion(view: SupplierView, id: str) -> CriterionView:
    return next(one for one in view.criteria if one.criterion == id)


def verdict(view: SupplierView, id: str) -> Verdict:
    return criterion(view, id).verdict


def test_what_both_papers_show_is_supported_with_both_quotes_and_places(papers: Callable[..., SupplierView]) -> None:
    one = criterion(papers(CONSISTENT, SHOWS), "14-training")
    assert one.verdict is Verdict.SUPPORTED
    assert "all 14 cleaners were trained" in one.declared[0].text
    assert "cell" in one.declared[0].where
    assert one.declared[0].question.startswith("In the period, was anyone in your firm trained")
    assert "all 14 of our cleaners were trained" in one.published[0].text
    assert "What we did" in one.published[0].where


def test_a_consistent_pair_has_no_contradiction_and_no_difference(papers: Callable[..., SupplierView]) -> None:
    view = papers(CONSISTENT, SHOWS)
    assert view.contradictions == ()
    assert {view.counts[v] for v in (Verdict.CONTRADICTED, Verdict.DIFFERS)} == {0}


def test_no_cases_declared_and_a_case_described_is_contradicted_and_asked_first(
    papers: Callable[..., SupplierView],
) -> None:
    view = papers({**CONSISTENT, "incidents": "No"}, SHOWS)
    assert verdict(view, "16-incidents") is Verdict.CONTRADICTED
    assert view.questions[0].kind is Kind.CONTRADICTION
    assert "passports" in view.questions[0].text or "modern slavery" in view.questions[0].text


def test_declared_only_and_published_only(papers: Callable[..., SupplierView]) -> None:
    view = papers(
        {**IDENTITY, **SIGNED, "employment-standards": "Yes. We checked all 14 wage records in May 2026."}, SHOWS
    )
    assert verdict(view, "13-employment-standards") is Verdict.DECLARED_ONLY
    assert verdict(view, "14-training") is Verdict.PUBLISHED_ONLY


def test_a_promise_in_the_statement_does_not_support_what_is_declared_as_done(
    papers: Callable[..., SupplierView],
) -> None:
    view = papers(CONSISTENT, HEAD + "We will train all of our cleaners to recognise the signs of forced labour.\n")
    assert verdict(view, "14-training") is not Verdict.SUPPORTED


def test_both_silent(papers: Callable[..., SupplierView]) -> None:
    one = criterion(papers(CONSISTENT, SHOWS), "14-unions-sector")
    assert (one.verdict, one.gap) == (Verdict.SILENT, False)


def test_an_older_statement_supports_what_the_newest_leaves_out(papers: Callable[..., SupplierView]) -> None:
    newest = HEAD + "We asked our three suppliers about the hours of their workers in May 2026.\n"
    older = SHOWS.replace("2026", "2025")
    view = papers(CONSISTENT, older, newest)
    assert [one.older for one in view.statements] == [False, True]
    assert criterion(view, "14-training").reason.startswith("An older statement")


def test_a_missing_statement_is_no_gap_for_a_firm_without_a_duty(line: Pipeline) -> None:
    view = make_view(line, Given(_uk(Value.NO)))
    assert view.duty.state == "no"
    assert not [one for one in view.criteria if one.gap and not one.asked]
    assert "statement" not in " ".join(q.text for q in view.questions if q.kind is Kind.PAPER)


def test_a_missing_statement_is_asked_for_where_there_is_a_duty(line: Pipeline) -> None:
    view = make_view(line, Given(_uk(Value.YES)))
    assert view.duty.state == "yes"
    assert any("send us your latest modern slavery statement" in question.text for question in view.questions)


def _uk(turnover: Value) -> Prepared:
    """A declaration of the British form that answers its question on turnover."""
    form = load_form("uk-digital-marketplace")
    duty = next(question for question in form.questions if question.meaning == "duty")
    entry = Entry(question=duty.text, answer=turnover.value)
    answer = Answer(question=duty.id, entry=entry, matched_by="id", confidence=1.0, value=turnover)
    empty = example_document("Answers\n")
    return pipeline(Declaration(document=info(empty), form=form, answers=(answer,))).prepare_document(empty)


@pytest.mark.parametrize(
    ("answer", "revenue"),
    [
        ("Under £36 million", {"GBP": 18e6}),
        ("£36 million to £60 million", {"GBP": 48e6}),
        ("£500 million or more", {"GBP": 750e6}),
    ],
)
def test_the_size_that_was_ticked_is_taken_from_the_middle_of_its_range(answer: str, revenue: dict[str, float]) -> None:
    form = load_form("uk-registry-submission")
    asked = next(question for question in form.questions if question.role == "turnover")
    given = Answer(
        question=asked.id, entry=Entry(question=asked.text, answer=answer), matched_by="id", confidence=1.0,
        value=Value.STATED, chosen=(answer,),
    )  # fmt: skip
    empty = example_document("Answers\n")
    declared = Declaration(document=info(empty), form=form, answers=(given,))
    assert organisation(declared).amounts == {"revenue": revenue}


def test_every_file_of_a_folder_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    once = Worker.read

    def counted(worker: Worker, source: Source) -> Document:
        read.append(source.shown)
        return once(worker, source)

    monkeypatch.setattr(Worker, "read", counted)
    assert run(folder, "--allow-unreadable").exit_code == 0
    assert len(read) == len(set(read)) == 5


def test_whether_the_statement_covers_the_tenderer(papers: Callable[..., SupplierView]) -> None:
    (mine,) = papers(None, SHOWS, who=Tenderer("Tarnbrook Cleaning Ltd")).statements
    assert mine.covers is not None
    assert mine.covers.covered == "named as reporting entity"
    other = papers(None, SHOWS, who=Tenderer("Halswater Freight Limited"))
    assert any("Halswater Freight Limited" in question.text for question in other.questions)


def test_the_mail_has_every_question_and_no_markup(papers: Callable[..., SupplierView]) -> None:
    view = papers({**CONSISTENT, "incidents": "No"}, SHOWS)
    mail = as_mail(view)
    assert mail.startswith("Subject: ")
    assert f"{len(view.questions)}. " in mail
    assert "**" not in mail


def test_questions_on_one_answer_are_put_once(papers: Callable[..., SupplierView]) -> None:
    texts = [question.text for question in papers({**CONSISTENT, "incidents": "No"}, SHOWS).questions]
    assert sum('answer "No"' in text for text in texts) <= 1


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["vet", *map(str, args)])


@pytest.fixture
def folder(tmp_path: Path, write: Callable[[str, str], Path]) -> Path:
    """Three suppliers: a consistent one, one with a contradiction and a formula for a name, one that cannot be read."""
    write("suppliers/tarnbrook/answers.csv", filled(CONSISTENT))
    write("suppliers/tarnbrook/published.md", SHOWS)
    write(
        "suppliers/=risky/a.csv", filled({**CONSISTENT, "incidents": "No", "legal-name": "=Tarnbrook Cleaning Limited"})
    )
    write("suppliers/=risky/b.md", SHOWS)
    (tmp_path / "suppliers/broken").mkdir()
    (tmp_path / "suppliers/broken/answers.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    return tmp_path / "suppliers"


def test_a_folder_gives_tables_and_questions_and_names_what_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    result = run(folder, "-o", tmp_path / "out")
    assert result.exit_code == 3, result.output
    table = (tmp_path / "out/suppliers.csv").read_text(encoding="utf-8-sig")
    rows = {row["supplier"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows["broken"]["read"] == "no"
    assert "answers.xlsx" in rows["broken"]["reason"]
    assert rows["Tarnbrook Cleaning Limited"]["contradicted"] == "0"
    assert int(rows["'=Tarnbrook Cleaning Limited"]["contradicted"]) >= 1
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["questions-=risky.txt", "questions-tarnbrook.txt", "suppliers.csv", "suppliers.xlsx"]


OWN_WORDS = """# How we treat people

Tarnbrook Cleaning, written in July 2026.

There are 14 of us, and everyone is paid by the hour through a payroll firm. We check every payslip of new starters.
Nobody has given us their passport and nobody will. Two of our cleaners are on working holiday visas. If something is
wrong, our staff talk to Ana or ring the labour inspectorate. Our cloths and mops come from a merchant in Rolleston.
We asked the merchant in May where they are made, and it did not know. We buy soap from a factory in Kaiapoi that we
have seen. We bring in a subcontractor for high windows. Next year we want to ask more suppliers.
"""


def test_a_small_firm_s_own_words_are_read_beside_its_declaration(write: Callable[[str, str], Path]) -> None:
    write("suppliers/tarnbrook/answers.csv", filled(CONSISTENT | {"subcontractors": "N/A. We use no subcontractors."}))
    write("suppliers/tarnbrook/people.md", OWN_WORDS)
    write("suppliers/tarnbrook/picnic.md", "# Picnic\n\n" + "We meet at the river and bring bread. " * 12)
    result = run(Path(write("suppliers/x.txt", "").parent), "--as", "json")
    assert result.exit_code == 0, result.output
    (view,) = json.loads(result.output)["suppliers"]
    warned = {one["code"]: one["message"] for one in view["warnings"]}
    assert warned["maybe-no-statement"].startswith("people.md may be no statement")
    assert warned["left-out"].startswith("picnic.md")
    assert [one["document"]["name"] for one in view["statements"]] == ["people.md"]
    assert "subcontractors" in {one["question"] for one in view["contradictions"]}


def test_with_a_statement_other_papers_stay_left_out(write: Callable[[str, str], Path]) -> None:
    write("suppliers/tarnbrook/answers.csv", filled(CONSISTENT))
    write("suppliers/tarnbrook/published.md", SHOWS)
    write("suppliers/tarnbrook/people.md", OWN_WORDS)
    (view,) = json.loads(run(write("suppliers/x.txt", "").parent, "--as", "json").output)["suppliers"]
    assert [one["document"]["name"] for one in view["statements"]] == ["published.md"]


@pytest.mark.parametrize(
    ("given", "kinds"), [(("2026", "2025"), set()), (("2025",), {"statement-year", "approval-date"})]
)
def test_only_the_newest_statement_is_held_to_the_year_that_an_answer_names(
    given: tuple[str, ...], kinds: set[str], write: Callable[[str, str], Path]
) -> None:
    said = "Yes. Our statement for the year ended 30 June 2026 was approved by the board on 10 July 2026."
    answers = {"modernSlaveryTurnover": "Yes", "modernSlaveryReportingRequirements": said}
    declaration = write("answers.csv", filled(answers, "uk-digital-marketplace"))
    statements = [write(f"{year}.md", SHOWS.replace("2026", year)) for year in given]
    options = [part for path in statements for part in ("--statement", path)]
    result = run("--declaration", declaration, *options, "--as", "json")
    assert result.exit_code == 0, result.output
    (view,) = json.loads(result.output)["suppliers"]
    assert len(view["statements"]) == len(given)
    assert {one["kind"] for one in view["contradictions"]} & {"statement-year", "approval-date"} == kinds


def test_the_tables_of_an_earlier_run_are_no_supplier(folder: Path) -> None:
    run(folder, "-o", folder / "out")
    result = run(folder, "-o", folder / "out")
    assert len((folder / "out" / "suppliers.csv").read_text(encoding="utf-8-sig").splitlines()) == 4, result.output


def test_no_cell_of_the_workbook_is_a_formula(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "out")
    book = load_workbook(tmp_path / "out/suppliers.xlsx")
    assert book.sheetnames[:3] == ["Suppliers", "Criteria", "Contradictions"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["Contradictions"].max_row >= 2


def test_unreadable_suppliers_can_be_allowed(folder: Path) -> None:
    assert run(folder, "--allow-unreadable").exit_code == 0


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_each_format_shows_both_quotes(form: str, write: Callable[[str, str], Path]) -> None:
    declaration = write("d.csv", filled({**CONSISTENT, "incidents": "No"}))
    result = run("--declaration", declaration, "--statement", write("s.md", SHOWS), "--as", form, "-v")
    assert result.exit_code == 0, result.output
    text = " ".join(result.output.split())
    assert "all 14 cleaners were trained" in text
    assert "all 14 of our cleaners were trained" in text
    if form == "json":
        assert json.loads(result.stdout)["suppliers"][0]["counts"]["contradicted"] >= 1


def test_questions_are_written_to_a_file(tmp_path: Path, write: Callable[[str, str], Path]) -> None:
    target = tmp_path / "deep" / "questions.txt"
    result = run(
        "--declaration", write("d.csv", filled(CONSISTENT)), "--statement", write("s.md", SHOWS), "--questions", target
    )
    assert result.exit_code == 0, result.output
    assert "Kind regards" in target.read_text()


def test_a_form_of_the_suppliers_own_is_read_with_a_mapping(tmp_path: Path, write: Callable[[str, str], Path]) -> None:
    own = write("own.csv", "Question,Answer\nTeaching (line 4),Yes. In March 2026 all 14 cleaners were trained.\n")
    mapping = write("m.toml", 'form = "nz-supplier-declaration"\n[questions]\n"Teaching (line 4)" = "training"\n')
    statement = write("s.md", SHOWS)
    result = run("--declaration", own, "--statement", statement, "--mapping", mapping, "--as", "json")
    assert result.exit_code == 0, result.output
    views = json.loads(result.stdout)["suppliers"][0]["criteria"]
    assert next(one["verdict"] for one in views if one["criterion"] == "14-training") == "supported"


def test_a_file_that_no_form_fits_is_refused_with_what_to_do(write: Callable[[str, str], Path]) -> None:
    result = CliRunner().invoke(cli, ["vet", "--declaration", str(write("d.md", "We make brushes in Tarnbrook.\n"))])
    assert "declaration map" in str(result.exception)


@pytest.mark.parametrize(
    "args", [[], ["--statement", "s.md"], [".", "--declaration", "d.csv"], [".", "--supplier", "X"]]
)
def test_arguments_that_make_no_sense_are_refused(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code != 0
    assert result.exception


def test_explain_says_of_a_declaration_that_grades_count_too(write: Callable[[str, str], Path]) -> None:
    path = write("d.csv", filled(CONSISTENT))
    result = CliRunner().invoke(cli, ["explain", str(path), "--criterion", "14-training"])
    assert result.exit_code == 0, result.output
    assert "what the answers are worth" in " ".join(result.output.split())


def test_check_stores_a_declaration_beside_statements(tmp_path: Path, write: Callable[[str, str], Path]) -> None:
    write("both/d.csv", filled(CONSISTENT))
    write("both/s.md", SHOWS)
    result = CliRunner().invoke(cli, ["check", str(tmp_path / "both")])
    assert result.exit_code == 0, result.output
    listed = CliRunner().invoke(cli, ["list"])
    assert listed.output.count("nz-plan-of-action") == 2
