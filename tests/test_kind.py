from __future__ import annotations

import gzip
import json
from random import Random

import pytest

from hand_made import laws, plain, sentences, who
from research_data import research_data
from supplychain_check.analyse.identity import identify
from supplychain_check.models import DocumentKind

STATEMENT = """
# Modern Slavery Statement 2025
This statement is made by Kauri Tools Limited pursuant to section 54 of the Modern Slavery Act 2015.
It covers the financial year ended 30 June 2025.
We bought hinges from nine suppliers and visited four of them.
"""
POLICY = """
# Anti-Slavery Policy
This policy applies to all persons working for Kauri Tools.
You must read this policy. If you suspect slavery, you must tell your manager.
You must not accept work from a supplier who breaks it.
Any employee who breaches this policy will face disciplinary action.
We may amend this policy at any time.
"""
STATEMENT_CALLED_POLICY = """
# Slavery and Human Trafficking Policy
Kauri Tools is committed to preventing slavery in its business, consistent with the Modern Slavery Act 2015.
# Our business
We are one of the oldest makers of hinges and sell them from Leeds.
# Our supply chains
Our supply chains include steel from three mills.
# Due diligence processes for slavery and human trafficking
We have asked each of our suppliers for its own policy.
# Supplier adherence to our values
We have zero tolerance of slavery. We will take any breach of this policy seriously.
# Training
We provide training to staff who buy steel.
"""
FORM = """
# Supplier questionnaire: modern slavery
Supplier name: Kauri Tools
ABN: 53 004 085 616
Does your organisation have a policy on modern slavery? Yes / No
If yes, please provide details.
Do you check labour hire firms? Please tick one.
Have you found forced labour in your supply chain? Yes / No
I declare that the information provided is true.
"""
NO_SLAVERY_NAMED = """
# Annual report on our supply chains
This report covers the financial year ended 31 December 2024.
We looked for forced labour and child labour among our suppliers of cocoa.
We trained eleven buyers on human rights in supply chains.
"""
STATEMENT_WITH_POLICY = (
    STATEMENT
    + """
# Our anti-slavery policy
This policy applies to all staff. You must report concerns to your manager.
Breach of this policy may lead to disciplinary action.
"""
)
WITHOUT_THE_WORDS_OF_THE_LAW = """
# How we look after people
This page covers 1 April 2025 to 31 March 2026.
We asked both labour hire firms whether anyone pays for a job. One migrant worker had paid a recruitment fee.
We paid her fee back, and we checked the payslips and passports of all four cleaners who come through agencies.
One had worked overtime without pay. The gloves we use are made in Malaysia; our supplier could not say more.
The two directors agreed this statement on 12 May 2026.
"""
RECIPES = """
# Cooking for forty
Peel the onions and cut them small.
Supply chains are long, so buy your leeks nearby.
"""
VOLUNTARY_POLICY = """
# Modern slavery and fair work
This is our policy on modern slavery. It is not a statement under section 54 of the Modern Slavery Act 2015.
We are committed to fair work in our business and our supply chain.
"""
STILL_TO_COME = """
# Modern slavery statement
This page will set out how we prevent modern slavery and human trafficking.
"""
NEWS = """
# Slavery in history
The museum shows how slavery was fought in the nineteenth century.
Tickets are sold at the door, and the slavery archive is open on Mondays.
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (STATEMENT, DocumentKind.STATEMENT),
        (STATEMENT_WITH_POLICY, DocumentKind.STATEMENT),
        (NO_SLAVERY_NAMED, DocumentKind.STATEMENT),
        (WITHOUT_THE_WORDS_OF_THE_LAW, DocumentKind.STATEMENT),
        (STATEMENT_CALLED_POLICY, DocumentKind.STATEMENT),
        (POLICY, DocumentKind.POLICY),
        (VOLUNTARY_POLICY, DocumentKind.POLICY),
        (FORM, DocumentKind.DECLARATION),
        (RECIPES, DocumentKind.OTHER),
        (STILL_TO_COME, DocumentKind.OTHER),
        (NEWS, DocumentKind.OTHER),
    ],
)
def test_kinds(text: str, kind: DocumentKind) -> None:
    assert who(text).kind is kind


def test_a_small_statement_without_a_title_is_one() -> None:
    identity = who(
        "At Kauri Tools we are committed to ensuring that there is no slavery in our business or our supply chains.\n"
        "This statement sets out the steps we have taken under the Modern Slavery Act 2015."
    )
    assert identity.kind is DocumentKind.STATEMENT


def test_the_reason_is_in_plain_words() -> None:
    reason = who(POLICY).kind_reason
    assert "Anti-Slavery Policy" in reason
    assert "'you must'" in reason
    assert "names no reporting period" in reason


def test_confidence_is_a_share_and_lower_for_a_mixture() -> None:
    clear, mixed = who(STATEMENT).kind_confidence, who(STATEMENT_WITH_POLICY).kind_confidence
    assert 0.5 < mixed <= clear <= 1.0


def test_an_empty_document_is_something_else() -> None:
    assert who("").kind is DocumentKind.OTHER


# --- measured on real statements -----------------------------------------------------------------------


def _share(texts: list[str]) -> float:
    kinds = [identify(*plain(text), laws()).kind for text in texts]
    return kinds.count(DocumentKind.STATEMENT) / len(kinds)


def test_volunteer_labelled_statements_are_statements() -> None:
    path = research_data("documents", "uk-statements-labelled-dev.jsonl")
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert _share(texts) >= 0.97


def test_statements_of_a_register_are_statements() -> None:
    with gzip.open(research_data("documents", "uk-statements-unlabelled.jsonl.gz"), "rt", encoding="utf-8") as handle:
        texts = [json.loads(line)["text"] for line in handle]
    assert _share(Random(1).sample(texts, 300)) >= 0.96


def test_gold_statements_are_statements() -> None:
    by: dict[str, list[str]] = {}
    for line in research_data("aims", "gold-dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by.setdefault(row["statement_id"], []).append(row["sentence"])
    kinds = [identify(*sentences(texts), laws()).kind for texts in by.values()]
    assert kinds.count(DocumentKind.STATEMENT) / len(kinds) >= 0.97
