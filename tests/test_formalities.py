from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from hand_made import document, laws, plain, sentences, shown
from research_data import research_data
from supplychain_check.analyse.formalities import formalities
from supplychain_check.analyse.identity import identify
from supplychain_check.models import Document, Segment
from supplychain_check.segment import segment


def variant(text: str, name: str) -> str | None:
    found, _ = shown(text)
    return found[name].variant if name in found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This statement was approved by the Board of Directors on 12 March 2025.", "board"),
        ("The Board approved this statement on 12 March 2025.", "board"),
        ("This statement has been approved by our board and will be reviewed annually.", "board"),
        ("Approved by the Board: 15 February 2024", "board"),
        ("# Board Approval\nIt was approved on 3 May 2024 by the directors of Kauri Tools Limited.", "board"),
        ("This statement was approved by the board of trustees of the Moss Trust.", "board"),
        ("This report was approved by the principal governing body of Kauri Tools Pty Ltd on 1 May 2024.", "board"),
        (
            "This report was approved pursuant to subparagraph 11(4)(b)(ii) of the Act by the governing body of each entity.",
            "board",
        ),
        ("This report was adopted by the Management Board on 1 May 2024.", "board"),
        ("This statement was approved by the Board and signed on its behalf by Ada Moss.", "board"),
        ("This statement was approved by the members of Rimu Mills LLP on 1 May 2024.", "members"),
        ("This statement was approved by the Executive Committee on 1 May 2024.", "delegated"),
        ("This statement was approved by the Chief Executive Officer.", "delegated"),
        ("This statement is approved on behalf of the board by Ada Moss.", "delegated"),
        ("This document was approved by the Chair of the Board of Trustees.", "delegated"),
        ("This statement was approved by the chair of the board and the directors on 1 May 2024.", "board"),
        (
            "# Board approval\nThis policy has been approved by our board of directors, who review it each year.",
            "board",
        ),
        ("# Our policies\nThis policy has been approved by our board of directors.", None),
        ("This statement was approved under delegated authority of the Board.", "delegated"),
        ("This statement was approved by our people at the spring meeting.", "unclear"),
        ("The board approved this statement on 1 May 2024 on behalf of three companies.", "board"),
        ("The two directors agreed this statement on 1 May 2024.", "board"),
        ("# Approved by the Board on 1 May 2024", "board"),
        ("This statement is approved by the Founder pending the appointment of the Board.", "delegated"),
        ("Our policy, adopted on 6 June 2023 and approved by the board, binds each company.", None),
        ("Kauri Tools, board approval, director signature, forced labour, training", None),
        ("# Board approval", None),
        ("Our anti-slavery policy was approved by the Board in 2019.", None),
        ("The Board approves all supplier codes before they are used.", None),
        ("The board of directors oversees our work on modern slavery.", None),
        ("New mills must be approved by a director before the first order.", None),
        ("This statement will be approved by the Board in June.", None),
        ("Only approved suppliers may tender, and the board is told of each one.", None),
        ("We buy steel from four mills.", None),
    ],
)
def test_approval(text: str, expected: str | None) -> None:
    assert variant(f"# Modern Slavery Statement\nWe buy steel.\n{text}", "approval") == expected


def test_the_clearest_approval_is_kept() -> None:
    found, warnings = shown(
        "This statement was approved by the Executive Committee on 1 May 2024.\n"
        "This statement was approved by the Board of Directors on 9 May 2024."
    )
    assert found["approval"].variant == "board"
    assert "9 May 2024" in found["approval"].evidence.text
    assert "delegated-approval" not in warnings


