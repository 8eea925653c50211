"""Spreadsheets: what a person sees in the cells, where it stands, and what is left out."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest

from checking import check_file
from conftest import SAMPLES
from sheets import LINKS, number, sheet, text, xlsx
from supplychain_check.errors import InputProblem
from supplychain_check.models import Assessment, BlockKind, Document, SegmentKind, UnreadableReason
from supplychain_check.readers import read
from supplychain_check.readers.number_format import shown
from supplychain_check.segment import segment

CANONICAL = SAMPLES / "canonical"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="[$NZ$-1409]#,##0"/><numFmt numFmtId="165" formatCode=";;;"/></numFmts>'
    '<fonts><font><sz val="10"/></font><font><b/><sz val="10"/></font><font><sz val="16"/></font>'
    '<font><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF003366"/></patternFill></fill></fills>'
    '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf fontId="3"/><xf fontId="3" fillId="1"/><xf numFmtId="165"/></cellXfs>'
)
PLAIN, BOLD, LARGE, PERCENT, DATE, MONEY, WHITE, WHITE_ON_BLUE, UNSEEN = range(9)


def opened(folder: Path, name: str, content: bytes) -> Document:
    path = folder / name
    path.write_bytes(content)
    return read(path)


def refused(folder: Path, name: str, content: bytes) -> UnreadableReason:
    with pytest.raises(InputProblem) as caught:
        opened(folder, name, content)
    assert caught.value.hint
    return UnreadableReason(caught.value.reason)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def rows(document: Document) -> list[str]:
    return [words for kind, words in blocks(document) if kind == "table_row"]


def headers(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.header]


def addresses(document: Document) -> dict[str, dict[str, str]]:
    found = json.loads(document.metadata["cells"])
    assert isinstance(found, dict)
    return found


# --- the same statement as in the other formats --------------------------------------------------------


def readings(assessment: Assessment) -> list[tuple[str, int, str]]:
    return [
        (f.criterion, f.level, f.evidence[0].quote.replace("’", "'") if f.evidence else "") for f in assessment.findings
    ]


def test_the_workbook_says_the_same_as_the_text() -> None:
    assert readings(check_file(CANONICAL / "statement.xlsx")) == readings(check_file(CANONICAL / "statement.md"))


@pytest.mark.parametrize("kind", [SegmentKind.SENTENCE, SegmentKind.LIST_ITEM, SegmentKind.TABLE_ROW])
def test_the_workbook_has_the_same_segments_as_the_text(kind: SegmentKind) -> None:
    book, plain = (segment(read(CANONICAL / f"statement.{suffix}")) for suffix in ("xlsx", "md"))
    assert [s.text.replace("’", "'").replace("“", '"').replace("”", '"') for s in book if s.kind is kind] == [
        s.text for s in plain if s.kind is kind
    ]


def test_a_quotation_leads_to_its_cell() -> None:
    document = read(CANONICAL / "statement.xlsx")
    index = next(i for i, b in enumerate(document.blocks) if "1.5" in document.text[b.start : b.end])
    assert addresses(document)["Training"][str(index)] == "A3 B3 C3 D3"


# --- what the cells show -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "code", "seen"),
    [
        (0.25, "0%", "25%"),
        (0.256, "0.0%", "25.6%"),
        (1200, "#,##0", "1,200"),
        (-1200, "#,##0;(#,##0)", "(1,200)"),
        (-0.5, "0.0", "-0.5"),
        (0.125, "0.00", "0.13"),
        (0.1 + 0.2, "General", "0.3"),
        (9429099127350, "General", "9429099127350"),
        (53004085616, "00 000 000 000", "53 004 085 616"),
        (61_400_000, '"NZ$"#,##0.0,,"m"', "NZ$61.4m"),
        (1234, "#,##0 [$€-407]", "1,234 €"),
        (0, '0;-0;"none"', "none"),
        (1200.5, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "1,200.50"),
        (12345, "0.00E+00", "1.23E+4"),
        (5, ";;;", ""),
        (46203, "d/mm/yyyy", "30 June 2026"),
        (46203, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "30 June 2026"),
        (46203, "mmm-yy", "June 2026"),
        (46203, "yyyy", "2026"),
        (46203.6, "d/m/yyyy h:mm", "30 June 2026, 14:24"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm", "36:00"),
        (1, "d/m/yyyy", "1 January 1900"),
        (-1, "d/m/yyyy", "-1"),
        (1e300, "#,##0.00", "1E+300"),
        (float("inf"), "0", "inf"),
    ],
)
def test_numbers_and_dates_as_a_person_sees_them(stored: float, code: str, seen: str) -> None:
    assert shown(stored, code) == seen


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert shown(44741, "d/m/yyyy", from_1904=True) == "30 June 2026"


def test_every_kind_of_cell(tmp_path: Path) -> None:
    cells = (
        text("A1", "Text & more"), number("B1", 0.25, PERCENT), number("C1", 46203, DATE), number("D1", 61750, MONEY),
        '<c r="E1" t="b"><v>1</v></c>', '<c r="F1" t="e"><v>#REF!</v></c>', '<c r="G1" t="str"><f>A1</f><v>a_x000D_b</v></c>',
        '<c r="H1" t="d"><v>2026-06-30</v></c>',
        '<c r="J1" t="s"><v>0</v></c>',
    )  # fmt: skip
    shared = "<sst><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>unsaid</t></rPh></si></sst>"
    document = opened(
        tmp_path, "a.xlsx", xlsx({"Data": sheet("".join(cells))}, STYLES, {"xl/sharedStrings.xml": shared})
    )
    assert rows(document) == [
        "Text & more | 25% | 30 June 2026 | NZ$61,750 | TRUE | #REF! | a b | 2026-06-30 | rich text"
    ]
    assert addresses(document) == {"Data": {"1": "A1 B1 C1 D1 E1 F1 G1 H1 J1"}}
    assert any("F1" in warning and "#REF!" in warning for warning in document.warnings)


def test_formulas_without_a_result_are_reported(tmp_path: Path) -> None:
    cells = text("A1", "Total") + '<c r="B1"><f>SUM(C1:C9)</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
    document = opened(tmp_path, "a.xlsx", xlsx({"Data": sheet(cells)}))
    [warning] = document.warnings
    assert "B1." in warning
    assert "C1" not in warning


def test_merged_cells_are_read_once(tmp_path: Path) -> None:
    content = sheet(
        text("A1", "Site") + text("B1", "Answer") + text("C1", "left under it"),
        text("A2", "also under"),
        after='<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="A1:A2"/></mergeCells>',
    )
    assert rows(opened(tmp_path, "a.xlsx", xlsx({"Data": content}))) == ["Site | Answer"]


def test_a_workbook_of_a_common_library(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Audits"
    page.append(["Site", "Visited on", "Workers"])
    page.append(["Penrose", datetime.date(2026, 3, 12), 1200])
    page["C2"].number_format = "#,##0"
    page["A2"].comment = openpyxl.comments.Comment("a note", "author")
    book.create_sheet("Lists").sheet_state = "veryHidden"
    book["Lists"]["A1"] = "secret"
    target = io.BytesIO()
    book.save(target)
    document = opened(tmp_path, "a.xlsx", target.getvalue())
    assert rows(document) == ["Site | Visited on | Workers", "Penrose | 12 March 2026 | 1,200"]
    assert headers(document) == ["Site | Visited on | Workers"]
    assert document.metadata["author"] == "openpyxl"
    assert any("Lists" in warning for warning in document.warnings)
    assert any("Notes on cells" in warning for warning in document.warnings)


# --- what the rows are ---------------------------------------------------------------------------------


def test_prose_headings_and_lists_in_cells(tmp_path: Path) -> None:
    content = sheet(
        text("A1", "How we look for risk", LARGE),
        text("A2", "We visited nine sites. We spoke with workers at each of them."),
        text("A3", "What we found", BOLD),
        text("A4", "Among the risks were:\n• fees paid by workers\n• long hours"),
        text("A5", "-") + text("B5", "unpaid overtime"),
    )
    document = opened(tmp_path, "a.xlsx", xlsx({"Our year": content}, STYLES))
    assert blocks(document) == [
        ("heading", "Our year"),
        ("heading", "How we look for risk"),
        ("paragraph", "We visited nine sites. We spoke with workers at each of them."),
        ("heading", "What we found"),
        ("paragraph", "Among the risks were:"),
        ("list_item", "fees paid by workers"),
        ("list_item", "long hours"),
        ("list_item", "unpaid overtime"),
    ]
    assert [b.level for b in document.blocks if b.kind is BlockKind.HEADING] == [1, 2, 3]
    assert addresses(document)["Our year"] == {
        "1": "A1", "2": "A2", "3": "A3", "4": "A4", "5": "A4", "6": "A4", "7": "B5"
    }  # fmt: skip


def test_a_sheet_without_a_name_of_its_own_gives_no_heading(tmp_path: Path) -> None:
    document = opened(tmp_path, "a.xlsx", xlsx({"Sheet1": sheet(text("A1", "We visited nine sites."))}))
    assert blocks(document) == [("paragraph", "We visited nine sites.")]


def test_a_questionnaire_keeps_its_header_over_sections_gaps_and_empty_answers(tmp_path: Path) -> None:
    content = sheet(
        text("A1", "No", WHITE_ON_BLUE) + text("B1", "Question", WHITE_ON_BLUE) + text("C1", "Answer", WHITE_ON_BLUE),
        number("A2", 1) + text("B2", "Do you have a policy?") + text("C2", "Yes"),
        text("B3", "Recruitment", BOLD),
        number("A4", 2) + text("B4", "Do workers pay fees?") + text("C4", "No"),
        '<row r="6">' + number("A6", 3) + text("B6", "Who checks?") + text("C6", "Our buyers") + "</row>",
        text("B7", "If nobody, why?"),
    )
    document = opened(tmp_path, "a.xlsx", xlsx({"Questionnaire": content}, STYLES))
    assert headers(document) == ["No | Question | Answer"]
    assert {b.table for b in document.blocks if b.kind is BlockKind.TABLE_ROW} == {0}
    assert rows(document)[-2:] == ["3 | Who checks? | Our buyers", "If nobody, why?"]
    header = next(s.index for s in segment(document) if s.text.startswith("No | "))
    assert [s.intro for s in segment(document) if s.text.startswith("3 |")] == [header]


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("Question,Answer\nDo you have a policy?,Yes\nDo workers pay?,No\n", True),
        ("Site,Workers,Visited\nPenrose,120,yes\nSeaview,31,no\n", True),
        ("Legal name,Fernhollow Kitchens Limited\nWorkers,41\nCountry,New Zealand\n", False),
        ("StatementTypeId,Description\n1,Public body\n2,Firm\n", True),
        ("Penrose,120,yes\nSeaview,31,no\n", False),
    ],
)
def test_the_row_that_names_the_columns_is_known(tmp_path: Path, table: str, header: bool) -> None:
    document = opened(tmp_path, "a.csv", table.encode())
    assert [b.header for b in document.blocks] == [header] + [False] * (len(document.blocks) - 1)


# --- what is hidden ------------------------------------------------------------------------------------


def test_what_is_hidden_is_left_out_and_said(tmp_path: Path) -> None:
    content = sheet(
        text("A1", "Seen") + text("B1", "also seen") + text("C1", "hidden column"),
        '<row r="2" hidden="1">' + text("A2", "hidden row") + text("B2", "secret") + "</row>",
        text("A3", "white on white", WHITE) + text("B3", "white on blue", WHITE_ON_BLUE) + number("D3", 7, UNSEEN),
        before='<cols><col min="3" max="3" hidden="1"/></cols>',
    )
    document = opened(tmp_path, "a.xlsx", xlsx({"Data": content, "Lists!": sheet(text("A1", "list"))}, STYLES))
    assert document.text == "Data\n\nSeen | also seen\n\nwhite on blue"
    said = " ".join(document.warnings)
    assert "Lists" in said
    assert "row 2, column C and text that cannot be seen in A3, D3" in said


def test_a_merged_cell_is_seen_while_a_part_of_it_is(tmp_path: Path) -> None:
    content = sheet(
        text("A1", "We visited nine sites."),
        before='<cols><col min="1" max="1" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>',
    )
    document = opened(tmp_path, "a.xlsx", xlsx({"Sheet1": content}))
    assert document.text == "We visited nine sites."
    assert not document.warnings


def test_text_boxes_are_read_and_macros_named(tmp_path: Path) -> None:
    shape = "<sp><nvSpPr><cNvPr{}/></nvSpPr><txBody><p><r><t>{}</t></r><r><t> sites.</t></r></p></txBody></sp>"
    shown_box, unseen = shape.format("", "We visited nine"), shape.format(' hidden="1"', "No")
    more: dict[str, str | bytes] = {
        "xl/vbaProject.bin": b"Sub Auto_Open",
        "xl/worksheets/_rels/s1.xml.rels": f'<R><R Id="d" Type="{LINKS}/drawing" Target="../drawings/drawing1.xml"/></R>',
        "xl/drawings/drawing1.xml": f"<x>{shown_box}{unseen}</x>",
    }
    document = opened(tmp_path, "a.xlsm", xlsx({"Data": sheet(text("A1", "Seen", BOLD))}, STYLES, more))
    assert blocks(document) == [("heading", "Data"), ("heading", "Seen"), ("paragraph", "We visited nine sites.")]
    assert document.warnings == ("The workbook holds macros, which were neither read nor run.",)
