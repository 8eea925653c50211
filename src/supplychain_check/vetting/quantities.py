"""All declared and a part published, or shares of the same unit that cannot both be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from supplychain_check.vetting.asked import Asked, Outcome, Papers, Raised, Subject, subjects
from supplychain_check.vetting.clauses import Clause
from supplychain_check.vetting.periods import outside
from supplychain_check.vetting.returned import returned
from supplychain_check.vetting.shares import Share, shares

_BARE = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?(?:%|per cent|percent)", re.IGNORECASE)
_BARE_ALL = re.compile(
    r"\b(?:all|every|everybody|everyone)\b(?!\s+(?:new|high|key|critical|major|relevant))", re.IGNORECASE
)
_WITHIN = frozenset(
    ("", "direct", "active", "current", "existing", "total", "main", "of", "all", "tier 1", "first-tier")
)
"""Words that leave a unit what it is; of all else only "all of everything" can be contradicted."""
_BEYOND = re.compile(
    r"\b(?:tier[ -]?(?:2|3|two|three)|second|third|sub|indirect|own|other|potential|prospective|former|those)\b"
)
_FOR_EXAMPLE = re.compile(r"\b(?:including|such as|for example|like|e\.g\.),?\s*$", re.IGNORECASE)
NEAR = 60
"""Characters before and after a share in which its verb stands."""


class _Part(NamedTuple):
    share: Share
    clause: Clause


def quantities(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Shares that were declared, or are implied by a yes to "all", against those in the statement."""
    for subject in subjects():
        if asked.question.meaning == "measure" and subject.units and asked.about(*subject.core):
            declared = declared_share(asked, subject)
            if declared:
                yield from _compare(declared, papers, subject)


def declared_share(asked: Asked, subject: Subject) -> Share | None:
    """The share that an answer states for the units of a subject; None where it states none."""
    stated = [share for share in shares(asked.words) if share.unit in subject.units]
    if stated:
        return stated[0]
    unit = next((s.unit for s in shares(asked.question.text) if s.unit in subject.units and s.everything), "")
    bare = _BARE.search(asked.words)
    if bare and (unit or len(asked.words) < NEAR):
        value = min(float(bare[1]) / 100, 1.0)
        return Share(value, value, unit or subject.units[0], "", bare[0])
    if asked.yes and unit and not _counted(asked):
        asks = next(s for s in shares(asked.question.text) if s.unit == unit and s.everything)
        return Share(1.0, 1.0, unit, asks.which, "all")
    return None


def _counted(asked: Asked) -> bool:
    """Whether the answer names numbers or kinds of its own, by which a yes to "all" means less than all."""
    return bool(re.search(r"\d", asked.words)) and not _BARE_ALL.search(asked.words)


def _compare(declared: Share, papers: Papers, subject: Subject) -> Iterator[Raised]:
    parts = [part for part in _published(papers, subject) if part.share.unit == declared.unit]
    alike = [part for part in parts if _comparable(declared, part.share)]
    if any(declared.agrees(part.share) for part in alike):
        return
    for part in (*alike, *(p for p in parts if p not in alike)):
        outcome = _outcome(declared, part, alike)
        if outcome:
            reason = f'The declaration says "{declared.text}", the statement "{part.share.text}".'
            exact = part.share.high - part.share.low < 0.02
            yield Raised(
                "quantity",
                part.clause,
                reason,
                0.85 if exact else 0.65,
                outcome,
                "supply chain" if "supplier" in subject.units else "own",
            )
            return


def _outcome(declared: Share, part: _Part, alike: list[_Part]) -> Outcome | None:
    if part in alike:
        return "contradicted"
    return "differs in scope" if declared.everything and not declared.agrees(part.share) else None


def _comparable(declared: Share, published: Share) -> bool:
    """Whether both are shares of the same: a part of some cannot be all, if all means everything."""
    if _BEYOND.search(published.which):
        return False
    if declared.which in _WITHIN and published.which in _WITHIN:
        return True
    return declared.which == published.which or (declared.everything and declared.which in _WITHIN)


def _published(papers: Papers, subject: Subject) -> Iterator[_Part]:
    for clause in papers.clauses:
        if clause.has("planned", "others") or outside(clause.segment.text, papers.declared):
            continue
        for share in shares(clause.text):
            if share.unit in subject.units and subject.named_in(clause) and _does(clause.text, share, subject):
                yield _Part(_complement(share) if _negated(clause.text, share) else share, clause)
    if subject.name == "assurance":
        yield from (_Part(one.share, one.clause) for one in returned(papers.clauses))


def _does(text: str, share: Share, subject: Subject) -> bool:
    """Whether the verb of the subject stands near the share: "40% of suppliers are small" says nothing of checks."""
    at = text.find(share.text)
    before, behind = text[max(0, at - NEAR) : at], text[at + len(share.text) :][:NEAR]
    if _FOR_EXAMPLE.search(before):
        return False
    verb = rf"\b(?:{subject.verbs})\b"
    after = re.match(rf"\W+(?:\([^)]*\)\W+)?(?:[\w-]+\W+){{0,5}}?{verb}", behind, re.IGNORECASE)
    leading = re.search(rf"{verb}\W+(?:by\W+)?(?:[\w-]+\W+){{0,3}}$", before, re.IGNORECASE)
    return bool((after and not _done_by_them(behind)) or leading)


def _done_by_them(behind: str) -> bool:
    """Whether the unit does something else: "some suppliers asked for help with the questionnaire"."""
    return bool(
        re.match(
            r"\W+(?:asked|requested|struggled|needed|wanted|said|told|are|is|make|made|supply|supplied)\b(?! (?:been|being|audited|assessed|signed|trained))",
            behind,
            re.I,
        )
    )


def _negated(text: str, share: Share) -> bool:
    at = text.find(share.text) + len(share.text)
    return bool(re.match(r"\W+(?:\w+\W+){0,2}?(?:not|yet to|never|refused|failed)\b", text[at:], re.IGNORECASE))


def _complement(share: Share) -> Share:
    return share._replace(low=1 - share.high, high=1 - share.low)
