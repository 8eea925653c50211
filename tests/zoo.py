"""Bad input of every kind, made on the fly: each file with what reading it must give.

`ANIMALS` maps a name to the file name, a function that makes the bytes, and the reasons that are right; none
stands for a Document. `BOMBS` are small files that would fill the memory or take hours: never read them in the
process of the tests.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
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
    "DOCX without anything": Animal(
        "a.docx", lambda: _archive("[Content_Types].xml", "word/document.xml"), (Reason.DAMAGED, Reason.NO_TEXT)
    ),
    "XLSX without anything": Animal(
        "a.xlsx", lambda: _archive("[Content_Types].xml", "xl/workbook.xml"), (Reason.DAMAGED, Reason.NO_TEXT)
    ),
    "DOCX named text": Animal("a.txt", lambda: _archive("word/document.xml"), (Reason.DAMAGED, Reason.NO_TEXT)),
    "PowerPoint": Animal("a.pptx", lambda: _archive("[Content_Types].xml", "ppt/a.xml"), (Reason.UNSUPPORTED,)),
    "PNG": Animal("a.png", lambda: b"\x89PNG\r\n\x1a\n" + _noise(100), (Reason.DAMAGED,)),
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
    "10,000 attributes": Animal(
        "many.html", lambda: _page("<p " + " ".join(f"a{n}=1" for n in range(10_000)) + f">{PROSE}</p>")
    ),
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


# --- PDFs written object by object ----------------------------------------------------------------------


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    parts = [b"%PDF-1.7\n"]
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = sum(map(len, parts))
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return b"".join(parts)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object with its length."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def one_page(content: bytes, *more: bytes, catalogue: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page, whose content is a stream object; `more` are the objects from number 6."""
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> %s >> >>" % resources,
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    )


def _lines(text: str) -> bytes:
    """Drawing operators that show a text, one line a sentence."""
    shown = b"".join(b"(%s.) Tj T*\n" % part.encode() for part in text.split(". ") if part.strip())
    return b"BT /F 12 Tf 14 TL 72 760 Td\n%sET" % shown


def form_fan_out(depth: int = 22) -> bytes:
    """Forms of which each shows the next one twice: 2 to the power of `depth` texts in 6 KB."""
    last = 5 + depth
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
            b" /Resources << /Font << /F 5 0 R >> /XObject << /X %d 0 R >> >>" % (number + 1),
        )
        for number in range(6, last)
    ]
    leaf = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >>"
    return one_page(stream(b"/X Do"), *forms, stream(_lines(PROSE), leaf), resources=b"/XObject << /X 6 0 R >>")


def flate_bomb(size: int = 2**30, content: bytes = b"q Q ") -> bytes:
    """A page whose content is `content` over and over: a gigabyte in a megabyte."""
    squeezer = zlib.compressobj(9)
    chunk = content * (2**20 // len(content))
    # with a full flush each chunk stands for itself, so that the same bytes can be put down many times
    first = squeezer.compress(chunk) + squeezer.flush(zlib.Z_FULL_FLUSH)
    again = squeezer.compress(chunk) + squeezer.flush(zlib.Z_FULL_FLUSH)
    last = squeezer.flush(zlib.Z_FINISH)
    return one_page(stream(first + again * (size // len(chunk) - 1) + last, b"/Filter /FlateDecode"))


def active_pdf() -> bytes:
    """A PDF with a script to run on opening, a program to launch and a file to be put outside its folder."""
    script = b"app.alert(1); this.exportDataObject({cName: 'evil', nLaunch: 2});"
    return one_page(
        stream(_lines(PROSE)),
        b"<< /S /JavaScript /JS (%s) /Next << /S /Launch /F (/bin/true) >> >>"
        % script.replace(b"(", b"\\(").replace(b")", b"\\)"),
        b"<< /Type /Filespec /F (../../evil.exe) /UF (../../evil.exe) /EF << /F 8 0 R >> >>",
        stream(b"MZ evil", b"/Type /EmbeddedFile"),
        catalogue=b"/OpenAction 6 0 R /Names << /EmbeddedFiles << /Names [(../../evil.exe) 7 0 R] >> >>",
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "forms that show each other": form_fan_out,
    "a gigabyte of operators": flate_bomb,
    "a gigabyte of blanks": lambda: flate_bomb(content=b"    "),
    "a gigabyte of text": lambda: flate_bomb(content=b"BT /F 9 Tf (a ) Tj ET\n ".ljust(32)),
}
