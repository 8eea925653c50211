from __future__ import annotations

from datetime import date

import pytest

from hand_made import document, laws, who
from supplychain_check.analyse.identity import clock_warnings, identify
from supplychain_check.segment import segment


@pytest.mark.parametrize(
    ("text", "meta", "title"),
    [
        ("# Modern Slavery Statement\nWe sell tea.", "", "Modern Slavery Statement"),
        (
            "Home | About | Modern Slavery Statement | Contact\n# Our Modern Slavery Statement",
            "",
            "Our Modern Slavery Statement",
        ),
        (
            "Skip to content\n# Cookies\n# Slavery and Human Trafficking Statement 2024",
            "",
            "Slavery and Human Trafficking Statement 2024",
        ),
        ("# Introduction\nWe sell tea.", "Kauri Tea Modern Slavery Statement", "Kauri Tea Modern Slavery Statement"),
        ("# Introduction\nWe sell tea and buy it from growers.", "report_final.pdf", None),
        (
            "# Foreword\n- We have a modern slavery policy\nWe sell tea.",
            "Modern Slavery Report",
            "Modern Slavery Report",
        ),
        ("# Forced Labour Report\n# Modern Slavery Training", "", "Forced Labour Report"),
        ("This statement is made pursuant to section 54 of the Modern Slavery Act 2015.", "", None),
    ],
)
def test_titles(text: str, meta: str, title: str | None) -> None:
    found = who(text, meta).title
    assert (found.value if found else None) == title


def test_a_title_from_the_metadata_has_no_place_in_the_text() -> None:
    found = who("We sell tea.", "Kauri Tea Modern Slavery Statement").title
    assert found is not None
    assert found.start == -1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("This statement is made by Kauri Tools Limited.", ["Kauri Tools Limited"]),
        ("This statement is made on behalf of Kauri Tools Pty Ltd (“Kauri”, “we”).", ["Kauri Tools Pty Ltd"]),
        (
            "This is a joint statement of Kauri Holdings plc, Rimu Mills LLP and Totara GmbH.",
            ["Kauri Holdings plc", "Rimu Mills LLP", "Totara GmbH"],
        ),
        ("# Kauri & Sons (NZ) Limited Modern Slavery Statement", ["Kauri & Sons (NZ) Limited"]),
        ("This report is made by Rimu Foods Inc. for itself.", ["Rimu Foods Inc."]),
        ("This report is made by Bridge of Weir Looms Company Ltd, weavers.", ["Bridge of Weir Looms Company Ltd"]),
        ("This statement covers Nordlys Fisk AS and its subsidiaries.", ["Nordlys Fisk AS"]),
        ("Signed by Ada Moss, Chief Executive Officer, Kauri Tools Limited.", ["Kauri Tools Limited"]),
        ("This statement is made by Kauri® Ltd for itself.", ["Kauri® Ltd"]),
        (
            "Approved by the Board of Directors of Kauri Tools Limited, which made this statement.",
            ["Kauri Tools Limited"],
        ),
        ("# Kauri Tools Modern Slavery Statement\nKauri Tools makes hinges. Kauri Tools buys steel.", ["Kauri Tools"]),
        (
            "# Modern Slavery Statement\nKauri Tools is a maker of hinges.\nAt Kauri Tools we buy steel.",
            ["Kauri Tools"],
        ),
        (
            "# Modern Slavery Statement\nThe Moss Trust is a charity.\nThis statement is made by the Moss Trust.",
            ["Moss Trust"],
        ),
        ("# Modern Slavery Statement\nWe buy steel.\n© 2025 Kauri Tools\nKauri Tools, Leeds", ["Kauri Tools"]),
        ("# Modern Slavery Statement\nWe buy steel from four mills.", []),
    ],
)
def test_organisations(text: str, names: list[str]) -> None:
    assert [entity.value for entity in who(text).entities] == names


def test_a_firm_that_only_checks_or_supplies_is_not_one_that_the_statement_speaks_for() -> None:
    lines = "\n".join(f"We visited mill {n} in the year." for n in range(8))
    identity = who(
        f"# Modern Slavery Statement\nThis statement is made by Kauri Tools Limited.\n{lines}\n"
        "Our mills are audited by Sharp Eye Audits Ltd.\nOur suppliers are firms such as Rimu Mills Ltd."
    )
    assert [entity.value for entity in identity.entities] == ["Kauri Tools Limited"]


