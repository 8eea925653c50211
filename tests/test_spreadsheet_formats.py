"""Spreadsheets of other makes: OpenDocument, the old Excel format, comma-separated values, and broken ones."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sheets import ODS_TYPE, label, ods, ole, packed, record, sheet, text, value, xls, xlsx
from supplychain_check.models import UnreadableReason
from test_spreadsheet import (
    addresses,
    blocks,
    headers,
    opened,
    refused,
    rows,
)

# --- OpenDocument --------------------------------------------------------------------------------------


def test_opendocument(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="b" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
        '</style:style><style:style style:name="h" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    head = "".join(
        f'<table:table-cell table:style-name="b" office:value-type="string"><text:p>{t}</text:p></table:table-cell>'
        for t in ("Site", "Share")
    )
    body = (
        '<table:table table:name="Wages"><table:table-column table:number-columns-repeated="4"/>'
        '<table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{head}</table:table-row>"
        "<table:table-row><table:table-cell><text:p>Penrose<text:s/>north</text:p>"
        "<office:annotation><text:p>a note</text:p></office:annotation></table:table-cell>"
        '<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25 %</text:p></table:table-cell>'
        '<table:covered-table-cell table:number-columns-repeated="2"><text:p>under</text:p></table:covered-table-cell>'
        "<table:table-cell><text:p>hidden</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=1+1"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>Twice</text:p></table:table-cell>'
        "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:visibility="filter"><table:table-cell><text:p>filtered</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
        '<table:table table:name="Lists" table:style-name="h"><table:table-row><table:table-cell><text:p>secret</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    document = opened(tmp_path, "a.ods", ods(body, styles))
    assert rows(document) == ["Site | Share", "Penrose north | 25 %", "Twice | x", "Twice | x"]
    assert headers(document) == ["Site | Share"]
    assert document.media_type == ODS_TYPE
    assert addresses(document)["Wages"]["4"] == "A4 B4"
    assert document.warnings[0].endswith("Lists.")
    assert "row 5 and column E" in document.warnings[1]
    assert "F2" in document.warnings[2]


def test_opendocument_with_a_password_or_a_bomb(tmp_path: Path) -> None:
    locked = ods("", parts={"META-INF/manifest.xml": "<m><encryption-data/></m>"})
    assert refused(tmp_path, "a.ods", locked) is UnreadableReason.PASSWORD
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    bomb = f'<table:table><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table>'
    assert refused(tmp_path, "b.ods", ods(bomb)) is UnreadableReason.LIMIT


# --- the old Excel format ------------------------------------------------------------------------------

OLD = [
    label(0, 0, "Country"), label(0, 1, "Workers"), label(0, 2, "Paid in full"),
    label(1, 0, "Malaysia"), value(1, 1, 1200, 1), value(1, 2, 0.255, 2),
    record(0x208, struct.pack("<HHHHHHI", 2, 0, 3, 255, 0, 0, 0x20)), label(2, 0, "hidden"), label(2, 1, "secret"),
    record(0x7D, struct.pack("<HHHHHH", 4, 4, 2000, 0, 1, 0)), label(3, 4, "hidden too"),
    label(5, 0, "We visited nine sites. We spoke with workers at each."), label(5, 1, "under"),
    record(0xE5, struct.pack("<HHHHH", 1, 5, 5, 0, 2)),
]  # fmt: skip


def test_old_workbooks(tmp_path: Path) -> None:
    content = xls({"Wages": OLD, "Lists!": [label(0, 0, "secret")]}, ["#,##0", "0.0%"])
    document = opened(tmp_path, "a.xls", content)
    assert blocks(document)[1:] == [
        ("table_row", "Country | Workers | Paid in full"),
        ("table_row", "Malaysia | 1,200 | 25.5%"),
        ("paragraph", "We visited nine sites. We spoke with workers at each."),
    ]
    assert addresses(document)["Wages"]["2"] == "A2 B2 C2"
    assert "Lists" in document.warnings[0]
    assert "row 3 and column E" in document.warnings[1]


def test_old_workbooks_locked_or_damaged(tmp_path: Path) -> None:
    locked = xls({"Wages": OLD}, first=record(0x2F, struct.pack("<HHH48s", 1, 1, 1, b"")))
    assert refused(tmp_path, "a.xls", locked) is UnreadableReason.PASSWORD
    assert refused(tmp_path, "b.xls", xls({"Wages": OLD})[:1800]) is UnreadableReason.DAMAGED


# --- comma-separated values ----------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [
        ["Site", "Wage a week", "Remark"],
        ["Café", "£1.200", f'"Two lines\nand a {delimiter} inside; both read"'],
        ["Quay", "£900", ""],
    ]
    source = "\r\n".join(delimiter.join(line) for line in lines)
    document = opened(tmp_path, "a.csv", source.encode(encoding))
    assert rows(document) == [
        "Site | Wage a week | Remark",
        f"Café | £1.200 | Two lines and a {delimiter.strip()}{' ' if delimiter.strip() else ''}inside; both read",
        "Quay | £900",
    ]
    assert addresses(document) == {"": {"0": "A1 B1 C1", "1": "A2 B2 C2", "2": "A3 B3"}}
    assert document.media_type == "text/csv"


def test_oddities_of_csv(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, "a.csv", b"sep=;\r\na;b, c\r\nc;d, and a NUL\0\r\n")) == [
        "a | b, c",
        "c | d, and a NUL",
    ]
    assert rows(opened(tmp_path, "b.tsv", b"a\tb\rc\td\r")) == ["a | b", "c | d"]
    assert refused(tmp_path, "c.csv", b'a,b\nc,"' + b"x" * 1_200_000) is UnreadableReason.LIMIT


def test_prose_named_csv_is_read_as_text(tmp_path: Path) -> None:
    prose = b"We visited nine sites in March,\nspoke with workers, buyers and agents,\nand wrote down what we heard.\n"
    assert opened(tmp_path, "a.csv", prose).media_type == "text/plain"


# --- hostile and broken workbooks ----------------------------------------------------------------------


def test_one_cell_in_the_last_corner_is_just_a_cell(tmp_path: Path) -> None:
    content = sheet(text("A1", "Seen."), '<row r="1048576">' + text("XFD1048576", "Far.") + "</row>")
    document = opened(tmp_path, "a.xlsx", xlsx({"Sheet1": content}))
    assert document.text == "Seen.\n\nFar."
    assert addresses(document) == {"Sheet1": {"0": "A1", "1": "XFD1048576"}}


BOMBS = {
    "a cell of 90 MB": lambda: xlsx({"a": sheet(text("A1", "a " * 45_000_000))}),
    "a cell of 12 MB": lambda: xlsx({"a": sheet(text("A1", "".join(map(str, range(2_000_000)))))}),
    "one long text shown often": lambda: xlsx(
        {"a": sheet('<c t="s"><v>0</v></c>' * 10_000)},
        parts={"xl/sharedStrings.xml": f"<sst><si><t>{'words ' * 100_000}</t></si></sst>"},
    ),
    "deep nesting": lambda: xlsx({"a": "<a>" * 3000 + "</a>" * 3000}),
    "6,000 parts": lambda: xlsx({"a": sheet()}, parts={f"x/{n}": "" for n in range(6_000)}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, "a.xlsx", BOMBS[name]()) is UnreadableReason.LIMIT


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", xlsx({"a": sheet(text("A1", "x"))})[:300], UnreadableReason.DAMAGED),
        ("a.xlsx", xlsx({"a": "no XML"}), UnreadableReason.DAMAGED),
        ("a.xlsx", xlsx({"a": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), UnreadableReason.DAMAGED),
        ("a.xlsx", packed({"[Content_Types].xml": "", "xl/worksheets/a.xml": ""}), UnreadableReason.DAMAGED),
        ("a.xlsb", packed({"[Content_Types].xml": "", "xl/workbook.bin": "x"}), UnreadableReason.UNSUPPORTED),
        ("a.xlsx", xlsx({"a": sheet()}), UnreadableReason.NO_TEXT),
        ("a.xlsx", xlsx({"a!": sheet(text("A1", "hidden"))}), UnreadableReason.NO_TEXT),
        ("a.xlsx", ole("EncryptedPackage", b"x"), UnreadableReason.PASSWORD),
    ],
    ids=["cut", "no XML", "document type", "no workbook", "binary", "no cells", "all hidden", "locked"],
)
def test_broken_workbooks_give_their_reason(
    tmp_path: Path, name: str, content: bytes, reason: UnreadableReason
) -> None:
    assert refused(tmp_path, name, content) is reason


def test_senseless_references_lose_no_text(tmp_path: Path) -> None:
    cells = '<c r="ZZZZ9" t="s"><v>77</v></c><c s="99"><v>1e999</v></c><c><v>abc</v></c>' + text("A0", "kept")
    document = opened(tmp_path, "a.xlsx", xlsx({"Sheet1": sheet(f'<row r="x">{cells}</row>')}))
    assert "abc" in document.text
    assert "kept" in document.text
