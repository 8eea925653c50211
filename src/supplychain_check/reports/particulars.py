"""What a document says of itself: who, for when, under which act, approved and signed by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from supplychain_check.models import Assessment, Formality, Identity, Stated
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean

_JOINT = {
    "joint": "yes, for several entities",
    "group": "for a group, whose entities it does not name together",
}
_SIGNED = {"blank": "Signature: ", "name-only": "Signature: "}
_UNSURE = {
    "delegated": ", which may not be the board itself",
    "unclear": ", of which it is not said whether it is the board",
}


def formalities_line(assessment: Assessment) -> str:
    """Who approved and who signed, in one sentence each: what officers look for first."""
    found = {formality.id: formality for formality in assessment.formalities}
    approval, signature = found.get("approval"), found.get("signature")
    approved = f"Approved by: {_approved(approval)}" if approval else "No approval found"
    approved = approved.replace("by: on behalf", "on behalf", 1)
    signed = (
        f"{_SIGNED.get(signature.variant, 'Signed by: ')}{_signed(signature)}" if signature else "No signature found"
    )
    return f"{approved}. {signed}."


def particulars(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Every particular with its label, in the order in which officers ask; "not found" where there is nothing.

    Args:
        assessment: fresh or from the database.

    Yields:
        Label and value, clean for any output.
    """
    identity = assessment.identity
    found = {formality.id: formality for formality in assessment.formalities}
    yield "Reporting entities", wording.entities(identity) or "not found"
    yield "Trading names", _list(identity.trading_names)
    yield "Identifiers", _list(identity.identifiers)
    yield "Reporting period", _period(identity)
    yield "Dated", _day(identity.published) or "not found"
    yield "Joint statement", _joint(identity)
    yield "Acts named as its own", _list(identity.laws)
    yield "Approval", _approved(found.get("approval"))
    yield "Signature", _signed(found.get("signature"))
    yield "Register", _registers(identity)
    yield "Contact", _list(identity.contacts)


def _list(places: Iterable[Stated]) -> str:
    return ", ".join(clean(place.value) for place in places) or "not found"


def _period(identity: Identity) -> str:
    if identity.period is None:
        return "not found"
    text = f"{wording.period(identity)}{wording.on_page(identity.period.page)}"
    if identity.period_from:
        said = clean(identity.period_from.text)
        return f"{text}, from “{clean(identity.period.text)}” and “{said}”{wording.on_page(identity.period_from.page)}"
    if identity.period_end is None:
        return f"{text}; its first and last day are not stated"
    return text


def _joint(identity: Identity) -> str:
    if identity.joint is None:
        return "not found"
    return f"{_JOINT.get(identity.joint.value, identity.joint.value)}{wording.on_page(identity.joint.page)}"


def _registers(identity: Identity) -> str:
    return ", ".join(f"{clean(place.value)} ({clean(place.text)})" for place in identity.registers) or "not found"


def _approved(approval: Formality | None) -> str:
    if approval is None:
        return "not found"
    body = clean(approval.body.value) if approval.body else "an unnamed body"
    on = f", {_day(approval.on)}" if approval.on else ""
    return f"{body}{_UNSURE.get(approval.variant, '')}{on}{wording.on_page(approval.evidence.page)}"


def _signed(signature: Formality | None) -> str:
    if signature is None:
        return "not found"
    page = wording.on_page(signature.evidence.page)
    who = ", ".join(clean(part.value) for part in (signature.person, signature.office) if part)
    if signature.variant == "blank":
        return f"a line left blank{f' ({who})' if who else ''}{page}"
    on = f", {_day(signature.on)}" if signature.on else ""
    named = " named where one signs, perhaps not signed" if signature.variant == "name-only" else ""
    return f"{who or 'name not read'}{on}{named}{page}"


def _day(place: Stated | None) -> str:
    """``1 July 2026``; month and year where no day is written; "" for nothing."""
    if place is None:
        return ""
    for value, shown in ((place.value, wording.day), (f"{place.value}-01", _month)):
        try:
            return shown(date.fromisoformat(value))
        except ValueError:
            continue
    return clean(place.value)


def _month(day: date) -> str:
    return f"{day:%B %Y}"
