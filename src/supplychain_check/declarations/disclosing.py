"""Answers to Disclosures: what an answer is worth for each criterion whose core element its question names.

The grade of an answer says between which levels it can be; within them the signals and facts of the criterion decide
on the explanation, read with the question as its introduction. ``criteria/README.md`` has the rules in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from supplychain_check.criteria import Criterion, Pack
from supplychain_check.declarations.proof import facts
from supplychain_check.declarations.small import left_out
from supplychain_check.models.analysis import EvidenceStatus, FactKind, Reading, Specificity
from supplychain_check.models.assessment import Cap, CriterionKind, Disclosure
from supplychain_check.models.declaration import Answer, Declaration, Grade, Question, Value

REASON = 3
"""Words that an explanation needs to be the reason why something does not apply."""
_GIVEN = frozenset({Value.YES, Value.PARTLY, Value.STATED})
_DONE = frozenset({EvidenceStatus.ACTION, EvidenceStatus.DENIAL, EvidenceStatus.CONTEXT})
_FIGURES = frozenset({FactKind.COUNT, FactKind.PERCENT, FactKind.MONEY})
_BARE = "a bare answer is a claim; it says nothing of what was done"
_PROMISE = "the explanation says what will be done or is expected, not what was done"
_BARE_RULES = frozenset({"bare answer", "bare none", "promise"})
_DESCRIBED = "the answer is described, without a document, number or date"


class Told(NamedTuple):
    """What was read in the explanation of one answer.

    Attributes:
        segments: indices of its sentences.
        readings: of these sentences, in order.
    """

    segments: tuple[int, ...]
    readings: tuple[Reading, ...]


class _Range(NamedTuple):
    """Between which levels an answer is, and why not higher."""

    least: int
    most: int
    rule: str = ""
    why: str = ""


Found = Mapping[str, Sequence[Disclosure]]
"""For each criterion what `match` finds in the explanations, best first."""


def disclosures(
    declaration: Declaration, pack: Pack, found: Found, told: Mapping[str, Told]
) -> dict[str, tuple[Disclosure, ...]]:
    """What a declaration discloses of each criterion of a pack.

    Args:
        declaration: as read.
        pack: the resolved pack.
        found: what `match` finds in the explanations, with the questions as their introductions.
        told: the explanations, by the ids of their questions.

    Returns:
        For each criterion its disclosures, best first; criteria without any are left out.
    """
    of = {
        criterion.id: sorted(
            _of_criterion(criterion, declaration, found.get(criterion.id, ()), told), key=lambda d: -d.level
        )
        for criterion in pack.criteria
    }
    return {id: tuple(each) for id, each in of.items() if each}


def asked(declaration: Declaration) -> frozenset[str]:
    """Core elements on which the questions of the form ask, as far as the file has them and no small firm leaves them out."""
    missing = frozenset(declaration.unasked) | left_out(declaration)
    return frozenset(e for q in declaration.form.questions if q.id not in missing for e in q.core_elements)


def _of_criterion(
    criterion: Criterion, declaration: Declaration, found: Sequence[Disclosure], told: Mapping[str, Told]
) -> Iterator[Disclosure]:
    if criterion.kind is CriterionKind.PUBLICATION:
        return
    for answer in declaration.answers:
        question = declaration.question(answer.question)
        segments = told[answer.question].segments if answer.question in told else ()
        mine = [d for d in found if d.segment in segments]
        if criterion.kind is CriterionKind.FORMALITY:
            yield from (_declared(d, question, answer) for d in mine if d.role == "evidence")
        elif criterion.core_element in question.core_elements:
            yield from _of_answer(_Case(criterion, question, answer, mine, told.get(answer.question, Told((), ()))))


class _Case(NamedTuple):
    """One answer before one criterion that its question names."""

    criterion: Criterion
    question: Question
    answer: Answer
    found: list[Disclosure]
    told: Told

    @property
    def top(self) -> int:
        """The highest rung."""
        return len(self.criterion.levels)

    @property
    def said(self) -> list[Disclosure]:
        """Evidence that the explanation holds by itself, best first."""
        return [d for d in self.found if d.role == "evidence"]


def _of_answer(case: _Case) -> Iterator[Disclosure]:
    value, meaning = case.answer.value, case.question.meaning
    if value is Value.BLANK or meaning == "duty":
        return
    none = value is Value.NO and meaning == "incident"
    if none and not (case.said or _counts_denials(case.criterion)):
        return
    if stated := _not_applicable(case):
        yield stated
        return
    yield _evidence(case, _range(case))
    if case.criterion.applies_when and value in _GIVEN and meaning in {"incident", "neutral"}:
        yield _made(case, "applies", 0)


def _counts_denials(criterion: Criterion) -> bool:
    """Whether a rung lists a denial: that nothing was found then says something, as of incidents; of remedy it does not."""
    return any(EvidenceStatus.DENIAL in rung.statuses(when) for rung in criterion.levels for when in rung.when)


def _not_applicable(case: _Case) -> Disclosure | None:
    """A stated fact by which the criterion does not apply, or the bare claim that it does not (rule 5)."""
    answer = case.answer
    if answer.value is Value.NOT_APPLICABLE:
        return _made(case, "not applicable" if len(answer.text.split()) >= REASON else "unclear", 0)
    if any(d.role == "not applicable" for d in case.found) and answer.value in {Value.NO, Value.STATED}:
        return _made(case, "not applicable", 0)
    none_used = answer.value is Value.NO and case.question.meaning == "neutral"
    return _made(case, "not applicable", 0) if none_used and case.criterion.not_applicable else None


def _range(case: _Case) -> _Range:
    """Between which levels the answer is, by its value, its grade and what its explanation turns out to be."""
    value, meaning = case.answer.value, case.question.meaning
    if value is Value.NO and meaning == "incident":
        return _none_found(case)
    if value is Value.UNKNOWN or (value is Value.NO and meaning != "neutral"):
        return _Range(0, 0)
    if value is Value.NO:
        # what there is none of says something only where a rung of the criterion lists a denial
        return _Range(1, 1, "bare answer", _BARE) if _counts_denials(case.criterion) else _Range(0, 0)
    return _graded(case)


def _none_found(case: _Case) -> _Range:
    """Honesty pays: how one looked decides, and a bare none is no more than a claim (rule 6)."""
    if not case.told.segments:
        return _Range(1, 1, "bare none", "says that there was none, not how one looked")
    deeds = [r for r in case.told.readings if r.evidential and r.status is EvidenceStatus.ACTION]
    # "all nine of us" is a figure too, though no statement of a large firm would give it so
    looked = any(r.facts for r in deeds) or (bool(deeds) and bool(facts(case.answer.text, case.question)))
    # how one looked for cases says nothing of what else the question is about, such as remedy
    first = case.criterion.core_element == case.question.core_elements[0]
    return _Range(2 if looked and first else 1, case.top)


def _graded(case: _Case) -> _Range:
    grade = case.answer.grade
    if _only_promised(case.told):
        return _Range(1, 1, "promise", _PROMISE)
    if grade is Grade.CLAIMED and not _of_substance(case):
        return _Range(1, 1, "bare answer", case.answer.grade_reason or _BARE)
    if case.question.meaning == "incident" and grade is not Grade.NONE:
        return _Range(2, case.top)
    if grade is Grade.EVIDENCED and case.answer.value is not Value.PARTLY:
        return _Range(2, case.top)
    return _Range(0 if grade is Grade.NONE else 1, 2, "described", _DESCRIBED)


def _of_substance(case: _Case) -> bool:
    """Whether an explanation that is graded as a claim names facts all the same, and reaches a second rung by them."""
    return any(d.level >= 2 and d.facts for d in case.said)


def _only_promised(told: Told) -> bool:
    """Whether an explanation has sentences that could be evidence, and none of them of something done."""
    sentences = [reading for reading in told.readings if reading.evidential]
    return bool(sentences) and not any(reading.status in _DONE for reading in sentences)


def _reached(case: _Case) -> int:
    """The level that the explanation reaches: by the rungs, and the third where a second rung comes with date and figure."""
    best = max((d.level for d in case.said), default=0)
    concrete = any(d.level == 2 and d.status is EvidenceStatus.ACTION and _dated_figure(d) for d in case.said)
    return max(best, min(3, case.top)) if concrete and not any(d.caps for d in case.said) else best


def _dated_figure(found: Disclosure) -> bool:
    kinds = {fact.kind for fact in found.facts}
    return FactKind.DATE in kinds and bool(kinds & _FIGURES)


def _evidence(case: _Case, within: _Range) -> Disclosure:
    reached = _reached(case)
    held = tuple(cap for d in case.said[:1] for cap in d.caps)
    most = min([within.most, case.top, *(cap.level for cap in held)])
    level = max(min(reached, most), min(within.least, most))
    wanted = max(reached, level + 1 if within.rule in _BARE_RULES else level)
    if wanted > level and within.rule and level < case.top:
        held = (*held, Cap(rule=within.rule, level=level, reason=within.why))
    made = _made(case, "evidence", level)
    return made.model_copy(update={"caps": held, "uncapped": max(level, min(wanted, case.top))})


def _made(case: _Case, role: str, level: int) -> Disclosure:
    best = next(iter(case.said), None)
    reading = case.told.readings[0] if case.told.readings else None
    status, confidence = _status(case, best)
    entry = case.answer.entry
    return Disclosure.model_validate(
        {
            "criterion": case.criterion.id,
            "segment": -1,
            "quote": words(case.answer),
            "start": entry.start,
            "end": entry.end,
            "page": entry.place.page,
            "status": status,
            "status_confidence": confidence,
            "topics": best.topics if best else {},
            "specificity": best.specificity if best else reading.specificity if reading else Specificity.NONE,
            "facts": best.facts if best else (),
            "matched": best.matched if best else (),
            "level": level,
            "uncapped": level,
            "role": role,
            "kind": "declared",
            "question": entry.question or case.question.text,
            "place": str(entry.place),
            "confidence": case.answer.confidence,
        }
    )


def _status(case: _Case, best: Disclosure | None) -> tuple[EvidenceStatus, float]:
    value = case.answer.value
    if value is Value.NO:
        return EvidenceStatus.DENIAL, 0.9
    if value not in _GIVEN:
        return EvidenceStatus.CONTEXT, 0.9
    read = best or next(iter(case.told.readings), None)
    if read is None:
        return EvidenceStatus.CLAIM, 0.8
    # "Yes. ... none had paid": what an explanation denies is part of what the yes says
    denial = read.status is EvidenceStatus.DENIAL
    return EvidenceStatus.ACTION if denial else read.status, read.status_confidence


def _declared(found: Disclosure, question: Question, answer: Answer) -> Disclosure:
    """A formality that an answer states."""
    entry = answer.entry
    return found.model_copy(
        update={
            "segment": -1,
            "quote": words(answer),
            "start": entry.start,
            "end": entry.end,
            "page": entry.place.page,
            "kind": "declared",
            "headings": (),
            "question": entry.question or question.text,
            "place": str(entry.place),
            "confidence": answer.confidence,
        }
    )


def words(answer: Answer) -> str:
    """The answer with its explanation and the documents that it names, as the supplier put it."""
    entry = answer.entry
    parts = [" ".join(part.split()) for part in (entry.answer, entry.comment) if part.strip()]
    files = [f"[{name}]" for name in entry.attachments if name not in " ".join(parts)]
    text = ". ".join(part.rstrip(".") if part is not parts[-1] else part for part in parts)
    return " ".join([text, *files]).strip()
