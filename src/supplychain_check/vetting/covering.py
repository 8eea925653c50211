"""Whether a statement covers a supplier: as its reporting entity, as one of a list, through its parent, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supplychain_check.analyse.names import legal_names
from supplychain_check.analyse.wording import squash
from supplychain_check.models.analysis import Analysis
from supplychain_check.models.document import Document, Segment, SegmentKind
from supplychain_check.vetting.names import Likeness, first_word, likeness, parse, pattern, plain
from supplychain_check.vetting.numbers import Number, differ, numbers, same
from supplychain_check.vetting.values import Coverage, Covered, Quote

_LIST = re.compile(
    r"\b(?:subsidiar|controlled entit|wholly[- ]owned|group compan|entities|covers? |on behalf of|joint(?:ly)? |applies to|member of our group|following compan|"
    r"owned by|related bod|our compan|divisions?|companies (?:in|of) (?:the|our) group)",
    re.IGNORECASE,
)
_TRADES = re.compile(
    r"\b(?:trading (?:as|name|under)|trades (?:as|under)|t/a|t/as|also known as|known as|doing business as|dba|under the (?:brand|name|names)|brand(?:s|ed)?)\b",
    re.I,
)
_EXCLUDED = re.compile(
    r"\b(?:does not (?:cover|apply|include)|do not form part|not covered|excludes?|excluding|other than|not included|outside the scope|separate statement|own statement)\b",
    re.I,
)
_STRANGER = re.compile(
    r"\b(?:suppliers?|customers?|clients?|audited by|auditors?|certified|adviser|advisor|partner(?:s|ship)? with|helpline|provided by|supplied by|member of|landlord|bank|case (?:of|involving)|court|sold to|sold (?:our|its)|formerly owned|divested)\b",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(
    r"\b(?:its|our|their|and) (?:wholly[- ]owned |controlled |own )?(?:subsidiar(?:y|ies)|group compan(?:y|ies)|controlled entities|related (?:entities|companies))|\bgroup of companies\b|\bthe group\b",
    re.I,
)

_TRADING_AS = re.compile(r"[\s,;(]+(?:also )?(?:trading as|t/a|doing business as|d/b/a|known as)\b:?", re.IGNORECASE)


class _Place(NamedTuple):
    """A place in the statement at which a firm stands, and how its name lies to the supplier's."""

    segment: Segment
    start: int
    end: int
    text: str
    likeness: Likeness


class _Supplier(NamedTuple):
    name: str
    trading: str
    numbers: tuple[Number, ...]
    given: tuple[str, ...]


def coverage(
    name: str, identifiers: Sequence[str], document: Document, analysis: Analysis, *, trading: str = ""
) -> Coverage:
    """Whether a statement covers a supplier.

    A number decides before a name: the same number is the same firm whatever the name, and a firm of the same name
    with another number of the same register is another firm.

    Args:
        name: the supplier's name as the tender gives it.
        identifiers: its NZBN, ABN, ACN or company number, with or without label and spaces.
        document: the statement.
        analysis: of this document.
        trading: the name under which it trades, if it is another one.
    """
    name, also = _trading_name(name)
    supplier = _Supplier(name, trading or also, tuple(n for n in numbers(identifiers) if n.valid), tuple(identifiers))
    given = tuple(identifiers)
    places = tuple(_places(supplier, document, analysis))
    found = _by_number(supplier, document, analysis) or _by_name(supplier, places, document, analysis)
    found = found or _by_family(supplier, places, document, analysis)
    wrong = [str(number) for number in numbers(given) if not number.valid]
    note = f" {wrong[0]} was left out: its check digit does not agree." if wrong else ""
    return found.model_copy(update={"reason": found.reason + note})


def _trading_name(name: str) -> tuple[str, str]:
    """A legal name and the trading name written behind it; "" where there is none."""
    parts = _TRADING_AS.split(name, maxsplit=1)
    if len(parts) < 2 or not parts[0].strip():
        return name, ""
    return parts[0].strip(" ,;("), parts[1].strip(" .,;)\"'“”‘’")


def _made(
    supplier: _Supplier, covered: Covered, reason: str, confidence: float, document: Document,
    place: _Place | None = None, by: str = "",
) -> Coverage:  # fmt: skip
    return Coverage.model_validate(
        {
            "name": supplier.name,
            "identifiers": supplier.given,
            "covered": covered,
            "matched_by": by,
            "matched": place.text if place else "",
            "quote": quote(document, place.segment) if place else None,
            "reason": reason,
            "confidence": confidence,
        }
    )


def quote(document: Document, segment: Segment) -> Quote:
    """A segment of a statement as a quote with its page."""
    return Quote(
        source="statement",
        document=document.name,
        text=segment.text,
        where=f"p. {segment.page}" if segment.page else "",
        page=segment.page,
        start=segment.start,
        end=segment.end,
    )


# --- by number -----------------------------------------------------------------------------------------


