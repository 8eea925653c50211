"""What an explanation says of its own: acts, documents, numbers and dates, without any model of language.

Claims ("we take this seriously"), plans and the question said again are taken away first. What is left decides the
grade of an answer. The rules are rough on purpose: they see that something checkable is said, not whether it is enough.
"""

from __future__ import annotations

import re

from supplychain_check.declarations.amounts import days
from supplychain_check.declarations.words import FILLER, plain, stem, stems, words
from supplychain_check.models.declaration import Question

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_CLAIM = re.compile(
    r"\b(?:zero[- ]tolerance|robust|in place to ensure|raise awareness|(?:is|are|am|remains?|fully|strongly|very) (?:committed|dedicated|serious)|commitment to"
    r"|take(?:s)? (?:this|it|these|modern slavery|[a-z ]{3,40}) (?:very |extremely )?seriously"
    r"|(?:fully )?compl(?:y|ies) with"
    r"|in (?:full )?(?:compliance|accordance) with|as required by law|we (?:fully |strongly )?(?:support"
    r"|believe|value|respect"
    r"|condemn|oppose|recognise|acknowledge)|is (?:very )?important to us|best practice|highest standards"
    r"|strive|at all times"
    r"|does not tolerate|do not tolerate|will not tolerate|we (?:would )?expect|are expected to)\b"
)
_PLAN = re.compile(
    r"\b(?:will(?! not tolerate)|shall|plan(?:s|ned|ning)? to|intend(?:s|ed)? to|going to|aim(?:s)? (?:is )?to|(?:goal|target|ambition) is"
    r"|hope(?:s)? to|would|is planned"
    r"|are planned|next (?:year|quarter|month)|in (?:the )?future|to be (?:introduced|rolled out|developed"
    r"|completed))\b"
)
_POINTER = re.compile(
    r"\s*(?:please )?(?:see|refer to|as per|cf\.?)?\s*(?:the |our )?(?:attached|attachments?|enclosed|above"
    r"|below|appendix|annex"
    r"|website|comments?|separate (?:document|file|sheet)|supporting documents?|document)(?: attached)?(?: \w+)?[.\s]*",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\b[\w()&' -]{0,60}[\w)]\.(?:pdf|docx?|xlsx?|odt|ods|pptx?|png|jpe?g|csv|zip|msg|eml|html?)\b", re.IGNORECASE
)
_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)
_KINDS = (
    "Policy|Code|Procedure|Handbook|Manual|Register|Certificate|Report|Statement|Plan|Charter|Agreement|Standard|Guide|"
    "Guidelines|Questionnaire|Checklist|Minutes|Record|Log|Protocol|Programme|Framework"
)
_NAMED = re.compile(rf"\b(?:[A-Z][\w&'/-]*\s+(?:(?:of|and|for|on|against)\s+)?){{1,7}}(?:{_KINDS})\b")
_STANDARD = re.compile(
    r"\b(?:ISO\s?\d{4,5}|SA\s?8000|SMETA|Sedex|BSCI|amfori|Ecovadis|Fairtrade|RBA|GOTS|OEKO-TEX|GRASP"
    r"|GLOBALG\.A\.P|B Corp|NZGAP)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:no\.?|ref(?:erence)?|certificate|version|v|annex|appendix|page|p\."
    r"|minute)\s?[:#]?\s?(?:[A-Z]{0,5}[-/]?\d[\w./-]*|[A-Z])\b"
)
_YEAR = re.compile(
    r"\b(?:since|in|from|during|for|early|late|mid|FY|year)[- ]?(?:ended\s|the year\s)?(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d[/-]\d\d\b|\bFY\s?\d\d\b",
    re.IGNORECASE,
)
_SPELT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|half|both|a dozen)"
)
_COUNT = re.compile(
    rf"(?<![\w.])(?:[$£€]\s?)?\d[\d,. ]*\d?\s?(?:%|per cent|percent|k|m|million)?(?=\s+(?:of\s+)?[a-z]|%|\b)"
    rf"|\b{_SPELT}\s+(?:of\s+)?(?:our\s+|the\s+)?(?:[a-z]{{3,}}|us)\b",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"\b(?:section|sections|act|article|clause|tier|level|question|q|phase|step|covid|iso|action|part|standard"
    r"|convention)[\s-]?\d+\b"
    r"|\b24/7\b|\b\d{1,2}(?:st|nd|rd|th) (?:century|tier)|\bact (?:of )?(?:19|20)\d\d|(?<!\w)(?:19"
    r"|20)\d\d(?!\w)|^\s*\d{1,2}[.)]\s",
    re.IGNORECASE,
)
_OF_THE_FIRM = re.compile(
    r"\b(?:founded|established|incorporated|family[- ]owned|in business|years of experience|trading since)\b"
    r"|\b(?:we|firm|company) (?:have|has|employs?|are|is) (?:about |around |over "
    r"|only )?(?:a team of )?\d[\d,]* (?:staff|employees|people|workers)\b",
    re.IGNORECASE,
)
_ACTS = frozenset(
    stem(word)
    for word in (
        "train trains check checks audit audits review reviews visit visits ask asks require requires inspect "
        "inspects interview "
        "interviews pay pays repay repays report reports publish publishes sign signs include includes send "
        "sends meet meets hold "
        "holds keep keeps record records monitor monitors survey surveys screen screens verify verifies assess "
        "assesses test tests "
        "run runs give gives tell tells hire hires use uses buy buys look looks talk talks speak speaks work "
        "works read reads "
        "brief briefs discuss discusses compare compares collect collects file files log logs map maps rank "
        "ranks rate rates "
        "score scores stop stops end ends change changes replace replaces refund refunds investigate "
        "investigates interpret "
        "translate translates display displays post posts call calls phone phones went found told paid asked "
        "met held kept gave "
        "sent ran wrote spoke saw made took bought taught led brought began set put got sits answers answer "
        "handles approve "
        "approves adopt adopts issue issues provide provides cover covers list lists name names show shows "
        "attend attends"
    ).split()
)
_PARTICIPLE = re.compile(r"\w{3,}ed\b|\w{2,}ing\b")
_OWN_WORDS = 4
_NAME, _NAMES = re.compile(r"(?<=[a-z,;:(] )[A-Z][a-z]{2,}"), 2
"""Names of makers and places say as much as an act does; those of laws do not."""
_LAW = re.compile(r"(?:\b[A-Z]\w+\s+(?:and |of )?)+Act\b")


