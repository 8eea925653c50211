"""Bad input of every kind, made on the fly: each file with what reading it must give.

`ANIMALS` maps a name to the file name, a function that makes the bytes, and the reasons that are right; None
stands for a Document.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from supplychain_check.models import UnreadableReason as Reason

PROSE = (
    "Fernhollow Kitchens Limited makes kitchen cupboards in Rangiora and employs 41 people. "
    "We buy timber, hinges and stone from 23 suppliers in four countries. "
    "In March 2026 we visited two of them and spoke with their workers. "
)


@dataclass(frozen=True)
class Animal:
    """A bad file.

    Attributes:
        name: its file name.
        make: makes its bytes.
        reasons: reasons of which one must be given; empty where it must be read.
    """

    name: str
    make: Callable[[], bytes]
    reasons: tuple[Reason, ...] = ()


def pdf(*pages: str, password: str = "", image: bool = False) -> bytes:
    """A PDF with one short line of text a page; a page of empty text stays blank."""
    target = io.BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(target, invariant=1, encrypt=encrypt)
    for page in pages:
        for number, line in enumerate(page.split("\n")):
            canvas.drawString(72, 760 - 14 * number, line)
        if image:
            canvas.drawInlineImage(_picture(), 72, 72, 400, 600)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _picture() -> object:
    from PIL import Image

    return Image.effect_noise((64, 64), 80).convert("RGB")


def _prose_pdf() -> bytes:
    return pdf("\n".join(sentence + "." for sentence in PROSE.split(". ") if sentence.strip()))


def _noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def _archive(*members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in members:
            archive.writestr(member, "<x/>")
    return target.getvalue()


_FRENCH = (
    "Notre société fabrique des meubles de cuisine et emploie quarante et une personnes dans la région. "
    "Nous achetons du bois et de la pierre auprès de vingt-trois fournisseurs établis dans quatre pays. "
    "Nous avons rendu visite à deux d'entre eux au printemps et parlé avec leurs ouvriers. "
)

ANIMALS: dict[str, Animal] = {
    "zero bytes": Animal("empty.pdf", lambda: b"", (Reason.EMPTY,)),
    "only white space": Animal("blank.txt", lambda: b" \r\n\t\n", (Reason.EMPTY,)),
    "only NUL bytes": Animal("nuls.txt", lambda: b"\0" * 500, (Reason.EMPTY,)),
    "only a byte-order mark": Animal("mark.txt", lambda: b"\xef\xbb\xbf", (Reason.EMPTY,)),
    "random bytes": Animal("noise.bin", lambda: _noise(4000), (Reason.UNSUPPORTED, Reason.DAMAGED)),
    "random bytes named PDF": Animal("noise.pdf", lambda: _noise(4000), (Reason.DAMAGED,)),
    "PDF mark and nothing": Animal("mark.pdf", lambda: b"%PDF-1.7\n", (Reason.DAMAGED,)),
    "PDF cut in half": Animal("half.pdf", lambda: _prose_pdf()[:700], (Reason.DAMAGED, Reason.NO_TEXT)),
    "PDF with noise inside": Animal(
        "holed.pdf", lambda: _prose_pdf()[:400] + _noise(200) + _prose_pdf()[600:], (Reason.DAMAGED, Reason.NO_TEXT)
    ),
    "junk before the PDF": Animal("late.pdf", lambda: b"junk\n" * 20 + _prose_pdf()),
    "HTML named PDF": Animal("page.pdf", lambda: _page(f"<p>{PROSE}</p>")),
    "PDF named HTML": Animal("page.html", _prose_pdf),
    "PDF with password": Animal("locked.pdf", lambda: pdf(PROSE, password="s3cret"), (Reason.PASSWORD,)),
    "blank PDF": Animal("blank.pdf", lambda: pdf("", ""), (Reason.NO_TEXT,)),
    "scanned PDF": Animal("scan.pdf", lambda: pdf("", image=True), (Reason.NO_TEXT,)),
    "20,000 pages": Animal("thick.pdf", lambda: pdf(*[""] * 20_000), (Reason.TOO_MANY_PAGES,)),
    "DOCX": Animal("a.docx", lambda: _archive("[Content_Types].xml", "word/document.xml"), (Reason.UNSUPPORTED,)),
    "XLSX": Animal("a.xlsx", lambda: _archive("[Content_Types].xml", "xl/workbook.xml"), (Reason.UNSUPPORTED,)),
    "DOCX named text": Animal("a.txt", lambda: _archive("word/document.xml"), (Reason.UNSUPPORTED,)),
    "ZIP": Animal("a.zip", lambda: _archive("a.txt"), (Reason.UNSUPPORTED,)),
    "PNG": Animal("a.png", lambda: b"\x89PNG\r\n\x1a\n" + _noise(100), (Reason.UNSUPPORTED,)),
    "old Word": Animal("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), (Reason.UNSUPPORTED,)),
    "program": Animal("a.exe", lambda: b"MZ" + struct.pack("<200I", *range(200)), (Reason.UNSUPPORTED,)),
    "NUL bytes inside text": Animal("nul.txt", lambda: PROSE.replace("makes", "ma\0kes").encode()),
    "lone surrogates": Animal("lone.txt", lambda: (PROSE + "\ud83d x").encode("utf-8", "surrogatepass")),
    "lone surrogate in an entity": Animal("lone.html", lambda: _page(f"<p>{PROSE} &#xD83D; &#0; &#x110000;</p>")),
    "wrong declared encoding": Animal(
        "liar.html", lambda: _page(f"<p>{PROSE} £5</p>", "<meta charset='utf-16'>").replace("£".encode(), b"\xa3")
    ),
    "unknown declared encoding": Animal(
        "odd.html", lambda: _page(f"<p>{PROSE}</p>", "<meta charset='klingon-8'>").replace(b"Limited", b"Limit\xe9d")
    ),
    "broken UTF-8": Animal("cut.txt", lambda: PROSE.encode() + b"caf\xc3"),
    "UTF-16 without mark": Animal("wide.txt", lambda: PROSE.encode("utf-16-le")),
    "deep nesting": Animal("deep.html", lambda: _page("<div>" * 20_000 + PROSE), (Reason.LIMIT,)),
    "deep Markdown lists": Animal(
        "deep.md", lambda: (">" * 5000 + " " + PROSE).encode(), (Reason.LIMIT, Reason.NO_TEXT)
    ),
    "unclosed tags": Animal("open.html", lambda: _page(f"<p>{PROSE}<table><tr><td><ul><li>{PROSE}")),
    "one huge line": Animal("line.txt", lambda: (PROSE * 4000).encode()),
    "one huge word": Animal("word.txt", lambda: (PROSE + "a" * 2_000_000).encode()),
    "no words": Animal("rule.txt", lambda: b"-----\n" * 300, (Reason.NO_TEXT,)),
    "page of scripts": Animal("app.html", lambda: _page("<div id=root></div><script>x()</script>"), (Reason.NO_TEXT,)),
    "French": Animal("fr.txt", lambda: _FRENCH.encode(), (Reason.LANGUAGE,)),
    "too short to tell the language": Animal("court.txt", lambda: b"Nous avons dit non."),
}
