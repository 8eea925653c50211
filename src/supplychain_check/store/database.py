"""The door of the store: open a database, save to it, ask it.

with open_store(default_path(given)) as store:
    stored = store.save(assessment, document, segments, pack_body, fingerprints)
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import platformdirs
from sqlmodel import Session

from supplychain_check.errors import DatabaseProblem
from supplychain_check.models import Assessment, Document, Excluded, Manifest, Review, Segment, Unreadable
from supplychain_check.store import deleting, loading, migrate, query, saving
from supplychain_check.store.deleting import Deleted
from supplychain_check.store.engine import make_engine
from supplychain_check.store.problems import explained
from supplychain_check.store.query import AssessmentRow, UnscoredFile

VARIABLE = "SUPPLYCHAIN_CHECK_DB"
BUSY_SECONDS = 30.0
"""How long to wait for another program to finish writing."""


@dataclass(frozen=True)
class Stats:
    """What is in a database file.

    Attributes:
        bytes: size of the file, without its journal.
        revision: of the tables.
        rows: number of rows, by table.
        copies: copies made before upgrades.
    """

    path: Path
    bytes: int
    revision: str
    rows: dict[str, int]
    copies: tuple[Path, ...]


def default_path(explicit: Path | None = None) -> Path:
    """Where the database is: what the user said, else ``SUPPLYCHAIN_CHECK_DB``, else the user's data folder."""
    if explicit is not None:
        return explicit
    if given := os.environ.get(VARIABLE):
        return Path(given).expanduser()
    return platformdirs.user_data_path("supplychain-check", appauthor=False) / "supplychain-check.db"


