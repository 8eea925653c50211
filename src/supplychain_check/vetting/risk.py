"""What a supplier's papers, and the contract, say of goods, places, sectors and workers: why a subject matters here.

Nothing is scored. A factor says what was stated, with quote and place, what a public list or report says of it, and
which subjects that makes more important; what the papers do not say is named as unsaid, and asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from supplychain_check.models.analysis import FactKind
from supplychain_check.models.declaration import Declaration, Question, Value
from supplychain_check.pipeline import Prepared
from supplychain_check.vetting.clauses import Clause, clauses
from supplychain_check.vetting.countries import bought, codes
from supplychain_check.vetting.risk_data import Contract, Good, RiskData, RiskEntry
from supplychain_check.vetting.values import Quote, RiskFactor, RiskProfile, Unsaid

QUOTES = 2
MOST_GOODS = 6
"""So many goods are named for a country."""
NONE = "the papers say that there are none"
_NAMES = {"CD": "DR Congo", "KP": "North Korea", "TR": "Turkey", "CI": "Ivory Coast"}
_DENIED = re.compile(
    r"(?:\b(?:no|without|nor|neither|zero)\b|\b(?:do|does|did|is|are|have|has)(?:\s+not|n['’]t)\s+(?:currently\s+)?"
    r"(?:use|buy|source|supply|sell|employ|engage|have|hire|import|any)\w*\b|\bnever\s+\w+)[^.;,]{0,60}$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\bappl(?:y|ies) to\b|\bon our behalf\b|\b(?:all|our|including|any) (?:employees|staff|persons|colleagues|workers)(?:,| and\b)"
    r"|\b(?:encourage|invite)\w*\b|\b(?:can|may|to) report\b|\bthis policy\b"
    r"|\bexpect\w*\b|\bcovers?\b|\bsynonymous\b|\bsuppliers?,? (?:and|or) sub-?contractors?\b",
    re.IGNORECASE,
)
"""Whom a policy, a channel or an expectation is for: a list of everybody, whether the firm has them or not."""
_PEOPLE_FROM = re.compile(
    r"\b(?:workers|people|staff|migrants|crews?|pickers|employees|men|women|fishers|nurses|carers|cleaners)\s+"
    r"(?:\w+\s+){0,2}from\b",
    re.IGNORECASE,
)
_OWN_STAFF = re.compile(
    r"\b(?:employ\w*|hire\w*|engage\w*)\s+(?:\w+\s+)?(?:directly|permanently)\b|\b(?:directly|permanently) employed\b"
    r"|\b(?:permanent|own|full-time|direct) (?:staff|employees|workers|people)\b",
    re.IGNORECASE,
)
_GOODS = frozenset({"goods_origin"})
_PLACES = frozenset({"goods_origin", "supply_chain_map"})
_WORKERS = frozenset({"contract_workforce"})


class _Said(NamedTuple):
    """A clause of either paper, with its quote; of a declaration also the question that it answers."""

    clause: Clause
    quote: Quote
    question: Question | None = None

    def about(self, elements: frozenset[str]) -> bool:
        """Whether it answers a question on one of these subjects."""
        return self.question is not None and not elements.isdisjoint(self.question.core_elements)

    @property
    def of_firm(self) -> bool:
        """Whether it speaks of the firm or its suppliers: an answer does."""
        if self.question is not None or "firm" in self.clause.whole or self.clause.scope != "":
            return True
        # "Gloves come from Malaysia": a statement that says so says it of its own goods
        return "others" not in self.clause.whole and bought(self.clause.text)

    @property
    def addressed(self) -> bool:
        """Whether a statement only lists whom something is for; who is counted is there."""
        counted = any(fact.kind is FactKind.COUNT for fact in self.clause.reading.facts)
        return self.question is None and not counted and bool(_ADDRESSED.search(self.clause.segment.text))

    @property
    def of_goods(self) -> bool:
        """Whether it is about what the firm buys, so that a country in it is one from which goods come."""
        return self.about(_PLACES) or self.clause.scope == "supply chain" or bought(self.clause.text)


class _Papers(NamedTuple):
    """All that was said, and the subjects of questions that were answered with a mere yes."""

    said: Sequence[_Said]
    bare: Sequence[tuple[frozenset[str], Quote]]


def risk_profile(
    declaration: Prepared | None,
    statements: Sequence[Prepared],
    data: RiskData,
    contracts: Sequence[Contract] = (),
    home: str = "",
) -> RiskProfile:
    """What makes subjects more important for one supplier.

    Args:
        declaration: as read; None where there is none.
        statements: of the supplier.
        data: goods, places, sectors, workers.
        contracts: kinds of contracts that the supplier is to be vetted for.
        home: ISO code of the buyer's country, of which only what a list says is told; "" for none.
    """
    answers = declaration.declared.declaration if declaration and declaration.declared else None
    said = [*(_declared(declaration, answers) if declaration and answers else ()), *_published(statements)]
    papers, brought, home = _Papers(said, tuple(_bare(answers))), _brought(contracts), home.upper()
    goods = tuple(_goods(said, data, brought))
    factors = (
        *goods,
        *_countries(said, {good.id for good in goods}, data, home),
        *_entries("country", data.places, papers, data, {}),
        *_entries("workforce", data.workforce, papers, data, brought),
        *_entries("sector", data.sectors, papers, data, brought),
        *_entries("chain", data.chain, papers, data, {}),
        *_regions(_no_origin_of_people(said, data), data, home),
    )
    unsaid = _unsaid(said, answers, {factor.kind for factor in factors if factor.stated})
    return RiskProfile(contracts=tuple(one.title for one in contracts), factors=factors, unsaid=tuple(unsaid))


def _brought(contracts: Iterable[Contract]) -> dict[str, str]:
    """Ids of what the contracts bring with them, to the title of the first of these contracts."""
    found: dict[str, str] = {}
    for one in contracts:
        for id in (*one.goods, *one.sectors, *one.workforce):
            found.setdefault(id, one.title)
    return found


# --- what was said -----------------------------------------------------------------------------------------


def _declared(prepared: Prepared, form: Declaration) -> Iterator[_Said]:
    told = prepared.declared.told if prepared.declared else {}
    by_segment = {number: id for id, one in told.items() for number in one.segments}
    for clause in clauses(prepared.analysis):
        answer = form.answer(by_segment.get(clause.segment.index, ""))
        question = form.question(answer.question) if answer else None
        # the name of a firm says little of what it does
        if answer and question and question.role in {"", "sector", "country"}:
            where = str(answer.entry.place)
            yield _Said(clause, _quote(prepared, clause, "declaration", where, question.text), question)


def _published(statements: Iterable[Prepared]) -> Iterator[_Said]:
    for prepared in statements:
        for clause in clauses(prepared.analysis):
            segment = clause.segment
            above = f'in "{segment.headings[-1]}"' if segment.headings else ""
            where = f"p. {segment.page}" if segment.page else above
            yield _Said(clause, _quote(prepared, clause, "statement", where))


def _quote(prepared: Prepared, clause: Clause, source: str, where: str, question: str = "") -> Quote:
    segment, declared = clause.segment, source == "declaration"
    return Quote(
        source="declaration" if declared else "statement",
        document=prepared.document.name,
        text=segment.text,
        question=question,
        where=where,
        page=segment.page,
        # offsets of answers are those of the answers laid out, not of the file
        start=-1 if declared else segment.start,
        end=-1 if declared else segment.end,
    )


def _bare(declaration: Declaration | None) -> Iterator[tuple[frozenset[str], Quote]]:
    """Neutral questions that were answered with a mere yes, by their subjects."""
    for answer in declaration.answers if declaration else ():
        question = declaration.question(answer.question) if declaration else None
        if question and question.meaning == "neutral" and answer.value is Value.YES and not answer.text.strip():
            assert declaration is not None
            where = str(answer.entry.place)
            quote = Quote(source="declaration", document=declaration.document.name, text="Yes",
                          question=question.text, where=where)  # fmt: skip
            yield frozenset(question.core_elements), quote


# --- factors -----------------------------------------------------------------------------------------------


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, in any case, also with a plural s; not in the name of a firm."""
    each = (re.escape(word) + ("" if word.endswith("s") else "s?") for word in sorted(words, key=len, reverse=True))
    firm = r"(?!\s+(?:[A-Z][\w&]*\s+){0,3}(?:Limited|Ltd|Group|PLC|Inc|Holdings|Pty)\b)"
    return re.compile(rf"(?<![\w-])(?i:{'|'.join(each)})(?![\w-]){firm}")


