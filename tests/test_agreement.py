from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain_check.measuring.agreement import ENOUGH, Pair, agreement, rate_elsewhere, rate_of_frame

TABLES = st.tuples(*[st.integers(min_value=0, max_value=12)] * 4).filter(lambda table: sum(table) > 0)


def pairs(tp: int, fp: int, fn: int, tn: int, weights: tuple[float, float] = (1.0, 1.0)) -> list[Pair]:
    """One document a judgement; `weights` of those that the tool found and of the others."""
    cells = [(True, True, tp), (False, True, fp), (True, False, fn), (False, False, tn)]
    flat = [(truth, tool) for truth, tool, count in cells for _ in range(count)]
    return [Pair(str(n), truth, tool, weights[not tool]) for n, (truth, tool) in enumerate(flat)]


def test_figures_are_those_of_the_worked_example_in_the_literature() -> None:
    # two readers of 50 grant proposals: 20 yes by both, 15 no by both, 5 and 10 by one of them alone; kappa is 0.4
    found = agreement(pairs(20, 10, 5, 15))
    assert (found.n, found.positives, found.negatives, found.tool_positives, found.groups) == (50, 25, 25, 30, 50)
    assert found.kappa.value == pytest.approx(0.4)
    assert found.accuracy.value == pytest.approx(0.7)
    assert found.precision.value == pytest.approx(20 / 30)
    assert found.recall.value == pytest.approx(0.8)
    assert found.f1.value == pytest.approx(40 / 55)


def test_an_interval_is_about_as_wide_as_theory_says() -> None:
    # a share of 0.8 in 400 documents: 0.8 +- 1.96 * sqrt(0.8 * 0.2 / 400) = 0.761 to 0.839
    accuracy = agreement(pairs(160, 40, 40, 160)).accuracy
    assert accuracy.low == pytest.approx(0.761, abs=0.01)
    assert accuracy.high == pytest.approx(0.839, abs=0.01)


def test_judgements_on_one_document_are_drawn_together() -> None:
    apart = agreement(pairs(30, 10, 10, 30)).accuracy
    together = agreement([p._replace(group=str(int(p.group) // 10)) for p in pairs(30, 10, 10, 30)]).accuracy
    assert apart.low is not None
    assert together.low is not None
    assert together.value == apart.value
    assert together.low < apart.low


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    same = pairs(12, 5, 4, 20)
    assert agreement(same, seed=3) == agreement(same, seed=3)
    assert agreement(same, seed=3).kappa != agreement(same, seed=4).kappa


@given(TABLES)
def test_every_figure_lies_in_its_interval_and_within_its_bounds(table: tuple[int, int, int, int]) -> None:
    found = agreement(pairs(*table))
    for name, least in (("accuracy", 0), ("precision", 0), ("recall", 0), ("f1", 0), ("kappa", -1)):
        figure = getattr(found, name)
        for value in (figure.value, figure.low, figure.high):
            assert value is None or least - 1e-9 <= value <= 1 + 1e-9
        assert (figure.low is None) == (figure.high is None)
        assert figure.low is None or figure.low <= figure.high


@given(TABLES)
def test_weights_that_are_all_alike_change_nothing(table: tuple[int, int, int, int]) -> None:
    plain, weighted = (agreement(pairs(*table, weights=(w, w))) for w in (1.0, 7.0))
    assert weighted.kappa.value == pytest.approx(plain.kappa.value)
    assert weighted.recall.value == pytest.approx(plain.recall.value)


def test_without_judgements_nothing_is_defined() -> None:
    found = agreement([])
    assert (found.n, found.enough, found.kappa.value, found.accuracy.value) == (0, False, None, None)


def test_a_figure_that_never_varies_has_no_interval() -> None:
    found = agreement(pairs(30, 0, 0, 30))
    assert found.kappa.value == 1
    assert found.kappa.low is None


@pytest.mark.parametrize(
    ("table", "enough"), [((20, 0, 0, 20), True), ((19, 0, 0, 60), False), ((60, 19, 0, 0), False)]
)
def test_few_positives_or_negatives_are_not_enough(table: tuple[int, int, int, int], enough: bool) -> None:
    assert ENOUGH == 20
    assert agreement(pairs(*table)).enough is enough


def test_the_rate_elsewhere_is_corrected_for_what_the_tool_misses_and_invents() -> None:
    # sensitivity 0.8, specificity 0.9: where 45 % are found, 50 % are there, as 0.8 * 0.5 + 0.1 * 0.5 = 0.45
    rate = rate_elsewhere(pairs(80, 10, 20, 90), found=450, total=1000)
    assert rate.apparent == 0.45
    assert rate.corrected.value == pytest.approx(0.5)
    assert rate.corrected.low is not None
    assert rate.corrected.high is not None
    assert 0.35 < rate.corrected.low < 0.45 < 0.55 < rate.corrected.high < 0.65


def test_the_interval_of_a_rate_grows_when_sensitivity_and_specificity_are_less_certain() -> None:
    def width(judged: list[Pair]) -> float:
        corrected = rate_elsewhere(judged, found=450, total=1000).corrected
        assert corrected.low is not None
        assert corrected.high is not None
        return corrected.high - corrected.low

    assert width(pairs(40, 5, 10, 45)) > 1.5 * width(pairs(400, 50, 100, 450))


@pytest.mark.parametrize("found", [0, 30])
def test_a_rate_never_leaves_its_bounds(found: int) -> None:
    corrected = rate_elsewhere(pairs(18, 6, 6, 18), found=found, total=30).corrected
    assert corrected.value in {0.0, 1.0}


def test_no_rate_is_corrected_by_a_tool_that_does_no_better_than_chance() -> None:
    assert rate_elsewhere(pairs(10, 10, 10, 10), found=5, total=10).corrected.value is None


def test_the_rate_of_all_documents_follows_from_a_draw_apart_by_what_the_tool_found() -> None:
    # 100 of 1,000 found, of which 3 in 4 are right; of the 900 others 1 in 10 was missed: 75 + 90 = 165 of 1,000
    judged = pairs(30, 10, 4, 36, weights=(100 / 40, 900 / 40))
    rate = rate_of_frame(judged, found=100, total=1000)
    assert rate.apparent == 0.1
    assert rate.corrected.value == pytest.approx(0.165)
    assert rate.corrected.low is not None
    assert rate.corrected.high is not None
    sensitivity, specificity = 75 / 165, 810 / 835
    assert rate.corrected.value == pytest.approx((0.1 + specificity - 1) / (sensitivity + specificity - 1))
    assert 0.08 < rate.corrected.low < 0.165 < rate.corrected.high < 0.28


def test_the_rate_of_all_documents_needs_rows_of_both_kinds() -> None:
    assert rate_of_frame(pairs(5, 5, 0, 0), found=10, total=100).corrected.value is None
    assert rate_of_frame(pairs(8, 2, 0, 0), found=10, total=10).corrected.value == pytest.approx(0.8)
