"""Another firm as the subject of a sentence: the mark of a statement copied from somebody else."""

from __future__ import annotations

import re

from supplychain_check.models import Identity, Segment, SegmentKind
from supplychain_check.phrases import tokens

# A capitalised name that ends in a legal form, at the very start of the sentence, followed by a verb.
_SUBJECT = re.compile(
    r"^(?:At\s+)?((?:[A-Z][\w&'’.-]*\s+){1,5}(?:Ltd|Limited|plc|PLC|Pty\.?\s+Ltd\.?|Inc|LLP|LLC|Corporation|GmbH))\.?,?\s+"
    r"(?:and its subsidiaries\s+)?(?:is|are|has|have|was|will|does|do|recognis|requir|operat|conduct|expect|train|audit|ask|[a-z]+(?:ed|es|s)\b)"
)
_RELATED = re.compile(
    r"subsidiar|parent|group|part of|owned|acquir|joint|supplier|auditor|customer|partner|client|union|agency", re.I
)


_FORMS = frozenset("ltd limited plc pty inc llp llc corporation gmbh . , &".split())
_COMMON = frozenset("the of and new first national limited british australian".split())


def own_words(identity: Identity) -> frozenset[str]:
    """First word of each name of the firm itself, in small letters: "Pellworth" for Pellworth Supply Limited."""
    words = (tokens(entity.value)[:1] for entity in identity.entities)
    return frozenset(word for first in words for word in first if len(word) > 2) - _COMMON


def _words(identity: Identity) -> frozenset[str]:
    """Every word of the names and the title of the document, in small letters."""
    names = [entity.value for entity in identity.entities] + ([identity.title.value] if identity.title else [])
    return frozenset(word for name in names for word in tokens(name)) - _FORMS


def named_firm(segment: Segment, identity: Identity, whole_text: str) -> str:
    """Name of a firm that is the sentence's subject, is not the reporting entity and has no stated tie to it.

    A weak detector: it answers only where the name stands first, shares no word with title and entities, occurs
    at most three times, and never near a word such as "subsidiary".
    """
    if segment.kind is not SegmentKind.SENTENCE:
        return ""
    match = _SUBJECT.match(segment.text)
    if not match:
        return ""
    name = " ".join(match.group(1).split())
    # a heading that ran into the sentence ("Training T&L Sugars Limited ...") still leaves the firm's own name in it
    if not identity.entities or _words(identity) & set(tokens(name)):
        return ""
    places = [m.start() for m in re.finditer(re.escape(name), whole_text)]
    tied = any(_RELATED.search(whole_text[max(0, at - 80) : at + len(name) + 80]) for at in places)
    return "" if tied or len(places) > 3 else name
