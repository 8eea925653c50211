from __future__ import annotations

from datetime import date

import pytest

from hand_made import shown, who
from supplychain_check.analyse.dates import dates, months_before, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 June 2025", "2025-06-30"),
        ("30th June, 2025", "2025-06-30"),
        ("30th day of June 2025", "2025-06-30"),
        ("June 30, 2025", "2025-06-30"),
        ("3/4/2025", "2025-04-03"),
        ("2025-04-03", "2025-04-03"),
        ("31-Mar-25", "2025-03-31"),
        ("February 2024", "2024-02-29"),
        ("31 February 2024", None),
        ("1 May 1066", None),
    ],
)
def test_dates_are_read_day_first(text: str, expected: str | None) -> None:
    assert parse(text) == (date.fromisoformat(expected) if expected else None)


def test_dates_are_found_in_running_text() -> None:
    found = list(dates("Signed 1 May 2024; reviewed in May 2025, in room 12 of 2020 rooms."))
    assert [(f.date.isoformat(), f.day) for f in found] == [("2024-05-01", True), ("2025-05-31", False)]


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("2025-06-30", "2024-07-01"),
        ("2024-02-29", "2023-03-01"),
        ("2017-01-28", "2016-01-29"),
        ("2023-12-31", "2023-01-01"),
    ],
)
def test_a_year_begins_the_day_after_the_months_before_ended(end: str, start: str) -> None:
    assert months_before(date.fromisoformat(end)) == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("for the financial year ended 30 June 2025", "2024-07-01/2025-06-30"),
        ("for the year ending 31 December 2023", "2023-01-01/2023-12-31"),
        ("for the year ended December 31, 2022", "2022-01-01/2022-12-31"),
        ("for the year ended 31st of March 2024", "2023-04-01/2024-03-31"),
        ("for the 52 weeks of the financial year ended 28 January 2024", "2023-01-29/2024-01-28"),
        ("for the financial year ending March 2025", "2024-04-01/2025-03-31"),
        ("for the year to 31/03/2024", "2023-04-01/2024-03-31"),
        ("for the half year ended 31 December 2024", "2024-07-01/2024-12-31"),
        ("for the 18 months ended 30 September 2024", "2023-04-01/2024-09-30"),
        ("for the time between 1 July 2024 and 30 June 2025", "2024-07-01/2025-06-30"),
        ("between 1 January and 31 December 2024", "2024-01-01/2024-12-31"),
        ("FYE 30 June 2024", "2023-07-01/2024-06-30"),
        ("for fiscal 2024", "2024"),
        ("for FYE24", "2024"),
        ("for the period 1 July 2024 to 30 June 2025", "2024-07-01/2025-06-30"),
        ("covering 1 July 2024 – 30 June 2025", "2024-07-01/2025-06-30"),
        ("for 1 July to 31 December 2024", "2024-07-01/2024-12-31"),
        ("for 1 October to 30 September 2024", "2023-10-01/2024-09-30"),
        ("covering January 2024 to December 2024", "2024-01-01/2024-12-31"),
        ("for the period from 1 April 2023 until 31 March 2024", "2023-04-01/2024-03-31"),
        ("for the calendar year 2023", "2023"),
        ("for the financial year ending 2030", "2030"),
        ("for the financial year 2023", "2023"),
        ("for the 2025 financial reporting year", "2025"),
        ("for FY24", "2024"),
        ("for FY2024", "2024"),
        ("for FY 2023-24", "2023/2024"),
        ("for FY23/24", "2023/2024"),
        ("for the financial year 2024/25", "2024/2025"),
        ("for the financial year 2024-2025", "2024/2025"),
        ("as the law of 2015 asks", None),
        ("which was founded in 1998 and moved in May 2003", None),
    ],
)
def test_the_forms_of_a_period(text: str, value: str | None) -> None:
    identity = who(f"# Modern Slavery Statement\nThis is the statement of Kauri Tools Limited {text}.")
    assert (identity.period.value if identity.period else None) == value
    if value and "-" in value:
        assert f"{identity.period_start}/{identity.period_end}" == value


