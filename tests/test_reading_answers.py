"""Entries out of questionnaires in the layouts in which suppliers send them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from questionnaires import Rows, found, grid, opened, pairs, pdf, word, word_table, workbook
from supplychain_check.declarations.reading import entries
from supplychain_check.models.declaration import Entry

FEES = "Do workers pay any recruitment fees?"
POLICY = "Do you have a written policy on forced labour?"
TRAINING = "Do you train the staff who buy goods?"
PASSPORTS = "Do workers keep their own passports?"


def by_question(found: tuple[Entry, ...]) -> dict[str, Entry]:
    assert len({entry.question for entry in found}) == len(found)
    return {entry.question: entry for entry in found}


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
    st.tuples(SENTENCES.map(lambda words: f"Do {words}?"), ANSWERS),
    min_size=2,
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(table=TABLES, headed=st.booleans())
def test_any_table_of_questions_and_answers_comes_back(
    table: list[tuple[str, str]], headed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("table")
    rows = [("Question", "Answer"), *table] if headed else table
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    if headed:
        assert pairs(found(folder, "a.csv", target.getvalue().encode())) == table
    sheet = [(question, answer or None) for question, answer in rows]
    assert pairs(found(folder, "a.xlsx", workbook({"Sheet1": sheet}))) == table


# --- Word ------------------------------------------------------------------------------------------------


def test_a_word_table_with_boxes_and_merged_cells(tmp_path: Path) -> None:
    def draw(document: WordDocument) -> None:
        document.add_paragraph("Please tick one box for each question.")
        word_table(
            document,
            [
                ("Ref", "Question", "Supplier's response"),
                ("Labour", "", ""),
                ("L1", POLICY, "☒ Yes ☐ No ☐ N/A It covers all sites."),
                ("L2", TRAINING, "☐ Yes ☐ No ☐ N/A"),
                ("L3", FEES, "Yes ☐ No ☒"),
            ],
        )
        table = document.tables[0]
        table.rows[1].cells[0].merge(table.rows[1].cells[2])

    policy, training, fees = found(tmp_path, "a.docx", word(draw))
    assert (policy.label, policy.answer, policy.comment) == ("L1", "Yes", "It covers all sites.")
    assert (training.question, training.answer) == (TRAINING, "")
    assert fees.answer == "No"
    assert {entry.section for entry in (policy, training, fees)} == {"Labour"}
    assert str(policy.place) == "table 1, cell C3"


def test_a_section_merged_downwards_does_not_move_the_answers(tmp_path: Path) -> None:
    def draw(document: WordDocument) -> None:
        rows = [("Section", "Question", "Answer"), ("Workers", FEES, "No"), ("", PASSPORTS, "Yes"), ("", POLICY, "")]
        word_table(document, rows)
        table = document.tables[0]
        table.rows[1].cells[0].merge(table.rows[3].cells[0])

    found_ = found(tmp_path, "a.docx", word(draw))
    assert pairs(found_) == [(FEES, "No"), (PASSPORTS, "Yes"), (POLICY, "")]
    assert {entry.section for entry in found_} == {"Workers"}


def _control(inner: str, properties: str) -> str:
    return f"<w:sdt {nsdecls('w')} xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_word_content_controls(tmp_path: Path) -> None:
    def draw(document: WordDocument) -> None:
        word_table(document, [("Question", "Answer"), (POLICY, ""), (TRAINING, ""), (FEES, "")])
        cells = [row.cells[1].paragraphs[0]._p for row in document.tables[0].rows]
        cells[1].append(parse_xml(_control("<w:r><w:t>Yes, since May 2025</w:t></w:r>", "<w:text/>")))
        placeholder = _control("<w:r><w:t>Choose an item.</w:t></w:r>", "<w:showingPlcHdr/><w:dropDownList/>")
        cells[2].append(parse_xml(placeholder))
        for name, on in (("Yes", 0), ("No", 1)):
            box = f"<w14:checkbox><w14:checked w14:val='{on}'/></w14:checkbox>"
            cells[3].append(parse_xml(_control("<w:r><w:t>☐</w:t></w:r>", box)))
            cells[3].append(parse_xml(f"<w:r {nsdecls('w')}><w:t xml:space='preserve'> {name} </w:t></w:r>"))

    assert pairs(found(tmp_path, "a.docx", word(draw))) == [
        (POLICY, "Yes, since May 2025"),
        (TRAINING, ""),
        (FEES, "No"),
    ]


def test_numbered_questions_with_the_answer_in_the_next_paragraph(tmp_path: Path) -> None:
    def draw(document: WordDocument) -> None:
        document.add_heading("Workers", 1)
        for question, *answers in (
            (f"1. {PASSPORTS}", "Yes", "We asked all 41 of them in March 2026."),
            (f"2. {FEES}", "Answer: No", "Comments: agencies sign this too.", "Attachments: contract.pdf"),
            (
                "3. Describe how you check suppliers.",
                "We visit two of our 23 suppliers a year.",
                "Each fills in a form.",
            ),
            (f"4. {TRAINING}",),
        ):
            document.add_paragraph(question)
            for answer in answers:
                document.add_paragraph(answer)
        document.add_paragraph("Name: Hana Pohatu")
        document.add_paragraph("Position: Director")
        document.add_paragraph("Date:")

    passports, fees, checks, training, *signing = found(tmp_path, "a.docx", word(draw))
    assert (passports.label, passports.question) == ("1", PASSPORTS)
    assert (passports.answer, passports.comment) == ("Yes", "We asked all 41 of them in March 2026.")
    assert (fees.answer, fees.comment, fees.attachments) == ("No", "agencies sign this too.", ("contract.pdf",))
    assert checks.answer == "We visit two of our 23 suppliers a year. Each fills in a form."
    assert (training.label, training.answer, training.section) == ("4", "", "Workers")
    assert pairs(signing) == [("Name", "Hana Pohatu"), ("Position", "Director"), ("Date", "")]


# --- text, Markdown ----------------------------------------------------------------------------------------


def test_numbered_questions_in_plain_text(tmp_path: Path) -> None:
    text = f"""Supplier questionnaire

