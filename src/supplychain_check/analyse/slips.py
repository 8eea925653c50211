"""Slips that a person should look at: template text left in, acts that do not exist, years that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplychain_check.analyse.laws import Laws
from supplychain_check.analyse.wording import squash
from supplychain_check.models import Document, Identity, Warn

_ASKS = r"(?:insert|enter|add|your|name of|company name|organisation name|x{2,})"
_BARE = r"(?:company|organi[sz]ation|business|supplier|entity|date|year|dd|role|title|position)"
_PLACEHOLDER = re.compile(
    rf"[\[<{{]\s?{_ASKS}\b[^\]>}}\n]{{0,60}}[\]>}}]|\[\s?{_BARE}\b[^\]\n]{{0,40}}\]|\(insert\b[^)\n]{{0,60}}\)"
    r"|[\[<{]\s?(?:\.{3,}|_{3,})\s?[\]>}]|\bX{3,}\b|\blorem ipsum\b|\bDD/MM/YYYY\b",
    re.IGNORECASE,
)
_ACT_YEAR = re.compile(r"\bModern\s+(?:Day\s+)?Slavery\s+Act,?\s+(?:of\s+)?\(?((?:19|20)\d\d)\b", re.IGNORECASE)


def slips(document: Document, identity: Identity, laws: Laws) -> Iterator[Warn]:
    """Warnings about slips, one of each kind, with the first place of each."""
    yield from _placeholder(document)
    yield from _wrong_year(document, laws)
    yield from _title_disagrees(identity)


def _placeholder(document: Document) -> Iterator[Warn]:
    if match := _PLACEHOLDER.search(document.text):
        message = f"Text of a template was left in: {squash(match.group())}. Ask for the finished document."
        page = document.page_at(match.start())
        yield Warn(code="template-placeholder", message=message, quote=match.group(), page=page)


def _wrong_year(document: Document, laws: Laws) -> Iterator[Warn]:
    known = {match.group(1) for law in laws for name in law.names for match in _ACT_YEAR.finditer(name)}
    for match in _ACT_YEAR.finditer(document.text):
        if match.group(1) in known:
            continue
        message = f"The document names a Modern Slavery Act of {match.group(1)}; no act of that year is known. Ask which act is meant."
        yield Warn(code="wrong-act-year", message=message, quote=match.group(), page=document.page_at(match.start()))
        return


def _title_disagrees(identity: Identity) -> Iterator[Warn]:
    """The title names a year that is neither in the period nor the year after it."""
    if identity.title is None or identity.period is None:
        return
    text = re.sub(
        r"\b(?:act|bill)\W{0,3}(?:of\W)?(?:\(\w+\)\W)?(?:19|20)\d\d", "", identity.title.value, flags=re.IGNORECASE
    )
    years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)}
    named = {int(year) for year in re.findall(r"\d{4}", identity.period.value)}
    fitting = named | {max(named, default=0) + 1}
    if years and named and not years & fitting:
        message = (
            f"The title names {', '.join(map(str, sorted(years)))}, and the period named is "
            f"{squash(identity.period.text)}. Ask which is right."
        )
        yield Warn(code="title-period-disagree", message=message, quote=identity.title.text, page=identity.title.page)
