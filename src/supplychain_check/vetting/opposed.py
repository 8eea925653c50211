"""Sentences that the encoder pairs with an answer, and that say another thing: less, not yet, some after all.

Pairing is the encoder's; what is opposed is read from numbers, negation and the few words that tell a use, a case or an
order of an authority. Where the sentence is near but the words are not sure, the two are only put beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplychain_check.models.analysis import EvidenceStatus
from supplychain_check.vetting.asked import Asked, Papers, Raised
from supplychain_check.vetting.claims import Paired, affirmed, marks, of_others, paired
from supplychain_check.vetting.clauses import Clause
from supplychain_check.vetting.patterns import pattern
from supplychain_check.vetting.periods import named_spans, outside
from supplychain_check.vetting.shares import number, shares

SAME, NEAR, SURE = 0.45, 0.4, 0.5
"""Cosines from which a sentence with the same number or month bears an answer out, from which it may be on what the
answer says, and from which it is. Of 37 contradictions that others
wrote, the sentence was the nearest of the statement in 18 and among the five nearest in 29; half of them lie above SURE."""
DENIED = 0.95
"""Confidence from which a sentence that was read as a denial says that something is lacking; word lists alone are never
that sure."""
_MEASURES = frozenset(
    {"training", "supplier_training", "supplier_assurance", "due_diligence", "audit_follow_up", "risk_assessment"}
    | {"worker_voice", "grievance", "recruiters", "supplier_code", "policy_commitment", "contract_clauses", "mapping"}
    | {"effectiveness", "remedy", "supply_chain_map", "living_wage", "subcontracting"}
)
"""Subjects on which a firm takes measures that it may lack."""


def opposed(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """The surest of: a part where all was declared, and a lack where something was declared as done."""
    if not asked.yes or asked.question.meaning == "incident" or not any(affirmed(asked)):
        return
    near = [one for one in paired(asked, papers, NEAR, sole=True) if _of_firm_now(one.clause, papers)]
    rules = (_figure, _rest, _lack) if asked.about(*_MEASURES) else (_figure, _rest)
    found = [one for rule in rules for one in rule(asked, papers, near)]
    yield from sorted(found, key=lambda one: -one.confidence)[:1]


def _of_firm_now(clause: Clause, papers: Papers) -> bool:
    if clause.has("modal", "others") or outside(clause.text, papers.declared):
        return False
    # what comes later in the sentence may be a plan; a sentence of earlier years is of another time
    named = named_spans(clause.segment.text)
    return not (papers.declared and named and all(one.end < papers.declared.start for one in named))


# --- a part where all was declared ---------------------------------------------------------------------


def _figure(asked: Asked, papers: Papers, near: Sequence[Paired]) -> Iterator[Raised]:
    """A number of those that did, below the number of all that the answer gives; or another percentage."""
    for one in near:
        if one.claim.none or pattern("figures", "beside").search(one.clause.text) or one.clause.has("planned"):
            continue
        said = _fewer(one) or _percent(one)
        if said and said[1] and not papers.group and not _borne_out(one, asked, papers, near):
            reason = f'The declaration says "{_short(one.claim.text)}", the statement "{said[0]}".'
            yield Raised("quantity", one.clause, reason, 0.75, core=_core(asked))
            return


def _fewer(one: Paired) -> tuple[str, bool] | None:
    """The words of a smaller number, and whether it is of the same unit."""
    for match in _some().finditer(one.clause.text) if one.claim.whole else ():
        part = number(match["part"])
        if 0 < part < one.claim.whole * 0.94 and not _share_of_other(match, one):
            unit = (match["unit"] or "").lower().split()
            same = not unit or unit[0] == "of" or unit[-1].rstrip("s") in one.claim.text.lower()
            return match.group().strip(), same
    return None


def _share_of_other(match: re.Match[str], one: Paired) -> bool:
    """Whether the number is a part of another whole than that of the answer: "4 of our 44 suppliers"."""
    text = one.clause.text
    before = re.search(r"(?:of|out of)\s+(?:our |the |all )?$", text[: match.start()], re.IGNORECASE)
    return before is not None


def _some() -> re.Pattern[str]:
    done = pattern("figures", "done").pattern
    return re.compile(pattern("figures", "some").pattern.replace("DONE", done), re.IGNORECASE)


def _percent(one: Paired) -> tuple[str, bool] | None:
    """A percentage of the same unit in both that cannot both be true."""
    if one.near < SURE:
        return None
    declared = [share for share in shares(one.claim.text) if "%" in share.text or "per cent" in share.text]
    for share in shares(one.clause.text) if declared else ():
        exact = share.high - share.low < 0.02 and share.unit == declared[0].unit
        if exact and not declared[0].agrees(share):
            return share.text, True
    return None


def _rest(asked: Asked, papers: Papers, near: Sequence[Paired]) -> Iterator[Raised]:
    """All were declared, and the statement says that the rest were not."""
    for one in near:
        text = one.clause.text
        if one.claim.none or one.clause.has("planned") or not pattern("lack", "rest").search(text):
            continue
        if one.claim.all and _lacks(one.clause) and not _of_suppliers(asked, one.clause, papers):
            reason = "The declaration says it of all; the statement says that the rest were not, or not yet."
            yield Raised("quantity", one.clause, reason, 0.75, core=_core(asked))
            return


# --- a lack where something was declared as done ----------------------------------------------------------


def _lack(asked: Asked, papers: Papers, near: Sequence[Paired]) -> Iterator[Raised]:
    """What the answer says is done, the statement says is not there, and nothing in it says that it is."""
    for one in near:
        if one.claim.none or not _lacks(one.clause) or _of_part(one):
            continue
        if _of_suppliers(asked, one.clause, papers) or _borne_out(one, asked, papers, near):
            continue
        if one.near < SURE or one.claim.bare:
            continue
        reason = "The declaration says that this is done; the statement says that it is not, or not yet."
        yield Raised("measure", one.clause, reason, round(0.25 + one.near, 2), core=_core(asked))
        return


def _of_part(one: Paired) -> bool:
    """Whether it is lacking in a part only, of which the answer does not speak."""
    return pattern("lack", "part").search(one.clause.text) is not None or of_others(one.clause, whole=one.claim.all)


def _lacks(clause: Clause) -> bool:
    measure = pattern("lack", "measure").search(clause.text)
    harmless = pattern("lack", "harmless").search(clause.text)
    said = pattern("lack", "said").search(clause.text) is not None or _denied(clause)
    other = pattern("lack", "no_measure").search(clause.text)
    return said and not other and (bool(measure) or not harmless)


def _denied(clause: Clause) -> bool:
    """Whether the sentence was surely read as a denial, and this is the part of it that denies."""
    reading = clause.reading
    sure = reading.status is EvidenceStatus.DENIAL and reading.status_confidence >= DENIED
    return sure and pattern("lack", "negated").search(clause.text) is not None


def _of_suppliers(asked: Asked, clause: Clause, papers: Papers) -> bool:
    """Whether suppliers are those who lack it, though the firm itself was asked."""
    if asked.question.scope != "own" or clause.scope == "own":
        return False
    if pattern("lack", "rest").search(clause.text):
        # the sentence before says who is left over
        near = (one for one in papers.clauses if clause.segment.index - one.segment.index in (0, 1))
        return any(one.scope == "supply chain" for one in near)
    return clause.scope == "supply chain" and not clause.has("firm")


def _borne_out(one: Paired, asked: Asked, papers: Papers, near: Sequence[Paired]) -> bool:
    """Whether the statement says elsewhere what the answer says: the same number or month, or simply that it is done."""
    others = [other for other in near if _affirms(other, one)]
    if any(_agrees(other) or _outweighs(other, one) for other in others):
        return True
    # said beside other questions too, so that more than a number is wanted
    wider = (other for other in paired(asked, papers, SAME) if _affirms(other, one))
    return any(_agrees(other) and other.clause.has("done") and _done(other.clause) for other in wider)


def _outweighs(other: Paired, one: Paired) -> bool:
    """Whether it is done after all; beside a sure denial only what is as near, and is said without a plan, counts."""
    denied = _denied(one.clause)
    near = other.near >= (one.near if denied else min(one.near, SURE))
    return near and _done(other.clause) and not (denied and "planned" in other.clause.whole)


def _affirms(other: Paired, one: Paired) -> bool:
    apart = other.clause.segment.index != one.clause.segment.index
    return apart and not other.claim.none and not _lacks(other.clause)


def _agrees(other: Paired) -> bool:
    """Whether number or month are the same; that a firm has so many employees bears out nothing of all of them."""
    return bool(marks(other.clause.segment.text) & (other.claim.marks - {f"{other.claim.whole:g}"}))


def _done(clause: Clause) -> bool:
    return clause.has("done", "stands") and not clause.has("planned", "none")


def _core(asked: Asked) -> str:
    return next(iter(asked.question.core_elements), "")


def _short(text: str) -> str:
    words = text.rstrip(".").split()
    return " ".join(words[:18]) + (" ..." if len(words) > 18 else "")
