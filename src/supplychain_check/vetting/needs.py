"""What has to be known and is not said: questions on the contract, and on goods, countries and workers left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from supplychain_check.reports.clean import clean
from supplychain_check.vetting.risk import named
from supplychain_check.vetting.risk_data import Contract, ContractAsk
from supplychain_check.vetting.values import CriterionView, Kind, Quote, RiskProfile, SupplierQuestion, Unsaid, Verdict

SETTLED = 2
"""The rung from which an answer says enough: described, not only claimed."""
_FIRST = 100.0
_UNSAID: dict[Unsaid, tuple[tuple[str, ...], str]] = {
    "goods": (
        ("goods_origin", "supply_chain_map"),
        "Which goods do you supply or use for your work, and who makes them? If you supply services only, which "
        "goods do your people use most (clothing, gloves, electronics, food)?",
    ),
    "countries": (
        ("goods_origin", "supply_chain_map"),
        "In which countries are the goods that you supply or use made, as far as you know? Where you do not know, "
        "please say so.",
    ),
    "workforce": (
        ("contract_workforce",),
        "Who does your work: about how many are your own employees, and how many come from agencies or "
        "subcontractors, are here on work visas, or work for a season?",
    ),
}
_BOTH = (
    "Which goods do you supply or use for your work, and in which countries are they made, as far as you know? If "
    "you supply services only, think of what your people use most (clothing, gloves, electronics, food)."
)
_WHY: dict[Unsaid, str] = {
    "goods": "The papers name no goods.",
    "countries": "The papers do not say from which countries goods come.",
    "workforce": "The papers do not say who does the work.",
}


class Need(NamedTuple):
    """A question on what has to be known.

    Attributes:
        elements: core elements on which nothing else needs to be asked beside it.
        low: what was answered so far, and is too little; None for nothing.
    """

    question: SupplierQuestion
    elements: tuple[str, ...]
    low: Quote | None = None


def needs(profile: RiskProfile, contracts: Sequence[Contract], criteria: Sequence[CriterionView]) -> tuple[Need, ...]:
    """What is to be asked because the contract needs it, or because the papers leave it out.

    Args:
        profile: of the supplier.
        contracts: kinds of contracts.
        criteria: the verdicts.
    """
    asked = list(_of_contracts(contracts, criteria))
    covered = {element for one in asked for element in one.elements}
    left = [one for one in _unsaid(profile, criteria) if covered.isdisjoint(one.elements)]
    return (*left, *asked)


def _of_contracts(contracts: Iterable[Contract], criteria: Sequence[CriterionView]) -> Iterator[Need]:
    asks = [(contract, ask) for contract in contracts for ask in contract.asks]
    for place, (contract, ask) in enumerate(asks):
        about = [one for one in criteria if one.core_element in ask.elements]
        if not any(_settles(one, ask) for one in about):
            question = SupplierQuestion(
                kind=Kind.CONTRACT,
                text=ask.text,
                why=f"{contract.title} needs it, and the papers do not say enough of it.",
                core_element=ask.elements[0],
                priority=_FIRST - place,
            )
            yield Need(question, ask.elements, _low(about))


def _settles(one: CriterionView, ask: ContractAsk) -> bool:
    """Whether an answer says enough: described, or with a reason why it does not apply."""
    if one.verdict is Verdict.NOT_APPLICABLE:
        return one.core_element == ask.elements[0] and bool(one.declared)
    quotes = [
        *(one.declared if one.declared_level >= SETTLED else ()),
        *(one.published if one.published_level >= SETTLED else ()),
    ]
    return bool(quotes) and (not ask.words or any(named(ask.words, clean(quote.text)) for quote in quotes))


def _low(about: Iterable[CriterionView]) -> Quote | None:
    return next((one.declared[0] for one in about if one.declared and one.declared_level < SETTLED), None)


def _unsaid(profile: RiskProfile, criteria: Sequence[CriterionView]) -> Iterator[Need]:
    both = {"goods", "countries"} <= set(profile.unsaid)
    for unsaid in profile.unsaid:
        elements, text = _UNSAID[unsaid]
        if both and unsaid == "countries":
            continue
        joined = both and unsaid == "goods"
        question = SupplierQuestion(
            kind=Kind.UNSAID,
            text=_BOTH if joined else text,
            why=f"{_WHY['goods']} {_WHY['countries']}" if joined else _WHY[unsaid],
            core_element=elements[0],
        )
        yield Need(question, elements, _low(one for one in criteria if one.core_element in elements))
