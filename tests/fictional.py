"""Assessments of fictional firms, made by hand, so that reports are tested apart from packs and readers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from supplychain_check.models import (
    Assessment,
    Cap,
    CriterionKind,
    Disclosure,
    DisclosureState,
    DocumentInfo,
    DocumentKind,
    Duplicate,
    EvidenceStatus,
    Excluded,
    ExpectedIn,
    Finding,
    Identity,
    ModelInfo,
    Obligation,
    Outcome,
    PackInfo,
    Review,
    Rung,
    SectionInfo,
    Specificity,
    Stated,
    TextQuality,
    Unreadable,
    UnreadableReason,
    Warn,
)

WHEN = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
SHA = "ab" * 32
LADDER = (
    Rung(level=1, points=1, disclosure=DisclosureState.PARTLY, label="It is mentioned", advice="Say whether you do."),
    Rung(level=2, points=2, disclosure=DisclosureState.PARTLY, label="Who and how", advice="Name who does it and how."),
    Rung(
        level=3,
        points=3,
        disclosure=DisclosureState.DISCLOSED,
        label="How many and when",
        advice="Say how many there were and when.",
    ),
)
ONE_RUNG = (Rung(level=1, points=1, disclosure=DisclosureState.DISCLOSED, label="It is there", advice="Add it."),)
PACK = PackInfo(
    id="test-pack",
    title="Test criteria",
    version="1.0.0",
    sha256="cd" * 32,
    status="voluntary",
    jurisdiction="nz",
    sections=(
        SectionInfo(id="A", title="Buying"),
        SectionInfo(id="B", title="People"),
        SectionInfo(id="C", title="Formalities"),
    ),
    notes=("No criterion is a legal duty.",),
)
MODEL = ModelInfo(name="phrases", version="1", sha256="ef" * 32, accuracy="word lists, not a trained model")


def quote(text: str, level: int = 1, **changes: Any) -> Disclosure:
    """A piece of evidence on page 3."""
    values: dict[str, Any] = {
        "criterion": "x",
        "segment": 0,
        "quote": text,
        "start": 10,
        "end": 10 + len(text),
        "page": 3,
        "headings": ("Our year",),
        "topics": {"risk_mitigation": 0.8},
        "status": EvidenceStatus.ACTION,
        "specificity": Specificity.GENERAL,
        "matched": ("signal:checks", "fact:count"),
        "level": level,
        "uncapped": level,
    }
    return Disclosure(**values | changes)


def capped(text: str) -> Disclosure:
    """A claim that would have reached level 3."""
    reason = "says what the firm values or expects, not what it did"
    return quote(text, 1, uncapped=3, caps=(Cap(rule="claim", level=1, reason=reason),), status=EvidenceStatus.CLAIM)


def finding(criterion: str, title: str, level: int = 0, *evidence: Disclosure, **changes: Any) -> Finding:
    """A finding of a content criterion; the state follows from the level unless it is given."""
    ladder = changes.get("ladder", LADDER)
    states = {0: DisclosureState.NOT_DISCLOSED, **{rung.level: rung.disclosure for rung in ladder}}
    values: dict[str, Any] = {
        "criterion": criterion,
        "section": criterion[0],
        "title": title,
        "core_element": criterion,
        "obligation": Obligation.RECOMMENDED,
        "kind": CriterionKind.CONTENT,
        "expected_in": ExpectedIn.EITHER,
        "citation": "Part 1",
        "question": f"What is said about {title.lower()}?",
        "ask": f"Could you tell us more about {title.lower()}?",
        "ladder": ladder,
        "level": level,
        "disclosure": states[level],
        "reason": "Nothing found." if level == 0 else f"{ladder[level - 1].label}.",
        "evidence": evidence,
        "evidence_count": len(evidence),
    }
    return Finding(**values | changes)


def formality(criterion: str, title: str, level: int, *evidence: Disclosure, **changes: Any) -> Finding:
    """A finding of a formality: there or not."""
    return finding(criterion, title, level, *evidence, kind=CriterionKind.FORMALITY, ladder=ONE_RUNG, **changes)


def not_asked(criterion: str, title: str, level: int = 0, *evidence: Disclosure) -> Finding:
    """A criterion for declarations, in a statement."""
    return finding(
        criterion,
        title,
        level,
        *evidence,
        disclosure=DisclosureState.NOT_ASKED,
        expected_in=ExpectedIn.DECLARATION,
        reason="This is asked in a declaration, not in a statement.",
    )


def review(level: int, *, by: str = "Ana Ruru", criterion: str = "A1", confirmed: bool = True) -> Review:
    """A person's reading."""
    return Review(
        by=by,
        at=WHEN,
        level=level,
        reason="The table on page 4 gives the numbers.",
        document_sha256=SHA,
        criterion=criterion,
        confirmed=confirmed,
    )


def identity(entity: str = "Tuatara Linen Limited", end: date | None = date(2026, 3, 31)) -> Identity:
    """A statement of one firm for a year."""
    return Identity(
        kind=DocumentKind.STATEMENT,
        kind_confidence=0.97,
        kind_reason="titled 'Modern slavery statement'",
        title=Stated(value="Modern slavery statement", text="Modern slavery statement", start=0, end=24, page=1),
        entities=(Stated(value=entity, text=entity, start=30, end=50, page=1),) if entity else (),
        period_start=date(end.year - 1, 4, 1) if end else None,
        period_end=end,
    )


