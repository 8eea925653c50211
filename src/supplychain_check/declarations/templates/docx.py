"""Empty forms as Word documents on A4 across: drop-downs, boxes to tick, and room to write by hand."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from supplychain_check.declarations.templates.layout import COLUMNS, Line, about, introduction, layout
from supplychain_check.models.declaration import Form

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.table import CT_Row
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_WIDTHS = (2.3, 9.2, 3.0, 8.2, 4.4)
"""Widths of the columns in centimetres: all that A4 across has between its margins."""
_MARGIN, _ACROSS, _DOWN = 1.3, 29.7, 21.0
_GREY, _DARK, _PAPER = "595959", "1F4E5F", "FFFBE6"
_FONT = "Arial"
_ROOM, _LONG_ROOM = 1.4, 3.2
"""Least height, in centimetres, of a row that somebody may fill in by hand."""
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def write(form: Form) -> bytes:
    """Make the document: a table a section, with the names of the columns repeated on every page."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    _page(document, form)
    document.add_heading(form.title, level=1)
    for text in introduction(form):
        document.add_paragraph(text)
    table: Table | None = None
    for line in layout(form):
        if line.kind == "section":
            document.add_heading(line.text, level=2)
            table = _table(document)
        else:
            table = table or _table(document)
            _row(table, line)
    document.add_heading("About this form", level=2)
    for text in about(form):
        run = document.add_paragraph().add_run(text)
        run.font.size = Pt(8)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: Document, form: Form) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_ACROSS), Cm(_DOWN)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    section.footer_distance = Cm(0.6)
    _fonts(document)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{form.id} {form.version}, page ")
    _page_number(footer)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = form.title, form.publisher, ""


def _fonts(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor
    from docx.styles.style import ParagraphStyle

    for name, size, after in (("Normal", 10, 3), ("Heading 1", 16, 6), ("Heading 2", 12, 3)):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = _FONT, Pt(size)
        style.paragraph_format.space_after = Pt(after)
        if name == "Normal":
            style.paragraph_format.space_before = Pt(0)
            continue
        # headings take their font from the theme unless each script is told
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "heme" in str(key)]:
            del fonts.attrib[key]
        fonts.set(qn("w:hAnsi"), _FONT)
        style.font.color.rgb = RGBColor.from_string(_DARK)


def _page_number(paragraph: Paragraph) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _table(document: Document) -> Table:
    """An empty table with its header."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    table: Table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _mark(table.rows[0]._tr, "w:tblHeader")
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        _write(cell, name, bold=True, colour="FFFFFF")
        _shade(cell, _DARK)
    _set_widths(table.rows[0])
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        # LibreOffice goes by the grid of the table, Word by its cells
        column.width = Cm(width)
    return table


def _row(table: Table, line: Line) -> None:
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Cm

    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _set_widths(row)
    _mark(row._tr, "w:cantSplit")
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    row.height = Cm(0.5 if line.kind == "option" else _LONG_ROOM if line.long else _ROOM)
    cells = list(row.cells)
    _write(cells[0], line.ref, size=7, colour=_GREY)
    _write(cells[1], line.text, bold=line.kind == "question")
    if line.help:
        _write(cells[1], line.help, size=8, colour=_GREY, more=True)
    if line.kind == "option":
        _tick_box(cells[2].paragraphs[0], line)
    elif line.answered and line.choices:
        _drop_down(cells[2].paragraphs[0], line)
    for number in (2, 3, 4):
        if line.answered if number == 2 else line.explained or line.free:
            _shade(cells[number], _PAPER)
    if line.free:
        cells[2].merge(cells[4])


def _write(
    cell: _Cell, text: str, *, size: int = 9, bold: bool = False, colour: str = "000000", more: bool = False
) -> None:
    from docx.shared import Pt, RGBColor

    run = (cell.add_paragraph() if more else cell.paragraphs[0]).add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)


def _shade(cell: _Cell, colour: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    cell._tc.get_or_add_tcPr().append(shade)


def _mark(row: CT_Row, tag: str) -> None:
    """Set a property of a row that is either there or not."""
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement(tag))


def _set_widths(row: _Row) -> None:
    from docx.shared import Cm

    for cell, width in zip(row.cells, _WIDTHS, strict=True):
        cell.width = Cm(width)


# --- fields that Word fills in ------------------------------------------------------------------------------


def _drop_down(paragraph: Paragraph, line: Line) -> None:
    """A list to choose from, which shows "Choose" until then; readers know by its mark that nothing was chosen."""
    items = "".join(f"<w:listItem w:displayText={_quoted(c)} w:value={_quoted(c)}/>" for c in line.choices)
    _control(
        paragraph,
        line,
        f"<w:showingPlcHdr/><w:dropDownList><w:listItem w:displayText='Choose' w:value=''/>{items}</w:dropDownList>",
        f"<w:r><w:rPr><w:color w:val='{_GREY}'/><w:sz w:val='18'/></w:rPr><w:t>Choose</w:t></w:r>",
    )


def _tick_box(paragraph: Paragraph, line: Line) -> None:
    _control(
        paragraph,
        line,
        "<w14:checkbox><w14:checked w14:val='0'/><w14:checkedState w14:val='2612' w14:font='MS Gothic'/>"
        "<w14:uncheckedState w14:val='2610' w14:font='MS Gothic'/></w14:checkbox>",
        "<w:r><w:rPr><w:rFonts w:ascii='MS Gothic' w:eastAsia='MS Gothic' w:hAnsi='MS Gothic' w:hint='eastAsia'/>"
        "</w:rPr><w:t>☐</w:t></w:r>",
    )


def _control(paragraph: Paragraph, line: Line, kind: str, shown: str) -> None:
    """A content control whose name and title are the label of the answer."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name = _quoted(line.ref)
    control = parse_xml(
        f"<w:sdt {nsdecls('w')} xmlns:w14='{_W14}'><w:sdtPr><w:alias w:val={name}/><w:tag w:val={name}/>{kind}</w:sdtPr>"
        f"<w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    )
    paragraph._p.append(control)


def _quoted(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)
