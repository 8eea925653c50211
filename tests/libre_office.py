"""Fills forms in with LibreOffice, as a supplier does who has no other office program; found on the PATH, or not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Fill
  Dim opened(0) As New com.sun.star.beans.PropertyValue
  opened(0).Name = "Hidden" : opened(0).Value = True
  file = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, opened())
{lines}
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName" : saved(0).Value = "{filter}"
  file.storeToURL("{target}", saved())
  file.close(True)
End Sub
</script:module>
"""
_SHEET = '  file.Sheets.getByIndex(0).getCellByPosition({column}, {row}).String = "{text}"'
_TABLE = '  file.TextTables.getByIndex({table}).getCellByName("{name}").String = "{text}"'


def fill_sheet(source: Path, target: Path, cells: dict[tuple[int, int], str], home: Path) -> None:
    """Write texts into cells (row and column, from 0) of the first sheet of a workbook. Locked cells refuse."""
    lines = (_SHEET.format(row=r, column=c, text=_quoted(text)) for (r, c), text in cells.items())
    _run(source, target, "\n".join(lines), "Calc MS Excel 2007 XML", home)


def fill_tables(source: Path, target: Path, cells: dict[tuple[int, str], str], home: Path) -> None:
    """Write texts into cells (number of the table from 0, name such as C3) of a text document."""
    lines = (_TABLE.format(table=t, name=name, text=_quoted(text)) for (t, name), text in cells.items())
    _run(source, target, "\n".join(lines), "MS Word 2007 XML", home)


def print_to_pdf(source: Path, folder: Path, home: Path) -> Path:
    """Save a document as a PDF without fields, and return its path."""
    _start(home, "--convert-to", "pdf", "--outdir", str(folder), str(source))
    return folder / f"{source.stem}.pdf"


def _quoted(text: str) -> str:
    return escape(text.replace('"', '""'))


def _run(source: Path, target: Path, lines: str, filter_: str, home: Path) -> None:
    # the first start makes the profile, and would overwrite a macro that is there already
    _start(home, "--terminate_after_init")
    module = _MODULE.format(source=source.as_uri(), target=target.as_uri(), lines=lines, filter=filter_)
    (home / "user/basic/Standard/Module1.xba").write_text(module, encoding="utf-8")
    _start(home, "macro:///Standard.Module1.Fill")


def _start(home: Path, *what: str) -> None:
    assert PROGRAM
    options = [f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
    subprocess.run([PROGRAM, *options, *what], check=True, capture_output=True, timeout=180)