def assessment(*findings: Finding, **changes: Any) -> Assessment:
    """An assessment of a statement of six pages."""
    values: dict[str, Any] = {
        "id": "0123456789",
        "document": DocumentInfo(
            name="statement.pdf",
            path="files/statement.pdf",
            sha256=SHA,
            media_type="application/pdf",
            reader="PDF reader 1",
            language="en",
            quality=TextQuality(score=0.97, readable=True),
            pages=6,
            words=2100,
        ),
        "identity": identity(),
        "pack": PACK,
        "model": MODEL,
        "tool_version": "0.1.0",
        "findings": findings,
        "created": WHEN,
    }
    return Assessment(**values | changes)


def _published() -> Finding:
    return finding(
        "C3",
        "Published",
        0,
        ladder=(),
        kind=CriterionKind.PUBLICATION,
        disclosure=DisclosureState.NOT_CHECKABLE,
        reason="Where a document is published cannot be read from the file.",
    )


def _blank() -> Warn:
    return Warn(
        code="blank-signature",
        message="There is a line for a signature, and nothing is signed. Ask for the signed version.",
        quote="Signed: ________",
        page=6,
    )


def linen() -> Assessment:
    """A firm that shows something of everything that a report has to show."""
    return assessment(
        finding(
            "A1",
            "Supplier code",
            2,
            quote("Our buyers send the code to every mill and ask for it back signed before the first order.", 2),
        ),
        finding("A2", "Fair prices", 1, capped("We believe in fair prices for everyone who works for us.")),
        finding("A3", "Checks on suppliers", 3, quote("In May 2025 we visited 4 of our 11 mills.", 3)),
        finding("A4", "Own buying habits", 0, obligation=Obligation.MANDATORY),
        not_asked("A5", "Subcontractors"),
        not_asked("A6", "Origin of goods", 2, quote("The cotton comes from Gujarat.", 2)),
        finding(
            "B1",
            "Training",
            1,
            quote("We will train our drivers next year.", 1, status=EvidenceStatus.COMMITMENT, page=None),
        ),
        finding(
            "B2",
            "Recruitment fees",
            0,
            quote("We use no recruitment agencies.", 0, role="not applicable", status=EvidenceStatus.DENIAL),
            disclosure=DisclosureState.NOT_APPLICABLE,
            reason="The document states a fact by which this does not apply.",
        ),
        finding("B3", "Living wage", 0, obligation=Obligation.CONTEXT),
        finding("B4", "Complaints", 0, asked_by_law=False),
        finding("B5", "Remedy", 1, quote("We repaid two workers.", 1), reviews=(review(3, criterion="B5"),)),
        formality("C1", "Approval", 1, quote("Approved by the board on 2 June 2026.", 1), core_element="approval"),
        formality("C2", "Signature", 0, core_element="signature"),
        _published(),
        warnings=(_blank(),),
    )


def many(number: int = 44) -> Assessment:
    """As many criteria as the largest pack, in a usual mix, with long titles and quotes."""
    text = "In October 2025 our procurement team asked all 96 direct suppliers about the age, pay and hours of workers."
    made: list[Finding] = []
    for n in range(number):
        name, title = f"{'ABC'[n % 3]}{n}", f"{n:02} Checks on how suppliers treat".ljust(31, "x")
        match n % 10:
            case 0 | 1 | 2:
                made.append(not_asked(name, title))
            case 3 | 4:
                made.append(finding(name, title))
            case 5 | 6:
                made.append(finding(name, title, 3, quote(text, 3)))
            case 7 if n > 20:
                made.append(formality(name, title, 1, quote(text, 1)))
            case _:
                made.append(finding(name, title, 1 + n % 2, quote(text, 1)))
    return assessment(*made)


def outcomes() -> tuple[tuple[str, tuple[Outcome, ...]], ...]:
    """A batch in which everything happens."""
    policy = identity("Weka Timber Limited").model_copy(update={"kind": DocumentKind.POLICY, "kind_confidence": 0.8})
    lost = Unreadable(
        path="in/locked.pdf",
        reason=UnreadableReason.PASSWORD,
        message="The file asks for a password.",
        hint="Save a copy without one.",
        sha256="12" * 32,
    )
    return (
        ("in/a/statement.pdf", (linen(),)),
        ("in/b/statement.pdf", (assessment(finding("A1", "Visits"), id="1111111111", identity=identity("", None)),)),
        ("in/locked.pdf", (lost,)),
        (
            "in/policy.pdf",
            (
                Excluded(
                    path="in/policy.pdf",
                    document=linen().document,
                    identity=policy,
                    hint="To score it all the same, add --kind statement.",
                ),
            ),
        ),
        ("in/copy.pdf", (Duplicate(path="in/copy.pdf", sha256="ab" * 32, first="in/a/statement.pdf"),)),
    )


def every() -> list[Outcome]:
    """The same without the paths."""
    return [outcome for _, found in outcomes() for outcome in found]
