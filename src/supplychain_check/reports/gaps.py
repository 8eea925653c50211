"""The gaps between two laws on paper: what is missing first, with what to add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from supplychain_check.compare.gaps import Gap, Gaps, GapState
from supplychain_check.models import Obligation
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.wording import place

QUOTE = 150
_TITLES = {
    Obligation.MANDATORY: "MANDATORY",
    Obligation.CONDITIONAL: "CONDITIONAL: only where something holds",
    Obligation.RECOMMENDED: "RECOMMENDED",
    Obligation.CONTEXT: "CONTEXT: shown, never counted",
}


def write_gaps(paper: Paper, result: Gaps, *, verbose: bool) -> None:
    """Print what is missing for one law.

    Args:
        paper: to print on.
        result: of one document.
        verbose: with the evidence for what is only recommended, and the context criteria.
    """
    target, source = result.target, result.source
    paper.line(f"{target.title} ({target.id}, {target.status})", "bold")
    paper.line(f"against a document for {source.title} ({source.id}).")
    for note in target.notes[:1] if not verbose else target.notes:
        paper.line(f"Note: {clean(note)}", "dim")
    for obligation, title in _TITLES.items():
        mine = [gap for gap in result.gaps if gap.obligation is obligation]
        if mine and (verbose or obligation is not Obligation.CONTEXT):
            paper.line()
            paper.line(title, "bold")
            if obligation is not Obligation.CONTEXT:
                paper.line(summary(result.counts[obligation]))
            _write_states(paper, mine, source.id, brief=obligation is not Obligation.MANDATORY and not verbose)


def summary(counts: Mapping[GapState, int]) -> str:
    """``2 of 9 already met, 3 partly met, 4 missing; 1 cannot be checked from the file``."""
    open_ = (GapState.MET, GapState.PARTLY, GapState.MISSING)
    total = sum(counts.get(state, 0) for state in open_)
    text = f"{counts.get(GapState.MET, 0)} of {total} already met"
    text += "".join(f", {counts[s]} {s.value}" for s in open_[1:] if counts.get(s))
    return text + "".join(f"; {counts[s]} {s.value}" for s in GapState if s not in open_ and counts.get(s)) + "."


def _write_states(paper: Paper, found: Sequence[Gap], source: str, *, brief: bool) -> None:
    for state in GapState:
        mine = [gap for gap in found if gap.state is state]
        if not mine:
            continue
        if brief and state not in {GapState.MISSING, GapState.PARTLY}:
            paper.line(f"{state.value.capitalize()}: {', '.join(gap.title for gap in mine)}.", indent=2)
            continue
        paper.line(f"{state.value.capitalize()}:", indent=2)
        for gap in mine:
            _write_gap(paper, gap, source, brief=brief)


def _write_gap(paper: Paper, gap: Gap, source: str, *, brief: bool) -> None:
    paper.item("-", f"{gap.title} ({gap.citation}){_shared(gap, source)}", indent=2)
    if gap.evidence and not brief:
        where = place(gap.evidence)
        paper.item("", f'Found: "{short(gap.evidence.quote, QUOTE)}"{f" ({where})" if where else ""}', "dim", indent=2)
    if gap.advice:
        paper.item("", f"Add: {gap.advice}", indent=2)


def _shared(gap: Gap, source: str) -> str:
    if gap.state is GapState.NOT_CHECKABLE:
        return ""
    if not gap.also_asked:
        return f": {source} does not ask for this"
    # a core element is wider than a criterion: the other law may ask for less on the same subject
    return f": {source} asks about the same subject ({', '.join(gap.also_asked)})"
