"""Reading labelled sentences: what is understood, what is refused, and how statements are split and known again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelled import corpus
from supplychain_check.errors import ExitCode, InputProblem
from supplychain_check.models import TOPICS
from supplychain_check.training.corpus import AU_ONLY, COLUMNS, SHARED, fingerprint, read_corpus, split

LABELLED = Path(__file__).parent / "fixtures" / "topics" / "labelled.jsonl"
Write = Callable[[str, str], Path]


def row(statement: str = "one", idx: int = 0, jurisdiction: str = "AU", **fields: Any) -> dict[str, Any]:
    """A line of a labelled file: no topic, unless `fields` says so."""
    named = {"jurisdiction": jurisdiction, "statement_id": statement, "idx": idx, "sentence": f"Sentence {idx}."}
    return named | dict.fromkeys(COLUMNS.values(), 0) | fields


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in rows)


# --- reading labelled files ----------------------------------------------------------------------------


def test_statements_come_in_the_order_of_their_sentences(write: Write) -> None:
    file = write("a.jsonl", lines(row("two", 1), row("one", 10), row("two", 0), row("one", 9, approval=1)))
    found = read_corpus(file)
    assert list(found.statements) == ["one", "one", "two", "two"]
    assert found.sentences == ("Sentence 9", "Sentence 10", "Sentence 0", "Sentence 1")
    assert found.labels[:, TOPICS.index("approval")].tolist() == [1, 0, 0, 0]
    assert {name: places.tolist() for name, places in found.places.items()} == {"one": [0, 1], "two": [2, 3]}


def test_two_topics_are_labelled_for_australia_only(write: Write) -> None:
    found = read_corpus(write("a.jsonl", lines(row("a"), row("u", jurisdiction="uk", c6_consultation=1))))
    assert list(found.jurisdictions) == ["AU", "UK"]
    for number, topic in enumerate(TOPICS):
        assert found.mask[:, number].tolist() == [1, 0 if topic in AU_ONLY else 1]
    assert found.labels.sum() == 0


@pytest.mark.parametrize("gone", ["missing", "null"])
def test_a_label_that_is_not_given_is_unknown(write: Write, gone: str) -> None:
    line = row(approval=None)
    if gone == "missing":
        del line["approval"]
    found = read_corpus(write("a.jsonl", lines(line)))
    assert found.mask[0].sum() == len(TOPICS) - 1


def test_several_files_packed_and_plain_are_one_corpus(tmp_path: Path, write: Write) -> None:
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(lines(row("two")).encode(), mtime=0))
    assert set(read_corpus(write("a.jsonl", lines(row("one"))), packed).places) == {"one", "two"}


def test_files_of_windows_editors_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + lines(row(), row(idx=1)).replace("\n", "\r\n\r\n").encode())
    assert len(read_corpus(file)) == 2


def test_statements_of_two_countries_with_one_id_are_kept_apart(write: Write) -> None:
    found = read_corpus(write("a.jsonl", lines(row("7"), row("7", jurisdiction="CA"), row("8", jurisdiction="CA"))))
    assert {name: found.country(name) for name in found.places} == {"AU 7": "AU", "CA 7": "CA", "8": "CA"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lines(row()) + '{"jurisdiction": "AU", "stat', "line 2: this is not JSON"),
        ("jurisdiction,statement_id,idx,sentence\nAU,1,0,We train\n", "line 1: this is not JSON"),
        ("[1, 2]\n", "line 1: this is not a JSON object"),
        ("[" * 100_000, "line 1: "),
        (lines(row(), row(idx=1)).replace('"sentence"', '"text"'), "line 1: the field 'sentence' is missing"),
        (lines({key: value for key, value in row().items() if key != "idx"}), "the field 'idx' is missing"),
        (lines(row(), row(c4_remediation=2)), "line 2: c4_remediation is 2, not 0 or 1"),
        (lines(row(approval="yes")), "approval is 'yes', not 0 or 1"),
        (lines(row(approval=[1])), "approval is [1], not 0 or 1"),
        (lines(row() | {"idx": "first"}), "idx is 'first'"),
        (lines(row() | {"idx": None}), "idx is None"),
        (lines(row(sentence=None)), "sentence is None, not text"),
    ],
)
def test_a_bad_line_is_named(write: Write, content: str, said: str) -> None:
    with pytest.raises(InputProblem) as problem:
        read_corpus(write("bad.jsonl", content))
    assert problem.value.exit_code == ExitCode.INPUT
    assert "bad.jsonl" in problem.value.message
    assert said in problem.value.message
    assert "JSON object" in problem.value.hint


@pytest.mark.parametrize(
    "content",
    ["", "\n \n", lines({"jurisdiction": "AU", "statement_id": "1", "idx": 0, "sentence": "We train", "training": 1})],
)
def test_a_file_without_labels_is_refused(write: Write, content: str) -> None:
    with pytest.raises(InputProblem, match="no labelled sentences") as problem:
        read_corpus(write("none.jsonl", content))
    assert "c4_risk_mitigation" in problem.value.hint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary.jsonl", bytes(range(256))),
        ("not-packed.jsonl.gz", b"plain text"),
        ("cut.jsonl.gz", gzip.compress(lines(row()).encode() * 500, mtime=0)[:60]),
        ("damaged.jsonl.gz", gzip.compress(b"", mtime=0)[:10] + b"\xff\x00" * 40),
        ("absent.jsonl", None),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputProblem, match=f"{name} cannot be read"):
        read_corpus(tmp_path / name)


def test_the_labelled_sentences_of_the_tests_have_every_topic_in_every_country() -> None:
    found = read_corpus(LABELLED)
    assert len(found.places) == 8
    for country, topics in (("AU", TOPICS), ("UK", SHARED), ("CA", SHARED)):
        labels = found.labels[found.jurisdictions == country]
        assert all(labels[:, TOPICS.index(topic)].any() for topic in topics)


# --- splitting, and knowing statements again -----------------------------------------------------------


def test_a_statement_lies_in_one_fold_and_countries_in_equal_shares() -> None:
    names = [f"{country}-{number}" for country, count in (("AU", 11), ("CA", 5), ("UK", 7)) for number in range(count)]
    statements = [name for name in names for _ in range(4)]
    data = corpus(np.zeros((len(statements), 11)), statements, [name[:2] for name in statements])
    fold = split(data, 5, seed=3)
    assert all(len(set(fold[rows])) == 1 for rows in data.places.values())
    for country in ("AU", "CA", "UK"):
        sizes = np.bincount(fold[data.jurisdictions == country], minlength=5) // 4
        assert sizes.max() - sizes.min() <= 1
    assert np.array_equal(fold, split(data, 5, seed=3))
    assert not np.array_equal(fold, split(data, 5, seed=4))


def test_few_statements_of_three_countries_fill_every_fold() -> None:
    names = ["AU-1", "AU-2", "AU-3", "CA-1", "UK-1"]
    data = corpus(np.zeros((5, 11)), names, [name[:2] for name in names])
    assert sorted(split(data, 5, seed=0)) == [0, 1, 2, 3, 4]


def test_fewer_statements_than_folds_are_refused() -> None:
    data = corpus(np.zeros((8, 11)), ["one", "two"] * 4, ["AU"] * 8)
    with pytest.raises(InputProblem, match="2 statements, too few for 5 folds"):
        split(data, 5, seed=0)


@given(st.lists(st.text(alphabet="abc 1.", min_size=1), min_size=1, max_size=6), st.randoms())
def test_order_case_spaces_and_stops_change_no_fingerprint(sentences: list[str], draw: Any) -> None:
    changed = [text.upper().replace(" ", "  ") + " ." for text in sentences]
    draw.shuffle(changed)
    assert fingerprint(changed) == fingerprint(sentences)


def test_another_word_changes_the_fingerprint() -> None:
    assert fingerprint(["We train staff", "We audit"]) != fingerprint(["We train staff", "We audited"])
    assert len(fingerprint(["We train staff"])) == 16
