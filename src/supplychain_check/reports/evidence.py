"""Everything behind one finding, for the long form: question, quotes, what matched, and the next level."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from supplychain_check.models import COUNTED, Disclosure, EvidenceStatus, Finding, Specificity
from supplychain_check.models.analysis import asks_for_review
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean
from supplychain_check.reports.paper import MARK_WIDTH, Paper
from supplychain_check.reports.profile import COMMON
from supplychain_check.steps import next_rung

INDENT = 2 + MARK_WIDTH
_STATUS = {
    EvidenceStatus.ACTION: "done or in place",
    EvidenceStatus.COMMITMENT: "a promise",
    EvidenceStatus.DENIAL: "says that there is none",
    EvidenceStatus.HYPOTHETICAL: "would, or if",
    EvidenceStatus.CLAIM: "a value or an expectation",
    EvidenceStatus.CONTEXT: "context",
}

_ROLES = {
    "not applicable": "a fact by which it does not apply",
    "applies": "a fact by which it applies",
    "unclear": "said not to apply, without a reason",
}


def write_details(paper: Paper, finding: Finding, common: Collection[int] = ()) -> None:
    """Print question, source, ladder and all evidence that was kept.

    Args:
        paper: to print on.
        finding: of one criterion.
        common: segments whose sentence also stands in statements of several other firms.
    """
    paper.line(f"Asks: {clean(finding.question)}", indent=INDENT)
    paper.line(
        f"Source: {clean(finding.citation)}; {finding.obligation.value}; expected in {_expected(finding)}; "
        f"{clean(finding.accuracy)}.",
        indent=INDENT,
    )
    if finding.disclosure in COUNTED:
        paper.line(f"Why: {clean(finding.reason)}", indent=INDENT)
    for number, disclosure in enumerate(finding.evidence, 1):
        _write_disclosure(paper, number, disclosure, common=disclosure.segment in common)
    if finding.evidence_count > len(finding.evidence):
        paper.line(f"{finding.evidence_count - len(finding.evidence)} more pieces were found.", indent=INDENT)
    if (rung := next_rung(finding)) is not None:
        paper.line(f"For level {rung.level}: {clean(rung.advice)}", indent=INDENT)
    paper.line()


def _expected(finding: Finding) -> str:
    value = finding.expected_in.value
    return "a statement or a declaration" if value == "either" else f"a {value}"


def _write_disclosure(paper: Paper, number: int, disclosure: Disclosure, *, common: bool) -> None:
    where = f" ({place})" if (place := wording.place(disclosure)) else ""
    if disclosure.question:
        paper.line(f"{number}. Asked: {clean(disclosure.question)}", indent=INDENT)
        paper.line(f'Answer: "{clean(disclosure.quote)}"{where}', indent=INDENT + 3)
    else:
        paper.line(f'{number}. "{clean(disclosure.quote)}"{where}', indent=INDENT)
    traits = [*_traits(disclosure), *([COMMON] if common else [])]
    paper.line("; ".join(traits), "dim", indent=INDENT + 3)


def _traits(disclosure: Disclosure) -> Iterator[str]:
    if disclosure.role == "evidence":
        yield f"level {disclosure.level}"
    else:
        yield _ROLES[disclosure.role]
    if disclosure.kind == "declared":
        yield "declared by the supplier"
    check = ": please check" if asks_for_review(disclosure.status, disclosure.status_confidence) else ""
    yield f"{_STATUS[disclosure.status]} (confidence {disclosure.status_confidence:.2f}{check})"
    yield _detail(disclosure)
    if disclosure.facts:
        yield "facts: " + ", ".join(f"{f.kind.value} {clean(f.text)}" for f in disclosure.facts)
    if disclosure.topics:
        topics = sorted(disclosure.topics.items(), key=lambda pair: (-pair[1], pair[0]))
        yield "topics: " + ", ".join(f"{name.replace('_', ' ')} {p:.2f}" for name, p in topics)
    if disclosure.matched:
        yield "matched: " + ", ".join(_matched(name) for name in disclosure.matched)
    for cap in disclosure.caps:
        yield f"held at level {cap.level} instead of {disclosure.uncapped}: {clean(cap.reason)}"
    if disclosure.start >= 0:
        yield f"characters {disclosure.start} to {disclosure.end}"


def _detail(disclosure: Disclosure) -> str:
    """How specific it is, and by what: "measured: 46 suppliers"."""
    grade = "no detail" if disclosure.specificity is Specificity.NONE else disclosure.specificity.value
    return f"{grade}: {clean(disclosure.specificity_reason)}" if disclosure.specificity_reason else grade


def _matched(name: str) -> str:
    kind, _, what = name.partition(":")
    words = what.replace("-", " ").replace("_", " ")
    return f"{words} (wording)" if kind == "signal" else f"{words} ({kind})"