def _by_number(supplier: _Supplier, document: Document, analysis: Analysis) -> Coverage | None:
    for stated in analysis.identity.identifiers:
        for number in numbers([stated.value]):
            if any(same(asked, number) for asked in supplier.numbers):
                place = _at(analysis, stated.start, stated.end, squash(stated.value))
                return place and _with_number(supplier, place, document, analysis)
    return _by_bare_number(supplier, document, analysis)


def _by_bare_number(supplier: _Supplier, document: Document, analysis: Analysis) -> Coverage | None:
    """A number without a label counts where it has a check digit: eleven or thirteen digits are no accident."""
    for number in supplier.numbers:
        if number.scheme in {"NZBN", "ABN"}:
            match = re.search(r"(?<!\d)" + r"[\s.-]?".join(number.digits) + r"(?!\d)", document.text)
            place = match and _at(analysis, match.start(), match.end(), squash(match.group()))
            if place:
                return _with_number(supplier, place, document, analysis)
    return None


def _at(analysis: Analysis, start: int, end: int, text: str) -> _Place | None:
    segment = next((s for s in analysis.segments if s.start <= start < s.end), None)
    return _Place(segment, start, end, text, Likeness.SAME) if segment else None


def _with_number(supplier: _Supplier, place: _Place, document: Document, analysis: Analysis) -> Coverage:
    """The firm with this number is the supplier; how it is covered depends on the firm that stands with the number."""
    names = [entity.value for entity in analysis.identity.entities]
    alike = max((likeness(supplier.name, entity) for entity in names), default=Likeness.OTHER)
    main = alike is Likeness.SAME or (bool(names) and likeness(_beside(place, names), names[0]) is Likeness.SAME)
    covered = Covered.REPORTING_ENTITY if main else Covered.LISTED
    if _EXCLUDED.search(place.segment.text):
        reason = f"The statement gives its number, {place.text}, in a sentence that may exclude it."
        return _made(supplier, Covered.UNSURE, reason, 0.5, document, place, "number")
    reason = f"The statement gives its number, {place.text}."
    if alike < Likeness.NEAR and names:
        reason += f" The name there differs: {names[0]}. Ask whether the name was changed."
    return _made(supplier, covered, reason, 0.97 if alike >= Likeness.NEAR else 0.8, document, place, "number")


def _beside(place: _Place, names: Sequence[str]) -> str:
    """The name that stands with a number: the last one before it in the same segment; else the first of all."""
    before = [(place.segment.text.rfind(name), name) for name in names if name in place.segment.text]
    return max(before)[1] if before else names[0] if len(names) == 1 else ""


# --- by name -------------------------------------------------------------------------------------------


def _places(supplier: _Supplier, document: Document, analysis: Analysis) -> Iterator[_Place]:
    """All places at which the supplier, or a firm with a name like it, is named; those like it most first."""
    found = [*_legal_places(supplier, document, analysis), *_plain_places(supplier, document, analysis)]
    yield from sorted(found, key=lambda place: (-place.likeness, place.start))


def _legal_places(supplier: _Supplier, document: Document, analysis: Analysis) -> Iterator[_Place]:
    for segment in analysis.segments:
        text = document.text[segment.start : segment.end].translate({10: " ", ord("®"): " ", ord("™"): " "})
        for start, end in legal_names(text):
            alike = max(likeness(name, text[start:end]) for name in (supplier.name, supplier.trading) if name)
            if alike:
                yield _Place(segment, segment.start + start, segment.start + end, squash(text[start:end]), alike)


def _plain_places(supplier: _Supplier, document: Document, analysis: Analysis) -> Iterator[_Place]:
    """Places of the name without a legal form, where no further capitalised word makes it another name."""
    whole = plain(document.text)
    for name in filter(None, (supplier.name, supplier.trading)):
        finder = pattern(name)
        for match in finder.finditer(whole) if finder else ():
            place = _at(analysis, match.start(), match.end(), squash(document.text[match.start() : match.end()]))
            if place and _stands_alone(whole, match.start(), match.end(), name):
                yield place


def _stands_alone(text: str, start: int, end: int, name: str) -> bool:
    """Whether a name is not part of a longer one: "Halswater Transport" within "Halswater Transport Holdings"."""
    following = re.match(r"[ ,]{1,2}(\(?[A-Z][\w.]*\)?)", text[end:])
    form = parse(f"x {following.group(1)}").form if following else ""
    before = re.search(r"([A-Z][\w&]+) $", text[max(0, start - 30) : start])
    led = bool(
        before
        and before[1].lower() not in {"the", "this", "at", "by", "of", "and", "for", "statement"}
        and text[start - 1] == " "
        and not _begins_line(text, start)
    )
    return (following is None or bool(form and (not parse(name).form or parse(name).form.startswith(form)))) and not led


def _begins_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"


