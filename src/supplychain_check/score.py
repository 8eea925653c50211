"""Disclosures and pack to Findings, points and denominators. Arithmetic only: no text is handled here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from supplychain_check.criteria import Criterion, Pack
from supplychain_check.models import (
    COUNTED,
    EVIDENCE_KEPT,
    Assessment,
    CriterionKind,
    Disclosure,
    DisclosureState,
    DocumentKind,
    ExpectedIn,
    Finding,
    MandatoryResult,
    Obligation,
    Review,
    Rung,
    SectionInfo,
    SectionResult,
)

NOT_APPLICABLE_LIMIT = 0.25
"""Above this share of a section that is not applicable, no percentage is shown (fair scoring, rule 5)."""
NOT_DUE_IN_DRAFT = frozenset({"approval", "signature", "attestation"})


class Setting(NamedTuple):
    """What of the document decides how findings count.

    Attributes:
        kind: what the document is scored as.
        readable: False below the text-quality floor.
        draft: formalities that come last are not due yet.
        law: title of the act that the document follows, or "".
        law_asks: core elements for which that act asks; empty where no act is named.
        form_asks: of a declaration, core elements on which its form has a question; None for other documents.
    """

    kind: DocumentKind
    readable: bool = True
    draft: bool = False
    law: str = ""
    law_asks: frozenset[str] = frozenset()
    form_asks: frozenset[str] | None = None


class Effective(NamedTuple):
    """What counts of a finding: a person's reading where there is one, else the machine's."""

    level: int
    state: DisclosureState
    review: Review | None


def score(pack: Pack, disclosures: Mapping[str, tuple[Disclosure, ...]], setting: Setting) -> tuple[Finding, ...]:
    """Judge every criterion of a pack.

    Args:
        pack: the resolved pack.
        disclosures: as `match` gives them, best first.
        setting: how the document is scored.
    """
    return tuple(_finding(criterion, disclosures.get(criterion.id, ()), setting) for criterion in pack.criteria)


def _finding(criterion: Criterion, found: tuple[Disclosure, ...], setting: Setting) -> Finding:
    evidence = tuple(d for d in found if d.role == "evidence")
    level = evidence[0].level if evidence else 0
    state, reason = _state(criterion, found, level, setting)
    if state is DisclosureState.NOT_APPLICABLE:
        level = 0
    others = tuple(d for d in found if d.role in {"not applicable", "unclear"})[:3]
    return Finding(
        criterion=criterion.id,
        section=criterion.section,
        title=criterion.title,
        core_element=criterion.core_element,
        obligation=criterion.obligation,
        kind=criterion.kind,
        expected_in=criterion.expected_in,
        citation=criterion.citation,
        question=criterion.question,
        ask=criterion.ask,
        weight=criterion.weight,
        ladder=_ladder(criterion),
        level=level,
        disclosure=state,
        reason=reason,
        evidence=others + evidence if state in _SHOWN_WITH_OTHERS else evidence[:EVIDENCE_KEPT],
        evidence_count=len(evidence),
        asked_by_law=not setting.law_asks or criterion.core_element in setting.law_asks,
        accuracy=criterion.accuracy,
    )


_SHOWN_WITH_OTHERS = frozenset({DisclosureState.NOT_APPLICABLE, DisclosureState.UNCLEAR})
"""States that rest on something other than evidence, which is therefore shown too."""


def _ladder(criterion: Criterion) -> tuple[Rung, ...]:
    return tuple(
        Rung(level=r.level, points=r.points, disclosure=r.state, label=r.label, advice=r.advice)
        for r in criterion.levels
    )


def _state(
    criterion: Criterion, found: tuple[Disclosure, ...], level: int, setting: Setting
) -> tuple[DisclosureState, str]:
    """The state of a finding and the sentence that says why."""
    roles = frozenset[str](d.role for d in found)
    if criterion.kind is CriterionKind.PUBLICATION:
        return DisclosureState.NOT_CHECKABLE, "Where a document is published cannot be read from the file."
    if setting.draft and criterion.core_element in NOT_DUE_IN_DRAFT:
        return DisclosureState.NOT_ASKED, "Not due yet: this is a draft."
    if "not applicable" in roles and level < 2:
        return DisclosureState.NOT_APPLICABLE, "The document states a fact by which this does not apply."
    if _expected_elsewhere(criterion, setting.kind):
        where = f"This is asked in a {criterion.expected_in.value}, not in a {setting.kind.value}."
        return DisclosureState.NOT_ASKED, where + (" What was found is shown without points." if level else "")
    if setting.form_asks is not None and criterion.core_element not in setting.form_asks:
        return DisclosureState.NOT_ASKED, "This form has no question on it."
    if level:
        return criterion.levels[level - 1].state, criterion.levels[level - 1].label + "."
    if said := _answered(found):
        return said
    return _nothing_found(criterion, roles, setting)


def _answered(found: tuple[Disclosure, ...]) -> tuple[DisclosureState, str] | None:
    """What an answer without any level says of a criterion; None where nothing was answered."""
    if any(d.role == "unclear" for d in found):
        return DisclosureState.UNCLEAR, "Answered as not applicable, without a reason."
    if any(d.role == "evidence" for d in found):
        return DisclosureState.NOT_DISCLOSED, "The answer says that this is not done, or not known."
    return None


def _nothing_found(criterion: Criterion, roles: frozenset[str], setting: Setting) -> tuple[DisclosureState, str]:
    if criterion.applies_when and "applies" not in roles:
        return DisclosureState.NOT_ASKED, "Nothing in the document says that this applies to the firm."
    if not setting.readable:
        return DisclosureState.UNCLEAR, "The text is too poor to say that something is missing."
    if setting.law_asks and criterion.core_element not in setting.law_asks:
        return DisclosureState.NOT_DISCLOSED, f"Nothing found; {setting.law} does not ask for it."
    return DisclosureState.NOT_DISCLOSED, "Nothing found."


def _expected_elsewhere(criterion: Criterion, kind: DocumentKind) -> bool:
    wanted = ExpectedIn.DECLARATION if kind is DocumentKind.DECLARATION else ExpectedIn.STATEMENT
    return criterion.expected_in not in {wanted, ExpectedIn.EITHER}


def effective(finding: Finding) -> Effective:
    """Which reading counts: the latest confirmed review, else the machine's."""
    confirmed = [review for review in finding.reviews if review.confirmed]
    if not confirmed:
        return Effective(finding.level, finding.disclosure, None)
    review = max(confirmed, key=lambda r: r.at)
    rung = next((r for r in finding.ladder if r.level == review.level), None)
    return Effective(review.level, rung.disclosure if rung else DisclosureState.NOT_DISCLOSED, review)


