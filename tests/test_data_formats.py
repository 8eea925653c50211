"""JSON, YAML and questionnaires on saved web pages: what is asked, answered, ticked and chosen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import found, opened, pairs
from research_data import research_data
from supplychain_check.declarations.reading import entries
from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, Document, UnreadableReason

POLICY = "Do you have a written policy on forced labour?"
FEES = "Do workers pay any recruitment fees?"
TRAINING = "Do you train the staff who buy goods?"


def opened_json(folder: Path, value: object) -> Document:
    return opened(folder, "a.json", json.dumps(value).encode())


def refused(folder: Path, name: str, content: bytes) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        opened(folder, name, content)
    assert caught.value.hint
    return caught.value


# --- JSON ------------------------------------------------------------------------------------------------


def test_records_of_question_and_answer(tmp_path: Path) -> None:
    document = opened_json(
        tmp_path,
        {
            "supplier": {"legal_name": "Fernhollow Kitchens Limited", "nzbn": 9429000000001},
            "responses": [
                {
                    "id": "q1",
                    "question": POLICY,
                    "answer": True,
                    "comment": "Since 2024.",
                    "attachments": ["policy.pdf"],
                },
                {"id": "q2", "question": FEES, "answer": None},
                {"id": "q3", "question": "What do you do?", "answer": ["audits", "training"]},
            ],
        },
    )
    name, number, policy, fees, measures = entries(document)
    assert (name.label, name.answer, name.section) == ("legal_name", "Fernhollow Kitchens Limited", "supplier")
    assert number.answer == "9429000000001"
    assert (policy.label, policy.question, policy.answer, policy.comment) == ("q1", POLICY, "true", "Since 2024.")
    assert policy.attachments == ("policy.pdf",)
    assert document.text[policy.start : policy.end] == "true"
    assert (fees.label, fees.question, fees.answer) == ("q2", FEES, "")
    assert measures.answer == "audits, training"
    assert str(policy.place) == "field q1"


@pytest.mark.parametrize(
    "value",
    [
        {"policy": "yes", "fees": "", "training": "no"},
        {"policy": {"answer": "yes"}, "fees": {"answer": ""}, "training": {"value": "no"}},
        [{"key": "policy", "value": "yes"}, {"key": "fees", "value": None}, {"key": "training", "value": "no"}],
        {
            "form": {"answers": [{"questionId": "policy", "response": "yes"}, {"questionId": "fees", "response": ""}]},
            "training": "no",
        },
        {"data": {"policy": "yes", "fees": None}, "training": "no"},
    ],
)
def test_answers_by_the_id_of_their_question(value: object, tmp_path: Path) -> None:
    found_ = entries(opened_json(tmp_path, value))
    assert [(entry.label, entry.answer) for entry in found_] == [("policy", "yes"), ("fees", ""), ("training", "no")]


def test_questions_and_answers_in_different_places(tmp_path: Path) -> None:
    value = {
        "questions": [{"id": "policy", "text": POLICY, "type": "boolean"}, {"id": "fees", "question": FEES}],
        "answers": {"policy": "yes", "fees": "no"},
    }
    found_ = entries(opened_json(tmp_path, value))
    assert [(e.label, e.question, e.answer) for e in found_] == [("policy", POLICY, "yes"), ("fees", FEES, "no")]


def test_only_the_options_chosen_are_the_answer(tmp_path: Path) -> None:
    options = [{"label": "Audits", "selected": True}, {"label": "Training", "selected": False}]
    (entry,) = entries(
        opened_json(tmp_path, {"items": [{"id": "m", "question": "What do you do?", "answer": options}]})
    )
    assert entry.answer == "Audits"


def test_a_name_given_twice_is_told_and_nothing_lost(tmp_path: Path) -> None:
    document = opened(tmp_path, "a.json", b'{"policy": "yes", "policy": "no"}')
    assert [entry.answer for entry in entries(document)] == ["yes", "no"]
    assert "policy" in document.warnings[0]


def test_numbers_stay_as_written(tmp_path: Path) -> None:
    document = opened(tmp_path, "a.json", b'{"staff": 41.50, "long": ' + b"9" * 6_000 + b', "share": 1e400}')
    assert [entry.answer for entry in entries(document)] == ["41.50", "9" * 6_000, "1e400"]


def test_json_that_is_no_questionnaire_is_text(tmp_path: Path) -> None:
    statement = (
        "Fernhollow Kitchens Limited visited two of its 23 suppliers in March 2026 and spoke with their workers. "
    )
    document = opened_json(tmp_path, {"pages": [{"meta": {"slug": "a"}, "body": statement * 3}], "n": [[1, 2, 3], []]})
    assert statement.strip() in document.text
    assert document.media_type == "application/json"


def test_text_that_only_starts_like_json_is_text(tmp_path: Path) -> None:
    document = opened(tmp_path, "a.txt", b"[1] We visited two of our 23 suppliers in March 2026.\n")
    assert document.media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", b"[" * 100_000 + b"]" * 100_000, UnreadableReason.LIMIT),
        ("a.json", b"[" * 100 + b'"x"' + b"]" * 100, UnreadableReason.LIMIT),
        ("a.json", b'{"a": "' + b"x" * 6_000_000 + b'"}', UnreadableReason.LIMIT),
        ("a.json", b'{"a": "' + b"x" * 11_000_000 + b'"}', UnreadableReason.TOO_LARGE),
        ("a.json", b"[" + b"[]," * 300_000 + b"[]]", UnreadableReason.LIMIT),
        ("a.json", b'{"a": 1,\n "b": }', UnreadableReason.DAMAGED),
        ("a.json", b"{}", UnreadableReason.NO_TEXT),
        ("a.yaml", b"[" * 100_000, UnreadableReason.LIMIT),
        ("a.yaml", b"- " * 10_000, UnreadableReason.LIMIT),
        ("a.yaml", b"a: &a [*a]\n", UnreadableReason.DAMAGED),
        ("a.yaml", b"a: *b\n", UnreadableReason.DAMAGED),
        ("a.yaml", b"a: [1\nb: }\n", UnreadableReason.DAMAGED),
        ("a.yaml", b"a:\n\t- b\n", UnreadableReason.DAMAGED),
    ],
)
def test_hostile_data_is_refused_with_a_reason(
    name: str, content: bytes, reason: UnreadableReason, tmp_path: Path
) -> None:
    assert refused(tmp_path, name, content).reason == reason


def test_mistakes_name_their_line(tmp_path: Path) -> None:
    assert "line 2" in str(refused(tmp_path, "a.json", b'{"a": 1,\n "b": }'))
    assert "line 2" in str(refused(tmp_path, "a.yaml", b"a: [1\nb: }\n"))


NAMES = st.sampled_from(
    "policy workers-passports buys_no has_policy trainsStaff q7 fees.paid 3.2 audits-made buildings lkno".split()
)
VALUES = st.sampled_from(["", "yes", "no", "n/a", "not yet", "41", "since May 2025", "audits & visits"])


@given(answers=st.dictionaries(NAMES, VALUES, min_size=1, max_size=8))
def test_any_answers_come_back_from_json_and_yaml(
    answers: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    for name, content in (("a.json", json.dumps(answers)), ("a.yaml", yaml.safe_dump(answers, sort_keys=False))):
        if any(answers.values()):
            found_ = found(folder, name, content.encode())
            assert [(entry.label, entry.answer) for entry in found_] == list(answers.items())


# --- YAML ------------------------------------------------------------------------------------------------


def test_yaml_values_stay_as_written_and_have_lines(tmp_path: Path) -> None:
    text = "---\nturnover: no\nversion: 1.10\nsigned: 2026-05-04\npolicy: ~\nfees: 'n'\nnote: |\n  We pay them.\n  Always.\n"
    found_ = found(tmp_path, "a.yaml", text.encode())
    assert [(entry.label, entry.answer) for entry in found_] == [
        ("turnover", "no"),
        ("version", "1.10"),
        ("signed", "2026-05-04"),
        ("policy", ""),
        ("fees", "n"),
        ("note", "We pay them. Always."),
    ]
    assert [entry.place.line for entry in found_] == [2, 3, 4, 5, 6, 7]


def test_a_file_that_asks_one_question_of_a_marketplace(tmp_path: Path) -> None:
    text = f"""name: Recruitment fees
