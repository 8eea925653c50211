"""What to do next with an assessment, written for one of three readers. A step asks; it never accuses."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from supplychain_check.models import (
    Assessment,
    CriterionKind,
    Disclosure,
    DisclosureState,
    EvidenceStatus,
    FactKind,
    Finding,
    NextStep,
    Obligation,
    Role,
    Rung,
    SectionResult,
    Warn,
)
from supplychain_check.score import counted, effective, mandatory, sections

MOST = 7
FEWEST = 3
FORMAL_MOST = 3
"""Formalities and warnings come first, but never crowd out what the document says."""
A_SECTION = 2
"""So many steps of one section come before the next section has its turn."""
QUOTE = 75
NO_TOTAL = "There is no total over the sections: they ask for different things."


class _Slip(NamedTuple):
    """What to say about a warning: its core element, the question to a supplier, the advice to an author."""

    core_element: str
    ask: str
    advice: str


_SLIPS = {
    "wrong-act-year": _Slip(
        "law",
        "Which law does your statement follow? It names {quote}, and no act of that year is known to us.",
        "Check the name and year of the act: the text says {quote}, and no act of that year is known.",
    ),
    "template-placeholder": _Slip(
        "template",
        "Could you send us the finished document? Text of a template still stands in it: {quote}.",
        "Replace the text of the template that was left in: {quote}.",
    ),
    "blank-signature": _Slip(
        "signature",
        "Could you send us the signed version? In the file that we have, the line for the signature is blank: {quote}.",
        "Have the statement signed, with name, office and date; the line is still blank: {quote}.",
    ),
    "delegated-approval": _Slip(
        "approval",
        "Did the board, or those who govern the organisation, approve the statement themselves? It says: {quote}.",
        "Say whether the board, or those who govern the organisation, approved it themselves; it says: {quote}.",
    ),
    "title-period-disagree": _Slip(
        "period",
        "Which year does the statement cover? Its title and its reporting period differ: {quote}.",
        "Make title and reporting period agree: {quote}.",
    ),
    "several-periods": _Slip(
        "period",
        "Which period does the statement cover? It names more than one: {quote}.",
        "Name one reporting period only; the text also has: {quote}.",
    ),
}

_FILLERS = {
    Role.PROCUREMENT: (
        "What has changed since this document was written, and when is the next one due?",
        "Who can we speak to about the facts behind this document, such as the records of checks and training?",
        "What do you find hardest in this work, and how could we as a buyer make it easier?",
    ),
    Role.AUTHOR: (
        "Ask someone outside the firm to read the text: do they learn what was done, by whom, when, and how often?",
        "Keep the records behind each figure, so that you can show them to a customer who asks.",
        "Note now what you will measure for the next statement, so that the two years can be compared.",
    ),
}


def next_steps(assessment: Assessment, role: Role) -> tuple[NextStep, ...]:
    """Three to seven steps, the most useful first, at most one for each core element.

    Args:
        assessment: of one document; reviews that a person confirmed count.
        role: procurement gets courteous questions to the supplier, an analyst the figures and their
            limits, an author advice by the points that it gains.
    """
    if role is Role.ANALYST:
        return tuple(_figures(assessment))[:MOST]
    first = _formal(assessment, role)
    rest = _order(_open(assessment), role)
    steps = [step for _, step in _once([*first, *((f.core_element, _step(f, role, assessment)) for f in rest)])]
    return (*steps[:MOST], *_fill(len(steps), role))


def _fill(have: int, role: Role) -> tuple[NextStep, ...]:
    return tuple(NextStep(criterion="", text=text) for text in _FILLERS[role][: max(0, FEWEST - have)])


def _once(steps: Iterable[tuple[str, NextStep]]) -> Iterator[tuple[str, NextStep]]:
    seen: set[str] = set()
    for element, step in steps:
        if element not in seen:
            seen.add(element)
            yield element, step


def _formal(assessment: Assessment, role: Role) -> list[tuple[str, NextStep]]:
    """Warnings about formalities, then formalities that were not found."""
    slips = [
        (_SLIPS[warn.code].core_element, _slip_step(warn, role)) for warn in assessment.warnings if warn.code in _SLIPS
    ]
    missing = [
        (f.core_element, _step(f, role, assessment))
        for f in assessment.findings
        if f.kind is CriterionKind.FORMALITY and counted(f) and effective(f).level == 0
    ]
    return list(_once([*slips, *missing]))[:FORMAL_MOST]


def _slip_step(warn: Warn, role: Role) -> NextStep:
    slip = _SLIPS[warn.code]
    quote = f'"{_short(warn.quote)}"' + (f" (p. {warn.page})" if warn.page else "")
    text = slip.ask if role is Role.PROCUREMENT else slip.advice
    return NextStep(criterion="", text=text.format(quote=quote), why=warn.message)


def _open(assessment: Assessment) -> list[Finding]:
    """Content of which more could be said, and that counts."""
    return [
        f
        for f in assessment.findings
        if f.kind is CriterionKind.CONTENT and counted(f) and next_rung(f) is not None and f.asked_by_law
    ]


def next_rung(finding: Finding) -> Rung | None:
    """The rung to aim at: the next one; from nothing the second, because the first is a bare mention."""
    level = effective(finding).level
    above = [rung for rung in finding.ladder if rung.level > level]
    if not above:
        return None
    return above[1] if level == 0 and len(above) > 1 else above[0]


def gain(finding: Finding) -> float:
    """Points that the next rung would add, with the weight."""
    now = effective(finding).level
    reached = next((r.points for r in finding.ladder if r.level == now), 0.0)
    rung = next_rung(finding)
    return finding.weight * (rung.points - reached) if rung else 0.0


def _distance(finding: Finding) -> float:
    """Points between the reading and the top."""
    now = effective(finding).level
    reached = next((r.points for r in finding.ladder if r.level == now), 0.0)
    return finding.weight * (max((r.points for r in finding.ladder), default=0.0) - reached)


def _order(findings: list[Finding], role: Role) -> list[Finding]:
    """Authors work down the list; a supplier is asked in turn about what it says and what it leaves out."""
    if role is Role.AUTHOR:
        return _spread(findings, role)
    said = _spread([f for f in findings if effective(f).level], role)
    silent = _spread([f for f in findings if not effective(f).level], role)
    turns = [f for pair in zip_longest(said, silent) for f in pair if f is not None]
    return sorted(turns, key=lambda f: f.obligation is not Obligation.MANDATORY)


def _spread(findings: list[Finding], role: Role) -> list[Finding]:
    """Most valuable first, a few of each section before the next few of any."""
    ranked = sorted(enumerate(findings), key=lambda pair: (_rank(pair[1], role), pair[0]))
    seen: dict[str, int] = {}
    turns: list[tuple[int, int, Finding]] = []
    for place, (_, finding) in enumerate(ranked):
        seen[finding.section] = seen.get(finding.section, -1) + 1
        turns.append((seen[finding.section] // A_SECTION, place, finding))
    return [finding for _, _, finding in sorted(turns, key=lambda turn: turn[:2])]


def _rank(finding: Finding, role: Role) -> tuple[bool, bool, float, bool]:
    """Mandatory first; for authors promises that could become facts; then by points, what was found before gaps."""
    value = gain(finding) if role is Role.AUTHOR else _distance(finding)
    promise = role is Role.AUTHOR and _is_promise(finding)
    nothing = effective(finding).level == 0
    return finding.obligation is not Obligation.MANDATORY, not promise, -value, nothing


def _is_promise(finding: Finding) -> bool:
    best = _best(finding)
    return best is not None and best.status is EvidenceStatus.COMMITMENT


_NUMBERS = frozenset({FactKind.COUNT, FactKind.PERCENT, FactKind.MONEY})
_ASKED = {
    ("number", "date"): "How many will it be, and by when",
    ("number",): "How many will it be",
    ("date",): "By when will it be done",
}


def _lacking(promise: Disclosure) -> tuple[str, ...]:
    """What a promise needs so that somebody can see later whether it was kept."""
    kinds = {fact.kind for fact in promise.facts}
    number = () if kinds & _NUMBERS else ("number",)
    return number if FactKind.DATE in kinds else (*number, "date")


def _best(finding: Finding) -> Disclosure | None:
    return next((d for d in finding.evidence if d.role == "evidence"), None)


def _step(finding: Finding, role: Role, assessment: Assessment) -> NextStep:
    text = _question(finding) if role is Role.PROCUREMENT else _advice(finding, assessment.options.draft)
    return NextStep(criterion=finding.criterion, text=text, why=_why(finding, role))


def _question(finding: Finding) -> str:
    best = _best(finding)
    if best is None:
        return finding.ask
    if best.status is EvidenceStatus.COMMITMENT:
        lacking = _lacking(best)
        asked = f" {_ASKED[lacking]}?" if lacking else ""
        return f"You plan: {_cited(best)}. What has been done since?{asked} {finding.ask}"
    return f"You say: {_cited(best)}. {finding.ask}"


def _advice(finding: Finding, draft: bool) -> str:
    rung, best = next_rung(finding), _best(finding)
    parts = [rung.advice if rung else finding.ask]
    if best is not None and best.status is EvidenceStatus.COMMITMENT:
        lacking = " and the ".join(_lacking(best))
        give = f"Give the {lacking}; if it" if lacking else "If it"
        parts.insert(0, f"You promise: {_cited(best)}. {give} has been done, say how many and when.")
    elif best is not None:
        parts.insert(0, f"You say: {_cited(best)}.")
    if draft:
        parts.append("If you did this, say how many and when; if not, say so.")
    return " ".join(parts)


def _why(finding: Finding, role: Role) -> str:
    now, top = effective(finding).level, max((r.level for r in finding.ladder), default=0)
    read = f"{finding.title}: level {now} of {top}" if now else f"{finding.title}: nothing found"
    return (
        f"{read}; the next level adds {gain(finding):g} to section {finding.section}."
        if (role is Role.AUTHOR)
        else f"{read}."
    )


def _cited(disclosure: Disclosure) -> str:
    page = f" (p. {disclosure.page})" if disclosure.page else ""
    return f'"{_short(disclosure.quote)}"{page}'


def _short(text: str) -> str:
    """On one line and not too long; a full stop would double the one of the step."""
    cut = textwrap.shorten(text, QUOTE, placeholder=" ...")
    return cut if cut.endswith("...") else cut.rstrip(".")


# What an analyst reads first: figures with their denominators, and what limits them.


def _figures(assessment: Assessment) -> Iterator[NextStep]:
    results = sections(assessment)
    whole = "How they are added up stands above." if assessment.pack.total else NO_TOTAL
    yield _note(_points_line(results), whole)
    yield _note(_states_line(assessment), "Each criterion counts once, at its best evidence.")
    if left := _left_out(results):
        yield _note(left, "These leave the denominator, so that shares of two documents may rest on different items.")
    yield _note(_quality_line(assessment), "Below the floor, what was not found is unclear, not missing.")
    yield _note(
        f"Check a sample by hand before you quote figures: topics were read by {assessment.model.name} "
        f"{assessment.model.version} ({assessment.model.accuracy}).",
        "A misread sentence moves a figure.",
    )
    if capped := [f for f in assessment.findings if (d := _best(f)) and d.caps]:
        names = ", ".join(f.title for f in capped)
        yield _note(f"Held down by a rule of fair scoring: {names}.", "The reason stands with each of them.")
    yield from _touching(assessment.warnings)


def _note(text: str, why: str) -> NextStep:
    return NextStep(criterion="", text=text, why=why)


def _points_line(results: tuple[SectionResult, ...]) -> str:
    parts = [f"{r.id}: {r.points:g} of {r.max_points:g}" for r in results if r.max_points]
    return f"Points by section: {'; '.join(parts)}." if parts else "No section has an item that counts."


def _states_line(assessment: Assessment) -> str:
    states = [effective(f).state for f in assessment.findings if counted(f)]
    line = (
        f"Of {len(states)} criteria that count, {states.count(DisclosureState.DISCLOSED)} are disclosed, "
        f"{states.count(DisclosureState.PARTLY)} partly, {states.count(DisclosureState.NOT_DISCLOSED)} not."
    )
    items = mandatory(assessment)
    partly = f", {len(items.partly)} partly" if items.partly else ""
    return line + (f" Mandatory items: {items.disclosed} of {items.counted} disclosed{partly}." if items.total else "")


LEAVES = (
    DisclosureState.NOT_ASKED,
    DisclosureState.NOT_APPLICABLE,
    DisclosureState.NOT_CHECKABLE,
    DisclosureState.UNCLEAR,
)


def _left_out(results: tuple[SectionResult, ...]) -> str:
    sums = {state: sum(r.counts.get(state, 0) for r in results) for state in LEAVES}
    parts = [f"{number} {state.value}" for state, number in sums.items() if number]
    return f"Left out of the points: {', '.join(parts)}." if parts else ""


def _quality_line(assessment: Assessment) -> str:
    quality = assessment.document.quality
    reasons = f": {'; '.join(quality.reasons)}" if quality.reasons else ""
    floor = "above the floor" if quality.readable else "below the floor"
    return f"Text quality {quality.score:.2f} of 1, {floor}{reasons}."


def _touching(warnings: tuple[Warn, ...]) -> Iterator[NextStep]:
    if warnings:
        messages = " ".join(warn.message for warn in warnings)
        yield _note(f"Warnings that may touch figures: {messages}", "Look at the places before you use the result.")
