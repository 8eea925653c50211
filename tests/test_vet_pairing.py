"""Answers and sentences that are paired by meaning: opposed, or borne out after all."""

from __future__ import annotations

import pytest

from vetting_pairs import compare, contradicted

WHO = {"entity": "Tolaga Works Limited", "from": "1 January 2025", "to": "31 December 2025"}
HEAD = "# Modern slavery statement 2025\nTolaga Works Limited makes this statement for the calendar year 2025.\n"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            {"subcontractors": "No. All roof work is done by our own people."},
            "Roof and gutter work is let to four local firms.",
        ),
        ({"code": "Yes. All 60 suppliers have signed our code."}, "By December 22 suppliers had signed our code."),
    ],
)
def test_other_words_than_those_of_a_rule_are_found_by_meaning(answers: dict[str, str], said: str) -> None:
    assert contradicted(compare(WHO | answers, HEAD + said + "\n")) == set(answers)


def test_a_lack_of_one_group_contradicts_nothing_where_the_answer_is_borne_out() -> None:
    said = "Twelve buyers took a course on forced labour in May 2025. We have not trained drivers on forced labour.\n"
    assert compare(WHO | {"training": "Yes. Twelve buyers took a course in May 2025."}, HEAD + said) == ()
