"""Finding what is stored: by id, by firm, and by sentences that unrelated firms share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from store_values import (
    NOON,
    make_assessment,
    make_document,
    make_review,
    put,
    put_firm,
)
from supplychain_check.errors import DatabaseProblem
from supplychain_check.store.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.db") as opened:
        yield opened


# --- finding things ------------------------------------------------------------------------------------


def test_an_assessment_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    put(store)
    assert store.load("aaaa").id == "aaaa1111"


def test_an_ambiguous_beginning_names_the_candidates(store: Store) -> None:
    put(store)
    put(store, make_assessment("aaaa2222"))
    with pytest.raises(DatabaseProblem, match="aaaa1111, aaaa2222"):
        store.load("aaaa")


@pytest.mark.parametrize(
    ("given_id", "message", "hint"),
    [
        ("aaa", "too short", "4 characters"),
        ("aaab1111", "no assessment", "aaaa1111"),
        ("aaba", "no assessment", "aaaa1111"),
        ("zzzzzzzz", "no assessment", "list"),
        ("aa%%", "no assessment", ""),
    ],
)
def test_an_unknown_id_says_what_is_near(store: Store, given_id: str, message: str, hint: str) -> None:
    put(store)
    with pytest.raises(DatabaseProblem, match=message) as caught:
        store.load(given_id)
    assert hint in caught.value.hint


def test_an_unknown_document_is_a_problem(store: Store) -> None:
    with pytest.raises(DatabaseProblem, match="no document"):
        store.document("f" * 64)


def test_the_list_shows_the_newest_first(store: Store) -> None:
    put(store)
    put(store, make_assessment("bbbb2222", created=NOON + timedelta(days=1)))
    store.add_review("aaaa1111", make_review())
    newest, oldest = store.list()
    assert (newest.id, newest.reviewed) == ("bbbb2222", False)
    assert (oldest.id, oldest.reviewed) == ("aaaa1111", True)
    assert (oldest.entity, oldest.title, oldest.pack, oldest.file) == (
        "Kowhai Orchards Ltd",
        "Statement 2024",
        "nz",
        "2024.txt",
    )
    assert (oldest.period_end, oldest.kind, oldest.created) == (date(2024, 12, 31), "statement", NOON)


def test_the_list_can_be_narrowed(store: Store) -> None:
    other = make_document(sha256="e" * 64, name="rimu.txt")
    put(store, make_assessment(entities=("Kowhai Orchards Ltd", "Pōhutukawa Packing")))
    put(store, make_assessment("bbbb2222", other, entities=("Rimu 100% Timber",), pack="gb"), other)
    assert [r.id for r in store.list(entity="kowhai ORCHARDS limited")] == ["aaaa1111"]
    assert [r.id for r in store.list(entity="pohutukawa")] == ["aaaa1111"]
    assert [r.id for r in store.list(entity="100%")] == ["bbbb2222"]
    assert [r.id for r in store.list(entity="ltd")] == ["aaaa1111"]
    assert store.list(entity="!") == ()
    assert [r.id for r in store.list(pack="gb")] == ["bbbb2222"]
    assert len(store.list(limit=1)) == 1
    assert store.list(entity="totara") == ()


# --- copied sentences ----------------------------------------------------------------------------------


def test_sentences_of_unrelated_firms_are_found(store: Store) -> None:
    put_firm(store, "a", "Rimu Timber Ltd", fingerprints="xy")
    put_firm(store, "b", "Totara Mills", fingerprints="y")
    found = store.shared(frozenset("xyz"), "d" * 64, ("Kowhai Orchards",))
    assert found == {"x": ("Rimu Timber Ltd",), "y": ("Rimu Timber Ltd", "Totara Mills")}


@pytest.mark.parametrize(
    "name",
    ["RIMU timber", "Rimu Timber Holdings Limited", "Rimu Timber (Exports) Pty. Ltd.", "The Rimu", "Rīmu Timber"],
)
def test_other_names_of_the_same_firm_are_no_copies(store: Store, name: str) -> None:
    put_firm(store, "a", "Rimu Timber Ltd")
    assert store.shared(frozenset("x"), "d" * 64, (name,)) == {}


def test_a_group_with_a_short_name_is_not_every_firm_with_these_letters(store: Store) -> None:
    put_firm(store, "a", "PM Group")
    assert store.shared(frozenset("x"), "d" * 64, ("Sawmills PM",)) == {"x": ("PM Group",)}


def test_a_name_inside_a_longer_word_is_another_firm(store: Store) -> None:
    put_firm(store, "a", "Rimutaka Wool")
    assert store.shared(frozenset("x"), "d" * 64, ("Rimu",)) == {"x": ("Rimutaka Wool",)}


def test_who_cannot_be_told_apart_copies_nothing(store: Store) -> None:
    put_firm(store, "a")
    put_firm(store, "b", "Totara Mills", "Kowhai Orchards")
    put_firm(store, "c", "Matai Dairy")
    assert store.shared(frozenset("x"), "c" * 64, ("Kowhai Orchards",)) == {}
    assert store.shared(frozenset("x"), "d" * 64, ()) == {}
    assert store.shared(frozenset("x"), "d" * 64, ("Ltd",)) == {"x": ("Kowhai Orchards", "Matai Dairy", "Totara Mills")}


def test_many_fingerprints_are_no_problem(store: Store) -> None:
    many = frozenset(f"{n:016x}" for n in range(40_000))
    document = make_document()
    put(store, make_assessment(document=document), document, fingerprints=many)
    assert store.shared(many, "e" * 64, ("Rimu Timber",)).keys() == many


def test_a_firm_is_found_by_its_number(store: Store) -> None:
    put_firm(store, "a", "Rimu Timber Ltd")
    assert [r.id for r in store.list(entity="9429000000000")] == ["aaaaaaaa"]
