"""Names other than the legal one under which an organisation trades or goes by in its document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplychain_check.analyse.wording import stated, word_list
from supplychain_check.models import Document, Stated

MOST = 12
"""Names kept: a longer list is one of brands."""
NEAR = 60
"""Characters after a legal name within which it may be given a short name in brackets."""
_WORD = r"[A-Z0-9&][\w&+'’®™-]*(?:\.\w+)*"
_NAME = rf"{_WORD}(?:[ ](?:(?:of|and|the|for|&)[ ])?{_WORD}){{0,5}}"
_TRADES = re.compile(
    r"\b(?:(?:trades?|trading|operates?|operating|does business|doing business) as|also known as|t/a|d/b/a|dba"
    r"|trading (?:name|style)s?(?: (?:is|are|of))?|brand names?(?: (?:is|are))?|under the (?:trading |brand |business )?names?(?: of)?)"
    rf"[\s:]*(?:the (?=[“\"‘']))?[“\"‘']?(?P<name>{_NAME})(?:[”\"’']?(?:,| and| or)\s[“\"‘']?(?P<second>{_NAME})(?=[”\"’')]|[.;,]))?",
)
_IS_ONE = re.compile(
    rf"[“\"‘']?(?P<name>{_NAME})[”\"’']?,? (?:is|are|being) (?:\w+ )?(?:a|the|our|its) (?:trading|brand|business) (?:name|style)s?\b"
)
_INITIALS = re.compile(r"\s?\((?P<name>[A-Z]{2,8})\)")
_SHORT = re.compile(rf"[^.;]{{0,{NEAR}}}?\((?:[^()]{{0,50}}?\s)?[“\"‘'](?P<name>(?:the )?{_NAME}),?[”\"’']")


def find_trading(document: Document, entities: Sequence[Stated]) -> tuple[Stated, ...]:
    """Names that the text gives as trading names, and short names that it gives the organisations in brackets.

    Args:
        document: what was read from the file.
        entities: the organisations that the document speaks for.

    Returns:
        Each name once, in the order of the text.
    """
    taken = {_key(entity.value) for entity in entities}
    shortened = [place for place in _shortened(document, entities) if _key(place.value) not in taken]
    found: dict[str, Stated] = {}
    for place in sorted((*_trades(document), *shortened), key=lambda place: place.start):
        found.setdefault(_key(place.value), place)
    return tuple(found.values())[:MOST]


def _key(name: str) -> str:
    return " ".join(re.findall(r"[\w&]+", name.lower())).removeprefix("the ")


def _trades(document: Document) -> Iterator[Stated]:
    """What stands after "trading as" and the like, or before "is a trading name"."""
    for match in _IS_ONE.finditer(document.text):
        yield stated(document, match.start("name"), match.end("name"), _clean(match["name"]))
    for match in _TRADES.finditer(document.text):
        several = re.search(r"\bnames\b|\bstyles\b", match.group()) is not None
        for group in ("name", "second"):
            for start, end in _parts(match, group, several=several):
                if not _is_common(document.text[start:end]):
                    yield stated(document, start, end, _clean(document.text[start:end]))


def _parts(match: re.Match[str], group: str, *, several: bool) -> Iterator[tuple[int, int]]:
    """Offsets of the names in a group; "and" joins two names where several were announced."""
    if not match[group]:
        return
    at = match.start(group)
    for part in re.split(r"( and )", match[group]) if several else [match[group]]:
        if part != " and ":
            yield at, at + len(part)
        at += len(part)


def _shortened(document: Document, entities: Sequence[Stated]) -> Iterator[Stated]:
    """A name in quotation marks in the brackets that follow a legal name, unless it is "the Company" or the like."""
    for entity in entities:
        for at in (found.end() for found in re.finditer(re.escape(entity.text), document.text)):
            match = _SHORT.match(document.text, at, at + 2 * NEAR + 60) or _initials(document.text, at, entity.value)
            if match and not _is_common(match["name"]):
                yield stated(document, match.start("name"), match.end("name"), _clean(match["name"]))


def _initials(text: str, at: int, name: str) -> re.Match[str] | None:
    """The letters in brackets behind a name, where they are its initials."""
    match = _INITIALS.match(text, at)
    letters = "".join(word[0].upper() for word in re.findall(r"\w+", name))
    return match if match and match["name"] in (letters, "T" + letters, letters[:-1]) else None


def _clean(name: str) -> str:
    return name.strip(" .,'’")


def _is_common(name: str) -> bool:
    """Whether every word of it is one that any organisation could be called by: "the Company", "We", "Group"."""
    words = re.findall(r"\w+", re.sub(r"['’]s?\b", "", name.lower()))
    return set(words) <= set(word_list("names")["called"])
