"""Workbooks made by hand for tests, down to what no library writes: damage, lies and traps."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return target.getvalue()


# --- XLSX ----------------------------------------------------------------------------------------------


def text(place: str, words: str, style: int = 0) -> str:
    """A cell of text."""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'


def number(place: str, value: object, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A sheet of rows, each written as its cells; the row number is that of the first cell."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(map(_row, rows))}</sheetData>{after}</worksheet>'


def _row(cells: str) -> str:
    return cells if cells.startswith("<row") or not cells else f"<row>{cells}</row>"


def xlsx(sheets: Mapping[str, str], styles: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook of sheets; a name that ends in an exclamation mark is that of a hidden one."""
    entries = targets = ""
    files: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>"}
    for index, (name, content) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name.endswith("!") else ""
        entries += f'<sheet name="{escape(name.rstrip("!"))}" sheetId="{index}" r:id="rId{index}"{state}/>'
        targets += f'<Relationship Id="rId{index}" Type="{LINKS}/worksheet" Target="/xl/worksheets/s{index}.xml"/>'
        files[f"xl/worksheets/s{index}.xml"] = content
    files["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{entries}</sheets></workbook>'
    files["xl/_rels/workbook.xml.rels"] = f"<Relationships>{targets}</Relationships>"
    if styles:
        files["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return packed(files | dict(parts or {}))


# --- ODS -----------------------------------------------------------------------------------------------

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'  # fmt: skip


def ods(tables: str, styles: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet with this content."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": ODS_TYPE, "content.xml": content} | dict(parts or {}))


# --- XLS -----------------------------------------------------------------------------------------------


def ole(stream: str, content: bytes) -> bytes:
    """A container of old Office with one stream."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    head = struct.pack("<8s16s5H6s", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"")
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(stream, 2, 0xFFFFFFFF, 2, len(content))
    return head.ljust(512, b"\xff") + fat + entries.ljust(512, b"\0") + content.ljust(512 * sectors, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    none = 0xFFFFFFFF
    return struct.pack("<64sHBBIII36sIQ", raw, len(raw) + 2, kind, 1, none, none, child, b"", start, size)


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of the old Excel format."""
    return struct.pack("<HH", kind, len(content)) + content


def xls(sheets: Mapping[str, Iterable[bytes]], formats: Iterable[str] = (), first: bytes = b"") -> bytes:
    """A workbook of Excel 97; format number 1 and on are cell styles 1 and on; a name with "!" is hidden."""
    font = struct.pack("<HHHHHBBBB", 210, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial"
    codes = [(164 + n, code) for n, code in enumerate(formats)]
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6)) + first + record(0x42, b"\xb0\x04")
    start += record(0x31, font) * 5
    start += b"".join(
        record(0x41E, struct.pack("<HHB", key, len(code), 1) + code.encode("utf-16-le")) for key, code in codes
    )
    start += b"".join(record(0xE0, struct.pack("<HHH14s", 0, key, 1, b"")) for key in (0, *(k for k, _ in codes)))
    bodies = [
        record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6)) + b"".join(rows) + record(0x0A)
        for rows in sheets.values()
    ]
    place = len(start) + sum(4 + 8 + len(name.rstrip("!")) for name in sheets) + 4
    for name, body in zip(sheets, bodies, strict=True):
        raw = name.rstrip("!").encode("latin-1")
        start += record(0x85, struct.pack("<IBBBB", place, name.endswith("!"), 0, len(raw), 0) + raw)
        place += len(body)
    return ole("Workbook", start + record(0x0A) + b"".join(bodies))


def label(row: int, column: int, words: str) -> bytes:
    """A cell of text in the old Excel format."""
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(words), 1) + words.encode("utf-16-le"))


def value(row: int, column: int, amount: float, style: int = 0) -> bytes:
    """A cell with a number in the old Excel format."""
    return record(0x203, struct.pack("<HHHd", row, column, style, amount))
