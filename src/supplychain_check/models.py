"""The frozen values that flow from stage to stage.

    file -read-> Document -segment-> Segment* -analyse-> Analysis -match-> Disclosure* -score-> Assessment

Every offset counts characters of `Document.text`, from 0, end exclusive. Every page number counts from 1.
Every box is `(x0, y0, x1, y1)` in points, origin at the top left of its page.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "0.1"

TOPICS: tuple[str, ...] = (
    "approval",
    "signature",
    "reporting_entity",
    "structure",
    "operations",
    "supply_chains",
    "risk_description",
    "risk_mitigation",
    "remediation",
    "effectiveness",
    "consultation",
)
"""The eleven labels of the AIMS.au annotation scheme (Bora et al., arXiv 2502.07022)."""

Box = tuple[float, float, float, float]


class Frozen(BaseModel):
    """A value that never changes after it is made; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- what a reader makes -----------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a stretch of text is on the page. Furniture is running headers, footers and page numbers."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FURNITURE = "furniture"


class Block(Frozen):
    """A paragraph, heading, list item or table row.

    Attributes:
        level: depth of a heading (1 to 6) or of a list item (1 = outermost); 0 otherwise or unknown.
        table: number of the table in the document, for table rows.
        header: True for a table row that names the columns.
        cells: offsets of the cells of a table row, in the text of the document.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: int | None = None
    header: bool = False
    cells: tuple[tuple[int, int], ...] = ()


class Page(Frozen):
    """One page: the offsets it covers, and its size in points (0 where unknown)."""

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0


class Line(Frozen):
    """Where a line of text stands on its page."""

    start: int
    end: int
    page: int
    box: Box


class TextQuality(Frozen):
    """How far the text can be trusted to be what the page shows.

    Attributes:
        score: 0 (noise) to 1 (clean prose).
        readable: False below the floor; then nothing is scored as missing.
        reasons: what lowered the score, in plain words.
    """

    score: float
    readable: bool
    reasons: tuple[str, ...] = ()


class Document(Frozen):
    """What was read from one file. Its text never changes after reading.

    Attributes:
        name: file name without folders.
        path: where it was read from, as the user gave it.
        sha256: of the bytes of the file, hexadecimal.
        media_type: found by looking at the content, e.g. ``application/pdf``.
        reader: name and version of what read it.
        pages: empty for formats that have no pages (HTML, Markdown, text).
        lines: boxes of lines where the format has them; may be empty.
        metadata: what the file says of itself (``title``, ``author``, ``created`` ...).
        language: ISO 639-1 code of most of the text.
        warnings: what a reader of the result must know (hidden text, repaired file ...).
    """

    name: str
    path: str
    sha256: str
    media_type: str
    reader: str
    text: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()
    metadata: dict[str, str] = Field(default_factory=dict)
    language: str = "en"
    quality: TextQuality = TextQuality(score=1.0, readable=True)
    warnings: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Number of the page on which the character at `offset` stands; None without pages."""
        for page in self.pages:
            if offset < page.end:
                return page.number
        return self.pages[-1].number if self.pages else None


class UnreadableReason(StrEnum):
    """Why a file gave no text to score."""

    NOT_FOUND = "not found"
    EMPTY = "empty"
    TOO_LARGE = "too large"
    TOO_MANY_PAGES = "too many pages"
    UNSUPPORTED = "unsupported format"
    DAMAGED = "damaged"
    PASSWORD = "password needed"
    NO_TEXT = "no text"
    LANGUAGE = "not English"
    LIMIT = "over a limit"


class Unreadable(Frozen):
    """A file that could not be read: a row of the result, never a crash and never a score of 0."""

    path: str
    reason: UnreadableReason
    message: str
    hint: str = ""
    sha256: str = ""


# --- segments ----------------------------------------------------------------------------------------


class SegmentKind(StrEnum):
    """What a segment is."""

    SENTENCE = "sentence"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    HEADING = "heading"


class Segment(Frozen):
    """The unit that is read and quoted: a sentence, list item or table row (headings come along for context).

    Attributes:
        index: position in the document, from 0.
        text: `Document.text[start:end]` with every run of white space as one space.
        headings: the headings above it, outermost first.
        intro: index of the sentence that introduces the list, or of the header row of the table.
        block: index into `Document.blocks`.
    """

    index: int
    kind: SegmentKind
    start: int
    end: int
    text: str
    page: int | None = None
    headings: tuple[str, ...] = ()
    intro: int | None = None
    block: int = 0


# --- analysis: what does not depend on any pack --------------------------------------------------------


class EvidenceStatus(StrEnum):
    """What kind of evidence a sentence is.

    action: done or in place; commitment: will do; denial: says there is none; hypothetical: would, if;
    claim: values, zero tolerance, expectations; context: anything else.
    """

    ACTION = "action"
    COMMITMENT = "commitment"
    DENIAL = "denial"
    HYPOTHETICAL = "hypothetical"
    CLAIM = "claim"
    CONTEXT = "context"


class Specificity(StrEnum):
    """How specific a sentence is, from the facts in it."""

    NONE = "none"
    GENERAL = "general"
    SPECIFIC = "specific"
    MEASURED = "measured"


