"""What keeps two questions apart that use the same words: whose workers, which act, which way round, which kind.

Sentence encoders put "Do you train your staff?" beside "Do you train your suppliers?". An officer would not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from supplychain_check.declarations.words import plain
from supplychain_check.models.declaration import Question, QuestionKind

_SUPPLIERS = re.compile(
    r"\b(?:suppliers?|supply[ -](?:chains?|base)|vendors?|sub-?contractors?|tier (?:1|2|one|two))\b"
)
_BUT_THE_FIRM = re.compile(r"\bsupplier(?:'s)? (?:code|name|declaration|number|registration|contact|details)\b")
_OWN = re.compile(r"\b(?:staff|employees?|personnel|managers?|directors?|workforce|your (?:own )?people)\b")
_NOT_OWN = re.compile(r"\b(?:sub-?contract|agenc|recruit|manufactur|suppl|vendor|contractor)")
_SUPPLIERS_ACT = re.compile(
    r"\b(?:do|does|did|have|has|can|will)\s+(?:(?:all|any|most|each|of|your|the|its|our|key|main|direct)\s+){0,4}"
    r"(?:suppliers?|vendors?|sub-?contractors?)\b"
)
_ASPECTS = {
    name: re.compile(pattern)
    for name, pattern in {
        "policy": r"\bpolic(?:y|ies)\b|\bcode of conduct\b|\bprovisions?\b|\brules\b",
        "training": r"\b(?:train\w*|taught|teach\w*|e-?learning|courses?|workshops?)\b",
        "contract clauses": r"\bclauses?\b|\bcontractual\b|\bcontracts? with\b|\bterms and conditions\b",
        "remedy": r"\b(?:repa(?:y|id|yments?)|reimburs\w*|refund\w*|remed\w*|compensat\w*|make good)\b",
        "homepage": r"\bhome ?page\b",
        "approval": r"\b(?:approv\w*|sign(?:ed|s)? off)\b",
        "effectiveness": r"\beffective\w*\b|\bkpis?\b|\bperformance indicators?\b|\bmeasure whether\b",
        "consultation": r"\bconsult\w*\b",
        "publication": r"\b(?:publish\w*|website|url|web (?:link|address)|link)\b",
        "fees": r"\b(?:fees?|deposits?)\b|\b(?:recruitment|placement|hiring) (?:costs?|charges?)\b",
        # whether one uses agencies at all says nothing of whether they are checked, and "no" is no failing
        "use of agencies": r"^(?:(?:in|during|over) [^?,]{2,30}, ?)?(?:do|does|did|have|has) (?:you|your \w+)"
        r"(?: (?:ever|currently|also|directly))? (?:use|used|engage|engaged|employ|hire|rely on)\b(?!.*\b(?:check|vet|audit"
        r"|diligen|assess|screen|monitor|licen))[^?]*\b(?:agenc|recruit|labour[- ]hire|(?:temporary|migrant|contract) (?:labour|work))",
        "living wage": r"\bliving wage\b",
        "age": r"\bage (?:of|verif\w*|proof)\b|\bproof of age\b|\byoung workers\b|\bverify the age\b",
        "conviction": r"\b(?:convict\w*|offences?|prosecut\w*|investigat\w*)\b",
        "number": r"\bhow many\b|\b(?:the|total|average) number of\b|^number of\b|\bhead ?count\b|\bwhat (?:share|percentage|proportion)\b",
        "group": r"\bgroup of (?:compan|organi|entit)\w*\b|\bon behalf of a group\b|\bparent\b",
        "reason": r"\bwhy\b|\breasons?\b|\bmitigating\b",
        "response": r"\b(?:in response|response to|followed|follow-up)\b",
        "upload": r"\b(?:upload|attach|copy of)\b",
        "income": r"\b(?:loss of income|lost income|income lost|income loss)\b",
        "audit": r"\baudits?\b",
        "officer": r"\bname of (?:the|your|its) (?:chief|managing|ceo|chair\w*|head|owner)\b(?!.*\bsign)",
        "contact": r"\b(?:bank|gst|vat|telephone|phone|fax|postal|e-?mail|postcode)\b",
        "money": r"\b(?:profits?|assets?|losses|equity|capital|insolven\w*|invoices?)\b",
        "trade": r"\b(?:prices?|discounts?|insur\w*|warrant\w*|licen[cs]e\w*|referees?|software|customers?"
        r"|financial statements?)\b",
    }.items()
}
_BOTH_WAYS = frozenset({"reason", "income", "upload", "remedy", "homepage"})
"""Aspects that a question must have where the other has them, whichever of the two is the form's."""
_ORDINALS = {
    "first": 1,
    "1": 1,
    "one": 1,
    "second": 2,
    "2": 2,
    "two": 2,
    "third": 3,
    "3": 3,
    "three": 3,
    "fourth": 4,
    "4": 4,
}
_ORDINAL = re.compile(
    r"\b(first|second|third|fourth)\b(?! (?:time|day))|\b(?:risk|priority|no\.?|number) ?([1-4])\b"
    r"|\b([1-4])(?:st|nd|rd|th) risk"
)
_BEGIN = re.compile(r"\b(?:begin\w*|start\w*|first day|commenc\w*|date from|period from)\b")
_FINISH = re.compile(r"\b(?:end|ends|ended|ending|last day|finish\w*|until|date to|covered: to|year to)\b")
_NEGATED = re.compile(r"\b(?:no|not|never|none|without(?! (?:fear|reprisals?|retaliation))|free (?:of|from))\b|n't\b")
_FIRM_KEEPS = re.compile(
    r"\b(?:you|your|recruiters?|employers?|company|firm|management)\b[^?]{0,40}\b(?:keep|hold|retain|withhold"
    r"|confiscat)\w*"
    r"[^?]{0,40}\b(?:passports?|papers|documents?)\b"
)
"""Who keeps the papers turns the answer round."""
_OPEN = re.compile(
    r"(?:please )?(?:describe|explain|outline|detail|list|state|tell|provide (?:details|additional|further"
    r"|more)|give details"
    r"|(?:any )?(?:additional|further|more|other) (?:information|details|on\b)|details of|comments?|more about)\b"
)
_CLOSED = re.compile(
    r"(?:(?:in|during|over) the [a-z ]+, )?(?:do|does|did|is|are|was|were|have|has|had|can|could|may|will|would|any)\b"
)
_WHICH = re.compile(
    r"(?:(?:from|by|on|to|in|with|for) )?(?:which|what|whom?|select|choose|tick)\b|.*\bof the following\b"
)
_FITS: dict[str, frozenset[QuestionKind]] = {
    "open": frozenset({QuestionKind.TEXT}),
    "closed": frozenset({QuestionKind.YES_NO, QuestionKind.CHOICE}),
    "which": frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.TEXT, QuestionKind.FILE}),
}


