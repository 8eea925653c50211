"""Taking things out for good. `PRAGMA secure_delete` (see `engine`) overwrites what is taken out."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy import delete as delete_rows
from sqlmodel import Session, col, select

from supplychain_check.store import rows
from supplychain_check.store.migrate import copies
from supplychain_check.store.query import counts


@dataclass(frozen=True)
class Deleted:
    """What a deletion removed.

    Attributes:
        assessment: its id.
        document: hash of the document, where that went too; "" where other assessments still need it.
        name: name of the file.
        rows: how many rows went, by table.
        copies: copies of the database, made before upgrades, that still hold what they held.
    """

    assessment: str
    document: str
    name: str
    rows: dict[str, int]
    copies: tuple[Path, ...] = ()


def delete(session: Session, assessment: rows.AssessmentTable) -> Deleted:
    """Remove an assessment; and with the last one of its document all that is stored of the document.

    The manifests of batches stay: they hold the path and hash of each file, and nothing of its text.
    """
    before = counts(session)
    document = session.get_one(rows.DocumentTable, assessment.document_id)
    public_id, sha256, name = assessment.public_id, document.sha256, document.name
    session.delete(assessment)
    session.flush()
    last = not session.exec(
        select(rows.AssessmentTable.id).where(rows.AssessmentTable.document_id == rows.key(document))
    ).first()
    if last:
        _document(session, document)
    _leftovers(session)
    after = counts(session)
    gone = {table: n - after[table] for table, n in before.items() if n != after[table]}
    return Deleted(public_id, sha256 if last else "", name, gone)


def _document(session: Session, document: rows.DocumentTable) -> None:
    """Texts, sentences, reviews and links to entities go with it, by the rules of the tables."""
    session.connection().execute(
        delete_rows(rows.UnscoredTable).where(col(rows.UnscoredTable.sha256) == document.sha256)
    )
    session.delete(document)
    session.flush()


def _leftovers(session: Session) -> None:
    """Entities that no document speaks for, and texts and packs that no assessment was made with."""
    for table, users in (
        (rows.EntityTable, select(rows.DocumentEntityTable.entity_id)),
        (rows.TextTable, select(rows.AssessmentTable.text_id)),
        (rows.PackTable, select(rows.AssessmentTable.pack_id)),
    ):
        session.connection().execute(delete_rows(table).where(col(table.id).not_in(users)))


def finish(engine: Engine, path: Path, deleted: Deleted) -> Deleted:
    """Clear the journal too, which would keep the old pages for a while; and name the copies that remain."""
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return replace(deleted, copies=copies(path))
