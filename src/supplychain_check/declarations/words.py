"""Words of questions and answers, brought into one form, so that they can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2011": "-"})
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_TAG = re.compile(r"</?(?:p|br|ul|ol|li|a|div|span|b|i|em|strong|h\d)\b[^<>]{0,300}>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ers", "ed", "es", "er", "al", "s", "y", "e")
FILLER = frozenset(
    "a an the and or of to in on at for from by with as is are was were be been being it its this that these those any "
    "all each every such than then there their they them he she we our us you your i my me do does did done has have "
    "had having can could may might must shall should will would please if so but also both who whom which what when "
    "where how why whether into about per via etc e.g i.e eg ie yes no not n/a company companies firm firms business "
    "businesses organisation organisations organization organizations organisation's entity supplier's ltd limited "
    "currently made make take takes taken place including include includes provide give describe explain details "
    "detail state tell one other".split()
)
_PLACEHOLDER = re.compile(
    r"[-<\[({*\s.]*(?:"
    r"(?:please )?(?:select|choose|pick)(?: (?:one|an?|your|from)\b.*)?|(?:click|tap)\b.*\b(?:enter|choose|select)\b.*"
    r"|(?:choose|select) an item|(?:please )?(?:insert|enter|type|fill in|complete|specify|add)\b(?=.*[\]>})]|(?: \w+)"
    r"{0,5}\.?$).*|(?:your )?(?:answer|text|response|name|comments?|details)(?: goes)? here|your (?:answer|response)"
    r"|lorem ipsum.*|x{3,}|dd[/.-]mm[/.-]yy(?:yy)?|yyyy[/.-]mm[/.-]dd|delete as (?:appropriate|applicable)"
    r"|no (?:answer|response|reply)(?: (?:given|provided|received|supplied))?|not answered|unanswered|(?:left )?blank"
    r"|(?:company|supplier|organi[sz]ation|entity|firm|business|your|legal|signatory) name|full name|drop ?down"
    r")[->\])}*\s.:]*",
    re.DOTALL,
)
_BRACKETED = re.compile(r"[\[<{]\s*[\w' /,.-]{2,80}\s*[\]>}]")
_NOTHING = re.compile(r"[\W_]*")
_CHOICE_LEFT = re.compile(
    r"\(?(?:yes|y)\s*(?:/|or|\s)\s*(?:no|n)(?:\s*(?:/|or|\s)\s*(?:n/?a|not applicable|partly|partially|in progress|"
    r"don't know|unsure|unknown))*\)?[\s.,:;*(-]*(?:(?:please )?(?:delete|circle|tick|select|choose).{0,40})?"
)
_NUMBERING = re.compile(
    r"^\W*(?:(?:question|q|item|no)[\s.:]*)?\d{0,3}(?:\.\d{1,3}){0,3}(?:\s?\([a-z]\)|[a-z]\))?[\s.):-]+(?=\w)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"[\s*:.]*(?:\((?:required|mandatory|optional|yes ?/ ?no|y/n|if any|tick[^)]*|select[^)]*)\))?[\s*:.]*$",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text in lower case on one line, with straight quotes and hyphens, without tags of HTML."""
    text = unicodedata.normalize("NFKC", _TAG.sub(" ", text)).translate(_QUOTES)
    return " ".join(_DASHES.sub("-", text).casefold().split())


def placeholder(text: str) -> bool:
    """Whether somebody left what the form printed there: "Please select", "[insert name]", "Yes / No"."""
    said = plain(text)
    return bool(said) and bool(
        _PLACEHOLDER.fullmatch(said) or _BRACKETED.fullmatch(said) or _CHOICE_LEFT.fullmatch(said)
    )


def nothing(text: str) -> bool:
    """Whether there is no letter and no digit in it, as in "-" or "....."; a question mark is an answer."""
    return bool(_NOTHING.fullmatch(text)) and "?" not in text


def words(text: str) -> list[str]:
    """Its words in order, in lower case."""
    return _WORD.findall(plain(text))


def stem(word: str) -> str:
    """The word without a common ending; rough, for comparing words only."""
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def stems(text: str) -> set[str]:
    """The words that carry its meaning, without their endings."""
    return {stem(word) for word in words(text) if word not in FILLER}


def stripped(question: str) -> str:
    """The wording of a question without the number before it and marks such as "*" or "(required)" behind it."""
    return _ASIDE.sub("", _NUMBERING.sub("", question.strip(), count=1)).strip()


# each wording of a file is held against those of every form
@lru_cache(maxsize=8192)
def bare(question: str) -> str:
    """The wording of a question without number, marks, case and punctuation: equal where two are the same."""
    return re.sub(r"[\W_]+", " ", plain(stripped(question))).strip()
