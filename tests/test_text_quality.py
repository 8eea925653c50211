"""The floor of text quality: rubbish is below it, everything that people wrote above."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from research_data import research_data
from supplychain_check.readers import read
from supplychain_check.readers.quality import FLOOR, assess
from zoo import PROSE

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def _misread(text: str, share: float) -> str:
    """Text as bad letter recognition gives it: letters changed for signs and digits, words split."""
    pick = random.Random(11)
    return "".join(pick.choice("1|0@$~4)") if c.isalpha() and pick.random() < share else c for c in text)


def test_prose_is_clean() -> None:
    assert assess(PROSE * 5).score == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Approved by the board.",
        "Rangiora | 41 | NZ$61,750 | 12.5%\n" * 40,
        "Nguyễn Thị Bích, Krzysztof Szczepański, Ngā Kaimahi, Łódź and Þórshöfn supplied us with goods. " * 10,
        "modern slavery, forced labour, debt bondage, retained passports, audit, remedy, training, tier two, " * 20,
        "GOAL 1 (FY26): 14 of 15 SMEs (ISO 45001, SA8000, SMETA 4-pillar) signed the ETI Base Code v2.1 by Q3. " * 10,
    ],
)
def test_tables_names_and_codes_are_not_punished(text: str) -> None:
    assert assess(text).readable


@pytest.mark.parametrize(
    "text",
    [
        _misread(PROSE * 5, 0.15),
        " ".join(PROSE.replace(" ", "") * 4),
        "UIJT TUBUFNFOU JT NBEF CZ PVS CPBSE PG EJSFDUPST BOE DPWFST UIF ZFBS ".lower() * 8,
        "\ue001\ue002\ue003 \ue004\ue005 stat\ue006ment \ue007f " * 30,
        "(cid:12)(cid:7) (cid:44) of (cid:3)(cid:9) " * 30,
    ],
)
def test_rubbish_is_below_the_floor_and_says_why(text: str) -> None:
    quality = assess(text)
    assert not quality.readable
    assert quality.score < FLOOR
    assert quality.reasons
    assert all(reason.endswith(".") for reason in quality.reasons)


def test_the_garbled_sample_is_below_the_floor() -> None:
    path = SAMPLES / "adversarial" / "garbled.txt"
    if not path.exists():
        pytest.skip("the sample is not there")
    assert not read(path).quality.readable


def test_nearly_all_collected_statements_are_readable() -> None:
    """Three of the 977 texts come from fonts without letters or overlaid pages and are rubbish indeed."""
    with gzip.open(research_data("documents", "uk-statements-unlabelled.jsonl.gz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    unreadable = sum(not assess(text).readable for text in texts)
    assert unreadable <= 5
