"""Whether a law asks the supplier for a statement, as far as its declaration says: a firm without a duty has no gap."""

from __future__ import annotations

import re

from supplychain_check.analyse.laws import Laws
from supplychain_check.applies import Organisation, Verdict, who_must_report
from supplychain_check.models.declaration import Answer, Declaration, Role, Value
from supplychain_check.vetting.values import Duty

_CURRENCIES = {"nz$": "NZD", "nzd": "NZD", "a$": "AUD", "au$": "AUD", "aud": "AUD", "£": "GBP", "gbp": "GBP",
               "ca$": "CAD", "c$": "CAD", "cad": "CAD"}  # fmt: skip
_DOLLAR = {"nz": "NZD", "au": "AUD", "ca": "CAD"}
_AMOUNTS = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(m\b|mn\b|million)?", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:under|below|less than|up to)\b", re.IGNORECASE)
_IN_FORCE = "in force"


def duty(declaration: Declaration | None, laws: Laws) -> Duty:
    """Judge by the questions of the form that ask about a duty, then by size and places.

    Args:
        declaration: as read; None where there is none.
        laws: with their thresholds, of ``criteria/laws.toml``.
    """
    if declaration is None:
        return Duty(
            state="unknown", reason="There is no declaration that could say whether a law asks for a statement."
        )
    return _answered(declaration) or _by_size(declaration, laws)


def _answered(declaration: Declaration) -> Duty | None:
    asks = {question.id for question in declaration.form.questions if question.meaning == "duty"}
    said = {a.value for a in declaration.answers if a.question in asks}
    if Value.YES in said:
        return Duty(state="yes", reason="The declaration says that a law asks the firm for a statement.")
    if said == {Value.NO}:
        return Duty(state="no", reason="The declaration says that no law asks the firm for a statement.")
    return None


def _by_size(declaration: Declaration, laws: Laws) -> Duty:
    about = organisation(declaration)
    answers = [answer for answer in who_must_report(about, laws) if answer.status == _IN_FORCE]
    if likely := [answer for answer in answers if answer.verdict is Verdict.LIKELY]:
        return Duty(state="yes", reason=f"By its stated size, {likely[0].title} probably asks for a statement.")
    if answers and all(answer.verdict is Verdict.UNLIKELY for answer in answers):
        return Duty(state="no", reason="By its stated size and places, no law in force asks for a statement.")
    return Duty(state="unknown", reason="The papers do not say whether a law asks for a statement.")


def organisation(declaration: Declaration) -> Organisation:
    """Size and places as declared; what is not told stays open."""
    turnover, employees = _first(declaration, "turnover"), _first(declaration, "employees")
    amounts = _amounts(turnover, declaration.form.jurisdiction) if turnover else {}
    return Organisation(
        amounts=amounts,
        employees=employees.number if employees else None,
        countries=_countries(declaration),
    )


def _first(declaration: Declaration, role: Role) -> Answer | None:
    ids = {question.id for question in declaration.form.questions if question.role == role}
    return next((a for a in declaration.answers if a.question in ids and a.value is Value.STATED), None)


def _amounts(turnover: Answer, jurisdiction: str) -> dict[str, dict[str, float]]:
    """Revenue by currency; nothing where the number or its currency is not plain."""
    said = f"{turnover.entry.answer} {turnover.text}".lower()
    number = _number(turnover, said)
    named = next((code for sign, code in _CURRENCIES.items() if sign in said), "")
    currency = named or (_DOLLAR.get(jurisdiction, "") if "$" in said else "")
    return {"revenue": {currency: number}} if number is not None and currency else {}


def _number(turnover: Answer, said: str) -> float | None:
    """The amount; of an option such as "£36 million to £60 million" the middle, of an open one well inside it."""
    ends = [float(end.replace(",", "")) * (1e6 if unit else 1) for end, unit in _AMOUNTS.findall(said)]
    if turnover.chosen and ends:
        if len(ends) > 1:
            return (ends[0] + ends[1]) / 2
        return ends[0] * (0.5 if _UNDER.search(said) else 1.5)
    if turnover.number is None:
        return ends[0] if len(ends) == 1 else None
    return turnover.number * (1e6 if turnover.number < 1e5 and any(unit for _, unit in _AMOUNTS.findall(said)) else 1)


def _countries(declaration: Declaration) -> tuple[str, ...] | None:
    import pycountry

    said = declaration.stated("country")
    names = [name.strip() for name in re.split(r"[,;/]| and ", said) if name.strip()]
    found = [pycountry.countries.get(name=name) or pycountry.countries.get(alpha_2=name.upper()) for name in names]
    # one country that is not understood may be the one whose law asks
    return tuple(country.alpha_2.lower() for country in found) if names and all(found) else None
