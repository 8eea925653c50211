"""`packs evaluate` and `packs sample` as an analyst meets them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import SAMPLES
from supplychain_check.cli.main import run
from supplychain_check.errors import ExitCode

MINI = str(Path(__file__).parent / "packs" / "mini")
FOLDER = SAMPLES / "adversarial"
TRAINED = (
    "# Modern slavery statement 2026\n\nIn March 2026 we trained all 40 staff on modern slavery at Corran Cleaning."
)
SILENT = "# Modern slavery statement 2026\n\nCorran Cleaning Limited cleans offices in Nelson and buys soap and mops."
MAP = """
text = "body"
id = ["firm"]
note = "Labels made up for a test."

[[labels]]
criterion = "a-training"
column = "training"
yes = ["Staff", "Managers"]
no = ["None"]
separator = ", "
evidence = "said"
"""
Write = Callable[[str, str], Path]


class Said:
    """Exit code and what was printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def evaluate(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*args: object) -> Said:
        code = run(["packs", "evaluate", MINI, *map(str, args)])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture
def sample(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*args: object) -> Said:
        code = run(["packs", "sample", MINI, *map(str, args)])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return call


Tool = Callable[..., Said]


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


# --- labels --------------------------------------------------------------------------------------------


def test_a_pack_is_compared_with_labels_that_a_map_explains(write: Write, evaluate: Tool) -> None:
    labels = lines(
        {"firm": "A", "body": TRAINED, "training": "Managers, Other"},
        {"firm": "B", "body": SILENT, "training": "none"},
        {"firm": "C", "body": SILENT, "training": "Staff"},
        {"firm": "D", "body": TRAINED, "training": None},
        {"firm": "E", "body": TRAINED, "training": "In development"},
    )
    said = evaluate(write("labels.jsonl", labels), "--map", write("map.toml", MAP), "--json").json
    assert (said["pack"], said["documents"], said["without_labels"], said["unreadable"]) == ("mini", 3, 2, [])
    (result,) = said["results"]
    figures = result["agreement"]
    assert (figures["n"], figures["positives"], figures["tool_positives"]) == (3, 2, 1)
    assert figures["precision"]["value"] == 1
    assert figures["recall"]["value"] == 0.5
    assert not figures["enough"]
    assert [d["document"] for d in said["disagreements"]] == ["C"]


def test_the_table_says_what_was_compared_and_that_few_labels_judge_nothing(write: Write, evaluate: Tool) -> None:
    labels = write("labels.jsonl", lines({"firm": "A", "body": TRAINED, "training": "Staff"}))
    said = evaluate(labels, "--map", write("map.toml", MAP + "wanted_kappa = 0.6\n"))
    assert said.code == ExitCode.DONE
    assert "Labels made up for a test." in said.out
    assert "a-training  Training: level 1 and above, against training" in said.out
    assert "people say yes 1, no 0; the tool says yes 1, no 0" in said.out
    assert "Wanted: kappa 0.6: too few to judge" in said.out


def test_a_bar_is_reached_or_not_where_there_are_enough_labels(write: Write, evaluate: Tool) -> None:
    rows = [{"firm": f"A{n}", "body": TRAINED, "training": "Staff"} for n in range(20)]
    rows += [{"firm": f"B{n}", "body": SILENT, "training": "None"} for n in range(20)]
    labels = write("labels.jsonl", lines(*rows))
    assert "Wanted: kappa 0.6: reached." in evaluate(labels, "--map", write("m.toml", MAP + "wanted_kappa = 0.6\n")).out
    stricter = MAP + 'level = 2\nwanted_kappa = 0.6\n[[labels]]\ncriterion = "b-approval"\ncolumn = "training"\n'
    said = evaluate(labels, "--map", write("m2.toml", stricter + 'yes = ["Staff"]\nno = ["None"]\nwanted_kappa = 0.6'))
    assert "Wanted: kappa 0.6: not reached." in said.out


