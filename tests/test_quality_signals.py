"""The page on the 58 quality signals is true: its criteria and warnings exist, and the new criteria do what it says."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

from checking import check_text, finding
from conftest import REPOSITORY
from supplychain_check.analyse.identity import clock_warnings
from supplychain_check.models import DisclosureState
from supplychain_check.packs import load_pack
from supplychain_check.phrases import PhraseSet, tokens

PAGE = REPOSITORY / "docs" / "quality-signals.md"
PACK = "quality-signals"
HEAD = "# Modern slavery statement\n\nRata Freight Limited asked its labour agencies about forced labour.\n\n"
SLIPS = {
    "delegated-approval": "This statement was approved by the executive committee on behalf of the board on 9 July 2026.",
    "blank-signature": "Signed: ______________ Director",
    "period-old": "This statement covers the year ended 31 March 2019.",
    "identifier-check-digit": "Rata Freight Limited, NZBN 9429990104512.",
    "wrong-act-year": "This statement is made under the Modern Slavery Act 2016.",
    "wrong-act": "This statement is made under section 54 of the Modern Slavery Act 2018 (Cth).",
    "period-in-future": "This statement covers the year ending 31 March 2031.",
    "title-period-disagree": "# Modern slavery statement 2021\n\nThis statement covers the year ended 31 March 2026.",
    "template-placeholder": "This statement is made by [Company name].",
    "person-named": "A worker named Rosa Delgado had her passport taken, a case of forced labour that we found at a supplier.",
}
"""For each warning that the page names, a text that draws it."""


def rows() -> list[tuple[int, str]]:
    """Number and answer of each row of the list."""
    found = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    return [(int(number), answer) for number, answer in found]


def test_the_page_lists_every_signal_once_and_in_order() -> None:
    assert [number for number, _ in rows()] == list(range(1, 59))


def test_each_criterion_of_the_pack_stands_beside_its_number() -> None:
    named = [(number, id) for number, answer in rows() for id in re.findall(r"criterion `([\w-]+)`", answer)]
    assert all(id.startswith(f"{number:02}-") for number, id in named)
    assert sorted(id for _, id in named) == sorted(criterion.id for criterion in load_pack(PACK).criteria)


def test_the_page_names_only_warnings_that_the_tool_gives() -> None:
    answers = [answer for _, answer in rows() if "warning" in answer]
    named = {code for answer in answers for code in re.findall(r"`([a-z-]+)`", answer)}
    assert named == set(SLIPS)


@pytest.mark.parametrize("code", SLIPS)
def test_each_warning_of_the_page_is_given(code: str) -> None:
    text = SLIPS[code]
    checked = check_text(text if text.startswith("#") else HEAD + text, PACK)
    clock = clock_warnings(checked.identity, date(2026, 11, 22))
    assert code in {warning.code for warning in (*checked.warnings, *clock)}


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE.read_text(encoding="utf-8")):
        assert (PAGE.parent / target).exists(), target


def test_goods_of_the_risk_lists_are_all_asked_about() -> None:
    goods = tomllib.loads((REPOSITORY / "criteria" / "risk" / "goods.toml").read_text(encoding="utf-8"))["goods"]
    criterion = next(one for one in load_pack(PACK).criteria if one.id == "49-known-risks")
    listed = PhraseSet({"goods": criterion.signals["listed-goods"].phrases})
    assert [word for good in goods for word in good["words"] if not listed.names(tokens(word))] == []


def test_a_firm_that_buys_nothing_listed_is_not_asked_about_known_risks() -> None:
    checked = check_text(HEAD + "We bought legal advice and insurance in May 2026.", PACK)
    assert finding(checked, "49-known-risks").disclosure is DisclosureState.NOT_ASKED


@pytest.mark.parametrize(
    ("approval", "level"),
    [
        ("The executive committee approved this statement on behalf of the board on 9 July 2026.", 1),
        ("The board of directors approved this statement on 9 July 2026.", 2),
    ],
)
def test_an_approval_in_place_of_the_board_is_a_signal_of_its_own(approval: str, level: int) -> None:
    assert finding(check_text(HEAD + approval, PACK), "39-delegated").level == level


def test_without_an_approval_nobody_is_asked_whose_it_was() -> None:
    checked = check_text(HEAD, PACK)
    assert finding(checked, "39-delegated").disclosure is DisclosureState.NOT_ASKED
