"""Write the canonical statement as a Word document, part by part, without an office program."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from block import Block

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
PARTS = ("styles", "numbering", "header", "footer")
NEVER = (1980, 1, 1, 0, 0, 0)
STYLES = ("Title", "Heading1", "Heading2")
SIZES = {"Title": 40, "Heading1": 28, "Heading2": 23}


def write_docx(blocks: Sequence[Block], path: Path, firm: str, curly: Callable[[str], str]) -> None:
    """Write the blocks as a document whose bytes depend on nothing else.

    Args:
        blocks: the statement, its title first.
        path: the file to write.
        firm: stands in the running header and as the author.
        curly: sets quotation marks.
    """
    body = "".join(_block(block, curly) for block in blocks)
    sections = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417"/></w:sectPr>'
    )
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml", OFFICE),
            ("metadata/core-properties", "docProps/core.xml", f"{PACKAGE}/relationships"),
        ),
        "docProps/core.xml": _core(blocks[0].lines[0], firm),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}{sections}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(*((kind, f"{kind}.xml", OFFICE) for kind in PARTS)),
        "word/styles.xml": f"<w:styles {NAMESPACES}>{_styles()}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{_numbering()}</w:numbering>",
        "word/header.xml": f"<w:hdr {NAMESPACES}>{_paragraph(firm)}</w:hdr>",
        "word/footer.xml": f"<w:ftr {NAMESPACES}><w:p>{_run('Page ')}{_page_number()}</w:p></w:ftr>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, NEVER), XML + content, zipfile.ZIP_DEFLATED)


def _block(block: Block, curly: Callable[[str], str]) -> str:
    """Write one block."""
    if block.kind == "table":
        return _table([[curly(cell) for cell in row] for row in block.rows])
    style = {"heading": STYLES[block.level - 1], "list": "ListBullet"}.get(block.kind, "")
    return "".join(_paragraph(curly(line), style) for line in block.lines)


def _paragraph(text: str, style: str = "") -> str:
    """Write a paragraph in a style."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{_run(text)}</w:p>"


def _run(text: str) -> str:
    """Write text, its blanks kept."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _page_number() -> str:
    """Write a field that shows the number of the page."""
    return f'<w:fldSimple w:instr=" PAGE ">{_run("1")}</w:fldSimple>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Write a ruled table, whose first row is repeated on every page."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:color="999999"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = '<w:gridCol w:w="2268"/>' * len(rows[0])
    body = "".join(_row(row, header=number == 0) for number, row in enumerate(rows))
    return f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"


def _row(cells: Sequence[str], *, header: bool) -> str:
    """Write one row of a table."""
    written = "".join(f'<w:tc><w:tcPr><w:tcW w:w="2268" w:type="dxa"/></w:tcPr>{_paragraph(c)}</w:tc>' for c in cells)
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}{written}</w:tr>"


def _styles() -> str:
    """Write the styles of title, headings and bullet list."""
    names = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "ListBullet": "List Bullet"}
    styles = [
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="21"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    ]
    for style, name in names.items():
        based = f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        styles.append(f'<w:style w:type="paragraph" w:styleId="{style}">{based}{_look(style)}</w:style>')
    return "".join(styles)


def _look(style: str) -> str:
    """Write how a style looks, and the level or list that it stands for."""
    if style == "ListBullet":
        return '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    level = "" if style == "Title" else f'<w:outlineLvl w:val="{STYLES.index(style) - 1}"/>'
    return f'<w:pPr><w:keepNext/>{level}</w:pPr><w:rPr><w:b/><w:sz w:val="{SIZES[style]}"/></w:rPr>'


def _numbering() -> str:
    """Write the one list, with bullets."""
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl>'
    return f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def _core(title: str, author: str) -> str:
    """Write title and author."""
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></cp:coreProperties>"
    )


def _content_types() -> str:
    """Write which part is of which type."""
    parts = {"document": "document.main", **{name: name for name in PARTS}}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MIME}.{kind}+xml"/>' for name, kind in parts.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    """Write pointers to other parts, numbered from rId1."""
    pointers = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>'
        for number, (kind, target, base) in enumerate(relations, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{pointers}</Relationships>'
