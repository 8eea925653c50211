"""Countries of operation and of origin that a statement names and a declaration leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from supplychain_check.models.analysis import FactKind
from supplychain_check.models.declaration import Scope, Value
from supplychain_check.vetting.asked import Asked, Outcome, Papers, Raised
from supplychain_check.vetting.claims import Paired, paired
from supplychain_check.vetting.clauses import Clause, hypothetical

_ALIASES = {
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "usa": "US", "u.s.": "US", "us": "US", "united states": "US",
    "aotearoa": "NZ", "aotearoa new zealand": "NZ", "south korea": "KR", "korea": "KR", "north korea": "KP",
    "vietnam": "VN", "turkey": "TR", "taiwan": "TW", "hong kong": "HK", "russia": "RU", "iran": "IR", "syria": "SY",
    "laos": "LA", "bolivia": "BO", "venezuela": "VE", "tanzania": "TZ", "moldova": "MD", "czech republic": "CZ",
    "ivory coast": "CI", "burma": "MM", "macau": "MO", "brunei": "BN", "uae": "AE", "prc": "CN", "xinjiang": "CN",
    "swaziland": "SZ", "drc": "CD", "holland": "NL", "the netherlands": "NL", "the philippines": "PH",
    "philippines": "PH",
}  # fmt: skip
_NOT_ALL = re.compile(
    r"\b(?:mainly|mostly|primarily|including|such as|for example|e\.?g|among others|amongst others|etc|and others|various|largely|about|%|other countries|elsewhere|worldwide|overseas)",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|nowhere else|entirely|wholly)\b|\b(?:all|everything)\b.{0,30}\b(?:made|from|in)\b",
    re.IGNORECASE,
)
_PLACED = {
    "operate": re.compile(
        r"\b(?:we|our)\b[^.;]{0,60}?\b(?:operat\w+|offices?|staff|employ\w*|branch(?:es)?|sites?|depots?|warehouses?|centres?"
        r"|plants?|factory|factories|stores?|based|businesses)\b[^.;]{0,40}?\b(?:in|across|throughout)\b(?P<where>[^.;]{0,120})",
        re.IGNORECASE,
    ),
    "buy": re.compile(
        r"\b(?:made|manufactured|produced|grown(?= (?:in|by|for|on)\b)|sewn|assembled|stitched|woven|knitted|cut|cast|forged|milled|processed|packed|caught|harvested|mined|refined|moulded|sourced|imported|bought|purchased|supplied|comes?|sources?|buys?"
        r"|imports?|suppliers|factories|factory|mills|workshops|facilities)\b[^.;]{0,50}?\b(?:in|from|across|throughout)\b(?P<where>[^.;]{0,120})",
        re.IGNORECASE,
    ),
}
_OF_PEOPLE = re.compile(
    r"\b(?:workers?|people|staff|employees|pickers|recruits|crews?|teams?|members|backpackers|migrants|men|women|students|whom|who)\b"
    r"(?:(?!\b(?:made|sewn|sew|make|grown|goods|products|factory|factories)\b)[^.;]){0,60}?\b(?:comes?|came|recruited|employed|join|joined|hired|sourced|originate)\b",
    re.IGNORECASE,
)
"""Where people come from is not where goods come from."""
_TOPICS = {
    "operations": ("operations", "operate", "The statement says that it operates in"),
    "structure": ("operations", "operate", "The statement says that it operates in"),
    "goods_origin": ("goods_origin", "buy", "The statement says that goods come from"),
    "supply_chain_map": ("supply_chain_map", "buy", "The statement says that goods come from"),
}


@cache
def _codes() -> dict[str, str]:
    import pycountry

    names: dict[str, str] = {}
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "common_name", country.name)):
            names[name.lower()] = names[name.split(",")[0].lower()] = country.alpha_2
    return names | _ALIASES


@cache
def _finder() -> re.Pattern[str]:
    """Names as they are written: a turkey is no country."""
    names = sorted(map(re.escape, _written()), key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(names)}|US|NZ|(?<!South )(?<!Latin )(?<!North )(?<!Central )America)(?!\w)"
    )


def _written() -> set[str]:
    shouted = {name.upper() for name in ("uk", "u.k.", "usa", "u.s.", "uae", "prc", "drc")}
    return shouted | {
        name.title().replace(" And ", " and ").replace(" Of ", " of ") for name in _codes() if name != "us"
    }


def codes(text: str) -> dict[str, str]:
    """ISO codes of the countries that a text names, with the first wording of each; regions are left out."""
    found: dict[str, str] = {}
    for match in _finder().finditer(text):
        code = {"NZ": "NZ", "US": "US", "America": "US"}.get(match.group()) or _codes()[match.group().lower()]
        found.setdefault(code, match.group())
    return found


def bought(text: str) -> bool:
    """Whether a text says from which country goods come."""
    return any(codes(match["where"]) for match in _PLACED["buy"].finditer(text))


def countries(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Lists of countries, where the statement names a further one in which the firm works or from which it buys."""
    element = next((e for e in _TOPICS if asked.about(e)), "")
    if not element or asked.answer.value not in {Value.STATED, Value.YES} or _NOT_ALL.search(asked.words):
        return
    if not re.search(r"\b(?:countr|where)", asked.question.text, re.IGNORECASE):
        return
    declared = codes(asked.words)
    if not declared:
        return
    core, cue, lead = _TOPICS[element]
    for clause in papers.clauses:
        further = _named(clause, cue, declared)
        if further:
            yield _raise(asked, papers, clause, core, f"{lead} {further}, which the declaration does not name.")
            return


