"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from supplychain_check.store.database import Store

_F = TypeVar("_F", bound=Callable[..., Any])

ROLES = ("procurement", "analyst", "author")


def db_option(command: _F) -> _F:
    """``--db``: where results are kept."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="SUPPLYCHAIN_CHECK_DB",
        help="Database file. Default: in your user data directory (see: db path).",
    )(command)


def role_option(command: _F) -> _F:
    """``--for``: for whom the next steps are written."""
    return click.option(
        "--for",
        "role",
        type=click.Choice(ROLES),
        help="For whom the next steps are: questions to put to the supplier (procurement), figures first (analyst), "
        "what to add before publishing (author). Default: procurement; author with --draft.",
    )(command)


def as_of_option(command: _F) -> _F:
    """``--as-of``: the day on which "out of date" is judged."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        help="Judge what is out of date as of this day (YYYY-MM-DD). Default: today.",
    )(command)


def mapping_option(command: _F) -> _F:
    """``--mapping``: what the questions of a supplier's own form mean."""
    return click.option(
        "--mapping",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="What the questions of declarations mean, as written and corrected with: declaration map",
    )(command)


def format_options(command: _F) -> _F:
    """``--json`` and ``--csv``."""
    for name, text in (("csv", "Print one row a finding as CSV."), ("json", "Print everything as JSON (see: schema).")):
        command = click.option(f"--{name}", "output", flag_value=name, help=text)(command)
    return command


def day(as_of: datetime | None) -> date:
    """The day meant by ``--as-of``."""
    return as_of.date() if as_of else datetime.now(UTC).date()


def open_database(db: Path | None) -> Store:
    """The store that ``--db``, the environment or the default means."""
    from supplychain_check.store.database import default_path, open_store

    return open_store(default_path(db))