def _by_name(supplier: _Supplier, places: Sequence[_Place], document: Document, analysis: Analysis) -> Coverage | None:
    exact = [place for place in places if place.likeness is Likeness.SAME]
    if not exact:
        return None
    if other := _other_number(supplier, exact, document, analysis):
        return other
    graded = [graded for place in exact if (graded := _graded(supplier, place, document, analysis))]
    best = max(graded, key=lambda one: one[2], default=None)
    if best is None:
        return None
    covered, reason, confidence, place = best
    return _made(supplier, covered, reason, confidence, document, place, "name")


def _other_number(
    supplier: _Supplier, exact: Sequence[_Place], document: Document, analysis: Analysis
) -> Coverage | None:
    """Same name, but beside it a number of the same register that is not the supplier's."""
    for stated in analysis.identity.identifiers:
        near = next(
            (p for p in exact if abs(stated.start - p.end) < 120 or len(analysis.identity.identifiers) == 1), None
        )
        for number in numbers([stated.value]):
            if near and any(differ(asked, number) for asked in supplier.numbers):
                reason = f"The name is the same, the number is not: the statement gives {number}, asked was {supplier.numbers[0]}."
                return _made(supplier, Covered.UNSURE, reason, 0.5, document, near, "name")
    return None


def _graded(
    supplier: _Supplier, place: _Place, document: Document, analysis: Analysis
) -> tuple[Covered, str, float, _Place] | None:
    """What one place of the name says: who makes the statement, who is listed, or somebody else altogether."""
    text, before = place.segment.text, document.text[max(place.segment.start, place.start - 60) : place.start]
    entities = analysis.identity.entities
    if _EXCLUDED.search(text):
        return Covered.UNSURE, f"The statement names {place.text} in a sentence that may exclude it.", 0.55, place
    if _TRADES.search(before) or likeness(supplier.name, place.text) is not Likeness.SAME:
        return Covered.TRADING_NAME, f"The statement names {place.text} as a trading name.", 0.85, place
    if any(likeness(entity.value, place.text) is Likeness.SAME for entity in entities[:1]):
        return Covered.REPORTING_ENTITY, f"The statement is made by {place.text}.", 0.93, place
    if _STRANGER.search(before):
        return (
            Covered.UNSURE,
            f"The statement names {place.text}, but not clearly as one of those it covers.",
            0.4,
            place,
        )
    if any(likeness(entity.value, place.text) is Likeness.SAME for entity in entities):
        return Covered.LISTED, f"The statement names {place.text} among those it speaks for.", 0.88, place
    if _listed(place, analysis):
        return Covered.LISTED, f"The statement lists {place.text}.", 0.8, place
    return Covered.UNSURE, f"The statement names {place.text}, but not clearly as one of those it covers.", 0.45, place


def _listed(place: _Place, analysis: Analysis) -> bool:
    """Whether a place lies in a list, table or sentence of those that the statement covers."""
    segment = place.segment
    intro = analysis.segments[segment.intro].text if segment.intro is not None else ""
    context = " ".join((segment.text if segment.kind is SegmentKind.SENTENCE else "", intro, *segment.headings[-1:]))
    return bool(_LIST.search(context)) and not _STRANGER.search(" ".join((intro, *segment.headings[-1:])))


# --- through its family --------------------------------------------------------------------------------


def _by_family(supplier: _Supplier, places: Sequence[_Place], document: Document, analysis: Analysis) -> Coverage:
    near = next((place for place in places if place.likeness is Likeness.NEAR), None)
    if near:
        reason = f"The statement names {near.text}, which is nearly the same name. Ask whether it is the same firm."
        return _made(supplier, Covered.UNSURE, reason, 0.5, document, near, "name")
    parent = _parent(supplier, document, analysis)
    if parent:
        reason = f"The statement is made by {parent.text} and its subsidiaries, and does not name this supplier. Ask whether it is one of them."
        return _made(supplier, Covered.PARENT_ONLY, reason, 0.55, document, parent, "name")
    family = next((place for place in places if place.likeness is Likeness.FAMILY), None)
    if family:
        reason = f"The statement names {family.text}, whose name is alike. Ask how the two belong together."
        return _made(supplier, Covered.UNSURE, reason, 0.4, document, family, "name")
    names = [entity.value for entity in analysis.identity.entities]
    maker = f"; it is made by {names[0]}" if names else ""
    return _made(
        supplier,
        Covered.NOT_FOUND,
        f"The statement does not name this supplier{maker}.",
        0.85 if names else 0.5,
        document,
    )


def _parent(supplier: _Supplier, document: Document, analysis: Analysis) -> _Place | None:
    """A reporting entity of the same family that speaks for its subsidiaries too."""
    family = first_word(supplier.name)
    for entity in analysis.identity.entities[:3]:
        alike = family and first_word(entity.value) == family
        if alike and _WITH_OTHERS.search(document.text):
            return _at(analysis, entity.start, entity.end, entity.value)
    return None
