"""A declaration beside a statement: what cannot both be true, what differs in scope or period, and what is neither."""

from __future__ import annotations

import pytest

from supplychain_check.vetting.shares import shares
from vetting_pairs import Pair, compare, contradicted, measure, pairs

WHO = {"entity": "Tolaga Works Limited", "from": "1 January 2025", "to": "31 December 2025"}
HEAD = "# Modern slavery statement 2025\nTolaga Works Limited makes this statement for the calendar year 2025.\n"
FILES = ["development", "held_out", "second_round"]
ALL = [pair for name in FILES for pair in pairs(name)]


@pytest.mark.parametrize("pair", ALL, ids=[pair.id for pair in ALL])
def test_a_pair_raises_what_was_planted_and_nothing_else(pair: Pair) -> None:
    found = compare(pair.answers, pair.statement)
    assert contradicted(found) == pair.expect
    assert {one.question for one in found if one.outcome != "contradicted"} >= pair.softer


@pytest.mark.parametrize("name", FILES)
def test_half_of_the_pairs_are_consistent(name: str) -> None:
    planted = [pair for pair in pairs(name) if pair.expect]
    assert 0.4 <= len(planted) / len(pairs(name)) <= 0.6
    assert measure(name)[0].planted == sum(len(pair.expect) for pair in planted)


def test_both_sides_are_quoted_with_reason_place_and_confidence() -> None:
    (one,) = compare(WHO | {"agency": "No"}, HEAD + "We hire 30 temporary workers through an agency each spring.\n")
    assert (one.kind, one.outcome, one.scope) == ("workforce", "contradicted", "own")
    assert one.declared.text == "No"
    assert one.declared.question.startswith("Do you use workers from agencies")
    assert one.declared.where == "cell B23"
    assert one.published.text == "We hire 30 temporary workers through an agency each spring."
    assert "declaration says" in one.reason
    assert "statement says" in one.reason
    assert 0.5 < one.confidence < 1


def test_words_of_another_firm_contradict_nothing() -> None:
    statement = "# Statement\nThis statement is made by Arden Park Limited for the calendar year 2025.\nWe do not have a modern slavery policy.\n"
    found = {one.question: one.outcome for one in compare(WHO | {"policy": "Yes"}, statement)}
    assert found == {"entity": "contradicted", "policy": "differs in scope"}


def test_a_statement_of_another_year_is_another_matter() -> None:
    statement = HEAD.replace("2025", "2026") + "We found one case of forced labour at our Gisborne depot.\n"
    found = {one.question: one.outcome for one in compare(WHO | {"incidents-own": "No"}, statement)}
    assert found == {"from": "differs in period", "incidents-own": "differs in period"}


@pytest.mark.parametrize(
    "said",
    [
        "If we found a case of forced labour at our depot, we would call the police.",
        "Cases of forced labour have been found in the construction industry.",
        "No case of forced labour was found at our depot.",
        "We trained our staff with two case studies on forced labour.",
        "We are at risk of forced labour at our depot.",
        "Our insurer asked whether our workers had paid recruitment fees.",
        "The report was about forced labour, which means work under threat.",
    ],
)
def test_what_may_happen_or_happens_elsewhere_is_no_case(said: str) -> None:
    assert compare(WHO | {"incidents-own": "No", "fees": "No", "complaints": "No"}, HEAD + said + "\n") == ()


@pytest.mark.parametrize("answer", ["Partly", "Not known", "", "N/A"])
def test_an_answer_that_claims_nothing_is_contradicted_by_nothing(answer: str) -> None:
    statement = HEAD + "We do not have a policy on modern slavery.\n"
    assert compare(WHO | {"policy": answer}, statement) == ()


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("38 of our 112 direct suppliers", 0.339, 0.340, "supplier"),
        ("twelve of sixty suppliers", 0.2, 0.2, "supplier"),
        ("45 per cent of employees", 0.45, 0.45, "staff"),
        ("about two thirds of our factories", 0.617, 0.717, "supplier"),
        ("all our contracts", 1, 1, "contract"),
        ("not all suppliers", 0, 0.93, "supplier"),
    ],
)
def test_shares_are_read_with_their_unit(text: str, low: float, high: float, unit: str) -> None:
    (share,) = shares(text)
    assert share.low == pytest.approx(low, abs=0.006)
    assert share.high == pytest.approx(high, abs=0.006)
    assert share.unit == unit


