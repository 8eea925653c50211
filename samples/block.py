"""What the writers of single formats know of a block of the canonical statement."""

from typing import Protocol


class Block(Protocol):
    """One block of the Markdown subset, as `build.parse` makes them."""

    @property
    def kind(self) -> str:
        """Heading, paragraph, list or table."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Its text, or its items."""

    @property
    def level(self) -> int:
        """Depth of a heading."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Cells of a table."""
