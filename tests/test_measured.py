"""Packs against people's labels: what was reached stays reached."""

from __future__ import annotations

import pytest

from research_data import research_data
from supplychain_check.analyse.topics import NoTopics
from supplychain_check.criteria import criteria_dir
from supplychain_check.measuring.evaluation import evaluate
from supplychain_check.measuring.labels import load_labels, load_map
from supplychain_check.packs import load_pack


@pytest.mark.parametrize("name", ["gb-msa-2015"])
def test_agreement_with_volunteers_reaches_the_bars_where_there_are_enough_labels(name: str) -> None:
    # these criteria rest on phrases and formalities; reading topics would only take time
    labels = research_data("documents", "uk-statements-labelled-dev.jsonl")
    pack = load_pack(name)
    by = load_map(criteria_dir() / "evaluations" / f"{name}-volunteers.toml", pack)
    result = evaluate(pack, by, load_labels(labels, by), labels=labels.name, model=NoTopics())
    bars = {one.column: one.bar for one in result.results}
    assert not result.unreadable
    assert bars.pop("bhrrc_director_signed") == "too few to judge"
    assert set(bars.values()) == {"reached"}, bars
