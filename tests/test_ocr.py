"""Scans: pages that are pictures, with engines that the tests make and with those that are installed."""

from __future__ import annotations

import importlib.util
import io
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from conftest import SAMPLES
from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers import ocr_engines, read
from supplychain_check.readers.layout import Row
from supplychain_check.readers.ocr_layout import with_same_heads

CANONICAL = SAMPLES / "canonical"
LINES = (
    "We visited two suppliers in March 2026 and",
    "spoke with their workers about wages.",
    "None of them had paid a recruitment fee to",
    "the agents who found them their work.",
)
PROSE = " ".join(LINES)
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Tesseract is a script")

Stub = Callable[[str], None]


# --- what stands in for the engines --------------------------------------------------------------------


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Makes a program `tesseract` that runs `body`, a piece of Python that has the picture in `picture`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(body: str) -> None:
        script = folder / "tesseract"
        script.write_text(f"#!{sys.executable} -I\nimport os, sys, time\npicture = sys.stdin.buffer.read()\n{body}\n")
        script.chmod(0o755)

    return make


def hocr(lines: tuple[str, ...] = LINES, sure: int = 95) -> str:
    """The source of a print of hOCR as Tesseract writes it, each line 40 pixels below the one before."""
    parts = []
    for number, line in enumerate(lines):
        y = 300 + 50 * number
        head = f'"bbox 300 {y} 1500 {y + 40}; baseline 0 -9; x_size 40; x_descenders 9; x_ascenders 9"'
        words = []
        x = 300
        for word in line.split():
            right = x + 20 * len(word)
            words.append(
                f"<span class='ocrx_word' id='w' title='bbox {x} {y} {right} {y + 40}; x_wconf {sure}'>{word}</span>"
            )
            x = right + 20
        parts.append(f"<span class='ocr_line' id='l' title={head}>" + "".join(words) + "</span>")
    return f"print({chr(10).join(parts)!r})"


def picture(size: tuple[int, int] = (1000, 1400), mode: str = "L") -> Image.Image:
    """A page with dark marks, of which an engine that the test makes knows what they say."""
    page = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(page)
    for y in range(100, 500, 30):
        for x in range(100, size[0] - 100, 12):
            draw.rectangle((x, y, x + 5, y + 12), fill=0)
    return page


