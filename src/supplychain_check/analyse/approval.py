"""Who approved the document, and when.

Which approvals count is for the criteria to say: whether "on behalf of the board" is one is disputed, so it is
reported as ``delegated``, apart from ``board``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplychain_check.analyse.dates import Found, dates
from supplychain_check.analyse.period import dates_period
from supplychain_check.analyse.wording import cues, is_heading, phrase_set, stated
from supplychain_check.models import Document, Formality, Segment, Stated
from supplychain_check.phrases import spans, tokens

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
_NEXT = 3
"""Segments behind an approval among which its date may stand."""
_LABEL = 12
"""Words: an approval so short is a label, whose date may stand behind it."""
_DATE_LINE = 8
"""Words: a line with a date and little else."""
_BY = re.compile(
    r"\b(?:approved|adopted|endorsed|ratified|authorised|accepted|agreed|signed off)(?: and \w+)?(?: on \w+ \w+ \w+)? by:?\s+(?:the\s|our\s)?"
    r"(?P<body>[^.,;:()]{2,80}?)(?=\s(?:on|in|at|and|for|who|pending|as|under|pursuant)\b|[.,;:()]|$)",
    re.IGNORECASE,
)
_JOINING = frozenset({" ", " of the ", " of ", " of our "})
_GENERAL = re.compile(r"(?:the )?principal governing bod|delegat", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:(?:the|its|our) )?", re.IGNORECASE)
_LIST_OF = {BOARD: ("board", "delegated"), MEMBERS: ("members",), DELEGATED: ("delegated", "board"), UNCLEAR: ()}
_CAPITAL = re.compile(r"[A-Z][\w’'-]*|&")
_LONGEST_NAME = 120
"""Characters in front of a committee in which its name is looked for."""
_NOT_IN_NAME = re.compile(
    r"^(?:(?:The|Our|This|Statement|Report|Approved|By|Board Approval|It|On|Date|Was|Its|In|Approval)\s)+"
)


def find_approval(document: Document, segments: Sequence[Segment]) -> Formality | None:
    """The clearest approval, with who approved and the day; among equals the last, since approvals stand at the end.

    Args:
        document: what was read from the file.
        segments: its segments in order.

    Returns:
        A formality with variant ``board``, ``members``, ``delegated`` or ``unclear``.
    """
    found = [(variant, segment) for segment in segments if (variant := approval_variant(segment, segments))]
    if not found:
        return None
    variant, segment = min(found, key=lambda f: (_ORDER.index(f[0]), -f[1].index))
    return Formality(
        id="approval",
        variant=variant,
        evidence=stated(document, segment.start, segment.end),
        segment=segment.index,
        body=_body(document, segment, variant),
        on=_day(document, segment, segments),
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


# --- who and when --------------------------------------------------------------------------------------


def _body(document: Document, segment: Segment, variant: str) -> Stated | None:
    """Who approved, as written: of the bodies named the one nearest to the approval, with the words of its name."""
    text = document.text[segment.start : segment.end].replace("\n", " ")
    by = _BY.search(text)
    named = list(_spans(text, *_LIST_OF[variant]))
    if len(named) > 1:
        named = [span for span in named if not _GENERAL.match(text[slice(*span)])] or named
    if by and not any(start < by.end("body") and by.start("body") < end for start, end in named):
        named = [by.span("body")]
    if not named:
        return None
    at = by.start("body") if by else _verb(text)
    start, end = min(named, key=lambda span: (abs(span[0] - at), -span[1]))
    start = _name_start(text, start)
    start += len(_ARTICLE.match(text[start:end]).group())  # type: ignore[union-attr]  # the pattern always matches
    return stated(document, segment.start + start, segment.start + end)


def _verb(text: str) -> int:
    return min((start for start, _ in _spans(text, "approve", "approval_of")), default=0)


def _spans(text: str, *names: str) -> Iterator[tuple[int, int]]:
    """Offsets of the phrases of these names; those that overlap, or are joined by "of the", as one."""
    places = spans(text)
    hits = phrase_set("formalities", "approval").find(tokens(text))
    found = sorted((places[h.places[0]][0], places[h.places[-1]][1]) for h in hits if h.name in names)
    start, end = -1, -1
    for next_start, next_end in found:
        if start >= 0 and (next_start <= end or text[end:next_start] in _JOINING):
            end = max(end, next_end)
            continue
        if start >= 0:
            yield start, end
        start, end = next_start, next_end
    if start >= 0:
        yield start, end


def _name_start(text: str, start: int) -> int:
    """Where the name begins to which these words belong: "Audit and Risk" before "Committee"."""
    begin, first = start, max(0, start - _LONGEST_NAME)
    for word in reversed([*re.finditer(r"\S+", text[first:start])]):
        if _CAPITAL.fullmatch(word.group()):
            begin = first + word.start()
        elif word.group() != "and" or begin == start:
            break
    common = _NOT_IN_NAME.match(text[begin:start])
    return begin + (common.end() if common else 0)


def _day(document: Document, segment: Segment, segments: Sequence[Segment]) -> Stated | None:
    """The date of the approval: in its sentence behind the verb, else before it; else on a line of its own behind."""
    text = document.text[segment.start : segment.end]
    own = list(_own_dates(text))
    at = _verb(text)
    behind = [found for found in own if found.start > at] or own[-1:]
    if behind:
        return _dated(document, segment, behind[0])
    if len(segment.text.split()) > _LABEL:
        return None
    for after in segments[segment.index + 1 : segment.index + 1 + _NEXT]:
        line = document.text[after.start : after.end]
        if len(line.split()) <= _DATE_LINE and (found := next(_own_dates(line), None)):
            return _dated(document, after, found)
    return None


def _own_dates(text: str) -> Iterator[Found]:
    """The dates in a text, without those of a period."""
    return (found for found in dates(text) if not dates_period(text, found))


def _dated(document: Document, segment: Segment, found: Found) -> Stated:
    value = found.date.isoformat() if found.day else found.date.isoformat()[:7]
    return stated(document, segment.start + found.start, segment.start + found.end, value)
