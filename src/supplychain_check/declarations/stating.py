"""A declaration to what it says of itself: who, when, and whether it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from supplychain_check.models.analysis import DocumentKind, Formality, Identity, Stated
from supplychain_check.models.assessment import FormInfo
from supplychain_check.models.declaration import Answer, Declaration, Grade, Role, Value


def identity(declaration: Declaration) -> Identity:
    """Entity, identifiers and period, from the answers that have a role in the form."""
    start, end = _day(declaration, "period_start"), _day(declaration, "period_end")
    return Identity(
        kind=DocumentKind.DECLARATION,
        kind_confidence=1.0,
        kind_reason=_reason(declaration),
        title=Stated(value=declaration.form.title, text=declaration.form.title),
        entities=tuple(_stated(declaration, "entity")),
        identifiers=tuple(_stated(declaration, "identifier")),
        period=next(iter((*_stated(declaration, "period_end"), *_stated(declaration, "period_start"))), None),
        period_start=start,
        period_end=end,
    )


def form_info(declaration: Declaration) -> FormInfo:
    """What an assessment keeps of how a declaration was read."""
    form, answers = declaration.form, declaration.answers
    filled = [answer for answer in answers if answer.value is not Value.BLANK]
    return FormInfo(
        id=form.id,
        title=form.title,
        version=form.version,
        questions=len(form.questions),
        answered=len(filled),
        blank=len(answers) - len(filled),
        unasked=len(declaration.unasked),
        grades={g.value: sum(a.grade is g for a in filled) for g in Grade if g is not Grade.NONE},
        unsure=tuple(one.entry.question or one.entry.label for one in declaration.unsure),
    )


def formalities(declaration: Declaration, segments: Mapping[str, int]) -> tuple[Formality, ...]:
    """Entity, period and signature, where the declaration states them.

    Args:
        declaration: as read.
        segments: question id to the index of the segment that holds its answer.
    """
    wanted: tuple[tuple[str, Role], ...] = (("entity", "entity"), ("period", "period_end"), ("signature", "signatory"))
    signed = "signed" if declaration.stated("signed_on") else "name-only"
    found = []
    for id, role in wanted:
        for answer in _answers(declaration, role):
            variant = signed if id == "signature" else "stated"
            place = segments.get(answer.question)
            found.append(Formality(id=id, variant=variant, evidence=_of(answer), segment=place))
    return tuple(found)


def _answers(declaration: Declaration, role: Role) -> Iterator[Answer]:
    ids = {question.id for question in declaration.form.questions if question.role == role}
    given = (Value.BLANK, Value.NOT_APPLICABLE, Value.UNKNOWN)
    yield from (a for a in declaration.answers if a.question in ids and a.value not in given)


def _stated(declaration: Declaration, role: Role) -> Iterator[Stated]:
    yield from (_of(answer) for answer in _answers(declaration, role))


def _of(answer: Answer) -> Stated:
    entry = answer.entry
    value = answer.day.isoformat() if answer.day else " ".join((answer.text or entry.answer).split())
    return Stated(value=value, text=entry.answer, start=entry.start, end=entry.end, page=entry.place.page)


def _day(declaration: Declaration, role: Role) -> date | None:
    return next((answer.day for answer in _answers(declaration, role) if answer.day), None)


def _reason(declaration: Declaration) -> str:
    asked = len(declaration.form.questions) - len(declaration.unasked)
    return f"has {asked} of the {len(declaration.form.questions)} questions of the form '{declaration.form.title}'"
