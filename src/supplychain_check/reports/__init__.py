"""Assessments and comparisons to text, one module a format.

To add a format, write one module with `NAME`, `EXTENSION` and `render`, and put its name in `REPORTS`; the
choices of the command line follow from that table.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from supplychain_check.models import Manifest, Outcome, Role

REPORTS: dict[str, str] = {
    "terminal": "supplychain_check.reports.terminal",
    "json": "supplychain_check.reports.json",
    "csv": "supplychain_check.reports.csv",
}
"""Name of each format and the module that writes it, imported only when it is asked for."""


class Report(Protocol):
    """What every module of `REPORTS` offers."""

    NAME: str
    EXTENSION: str

    def render(self, outcomes: Sequence[Outcome], *, role: Role = ..., manifest: Manifest | None = ...) -> str:
        """Write what became of one or more files."""


def report(name: str) -> Report:
    """The module for a format.

    Raises:
        KeyError: no such format; the choices are the keys of `REPORTS`.
    """
    return cast(Report, import_module(REPORTS[name]))
