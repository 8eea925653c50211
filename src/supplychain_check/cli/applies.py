"""`packs applies`: which laws probably ask an organisation for a statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from supplychain_check.cli.screen import screen
from supplychain_check.errors import UsageProblem

if TYPE_CHECKING:
    from supplychain_check.applies import Answer, Organisation
    from supplychain_check.reports.paper import Paper

SECTORS = ("retail", "manufacturing", "services", "public", "other")
_AMOUNT = re.compile(
    r"(?:([a-z]{3})\s*)?([\d][\d,' ]*(?:\.\d+)?)\s*(k|m|bn|b|thousand|million|billion)?\s*([a-z]{3})?", re.I
)
_UNITS = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_RATE = re.compile(r"([a-z]{3})\s*/\s*([a-z]{3})\s*=\s*(\d+(?:\.\d+)?)", re.I)
_ALIASES = {"uk": "gb", "california": "us-ca"}
_NONE = "none"


@click.command()
@click.option("--revenue", multiple=True, metavar="AMOUNT", help="Of a year: 120m, or 60m GBP. Repeat it a currency.")
@click.option("--assets", multiple=True, metavar="AMOUNT", help="Balance sheet total, like --revenue.")
@click.option("--currency", metavar="CODE", help="Of amounts that name none: NZD, AUD, GBP ...")
@click.option(
    "--rate",
    multiple=True,
    metavar="A/B=N",
    help="One A is N B, such as NZD/AUD=0.91. Without it nothing is converted.",
)
@click.option("--employees", metavar="N", help="On average over the year.")
@click.option("--countries", metavar="CODES", help="Where it does business: nz,au,us-ca ...")
@click.option("--listed", metavar="CODES", help="Where it is listed on a stock exchange: ca,no, or none.")
@click.option("--sector", multiple=True, type=click.Choice(SECTORS), help="What it does. May be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def applies(
    revenue: tuple[str, ...], assets: tuple[str, ...], currency: str | None, rate: tuple[str, ...],
    employees: str | None, countries: str | None, listed: str | None, sector: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Say which laws probably ask an organisation for a statement: likely, unlikely, or ask a lawyer.

    Without options it asks. Thresholds and their sources stand in criteria/laws.toml. This is no legal advice.
    """
    from supplychain_check.analyse.laws import load_laws
    from supplychain_check.applies import who_must_report

    told = (revenue, assets, currency, rate, employees, countries, listed, sector)
    about = _organisation(*told) if any(told) else _ask(as_json)
    answers = who_must_report(about, load_laws())
    if as_json:
        from pydantic import TypeAdapter

        from supplychain_check.applies import Answer as Kind

        click.echo(TypeAdapter(tuple[Kind, ...]).dump_json(answers, indent=2).decode())
    else:
        _show(answers)


def _ask(as_json: bool) -> Organisation:
    """Put the questions one by one; an empty answer is not told."""

    def ask(text: str) -> str:
        return str(click.prompt(text, default="", show_default=False, err=as_json)).strip()

    click.echo("Leave empty what you do not know.", err=as_json)
    currency = ask("Currency of your accounts (NZD, AUD, GBP ...)")
    revenue = ask("Revenue of the last year, of the whole group (such as 120m)")
    assets = ask("Balance sheet total (such as 45m)")
    employees = ask("Employees on average")
    countries = ask("Countries where you do business (codes such as nz,au,gb,us-ca)")
    listed = ask("Countries where you are listed on a stock exchange (codes, or none)")
    sector = ask(f"Sector ({', '.join(SECTORS)})").lower()
    if sector and sector not in SECTORS:
        raise UsageProblem(f"{sector!r} is no sector of the list.", f"Choose from {', '.join(SECTORS)}.")
    return _organisation(
        _some(revenue), _some(assets), currency or None, (), employees or None, countries or None, listed or None,
        _some(sector),
    )  # fmt: skip


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _organisation(
    revenue: Sequence[str], assets: Sequence[str], currency: str | None, rate: Sequence[str], employees: str | None,
    countries: str | None, listed: str | None, sector: Sequence[str],
) -> Organisation:  # fmt: skip
    from supplychain_check.applies import Organisation

    code = _currency(currency) if currency else ""
    return Organisation(
        amounts={"revenue": _amounts(revenue, code), "assets": _amounts(assets, code)},
        rates=dict(map(_parsed_rate, rate)),
        employees=_number(employees) if employees else None,
        countries=_places(countries),
        listed=() if (listed or "").strip().lower() == _NONE else _places(listed),
        sectors=tuple(sector) or None,
    )