OPENING = "\n".join(
    ["# Modern Slavery Statement", *(f"We visited mill {n} and spoke with its workers." for n in range(12))]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Signed by Ada Moss, Director, on 12 March 2025.", "signed"),
        ("Signed:\nAda Moss\nChief Executive\n12 March 2025", "signed"),
        ("/s/ Ada Moss\nDirector\nMay 28, 2024", "signed"),
        ("Ada Moss\nManaging Director\nDate: 12 March 2025", "signed"),
        ("Dr Ada van der Moss, Chair of the Board, 12 March 2025", "signed"),
        ("ADA MOSS\nDirector, Kauri Tools Limited\n12 March 2025", "signed"),
        ("This statement was approved by the Board on 1 May 2024.\nAda Moss\nChair", "signed"),
        ("Ada Moss, Director\nFor and on behalf of Kauri Tools Limited", "signed"),
        ("Full name: Ada Moss\nTitle: Director\nI have the authority to bind Kauri Tools Inc.", "signed"),
        ("______________________\nAda Moss, Director\n12 March 2025", "signed"),
        ("Electronically signed by: Ada Moss\nDate: Jun 14, 2024", "signed"),
        ("P A Moss, Company Secretary\n12 March 2025", "signed"),
        ("Ada Moss\nChief Compliance Officer\n12 March 2025", "signed"),
        ("Signature: ______________\nDate: ______________", "blank"),
        ("Signed ..............................\nDirector", "blank"),
        ("Signed:", "blank"),
        ("This statement was approved by the Board of Directors of Kauri Rimu Australia Limited on 1 May 2024.", None),
        ("Kauri Tools Limited, director signature, board approval", None),
        ("The board of Rimu Mills Limited will ask a director to sign on 1 May 2030.", None),
        ("Our director is responsible for training on modern slavery.", None),
        ("All suppliers have signed our code.", None),
        ("We signed a contract with Rimu Mills in May 2024.", None),
        ("For questions contact our procurement director.", None),
    ],
)
def test_signature(text: str, expected: str | None) -> None:
    assert variant(f"{OPENING}\n{text}", "signature") == expected


@pytest.mark.parametrize(
    ("text", "body", "on"),
    [
        ("This statement was approved by the Board of Directors on 12 March 2025.", "Board of Directors", "2025-03-12"),
        (
            "On 12 March 2025 Kauri's Board of Trustees approved this statement.",
            "Kauri's Board of Trustees",
            "2025-03-12",
        ),
        ("This statement was approved by the Executive Board of the Kauri Group.", "Executive Board", None),
        ("This statement was approved by the Senior Leadership Team.", "Senior Leadership Team", None),
        ("This statement was approved by the members of Rimu Mills LLP on 1 May 2024.", "members", "2024-05-01"),
        ("Approved by: Board of Directors\nDate: 3 June 2024", "Board of Directors", "2024-06-03"),
        ("This statement was approved by the leadership of Kauri Tools.", "leadership of Kauri Tools", None),
        (
            "The Audit & Risk Committee of the Board of Directors, our principal governing body, approved this statement.",
            "Audit & Risk Committee of the Board of Directors",
            None,
        ),
        (
            "The board of directors approved this statement for the year ended 31 March 2025.",
            "board of directors",
            None,
        ),
        (
            "The board approved this statement, for the period 1 July 2023 to 30 June 2024, on 2 May 2025.",
            "board",
            "2025-05-02",
        ),
        ("This statement was approved by the board on June 14th , 2024.", "board", "2024-06-14"),
    ],
)
def test_who_approved_and_when(text: str, body: str, on: str | None) -> None:
    found, _ = shown(f"# Modern Slavery Statement\nWe buy steel.\n{text}")
    approval = found["approval"]
    assert approval.body is not None
    assert approval.body.value == body
    assert (approval.on.value if approval.on else None) == on


