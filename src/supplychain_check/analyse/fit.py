"""Who approved and who signed, beside those whom the act asks for that the document follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplychain_check.analyse.approval import DELEGATED, UNCLEAR
from supplychain_check.analyse.laws import Law
from supplychain_check.analyse.signature import BLANK
from supplychain_check.analyse.wording import squash
from supplychain_check.models import Formality, Identity, Warn

_PARTNERSHIP = re.compile(r"\b(?:LLP|L\.L\.P\.|Partnership)$")
_ON_BOARD = re.compile(
    r"\b(?:director|chair\w*|chief executive|ceo|c\.e\.o|(?:chief )?executive officer|chief (?:financial|operating) officer|cfo|coo|md|president|partner|member|trustee|governor|owner|founder|principal|vice[- ]chancellor|proprietor|leader)\b",
    re.IGNORECASE,
)
_BELOW_BOARD = re.compile(
    r"\b(?:vice president|director of (?:procurement|compliance|sustainability|legal)|(?:procurement|compliance|sustainability|sales|regional|legal|associate|purchasing|hr) director)\b",
    re.IGNORECASE,
)
_SOME_LAWS = "Some laws ask for the governing body itself"
_ANYBODY = frozenset({"authorised person"})


def law_fit(found: Sequence[Formality], identity: Identity, laws: Sequence[Law]) -> Iterator[Warn]:
    """Warnings where a body or office is named that may not be the one the act asks for.

    Args:
        found: the formalities of the document.
        identity: whose acts decide; the first that asks for an approval or a signature.
        laws: all acts.
    """
    own = [law for place in identity.laws for law in laws if law.id == place.value]
    partners = bool(identity.entities) and _PARTNERSHIP.search(identity.entities[0].value) is not None
    for formality in found:
        if formality.id == "approval":
            yield from _approval(formality, next((law for law in own if law.approval), None), partners=partners)
        if formality.id == "signature" and formality.variant != BLANK:
            yield from _signature(formality, next((law for law in own if law.signature), None), partners=partners)


def _approval(approval: Formality, law: Law | None, *, partners: bool) -> Iterator[Warn]:
    if approval.variant not in {DELEGATED, UNCLEAR} or (approval.variant == UNCLEAR and approval.body is None):
        return
    code = "unclear-approval" if approval.variant == UNCLEAR else "delegated-approval"
    asked = f"The {law.title} asks for {_approver(law, partners=partners)}" if law else _SOME_LAWS
    message = f"{_says(approval)} {asked}; ask who approved it."
    yield Warn(code=code, message=message, quote=approval.evidence.text, page=approval.evidence.page)


def _says(approval: Formality) -> str:
    """How the document speaks of its approval, with the words that make it doubtful."""
    body = squash(approval.body.text) if approval.body else ""
    if approval.variant == UNCLEAR:
        return f"The document names an approval by “{body}”, which may or may not be the board."
    if body.lower().startswith("on behalf"):
        return f"The document is approved “{body}”, which need not be an approval by it."
    if not body or re.fullmatch(r"boards?(?: of \w+)?|directors", body, re.IGNORECASE):
        return "The document speaks of an approval that was delegated, or given by one person of the board."
    return f"The document names an approval by “{body}”."


def _signature(signature: Formality, law: Law | None, *, partners: bool) -> Iterator[Warn]:
    office = signature.office
    if office is None or law is None or _ANYBODY & set(law.signature):
        return
    if _ON_BOARD.search(_BELOW_BOARD.sub("", office.text)):
        return
    asked = _signer(law, partners=partners)
    message = (
        f"The document is signed by somebody with the title “{squash(office.text)}”. The {law.title} asks for {asked}; "
        "ask whether the person is one."
    )
    yield Warn(code="signatory-office", message=message, quote=office.text, page=office.page)


def _approver(law: Law, *, partners: bool) -> str:
    if "governing body" in law.approval:
        return "the principal governing body itself"
    return "the members or partners" if partners and {"members", "partners"} & set(law.approval) else "the board"


def _signer(law: Law, *, partners: bool) -> str:
    if "responsible member" in law.signature:
        return "a member of the principal governing body"
    if partners and {"designated member", "partner"} & set(law.signature):
        return "a designated member or partner"
    return "a director" if "director" in law.signature else "the board"