def scan(*pages: str) -> bytes:
    """A PDF with a page of text for each text, and a picture for each empty one."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for text in pages:
        if text:
            for number, line in enumerate(textwrap.wrap(text, 70)):
                canvas.drawString(72, 760 - 14 * number, line)
        else:
            canvas.drawImage(ImageReader(picture().convert("RGB")), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def saved(folder: Path, data: bytes, name: str = "scan.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def problem(path: Path) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        read(path)
    return caught.value


# --- without an engine ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_engine")
def test_without_an_engine_the_commands_that_help_are_named(tmp_path: Path) -> None:
    found = problem(saved(tmp_path, scan("", "")))
    assert found.reason == UnreadableReason.NO_TEXT
    assert "pip install 'supplychain-check[ocr]'" in found.hint
    assert "apt install tesseract-ocr" in found.hint


@pytest.mark.usefixtures("no_engine")
def test_without_an_engine_pages_with_text_are_read_and_the_others_named(tmp_path: Path) -> None:
    document = read(saved(tmp_path, scan(PROSE, "", PROSE, PROSE)))
    assert any("2 (no program" in w for w in document.warnings)
    assert document.quality.readable


@pytest.mark.usefixtures("no_engine")
def test_where_half_of_the_pages_stay_unread_nothing_is_called_missing(tmp_path: Path) -> None:
    document = read(saved(tmp_path, scan(PROSE * 3, "", PROSE * 3, "")))
    assert not document.quality.readable
    assert "2, 4" in document.quality.reasons[-1]


# --- with an engine made here --------------------------------------------------------------------------


@needs_posix
def test_a_scan_is_read_and_said_to_be_one(tmp_path: Path, stub: Stub) -> None:
    stub(hocr())
    document = read(saved(tmp_path, scan("")))
    assert document.text == PROSE
    assert document.quality.readable
    assert any("Tesseract recognised" in w and "1." in w for w in document.warnings)


@needs_posix
def test_lines_keep_their_place_on_the_page_in_points(tmp_path: Path, stub: Stub) -> None:
    stub(hocr())
    document = read(saved(tmp_path, scan("")))
    line = document.lines[1]
    assert document.text[line.start : line.end] == LINES[1]
    assert line.page == 1
    # at 300 dots an inch
    assert line.box[:2] == pytest.approx((72, 84), abs=0.5)


@needs_posix
def test_only_pages_without_text_are_recognised(tmp_path: Path, stub: Stub) -> None:
    stub(hocr())
    document = read(saved(tmp_path, scan("Our factories are in Fiji. " * 8, "", "Our offices are in Suva. " * 8)))
    pages = [document.text[p.start : p.end] for p in document.pages]
    assert "Fiji" in pages[0]
    assert PROSE in pages[1]
    assert "Suva" in pages[2]
    assert any("mistakes to expect: 2." in w for w in document.warnings)


@needs_posix
def test_doubt_of_the_engine_lowers_the_quality(tmp_path: Path, stub: Stub) -> None:
    stub(hocr(sure=40))
    document = read(saved(tmp_path, scan("")))
    assert not document.quality.readable
    assert document.quality.score < 0.5
    assert document.quality.reasons


@needs_posix
def test_a_poor_page_among_many_is_named_but_costs_little(tmp_path: Path, stub: Stub) -> None:
    stub(hocr(sure=40))
    document = read(saved(tmp_path, scan(*[PROSE * 3] * 9, "")))
    assert document.quality.readable
    assert document.quality.reasons == ("Pages that could not be read, or only with many mistakes: 10.",)


@needs_posix
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("sys.stderr.write('no such language: eng\\n'); sys.exit(1)", "no such language: eng"),
        ("sys.exit(1)", "did not say why"),
        ("os.kill(os.getpid(), 9)", "made Tesseract fail"),
        ("time.sleep(60)", "took longer than"),
    ],
)
def test_an_engine_that_fails_costs_its_page_only(
    tmp_path: Path, stub: Stub, body: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(body)
    monkeypatch.setattr(ocr_engines.Tesseract.__init__, "__defaults__", (1.5,))
    document = read(saved(tmp_path, scan(PROSE, "")))
    assert document.text == PROSE
    assert any(said in w for w in document.warnings)


@needs_posix
@pytest.mark.parametrize("body", ["", "print('<html>nothing</html>')", hocr(("||", "|"))])
def test_pages_without_letters_have_no_text(tmp_path: Path, stub: Stub, body: str) -> None:
    stub(body)
    found = problem(saved(tmp_path, scan("")))
    assert found.reason == UnreadableReason.NO_TEXT
    assert "pip install" not in found.hint


@needs_posix
def test_the_engine_gets_the_picture_through_a_pipe_and_one_core(tmp_path: Path, stub: Stub) -> None:
    checks = "sys.argv[1:3] == ['stdin', 'stdout'] and picture[:2] == b'P5' and os.environ['OMP_THREAD_LIMIT'] == '1'"
    stub(f"assert {checks}\n" + hocr())
    assert read(saved(tmp_path, scan(""))).text == PROSE


@needs_posix
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process limit another")
def test_the_engine_may_not_write_files(tmp_path: Path, stub: Stub) -> None:
    stub(f"with open({str(tmp_path / 'left.txt')!r}, 'w') as file:\n    file.write('x')\n" + hocr())
    assert problem(saved(tmp_path, scan(""))).reason == UnreadableReason.NO_TEXT
    assert (tmp_path / "left.txt").read_text() == ""


@needs_posix
def test_no_program_beside_the_documents_is_run(tmp_path: Path, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(hocr())
    monkeypatch.chdir(tmp_path / "bin")
    monkeypatch.setenv("PATH", ".")
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)
    assert "pip install" in problem(saved(tmp_path, scan(""))).hint


@needs_posix
def test_a_page_on_its_head_is_turned(tmp_path: Path, stub: Stub) -> None:
    wrong, right = hocr(("yew ayq yo", "swy 1o yno"), sure=20), hocr()
    # the marks stand in the upper third of the page
    stub(
        f"half = len(picture) // 2\nif picture[:half].count(0) < picture[half:].count(0):\n    {wrong}\nelse:\n    {right}"
    )
    target = io.BytesIO()
    picture().rotate(180).save(target, "PNG")
    assert read(saved(tmp_path, target.getvalue(), "a.png")).text == PROSE


def test_a_running_head_with_a_wrong_letter_is_mended() -> None:
    def page(number: int, head: str, text: str) -> list[Row]:
        return [Row(head, (72, 30, 200, 42), 40, number), Row(text, (72, 400, 500, 412), 40, number)]

    pages = {
        1: page(1, "Pellworth Supply Limited, 2026", "Pellworth Supply Limited, 2026"),
        2: page(2, "Pellworth Supply Limited, 2026", "Peliworth Supply Limited, 2026"),
        3: page(3, "Peliworth Supply Limited, 2026", "One"),
        4: page(4, "Pellworth Supply Limited, 2025", "Two"),
    }
    mended = with_same_heads(pages, dict.fromkeys(pages, 842.0))
    assert mended[3][0].text == "Pellworth Supply Limited, 2026"
    assert mended[2][1].text == "Peliworth Supply Limited, 2026", "what stands in the text is left as it was read"
    assert mended[4][0].text == "Pellworth Supply Limited, 2025", "figures are never changed"


# --- pictures as files ---------------------------------------------------------------------------------


@needs_posix
@pytest.mark.parametrize(
    ("kind", "mode", "media"),
    [
        ("PNG", "L", "image/png"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "P", "image/png"),
        ("JPEG", "RGB", "image/jpeg"),
        ("TIFF", "1", "image/tiff"),
        ("TIFF", "I;16", "image/tiff"),
    ],
)
def test_a_picture_is_a_document_of_one_page(tmp_path: Path, stub: Stub, kind: str, mode: str, media: str) -> None:
    stub(hocr())
    target = io.BytesIO()
    picture().convert(mode).save(target, kind)
    document = read(saved(tmp_path, target.getvalue(), "letter.bin"))
    assert document.text == PROSE
    assert document.media_type == media
    assert len(document.pages) == 1
    assert not document.metadata


@needs_posix
def test_a_tiff_has_as_many_pages_as_pictures(tmp_path: Path, stub: Stub) -> None:
    stub(hocr())
    target = io.BytesIO()
    picture().save(target, "TIFF", save_all=True, append_images=[picture(), picture((1400, 1000))])
    document = read(saved(tmp_path, target.getvalue(), "fax.tif"))
    assert [p.number for p in document.pages] == [1, 2, 3]
    assert document.pages[2].width > document.pages[2].height


def test_damaged_and_overlarge_pictures_give_their_reason(tmp_path: Path) -> None:
    target = io.BytesIO()
    picture().save(target, "PNG")
    cut = saved(tmp_path, target.getvalue()[: len(target.getvalue()) // 2], "cut.png")
    assert problem(cut).reason == UnreadableReason.DAMAGED
    target = io.BytesIO()
    Image.new("1", (25_000, 25_000)).save(target, "PNG")
    assert problem(saved(tmp_path, target.getvalue(), "bomb.png")).reason == UnreadableReason.LIMIT


# --- what engines answer -------------------------------------------------------------------------------


def test_rapid_lines_share_their_width_among_the_words() -> None:
    line = ocr_engines.rapid_line("two words", [[100, 50], [280, 50], [280, 90], [100, 90]], 0.9)
    assert [w.text for w in line.words] == ["two", "words"]
    assert line.words[0].box[0] == 100
    assert line.words[1].box[2] == pytest.approx(280)
    assert line.slope == 0


def test_rapid_is_asked_through_pipes_and_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rapidocr.py").write_text(
        textwrap.dedent("""
        import socket
        from types import SimpleNamespace
        import numpy as np

        print("noise on the standard output")

        class RapidOCR:
            def __init__(self, params):
                assert params["EngineConfig.onnxruntime.intra_op_num_threads"] == 1

            def __call__(self, page):
                try:
                    socket.create_connection(("127.0.0.1", 9))
                except OSError as problem:
                    said = str(problem)
                if not page.min():
                    raise SystemExit
                boxes = np.array([[[10, 10], [200, 10], [200, 40], [10, 40]]])
                return SimpleNamespace(boxes=boxes, txts=(said,), scores=(np.float32(0.9),))
        """)
    )
    monkeypatch.syspath_prepend(tmp_path)
    engine = ocr_engines.Rapid(seconds=30)
    try:
        for _ in range(2):
            found = engine.read(Image.new("L", (300, 100), "white"), 200)
            assert " ".join(w.text for w in found[0].words) == "this tool works offline"
        with pytest.raises(ocr_engines.EngineProblem, match="brought RapidOCR down"):
            engine.read(Image.new("L", (300, 100), "black"), 200)
        assert engine.read(Image.new("L", (300, 100), "white"), 200), "the next page gets a new one"
    finally:
        engine.close()
