"""The record of a run: what went in, with which versions, and what became of it."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from supplychain_check import __version__
from supplychain_check.errors import UsageProblem
from supplychain_check.models import (
    Assessment,
    Duplicate,
    Excluded,
    Manifest,
    ManifestInput,
    ModelInfo,
    Options,
    PackInfo,
    Unreadable,
)
from supplychain_check.pipeline import FileResult

LIBRARIES = ("spacy", "pypdfium2", "selectolax", "markdown-it-py", "py3langid")


def manifest(
    results: Sequence[FileResult], packs: tuple[PackInfo, ...], model: ModelInfo, options: Options, started: datetime
) -> Manifest:
    """Record a run."""
    inputs = tuple(_input(result) for result in results)
    return Manifest(
        started=started,
        finished=datetime.now(UTC),
        tool_version=__version__,
        packs=packs,
        model=model,
        options=options,
        versions={"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}},
        inputs=inputs,
        counts=dict(Counter(row.outcome for row in inputs)),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _input(result: FileResult) -> ManifestInput:
    ids = tuple(outcome.id for outcome in result.outcomes if isinstance(outcome, Assessment))
    row = ManifestInput(path=result.path, sha256=result.sha256, bytes=result.size, outcome="assessed", assessments=ids)
    for outcome in result.outcomes:
        match outcome:
            case Unreadable():
                return row.model_copy(
                    update={"outcome": "unreadable", "detail": f"{outcome.reason.value}: {outcome.message}"}
                )
            case Excluded():
                detail = f"{outcome.identity.kind.value}: {outcome.identity.kind_reason}"
                return row.model_copy(update={"outcome": "not a statement", "detail": detail})
            case Duplicate():
                return row.model_copy(update={"outcome": "duplicate", "detail": f"same bytes as {outcome.first}"})
            case Assessment():
                continue
    return row


def default_manifest(database: Path, started: datetime) -> Path:
    """Where the record of a batch goes: ``runs`` beside the database."""
    return database.parent / "runs" / f"run-{started:%Y%m%dT%H%M%S%fZ}.json"


def write(record: Manifest, path: Path) -> None:
    """Write the record as JSON.

    Raises:
        UsageProblem: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageProblem(
            f"The record of the run cannot be written to {path}: {error.strerror}.",
            "Choose another file with --manifest.",
        ) from error
