"""The settings file of the working directory: a table a command, and the limits of reading."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supplychain_check.errors import UsageProblem

if TYPE_CHECKING:
    from supplychain_check.readers.limits import Limits

FILE = Path("supplychain-check.toml")


def settings(path: Path = FILE) -> dict[str, Any]:
    """Read the settings file of the working directory, if there is one: a table a command.

    Raises:
        UsageProblem: the file is not valid TOML.
    """
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageProblem(
            f"The settings file {path} is not valid TOML: {error}.", "Correct it, or remove it."
        ) from error
    return {name: _names(table) for name, table in tables.items() if isinstance(table, dict)}


def _names(table: dict[str, Any]) -> dict[str, Any]:
    """Option names as click knows them: ``fail-under`` is ``fail_under``."""
    return {key.replace("-", "_"): _names(value) if isinstance(value, dict) else value for key, value in table.items()}


def limits(path: Path = FILE) -> Limits:
    """What reading one file may cost: the table ``limits`` of the settings file over the defaults.

    Raises:
        UsageProblem: a limit that does not exist, or that is not a number above zero.
    """
    from supplychain_check.readers.limits import LIMITS

    asked = settings(path).get("limits", {})
    known = {field.name: getattr(LIMITS, field.name) for field in dataclasses.fields(LIMITS)}
    for name, value in asked.items():
        usable = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
        if name not in known or not usable:
            defaults = ", ".join(f"{key} = {default:g}" for key, default in known.items())
            raise UsageProblem(
                f"{path}: limits.{name} = {value!r} is no limit of reading a file.",
                f"Each is a number above zero; the defaults are {defaults}.",
            )
    return dataclasses.replace(LIMITS, **{name: type(known[name])(value) for name, value in asked.items()})
