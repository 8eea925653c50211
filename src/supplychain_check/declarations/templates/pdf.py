"""Empty forms as PDF files with fields (AcroForm): names are ids of questions, tooltips their words."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from supplychain_check.declarations.parts import document_label, explanation_label
from supplychain_check.declarations.templates.layout import Line, about, introduction, layout
from supplychain_check.models.declaration import Form

_WIDTH, _HEIGHT = 595.28, 841.89
"""A4 in points."""
_LEFT, _TOP, _BOTTOM = 48.0, 50.0, 56.0
_ROOM = _WIDTH - 2 * _LEFT
_LABEL = 92.0
"""Width of the words before a field."""
_LINE, _GAP = 12.0, 4.0
_FIELD, _EXPLAIN, _LONG = 17.0, 42.0, 84.0
"""Heights of fields for one line, for an explanation, for a longer text."""
_EXPLAINED = _EXPLAIN + _FIELD + 2 * _GAP
_BOX = 11.0
_REGULAR, _BOLD = "Helvetica", "Helvetica-Bold"
_GREY, _DARK, _PAPER, _EDGE = "#595959", "#1F4E5F", "#FFFBE6", "#8A8A8A"


def write(form: Form) -> bytes:
    """Make the file."""
    page = _Page(form)
    page.text(form.title, _BOLD, 15, _DARK)
    page.down(_GAP)
    for said in introduction(form)[:-1]:
        page.text(said, size=9)
    lines = list(layout(form))
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.kind == "section":
            page.section(line.text, following)
            continue
        if line.kind == "question":
            page.question(line)
        else:
            page.option(line)
        if following is None or following.kind != "option":
            page.explanation()
    page.section("About this form")
    for said in about(form):
        page.text(said, size=8, colour=_GREY)
    return page.finish()


class _Page:
    """A canvas on which things follow one another downwards, over as many pages as it takes."""

    def __init__(self, form: Form) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._file = BytesIO()
        # the same form makes the same file
        self._canvas: Any = Canvas(self._file, pagesize=(_WIDTH, _HEIGHT), invariant=True, lang="en-NZ")
        self._canvas.setTitle(form.title)
        self._canvas.setAuthor(form.publisher)
        self._foot = f"{form.id} {form.version}"
        self._y = _HEIGHT - _TOP
        self._question = Line("question")

    def finish(self) -> bytes:
        """The file."""
        self._end_page()
        self._canvas.save()
        return self._file.getvalue()

    def down(self, points: float) -> None:
        """Leave some room."""
        self._y -= points

    def text(
        self, text: str, font: str = _REGULAR, size: float = 9.5, colour: str = "#000000", indent: float = 0.0
    ) -> None:
        """Words that wrap, and go on with the next page where this one is full."""
        for row in _wrapped(text, font, size, _ROOM - indent):
            self._need(size + 3)
            self._draw(row, font, size, colour, indent)
            self._y -= size + 3

    def section(self, text: str, following: Line | None = None) -> None:
        """A heading that stays with what follows it."""
        self._need(40 + (self._height(following) if following else 60))
        self.down(16)
        self.text(text, _BOLD, 12, _DARK)
        self._canvas.setStrokeColor(_DARK)
        self._canvas.line(_LEFT, self._y + 9, _WIDTH - _LEFT, self._y + 9)

    def question(self, line: Line) -> None:
        """The question, its help and its fields, all on one page."""
        self._need(self._height(line))
        self._question = line
        self.down(12)
        self.text(line.text, _BOLD, 10)
        if line.help:
            self.text(line.help, size=8, colour=_GREY)
        if line.choices:
            self._labelled("Answer (choose)", _FIELD)
            self._choice(line)
        elif line.answered:
            self._labelled("Answer", _LONG if line.long else _FIELD)
            self._field(line.ref, line.text, _LONG if line.long else _FIELD)

    def explanation(self) -> None:
        """Room for what stands behind the last answer, under it or under its options."""
        line = self._question
        if not line.explained:
            return
        if self._need(_EXPLAINED + 30):
            self.text(line.text, _BOLD, 9, _GREY)
            self.down(_GAP)
        self._labelled("Explanation", _EXPLAIN)
        self._field(explanation_label(line.ref), f"Explanation: {line.text}", _EXPLAIN)
        self._labelled("Document or link", _FIELD)
        self._field(document_label(line.ref), f"Document or link: {line.text}", _FIELD)

    def option(self, line: Line) -> None:
        """A box to tick before its words."""
        rows = _wrapped(line.text, _REGULAR, 9.5, _ROOM - _BOX - 10)
        self._need(len(rows) * _LINE + 3)
        self.down(3)
        self._canvas.acroForm.checkbox(
            name=line.ref,
            tooltip=f"{self._question.text} {line.text}",
            x=_LEFT + 2,
            y=self._y - 2,
            size=_BOX,
            borderWidth=0.7,
            borderColor=_colour(_EDGE),
            fillColor=_colour(_PAPER),
            buttonStyle="check",
            fieldFlags="",
        )
        for row in rows:
            self._draw(row, _REGULAR, 9.5, "#000000", _BOX + 10)
            self._y -= _LINE

    def _height(self, line: Line) -> float:
        """What a question needs; with its first options, if it has any."""
        words = len(_wrapped(line.text, _BOLD, 10, _ROOM)) * 13 + len(_wrapped(line.help, _REGULAR, 8, _ROOM)) * 11
        answer = (_LONG if line.long else _FIELD) + _GAP if line.answered else 3 * _LINE
        return 20 + words + answer + (_EXPLAINED + 30 if line.explained and line.answered else 0)

    def _labelled(self, label: str, height: float) -> None:
        """Room for a field, with words before it."""
        self._y -= _GAP
        self._canvas.setFont(_REGULAR, 8.5)
        self._canvas.setFillColor(_GREY)
        self._canvas.drawString(_LEFT, self._y - 3, label)
        self._y -= height - 8

    def _field(self, name: str, tooltip: str, height: float) -> None:
        lines = "multiline" if height > _FIELD else ""
        self._canvas.acroForm.textfield(name=name, maxlen=None, fieldFlags=lines, **_style(tooltip, self._y, height))
        self._y -= 8

    def _choice(self, line: Line) -> None:
        # an empty choice comes first, so that an answer can be taken back
        self._canvas.acroForm.choice(
            name=line.ref, value=" ", options=[" ", *line.choices], **_style(line.text, self._y, _FIELD)
        )
        self._y -= 8

    def _draw(self, text: str, font: str, size: float, colour: str, indent: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.setFillColor(colour)
        self._canvas.drawString(_LEFT + indent, self._y, text)

    def _need(self, height: float) -> bool:
        """Go to the next page unless this much is left; returns whether it did."""
        full = self._y - height < _BOTTOM
        if full:
            self._end_page()
        return full

    def _end_page(self) -> None:
        canvas = self._canvas
        canvas.setFont(_REGULAR, 8)
        canvas.setFillColor(_GREY)
        canvas.drawString(_LEFT, 30, self._foot)
        canvas.drawRightString(_WIDTH - _LEFT, 30, f"Page {canvas.getPageNumber()}")
        canvas.showPage()
        self._y = _HEIGHT - _TOP


def _style(tooltip: str, y: float, height: float) -> dict[str, Any]:
    """What all fields have in common."""
    return {
        "tooltip": tooltip,
        "x": _LEFT + _LABEL,
        "y": y - 4,
        "width": _ROOM - _LABEL,
        "height": height,
        "borderWidth": 0.7,
        "borderColor": _colour(_EDGE),
        "fillColor": _colour(_PAPER),
        "textColor": _colour("#000000"),
        "fontName": _REGULAR,
        "fontSize": 9,
        "forceBorder": True,
    }


def _colour(name: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(name)


def _wrapped(text: str, font: str, size: float, width: float) -> Sequence[str]:
    """Lines of at most a width in points, in letters that the fonts of every PDF reader have."""
    from reportlab.lib.utils import simpleSplit

    rows: list[str] = simpleSplit(_plain(text), font, size, width)
    return rows


def _plain(text: str) -> str:
    """Text in the letters of Western Europe: others lose their accents (a macron, say), or become a question mark."""
    import unicodedata

    def letter(character: str) -> str:
        if character.encode("cp1252", "ignore"):
            return character
        base = unicodedata.normalize("NFKD", character)[0]
        return base if base.encode("cp1252", "ignore") else "?"

    return "".join(map(letter, text))
