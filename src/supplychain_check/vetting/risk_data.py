"""The risk data of ``criteria/risk``: goods, places, sectors, workers and contracts, with who says so.

``criteria/risk/README.md`` says what the files hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from supplychain_check.criteria import criteria_dir
from supplychain_check.errors import PackProblem, UsageProblem
from supplychain_check.mistakes import Mistakes, choose, closest
from supplychain_check.models.document import Frozen
from supplychain_check.packs import core_elements
from supplychain_check.toml_lines import Key
from supplychain_check.vetting.values import Cited

FILES = ("sources", "goods", "countries", "sectors", "workforce", "chain", "contracts")


class RiskEntry(Frozen):
    """Something that papers name and that makes subjects more important.

    Attributes:
        words: as papers name it.
        raises: ids of core elements.
        yes_to: core elements; a yes to a neutral question on one of them names the entry too.
    """

    id: str
    name: str
    words: tuple[str, ...]
    why: str
    source: str
    raises: tuple[str, ...]
    yes_to: tuple[str, ...] = ()


class Good(RiskEntry):
    """Goods, with the countries (ISO codes) for which a list names them for forced or child labour."""

    forced_labour: tuple[str, ...]
    child_labour: tuple[str, ...]


class Region(Frozen):
    """Countries (ISO codes) for which together an estimate was published."""

    id: str
    name: str
    countries: tuple[str, ...]
    why: str
    source: str


class ContractAsk(Frozen):
    """What a kind of contract needs to know.

    Attributes:
        elements: core elements; a good answer on one of them settles it.
        words: if any, one that such an answer must name.
    """

    elements: tuple[str, ...]
    text: str
    words: tuple[str, ...] = ()


class Contract(Frozen):
    """A kind of contract.

    Attributes:
        goods: ids of the goods that it brings with it; so with sectors and workforce.
    """

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    workforce: tuple[str, ...] = ()
    asks: tuple[ContractAsk, ...]


_Entry = RiskEntry | Region | Contract


class RiskSource(Cited):
    """A source with the id by which entries name it."""

    id: str


class RiskData(Frozen):
    """All files together."""

    sources: tuple[RiskSource, ...]
    goods: tuple[Good, ...]
    places: tuple[RiskEntry, ...]
    regions: tuple[Region, ...]
    sectors: tuple[RiskEntry, ...]
    workforce: tuple[RiskEntry, ...]
    chain: tuple[RiskEntry, ...]
    contracts: tuple[Contract, ...]

    def cited(self, id: str) -> Cited:
        """A source, by its id."""
        found = next(one for one in self.sources if one.id == id)
        return Cited(title=found.title, url=found.url, verified=found.verified)


@lru_cache(maxsize=4)
def load_risk(folder: Path | None = None) -> RiskData:
    """Read the risk data.

    Args:
        folder: with files of the same form; those that come with the tool by default.

    Raises:
        PackProblem: files are missing or have mistakes; all of them are listed.
    """
    home = folder or criteria_dir() / "risk"
    mistakes = Mistakes(home)
    paths = [home / f"{name}.toml" for name in FILES]
    data: dict[str, Any] = {}
    for path in paths:
        data |= mistakes.toml(path) or {}
    made = mistakes.validate(RiskData, data, paths)
    for path, key, says in _problems(made, home) if made else ():
        mistakes.add([path], key, says)
    if mistakes or made is None:
        raise PackProblem(
            f"The risk data in {home} has mistakes:",
            "The format is described in criteria/risk/README.md.",
            mistakes.listed(),
        )
    return made


# --- what the types cannot see ------------------------------------------------------------------------------


def _problems(data: RiskData, home: Path) -> Iterator[tuple[Path, Key, str]]:
    tables: dict[str, tuple[_Entry, ...]] = {"goods": data.goods, "sectors": data.sectors, "workforce": data.workforce, "chain": data.chain,
              "places": data.places, "regions": data.regions, "contracts": data.contracts}  # fmt: skip
    for name, entries in tables.items():
        file = home / f"{'countries' if name in {'places', 'regions'} else name}.toml"
        twice = _twice(entry.id for entry in entries)
        for number, entry in enumerate(entries):
            if entry.id in twice:
                yield file, (name, number, "id"), f"{entry.id!r} stands here twice; give each its own"
            for key, says in _wrong(entry, data):
                yield file, (name, number, key), says
    for alias in sorted(_twice(name for one in data.contracts for name in _names(one))):
        yield home / "contracts.toml", ("contracts",), f"{alias!r} names two contracts; leave it to one"


def _wrong(entry: _Entry, data: RiskData) -> Iterator[tuple[str, str]]:
    for key, known in _known(entry, data).items():
        value = getattr(entry, key)
        for one in (value,) if isinstance(value, str) else value:
            if one not in known:
                yield key, f"{one!r} is not known{choose(one, known)}"
    for ask in entry.asks if isinstance(entry, Contract) else ():
        for one in ask.elements:
            if one not in core_elements():
                yield "asks", f"{one!r} is not in criteria/core-elements.toml{choose(one, core_elements())}"


def _known(entry: _Entry, data: RiskData) -> dict[str, Iterable[str]]:
    """The keys of an entry that hold ids or codes, and what they may hold."""
    ids = {"goods": [one.id for one in data.goods], "sectors": [one.id for one in data.sectors],
           "workforce": [one.id for one in data.workforce]}  # fmt: skip
    elements, countries = list(core_elements()), _codes()
    known: dict[str, Iterable[str]] = {
        "source": [one.id for one in data.sources], "raises": elements, "yes_to": elements,
        "forced_labour": countries, "child_labour": countries, "countries": countries, **ids,
    }  # fmt: skip
    return {key: allowed for key, allowed in known.items() if key in type(entry).model_fields}


def _codes() -> list[str]:
    import pycountry

    return [country.alpha_2 for country in pycountry.countries]


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if times > 1}


# --- contracts ----------------------------------------------------------------------------------------------


def contracts(names: str, data: RiskData) -> tuple[Contract, ...]:
    """The kinds of contracts that are meant by names with commas between, each once.

    Raises:
        UsageProblem: a name is not known, or there is none.
    """
    known = {name: contract for contract in data.contracts for name in _names(contract)}
    found: dict[str, Contract] = {}
    for name in filter(None, (" ".join(part.lower().split()) for part in names.split(","))):
        contract = known.get(name) or known.get(name.replace("-", " ")) or known.get(name.replace(" ", "-"))
        if contract is None:
            near = closest(name, known)
            raise UsageProblem(
                f"There is no kind of contract {name!r}{f'; did you mean {near!r}?' if near else '.'}",
                f"Kinds: {', '.join(one.id for one in data.contracts)}. Separate several with commas.",
            )
        found[contract.id] = contract
    if not found:
        raise UsageProblem("No kind of contract is named.", f"Kinds: {', '.join(one.id for one in data.contracts)}.")
    return tuple(found.values())


def _names(contract: Contract) -> set[str]:
    return {contract.id, contract.id.replace("-", " "), contract.title.lower(), *contract.aliases}
