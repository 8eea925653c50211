"""`packs applies`: thresholds against what was told, and what is left to a lawyer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from supplychain_check.analyse.laws import load_laws
from supplychain_check.applies import Organisation, Verdict, who_must_report
from supplychain_check.cli.main import cli, run
from supplychain_check.errors import ExitCode, PackProblem

LIKELY, UNLIKELY, ASK = "likely", "unlikely", "ask a lawyer"
Asked = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Asked:
    """The answers by law."""

    def call(*args: str) -> dict[str, dict[str, Any]]:
        assert run(["packs", "applies", *args, "--json"]) == ExitCode.DONE
        return {answer["law"]: answer for answer in json.loads(capsys.readouterr().out)}

    return call


def words(answer: dict[str, Any]) -> str:
    return " ".join(answer["reasons"])


@pytest.mark.parametrize(
    ("law", "told", "verdict"),
    [
        ("au-msa-2018", "--revenue=150m AUD --countries=au", LIKELY),
        ("au-msa-2018", "--revenue=60m AUD --countries=au", UNLIKELY),
        ("au-msa-2018", "--revenue=150m AUD --countries=nz", UNLIKELY),
        ("au-msa-2018", "--revenue=95m AUD --countries=au", ASK),
        ("au-msa-2018", "--revenue=118m AUD --countries=au", ASK),
        ("au-msa-2018", "--countries=au", ASK),
        ("au-msa-2018", "--revenue=60m AUD", UNLIKELY),
        ("gb-msa-2015", "--revenue=44,000,000 --currency=gbp --countries=uk", LIKELY),
        ("gb-msa-2015", "--revenue=0.02bn GBP --countries=gb", UNLIKELY),
        ("nz-bill-2026", "--revenue=NZD 2bn --countries=nz", LIKELY),
        ("us-ca-sb657", "--revenue=300m USD --countries=us-ca --sector=retail", LIKELY),
        ("us-ca-sb657", "--revenue=300m USD --countries=us-ca --sector=services", UNLIKELY),
        ("us-ca-sb657", "--revenue=300m USD --countries=us-ca", ASK),
        ("us-ca-sb657", "--revenue=300m USD --countries=us --sector=retail", ASK),
        ("ca-s211-2023", "--listed=ca --countries=nz", LIKELY),
        ("ca-s211-2023", "--countries=ca --listed=none --revenue=60m CAD --assets=30m CAD --employees=20", LIKELY),
        ("ca-s211-2023", "--countries=ca --listed=none --revenue=60m CAD --assets=2m CAD --employees=400", LIKELY),
        ("ca-s211-2023", "--countries=ca --listed=none --revenue=60m CAD --assets=2m CAD --employees=20", UNLIKELY),
        ("ca-s211-2023", "--countries=ca --listed=none --revenue=60m CAD --assets=2m CAD", ASK),
        ("ca-s211-2023", "--countries=ca --listed=none --revenue=60m CAD --assets=21m CAD --employees=5", ASK),
        ("ca-s211-2023", "--countries=nz", ASK),
        ("no-transparency-2021", "--countries=no --listed=none --revenue=90m NOK --employees=80 --assets=1m NOK", LIKELY),
        ("no-transparency-2021", "--countries=no --listed=no --revenue=9m NOK --employees=8 --assets=1m NOK", ASK),
        ("no-transparency-2021", "--countries=nz --listed=none", UNLIKELY),
    ],
)  # fmt: skip
def test_each_law_is_judged_by_its_thresholds(asked: Asked, law: str, told: str, verdict: str) -> None:
    answer = asked(*[f"--{part.strip()}" for part in told.split("--") if part])[law]
    assert answer["verdict"] == verdict
    assert answer["reasons"]
    assert answer["sources"][0]["title"]


def test_currencies_are_converted_only_at_a_rate_that_was_given(asked: Asked) -> None:
    told = ("--revenue", "200m", "--currency", "NZD", "--countries", "au")
    without = asked(*told)["au-msa-2018"]
    assert without["verdict"] == ASK
    assert "nothing is converted without a rate" in words(without)
    rated = asked(*told, "--rate", "NZD/AUD=0.9")["au-msa-2018"]
    assert rated["verdict"] == LIKELY
    assert "180m AUD (from 200m NZD at 0.9)" in words(rated)
    both = asked(*told, "--revenue", "70m AUD", "--rate", "NZD/AUD=0.9")["au-msa-2018"]
    assert both["verdict"] == UNLIKELY


def test_what_was_not_told_is_named(asked: Asked) -> None:
    answer = asked("--countries", "ca", "--listed", "none", "--revenue", "60m CAD")["ca-s211-2023"]
    assert answer["verdict"] == ASK
    assert "Not told: assets. Not told: employees." in words(answer)


def test_the_bill_says_that_its_passage_is_not_verified(asked: Asked) -> None:
    answer = asked("--countries", "nz", "--revenue", "500m NZD")["nz-bill-2026"]
    assert answer["status"] == "draft"
    assert "whether the bill passed" in answer["unverified"]


@given(
    revenue=st.floats(min_value=0, max_value=1e12),
    assets=st.floats(min_value=0, max_value=1e12),
    employees=st.integers(min_value=0, max_value=10**6),
)
def test_more_of_anything_never_makes_a_law_less_likely(revenue: float, assets: float, employees: int) -> None:
    order = [Verdict.UNLIKELY, Verdict.ASK, Verdict.LIKELY]

    def verdicts(times: float) -> list[int]:
        currencies = ("AUD", "GBP", "CAD", "USD", "NOK", "NZD")
        about = Organisation(
            amounts={
                "revenue": dict.fromkeys(currencies, revenue * times),
                "assets": dict.fromkeys(currencies, assets * times),
            },
            employees=employees * times,
            countries=("au", "gb", "ca", "us-ca", "no", "nz"),
            listed=(),
            sectors=("retail",),
        )
        return [order.index(answer.verdict) for answer in who_must_report(about, load_laws())]

    assert all(less <= more for less, more in zip(verdicts(1), verdicts(2), strict=True))


def test_without_options_it_asks() -> None:
    said = CliRunner().invoke(cli, ["packs", "applies"], input="AUD\n150m\n\n\nau\nnone\nretail\n")
    assert said.exit_code == 0
    assert "Revenue of the last year" in said.output
    assert "LIKELY  Modern Slavery Act 2018 (Cth)" in said.output
    assert "no legal advice" in said.output


def test_questions_do_not_get_into_json() -> None:
    said = CliRunner().invoke(cli, ["packs", "applies", "--json"], input="\n\n\n\nnz\n\n\n")
    assert {answer["law"] for answer in json.loads(said.stdout)} == {law.id for law in load_laws() if law.applies}


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (("--revenue", "120m"), "currency of '120m' is not told"),
        (("--revenue", "lots NZD"), "is no amount"),
        (("--revenue", "NZD 5m AUD"), "is no amount"),
        (("--revenue", "5m ZZZ"), "no currency 'ZZZ'"),
        (("--countries", "nz,zz"), "no country 'zz'"),
        (("--rate", "0.9"), "is no rate"),
        (("--rate", "NZD/AUD=0"), "is no rate"),
        (("--employees", "many"), "no number of employees"),
    ],
)
def test_what_cannot_be_understood_says_how_to_write_it(
    capsys: pytest.CaptureFixture[str], told: tuple[str, ...], message: str
) -> None:
    assert run(["packs", "applies", *told]) == ExitCode.USAGE
    assert message in capsys.readouterr().err


def test_the_words_of_a_threshold_name_its_amounts() -> None:
    scopes = [law.applies for law in load_laws() if law.applies]
    assert scopes
    for scope in scopes:
        for route in scope.routes:
            for threshold in route.thresholds:
                figure = threshold.amount / 1e6 if threshold.measure != "employees" else threshold.amount
                assert f"{figure:g}" in route.words


def test_another_law_needs_no_python_and_its_mistakes_are_listed(tmp_path: Path) -> None:
    table = """
[xx-act]
title = "Act of Erewhon"
jurisdiction = "nz"
status = "in force"
names = ["Act of Erewhon"]
sources = [{ title = "Act of Erewhon" }]
[xx-act.applies]
countries = ["nz"]
currency = "NZD"
presence = "a shop in Erewhon"
sources = [{ title = "Act of Erewhon" }]
routes = [{ words = "50 employees", thresholds = [{ measure = "employees", amount = 50 }] }]
"""
    path = tmp_path / "laws.toml"
    path.write_text(table, encoding="utf-8")
    (answer,) = who_must_report(Organisation(employees=90, countries=("nz",)), load_laws(path))
    assert answer.verdict is Verdict.LIKELY
    path.write_text(table.replace('"NZD"', '"dollars"').replace("amount = 50", "amont = 50"), encoding="utf-8")
    with pytest.raises(PackProblem) as caught:
        load_laws(path)
    assert len(caught.value.problems) >= 2
