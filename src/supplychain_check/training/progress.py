"""What a training of hours tells of itself: lines of text, and how far each of its steps is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], object]
"""Told of how many more steps are done."""


def unseen(_: int) -> None:
    """For those who do not ask."""


class Progress:
    """Tells nobody; a command shows lines and bars in its place."""

    def __call__(self, text: str) -> None:
        """Something worth a line was done."""

    @contextmanager
    def bar(self, what: str, total: int, done: int = 0) -> Iterator[Advance]:
        """What begins now, in how many steps, of which `done` were done before; gives what to tell of further ones."""
        yield unseen

    def named(self, name: str) -> Progress:
        """The same for a part of the training, whose name stands before all that it tells."""
        return _Named(self, name)


class _Named(Progress):
    def __init__(self, whole: Progress, name: str) -> None:
        self.whole, self.name = whole, name

    def __call__(self, text: str) -> None:
        self.whole(f"{self.name}: {text}")

    @contextmanager
    def bar(self, what: str, total: int, done: int = 0) -> Iterator[Advance]:
        with self.whole.bar(f"{self.name}: {what}", total, done) as advance:
            yield advance
