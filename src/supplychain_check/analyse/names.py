"""The title of a document and the organisations that it speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from supplychain_check.analyse.wording import cues, squash, stated, word_list
from supplychain_check.models import Document, Segment, Stated

ENTITIES = 40
"""Most organisations kept; joint statements of larger groups name the rest in a list."""
LONGEST_SHOUT = 2
"""Spaces: more capitals in a row are a heading, in which "AS" or "SE" is no legal form."""
SPEAKS_FOR = 1.5
"""Points from which a legal name is one that the document speaks for."""
SHARE_OF_BEST = 0.6
"""Where one name is clearly that of the maker, others need so great a share of its points: a firm that is only
mentioned beside it has less, while the entities of a joint statement stand together."""


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in word_list("names").items()}


class _Found(NamedTuple):
    start: int
    end: int
    points: float
    maker: bool = False


# --- legal names ---------------------------------------------------------------------------------------

_WORD = r"(?:[A-Z0-9][\w'’&.\-+]*|\([A-Z][\w .&]*\))"
_CHAIN = rf"{_WORD}(?:[ ]{{1,2}}(?:(?:of|and|the|for|de|&|\+|in|von|van)[ ]){{0,2}}{_WORD}){{0,7}}?"


_WITHIN = re.compile(
    r"\b(?:of directors|boards?|committee|directors?|officer|c[efo]o|behalf|statement|report) of |\b(?:executive|officer|ceo|director|chairman|secretary|statement) ",
    re.IGNORECASE,
)
"""What stands between an office and the name of its organisation."""
_OWNED_BY = re.compile(
    r"\b(?:subsidiar(?:y|ies) of|(?:owned|controlled|held|operated|acquired)(?: and (?:owned|controlled|operated))? by"
    r"|owned (?:corporation|company|entity|business|division|member) of|(?:its|our|the|ultimate|immediate) (?:parent|holding)(?: (?:company|entity|undertaking))?(?: is|,)?"
    r"|division of|affiliates? of|(?:sister|associated) company(?: of|,)?|(?:is|are|as|currently|now|forms?|a) (?:a )?part of|shareholders?(?: is| are|,)?|formerly|previously(?: known as)?|branch of)"
    r"[\s,:(]*(?:the\s)?$",
    re.IGNORECASE,
)
"""What stands before the name of an owner, or a former name: the document does not speak for that one."""
_IS_OWNER = re.compile(
    r"^[\s,(]*(?:which|who|that)?\s*(?:is\s)?(?:our|its|their|the (?=ultimate|immediate)) ?(?:ultimate |immediate )?(?:parent|holding|owner|majority)\b",
    re.IGNORECASE,
)
NOT_OWN = 3.0
"""Points lost by a name that stands as that of an owner."""
_LONG = _CHAIN.removesuffix("?")


@cache
def legal_name() -> re.Pattern[str]:
    """A legal name: capitalised words, then a legal suffix."""
    suffixes = "|".join(re.escape(s) for s in sorted(_words()["legal_suffixes"], key=len, reverse=True))
    return re.compile(rf"{_CHAIN}[ ,]{{1,3}}(?:{suffixes})(?![\w])(?:[ ,]{{1,2}}(?:{suffixes})(?![\w]))?")


@cache
def body_name() -> re.Pattern[str]:
    """A public or charitable body: capitalised words with one of its kinds ("Council", "University of X")."""
    kinds = "|".join(map(re.escape, _words()["body_suffixes"]))
    first = "|".join(map(re.escape, _words()["body_prefixes"]))
    rest = r"(?: (?:of|and|the|for|in|&) [A-Z][\w'’-]+| [A-Z][\w'’-]+){0,6}"
    prefixed = rf"(?:(?:Royal|National|British|Royal National) )?(?:{first}) (?:the )?[A-Z][\w'’-]+{rest}"
    return re.compile(rf"{prefixed}|{_LONG} (?:{kinds})(?![\w])(?: of(?: the)? [A-Z]\w+)?")


def find_entities(document: Document, segments: Sequence[Segment], title: Stated | None) -> tuple[Stated, ...]:
    """The organisations that the document speaks for, the most likely first.

    Returns:
        Legal names, each once with its best place; a trading name where there is no legal name; else nothing.
    """
    legal = _best(document, _legal(document, segments, title))
    chosen = [found for found in legal if _speaks_for(found, legal[0])]
    chosen = chosen or _in_full(document, _trading(document, segments, title), legal) or legal[:1]
    return tuple(stated(document, found.start, found.end) for found in chosen[:ENTITIES])


def _in_full(document: Document, trading: list[_Found], legal: list[_Found]) -> list[_Found]:
    """The legal name that begins with the trading name, where the text has one; else the trading name."""
    for name in trading:
        words = _key(document.text[name.start : name.end]) + " "
        full = [f for f in legal if f.points > 0 and _key(document.text[f.start : f.end]).startswith(words)]
        return full[:1] or [name]
    return []


def _speaks_for(found: _Found, best: _Found) -> bool:
    """Whether the document speaks for this one: named as a maker, or not far behind the one that is named best."""
    return found.points >= SPEAKS_FOR and (found.maker or found.points >= SHARE_OF_BEST * best.points)


def _best(document: Document, found: Iterator[_Found]) -> list[_Found]:
    """Each name once at its best place; further places add a little."""
    best: dict[str, _Found] = {}
    for new in found:
        key = _key(document.text[new.start : new.end])
        if set(key.split()) <= _words()["generic"] or _is_office(key):
            continue
        old = best.get(key, new._replace(points=new.points - 0.3))
        winner, loser = (old, new) if old.points >= new.points else (new, old)
        points = max(winner.points, loser.points) + 0.3 * (loser.points > 0)
        best[key] = winner._replace(points=points, maker=winner.maker or loser.maker)
    return sorted(best.values(), key=lambda f: (-f.points, f.start))


def _key(name: str) -> str:
    return " ".join(re.findall(r"[\w&]+", name.lower().replace("limited", "ltd")))


def _legal(document: Document, segments: Sequence[Segment], title: Stated | None) -> Iterator[_Found]:
    for segment in segments:
        points = _segment_points(segment, title)
        if points <= 0:
            continue
        text = _plain(document.text[segment.start : segment.end])
        maker = "made_by" in cues("entities", "about", segment.text) or _is_listed(segment)
        for start, end in legal_names(text):
            owner = _is_owner(text[:start], text[end:])
            of_name = points + _defined(text[end:]) - NOT_OWN * owner
            yield _Found(segment.start + start, segment.start + end, of_name, maker=maker and not owner)


def _is_listed(segment: Segment) -> bool:
    """Whether it stands below a heading such as "Reporting entities"."""
    return any("list" in cues("entities", "heading", heading) for heading in segment.headings[-1:])


def _is_owner(before: str, after: str) -> bool:
    return _OWNED_BY.search(before[-60:]) is not None or _IS_OWNER.match(after[:60]) is not None


def legal_names(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of each legal name in a text of one line."""
    for match in legal_name().finditer(text):
        start = _trimmed(match)
        if (
            text[start] != "("
            and not _is_shout(match.group())
            and not _only_begins(text[start : match.end()].split()[0])
        ):
            yield start, match.end()


