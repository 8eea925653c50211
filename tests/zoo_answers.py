"""Bad questionnaires like the files of `zoo`: workbooks, data and pages made to mislead or overload whoever reads them."""

from __future__ import annotations

import io
import zipfile

from sheets import number, packed, sheet, text, xlsx
from supplychain_check.models import UnreadableReason as Reason
from zoo import PROSE, Animal

_LIMIT = (Reason.LIMIT,)
_DAMAGED = (Reason.DAMAGED,)
_ROWS = (text("A1", "Question") + text("B1", "Answer"), text("A2", "Do you keep passports?") + text("B2", "No"))


def _book(*rows: str, **parts: str | bytes) -> bytes:
    return xlsx({"Answers": sheet(*rows)}, parts={name.replace("__", "/"): part for name, part in parts.items()})


def _far() -> bytes:
    return _book(*_ROWS, '<row r="1048576">' + text("XFD1048576", PROSE) + "</row>")


def _huge_cell(size: int = 700 * 2**20) -> bytes:
    """A workbook of less than a megabyte, of which one cell unpacks to 700 MB."""
    head, _, tail = sheet(text("A1", "CUT")).partition("CUT")
    target = io.BytesIO(_book(*_ROWS))
    kept = {name: zipfile.ZipFile(target).read(name) for name in zipfile.ZipFile(target).namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in kept.items():
            if not name.startswith("xl/worksheets/"):
                archive.writestr(name, part)
        with archive.open("xl/worksheets/s1.xml", "w") as stream:
            stream.write(head.encode())
            block = b"a" * 2**20
            for _ in range(size // len(block)):
                stream.write(block)
            stream.write(tail.encode())
    return made.getvalue()


def _laughing_book() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    dtd = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>'
    return xlsx({"Answers": dtd + sheet(text("A1", "x")).replace(">x<", ">&l10;<")})


def _locked() -> bytes:
    """What Excel writes for a workbook with a password: a container of an encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def _laughing_yaml() -> bytes:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(["a0: &a0 [ha]", *lines]).encode()


ANSWERS: dict[str, Animal] = {
    "workbook with one cell at its end": Animal("far.xlsx", _far),
    "workbook with a cell of 700 MB": Animal("huge.xlsx", _huge_cell, _LIMIT),
    "workbook with entities of entities": Animal("laughs.xlsx", _laughing_book, (*_LIMIT, *_DAMAGED)),
    "workbook with a password": Animal("locked.xlsx", _locked, (Reason.PASSWORD,)),
    "workbook with macros": Animal("macros.xlsm", lambda: _book(*_ROWS, xl__vbaProject_bin=b"\xd0\xcf\x11\xe0")),
    "workbook cut in half": Animal("half.xlsx", lambda: _far()[:700], _DAMAGED),
    "workbook whose sheet is no XML": Animal("noise.xlsx", lambda: xlsx({"A": "<worksheet><row"}), (*_DAMAGED, Reason.NO_TEXT)),
    "workbook that merges all cells": Animal(
        "merged.xlsx", lambda: xlsx({"A": sheet(*_ROWS, after='<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>')})
    ),
    "workbook of numbers alone": Animal("figures.xlsx", lambda: _book(number("A1", 1) + number("B1", 2))),
    "zip that calls itself a workbook": Animal("a.xlsx", lambda: packed({"xl/workbook.xml": "<x/>"}), (*_DAMAGED, Reason.NO_TEXT)),
    "JSON without end": Animal("open.json", lambda: b'{"a": "' + PROSE.encode(), _DAMAGED),
    "deep JSON by name": Animal("deep.json", lambda: b"[" * 100_000 + b"]" * 100_000, _LIMIT),
    "JSON of a string of 10 MB": Animal("long.json", lambda: b'{"a": "' + b"ha " * 3_400_000 + b'"}', _LIMIT),
    "JSON of a million lists": Animal("lists.json", lambda: b"[" + b"[]," * 1_000_000 + b"[]]", _LIMIT),
    "JSON of names alone": Animal("names.json", lambda: b'{"": "", " ": null, "a": [], "b": {}}'),
    "JSON that is HTML": Animal("page.json", lambda: f"<html><body><p>{PROSE}</p></body></html>".encode()),
    "YAML of laughs": Animal("laughs.yaml", _laughing_yaml, _LIMIT),
    "YAML that holds itself": Animal("self.yaml", lambda: b"a: &a [*a]", _DAMAGED),
    "deep YAML": Animal("deep.yaml", lambda: b"[" * 100_000, _LIMIT),
    "YAML with a program": Animal("code.yaml", lambda: f"a: !!python/object/apply:os.system ['{PROSE}']".encode()),
    "YAML of controls": Animal("bell.yml", lambda: b"a: \x07\x1b[2J" + PROSE.encode(), _DAMAGED),
    "YAML that is prose": Animal("prose.yml", PROSE.encode),
    "page of 3,000 fields": Animal(
        "fields.html", lambda: f"<html><body><form><p>{PROSE}</p>{'<p>Do you do this now? <input value=Yes>' * 3_000}</form>".encode()
    ),
}  # fmt: skip
