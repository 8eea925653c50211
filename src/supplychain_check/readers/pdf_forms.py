"""Fillable forms: the values are in no text of the page, so the fields themselves are asked."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from supplychain_check.models import Box
from supplychain_check.readers.layout import Row
from supplychain_check.readers.pdf_frame import Frame
from supplychain_check.readers.pdf_tables import Table
from supplychain_check.readers.pdf_words import Style, Word

Kind = Literal["text", "box", "choice"]

_FIELDS = 5_000
TICKED = "\u2612"
"""What a ticked box becomes."""

_NEAR = 3.0
_ABOVE = 20.0
_PLAIN_YES = frozenset({"", "yes", "on", "true", "1", "x", "checked"})
_BOXES = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_CHOICES = (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_STYLE = Style(10.0, bold=False)
_SILENT = (raw.FPDF_FORMFIELD_UNKNOWN, raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE)


@dataclass(frozen=True)
class Answer:
    """One field, filled in or not.

    Attributes:
        question: its tooltip, or "" where it has none.
        value: what was written, chosen or ticked; "" if nothing.
        name: its technical name.
        box: where it stands.
        kind: text to write, a box to tick, or something to choose from.
        options: what can be chosen; of a box, what a tick in it means, if the file says so.
    """

    question: str
    value: str
    name: str
    box: Box
    kind: Kind = "text"
    options: tuple[str, ...] = ()

    def word(self) -> Word:
        """The value as a word at its place, for the cell of a table that it may stand in."""
        return Word(self.value, self.box, self.box[3], _STYLE, _STYLE.size)


def has_xfa(document: pdfium.PdfDocument) -> bool:
    """Whether the document holds a form of the XFA kind, which PDFium does not read."""
    return document.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)


def prepare(document: pdfium.PdfDocument) -> None:
    """Make the fields of a document known; to be called before its pages are opened."""
    if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        document.init_forms()


def answers(document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame) -> list[Answer]:
    """Return the fields of a page that are shown, filled in or not, from top to bottom."""
    if document.formenv is None:
        return []
    found: list[Answer] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _FIELDS)):
        widget = raw.FPDFPage_GetAnnot(page.raw, index)
        try:
            if raw.FPDFAnnot_GetSubtype(widget) == raw.FPDF_ANNOT_WIDGET:
                found += _answer(document.formenv.raw, widget, frame)
        finally:
            raw.FPDFPage_CloseAnnot(widget)
    return sorted(found, key=lambda a: (round(a.box[1] / 4), a.box[0]))


def _answer(form: object, widget: object, frame: Frame) -> Iterator[Answer]:
    """The answer that a field holds, if it is shown."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, widget)
    if kind in _SILENT or raw.FPDFAnnot_GetFlags(widget) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
        return
    ticking, choosing = kind in _BOXES, kind in _CHOICES
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(widget, ctypes.byref(rect))
    yield Answer(
        _string(raw.FPDFAnnot_GetFormFieldAlternateName, form, widget).strip(),
        _value(form, widget, kind).strip(),
        _string(raw.FPDFAnnot_GetFormFieldName, form, widget),
        frame.box(rect.left, rect.bottom, rect.right, rect.top),
        "box" if ticking else "choice" if choosing else "text",
        _meaning(form, widget) if ticking else tuple(_options(form, widget)) if choosing else (),
    )


def _meaning(form: object, widget: object) -> tuple[str, ...]:
    """What a tick in a box means, where the file says more than that it is one."""
    meaning = _string(raw.FPDFAnnot_GetFormFieldExportValue, form, widget).strip()
    return (meaning,) if meaning.lower() not in _PLAIN_YES - {"yes", "true"} else ()


def _options(form: object, widget: object) -> Iterator[str]:
    """Labels of the options of a list."""
    for index in range(max(0, min(raw.FPDFAnnot_GetOptionCount(form, widget), _FIELDS))):
        yield _string(raw.FPDFAnnot_GetOptionLabel, form, widget, index)


def _value(form: object, widget: object, kind: int) -> str:
    if kind in _BOXES:
        if not raw.FPDFAnnot_IsChecked(form, widget):
            return ""
        meaning = _string(raw.FPDFAnnot_GetFormFieldExportValue, form, widget)
        return TICKED if meaning.lower() in _PLAIN_YES else f"{TICKED} {meaning}"
    if kind in _CHOICES and (chosen := list(_chosen(form, widget))):
        return ", ".join(chosen)
    return _string(raw.FPDFAnnot_GetFormFieldValue, form, widget)


def _chosen(form: object, widget: object) -> Iterator[str]:
    """Labels of the options that were chosen in a list."""
    for index in range(max(0, min(raw.FPDFAnnot_GetOptionCount(form, widget), _FIELDS))):
        if raw.FPDFAnnot_IsOptionSelected(form, widget, index):
            yield _string(raw.FPDFAnnot_GetOptionLabel, form, widget, index)


def _string(ask: Callable[..., int], *about: object) -> str:
    """A text that PDFium writes into a buffer as UTF-16."""
    size = ask(*about, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(*about, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")


def as_tables(found: Sequence[Answer], rows: Sequence[Row], page: int) -> list[tuple[int, Table]]:
    """Make a row of question and answer of each field, and say after how many lines it belongs.

    The question is the tooltip of the field, else the words beside it, else its name.
    """
    placed = []
    for answer in found:
        cells = [[_row(_question(answer, rows), answer, page)], [_row(answer.value, answer, page)]]
        above = [i for i, row in enumerate(rows) if (row.box[1] + row.box[3]) / 2 <= answer.box[3]]
        placed.append((above[-1] + 1 if above else 0, Table(page, [cells], answer.box, header=False)))
    return placed


def _row(text: str, answer: Answer, page: int) -> Row:
    return Row(text, answer.box, 0.0, page)


def _question(answer: Answer, rows: Sequence[Row]) -> str:
    """The tooltip of a field, else the words beside or above it, else its technical name."""
    if answer.question:
        return answer.question
    x0, y0, x1, y1 = answer.box
    level = [r for r in rows if r.box[1] < y1 and r.box[3] > y0]
    left = [r for r in level if r.box[2] <= x0 + _NEAR]
    right = [r for r in level if r.box[0] >= x1 - _NEAR]
    above = [r for r in rows if 0 <= y0 - r.box[3] + _NEAR < _ABOVE and r.box[0] < x1 and r.box[2] > x0]
    # a box to tick stands before its words, a line to write on after or under them
    ordered = (right, left, above) if answer.value.startswith(TICKED) else (left, above)
    near = next((group for group in ordered if group), [])
    if not near:
        return answer.name.rpartition(".")[2].replace("_", " ")
    return min(near, key=lambda r: abs(r.box[0] - x1) if near is right else abs(r.box[2] - x0)).text
