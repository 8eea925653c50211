"""Copied sentences: who counts as unrelated, what is compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import SAMPLES
from supplychain_check.authoring.examples import example_document
from supplychain_check.cli.main import run
from supplychain_check.copies import Corpus, copied, fingerprints, unrelated
from supplychain_check.pipeline import Pipeline, Prepared

SENTENCE = "{firm} asked every cleaner at its sites whether they had paid anybody for the job."
STATEMENT = "# {firm} Modern Slavery Statement 2025\n\nThis statement is made by {firm}.\n\n" + SENTENCE


def prepared(text: str) -> Prepared:
    return Pipeline(()).prepare_document(example_document(text))


def prints(text: str) -> set[str]:
    return set(fingerprints(prepared(text).analysis).values())


def test_a_filled_in_template_is_the_same_sentence() -> None:
    one, two = (STATEMENT.format(firm=firm) for firm in ("Tawa Linen Limited", "Corran Foods Limited"))
    assert prints(one) & prints(two)


def test_other_numbers_make_another_sentence() -> None:
    one = STATEMENT.format(firm="Tawa Linen Limited") + " We asked 14 cleaners in May about their payslips and hours."
    two = STATEMENT.format(firm="Corran Foods Limited") + " We asked 15 cleaners in May about their payslips and hours."
    assert len(prints(one) & prints(two)) == len(prints(one)) - 1


@pytest.mark.parametrize(
    "text", ["We train staff.", "## A heading of more than eight words that nobody would call a copy"]
)
def test_short_sentences_and_headings_are_left_out(text: str) -> None:
    assert not prints(text)


def test_statutory_wording_is_left_out() -> None:
    assert not prints("This statement is made pursuant to section 54 of the Modern Slavery Act 2015 for the year 2025.")


def test_a_firm_that_the_document_names_is_not_unrelated() -> None:
    others = ("Dunmarra Freight Limited", "Corran Foods Limited", "Tawa Linen Pty Ltd")
    text = "Tawa Linen Limited and Dunmarra Freight Limited make this statement."
    assert unrelated("Tawa Linen Limited", others, text) == ("Corran Foods Limited",)


def test_a_document_without_a_name_accuses_nobody() -> None:
    corpus = Corpus()
    corpus.add("", ["aa"])
    assert not corpus.firms("aa")
    assert unrelated("", ("Corran Foods Limited",), "text") == ()


def test_the_reason_names_a_firm() -> None:
    reason = copied({3: "aa", 4: "bb"}, {"aa": ("Corran Foods Limited", "Tawa Linen Limited")})
    assert list(reason) == [3]
    assert "Corran Foods Limited and 1 more" in reason[3]


def test_documents_that_are_stored_count_too(capsys: pytest.CaptureFixture[str]) -> None:
    folder = SAMPLES / "adversarial" / "copied"

    def caps(path: Path) -> set[str]:
        run(["check", str(path), "--json"])
        report = json.loads(capsys.readouterr().out)["assessments"][0]["assessment"]
        return {cap["rule"] for f in report["findings"] for d in f["evidence"] for cap in d["caps"]}

    assert "copied" not in caps(folder / "first-firm.md")
    assert "copied" in caps(folder / "second-firm.md")
    assert "copied" in caps(folder / "first-firm.md"), "checked again, the first is known to be shared as well"