def named(words: tuple[str, ...], text: str) -> bool:
    """Whether a text names one of the words, without saying that there is none of it."""
    return any(not _DENIED.search(text[: match.start()]) for match in _pattern(words).finditer(text))


def _denying(entry: RiskEntry, said: Iterable[_Said]) -> list[_Said]:
    """Where the papers say that there is none of it."""
    return [one for one in said if one.of_firm and _pattern(entry.words).search(one.clause.text)]


def _naming(entry: RiskEntry, said: Iterable[_Said]) -> list[_Said]:
    found = [one for one in said if one.of_firm and named(entry.words, one.clause.text) and not one.addressed]
    return sorted(found, key=lambda one: (one.question is None, not codes(one.clause.text)))


def _entries(
    kind: str, entries: Iterable[RiskEntry], papers: _Papers, data: RiskData, brought: dict[str, str]
) -> Iterator[RiskFactor]:
    for entry in entries:
        quotes = _quotes(_naming(entry, papers.said))
        quotes += [quote for elements, quote in papers.bare if not elements.isdisjoint(entry.yes_to)]
        if quotes:
            yield _factor(kind, entry, quotes, data, brought)
        elif entry.id in brought:
            yield _none(_factor(kind, entry, (), data, brought), _denying(entry, papers.said))


