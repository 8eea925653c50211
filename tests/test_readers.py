"""Reading files: every format gives the same Document, and bad input gives its reason."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, Document, SegmentKind, UnreadableReason
from supplychain_check.readers import READERS, SUPPORTED_EXTENSIONS, collect, limits, read
from supplychain_check.segment import segment
from zoo import ANIMALS, PROSE, Animal, pdf

CANONICAL = Path(__file__).resolve().parents[1] / "samples" / "canonical"
FORMATS = ("pdf", "docx", "html", "md", "txt")


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def _plain(text: str) -> str:
    return text.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")


# --- the same statement in four formats --------------------------------------------------------------


def _segments(suffix: str, kinds: Sequence[SegmentKind]) -> list[tuple[str, str]]:
    path = CANONICAL / f"statement.{suffix}"
    if not path.exists():
        pytest.skip(f"{path.name} has not been generated")
    return [(s.kind.value, _plain(s.text)) for s in segment(read(path)) if s.kind in kinds]


@pytest.mark.parametrize("suffix", [f for f in FORMATS if f != "md"])
@pytest.mark.parametrize("kind", [SegmentKind.SENTENCE, SegmentKind.LIST_ITEM, SegmentKind.TABLE_ROW])
def test_all_formats_give_the_same_segments(suffix: str, kind: SegmentKind) -> None:
    expected = _segments("md", [kind])
    assert expected
    assert _segments(suffix, [kind]) == expected


@pytest.mark.parametrize("suffix", FORMATS)
def test_all_formats_give_the_same_headings(suffix: str) -> None:
    headings = [text.casefold() for _, text in _segments(suffix, [SegmentKind.HEADING])]
    assert headings == [text.casefold() for _, text in _segments("md", [SegmentKind.HEADING])]


@pytest.mark.parametrize("suffix", FORMATS)
def test_offsets_point_into_the_text(suffix: str) -> None:
    document = read(CANONICAL / f"statement.{suffix}")
    assert document.text == document.text.strip()
    for before, after in zip(document.blocks, document.blocks[1:], strict=False):
        assert document.text[before.end : after.start] == "\n\n"
    for row in (b for b in document.blocks if b.kind is BlockKind.TABLE_ROW):
        cells = [document.text[a:b] for a, b in row.cells]
        assert " | ".join(cells) == document.text[row.start : row.end]
    for line in document.lines:
        assert document.text[line.start : line.end].strip()
        x0, y0, x1, y1 = line.box
        assert x0 < x1
        assert y0 < y1


def test_pdf_pages_and_running_heads() -> None:
    document = read(CANONICAL / "statement.pdf")
    assert [p.number for p in document.pages] == list(range(1, len(document.pages) + 1))
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    furniture = [t for k, t in _blocks(document) if k == "furniture"]
    assert len(furniture) == 2 * len(document.pages)
    assert document.metadata["title"].startswith("Modern Slavery Statement")


# --- one format at a time ----------------------------------------------------------------------------


def test_pdf_joins_words_divided_at_the_end_of_a_line(tmp_path: Path) -> None:
    lines = ["Our work on procure-", "ment and on third-", "party labour providers was re-", "viewed in June."]
    document = read(_write(tmp_path, "a.pdf", pdf("\n".join(lines))))
    assert document.text == "Our work on procurement and on third-party labour providers was reviewed in June."


def test_pdf_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    first = "Running head 1\n\n\nWe asked each of the factories that we visited in the spring whether\nall of its workers had"
    second = "Running head 2\n\n\nbeen paid in full and on time. Most of them had."
    third = "Running head 3\n\n\nThe rest of the text stands here."
    document = read(_write(tmp_path, "a.pdf", pdf(first, second, third)))
    texts = [t for k, t in _blocks(document) if k == "paragraph"]
    assert texts[0].endswith("whether all of its workers had been paid in full and on time. Most of them had.")
    assert [t for k, t in _blocks(document) if k == "furniture"] == [f"Running head {n}" for n in (1, 2, 3)]
    page_two = document.text.index("been paid")
    assert document.page_at(page_two) == 2
    assert document.page_at(page_two - 2) == 1


def test_html_leaves_out_the_furniture_of_the_site(tmp_path: Path) -> None:
    page = f"""<!doctype html><title>Statement</title><body class="cookies-accepted"><header><nav>Home</nav></header>
    <div class="cookie-bar">We use cookies.</div><div class=breadcrumb>Home &gt; Legal</div>
    <main><h1>Our statement</h1><p>{PROSE}<ul><li>one<ul><li>inner</li></ul><li><p>two</p></ul>
    <p hidden>secret</p><p>Jane Doe<br>Director<br>1 May 2026</p><p><strong>In bold alone</strong></p>
    <table><tr><th>Site<th>People<tr><td>Rangiora<td>41</table></main><footer>Imprint</footer>
    <script>var a = "<p>no</p>"</script>"""
    document = read(_write(tmp_path, "a.html", page))
    assert _blocks(document) == [
        ("heading", "Our statement"),
        ("paragraph", PROSE.strip()),
        ("list_item", "one"),
        ("list_item", "inner"),
        ("list_item", "two"),
        ("paragraph", "Jane Doe"),
        ("paragraph", "Director"),
        ("paragraph", "1 May 2026"),
        ("heading", "In bold alone"),
        ("table_row", "Site | People"),
        ("table_row", "Rangiora | 41"),
    ]
    assert [b.level for b in document.blocks if b.kind is BlockKind.LIST_ITEM] == [1, 2, 1]
    assert [b.header for b in document.blocks if b.kind is BlockKind.TABLE_ROW] == [True, False]
    assert document.metadata == {"title": "Statement"}


def test_html_keeps_a_header_that_holds_the_only_heading(tmp_path: Path) -> None:
    page = f"<html><body><header><h1>Our statement</h1></header><p>{PROSE}</p></body></html>"
    assert _blocks(read(_write(tmp_path, "a.html", page)))[0] == ("heading", "Our statement")


def test_php_and_jsx_give_their_markup(tmp_path: Path) -> None:
    php = f"<?php include 'top.php'; ?><h1>Ours</h1><p>{PROSE}</p><p>More <?= $x ?>of it.</p><?php end();"
    jsx = (
        "import React from 'react'\nexport default function Page() {\n  return (\n    <><Layout title={t('x')}>\n"
        f"<h1>Ours</h1>{{/* no */}}<p>{PROSE}</p>{{show && (<p>More{{' '}}of <Link to={{url}}>it</Link>.</p>)}}"
        "<Banner kind='a' /></Layout></>)\n}\n"
    )
    for name, source in (("a.php", php), ("a.jsx", jsx)):
        blocks = _blocks(read(_write(tmp_path, name, source)))
        assert blocks == [("heading", "Ours"), ("paragraph", PROSE.strip()), ("paragraph", "More of it.")]


def test_javascript_data_gives_its_prose(tmp_path: Path) -> None:
    source = f'export default {{ id: "x1", title: "short", body: "{PROSE}", more: \'It\\\'s all there, as we said.\' }}'
    assert [t for _, t in _blocks(read(_write(tmp_path, "a.js", source)))] == [
        PROSE.strip(),
        "It's all there, as we said.",
    ]


def test_markdown(tmp_path: Path) -> None:
    source = (
        f"---\ntitle: Ours\n---\n# A *heading*\n\n{PROSE}\n\n1. first **item**\n2. second [link](https://x.example)\n\n"
        "> quoted\n\n<div><p>inner html</p></div>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    document = read(_write(tmp_path, "a.md", source))
    assert _blocks(document) == [
        ("heading", "A heading"),
        ("paragraph", PROSE.strip()),
        ("list_item", "first item"),
        ("list_item", "second link"),
        ("paragraph", "quoted"),
        ("paragraph", "inner html"),
        ("table_row", "a | b"),
        ("table_row", "1 | 2"),
    ]
    assert document.metadata == {"title": "Ours"}


def test_plain_text(tmp_path: Path) -> None:
    source = (
        "OUR STATEMENT\n\nWe buy timber from 23 suppliers in four countries, and\nwe know where each of them fells its\n"
        "trees. We visited two.\n\n2. What we did\n\nWe did three things in the year that is reported on here:\n\n"
        "  * we visited two of the suppliers\n    in March;\n  * we wrote to all.\n\nPlace\tPeople\nRangiora\t41\n"
    )
    assert _blocks(read(_write(tmp_path, "a.txt", source))) == [
        ("heading", "OUR STATEMENT"),
        (
            "paragraph",
            "We buy timber from 23 suppliers in four countries, and we know where each of them fells its trees."
            " We visited two.",
        ),
        ("heading", "2. What we did"),
        ("paragraph", "We did three things in the year that is reported on here:"),
        ("list_item", "we visited two of the suppliers in March;"),
        ("list_item", "we wrote to all."),
        ("table_row", "Place | People"),
        ("table_row", "Rangiora | 41"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "We paid £5 million – or €6 million – to “Café Noël”, which employs 41 people in the town of Rangiora."
    assert read(_write(tmp_path, "a.txt", text.encode(encoding))).text == text


def test_text_is_cleaned_once(tmp_path: Path) -> None:
    raw = "The o\ufb03ce\u00a0sent zero\u200bwidth cafe\u0301 co\u00adoperation non\u2010stop\x07 news, as “we” said."
    expected = "The office sent zerowidth café cooperation non-stop news, as “we” said."
    assert read(_write(tmp_path, "a.txt", raw)).text == expected
    assert read(_write(tmp_path, "a.html", f"<!doctype html><p>{raw}</p>")).text == expected


# --- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("animal", ANIMALS.values(), ids=ANIMALS.keys())
def test_bad_input_gives_its_reason_or_a_document(tmp_path: Path, animal: Animal) -> None:
    path = _write(tmp_path, animal.name, animal.make())
    if not animal.reasons:
        document = read(path)
        assert document.text
        assert segment(document)
        document.model_dump_json()
        return
    with pytest.raises(InputProblem) as caught:
        read(path)
    assert caught.value.reason in animal.reasons
    assert caught.value.message
    assert caught.value.hint


def test_missing_file_folder_and_locked_file(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as caught:
        read(tmp_path / "none.pdf")
    assert caught.value.reason == UnreadableReason.NOT_FOUND
    with pytest.raises(InputProblem) as caught:
        read(tmp_path)
    assert caught.value.reason == UnreadableReason.UNSUPPORTED
    locked = _write(tmp_path, "locked.txt", PROSE)
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(InputProblem) as caught:
        read(locked)
    assert caught.value.reason == UnreadableReason.DAMAGED


def test_too_large_is_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.truncate(limits.MAX_BYTES + 1)
    with pytest.raises(InputProblem) as caught:
        read(path)
    assert caught.value.reason == UnreadableReason.TOO_LARGE


def test_unsupported_names_every_format(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as caught:
        read(_write(tmp_path, "a.doc", ANIMALS["old Word"].make()))
    assert all(reader.NAME in caught.value.hint for reader in READERS)


# --- the table of readers ----------------------------------------------------------------------------


def test_every_reader_keeps_the_contract() -> None:
    for reader in READERS:
        assert reader.NAME
        assert all("/" in media for media in reader.MEDIA_TYPES)
        assert all(re.fullmatch(r"\.[a-z]+", e) for e in reader.EXTENSIONS)
    assert len(set(SUPPORTED_EXTENSIONS)) == len(SUPPORTED_EXTENSIONS)


def test_collect_searches_folders_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b/z.md", "b/.hidden.md", "b/a/deep.PDF", ".git/x.md", "page_files/x.js", "a.txt", "c.rtf"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PROSE)
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    missing, odd = tmp_path / "missing.pdf", tmp_path / "c.rtf"
    found = collect([missing, tmp_path, odd, tmp_path / "a.txt"])
    names = [str(p.relative_to(tmp_path)) for p in found]
    assert names == ["missing.pdf", "a.txt", "b/z.md", "b/a/deep.PDF", "c.rtf"]
