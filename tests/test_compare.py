"""Comparisons: what is laid side by side, what is refused, and how it reads."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from fictional import MODEL, PACK, assessment, finding, identity, linen, not_asked, quote, review
from goldens import check_golden
from supplychain_check.compare.comparison import Comparison, compare
from supplychain_check.errors import UsageProblem
from supplychain_check.models import Assessment, Options
from supplychain_check.reports.csv import render_comparison as to_csv
from supplychain_check.reports.terminal import render_comparison


def other(*levels: int, **changes: object) -> Assessment:
    """A second firm, with findings A1, A2 ... of the given levels."""
    found = [finding(f"A{n}", f"Item {n}", level) for n, level in enumerate(levels, 1)]
    values: dict[str, object] = {"id": "9876543210", "identity": identity("Weka Timber Limited")}
    return assessment(*found, **values | changes)


def first(*levels: int) -> Assessment:
    """The first firm, likewise."""
    return assessment(*(finding(f"A{n}", f"Item {n}", level) for n, level in enumerate(levels, 1)))


def table(comparison: Comparison, *, width: int = 80, all_rows: bool = False) -> str:
    return render_comparison(comparison, width=width, colour=False, all_rows=all_rows)


def test_levels_points_and_differences_stand_side_by_side() -> None:
    result = compare([first(2, 1, 3), other(3, 1, 0)])
    assert [row.differs for row in result.rows] == [True, False, True]
    assert [column.label for column in result.columns] == [
        "Tuatara Linen Limited, Mar 2026",
        "Weka Timber Limited, Mar 2026",
    ]
    assert [cell.points for cell in result.sections[0].cells if cell] == [6, 4]


def test_rows_that_are_alike_are_folded_unless_asked_for() -> None:
    result = compare([first(2, 1), other(3, 1)])
    assert "Alike: Item 2 1/3." in table(result)
    assert "Item 2" in table(result, all_rows=True)
    assert "Alike:" not in table(result, all_rows=True)


def test_differences_are_said_in_words() -> None:
    text = table(compare([first(2), other(3)]))
    assert next(line for line in text.splitlines() if "Item 1" in line).split() == "Item 1 2/3 3/3 top B".split()


@pytest.mark.parametrize("later_first", [False, True])
def test_one_firm_over_two_years_goes_up_or_down(*, later_first: bool) -> None:
    years = [first(1), other(3, identity=identity(end=date(2027, 3, 31)))]
    result = compare(years[::-1] if later_first else years)
    assert result.same_entity
    assert "up 2" in table(result)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"pack": PACK.model_copy(update={"version": "2.0.0", "sha256": "99" * 32})}, "test-pack 2.0.0"),
        ({"model": MODEL.model_copy(update={"version": "2", "sha256": "98" * 32})}, "phrases 2"),
        ({"tool_version": "0.2.0"}, "0.2.0"),
        ({"options": Options(draft=True)}, "draft"),
    ],
    ids=["pack", "model", "tool", "draft"],
)
def test_what_was_measured_differently_is_refused_or_named(changes: dict[str, object], word: str) -> None:
    pair = [first(1), other(1, **changes)]
    with pytest.raises(UsageProblem, match=word) as caught:
        compare(pair)
    assert "--allow-mixed" in caught.value.hint
    assert word in " ".join(compare(pair, mixed=True).mixed)
    assert word in table(compare(pair, mixed=True)).replace("\n       ", " ")


def test_one_alone_and_one_twice_are_refused() -> None:
    with pytest.raises(UsageProblem, match="at least two"):
        compare([first(1)])
    with pytest.raises(UsageProblem, match="0123456789 was given twice"):
        compare([first(1), first(1)])


def test_a_criterion_that_only_one_pack_has_is_shown_as_none() -> None:
    assert "none" in table(compare([first(1, 2), other(1)]))


def test_columns_with_the_same_label_are_told_apart() -> None:
    labels = [c.label for c in compare([first(1), other(1, identity=identity())]).columns]
    assert labels == ["Tuatara Linen Limited, Mar 2026 [0123456789]", "Tuatara Linen Limited, Mar 2026 [9876543210]"]


def test_reviews_count_and_are_starred() -> None:
    reviewed = assessment(finding("A1", "Item 1", 1, reviews=(review(3),)))
    result = compare([reviewed, other(3)])
    assert not result.rows[0].differs
    assert "3/3*" in table(result, all_rows=True)
    assert "REVIEWED IN PART" in table(result)


def test_what_is_told_though_not_asked_is_in_brackets() -> None:
    told = assessment(not_asked("A1", "Item 1", 2, quote("Cotton from Gujarat.", 2)))
    silent = assessment(not_asked("A1", "Item 1"), id="9876543210", identity=identity("Weka Timber Limited"))
    assert "(2/3)" in table(compare([told, silent]))


def test_many_suppliers_at_eighty_columns_go_into_several_tables() -> None:
    firms = [other(n % 4, id=f"{n:010}", identity=identity(f"Firm {n:02} Limited")) for n in range(12)]
    text = table(compare(firms))
    assert max(map(len, text.splitlines())) <= 80
    assert all(f"Firm {n:02} Limited" in text for n in range(12))
    assert text.count("Item 1") == 3


def test_csv_has_the_same_figures() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(compare([first(2), other(3)])))))
    assert len({len(row) for row in rows}) == 1
    line = dict(zip(rows[0], next(row for row in rows if row[2] == "A1"), strict=True))
    assert line["Weka Timber Limited, Mar 2026 [9876543210]: level"] == "3"
    assert line["Tuatara Linen Limited, Mar 2026 [0123456789]: disclosure"] == "partly disclosed"


def test_csv_of_a_mixed_comparison_says_so() -> None:
    pair = [first(1), other(1, tool_version="0.2.0")]
    assert "Different tool versions" in to_csv(compare(pair, mixed=True))


def test_comparison_reads_as_kept() -> None:
    later = linen().model_copy(update={"id": "9876543210", "identity": identity(end=date(2027, 3, 31))})
    better = finding("A4", "Own buying habits", 2, quote("We pay mills within 14 days.", 2))
    later = later.model_copy(update={"findings": (*later.findings[:3], better, *later.findings[4:])})
    check_golden("comparison.txt", table(compare([linen(), later])))
