"""Matching several packs together gives each what it gets alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from checking import MINI
from conftest import SAMPLES
from supplychain_check.authoring.examples import example_document
from supplychain_check.criteria import Criterion, Pack, Signal
from supplychain_check.match import Matcher, Matchers
from supplychain_check.models import Disclosure
from supplychain_check.packs import load_pack, pack_ids
from supplychain_check.pipeline import Pipeline, Prepared
from supplychain_check.readers import read

STATEMENTS = sorted(SAMPLES.glob("*/statement.md"))
COPIED = dict.fromkeys(range(0, 200, 5), "also in a statement of another firm")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(())


def _alone(packs: Iterable[Pack], prepared: Prepared) -> list[dict[str, tuple[Disclosure, ...]]]:
    return [Matcher(pack).match(prepared.document, prepared.analysis, COPIED) for pack in packs]


def _together(packs: Iterable[Pack], prepared: Prepared) -> list[dict[str, tuple[Disclosure, ...]]]:
    return list(Matchers(packs).match(prepared.document, prepared.analysis, COPIED))


@pytest.fixture(scope="module")
def shipped() -> tuple[Pack, ...]:
    return tuple(load_pack(name) for name in pack_ids())


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.parent.name)
def test_all_packs_together_find_what_each_finds_alone(
    path: Path, shipped: tuple[Pack, ...], pipeline: Pipeline
) -> None:
    prepared = pipeline.prepare_document(read(path))
    assert _together(shipped, prepared) == _alone(shipped, prepared)


def test_criteria_alike_keep_their_own_ids(pipeline: Pipeline) -> None:
    pack = load_pack(MINI)
    other = pack.model_copy(
        update={"criteria": tuple(c.model_copy(update={"id": f"other-{c.id}"}) for c in pack.criteria)}
    )
    prepared = pipeline.prepare_document(read(SAMPLES / "canonical" / "statement.md"))
    first, second = _together((pack, other), prepared)
    assert first
    assert {f"other-{name}" for name in first} == second.keys()
    assert all(one.criterion == name for name, found in second.items() for one in found)


def test_the_same_words_under_another_name_keep_that_name(pipeline: Pipeline) -> None:
    pack = load_pack(MINI)
    packs = (pack, pack.model_copy(update={"criteria": tuple(map(_renamed, pack.criteria))}))
    prepared = pipeline.prepare_document(read(SAMPLES / "canonical" / "statement.md"))
    found = _together(packs, prepared)
    assert found == _alone(packs, prepared)
    matched = [{name for some in pack.values() for one in some for name in one.matched} for pack in found]
    assert any(name.startswith("signal:my-") for name in matched[1])
    assert not any(name.startswith("signal:my-") for name in matched[0])


def _renamed(criterion: Criterion) -> Criterion:
    """A criterion whose signals all have another name."""

    def named(reference: str) -> str:
        head, colon, name = reference.rpartition(":")
        return f"{head}{colon}my-{name}" if name in criterion.signals else reference

    levels = tuple(
        rung.model_copy(
            update={
                "when": tuple(
                    c.model_copy(update={key: tuple(map(named, getattr(c, key))) for key in ("all", "any", "none")})
                    for c in rung.when
                )
            }
        )
        for rung in criterion.levels
    )
    signals = {f"my-{name}": signal for name, signal in criterion.signals.items()}
    return criterion.model_copy(update={"levels": levels, "signals": signals})


def test_what_is_a_bare_phrase_is_for_each_pack_to_say(pipeline: Pipeline) -> None:
    """Rule 1 of fair scoring looks at the phrases of the pack in question, whatever other packs list."""
    pack = load_pack(MINI)
    whole = Signal(phrases=("we repaid the recruitment fees",))
    listing = pack.model_copy(update={"signals": {**pack.signals, "whole": whole}})
    prepared = pipeline.prepare_document(example_document("# Fees\n\nWe repaid the recruitment fees.\n"))
    without, with_it = _together((pack, listing), prepared)
    assert [without, with_it] == _alone((pack, listing), prepared)
    assert "a-fees" in without
    assert "a-fees" not in with_it


def test_a_token_pattern_stands_for_words_in_its_own_pack_only(pipeline: Pipeline) -> None:
    pack = load_pack(MINI)
    fees = next(c for c in pack.criteria if c.id == "a-fees")
    by_pattern = fees.model_copy(
        update={"signals": {**fees.signals, "fees": Signal(patterns=(({"LOWER": "levies"},),))}}
    )
    other = pack.model_copy(update={"criteria": (by_pattern,)})
    prepared = pipeline.prepare_document(example_document("Our agents repaid all levies in May 2026.\n"))
    first, second = _together((pack, other), prepared)
    assert [first, second] == _alone((pack, other), prepared)
    assert "a-fees" not in first
    assert "a-fees" in second
