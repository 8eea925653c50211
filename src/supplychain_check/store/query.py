"""Questions over many documents. They read columns only and never build a whole assessment."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from supplychain_check.models import Manifest
from supplychain_check.store import rows
from supplychain_check.store.names import normalise, related


@dataclass(frozen=True)
class AssessmentRow:
    """What a list shows of an assessment.

    Attributes:
        entity: the first entity that the document speaks for, as written there; "" where none was found.
        pack: id of the pack.
        kind: one of the values of `models.DocumentKind`.
        created: UTC.
        file: name of the file, without folders.
        reviewed: whether a person has reviewed anything in this very assessment.
    """

    id: str
    entity: str
    title: str
    period_end: date | None
    pack: str
    kind: str
    created: datetime
    file: str
    reviewed: bool


@dataclass(frozen=True)
class UnscoredFile:
    """A file that gave no assessment: what became of it (``unreadable`` or ``not a statement``) and why."""

    path: str
    sha256: str
    outcome: str
    reason: str
    message: str
    hint: str
    at: datetime


def assessments(session: Session, entity: str, pack: str, limit: int | None) -> tuple[AssessmentRow, ...]:
    """The newest assessments first; `entity` is any part of a name, `pack` an id, "" for all."""
    table = rows.AssessmentTable
    own_review = select(rows.ReviewTable.id).where(rows.ReviewTable.assessment == table.public_id).exists()
    query: Any = (
        select(table, rows.PackTable.pack, rows.DocumentTable.name, own_review)
        .join(rows.PackTable)
        .join(rows.DocumentTable, col(table.document_id) == col(rows.DocumentTable.id))
        .order_by(col(table.created).desc(), col(table.id).desc())
        .limit(limit)
    )
    if entity:
        query = query.where(col(table.document_id).in_(_documents_of(entity)))
    if pack:
        query = query.where(rows.PackTable.pack == pack)
    return tuple(_light(*line) for line in session.exec(query))


def _light(row: rows.AssessmentTable, pack: str, file: str, reviewed: bool) -> AssessmentRow:
    return AssessmentRow(
        id=row.public_id,
        entity=row.entity,
        title=row.title,
        period_end=row.period_end,
        pack=pack,
        kind=row.kind,
        created=row.created,
        file=file,
        reviewed=reviewed,
    )


def _documents_of(entity: str) -> Any:
    """Documents that speak for an entity with this text in its name, however it is written, or in its numbers."""
    table, normal = rows.EntityTable, normalise(entity)
    written = (col(table.name), col(table.identifiers))
    same = [column.contains(entity, autoescape=True) for column in written]
    if normal:
        same.append(col(table.normalised).contains(normal, autoescape=True))
    return select(rows.DocumentEntityTable.document_id).join(table).where(or_(*same))


def shared(
    session: Session, fingerprints: Iterable[str], not_document: str, not_entities: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Fingerprints that occur in documents of unrelated entities, with the names of those entities.

    A document that names no entity, or one that may belong to `not_entities`, cannot be called unrelated; and
    where `not_entities` is empty, no document can.
    """
    own = [normalise(name) for name in not_entities]
    others = _unrelated(session, [name for name in own if name], not_document)
    wanted = func.json_each(json.dumps(sorted(fingerprints))).table_valued("value")
    query = select(rows.SentenceTable.fingerprint, rows.SentenceTable.document_id).where(
        col(rows.SentenceTable.fingerprint).in_(select(wanted.c.value))
    )
    found: dict[str, set[str]] = {}
    for fingerprint, document in session.exec(query) if others else ():
        found.setdefault(fingerprint, set()).update(others.get(document, ()))
    return {fingerprint: tuple(sorted(names)) for fingerprint, names in found.items() if names}


def _unrelated(session: Session, own: list[str], not_document: str) -> dict[int, list[str]]:
    """Documents of which no entity may belong to `own`, with the names of their entities."""
    query = (
        select(rows.DocumentTable.id, rows.EntityTable.normalised, rows.EntityTable.name)
        .join(rows.DocumentEntityTable, col(rows.DocumentEntityTable.document_id) == col(rows.DocumentTable.id))
        .join(rows.EntityTable, col(rows.DocumentEntityTable.entity_id) == col(rows.EntityTable.id))
        .where(rows.DocumentTable.sha256 != not_document)
    )
    names: dict[int, list[str]] = {}
    close: set[int] = set()
    for document, normalised, name in session.exec(query) if own else ():
        names.setdefault(document or 0, []).append(name)
        if any(related(normalised, mine) for mine in own):
            close.add(document or 0)
    return {document: of for document, of in names.items() if document not in close}


def unscored(session: Session, limit: int | None) -> tuple[UnscoredFile, ...]:
    """Files that gave no assessment, the latest first."""
    table = rows.UnscoredTable
    query = select(table).order_by(col(table.at).desc(), col(table.id).desc()).limit(limit)
    return tuple(
        UnscoredFile(r.path, r.sha256, r.outcome, r.reason, r.message, r.hint, r.at) for r in session.exec(query)
    )


def counts(session: Session) -> dict[str, int]:
    """Number of rows of each table."""
    return {
        name: session.connection().execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in sorted(rows.Base.metadata.tables.items())
    }


def documents_count(session: Session) -> int:
    """Number of documents; asked for every file of a batch, so no other table is counted."""
    return session.exec(select(func.count()).select_from(rows.DocumentTable)).one()


def pack_body(session: Session, sha256: str) -> str:
    """The resolved pack with this hash; "" where there is none."""
    return session.exec(select(rows.PackTable.body).where(rows.PackTable.sha256 == sha256)).first() or ""


def manifests(session: Session, limit: int | None) -> tuple[Manifest, ...]:
    """What earlier batches did, the latest first."""
    query = select(rows.RunTable.body).order_by(col(rows.RunTable.id).desc()).limit(limit)
    return tuple(Manifest.model_validate_json(body) for body in session.exec(query))
