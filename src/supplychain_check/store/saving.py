"""Values to rows. Everything here runs inside one write transaction that `database` opens and closes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from pydantic import BaseModel
from sqlalchemy import func
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, select

from supplychain_check.models import (
    Assessment,
    Disclosure,
    Document,
    Excluded,
    Finding,
    Manifest,
    Review,
    Segment,
    Unreadable,
)
from supplychain_check.store import rows
from supplychain_check.store.loading import by_public_id, document_row, review_of
from supplychain_check.store.names import normalise

Row = TypeVar("Row", bound=rows.Base)


class _Home(NamedTuple):
    """What the assessments of one document share."""

    document: rows.DocumentTable
    text: rows.TextTable


def save(
    session: Session,
    assessed: Iterable[tuple[Assessment, str]],
    document: Document,
    segments: tuple[Segment, ...],
    fingerprints: Iterable[str],
) -> set[str]:
    """Store assessments of one document, each with its pack, and all that they need.

    One that is there already only gains reviews it did not have.

    Returns:
        Ids of those that were there already.
    """
    home: _Home | None = None
    known: set[str] = set()
    for assessment, pack_body in assessed:
        stored = by_public_id(session, assessment.id)
        if stored is None:
            home = home or _home(session, assessment, document, segments, fingerprints)
            stored = _assessment(session, assessment, home, pack_body)
        else:
            known.add(assessment.id)
        _reviews(session, stored, assessment)
    return known


def _home(
    session: Session,
    assessment: Assessment,
    document: Document,
    segments: tuple[Segment, ...],
    fingerprints: Iterable[str],
) -> _Home:
    kept = _document(session, document)
    text = _text(session, kept, document, segments)
    _sentences(session, kept, fingerprints)
    _entities(session, kept, assessment)
    return _Home(kept, text)


def body(value: BaseModel, *columns: str) -> str:
    """The JSON of a value without the fields that have a column of their own."""
    return value.model_dump_json(exclude=set(columns))


def _document(session: Session, document: Document) -> rows.DocumentTable:
    if found := document_row(session, document.sha256):
        return found
    return _add(
        session,
        rows.DocumentTable(
            sha256=document.sha256,
            name=document.name,
            path=document.path,
            media_type=document.media_type,
            added=datetime.now(UTC),
        ),
    )


def _text(
    session: Session, kept: rows.DocumentTable, document: Document, segments: tuple[Segment, ...]
) -> rows.TextTable:
    rest = body(document, "text", "sha256", "name", "path", "media_type")
    parts = json.dumps([_segment(s, document.text) for s in segments], ensure_ascii=False)
    digest = hashlib.sha256("\0".join((document.text, rest, parts)).encode()).hexdigest()
    same = select(rows.TextTable).where(rows.TextTable.document_id == rows.key(kept), rows.TextTable.digest == digest)
    return session.exec(same).first() or _add(
        session,
        rows.TextTable(
            document_id=rows.key(kept),
            digest=digest,
            reader=document.reader,
            language=document.language,
            quality=document.quality.score,
            text=document.text,
            body=rest,
            segments=parts,
        ),
    )


def _segment(segment: Segment, text: str) -> dict[str, object]:
    """A segment as JSON; its text is left out where it follows from the offsets."""
    same = " ".join(text[segment.start : segment.end].split()) == segment.text
    return segment.model_dump(mode="json", exclude={"text"} if same else None)


def _assessment(session: Session, value: Assessment, home: _Home, pack_body: str) -> rows.AssessmentTable:
    identity = value.identity
    row = _add(
        session,
        rows.AssessmentTable(
            public_id=value.id,
            document_id=rows.key(home.document),
            text_id=rows.key(home.text),
            pack_id=rows.key(_pack(session, value, pack_body)),
            model_name=value.model.name,
            model_version=value.model.version,
            model_sha256=value.model.sha256,
            tool_version=value.tool_version,
            options=value.options.model_dump_json(),
            created=value.created,
            entity=identity.entities[0].value if identity.entities else "",
            title=identity.title.value if identity.title else "",
            kind=identity.kind,
            period_start=identity.period_start,
            period_end=identity.period_end,
            reviews_before=_last_review(session, home.document),
            body=body(value, "id", "created", "tool_version", "options", "findings"),
        ),
    )
    findings = [_finding(rows.key(row), *numbered) for numbered in enumerate(value.findings)]
    session.add_all(findings)
    session.flush()
    evidence = [
        _evidence(rows.key(kept), position, piece)
        for kept, finding in zip(findings, value.findings, strict=True)
        for position, piece in enumerate(finding.evidence)
    ]
    if evidence:
        session.connection().execute(insert(rows.EvidenceTable), evidence)
    return row


def _pack(session: Session, value: Assessment, pack_body: str) -> rows.PackTable:
    pack = value.pack
    return session.exec(select(rows.PackTable).where(rows.PackTable.sha256 == pack.sha256)).first() or _add(
        session,
        rows.PackTable(
            sha256=pack.sha256,
            pack=pack.id,
            title=pack.title,
            version=pack.version,
            status=pack.status,
            body=pack_body,
        ),
    )


def _finding(assessment_id: int, position: int, value: Finding) -> rows.FindingTable:
    return rows.FindingTable(
        assessment_id=assessment_id,
        position=position,
        criterion=value.criterion,
        section=value.section,
        obligation=value.obligation,
        level=value.level,
        disclosure=value.disclosure,
        points=next((rung.points for rung in value.ladder if rung.level == value.level), 0.0),
        body=body(value, "criterion", "section", "obligation", "level", "disclosure", "evidence", "reviews"),
    )


def _evidence(finding_id: int, position: int, value: Disclosure) -> dict[str, object]:
    """A row of evidence; there are thousands in a batch, and none is asked for again while saving."""
    return {
        "finding_id": finding_id,
        "position": position,
        "quote": value.quote,
        "page": value.page,
        "start": value.start,
        "end": value.end,
        "level": value.level,
        "status": value.status.value,
        "body": body(value, "quote", "page", "start", "end", "level", "status"),
    }


def _sentences(session: Session, document: rows.DocumentTable, fingerprints: Iterable[str]) -> None:
    values = [{"fingerprint": f, "document_id": rows.key(document)} for f in fingerprints]
    if values:
        session.connection().execute(insert(rows.SentenceTable).on_conflict_do_nothing(), values)


def _entities(session: Session, document: rows.DocumentTable, value: Assessment) -> None:
    names = {normalise(stated.value): stated.value for stated in reversed(value.identity.entities)}
    names.pop("", None)
    numbers = [stated.value for stated in value.identity.identifiers]
    for normalised, name in names.items():
        entity = _entity(session, normalised, name)
        # With several entities nothing says whose number it is, and a wrong one is worse than none.
        if len(names) == 1:
            entity.identifiers = json.dumps(sorted({*json.loads(entity.identifiers), *numbers}))
        session.merge(rows.DocumentEntityTable(document_id=rows.key(document), entity_id=rows.key(entity)))


def _entity(session: Session, normalised: str, name: str) -> rows.EntityTable:
    same = select(rows.EntityTable).where(rows.EntityTable.normalised == normalised)
    return session.exec(same).first() or _add(session, rows.EntityTable(normalised=normalised, name=name))


def _last_review(session: Session, document: rows.DocumentTable) -> int:
    query = select(func.max(rows.ReviewTable.id)).where(rows.ReviewTable.document_id == rows.key(document))
    return session.exec(query).one() or 0


def _reviews(session: Session, stored: rows.AssessmentTable, value: Assessment) -> None:
    """Add the reviews that came with an assessment (from a file, say) and are not known of its document yet."""
    of_document = select(rows.ReviewTable).where(rows.ReviewTable.document_id == stored.document_id)
    known = {_anchor(review_of(row, value.document.sha256)) for row in session.exec(of_document)}
    for finding in value.findings:
        for review in finding.reviews:
            if _anchor(review) not in known:
                add_review(session, stored, review)


def _anchor(review: Review) -> Review:
    return review.model_copy(update={"confirmed": True})


def add_review(session: Session, assessment: rows.AssessmentTable, review: Review) -> None:
    """Add a review of a finding of this assessment."""
    _add(
        session,
        rows.ReviewTable(
            document_id=assessment.document_id,
            assessment=assessment.public_id,
            criterion=review.criterion,
            quote=review.quote,
            by=review.by,
            at=review.at,
            level=review.level,
            reason=review.reason,
            confirmed=review.confirmed,
        ),
    )


def save_unscored(session: Session, value: Unreadable | Excluded, at: datetime) -> None:
    """Store a file that gave no assessment; the same file again replaces what was said of it."""
    row = _unscored(value, at)
    same = select(rows.UnscoredTable).where(
        rows.UnscoredTable.path == row.path, rows.UnscoredTable.sha256 == row.sha256
    )
    if found := session.exec(same).first():
        row.id = found.id
    session.merge(row)


def _unscored(value: Unreadable | Excluded, at: datetime) -> rows.UnscoredTable:
    if isinstance(value, Unreadable):
        sha256, outcome, reason, message = value.sha256, "unreadable", value.reason.value, value.message
    else:
        sha256, outcome = value.document.sha256, "not a statement"
        reason, message = value.identity.kind.value, value.identity.kind_reason
    return rows.UnscoredTable(
        path=value.path,
        sha256=sha256,
        outcome=outcome,
        reason=reason,
        message=message,
        hint=value.hint,
        at=at,
        body=value.model_dump_json(),
    )


def save_manifest(session: Session, manifest: Manifest) -> int:
    """Store what a batch did; gives its number."""
    row = rows.RunTable(
        started=manifest.started,
        finished=manifest.finished,
        tool_version=manifest.tool_version,
        body=manifest.model_dump_json(),
    )
    return rows.key(_add(session, row))


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
