"""Declared beside published, criterion by criterion: arithmetic on findings, no text handling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from supplychain_check.models.analysis import EvidenceStatus
from supplychain_check.models.assessment import (
    Assessment,
    CriterionKind,
    Disclosure,
    DisclosureState,
    ExpectedIn,
    Finding,
    Obligation,
)
from supplychain_check.vetting.bearing import (
    NAMED,
    NOT,
    bearing,
    only_a_rule,
    paid_after_all,
    says_none,
    tells_of_a_case,
)
from supplychain_check.vetting.values import Contradiction, CriterionView, Duty, Quote, Verdict

ABSENT, ABSENT_POOR = 0.7, 0.4
"""How sure it is that a text is silent where nothing was found: set by hand, not measured; less below the quality floor."""
OLDER = 0.7
"""What an older statement is worth beside the newest one, as a factor of the confidence."""
THIN = 0.8
"""What a bare answer, or a mere mention in the statement, leaves of how sure it is that both show the same."""
QUOTES = 2
_MAY_BE_NONE = "contract_workforce"
"""A subject on which a no is no lack: all are the firm's own employees."""
_LACK = frozenset(
    {"training", "supplier_assurance", "audit_follow_up", "risk_assessment", "worker_voice", "employment_standards"}
    | {"recruiters", "supplier_code", "purchasing_practice"}
)
"""Subjects on which a statement that denies says that something is not done."""
_DEEDS = frozenset({"recruitment_fees", "documents_movement"})
"""Subjects on which the answer says how it is for workers, and a rule of the firm says only how it should be."""
_COMPARED = frozenset({"contract_workforce", "recruiters", "subcontracting"})
"""Subjects on which `workforce` has compared what is said: that a statement speaks of them says nothing more."""
_WEAK = frozenset({EvidenceStatus.COMMITMENT, EvidenceStatus.CLAIM, EvidenceStatus.HYPOTHETICAL})


class Papers(NamedTuple):
    """All that verdicts rest on.

    Attributes:
        declared: the declaration against the pack; None where there is none.
        asked: core elements on which its form asks.
        statements: against the same pack, the newest first.
    """

    declared: Assessment | None
    asked: frozenset[str]
    statements: tuple[Assessment, ...]
    contradictions: tuple[Contradiction, ...]
    duty: Duty


class _Sides(NamedTuple):
    """What either side says of one criterion; `near`: the statement touches it, without saying it of the firm."""

    finding: Finding
    declared: tuple[Disclosure, ...]
    answer: Disclosure | None
    published: tuple[tuple[Disclosure, Assessment], ...]
    newest: bool
    asked: bool
    near: bool = False

    @property
    def best(self) -> Disclosure | None:
        """The best of what is published."""
        return self.published[0][0] if self.published else None


class _Judged(NamedTuple):
    verdict: Verdict
    reason: str
    confidence: float
    otherwise: bool = False


def criteria(papers: Papers) -> tuple[CriterionView, ...]:
    """Every criterion that is about content, in the order of the pack."""
    first = papers.declared or next(iter(papers.statements), None)
    findings = first.findings if first else ()
    wanted = [(place, f) for place, f in enumerate(findings) if f.kind is CriterionKind.CONTENT]
    return tuple(_view(_sides(place, finding, papers), papers) for place, finding in wanted)


def _sides(place: int, finding: Finding, papers: Papers) -> _Sides:
    answers = papers.declared.findings[place].evidence if papers.declared else ()
    found = [
        (bearing(piece, finding.core_element), piece, one)
        for one in papers.statements
        for piece in sorted(one.findings[place].evidence, key=lambda piece: bearing(piece, finding.core_element))
        if piece.role == "evidence" and piece.level
    ]
    published = tuple((piece, one) for how, piece, one in found if how != NOT)
    return _Sides(
        finding=finding,
        declared=tuple(piece for piece in answers if piece.role == "evidence" and piece.level),
        answer=next(iter(answers), None),
        published=published,
        newest=bool(published) and published[0][1] is papers.statements[0],
        asked=finding.core_element in papers.asked,
        near=bool(found) and not published,
    )


