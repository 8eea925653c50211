"""How many sent a questionnaire back, where one sentence says to how many it went and the next how many answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supplychain_check.models.document import SegmentKind
from supplychain_check.vetting.clauses import Clause
from supplychain_check.vetting.shares import COUNT, UNITS, Share, number

_TO = re.compile(
    rf"\b(?:sent|issued|asked|invited|circulated|e-?mailed|gave|went|surveyed|approached|contacted)\b[^.;]{{0,80}}?(?<![\d.,£$€])\b(?P<whole>{COUNT})\s+"
    rf"(?:of our\s+)?(?P<own>(?:[\w'’-]+\s+){{0,2}}?)(?P<unit>{UNITS['supplier']})\b",
    re.IGNORECASE,
)
_ANSWERED = r"(?:returned|completed|responded|answered|replied|sent (?:it|them|theirs|the \w+) back|filled|submitted)"
_BACK = re.compile(
    rf"(?<![\d.,£$€])\b(?P<part>{COUNT})\s+(?:of them\s+|of these\s+|suppliers\s+|vendors\s+)?(?:(?:had|have|has|were)\s+)?(?:\w+ly\s+)?{_ANSWERED}\b"
    rf"|\b(?:received|had|got)\s+(?P<got>{COUNT})\s+(?:\w+\s+)?(?:responses?|replies|answers|questionnaires back)\b",
    re.IGNORECASE,
)
_REST = re.compile(
    rf"\b(?:others?|remaining|remainder|rest|all of them|everyone|all)\b[^.;]{{0,40}}?\b(?:{_ANSWERED[3:-1]}|did so|done so|came in|followed)\b",
    re.IGNORECASE,
)
BEHIND = 2
"""Sentences behind the first in which the number of answers may stand."""


class Returned(NamedTuple):
    """A share put together from two sentences, with the clause that gives its smaller number."""

    share: Share
    clause: Clause


def returned(clauses: Sequence[Clause]) -> Iterator[Returned]:
    """Shares of suppliers that answered; none where a later sentence says that the rest answered too."""
    for at, clause in enumerate(clauses):
        sent = _TO.search(clause.text)
        if sent and not clause.has("planned", "modal", "others") and clause.segment.kind is SegmentKind.SENTENCE:
            behind = [c for c in clauses[at + 1 :] if c.segment.index - clause.segment.index <= BEHIND]
            found = _answered(sent, behind)
            if found:
                yield found


def _answered(sent: re.Match[str], behind: Sequence[Clause]) -> Returned | None:
    if any(_REST.search(clause.text) for clause in behind):
        return None
    whole = number(sent["whole"])
    for clause in behind:
        back = _BACK.search(clause.text)
        part = number(back["part"] or back["got"]) if back else 0
        if back and not clause.has("planned", "modal") and 0 < part <= whole:
            text = f"{back['part'] or back['got']} of {sent['whole']} {sent['own'] or ''}{sent['unit']}"
            own = (sent["own"] or "").strip().lower()
            return Returned(Share(part / whole, part / whole, "supplier", own, text), clause)
    return None