def _amounts(texts: Sequence[str], currency: str) -> dict[str, float]:
    return dict(_amount(text, currency) for text in texts)


def _amount(text: str, currency: str) -> tuple[str, float]:
    match = _AMOUNT.fullmatch(text.strip())
    named = match and (match[1] or match[4])
    if not match or (match[1] and match[4]):
        raise UsageProblem(f"{text!r} is no amount.", "Write it like 120m, 36,000,000 or 60m GBP.")
    if not (named or currency):
        raise UsageProblem(f"The currency of {text!r} is not told.", "Add --currency NZD, or write 120m NZD.")
    return _currency(named or currency), _plain(match[2]) * _UNITS[(match[3] or "").lower()]


def _plain(digits: str) -> float:
    return float(re.sub(r"[,' ]", "", digits))


def _number(text: str) -> float:
    if not re.fullmatch(r"\d[\d,' ]*(?:\.\d+)?", text.strip()):
        raise UsageProblem(f"{text!r} is no number of employees.", "Write it like 250.")
    return _plain(text.strip())


def _parsed_rate(text: str) -> tuple[tuple[str, str], float]:
    match = _RATE.fullmatch(text.strip())
    if not match or not float(match[3]):
        raise UsageProblem(f"{text!r} is no rate.", "Write it like NZD/AUD=0.91: one NZD is 0.91 AUD.")
    return (_currency(match[1]), _currency(match[2])), float(match[3])


def _currency(code: str) -> str:
    import pycountry

    if not pycountry.currencies.get(alpha_3=code.upper()):
        raise UsageProblem(f"There is no currency {code!r}.", "Use its ISO code, such as NZD, AUD, GBP, CAD, USD, NOK.")
    return code.upper()


def _places(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    return tuple(_place(_ALIASES.get(part, part)) for part in parts) or None


def _place(code: str) -> str:
    import pycountry

    known: Callable[[str], object] = (
        (lambda c: pycountry.subdivisions.get(code=c))
        if "-" in code
        else (lambda c: pycountry.countries.get(alpha_2=c))
    )
    if not known(code.upper()):
        raise UsageProblem(f"There is no country {code!r}.", "Use ISO codes: nz, au, gb, ca, no; for California us-ca.")
    return code


def _show(answers: Sequence[Answer]) -> None:
    from supplychain_check.reports.paper import Paper

    here = screen()
    paper = Paper(here.width, colour=here.colour, unicode=here.unicode)
    for answer in answers:
        _write(paper, answer)
    paper.line("Likely and unlikely rest on what you told and on the thresholds above. This is no legal advice.", "dim")
    click.echo(paper.text(), nl=False)


def _write(paper: Paper, answer: Answer) -> None:
    draft = " (draft)" if answer.status == "draft" else ""
    paper.line(f"{answer.verdict.value.upper()}  {answer.title} ({answer.law}){draft}", "bold")
    for reason in answer.reasons:
        paper.line(reason, indent=2)
    paper.line(f"It asks: {'; '.join(answer.thresholds)}.", indent=2)
    for text in filter(
        None, (answer.also and f"Also: {answer.also}", answer.unverified and f"Not verified: {answer.unverified}")
    ):
        paper.line(text, indent=2)
    for source in answer.sources:
        paper.line(f"Source: {source.title} {source.url}".rstrip(), "dim", indent=2)
    paper.line()
