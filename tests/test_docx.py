"""Word documents: whatever a reader of the page sees is read, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from checking import check_file
from conftest import SAMPLES
from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, Document, SegmentKind
from supplychain_check.readers import read
from supplychain_check.segment import segment
from word import (
    NUMBERING,
    STYLES,
    cell,
    control,
    field,
    p,
    r,
    row,
    table,
    word,
)
from zoo import PROSE

CANONICAL = SAMPLES / "canonical" / "statement.docx"


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


# --- the canonical statement -------------------------------------------------------------------------


def test_the_canonical_statement_says_the_same() -> None:
    ours, theirs = (check_file(CANONICAL.with_suffix(suffix)) for suffix in (".docx", ".md"))
    readings = [
        [(f.criterion, f.level, f.evidence[0].quote.replace("’", "'") if f.evidence else "") for f in one.findings]
        for one in (ours, theirs)
    ]
    assert readings[0] == readings[1]


def test_the_canonical_statement_has_the_same_segments_under_the_same_headings() -> None:
    ours, theirs = (
        [
            (s.kind, s.text.replace("’", "'"), tuple(h.replace("’", "'") for h in s.headings))
            for s in segment(read(CANONICAL.with_suffix(suffix)))
        ]
        for suffix in (".docx", ".html")
    )
    assert ours == theirs
    assert {kind for kind, *_ in ours} == set(SegmentKind)


def test_running_heads_are_furniture_and_properties_metadata() -> None:
    document = read(CANONICAL)
    furniture = [text for kind, text in _blocks(document) if kind == "furniture"]
    assert furniture == ["Pellworth Supply Limited", "Page 1"]
    assert document.metadata == {"title": "Modern Slavery Statement 2026", "author": "Pellworth Supply Limited"}
    assert document.media_type.endswith("wordprocessingml.document")
    assert document.pages == ()
    assert document.warnings == ()


# --- headings and lists ------------------------------------------------------------------------------


def _headings(document: Document) -> list[tuple[str, int]]:
    return [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind is BlockKind.HEADING]


def test_headings_come_from_styles_whatever_their_language(tmp_path: Path) -> None:
    body = "".join(
        [
            p("Our statement", style="Titel"),
            p("One", style="berschrift1"),
            p("Two", style="Own"),
            p("Three", style="Deep"),
            p("Four", properties='<w:outlineLvl w:val="1"/>'),
            p("We say this in running text, in a style that only looks like a heading.", style="NotHead"),
            p("word " * 41, style="Own"),
            p(PROSE),
        ]
    )
    document = _read(tmp_path, word(body, styles=STYLES))
    assert _headings(document) == [("Our statement", 1), ("One", 2), ("Two", 2), ("Three", 4), ("Four", 3)]
    untitled = _read(tmp_path, word(p("One", style="berschrift1") + p(PROSE), styles=STYLES))
    assert _headings(untitled) == [("One", 1)]


def test_headings_without_style_are_bold_large_or_numbered(tmp_path: Path) -> None:
    body = "".join(
        [
            p(r("What we buy", "<w:b/>")),
            p(PROSE),
            p(r("Where we ", '<w:rStyle w:val="Strong"/>'), r("look", "<w:b/>")),
            p(r("Bold: ", "<w:b/>"), "and then a line that is not."),
            p(r("How we work", '<w:sz w:val="32"/>')),
            p(r("not ", '<w:b w:val="0"/>'), r("all bold", "<w:b/>")),
            p("2.1 Our suppliers"),
            p(r("We wrote this whole sentence in bold type.", "<w:b/>")),
            p(r("Jane Doe", "<w:b/>")),
            p(r("Director", "<w:b/>")),
        ]
    )
    document = _read(tmp_path, word(body, styles=STYLES))
    assert [h for h, _ in _headings(document)] == ["What we buy", "Where we look", "How we work", "2.1 Our suppliers"]
    assert _blocks(document)[-2:] == [("paragraph", "Jane Doe"), ("paragraph", "Director")]


def test_type_that_the_whole_text_is_set_in_makes_no_heading(tmp_path: Path) -> None:
    large = '<w:b/><w:sz w:val="32"/>'
    body = (
        p(r("Fernhollow Kitchens", '<w:b/><w:sz w:val="48"/>'))
        + p(r("Rangiora, 41 people", large))
        + p(r(PROSE, large))
    )
    assert _headings(_read(tmp_path, word(body, styles=STYLES))) == [("Fernhollow Kitchens", 2)]


def test_lists_come_from_numberings_styles_and_typed_bullets(tmp_path: Path) -> None:
    def item(number: int, level: int = 0) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'

    body = "".join(
        [
            p(PROSE),
            p("bullet", properties=item(1)),
            p("inner", properties=item(1, 1)),
            p("by style", style="Points"),
            p("by style, taken off", style="Points", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
            p("by name", style="ListBullet2"),
            p("numbered", properties=item(2)),
            p(r("A numbered heading", "<w:b/>"), properties=item(2)),
            p("of no format", properties=item(3)),
            p("•\ttyped"),
            p(PROSE),
        ]
    )
    document = _read(tmp_path, word(body, styles=STYLES, numbering=NUMBERING))
    found = [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks[1:-1]]
    assert found == [
        ("list_item", 1, "bullet"),
        ("list_item", 2, "inner"),
        ("list_item", 1, "by style"),
        ("paragraph", 0, "by style, taken off"),
        ("list_item", 2, "by name"),
        ("list_item", 1, "numbered"),
        ("heading", 2, "A numbered heading"),
        ("paragraph", 0, "of no format"),
        ("list_item", 1, "typed"),
    ]


def test_tables_of_contents_are_furniture(tmp_path: Path) -> None:
    line = p(field(' TOC \\o "1-3" '), "1. Our firm", "<w:r><w:tab/></w:r>", "3", style="Verzeichnis1")
    document = _read(tmp_path, word(line + p(PROSE), styles=STYLES))
    assert _blocks(document) == [("furniture", "1. Our firm 3"), ("paragraph", PROSE.strip())]


# --- runs and fields ---------------------------------------------------------------------------------


def test_breaks_tabs_hyphens_and_equations(tmp_path: Path) -> None:
    pieces = "<w:tab/>|<w:noBreakHyphen/>|<w:softHyphen/>|<w:br/>|<w:br w:type='page'/>|<w:cr/>".split("|")
    body = p(*[x for piece in pieces for x in ("a", f"<w:r>{piece}</w:r>")], "b") + p(
        "Jane Doe", "<w:r><w:br/></w:r>", "Director"
    )
    body += p("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>")
    assert _texts(tmp_path, body) == ["a a-aa a a b", "Jane Doe", "Director", "x=2"]


def test_links_tags_and_results_of_fields_are_read_and_codes_are_not(tmp_path: Path) -> None:
    body = p(
        "We pay ",
        f'<w:hyperlink r:id="x">{r("each ")}</w:hyperlink>',
        f'<w:smartTag w:element="x"><w:smartTagPr/>{r("of ")}</w:smartTag>',
        f'<w:fldSimple w:instr=" DATE ">{r("41 ")}</w:fldSimple>',
        field(" IF ", "people "),
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        r("code "),
        field(" MERGEFIELD x ", "inner "),
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        r("in "),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "full.",
    )
    # a field that is never closed hides nothing beyond its paragraph
    body += p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("Always.")
    assert _texts(tmp_path, body) == ["We pay each of 41 people in full.", "Always."]


def test_symbols_of_symbol_fonts(tmp_path: Path) -> None:
    def symbol(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    body = p(symbol("Wingdings", "F0FE"), " Yes ", symbol("Wingdings", "F0A8"), " No ", symbol("Wingdings 2", "F052"))
    body += p(
        "Under ", symbol("Symbol", "F0A3"), "5 ", r("\uf0fc", '<w:rFonts w:ascii="Wingdings"/>'), " ", r("\uf0b7")
    )
    body += p(r("þ", '<w:rFonts w:ascii="Wingdings"/>'), " done", symbol("Arial", "00E9"), symbol("Arial", "zz"))
    assert _texts(tmp_path, body) == ["☒ Yes ☐ No ☒", "Under ≤5 ✓ •", "☒ doneé"]


# --- tracked changes and comments --------------------------------------------------------------------


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    body = "".join(
        [
            p(
                "We ",
                f"<w:ins>{r('checked ')}</w:ins>",
                "<w:del><w:r><w:delText>ignored </w:delText></w:r></w:del>",
                "all.",
            ),
            p(f"<w:moveFrom>{r('Moved away.')}</w:moveFrom>"),
            p(f"<w:moveTo>{r('Moved here.')}</w:moveTo>"),
            p("The end of this one is ", properties="<w:rPr><w:del/></w:rPr>"),
            p("deleted."),
            p("Noted", '<w:commentRangeStart w:id="1"/>', '<w:r><w:commentReference w:id="1"/></w:r>', " too."),
            table(
                row("gone", "row", properties="<w:del/>"),
                row("kept", "row"),
                row("x", cell(p("y"), "<w:cellDel/>"), "z"),
            ),
            p(PROSE),
        ]
    )
    document = _read(tmp_path, word(body))
    texts = [text for _, text in _blocks(document)][:-1]
    assert texts == [
        "We checked all.",
        "Moved here.",
        "The end of this one is deleted.",
        "Noted too.",
        "kept | row",
        "x | z",
    ]
    assert any("tracked changes" in w and "accepted" in w for w in document.warnings)
    assert any("1 comment " in w for w in document.warnings)


# --- forms -------------------------------------------------------------------------------------------


def test_content_controls_hold_answers(tmp_path: Path) -> None:
    checked = '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'
    body = "".join(
        [
            control(p("A block control.")),
            p("Name: ", control(r("Fernhollow")), " Limited"),
            p(control(r("X"), checked.format(1)), " yes ", control('<w:r><w:sym w:font="x" w:char="1"/></w:r>', checked.format(0)), " no"),
            p("Country: ", control(r("Choose an item."), "<w:showingPlcHdr/><w:dropDownList/>"), control(r("Fiji"), "<w:dropDownList/>")),
            table(control(row("Question", control(cell(p("Answer"))))), row("Next", cell(control(p("Reply"))))),
            p(PROSE),
        ]
    )  # fmt: skip
    document = _read(tmp_path, word(body))
    assert [text for _, text in _blocks(document)][:-1] == [
        "A block control.",
        "Name: Fernhollow Limited",
        "☒ yes ☐ no",
        "Country: Fiji",
        "Question | Answer",
        "Next | Reply",
    ]
    assert any("1 form field" in w for w in document.warnings)


def test_old_form_fields(tmp_path: Path) -> None:
    box_on = "<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"
    box_off = "<w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData>"
    chosen = "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='No'/><w:listEntry w:val='Partly'/></w:ddList></w:ffData>"
    body = p(
        field(" FORMCHECKBOX ", data=box_on), "A ", field(" FORMCHECKBOX ", data=box_off), "B ", field("", data=chosen)
    )
    assert _texts(tmp_path, body) == ["☒A ☐B Partly"]