def test_an_authority_speaks_only_where_the_title_says_so() -> None:
    told = "Employment New Zealand has taken firms to court. Employment New Zealand takes calls from workers."
    assert who(f"# Our page on modern slavery\nWe clean windows.\n{told}").entities == ()
    told = "Companies House keeps registers. Companies House buys paper."
    assert who(f"# Our page on modern slavery\nWe clean windows.\n{told}").entities == ()
    own = who(f"# Companies House Modern Slavery Statement\n{told}")
    assert [entity.value for entity in own.entities] == ["Companies House"]


@pytest.mark.parametrize(
    "text",
    [
        "Kauri Tools Limited is a wholly owned subsidiary of Rimu Group plc.",
        "Kauri Tools Limited is owned and controlled by its parent entity, Rimu Group plc.",
        "Kauri Tools Limited is part of Rimu Group plc.",
        "In 2020 Rimu Group plc, our ultimate parent, moved to Leeds.",
        "© 2021 Rimu Group plc. All rights reserved.",
    ],
)
def test_an_owner_or_holder_of_rights_is_not_one_that_the_statement_speaks_for(text: str) -> None:
    lines = "\n".join(f"We visited mill {n} in the year." for n in range(8))
    identity = who(f"# Modern Slavery Statement\nThis statement is made by Kauri Tools Limited.\n{lines}\n{text}")
    assert [entity.value for entity in identity.entities] == ["Kauri Tools Limited"]


def test_a_group_statement_names_the_owner_and_those_below_it() -> None:
    identity = who(
        "# Modern Slavery Statement\nThis statement is made by Rimu Group plc and its subsidiary Kauri Tools Limited."
    )
    assert [entity.value for entity in identity.entities] == ["Rimu Group plc", "Kauri Tools Limited"]


def test_entities_may_stand_in_a_list_below_their_heading() -> None:
    lines = "\n".join(f"We visited mill {n} in the year." for n in range(8))
    identity = who(
        "# Modern Slavery Statement\nThis statement is made by Rimu Group plc.\n"
        f"{lines}\n# Reporting entities\n- Kauri Tools Limited\n- Totara Mills Limited"
    )
    assert {entity.value for entity in identity.entities} >= {"Kauri Tools Limited", "Totara Mills Limited"}


def test_a_body_whose_name_begins_with_its_kind_is_found() -> None:
    text = "The Foundation for Fair Orchards (“FFO”) is a charity. FFO has no staff."
    identity = who(f"# Modern Slavery Statement\n{text}")
    assert [entity.value for entity in identity.entities] == ["Foundation for Fair Orchards"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kauri Tools Limited trading as Kauri Hinges makes hinges.", ["Kauri Hinges"]),
        ("Kauri Tools Limited (t/a “The Hinge House”) makes hinges.", ["The Hinge House"]),
        ("Kauri Tools Limited (“Kauri”, “we”) makes hinges.", ["Kauri"]),
        ("Kauri Tools Limited (KTL) makes hinges.", ["KTL"]),
        ("Our trading names are Kauri Hinges and Kauri Locks.", ["Kauri Hinges", "Kauri Locks"]),
        ("We trade as Kauri Hinges. We buy steel.", ["Kauri Hinges"]),
        ("Kauri Tools Limited (“the Company”) makes hinges.", []),
        ("Kauri Tools Limited (the “Group's”) hinges are steel.", []),
        ("Kauri Tools Limited (NZ) makes hinges.", []),
        ("We buy steel from four mills.", []),
    ],
)
def test_trading_names(text: str, names: list[str]) -> None:
    identity = who(f"# Modern Slavery Statement\nThis statement is made by Kauri Tools Limited.\n{text}")
    assert [name.value for name in identity.trading_names] == names