def test_a_share_of_those_that_were_looked_at_is_no_share_of_all() -> None:
    assert shares("15% of the suppliers assessed were asked to mend something") == ()
    assert shares("which make 80% of our garments") == ()


def test_to_make_sure_and_to_put_right_go_together() -> None:
    told = "Three of our pickers had paid recruitment fees to an agent in Samoa. "
    answers = WHO | {"no-fees": "Yes"}
    assert contradicted(compare(answers, HEAD + told + "We repaid them in May 2025.\n")) == set()
    assert contradicted(compare(answers, HEAD + told + "The agent has kept the money.\n")) == {"no-fees"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"policy": "Yes"}, "Our policy: Tolaga does not use slave labour and does not condone forced labour."),
        ({"audits": "Yes"}, "As and when we bring on new suppliers, we will conduct due diligence on them."),
        ({"audits": "Yes"}, "We will assess the replies and use our supplier audits to choose indicators."),
        ({"audits": "Yes"}, "Our due diligence found no evidence of slavery at suppliers."),
        ({"agency": "No"}, "Within our sector, we see these groups as including agency workers."),
        ({"subcontractors": "No"}, "We use a hotline for colleagues, contractors and suppliers to report concerns."),
        ({"subcontractors": "No"}, "Tolaga engages partners, subcontractors and suppliers to adopt its principles."),
        (
            {"incidents-chain": "No"},
            "We reviewed our vendors, the results of which have not identified evidence of slavery.",
        ),
        ({"incidents-own": "No"}, "The findings showed that our business has a low risk of exposure to slavery."),
        (
            {"incidents-chain": "No"},
            "Suppliers have improved their practices in relation to the retention of passports.",
        ),
        ({"incidents-own": "No"}, "Nobody's passport is kept by us."),
        ({"incidents-own": "No"}, "We found that 58% had used the guide to understand what modern slavery is."),
        ({"incidents-own": "No"}, "An adviser confirmed that we meet the Modern Slavery Act."),
        ({"fees": "No"}, "In 2025 we were part of an initiative on recruitment fees among agents in Asia."),
        ({"fees": "No"}, "We became one of the founding members of a group that works on worker-paid fees."),
        ({"complaints": "No"}, "Reports from workers received on our line are reviewed within a day by the director."),
        (
            {"incidents-chain": "No"},
            "In cases (such as where workers had their passports taken) we would leave the supplier.",
        ),
        (
            {"agency": "No"},
            "We recognise that where workers are employed through agencies, we have less sight of them.",
        ),
        ({"sourcing": "New Zealand only"}, "We work with suppliers in Europe and South America."),
        ({"all-assessed": "Yes"}, "None of the suppliers assessed by our auditor are deemed a priority."),
    ],
)
def test_turns_of_phrase_that_contradict_nothing(answers: dict[str, str], said: str) -> None:
    assert compare(WHO | answers, HEAD + said + "\n") == ()


def test_the_month_of_may_is_not_what_may_happen() -> None:
    said = "In May 2025 we found one case of forced labour at our depot.\n"
    assert contradicted(compare(WHO | {"incidents-own": "No"}, HEAD + said)) == {"incidents-own"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("In August 2022 the Labour Inspectorate issued us with an infringement notice over payslips.", {"breaches"}),
        ("In 2016 the Labour Inspectorate issued us with an infringement notice over payslips.", set()),
        ("If the Labour Inspectorate issued us with a notice, we would tell our customers.", set()),
        ("We were fined for parking on the berm in 2025.", set()),
    ],
)
def test_a_breach_counts_within_the_years_that_are_asked(said: str, expected: set[str]) -> None:
    assert contradicted(compare(WHO | {"breaches": "No"}, HEAD + said + "\n")) == expected