def substance(text: str) -> str:
    """The sentences that are no bare claim, plan or pointer to somewhere else."""
    parts = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    return " ".join(part for part in parts if not _hollow(part))


def _hollow(sentence: str) -> bool:
    low = plain(sentence)
    if _POINTER.fullmatch(low):
        return True
    # a claim or plan with a fact beside it still tells something
    return bool(_CLAIM.search(low) or _PLAN.search(low)) and not (_documents(sentence) or _NUMBERS_DONE.search(low))


_NUMBERS_DONE = re.compile(
    r"\b(?:in|on|since|during) (?:[a-z]+ )?(?:19|20)\d\d\b.*\b\w+ed\b|\b\w+ed\b.*\b(?:in|on|since"
    r"|during) (?:[a-z]+ )?(?:19|20)\d\d\b"
)


def describes(text: str, question: Question) -> bool:
    """Whether the text says something of its own: words that the question has not, among them an act."""
    said = substance(text)
    asked = stems(" ".join((question.text, *question.also)))
    own = [word for word in words(said) if word not in FILLER and stem(word) not in asked and not word.isdigit()]
    return len(set(own)) >= _OWN_WORDS and (_acts(said) or len(_NAME.findall(_LAW.sub(" ", said))) >= _NAMES)


def _acts(text: str) -> bool:
    """Whether it tells an act: a verb of a list, or a participle."""
    return any(stem(word) in _ACTS or _PARTICIPLE.fullmatch(word) for word in words(text))


def facts(text: str, question: Question) -> tuple[str, ...]:
    """Documents, numbers and dates of the text that belong to its answer: what kind each is, in a word."""
    asked = plain(" ".join((question.text, *question.also)))
    kept = [part for part in _SENTENCE.split(text) if not _OF_THE_FIRM.search(part) and not _only_plan(part)]
    said = " ".join(kept)
    kinds = {
        "a document": any(plain(found) not in asked for found in _documents(said)),
        "a date": bool(next(days(said), None)) or bool(_YEAR.search(said)),
        "a number": _counts(said),
    }
    return tuple(kind for kind, found in kinds.items() if found)


def _only_plan(sentence: str) -> bool:
    low = plain(sentence)
    return bool(_PLAN.search(low)) and not re.search(r"\b(?:have|has|had|was|were|did|already|\w{3,}ed)\b", low)


def _documents(text: str) -> list[str]:
    """Names of files, links, titles of documents, standards with a number, and references."""
    patterns = (_FILE, _LINK, _NAMED, _STANDARD, _REFERENCE)
    return [match.group().strip() for pattern in patterns for match in pattern.finditer(text)]


def _counts(text: str) -> bool:
    """Whether there is a number that is not that of a law, a tier or a year."""
    return bool(_COUNT.search(_NO_COUNT.sub(" ", text)))