def _quotes(said: Iterable[_Said]) -> list[Quote]:
    return list(dict.fromkeys(one.quote for one in said))[:QUOTES]


def _none(factor: RiskFactor, denying: Sequence[_Said]) -> RiskFactor:
    """What a contract brings with it; where the papers say that there is none, it makes nothing more important."""
    if not denying:
        return factor
    return factor.model_copy(update={"stated": tuple(_quotes(denying)), "named": NONE, "raises": ()})


def _factor(
    kind: str, entry: RiskEntry, quotes: Sequence[Quote], data: RiskData, brought: dict[str, str], list_says: str = ""
) -> RiskFactor:
    return RiskFactor.model_validate(
        {
            "kind": kind,
            "id": entry.id,
            "name": entry.name,
            "stated": tuple(quotes),
            "contract": brought.get(entry.id, ""),
            "named": list_says,
            "why": entry.why,
            "source": data.cited(entry.source),
            "raises": entry.raises,
        }
    )


def _goods(said: Sequence[_Said], data: RiskData, brought: dict[str, str]) -> Iterator[RiskFactor]:
    for good in data.goods:
        found = _naming(good, said)
        if found or good.id in brought:
            beside = [code for one in found for code in codes(one.clause.text)]
            yield _factor("good", good, _quotes(found), data, brought, _listed(good, beside))


def _listed(good: Good, beside: Sequence[str]) -> str:
    """What the list says of goods, and of the countries that the papers name beside them."""
    parts = [
        f"for {what} in {_together(map(country_name, countries))}"
        for what, countries in (("forced labour", good.forced_labour), ("child labour", good.child_labour))
        if countries
    ]
    among = [code for code in dict.fromkeys(beside) if code in {*good.forced_labour, *good.child_labour}]
    here = f"; the papers name {_together(map(country_name, among))} beside it" if among else ""
    return f"named {', and '.join(parts)}{here}" if parts else ""


