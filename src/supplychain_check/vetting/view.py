"""Papers of one supplier to one view: verdicts, contradictions, questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from supplychain_check.analyse.laws import load_laws
from supplychain_check.declarations.disclosing import asked
from supplychain_check.models import Assessment, DocumentKind, Unreadable, Warn
from supplychain_check.models.declaration import Declaration
from supplychain_check.pipeline import Pipeline, Prepared
from supplychain_check.reports.wording import first_entity
from supplychain_check.vetting.beside import read_as_statement
from supplychain_check.vetting.contradictions import contradictions, declared_coverage, rank
from supplychain_check.vetting.covering import coverage
from supplychain_check.vetting.duty import duty
from supplychain_check.vetting.needs import needs
from supplychain_check.vetting.own_dates import OF_NEWEST
from supplychain_check.vetting.questions import about_papers, questions
from supplychain_check.vetting.risk import risk_profile
from supplychain_check.vetting.risk_data import Contract, load_risk
from supplychain_check.vetting.values import Contradiction, Coverage, LookUp, StatementView, SupplierView, Verdict
from supplychain_check.vetting.verdicts import Papers, criteria


class Tenderer(NamedTuple):
    """The supplier as the tender names it; whatever is "" or empty is taken from its papers, or not asked."""

    name: str = ""
    identifiers: tuple[str, ...] = ()


_DOUBT = (
    "it tells of workers and suppliers, and was read as one because no other file is. Ask whether there is another."
)


class Given(NamedTuple):
    """The papers of one supplier, each read once.

    Attributes:
        declaration: None where there is none.
        statements: in any order.
        left: what became of other papers, for people.
        folder: name of the folder that they are from; the supplier's name where no paper says it.
        doubtful: which of the statements may be none, for people.
    """

    declaration: Prepared | None
    statements: tuple[Prepared, ...] = ()
    left: tuple[str, ...] = ()
    folder: str = ""
    doubtful: tuple[str, ...] = ()


def make_view(
    pipeline: Pipeline, given: Given, tenderer: Tenderer | None = None, contracts: Sequence[Contract] = ()
) -> SupplierView:
    """Read a supplier's declaration beside its statements.

    Args:
        pipeline: with one pack, by which the papers were prepared.
        given: the papers; a declaration or a statement at least.
        tenderer: as the tender names it; None to take it from the papers.
        contracts: kinds of contracts, which decide what has to be known whatever the papers speak of.
    """
    who = tenderer or Tenderer()
    declaration = given.declaration.declared.declaration if given.declaration and given.declaration.declared else None
    declared = _assessed(pipeline, given.declaration) if given.declaration else None
    ordered = sorted(given.statements, key=_ended, reverse=True)
    statements = _statements(pipeline, ordered, who, declaration)
    found = tuple(_ranked(declaration, ordered)) if declaration else ()
    owed = duty(declaration, load_laws())
    each = tuple(one.assessment for one in statements)
    views = criteria(Papers(declared, asked(declaration) if declaration else frozenset(), each, found, owed))
    counts = Counter(view.verdict for view in views)
    about = about_papers(declaration, _named(statements, who), owed.state, owed.reason)
    home = pipeline.infos[0].jurisdiction[:2]
    risk = risk_profile(given.declaration if declared else None, ordered, load_risk(), contracts, home)
    return SupplierView(
        supplier=who.name or _name(declared, each) or given.folder or "Supplier",
        folder=given.folder,
        pack=pipeline.infos[0],
        declaration=declaration,
        declared=declared,
        statements=statements,
        duty=owed,
        contradictions=found,
        criteria=views,
        counts={verdict: counts[verdict] for verdict in Verdict},
        questions=questions(found, views, tuple(about), needs(risk, contracts, views), risk),
        risk=risk,
        look_ups=tuple(LookUp(title=one.title, url=one.url) for one in pipeline.look_ups),
        warnings=tuple(_warnings(given, declared, each)),
    )


def _assessed(pipeline: Pipeline, prepared: Prepared) -> Assessment | None:
    outcome = pipeline.assess(prepared)[0]
    return outcome if isinstance(outcome, Assessment) else None


def _ended(prepared: Prepared) -> date:
    return prepared.analysis.identity.period_end or date.min


def _statements(
    pipeline: Pipeline, ordered: Sequence[Prepared], who: Tenderer, declaration: Declaration | None
) -> tuple[StatementView, ...]:
    newest = next(iter(ordered), None)
    return tuple(_statement(pipeline, one, one is not newest, _covers(one, who, declaration)) for one in ordered)


def _named(statements: Sequence[StatementView], who: Tenderer) -> tuple[StatementView, ...]:
    """The statements, to ask whether they cover a supplier that the tender names.

    Where only the declaration names it, what differs between the papers asks already.
    """
    asked_for = bool(who.name or who.identifiers)
    return tuple(one if asked_for else one.model_copy(update={"covers": None}) for one in statements)


def _statement(pipeline: Pipeline, prepared: Prepared, older: bool, covers: Coverage | None) -> StatementView:
    assessment = _assessed(pipeline, prepared)
    assert assessment is not None, "only what is scored is given as a statement"
    identity = assessment.identity
    return StatementView(
        document=assessment.document,
        entity=first_entity(identity),
        title=identity.title.value if identity.title else "",
        period_start=identity.period_start,
        period_end=identity.period_end,
        older=older,
        assessment=assessment,
        covers=covers,
    )


def _covers(prepared: Prepared, who: Tenderer, declaration: Declaration | None) -> Coverage | None:
    """Whether a statement covers the supplier as the tender names it, or else as it names itself."""
    if not who.name and not who.identifiers:
        return declared_coverage(declaration, prepared.document, prepared.analysis) if declaration else None
    return coverage(who.name, who.identifiers, prepared.document, prepared.analysis)


def _ranked(declaration: Declaration, statements: Sequence[Prepared]) -> list[Contradiction]:
    """Those of all statements, each once: what the newest says goes before what older ones say."""
    found: dict[tuple[str, str, str], Contradiction] = {}
    for place, statement in enumerate(statements):
        for one in contradictions(declaration, statement.document, statement.analysis):
            if place and one.kind in OF_NEWEST:
                continue
            found.setdefault((one.kind, one.question, one.outcome), one)
    return sorted(found.values(), key=lambda one: (rank(one), -one.confidence))


def _name(declared: Assessment | None, statements: Sequence[Assessment]) -> str:
    names = (first_entity(one.identity) for one in (declared, *statements) if one)
    return next((name for name in names if name), "")


def _warnings(given: Given, declared: Assessment | None, statements: Iterable[Assessment]) -> Iterable[Warn]:
    yield from declared.warnings if declared else ()
    for one in statements:
        if not one.document.quality.readable:
            yield Warn(code="poor-text", message=f"{one.document.name}: the text is too poor to say what is missing.")
    yield from (Warn(code="left-out", message=text) for text in given.left)
    yield from (Warn(code="maybe-no-statement", message=text) for text in given.doubtful)


class Sorted(NamedTuple):
    """Papers sorted by what they are.

    Attributes:
        given: the papers that are used.
        unreadable: files that could not be read.
    """

    given: Given
    unreadable: tuple[Unreadable, ...]


def sort_papers(pipeline: Pipeline, papers: Iterable[Prepared | Unreadable]) -> Sorted:
    """Find out by content which paper is the declaration and which are statements.

    Of several declarations the latest is used; whatever is neither is named and left out.
    """
    declarations: list[Prepared] = []
    statements: list[Prepared] = []
    unreadable: list[Unreadable] = []
    neither: list[Prepared] = []
    for paper in papers:
        if isinstance(paper, Unreadable):
            unreadable.append(paper)
        elif paper.declared:
            declarations.append(paper)
        elif pipeline.scored_as(paper) is DocumentKind.STATEMENT:
            statements.append(paper)
        else:
            neither.append(paper)
    declarations.sort(key=_ended)
    # a small firm may tell of its workers in its own words, in a paper that no act would call a statement
    told = [one for one in map(read_as_statement, neither) if one] if declarations and not statements else []
    read = {one.document.sha256 for one in told}
    left = [_neither(one) for one in neither if one.document.sha256 not in read]
    left += [f"{one.document.name} was left out: another declaration is used." for one in declarations[:-1]]
    left += [f"{one.path} could not be read: {one.message}" for one in unreadable]
    latest = declarations[-1] if declarations else None
    doubtful = tuple(f"{one.document.name} may be no statement: {_DOUBT}" for one in told)
    return Sorted(Given(latest, (*statements, *told), tuple(left), doubtful=doubtful), tuple(unreadable))


def _neither(paper: Prepared) -> str:
    kind = paper.analysis.identity.kind.value
    return f"{paper.document.name} was left out: neither a declaration nor a statement ({kind})."