def test_disagreements_are_listed_with_the_evidence_of_both_sides(write: Write, evaluate: Tool, tmp_path: Path) -> None:
    labels = lines(
        {"firm": "=1+1", "body": TRAINED, "training": "None", "said": "looked everywhere"},
        {"firm": "C", "body": SILENT, "training": "Staff", "said": "@page 3"},
    )
    listed = tmp_path / "d.csv"
    evaluate(write("labels.jsonl", labels), "--map", write("map.toml", MAP), "--disagreements", listed)
    first, second = csv.DictReader(io.StringIO(listed.read_text()))
    assert (first["document"], first["label"], first["tool"], first["level"]) == ("'=1+1", "no", "yes", "2")
    assert "trained all 40 staff" in first["tool_quote"]
    assert first["label_evidence"] == "looked everywhere"
    assert (second["label"], second["tool"], second["tool_quote"]) == ("yes", "no", "")
    assert second["label_evidence"] == "'@page 3"


def test_texts_may_lie_in_files_and_those_that_cannot_be_read_are_counted(write: Write, evaluate: Tool) -> None:
    write("texts/a.md", TRAINED)
    write("texts/empty.md", "")
    labels = lines(
        {"firm": "A", "file": "texts/a.md", "training": "Staff"},
        {"firm": "B", "file": "texts/empty.md", "training": "Staff"},
        {"firm": "C", "file": "texts/missing.pdf", "training": "None"},
    )
    by_path = MAP.replace('text = "body"', 'path = "file"')
    said = evaluate(write("labels.jsonl", labels), "--map", write("map.toml", by_path))
    assert said.code == ExitCode.DONE
    assert "1 document read" in said.out
    assert "2 texts could not be read" in said.out
    assert "line 2: B: empty.md is empty." in " ".join(said.out.split())


def test_rates_in_other_documents_are_corrected(write: Write, evaluate: Tool) -> None:
    labels = lines(
        *[{"firm": f"A{n}", "body": TRAINED, "training": "Staff"} for n in range(4)],
        *[{"firm": f"B{n}", "body": SILENT, "training": "None"} for n in range(4)],
    )
    for n in range(3):
        write(f"others/{n}.md", TRAINED if n == 0 else SILENT)
    said = evaluate(write("l.jsonl", labels), "--map", write("m.toml", MAP), "--on", Path("others"), "--json").json
    rate = said["results"][0]["rate"]
    assert (rate["found"], rate["total"]) == (1, 3)
    assert rate["corrected"]["value"] == pytest.approx(1 / 3)


def test_several_columns_are_also_taken_together_and_documents_need_no_name(write: Write, evaluate: Tool) -> None:
    rows = [{"body": TRAINED, "training": "Staff"}, {"body": SILENT, "training": "Staff"}]
    two = MAP.replace('id = ["firm"]\n', "") + '[[labels]]\ncriterion = "a-training"\nlevel = 2\ncolumn = "training"\n'
    labels, by = write("l.jsonl", lines(*rows)), write("m.toml", two + 'yes = ["Staff"]\nno = ["None"]\n')
    said = evaluate(labels, "--map", by, "--json").json
    assert said["together"]["n"] == 4
    assert said["together"]["groups"] == 2
    assert [d["document"] for d in said["disagreements"]] == ["line 2", "line 2"]
    assert "All columns together" in evaluate(labels, "--map", by).out


def test_years_of_one_firm_are_drawn_together(write: Write, evaluate: Tool) -> None:
    rows = [{"firm": "A", "year": n, "body": TRAINED, "training": "Staff"} for n in range(3)]
    grouped = MAP.replace('id = ["firm"]', 'id = ["firm", "year"]\ngroup = "firm"')
    said = evaluate(write("l.jsonl", lines(*rows)), "--map", write("m.toml", grouped), "--json").json
    assert said["results"][0]["agreement"]["n"] == 3
    assert said["results"][0]["agreement"]["groups"] == 1


def test_every_bad_line_is_named(write: Write, evaluate: Tool) -> None:
    bad = '{"firm": "A", "body": "x", "training": "Staff"}\n{broken\n\n[1]\n{"firm": "B"}\n{"body": "x"}\n'
    said = evaluate(write("labels.jsonl", bad), "--map", write("map.toml", MAP))
    assert said.code == ExitCode.INPUT
    for part in ("line 2: not valid JSON", "line 4: not a JSON object", "line 5: no text in column 'body'"):
        assert part in said.err
    assert "line 6: no column 'firm'" in said.err
    assert "line 1" not in said.err


