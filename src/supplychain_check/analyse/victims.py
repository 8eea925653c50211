"""Whether a document seems to name a victim, a survivor or a worker of a case.

Guides of several countries ask that nobody be named. A weak detector on purpose: it looks only where a name stands
beside a word for such a person, and in a sentence that tells of a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplychain_check.analyse.signature import person_spans
from supplychain_check.analyse.wording import cues
from supplychain_check.models import Document, Segment, Warn

_WHO = (
    r"(?:victim|survivor|complainant|worker|employee|labourer|laborer|cleaner|carer|picker|packer|seafarer|fisher(?:man)?|crew member|deckhand|welder|farmhand"
    r"|migrant|apprentice|machinist|driver|maid|domestic worker|young (?:woman|man)|woman|man|girl|boy|child|mother|father)"
)
_NAME = r"(?-i:[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,2})"
_FULL = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)+")
_CALLED = re.compile(
    rf"\b{_WHO}s?,?(?: who (?:is|was))? (?:named|called|by the name of) (?P<name>{_NAME})", re.IGNORECASE
)
_IS = re.compile(
    rf"^\s?(?:,|\(|is|was|[-–—])\s?(?:aged \d+,?\s|\d\d,?\s|then\s|one of\s|an?\s|the\s|who\s|(?-i:[a-z]+)\s){{0,5}}?(?:(?-i:[A-Z][a-z]+)\s)?(?:(?-i:[a-z-]+)\s)?{_WHO}\b",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"\b{_WHO}\s$", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:names? (?:has|have|had) been (?:changed|altered|withheld)|not (?:his|her|their) real names?|name changed|pseudonym|anonymised)\b",
    re.IGNORECASE,
)


def named_victims(document: Document, segments: Sequence[Segment]) -> Iterator[Warn]:
    """A warning with the first place where a person of a case seems to be named; none where names were changed."""
    if _CHANGED.search(document.text):
        return
    for segment in segments:
        if "case" in cues("formalities", "victims", segment.text) and (name := _name(segment.text)):
            page = document.page_at(segment.start)
            message = (
                "A victim or worker of a case seems to be named. Check whether that person agreed; "
                "guidance asks that nobody be named."
            )
            yield Warn(code="person-named", message=message, quote=name, page=page)
            return


def _name(text: str) -> str:
    """The name of the person, or ""."""
    if called := _CALLED.search(text):
        return called["name"]
    for start, end in person_spans(text):
        if not _FULL.fullmatch(text[start:end]):
            continue
        if _IS.match(text[end:]) or _TITLE.search(text[:start]):
            return text[start:end]
    return ""
