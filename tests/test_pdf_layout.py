"""What stands on the pages of a PDF: columns, tables, margins, notes, type."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from supplychain_check.models import BlockKind, Document
from supplychain_check.readers import read

LEFT = [
    "We buy timber from 23 suppliers in four",
    "countries and know where each of them",
    "fells its trees. Nine of them are small",
    "family firms in Southland and Otago. The",
    "rest are larger mills that sell to many",
    "buyers of our size and do not know us.",
]
RIGHT = [
    "In March 2026 we visited two of the mills",
    "and spoke with their workers without any",
    "manager in the room. They told us of long",
    "hours in the drying sheds. We agreed with",
    "both mills that nobody works more than 50",
    "hours a week from June 2026 onwards again.",
]


def _read(folder: Path, draw: Callable[[Canvas], None], *, pages: int = 1, rotate: int = 0) -> Document:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 10)
        canvas.setPageRotation(rotate)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    path = folder / "a.pdf"
    path.write_bytes(target.getvalue())
    return read(path)


def _texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


def _two_columns(canvas: Canvas, *, across: bool) -> None:
    """Two columns, written down each column, or line by line across both."""
    rows = [(72, LEFT), (320, RIGHT)]
    places = [(x, number, lines[number]) for x, lines in rows for number in range(6)]
    for x, number, line in sorted(places, key=lambda p: p[1]) if across else places:
        canvas.drawString(x, 700 - 13 * number, line)


@pytest.mark.parametrize("across", [False, True])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, across: bool) -> None:
    document = _read(tmp_path, lambda c: _two_columns(c, across=across))
    assert " ".join(document.text.split()) == " ".join([*LEFT, *RIGHT])


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_are_on_the_page_whichever_way_it_is_turned(tmp_path: Path, rotate: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(rotate)
        canvas.drawString(0, 0, "We visited two mills in March.")

    document = _read(tmp_path, draw, rotate=rotate)
    page, (line,) = document.pages[0], document.lines
    assert document.text == "We visited two mills in March."
    assert 0 <= line.box[0] < line.box[2] <= page.width
    assert 0 <= line.box[1] < line.box[3] <= page.height


def test_a_box_counts_from_the_top_left(tmp_path: Path) -> None:
    document = _read(tmp_path, lambda c: c.drawString(72, 800, "Near the top."))
    x0, y0, _, y1 = document.lines[0].box
    assert abs(x0 - 72) < 2
    assert y0 < y1 < 60


def test_a_table_of_figures(tmp_path: Path) -> None:
    rows = [("Group", "Trained", "Hours"), ("Buyers", "14 of 15", "3"), ("Shop managers", "21 of 24", "1.5")]

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for x, cell in zip((72, 200, 300), row, strict=True):
                canvas.drawString(x, 700 - 16 * number, cell)
        canvas.drawString(72, 620, "All of them passed the test at the end of the course.")

    document = _read(tmp_path, draw)
    assert _texts(document, BlockKind.TABLE_ROW) == [" | ".join(row) for row in rows]
    assert [b.header for b in document.blocks if b.table is not None] == [True, False, False]
    assert _texts(document, BlockKind.PARAGRAPH) == ["All of them passed the test at the end of the course."]


def test_a_label_beside_its_text_is_a_line_of_its_own(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 703, "Governance")
        canvas.drawString(200, 700, "The board is answerable for this statement and")
        canvas.drawString(200, 687, "approves it each year.")

    assert _texts(_read(tmp_path, draw)) == [
        "Governance",
        "The board is answerable for this statement and approves it each year.",
    ]


def test_a_heading_in_the_margin_stands_before_the_text_beside_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(LEFT):
            canvas.drawString(220, 700 - 13 * number, line)
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(72, 700, "Our suppliers")

    document = _read(tmp_path, draw)
    assert _texts(document) == ["Our suppliers", " ".join(LEFT)]
    assert document.blocks[0].kind is BlockKind.HEADING


def test_letter_spaced_headings_are_put_together(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 720)
        text.setFont("Helvetica-Bold", 16)
        text.setCharSpace(6)
        text.textOut("OUR POLICY")
        text.setCharSpace(0)
        canvas.drawText(text)
        canvas.setFont("Helvetica", 10)
        for number, line in enumerate(LEFT):
            canvas.drawString(72, 690 - 13 * number, line)

    assert _texts(_read(tmp_path, draw), BlockKind.HEADING) == ["OUR POLICY"]


def test_blanks_that_are_only_gaps(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "We checked their")
        canvas.drawString(72 + canvas.stringWidth("We checked their") + 1.7, 700, "identity papers.")

    assert _read(tmp_path, draw).text == "We checked their identity papers."


def test_headings_by_type_and_their_levels(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y, size, line in [(760, 20, "Our statement"), (720, 14, "Our firm"), (660, 14, "Our risks")]:
            canvas.setFont("Helvetica-Bold", size)
            canvas.drawString(72, y, line)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(72, y - 24, f"Under this stands a sentence about {line.lower()}.")

    headings = [b for b in _read(tmp_path, draw).blocks if b.kind is BlockKind.HEADING]
    assert [b.level for b in headings] == [1, 2, 2]


def test_names_under_the_last_sentence_are_no_headings(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "This statement was approved by the board on 3 May 2026.")
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(72, 660, "Hana Pohatu")
        canvas.drawString(72, 644, "Managing Director")

    assert not _texts(_read(tmp_path, draw), BlockKind.HEADING)


def test_text_that_nobody_can_see_gives_a_warning(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "We visited two mills in March.")
        canvas.setFont("Helvetica", 0.5)
        canvas.drawString(72, 650, "We audit all suppliers every year.")

    assert any("nobody can see" in warning for warning in _read(tmp_path, draw).warnings)


def test_indented_lines_under_a_colon_are_a_list(tmp_path: Path) -> None:
    items = ["Each mill is visited once a year.", "Each agent is asked for its contracts."]

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(LEFT):
            canvas.drawString(72, 790 - 13 * number, line)
        canvas.drawString(72, 700, "We check our suppliers in two ways, which we chose with their workers:")
        for number, item in enumerate(items):
            canvas.drawString(96, 680 - 20 * number, item)
        canvas.drawString(72, 640, "Both ways have worked so far.")

    document = _read(tmp_path, draw)
    assert _texts(document, BlockKind.LIST_ITEM) == items
    assert _texts(document, BlockKind.PARAGRAPH)[-1] == "Both ways have worked so far."