def open_store(path: Path, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> Store:
    """Open a database; a new file is made, and an older one upgraded after a copy was put beside it.

    Args:
        path: of the file.
        create: False to refuse a file that does not exist, for commands that only read.
        busy_seconds: how long to wait for another program that is writing.

    Raises:
        DatabaseProblem: the file is missing, locked, read-only, not a database, or of a newer version.
    """
    if not create and not path.exists():
        raise DatabaseProblem(
            f"There is no database at {path}.",
            "Store something first with: supplychain-check check FILE; or give the right path with --db.",
        )
    _make_folder(path)
    with explained(path):
        _bring_up_to_date(path, busy_seconds)
        return Store(path, busy_seconds)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseProblem(
            f"The folder {path.parent} for the database cannot be made ({error.strerror}).",
            "Make the folder yourself, or give another path with --db.",
        ) from error


def _bring_up_to_date(path: Path, busy_seconds: float) -> None:
    """Look without locking first: nearly always there is nothing to do."""
    engine = make_engine(path, busy_seconds, for_upgrade=True)
    try:
        with engine.connect() as connection:
            behind = migrate.outdated(connection, path)
        if behind:
            with engine.connect().execution_options(write=True) as connection, connection.begin():
                migrate.upgrade(connection, path)
    finally:
        engine.dispose()


class Store:
    """An open database. Use it as a context manager; `open_store` makes it.

    Every method raises `DatabaseProblem` where the file is locked, read-only, damaged or the disk full. Each
    writes in one transaction: it happens whole or not at all.
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._engine = make_engine(path, busy_seconds)
        self._writer = self._engine.execution_options(write=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    @contextmanager
    def _read(self) -> Iterator[Session]:
        with explained(self.path), Session(self._engine) as session:
            yield session

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with explained(self.path), Session(self._writer) as session, session.begin():
            yield session

    def save(
        self,
        assessment: Assessment,
        document: Document,
        analysis_segments: tuple[Segment, ...],
        pack_body: str,
        fingerprints: frozenset[str],
    ) -> Assessment:
        """Store an assessment with its document, segments, pack and fingerprints of sentences.

        The same id again changes nothing that is stored, and adds only reviews that are not known yet. A new
        assessment of a document that has reviews brings them along, not confirmed.

        Returns:
            What is now stored, with its reviews and the time at which it was first made.

        Raises:
            ValueError: assessment and document are not of the same bytes.
        """
        return self.save_all([(assessment, pack_body)], document, analysis_segments, fingerprints)[0]

    def save_all(
        self,
        assessed: Sequence[tuple[Assessment, str]],
        document: Document,
        analysis_segments: tuple[Segment, ...],
        fingerprints: frozenset[str],
    ) -> tuple[Assessment, ...]:
        """Store the assessments of one document, each with its pack, in one transaction; see `save`."""
        for assessment, _ in assessed:
            if assessment.document.sha256 != document.sha256:
                raise ValueError(f"assessment {assessment.id} is not of the document {document.sha256}")
        with self._write() as session:
            known = saving.save(session, assessed, document, analysis_segments, fingerprints)
            reviewed = loading.has_reviews(session, document.sha256)
            return tuple(
                loading.assessment_of(session, loading.find(session, assessment.id))
                if reviewed or assessment.id in known
                # what was stored just now need not be read again
                else assessment.model_copy(update={"created": assessment.created.astimezone(UTC)})
                for assessment, _ in assessed
            )

    def load(self, id: str) -> Assessment:
        """The assessment with this id, or with an id that begins like this (4 characters or more).

        Raises:
            DatabaseProblem: none or several; candidates are named.
        """
        with self._read() as session:
            return loading.assessment_of(session, loading.find(session, id))

    def list(self, entity: str = "", pack: str = "", limit: int | None = None) -> tuple[AssessmentRow, ...]:
        """Assessments, newest first: of entities with `entity` in their name, of the pack with the id `pack`."""
        with self._read() as session:
            return query.assessments(session, entity, pack, limit)

    def document(self, sha256: str, assessment_id: str = "") -> Document:
        """The document with this hash, as read for the assessment named, else as read last.

        Another version of a reader may read another text from the same bytes. The offsets of an assessment
        refer to the text that it was made with, so name it wherever offsets are used.

        Raises:
            DatabaseProblem: there is no such document.
        """
        with self._read() as session:
            return loading.document_of(*loading.text_row(session, sha256, assessment_id))

    def segments(self, sha256: str, assessment_id: str = "") -> tuple[Segment, ...]:
        """The segments of the document with this hash; arguments and errors as for `document`."""
        with self._read() as session:
            return loading.segments_of(loading.text_row(session, sha256, assessment_id)[1])

    def pack_body(self, sha256: str) -> str:
        """The resolved pack with this hash, as it was stored; "" where there is none."""
        with self._read() as session:
            return query.pack_body(session, sha256)

    def add_review(self, assessment_id: str, review: Review) -> Assessment:
        """Put a person's reading beside the machine's. Nothing is ever replaced: the latest one counts.

        Raises:
            DatabaseProblem: no such assessment, or it has no such criterion, or the review is of another document.
        """
        with self._write() as session:
            row = loading.find(session, assessment_id)
            loading.check_review(loading.assessment_of(session, row), review)
            saving.add_review(session, row, review)
            return loading.assessment_of(session, row)

    def delete(self, id: str) -> Deleted:
        """Remove an assessment; and with the last one of its document, all that is stored of the document.

        Raises:
            DatabaseProblem: no such assessment.
        """
        with self._write() as session:
            deleted = deleting.delete(session, loading.find(session, id))
        with explained(self.path):
            return deleting.finish(self._engine, self.path, deleted)

    def save_unscored(self, value: Unreadable | Excluded) -> None:
        """Store a file that gave no assessment, and why."""
        with self._write() as session:
            saving.save_unscored(session, value, datetime.now(UTC))

    def unscored(self, limit: int | None = None) -> tuple[UnscoredFile, ...]:
        """Files that gave no assessment, the latest first."""
        with self._read() as session:
            return query.unscored(session, limit)

    def save_manifest(self, manifest: Manifest) -> int:
        """Store what a batch did; gives the number of the run, from 1."""
        with self._write() as session:
            return saving.save_manifest(session, manifest)

    def manifests(self, limit: int | None = None) -> tuple[Manifest, ...]:
        """What earlier batches did, the latest first."""
        with self._read() as session:
            return query.manifests(session, limit)

    def shared(
        self, fingerprints: frozenset[str], not_document: str, not_entities: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        """Which fingerprints occur in documents of unrelated entities, with the names of those entities.

        Entities may be related where the words of one name stand in the other. A document that names no entity
        cannot be called unrelated; nor can any, where `not_entities` is empty.
        """
        with self._read() as session:
            return query.shared(session, fingerprints, not_document, not_entities)

    def documents_count(self) -> int:
        """How many documents are stored."""
        with self._read() as session:
            return query.documents_count(session)

    def stats(self) -> Stats:
        """What is in the file."""
        with self._read() as session:
            revision = migrate.current(session.connection(), self.path) or ""
            size = self.path.stat().st_size
            return Stats(self.path, size, revision, query.counts(session), migrate.copies(self.path))
