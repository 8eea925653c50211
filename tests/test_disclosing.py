"""Declarations against packs: what yes, no, not applicable and blank are worth, and how a result shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checking import finding
from declared import assess, declaration, pipeline
from supplychain_check.models import (
    Assessment,
    DisclosureState,
    Document,
    DocumentKind,
    EvidenceStatus,
    Finding,
    Options,
    Role,
)
from supplychain_check.models.document import TextQuality
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline, info
from supplychain_check.reports import csv
from supplychain_check.reports.terminal import render_assessment
from supplychain_check.store.database import open_store

BARE = "yes"
DESCRIBED = "yes. Our owner talks every new cleaner through the signs of forced labour on the first day."
EVIDENCED = "yes. In May 2026 all 14 cleaners were trained to recognise the signs of forced labour."


def answered(said: str, question: str = "training", criterion: str = "14-training") -> Finding:
    return finding(assess({question: said}), criterion)


@pytest.mark.parametrize(("said", "least", "most"), [(BARE, 1, 1), (DESCRIBED, 1, 2), (EVIDENCED, 2, 3)])
def test_an_answer_is_worth_what_its_grade_allows(said: str, least: int, most: int) -> None:
    assert least <= answered(said).level <= most


def test_a_yes_with_figures_is_worth_more_than_a_description_and_that_more_than_a_bare_yes() -> None:
    worth = [answered(said).level for said in (BARE, DESCRIBED, EVIDENCED)]
    assert worth[0] < worth[2]
    assert worth == sorted(worth)


def test_a_bare_yes_says_why_it_is_held_at_the_first_level() -> None:
    (evidence,) = answered(BARE).evidence
    assert [cap.rule for cap in evidence.caps] == ["bare answer"]
    assert evidence.status is EvidenceStatus.CLAIM


def test_a_promise_behind_a_yes_stays_a_promise() -> None:
    assert answered("yes. We will train all 14 cleaners in 2027.").level == 1


def test_a_no_is_a_denial_at_level_0_and_its_quote_stays_visible() -> None:
    found = answered("no. Nobody has asked for it yet.")
    assert (found.level, found.disclosure) == (0, DisclosureState.NOT_DISCLOSED)
    assert [(d.quote, d.status) for d in found.evidence] == [
        ("no. Nobody has asked for it yet.", EvidenceStatus.DENIAL)
    ]


def test_a_blank_answer_is_nothing_found_and_no_denial() -> None:
    found = answered("")
    assert found.disclosure is DisclosureState.NOT_DISCLOSED
    assert found.evidence == ()


def test_not_applicable_needs_a_reason() -> None:
    with_reason = answered("n/a. We use no recruiters or agencies.", "recruiters", "14-recruiters")
    assert with_reason.disclosure is DisclosureState.NOT_APPLICABLE
    assert answered("n/a", "recruiters", "14-recruiters").disclosure is DisclosureState.UNCLEAR


def test_a_question_that_is_not_in_the_file_is_not_asked() -> None:
    found = finding(assess({"training": BARE}), "14-recruiters")
    assert found.disclosure is DisclosureState.NOT_ASKED


def test_a_criterion_for_statements_is_not_asked_of_a_declaration() -> None:
    found = finding(assess({"training": BARE}), "16-effectiveness")
    assert "statement" in found.reason


@pytest.mark.parametrize("question", ["incidents", "past-breaches"])
def test_a_disclosed_case_never_scores_below_none_found(question: str) -> None:
    criterion = {"incidents": "16-incidents", "past-breaches": "13-past-breaches"}[question]
    none = answered("no", question, criterion)
    case = answered(
        "yes. In March 2026 two cleaners told us they were owed 80 hours; we paid them.", question, criterion
    )
    assert none.level == 1
    assert case.level >= 2
    assert answered("yes", question, criterion).level >= none.level


def test_none_found_with_how_one_looked_is_worth_more_than_a_bare_none() -> None:
    looked = answered("no. We asked all 14 cleaners in May 2026 and heard of nobody.", "incidents", "16-incidents")
    assert looked.level >= 2


def test_the_third_level_needs_a_figure_with_its_date() -> None:
    undated = answered("yes. Our owner trained all 14 cleaners to recognise the signs of forced labour.")
    assert undated.level < answered(EVIDENCED).level


def test_the_answer_to_one_question_says_nothing_of_another_criterion() -> None:
    about_fees = "yes. In May 2026 we asked all 14 cleaners, and none had paid a fee for the job."
    result = assess({"training": about_fees, "recruitment-fees": ""})
    assert finding(result, "14-recruitment-fees").level == 0


def test_who_and_when_come_from_the_form() -> None:
    identity = assess({"training": BARE}).identity
    assert [entity.value for entity in identity.entities] == ["Tarnbrook Cleaning Limited"]
    assert str(identity.period_end) == "2026-06-30"


def test_the_result_says_which_form_was_read_and_shows_question_answer_and_place() -> None:
    result = assess({"training": BARE, "recruiters": ""})
    text = " ".join(render_assessment(result, role=Role.PROCUREMENT, width=100, colour=False, verbose=True).split())
    assert "nz-supplier-declaration" in text
    assert "3 of 25 questions answered" in text
    assert "1 left blank" in text
    assert "Asked: In the period, was anyone in your firm trained" in text
    assert 'Answer: "yes" (sheet "Answers", cell B' in text


def test_questions_that_were_not_matched_are_counted_and_listed() -> None:
    given = declaration({"training": BARE}, unsure=("Is your van fleet electric?",))
    result = _assessed(given_pipeline=pipeline(given))
    text = " ".join(render_assessment(result, role=Role.PROCUREMENT, width=100, colour=False, verbose=True).split())
    assert "1 of the file's own not matched" in text
    assert "Is your van fleet electric?" in text


def test_tables_hold_the_question_beside_the_answer() -> None:
    table = csv.render([assess({"training": BARE})])
    assert "trained to recognise forced labour and the exploitation of workers? - yes" in table
    assert "cell B" in table


def test_a_stored_declaration_comes_back_as_it_was(tmp_path: Path) -> None:
    line = pipeline(declaration({"training": EVIDENCED, "recruiters": "n/a"}))
    prepared = line.prepare_document(_document())
    (outcome,) = line.assess(prepared)
    assert isinstance(outcome, Assessment)
    with open_store(tmp_path / "results.db") as store:
        store.save_all([(outcome, line.bodies[outcome.pack.id])], prepared.document, prepared.segments, frozenset())
        assert store.load(outcome.id) == outcome


def test_a_statement_is_no_declaration_only_because_a_form_has_a_few_of_its_questions(
    write: Callable[[str, str], Path],
) -> None:
    few = declaration({"training": BARE})
    line = Pipeline((load_pack("nz-plan-of-action"),), Options(), declare=lambda document, about, encoder: few)
    assert line.prepare_document(_document()).declared is None


def test_a_declaration_that_no_form_fits_is_read_as_text_and_says_so() -> None:
    line = Pipeline((load_pack("nz-plan-of-action"),), Options(kind=DocumentKind.DECLARATION), declare=lambda *_: None)
    assert [warn.code for warn in _assessed(line).warnings] == ["no-form"]


def test_the_same_file_read_with_other_matches_is_another_result() -> None:
    first, second = assess({"training": BARE}), assess({"training": BARE, "ethics": BARE})
    assert first.id != second.id


def _document() -> Document:
    return Document(
        name="answers.xlsx", path="answers.xlsx", sha256="ee" * 32, media_type="text/csv", reader="test",
        text="We make brushes in Tarnbrook.\n", quality=TextQuality(score=1.0, readable=True),
    )  # fmt: skip


def _assessed(given_pipeline: Pipeline) -> Assessment:
    assert info(_document()).words == 5
    (outcome,) = given_pipeline.assess(given_pipeline.prepare_document(_document()))
    assert isinstance(outcome, Assessment)
    return outcome
