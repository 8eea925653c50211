"""Bad archives and mails, made on the fly like those of `zoo`.

A box gives a row a document: `Animal.reasons` are those that some of the rows must give; other rows are documents.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from email.message import EmailMessage

from supplychain_check.models import UnreadableReason as Reason
from zoo import PROSE, Animal, pdf

TEXT = PROSE.encode()
ZEROS = bytes(2**20)


def box(members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return target.getvalue()


def mail(text: str = PROSE, /, **attached: bytes) -> bytes:
    """A mail with attachments, whose names may end in _pdf or the like for .pdf."""
    message = EmailMessage()
    message["From"] = "Ruth Calloway <ruth@fernhollow.example>"
    message["Subject"] = "Our statement"
    message["Date"] = "Mon, 02 Nov 2026 10:00:00 +1300"
    message.set_content(text)
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def mail_of(body: str, content_type: str = "text/plain", *headers: str) -> bytes:
    """A mail written by hand."""
    head = ("From: a@b.example", "Subject: x", "MIME-Version: 1.0", f"Content-Type: {content_type}", *headers)
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode("utf-8", "surrogateescape")


def stated(raw: bytes, size: int, *, name: bytes = b"a.txt", flags: int = 0, how: int = 8, times: int = 1) -> bytes:
    """An archive whose directory says of its one member whatever is wanted, and says it `times` times."""
    head = struct.pack("<HHHHHIIIHH", 20, flags, how, 0, 33, 0, len(raw), size, len(name), 0)
    local = b"PK\x03\x04" + head + name + raw
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, times, times, len(entry) * times, len(local), 0)
    return local + entry * times + end


def deflated(size: int) -> bytes:
    """As many zero bytes, deflated: a gigabyte is a megabyte."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = squeezer.compress(ZEROS) + squeezer.flush(zlib.Z_FULL_FLUSH)
    again = squeezer.compress(ZEROS) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (size // len(ZEROS) - 1) + squeezer.flush(zlib.Z_FINISH)


def locked_box(members: Mapping[str, bytes], *names: str) -> bytes:
    """An archive that says of some of its members that they need a password."""
    data = bytearray(box(members, zipfile.ZIP_STORED))
    for name in names:
        data[data.find(name.encode()) - 30 + 6] |= 1
        data[data.rfind(name.encode()) - 46 + 8] |= 1
    return bytes(data)


def linked() -> bytes:
    """An archive with a link to a file of the system, and no document."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        member = zipfile.ZipInfo("statement.txt")
        member.create_system = 3
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    return target.getvalue()


def matryoshka(depth: int) -> bytes:
    """Archives inside one another, with a statement in the innermost."""
    data = TEXT
    for level in range(depth):
        data = box({"statement.txt" if level == 0 else f"{level}.zip": data})
    return data


def nested_mail(depth: int) -> bytes:
    """A mail of parts that hold nothing but parts."""
    lines = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}' for n in range(depth)]
    return (
        mail_of("", "multipart/mixed; boundary=b", *("X-A: b",))[:-4]
        + ("\r\n\r\n--b\r\n" + "\r\n".join(lines)).encode()
    )


def damaged_member() -> bytes:
    """An archive in which one of two members fails its checksum."""
    return box({"good.txt": TEXT, "bad.txt": TEXT * 2}, zipfile.ZIP_STORED).replace(TEXT * 2, TEXT + TEXT.upper())


_LIMIT = (Reason.LIMIT,)
_LOCKED = (Reason.PASSWORD,)
_DAMAGED = (Reason.DAMAGED,)
_UNSUPPORTED = (Reason.UNSUPPORTED,)
_EMPTY = (Reason.EMPTY,)

ARCHIVES: dict[str, Animal] = {
    "archive of a gigabyte": Animal("bomb.zip", lambda: stated(deflated(2**30), 2**30), _LIMIT),
    "archive that hides a gigabyte": Animal("liar.zip", lambda: stated(deflated(2**30), 10), _DAMAGED),
    "archive of 20 MB of zeros": Animal("thin.zip", lambda: box({"a.txt": ZEROS * 20}), _LIMIT),
    "archive of one member 250 times": Animal(
        "quoted.zip", lambda: stated(deflated(2**20), 2**20, times=250), (*_LIMIT, *_DAMAGED)
    ),
    "archive of 6,000 files": Animal("many.zip", lambda: box({f"{n}.txt": b"" for n in range(6_000)}), _LIMIT),
    "archive of 25,000 files": Animal("more.zip", lambda: stated(b"", 0, how=0, times=25_000), _LIMIT),
    "archive in archive in archive": Animal("three.zip", lambda: matryoshka(3), _LIMIT),
    "archives without end": Animal("dolls.zip", lambda: matryoshka(40), _LIMIT),
    "bomb in an archive": Animal(
        "inner.zip", lambda: box({"a.txt": TEXT, "b.zip": stated(deflated(2**30), 2**30)}), _LIMIT
    ),
    "many bombs in an archive": Animal(
        "cluster.zip",
        lambda: box({f"{n}.zip": box({"a.txt": ZEROS + bytes([n]) * 150}) for n in range(20)}),
        (*_LIMIT, Reason.NO_TEXT, Reason.EMPTY),
    ),
    "archive with password": Animal("locked.zip", lambda: locked_box({"a.pdf": TEXT}, "a.pdf"), _LOCKED),
    "archive with one locked file": Animal(
        "half.zip", lambda: locked_box({"a.txt": TEXT, "b.pdf": TEXT}, "b.pdf"), _LOCKED
    ),
    "archive cut in half": Animal("cut.zip", lambda: box({"a.txt": TEXT, "b.txt": TEXT})[:200], _DAMAGED),
    "archive mark and nothing": Animal("mark.zip", lambda: b"PK\x03\x04", _DAMAGED),
    "archive with a damaged file": Animal("holed.zip", damaged_member, _DAMAGED),
    "archive with a file of wrong size": Animal("short.zip", lambda: stated(b"\x03\x00", 5_000), _DAMAGED),
    "empty archive": Animal("empty.zip", lambda: box({}), _EMPTY),
    "archive of folders": Animal("folders.zip", lambda: box({"a/": b"", "a/b/": b""}), _EMPTY),
    "archive of an empty file": Animal("hollow.zip", lambda: box({"a.pdf": b""}), _EMPTY),
    "archive without documents": Animal("tools.zip", lambda: box({"a.exe": b"MZ\0", "b.bin": b"\0\1"}), _UNSUPPORTED),
    "archive with a link": Animal("link.zip", linked, _UNSUPPORTED),
    "archive packed another way": Animal("lzma.zip", lambda: box({"a.txt": TEXT}, zipfile.ZIP_LZMA), _UNSUPPORTED),
    "archive with half a PDF": Animal(
        "torn.zip", lambda: box({"a.pdf": pdf(PROSE)[:300]}), (*_DAMAGED, Reason.NO_TEXT)
    ),
    "archive behind a program": Animal(
        "setup.exe", lambda: b"MZ\0\0" + bytes(200) + box({"a.txt": TEXT}), _UNSUPPORTED
    ),
    "7z archive": Animal("a.7z", lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(50), _UNSUPPORTED),
    "gzip archive": Animal("a.tar.gz", lambda: b"\x1f\x8b\x08\0" + bytes(50), _UNSUPPORTED),
    "names that lead out": Animal(
        "slip.zip", lambda: box({"../../../evil.txt": TEXT, "..\\..\\worse.md": TEXT + b"Well."})
    ),
    "absolute names": Animal("root.zip", lambda: box({"/etc/evil.txt": TEXT, "C:\\evil.txt": TEXT + b"Well."})),
    "names that steer the terminal": Animal("esc.zip", lambda: box({"\x1b[2J\x07\u202egnp.txt": TEXT})),
    "nothing but dots for a name": Animal("dots.zip", lambda: box({"../..": TEXT, "a.txt": TEXT + b"Well."})),
    "a name of 60,000 letters": Animal("long.zip", lambda: box({"a" * 60_000 + ".txt": TEXT})),
    "the same name twice": Animal("twice.zip", lambda: stated(TEXT, len(TEXT), how=0, times=2), _DAMAGED),
    "archive named PDF": Animal("box.pdf", lambda: box({"a.txt": TEXT})),
}

_FAR = "multipart/encrypted; protocol=application/pgp-encrypted; boundary=b"

MAILS: dict[str, Animal] = {
    "mail of nested parts": Animal("deep.eml", lambda: nested_mail(400), _LIMIT),
    "mail of endless parts": Animal("deeper.eml", lambda: nested_mail(5_000), _LIMIT),
    "mail of 30,000 parts": Animal(
        "parts.eml", lambda: mail_of("--b\r\n\r\nx\r\n" * 30_000, "multipart/mixed; boundary=b"), _LIMIT
    ),
    "mail with a bomb": Animal("bomb.eml", lambda: mail(bomb_zip=stated(deflated(2**30), 2**30)), _LIMIT),
    "mail cut in an attachment": Animal("cut.eml", lambda: mail(a_txt=TEXT * 9)[:1200]),
    "mail with broken base64": Animal(
        "base.eml",
        lambda: mail_of("A=AA*\x00" + PROSE, "text/plain", "Content-Transfer-Encoding: base64"),
    ),
    "mail in a charset of its own": Animal("odd.eml", lambda: mail_of(PROSE, "text/plain; charset=klingon-8")),
    "mail in no charset at all": Animal("none.eml", lambda: mail_of(PROSE, "text/plain; charset*=''%FF%00")),
    "mail with a header of a megabyte": Animal(
        "head.eml", lambda: mail_of(PROSE, "text/plain", "X-Long: " + "=?utf-8?q?a?=" * 80_000)
    ),
    "mail with senseless headers": Animal(
        "wild.eml",
        lambda: mail_of(PROSE, "text/", "Date: =?x?b?y?=", "To: =?utf-8?b?=FF?=", "Date: 99 Foo 99999999999"),
    ),
    "mail whose attachment leads out": Animal("slip.eml", lambda: mail(**{"../../evil_txt": TEXT + b"Well."})),
    "S/MIME mail": Animal("smime.eml", lambda: mail_of("MIAGCSq", "application/pkcs7-mime; name=smime.p7m"), _LOCKED),
    "PGP mail": Animal("pgp.eml", lambda: mail_of("--b\r\n\r\nVersion: 1\r\n--b--", _FAR), _LOCKED),
    "mail without anything": Animal("blank.eml", lambda: mail(""), (Reason.NO_TEXT,)),
    "mail with a program": Animal("virus.eml", lambda: mail("", a_exe=b"MZ\0"), _UNSUPPORTED),
    "mailbox": Animal(
        "all.mbox", lambda: b"\n".join([b"From a@b.example Mon Nov  2 10:00:00 2026\n" + mail()] * 2), _UNSUPPORTED
    ),
    "mails inside mails": Animal("chain.eml", lambda: mail(a_eml=mail(b_eml=mail(PROSE, c_eml=mail())))),
    "Outlook message": Animal(
        "a.msg",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_".encode("utf-16-le"),
        _UNSUPPORTED,
    ),
}

BOXED: dict[str, Animal] = ARCHIVES | MAILS