@pytest.mark.parametrize(
    ("text", "person", "office", "on"),
    [
        ("Signed by Ada Moss, Director, on 12 March 2025.", "Ada Moss", "Director", "2025-03-12"),
        ("Signed:\nAda Moss\nChief Executive\n12 March 2025", "Ada Moss", "Chief Executive", "2025-03-12"),
        ("Ada Moss\nManaging Director\nDate: March 2025", "Ada Moss", "Managing Director", "2025-03"),
        ("Ada Moss\nSenior Vice President and Country Manager\nKauri Tools Limited\n12 March 2025", "Ada Moss", "Senior Vice President and Country Manager", "2025-03-12"),
        ("Ada Moss – Founder & Managing Director\n12 March 2025", "Ada Moss", "Founder & Managing Director", "2025-03-12"),
        ("Dr Ada van der Moss, Chair of the Board, 12 March 2025", "Dr Ada van der Moss", "Chair of the Board", "2025-03-12"),
        ("Ada Moss, UK General Manager, Kauri Tools Limited\n12 March 2025", "Ada Moss", "UK General Manager", "2025-03-12"),
        ("By: /s/ Ada R. Moss Ada R. Moss\nSecretary\nDate: June 30, 2024", "Ada R. Moss", "Secretary", "2024-06-30"),
        ("Signed: A Moss\nName / Title: Director", "A Moss", "Director", None),
        ("Signed Ada Moss", "Ada Moss", None, None),
    ],
)  # fmt: skip
def test_who_signed_and_when(text: str, person: str, office: str | None, on: str | None) -> None:
    signature = shown(f"{OPENING}\n{text}")[0]["signature"]
    found = [place.value if place else None for place in (signature.person, signature.office, signature.on)]
    assert found == [person, office, on]


@pytest.mark.parametrize(
    "text",
    ["Signed:\n[Director Name]\nPosition: Director, Kauri Tools Group Limited", "Signed by <insert name>, Director"],
)
def test_a_place_for_a_name_is_a_blank_signature(text: str) -> None:
    signature = shown(f"{OPENING}\n{text}")[0]["signature"]
    assert signature.variant == "blank"
    assert signature.person is None


@pytest.mark.parametrize(
    "text",
    [
        "Ada Moss, our director, signed the Cotton Pledge in May 2024.",
        "Signed the Fair Hiring Charter",
        "Ada Moss, Director, made us signatories to the Clean Clothes Charter.",
        "This statement was approved by the founder, Ada Moss, who trained our director in May 2024.",
    ],
)
def test_a_signed_pledge_or_an_approval_signs_no_statement(text: str) -> None:
    assert variant(f"{OPENING}\n{text}", "signature") != "signed"


MENU = "\n\n".join(["Careers", "Stores", "Delivery", "Returns", "Press", "Shops in Nelson", "Gift cards", "Sitemap"])


@pytest.mark.parametrize(
    "closing",
    [
        "This statement is made under the Act and constitutes our statement for the year ended 31 March 2025.",
        "This statement will be reviewed and updated every year.",
        "This policy statement is reviewed annually.",
    ],
)
def test_one_signs_after_the_closing_words_also_where_a_web_page_goes_on(closing: str) -> None:
    text = f"{OPENING}\n\n{closing}\n\nAda Moss\n\nManaging Director\n\n{MENU}"
    assert variant(text, "signature") == "signed"


def test_a_foreword_is_not_signed_by_the_person_it_is_from() -> None:
    text = f"{OPENING}\n\nForeword by Ada Moss, Managing Director\n\n{OPENING}\n\n{MENU}"
    assert variant(text, "signature") is None


def test_a_name_and_office_without_anything_that_signs_is_only_a_name() -> None:
    lines = OPENING.splitlines()
    middle = "\n".join([*lines[:9], "Ada Moss, Director", *lines[9:], *lines[1:]])
    assert variant(middle, "signature") in {None, "name-only"}


def test_entity_and_period_are_formalities_with_their_segment() -> None:
    made = document("# Report\nThis statement of Kauri Tools Limited covers the financial year ended 31 March 2025.")
    parts = segment(made)
    found, _ = formalities(made, parts, identify(made, parts, laws()), laws())
    assert [(f.id, f.variant, f.segment) for f in found] == [("entity", "stated", 1), ("period", "stated", 1)]