def test_values_that_the_map_does_not_know_are_an_error_when_nothing_is_left(write: Write, evaluate: Tool) -> None:
    labels = write("labels.jsonl", lines({"firm": "A", "body": TRAINED, "training": "maybe"}))
    said = evaluate(labels, "--map", write("map.toml", MAP))
    assert said.code == ExitCode.INPUT
    assert "No line of" in said.err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('text = "body"', ""), "name either `text`"),
        (('text = "body"', 'text = "body"\npath = "file"'), "not both"),
        (('"a-training"', '"a-traning"'), "the pack mini has no criterion 'a-traning'"),
        (('separator = ", "', "level = 7"), "a-training has 2 levels, not 7"),
        (('column = "training"', 'colum = "training"'), "unknown key"),
        (('no = ["None"]', ""), "labels.0.no: missing"),
        (("[[labels]]", "[[labels]"), "not valid TOML"),
    ],
)
def test_mistakes_in_a_map_say_what_to_write(
    write: Write, evaluate: Tool, change: tuple[str, str], message: str
) -> None:
    labels = write("labels.jsonl", lines({"firm": "A", "body": TRAINED, "training": "Staff"}))
    said = evaluate(labels, "--map", write("map.toml", MAP.replace(*change)))
    assert said.code == ExitCode.USAGE
    assert message in said.err


def test_labels_need_a_map_or_a_key_and_not_both(write: Write, evaluate: Tool) -> None:
    labels = write("labels.jsonl", "{}")
    assert "--map FILE.toml" in evaluate(labels).err
    assert evaluate(labels, "--map", labels, "--key", labels).code == ExitCode.USAGE
    assert evaluate("nowhere.jsonl", "--map", write("map.toml", MAP)).code == ExitCode.INPUT


# --- coding sheets -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheet_and_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sheet of 30 rows and its key, drawn once."""
    folder = tmp_path_factory.mktemp("drawn")
    sheet, key = folder / "sheet.xlsx", folder / "key.json"
    where = ("--on", FOLDER, "--n", 30, "--seed", 5, "--out", sheet, "--key", key)
    assert run(["packs", "sample", MINI, *map(str, where)]) == ExitCode.DONE
    return sheet, key


