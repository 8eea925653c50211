"""Lines and bars for what takes hours: both on a terminal, lines alone where the output goes to a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from supplychain_check.training import progress


class Shown(progress.Progress):
    """What a training tells, on the error stream.

    Args:
        console: for tests; else the error stream.
    """

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True, highlight=False)

    def __call__(self, text: str) -> None:
        """Print a line."""
        self.console.print(text, markup=False, soft_wrap=True)

    @contextmanager
    def bar(self, what: str, total: int, done: int = 0) -> Iterator[progress.Advance]:
        """A bar with the time that is left, which goes away when it is full."""
        if not self.console.is_terminal:
            self(f"{what} ...")
            yield progress.unseen
            return
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as shown:
            task = shown.add_task(what, total=total, completed=done)
            yield lambda steps: shown.advance(task, steps)
