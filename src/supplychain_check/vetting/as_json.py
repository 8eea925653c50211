"""Views for programs: one JSON object."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplychain_check import __version__
from supplychain_check.models.document import SCHEMA_VERSION, Frozen
from supplychain_check.vetting import text
from supplychain_check.vetting.values import NoView, SupplierView

NAME, EXTENSION = "json", ".json"
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What JSON lets stand as it is, and a terminal or an editor obeys."""


class VetReport(Frozen):
    """What `vet --as json` prints."""

    schema_version: str = SCHEMA_VERSION
    tool_version: str = __version__
    reading: str = text.HEAD.capitalize()
    limits: str = text.LIMITS
    suppliers: tuple[SupplierView, ...]
    not_read: tuple[NoView, ...] = ()


def render(rows: Sequence[SupplierView | NoView]) -> str:
    """Write the views of suppliers, and what could not be read."""
    report = VetReport(
        suppliers=tuple(row for row in rows if isinstance(row, SupplierView)),
        not_read=tuple(row for row in rows if isinstance(row, NoView)),
    )
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", report.model_dump_json(indent=2)) + "\n"
