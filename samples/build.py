"""Generate the samples that are derived from other samples.

The canonical statement is written once, in Markdown. This script turns it into
HTML, plain text and PDF, so that all four files carry exactly the same
sentences, and into the padded statement, which buries those sentences among
300 irrelevant ones. Running it again changes nothing.

Usage: ``python samples/build.py`` (needs reportlab).
"""

import html
import re
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from string import Template
from typing import IO

from build_columns import write_columns
from build_docx import write_docx
from build_scan import write_scan
from build_xlsx import to_xlsx
from build_zip import write_zip
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    ListFlowable,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

SAMPLES = Path(__file__).resolve().parent
SOURCE = SAMPLES / "source"
CANONICAL = SAMPLES / "canonical" / "statement.md"
PADDED = SAMPLES / "adversarial" / "padded" / "statement.md"
FIRM = "Pellworth Supply Limited"
TEXT_WIDTH = 76
MARGIN = 25 * mm
HEADROOM = 22 * mm
FRAME_PADDING = 6  # points that reportlab leaves inside a frame
PADDING_SENTENCES = 300
SENTENCES_A_PARAGRAPH = 5


@dataclass(frozen=True)
class Block:
    """One block of the Markdown subset that the samples use.

    Attributes:
        kind: "heading", "paragraph", "list" or "table".
        lines: The text of a heading or paragraph, or the items of a list.
        level: The depth of a heading, 1 to 3; otherwise 0.
        rows: The cells of a table, its header first.
    """

    kind: str
    lines: tuple[str, ...] = ()
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = field(default=())


def parse(markdown: str) -> list[Block]:
    """Split Markdown into blocks, which blank lines separate."""
    return [_block(part) for part in re.split(r"\n{2,}", markdown.strip())]


def _block(part: str) -> Block:
    """Tell what kind of block a piece of Markdown is."""
    if part.startswith("#"):
        marks, text = part.split(" ", 1)
        return Block("heading", (text,), level=len(marks))
    if part.startswith("- "):
        return Block("list", tuple(line[2:] for line in part.splitlines()))
    if part.startswith("|"):
        lines = part.splitlines()
        return Block("table", rows=tuple(_cells(x) for x in lines[:1] + lines[2:]))
    return Block("paragraph", (part,))


def _cells(line: str) -> tuple[str, ...]:
    """Split one row of a Markdown table."""
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def curly(text: str) -> str:
    """Set quotation marks and apostrophes as a typesetter would."""
    text = re.sub(r'(^|[\s(])"', "\\1\u201c", text).replace('"', "\u201d")
    return text.replace("'", "\u2019")


# --- HTML -----------------------------------------------------------------


def to_html(blocks: list[Block], page: Path = SOURCE / "page.template", firm: str = FIRM) -> str:
    """Set the blocks inside a page with menu and footer."""
    main = "\n".join(_html_block(block) for block in blocks)
    template = Template(page.read_text(encoding="utf-8"))
    return template.substitute(title=_escape(blocks[0].lines[0]), main=main, firm=firm)


def _html_block(block: Block) -> str:
    """Write one block as HTML."""
    if block.kind == "heading":
        return f"<h{block.level}>{_escape(block.lines[0])}</h{block.level}>"
    if block.kind == "list":
        items = "\n".join(f"  <li>{_escape(item)}</li>" for item in block.lines)
        return f"<ul>\n{items}\n</ul>"
    if block.kind == "table":
        head, *body = block.rows
        rows = "\n".join(_html_row(row, "td") for row in body)
        top = _html_row(head, "th")
        return f"<table>\n<thead>\n{top}\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f"<p>{_escape(block.lines[0])}</p>"


def _html_row(row: tuple[str, ...], tag: str) -> str:
    """Write one row of a table as HTML."""
    return "<tr>" + "".join(f"<{tag}>{_escape(c)}</{tag}>" for c in row) + "</tr>"


def _escape(text: str) -> str:
    """Set quotation marks, then escape what HTML and reportlab would read."""
    return html.escape(curly(text), quote=False)