def _is_shout(name: str) -> bool:
    """Whether this is a heading in capitals that ends in a word like a legal form of two letters."""
    return name.isupper() and name.count(" ") > LONGEST_SHOUT and name[-3] == " "


def _plain(text: str) -> str:
    """The text with line breaks and trade marks as spaces, each character in its place."""
    return text.translate({10: " ", ord("®"): " ", ord("™"): " "})


def _trimmed(match: re.Match[str]) -> int:
    """Start of the name without the capitalised words that only begin the sentence."""
    whole = match.group()
    start = match.start() + max((office.end() for office in _WITHIN.finditer(whole)), default=0)
    words = whole[start - match.start() :].split(" ")
    while len(words) > 2 and _only_begins(words[0].strip("(),.")):
        start += len(words[0]) + 1
        words = words[1:]
    return start


def _only_begins(word: str) -> bool:
    return not re.search(r"[A-Za-z]", word) or word in _words()["not_first"] or word in _words()["joining"]


def _segment_points(segment: Segment, title: Stated | None) -> float:
    found = cues("entities", "about", segment.text)
    points = 0.5 + 2.0 * ("made_by" in found) + 1.5 * ("defines" in found) + 1.0 * ("owner" in found)
    points += 1.0 * (segment.index < 6) + 1.0 * ("signs" in found)
    points += 1.5 * bool(title and segment.start <= title.start < segment.end)
    points += 2.0 * _is_listed(segment)
    return points - 2.5 * ("others" in found)