def _named(clause: Clause, cue: str, declared: dict[str, str]) -> str:
    """A country that a clause names as a place of the firm's work or of its goods and that was not declared."""
    if clause.has("none", "planned", "sell", "risky") or hypothetical(clause):
        return ""
    if "firm" not in clause.whole or not any(fact.kind is FactKind.COUNTRY for fact in clause.reading.facts):
        return ""
    if cue == "operate" and clause.scope == "supply chain":
        return ""
    for match in _PLACED[cue].finditer(clause.text):
        if cue == "buy" and _OF_PEOPLE.search(clause.text[: match.end("where")]):
            continue
        named = next((name for code, name in codes(match["where"]).items() if code not in declared), "")
        if named:
            return named
    return ""


def _raise(asked: Asked, papers: Papers, clause: Clause, core: str, reason: str) -> Raised:
    """Goods for one buyer need not come from where other goods do, and a group works where one firm does not."""
    sure = bool(_ONLY.search(asked.words))
    of_some = (core != "operations" and not sure) or papers.group
    scope: Scope = "supply chain" if core != "operations" else "own"
    outcome: Outcome = "differs in scope" if of_some else "contradicted"
    return Raised("country", clause, reason, 0.75 if sure else 0.6, outcome, scope, core=core)


_GENERAL = re.compile(
    r"\b(?:everything|all (?:our |the |of our )?(?:goods|products|supplies|materials|stock))\b", re.IGNORECASE
)
_NOT_GOODS = frozenset("made from with that this which they were have been come comes only none all our their".split())
ON_ORIGIN = 0.4
"""Cosine from which a sentence may be on the origin of the goods that an answer names."""


def origins(asked: Asked, papers: Papers) -> Iterator[Raised]:
    """Goods that come only from some countries, or none from one, and a sentence on the same goods that names another."""
    if not asked.about("goods_origin") or not asked.yes:
        return
    everywhere = codes(asked.words)
    for one in paired(asked, papers, ON_ORIGIN):
        named = codes(one.clause.text)
        closed = one.claim.none or one.claim.all
        if not closed or not codes(one.claim.text) or not _same_goods(one, papers) or _aside(one.clause):
            continue
        denied = codes(one.claim.text) if one.claim.none else {}
        other = [name for code, name in named.items() if code in denied or code not in everywhere]
        if other:
            reason = f"The statement says that goods come from {other[0]}, which the declaration does not name."
            if denied:
                reason = f"The declaration says that none come from {other[0]}; the statement says that some do."
            yield Raised("country", one.clause, reason, 0.75, scope="supply chain", core="goods_origin")
            return


def _aside(clause: Clause) -> bool:
    return clause.has("none", "planned", "sell", "risky") or hypothetical(clause)


def _same_goods(one: Paired, papers: Papers) -> bool:
    """Whether the sentence, or that before it, names the goods of the claim."""
    if _GENERAL.search(one.claim.text):
        return one.near >= ON_ORIGIN and bool(_PLACED["buy"].search(one.clause.text))
    index = one.clause.segment.index
    around = " ".join(segment.text for segment in papers.analysis.segments[max(index - 1, 0) : index + 1])
    return bool(_goods(one.claim.text) & _goods(around))


def _goods(text: str) -> set[str]:
    places = {word for name in codes(text).values() for word in name.lower().split()}
    words = (word.rstrip("s") for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in _NOT_GOODS)
    return {word for word in words if word not in places}
