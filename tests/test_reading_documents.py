"""Entries out of questionnaires in Word, plain text and PDF, in the layouts in which suppliers send them."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfgen.canvas import Canvas

from questionnaires import found, grid, opened, pairs, pdf, word, word_table
from supplychain_check.declarations.reading import entries
from supplychain_check.models.declaration import Entry

FEES = "Do workers pay any recruitment fees?"
POLICY = "Do you have a written policy on forced labour?"
TRAINING = "Do you train the staff who buy goods?"
PASSPORTS = "Do workers keep their own passports?"


def by_question(found: tuple[Entry, ...]) -> dict[str, Entry]:
    assert len({entry.question for entry in found}) == len(found)
    return {entry.question: entry for entry in found}


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
