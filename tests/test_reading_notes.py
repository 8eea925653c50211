"""Notes on the cells of a workbook: what a supplier wrote there belongs to the answer."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from questionnaires import Rows, opened, workbook
from sheets import ods
from supplychain_check.cli.main import run
from supplychain_check.declarations.reading import entries

FEES = "Do workers pay any recruitment fees?"
POLICY = "Do you have a written policy on forced labour?"
TRAINING = "Do you train the staff who buy goods?"
ROWS: Rows = [["Question", "Answer"], [POLICY, "Yes"], [FEES, None], [TRAINING, "No"]]
_THREADS = "http://schemas.microsoft.com/office/2018/threadedcomments"
_OLD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NEW = "http://schemas.microsoft.com/office/2017/10/relationships"


def noted(notes: dict[str, str], rows: Rows = ROWS, author: str = "Hana Pohatu") -> bytes:
    """A workbook with these notes on its cells."""

    def change(book: openpyxl.Workbook) -> None:
        for cell, text in notes.items():
            book.worksheets[0][cell].comment = Comment(text, author)

    return workbook({"Answers": rows}, change)


def with_threads(content: bytes, said: list[tuple[str, str, str]]) -> bytes:
    """The workbook with threads of comments as Excel 365 writes them: cell, id of the person, words."""
    comments = "".join(
        f'<threadedComment ref="{cell}" personId="{person}" id="{{{i}}}"><text>{words}</text></threadedComment>'
        for i, (cell, person, words) in enumerate(said)
    )
    people = '<person displayName="Mere Tui" id="{A}"/><person displayName="Tom Ash" id="{B}"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                link = f'<Relationship Id="p1" Type="{_NEW}/person" Target="persons/person.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                where = "../threadedComments/threadedComment1.xml"
                link = f'<Relationship Id="t1" Type="{_NEW}/threadedComment" Target="{where}"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            new.writestr(name, data)
        new.writestr("xl/persons/person.xml", f'<personList xmlns="{_THREADS}">{people}</personList>')
        threads = f'<ThreadedComments xmlns="{_THREADS}">{comments}</ThreadedComments>'
        new.writestr("xl/threadedComments/threadedComment1.xml", threads)
    return target.getvalue()


def test_a_note_on_an_answer_or_on_an_empty_cell_is_a_comment(tmp_path: Path) -> None:
    notes = {"B2": "Hana Pohatu:\nThe board approved it\nin May 2025.", "B3": "We still look into this; see fees.pdf"}
    document = opened(tmp_path, "a.xlsx", noted(notes))
    policy, fees, training = entries(document)
    assert (policy.answer, policy.comment) == ("Yes", "The board approved it in May 2025.")
    assert (fees.answer, fees.comment, fees.attachments) == ("", "We still look into this; see fees.pdf", ("fees.pdf",))
    assert (training.answer, training.comment) == ("No", "")
    assert "The board" not in document.text
    assert any("Notes on cells on the sheet Answers" in warning for warning in document.warnings)


def test_what_the_form_says_in_notes_is_no_answer(tmp_path: Path) -> None:
    notes = {"A2": "A policy is a signed document.", "B2": "Please select Yes or No from the list."}
    content = noted(notes)
    assert [entry.comment for entry in entries(opened(tmp_path, "a.xlsx", content))] == ["", "", ""]
    same = noted(dict.fromkeys(["B2", "B3", "B4"], "The answer is for all sites."))
    assert [entry.comment for entry in entries(opened(tmp_path, "b.xlsx", same))] == ["", "", ""]
    see = noted({"B2": "Please see section 4 of our handbook."})
    assert entries(opened(tmp_path, "c.xlsx", see))[0].comment == "Please see section 4 of our handbook."


def test_a_thread_replaces_its_copy_for_old_programs_and_tells_who_wrote(tmp_path: Path) -> None:
    copy = "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    Since 2024."
    content = noted({"B2": copy}, author="tc={0}")
    said = [("B2", "{A}", "Since 2024."), ("B4", "{B}", "Why not?"), ("B4", "{A}", "It starts in August.")]
    policy, _, training = entries(opened(tmp_path, "a.xlsx", with_threads(content, said)))
    assert policy.comment == "Since 2024."
    assert training.comment == "Tom Ash: Why not? Mere Tui: It starts in August."


def test_notes_beside_ticked_columns_and_in_answers_below(tmp_path: Path) -> None:
    ticked: Rows = [["Question", "Yes", "No"], [POLICY, "x", None], [FEES, None, "x"]]
    found = entries(opened(tmp_path, "a.xlsx", noted({"B2": "Since 2024.", "C3": "We pay them."}, ticked)))
    assert [(entry.answer, entry.comment) for entry in found] == [("Yes", "Since 2024."), ("No", "We pay them.")]
    below: Rows = [[POLICY], ["Yes"], [FEES], ["No"]]
    found = entries(opened(tmp_path, "b.xlsx", noted({"A2": "Since 2024.", "A3": "Fees are of any kind."}, below)))
    assert [(entry.answer, entry.comment) for entry in found] == [("Yes", "Since 2024."), ("No", "")]


def test_notes_on_hidden_cells_are_left_out(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["C2"] = "for office use"
        book.worksheets[0]["C2"].comment = Comment("Weak supplier.", "Buyer")
        book.worksheets[0].column_dimensions["C"].hidden = True

    document = opened(tmp_path, "a.xlsx", workbook({"Answers": ROWS}, change))
    assert "Weak supplier." not in "".join(document.metadata.values())


def test_notes_count_towards_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supplychain_check.readers.spreadsheet.MAX_CHARACTERS", 1_000)
    with pytest.raises(Exception, match="characters, the limits"):
        opened(tmp_path, "a.xlsx", noted({"B2": "We went there. " * 100}))


def test_a_workbook_with_macros_is_read_without_them_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(noted({"B2": "Since 2024."})))
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("xl/vbaProject.bin", b"Attribute VB_Name\r\nSub Auto_Open()")
    document = opened(tmp_path, "answers.xlsm", target.getvalue())
    assert [entry.answer for entry in entries(document)] == ["Yes", "", "No"]
    assert "Auto_Open" not in document.text
    assert "The workbook holds macros, which were neither read nor run." in document.warnings
    form = "nz-supplier-declaration"
    assert run(["declaration", "read", str(tmp_path / "answers.xlsm"), "--form", form]) == 0
    assert "holds macros, which were neither read nor run" in " ".join(capsys.readouterr().out.split())


def test_notes_of_opendocument_sheets_are_read(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(f'<table:table-cell>{cell}</table:table-cell>' for cell in cells)}</table:table-row>"

    note = "<office:annotation><text:p>We asked</text:p><text:p>40 pickers.</text:p></office:annotation>"
    table = row("<text:p>Question</text:p>", "<text:p>Answer</text:p>")
    table += row(f"<text:p>{FEES}</text:p>", f"{note}<text:p>No</text:p>") + row(f"<text:p>{POLICY}</text:p>", note)
    document = opened(tmp_path, "a.ods", ods(f'<table:table table:name="Data">{table}</table:table>'))
    assert [(entry.answer, entry.comment) for entry in entries(document)] == [
        ("No", "We asked 40 pickers."),
        ("", "We asked 40 pickers."),
    ]
    assert document.notes() == {"Data": {"B2": "We asked 40 pickers.", "B3": "We asked 40 pickers."}}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_notes_of_old_workbooks_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(noted({"B2": "Since 2024.", "B3": "We look into it."}))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xls",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = opened(tmp_path, "b.xls", (tmp_path / "a.xls").read_bytes())
    assert [entry.comment for entry in entries(document)] == ["Since 2024.", "We look into it.", ""]
