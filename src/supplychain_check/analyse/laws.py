"""The acts that documents follow, and which of them a document names as its own.

The acts stand in ``criteria/laws.toml``; adding one needs no Python. A document names many acts: in a list of
related laws, in the contents of a training, in a definition. Its own is the one it is made under.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from supplychain_check.analyse.wording import cues, is_heading, place, stated
from supplychain_check.criteria import criteria_dir
from supplychain_check.errors import PackProblem
from supplychain_check.models import Document, Frozen, Segment, Stated
from supplychain_check.models.scope import Scope, Source

Approver = Literal["board", "governing body", "members", "partners", "owner"]
Signer = Literal["director", "responsible member", "designated member", "partner", "authorised person", "board"]
OWN = 3.0
"""Points from which an act counts as one that the document follows."""
NEVER = 100.0
"""Points lost where the document says that it is not made under the act."""
LIKELY = 1.5
"""Points that are enough where no act reaches `OWN`."""


class Law(Frozen):
    """One act. The fields are explained at the top of ``criteria/laws.toml``."""

    id: str
    title: str
    jurisdiction: str
    status: Literal["in force", "draft", "voluntary"]
    names: tuple[str, ...]
    not_names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    approval: tuple[Approver, ...] = ()
    signature: tuple[Signer, ...] = ()
    entity: bool = False
    period: bool = False
    asks: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    sources: tuple[Source, ...]
    applies: Scope | None = None


Laws = tuple[Law, ...]


def load_laws(path: Path | None = None) -> Laws:
    """Read the acts, in the order of the file.

    Args:
        path: another file of the same form; the one that comes with the tool by default.

    Raises:
        PackProblem: the file is missing, is not TOML, or has unknown or missing keys; all are listed.
    """
    path = path or criteria_dir() / "laws.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackProblem(f"The list of acts cannot be read: {path.name}: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise PackProblem(f"The list of acts is not valid TOML: {path.name}: {error}.") from error
    problems: list[str] = []
    laws = tuple(law for key, table in tables.items() if (law := _law(key, table, problems)))
    if problems:
        raise PackProblem(f"{path.name} has mistakes.", "Correct the keys named above.", tuple(problems))
    return laws


def _law(key: str, table: object, problems: list[str]) -> Law | None:
    try:
        return Law.model_validate({"id": key, **table} if isinstance(table, dict) else table)
    except ValidationError as error:
        problems += [f"[{key}] {'.'.join(map(str, e['loc'])) or 'table'}: {e['msg']}" for e in error.errors()]
        return None


# --- finding names -------------------------------------------------------------------------------------


class Mention(NamedTuple):
    """An act named in a segment: offsets in the document, and whether the name alone says which act."""

    law: str
    start: int
    end: int
    segment: Segment
    full: bool


@cache
def name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the names as whole words, the longest first, whatever the spaces and quotes."""
    forms = (
        r"[\W_]{1,3}".join(map(re.escape, re.findall(r"\w+", name))) for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


@cache
def _full_names(laws: Laws) -> tuple[re.Pattern[str], dict[str, str]]:
    owner = {_key(name): law.id for law in laws for name in law.names}
    owner |= {_key(name): "" for law in laws for name in law.not_names}
    return name_pattern(tuple(n for law in laws for n in (*law.names, *law.not_names))), owner


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower()))


def mentions(document: Document, segments: Sequence[Segment], laws: Laws) -> Iterator[Mention]:
    """Every act named in the segments: full names first, then short names where the company they keep decides."""
    pattern, owner = _full_names(laws)
    starts = [segment.start for segment in segments]
    named: set[int] = set()
    # A name is looked for in the whole text, since a full stop inside it ("S.C. 2023, c. 9") may split a sentence.
    for match in pattern.finditer(document.text):
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or match.start() >= segments[at].end:
            continue
        named.add(at)
        if law := owner[_key(match.group())]:
            yield Mention(law, match.start(), match.end(), segments[at], full=True)
    for at, segment in enumerate(segments):
        if at not in named:
            yield from _short(document.text[segment.start : segment.end], segment, laws)


def _short(text: str, segment: Segment, laws: Laws) -> Iterator[Mention]:
    for law in laws:
        if not law.short_names or not (match := name_pattern(law.short_names).search(text)):
            continue
        decided = bool(law.sections and name_pattern(law.sections).search(text))
        yield Mention(law.id, segment.start + match.start(), segment.start + match.end(), segment, full=decided)


# --- choosing the document's own -----------------------------------------------------------------------


def named_laws(document: Document, segments: Sequence[Segment], laws: Laws) -> tuple[Stated, ...]:
    """The acts that the document names as its own, the one it is made under first.

    Returns:
        For each act its id and the best place; empty where the document names none.
    """
    everything = list(mentions(document, segments, laws))
    full = [mention for mention in everything if mention.full]
    if len({mention.law for mention in full}) == 1:
        full += [m._replace(law=full[0].law) for m in everything if not m.full and not _names_an_act(document, m)]
    known = full or _by_place(document, [m for m in everything if _names_an_act(document, m)], laws)
    best: dict[str, tuple[float, Mention]] = {}
    for mention in known:
        points = _points(mention, len(segments))
        if mention.law not in best or points > best[mention.law][0]:
            best[mention.law] = (points, mention)
    own = {law: found for law, found in best.items() if found[0] >= OWN}
    own = own or {law: found for law, found in best.items() if len(best) == 1 or found[0] >= LIKELY}
    ranked = sorted((found for found in own.values() if found[0] >= 0), key=lambda f: (-f[0], f[1].start))
    return tuple(stated(document, m.start, m.end, value=m.law) for _, m in ranked)


def _names_an_act(document: Document, mention: Mention) -> bool:
    return document.text[mention.start : mention.end].lower() not in {"the act", "the msa"}


def _by_place(document: Document, short: list[Mention], laws: Laws) -> list[Mention]:
    """Where only a name that several acts share is used, the places the document speaks of decide."""
    asked = {mention.law for mention in short}
    counts = {w.id: len(name_pattern(w.places).findall(document.text)) for w in laws if w.id in asked and w.places}
    counts = {law: count for law, count in counts.items() if count}
    if not counts:
        return []
    winner = max(counts, key=lambda law: counts[law])
    return [mention for mention in short if mention.law == winner]


def _points(mention: Mention, count: int) -> float:
    """How strongly this place says that the document follows the act."""
    found = cues("laws", "following", mention.segment.text)
    points = 1.0 + 3.0 * ("made_under" in found) + 1.0 * ("itself" in found) + 1.0 * ("duty" in found)
    points += 2.0 * (is_heading(mention.segment) or mention.segment.index < 2) + 0.5 * (
        place(mention.segment, count) < 0.2
    )
    return points - 3.0 * ("elsewhere" in found) - NEVER * ("not_this" in found)