1. {POLICY}
Yes. It was adopted by the board in May 2025.

2. {FEES} (Yes/No)
No

3. {TRAINING}  ☐ Yes  ☒ No  ☐ N/A

4. {PASSPORTS}

Q5: How many workers do you employ? 41
"""
    found_ = found(tmp_path, "a.txt", text.encode())
    assert pairs(found_) == [
        (POLICY, "Yes. It was adopted by the board in May 2025."),
        (FEES, "No"),
        (TRAINING, "No"),
        (PASSPORTS, ""),
        ("How many workers do you employ?", "41"),
    ]
    assert [entry.label for entry in found_] == ["1", "2", "3", "4", "Q5"]


def test_lines_of_id_and_question_without_any_answer(tmp_path: Path) -> None:
    text = f"has_policy | {POLICY} | file required\ntrains_staff | {TRAINING}\nkeeps_passports | {PASSPORTS}\n"
    found_ = found(tmp_path, "a.txt", text.encode())
    assert [(entry.label, entry.question, entry.answer) for entry in found_] == [
        ("has_policy", POLICY, ""),
        ("trains_staff", TRAINING, ""),
        ("keeps_passports", PASSPORTS, ""),
    ]


# --- PDF -------------------------------------------------------------------------------------------------


def test_a_flat_pdf_table_has_pages(tmp_path: Path) -> None:
    rows = [("Question", "Answer", "Comment"), (POLICY, "Yes", "Since 2024"), (FEES, "", ""), (TRAINING, "No", "")]
    found_ = found(tmp_path, "a.pdf", pdf(lambda canvas: grid(canvas, rows, (280, 60, 120))))
    assert pairs(found_) == [(POLICY, "Yes"), (FEES, ""), (TRAINING, "No")]
    assert {entry.place.page for entry in found_} == {1}
    assert found_[0].comment == "Since 2024"


def test_form_fields_with_tooltips_and_names(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 800, "Supplier declaration of Fernhollow Kitchens Limited")
        form = canvas.acroForm
        options = ["Please select", "Yes", "No"]
        form.choice(name="policy", tooltip=POLICY, value="Yes", options=options, x=60, y=740, width=90, height=18)
        form.textfield(
            name="policy_explanation",
            tooltip="Please explain",
            value="Since May 2025",
            x=60,
            y=715,
            width=300,
            height=18,
        )
        form.textfield(name="fees", tooltip=FEES, value="", x=60, y=680, width=300, height=18)
        form.textfield(
            name="staff", tooltip="How many workers do you employ?", value="41", x=60, y=650, width=90, height=18
        )

    document = opened(tmp_path, "a.pdf", pdf(draw))
    policy, fees, staff = entries(document)
    assert (policy.label, policy.question, policy.answer) == ("policy", POLICY, "Yes")
    assert policy.comment == "Since May 2025"
    assert str(policy.place) == "page 1, field policy"
    assert document.text[policy.start : policy.end] == "Yes"
    assert (fees.label, fees.answer) == ("fees", "")
    assert staff.answer == "41"


def test_form_fields_that_only_the_words_around_explain(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        form = canvas.acroForm
        y = 780
        for number, (question, answer) in enumerate(((POLICY, "Yes"), (TRAINING, "No"), (FEES, ""))):
            canvas.drawString(60, y, f"{number + 1}. {question}")
            for option, x in (("Yes", 380), ("No", 440)):
                form.checkbox(name=f"Check Box{number}{option}", checked=option == answer, x=x, y=y - 2, size=12)
                canvas.drawString(x + 16, y, option)
            y -= 30
        canvas.drawString(60, y, "Employees in New Zealand")
        form.textfield(name="Text12", value="41", x=220, y=y - 4, width=90, height=18)
        y -= 40
        canvas.drawString(60, y, PASSPORTS)
        for option, x in (("Yes", 380), ("No", 440)):
            form.radio(name="Group1", value=option, selected=option == "Yes", x=x, y=y - 2, size=12)
            canvas.drawString(x + 16, y, option)

    found_ = found(tmp_path, "a.pdf", pdf(draw))
    assert pairs(found_) == [
        (POLICY, "Yes"),
        (TRAINING, "No"),
        (FEES, ""),
        ("Employees in New Zealand", "41"),
        (PASSPORTS, "Yes"),
    ]
    assert [entry.label for entry in found_] == ["1", "2", "3", "", ""]


def test_form_fields_in_a_ruled_table(tmp_path: Path) -> None:
    given_ = {POLICY: ("Yes", ""), FEES: ("", ""), TRAINING: ("No", "Planned for 2027")}

    def draw(canvas: Canvas) -> None:
        grid(canvas, [("Question", "Answer", "Comment"), *((q, "", "") for q in given_)], (280, 70, 140))
        for number, values in enumerate(given_.values(), start=1):
            for column, (value, x, width) in enumerate(zip(values, (342, 412), (64, 134), strict=True)):
                name = f"Text{number}{column}"
                y = 763 - 24 * number
                canvas.acroForm.textfield(name=name, value=value, x=x, y=y, width=width, height=18, borderWidth=0)

    found_ = by_question(found(tmp_path, "a.pdf", pdf(draw)))
    assert {q: (e.answer, e.comment) for q, e in found_.items()} == given_


def test_a_word_file_made_without_a_table_keeps_its_answers_apart(tmp_path: Path) -> None:
    document = docx.Document()
    for question, answer in ((POLICY, "Yes"), (FEES, "No"), (TRAINING, "")):
        paragraph = document.add_paragraph()
        paragraph.add_run(question).bold = True
        if answer:
            document.add_paragraph(answer)
    target = io.BytesIO()
    document.save(target)
    assert pairs(found(tmp_path, "a.docx", target.getvalue())) == [(POLICY, "Yes"), (FEES, "No"), (TRAINING, "")]
