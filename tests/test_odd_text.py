"""Analysis of text as it comes: whatever stands in it, it ends, and nothing is raised."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplychain_check.analyse.document import analyse
from supplychain_check.analyse.laws import load_laws
from supplychain_check.analyse.topics import NoTopics
from supplychain_check.authoring.examples import example_document
from supplychain_check.models import Analysis
from supplychain_check.segment import segment


def analysed(text: str) -> Analysis:
    """Everything that does not depend on a pack or the model."""
    document = example_document(text)
    return analyse(document, segment(document), NoTopics(), load_laws())


@pytest.mark.parametrize(
    "text",
    [
        "Capitals " * 400 + "and the board committee approved this on 3 May 2025.",
        "A" * 3000 + " Committee approved this statement.",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 8 + "and board approved this statement on 1 July 2024.",
        "ABCDEFGHIJ" * 5 + "! Committee has approved this statement on 1 July 2024.",
        "Aa'Bb-" * 300 + "Committee has approved the statement.",
        "We trained 40 people in 2016¹ and audited ² mills since ²⁰¹⁶ and Ⅻ more by ٢٠٢٤.",
        "Year ended ３０ June ２０２５, and period ²⁰ to ³⁰.",
        "the year ended " * 500,
        "1 July 2024 to " * 500,
        "(" * 2000 + ")" * 2000,
        "Ltd " * 1000,
        "signed by " * 700,
    ],
)
def test_text_that_repeats_itself_or_plays_with_digits_is_read(text: str) -> None:
    assert len(analysed(text).readings) == len(analysed(text).segments)


_PIECES = st.sampled_from(
    [
        *("board", "approved", "Committee", "the", "of", "and", "&", "Ltd", "Limited", "signed", "by", "Director"),
        *("2025", "30 June", "June", "FY24", "2023-24", "1/7/2024", "²", "¹", "12", "%", "per cent", "$", "million"),
        *(
            "We",
            "will",
            "not",
            "no",
            "if",
            "workers",
            "suppliers",
            "trained",
            "audited",
            "A",
            "Aa",
            "B’s",
            "-",
            ",",
            ".",
        ),
        *("Modern Slavery Act 2015", "ABN", "NZBN", "9429000000017", "number", "company", "|", "\n", "\n\n", ":", "☒"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=60))
def test_any_order_of_the_words_that_rules_look_for_is_read(words: list[str]) -> None:
    found = analysed(" ".join(words))
    assert all(fact.end > fact.start for reading in found.readings for fact in reading.facts)
