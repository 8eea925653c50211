"""Approval and signature, entity and period: the formalities that a document shows, and what is wrong with them.

Which of them count is for the criteria to say: whether "on behalf of the board" is an approval is disputed, so
it is reported as ``delegated``, apart from ``board``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supplychain_check.analyse.dates import dates
from supplychain_check.analyse.laws import Laws
from supplychain_check.analyse.period import periods, several_periods
from supplychain_check.analyse.slips import slips
from supplychain_check.analyse.wording import cues, is_heading, place, stated
from supplychain_check.models import Document, Formality, Identity, Segment, Stated, Warn

BOARD, MEMBERS, DELEGATED, UNCLEAR = "board", "members", "delegated", "unclear"
SIGNED, NAME_ONLY, BLANK = "signed", "name-only", "blank"
_ORDER = (BOARD, MEMBERS, DELEGATED, UNCLEAR)
_SIGN_ORDER = (SIGNED, NAME_ONLY, BLANK)


def formalities(
    document: Document, segments: tuple[Segment, ...], identity: Identity, laws: Laws
) -> tuple[tuple[Formality, ...], tuple[Warn, ...]]:
    """Read the formalities of a document and what a person should look at.

    Args:
        document: what was read from the file.
        segments: its segments in order.
        identity: who and when, from `identify`.
        laws: the acts that can be recognised.

    Returns:
        Formalities ``approval``, ``signature``, ``entity`` and ``period``, each at most once, and warnings that do
        not depend on the day (those are in `identity.clock_warnings`).
    """
    approval = _approval(document, segments)
    signature = _signature(document, segments, approval)
    entity = _of_identity("entity", identity.entities[0] if identity.entities else None, segments)
    period = _of_identity("period", identity.period, segments)
    found = tuple(f for f in (approval, signature, entity, period) if f is not None)
    several = several_periods(periods(document, segments, identity.title))
    return found, (*_shown_badly(found), *several, *slips(document, identity, laws))


def _of_identity(name: str, value: Stated | None, segments: Sequence[Segment]) -> Formality | None:
    if value is None:
        return None
    index = next((s.index for s in segments if s.start <= value.start < s.end), None)
    return Formality(id=name, variant="stated", evidence=value, segment=index)


def _shown_badly(found: Sequence[Formality]) -> Iterator[Warn]:
    for formality in found:
        quote, page = formality.evidence.text, formality.evidence.page
        if formality.id == "signature" and formality.variant == BLANK:
            message = "There is a line for a signature, and nothing is signed. Ask for the signed version."
            yield Warn(code="blank-signature", message=message, quote=quote, page=page)
        if formality.id == "approval" and formality.variant == DELEGATED:
            message = (
                "The document names an approval by a person or committee, or on behalf of the board. "
                "Some laws ask for the governing body itself; ask who approved it."
            )
            yield Warn(code="delegated-approval", message=message, quote=quote, page=page)


# --- approval ------------------------------------------------------------------------------------------


def _approval(document: Document, segments: Sequence[Segment]) -> Formality | None:
    """The clearest approval; among equals the last, since approvals stand at the end."""
    found = [(variant, segment) for segment in segments if (variant := approval_variant(segment, segments))]
    if not found:
        return None
    variant, segment = min(found, key=lambda f: (_ORDER.index(f[0]), -f[1].index))
    return Formality(
        id="approval", variant=variant, evidence=stated(document, segment.start, segment.end), segment=segment.index
    )


def approval_variant(segment: Segment, segments: Sequence[Segment]) -> str | None:
    """Who approved, if this segment says that the document was approved; None where it does not."""
    found = cues("formalities", "approval", segment.text)
    if "approve" not in found or (is_heading(segment) and "board" not in found):
        return None
    if "not_it" in found or ("policy_only" in found and "statement_itself" not in found):
        return None
    under_heading = any("heading" in cues("formalities", "approval", heading) for heading in segment.headings[-1:])
    if "document" not in found and not under_heading:
        return None
    return _approver(found, segment)


def _approver(found: frozenset[str], segment: Segment) -> str:
    board = (
        ("board" in found
        and not re.search(r"\bmanaging directors?\b|\bthe MD\b", segment.text))
        or re.search(r"\bboards?\b|governing bod", segment.text, re.IGNORECASE)
    )
    behalf = re.search(r"approved[^.]{0,40}\bon (?:its |their )?behalf\b|delegat", segment.text, re.IGNORECASE)
    if board and not behalf:
        return BOARD
    if "members" in found:
        return MEMBERS
    return DELEGATED if "delegated" in found or behalf else UNCLEAR


# --- signature -----------------------------------------------------------------------------------------

_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Dame|Lord|Lady)\.? )?"
    r"[A-Z][\w'’-]+(?: [A-Z]\.?){0,2}(?: (?:de|van|von|der|la|le|Mc|Mac|O['’])){0,2} [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
)
_LINE = re.compile(r"_{4,}|\.{8,}|…{3,}")
WINDOW = 2
"""Segments looked at before and after one that may be a signature."""
LONGEST_LINE = 30
"""Words: a longer segment is running text, and signs only with an explicit word."""


class _Signing(NamedTuple):
    variant: str
    points: float
    segment: Segment


def _signature(document: Document, segments: Sequence[Segment], approval: Formality | None) -> Formality | None:
    approved = approval.segment if approval else None
    found = [s for position in range(len(segments)) if (s := _signing(segments, position, approved))]
    if not found:
        return None
    best = min(found, key=lambda s: (_SIGN_ORDER.index(s.variant), -s.points, -s.segment.index))
    evidence = stated(document, best.segment.start, best.segment.end)
    return Formality(id="signature", variant=best.variant, evidence=evidence, segment=best.segment.index)


def _signing(segments: Sequence[Segment], position: int, approved: int | None) -> _Signing | None:
    segment = segments[position]
    found = cues("formalities", "signature", segment.text)
    near = " ".join(s.text for s in segments[max(0, position - WINDOW) : position + WINDOW + 1])
    explicit = "explicit" in found and _is_signing(segment.text)
    line = bool(_LINE.search(segment.text)) and bool(
        {"field", "explicit", "office", "behalf"} & cues("formalities", "signature", near)
    )
    short = len(segment.text.split()) <= LONGEST_LINE
    if not (explicit or line or (short and "office" in found and "prose" not in found)):
        return None
    named = _names_person(segment.text) or (len(segment.text.split()) <= 12 and _names_person(near, lines=True))
    if line and not named:
        return _Signing(BLANK, 0.0, segment)
    points = _signing_points(segments, position, approved, near) + 3.0 * explicit + 2.0 * line
    if not named:
        return _Signing(SIGNED, points, segment) if explicit and points >= 4 and "/s/" in segment.text else None
    if points >= 3.0:
        return _Signing(SIGNED, points, segment)
    return _Signing(NAME_ONLY, points, segment) if points >= 1.5 else None


def _is_signing(text: str) -> bool:
    """Whether "signed" here means this document, not contracts, codes or pledges."""
    return not re.search(
        r"sign(?:ed|ing)? (?:up|a|an|our|the|their|contracts?|agreements?)\b|must be signed|have signed|be signed by (?:all|suppliers)",
        text,
        re.IGNORECASE,
    )


def _names_person(text: str, *, lines: bool = False) -> bool:
    for match in _NAME.finditer(text):
        words = match.group().split()
        if not cues("formalities", "not_person", match.group()) and len(words) <= 5:
            return True
    return False


def _signing_points(segments: Sequence[Segment], position: int, approved: int | None, near: str) -> float:
    segment = segments[position]
    points = 1.5 * (place(segment, len(segments)) > 0.7) + 1.0 * any(dates(near))
    points += 1.5 * (approved is not None and abs(segment.index - approved) <= 3)
    points += 1.0 * ("behalf" in cues("formalities", "signature", near))
    return points + 0.5 * (len(segment.text.split()) <= 12)
