"""Agency workers and subcontractors: none declared and some described, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from supplychain_check.models.declaration import Value
from supplychain_check.models.document import SegmentKind
from supplychain_check.vetting.asked import Asked, Papers, Raised
from supplychain_check.vetting.clauses import Clause, hypothetical
from supplychain_check.vetting.periods import outside

_ASKS_WHETHER = re.compile(
    r"\b(?:do|does|did|are|is|will|have) (?:you|your|the|any|some)\b.{0,60}?\b(?:use[ds]?|engaged?|hired?|employed?|rely|work(?:ers)?|subcontract\w*|supplied|come)\b",
    re.IGNORECASE,
)
_CHECKS = re.compile(
    r"\b(?:check|audit|vet|ensure|make sure|policy|policies|approve|monitor|tell|train|require|licen[cs]ed)\b",
    re.IGNORECASE,
)
_NOT_USED = re.compile(
    r"\b(?:not|never|n['’]t)\s+(?:\w+\s+)?(?:use|used|engage|engaged|employ|hire|rely|subcontract|sub-contract)\b"
    r"|\bno\s+(?:\w+\s+){0,2}?(?:agency|agencies|temporary|temps|labour[- ]hire|sub-?contract\w*)",
    re.IGNORECASE,
)
_FORMERLY = re.compile(
    r"\b(?:previous|earlier|past|last) (?:years?|seasons?|periods?)\b|\b(?:formerly|used to|no longer|until)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\b(?:all|everybody|everyone|only|exclusively)\b", re.IGNORECASE)


class _Use(NamedTuple):
    kind: str
    elements: tuple[str, ...]
    subject: str
    use: str
    words: str


_USES = (
    _Use("workforce", ("contract_workforce", "recruiters"), "agency", "agency_use", "workers from agencies"),
    _Use("subcontracting", ("subcontracting",), "subcontract", "subcontract_use", "subcontractors"),
)


def workforce(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Answers on whether workers from agencies or subcontractors are used at all."""
    for use in _USES:
        if asked.about(*use.elements) and _is_of_use(asked):
            if asked.no or _none_used(asked):
                yield from _described(use, papers)
            # a yes may be to another part of the question: "yes, on visas; no agency drivers"
            elif asked.yes and not _NOT_USED.search(asked.words):
                yield from _denied(use, papers)
            return


def _is_of_use(asked: Asked) -> bool:
    """Whether it is asked if there are such workers, not how they are looked after."""
    text = asked.question.text
    neutral = asked.question.meaning == "neutral"
    return _none_used(asked) or ((neutral or bool(_ASKS_WHETHER.search(text))) and not _CHECKS.search(text))


def _none_used(asked: Asked) -> bool:
    """Not applicable, because there are none."""
    reason = re.search(r"\b(?:no|none|not use|never use|without|do not|don['’]t)\b", asked.words, re.IGNORECASE)
    return asked.answer.value is Value.NOT_APPLICABLE and reason is not None


def _described(use: _Use, papers: Papers) -> Iterator[Raised]:
    said = next((clause for clause in papers.clauses if _uses(clause, use) and not _earlier(clause, papers)), None)
    if said and not any(_denies(clause, use) for clause in papers.clauses):
        reason = f"The declaration says that no {use.words} are used; the statement says that some are."
        yield Raised(use.kind, said, reason, 0.75, scope="own", core=use.elements[0])


def _denied(use: _Use, papers: Papers) -> Iterator[Raised]:
    said = next((clause for clause in papers.clauses if _denies(clause, use)), None)
    if said and not any(_uses(clause, use) for clause in papers.clauses):
        reason = f"The declaration says that {use.words} are used; the statement says that none are."
        yield Raised(use.kind, said, reason, 0.75, scope="own", core=use.elements[0])


def _earlier(clause: Clause, papers: Papers) -> bool:
    """Whether a sentence speaks of years before the period."""
    text = clause.segment.text
    return outside(text, papers.declared) or _FORMERLY.search(text) is not None


def _uses(clause: Clause, use: _Use) -> bool:
    """Whether the firm itself uses them: not its suppliers, not a risk, not a condition."""
    if not (clause.has(use.subject) and clause.has(use.use)) or clause.segment.kind is SegmentKind.HEADING:
        return False
    if clause.has("none", "planned", "third_use", "risky") or hypothetical(clause) or "conditional" in clause.whole:
        return False
    own = clause.scope != "supply chain" or use.kind == "subcontracting"
    return own and "firm" in clause.whole


def _denies(clause: Clause, use: _Use) -> bool:
    if hypothetical(clause) or clause.has("third_use", "risky"):
        return False
    if clause.has(use.subject) and _NOT_USED.search(clause.text):
        return clause.has("firm") and (clause.scope != "supply chain" or use.kind == "subcontracting")
    return (
        use.subject == "agency"
        and clause.has("direct")
        and bool(_CLOSED.search(clause.text))
        and clause.scope != "supply chain"
    )
