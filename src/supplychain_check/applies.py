"""Which laws probably ask an organisation for a statement: size, places, listing and sector against thresholds.

The thresholds stand in ``criteria/laws.toml``; adding a law needs no Python. What is near a threshold, not told, or
in another currency is for a lawyer: nothing is guessed, and no currency is converted without a rate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from supplychain_check.analyse.laws import Law, Laws
from supplychain_check.models.document import Frozen
from supplychain_check.models.scope import Measure, Route, Scope, Source, Threshold

NEAR = 0.2
"""An amount within this share of a threshold, on either side, is too near to say."""
_MONEY = frozenset({"revenue", "assets"})


class Verdict(StrEnum):
    """What can be said without a lawyer."""

    LIKELY = "likely"
    UNLIKELY = "unlikely"
    ASK = "ask a lawyer"


class Organisation(Frozen):
    """What was told. None is not told; an empty tuple of listings says that there is none.

    Attributes:
        amounts: revenue and assets by currency, as told, such as ``{"revenue": {"NZD": 120e6}}``.
        rates: what one unit of the first currency is in the second, such as ``{("NZD", "GBP"): 0.45}``.
    """

    amounts: dict[str, dict[str, float]] = Field(default_factory=dict)
    rates: dict[tuple[str, str], float] = Field(default_factory=dict)
    employees: float | None = None
    countries: tuple[str, ...] | None = None
    listed: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None


class Answer(Frozen):
    """What is said of one law.

    Attributes:
        status: of the law; a draft asks nothing of anybody yet.
        thresholds: the routes in words.
        reasons: why, one sentence each.
    """

    law: str
    title: str
    status: str
    verdict: Verdict
    thresholds: tuple[str, ...]
    reasons: tuple[str, ...]
    also: str = ""
    unverified: str = ""
    sources: tuple[Source, ...]


class _Said(NamedTuple):
    """Whether something holds: None where it cannot be said, with the reason."""

    holds: bool | None
    why: str


def who_must_report(about: Organisation, laws: Laws) -> tuple[Answer, ...]:
    """Judge every law for which there are thresholds, in the order of the file."""
    return tuple(_answer(about, law, law.applies) for law in laws if law.applies is not None)


def _answer(about: Organisation, law: Law, scope: Scope) -> Answer:
    said = [(route, _route(about, route, scope)) for route in scope.routes]
    verdict, why = _verdict(said)
    return Answer(
        law=law.id,
        title=law.title,
        status=law.status,
        verdict=verdict,
        thresholds=tuple(route.words for route in scope.routes),
        reasons=tuple(dict.fromkeys(why)),
        also=scope.also if verdict is not Verdict.UNLIKELY else "",
        unverified=scope.unverified,
        sources=scope.sources,
    )


def _verdict(said: Sequence[tuple[Route, list[_Said]]]) -> tuple[Verdict, list[str]]:
    """One route that is met is enough; a route that cannot be judged is for a lawyer; else it is unlikely."""
    met = [one for route, parts in said if all(p.holds for p in parts) and not route.ask for one in parts]
    if met:
        return Verdict.LIKELY, [part.why for part in met]
    open_ = [one for _, parts in said if all(p.holds is not False for p in parts) for one in parts]
    if open_:
        return Verdict.ASK, [part.why for part in open_]
    return Verdict.UNLIKELY, [part.why for _, parts in said for part in parts if part.holds is False]


def _route(about: Organisation, route: Route, scope: Scope) -> list[_Said]:
    """What must hold on a route, part by part."""
    parts = [_present(about, scope)] if route.present else []
    parts += [_listed(about, route)] if route.listed else []
    parts += [_sector(about, route)] if route.sectors else []
    return parts + list(_sizes(about, route, scope))


def _present(about: Organisation, scope: Scope) -> _Said:
    if about.countries is None:
        return _Said(None, f"Not told: countries. The law needs {scope.presence}.")
    if here := [place for place in scope.countries if place in about.countries]:
        return _Said(True, f"Active in {_named(here)}.")
    if {place.partition("-")[0] for place in scope.countries} & set(about.countries):
        return _Said(None, f"The law needs {scope.presence}; the country alone does not say that.")
    return _Said(False, f"Not active there: the law needs {scope.presence}.")


def _named(places: Sequence[str]) -> str:
    import pycountry

    found = (
        pycountry.subdivisions.get(code=p.upper()) if "-" in p else pycountry.countries.get(alpha_2=p.upper())
        for p in places
    )
    return " and ".join(place.name if place else code for place, code in zip(found, places, strict=True))


def _listed(about: Organisation, route: Route) -> _Said:
    where = _named(route.listed)
    if about.listed is None:
        return _Said(None, f"Not told: whether it is listed on a stock exchange in {where}.")
    listed = bool(set(about.listed) & set(route.listed))
    return _Said(listed, f"{'Listed' if listed else 'Not listed'} on a stock exchange in {where}.")


def _sector(about: Organisation, route: Route) -> _Said:
    wanted = " or ".join(route.sectors)
    if about.sectors is None:
        return _Said(None, f"Not told: sector. The law asks {wanted} only.")
    fits = bool(set(about.sectors) & set(route.sectors))
    return _Said(fits, f"Its sector is {'' if fits else 'not '}{wanted}.")


def _sizes(about: Organisation, route: Route, scope: Scope) -> Iterator[_Said]:
    """The thresholds together: enough of them reached, possibly enough, or too few."""
    if not route.thresholds:
        return
    said = [_size(about, threshold, scope.currency) for threshold in route.thresholds]
    least = route.least or len(said)
    reached, possible = sum(s.holds is True for s in said), sum(s.holds is not False for s in said)
    holds = True if reached >= least else None if possible >= least else False
    telling = [s.why for s in said if s.holds is holds] or [s.why for s in said]
    count = f"{reached} of {len(said)} sizes reached, {least} needed. " if len(said) > 1 else ""
    yield _Said(holds, count + " ".join(telling))


def _size(about: Organisation, threshold: Threshold, currency: str) -> _Said:
    found = _amount(about, threshold.measure, currency)
    if isinstance(found, str):
        return _Said(None, found)
    value, how = found
    unit = currency if threshold.measure in _MONEY else ""
    name = f"{threshold.measure.capitalize()} {amount(value, unit)}{how}"
    line = f"{'more than' if threshold.over else 'at least'} {amount(threshold.amount, unit)}"
    if abs(value - threshold.amount) <= NEAR * threshold.amount:
        return _Said(None, f"{name} is within {NEAR:.0%} of the threshold ({line}): too near to say.")
    if value > threshold.amount:
        return _Said(True, f"{name} reaches the threshold ({line}).")
    return _Said(False, f"{name} is below the threshold ({line}).")


def _amount(about: Organisation, measure: Measure, currency: str) -> tuple[float, str] | str:
    """The amount in a currency and how it was converted, or why there is none."""
    if measure not in _MONEY:
        return (about.employees, "") if about.employees is not None else f"Not told: {measure}."
    told = about.amounts.get(measure, {})
    if not told:
        return f"Not told: {measure}."
    if currency in told:
        return told[currency], ""
    for other, value in told.items():
        if rate := about.rates.get((other, currency)):
            return value * rate, f" (from {amount(value, other)} at {rate:g})"
    other, value = next(iter(told.items()))
    return (
        f"{measure.capitalize()} is told in {other}, the threshold is in {currency}, and nothing is converted without "
        f"a rate: give it in {currency}, or a rate."
    )


def amount(value: float, currency: str = "") -> str:
    """``120m AUD``, ``250``."""
    millions = value >= 1e6 and currency
    number = f"{value / 1e6:,.4g}m" if millions else f"{value:,.0f}"
    return f"{number} {currency}".rstrip()
