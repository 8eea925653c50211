"""Write the canonical statement as a workbook, for build.py.

One sheet holds the running text, a paragraph a row under its headings; each table
has a sheet of its own, named like the heading above it. The XML is written here,
as the libraries put the time of writing into the file.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from block import Block

EPOCH = (2026, 9, 24, 9, 0, 0)
LONGEST_NAME = 31  # characters that a spreadsheet program allows
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
PROPERTIES = f"{PACKAGE}relationships/metadata/core-properties"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BODY, TITLE, SECTION, PART, HEADER = range(5)
FONTS = ((10.5, False), (20.0, True), (14.0, True), (11.5, True), (10.5, True))
DECIMALS = re.compile(r"\d+(?:\.\d+)?")

Row = list[tuple[str, int]]


def to_xlsx(blocks: Sequence[Block], author: str, curly: Callable[[str], str]) -> bytes:
    """Set the blocks in a workbook whose bytes depend on nothing else."""
    title = blocks[0].lines[0]
    sheets = [(title, list(_text_rows(blocks, curly))), *_tables(blocks, curly)]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([(f"{OFFICE}/officeDocument", "xl/workbook.xml"), (PROPERTIES, "docProps/core.xml")]),
        "docProps/core.xml": _properties(title, author),
        "xl/workbook.xml": _workbook([name for name, _ in sheets]),
        "xl/_rels/workbook.xml.rels": _relations(
            [(f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
            + [(f"{OFFICE}/styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(),
    }
    for number, (_, rows) in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, HEAD + content)
    return target.getvalue()


def _text_rows(blocks: Sequence[Block], curly: Callable[[str], str]) -> Iterator[Row]:
    """Give each heading, paragraph and list item a row, and leave one free after each block."""
    for block in blocks:
        if block.kind == "heading":
            yield [(curly(block.lines[0]), (TITLE, SECTION, PART)[block.level - 1])]
        elif block.kind == "list":
            yield from ([(f"\u2022 {curly(item)}", BODY)] for item in block.lines)
        elif block.kind == "paragraph":
            yield [(curly(block.lines[0]), BODY)]
        yield []


def _tables(blocks: Sequence[Block], curly: Callable[[str], str]) -> Iterator[tuple[str, list[Row]]]:
    """Give each table a sheet that is named like the heading above it."""
    name = ""
    for block in blocks:
        if block.kind == "heading":
            name = block.lines[0][:LONGEST_NAME]
        elif block.kind == "table":
            yield name, [[(curly(c), BODY if n else HEADER) for c in row] for n, row in enumerate(block.rows)]


def _sheet(rows: Iterable[Row]) -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(text, style, number, place) for place, (text, style) in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
        if row
    )
    columns = '<cols><col min="1" max="1" width="110" customWidth="1"/></cols>'
    return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{lines}</sheetData></worksheet>'


def _cell(text: str, style: int, row: int, column: int) -> str:
    """Write a number as a number, so that a program can add it up, and anything else as text."""
    place = f'r="{chr(ord("A") + column)}{row}" s="{style}"'
    if DECIMALS.fullmatch(text):
        return f"<c {place}><v>{text}</v></c>"
    return f'<c {place} t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _styles() -> str:
    fonts = "".join(
        f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><name val="Arial"/></font>' for size, bold in FONTS
    )
    wrap = '<alignment vertical="top" wrapText="1"/>'
    formats = "".join(
        f'<xf numFmtId="0" fontId="{n}" fillId="0" borderId="0" xfId="0" applyFont="1">{wrap}</xf>'
        for n in range(len(FONTS))
    )
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts count="{len(FONTS)}">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(FONTS)}">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _workbook(names: list[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(targets: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}relationships">{lines}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [("workbook.xml", "sheet.main"), ("styles.xml", "styles")]
    parts += [(f"worksheets/sheet{n}.xml", "worksheet") for n in range(1, sheets + 1)]
    lines = "".join(f'<Override PartName="/xl/{p}" ContentType="{SHEET_TYPE}.{kind}+xml"/>' for p, kind in parts)
    return (
        f'<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{lines}</Types>'
    )


def _properties(title: str, author: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></cp:coreProperties>"
    )