def _countries(said: Sequence[_Said], ours: set[str], data: RiskData, home: str) -> Iterator[RiskFactor]:
    """Countries of the firm's work and goods, with the goods for which the list names them."""
    for code, found in _named_countries(_no_origin_of_people(said, data)).items():
        goods = [good for good in data.goods if code in {*good.forced_labour, *good.child_labour}]
        if not goods or code == home:
            continue
        # a country that the list names only with goods of others makes nothing more important
        none = bool(ours) and not any(good.id in ours for good in goods)
        entry = RiskEntry(
            id=code.lower(), name=country_name(code), words=(), why="Ask which goods come from there.",
            source=goods[0].source, raises=() if none else ("goods_origin", "supply_chain_map", "supplier_assurance"),
        )  # fmt: skip
        yield _factor("country", entry, _quotes(found), data, {}, _goods_of(goods, ours))


def _no_origin_of_people(said: Iterable[_Said], data: RiskData) -> list[_Said]:
    """Without the clauses that say from where workers come."""
    words = tuple(word for entry in data.workforce for word in entry.words)
    return [
        one
        for one in said
        if not _PEOPLE_FROM.search(one.clause.text) and (one.of_goods or not named(words, one.clause.text))
    ]


def _goods_of(goods: Sequence[Good], ours: set[str]) -> str:
    """Names of goods: those of the supplier, or the first few where it names none at all."""
    shown = [good.name for good in goods if good.id in ours or not ours][:MOST_GOODS]
    more = len(goods) - len(shown)
    if not shown:
        return f"on the list with {'goods' if more > 1 else 'one kind of goods'} that the papers do not name"
    rest = [f"{more} others" if more > 1 else "one other"] if more else []
    return f"on the list with {_together([*shown, *rest])}"


def _named_countries(said: Iterable[_Said]) -> dict[str, list[_Said]]:
    found: dict[str, list[_Said]] = {}
    for one in said:
        for code in codes(one.clause.text) if one.of_firm else ():
            found.setdefault(code, []).append(one)
    return found


def _regions(said: Sequence[_Said], data: RiskData, home: str) -> Iterator[RiskFactor]:
    countries = [code for code in _named_countries(one for one in said if one.of_goods) if code != home]
    for region in data.regions:
        here = [code for code in countries if code in region.countries]
        if here:
            entry = RiskEntry(id=region.id, name=region.name, words=(), why=region.why, source=region.source, raises=())
            listed = f"{_together(map(country_name, here))}; the estimate says nothing of one country or firm"
            yield _factor("region", entry, (), data, {}, listed)


@cache
def country_name(code: str) -> str:
    """The short name of a country by its ISO code."""
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    return _NAMES.get(code) or getattr(found, "common_name", found.name).split(",")[0]


def _together(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else str(last)


# --- what was not said -------------------------------------------------------------------------------------


def _unsaid(said: Sequence[_Said], answers: Declaration | None, stated: set[str]) -> Iterator[Unsaid]:
    facts = {fact.kind for one in said if one.of_firm for fact in one.clause.reading.facts}
    if "good" not in stated and FactKind.COMMODITY not in facts and not any(one.about(_GOODS) for one in said):
        yield "goods"
    if not _named_countries(one for one in said if one.of_goods):
        yield "countries"
    known = "workforce" in stated or FactKind.WORKERS in facts or _answered_no(answers)
    if not known and not any(one.about(_WORKERS) or _OWN_STAFF.search(one.clause.text) for one in said):
        yield "workforce"


def _answered_no(answers: Declaration | None) -> bool:
    """Whether a question on who does the work was answered with no: there are no such workers."""
    return answers is not None and any(
        answer.value in {Value.NO, Value.NOT_APPLICABLE}
        and not _WORKERS.isdisjoint(answers.question(answer.question).core_elements)
        for answer in answers.answers
    )
