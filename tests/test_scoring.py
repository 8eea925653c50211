"""From text to points through a small pack: matching, states, denominators, reviews."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checking import check_text, finding, levels
from supplychain_check.models import Assessment, DisclosureState, DocumentKind, Review
from supplychain_check.score import counted, effective, mandatory, max_points, points, sections

STATEMENT = """
# Modern Slavery Statement 2025

This statement is made by Corran Cleaning Limited for the year ended 31 March 2025.

## Work

In March 2025 we trained all 40 staff.

We asked each cleaner in May. Our agencies may not take recruitment fees from them.
"""


def with_review(assessment: Assessment, criterion: str, level: int, *, confirmed: bool = True) -> Assessment:
    review = Review(
        by="A. Officer",
        at=datetime(2026, 1, 2, tzinfo=UTC),
        level=level,
        reason="read it",
        document_sha256=assessment.document.sha256,
        criterion=criterion,
        confirmed=confirmed,
    )
    findings = tuple(
        f.model_copy(update={"reviews": (*f.reviews, review)}) if f.criterion == criterion else f
        for f in assessment.findings
    )
    return assessment.model_copy(update={"findings": findings})


def test_levels_quotes_and_reasons() -> None:
    found = check_text(STATEMENT)
    assert levels(found)["a-training"] == 2
    training = finding(found, "a-training")
    assert training.disclosure is DisclosureState.DISCLOSED
    assert training.evidence[0].quote == "In March 2025 we trained all 40 staff."
    assert training.evidence[0].headings == ("Modern Slavery Statement 2025", "Work")
    assert "signal:train" in training.evidence[0].matched
    assert "fact:count" in training.evidence[0].matched
    assert training.reason == "How many were trained, and when."


def test_quotes_stand_where_their_offsets_say() -> None:
    found = check_text(STATEMENT)
    for item in (d for f in found.findings for d in f.evidence):
        assert item.start < item.end
        assert item.quote


def test_scope_section_joins_neighbours_but_not_other_sections() -> None:
    assert levels(check_text(STATEMENT))["a-fees"] == 2
    apart = STATEMENT.replace("Our agencies", "\n## Agencies\n\nOur agencies")
    assert levels(check_text(apart))["a-fees"] == 1


def test_a_promise_stays_on_the_first_rung() -> None:
    assert levels(check_text("Next year we will train all 40 staff."))["a-training"] == 1
    assert levels(check_text("This year we trained all 40 staff."))["a-training"] == 2


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("We use no recruitment agencies.", DisclosureState.NOT_APPLICABLE),
        ("We use two recruitment agencies.", DisclosureState.NOT_ASKED),
        ("We sew shirts.", DisclosureState.NOT_ASKED),
    ],
)
def test_what_belongs_in_a_declaration_is_not_asked_of_a_statement(text: str, state: DisclosureState) -> None:
    recruiters = finding(check_text(text), "a-recruiters")
    assert recruiters.disclosure is state
    assert not counted(recruiters)


def test_what_is_volunteered_is_shown_without_points() -> None:
    recruiters = finding(check_text("We use two recruitment agencies."), "a-recruiters")
    assert recruiters.level == 1
    assert points(recruiters) == 0
    assert "without points" in recruiters.reason
    declared = finding(check_text("We use two recruitment agencies.", kind=DocumentKind.DECLARATION), "a-recruiters")
    assert (declared.level, points(declared)) == (1, 1)


def test_publication_is_never_checkable() -> None:
    assert finding(check_text(STATEMENT), "b-website").disclosure is DisclosureState.NOT_CHECKABLE


def test_a_conditional_criterion_is_asked_only_where_it_applies() -> None:
    assert finding(check_text(STATEMENT), "b-origin").disclosure is DisclosureState.NOT_ASKED
    shop = finding(check_text("Our two shops are in Napier."), "b-origin")
    assert shop.disclosure is DisclosureState.NOT_DISCLOSED


def test_approval_and_signature_are_not_due_in_a_draft() -> None:
    assert finding(check_text(STATEMENT), "b-approval").disclosure is DisclosureState.NOT_DISCLOSED
    draft = finding(check_text(STATEMENT, draft=True), "b-approval")
    assert draft.disclosure is DisclosureState.NOT_ASKED
    assert "Not due yet" in draft.reason


def test_sections_print_their_denominators() -> None:
    practice, form = sections(check_text(STATEMENT))
    assert (practice.points, practice.max_points) == (4, 7)
    assert practice.share == pytest.approx(4 / 7)
    assert practice.counts[DisclosureState.NOT_ASKED] == 1
    assert (form.points, form.max_points) == (0, 2)
    assert form.counts[DisclosureState.NOT_CHECKABLE] == 1
    assert sum(practice.counts.values()) == 4


def test_no_share_above_a_quarter_not_applicable() -> None:
    text = STATEMENT + "\nWe use no recruitment agencies."
    practice = sections(check_text(text))[0]
    assert practice.counts[DisclosureState.NOT_APPLICABLE] == 1
    assert practice.share is not None, "one of four is a quarter, not above it"
    shrunk = check_text(text)
    kept = tuple(f for f in shrunk.findings if f.criterion != "a-incidents")
    assert sections(shrunk.model_copy(update={"findings": kept}))[0].share is None


def test_mandatory_items_are_a_number_of_their_own() -> None:
    result = mandatory(check_text(STATEMENT))
    assert (result.total, result.counted, result.disclosed) == (2, 2, 0)
    assert (result.partly, result.missing) == (("a-fees",), ("b-approval",))


@pytest.mark.parametrize(
    ("text", "disclosed", "partly"),
    [
        ("In May we repaid $1,200 in recruitment fees to three workers.", 1, ()),
        ("Next year we will repay any recruitment fees that three of our workers paid.", 0, ("a-fees",)),
        ("We believe that workers should never pay recruitment fees.", 0, ("a-fees",)),
    ],
)
def test_a_promise_or_a_claim_alone_makes_a_mandatory_item_partly_disclosed(
    text: str, disclosed: int, partly: tuple[str, ...]
) -> None:
    result = mandatory(check_text(f"{STATEMENT.partition('We asked')[0]}{text}"))
    assert (result.disclosed, result.partly, result.missing) == (disclosed, partly, ("b-approval",))


def test_a_person_overrules_and_both_readings_stay() -> None:
    found = with_review(check_text(STATEMENT), "a-training", 1)
    training = finding(found, "a-training")
    assert (training.level, effective(training).level) == (2, 1)
    assert effective(training).state is DisclosureState.PARTLY
    assert sections(found)[0].points == 3
    assert points(training) == 1
    assert max_points(training) == 2


def test_an_unconfirmed_review_does_not_count() -> None:
    found = with_review(check_text(STATEMENT), "a-training", 0, confirmed=False)
    assert effective(finding(found, "a-training")).level == 2


def test_a_review_to_zero_says_not_disclosed() -> None:
    found = with_review(check_text(STATEMENT), "a-training", 0)
    assert effective(finding(found, "a-training")).state is DisclosureState.NOT_DISCLOSED


def test_ids_are_stable_and_follow_the_options() -> None:
    assert check_text(STATEMENT).id == check_text(STATEMENT).id
    assert check_text(STATEMENT).id != check_text(STATEMENT, draft=True).id
    assert check_text(STATEMENT).id != check_text(STATEMENT + "\nMore.").id


def test_an_attestation_is_not_due_in_a_draft_and_is_no_signature() -> None:
    draft = finding(check_text(STATEMENT, "ca-s211-2023", draft=True), "11-5-attestation")
    assert draft.disclosure is DisclosureState.NOT_ASKED
    elements = {f.criterion: f.core_element for f in check_text(STATEMENT, "ca-s211-2023").findings}
    assert elements["11-5-attestation"] != elements["11-5-signature"]