class FactKind(StrEnum):
    """Kinds of fact that make a disclosure checkable."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    COUNTRY = "country"
    COMMODITY = "commodity"
    TIER = "tier"
    WORKERS = "workers"
    STANDARD = "standard"
    ROLE = "role"


class Fact(Frozen):
    """A fact inside a sentence, with its offsets in the document."""

    kind: FactKind
    text: str
    start: int
    end: int


class Reading(Frozen):
    """What was read from one segment.

    Attributes:
        topics: probability for each AIMS topic; topics below 0.01 may be left out.
        evidential: False where the segment can never be evidence (heading, definition, keyword list ...).
        why_not: the reason, where `evidential` is False.
        named_firm: another firm that the sentence has as its subject, or "".
    """

    segment: int
    topics: dict[str, float] = Field(default_factory=dict)
    status: EvidenceStatus = EvidenceStatus.CONTEXT
    status_confidence: float = 0.5
    evidential: bool = True
    why_not: str = ""
    specificity: Specificity = Specificity.NONE
    facts: tuple[Fact, ...] = ()
    named_firm: str = ""


class Stated(Frozen):
    """Something the document says about itself, with where it says so.

    Attributes:
        value: normalised (ISO date, name without line breaks ...).
        text: as it stands in the document.
        start: offset of `text`; -1 where it comes from the file's metadata.
    """

    value: str
    text: str
    start: int = -1
    end: int = -1
    page: int | None = None


class DocumentKind(StrEnum):
    """What kind of document it seems to be."""

    STATEMENT = "statement"
    POLICY = "policy"
    DECLARATION = "declaration"
    OTHER = "other"


class Identity(Frozen):
    """Who and when.

    Attributes:
        kind_confidence: 0 to 1.
        kind_reason: what in the document speaks for this kind, in plain words.
        period_start: first day of the reporting period.
        period_end: last day of the reporting period.
        laws: ids from ``criteria/laws.toml`` of the acts that the document names as its own, with the place.
    """

    kind: DocumentKind
    kind_confidence: float
    kind_reason: str
    title: Stated | None = None
    entities: tuple[Stated, ...] = ()
    identifiers: tuple[Stated, ...] = ()
    period: Stated | None = None
    period_start: date | None = None
    period_end: date | None = None
    published: Stated | None = None
    laws: tuple[Stated, ...] = ()


class Formality(Frozen):
    """A formality that the document shows.

    Attributes:
        id: ``approval``, ``signature``, ``entity`` or ``period``.
        variant: ``board``, ``delegated``, ``members``, ``signed``, ``blank``, ``stated`` ...
        evidence: the place.
        segment: index of the segment, where there is one.
    """

    id: str
    variant: str
    evidence: Stated
    segment: int | None = None


class Warn(Frozen):
    """Something a person should look at. `code` is stable; `message` is for people."""

    code: str
    message: str
    quote: str = ""
    page: int | None = None


class ModelInfo(Frozen):
    """Which topic model read the text."""

    name: str
    version: str
    sha256: str
    accuracy: str = "accuracy not measured"


class Analysis(Frozen):
    """Everything read from a document that does not depend on a pack: made once a document."""

    document_sha256: str
    model: ModelInfo
    segments: tuple[Segment, ...]
    readings: tuple[Reading, ...]
    identity: Identity
    formalities: tuple[Formality, ...] = ()
    warnings: tuple[Warn, ...] = ()


# --- match and score -----------------------------------------------------------------------------------


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
        role: ``evidence``, ``not applicable`` (a stated fact that the criterion cannot apply) or ``applies``
            (a stated fact that makes a conditional criterion apply).
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
    facts: tuple[Fact, ...] = ()
    matched: tuple[str, ...] = ()
    level: int = 0
    uncapped: int = 0
    caps: tuple[Cap, ...] = ()
    role: Literal["evidence", "not applicable", "applies"] = "evidence"
    kind: Literal["published", "declared"] = "published"


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
    accuracy: str = "accuracy not measured"
    reviews: tuple[Review, ...] = ()


EVIDENCE_KEPT = 12


class SectionInfo(Frozen):
    """A section of a pack, such as an Action."""

    id: str
    title: str
    summary: str = ""


class PackInfo(Frozen):
    """Which resolved pack an assessment used."""

    id: str
    title: str
    version: str
    sha256: str
    status: str
    jurisdiction: str
    sections: tuple[SectionInfo, ...]
    notes: tuple[str, ...] = ()


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
    """Options that change a result, and so belong to its identity."""

    draft: bool = False
    kind: DocumentKind | None = None


class Assessment(Frozen):
    """One document against one resolved pack: the waist of the hourglass.

    Attributes:
        id: stable public id, from document, pack, model, tool version and options.
        shared_checked: how many other documents were looked through for copied sentences.
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


# --- summaries -----------------------------------------------------------------------------------------


class SectionResult(Frozen):
    """The points of one section, with their denominator and everything that left it.

    Attributes:
        share: points of maximum, 0 to 1; None where more than a quarter is not applicable or nothing counts.
        counts: findings per state, all states present.
    """

    id: str
    title: str
    points: float
    max_points: float
    share: float | None
    counts: dict[DisclosureState, int]


class MandatoryResult(Frozen):
    """Mandatory items apart from quality: how many disclosed, of how many that could be read."""

    total: int
    counted: int
    disclosed: int
    missing: tuple[str, ...] = ()


class Role(StrEnum):
    """For whom the next steps are written."""

    PROCUREMENT = "procurement"
    ANALYST = "analyst"
    AUTHOR = "author"


class NextStep(Frozen):
    """One useful thing to do next."""

    criterion: str
    text: str
    why: str = ""


class ManifestInput(Frozen):
    """One input of a run: its hash and what became of it."""

    path: str
    sha256: str
    bytes: int
    outcome: Literal["assessed", "unreadable", "not a statement", "duplicate"]
    detail: str = ""
    assessments: tuple[str, ...] = ()


class Manifest(Frozen):
    """What a batch did: enough to repeat it and to see what it left out."""

    schema_version: str = SCHEMA_VERSION
    started: datetime
    finished: datetime
    tool_version: str
    packs: tuple[PackInfo, ...]
    model: ModelInfo
    options: Options
    versions: dict[str, str]
    inputs: tuple[ManifestInput, ...]
    counts: dict[str, int]
