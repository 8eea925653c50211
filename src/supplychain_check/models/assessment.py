"""What a document shows against one pack: disclosures, findings, reviews, the assessment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from supplychain_check.models.analysis import (
    DocumentKind,
    EvidenceStatus,
    Fact,
    Formality,
    Identity,
    ModelInfo,
    Specificity,
    Warn,
)
from supplychain_check.models.document import Box, Frozen, TextQuality, Unreadable
from supplychain_check.models.pack import PackInfo
from supplychain_check.models.profile import TextProfile

NOT_MEASURED = "accuracy not measured"
"""What is shown of a criterion without labels."""


class Cap(Frozen):
    """Why a piece of evidence counts for less than its rung: the rule of fair scoring and the reason."""

    rule: str
    level: int
    reason: str


class Disclosure(Frozen):
    """A quote that answers a criterion.

    Attributes:
        level: highest rung that it reaches, after caps.
        uncapped: highest rung before caps.
        matched: what matched, as ``signal:name``, ``topic:name``, ``fact:kind``, ``formality:id``.
        role: ``evidence``, ``not applicable`` (a stated fact that the criterion cannot apply), ``applies``
            (a stated fact that makes a conditional criterion apply) or ``unclear`` (said not to apply, without a reason).
        question: of what a declaration says, the question that it answers; "" for statements.
        place: of what a declaration says, where it stands, for people: ``sheet "Answers", cell C7``.
        confidence: of what a declaration says, how surely the question of the file is that of the form, 0 to 1.
    """

    criterion: str
    segment: int
    quote: str
    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    headings: tuple[str, ...] = ()
    topics: dict[str, float] = Field(default_factory=dict)
    status: EvidenceStatus
    status_confidence: float = 0.5
    specificity: Specificity = Specificity.NONE
    specificity_reason: str = ""
    facts: tuple[Fact, ...] = ()
    matched: tuple[str, ...] = ()
    level: int = 0
    uncapped: int = 0
    caps: tuple[Cap, ...] = ()
    role: Literal["evidence", "not applicable", "applies", "unclear"] = "evidence"
    kind: Literal["published", "declared"] = "published"
    question: str = ""
    place: str = ""
    confidence: float = 1.0


class DisclosureState(StrEnum):
    """What a finding says. Never "compliant": the tool reads text, it does not rule on law."""

    DISCLOSED = "disclosed"
    PARTLY = "partly disclosed"
    NOT_DISCLOSED = "not disclosed"
    NOT_APPLICABLE = "not applicable"
    NOT_ASKED = "not asked here"
    NOT_CHECKABLE = "not checkable from the file"
    UNCLEAR = "unclear"


COUNTED: frozenset[DisclosureState] = frozenset(
    {DisclosureState.DISCLOSED, DisclosureState.PARTLY, DisclosureState.NOT_DISCLOSED}
)
"""States that stay in the denominator; all others leave it and stay visible."""


class Obligation(StrEnum):
    """How far the source of a criterion binds."""

    MANDATORY = "mandatory"
    CONDITIONAL = "conditional"
    RECOMMENDED = "recommended"
    CONTEXT = "context"


class CriterionKind(StrEnum):
    """Three kinds of criteria need three kinds of detection."""

    CONTENT = "content"
    FORMALITY = "formality"
    PUBLICATION = "publication"


class ExpectedIn(StrEnum):
    """Where an answer is expected."""

    STATEMENT = "statement"
    DECLARATION = "declaration"
    EITHER = "either"


class Review(Frozen):
    """A person's reading, beside the machine's. Anchored to document, criterion and quote.

    Attributes:
        confirmed: False after the document was assessed again; then it is shown but does not count
            until a person confirms it.
    """

    by: str
    at: datetime
    level: int
    reason: str
    document_sha256: str
    criterion: str
    quote: str = ""
    confirmed: bool = True


class Rung(Frozen):
    """One step of a criterion's ladder, as the report needs it."""

    level: int
    points: float
    disclosure: DisclosureState
    label: str
    advice: str = ""


class Finding(Frozen):
    """The machine's reading of one criterion, and the reviews of people.

    Attributes:
        level: rung reached, 0 = none.
        disclosure: what the level means, or why the criterion is not counted.
        reason: one sentence: why this level.
        evidence: best first; at most `EVIDENCE_KEPT`.
        evidence_count: how many pieces were found in all.
        question: what the criterion asks.
        ask: the question to put to a supplier.
        asked_by_law: False where the law that the document follows does not ask for this.
        accuracy: measured accuracy, or "accuracy not measured".
    """

    criterion: str
    section: str
    title: str
    core_element: str
    obligation: Obligation
    kind: CriterionKind
    expected_in: ExpectedIn
    citation: str
    question: str
    ask: str
    weight: float = 1.0
    ladder: tuple[Rung, ...]
    level: int
    disclosure: DisclosureState
    reason: str
    evidence: tuple[Disclosure, ...] = ()
    evidence_count: int = 0
    asked_by_law: bool = True
    accuracy: str = NOT_MEASURED
    reviews: tuple[Review, ...] = ()


EVIDENCE_KEPT = 12


class DocumentInfo(Frozen):
    """What an assessment keeps of its document."""

    name: str
    path: str
    sha256: str
    media_type: str
    reader: str
    language: str
    quality: TextQuality
    pages: int | None = None
    words: int = 0


class Options(Frozen):
    """Options that change a result, and so belong to its identity.

    Attributes:
        draft: not published yet: signature and approval are not due.
        kind: score it as this kind, whatever it seems to be.
        copied: hash of the sentences that were found in documents of unrelated firms; "" for none.
        form: of a declaration, the form that it was read with and the hash of a mapping, if any; "" for statements.
    """

    draft: bool = False
    kind: DocumentKind | None = None
    copied: str = ""
    form: str = ""


class FormInfo(Frozen):
    """What an assessment keeps of how a declaration was read.

    Attributes:
        questions: how many the form has.
        answered: how many have an answer in the file.
        blank: how many stand in the file without an answer.
        unasked: how many the file does not have.
        grades: how many answers are bare claims, described, or evidenced.
        unsure: questions of the file that could not be matched safely, as they stand there; their answers were not used.
    """

    id: str
    title: str
    version: str
    questions: int
    answered: int
    blank: int = 0
    unasked: int = 0
    grades: dict[str, int] = Field(default_factory=dict)
    unsure: tuple[str, ...] = ()


class Assessment(Frozen):
    """One document against one resolved pack: the waist of the hourglass.

    Attributes:
        id: stable public id, from document, pack, model, tool version and options.
        shared_checked: how many other documents were looked through for copied sentences.
        form: of a declaration, how it was read; None for statements.
        profile: the text as a whole; None for declarations, and where it was stored by an earlier version.
    """

    id: str
    document: DocumentInfo
    identity: Identity
    formalities: tuple[Formality, ...] = ()
    pack: PackInfo
    model: ModelInfo
    tool_version: str
    options: Options = Options()
    findings: tuple[Finding, ...]
    warnings: tuple[Warn, ...] = ()
    shared_checked: int = 0
    form: FormInfo | None = None
    profile: TextProfile | None = None
    created: datetime


class Excluded(Frozen):
    """A readable document that is not what was asked for (a policy among statements): named, not scored."""

    path: str
    document: DocumentInfo
    identity: Identity
    hint: str


class Duplicate(Frozen):
    """A file with the same bytes as one that came before it in the batch."""

    path: str
    sha256: str
    first: str


Outcome = Assessment | Unreadable | Excluded | Duplicate
