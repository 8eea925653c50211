"""Whether a document speaks for more than one entity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplychain_check.analyse.wording import cues, is_heading, stated
from supplychain_check.models import Document, Segment, Stated

JOINT, GROUP = "joint", "group"
_JOINT = re.compile(
    r"\bjoint(?:ly)?\s+(?:(?:modern|anti|slavery|and|human|trafficking|rights|forced|child|labour|transparency|annual|voluntary|disclosure)[\s-]+){0,6}(?:statement|report|disclosure)s?\b"
    r"|\b(?:statement|report) (?:is|was|has been) (?:made|issued|prepared|published|submitted) jointly\b|\b(?:filed|reporting) jointly\b"
    r"|\beach (?:of the )?reporting entit(?:y|ies)\b|\ball (?:of )?(?:the )?reporting entities\b|\b(?:the )?reporting entities (?:covered|are|listed)\b",
    re.IGNORECASE,
)
_NOT_JOINT = re.compile(r"\b(?:not|isn['’]t|rather than|nor)\b[^.]{0,40}$", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:on behalf of|covers?|covering|applies to|made by|issued by|published by|steps taken by|actions of|for)\b[^.;]{0,120}?"
    r"\b(?:(?:and|with|including)\s(?:(?:all|each)\s(?:of\s)?)?(?:its|their|our|the|other|relevant|certain|UK|wholly[- ]owned|\s)+(?:subsidiar(?:y|ies)|affiliates|group companies|associated companies)"
    r"|(?:other|all|each)\s(?:of the\s)?(?:companies|entities|members) (?:in|of|within) (?:the|our|its) [\w\s]{0,20}?group|family of (?:corporate )?(?:entities|companies))",
    re.IGNORECASE,
)


def find_joint(document: Document, segments: Sequence[Segment], entities: Sequence[Stated]) -> Stated | None:
    """The place that shows that the document is made for several entities.

    Args:
        document: what was read from the file.
        segments: its segments in order.
        entities: the organisations that it speaks for.

    Returns:
        With value ``joint`` where it says so or names several as its makers, ``group`` where it is made for one
        organisation and those below it, without their names; None where it speaks for one.
    """
    group: Stated | None = None
    for segment in segments:
        text = document.text[segment.start : segment.end]
        match = _JOINT.search(text)
        if match and not _NOT_JOINT.search(text[: match.start()]):
            return stated(document, segment.start + match.start(), segment.start + match.end(), JOINT)
        if group is None and (found := _GROUP.search(text)) and _of_document(segment):
            group = stated(document, segment.start + found.start(), segment.start + found.end(), GROUP)
    return _named_together(document, segments, entities) or group


def _of_document(segment: Segment) -> bool:
    return "made_by" in cues("entities", "about", segment.text)


def _named_together(document: Document, segments: Sequence[Segment], entities: Sequence[Stated]) -> Stated | None:
    """A sentence that says by whom the document is made, and names two of its organisations."""
    for segment in segments:
        named = [entity for entity in entities if segment.start <= entity.start < segment.end]
        if len(named) > 1 and not is_heading(segment) and _of_document(segment):
            return stated(
                document, named[0].start, named[-1].end if named[-1].end > named[0].start else named[0].end, JOINT
            )
    return None
