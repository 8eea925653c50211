"""Bringing a database file to the present revision without losing anything in it.

Revisions are the files in ``versions/``, named ``0001_what.py``. Alembic runs them; it is imported only when
there is something to run, because it is slow to load and hardly ever needed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from supplychain_check.errors import DatabaseProblem
from supplychain_check.store.rows import TRIGGERS

SCRIPTS = Path(__file__).parent
APPLICATION_ID = 0x5343434B
"""The letters SCCK in the header of the file, so that the databases of other programs are left alone."""


def revisions(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """All revisions, oldest first."""
    return tuple(sorted(p.stem.split("_")[0] for p in (scripts / "versions").glob("[0-9]*_*.py")))


def current(connection: Connection, path: Path) -> str | None:
    """The revision of an open database; None where it is new and empty.

    Raises:
        DatabaseProblem: the file belongs to another program.
    """
    if not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
        return None
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        raise DatabaseProblem(
            f"{path} is the database of another program. Nothing in it was changed.",
            "Give the path of another file with --db, or leave --db out to use the usual place.",
        )
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def outdated(connection: Connection, path: Path, scripts: Path = SCRIPTS) -> bool:
    """Whether the database needs an upgrade.

    Raises:
        DatabaseProblem: it was made by a newer version of this program, or by another program.
    """
    known, now = revisions(scripts), current(connection, path)
    if now is not None and now not in known:
        raise DatabaseProblem(
            f"The database {path} was made by a newer version of supplychain-check (its revision is {now}, "
            f"this version knows up to {known[-1]}). Nothing in it was changed.",
            "Upgrade the program (pip install --upgrade supplychain-check), or give another file with --db.",
        )
    return now != known[-1]


def upgrade(connection: Connection, path: Path, scripts: Path = SCRIPTS) -> None:
    """Upgrade in the open write transaction of `connection`, which must not enforce foreign keys.

    A file that holds something is first copied to ``NAME.bak-REVISION`` beside it, and the copy is kept.
    Rebuilding a table (the only way to alter one in SQLite) would otherwise delete the rows that point at it,
    hence no enforcement; the links are checked at the end instead.
    """
    if not outdated(connection, path, scripts):
        return
    before = current(connection, path)
    if before is not None:
        copy_beside(path, before)
    for trigger in TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
    _run_alembic(connection, scripts)
    for trigger, what in TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {trigger} {what}")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"the migration left {len(broken)} rows without their parent; nothing was changed")


def _run_alembic(connection: Connection, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")


def copies(path: Path) -> tuple[Path, ...]:
    """The copies that upgrades have left beside a database."""
    return tuple(sorted(p for p in path.parent.iterdir() if p.name.startswith(f"{path.name}.bak-")))


def copy_beside(path: Path, revision: str) -> Path:
    """Copy a database, with what still waits in its journal; an earlier copy is never overwritten."""
    target = path.with_name(f"{path.name}.bak-{revision}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.bak-{revision}-{number}")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except BaseException:
        target.unlink(missing_ok=True)  # half a copy would pass for a whole one
        raise
    return target
