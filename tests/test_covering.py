"""Whether a statement covers a supplier: by number, by name, under a trading name, through its parent, or not."""

from __future__ import annotations

import pytest

from supplychain_check.vetting.covering import coverage
from supplychain_check.vetting.names import Likeness, likeness
from supplychain_check.vetting.values import Coverage, Covered
from vetting_pairs import published

GROUP = """
# Modern slavery statement
This joint statement is made by Halswater Group Limited (NZBN 9429 000 000 109) for the year ended 30 June 2025.

## Entities covered by this statement
- Halswater Group Limited
- Halswater Transport Limited
- Wharerata Cold Stores Ltd, trading as Chillmark
- Ōpihi Packhouse Limited

## Our suppliers
We audited Northgate Fuel Limited, our largest supplier of diesel.
This statement does not cover Halswater Finance Limited.
"""
ALONE = """
# Modern slavery statement
This statement is made by Brindle Transport Holdings Limited for the year ended 31 March 2025.
We carry goods for farmers and buy fuel, tyres and vehicles.
"""
FAMILY = """
# Modern slavery statement
This statement is made by Brindle Group Limited on behalf of itself and its subsidiaries for the year ended 31 March 2025.
We carry goods for farmers.
"""


def ask(name: str, *numbers: str, statement: str = GROUP, trading: str = "") -> Coverage:
    return coverage(name, numbers, *published(statement), trading=trading)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Halswater Group Limited", Covered.REPORTING_ENTITY),
        ("HALSWATER GROUP LTD.", Covered.REPORTING_ENTITY),
        ("Halswater Transport Ltd", Covered.LISTED),
        ("Opihi Packhouse Limited", Covered.LISTED),
        ("Chillmark", Covered.TRADING_NAME),
        ("Northgate Fuel Limited", Covered.UNSURE),
        ("Halswater Finance Limited", Covered.UNSURE),
        ("Merrivale Freight Limited", Covered.NOT_FOUND),
    ],
)
def test_a_supplier_is_found_by_its_name(name: str, expected: Covered) -> None:
    found = ask(name)
    assert found.covered is expected, found.reason
    assert (found.quote is None) == (expected is Covered.NOT_FOUND)


def test_a_number_counts_before_the_name() -> None:
    found = ask("Halswater Logistics 2019 Limited", "NZBN 9429000000109")
    assert (found.covered, found.matched_by) == (Covered.REPORTING_ENTITY, "number")
    assert "name there differs" in found.reason


def test_the_same_name_with_another_number_is_asked_about() -> None:
    found = ask("Halswater Group Limited", "9429000000116")
    assert found.covered is Covered.UNSURE
    assert "number is not" in found.reason


def test_a_number_with_a_wrong_check_digit_is_left_out_and_said() -> None:
    found = ask("Halswater Group Limited", "NZBN 9429000000118")
    assert found.covered is Covered.REPORTING_ENTITY
    assert "check digit" in found.reason


def test_an_australian_company_number_is_found_in_its_business_number() -> None:
    statement = "# Statement\nThis statement is made by Wirrabara Glass Pty Ltd (ABN 89 000 000 019) for 2025."
    assert ask("Wirrabara Glass", "ACN 000 000 019", statement=statement).matched_by == "number"


def test_a_longer_name_is_another_firm_until_somebody_says_so() -> None:
    found = ask("Brindle Transport Limited", statement=ALONE)
    assert found.covered is Covered.UNSURE
    assert found.confidence < 0.5


def test_a_parent_that_speaks_for_its_subsidiaries_may_cover_the_supplier() -> None:
    assert ask("Brindle Transport Limited", statement=FAMILY).covered is Covered.PARENT_ONLY


def test_a_trading_name_of_the_supplier_is_looked_for_too() -> None:
    assert ask("Wharerata Holdings 2 Limited", trading="Chillmark").covered is Covered.TRADING_NAME


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The Kōwhai Company Ltd", "Kowhai Co Limited", Likeness.SAME),
        ("A. B. Penrose & Sons Pty. Ltd.", "AB Penrose and Sons Pty Ltd", Likeness.SAME),
        ("Penrose Cleaning Ltd", "Penrose Cleaning PLC", Likeness.NEAR),
        ("Hawthorndale Cleaning Ltd", "Hawthorndale Cleanings Ltd", Likeness.NEAR),
        ("Halswater Transport Ltd", "Halswater Transport Holdings Ltd", Likeness.FAMILY),
        ("Site 12 Services Ltd", "Site 14 Services Ltd", Likeness.OTHER),
        ("Northern Foods Ltd", "Northern Roads Ltd", Likeness.OTHER),
    ],
)
def test_names_are_compared_without_accents_punctuation_and_spelling_of_the_form(
    one: str, other: str, expected: Likeness
) -> None:
    assert likeness(one, other) is likeness(other, one) is expected


@pytest.mark.parametrize(
    "name",
    [
        "Halswater Transport Limited, trading as Halswater Freight",
        "Halswater Transport Limited t/a Halswater Freight",
        "Halswater Transport Limited (trading as “Halswater Freight”)",
    ],
)
def test_a_trading_name_behind_the_legal_name_makes_no_other_firm(name: str) -> None:
    assert ask(name).covered is Covered.LISTED
