"""`model info`, `model evaluate` and what `model train` says where it cannot train, as a user meets them."""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import SAMPLES
from supplychain_check import training
from supplychain_check.cli.main import run
from supplychain_check.encoder import shipped_directory
from supplychain_check.errors import ExitCode
from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import AU_ONLY, SHARED, read_corpus

LABELLED = Path(__file__).parent / "fixtures" / "topics" / "labelled.jsonl"
STATEMENTS = 8


class Said:
    """Exit code and what was printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Tool = Callable[..., Said]


@pytest.fixture
def model(capsys: pytest.CaptureFixture[str]) -> Tool:
    def call(*args: object) -> Said:
        code = run(["model", *map(str, args)])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """A model directory whose card says other things."""

    def made(**changes: object) -> Path:
        directory = Path(shutil.copytree(shipped_directory(), tmp_path / "own"))
        path = directory / "model.json"
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")
        return directory

    return made


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]


def written(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def only(country: str) -> list[dict[str, Any]]:
    return [row for row in rows() if row["jurisdiction"] == country]


# --- model info ----------------------------------------------------------------------------------------


def test_info_says_what_the_model_is_and_how_accurate(model: Tool) -> None:
    said = model("info")
    assert said.code == ExitCode.DONE
    for part in (
        "sha256",
        "Accuracy: mean F1",
        "that it had not seen",
        "Licence: Apache-2.0",
        "English",
        "How to read this",
    ):
        assert part in said.out


def test_info_in_json_is_the_card_with_its_hash(model: Tool) -> None:
    found = model("info", "--json").json
    assert len(found["sha256"]) == 64
    assert found["topics"] == list(TOPICS)
    assert found["trained_on"]
    assert found["cross_validation"]["groups"]["all"]["mean"]["value"] > 0


def test_info_of_a_model_without_figures(model: Tool, own: Callable[..., Path]) -> None:
    said = model("info", "--model", own(cross_validation={"groups": 3}))
    assert said.code == ExitCode.INPUT
    assert "another version" in said.err


def test_info_of_another_directory(model: Tool, own: Callable[..., Path]) -> None:
    assert "harbour-topics 7" in model("info", "--model", own(name="harbour-topics", version="7")).out


# --- model evaluate ------------------------------------------------------------------------------------


def test_evaluate_prints_every_country_and_explains_its_words(model: Tool) -> None:
    said = model("evaluate", LABELLED)
    assert said.code == ExitCode.DONE
    for part in (
        "labelled.jsonl",
        "All countries together: 308 sentences of 8 statements",
        "Australia: 122 sentences of 3 statements",
        "United Kingdom: 104 sentences of 3 statements",
        "mean of the 9 topics",
        "labelled for Australia only, and not in the mean",
        "too few to judge by",
        "Can the probabilities be taken at their word?",
        "Whole statements: does any sentence disclose the topic?",
        "recall     of the sentences that are labelled so",
    ):
        assert part in said.out
    assert max(map(len, said.out.splitlines())) <= 120


def test_evaluate_in_json_has_the_same_figures(model: Tool) -> None:
    found = model("evaluate", LABELLED, "--json").json
    groups = found["scores"]["groups"]
    assert set(groups) == {"all", "AU", "UK", "CA"}
    for name, group in groups.items():
        assert set(group["topics"]) == set(TOPICS if name in ("AU", "all") else SHARED)
    for topic in AU_ONLY:
        assert groups["all"]["topics"][topic]["n"] == groups["AU"]["sentences"]
    whole = groups["all"]["topics"]["risk_mitigation"]
    assert whole["n"] == 308
    assert whole["positives"] == sum(row["c4_risk_mitigation"] for row in rows())
    assert whole["f1"]["low"] <= whole["f1"]["value"] <= whole["f1"]["high"]
    assert f"{whole['f1']['value']:.3f} (" in model("evaluate", LABELLED).out


def test_evaluate_gives_the_same_answer_each_time_and_in_any_order(model: Tool, tmp_path: Path) -> None:
    mixed = written(tmp_path / "mixed.jsonl", rows()[::-1])
    first, second = (model("evaluate", file, "--json").json for file in (LABELLED, mixed))
    assert first == second


def test_evaluate_reads_packed_files(model: Tool, tmp_path: Path) -> None:
    packed = tmp_path / "labelled.jsonl.gz"
    packed.write_bytes(gzip.compress(LABELLED.read_bytes()))
    assert model("evaluate", packed, "--json").json == model("evaluate", LABELLED, "--json").json


def test_evaluate_ignores_other_fields(model: Tool, tmp_path: Path) -> None:
    more = written(tmp_path / "more.jsonl", [row | {"annotator": "b", "confidence": None} for row in rows()])
    assert model("evaluate", more, "--json").json == model("evaluate", LABELLED, "--json").json


def test_evaluate_of_one_country_shows_that_country(model: Tool, tmp_path: Path) -> None:
    said = model("evaluate", written(tmp_path / "ca.jsonl", only("CA")))
    assert "Canada: 82 sentences of 2 statements" in said.out
    assert "All countries" not in said.out
    assert "Australia only" not in said.out


def test_a_topic_that_no_sentence_has_leaves_the_mean(model: Tool, tmp_path: Path) -> None:
    without = [row | {"signature": 0} for row in only("UK")]
    said = model("evaluate", written(tmp_path / "uk.jsonl", without))
    assert "mean of the 8 topics that occur" in said.out
    group = model("evaluate", tmp_path / "uk.jsonl", "--json").json["scores"]["groups"]["UK"]
    values = [group["topics"][topic]["f1"]["value"] for topic in SHARED if topic != "signature"]
    assert group["topics"]["signature"]["f1"]["value"] is None
    assert group["mean"]["value"] == pytest.approx(sum(values) / len(values))


def test_evaluate_where_some_labels_are_unknown(model: Tool, tmp_path: Path) -> None:
    some = [row | {"approval": None} for row in only("UK")]
    found = model("evaluate", written(tmp_path / "some.jsonl", some), "--json").json
    assert "approval" not in found["scores"]["groups"]["UK"]["topics"]


def test_evaluate_of_a_file_that_is_not_there(model: Tool, tmp_path: Path) -> None:
    said = model("evaluate", tmp_path / "absent.jsonl")
    assert said.code == ExitCode.INPUT
    assert "absent.jsonl cannot be read" in said.err


def test_evaluate_of_a_statement_instead_of_labels(model: Tool) -> None:
    said = model("evaluate", SAMPLES / "canonical" / "statement.md")
    assert said.code == ExitCode.INPUT
    assert "line 1: this is not JSON" in said.err


def test_evaluate_with_a_directory_that_holds_no_model(model: Tool, tmp_path: Path) -> None:
    said = model("evaluate", LABELLED, "--model", tmp_path)
    assert said.code == ExitCode.INPUT
    assert "There is no topic model in" in said.err


# --- statements that the model was trained on ----------------------------------------------------------


def known(*statements: str) -> list[str]:
    corpus = read_corpus(LABELLED)
    return [corpus.fingerprint(statement) for statement in statements]


def test_known_statements_are_counted_and_left_out(model: Tool, own: Callable[..., Path]) -> None:
    directory = own(trained_on=known("au-brindle", "uk-quillon"))
    said = model("evaluate", LABELLED, "--model", directory)
    assert "2 statements are known to the model from training: left out." in said.out
    found = model("evaluate", LABELLED, "--model", directory, "--json").json
    assert (found["known"], found["left_out"]) == (2, True)
    assert found["scores"]["groups"]["all"]["statements"] == STATEMENTS - 2


def test_known_statements_are_counted_if_asked_for(model: Tool, own: Callable[..., Path]) -> None:
    directory = own(trained_on=known("au-brindle"))
    said = model("evaluate", LABELLED, "--model", directory, "--include-known")
    assert "1 statement is known to the model from training: counted all the same" in said.out
    assert f"308 sentences of {STATEMENTS} statements" in said.out


def test_statements_are_known_under_another_id_and_typography(
    model: Tool, own: Callable[..., Path], tmp_path: Path
) -> None:
    changed = [
        row | {"statement_id": "renamed", "idx": 900 - row["idx"], "sentence": row["sentence"].replace("’", "'") + " ."}
        for row in only("AU")
        if row["statement_id"] == "au-mirrabrin"
    ]
    file = written(tmp_path / "changed.jsonl", [*changed, *only("UK")])
    found = model("evaluate", file, "--model", own(trained_on=known("au-mirrabrin")), "--json").json
    assert found["known"] == 1
    assert set(found["scores"]["groups"]) == {"UK"}


def test_a_file_of_known_statements_only_is_not_measured(model: Tool, own: Callable[..., Path]) -> None:
    directory = own(trained_on=known(*read_corpus(LABELLED).places))
    said = model("evaluate", LABELLED, "--model", directory)
    assert said.code == ExitCode.INPUT
    assert f"trained on all {STATEMENTS} statements" in said.err
    assert "--include-known" in said.err


def test_the_labelled_sentences_of_the_tests_are_not_known_to_the_shipped_model(model: Tool) -> None:
    assert model("evaluate", LABELLED, "--json").json["known"] == 0


# --- a model of one's own in `check` -------------------------------------------------------------------


def test_check_reads_with_a_model_of_ones_own(own: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    directory = own(name="harbour-topics", version="7", thresholds=dict.fromkeys(TOPICS, 1.0))
    statement = str(SAMPLES / "canonical" / "statement.md")
    found = []
    for more in ([], ["--model", str(directory)]):
        assert run(["check", statement, "--json", *more]) == ExitCode.DONE
        found.append(json.loads(capsys.readouterr().out)["assessments"][0]["assessment"])
    assert found[1]["model"]["name"] == "harbour-topics"
    assert found[0]["model"]["sha256"] != found[1]["model"]["sha256"]
    assert [_topics(one) for one in found] == [True, False]


def _topics(assessment: dict[str, Any]) -> bool:
    """Whether any quote has a topic."""
    return any(quote["topics"] for finding in assessment["findings"] for quote in finding["evidence"])


def test_check_with_a_directory_that_holds_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["check", str(SAMPLES / "canonical" / "statement.md"), "--model", str(tmp_path)])
    assert code == ExitCode.INPUT
    assert "There is no topic model in" in capsys.readouterr().err


# --- training where its libraries are not installed ----------------------------------------------------


@pytest.mark.parametrize("command", [("train", "--out", "own"), ("crossvalidate",)])
def test_training_says_what_to_install(model: Tool, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in ("make", "adapt", "export", "learn", "network"):  # may have been loaded by other tests
        monkeypatch.delitem(sys.modules, f"supplychain_check.training.{name}", raising=False)
        monkeypatch.delattr(training, name, raising=False)
    said = model(*command, LABELLED)
    assert said.code == ExitCode.USAGE
    assert "torch is missing" in said.err
    assert 'pip install "supplychain-check[train]"' in said.err


@pytest.mark.parametrize("name", ["", "two\nlines", "-x", "a" * 41])
def test_a_model_needs_a_name_that_fits_in_a_line(model: Tool, name: str) -> None:
    said = model("train", "--out", "own", f"--name={name}", LABELLED)
    assert said.code == ExitCode.USAGE
    assert "The name of the model cannot be" in said.err
    assert "at most 40 letters" in said.err
