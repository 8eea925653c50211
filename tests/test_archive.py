"""Archives and mails: each document inside is a result of its own, and what is left out is said."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from supplychain_check.errors import InputProblem
from supplychain_check.models import Document, UnreadableReason
from supplychain_check.readers import opener, read, unpack
from supplychain_check.readers.box import harmless
from zoo import PROSE, pdf
from zoo_boxes import TEXT, box, locked_box, mail, mail_of, matryoshka

LONG = (PROSE * 12).encode()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def inside(path: Path) -> dict[str, Document | str]:
    """What is read of each document in a file, by the path shown under that of the file; or why it is not."""
    found: dict[str, Document | str] = {}
    boxes = opener()
    for source in unpack(path, boxes):
        shown = source.shown.removeprefix(str(path))
        try:
            found[shown] = read(source, boxes)
        except InputProblem as problem:
            found[shown] = str(problem.reason)
    return found


def document(path: Path, shown: str) -> Document:
    found = inside(path)[shown]
    assert isinstance(found, Document)
    return found


# --- archives ------------------------------------------------------------------------------------------


def test_each_document_has_its_path_and_hash(tmp_path: Path) -> None:
    members = {"a/one.txt": TEXT, "a/two.pdf": pdf("We visited two of our suppliers."), "b/again.txt": TEXT}
    path = put(tmp_path, "box.zip", box(members))
    sources = unpack(path)
    assert [s.shown for s in sources] == [f"{path}/{name}" for name in members]
    assert sources[0].sha256 == sources[2].sha256 != sources[1].sha256
    one = document(path, "/a/one.txt")
    assert (one.name, one.sha256, one.path) == ("one.txt", sources[0].sha256, f"{path}/a/one.txt")
    assert one.text == read(put(tmp_path, "one.txt", TEXT)).text


def test_a_file_that_is_no_box_is_itself(tmp_path: Path) -> None:
    for path in (put(tmp_path, "a.txt", TEXT), tmp_path / "gone.zip", tmp_path):
        (source,) = unpack(path)
        assert (source.path, source.inside, source.shown) == (path, (), str(path))


def test_what_is_no_document_is_counted_and_clutter_is_not(tmp_path: Path) -> None:
    members = {"a.txt": TEXT, "logo.png": b"\x89PNG\r\n\x1a\n", "x.exe": b"MZ\0", "__MACOSX/._a.txt": b"x", ".b.txt": b"x",
               "Thumbs.db": b"x", "~$a.docx": b"x", "a_files/x.js": b"x"}  # fmt: skip
    members.pop("logo.png")
    found = inside(put(tmp_path, "box.zip", box(members)))
    assert list(found) == ["/a.txt"]
    only = found["/a.txt"]
    assert isinstance(only, Document)
    assert only.warnings == ("box.zip holds 1 file that is no document and was not read: x.exe.",)


def test_content_decides_what_a_document_is(tmp_path: Path) -> None:
    members = {
        "statement": pdf("We visited two of our suppliers."),
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "notes": TEXT,
    }
    found = inside(put(tmp_path, "box.zip", box(members)))
    assert list(found) == ["/statement", "/old.doc"]
    assert found["/old.doc"] == UnreadableReason.UNSUPPORTED


def test_names_are_shown_harmless_and_said_to_lead_out(tmp_path: Path) -> None:
    path = put(tmp_path, "box.zip", box({"../../../up.txt": TEXT, "C:\\x\\back.txt": TEXT + b"Well."}))
    found = inside(path)
    assert list(found) == ["/up.txt", "/x/back.txt"]
    up = found["/up.txt"]
    assert isinstance(up, Document)
    assert "points outside the archive" in up.warnings[0]
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a/b.txt", "a/b.txt"),
        ("..", "unnamed"),
        ("/etc/x", "etc/x"),
        ("a\x1b[2J.txt", "a[2J.txt"),
        ("\u202efdp.a", "fdp.a"),
    ],
)
def test_harmless_names(name: str, shown: str) -> None:
    assert harmless(name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert len(harmless("a" * 500 + ".pdf")) == 120
    assert harmless("a" * 500 + ".pdf").endswith(".pdf")


def test_names_in_utf8_that_do_not_say_so(tmp_path: Path) -> None:
    data = box({"Erklaerung.txt": TEXT}).replace(b"Erklaerung", "Erklärung".encode())
    assert list(inside(put(tmp_path, "box.zip", data))) == ["/Erklärung.txt"]


def test_one_archive_inside_another_is_opened_and_no_deeper(tmp_path: Path) -> None:
    assert list(inside(put(tmp_path, "two.zip", matryoshka(2)))) == ["/1.zip/statement.txt"]
    assert inside(put(tmp_path, "three.zip", matryoshka(3))) == {"/2.zip/1.zip": UnreadableReason.LIMIT}


def test_equal_names_are_told_apart(tmp_path: Path) -> None:
    path = put(tmp_path, "box.zip", box({"a.txt": TEXT, "A.txt": TEXT + b"Well."}))
    assert list(inside(path)) == ["/a.txt", "/A.txt (2)"]


def test_one_locked_file_does_not_hide_the_others(tmp_path: Path) -> None:
    found = inside(put(tmp_path, "box.zip", locked_box({"a.txt": TEXT, "b.pdf": TEXT}, "b.pdf")))
    assert isinstance(found["/a.txt"], Document)
    assert found["/b.pdf"] == UnreadableReason.PASSWORD


def test_an_archive_read_as_one_file_says_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="archive") as caught:
        read(put(tmp_path, "box.zip", box({"a.txt": TEXT})))
    assert caught.value.reason == UnreadableReason.UNSUPPORTED


# --- mails ---------------------------------------------------------------------------------------------


def test_the_text_of_a_mail_is_a_document_with_its_headers(tmp_path: Path) -> None:
    found = document(put(tmp_path, "a.eml", mail()), "")
    assert found.text == PROSE.strip()
    assert found.metadata == {
        "from": "Ruth Calloway <ruth@fernhollow.example>",
        "date": "2026-11-02T10:00:00+13:00",
        "subject": "Our statement",
    }


def test_attachments_are_documents_and_a_short_text_is_a_covering_note(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "a.eml",
        mail("Please find our statement attached.", statement_pdf=pdf("We visited two."), x_exe=b"MZ\0"),
    )
    found = document(path, "/statement.pdf")
    assert list(inside(path)) == ["/statement.pdf"]
    assert found.metadata["mail subject"] == "Our statement"
    assert any("(5 words) was taken for a covering note" in w for w in found.warnings)
    assert any("x.exe" in w for w in found.warnings)


def test_a_long_text_beside_attachments_is_a_document(tmp_path: Path) -> None:
    assert list(inside(put(tmp_path, "a.eml", mail(LONG.decode(), a_txt=TEXT)))) == ["", "/a.txt"]


def test_html_is_taken_before_plain_text_and_logos_are_not_mentioned(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "Tēnā koe"
    message.set_content("plain")
    message.add_alternative(f"<h1>Ours</h1><p>{PROSE}</p><img src=cid:l>", subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<l>")  # type: ignore[union-attr]
    found = document(put(tmp_path, "a.eml", message.as_bytes()), "")
    assert found.text == f"Ours\n\n{PROSE.strip()}"
    assert found.warnings == ()
    assert found.metadata["subject"] == "Tēnā koe"


def test_a_date_that_is_none_is_kept_as_written(tmp_path: Path) -> None:
    path = put(tmp_path, "a.eml", mail_of(PROSE, "text/plain", "Date: last Tuesday"))
    assert document(path, "").metadata["date"] == "last Tuesday"


def test_forwarded_mails_are_opened(tmp_path: Path) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    for one in (inner, outer):
        one["From"], one["Subject"] = "a@b.example", "Statement/2026"
        one.set_content("See below.")
    inner.add_attachment(TEXT.decode(), filename="a.txt")
    outer.add_attachment(inner)
    assert list(inside(put(tmp_path, "a.eml", outer.as_bytes()))) == ["/Statement 2026 (1).eml/a.txt"]


def test_mails_and_archives_hold_each_other(tmp_path: Path) -> None:
    letter = mail("See below.", b_zip=box({"c.txt": TEXT}))
    assert list(inside(put(tmp_path, "a.eml", letter))) == ["/b.zip/c.txt"]
    assert inside(put(tmp_path, "a.zip", box({"a.eml": letter}))) == {"/a.eml/b.zip": UnreadableReason.LIMIT}


def test_a_saved_web_page_is_read_without_its_frames(tmp_path: Path) -> None:
    parts = [f"Content-Type: text/html\r\n\r\n<p>{PROSE}</p>", "Content-Type: text/html\r\n\r\n<p>Advertisement</p>",
             "Content-Type: text/css\r\n\r\np {}"]  # fmt: skip
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    found = inside(put(tmp_path, "a.mhtml", mail_of(body, "multipart/related; boundary=b")))
    assert list(found) == [""]
    page = found[""]
    assert isinstance(page, Document)
    assert page.text == PROSE.strip()


def test_text_with_a_line_like_a_header_is_no_mail(tmp_path: Path) -> None:
    found = read(put(tmp_path, "a.txt", b"Subject: our suppliers\n\n" + TEXT))
    assert found.media_type == "text/plain"
