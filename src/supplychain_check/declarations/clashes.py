"""Answers of one form that do not go together. They are questions to ask, and no verdicts: both may be explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplychain_check.declarations.words import plain
from supplychain_check.models.analysis import Warn
from supplychain_check.models.declaration import Answer, Declaration, Question, QuestionKind, Value

_CODE = "does-not-fit"
_GIVEN = frozenset({Value.YES, Value.PARTLY, Value.STATED})
_NONE_OF = re.compile(r"(?:none|no|nothing|not applicable|n/a|did not|we did not|information not available)\b")
_CASE = re.compile(
    r"\b(?:(?:we|our [a-z]+|an? (?:audit|auditor|inspector|visit)|they)"
    r" (?:found|identified|discovered|uncovered|learned of|heard of)"
    r" (?:an?|one|two|three|four|five|six|several|some|\d+|that|workers?|cases?)"
    r"|(?:an?|one|two|three|four|five|several|\d+) (?:confirmed |suspected |possible |alleged )?"
    r"(?:cases?|incidents?|instances?|victims?)"
    r"(?: of [a-z ]+?)? (?:was|were|has been|have been|came)"
    r"|(?:repaid|reimbursed|refunded|compensated|paid back) (?:her|him|them|it all)\b"
    r"|(?:repaid|reimbursed|refunded|returned|paid back|compensated)\b[^.]{0,60}"
    r"\b(?:workers?|fees?|passports?|wages?|victims?)"
    r"|(?:workers?|fees?|passports?|wages?|victims?)\b[^.]{0,40}"
    r"\b(?:were|was|have been|has been) (?:repaid|reimbursed|refunded"
    r"|returned|paid back|compensated|withheld|exploited|underpaid))\b"
)
_UNREAL = re.compile(
    r"\b(?:if|should|would|could|may|might|must|in case|were (?:a|any) case|no|not|never|none|nobody|when a)\b|n't\b"
)
_MAY = re.compile(r"\b(?:in|of|since|during|late|early|\d{1,2}(?:st|nd|rd|th)?) May\b|\bMay (?:19|20)\d\d\b")
"""The month, which in lower case looks like the verb."""
_AGENCY = re.compile(
    r"\b(?:(?:labour|labor)[- ]hire|agency (?:workers?|staff|temps?)"
    r"|recruitment agenc(?:y|ies)|recruiters?|temp agency)\b"
)
_NOBODY = re.compile(
    r"\b(?:sole trader|no (?:staff|employees|workers)"
    r"|do not (?:have|employ) (?:any )?(?:staff|employees|anyone)|one[- ]person|work alone)\b"
)
_MANY = re.compile(
    r"\b(\d[\d,]*) (?:of our |of the )?(?:staff|employees|workers|people|drivers|cleaners|team members)\b"
)
_LARGE = 50
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def clashes(declaration: Declaration) -> Iterator[Warn]:
    """Pairs of answers that do not go together, each with both in words."""
    yield from _after_a_no(declaration)
    yield from _no_incident(declaration)
    yield from _no_agency(declaration)
    yield from _nobody(declaration)


def _pairs(declaration: Declaration) -> list[tuple[Question, Answer]]:
    return [(declaration.question(answer.question), answer) for answer in declaration.answers]


def _after_a_no(declaration: Declaration) -> Iterator[Warn]:
    """A question that is asked only after a yes is answered after a no."""
    for question, answer in _pairs(declaration):
        above = declaration.answer(question.only_if) if question.only_if else None
        if above is None or above.value not in {Value.NO, Value.NOT_APPLICABLE} or not _says_some(answer):
            continue
        # a firm without a duty may well report all the same
        if declaration.question(above.question).meaning != "duty":
            yield _warn(declaration, above, answer, "is asked only after a yes, and is answered all the same")


def _no_incident(declaration: Declaration) -> Iterator[Warn]:
    """No case was found, but an explanation tells of one, or of what was done for workers."""
    for question, answer in _pairs(declaration):
        if question.meaning != "incident" or not _denied(answer):
            continue
        for other_question, other in _pairs(declaration):
            remedied = (
                other is not answer
                and other_question.meaning == "measure"
                and other_question.core_elements[:1] == ("remedy",)
                and other_question.kind is not QuestionKind.TEXT
                and _says_some(other)
            )
            if remedied and _of_one_kind(question, other_question):
                yield _warn(declaration, answer, other, "tells what was done for workers who were harmed")
            elif "incidents" in question.core_elements and (quote := _told(other.text, _CASE)):
                yield _warn(declaration, answer, other, "tells of a case or of repayment", quote)


def _of_one_kind(incident: Question, remedy: Question) -> bool:
    """A question about breaches of law is no question about the cases that were remedied."""
    return "incidents" in incident.core_elements or bool(set(incident.core_elements) & set(remedy.core_elements))


def _no_agency(declaration: Declaration) -> Iterator[Warn]:
    """No agency or contract workers, but another answer speaks of them."""
    for question, answer in _pairs(declaration):
        asked = plain(question.text)
        about = {"contract_workforce", "recruiters"} & set(question.core_elements)
        if not about or not re.search(r"\buse\b|\bdo any of the work\b|\bwork through\b", asked):
            continue
        if answer.value is not Value.NO:
            continue
        for other_question, other in _pairs(declaration):
            checked = "recruiters" in other_question.core_elements and other.value in {Value.YES, Value.PARTLY}
            if other is answer:
                continue
            if quote := _told(other.text, _AGENCY):
                yield _warn(declaration, answer, other, "speaks of agencies or recruiters", quote)
                break
            if checked:
                yield _warn(declaration, answer, other, "says how recruiters or agencies are checked")
                break


def _nobody(declaration: Declaration) -> Iterator[Warn]:
    """Nobody is employed, but another answer counts many."""
    alone = [(answer, quote) for _, answer in _pairs(declaration) if (quote := _found(answer.text, _NOBODY))]
    for answer, _ in alone[:1]:
        for question, other in _pairs(declaration):
            counted = other.number if question.role == "employees" else _most(other.text)
            if other is not answer and counted and counted >= _LARGE:
                yield _warn(
                    declaration, answer, other, f"speaks of {counted:,.0f} people, where this one speaks of nobody"
                )


def _most(text: str) -> float:
    return max((float(match[1].replace(",", "")) for match in _MANY.finditer(plain(text))), default=0.0)


def _denied(answer: Answer) -> bool:
    if answer.value is Value.NO:
        return True
    return bool(answer.chosen) and all(_NONE_OF.match(plain(option)) for option in answer.chosen)


def _says_some(answer: Answer) -> bool:
    """Whether something is affirmed: not a no, not "none of these", not blank."""
    if answer.value not in _GIVEN:
        return False
    said = answer.chosen or ((answer.text or answer.entry.answer),)
    return not all(_NONE_OF.match(plain(text)) for text in said)


def _found(text: str, pattern: re.Pattern[str]) -> str:
    return next((part.strip() for part in _SENTENCE.split(text) if pattern.search(plain(part))), "")


def _told(text: str, pattern: re.Pattern[str]) -> str:
    """The sentence that tells of it as of something that is so; "" where it is denied or only imagined."""
    parts = (part.strip() for part in _SENTENCE.split(text))
    return next((part for part in parts if pattern.search(plain(part)) and not _unreal(part)), "")


def _unreal(sentence: str) -> bool:
    return bool(_UNREAL.search(plain(_MAY.sub(" ", sentence))))


def _warn(declaration: Declaration, one: Answer, other: Answer, why: str, quote: str = "") -> Warn:
    first, second = (declaration.question(answer.question) for answer in (one, other))
    said = one.value.value if one.value is not Value.STATED else _short("; ".join(one.chosen) or one.text, 40)
    message = (
        f'"{_short(first.text, 80)}" ({first.id}) is answered "{said}", but the explanation there {why}.'
        if one is other
        else f'"{_short(first.text, 80)}" ({first.id}) is answered "{said}", '
        f'but "{_short(second.text, 80)}" ({second.id}) '
        f"{why}. Ask how the two go together."
    )
    shown = quote or "; ".join(other.chosen) or other.text or other.entry.answer
    return Warn(code=_CODE, message=message, quote=_short(shown, 160), page=other.entry.place.page)


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 4].rpartition(" ")[0] + " ..."
