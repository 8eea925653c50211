"""More bad files like those of `zoo`: pages, data and PDFs made to mislead or overload whoever reads them."""

from __future__ import annotations

from supplychain_check.models import UnreadableReason as Reason
from zoo import PROSE, Animal, active_pdf, one_page, raw_pdf, stream

_SHOWN = b"BT /F 12 Tf 14 TL 72 760 Td (" + PROSE.encode()[:87] + b") Tj ET"
_PAGES = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def _html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><p>{PROSE}</p>{body}</body></html>".encode()


def _sized(width: int, height: int) -> bytes:
    return one_page(stream(_SHOWN)).replace(b"[0 0 595 842]", b"[0 0 %d %d]" % (width, height))


def _pages(kids: bytes, count: bytes) -> bytes:
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    return raw_pdf(_PAGES, b"<< /Type /Pages /Kids [%s] /Count %s >>" % (kids, count), page, stream(_SHOWN), _FONT)


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{entities}]>'


_OUTSIDE = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_BAD = (Reason.DAMAGED, Reason.NO_TEXT, Reason.LIMIT, Reason.TOO_MANY_PAGES)

PAGES: dict[str, Animal] = {
    "entities of entities": Animal(
        "laughs.html", lambda: f"{_laughs()}<html><body><p>{PROSE}&l11;</p></body></html>".encode()
    ),
    "entity from outside": Animal(
        "outside.html", lambda: f"{_OUTSIDE}<html><body><p>{PROSE}&x;</p></body></html>".encode()
    ),
    "page that sends away": Animal(
        "away.html", lambda: _html("<iframe src='http://x.example'></iframe>", "<meta http-equiv=refresh content='0;url=//x'>")
    ),
    "page with scripts": Animal(
        "script.html", lambda: _html("<script>while(1);document.write('a')</script><img src=x onerror='alert(1)'>")
    ),
    "an attribute of 5 MB": Animal("wide.html", lambda: _html(f"<p title='{'a' * 5_000_000}'>End.</p>")),
    "a comment without end": Animal("open.html", lambda: _html("<!-- " + "x" * 100_000)),
    "a table of 100,000 cells": Animal("cells.html", lambda: _html("<table><tr>" + "<td>a" * 100_000 + "</table>")),
    "5,000 open angle brackets": Animal("angles.html", lambda: _html("<" * 5_000)),
    "spans across millions of columns": Animal(
        "span.html", lambda: _html("<table><tr><td colspan=99999999 rowspan=99999999>a<td>b</table>")
    ),
    "Markdown of brackets": Animal("bracket.md", lambda: (PROSE + "[" * 20_000 + "](" * 5_000).encode()),
    "Markdown of emphasis": Animal("stars.md", lambda: (PROSE + "\n\n" + "*a **a " * 5_000).encode()),
    "deep JSON": Animal("deep.txt", lambda: b"[" * 100_000 + PROSE.encode() + b"]" * 100_000),
    "JSON with a number of 5,000 digits": Animal("long.txt", lambda: b'{"n": ' + b"9" * 5_000 + b', "t": "%s"}' % PROSE.encode()),
    "CSV with a quotation mark that never closes": Animal("open.csv", lambda: b'a,b\n"' + b"x,y\n" * 20_000),
    "CSV with formulas": Animal("formula.csv", lambda: f'Text,Value\n"{PROSE}","=HYPERLINK(""//x"")"\n'.encode()),
    "CSV of commas": Animal("commas.csv", lambda: b"," * 200_000, (Reason.NO_TEXT,)),
    "text that steers the terminal": Animal("esc.txt", lambda: (PROSE + "\x1b[2J\x1b]0;x\x07\u202e").encode()),
    "a million combining marks": Animal("zalgo.txt", lambda: (PROSE + "a" + "\u0301" * 1_000_000).encode()),
    "UTF-7": Animal("seven.html", lambda: _html("+ADw-script+AD4-", "<meta charset=utf-7>")),
    "a codec that is no encoding": Animal("codec.html", lambda: _html("", "<meta charset=zip_codec>").replace(b"41", b"\xa341")),
    "half a UTF-32 character": Animal("four.txt", lambda: PROSE.encode("utf-32") + b"\1"),
    "RTF": Animal("a.rtf", lambda: rb"{\rtf1\ansi " + PROSE.encode() + b"}", (Reason.UNSUPPORTED,)),
    "PostScript": Animal("a.ps", lambda: b"%!PS-Adobe-3.0\n{} loop\n", (Reason.UNSUPPORTED,)),
}  # fmt: skip

PDFS: dict[str, Animal] = {
    "PDF with script, launch and attachment": Animal("active.pdf", active_pdf),
    "PDF of 14,400 points": Animal("wide.pdf", lambda: _sized(14_400, 14_400)),
    "PDF of a billion points": Animal("huge.pdf", lambda: _sized(10**9, 10**9)),
    "PDF of no size": Animal("flat.pdf", lambda: _sized(0, 0)),
    "PDF that says two billion pages": Animal("count.pdf", lambda: _pages(b"3 0 R", b"2000000000"), ()),
    "PDF whose pages hold themselves": Animal("loop.pdf", lambda: _pages(b"2 0 R", b"1"), _BAD),
    "PDF with a page that is not there": Animal("gone.pdf", lambda: _pages(b"99 0 R", b"1"), _BAD),
    "PDF with a form that shows itself": Animal(
        "self.pdf",
        lambda: one_page(
            stream(_SHOWN + b" /X Do"),
            stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"),
            resources=b"/XObject << /X 6 0 R >>",
        ),
    ),
    "PDF whose stream is cut": Animal(
        "cut.pdf", lambda: one_page(b"<< /Length 9 /Filter /FlateDecode >>\nstream\nx\x9c+\xff\nendstream"), _BAD
    ),
    "PDF of nothing but a catalogue": Animal("bare.pdf", lambda: raw_pdf(b"<< /Type /Catalog >>"), _BAD),
}

FILES: dict[str, Animal] = PAGES | PDFS
