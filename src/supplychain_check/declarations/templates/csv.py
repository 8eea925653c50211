"""Empty forms as comma-separated values, for spreadsheet programs and scripts."""

from __future__ import annotations

import csv
from io import StringIO

from supplychain_check.cells import inert
from supplychain_check.declarations.templates.layout import COLUMNS, Line, layout
from supplychain_check.models.declaration import Form

_REF, *_OTHERS = COLUMNS
HEADER = (_REF, "Section", *_OTHERS, "Help")
"""The columns: those of all templates, and section and help, for which there is no other place."""


def write(form: Form) -> bytes:
    """Make the file: a row a question or option, in UTF-8 with the mark by which Excel knows it."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADER)
    section = ""
    for line in layout(form):
        if line.kind == "section":
            section = line.text
        else:
            writer.writerow([inert(cell) for cell in _cells(line, section)])
    return file.getvalue().encode("utf-8-sig")


def _cells(line: Line, section: str) -> tuple[str, ...]:
    choose = f"Choose from: {', '.join(line.choices)}." if line.choices and line.kind == "question" else ""
    help_ = "Write Yes if it holds." if line.kind == "option" else line.help.replace("Choose one.", "").strip()
    return (line.ref, section, line.text, "", "", "", " ".join(filter(None, (choose, help_))))
