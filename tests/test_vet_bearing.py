"""What of a statement bears out an answer: of the firm itself, on the subject, and a deed where a deed is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from declared import IDENTITY
from supplychain_check.models import DocumentKind
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline, Prepared
from supplychain_check.vetting.bearing import of_others, paid_after_all
from supplychain_check.vetting.values import CriterionView, Kind, SupplierView, Verdict
from supplychain_check.vetting.view import Given, make_view
from test_vet import HEAD, SIGNED, filled


@pytest.fixture(scope="module")
def line() -> Pipeline:
    return Pipeline((load_pack("nz-plan-of-action"),))


@pytest.fixture
def both(line: Pipeline, write: Callable[[str, str], Path]) -> Callable[[str, str, str], SupplierView]:
    """The view of one answer beside one text."""

    def view(question: str, answer: str, text: str) -> SupplierView:
        answers = {**IDENTITY, **SIGNED, question: answer}
        declared = line.prepare(write("declaration.csv", filled(answers)), DocumentKind.DECLARATION)
        published = line.prepare(write("statement.md", HEAD + text + "\n"), DocumentKind.STATEMENT)
        assert isinstance(declared, Prepared)
        assert isinstance(published, Prepared)
        return make_view(line, Given(declared, (published,)))

    return view


def about(view: SupplierView, element: str) -> CriterionView:
    return next(one for one in view.criteria if one.core_element == element)


PAPERS_KEPT = "Yes. All 14 cleaners keep their own passports; they told us so in May 2026."


@pytest.mark.parametrize(
    ("question", "element", "answer", "text"),
    [
        (
            "free-to-leave",
            "documents_movement",
            PAPERS_KEPT,
            "In our sector, withheld passports have been reported in several cities.",
        ),
        (
            "free-to-leave",
            "documents_movement",
            PAPERS_KEPT,
            "There have been stories in the news of cleaners elsewhere whose passports were kept by an agent.",
        ),
        (
            "supplier-checks",
            "supplier_assurance",
            "Yes. We asked all 9 suppliers about hours and pay in May 2026.",
            "Our office manager checked the wage records of every cleaner in March 2026.",
        ),
        (
            "recruitment-fees",
            "recruitment_fees",
            "Yes. We asked all 14 cleaners in May 2026. None had paid an agent.",
            "Three cleaners had been short paid for public holidays and have been reimbursed.",
        ),
        (
            "free-to-leave",
            "documents_movement",
            PAPERS_KEPT,
            "Our supplier code prohibits the withholding of passports and identity documents.",
        ),
        (
            "worker-voice",
            "worker_voice",
            "Yes. Cleaners can call an outside line in four languages; 3 calls came in the period.",
            "There is a complaints line for the workers of the glove factories.",
        ),
        (
            "past-breaches",
            "past_breaches",
            "Yes. In 2022 we were fined for late holiday pay.",
            "In May 2026 we reported a contractor to the Labour Inspectorate.",
        ),
        (
            "recruitment-fees",
            "recruitment_fees",
            "Yes. We asked all 14 cleaners in May 2026.",
            "## Risks\n\nGloves came out highest, because workers in glove factories have paid recruiters for their jobs.",
        ),
        (
            "training",
            "training",
            "Yes. All 14 cleaners were trained to recognise forced labour in March 2026.",
            "We did not run any training on modern slavery in the year.",
        ),
    ],
    ids=[
        "sector",
        "news",
        "own payroll",
        "holiday pay",
        "rule",
        "line of others",
        "reported another",
        "risk",
        "denied",
    ],
)
def test_what_is_not_of_the_firm_or_the_subject_supports_nothing(
    both: Callable[[str, str, str], SupplierView], question: str, element: str, answer: str, text: str
) -> None:
    assert about(both(question, answer, text), element).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("question", "element", "answer", "text"),
    [
        (
            "free-to-leave",
            "documents_movement",
            PAPERS_KEPT,
            "We hold no passports, and all cleaners keep their papers.",
        ),
        (
            "supplier-checks",
            "supplier_assurance",
            "Yes. We asked all 9 suppliers about hours and pay in May 2026.",
            "In May 2026 we assessed all 9 suppliers by a questionnaire on hours and pay.",
        ),
        (
            "prompt-payment",
            "purchasing_practice",
            "Yes. Suppliers are paid within 20 days.",
            "We raised the prices of 31 styles by 4 per cent in May 2026, so that the makers could pay the new wage.",
        ),
    ],
)
def test_what_the_firm_says_of_itself_supports(
    both: Callable[[str, str, str], SupplierView], question: str, element: str, answer: str, text: str
) -> None:
    assert about(both(question, answer, text), element).verdict is Verdict.SUPPORTED


def test_nobody_paid_beside_fees_repaid_is_asked_about(both: Callable[[str, str, str], SupplierView]) -> None:
    view = both(
        "recruitment-fees",
        "Yes. We asked all 14 cleaners in May 2026. None had paid an agent.",
        "Two cleaners had paid an agent a recruitment fee for their jobs, and we repaid $4,000 in June 2026.",
    )
    one = about(view, "recruitment_fees")
    assert one.verdict is not Verdict.SUPPORTED
    assert any("None had paid" in q.text for q in view.questions if q.kind in {Kind.DIFFERENCE, Kind.CONTRADICTION})


def test_all_own_employees_is_no_lack(both: Callable[[str, str, str], SupplierView]) -> None:
    answer = "No. All 14 people who work for us are our own employees."
    one = about(
        both("workforce", answer, "We employ 14 people. All of them are our own employees."), "contract_workforce"
    )
    assert (one.verdict, one.gap) == (Verdict.SUPPORTED, False)
    silent = about(both("workforce", answer, "We clean offices in Tarnbrook."), "contract_workforce")
    assert (silent.verdict, silent.gap) == (Verdict.NOT_APPLICABLE, False)


def test_without_a_case_there_is_nothing_to_put_right(both: Callable[[str, str, str], SupplierView]) -> None:
    view = both("incidents", "No. We asked all 14 cleaners in May 2026.", "We clean offices in Tarnbrook.")
    assert about(view, "remedy").verdict is Verdict.NOT_APPLICABLE


def test_having_asked_for_cases_is_no_case_to_read_together(both: Callable[[str, str, str], SupplierView]) -> None:
    view = both(
        "incidents",
        "No. They told us of none.",
        "In May 2026 we asked all 9 suppliers whether they had found forced labour.",
    )
    assert not about(view, "incidents").otherwise


def test_a_bare_answer_or_mention_is_less_sure(both: Callable[[str, str, str], SupplierView]) -> None:
    text = "In March 2026 all 14 of our cleaners were trained to recognise the signs of forced labour."
    bare, full = (about(both("training", said, text), "training") for said in ("Yes", "Yes. " + text))
    assert bare.verdict is full.verdict is Verdict.SUPPORTED
    assert bare.confidence < full.confidence


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("In the cleaning industry, pay below the minimum is common.", True),
        ("Dozens of migrant workers were found in crowded houses, having paid for jobs.", True),
        ("Forced labour in glove factories has been reported.", True),
        ("In our sector we were the first to publish the results of audits.", False),
        ("Two concerns have been reported through the line.", False),
        ("All cleaners keep their own passports.", False),
    ],
)
def test_of_whom_a_sentence_tells(text: str, others: bool) -> None:
    assert of_others(text) is others


@pytest.mark.parametrize(
    ("published", "paid"),
    [
        ("Six pickers had paid an agent.", True),
        ("We asked whether any had paid.", False),
        ("Nobody was charged.", False),
    ],
)
def test_somebody_paid_after_all(published: str, paid: bool) -> None:
    assert paid_after_all("Yes. No worker was charged.", published) is paid
    assert not paid_after_all("Yes. Six had paid, and were repaid.", published)
