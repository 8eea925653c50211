"""Next steps: for whom, in what order, and in what tone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fictional import assessment, finding, formality, linen, many, not_asked, quote, review
from strategies import assessed
from supplychain_check.models import EvidenceStatus, Fact, FactKind, Obligation, Options, Role, Warn
from supplychain_check.steps import gain, next_steps

ROLES = list(Role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("make", [linen, many, assessment], ids=["mixed", "many", "nothing"])
def test_three_to_seven_steps(role: Role, make: object) -> None:
    assert callable(make)
    assert 3 <= len(next_steps(make(), role)) <= 7


@pytest.mark.parametrize("role", ROLES)
def test_the_same_input_gives_the_same_steps(role: Role) -> None:
    assert next_steps(many(), role) == next_steps(many(), role)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(assessed(), st.sampled_from(ROLES))
def test_any_assessment_gets_three_to_seven_steps(case: tuple[object, ...], role: Role) -> None:
    steps = next_steps(case[0], role)  # type: ignore[arg-type]
    assert 3 <= len(steps) <= 7
    criteria = [s.criterion for s in steps if s.criterion]
    assert len(criteria) == len(set(criteria))


def test_a_supplier_is_quoted_before_it_is_asked() -> None:
    said = quote("Our buyers visit mills.", 1)
    step = next_steps(assessment(finding("A1", "Visits", 1, said)), Role.PROCUREMENT)[0]
    assert step.text == 'You say: "Our buyers visit mills" (p. 3). Could you tell us more about visits?'
    assert "level 1 of 3" in step.why


def test_a_promise_is_asked_after() -> None:
    promise = quote("We will visit mills.", 1, status=EvidenceStatus.COMMITMENT)
    step = next_steps(assessment(finding("A1", "Visits", 1, promise)), Role.PROCUREMENT)[0]
    assert step.text.startswith('You plan: "We will visit mills" (p. 3). What has been done since?')


@pytest.mark.parametrize(
    ("kinds", "author", "supplier"),
    [
        ((), "Give the number and the date; if it has been done", "done since? How many will it be, and by when?"),
        ((FactKind.DATE,), "Give the number; if it has been done", "done since? How many will it be? Could you"),
        ((FactKind.COUNT,), "Give the date; if it has been done", "done since? By when will it be done? Could you"),
        ((FactKind.COUNT, FactKind.DATE), "(p. 3). If it has been done", "done since? Could you"),
    ],
)
def test_a_promise_is_asked_for_the_number_and_date_that_it_lacks(
    kinds: tuple[FactKind, ...], author: str, supplier: str
) -> None:
    facts = tuple(Fact(kind=kind, text="x", start=10, end=11) for kind in kinds)
    promise = quote("We will train our buyers.", 1, status=EvidenceStatus.COMMITMENT, facts=facts)
    result = assessment(finding("A1", "Training", 1, promise))
    assert author in next_steps(result, Role.AUTHOR)[0].text
    assert supplier in next_steps(result, Role.PROCUREMENT)[0].text


def test_warnings_and_formalities_come_first_and_once() -> None:
    steps = next_steps(linen(), Role.PROCUREMENT)
    assert steps[0].text.startswith("Could you send us the signed version?")
    assert not any(s.criterion == "C2" for s in steps), "the signature was asked for already"


def test_a_missing_formality_is_asked_for_where_no_warning_speaks_of_it() -> None:
    result = assessment(finding("A1", "Visits"), formality("C1", "Approval", 0, core_element="approval"))
    assert next_steps(result, Role.PROCUREMENT)[0].criterion == "C1"


def test_no_step_accuses() -> None:
    for role in ROLES:
        for step in next_steps(linen(), role):
            words = f"{step.text} {step.why}".lower()
            assert not any(word in words for word in ("fail", "complian", "violat", "breach of"))


def test_a_supplier_is_asked_in_turn_about_what_it_says_and_leaves_out() -> None:
    found = [finding(f"A{n}", f"Said {n}", 1, quote("We do it.", 1)) for n in range(3)]
    gaps = [finding(f"B{n}", f"Gap {n}") for n in range(3)]
    criteria = [s.criterion[0] for s in next_steps(assessment(*found, *gaps), Role.PROCUREMENT)]
    assert criteria == ["A", "B", "A", "B", "A", "B"]


def test_mandatory_items_come_before_others() -> None:
    result = assessment(finding("A1", "Visits"), finding("A2", "Duty", obligation=Obligation.MANDATORY))
    for role in (Role.PROCUREMENT, Role.AUTHOR):
        assert next_steps(result, role)[0].criterion == "A2"


def test_what_was_not_asked_or_reached_the_top_gives_no_step() -> None:
    result = assessment(not_asked("A1", "Labels"), finding("A2", "Visits", 3, quote("We went.", 3)))
    assert not any(s.criterion for s in next_steps(result, Role.PROCUREMENT))


def test_a_core_element_is_never_asked_twice() -> None:
    same = [finding(f"A{n}", f"Visits {n}", core_element="assurance") for n in range(4)]
    assert [s.criterion for s in next_steps(assessment(*same), Role.PROCUREMENT) if s.criterion] == ["A0"]


def test_authors_first_turn_promises_into_facts_then_take_the_largest_gain() -> None:
    promise = finding("A1", "Training", 1, quote("We will train.", 1, status=EvidenceStatus.COMMITMENT))
    heavy = finding("B1", "Remedy", 0, weight=3.0)
    light = finding("B2", "Wages", 0)
    steps = next_steps(assessment(light, heavy, promise), Role.AUTHOR)
    assert [s.criterion for s in steps] == ["A1", "B1", "B2"]
    assert "if it has been done, say how many and when." in steps[0].text
    assert gain(heavy) == 6
    assert "adds 6 to section B" in steps[1].why


def test_drafts_are_told_to_say_so_where_nothing_was_done() -> None:
    draft = assessment(finding("A1", "Training"), options=Options(draft=True))
    assert next_steps(draft, Role.AUTHOR)[0].text.endswith("If you did this, say how many and when; if not, say so.")


def test_a_review_decides_what_is_next() -> None:
    reviewed = finding("A1", "Training", 1, quote("We train.", 1), reviews=(review(2),))
    assert next_steps(assessment(reviewed), Role.AUTHOR)[0].text.endswith("Say how many there were and when.")


def test_an_analyst_gets_figures_with_their_denominators() -> None:
    texts = [s.text for s in next_steps(linen(), Role.ANALYST)]
    assert texts[0] == "Points by section: A: 6 of 12; B: 4 of 9; C: 1 of 2."
    assert "Of 9 criteria that count, 3 are disclosed, 3 partly, 3 not. Mandatory items: 0 of 1 disclosed." in texts[1]
    assert texts[2] == "Left out of the points: 2 not asked here, 1 not applicable, 1 not checkable from the file."
    assert any("0.97" in text for text in texts)
    assert any("Fair prices" in text for text in texts), "a capped quote limits a figure"


def test_every_known_slip_has_a_question_and_advice() -> None:
    for code in ("wrong-act-year", "template-placeholder", "delegated-approval", "title-period-disagree"):
        result = assessment(finding("A1", "Visits"), warnings=(Warn(code=code, message="Look.", quote="Act {2019}"),))
        for role in (Role.PROCUREMENT, Role.AUTHOR):
            first = next_steps(result, role)[0]
            assert '"Act {2019}"' in first.text
            assert first.why == "Look."
