"""Conditions, references and misses of the pack format, said in words for people who write no Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from supplychain_check.criteria import Condition, Level
from supplychain_check.match import Miss
from supplychain_check.models import EvidenceStatus, Specificity

FACTS = {
    "count": "a number",
    "percent": "a percentage",
    "money": "a sum of money",
    "date": "a date",
    "country": "a country",
    "commodity": "a product or raw material",
    "tier": "a tier of the supply chain",
    "workers": "a group of workers",
    "standard": "a named standard",
    "role": "a post",
}
STATUSES = {
    EvidenceStatus.ACTION: "something done or in place",
    EvidenceStatus.COMMITMENT: "a promise",
    EvidenceStatus.DENIAL: "saying that there is none",
    EvidenceStatus.HYPOTHETICAL: "what would be done, or if",
    EvidenceStatus.CLAIM: "a value or an expectation",
    EvidenceStatus.CONTEXT: "context",
}
DETAIL = {
    Specificity.NONE: "no detail",
    Specificity.GENERAL: "an act without facts",
    Specificity.SPECIFIC: "facts",
    Specificity.MEASURED: "figures",
}
_WHY_NOT = {
    "no actor": "it does not say who does anything",
    "no action": "it does not say that anything is done",
    "a phrase and not a word more": "it is a phrase of the pack and not a word more",
    "too short to say who did what": "it is too short to say who did what",
}
_SCOPES = {
    "sentence": "In one sentence",
    "section": "In one sentence and those around it",
    "document": "Anywhere in the document",
}


def listed(parts: Iterable[str], joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def counted(number: int, one: str, many: str = "") -> str:
    """``1 sentence``, ``2 sentences``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reference(name: str) -> str:
    """A reference of a condition: a signal stays in quotes, all else is said in words."""
    prefix, colon, what = name.partition(":")
    if not colon:
        return f'"{name}"'
    plain = re.sub(r"(.*)=(.*)", r"\1 (\2)", what.replace("_", " "))
    return {
        "fact": FACTS.get(what, plain),
        "topic": f"the topic {plain}",
        "formality": plain,
        "heading": f'a heading with "{what}"',
    }.get(prefix, name)


def statuses(values: Iterable[EvidenceStatus]) -> str:
    """Evidence statuses that count, joined by "or"."""
    return listed((STATUSES[value] for value in values), "or")


def condition(value: Condition, rung: Level | None = None) -> str:
    """What a condition asks, in one sentence; `rung` gives the default of the evidence status."""
    parts = [reference(name) for name in value.all]
    if value.any:
        many = f"at least {value.any_count} of" if value.any_count > 1 else "one of" if len(value.any) > 1 else ""
        parts.append(f"{many} {listed(map(reference, value.any), 'or')}".strip())
    text = f"{_SCOPES[value.scope]}: {' + '.join(parts)}"
    if value.none:
        text += f"; without {listed(map(reference, value.none), 'or')}"
    if value.specificity:
        text += f"; with {DETAIL[value.specificity]}"
    if value.min_count > 1:
        text += f"; in at least {value.min_count} sentences"
    wanted = rung.statuses(value) if rung else value.status
    return text + (f"; as {statuses(wanted)}." if wanted else ".")


def why_not(reason: str) -> str:
    """Why a sentence can never be evidence, as the end of a sentence that begins with "it"."""
    place = f"it stands {reason}" if reason.startswith("in ") else f"it is {reason}"
    return f"cannot be evidence, because {_WHY_NOT.get(reason, place)}"


def miss(found: Miss, status: EvidenceStatus, detail: Specificity) -> str:
    """What keeps a sentence from counting, as the end of a sentence that begins with "it"."""
    if found.kind == "status":
        wanted = statuses(EvidenceStatus(name) for name in found.names)
        return f"reads as {STATUSES[status]}; what counts is {wanted}"
    if found.kind == "specificity":
        return f"has {DETAIL[detail]}; what counts is a sentence with {DETAIL[Specificity(found.names[0])]}"
    if found.kind == "none":
        return f"also has {listed(map(reference, found.names))}, which rules it out"
    return f"lacks {_lacking(found.names)}"


def _lacking(names: Sequence[str]) -> str:
    return listed(map(reference, names), "or")
