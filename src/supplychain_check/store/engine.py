"""Connections to the file, with the habits that keep it whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from supplychain_check.store.problems import cause


def make_engine(path: Path, busy_seconds: float, *, for_upgrade: bool = False) -> Engine:
    """An engine whose transactions start where they say they start.

    Python's driver begins transactions on its own terms, and not at all around changes of the schema; so it is
    told not to, and every transaction is begun here: with ``BEGIN``, or with ``BEGIN IMMEDIATE`` (the write lock
    at once, waiting `busy_seconds` for it) where the execution option ``write`` is set.

    An engine `for_upgrade` does not enforce foreign keys (see `migrate.upgrade`), and changes nothing of its own
    accord, because the file may turn out to belong to another program.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_seconds})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if for_upgrade else 'ON'}")
        connection.execute("PRAGMA secure_delete = ON")
        if not for_upgrade:
            _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers go on while one writes. Where the file or the disk does not allow it, work goes on without."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if cause(error) not in ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_CANTOPEN"):
            raise