def test_an_empty_document_shows_no_formality() -> None:
    assert shown("") == ({}, {})


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("[Company name] is committed to ending slavery.", "template-placeholder", "[Company name]"),
        ("This statement is made by <insert name>.", "template-placeholder", "<insert name>"),
        ("We trained XXX workers this year.", "template-placeholder", "XXX"),
        ("Made under section 54 of the Modern Slavery Act 2016.", "wrong-act-year", "2016"),
        ("Signature: ____________", "blank-signature", "nothing is signed"),
        ("This statement was approved by the Executive Team.", "delegated-approval", "who approved"),
        ("This statement was approved by the leadership of Kauri.", "unclear-approval", "may or may not be the board"),
        ("Made under section 54 of the Modern Slavery Act 2018.", "wrong-act", "Modern Slavery Act 2015"),
        ("Made under s. 16 of the Modern Slavery Act 2015.", "wrong-act", "Modern Slavery Act 2018"),
        ("The California Transparency in Supply Chains Act of 2012 binds us.", "wrong-act-year", "2012"),
        ("Kauri Tools Pty Ltd (ABN 53 004 085 617)", "identifier-check-digit", "ABN 53004085617"),
        ("Kauri Tools Limited (company number ) buys steel.", "template-placeholder", "(company number )"),
        (
            "We report on the year ended 31 August 2026.\nThis statement was approved by the board on 3 May 2026.",
            "dated-before-period-end",
            "31 August 2026",
        ),
        ("Rosa Marin, a young worker from the farm, was rescued from debt.", "person-named", "nobody be named"),
        ("We repaid the recruitment fee of a cleaner named Rosa.", "person-named", "nobody be named"),
    ],
)
def test_warnings(text: str, code: str, says: str) -> None:
    _, warnings = shown(f"{OPENING}\n{text}")
    assert says in warnings[code].message
    assert set(warnings) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Kauri Tools (company number 01234567) buys steel.",
        "Made under the Modern Slavery Act 2015 and the Modern Slavery Act 2018.",
        "We have offices in the USA [see page 4] and in the UK.",
        "The organisation (your supplier) makes hinges.",
        "This statement covers the year ended 31 March 2025. It was approved by the board on 2 May 2025.",
        "Our director Ada Moss met workers who had been exploited.",
        "The Rimu Foundation helps victims who were trafficked.",
        "A worker named Rosa (name changed) was rescued from debt.",
        "Made under section 54(1) of the Modern Slavery Act 2015, and section 13 of the Modern Slavery Act 2018 (Cth).",
    ],
)
def test_no_warning_without_a_slip(text: str) -> None:
    assert shown(f"# Modern Slavery Statement\n{text}")[1] == {}


UK = "This statement is made by Kauri Tools Limited pursuant to section 54 of the Modern Slavery Act 2015."
AU = "This statement is made by Kauri Tools Pty Ltd pursuant to section 13 of the Modern Slavery Act 2018 (Cth)."
LLP = "This statement is made by Kauri Mills LLP pursuant to section 54 of the Modern Slavery Act 2015."


@pytest.mark.parametrize(
    ("opening", "text", "code", "asked"),
    [
        (UK, "This statement was approved by the Chief Executive.", "delegated-approval", "asks for the board"),
        (LLP, "This statement was approved by the Managing Partner.", "delegated-approval", "the members or partners"),
        (AU, "This statement was approved by the Executive Committee.", "delegated-approval", "governing body itself"),
        (UK, "Signed by Ada Moss, General Counsel, on 1 May 2025.", "signatory-office", "asks for a director"),
        (LLP, "Signed by Ada Moss, General Manager, on 1 May 2025.", "signatory-office", "a designated member"),
        (AU, "Signed by Ada Moss, Vice President, on 1 May 2025.", "signatory-office", "a member of the principal"),
    ],
)
def test_an_approver_or_signatory_is_held_against_the_act_that_is_followed(
    opening: str, text: str, code: str, asked: str
) -> None:
    _, warnings = shown(f"# Modern Slavery Statement\n{opening}\n{text}")
    assert asked in warnings[code].message