# --- Plain text -----------------------------------------------------------


def to_text(blocks: list[Block]) -> str:
    """Write the blocks as plain text, wrapped at 76 columns."""
    return "\n\n".join(_text_block(block) for block in blocks) + "\n"


def _text_block(block: Block) -> str:
    """Write one block as plain text."""
    if block.kind == "heading":
        return _text_heading(block.lines[0], block.level)
    if block.kind == "list":
        return "\n".join(_wrap(f"- {x}", indent="  ") for x in block.lines)
    if block.kind == "table":
        return _text_table(block.rows)
    return _wrap(block.lines[0])


def _text_heading(text: str, level: int) -> str:
    """Write the title in capitals, and underline the other headings."""
    if level == 1:
        return text.upper()
    return f"{text}\n{('=' if level == 2 else '-') * len(text)}"


def _text_table(rows: tuple[tuple[str, ...], ...]) -> str:
    """Align a table in columns, with a rule below its header."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = tuple("-" * width for width in widths)
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in (rows[0], rule, *rows[1:])
    ]
    return "\n".join(lines)


def _wrap(text: str, indent: str = "") -> str:
    """Wrap text at the text width, never inside a word or at a hyphen."""
    return textwrap.fill(
        text,
        TEXT_WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


# --- PDF ------------------------------------------------------------------


BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=14, spaceAfter=7, alignment=TA_LEFT)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=9.5, leading=12.5, spaceAfter=0)
HEAD_CELL = ParagraphStyle("head-cell", parent=CELL, fontName="Helvetica-Bold")
HEADINGS = {
    level: ParagraphStyle(
        f"heading-{level}",
        parent=BODY,
        fontName="Helvetica-Bold",
        fontSize=size,
        leading=size * 1.25,
        spaceBefore=before,
        spaceAfter=5,
    )
    for level, size, before in ((1, 20, 0), (2, 14, 11), (3, 11.5, 6))
}


def write_pdf(blocks: list[Block], path: Path, firm: str = FIRM) -> None:
    """Write the blocks as an A4 PDF whose bytes depend on nothing else."""
    pages = _set_pdf(blocks, BytesIO(), 0, firm)  # only to count the pages
    with path.open("wb") as target:
        _set_pdf(blocks, target, pages, firm)


def _set_pdf(blocks: list[Block], target: IO[bytes], total: int, firm: str) -> int:
    """Set the PDF once, with the given page total, and return how many pages it has."""
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        title=blocks[0].lines[0],
        author=firm,
        leftMargin=MARGIN - FRAME_PADDING,
        rightMargin=MARGIN - FRAME_PADDING,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        invariant=1,
        pageCompression=0,
    )
    furnish = partial(_furnish, total=total, firm=firm)
    document.build(list(_story(blocks)), onFirstPage=furnish, onLaterPages=furnish)
    return int(document.page)


def _furnish(canvas: Canvas, document: BaseDocTemplate, total: int, firm: str) -> None:
    """Draw the running header and the page number."""
    width, height = A4
    canvas.setFont("Helvetica", 8.5)
    canvas.setFillColor(colors.HexColor("#555555"))
    canvas.drawString(MARGIN, height - 15 * mm, firm)
    canvas.drawRightString(width - MARGIN, 14 * mm, f"Page {document.page} of {total}")
    canvas.setStrokeColor(colors.HexColor("#bbbbbb"))
    canvas.line(MARGIN, height - 17 * mm, width - MARGIN, height - 17 * mm)


def _story(blocks: list[Block]) -> Iterator[Flowable]:
    """Set the blocks in turn, with no heading or list's lead alone at a foot."""
    for block in blocks:
        if block.kind == "heading" or _leads(block):
            yield CondPageBreak(HEADROOM)
        yield _flowable(block)


def _leads(block: Block) -> bool:
    """Tell whether a block introduces a list."""
    return block.kind == "paragraph" and block.lines[0].endswith(":")


