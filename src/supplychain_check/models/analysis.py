"""What is read from a document without any pack: readings, identity, formalities."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from supplychain_check.models.document import Frozen, Segment


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


KINDS = (*(status.value for status in EvidenceStatus), "future", "negative")
"""What a model says of the kind of evidence that a sentence is: its status, and whether it is a promise or a denial in the
narrower sense of those who label statements (AIMS.au, arXiv 2506.01671)."""


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
    SECTOR = "sector"
    COMPARISON = "comparison"
    OUTCOME = "outcome"


class Fact(Frozen):
    """A fact inside a sentence, with its offsets in the document.

    Attributes:
        value: the number of a count, a share (in per cent) or a sum; None for other kinds and unread numbers.
        unit: the noun that is counted, "%", or the currency, as written.
        counts: what kind of thing is counted: suppliers, sites, people, checks, concerns, cases ...
    """

    kind: FactKind
    text: str
    start: int
    end: int
    value: float | None = None
    unit: str = ""
    counts: str = ""


LEAST_PRECISION = 0.8
"""A flag that was measured less precise than this neither caps a level nor keeps one away: a person looks."""
_FLAGS = frozenset(
    {EvidenceStatus.COMMITMENT, EvidenceStatus.DENIAL, EvidenceStatus.HYPOTHETICAL, EvidenceStatus.CLAIM}
)


def asks_for_review(status: EvidenceStatus, confidence: float) -> bool:
    """Whether a status says that less was done, and was measured too unsure to count for less by itself."""
    return status in _FLAGS and confidence < LEAST_PRECISION


class Reading(Frozen):
    """What was read from one segment.

    Attributes:
        topics: probability for each AIMS topic; topics below 0.01 may be left out.
        evidential: False where the segment can never be evidence (heading, definition, keyword list ...).
        why_not: the reason, where `evidential` is False.
        named_firm: another firm that the sentence has as its subject, or "".
        dated: of a promise, whether it says by when.
        owned: of a promise, whether it says who answers for it: a role, a team, a body.
        specificity_reason: why it has that grade, in plain words: "46 suppliers".
    """

    segment: int
    topics: dict[str, float] = Field(default_factory=dict)
    status: EvidenceStatus = EvidenceStatus.CONTEXT
    status_confidence: float = LEAST_PRECISION
    evidential: bool = True
    why_not: str = ""
    specificity: Specificity = Specificity.NONE
    specificity_reason: str = ""
    facts: tuple[Fact, ...] = ()
    named_firm: str = ""
    dated: bool = False
    owned: bool = False


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
        trading_names: names under which the organisations trade or go by in the document ("trading as ...").
        identifiers: registration numbers as ``SCHEME NUMBER``, those with a wrong check digit left out.
        period_start: first day of the reporting period.
        period_end: last day of the reporting period.
        period_from: where the dates come from if not from the period's own words ("FY24"): the other place in the
            document that names the month in which its financial year ends.
        joint: that the document speaks for more than one entity; the value is ``joint`` or ``group``.
        laws: ids from ``criteria/laws.toml`` of the acts that the document names as its own, with the place.
        registers: registers of statements that the document says it stands on, or their addresses.
        contacts: e-mail addresses and telephone numbers for questions, in order of the text.
    """

    kind: DocumentKind
    kind_confidence: float
    kind_reason: str
    title: Stated | None = None
    entities: tuple[Stated, ...] = ()
    trading_names: tuple[Stated, ...] = ()
    identifiers: tuple[Stated, ...] = ()
    period: Stated | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_from: Stated | None = None
    published: Stated | None = None
    joint: Stated | None = None
    laws: tuple[Stated, ...] = ()
    registers: tuple[Stated, ...] = ()
    contacts: tuple[Stated, ...] = ()


class Formality(Frozen):
    """A formality that the document shows.

    Attributes:
        id: ``approval``, ``signature``, ``entity`` or ``period``.
        variant: ``board``, ``delegated``, ``members``, ``signed``, ``blank``, ``stated`` ...
        evidence: the place.
        segment: index of the segment, where there is one.
        body: of an approval: who approved, as written ("Board of Directors").
        person: of a signature: the name of who signed.
        office: of a signature: the title of who signed.
        on: the day of the approval or signature, as ISO date; year and month where no day is written.
    """

    id: str
    variant: str
    evidence: Stated
    segment: int | None = None
    body: Stated | None = None
    person: Stated | None = None
    office: Stated | None = None
    on: Stated | None = None


class Warn(Frozen):
    """Something a person should look at. `code` is stable; `message` is for people."""

    code: str
    message: str
    quote: str = ""
    page: int | None = None


class ModelInfo(Frozen):
    """Which topic model read the text.

    Attributes:
        thresholds: the probability from which a topic counts as disclosed, for topics where it is not 0.5.
    """

    name: str
    version: str
    sha256: str
    accuracy: str = "accuracy not measured"
    thresholds: dict[str, float] = Field(default_factory=dict)

    def threshold(self, topic: str) -> float:
        """The probability from which a topic counts as disclosed."""
        return self.thresholds.get(topic, 0.5)


class Analysis(Frozen):
    """Everything read from a document that does not depend on a pack: made once a document."""

    document_sha256: str
    model: ModelInfo
    segments: tuple[Segment, ...]
    readings: tuple[Reading, ...]
    identity: Identity
    formalities: tuple[Formality, ...] = ()
    warnings: tuple[Warn, ...] = ()