@pytest.mark.parametrize(
    ("opening", "office"),
    [(UK, "Director"), (UK, "CEO"), (UK, "Chair of Trustees"), (LLP, "Senior Partner"), (AU, "Managing Director")],
)
def test_who_may_sign_is_not_asked_about(opening: str, office: str) -> None:
    _, warnings = shown(f"# Modern Slavery Statement\n{opening}\nSigned by Ada Moss, {office}, on 1 May 2025.")
    assert "signatory-office" not in warnings


@pytest.mark.parametrize(
    ("title", "disagrees"),
    [
        ("Modern Slavery Statement 2025", False),
        ("Modern Slavery Statement 2024", False),
        ("Modern Slavery Statement 2026", False),
        ("Modern Slavery Statement 2019", True),
        ("Modern Slavery Act 2015 Statement", False),
    ],
)
def test_the_year_of_the_title_fits_the_period(title: str, *, disagrees: bool) -> None:
    _, warnings = shown(f"# {title}\nThis statement covers the financial year ended 31 March 2025.")
    assert ("title-period-disagree" in warnings) == disagrees


# --- measured on real statements -----------------------------------------------------------------------


def _agreement(pairs: Iterator[tuple[bool, bool]]) -> tuple[float, float]:
    """Share of agreement and Cohen's kappa of pairs (labelled, found)."""
    counts = Counter(pairs)
    total = sum(counts.values())
    observed = (counts[True, True] + counts[False, False]) / total
    labelled = (counts[True, True] + counts[True, False]) / total
    found = (counts[True, True] + counts[False, True]) / total
    chance = labelled * found + (1 - labelled) * (1 - found)
    return observed, (observed - chance) / (1 - chance)


def _variants(made: Document, parts: tuple[Segment, ...]) -> dict[str, str]:
    found, _ = formalities(made, parts, identify(made, parts, laws()), laws())
    return {f.id: f.variant for f in found}


def _gold(label: str, name: str, positive: set[str]) -> Iterator[tuple[bool, bool]]:
    by: dict[str, list[dict[str, object]]] = {}
    for line in research_data("aims", "gold-dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by.setdefault(row["statement_id"], []).append(row)
    for rows in by.values():
        read = _variants(*sentences(str(row["sentence"]) for row in rows))
        yield any(row[label] for row in rows), read.get(name) in positive


def _volunteers(label: str, name: str, positive: set[str]) -> Iterator[tuple[bool, bool]]:
    path = research_data("documents", "uk-statements-labelled-dev.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row[label] is not None:
            yield row[label] == "Yes", _variants(*plain(row["text"])).get(name) in positive


def test_approval_agrees_with_experts() -> None:
    accuracy, kappa = _agreement(_gold("approval", "approval", {"board", "members"}))
    assert accuracy >= 0.90
    assert kappa >= 0.77


def test_signature_agrees_with_experts() -> None:
    accuracy, kappa = _agreement(_gold("signature", "signature", {"signed"}))
    assert accuracy >= 0.91
    assert kappa >= 0.68


def test_approval_agrees_with_volunteers() -> None:
    accuracy, kappa = _agreement(_volunteers("bhrrc_board_approval", "approval", {"board", "members"}))
    assert accuracy >= 0.87
    assert kappa >= 0.74


def test_signature_agrees_with_volunteers() -> None:
    accuracy, kappa = _agreement(_volunteers("bhrrc_director_signed", "signature", {"signed", "name-only"}))
    assert accuracy >= 0.85
    assert kappa >= 0.56
