"""Yes and no in the many ways in which suppliers write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from supplychain_check.declarations.words import plain, stem, words
from supplychain_check.models.declaration import Value

_END = r"(?=$|[\s,.;:!?()\[\]/-])"
_STOP = r"(?=\s*(?:$|[,.;:!?()\[\]\n]|- |-$|/))"
"""What follows a short word that could also begin a sentence, such as "no" in "no fees are charged"."""
_UNKNOWN = (
    r"(?:we |i )?(?:do not|don't|dont) (?:yet )?know|dk|unknown|not (?:yet )?known|unsure|not sure|uncertain|unclear"
    r"|(?:still )?t\.?b\.?[acd]\.?|to be (?:confirmed|advised|announced|determined|decided|provided|completed)"
    r"|(?:still )?pending|cannot say|can't say|no (?:information|data)(?: available)?|awaiting [a-z ]+|\?+"
)
_NOT_APPLICABLE = (
    r"n\s?/\s?a\.?|n\.\s?a\.?|na|n\.app\.?|not applicable|(?:this |it )?(?:does not|doesn't) apply|not relevant"
    r"|inapplicable"
    r"|no aplica|sans objet|non applicable"
)
_PARTLY = (
    r"partly|partial|partially|in part|some|somewhat|to some extent|sometimes|mostly|mainly|limited|in progress|ongoing"
    r"|work in progress|wip|under ?way|under (?:development|review|construction)|in development"
    r"|(?:we are )?working towards"
    r"(?: it| this)?|being (?:developed|drafted|prepared|implemented|rolled out)|(?:we are )?(?:currently )?developing"
)
_YES_WORDS = r"yes|yep|yeah|yup|āe|oui"
_YES_SHORT = (
    r"y|true|agreed?|confirmed|correct|affirmative|absolutely|certainly|definitely|of course|always|we do|we have|it is"
    r"|in place|done|completed?|implemented|ae"
)
_YES_BARE = r"1|1\.0|x|t|on|ok|okay|checked|ticked|selected|[✓✔☑☒√🗹■]\ufe0f?|\[[x✓✔]\]|\([x✓✔]\)"
_NO_SHORT = (
    r"no|n|nope|non|kāo|kao|false|never|negative|none(?: (?:at all|at present|identified|found|known|reported|recorded"
    r"|so far|to date|as yet|in the (?:last|past|reporting) [a-z0-9 ]+))?|nil|nothing(?: to report)?|zero"
    r"|not (?:yet|at this (?:time|stage|point)|at present|currently|at the moment|in place|done|available|formally)"
    r"|planned|we (?:do|have|are|did) not|we (?:don't|haven't|aren't|didn't)"
)
_NO_OPEN = (
    r"no(?= (?:we|it|this|that|i|but|as|because|since|not|longer|formal(?:ly)?|one|specific|written|documented|current"
    r"|dedicated|such)\b)|not yet|not currently|not at (?:this|the|present)|not formally|planned (?:for|in|by)"
    r"|(?:we )?(?:plan|intend|are planning) to|we (?:do|have) not (?:yet|currently|have)|we (?:don't"
    r"|haven't) (?:yet|have)"
    r"|we currently (?:do not|don't|have no)"
)
_NO_BARE = r"0|0\.0|f"
_UNTICKED = r"off|unchecked|unticked|not selected|[☐□○]|\[ ?\]|\( ?\)"
_LEADS: tuple[tuple[Value, str], ...] = (
    (Value.UNKNOWN, rf"(?:{_UNKNOWN}){_STOP}"),
    (Value.NOT_APPLICABLE, rf"(?:{_NOT_APPLICABLE}){_STOP}|(?:not applicable|n/a){_END}"),
    (Value.YES, rf"(?:{_YES_WORDS}){_END}|(?:{_YES_SHORT}){_STOP}|[✓✔☑☒](?:\ufe0f)?(?=\s)"),
    (Value.NO, rf"(?:{_NO_SHORT}){_STOP}|(?:{_NO_OPEN}){_END}"),
    (Value.PARTLY, rf"(?:{_PARTLY}){_STOP}"),
)
_LEAD = [(value, re.compile(pattern)) for value, pattern in _LEADS]
_BARE = [
    (Value.YES, re.compile(_YES_BARE)),
    (Value.NO, re.compile(_NO_BARE)),
    (Value.BLANK, re.compile(_UNTICKED)),
]
_PARTLY_YES = re.compile(
    rf"\W*(?:(?:{_PARTLY}){_STOP}|(?:but )?(?:only (?:for|in|at|some|part)|not (?:yet )?(?:for|in|at|all|everywhere)\b|"
    r"in some|for some|at some|except)|.{0,60}(?:\bbut not\b|\bno (?:for|at|in)\b))"
)
_NOT_MEANT = re.compile(rf"\W*(?:this is |it is |as |because )?(?:{_NOT_APPLICABLE}){_END}")
_NEGATED = re.compile(
    r"\b(?:no|not|never|without|free (?:of|from)|prohibit\w*|ban|bans|banned|avoid\w*|prevent\w*|refus\w*"
    r"|forbid\w*)\b|n't"
)
_NEGATION = re.compile(
    r"(?:we|i|it|they|there|our [a-z]+|the [a-z]+|[a-z]+ (?:ltd|limited))\s+(?:currently |presently )?"
    r"(?:(?:do|does|did|has|have|had|is|are|was|were)(?:\s+not|n't)|(?:have|has|had|is|are|was|were) no|never)\s+"
    r"(?:been |any |yet |currently |been any )*([a-z-]+)(?: ([a-z-]+))?(?: ([a-z-]+))?"
    r"|no ([a-z-]+)(?: ([a-z-]+))?(?: ([a-z-]+))?"
)


class Said(NamedTuple):
    """A yes or no, and what stands behind it; `value` is None where there is neither."""

    value: Value | None
    rest: str = ""


def yes_no(text: str, question: str = "") -> Said:
    """Whether the text says yes, no, partly, not applicable or not known, and the free text behind that.

    Args:
        text: an answer, not blank.
        question: the wording of the question. A sentence with a negation ("We keep no passports") is a no only where
            the question has no negation itself and names the same thing.
    """
    text = text.strip()
    low = plain(text)
    for value, pattern in _BARE:
        if pattern.fullmatch(low):
            return Said(value)
    for value, pattern in _LEAD:
        if match := pattern.match(low):
            rest = _behind(text, low, match.end())
            # what begins a sentence belongs to it
            return _refined(value, text if rest and match.group().startswith("we ") else rest)
    return Said(Value.NO, text) if _denies(low, question) else Said(None, text)


def _refined(value: Value, rest: str) -> Said:
    """Look at what follows: "Yes, but only for ..." is partly, "No - not applicable as ..." not applicable."""
    low = plain(rest)
    if value is Value.YES and _PARTLY_YES.match(low):
        return Said(Value.PARTLY, rest)
    if value in {Value.YES, Value.NO} and _NOT_MEANT.match(low):
        return Said(Value.NOT_APPLICABLE, rest)
    return Said(value, rest)


def _behind(text: str, low: str, end: int) -> str:
    """What stands behind the first `end` characters of the plain text, as it was written."""
    tail = low[end:]
    kept = " ".join(text.split())
    rest = kept[len(kept) - len(tail) :] if tail else ""
    rest = rest.strip().lstrip(",.;:!/-\u2013\u2014 ").strip()
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1].strip()
    return rest if any(map(str.isalnum, rest)) else ""


def _denies(low: str, question: str) -> bool:
    match = _NEGATION.match(low)
    asked = plain(question)
    if not match or not asked or _NEGATED.search(asked):
        return False
    known = {stem(word) for word in words(asked)}
    named = [stem(word) for word in match.groups() if word]
    # the verb or the noun right behind the negation is what is denied; further words only where that one is filler
    return any(word in known and len(word) > 2 for word in named[:3])