def test_an_organisation_named_often_is_kept_once() -> None:
    identity = who("This statement is made by Kauri Tools Ltd.\nSigned by Ada Moss, Director, Kauri Tools Limited.")
    assert len(identity.entities) == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Kauri Tools Pty Ltd (ABN 53 004 085 616)", ["ABN 53004085616"]),
        ("Kauri Tools Pty Ltd (ABN 53 004 085 617)", []),
        ("Kauri Tools Pty Ltd ACN 004 085 616", ["ACN 004085616"]),
        ("Kauri Tools Pty Ltd ACN: 004 085 615", []),
        ("NZBN 9429 000 000 018", []),
        ("NZBN: 9429000000000", ["NZBN 9429000000000"]),
        ("Registered in England and Wales. Company number 01234567.", ["GB-COH 01234567"]),
        ("Registered in Scotland with registered number SC123456", ["GB-COH SC123456"]),
        ("Kauri Tools, Leeds, England. Company Number: 925463", ["GB-COH 00925463"]),
        ("Kauri Tools, Suva. Company Number: 925463", ["company number 925463"]),
        ("Business Number 12345 6782", ["BN 123456782"]),
        ("Business Number 12345 6789", []),
        ("Telephone 01234567", []),
        ("Registered in England and Wales: 01234567", ["GB-COH 01234567"]),
        ("It is registered in England and Wales at 9 Mill Lane, Leeds, number 01234567.", ["GB-COH 01234567"]),
        ("Kauri Tools, Leeds LS1 4AP. CRN 01234567", ["GB-COH 01234567"]),
        ("Company No. 01234567 and, in England, company number 01234567", ["GB-COH 01234567"]),
        ("Company No. 24680, Dubai", ["company number 24680"]),
        ("BN 12345 6782 RC0001", ["BN 123456782"]),
    ],
)
def test_identifiers_are_kept_where_the_check_digit_agrees(text: str, numbers: list[str]) -> None:
    assert [number.value for number in who(text).identifiers] == numbers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("This joint modern slavery statement covers two companies.", "joint"),
        ("This statement is made by Kauri Tools Limited and Rimu Mills Limited.", "joint"),
        ("The boards of each of the reporting entities approved it.", "joint"),
        ("This statement is made by Kauri Tools Limited on behalf of itself and its subsidiaries.", "group"),
        ("This statement is made on behalf of all companies in the Kauri group.", "group"),
        ("This is not a joint statement.", None),
        ("We run a joint venture and report on it each year.", None),
        ("Our suppliers and their subsidiaries must read this.", None),
        ("This statement is made by Kauri Tools Limited.", None),
    ],
)
def test_joint_statements(text: str, kind: str | None) -> None:
    found = who(f"# Modern Slavery Statement\n{text}").joint
    assert (found.value if found else None) == kind


@pytest.mark.parametrize(
    ("text", "contacts"),
    [
        ("Questions: Ethics@kauri-tools.example.", ["ethics@kauri-tools.example"]),
        ("Tel: +64 3 555 0100, or write to hello@kauri.example", ["+64 3 555 0100", "hello@kauri.example"]),
        ("Call us on 0800 555 010 between nine and five.", ["0800 555 010"]),
        ("Ring the Modern Slavery Helpline on tel: 08000 555 700", []),
        ("Tell the police: report@west.police.uk", []),
        ("We trained 0800 555 workers.", []),
    ],
)
def test_contacts_are_those_of_the_organisation(text: str, contacts: list[str]) -> None:
    assert [contact.value for contact in who(f"# Modern Slavery Statement\n{text}").contacts] == contacts


@pytest.mark.parametrize(
    ("text", "registers"),
    [
        ("See https://modernslaveryregister.gov.au/statements/999999/ for it.", ["au-register"]),
        ("It stands on the government's Modern Slavery Statement Registry.", ["gb-registry"]),
        ("We looked at the register of companies.", []),
        ("This Modern Slavery Statement is registered with our board.", []),
    ],
)
def test_registers_on_which_a_statement_stands(text: str, registers: list[str]) -> None:
    assert [register.value for register in who(f"# Modern Slavery\n{text}").registers] == registers


def test_every_place_is_a_place_in_the_text() -> None:
    made = document(
        "# Kauri Tools Limited Modern Slavery Statement\n"
        "This joint statement is made by Kauri Tools Limited (“Kauri”), company number 01234567, pursuant to section 54 "
        "of the Modern Slavery Act 2015 for the year ended 31 March 2025.\nPublished on 2 May 2025 on the Modern Slavery "
        "Statement Registry.\nQuestions: hello@kauri.example"
    )
    found = identify(made, segment(made), laws())
    places = [
        *(found.title, found.period, found.published, found.joint),
        *(*found.entities, *found.trading_names, *found.identifiers),
        *(*found.laws, *found.registers, *found.contacts),
    ]
    for place in places:
        assert place is not None
        assert made.text[place.start : place.end] == place.text


# --- what depends on the day ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "today", "codes"),
    [
        ("for the year ended 31 March 2025", date(2025, 9, 1), []),
        ("for the year ended 31 March 2025", date(2026, 10, 1), ["period-old"]),
        ("for the year ending 31 March 2030", date(2026, 10, 1), ["period-in-future"]),
        ("for the financial year ending 2030", date(2026, 10, 1), ["period-in-future"]),
        ("for the financial year 2026", date(2026, 10, 1), []),
        ("for FY19", date(2026, 10, 1), ["period-old"]),
        ("as ever", date(2026, 10, 1), []),
    ],
)
def test_warnings_of_the_day(text: str, today: date, codes: list[str]) -> None:
    identity = who(f"# Modern Slavery Statement\nThis statement is made by Kauri Tools Limited {text}.")
    assert [warning.code for warning in clock_warnings(identity, today)] == codes