def points(finding: Finding) -> float:
    """Points that count, with the weight."""
    now = effective(finding)
    if now.state not in COUNTED:
        return 0.0
    return finding.weight * next((r.points for r in finding.ladder if r.level == now.level), 0.0)


def max_points(finding: Finding) -> float:
    """Points of the top rung, with the weight."""
    return finding.weight * max((r.points for r in finding.ladder), default=0.0)


def counted(finding: Finding) -> bool:
    """Whether a finding stays in the denominator."""
    return finding.obligation is not Obligation.CONTEXT and effective(finding).state in COUNTED


def sections(assessment: Assessment) -> tuple[SectionResult, ...]:
    """Points of each section with their denominators, reviews included. There is no total over sections."""
    return tuple(_section(assessment, info) for info in assessment.pack.sections)


def _section(assessment: Assessment, info: SectionInfo) -> SectionResult:
    members = [f for f in assessment.findings if f.section == info.id and f.obligation is not Obligation.CONTEXT]
    states = [effective(f).state for f in members]
    maximum = sum(max_points(f) for f in members if counted(f))
    reached = sum(points(f) for f in members)
    too_many = states.count(DisclosureState.NOT_APPLICABLE) > NOT_APPLICABLE_LIMIT * len(members)
    share = None if too_many or not maximum else reached / maximum
    worth = None if share is None or "weighted" not in assessment.pack.scoring else _worth(info, maximum)
    return SectionResult(
        id=info.id,
        title=info.title,
        points=reached,
        max_points=maximum,
        share=share,
        counts={state: states.count(state) for state in DisclosureState},
        weighted=None if share is None or worth is None else share * worth,
        weighted_max=worth,
    )


def _worth(info: SectionInfo, maximum: float) -> float:
    """What a section is worth in the model "weighted": what the pack says, or the points that count, weighed."""
    return info.max_points if info.max_points is not None else info.weight * maximum


def mandatory(assessment: Assessment) -> MandatoryResult:
    """Mandatory items apart from quality: disclosed, of those that could be read.

    A promise, or a claim without facts, is no disclosure of what was done: it makes an item partly disclosed at most.
    """
    items = [f for f in assessment.findings if f.obligation is Obligation.MANDATORY]
    in_count = [f for f in items if counted(f)]
    left = [f for f in items if not counted(f)]
    missing = tuple(f.criterion for f in in_count if effective(f).state is DisclosureState.NOT_DISCLOSED)
    partly = tuple(f.criterion for f in in_count if effective(f).state is DisclosureState.PARTLY)
    unseen = tuple(f.criterion for f in left if effective(f).state is DisclosureState.NOT_CHECKABLE)
    return MandatoryResult(
        total=len(items),
        counted=len(in_count),
        disclosed=len(in_count) - len(missing) - len(partly),
        partly=partly,
        missing=missing,
        aside=tuple(f.criterion for f in left if f.criterion not in unseen),
        not_checkable=unseen,
    )
