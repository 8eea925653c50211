"""Registration numbers of a firm as asked and as a statement gives them: same number, other number, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from supplychain_check.analyse.identifiers import CHECKS, COMPANY

_LABELS = (
    ("NZBN", r"nzbn|new zealand business number"),
    ("ABN", r"abn|australian business number"),
    ("ACN", r"acn|australian company number"),
    ("GB-COH", r"gb-coh|companies house|crn"),
    ("BN", r"\bbn\b|business number"),
    (COMPANY, r"company (?:number|no)|registration|registered|reg"),
)
_LENGTHS = {"NZBN": {13}, "ABN": {11}, "ACN": {9}, "BN": {9}}
_NUMBER = re.compile(r"(?:SC|NI|OC|SO|LP|FC|IP|RC)?\s?\d(?:[\s.-]?\d){4,12}", re.IGNORECASE)


class Number(NamedTuple):
    """A registration number.

    Attributes:
        scheme: ``NZBN``, ``ABN``, ``ACN``, ``BN``, ``GB-COH``, ``company number``, or "" where nothing says.
        digits: without spaces, capital letters in front kept.
        valid: False where a check digit does not agree.
    """

    scheme: str
    digits: str
    valid: bool

    def __str__(self) -> str:
        """For people."""
        return f"{self.scheme} {self.digits}".strip()


def numbers(texts: Iterable[str]) -> tuple[Number, ...]:
    """The numbers in what was asked or answered, such as "NZBN 9429 0000 0001 7" or a bare row of digits."""
    return tuple(number for text in texts for match in _NUMBER.finditer(text) if (number := _number(text, match)))


def _number(text: str, match: re.Match[str]) -> Number | None:
    digits = re.sub(r"[\s.-]", "", match.group()).upper()
    before = text[: match.start()].lower()
    labelled = [(m.start(), scheme) for scheme, label in _LABELS for m in re.finditer(label, before)]
    scheme = max(labelled)[1] if labelled else _by_length(digits)
    fits = len(digits) in _LENGTHS.get(scheme, {len(digits)})
    check = CHECKS.get(scheme)
    return Number(scheme, digits.zfill(8) if scheme == "GB-COH" else digits, fits and (check is None or check(digits)))


def _by_length(digits: str) -> str:
    """The scheme that a bare number fits, if only one does."""
    fitting = [s for s in ("NZBN", "ABN", "ACN") if len(digits) in _LENGTHS[s] and CHECKS[s](digits)]
    return fitting[0] if fitting else ""


def same(one: Number, other: Number) -> bool:
    """Whether two numbers are one firm's; an ABN of an Australian company ends in its ACN."""
    if {one.scheme, other.scheme} == {"ABN", "ACN"}:
        return one.digits[-9:] == other.digits[-9:]
    return one.digits.lstrip("0") == other.digits.lstrip("0") and _one_kind(one, other)


def differ(one: Number, other: Number) -> bool:
    """Whether two numbers of one scheme are not the same: then they are those of two firms."""
    return bool(one.scheme and one.scheme == other.scheme and one.valid and other.valid and not same(one, other))


def _one_kind(one: Number, other: Number) -> bool:
    return one.scheme == other.scheme or not one.scheme or not other.scheme or COMPANY in (one.scheme, other.scheme)
