"""The sections of a result: points with denominators, and each criterion in one or two lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from supplychain_check.models import (
    COUNTED,
    Assessment,
    Disclosure,
    DisclosureState,
    Finding,
    Obligation,
    SectionResult,
)
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.evidence import write_details
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.scores import title_line
from supplychain_check.score import effective, sections
from supplychain_check.steps import next_rung

SHORTEST_QUOTE = 24
QUESTION = 44
"""So much of the question stands before the answer of a declaration."""
ONE_LINE_QUOTE = 27
"""Where so much of a quote has room beside its title, one line is enough at the top level."""
_STYLES = {
    DisclosureState.DISCLOSED: "bold green",
    DisclosureState.PARTLY: "bold yellow",
    DisclosureState.NOT_DISCLOSED: "bold",
}
_COUNT_FIRST = (DisclosureState.DISCLOSED, DisclosureState.PARTLY, DisclosureState.NOT_DISCLOSED)
_LEFT_OUT = (
    DisclosureState.NOT_ASKED,
    DisclosureState.NOT_APPLICABLE,
    DisclosureState.UNCLEAR,
)
_GATHERED = (DisclosureState.NOT_ASKED, DisclosureState.NOT_CHECKABLE, DisclosureState.UNCLEAR)


def write_sections(paper: Paper, assessment: Assessment, *, verbose: bool) -> None:
    """Print every section of one assessment, in the order of the pack."""
    heading = assessment.identity.title.value if assessment.identity.title else ""
    common = assessment.profile.common if assessment.profile else ()
    for result in sections(assessment):
        members = [f for f in assessment.findings if f.section == result.id]
        if members:
            paper.line()
            paper.line(title_line(result, assessment.pack.scoring), "bold")
            paper.line(counts_line(result), indent=2)
            if verbose:
                _write_in_full(paper, members, heading, common)
            else:
                _write_in_short(paper, members, heading)


def _write_in_full(paper: Paper, members: list[Finding], title: str, common: tuple[int, ...]) -> None:
    for finding in members:
        write_finding(paper, finding, title)
        write_details(paper, finding, common)


def _write_in_short(paper: Paper, members: list[Finding], title: str) -> None:
    for finding in members:
        if not (gathered(finding) or silent(finding)):
            write_finding(paper, finding, title)
    _write_shared_lines(paper, members)


def _write_shared_lines(paper: Paper, members: list[Finding]) -> None:
    """Criteria of which there is little to say, together: first what was not found, then what does not count."""
    gaps = [f"{clean(f.title)} ({_lift(f).removesuffix('.')})" for f in members if silent(f)]
    if gaps:
        paper.item(Text("0", style=_STYLES[DisclosureState.NOT_DISCLOSED]), f"Nothing found on: {'; '.join(gaps)}.")
    aside = [f for f in members if gathered(f)]
    if aside:
        paper.item("-", " ".join(gathered_lines(aside)))


def counts_line(result: SectionResult) -> str:
    """How many criteria are in each state: those that count, those that left the denominator, those no file shows."""
    counted, left = wording.counts(result, _COUNT_FIRST), wording.counts(result, _LEFT_OUT)
    unseen = result.counts.get(DisclosureState.NOT_CHECKABLE, 0)
    apart = f"not checkable from the file: {unseen}" if unseen else ""
    return "; ".join(part for part in (counted, f"not counted: {left}" if left else "", apart) if part)


def gathered(finding: Finding) -> bool:
    """Whether a finding shares a line with others, because there is little to say about it."""
    now = effective(finding)
    if now.review is not None:
        return False
    silent = now.state is DisclosureState.NOT_DISCLOSED
    aside = not finding.asked_by_law or finding.obligation is Obligation.CONTEXT
    if now.state is DisclosureState.UNCLEAR and finding.evidence:
        return False
    return now.state in _GATHERED or (silent and aside)


def silent(finding: Finding) -> bool:
    """Whether nothing was found on a criterion that counts, and nobody has reviewed it; a "no" is not nothing."""
    now = effective(finding)
    said = bool(finding.evidence) and not finding.level
    return now.state is DisclosureState.NOT_DISCLOSED and now.review is None and not (gathered(finding) or said)


def gathered_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One sentence for each reason that several findings share."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_shared_reason(finding), []).append(finding)
    for reason, group in groups.items():
        told = "; ".join(f"{clean(f.title)} ({f.level}/{wording.top(f)})" for f in group if f.level)
        rest = "; ".join(clean(f.title) for f in group if not f.level)
        if told:
            reason, rest = f"{reason}; told all the same", f". Not told: {rest}" if rest else ""
        yield f"{reason}: {told}{rest}."


def _shared_reason(finding: Finding) -> str:
    state = effective(finding).state
    if state is DisclosureState.NOT_DISCLOSED:
        if finding.obligation is Obligation.CONTEXT:
            return "For context only, nothing found"
        return "Nothing found, and not asked by the law that the document follows"
    if state is DisclosureState.NOT_CHECKABLE:
        return "Not checkable from the file"
    first = clean(finding.reason).split(". ")[0].rstrip(".").removeprefix("This is ")
    return first[:1].upper() + first[1:] if first else wording.STATE_WORDS[state].capitalize()


def write_finding(paper: Paper, finding: Finding, document_title: str = "") -> None:
    """Print one criterion: mark, title, best quote with its place, and what the next level needs."""
    style = _STYLES.get(effective(finding).state, "")
    paper.item(Text(wording.mark(finding), style=style), criterion_text(paper, finding, document_title))
    for line in review_lines(finding):
        paper.item("", line, "cyan")


def criterion_text(paper: Paper, finding: Finding, document_title: str = "") -> Text:
    """The words beside the mark, in one or two lines wherever the quote can give way.

    The title of the document is no place: it stands above everything.
    """
    best = _best(finding)
    tail = _tail(finding)
    title = _title(finding)
    if best is None:
        stop = "" if title.endswith("?") else "."
        return Text.assemble((title, "bold"), f"{stop} {tail}" if tail else "")
    where = f" ({place})" if (place := wording.place(best, document_title)) else ""
    mark = ": "
    if best.question:
        mark = f': asked "{short(clean(best.question), QUESTION)}", answered '
    used = len(title) + len(mark) + len(where) + len(tail) + len('"". ')
    lines = 1 if paper.body - used >= ONE_LINE_QUOTE else 3 if best.question else 2
    room = lines * paper.body - used
    while True:
        quote = short(best.quote, max(room, SHORTEST_QUOTE))
        text = Text.assemble((title, "bold"), f'{mark}"{quote}"{where}', f". {tail}" if tail else "")
        if room <= SHORTEST_QUOTE or paper.lines(text) <= lines:
            return text
        room -= 3


def _best(finding: Finding) -> Disclosure | None:
    if effective(finding).state is DisclosureState.NOT_APPLICABLE:
        return next((d for d in finding.evidence if d.role == "not applicable"), None)
    return finding.evidence[0] if finding.evidence else None


def _tail(finding: Finding) -> str:
    """What stands after the quote: why it is held down, or what the next level needs."""
    now = effective(finding)
    if now.state is DisclosureState.NOT_APPLICABLE:
        return "Does not apply, by this stated fact."
    if now.state not in COUNTED:
        return clean(finding.reason)
    aside = "Not counted." if finding.obligation is Obligation.CONTEXT else ""
    return " ".join(part for part in (aside, _held(finding), _lift(finding)) if part)


def _title(finding: Finding) -> str:
    return clean(finding.title) + ("" if finding.asked_by_law else " *")


def _held(finding: Finding) -> str:
    best = _best(finding)
    if best is None or not best.caps or effective(finding).review:
        return ""
    cap = min(best.caps, key=lambda c: c.level)
    return f"Held at level {cap.level}: {clean(cap.reason)}."


def _lift(finding: Finding) -> str:
    rung = next_rung(finding)
    if rung is None or finding.obligation is Obligation.CONTEXT:
        return ""
    return f"Next: {clean(rung.label).rstrip('.')}."


def review_lines(finding: Finding) -> Iterator[str]:
    """Both readings, where a person has reviewed; the machine's never disappears."""
    now = effective(finding)
    if now.review is not None:
        yield (
            f"{clean(now.review.by)} read level {now.review.level} of {wording.top(finding)}: "
            f"{clean(now.review.reason)} The machine had read level {finding.level} ({finding.disclosure.value})."
        )
    for review in finding.reviews:
        if not review.confirmed:
            yield (
                f"Earlier review by {clean(review.by)} (level {review.level}), not confirmed since this file was "
                "assessed again: it does not count."
            )
