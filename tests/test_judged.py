"""The status of a sentence where a network has read it beside the word lists."""

from __future__ import annotations

import pytest

from supplychain_check.analyse.status import Status, read_status
from supplychain_check.models import EvidenceStatus, Segment, SegmentKind
from test_evidence import one

ACTION, COMMITMENT, CONTEXT = EvidenceStatus.ACTION, EvidenceStatus.COMMITMENT, EvidenceStatus.CONTEXT
CLAIM, HYPOTHETICAL = EvidenceStatus.CLAIM, EvidenceStatus.HYPOTHETICAL
DONE = "In March 2026 we trained all 40 buyers."


def network(status: EvidenceStatus, share: float) -> dict[str, float]:
    """Shares of a network that gives one status this share, and the rest to the others."""
    rest = (1 - share) / (len(EvidenceStatus) - 1)
    return {other.value: share if other is status else rest for other in EvidenceStatus} | {"future": 0, "negative": 0}


def read(text: str, said: dict[str, float] | None, *, intro: str = "", risk: bool = False) -> Status:
    segment = one(text, kind=SegmentKind.LIST_ITEM if intro else SegmentKind.SENTENCE)
    before: Segment | None = one(intro) if intro else None
    return read_status(segment, before, has_facts=False, network=said, risk=risk)


@pytest.mark.parametrize("status", [COMMITMENT, HYPOTHETICAL, EvidenceStatus.DENIAL])
def test_a_sure_network_is_followed(status: EvidenceStatus) -> None:
    assert read(DONE, network(status, 0.97)).status is status


def test_a_network_that_says_nothing_leaves_it_to_the_lists() -> None:
    assert read(DONE, None) == read(DONE, {})
    assert read(DONE, None).status is ACTION


@pytest.mark.parametrize(("status", "sure", "unsure"), [(CONTEXT, 0.97, 0.7), (CLAIM, 0.9, 0.5)])
def test_what_is_done_for_the_lists_is_less_only_for_a_sure_network(
    status: EvidenceStatus, sure: float, unsure: float
) -> None:
    assert read(DONE, network(status, sure)).status is status
    kept = read(DONE, network(status, unsure))
    assert kept == (ACTION, 0.5, "")


def test_what_a_firm_says_of_its_risks_is_no_claim() -> None:
    text = "We see the greatest risk among pickers who borrowed money."
    assert read(text, network(CLAIM, 0.97)).status is CLAIM
    assert read(text, network(CLAIM, 0.97), risk=True).status is ACTION


def test_what_is_never_done_without_something_else_is_no_denial() -> None:
    denied = network(EvidenceStatus.DENIAL, 0.97)
    assert read("No order is placed without a signed code, which our buyers check.", denied).status is ACTION
    assert (
        read("No order was placed with that mill, and our buyers found no others.", denied).status
        is EvidenceStatus.DENIAL
    )


def test_an_item_is_read_with_its_introduction_which_the_network_does_not_see() -> None:
    assert read("train all of our buyers", network(ACTION, 0.7), intro="Next year we will:").status is COMMITMENT
    fragment = read("forced labour and debt bondage", network(CONTEXT, 0.99), intro="We audited our mills for:")
    assert fragment.status is ACTION


@pytest.mark.parametrize(
    "text", ["Yes, we comply.", "A social audit is an inspection of working conditions at a site."]
)
def test_answers_of_forms_and_definitions_are_left_to_the_lists(text: str) -> None:
    assert read(text, network(ACTION, 0.99)) == read(text, None)


def test_the_confidence_is_how_surely_done_is_told_from_not_done() -> None:
    torn = network(COMMITMENT, 0.5) | {"claim": 0.48, "action": 0.005}
    found = read("We will make sure that fees are repaid.", torn)
    assert found.status is COMMITMENT
    assert found.confidence > 0.95
    sure, less = read(DONE, network(ACTION, 0.99)), read(DONE, network(ACTION, 0.7))
    assert sure.confidence > less.confidence > 0.5
