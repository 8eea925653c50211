"""Batches: order, memory, hostile text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import SAMPLES
from supplychain_check.models import Assessment, Duplicate, Options, Unreadable
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline
from supplychain_check.spool import Spool

MINI = Path(__file__).parent / "packs" / "mini"
Write = Callable[[str, str], Path]


def test_results_come_in_the_order_of_the_paths(write: Write) -> None:
    bad = write("bad.md", "")
    paths = [SAMPLES / "small-firm" / "statement.md", bad, SAMPLES / "canonical" / "statement.md"]
    ticks: list[str] = []
    results = list(Pipeline((load_pack(MINI),)).run(paths, ticks.append))
    assert [result.path for result in results] == [str(path) for path in paths]
    assert [type(result.outcomes[0]) for result in results] == [Assessment, Unreadable, Assessment]
    assert ticks == [str(path) for path in paths] * 2


def test_one_analysis_serves_several_packs() -> None:
    pipeline = Pipeline((load_pack(MINI), load_pack("nz-plan-of-action")))
    results = next(iter(pipeline.run([SAMPLES / "canonical" / "statement.md"])))
    assert [o.pack.id for o in results.outcomes if isinstance(o, Assessment)] == ["mini", "nz-plan-of-action"]


def test_a_word_of_two_million_letters_ends_nothing(write: Write) -> None:
    text = (SAMPLES / "canonical" / "statement.md").read_text(encoding="utf-8")
    huge = write("huge.md", text + "\n\n" + "a" * 2_000_000)
    other = SAMPLES / "small-firm" / "statement.md"
    results = list(Pipeline((load_pack(MINI),), Options()).run([huge, other]))
    assert isinstance(results[1].outcomes[0], Assessment)


def test_duplicates_name_the_first(write: Write) -> None:
    first, second = write("a.md", "# Modern Slavery Statement"), write("b.md", "# Modern Slavery Statement")
    outcome = list(Pipeline((load_pack(MINI),)).run([first, second]))[1].outcomes[0]
    assert isinstance(outcome, Duplicate)
    assert outcome.first == str(first)


def test_a_spool_gives_back_what_was_put() -> None:
    with Spool[dict[str, int]]() as spool:
        for number in range(3):
            spool.put({"n": number})
        assert list(spool) == [{"n": 0}, {"n": 1}, {"n": 2}]
        assert list(spool) == [{"n": 0}, {"n": 1}, {"n": 2}]
