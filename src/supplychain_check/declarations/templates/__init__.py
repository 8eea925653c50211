"""Empty forms for suppliers to fill in, one module a kind. `TEMPLATES` lists the kinds; `write` makes a file."""

from __future__ import annotations

from importlib import import_module

from supplychain_check.errors import UsageProblem
from supplychain_check.models.declaration import Form

TEMPLATES = {
    "xlsx": "supplychain_check.declarations.templates.xlsx",
    "docx": "supplychain_check.declarations.templates.docx",
    "pdf": "supplychain_check.declarations.templates.pdf",
    "json": "supplychain_check.declarations.templates.json",
    "csv": "supplychain_check.declarations.templates.csv",
}
"""Kinds of files, each with the module whose ``write(form)`` makes it."""


def write(form: Form, kind: str) -> bytes:
    """Make an empty form.

    Args:
        form: its questions are all asked; see `forms.for_small_firms` for fewer.
        kind: one of `TEMPLATES`, which is the ending of the file as well.

    Raises:
        UsageProblem: there is no such kind.
    """
    if kind not in TEMPLATES:
        raise UsageProblem(f"There are no empty forms of the kind {kind!r}.", f"Choose from {', '.join(TEMPLATES)}.")
    made: bytes = import_module(TEMPLATES[kind]).write(form)
    return made
