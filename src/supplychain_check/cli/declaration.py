"""Commands about supplier declarations: the forms and their empty templates."""

from __future__ import annotations

import click


@click.group()
def declaration() -> None:
    """Supplier declarations: questionnaires that suppliers fill in."""
