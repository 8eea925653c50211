"""From a document to a declaration: its entries, the form that fits, the answers, their grades, the warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from supplychain_check.declarations.checks import warnings
from supplychain_check.declarations.grading import Facts, graded
from supplychain_check.declarations.mapping import Mapping
from supplychain_check.declarations.matched import Match, Matched
from supplychain_check.declarations.matching import match, told
from supplychain_check.declarations.parts import joined
from supplychain_check.declarations.proof import facts
from supplychain_check.declarations.reading import entries as read_entries
from supplychain_check.declarations.reading import respondents
from supplychain_check.declarations.values import read
from supplychain_check.errors import UsageProblem
from supplychain_check.models.assessment import DocumentInfo
from supplychain_check.models.declaration import Answer, Declaration, Entry, Form
from supplychain_check.models.document import Document

if TYPE_CHECKING:
    from supplychain_check.encoder import Encoder

_FEWEST, _SHARE_OF_FORM, _SHARE_OF_FILE = 2, 0.2, 0.5
"""A form fits from so many matched questions, if they are such a share of the form or of what the file asks."""
_PLAINLY = 0.5
"""Where such a share of a form, or of the file, is there by id or word for word, no other form is tried by meaning."""
_WEIGHTS = {"mapping": 1.0, "id": 1.0, "wording": 0.9, "meaning": 0.6}


class Fitted(NamedTuple):
    """A form and what of a file was matched to it."""

    form: Form
    entries: tuple[Entry, ...]
    matched: Matched


def declare(
    document: Document,
    about: DocumentInfo,
    forms: Sequence[Form],
    encoder: Encoder | None,
    mapping: Mapping | None = None,
    *,
    as_of: date | None = None,
    find: Facts = facts,
) -> Declaration | None:
    """Read a document as a declaration.

    Args:
        document: as a reader made it.
        about: what is kept of the document.
        forms: those that it may be; the one that fits best is taken.
        encoder: matches questions by meaning; without it only ids and words count.
        mapping: what a person decided for files of this kind; it names the form.
        as_of: the day on which a signature counts as being in the future; None leaves that out.
        find: finds what is checkable in an explanation.

    Returns:
        The declaration; None where no form fits, or where several suppliers answered in the document.

    Raises:
        UsageProblem: the form of the mapping is not among the forms.
    """
    if respondents(document) > 1:
        # one supplier's answers must never fill the gaps of another's
        return None
    fitted = fit(read_entries(document), forms, encoder, mapping)
    return declared(fitted, about, as_of=as_of, find=find) if fitted else None


def declared(fitted: Fitted, about: DocumentInfo, *, as_of: date | None = None, find: Facts = facts) -> Declaration:
    """The declaration that a form and what was matched to it make; the arguments are those of `declare`."""
    matched = fitted.matched
    answers = graded([_answer(one, fitted.form) for one in matched.matches], fitted.form, find)
    answered = {answer.question for answer in answers}
    declaration = Declaration(
        document=about,
        form=fitted.form,
        answers=answers,
        unsure=matched.unsure,
        unasked=tuple(question.id for question in fitted.form.questions if question.id not in answered),
    )
    return declaration.model_copy(update={"warnings": warnings(declaration, as_of)})


def fit(
    entries: Sequence[Entry], forms: Sequence[Form], encoder: Encoder | None, mapping: Mapping | None = None
) -> Fitted | None:
    """The form that fits the entries best, by ids and words first, then also by meaning; None if none does."""
    if not entries:
        return None
    if mapping:
        return with_form(entries, _named(mapping, forms), encoder, mapping)
    counts = [told(joined(entries, form), form) for form in forms]
    best = max(range(len(forms)), key=lambda number: counts[number] / len(forms[number].questions) ** 0.5, default=None)
    if best is not None and _plainly(counts[best], entries, forms[best]):
        forms = (forms[best],)
    found = [with_form(entries, form, encoder) for form in forms]
    fitting = [one for one in found if fits(one)]
    return max(fitting, key=_weight, default=None)


def with_form(entries: Sequence[Entry], form: Form, encoder: Encoder | None, mapping: Mapping | None = None) -> Fitted:
    """Match entries to a form that somebody named, whether it fits or not."""
    parts = joined(entries, form)
    return Fitted(form, parts, match(parts, form, mapping, encoder))


def fits(fitted: Fitted) -> bool:
    """Whether enough of a form is in a file, or enough of the file in the form."""
    count = len(fitted.matched.matches)
    share = max(count / len(fitted.form.questions) / _SHARE_OF_FORM, count / len(fitted.entries) / _SHARE_OF_FILE)
    return count >= _FEWEST and share >= 1


def _plainly(count: int, entries: Sequence[Entry], form: Form) -> bool:
    """Whether so much of a form is there by id or word for word that no other need be tried."""
    return count >= _FEWEST and count >= _PLAINLY * min(len(form.questions), len(entries))


def _weight(fitted: Fitted) -> float:
    """Many questions matched, and surely; a long form is not better for being long."""
    total = sum(_WEIGHTS[one.by] * one.confidence for one in fitted.matched.matches)
    return float(total / len(fitted.form.questions) ** 0.5)


def _named(mapping: Mapping, forms: Sequence[Form]) -> Form:
    for form in forms:
        if form.id == mapping.form:
            return form
    raise UsageProblem(
        f"The mapping is for the form {mapping.form!r}, which is not the one to read with.",
        f"Give --form {mapping.form}, or leave --form out.",
    )


def _answer(one: Match, form: Form) -> Answer:
    question = next(question for question in form.questions if question.id == one.question)
    given = read(one.entry, question)
    return Answer(
        question=question.id,
        entry=one.entry,
        matched_by=one.by,
        confidence=one.confidence,
        value=given.value,
        chosen=given.chosen,
        text=given.text,
        number=given.number,
        day=given.day,
    )
