"""Approval and signature, entity and period: the formalities that a document shows, and what is wrong with them.

Which of them count is for the criteria to say: whether "on behalf of the board" is an approval is disputed, so
it is reported as ``delegated``, apart from ``board``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplychain_check.analyse.dates import dates
from supplychain_check.analyse.laws import Laws
from supplychain_check.analyse.period import periods, several_periods
from supplychain_check.analyse.signature import BLANK, find_signature
from supplychain_check.analyse.slips import slips
from supplychain_check.analyse.wording import cues, is_heading, stated
from supplychain_check.models import Document, Formality, Identity, Segment, Stated, Warn

BOARD, MEMBERS, DELEGATED, UNCLEAR = "board", "members", "delegated", "unclear"
_ON_BEHALF = re.compile(
    r"approved(?:(?!signed|by the board)[^.]){0,60}\bon (?:(?:its|their) behalf|behalf of (?:the |our )?(?:board|directors))\b"
    r"|delegated (?:the )?(?:authority|power|approval)|delegation of|pending the appointment",
    re.IGNORECASE,
)
_CHAIR_ALONE = re.compile(
    r"\b(?:approved|adopted|endorsed|ratified|authorised|signed off) by (?:the |our )?(?:vice |deputy )?chair\w* of (?:the |our )?(?:board|trustees|directors|governors)\b(?!['’]?s?,? and\b)",
    re.IGNORECASE,
)
"""One person of the board is not the board."""
_POLICY_FIRST = re.compile(
    r"(?!it\b)[^.]*\b(?:polic(?:y|ies)|codes?|strateg(?:y|ies)|framework|plan|budget)\b[^.]*\bapproved\b", re.IGNORECASE
)
_ORDER = (BOARD, MEMBERS, DELEGATED, UNCLEAR)


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
    signature = find_signature(document, segments, approval)
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
    if not _approves(found, segment):
        return None
    under_heading = any("heading" in cues("formalities", "approval", heading) for heading in segment.headings[-1:])
    # below "Board approval", a statement that calls itself a policy means itself
    itself = "statement_itself" in found or (under_heading and re.search(r"\bthis policy\b", segment.text, re.I))
    if "not_it" in found or (not itself and _is_of_policy(found, segment)):
        return None
    if "document" not in found and not under_heading:
        return None
    return _approver(found, segment)


def _approves(found: frozenset[str], segment: Segment) -> bool:
    """A verb, or outside headings the word "approval" with a date or as a label: keywords approve nothing."""
    labelled = any(dates(segment.text)) or re.search(r"approval\s*:", segment.text, re.IGNORECASE)
    return "approve" in found or ("approval_of" in found and bool(labelled) and not is_heading(segment))


def _is_of_policy(found: frozenset[str], segment: Segment) -> bool:
    """Whether a policy, code or the like is what was approved."""
    return "policy_only" in found or _POLICY_FIRST.match(segment.text) is not None


def _approver(found: frozenset[str], segment: Segment) -> str:
    if _CHAIR_ALONE.search(segment.text):
        return DELEGATED
    board = ("board" in found and not re.search(r"\bmanaging directors?\b|\bthe MD\b", segment.text)) or re.search(
        r"\bboards?\b|governing bod", segment.text, re.IGNORECASE
    )
    behalf = _ON_BEHALF.search(segment.text)
    if re.search(r"principal governing bod", segment.text, re.IGNORECASE):
        return BOARD
    if board and not behalf:
        return BOARD
    if "members" in found:
        return MEMBERS
    return DELEGATED if "delegated" in found or behalf else UNCLEAR