@pytest.fixture
def drawn(sheet_and_key: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the sheet, to be filled in, and its key."""
    sheet, key = sheet_and_key
    return Path(shutil.copy(sheet, tmp_path)), Path(shutil.copy(key, tmp_path))


def rows_of(path: Path) -> list[dict[str, Any]]:
    from openpyxl import load_workbook

    header, *rows = load_workbook(path)["Coding"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def fill(path: Path, answer: Callable[[int, int], str | None]) -> None:
    """Write the answer of coder 1 or 2 to each row."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book["Coding"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        for coder in (1, 2):
            sheet.cell(line, columns[f"coder {coder}"]).value = answer(sheet.cell(line, 1).value, coder)
    book.save(path)


def test_a_sheet_is_blind_and_its_key_is_not(drawn: tuple[Path, Path]) -> None:
    sheet, key = drawn
    rows, secret = rows_of(sheet), json.loads(key.read_text())
    assert len(rows) == len(secret["rows"]) == 30
    assert {"question", "what counts", "passage", "coder 1", "coder 2"} <= set(rows[0])
    assert all(row["passage"] and row["coder 1"] is None for row in rows)
    assert not any("level" in str(column) or "found" in str(column) for column in rows[0])
    assert {row["found"] for row in secret["rows"]} == {True, False}


def test_weights_put_the_strata_right(drawn: tuple[Path, Path]) -> None:
    secret = json.loads(drawn[1].read_text())
    for stratum in secret["strata"]:
        for found, size in ((True, stratum["found"]), (False, stratum["not_found"])):
            mine = [
                r["weight"] for r in secret["rows"] if (r["criterion"], r["found"]) == (stratum["criterion"], found)
            ]
            assert not mine or sum(mine) == pytest.approx(size)


def test_the_same_seed_draws_the_same_rows(sample: Tool, tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("again", 5), ("other", 6)):
        sample("--on", FOLDER / "honesty", "--n", 12, "--seed", seed, "--out", tmp_path / f"{name}.xlsx")
    assert rows_of(tmp_path / "again.xlsx") == rows_of(tmp_path / "one.xlsx")
    assert rows_of(tmp_path / "other.xlsx") != rows_of(tmp_path / "one.xlsx")
    assert (tmp_path / "again-key.json").is_file()


def test_no_cell_of_a_sheet_is_a_formula(sample: Tool, write: Write, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write(
        "docs/=cmd.md", "# =HYPERLINK(1)\n\n=1+1 we trained all 40 staff in March 2026 on modern slavery \x07at work."
    )
    sample("--on", tmp_path / "docs", "--out", tmp_path / "sheet.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "sheet.xlsx")["Coding"].iter_rows() for cell in row if cell.value]
    assert any(str(cell.value).startswith("=") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")


def test_coders_choose_from_a_list(drawn: tuple[Path, Path]) -> None:
    from openpyxl import load_workbook

    (rule,) = load_workbook(drawn[0])["Coding"].data_validations.dataValidation
    assert rule.formula1 == '"yes,no,unsure"'
    assert str(rule.sqref) == "J2:K31"


def test_a_coded_sheet_gives_agreement_precision_recall_and_rates(drawn: tuple[Path, Path], evaluate: Tool) -> None:
    sheet, key = drawn
    found = {row["id"]: row["found"] for row in json.loads(key.read_text())["rows"]}
    # both agree with the tool, but for one row that it found wrongly, one on which they differ and one unsure
    wrong, split, unsure = (next(n for n in sorted(found) if found[n] and n > after) for after in (0, 8, 16))

    def answer(row: int, coder: int) -> str:
        if row == unsure:
            return "unsure"
        yes = found[row] and row != wrong and not (row == split and coder == 2)
        return "yes" if yes else "no"

    fill(sheet, answer)
    said = evaluate(sheet, "--key", key, "--json").json
    assert (said["rows"], said["empty"], said["unsure"]) == (30, 0, 1)
    between, first, second = said["coders"]
    assert between["who"] == "coder 1 and coder 2"
    assert between["agreement"]["accuracy"]["value"] == pytest.approx(28 / 29)
    assert first["agreement"]["n"] == 29
    assert second["agreement"]["accuracy"]["value"] == pytest.approx(27 / 29)
    pooled = said["results"][0]
    assert pooled["criterion"] == ""
    assert pooled["agreement"]["recall"]["value"] == 1
    assert 0.5 < pooled["agreement"]["precision"]["value"] < 1
    assert pooled["rate"]["corrected"]["value"] < pooled["rate"]["apparent"]
    printed = evaluate(sheet, "--key", key).out
    assert "coder 1 and coder 2: kappa" in printed
    assert "recall is an upper limit" in " ".join(printed.split())
    assert "All criteria" in printed


def test_one_coder_is_enough_but_it_is_said(drawn: tuple[Path, Path], evaluate: Tool) -> None:
    sheet, key = drawn
    fill(sheet, lambda row, coder: "yes" if coder == 1 else None)
    assert "One coder only" in evaluate(sheet, "--key", key).out


def test_what_is_wrong_with_a_coded_sheet_is_named_by_row(drawn: tuple[Path, Path], evaluate: Tool) -> None:
    sheet, key = drawn
    assert "Nobody has answered" in evaluate(sheet, "--key", key).err
    fill(sheet, lambda row, coder: "perhaps" if row == 3 else "no")
    said = evaluate(sheet, "--key", key)
    assert said.code == ExitCode.INPUT
    assert "coder 1 says 'perhaps'; it must be yes, no, unsure or empty" in said.err


def test_a_sheet_and_its_key_belong_together(
    sample: Tool, evaluate: Tool, drawn: tuple[Path, Path], tmp_path: Path
) -> None:
    sample("--on", FOLDER, "--n", 4, "--out", tmp_path / "small.xlsx")
    fill(drawn[0], lambda row, coder: "no")
    said = evaluate(drawn[0], "--key", tmp_path / "small-key.json")
    assert said.code == ExitCode.INPUT
    assert "do not belong together" in said.err
    assert "is not a key" in evaluate(drawn[0], "--key", drawn[0]).err
    assert "is not an XLSX workbook" in evaluate(drawn[1], "--key", drawn[1]).err


def test_a_sheet_is_never_overwritten(drawn: tuple[Path, Path], sample: Tool) -> None:
    said = sample("--on", FOLDER, "--out", drawn[0])
    assert said.code == ExitCode.USAGE
    assert "exists already" in said.err


def test_a_sheet_is_for_the_pack_that_it_was_drawn_for(
    drawn: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["packs", "evaluate", "nz-plan-of-action", str(drawn[0]), "--key", str(drawn[1])]) == ExitCode.INPUT
    assert "was drawn for the pack mini" in capsys.readouterr().err
