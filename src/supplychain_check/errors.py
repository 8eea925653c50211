"""Errors that a user can act on. Each says what happened, why, and what to do."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line. Anything else is a bug and shows a traceback."""

    DONE = 0
    BELOW_THRESHOLD = 1
    USAGE = 2
    INPUT = 3
    PACK = 4
    DATABASE = 5
    INTERRUPTED = 130


class SupplyChainCheckError(Exception):
    """Base of every error that the user, not a developer, can put right.

    Args:
        message: what happened and why, in one or two sentences.
        hint: the command or edit that fixes it.
    """

    exit_code: ExitCode = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageProblem(SupplyChainCheckError):
    """The arguments ask for something that makes no sense."""

    exit_code = ExitCode.USAGE


class InputProblem(SupplyChainCheckError):
    """A document could not be used. Readers raise it; the pipeline turns it into an `Unreadable` row.

    Args:
        message: what is wrong with the file.
        hint: what the user can do about it.
        reason: one of the short reasons listed in `models.UnreadableReason`.
    """

    exit_code = ExitCode.INPUT

    def __init__(self, message: str, hint: str = "", *, reason: str = "damaged") -> None:
        super().__init__(message, hint)
        self.reason = reason


class PackProblem(SupplyChainCheckError):
    """A criteria pack is missing or has mistakes. `problems` lists all of them."""

    exit_code = ExitCode.PACK

    def __init__(self, message: str, hint: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {p}" for p in self.problems), *([f"  {self.hint}"] if self.hint else [])])


class DatabaseProblem(SupplyChainCheckError):
    """The database cannot be opened, is of a newer version, or lacks what was asked for."""

    exit_code = ExitCode.DATABASE
