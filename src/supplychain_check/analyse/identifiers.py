"""Numbers by which organisations are registered: found by their label, kept where the check digit agrees.

python-stdnum checks the digits. British company numbers have no check digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stdnum import ean
from stdnum.au import abn, acn
from stdnum.ca import bn

from supplychain_check.analyse.wording import stated
from supplychain_check.models import Document, Stated

COMPANY = "company number"
NEAR = 200
"""Characters around a company number in which its country is looked for."""
_BRITISH = re.compile(
    r"\b(?:England|Wales|Scotland|Northern Ireland|UK|United Kingdom|Companies House|London)\b|\.co\.uk\b|\+44\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)
"""Words, endings and postcodes of the United Kingdom."""
LENGTH_BRITISH = 8
"""Digits: of a number so long, the country may be named anywhere in the document."""
SHORTEST_BRITISH = 6
"""Digits: leading zeros of British numbers are often left out, though never more than two."""


def nzbn(digits: str) -> bool:
    """New Zealand Business Number: a GS1 number of thirteen digits that begins with 94."""
    return digits.startswith("94") and ean.is_valid(digits)


CHECKS: dict[str, Callable[[str], bool]] = {"NZBN": nzbn, "ABN": abn.is_valid, "ACN": acn.is_valid, "BN": bn.is_valid}
"""Of the schemes that have a check digit: whether it agrees."""


class _Scheme(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    valid: Callable[[str], bool]


def _scheme(name: str, label: str, number: str, valid: Callable[[str], bool]) -> _Scheme:
    joint = r"\W{0,3}(?:(?:no|number|nr|num)\b)?\W{0,4}(?:is\s)?"
    return _Scheme(name, re.compile(rf"\b(?:{label}){joint}({number})(?![\d])", re.IGNORECASE), valid)


_SCHEMES = (
    _scheme("ABN", r"ABN|A\.B\.N\.?|Australian Business Number", r"\d{2}\s?\d{3}\s?\d{3}\s?\d{3}", CHECKS["ABN"]),
    _scheme("ACN", r"ACN|A\.C\.N\.?|Australian Company Number", r"\d{3}\s?\d{3}\s?\d{3}", CHECKS["ACN"]),
    _scheme(
        "NZBN",
        r"NZBN|New Zealand Business Number",
        r"\d{4}\s?\d{3}\s?\d{3}\s?\d{3}|\d{4}\s\d{4}\s\d{4}\s\d|\d{2}\s\d{5}\s\d{5}\s\d|\d{13}",
        CHECKS["NZBN"],
    ),
    _scheme(
        "BN",
        r"BN|Business Number(?: \(BN\))?|CRA Business Number",
        r"\d{5}\s?\d{4}|\d{3}\s?\d{3}\s?\d{3}",
        CHECKS["BN"],
    ),
    _scheme(
        COMPANY,
        r"(?:company|companies house|registered|incorporated|registration|reg|co|crn)\.?(?:\s(?:registration|registered|reg))?\.?"
        r"(?:\sin\s(?:England(?:\s(?:and|&)\sWales)?|Scotland|Northern Ireland|the United Kingdom|the UK))?"
        r"(?:\s(?:with|under))?(?:\s(?:company|registered|registration))?\s?(?:number|no|nr)\b\.?"
        r"|registered in (?:England(?: (?:and|&) Wales)?|Scotland|Northern Ireland)(?= ?[:(,#-]? ?[\dSNO])|CRN"
        r"|registered in (?:England(?: (?:and|&) Wales)?|Scotland|Northern Ireland)\b[^.;]{1,160}?\b(?:number|no)",
        r"(?:SC|NI|OC|SO|LP|FC|IP|RC)\s?\d{6}|\d{5,8}",
        lambda digits: True,
    ),
)


def find_identifiers(document: Document) -> tuple[Stated, ...]:
    """Registration numbers, each once, as ``SCHEME NUMBER`` without spaces inside the number."""
    found = {identifier.value: identifier for identifier, valid in _all(document) if valid}
    british = {value.removeprefix("GB-COH ").lstrip("0") for value in found if value.startswith("GB-COH ")}
    return tuple(
        identifier
        for identifier in sorted(found.values(), key=lambda identifier: identifier.start)
        # one place may say the country, and another not
        if not identifier.value.startswith(COMPANY) or identifier.value.split()[-1].lstrip("0") not in british
    )


def faulty_identifiers(document: Document) -> tuple[Stated, ...]:
    """Numbers with a label of which the check digit disagrees, each once: misread, mistyped or made up."""
    found = {identifier.value: identifier for identifier, valid in _all(document) if not valid}
    return tuple(found.values())


def _all(document: Document) -> Iterator[tuple[Stated, bool]]:
    for scheme in _SCHEMES:
        for match in scheme.pattern.finditer(document.text):
            number = re.sub(r"\s", "", match.group(1)).upper()
            value = _value(scheme.name, number, document, match)
            yield stated(document, match.start(1), match.end(1), value), scheme.valid(number)


def _value(scheme: str, number: str, document: Document, match: re.Match[str]) -> str:
    """The value; a company number belongs to Companies House only where the words around it say so."""
    if scheme != COMPANY:
        return f"{scheme} {number}"
    around = document.text[max(0, match.start() - NEAR) : match.end() + NEAR]
    around = document.text if len(number) == LENGTH_BRITISH else around
    if number.isdigit() and (len(number) < SHORTEST_BRITISH or not _BRITISH.search(around)):
        return f"{COMPANY} {number}"
    return f"GB-COH {number.zfill(8)}"