question: >
  <p class="body">{FEES}</p>
  <p>Count fees paid abroad&nbsp;as well.</p>
hint: Look at payslips.
type: boolean
followup:
  feesRepaid:
    - true
validations:
  - name: answer_required
    message: Select yes if workers pay fees.
"""
    document = opened(tmp_path, "framework-7.recruitmentFees.yml", text.encode())
    (entry,) = entries(document)
    assert (entry.label, entry.question, entry.answer) == ("recruitmentFees", FEES, "")
    assert "Look at payslips." in document.text


def test_a_file_that_lists_the_questions_of_a_group(tmp_path: Path) -> None:
    text = "id: fees\nname: Fees\nquestion: Tell us of fees.\ntype: multiquestion\nquestions:\n  - feesPaid\n  - feesRepaid\n"
    found_ = found(tmp_path, "fees.yml", text.encode())
    assert [(entry.label, entry.answer, entry.section) for entry in found_] == [
        ("feesPaid", "", "Tell us of fees."),
        ("feesRepaid", "", "Tell us of fees."),
    ]


def test_references_are_followed_and_counted(tmp_path: Path) -> None:
    found_ = found(tmp_path, "a.yaml", b"base: &b {policy: yes}\nsite:\n  <<: *b\n  fees: no\n")
    assert [(entry.label, entry.answer) for entry in found_] == [("policy", "yes"), ("policy", "yes"), ("fees", "no")]
    laughs = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    assert refused(tmp_path, "b.yaml", laughs.encode()).reason == UnreadableReason.LIMIT


def test_tags_mean_nothing(tmp_path: Path) -> None:
    content = b"a: !!python/object/apply:os.mkdir ['made']\nb: !!int 'yes'\n"
    assert [entry.answer for entry in found(tmp_path, "a.yaml", content)] == ["made", "yes"]
    assert not Path("made").exists()


def test_the_questions_of_the_digital_marketplace() -> None:
    folder = research_data("declarations")
    files = sorted(folder.glob("*.modernSlavery*.yml"))
    assert files
    for path in files:
        (entry,) = found(Path(), path.name, path.read_bytes())
        assert entry.label == path.name.split(".")[1]
        assert entry.question
        assert entry.answer == ""


def test_the_questions_of_the_labour_rights_form() -> None:
    path = research_data("declarations") / "annual-supplier-assessment-labour-rights.txt"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "|" in line]
    found_ = found(Path(), path.name, path.read_bytes())
    assert [(e.label, e.question) for e in found_] == [
        (cells[0].strip(), cells[1].strip()) for cells in (line.split("|") for line in lines)
    ]


# --- saved web pages ---------------------------------------------------------------------------------------

PAGE = f"""<!DOCTYPE html><html><head><title>Supplier declaration</title></head><body>
<header><form role="search"><input type="text" name="s" value="old search"></form></header>
<main><h1>Supplier declaration</h1><p>Fernhollow Kitchens Limited answered this on 4 May 2026.</p>
<form action="/send"><input type="hidden" name="token" value="secret-token">
<h2>Your firm</h2>
<label for="n">Legal name</label><input id="n" name="legal_name" value="Fernhollow Kitchens Limited">
<label>Number of employees <input name="employees" type="number" value="41"></label>
<h2>Workers</h2>
<fieldset><legend>{POLICY}</legend>
<label><input type="radio" name="policy" value="1" checked> Yes</label>
<label><input type="radio" name="policy" value="0"> No</label>
<label>Please explain <textarea name="policy_explanation">Approved in
May 2025.</textarea></label></fieldset>
<fieldset><legend>Which of these do you do?</legend>
<label><input type="checkbox" name="a" checked> Training</label><label><input type="checkbox" name="b"> Audits</label>
<label><input type="checkbox" name="c" checked> Visits</label></fieldset>
<table><tr><th>Question</th><th>Yes</th><th>No</th></tr>
<tr><td>{FEES}</td><td><input type="radio" name="fees" value="y"></td>
<td><input type="radio" name="fees" value="n" checked></td></tr>
<tr><td>{TRAINING}</td><td><input type="radio" name="train" value="y"></td>
<td><input type="radio" name="train" value="n"></td></tr></table>
<p>How do you check suppliers?</p>
<select name="how"><option value="">Please select</option><option value="1" selected>By visits</option></select>
<p>Who looks after this?</p><select name="who"><option value="" selected>Please select</option><option>A director</option></select>
<input type="checkbox" id="t" name="true"> <label for="t">I confirm that this is true</label>
<button>Send</button></form></main></body></html>"""


def test_a_saved_questionnaire_gives_what_is_filled_in(tmp_path: Path) -> None:
    document = opened(tmp_path, "a.html", PAGE.encode())
    found_ = entries(document)
    assert pairs(found_) == [
        ("Legal name", "Fernhollow Kitchens Limited"),
        ("Number of employees", "41"),
        (POLICY, "Yes"),
        ("Which of these do you do?", "Training, Visits"),
        (FEES, "No"),
        (TRAINING, ""),
        ("How do you check suppliers?", "By visits"),
        ("Who looks after this?", ""),
        ("I confirm that this is true", ""),
    ]
    policy = found_[2]
    assert (policy.label, policy.comment, policy.section) == ("policy", "Approved in May 2025.", "Workers")
    assert str(policy.place) == "field policy"
    assert "Fernhollow Kitchens Limited answered this" in document.text
    assert "secret-token" not in document.text
    assert "old search" not in document.text


def test_a_contact_form_is_no_part_of_a_statement(tmp_path: Path) -> None:
    page = """<html><body><main><h1>Statement</h1><p>We visited two of our 23 suppliers in March 2026.</p>
<form><label>Name <input name="n"></label><label>Email <input name="e"></label><label>Message <textarea name="m">
</textarea></label></form></main></body></html>"""
    document = opened(tmp_path, "a.html", page.encode())
    assert document.fields == ()
    assert "Email" not in document.text


def test_a_table_of_answers_on_a_page_with_merged_cells(tmp_path: Path) -> None:
    page = f"""<html><body><table><tr><th>Section</th><th>Question</th><th>Answer</th></tr>
<tr><td rowspan="2">Workers</td><td>{FEES}</td><td>No</td></tr><tr><td>{TRAINING}</td><td>Yes</td></tr>
<tr><td colspan="3">Part two</td></tr><tr><td></td><td>{POLICY}</td><td></td></tr></table></body></html>"""
    document = opened(tmp_path, "a.html", page.encode())
    found_ = entries(document)
    assert pairs(found_) == [(FEES, "No"), (TRAINING, "Yes"), (POLICY, "")]
    assert [entry.section for entry in found_] == ["Workers", "Workers", "Part two"]
    assert all(block.kind is BlockKind.TABLE_ROW for block in document.blocks)
