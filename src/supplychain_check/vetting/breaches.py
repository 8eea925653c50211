"""No breach of employment law declared, and a notice, fine or order of an authority against the firm told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from supplychain_check.vetting.asked import Asked, Papers, Raised
from supplychain_check.vetting.clauses import Clause, hypothetical
from supplychain_check.vetting.periods import YEAR, Span, outside

_LABOUR = (
    r"labour inspector(?:ate|s)?|employment relations authority|employment court|employment tribunal|employment standards"
    r"|fair work (?:ombudsman|commission)|gangmasters|gla|glaa|hmrc|immigration new zealand|home office|ministry of business|mbie|labour department|department of labour"
)
_SAFETY = r"worksafe|health and safety executive|hse|safe work|safework"
_PAPER = (
    r"(?:improvement|infringement|enforcement|compliance|prohibition|penalty|civil penalty) notices?|enforceable undertakings?"
    r"|(?:formal |written )?warnings?|fines?|penalt(?:y|ies)|stand-?down"
)
_ABOUT_WORK = re.compile(
    r"\b(?:wages?|holiday pay|holidays|minimum wage|underpa\w+|employment|payroll|arrears|records of hours|piece rates?|migrant|visas?|working time|deductions)\b",
    re.IGNORECASE,
)
_US = r"(?:us|our company|our business|the company|the business|the group|the firm)"
_WE = r"(?:we|our company|our business|the company|the business|the group|the firm)"
_AGAINST = re.compile(
    rf"\b(?:issued|served|fined|prosecuted|penalised|convicted|sanctioned|ordered)\s+(?:an? (?:{_PAPER}) (?:to|on|against)\s+)?{_US}\b"
    rf"|\b{_WE}\s+(?:was|were|has been|have been|had been)\s+(?:\w+\s+)?(?:fined|prosecuted|convicted|penalised|sanctioned|ordered|issued with|served with|found (?:to be |to have been )?in breach|found to have (?:breached|underpaid|broken)|investigated by|stood down)\b"
    rf"|\b{_WE}\s+(?:received|accepted|signed|entered into|agreed(?: to)?|were given|paid)\s+(?:an?|the|two|three)\s+(?:\w+\s+)?(?:{_PAPER})\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except|apart from|other than|save for|aside from|besides|notice|undertaking|fine|order)\b", re.IGNORECASE
)
_YEARS = re.compile(r"\b(?:past|last|previous)\s+(\d+|two|three|four|five|six|seven|ten)\s+years\b", re.IGNORECASE)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_IN_PERIOD = re.compile(r"\bin (?:the|this) (?:reporting )?(?:period|year)\b", re.IGNORECASE)
_BEYOND = re.compile(r"\b(?:employment law|labou?r|immigration|visa|wage)\b", re.IGNORECASE)


def breaches(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Answers that there was no breach, or no investigation, within the years that the question names."""
    if not asked.about("past_breaches") or asked.question.meaning != "incident" or not asked.no:
        return
    if excepted(asked):
        return
    span = asked_span(asked, papers)
    said = next((clause for clause in papers.clauses if _against(clause, asked, papers, span)), None)
    if said:
        reason = (
            "The declaration says that there was no breach; the statement tells what an authority did against the firm."
        )
        yield Raised("breach", said, reason, 0.75, scope="own", progress=False, core="past_breaches", dated=True)


def excepted(asked: Asked) -> bool:
    """Whether the answer itself names a case: "no, except for a notice in 2023"."""
    return _EXCEPT.search(asked.words) is not None


def asked_span(asked: Asked, papers: Papers) -> Span | None:
    """The years that the question is about, up to the end of the declared period; None for all years."""
    end = papers.declared or papers.published
    years = _YEARS.search(asked.question.text)
    if end is None or not (years or _IN_PERIOD.search(asked.question.text)):
        return None
    if not years:
        return end
    count = _WORDS.get(years[1].lower()) or int(years[1])
    first = end.end - count * YEAR
    # declarations are signed some months after the period that they cover
    return Span(date(first.year, first.month, 1), end.end + YEAR)


def _against(clause: Clause, asked: Asked, papers: Papers, span: Span | None) -> bool:
    if clause.has("none", "modal", "planned", "others") or hypothetical(clause) or outside(clause.segment.text, span):
        return False
    return bool(_AGAINST.search(clause.text)) and _on_work(clause, asked, papers)


def _on_work(clause: Clause, asked: Asked, papers: Papers) -> bool:
    """Whether an authority for work is named, or what it was about; one for safety only where that was asked."""
    text = clause.segment.text
    following = papers.analysis.segments[clause.segment.index + 1 : clause.segment.index + 2]
    if re.search(rf"\b(?:{_LABOUR})\b", text, re.IGNORECASE) or _ABOUT_WORK.search(text):
        return True
    if re.search(rf"\b(?:{_SAFETY})\b", text, re.IGNORECASE):
        return "safety" in asked.question.text.lower()
    return any(_ABOUT_WORK.search(s.text) for s in following if s.headings == clause.segment.headings)