def _flowable(block: Block) -> Flowable:
    """Turn one block into what reportlab sets."""
    if block.kind == "heading":
        return Paragraph(_escape(block.lines[0]), HEADINGS[block.level])
    if block.kind == "list":
        return _pdf_list(block.lines)
    if block.kind == "table":
        return _pdf_table(block.rows)
    return Paragraph(_escape(block.lines[0]), BODY)


def _pdf_list(items: tuple[str, ...]) -> Flowable:
    """Set a bullet list."""
    style = ParagraphStyle("item", parent=BODY, spaceAfter=3)
    entries = [Paragraph(_escape(item), style) for item in items]
    return ListFlowable(entries, bulletType="bullet", start="\u2022", leftIndent=14, bulletFontSize=10, spaceAfter=7)


def _pdf_table(rows: tuple[tuple[str, ...], ...]) -> Flowable:
    """Set a ruled table."""
    cells = [
        [Paragraph(_escape(cell), CELL if number else HEAD_CELL) for cell in row] for number, row in enumerate(rows)
    ]
    table = Table(cells, colWidths=[58 * mm, 31 * mm, 27 * mm, 44 * mm], spaceAfter=9)
    grey = colors.HexColor("#999999")
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, grey)]))
    return table


# --- Padding --------------------------------------------------------------


def padding() -> list[str]:
    """Fill the sentence templates of the pool, with no sentence twice."""
    pool = tomllib.loads((SOURCE / "padding.toml").read_text(encoding="utf-8"))
    templates, words = pool["templates"], pool["words"]
    rounds = -(-PADDING_SENTENCES // len(templates))
    sentences = [
        _fill(template, words, turn * 7 + place) for turn in range(rounds) for place, template in enumerate(templates)
    ]
    unique = list(dict.fromkeys(sentences))
    if len(unique) < PADDING_SENTENCES:
        message = f"the pool yields {len(unique)} sentences; add templates or words"
        raise ValueError(message)
    return unique[:PADDING_SENTENCES]


def _fill(template: str, words: dict[str, list[str]], turn: int) -> str:
    """Fill each slot of a template with a word of that slot's list."""
    return template.format_map({k: v[turn % len(v)] for k, v in words.items()})


def padded(markdown: str) -> str:
    """Spread the padding evenly behind the paragraphs of a statement."""
    parts = markdown.strip().split("\n\n")
    sentences = padding()
    step = SENTENCES_A_PARAGRAPH
    fillers = [" ".join(sentences[i : i + step]) for i in range(0, len(sentences), step)]
    hosts = [i for i, part in enumerate(parts) if _takes_filler(part)]
    result = []
    for number, part in enumerate(parts):
        result.append(part)
        if number in hosts:
            place = hosts.index(number)
            result += fillers[place :: len(hosts)]
    return "\n\n".join(result) + "\n"


def _takes_filler(part: str) -> bool:
    """Tell whether filler may follow: not behind a heading or a list's lead."""
    is_text = not part.startswith(("#", "|", "-")) and not part.endswith(":")
    return is_text and part.endswith(".") and "The table" not in part


def main() -> None:
    """Write every generated sample."""
    markdown = CANONICAL.read_text(encoding="utf-8")
    blocks = parse(markdown)
    CANONICAL.with_suffix(".html").write_text(to_html(blocks), encoding="utf-8")
    CANONICAL.with_suffix(".txt").write_text(to_text(blocks), encoding="utf-8")
    write_pdf(blocks, CANONICAL.with_suffix(".pdf"))
    write_scan(CANONICAL.with_suffix(".pdf"), CANONICAL.with_name("scan.pdf"))
    write_columns(blocks, CANONICAL.with_name("two-columns.pdf"), FIRM, curly)
    write_docx(blocks, CANONICAL.with_suffix(".docx"), FIRM, curly)
    CANONICAL.with_suffix(".xlsx").write_bytes(to_xlsx(blocks, FIRM, curly))
    write_zip(SAMPLES, CANONICAL.with_suffix(".zip"))
    PADDED.parent.mkdir(parents=True, exist_ok=True)
    PADDED.write_text(padded(markdown), encoding="utf-8")


if __name__ == "__main__":
    main()
