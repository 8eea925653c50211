"""Rows to values. What comes out equals what went in, checked again by the models on the way."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable

from sqlmodel import Session, col, select

from supplychain_check.errors import DatabaseProblem
from supplychain_check.models import Assessment, Disclosure, Document, Finding, Review, Segment
from supplychain_check.store import rows

SHORTEST_PREFIX = 4


def by_public_id(session: Session, public_id: str) -> rows.AssessmentTable | None:
    """The row of an assessment, by its whole id."""
    return session.exec(select(rows.AssessmentTable).where(rows.AssessmentTable.public_id == public_id)).first()


def find(session: Session, given: str) -> rows.AssessmentTable:
    """The row of an assessment, by its id or the beginning of it.

    Raises:
        DatabaseProblem: no id or several ids begin like this; the message names them or those that are near.
    """
    if exact := by_public_id(session, given):
        return exact
    ids = list(session.exec(select(rows.AssessmentTable.public_id)))
    begin = sorted(i for i in ids if i.startswith(given)) if len(given) >= SHORTEST_PREFIX else []
    if len(begin) == 1 and (found := by_public_id(session, begin[0])):
        return found
    raise _several(given, begin) if begin else _none(given, ids)


def _several(given: str, ids: list[str]) -> DatabaseProblem:
    return DatabaseProblem(
        f'{len(ids)} assessments have an id that begins with "{given}": {shown(ids)}.',
        "Give more of the id.",
    )


def _none(given: str, ids: list[str]) -> DatabaseProblem:
    if len(given) < SHORTEST_PREFIX:
        return DatabaseProblem(
            f'"{given}" is too short for an id.', f"Give at least its first {SHORTEST_PREFIX} characters."
        )
    near = close(given, ids)
    return DatabaseProblem(
        f'The database has no assessment with the id "{given}".',
        f"Nearest: {shown(near)}." if near else "See the ids that it has with: supplychain-check list",
    )


def close(given: str, names: Iterable[str]) -> list[str]:
    """The names most like the one given, most like first; also by their beginnings, as ids are long."""
    by_start = {name[: len(given)]: name for name in names}
    return [by_start[start] for start in difflib.get_close_matches(given, by_start, n=5)]


def shown(names: list[str], most: int = 10) -> str:
    """Names in one line, cut where there are many."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def assessment_of(session: Session, row: rows.AssessmentTable) -> Assessment:
    """The whole assessment, with its own reviews and those that came along from earlier ones."""
    document = session.get_one(rows.DocumentTable, row.document_id)
    reviews = _reviews(session, row, document.sha256)
    evidence = _evidence(session, row)
    of_assessment = select(rows.FindingTable).where(rows.FindingTable.assessment_id == rows.key(row))
    findings = session.exec(of_assessment.order_by(col(rows.FindingTable.position)))
    return Assessment.model_validate(
        {
            **json.loads(row.body),
            "id": row.public_id,
            "created": row.created,
            "tool_version": row.tool_version,
            "options": json.loads(row.options),
            "findings": [_finding(f, evidence.get(rows.key(f), ()), reviews) for f in findings],
        }
    )


def _finding(row: rows.FindingTable, evidence: Iterable[Disclosure], reviews: dict[str, list[Review]]) -> Finding:
    return Finding.model_validate(
        {
            **json.loads(row.body),
            "criterion": row.criterion,
            "section": row.section,
            "obligation": row.obligation,
            "level": row.level,
            "disclosure": row.disclosure,
            "evidence": tuple(evidence),
            "reviews": tuple(reviews.get(row.criterion, ())),
        }
    )


def _evidence(session: Session, row: rows.AssessmentTable) -> dict[int, list[Disclosure]]:
    query = (
        select(rows.EvidenceTable)
        .join(rows.FindingTable)
        .where(rows.FindingTable.assessment_id == rows.key(row))
        .order_by(col(rows.EvidenceTable.position))
    )
    pieces: dict[int, list[Disclosure]] = {}
    for piece in session.exec(query):
        pieces.setdefault(piece.finding_id, []).append(_disclosure(piece))
    return pieces


