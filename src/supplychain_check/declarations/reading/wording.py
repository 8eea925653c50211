"""What the words of a questionnaire are: questions, labels, names of columns, names of files."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from supplychain_check.declarations.reading import ticks

ColumnRole = Literal["", "label", "question", "answer", "option", "comment", "attachment", "section", "guidance"]

_LABEL = re.compile(
    r"(?:q(?:uestion)?\.?\s*)?\(?(?:[A-Z]{1,3}[-. ]?)?\d{1,3}(?:[.\-]\d{1,3})*\.?[a-z]?\)?[.):]?"
    r"|\(?[a-zA-Z]\)|[A-Za-z]\.|\(?[ivx]{1,4}\)",
    re.I,
)
_ID = re.compile(r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)+|[a-z]+[A-Z][A-Za-z0-9]*|[A-Za-z]{1,4}\d{1,4}[a-z]?")
_LEADING = re.compile(
    r"((?:q(?:uestion)?\s*\.?\s*)?\d{1,3}(?:\.\d{1,3})*[a-z]?(?:[.):]+(?=\s|[A-Z])|\s+[-–—]\s+|(?=\s))"
    r"|q(?:uestion)?\s*\d{1,3}[.):]?|\((?:\d{1,3}|[a-z]|[ivx]{1,4})\)|[a-z][.)](?=\s)|[A-Z]{1,3}\d{1,3}(?:\.\d+)*[.):]?(?=\s))\s*",
    re.I,
)
_ASKS = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|what|which|who|whom|whose|when|where|why"
    r"|how|please|describe|list|provide|state|explain|give|confirm|indicate|specify|outline|tell|upload|attach|select"
    r"|tick|enter|identify|summari[sz]e|if (?:yes|no|so|not|applicable|any))\b",
    re.I,
)
_FILE = re.compile(
    r"(?<![^\s,;|\"“”<>/\\])[^\s,;|\"“”<>/\\]{1,200}\.(?:pdf|docx?|xlsx?|odt|ods|pptx?|png|jpe?g|tiff?|zip|csv|msg|eml|txt)\b",
    re.I,
)

_TITLE = re.compile(
    r"(?:\S+ ){0,6}(?:questionnaire|self-?[- ]?assessment|survey|check-?list|templates?|guidance|instructions?|notes?|important"
    r"|introduction|purpose|background|confidential(?:ity)?|overview)(?: \d{4})?"
    r"|(?!(?:.*\b(?:date|name|title|of|for|link|url)\b))(?:\S+ ){1,6}(?:declaration|form|statement)(?: \d{4})?"
    r"|(?:part|section|annex|appendix|schedule|step|module|chapter|topic) [A-Z0-9]{1,4}",
    re.I,
)
_IDENTITY = re.compile(
    r".*\b(?:names?|suppliers?|tenderers?|bidders?|vendors?|contractors?|company|organi[sz]ation|entity|firm|business|nzbn|abn|acn"
    r"|gst|vat|duns|number|no|date|period|year|address|contact|e-?mail|phone|telephone|website|url|signed|signature|signatory"
    r"|position|title|role|country|countries|industry|sector|employees|turnover|revenue|completed)\b.*",
    re.I,
)
_EXPLAINS = re.compile(
    r"(?:(?:please|if|and|or|your|any|other|further|additional|supporting|give|provide|add|more|yes|no|optional|the|of|in|to)\W+)*"
    r"(?:explain|explanation|comments?|details?|remarks?|notes?|information|describe|elaborate)\b.{0,40}",
    re.I,
)
_PROVES = re.compile(
    r"(?:supporting |attached |name of |link to )*(?:documents?|attachments?|files?|links?|evidence)\b.{0,30}", re.I
)

_PATTERNS: tuple[tuple[ColumnRole, str], ...] = (
    (
        "label",
        r"(?:no\.?|#|№|id|i\.d\.|ref(?:erence)?\.?|number|nr\.?|num\.?|code|q|q\.?\s?no\.?|s/?n|s\.? ?no\.?|key|field id"
        r"|(?:question|item|criterion|requirement|q|ref(?:erence)?)[\s._-]*(?:no\.?|number|id|code|ref(?:erence)?|#|key))",
    ),
    (
        "answer",
        r"(?:your |(?:the )?supplier(?:['’]?s)? |tenderer(?:['’]?s)? |bidder(?:['’]?s)? )?(?:answer|response|reply)s?"
        r"\b(?!\s+(?:types?|options?|formats?|guidance|required|score|file|document)).*",
    ),
    ("section", r"(?:section|category|theme|group|heading|domain|part|pillar|area)(?: name| title)?"),
    (
        "guidance",
        r".*\b(?:guidance|help|instructions?|how to|hints?|tips?|example|score|scoring|weight\w*|points|mandatory"
        r"|required\?*|type|allowed|options|for office use|buyer|reviewer|assessor\w*|assessed|evaluat\w+|rating"
        r"|note to|why we ask|minimum|max\w*)\b.*",
    ),
    (
        "comment",
        r".*\b(?:comments?|explanations?|explain|details?|remarks?|notes?|(?:further|additional|supporting|more)"
        r" information|justif\w+|narrative|free text|elaborat\w+|if (?:yes|no)|reasons?|clarif\w+|observations?)\b.*",
    ),
    (
        "answer",
        r".*(?:\banswers?\b|\bresponses?\b|\brepl(?:y|ies)\b|yes ?(?:/|or) ?no|\by ?/ ?n\b|\bvalues?\b|\bstatus\b"
        r"|\byour (?:input|entry|information|organi[sz]ation)\b|\bsupplier(?:['’]?s)? (?:input|entry|statement)\b"
        r"|\btick(?:ed)?\b|\bselection\b|\bcompleted by\b|\bin place\b|\bto be completed\b).*",
    ),
    (
        "attachment",
        r".*\b(?:attach\w*|documents?|uploads?|files?|links?|urls?|evidence|proof|hyperlinks?|supporting documents?)\b.*",
    ),
    (
        "question",
        r".*\b(?:questions?|requirements?|criteri\w+|indicators?|items?|controls?|statements?|topics?|subjects?|aspects?"
        r"|asked|descriptions?|fields?|elements?|measures?|subject|prompt|checks?|issue)\b.*",
    ),
)
_COLUMNS = tuple((role, re.compile(pattern, re.I)) for role, pattern in _PATTERNS)
_QUESTION_FIRST = re.compile(r"(?:the )?(?:(?:\w+ )?questions?|requirements?)(?: text| wording)?", re.I)
_LONGEST_NAME = 10


@lru_cache(maxsize=4096)
def column_role(text: str) -> ColumnRole:
    """What a column holds by its name; "" where the name says nothing, or is no name."""
    text = text.strip().rstrip(":*").strip()
    if not text or len(text.split()) > _LONGEST_NAME:
        return ""
    if ticks.is_option(text) and text.casefold() not in {"no.", "other", "n", "planned"}:
        return "option"
    if _QUESTION_FIRST.fullmatch(text):
        return "question"
    return next((role for role, pattern in _COLUMNS if pattern.fullmatch(text)), "")


def names_questions(text: str) -> bool:
    """Whether a name of a column leaves no doubt that the questions stand below it."""
    return bool(_QUESTION_FIRST.fullmatch(text.strip().rstrip(":*")))


def asks(text: str) -> bool:
    """Whether a text asks something: it holds a question mark, or starts as questions and requests do."""
    return "?" in text or bool(_ASKS.match(split_label(text)[1]))


def requests(text: str) -> bool:
    """Whether a text without a question mark starts as a request does, such as "Describe how ..."."""
    return bool(_ASKS.match(text))


def is_title(key: str) -> bool:
    """Whether words before a colon are the title or a part of a document ("Supplier questionnaire: ..."), no question."""
    return bool(_TITLE.fullmatch(key.strip()))


def names_supplier(key: str) -> bool:
    """Whether words name what a form asks of a firm itself: who it is, where, when, who signs."""
    return bool(_IDENTITY.fullmatch(key.strip())) and not is_title(key)


def explains(text: str) -> bool:
    """Whether a label asks nothing of its own but to explain the answer before it: "If yes, please give details"."""
    return bool(_EXPLAINS.fullmatch(text.strip(" :*"))) and "?" not in text


def proves(text: str) -> bool:
    """Whether a label asks nothing of its own but for a document: "Supporting evidence"."""
    return bool(_PROVES.fullmatch(text.strip(" :*"))) and "?" not in text


def is_label(text: str) -> bool:
    """Whether a text is the number or id of a question ("3.2", "Q7", "(a)", "has_policy") and nothing else."""
    text = text.strip()
    return len(text) < 80 and bool(_LABEL.fullmatch(text) or _ID.fullmatch(text))


def plain_label(text: str) -> str:
    """A label without the signs around it: "Q 3.2)" is "Q3.2"."""
    bare = text.strip().strip("()[]").rstrip(".):").strip()
    return re.sub(r"^(q(?:uestion)?)[\s.]+(?=\d)", "Q", bare, flags=re.I)


def split_label(text: str) -> tuple[str, str]:
    """Part a number from the question behind it: "3.2 Do you ...?" is "3.2" and "Do you ...?"."""
    found = _LEADING.match(text)
    if found is None or not text[found.end() :].strip() or not re.match(r"[\W_]*[A-Za-z“\"]", text[found.end() :]):
        return "", text.strip()
    if found[1].strip().isdigit() and not re.match(r"[A-Z“\"]", text[found.end() :]):
        # "41 people": a number that counts
        return "", text.strip()
    return plain_label(found[1]), text[found.end() :].strip()


def files(text: str) -> tuple[str, ...]:
    """Names of files in a text, each once."""
    return tuple(dict.fromkeys(name.strip("()[]'") for name in _FILE.findall(text) if "@" not in name))