def _defined(rest: str) -> float:
    """More where the text at once says what it will call the organisation: X ("X", "we")."""
    opening = r"[^.]{0,40}\(\W{0,2}(?:the |together|collectively|hereinafter|we\b|our\b|referred|[A-Z\"“'‘])"
    return 1.0 if re.match(opening, rest[:60]) else 0.0


# --- bodies and trading names --------------------------------------------------------------------------

_AFTER = re.compile(
    rf"(?:on behalf of|made by|published by|issued by|prepared by|applies to|©\s?(?:copyright )?(?:20\d\d(?:\s?[-–]\s?20\d\d)?)?|copyright\W{{0,3}}(?:20\d\d(?:\s?[-–]\s?20\d\d)?)?"
    rf"|(?:^|\. )At)\s(?:the )?(?P<name>{_LONG})"
)
_SUBJECT = re.compile(
    rf"(?:^|\. )(?:The )?(?P<name>{_LONG})(?: \([^)]*\))?,? (?:is|are|has|have|recogni[sz]es|believes|takes|operates|supports|does|will|works|acknowledges|welcomes|understands|exists|was)\b"
)
TOP = 3
"""Lines at the top of which one may be a name alone."""
FAMILIAR = 2
"""Times that a trading name must stand in the text."""


def _trading(document: Document, segments: Sequence[Segment], title: Stated | None) -> list[_Found]:
    """The best of: a public or charitable body, what is left of the title, the holder of the copyright, the subject."""
    text = _plain(document.text)
    found = [
        *_from_title(text, title, 2.0),
        *_from_title(text, _metadata_title(document), 2.5),
        *_from_sentences(segments, text),
        *_from_top(segments, text),
    ]
    ranked = _best(document, (f for f in found if text.count(text[f.start : f.end]) + (f.points >= 2.5) >= FAMILIAR))
    return ranked[:1]


def _metadata_title(document: Document) -> Stated | None:
    text = squash(document.metadata.get("title", ""))
    return Stated(value=text, text=text) if text else None


def _from_sentences(segments: Sequence[Segment], text: str) -> Iterator[_Found]:
    """The makers and subjects of sentences; in "Kauri's mills" the owner is the one."""
    for segment in segments:
        part = text[segment.start : segment.end]
        bodies = body_name().finditer(part) if _segment_points(segment, None) >= SPEAKS_FOR else ()
        for match in bodies:
            if _is_authority(match.group()):
                continue
            yield _Found(segment.start + _trimmed(match), segment.start + match.end(), 1.5)
        for pattern, points in ((_AFTER, 1.5), (_SUBJECT, 1.0)):
            for match in pattern.finditer(part):
                name = re.split(r"['’]s\s", match["name"])[0].rstrip(".")
                if name.split()[0] not in _words()["not_first"] and len(name) > 2 and not _is_authority(name):
                    start = segment.start + match.start("name")
                    defined = 2.5 * (re.match(r" \([“\"‘']", part[match.end("name") :]) is not None)
                    yield _Found(start, start + len(name), points + defined)


def _from_top(segments: Sequence[Segment], text: str) -> Iterator[_Found]:
    """A first line that is a name and nothing else, as on a letterhead."""
    for segment in segments[:TOP]:
        part = text[segment.start : segment.end].strip()
        if re.fullmatch(_LONG, part) and not any(map(_is_common, part.split())) and not _is_office(part):
            yield _Found(segment.start, segment.start + len(part), 1.0)


def _is_authority(name: str) -> bool:
    """Whether this is an authority, of which other firms' statements tell; its own bears its name in the title."""
    return _key(name) in _words()["authorities"]


def _is_office(name: str) -> bool:
    return bool(cues("formalities", "signature", name) & {"office"})


def _from_title(text: str, title: Stated | None, points: float) -> Iterator[_Found]:
    """What is left of a title without the words that every such title has, at its first place in the text."""
    if title is None:
        return
    for part in re.split(r"\s[|–—:·-]\s|[|:·]", title.text):
        words = part.split()
        while words and _is_common(words[-1]) and words[-1] not in _words()["body_suffixes"]:
            words.pop()
        while words and _is_common(words[0]):
            words.pop(0)
        name = " ".join(words).rstrip("'’s") if words and words[-1].endswith(("'s", "’s")) else " ".join(words)
        if name[:1].isupper() and (at := text.find(name)) >= 0:
            yield _Found(at, at + len(name), points)


def _is_common(word: str) -> bool:
    bare = word.lower().strip("()'’.,&")
    return not bare or bare in _words()["generic"] or not re.search(r"[a-z]|^\d{1,2}$", bare)
