"""Write the canonical statement as a PDF of two columns, with a table that is ruled across only."""

import html
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from block import Block
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    ListFlowable,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

MARGIN = 18 * mm
GUTTER = 8 * mm
TITLE = 24 * mm
HEADROOM = 16 * mm
COLUMN = (A4[0] - 2 * MARGIN - GUTTER) / 2
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=5, alignment=TA_JUSTIFY)
ITEM = ParagraphStyle("item", parent=BODY, spaceAfter=2)
CELL = ParagraphStyle("cell", fontName="Times-Roman", fontSize=8.5, leading=10)
HEAD_CELL = ParagraphStyle("head-cell", parent=CELL, fontName="Times-Bold")
HEADINGS = {
    level: ParagraphStyle(
        f"heading-{level}", fontName="Times-Bold", fontSize=size, leading=size * 1.2, spaceBefore=before, spaceAfter=3
    )
    for level, size, before in ((1, 18, 0), (2, 13, 8), (3, 11, 4))
}

Words = Callable[[str], str]


def write_columns(blocks: Sequence[Block], path: Path, firm: str, curly: Words) -> None:
    """Set the blocks in two columns under a title that spans both; the bytes depend on nothing else."""

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(MARGIN, A4[1] - 11 * mm, firm)
        canvas.drawCentredString(A4[0] / 2, 10 * mm, str(document.page))

    document = BaseDocTemplate(
        str(path), pagesize=A4, title=blocks[0].lines[0], author=firm, invariant=1, pageCompression=0
    )
    height = A4[1] - 2 * MARGIN
    top = Frame(MARGIN, A4[1] - MARGIN - TITLE, 2 * COLUMN + GUTTER, TITLE, 0, 0, 0, 0)
    document.addPageTemplates(
        [
            PageTemplate("first", [top, *_columns(height - TITLE)], onPage=furnish),
            PageTemplate("later", _columns(height), onPage=furnish),
        ]
    )
    document.build(list(_story(blocks, curly)))


def _columns(height: float) -> list[Frame]:
    """Two columns of this height."""
    return [Frame(MARGIN + n * (COLUMN + GUTTER), MARGIN, COLUMN, height, 0, 0, 0, 0) for n in (0, 1)]


def _story(blocks: Sequence[Block], curly: Words) -> Iterator[Flowable]:
    """Set the title over both columns, then the other blocks in turn."""
    yield NextPageTemplate("later")
    yield _flowable(blocks[0], curly)
    yield FrameBreak()
    for block in blocks[1:]:
        if block.kind == "heading" or (block.kind == "paragraph" and block.lines[0].endswith(":")):
            yield CondPageBreak(HEADROOM)
        yield _flowable(block, curly)


def _flowable(block: Block, curly: Words) -> Flowable:
    """Turn one block into what reportlab sets."""
    if block.kind == "table":
        return _table(block.rows, curly)
    lines = [html.escape(curly(line), quote=False) for line in block.lines]
    if block.kind == "list":
        entries = [Paragraph(line, ITEM) for line in lines]
        return ListFlowable(entries, bulletType="bullet", start="\u2022", leftIndent=12, bulletFontSize=9, spaceAfter=5)
    return Paragraph(lines[0], HEADINGS[block.level] if block.kind == "heading" else BODY)


def _table(rows: Sequence[Sequence[str]], curly: Words) -> Flowable:
    """Set a table with rules above, below and between its rows, and none down."""
    cells = [
        [Paragraph(html.escape(curly(cell), quote=False), CELL if number else HEAD_CELL) for cell in row]
        for number, row in enumerate(rows)
    ]
    widths = [COLUMN * share for share in (0.34, 0.21, 0.19, 0.26)]
    table = Table(cells, colWidths=widths, spaceBefore=2, spaceAfter=8, splitByRow=0)
    table.setStyle(
        TableStyle([("LINEABOVE", (0, 0), (-1, -1), 0.5, "black"), ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black")])
    )
    return table
