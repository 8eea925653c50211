"""What SQLite reports, in words that a user can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic_core import PydanticSerializationError
from sqlalchemy.exc import DBAPIError

from supplychain_check.errors import DatabaseProblem

PROBLEMS: dict[str, tuple[str, str]] = {
    "SQLITE_NOTADB": (
        "{path} is not a database of supplychain-check. Nothing in it was changed.",
        "Give the path of another file with --db, or leave --db out to use the usual place.",
    ),
    "SQLITE_CORRUPT": (
        "The database {path} is damaged. Nothing in it was changed.",
        "Put back a copy of it (copies made before an upgrade stand beside it and end in .bak-...), "
        "or recover what can be read with: sqlite3 FILE .recover",
    ),
    "SQLITE_BUSY": (
        "The database {path} is locked: another program has been writing to it for too long.",
        "Wait until the other program has finished, or close it, and try again. Nothing was lost.",
    ),
    "SQLITE_READONLY": (
        "The database {path} cannot be changed: the file, its folder or its disk is read-only.",
        "Allow writing to the file and its folder, or copy it elsewhere and give that path with --db.",
    ),
    "SQLITE_CANTOPEN": (
        "The database {path} cannot be opened: the folder may be missing or closed to you.",
        "Check the path and the permissions of the folder, or give another path with --db.",
    ),
    "SQLITE_FULL": (
        "The disk is full, so nothing was added to the database {path}.",
        "Free some space, or give a path on another disk with --db. What was stored before is still there.",
    ),
    "SQLITE_IOERR": (
        "The disk did not read or write the database {path} properly.",
        "Check the disk, or copy the file to another one and give that path with --db.",
    ),
}
PROBLEMS["SQLITE_LOCKED"] = PROBLEMS["SQLITE_BUSY"]
PROBLEMS["SQLITE_PERM"] = PROBLEMS["SQLITE_AUTH"] = PROBLEMS["SQLITE_CANTOPEN"]


def cause(error: BaseException | None) -> str:
    """Name of the SQLite error without its extension (``SQLITE_READONLY_DIRECTORY`` -> ``SQLITE_READONLY``)."""
    name = getattr(error, "sqlite_errorname", None) or ""
    return "_".join(name.split("_")[:2])


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file at `path` into a `DatabaseProblem`; anything else is a bug and passes."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        known = PROBLEMS.get(cause(original))
        if known is None:
            raise
        raise DatabaseProblem(known[0].format(path=path), known[1]) from error
    except (UnicodeEncodeError, PydanticSerializationError) as error:
        raise DatabaseProblem(
            "Nothing was stored: a text holds characters that are not valid Unicode, most often the name of a file.",
            "Give the file a name in plain letters and try again.",
        ) from error
