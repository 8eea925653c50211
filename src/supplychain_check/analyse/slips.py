"""Slips that a person should look at: template text left in, acts that do not exist, years that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from supplychain_check.analyse.identifiers import faulty_identifiers
from supplychain_check.analyse.laws import Laws, name_pattern
from supplychain_check.analyse.wording import squash
from supplychain_check.models import Document, Formality, Identity, Warn

_ASKS = r"(?:insert|enter|add|your|name of|company name|organisation name|x{2,})"
_BARE = r"(?:company|organi[sz]ation|business|supplier|entity|date|year|dd|role|title|position)"
_PLACEHOLDER = re.compile(
    rf"[\[<{{]\s?{_ASKS}\b[^\]>}}\n]{{0,60}}[\]>}}]|\[\s?{_BARE}\b[^\]\n]{{0,40}}\]|\(insert\b[^)\n]{{0,60}}\)"
    r"|[\[<{]\s?(?:\.{3,}|_{3,})\s?[\]>}]|\bX{3,}\b|\blorem ipsum\b|\bDD/MM/YYYY\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\((?:(?:company|registered|registration) (?:no|number)|ABN|ACN|NZBN)\b[\s.:]*\)", re.IGNORECASE)
"""A label whose value was never filled in."""
_SLAVERY_ACT = r"Modern\s+(?:Day\s+)?Slavery\s+Act"
_YEAR = r",?\s+(?:of\s+)?\(?(?P<year>(?:19|20)\d\d)\b"
_SECTION = r"\b(?:sections?|sub-?sections?|s\.?|ss\.?)\s?(?P<number>\d{1,3})(?:\(\w+\))*\s+(?:of|under|in)\s+(?:the\s+)?(?:UK(?:['’]s)?\s|Australian\s|Commonwealth\s)?"


def slips(document: Document, identity: Identity, laws: Laws) -> Iterator[Warn]:
    """Warnings about slips, one of each kind, with the first place of each."""
    yield from _placeholder(document)
    yield from _wrong_year(document, laws)
    yield from _wrong_section(document, laws)
    yield from _wrong_number(document)
    yield from _title_disagrees(identity)


def _placeholder(document: Document) -> Iterator[Warn]:
    if match := _PLACEHOLDER.search(document.text) or _EMPTY.search(document.text):
        message = f"Text of a template was left in: {squash(match.group())}. Ask for the finished document."
        page = document.page_at(match.start())
        yield Warn(code="template-placeholder", message=message, quote=match.group(), page=page)


@cache
def _dated_acts(laws: Laws) -> tuple[re.Pattern[str], frozenset[tuple[str, str]]]:
    """How acts with a year in their name are named with any year, and which names and years go together."""
    dated = [
        found for law in laws for name in law.names if (found := re.fullmatch(r"(.+?),? (?:of )?\(?(\d{4})\)?", name))
    ]
    dated = [found for found in dated if found[1].lower().endswith("act")]
    known = {(_key(found[1]), found[2]) for found in dated}
    names = "|".join(
        r"[\s]+".join(map(re.escape, name.split()))
        for name in sorted({found[1] for found in dated}, key=len, reverse=True)
    )
    known |= {(_key("Modern Day Slavery Act"), year) for name, year in known if name == _key("Modern Slavery Act")}
    return re.compile(rf"\b(?P<act>{names}|{_SLAVERY_ACT}){_YEAR}", re.IGNORECASE), frozenset(known)


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower()))


def _wrong_year(document: Document, laws: Laws) -> Iterator[Warn]:
    pattern, known = _dated_acts(laws)
    for match in pattern.finditer(document.text):
        if (_key(match["act"]), match["year"]) in known:
            continue
        message = (
            f"The document names a {squash(match['act'])} of {match['year']}; no act of that year is known. "
            "Ask which act is meant."
        )
        yield Warn(code="wrong-act-year", message=message, quote=match.group(), page=document.page_at(match.start()))
        return


@cache
def _cited(laws: Laws) -> re.Pattern[str]:
    names = name_pattern(tuple(name for law in laws for name in law.names)).pattern
    return re.compile(rf"{_SECTION}(?P<act>{names})", re.IGNORECASE)


def _wrong_section(document: Document, laws: Laws) -> Iterator[Warn]:
    """A section cited of one act, by which only another act is cited: section 54 of the act of 2018."""
    numbers = {law.id: set(re.findall(r"\b(?:section|s\.?) ?(\d+)", " ; ".join(law.sections))) for law in laws}
    owner = {_key(name): law for law in laws for name in law.names}
    for match in _cited(laws).finditer(document.text):
        law = owner.get(_key(match["act"]))
        others = [other for other in laws if law and match["number"] in numbers[other.id] - numbers[law.id]]
        if law and others:
            message = (
                f"The document cites section {match['number']} of the {law.title}; statements are made under that section "
                f"of the {others[0].title}. Ask which act is meant."
            )
            yield Warn(code="wrong-act", message=message, quote=match.group(), page=document.page_at(match.start()))
            return


def _wrong_number(document: Document) -> Iterator[Warn]:
    for number in faulty_identifiers(document)[:1]:
        message = f"The check digit of {number.value} is wrong: the number is mistyped or misread. Look it up in the register."
        yield Warn(code="identifier-check-digit", message=message, quote=number.text, page=number.page)


def early(found: Sequence[Formality], identity: Identity) -> Iterator[Warn]:
    """A warning where the document was approved, signed or published before its period ended."""
    end = identity.period_end
    days = [place for f in found if (place := f.on)] + ([identity.published] if identity.published else [])
    full = [place for place in days if len(place.value) == len("2025-06-30")]
    first = min(full, key=lambda place: place.value, default=None)
    # a date before the period began is that of something else
    begin = identity.period_start.isoformat() if identity.period_start else ""
    if end is None or first is None or not begin <= first.value < end.isoformat():
        return
    message = (
        f"The document is dated {squash(first.text)}, before the period that it names ended ({end.day} {end:%B %Y}). "
        "Ask which is right, and whether the whole period is covered."
    )
    yield Warn(code="dated-before-period-end", message=message, quote=first.text, page=first.page)


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
