"""PDFs as suppliers send them: ruled tables, forms, hidden text, damage, odd fonts, two columns."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from checking import check_file
from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, Document, SegmentKind, UnreadableReason
from supplychain_check.readers import ocr, read
from supplychain_check.segment import segment
from zoo import PROSE, one_page, stream

CANONICAL = Path(__file__).resolve().parents[1] / "samples" / "canonical"
SAID = ["We buy timber from 23 suppliers in four countries and know where each", "of them fells its trees."]
KPI = [("Site", "Workers", "Interviews"), ("Rangiora", "41", "12"), ("Hai Phong", "1,204", "96"), ("Surat", "310", "9")]


def _made(draw: Callable[[Canvas], None], *, pages: int = 1, rotate: int = 0) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 10)
        canvas.setPageRotation(rotate)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _read(folder: Path, data: bytes) -> Document:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return read(path)


def _rows(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.TABLE_ROW]


def _headers(document: Document) -> list[bool]:
    return [b.header for b in document.blocks if b.kind is BlockKind.TABLE_ROW]


def _intro(canvas: Canvas, y: float = 780) -> None:
    for number, text in enumerate(SAID):
        canvas.drawString(72, y - 13 * number, text)


def _table(canvas: Canvas, rows: Sequence[Sequence[str]], top: float = 700, *, rules: str = "grid") -> None:
    """A table of columns 140 points wide; a line break inside a cell wraps it."""
    y = top
    edges = [72 + 140 * n for n in range(len(rows[0]) + 1)]
    for number, row in enumerate(rows):
        if rules in ("grid", "across") or number < 2:
            canvas.line(edges[0], y, edges[-1], y)
        cells = [cell.split("\n") for cell in row]
        for x, cell in zip(edges, cells, strict=False):
            for line, text in enumerate(cell):
                canvas.drawString(x + 4, y - 12 * (line + 1), text)
        y -= 12 * max(map(len, cells)) + 6
    canvas.line(edges[0], y, edges[-1], y)
    for x in edges if rules == "grid" else []:
        canvas.line(x, top, x, y)


# --- tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", ["grid", "across", "three"])
def test_rows_of_ruled_tables_are_exact(tmp_path: Path, rules: str) -> None:
    document = _read(tmp_path, _made(lambda c: (_intro(c), _table(c, KPI, rules=rules))))  # type: ignore[arg-type, func-returns-value]
    assert _rows(document) == [" | ".join(row) for row in KPI]
    assert _headers(document) == [True, False, False, False]
    assert next(document.text[b.start : b.end] for b in document.blocks) == " ".join(SAID)


@pytest.mark.parametrize("rules", ["grid", "across"])
def test_wrapped_cells_stay_in_their_rows(tmp_path: Path, rules: str) -> None:
    rows = [
        ("Question", "Answer", "Evidence"),
        ("Do you ask agents\nfor contracts?", "Yes, of all nine\nagents in 2026.", "File 1"),
        ("Do you visit sites?", "Twice a year, with\nan interpreter and\nno manager.", "File 2"),
    ]
    document = _read(tmp_path, _made(lambda c: _table(c, rows, rules=rules)))
    assert _rows(document) == [" | ".join(" ".join(cell.split("\n")) for cell in row) for row in rows]
    assert _headers(document) == [True, False, False]


def test_a_merged_cell_counts_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y, x in ((700, 72), (682, 72), (664, 212), (646, 72)):
            canvas.line(x, y, 352, y)
        for x in (72, 212, 352):
            canvas.line(x, 700, x, 646)
        for x, y, text in (
            (76, 688, "Site"),
            (216, 688, "Found"),
            (76, 661, "Surat"),
            (216, 670, "Fees"),
            (216, 652, "Hours"),
        ):
            canvas.drawString(x, y, text)

    assert _rows(_read(tmp_path, _made(draw))) == ["Site | Found", "Surat | Fees", " | Hours"]


def test_a_table_goes_on_overleaf_under_the_same_columns(tmp_path: Path) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for part in (KPI[:3], [KPI[0], *KPI[3:]]):
        canvas.setFont("Helvetica", 10)
        _table(canvas, part)
        canvas.showPage()
    canvas.save()
    document = _read(tmp_path, target.getvalue())
    rows = [b for b in document.blocks if b.kind is BlockKind.TABLE_ROW]
    assert {b.table for b in rows} == {0}
    assert [b.header for b in rows] == [True, False, False, True, False]


def test_a_table_inside_a_sentence_leaves_it_whole(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 780, "We visited two mills in March. In the spring we asked each of the")
        _table(canvas, KPI, 760)
        canvas.drawString(72, 660, "factories whether all of its workers had been paid on time.")

    document = _read(tmp_path, _made(draw))
    assert "each of the factories whether all of its workers had been paid on time." in document.text
    assert len(_rows(document)) == 4


def test_frames_around_running_text_are_no_tables(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for column in range(2):
            for row in range(2):
                canvas.rect(72 + 230 * column, 500 - 200 * row, 230, 200)
                for line in range(14):
                    canvas.drawString(
                        76 + 230 * column, 685 - 200 * row - 13 * line, "we asked all of the workers there and"
                    )

    assert not _rows(_read(tmp_path, _made(draw)))


def test_a_line_beside_a_signature_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _intro(canvas)
        for y in (700, 660, 620):
            canvas.line(72, y, 400, y)
            canvas.drawString(72, y - 12, "Signed by the director of the firm")

    assert not _rows(_read(tmp_path, _made(draw)))


# --- forms -------------------------------------------------------------------------------------------


def _form(canvas: Canvas) -> None:
    _intro(canvas)
    form = canvas.acroForm
    form.textfield(name="q1", tooltip="How many workers do you employ?", value="41", x=72, y=700, width=200, height=20)
    form.textfield(name="q2", tooltip="Which countries do you buy from?", value="", x=72, y=670, width=200, height=20)
    form.checkbox(name="q3", tooltip="We pay recruitment fees ourselves", checked=True, x=72, y=640, size=14)
    form.checkbox(name="q4", tooltip="We keep passports", checked=False, x=72, y=610, size=14)
    form.choice(
        name="q5", tooltip="Sector", value="Timber", options=["Timber", "Stone"], x=72, y=580, width=90, height=20
    )
    canvas.drawString(72, 556, "Name of the director")
    form.textfield(name="director_name", value="Hana Pohatu", x=200, y=550, width=200, height=20)


def test_form_fields_give_their_question_and_answer(tmp_path: Path) -> None:
    document = _read(tmp_path, _made(_form))
    assert _rows(document) == [
        "How many workers do you employ? | 41",
        "We pay recruitment fees ourselves | ☒",
        "Sector | Timber",
        "Name of the director | Hana Pohatu",
    ]
    assert not any(_headers(document))


def test_a_form_field_inside_a_ruled_table_fills_its_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _table(canvas, [("Question", "Answer"), ("Do you visit sites?", ""), ("How many workers?", "")])
        for number, value in enumerate(("Yes, twice", "41")):
            canvas.acroForm.textfield(
                name=f"f{number}", value=value, x=214, y=668 - 18 * number, width=120, height=12, borderWidth=0
            )

    assert _rows(_read(tmp_path, _made(draw))) == [
        "Question | Answer", "Do you visit sites? | Yes, twice", "How many workers? | 41"
    ]  # fmt: skip


def _xfa(content: bytes) -> bytes:
    return one_page(stream(content), b"<< /Fields [] /XFA 7 0 R >>", stream(b"<xdp/>"), catalogue=b"/AcroForm 6 0 R")


def test_an_xfa_form_is_named_as_unread(tmp_path: Path) -> None:
    shown = b"BT /F 12 Tf 72 760 Td (%s) Tj ET" % PROSE[:120].encode()
    assert any("XFA" in warning for warning in _read(tmp_path, _xfa(shown)).warnings)
    with pytest.raises(InputProblem, match="XFA") as caught:
        _read(tmp_path, _xfa(b"BT /F 12 Tf 72 760 Td (Please wait while the form is loading.) Tj ET"))
    assert caught.value.reason == UnreadableReason.NO_TEXT


# --- text that nobody can see ------------------------------------------------------------------------

SECRET = "We audit all suppliers every year."


def _white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(72, 650, SECRET)
    canvas.setFillColor(black)


def _without_ink(canvas: Canvas) -> None:
    text = canvas.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textOut(SECRET)
    canvas.drawText(text)


def _tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(72, 650, SECRET)


def _off_page(canvas: Canvas) -> None:
    canvas.drawString(72, 5000, SECRET)


def _clear(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 650, SECRET)


def _covered(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawString(72, 650, SECRET)
    canvas.drawInlineImage(Image.new("RGB", (20, 20), "white"), 60, 600, 400, 80)


@pytest.mark.parametrize("hide", [_white, _without_ink, _tiny, _off_page, _clear, _covered])
def test_hidden_text_is_left_out_and_said(tmp_path: Path, hide: Callable[[Canvas], None]) -> None:
    document = _read(tmp_path, _made(lambda c: (_intro(c), hide(c))))  # type: ignore[arg-type, func-returns-value]
    assert document.text == " ".join(SAID)
    assert any("nobody can see" in warning for warning in document.warnings)


def test_white_letters_on_a_dark_banner_are_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 640, 400, 30, fill=1)
        _white(canvas)
        _intro(canvas)

    document = _read(tmp_path, _made(draw))
    assert SECRET in document.text
    assert not document.warnings


def test_letters_recognised_over_a_scan_are_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        from PIL import Image

        canvas.drawInlineImage(Image.effect_noise((60, 80), 90).convert("RGB"), 0, 0, 595, 842)
        text = canvas.beginText(72, 760)
        text.setTextRenderMode(3)
        for line in PROSE.split(". "):
            text.textLine(line)
        canvas.drawText(text)

    document = _read(tmp_path, _made(draw))
    assert "kitchen cupboards in Rangiora" in document.text
    assert not any("nobody can see" in warning for warning in document.warnings)


# --- damage, fonts, direction ------------------------------------------------------------------------


def test_a_damaged_file_is_repaired_and_said(tmp_path: Path) -> None:
    whole = _made(_intro, pages=3)
    document = _read(tmp_path, whole[: whole.rindex(b"xref\n")])
    assert SAID[0] in document.text
    assert any("damaged" in w or "is missing" in w for w in document.warnings)


def _shifted(text: str) -> bytes:
    """Letters as they come out of a font that has its own order of them and does not say which."""
    return re.sub(r"[A-Za-z]", lambda m: chr(ord(m[0]) + 1), text).encode()


def test_a_page_in_a_font_without_a_map_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    lines = b"".join(b"(%s) Tj T*\n" % _shifted(line) for line in PROSE.split(". ") * 4)
    with pytest.raises(InputProblem) as caught:
        _read(tmp_path, one_page(stream(b"BT /F 12 Tf 14 TL 72 760 Td\n" + lines + b"ET")))
    assert caught.value.reason == UnreadableReason.NO_TEXT


@pytest.mark.parametrize("angle", [90, 270])
def test_a_page_of_sideways_text_is_read_in_lines(tmp_path: Path, angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(angle)
        for number, text in enumerate(SAID):
            canvas.drawString(-200, -13 * number, text)

    document = _read(tmp_path, _made(draw))
    assert document.text == " ".join(SAID)
    page = document.pages[0]
    for line in document.lines:
        x0, y0, x1, y1 = line.box
        assert 0 <= x0 < x1 <= page.width
        assert 0 <= y0 < y1 <= page.height
        assert y1 - y0 > x1 - x0


def test_a_title_in_the_margin_stands_after_the_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(30, 400)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Annual report of the firm")
        canvas.restoreState()
        _intro(canvas)

    texts = [document.text[b.start : b.end] for document in [_read(tmp_path, _made(draw))] for b in document.blocks]
    assert texts == [" ".join(SAID), "Annual report of the firm"]


@pytest.mark.parametrize("mark", ["\u00ad", "-"])
def test_words_divided_at_the_end_of_a_line(tmp_path: Path, mark: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, f"Our work on procure{mark}")
        canvas.drawString(72, 687, "ment was reviewed in June.")

    assert _read(tmp_path, _made(draw)).text == "Our work on procurement was reviewed in June."


def test_letter_spaced_capitals_with_kerning(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 720)
        text.setFont("Helvetica", 7)
        text.setCharSpace(1.4)
        text.textOut("DATE OF ISSUE")
        text.setCharSpace(0)
        canvas.drawText(text)
        _intro(canvas, 690)

    assert _read(tmp_path, _made(draw)).text.startswith("DATE OF ISSUE")


# --- the canonical statement in two columns ------------------------------------------------------------


def _plain(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def test_two_columns_say_the_same() -> None:
    kinds = (SegmentKind.SENTENCE, SegmentKind.LIST_ITEM, SegmentKind.TABLE_ROW)
    said = [
        [(s.kind, _plain(s.text)) for s in segment(read(CANONICAL / name)) if s.kind in kinds]
        for name in ("statement.md", "two-columns.pdf")
    ]
    assert said[0] == said[1]
    found = [
        [(f.criterion, f.level, _plain(f.evidence[0].quote) if f.evidence else "") for f in check_file(path).findings]
        for path in (CANONICAL / "statement.md", CANONICAL / "two-columns.pdf")
    ]
    assert found[0] == found[1]
