"""Tables, boxes, notes, diagrams and running heads of Word documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from supplychain_check.errors import InputProblem
from supplychain_check.models import Block, BlockKind, Document
from supplychain_check.readers import read
from word import (
    NAMESPACES,
    STYLES,
    box,
    cell,
    field,
    p,
    r,
    relations,
    row,
    table,
    word,
)
from zoo import PROSE


def _read(folder: Path, data: bytes, name: str = "a.docx") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def _texts(folder: Path, body: str, **parts: str) -> list[str]:
    return [text for _, text in _blocks(_read(folder, word(body, **parts)))]


def _problem(folder: Path, data: bytes, name: str = "a.docx") -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        _read(folder, data, name)
    assert caught.value.hint
    return caught.value


# --- tables ------------------------------------------------------------------------------------------


def _rows(document: Document) -> list[Block]:
    return [b for b in document.blocks if b.kind is BlockKind.TABLE_ROW]


def test_merged_cells_come_once_and_header_rows_are_known(tmp_path: Path) -> None:
    merged = table(
        row("Group", "People", "Hours", properties="<w:tblHeader/>"),
        row(cell(p("Buyers"), '<w:vMerge w:val="restart"/>'), cell(p("14 of 15"), '<w:gridSpan w:val="2"/>')),
        row(cell(p("Buyers"), "<w:vMerge/>"), "21", "1.5"),
    )
    plain = table(row("Do you buy cotton?", "Yes."), row("Where?", "In India."))
    bold = table(row(*(cell(p(r(t, "<w:b/>"))) for t in ("Site", "Staff"))), row("Rangiora", "41"))
    document = _read(tmp_path, word(p(PROSE) + merged + p() + plain + p() + bold))
    rows = _rows(document)
    assert [document.text[b.start : b.end] for b in rows[:3]] == [
        "Group | People | Hours",
        "Buyers | 14 of 15",
        "21 | 1.5",
    ]
    assert [b.header for b in rows] == [True, False, False, False, False, True, False]
    assert [b.table for b in rows] == [1, 1, 1, 2, 2, 3, 3]


def test_nested_tables_and_layout_tables(tmp_path: Path) -> None:
    inner = table(row("in", "side"))
    nested = table(row("a", "b"), row(cell(p("before") + inner + p("after")), "c"))
    callout = table(row(cell(p("A box of one cell.") + p("With two paragraphs."))))
    columns = table(row(cell(p(PROSE * 2)), "right"))
    found = _blocks(_read(tmp_path, word(nested + callout + columns)))
    assert found == [
        ("table_row", "a | b"),
        ("paragraph", "before"),
        ("table_row", "in | side"),
        ("paragraph", "after"),
        ("paragraph", "c"),
        ("paragraph", "A box of one cell."),
        ("paragraph", "With two paragraphs."),
        ("paragraph", (PROSE * 2).strip()),
        ("paragraph", "right"),
    ]


# --- boxes, notes, diagrams, running heads -----------------------------------------------------------


def test_text_boxes_are_read_once_behind_their_paragraph(tmp_path: Path) -> None:
    body = p("Before ", box(p("In the box.") + p(box(p("In a box in the box.")))), "and after.") + p("Next.")
    assert _texts(tmp_path, body) == ["Before and after.", "In the box.", "In a box in the box.", "Next."]


def test_notes_stand_at_the_end_of_their_section(tmp_path: Path) -> None:
    def note(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    notes = "".join(
        f'<w:{{0}} w:id="{n}"{kind}>{p(f"{{1}} {n}.")}</w:{{0}}>'
        for n, kind in ((0, ' w:type="separator"'), (1, ""), (2, ""))
    )
    body = "".join(
        [
            p("One", style="berschrift1"),
            p("We buy from 23 suppliers", note("footnote", 1), " in four countries", note("endnote", 1), "."),
            p("Some of them are small."),
            p("Two", style="berschrift1"),
            table(row("Sites", cell(p("41", note("footnote", 2))))),
            p("The end."),
        ]
    )
    found = _texts(
        tmp_path,
        body,
        styles=STYLES,
        footnotes=notes.format("footnote", "Footnote"),
        endnotes=notes.format("endnote", "Endnote"),
    )
    assert found == [
        "One",
        "We buy from 23 suppliers in four countries.",
        "Some of them are small.",
        "Footnote 1.",
        "Two",
        "Sites | 41",
        "The end.",
        "Footnote 2.",
        "Endnote 1.",
    ]


def test_diagrams_give_their_points(tmp_path: Path) -> None:
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r><a:r><a:t> suppliers</a:t></a:r></a:p></dgm:t></dgm:pt>"
    data = f"<dgm:dataModel {NAMESPACES}><dgm:ptLst>{point.format('Map')}{point.format('Rank')}</dgm:ptLst></dgm:dataModel>"
    shown = '<w:r><w:drawing><a:graphic><dgm:relIds r:dm="diagramData"/></a:graphic></w:drawing></w:r>'
    members = {"word/_rels/document.xml.rels": relations(diagramData="d.xml"), "word/d.xml": data}
    document = _read(tmp_path, word(p(PROSE, shown), members))
    assert _blocks(document)[1:] == [("list_item", "Map suppliers"), ("list_item", "Rank suppliers")]


def test_headers_and_footers_come_once(tmp_path: Path) -> None:
    references = "".join(
        f'<w:{k}Reference w:type="{t}" r:id="{k}"/>' for k in ("header", "footer") for t in ("first", "default")
    )
    body = p("One.") + p(properties=f"<w:sectPr>{references}</w:sectPr>") + f"<w:sectPr>{references}</w:sectPr>"
    document = _read(
        tmp_path, word(body, header=p("Fernhollow"), footer=table(row("Page", cell(p(field(" PAGE ", "1"))))))
    )
    assert _blocks(document) == [("furniture", "Fernhollow"), ("paragraph", "One."), ("furniture", "Page 1")]