def _view(sides: _Sides, papers: Papers) -> CriterionView:
    finding = sides.finding
    judged = _judged(sides, papers)
    declared = papers.declared.document.name if papers.declared else ""
    answers = sides.declared or ((sides.answer,) if sides.answer else ())
    top = max((rung.level for rung in finding.ladder), default=0)
    newest = [piece.level for piece, one in sides.published if one is papers.statements[0]]
    return CriterionView(
        criterion=finding.criterion,
        section=finding.section,
        title=finding.title,
        core_element=finding.core_element,
        obligation=finding.obligation,
        citation=finding.citation,
        ask=finding.ask,
        asked=sides.asked,
        verdict=judged.verdict,
        declared=tuple(quote(piece, declared) for piece in answers[:QUOTES]),
        published=tuple(quote(piece, one.document.name) for piece, one in sides.published[:QUOTES]),
        declared_level=max((piece.level for piece in sides.declared), default=0),
        published_level=max(newest, default=0),
        top=top,
        reason=judged.reason,
        confidence=round(judged.confidence, 2),
        gap=_gap(judged.verdict, sides, papers),
        otherwise=judged.otherwise,
    )


def quote(piece: Disclosure, document: str) -> Quote:
    """The words of a disclosure with their place."""
    declared = piece.kind == "declared"
    above = f'in "{piece.headings[-1]}"' if piece.headings else ""
    return Quote(
        source="declaration" if declared else "statement",
        document=document,
        text=piece.quote,
        question=piece.question,
        where=piece.place if declared else f"p. {piece.page}" if piece.page else above,
        page=piece.page,
        start=piece.start,
        end=piece.end,
    )


def _judged(sides: _Sides, papers: Papers) -> _Judged:
    about = [c for c in papers.contradictions if c.core_element == sides.finding.core_element]
    for outcome, verdict in (("contradicted", Verdict.CONTRADICTED), ("", Verdict.DIFFERS)):
        for one in about:
            if one.outcome == outcome or not outcome:
                return _Judged(verdict, one.reason, one.confidence)
    if none := _none_of_it(sides):
        return none
    if sides.declared:
        return _when_declared(sides, papers)
    if sides.best is not None:
        return _only_published(sides)
    if _does_not_apply(sides):
        return _Judged(Verdict.NOT_APPLICABLE, "Declared not to apply, by a stated fact.", _declared_confidence(sides))
    return _Judged(Verdict.SILENT, _why_silent(sides, papers), _absent(papers.statements))


def _none_of_it(sides: _Sides) -> _Judged | None:
    """Where the firm says that there is none of a thing, and that is no lack."""
    answer, best, sure = sides.answer, sides.best, _declared_confidence(sides)
    if answer is None:
        return None
    element = sides.finding.core_element
    if element == "remedy" and answer.status is EvidenceStatus.DENIAL and (best is None or says_none(best)):
        return _Judged(Verdict.NOT_APPLICABLE, "No case was declared, so there was none to put right.", sure)
    none = element == _MAY_BE_NONE and answer.status is EvidenceStatus.DENIAL
    if none and best is None:
        return _Judged(Verdict.NOT_APPLICABLE, "Declared that there are none; the statement tells of none.", sure)
    if none and best is not None and says_none(best):
        return _Judged(Verdict.SUPPORTED, "Declaration and statement both say that there are none.", sure * THIN)
    return None


def _when_declared(sides: _Sides, papers: Papers) -> _Judged:
    sure, best = _declared_confidence(sides), sides.best
    if not papers.statements:
        return _Judged(Verdict.DECLARED_ONLY, "There is no statement to read beside the declaration.", sure)
    if best is None:
        return _Judged(Verdict.DECLARED_ONLY, _why_unsupported(sides), sure * _absent(papers.statements))
    return _beside(sides, best, sure * best.status_confidence * (1 if sides.newest else OLDER))


def _why_unsupported(sides: _Sides) -> str:
    if sides.near:
        return "What the statement has on it is not said of the firm, or is about something else."
    here = sides.finding.expected_in is ExpectedIn.DECLARATION
    return "Nothing on it was found in the statement" + ("; none is expected there." if here else ".")


