"""What the check of a declaration against statements gives: frozen values, without any text handling."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from supplychain_check.models.analysis import Warn
from supplychain_check.models.assessment import Assessment, DocumentInfo, Obligation
from supplychain_check.models.declaration import Declaration, Scope
from supplychain_check.models.document import Frozen
from supplychain_check.models.pack import PackInfo


class Verdict(StrEnum):
    """What declaration and statements say together about one criterion. None of them is a judgement of the firm."""

    CONTRADICTED = "contradicted"
    DIFFERS = "differs in scope"
    SUPPORTED = "supported"
    DECLARED_ONLY = "declared only"
    PUBLISHED_ONLY = "published only"
    SILENT = "both silent"
    NOT_APPLICABLE = "not applicable"


class Quote(Frozen):
    """Words of a document, with the place at which they stand.

    Attributes:
        document: name of the file.
        text: as it stands there; of a declaration the answer with its explanation.
        question: of a declaration, the wording of the question.
        where: the place for people: ``sheet "Answers", cell C7``, ``field q7``, ``p. 4``; "" if unknown.
        start: offset of `text` in its document; -1 if unknown.
    """

    source: Literal["declaration", "statement"]
    document: str
    text: str
    question: str = ""
    where: str = ""
    page: int | None = None
    start: int = -1
    end: int = -1


class Contradiction(Frozen):
    """Two things that a declaration and a statement say and that do not go together.

    Attributes:
        kind: stable code of what disagrees: ``incident``, ``quantity``, ``plan``, ``fees``, ``workforce``,
            ``subcontracting``, ``country``, ``entity``, ``identifier``, ``period``, ``approval``, ``signatory`` ...
        outcome: ``contradicted`` only where entity, period and scope are the same; else what differs.
        question: id of the question in the declaration's form; "" where it concerns the paper as a whole.
        core_element: the subject, as criteria name it; "" where it concerns the paper as a whole.
        reason: one plain sentence: why the two do not go together, or what differs.
        confidence: 0 to 1.
        ask: the question to put to the supplier; "" to have one made from the rest.
    """

    kind: str
    outcome: Literal["contradicted", "differs in scope", "differs in period"]
    core_element: str = ""
    question: str = ""
    declared: Quote
    published: Quote
    scope: Scope = ""
    reason: str
    confidence: float
    ask: str = ""


class Covered(StrEnum):
    """How a statement covers a supplier."""

    REPORTING_ENTITY = "named as reporting entity"
    LISTED = "listed as covered"
    TRADING_NAME = "under a trading name"
    PARENT_ONLY = "only a parent is named"
    UNSURE = "unsure"
    NOT_FOUND = "not found"


class Coverage(Frozen):
    """Whether a statement covers the supplier that was asked about.

    Attributes:
        name: of the supplier, as asked.
        identifiers: of the supplier, as asked.
        matched_by: ``number``, ``name`` or "".
        matched: what in the statement it was matched with: the name or number there.
        quote: the place that says so; None where nothing was found.
        reason: one plain sentence.
        confidence: 0 to 1.
    """

    name: str
    identifiers: tuple[str, ...] = ()
    covered: Covered
    matched_by: Literal["number", "name", ""] = ""
    matched: str = ""
    quote: Quote | None = None
    reason: str
    confidence: float


class CriterionView(Frozen):
    """One criterion, as the declaration and the statements answer it.

    Attributes:
        asked: whether the form of the declaration has a question on it; if not, that it is silent means nothing.
        declared: the best of what was declared, best first.
        published: the best of what statements show, best first, the newest statement before older ones.
        declared_level: rung of the pack's ladder that the declaration reaches.
        published_level: rung that the newest statement reaches.
        top: highest rung of the ladder.
        reason: one plain sentence: why this verdict.
        confidence: of the verdict, 0 to 1.
        gap: whether something that was to be expected is missing.
        otherwise: whether the statement says something else on what was declared not to exist.
    """

    criterion: str
    section: str
    title: str
    core_element: str
    obligation: Obligation
    citation: str = ""
    ask: str = ""
    asked: bool = True
    verdict: Verdict
    declared: tuple[Quote, ...] = ()
    published: tuple[Quote, ...] = ()
    declared_level: int = 0
    published_level: int = 0
    top: int = 0
    reason: str
    confidence: float
    gap: bool = False
    otherwise: bool = False


class Cited(Frozen):
    """Where a fact stands. `verified` is False where nobody opened the source to check it."""

    title: str
    url: str = ""
    verified: bool = True


class RiskFactor(Frozen):
    """Something that makes subjects more important, and who says so. It is no verdict on the supplier.

    Attributes:
        stated: where the papers name it, with quotes; none where only the contract brings it with it.
        contract: title of the contract that brings it with it; "" where only the papers name it.
        named: what a public list says of it: "named for forced labour in Brazil, China"; "" if none.
        why: one plain sentence: why it matters.
        raises: ids of the core elements that it makes more important.
    """

    kind: Literal["good", "country", "region", "sector", "workforce", "chain"]
    id: str
    name: str
    stated: tuple[Quote, ...] = ()
    contract: str = ""
    named: str = ""
    why: str
    source: Cited
    raises: tuple[str, ...] = ()


Unsaid = Literal["goods", "countries", "workforce"]


class RiskProfile(Frozen):
    """What the papers and the contract say of goods, places, sectors and workers. No score: silence is no low risk.

    Attributes:
        contracts: titles of the kinds of contracts that were asked about.
        unsaid: of what the papers say nothing.
    """

    contracts: tuple[str, ...] = ()
    factors: tuple[RiskFactor, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()

    def raising(self, core_element: str) -> tuple[str, ...]:
        """Names of the factors that make a subject more important."""
        return tuple(dict.fromkeys(factor.name for factor in self.factors if core_element in factor.raises))


class LookUp(Frozen):
    """A fact that a person looks up; the tool never fetches it."""

    title: str
    url: str = ""


class Kind(StrEnum):
    """Why a question is put to a supplier; in the order in which they are put.

    Of the last two, those come first that the risk profile makes important.
    """

    CONTRADICTION = "contradiction"
    DIFFERENCE = "difference"
    UNSAID = "unsaid"
    CONTRACT = "contract"
    PAPER = "paper"
    EVIDENCE = "evidence"
    GAP = "gap"


class SupplierQuestion(Frozen):
    """A question to put to a supplier, courteous and ready to send.

    Attributes:
        criterion: id of the criterion that it is about; "" for none.
        why: what it rests on, for the officer.
        priority: among questions of its kind, larger first.
        raised_by: names of the risk factors that make its subject more important.
    """

    kind: Kind
    text: str
    why: str = ""
    criterion: str = ""
    core_element: str = ""
    priority: float = 0.0
    raised_by: tuple[str, ...] = ()


class Duty(Frozen):
    """Whether a law asks the supplier for a statement, as far as the papers say.

    Attributes:
        state: ``yes``, ``no`` or ``unknown``.
        reason: one plain sentence.
    """

    state: Literal["yes", "no", "unknown"]
    reason: str


class StatementView(Frozen):
    """One statement that a declaration was read beside.

    Attributes:
        older: True for all but the newest.
        covers: whether it covers the supplier; None where neither the tender nor a declaration names it.
    """

    document: DocumentInfo
    entity: str = ""
    title: str = ""
    period_start: date | None = None
    period_end: date | None = None
    older: bool = False
    assessment: Assessment
    covers: Coverage | None = None


class SupplierView(Frozen):
    """One supplier: what it declared beside what it published.

    Attributes:
        supplier: its name, as asked, declared or published.
        folder: name of the folder with its papers; "" where single files were given.
        declaration: None where there is none.
        declared: the declaration against the pack; None where there is none.
        statements: the newest first.
        contradictions: those that differ in scope or period among them, the surest first.
        criteria: in the order of the pack.
        counts: criteria a verdict.
        questions: in the order in which they are to be put.
        risk: what makes subjects more important; None in views made before there was one.
        look_ups: what a person looks up, as the pack says.
        warnings: of the declaration and of the check itself.
    """

    supplier: str
    folder: str = ""
    pack: PackInfo
    declaration: Declaration | None = None
    declared: Assessment | None = None
    statements: tuple[StatementView, ...] = ()
    duty: Duty
    contradictions: tuple[Contradiction, ...] = ()
    criteria: tuple[CriterionView, ...] = ()
    counts: dict[Verdict, int]
    questions: tuple[SupplierQuestion, ...] = ()
    risk: RiskProfile | None = None
    look_ups: tuple[LookUp, ...] = ()
    warnings: tuple[Warn, ...] = ()


class NoView(Frozen):
    """A supplier whose papers cannot be checked: a row with the reason, never a crash."""

    supplier: str
    files: tuple[str, ...] = ()
    reason: str
    hint: str = ""
