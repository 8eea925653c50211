"""A sheet to print on: Rich in a string, of a given width, with or without colour."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from supplychain_check.reports.clean import GLUE, ascii_only

MARK_WIDTH = 5
LEFT = 2


class Paper:
    """Lines of text that wrap.

    Args:
        width: in columns.
        colour: with ANSI colours; they never carry anything that the words do not.
        unicode: False keeps to ASCII.
    """

    def __init__(self, width: int, *, colour: bool = False, unicode: bool = True) -> None:
        self.width = max(width, 40)
        self._unicode = unicode
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            width=self.width,
            force_terminal=colour,
            no_color=not colour,
            color_system="standard" if colour else None,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
        )

    @property
    def body(self) -> int:
        """Columns that are left beside the marks."""
        return self.width - LEFT - MARK_WIDTH

    def line(self, text: str | Text = "", style: str = "", indent: int = 0) -> None:
        """A paragraph."""
        self.put(Padding(_text(text, style), (0, 0, 0, indent)))

    def item(self, mark: str | Text, text: str | Text, style: str = "", indent: int = LEFT) -> None:
        """A paragraph beside its mark."""
        grid = Table.grid(padding=(0, 0))
        grid.add_column(width=MARK_WIDTH, no_wrap=True)
        grid.add_column()
        grid.add_row(_text(mark, ""), _text(text, style))
        self.put(Padding(grid, (0, 0, 0, indent)))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str | Text]], widths: Sequence[int]) -> None:
        """Rows in columns of the given widths, without lines around them; an empty header prints none."""
        table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", show_header=bool(header))
        for name, width in zip(header or [""] * len(widths), widths, strict=True):
            table.add_column(Text(name), width=width, overflow="fold")
        for row in rows:
            table.add_row(*(_text(cell, "") for cell in row))
        self.put(table)

    def put(self, what: RenderableType) -> None:
        """Anything that Rich can print."""
        self._console.print(what)

    @property
    def height(self) -> int:
        """How many lines have been printed."""
        return self._file.getvalue().count("\n")

    def lines(self, text: Text) -> int:
        """How many lines a text takes beside a mark."""
        return len(text.wrap(self._console, self.body))

    def text(self) -> str:
        """Everything so far, without blanks at the ends of lines."""
        lines = (line.rstrip() for line in self._file.getvalue().replace(GLUE, " ").split("\n"))
        whole = "\n".join(lines).rstrip("\n") + "\n"
        return whole if self._unicode else ascii_only(whole)


def _text(text: str | Text, style: str) -> Text:
    return text if isinstance(text, Text) else Text(text, style=style)
