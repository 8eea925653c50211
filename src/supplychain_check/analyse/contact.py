"""Where else to look: the register on which a document says it stands, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplychain_check.analyse.wording import squash, stated, word_list
from supplychain_check.models import Document, Stated

MOST = 6
"""Contacts kept, in the order of the text."""
AROUND = 90
"""Characters before an address or number in which it is said to belong to a helpline."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_PHONE = re.compile(
    r"\b(?:t|tel|telephone|phone|call|mobile|ph|freephone)\b[\s:.]{1,3}(?:us\s|now\s|number\s|us now\s)?(?:on\s|at\s)?(?:is\s)?"
    r"(?P<number>\+?\(?\d[\d ().-]{6,18}\d)(?!\d)",
    re.IGNORECASE,
)


def find_registers(document: Document) -> tuple[Stated, ...]:
    """Registers of statements that the text names or links to, each once.

    Returns:
        For each its id from ``data/registers.toml`` as value, with the address or name as text.
    """
    found: dict[str, Stated] = {}
    for name, words in word_list("registers").items():
        pattern = "|".join(
            (
                *(rf"(?:https?://)?(?:[\w-]+\.)*{re.escape(h)}(?:/[^\s)\]>\"]*)?" for h in words["hosts"]),
                *map(_spaced, words["names"]),
            )
        )
        if match := re.search(rf"(?<![\w@])(?:{pattern})", document.text, re.IGNORECASE):
            end = match.start() + len(match.group().rstrip(".,;"))
            found[name] = stated(document, match.start(), end, name)
    return tuple(sorted(found.values(), key=lambda place: place.start))


def _spaced(name: str) -> str:
    return r"\b" + r"[\s-]+".join(map(re.escape, name.split())) + r"\b"


def find_contacts(document: Document) -> tuple[Stated, ...]:
    """E-mail addresses and telephone numbers of the organisation, each once; helplines of others are left out."""
    found: dict[str, Stated] = {}
    for place in sorted((*_mails(document), *_phones(document)), key=lambda place: place.start):
        found.setdefault(place.value, place)
    return tuple(found.values())[:MOST]


def _mails(document: Document) -> Iterator[Stated]:
    others = word_list("registers_not_own")["hosts"]
    for match in _MAIL.finditer(document.text):
        end = match.end() - (match.group().endswith((".", "-")))
        if not any(match["host"].lower().endswith(host) for host in others) and not _is_helpline(document, match):
            yield stated(document, match.start(), end, document.text[match.start() : end].lower())


def _phones(document: Document) -> Iterator[Stated]:
    for match in _PHONE.finditer(document.text):
        if not _is_helpline(document, match):
            yield stated(document, match.start("number"), match.end("number"), squash(match["number"]))


def _is_helpline(document: Document, match: re.Match[str]) -> bool:
    before = document.text[max(0, match.start() - AROUND) : match.start()].lower()
    return any(word in before for word in word_list("registers_not_own")["helplines"])
