"""Small fictional values for the tests of the store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from strategies import document_info
from supplychain_check.models import (
    Assessment,
    CriterionKind,
    Disclosure,
    DisclosureState,
    Document,
    DocumentKind,
    EvidenceStatus,
    ExpectedIn,
    Finding,
    Identity,
    ModelInfo,
    Obligation,
    PackInfo,
    Review,
    Rung,
    Segment,
    Stated,
)
from supplychain_check.store.database import Store

TEXT = "We visited 14 orchards in 2024.  Two paid less than the minimum wage."
QUOTE = "We visited 14 orchards in 2024."
NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
MODEL = ModelInfo(name="small", version="1", sha256="a" * 64)


def make_document(text: str = TEXT, sha256: str = "d" * 64, name: str = "2024.txt", reader: str = "text 1") -> Document:
    return Document(name=name, path=f"in/{name}", sha256=sha256, media_type="text/plain", reader=reader, text=text)


def make_finding(criterion: str) -> Finding:
    return Finding(
        criterion=criterion,
        section="a13",
        title="Visits",
        core_element="visits",
        obligation=Obligation.MANDATORY,
        kind=CriterionKind.CONTENT,
        expected_in=ExpectedIn.STATEMENT,
        citation="s 9",
        question="Which sites were visited?",
        ask="Which sites did you visit?",
        ladder=(Rung(level=2, points=1.5, disclosure=DisclosureState.DISCLOSED, label="counted"),),
        level=2,
        disclosure=DisclosureState.DISCLOSED,
        reason="It counts the visits.",
        evidence=(
            Disclosure(
                criterion=criterion, segment=0, quote=QUOTE, start=0, end=31, status=EvidenceStatus.ACTION, level=2
            ),
        ),
        evidence_count=1,
    )


def make_assessment(
    id: str = "aaaa1111",
    document: Document | None = None,
    entities: tuple[str, ...] = ("Kowhai Orchards Ltd",),
    criteria: tuple[str, ...] = ("visits", "wages"),
    pack: str = "nz",
    **more: Any,
) -> Assessment:
    stated = tuple(Stated(value=name, text=name) for name in entities)
    fields = {
        "id": id,
        "document": document_info(document or make_document()),
        "identity": Identity(
            kind=DocumentKind.STATEMENT,
            kind_confidence=0.9,
            kind_reason="It says so.",
            title=Stated(value="Statement 2024", text="Statement 2024"),
            entities=stated,
            identifiers=(Stated(value="NZBN 9429000000000", text="NZBN 9429000000000"),),
            period_end=date(2024, 12, 31),
        ),
        "pack": PackInfo(
            id=pack,
            title="Pack",
            version="1",
            sha256=pack.ljust(64, "0"),
            status="draft",
            jurisdiction="nz",
            sections=(),
        ),
        "model": MODEL,
        "tool_version": "0.1.0",
        "findings": tuple(make_finding(criterion) for criterion in criteria),
        "created": NOON,
    }
    return Assessment.model_validate(fields | more)


def make_review(criterion: str = "visits", level: int = 1, at: datetime = NOON, **more: Any) -> Review:
    fields = {
        "by": "Aroha",
        "at": at,
        "level": level,
        "reason": "Counted twice.",
        "document_sha256": "d" * 64,
        "criterion": criterion,
        "quote": QUOTE,
    }
    return Review.model_validate(fields | more)


def put(
    store: Store,
    assessment: Assessment | None = None,
    document: Document | None = None,
    segments: tuple[Segment, ...] = (),
    fingerprints: frozenset[str] = frozenset(),
) -> Assessment:
    document = document or make_document()
    return store.save(assessment or make_assessment(document=document), document, segments, "{}", fingerprints)


def put_firm(store: Store, letter: str, *entities: str, fingerprints: str = "xyz") -> None:
    document = make_document(sha256=letter * 64, name=f"{letter}.txt")
    put(store, make_assessment(letter * 8, document, entities), document, fingerprints=frozenset(fingerprints))