def _disclosure(row: rows.EvidenceTable) -> Disclosure:
    return Disclosure.model_validate(
        {
            **json.loads(row.body),
            "quote": row.quote,
            "page": row.page,
            "start": row.start,
            "end": row.end,
            "level": row.level,
            "status": row.status,
        }
    )


def _reviews(session: Session, row: rows.AssessmentTable, sha256: str) -> dict[str, list[Review]]:
    """Reviews by criterion, oldest first. Those of earlier assessments wait for a person to confirm them."""
    of_document = select(rows.ReviewTable).where(rows.ReviewTable.document_id == row.document_id)
    found: dict[str, list[Review]] = {}
    for line in session.exec(of_document.order_by(col(rows.ReviewTable.id))):
        own = line.assessment == row.public_id
        if own or rows.key(line) <= row.reviews_before:
            review = review_of(line, sha256, confirmed=own and line.confirmed)
            found.setdefault(line.criterion, []).append(review)
    return found


def review_of(row: rows.ReviewTable, sha256: str, *, confirmed: bool = True) -> Review:
    """The review in a row; `sha256` is the hash of its document."""
    return Review(
        by=row.by,
        at=row.at,
        level=row.level,
        reason=row.reason,
        document_sha256=sha256,
        criterion=row.criterion,
        quote=row.quote,
        confirmed=confirmed,
    )


def document_row(session: Session, sha256: str) -> rows.DocumentTable | None:
    """The row of a document, by the hash of its bytes."""
    return session.exec(select(rows.DocumentTable).where(rows.DocumentTable.sha256 == sha256)).first()


def has_reviews(session: Session, sha256: str) -> bool:
    """Whether anybody has reviewed the document with this hash."""
    query = select(rows.ReviewTable.id).join(
        rows.DocumentTable, col(rows.ReviewTable.document_id) == col(rows.DocumentTable.id)
    )
    return session.exec(query.where(rows.DocumentTable.sha256 == sha256)).first() is not None


def text_row(session: Session, sha256: str, assessment_id: str = "") -> tuple[rows.DocumentTable, rows.TextTable]:
    """A document and what was read from it: for the assessment named, else the latest reading.

    Raises:
        DatabaseProblem: there is no such document.
    """
    query = (
        select(rows.DocumentTable, rows.TextTable)
        .join(rows.TextTable)
        .where(rows.DocumentTable.sha256 == sha256)
        .order_by(col(rows.TextTable.id).desc())
    )
    if assessment_id:
        query = query.join(rows.AssessmentTable).where(rows.AssessmentTable.public_id == assessment_id)
    if found := session.exec(query).first():
        return found[0], found[1]
    raise DatabaseProblem(
        f"The database has no document with the hash {sha256[:12]}.",
        "Assess the file again to store it: supplychain-check check FILE",
    )


def document_of(document: rows.DocumentTable, text: rows.TextTable) -> Document:
    """The document as it was read."""
    return Document.model_validate(
        {
            **json.loads(text.body),
            "sha256": document.sha256,
            "name": document.name,
            "path": document.path,
            "media_type": document.media_type,
            "text": text.text,
        }
    )


def segments_of(text: rows.TextTable) -> tuple[Segment, ...]:
    """The segments of a document, with their text put back."""
    return tuple(
        Segment.model_validate({"text": " ".join(text.text[s["start"] : s["end"]].split()), **s})
        for s in json.loads(text.segments)
    )


def check_review(assessment: Assessment, review: Review) -> None:
    """Refuse a review that belongs to no finding of the assessment.

    Raises:
        DatabaseProblem: no such criterion, or the review is of another document.
    """
    criteria = [finding.criterion for finding in assessment.findings]
    if review.criterion not in criteria:
        near = difflib.get_close_matches(review.criterion, criteria, n=5) or criteria
        raise DatabaseProblem(
            f'The assessment {assessment.id} has no criterion "{review.criterion}", so nothing was reviewed.',
            f"Did you mean: {shown(near)}?" if near else "It has no criteria at all.",
        )
    if review.document_sha256 != assessment.document.sha256:
        raise DatabaseProblem(
            f"The review is of another document than the assessment {assessment.id}, so nothing was reviewed.",
            "Review the assessment of the document that was read.",
        )
