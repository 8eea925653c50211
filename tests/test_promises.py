"""Promises and denials: the models, measuring them on a file, making them again, and what a status decides."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from research_data import research_data
from supplychain_check.analyse.evidence import LABELS, Sentence, chosen, in_order, names, shipped_evidence
from supplychain_check.analyse.status import confidence, read_status
from supplychain_check.analyse.terms import dated, owned
from supplychain_check.cli.main import cli
from supplychain_check.errors import InputProblem
from supplychain_check.models import EvidenceStatus, Segment, SegmentKind
from supplychain_check.models.analysis import asks_for_review
from supplychain_check.training.evidence import crossvalidate, fit
from supplychain_check.training.evidence_corpus import read_labelled, read_taught
from supplychain_check.training.kinds import key

PROMISES = ["We will train our {} in March.", "The {} team plans to visit two mills.", "Next year we will map {}."]
DENIALS = ["We have not yet assessed our {}.", "No cases were found among our {}.", "We do not train our {}."]
OTHERS = ["We trained our {} in May.", "Our {} sign the code.", "The {} report to the board.", "We buy from {}."]
THINGS = ["drivers", "buyers", "packers", "growers", "cleaners", "sewers"]


def one(text: str) -> Segment:
    return Segment(index=0, kind=SegmentKind.SENTENCE, start=0, end=len(text), text=text)


def labelled(path: Path, statements: int = 12) -> Path:
    rows = []
    for number in range(statements):
        thing, country = THINGS[number % len(THINGS)], "UK" if number % 2 else "CA"
        for texts, future, negative in ((PROMISES, 1, 0), (DENIALS, 0, 1), (OTHERS, 0, 0)):
            for text in texts:
                sentence = f"{text.format(thing)} Site {number}"
                rows.append({"jurisdiction": country, "statement_id": f"S{number}", "sentence": sentence,
                             "future": future, "negative": negative, "note": "ignored"})  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Does the firm have a policy on forced labour? No", "denial"),
        ("None identified to date.", "denial"),
        ("We do not own any factory.", "denial"),
        ("We assess suppliers in regions that do not have labour inspectors.", "action"),
        ("Any supplier who breaches the code will be removed from our list.", "hypothetical"),
        ("We will not work with suppliers who use forced labour.", "claim"),
        ("We expect that our suppliers will follow the code.", "claim"),
        ("Workers shall be free to leave their employer.", "claim"),
        ("We are also considering a new questionnaire for our mills.", "commitment"),
        ("Our policy on bullying is being reviewed and will be issued again.", "commitment"),
        ("The code includes guidance on recruitment fees.", "action"),
        ("A social audit is an inspection of a site.", "context"),
    ],
)
def test_the_first_predicate_decides(text: str, status: str) -> None:
    assert read_status(one(text), None, has_facts=False).status == EvidenceStatus(status)


def test_weights_fit_the_list_of_wordings() -> None:
    model = shipped_evidence()
    for label in LABELS:
        assert tuple(model.models[label].weights) == chosen(label)
        assert set(chosen(label)) <= set(names())


def test_the_shipped_models_tell_promises_from_denials() -> None:
    said = [shipped_evidence().say(Sentence(text)) for text in (
        "Next year we will train our buyers in two towns.", "We have not yet assessed our suppliers.", "We buy tea.",
    )]  # fmt: skip
    assert said == [(True, False), (False, True), (False, False)]


def test_items_are_led_by_the_sentence_before_the_list() -> None:
    found = in_order(["In 2027 we will take these steps", "Review the code", "train the drivers", "The mill is ours"])
    assert [sentence.lead for sentence in found] == ["", found[0].text, found[0].text, ""]


@pytest.mark.parametrize(
    ("text", "by_when", "by_whom"),
    [
        ("We will train buyers by the end of June.", True, False),
        ("The procurement team will visit mills next year.", True, True),
        ("In future we will do more.", False, False),
    ],
)
def test_a_promise_may_have_a_day_and_an_owner(text: str, by_when: bool, by_whom: bool) -> None:
    promise = EvidenceStatus.COMMITMENT
    assert (dated(promise, text, ()), owned(promise, text, ())) == (by_when, by_whom)
    assert not dated(EvidenceStatus.ACTION, text, ())


def test_only_statuses_measured_well_enough_decide_alone() -> None:
    assert not asks_for_review(EvidenceStatus.CLAIM, confidence(EvidenceStatus.CLAIM, "alone"))
    assert asks_for_review(EvidenceStatus.CLAIM, 0.79)
    assert not asks_for_review(EvidenceStatus.ACTION, 0.1)


def test_a_regression_finds_what_decides() -> None:
    draw = np.random.default_rng(0)
    columns = draw.integers(0, 2, (400, 3)).astype(float)
    weights, bias = fit(columns, columns[:, 1])
    assert weights[1] > 3 > abs(weights[0]) + abs(weights[2])
    assert bias < 0


def test_cross_validation_and_training_on_a_file(tmp_path: Path) -> None:
    file, out = labelled(tmp_path / "rows.jsonl"), tmp_path / "models.json"
    scores = crossvalidate(read_labelled(file))
    assert set(scores.groups) == {"all", "CA", "UK"}
    assert (scores.groups["all"].labels["future"].f1.value or 0) > 0.8
    done = CliRunner().invoke(cli, ["evidence", "train", str(file), "--out", str(out)], catch_exceptions=False)
    assert "precision" in done.output
    assert len(json.loads(out.read_text(encoding="utf-8"))["trained_on"]) == 12


def test_sentences_of_unlabelled_texts_teach_what_was_said_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = np.array([0, 1, 0, 0, 0, 0, 1, 0], np.float32)
    ahead = "We will visit all nine mills before the end of June."
    monkeypatch.setattr("supplychain_check.training.kinds.shipped_kinds", lambda: {key(ahead): said})
    text = f"Our buyers know the mills well and buy from them every year. {ahead} The mills spin cotton and wool."
    found = read_taught([text, "We buy cotton yarn from three mills in the south of the country."])
    assert [one.text for one in found.sentences] == [ahead.rstrip(".")]
    assert found.taught["future"].tolist() == [1]
    assert np.isnan(found.labels["future"]).all()
    labels = labelled(tmp_path / "rows.jsonl")
    texts = tmp_path / "texts.jsonl"
    texts.write_text(json.dumps({"text": text}), encoding="utf-8")
    command = ["evidence", "crossvalidate", str(labels), "--texts", str(texts), "--json"]
    made = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert json.loads(made.output)["groups"]["all"]["sentences"] == 120


def test_what_readers_said_of_a_sentence_is_learned_and_not_measured_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = f"{PROMISES[0].format(THINGS[1])} Site 1"
    said = np.array([0, 0, 0, 1, 0, 0, 0, 0], np.float32)
    monkeypatch.setattr("supplychain_check.training.kinds.shipped_kinds", lambda: {key(sentence, "S1"): said})
    found = read_labelled(labelled(tmp_path / "rows.jsonl"))
    row = found.texts.index(sentence)
    assert (found.labels["future"][row], found.taught["future"][row]) == (1, 0)
    others = np.arange(len(found)) != row
    assert np.array_equal(found.labels["future"][others], found.taught["future"][others])


def test_evaluate_counts_per_country_and_together(tmp_path: Path) -> None:
    file = labelled(tmp_path / "rows.jsonl", 4)
    found = CliRunner().invoke(cli, ["evidence", "evaluate", str(file), "--json"], catch_exceptions=False)
    groups = json.loads(found.output)["groups"]
    assert groups["all"]["sentences"] == 40
    assert groups["UK"]["labels"]["negative"]["positives"] == 6
    assert groups["all"]["labels"]["future"]["f1"]["low"] <= groups["all"]["labels"]["future"]["f1"]["value"]


def test_a_file_without_labels_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"jurisdiction": "UK", "statement_id": 1, "sentence": "We.", "future": 7}', encoding="utf-8")
    with pytest.raises(InputProblem, match="line 1: future is 7"):
        read_labelled(file)


def test_statements_of_the_training_are_known_again_and_left_out() -> None:
    path = research_data("aims", "evidence-status-dev.jsonl")
    run = CliRunner().invoke(cli, ["evidence", "evaluate", str(path)])
    assert isinstance(run.exception, InputProblem)
    counted = CliRunner().invoke(cli, ["evidence", "evaluate", str(path), "--include-trained", "--json"])
    assert json.loads(counted.output)["known"] == len(shipped_evidence().trained_on)


def test_the_recipe_agrees_with_experts_as_far_as_measured() -> None:
    """Experts' labels for future evidence come from remarks and disagree with each other; the floors keep us honest."""
    scores = crossvalidate(read_labelled(research_data("aims", "evidence-status-dev.jsonl"))).groups["all"].labels
    assert (scores["future"].f1.value or 0) >= 0.40
    assert (scores["negative"].f1.value or 0) >= 0.60
