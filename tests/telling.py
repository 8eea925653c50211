"""A progress that keeps what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from supplychain_check.training.progress import Advance, Progress


@dataclass
class Bar:
    what: str
    total: int
    begun: int
    done: int


class Kept(Progress):
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.bars: list[Bar] = []

    def __call__(self, text: str) -> None:
        self.lines.append(text)

    @contextmanager
    def bar(self, what: str, total: int, done: int = 0) -> Iterator[Advance]:
        made = Bar(what, total, done, done)
        self.bars.append(made)

        def advance(steps: int) -> None:
            made.done += steps

        yield advance
