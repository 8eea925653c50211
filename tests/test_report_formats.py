"""JSON and CSV: what programs and spreadsheets get."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from fictional import assessment, every, finding, linen, review
from strategies import assessed, excluded, manifests, unreadables
from supplychain_check.models import Assessment, Excluded, Outcome, Role, Unreadable
from supplychain_check.reports.csv import COLUMNS, safe
from supplychain_check.reports.csv import render as to_csv
from supplychain_check.reports.json import render as to_json
from supplychain_check.reports.schema import schema

# For programs


@pytest.mark.parametrize("role", list(Role))
def test_json_follows_its_schema_and_gives_the_assessment_back(role: Role) -> None:
    text = to_json(every(), role=role)
    body = json.loads(text)
    jsonschema.validate(body, schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    assert Assessment.model_validate(body["assessments"][0]["assessment"]) == linen()
    assert [len(body[k]) for k in ("assessments", "unreadable", "excluded", "duplicates")] == [2, 1, 1, 1]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(assessed(), unreadables, excluded, manifests)
def test_any_run_follows_the_schema(case: tuple[object, ...], lost: Unreadable, other: Excluded, run: object) -> None:
    text = to_json([case[0], lost, other], manifest=run)  # type: ignore[list-item, arg-type]
    jsonschema.validate(json.loads(text), schema())


def test_json_says_what_counts_beside_what_the_machine_read() -> None:
    body = json.loads(to_json([assessment(finding("A1", "Training", 1, reviews=(review(3),)))]))["assessments"][0]
    assert body["assessment"]["findings"][0]["level"] == 1
    assert body["counted"][0]["level"] == 3
    assert body["counted"][0]["reviewer"] == "Ana Ruru"
    assert body["sections"][0]["points"] == 3


# For spreadsheets


def rows(items: Sequence[Outcome]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(items))))


def test_csv_has_a_row_a_finding_and_a_row_for_every_file_not_scored() -> None:
    found = rows(every())
    assert len(found) == len(linen().findings) + 1 + 3
    assert tuple(found[0]) == COLUMNS
    assert [r["outcome"] for r in found[-3:]] == ["unreadable", "not a statement", "duplicate"]
    assert found[-3]["file"] == "in/locked.pdf"
    assert "password" in found[-3]["reason"]


def test_csv_keeps_both_readings_and_numbers_as_numbers() -> None:
    row = next(r for r in rows([linen()]) if r["criterion"] == "B5")
    assert (row["level"], row["machine_level"], row["reviewer"]) == ("3", "1", "Ana Ruru")
    first = rows([linen()])[0]
    assert (first["points"], first["max_points"], first["page"], first["counted"]) == ("2.0", "3.0", "3", "yes")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\u200b=", "\uff1d"])
def test_no_cell_starts_a_formula(start: str) -> None:
    cell = safe(f'{start}HYPERLINK("http://x")')
    assert isinstance(cell, str)
    assert cell.startswith("'")


def test_numbers_stay_numbers_even_below_zero() -> None:
    assert safe(-1.5) == -1.5
    assert safe(None) == ""