def test_a_calendar_year_has_dates_and_a_financial_year_has_none() -> None:
    calendar = who("This statement covers the calendar year 2023.")
    assert (calendar.period_start, calendar.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    financial = who("This statement covers the financial year 2023.")
    assert (financial.period_start, financial.period_end) == (None, None)


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Modern Slavery Statement 2023/24", "2023/2024"),
        ("Modern Slavery Statement 2024", "2024"),
        ("Statement under the Modern Slavery Act 2015", None),
        ("Modern Slavery Act (UK) 2015 Statement", None),
    ],
)
def test_a_year_in_the_title_is_a_period_but_the_year_of_an_act_is_not(title: str, value: str | None) -> None:
    period = who(f"# {title}\nWe buy tea from two growers.").period
    assert (period.value if period else None) == value


def test_a_heading_under_the_title_may_carry_the_year() -> None:
    period = who("# Kauri Tools Modern Slavery Statement\n# 2018 statement\nWe buy steel.").period
    assert period is not None
    assert period.value == "2018"


def test_the_period_of_the_statement_wins_over_last_year_and_turnover() -> None:
    identity = who(
        "# Modern Slavery Statement\n"
        "This statement covers the financial year ended 31 March 2025.\n"
        "Our turnover in the year ended 31 March 2024 was 40 million.\n"
        "In the previous year, ended 31 March 2024, we trained nobody."
    )
    assert identity.period_end == date(2025, 3, 31)


def test_two_periods_of_the_same_weight_are_pointed_out() -> None:
    _, warnings = shown(
        "# Modern Slavery Statement\n"
        "This statement covers the financial year ended 31 March 2025.\n"
        "This statement covers the financial year ended 31 March 2024."
    )
    assert "2025-03-31" in warnings["several-periods"].message
    assert "2024-03-31" in warnings["several-periods"].message


def test_the_period_quotes_its_place() -> None:
    period = who("This statement covers the financial year ended 31 March 2025.").period
    assert period is not None
    assert period.text == "financial year ended 31 March 2025"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Publication date: 27 June 2022", "2022-06-27"),
        ("Last updated May 2024", "2024-05"),
        ("Last reviewed: 3 February 2025", "2025-02-03"),
        ("Dated 4 March 2025", "2025-03-04"),
        ("This statement was approved by the board on 12 March 2025.", "2025-03-12"),
        ("10/14/19, 1:22 PM", None),
        ("Our ethical code was first published in January 2015 and has been read by many of our growers.", None),
        ("Our factory in Leeds has made hinges since 3 May 1999 and still does so for many of our customers.", None),
    ],
)
def test_the_date_of_the_document(text: str, value: str | None) -> None:
    lines = "\n".join(f"We visited grower {n} this season." for n in range(9))
    published = who(f"# Modern Slavery Statement\n{lines}\n{text}").published
    assert (published.value if published else None) == value


def test_a_publication_date_wins_over_the_date_of_approval() -> None:
    published = who("Published on 1 May 2025.\nApproved by the board on 12 March 2025.").published
    assert published is not None
    assert published.value == "2025-05-01"


# --- years that are only named -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("for FY24. Our financial year ends on 30 June.", "2023-07-01/2024-06-30"),
        ("for FY2023/24. Our year end is 31 March.", "2023-04-01/2024-03-31"),
        ("for the reporting period 2023-24. The fiscal year runs from 1 July to 30 June.", "2023-07-01/2024-06-30"),
        ("for the financial year 2024. We have a December year end.", "2024-01-01/2024-12-31"),
        ("for FY24. We wrote to mills in the year ended 30 September 2022.", "2023-10-01/2024-09-30"),
        ("for FY24.", None),
        ("for FY2023/24. Our year end is 31 December.", None),
        ("for FY24. Our financial year ends in March. The financial year ends in June at our mills.", None),
    ],
)
def test_a_named_year_has_dates_where_the_document_says_when_its_year_ends(text: str, dates: str | None) -> None:
    identity = who(f"# Modern Slavery Statement\nThis statement is made by Kauri Tools Limited {text}")
    found = f"{identity.period_start}/{identity.period_end}" if identity.period_end else None
    assert found == dates
    assert (identity.period_from is not None) == (dates is not None)


def test_a_year_that_a_title_names_gets_no_dates() -> None:
    identity = who("# Modern Slavery Statement 2024\nOur financial year ends on 30 June.")
    assert identity.period is not None
    assert identity.period_end is None


def test_a_statement_may_name_its_year_in_its_name() -> None:
    identity = who("# Modern Slavery\nIn this 2018 Statement Against Modern Slavery we say what Kauri Tools did.")
    assert identity.period is not None
    assert identity.period.value == "2018"
