"""The store through its door: what goes in comes out, nothing is lost, and what is deleted is gone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from store_values import (
    NOON,
    TEXT,
    make_assessment,
    make_document,
    make_finding,
    make_review,
    put,
    put_firm,
)
from strategies import assessed, excluded, manifests, unreadables
from supplychain_check.errors import DatabaseProblem
from supplychain_check.models import (
    Segment,
    SegmentKind,
    Unreadable,
    UnreadableReason,
)
from supplychain_check.store.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, to copy where a test needs many."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_store(path).close()
    return path


# --- what goes in comes out ----------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(assessed(), excluded, unreadables, manifests)
def test_what_is_saved_is_loaded(
    empty: Path, tmp_path: Path, value: Any, left_out: Any, unreadable: Any, manifest: Any
) -> None:
    assessment, document, segments = value
    path = Path(shutil.copy(empty, tmp_path / "store.db"))
    with open_store(path) as store:
        assert store.save(assessment, document, segments, "body", frozenset()) == assessment
        assert store.load(assessment.id) == assessment
        assert store.document(document.sha256) == document
        assert store.segments(document.sha256) == segments
        store.save_unscored(left_out)
        store.save_unscored(unreadable)
        store.save_manifest(manifest)
        assert store.manifests() == (manifest,)
        assert {row.message for row in store.unscored()} == {unreadable.message, left_out.identity.kind_reason}


def test_nothing_is_lost_when_the_file_is_closed(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        saved = put(store)
    with open_store(tmp_path / "a.db", create=False) as store:
        assert store.load(saved.id) == saved == make_assessment()


def test_assessments_of_a_document_are_stored_together_or_not_at_all(store: Store) -> None:
    document = make_document()
    first, second = make_assessment("aaaa1111"), make_assessment("bbbb2222", pack="gb")
    assert store.save_all([(first, "{}"), (second, "{}")], document, (), frozenset("xyz")) == (first, second)
    assert (store.load("aaaa1111"), store.load("bbbb2222")) == (first, second)
    assert store.stats().rows["document_text"] == 1
    third = make_assessment("cccc3333", pack="ca")
    wrong = make_assessment("dddd4444", pack="us", created=datetime(2025, 3, 1, 12, 0))
    with pytest.raises(Exception, match="no time zone"):
        store.save_all([(third, "{}"), (wrong, "{}")], document, (), frozenset())
    assert {row.id for row in store.list()} == {"aaaa1111", "bbbb2222"}


def test_times_come_back_in_utc(store: Store) -> None:
    there = datetime(2025, 3, 2, 0, 45, tzinfo=timezone(timedelta(hours=12, minutes=45)))
    created = put(store, make_assessment(created=there)).created
    assert created == NOON
    assert created.tzinfo is UTC


def test_a_time_without_a_zone_is_refused_and_nothing_is_stored(store: Store) -> None:
    with pytest.raises(Exception, match="no time zone"):
        put(store, make_assessment(created=datetime(2025, 3, 1, 12, 0)))
    assert store.documents_count() == 0


def test_the_text_of_a_segment_that_does_not_follow_from_its_offsets_is_kept(store: Store) -> None:
    segment = Segment(index=0, kind=SegmentKind.TABLE_ROW, start=0, end=31, text="Orchards: 14")
    put(store, segments=(segment,))
    assert store.segments("d" * 64) == (segment,)


def test_another_reading_of_the_same_file_stands_beside_the_first(store: Store) -> None:
    later = make_document("We visited 14 orchards", reader="text 2")
    put(store)
    put(store, make_assessment("bbbb2222", later), later)
    assert store.document("d" * 64, "aaaa1111").text == TEXT
    assert store.document("d" * 64, "bbbb2222") == store.document("d" * 64) == later
    assert store.documents_count() == 1


def test_the_same_reading_is_stored_once(store: Store) -> None:
    put(store)
    put(store, make_assessment("bbbb2222", pack="gb"))
    rows = store.stats().rows
    assert (rows["document_text"], rows["pack"], rows["assessment"]) == (1, 2, 2)


def test_the_pack_is_kept_as_it_was(store: Store) -> None:
    store.save(make_assessment(), make_document(), (), 'title = "Pack"', frozenset())
    assert store.pack_body("nz".ljust(64, "0")) == 'title = "Pack"'


def test_text_that_is_no_unicode_is_a_problem_and_nothing_is_stored(store: Store) -> None:
    for document in (make_document("\udce9"), make_document(name="caf\udce9.txt")):
        with pytest.raises(DatabaseProblem, match="not valid Unicode"):
            put(store, make_assessment(document=document), document)
    with pytest.raises(DatabaseProblem, match="not valid Unicode"):
        store.save_unscored(Unreadable(path="caf\udce9.txt", reason=UnreadableReason.EMPTY, message="Empty."))
    assert set(store.stats().rows.values()) == {0}


# --- identity and reviews ------------------------------------------------------------------------------


def test_saving_again_changes_nothing(store: Store) -> None:
    put(store)
    reviewed = store.add_review("aaaa1111", make_review())
    before = store.stats().rows
    again = put(store, make_assessment(created=NOON + timedelta(days=1)))
    assert again == reviewed
    assert again.created == NOON
    assert store.stats().rows == before


def test_reviews_that_come_with_an_assessment_are_added_once(store: Store) -> None:
    put(store)
    reviewed = store.add_review("aaaa1111", make_review())
    second = make_review("wages", by="Tama")
    findings = tuple(
        f.model_copy(update={"reviews": (second,)}) if f.criterion == "wages" else f for f in reviewed.findings
    )
    for _ in range(2):
        saved = put(store, reviewed.model_copy(update={"findings": findings}))
        assert [f.reviews for f in saved.findings] == [(make_review(),), (second,)]


def test_reviews_keep_their_order(store: Store) -> None:
    put(store)
    store.add_review("aaaa1111", make_review(level=1))
    found = store.add_review("aaaa1111", make_review(level=3, at=NOON - timedelta(days=3)))
    assert [r.level for r in found.findings[0].reviews] == [1, 3]


def test_a_new_assessment_brings_reviews_along_unconfirmed(store: Store) -> None:
    put(store)
    store.add_review("aaaa1111", make_review())
    store.add_review("aaaa1111", make_review("wages"))
    again = put(store, make_assessment("bbbb2222", criteria=("visits", "fees")))
    assert [f.reviews for f in again.findings] == [(make_review(confirmed=False),), ()]
    assert store.load("aaaa1111").findings[0].reviews == (make_review(),)


def test_a_review_confirmed_on_the_new_assessment_leaves_the_old_one_alone(store: Store) -> None:
    put(store)
    first = store.add_review("aaaa1111", make_review())
    put(store, make_assessment("bbbb2222"))
    later = make_review(at=NOON + timedelta(days=9))
    again = store.add_review("bbbb2222", later)
    assert again.findings[0].reviews == (make_review(confirmed=False), later)
    assert store.load("aaaa1111") == first


def test_reviews_outlive_the_assessment_they_were_made_on(store: Store) -> None:
    put(store)
    store.add_review("aaaa1111", make_review())
    put(store, make_assessment("bbbb2222"))
    store.delete("aaaa1111")
    assert store.load("bbbb2222").findings[0].reviews == (make_review(confirmed=False),)


def test_a_review_needs_a_criterion_of_the_assessment(store: Store) -> None:
    put(store)
    with pytest.raises(DatabaseProblem, match='no criterion "visit"') as caught:
        store.add_review("aaaa1111", make_review("visit"))
    assert "visits" in caught.value.hint
    assert store.stats().rows["review"] == 0


def test_a_review_of_another_document_is_refused(store: Store) -> None:
    put(store)
    with pytest.raises(DatabaseProblem, match="another document"):
        store.add_review("aaaa1111", make_review(document_sha256="e" * 64))


@pytest.mark.parametrize("change", ["UPDATE review SET level = 4", "DELETE FROM review"])
def test_the_database_itself_refuses_to_change_a_review(store: Store, change: str) -> None:
    put(store)
    store.add_review("aaaa1111", make_review())
    with closing(sqlite3.connect(store.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="a review is"):
        raw.execute(change)


# --- deleting ------------------------------------------------------------------------------------------

SECRET = "Whakatōhea-Marlborough-7731"


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_the_last_assessment_takes_the_document_with_it(store: Store) -> None:
    document = make_document(f"{SECRET} {TEXT}" * 50)
    finding = make_finding("visits")
    quoted = finding.evidence[0].model_copy(update={"quote": SECRET})
    assessment = make_assessment(document=document, entities=(SECRET,)).model_copy(
        update={"findings": (finding.model_copy(update={"evidence": (quoted,)}),)}
    )
    put(store, assessment, document, fingerprints=frozenset([SECRET]))
    store.add_review("aaaa1111", make_review(reason=SECRET))
    store.save_unscored(Unreadable(path="x", reason=UnreadableReason.LIMIT, message=SECRET, sha256=document.sha256))
    assert SECRET.encode() in all_bytes(store.path.parent)
    deleted = store.delete("aaaa")
    assert (deleted.assessment, deleted.document, deleted.name) == ("aaaa1111", "d" * 64, "2024.txt")
    assert deleted.rows["review"] == deleted.rows["sentence"] == deleted.rows["entity"] == 1
    assert set(store.stats().rows.values()) == {0}
    assert SECRET.encode() not in all_bytes(store.path.parent)


def test_a_document_that_is_still_needed_stays(store: Store) -> None:
    put(store)
    kept = put(store, make_assessment("bbbb2222", pack="gb"))
    assert store.delete("aaaa1111").document == ""
    assert store.load("bbbb2222") == kept
    assert store.document("d" * 64) == make_document()


def test_an_entity_of_another_document_stays(store: Store) -> None:
    put_firm(store, "a", "Rimu Timber Ltd")
    put_firm(store, "b", "Rimu Timber")
    store.delete("aaaaaaaa")
    assert store.shared(frozenset("x"), "d" * 64, ("Kowhai",)) == {"x": ("Rimu Timber Ltd",)}


def test_a_deletion_of_nothing_deletes_nothing(store: Store) -> None:
    put(store)
    with pytest.raises(DatabaseProblem):
        store.delete("bbbb2222")
    assert store.load("aaaa1111") == make_assessment()


# --- files that gave no assessment ---------------------------------------------------------------------


def test_the_same_file_is_listed_once_with_its_latest_reason(store: Store) -> None:
    for reason in (UnreadableReason.PASSWORD, UnreadableReason.DAMAGED):
        store.save_unscored(Unreadable(path="a.pdf", reason=reason, message=f"It is {reason}.", hint="Ask."))
    (row,) = store.unscored()
    assert (row.path, row.outcome, row.reason, row.hint) == ("a.pdf", "unreadable", "damaged", "Ask.")
    assert row.at.tzinfo is UTC