def conflicts(asked: str, question: Question) -> tuple[str, ...]:
    """Why the wording in a file cannot be this question of the form, in a word each; () where nothing is against it.

    Args:
        asked: the wording in the file.
        question: of the form; all its wordings count for what it may speak of.
    """
    said, wordings = _plain_all((asked,))[0], _wordings(question)
    if said in wordings:
        return ("polarity",) if _turned(said, question) else ()
    checks = {
        "scope": _other_scope(said, question),
        "aspect": _other_aspect(said, wordings),
        "ordinal": _other_ordinal(said, wordings[0]),
        "begin or end": _other_end(said, wordings[0]),
        "polarity": _turned(said, question),
    }
    return tuple(name for name, found in checks.items() if found)


def manner(asked: str, question: Question) -> float:
    """How the way of asking fits the kind of the question: 1, 0 where it cannot be told, -1."""
    way = _way(asked)
    return 0.0 if not way else 1.0 if question.kind in _FITS[way] else -1.0


@lru_cache(maxsize=4096)
def _way(asked: str) -> str:
    said = plain(asked)
    ways = (("open", _OPEN), ("which", _WHICH), ("closed", _CLOSED))
    return next((name for name, pattern in ways if pattern.match(said)), "")


def _wordings(question: Question) -> tuple[str, ...]:
    return _plain_all((question.text, *question.also))


@lru_cache(maxsize=4096)
def _plain_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(plain, texts))


def _turned(said: str, question: Question) -> bool:
    """Whether a yes to the one would be a no to the other."""
    if question.kind is not QuestionKind.YES_NO:
        return False
    meant = _wordings(question)[0]
    return any(bool(pattern.search(said)) != bool(pattern.search(meant)) for pattern in (_NEGATED, _FIRM_KEEPS))


def _other_scope(said: str, question: Question) -> bool:
    if question.meaning == "neutral" or question.role:
        return False
    own_words = _BUT_THE_FIRM.sub("", said)
    suppliers = bool(_SUPPLIERS.search(own_words))
    asked_of_them = any(_SUPPLIERS.search(text) for text in _wordings(question))
    if _SUPPLIERS_ACT.search(own_words):
        return not any(_SUPPLIERS_ACT.search(text) for text in _wordings(question))
    if question.scope == "own":
        return suppliers and not asked_of_them
    return question.scope == "supply chain" and bool(_OWN.search(said)) and not _NOT_OWN.search(said)


def _other_aspect(said: str, wordings: tuple[str, ...]) -> bool:
    one, other = _aspects(said), frozenset[str]().union(*map(_aspects, wordings))
    return bool(one - other or (other - one) & _BOTH_WAYS)


# each wording of a file is held against every question of a form, and each of these against every wording
@lru_cache(maxsize=8192)
def _aspects(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _ASPECTS.items() if pattern.search(text))


def _other_ordinal(said: str, wording: str) -> bool:
    one, other = _ordinal(said), _ordinal(wording)
    return one != other and bool(one or other)


def _ordinal(text: str) -> int:
    match = _ORDINAL.search(text)
    return _ORDINALS[next(filter(None, match.groups()))] if match else 0


def _other_end(said: str, wording: str) -> bool:
    def ends(text: str) -> tuple[bool, bool]:
        return bool(_BEGIN.search(text)), bool(_FINISH.search(text))

    one, other = ends(said), ends(wording)
    return any(one) and any(other) and one[0] != one[1] and other[0] != other[1] and one != other
