"""Word documents that hide something, are broken or mean harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, Document, UnreadableReason
from supplychain_check.readers import limits, read
from word import (
    NAMESPACES,
    OFFICE,
    STYLES,
    cell,
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


def _texts(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks]


def _problem(folder: Path, data: bytes, name: str = "a.docx") -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        _read(folder, data, name)
    assert caught.value.hint
    return caught.value


# --- what nobody sees --------------------------------------------------------------------------------


def test_hidden_text_is_flagged_and_not_used(tmp_path: Path) -> None:
    white, tiny = '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'
    body = "".join(
        [
            p(PROSE, r("Forced labour one. ", "<w:vanish/>"), r("Two three. ", '<w:rStyle w:val="Ghost"/>')),
            p("Four five six.", style="Unseen"),
            p(r("Seven.", tiny)),
            p(r("Eight nine.", white)),
            p(r("Shown on a dark ground.", white + '<w:shd w:fill="202020"/>')),
            p(r("Shown again.", '<w:vanish w:val="0"/>'), style="Unseen"),
            table(row("a", "b"), row("ten", "eleven", properties="<w:hidden/>"), row(cell(p(r("c", white))), "d")),
        ]
    )
    document = _read(tmp_path, word(body, styles=STYLES))
    texts = _texts(document)
    assert texts == [PROSE.strip(), "Shown on a dark ground.", "Shown again.", "a | b", "c | d"]
    assert any("11 words" in w and "Hidden" in w for w in document.warnings)
    assert any("2 words" in w and "white" in w for w in document.warnings)


def test_white_text_over_a_picture_is_seen(tmp_path: Path) -> None:
    picture = '<w:r><w:drawing><wp:anchor behindDoc="1"><a:blip/></wp:anchor></w:drawing></w:r>'
    body = p(picture) + p(r("Our statement of 2026.", '<w:color w:val="FFFFFF"/>'))
    assert _texts(_read(tmp_path, word(body))) == ["Our statement of 2026."]


def test_macros_and_embedded_files_are_reported_and_left_alone(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 AutoOpen",
        "word/_rels/document.xml.rels": relations(oleObject="embeddings/o.bin"),
        "../../evil.txt": b"out",
    }
    document = _read(tmp_path, word(p(PROSE) + '<w:altChunk r:id="x"/>', members), "a.docm")
    assert document.text == PROSE.strip()
    assert any("macros" in w for w in document.warnings)
    assert any("2 embedded files" in w for w in document.warnings)
    assert [path.name for path in tmp_path.iterdir()] == ["a.docm"]


def test_metadata_comes_from_the_core_properties(tmp_path: Path) -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:t="e"><dc:title>Ours</dc:title><dc:creator>Ann</dc:creator>'
        "<t:created>2026-05-01T10:00:00Z</t:created><dc:subject/></cp:coreProperties>"
    )
    document = _read(tmp_path, word(p(PROSE), {"docProps/core.xml": core}))
    assert document.metadata == {"title": "Ours", "author": "Ann", "created": "2026-05-01T10:00:00Z"}


def test_the_strict_flavour_is_read_too(tmp_path: Path) -> None:
    strict = f"<w:document {NAMESPACES}><w:body>{p(PROSE)}</w:body></w:document>".replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    pointers = relations(officeDocument="/word/main.xml").replace(
        OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )
    document = _read(tmp_path, word("", {"_rels/.rels": pointers, "word/main.xml": strict}))
    assert document.text == PROSE.strip()


# --- bad input ---------------------------------------------------------------------------------------

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_locked_and_old_documents(tmp_path: Path) -> None:
    locked = _OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert _problem(tmp_path, locked).reason == UnreadableReason.PASSWORD
    old = _problem(tmp_path, _OLE + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500), "a.doc")
    assert old.reason == UnreadableReason.UNSUPPORTED
    assert "Word 2003" in old.message
    assert "save it as" in old.hint


@pytest.mark.parametrize(
    "content",
    [
        "<w:document",
        "<x/>",
        f"<w:document {NAMESPACES}><w:body><w:p></w:body></w:document>",
        f"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document {NAMESPACES}><w:body/></w:document>",
    ],
)
def test_damaged_parts(tmp_path: Path, content: str) -> None:
    assert _problem(tmp_path, word("", {"word/document.xml": content})).reason == UnreadableReason.DAMAGED


def test_missing_text_and_damaged_files(tmp_path: Path) -> None:
    lost = word("", {"_rels/.rels": relations(officeDocument="word/none.xml")})
    assert _problem(tmp_path, lost).reason == UnreadableReason.DAMAGED
    whole = word(p(PROSE * 50))
    place = whole.index(b"word/document.xml") + 60
    assert _problem(tmp_path, whole[:place] + b"\0\xff\0\xff" + whole[place + 4 :]).reason == UnreadableReason.DAMAGED
    assert _problem(tmp_path, whole[:place]).reason == UnreadableReason.DAMAGED


def test_a_file_cut_off_behind_its_text_is_read_and_said_to_be(tmp_path: Path) -> None:
    whole = word(p("One", style="Heading1") + p(PROSE), styles=STYLES)
    document = _read(tmp_path, whole[: whole.index(b"word/styles.xml") + 40])
    assert _texts(document) == ["One", PROSE.strip()]
    assert document.blocks[0].kind is BlockKind.HEADING
    assert any("cut off" in w for w in document.warnings)


def test_a_file_without_text_or_with_pictures_only(tmp_path: Path) -> None:
    assert _problem(tmp_path, word(p())).reason == UnreadableReason.NO_TEXT
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    problem = _problem(tmp_path, word(p(picture) + p(picture)))
    assert problem.reason == UnreadableReason.NO_TEXT
    assert "pictures only (2)" in problem.message
    assert "embedded file" in _problem(tmp_path, word('<w:altChunk r:id="x"/>')).message


def test_bombs_are_refused_by_the_directory_and_while_unpacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = word("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)
    assert _problem(tmp_path, deep).reason == UnreadableReason.LIMIT
    many = word(p(PROSE), {f"word/media/{n}": "" for n in range(limits.MAX_MEMBERS)})
    assert _problem(tmp_path, many).reason == UnreadableReason.LIMIT
    wide = word(p(PROSE), {"word/media/x": bytes(30 * 2**20)})
    assert _problem(tmp_path, wide).reason == UnreadableReason.LIMIT
    monkeypatch.setattr("supplychain_check.readers.package.MAX_PART_BYTES", 2000)
    assert _problem(tmp_path, word(p(PROSE * 20))).reason == UnreadableReason.LIMIT


def test_a_directory_that_lies_about_sizes_changes_nothing(tmp_path: Path) -> None:
    whole = word(p(PROSE * 2000))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    liar = whole.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert liar != whole
    assert _problem(tmp_path, liar).reason == UnreadableReason.DAMAGED


def test_a_locked_part(tmp_path: Path) -> None:
    whole = bytearray(word(p(PROSE)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + offset] |= 1
            place = whole.find(mark, place + 1)
    assert _problem(tmp_path, bytes(whole)).reason == UnreadableReason.PASSWORD


def test_a_zip_with_a_folder_of_that_name_is_no_word_document(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/notes.bin", b"\0\1")
    assert _problem(tmp_path, target.getvalue(), "a.zip").reason == UnreadableReason.UNSUPPORTED