def _beside(sides: _Sides, best: Disclosure, sure: float) -> _Judged:
    """What is declared beside what is published on the same subject."""
    said = sides.declared[0].status
    clash = next((piece for piece, _ in sides.published if _paid_after_all(sides, piece)), None)
    if clash:
        why = "The declaration says that nobody paid; the statement tells of somebody who did."
        return _Judged(Verdict.DECLARED_ONLY, why, sure, otherwise=True)
    if said is EvidenceStatus.DENIAL and best.status is not EvidenceStatus.DENIAL:
        why = "The statement speaks of the subject, but does not say that there was none."
        return _Judged(Verdict.DECLARED_ONLY, why, sure, otherwise=best.level > 1 and _says_otherwise(sides))
    if said is not EvidenceStatus.DENIAL and _not_done(sides):
        return _Judged(Verdict.DECLARED_ONLY, "The statement says that this was not done.", sure, otherwise=True)
    if best.status in _WEAK and said not in _WEAK:
        return _Judged(Verdict.DECLARED_ONLY, "The statement has no more on it than a promise or a value.", sure)
    if sides.finding.core_element in _DEEDS and _only_rules(sides):
        return _Judged(Verdict.DECLARED_ONLY, "The statement has a rule on it, and not how it is kept.", sure)
    if min(sides.declared[0].level, best.level) == 1:
        sure *= THIN
    if not sides.newest:
        return _Judged(Verdict.SUPPORTED, "An older statement shows it; the newest is silent.", sure)
    return _Judged(Verdict.SUPPORTED, "Declaration and statement both show it.", sure)


def _only_published(sides: _Sides) -> _Judged:
    best, answer = sides.best, sides.answer
    shown = "a promise or a value" if best and best.status in _WEAK else "something"
    assert best is not None
    sure = best.status_confidence * (answer.confidence if answer else 1.0)
    if answer is None:
        why = "The question was left without an answer." if sides.asked else "The declaration does not ask about it."
    elif answer.status is EvidenceStatus.DENIAL:
        why = f"The declaration answers no, and the statement shows {shown}."
    elif answer.role in {"not applicable", "unclear"}:
        why = f"Declared not to apply, and the statement shows {shown}."
    else:
        why = f"The answer says that it is not known, and the statement shows {shown}."
    return _Judged(
        Verdict.PUBLISHED_ONLY, why, sure, otherwise=answer is not None and best.level > 1 and _says_otherwise(sides)
    )


def _says_otherwise(sides: _Sides) -> bool:
    """Whether the best of what is published is more than words on a subject that was declared not to exist."""
    best = sides.best
    if best is None or sides.finding.core_element in _COMPARED:
        return False
    return best.status not in _WEAK and tells_of_a_case(best)


def _not_done(sides: _Sides) -> bool:
    denied = all(piece.status is EvidenceStatus.DENIAL for piece, _ in sides.published)
    return denied and sides.finding.core_element in _LACK


def _only_rules(sides: _Sides) -> bool:
    """Whether all that names the subject is a rule of the firm."""
    element = sides.finding.core_element
    return all(only_a_rule(piece) for piece, _ in sides.published if bearing(piece, element) == NAMED)


def _paid_after_all(sides: _Sides, piece: Disclosure) -> bool:
    fees = sides.finding.core_element == "recruitment_fees"
    return fees and any(paid_after_all(one.quote, piece.quote) for one in sides.declared)


def _does_not_apply(sides: _Sides) -> bool:
    return sides.answer is not None and sides.answer.role == "not applicable"


def _why_silent(sides: _Sides, papers: Papers) -> str:
    said = "The answer is no or not known" if sides.answer else "Not answered" if sides.asked else "Not asked"
    if papers.declared is None:
        said = "No declaration"
    found = "nothing was found in the statement" if papers.statements else "there is no statement"
    return f"{said}, and {found}."


def _declared_confidence(sides: _Sides) -> float:
    said = sides.declared[0] if sides.declared else sides.answer
    return said.confidence if said else 1.0


def _absent(statements: Sequence[Assessment]) -> float:
    poor = any(not one.document.quality.readable for one in statements)
    return ABSENT_POOR if poor else ABSENT


def _gap(verdict: Verdict, sides: _Sides, papers: Papers) -> bool:
    """Whether something is missing that could be expected; never a statement of a firm that owes none.

    What may stand in either paper and is not asked in the declaration is no gap where the statement is silent too.
    """
    finding = sides.finding
    if finding.obligation is Obligation.CONTEXT or finding.disclosure is DisclosureState.NOT_APPLICABLE:
        return False
    due = bool(papers.statements) or papers.duty.state == "yes"
    in_statement = due and finding.expected_in is not ExpectedIn.DECLARATION
    if verdict is Verdict.DECLARED_ONLY:
        return in_statement
    if verdict is Verdict.PUBLISHED_ONLY:
        return sides.asked
    return verdict is Verdict.SILENT and (sides.asked or (due and finding.expected_in is ExpectedIn.STATEMENT))
