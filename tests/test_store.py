"""The store through its door: what goes in comes out, nothing is lost, and what is deleted is gone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from strategies import assessed, document_info, excluded, manifests, unreadables
from supplychain_check.errors import DatabaseProblem
from supplychain_check.models import (
    Assessment,
    CriterionKind,
    Disclosure,
    DisclosureState,
    Document,
    DocumentKind,
    EvidenceStatus,
    ExpectedIn,
    Finding,
    Identity,
    ModelInfo,
    Obligation,
    PackInfo,
    Review,
    Rung,
    Segment,
    SegmentKind,
    Stated,
    Unreadable,
    UnreadableReason,
)
from supplychain_check.store.database import Store, default_path, open_store

TEXT = "We visited 14 orchards in 2024.  Two paid less than the minimum wage."
QUOTE = "We visited 14 orchards in 2024."
NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
MODEL = ModelInfo(name="small", version="1", sha256="a" * 64)


def make_document(text: str = TEXT, sha256: str = "d" * 64, name: str = "2024.txt", reader: str = "text 1") -> Document:
    return Document(name=name, path=f"in/{name}", sha256=sha256, media_type="text/plain", reader=reader, text=text)


def make_finding(criterion: str) -> Finding:
    return Finding(
        criterion=criterion,
        section="a13",
        title="Visits",
        core_element="visits",
        obligation=Obligation.MANDATORY,
        kind=CriterionKind.CONTENT,
        expected_in=ExpectedIn.STATEMENT,
        citation="s 9",
        question="Which sites were visited?",
        ask="Which sites did you visit?",
        ladder=(Rung(level=2, points=1.5, disclosure=DisclosureState.DISCLOSED, label="counted"),),
        level=2,
        disclosure=DisclosureState.DISCLOSED,
        reason="It counts the visits.",
        evidence=(
            Disclosure(
                criterion=criterion, segment=0, quote=QUOTE, start=0, end=31, status=EvidenceStatus.ACTION, level=2
            ),
        ),
        evidence_count=1,
    )


def make_assessment(
    id: str = "aaaa1111",
    document: Document | None = None,
    entities: tuple[str, ...] = ("Kowhai Orchards Ltd",),
    criteria: tuple[str, ...] = ("visits", "wages"),
    pack: str = "nz",
    **more: Any,
) -> Assessment:
    stated = tuple(Stated(value=name, text=name) for name in entities)
    fields = {
        "id": id,
        "document": document_info(document or make_document()),
        "identity": Identity(
            kind=DocumentKind.STATEMENT,
            kind_confidence=0.9,
            kind_reason="It says so.",
            title=Stated(value="Statement 2024", text="Statement 2024"),
            entities=stated,
            identifiers=(Stated(value="NZBN 9429000000000", text="NZBN 9429000000000"),),
            period_end=date(2024, 12, 31),
        ),
        "pack": PackInfo(
            id=pack,
            title="Pack",
            version="1",
            sha256=pack.ljust(64, "0"),
            status="draft",
            jurisdiction="nz",
            sections=(),
        ),
        "model": MODEL,
        "tool_version": "0.1.0",
        "findings": tuple(make_finding(criterion) for criterion in criteria),
        "created": NOON,
    }
    return Assessment.model_validate(fields | more)


def make_review(criterion: str = "visits", level: int = 1, at: datetime = NOON, **more: Any) -> Review:
    fields = {
        "by": "Aroha",
        "at": at,
        "level": level,
        "reason": "Counted twice.",
        "document_sha256": "d" * 64,
        "criterion": criterion,
        "quote": QUOTE,
    }
    return Review.model_validate(fields | more)


def put(
    store: Store,
    assessment: Assessment | None = None,
    document: Document | None = None,
    segments: tuple[Segment, ...] = (),
    fingerprints: frozenset[str] = frozenset(),
) -> Assessment:
    document = document or make_document()
    return store.save(assessment or make_assessment(document=document), document, segments, "{}", fingerprints)


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


def put_firm(store: Store, letter: str, *entities: str, fingerprints: str = "xyz") -> None:
    document = make_document(sha256=letter * 64, name=f"{letter}.txt")
    put(store, make_assessment(letter * 8, document, entities), document, fingerprints=frozenset(fingerprints))


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


# --- the file ------------------------------------------------------------------------------------------


def test_the_path_given_counts_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SUPPLYCHAIN_CHECK_DB", str(tmp_path / "env.db"))
    assert default_path(Path("mine.db")) == Path("mine.db")
    assert default_path() == tmp_path / "env.db"
    monkeypatch.delenv("SUPPLYCHAIN_CHECK_DB")
    assert default_path().name == "supplychain-check.db"


def test_folders_are_made(tmp_path: Path) -> None:
    open_store(tmp_path / "new" / "folder" / "a.db").close()
    assert (tmp_path / "new" / "folder" / "a.db").exists()


def test_a_missing_file_can_be_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match="no database") as caught:
        open_store(tmp_path / "a.db", create=False)
    assert "check FILE" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, but somebody needs it.\n" * 200)
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="not a database") as caught:
        open_store(path)
    assert "--db" in caught.value.hint
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num)")
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("where", ["folder", "file/inside.db"])
def test_a_path_that_cannot_be_a_database_is_a_problem(tmp_path: Path, where: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseProblem, match="cannot be"):
        open_store(tmp_path / where)


def test_a_read_only_database_can_be_read_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(path) as store:
        put(store)
    content = bytearray(path.read_bytes())
    content[18] = 3  # a version of the file format that SQLite may read and not write, even as root
    path.write_bytes(content)
    with open_store(path) as store:
        assert store.load("aaaa1111") == make_assessment()
        with pytest.raises(DatabaseProblem, match="read-only") as caught:
            store.add_review("aaaa1111", make_review())
    assert "--db" in caught.value.hint


def test_a_locked_database_says_so_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(path, busy_seconds=0.05) as store, closing(sqlite3.connect(path)) as other:
        put(store)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseProblem, match="locked"):
            put(store, make_assessment("bbbb2222"))
        assert store.load("aaaa1111") == make_assessment()


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(path) as store:
        put(store)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(DatabaseProblem, match="damaged"):
        open_store(path)


def test_stats_tell_what_is_there(store: Store) -> None:
    put(store)
    stats = store.stats()
    assert (stats.path, stats.copies, stats.rows["document"]) == (store.path, (), 1)
    assert stats.bytes > 0


# --- several at once, and crashes ----------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from test_store import make_assessment, make_document, open_store, put
path, letter = Path(sys.argv[1]), sys.argv[2]
for n in range(10):
    with open_store(path) as store:
        document = make_document(sha256=f"{letter}{n}".ljust(64, "0"))
        put(store, make_assessment(f"{letter}-{n}-aaaa", document), document, fingerprints=frozenset("xyz"))
"""

CRASH = """
import os, sys
from pathlib import Path
from test_store import make_assessment, make_document, open_store

class Fatal(frozenset):
    def __iter__(self):
        os._exit(9)

store = open_store(Path(sys.argv[1]))
store.save(make_assessment("bbbb2222", make_document(sha256="e" * 64)), make_document(sha256="e" * 64), (), "", Fatal())
"""


def run_python(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=os.environ | {"PYTHONPATH": paths})


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writers = [run_python(WRITER, str(path), letter) for letter in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    with open_store(path) as store:
        assert len(store.list()) == store.documents_count() == 20
        assert store.stats().rows["entity"] == 1


def test_a_crash_in_the_middle_of_saving_leaves_nothing_half_stored(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(path) as store:
        saved = put(store)
        before = store.stats().rows
    assert run_python(CRASH, str(path)).wait() == 9
    with open_store(path) as store:
        assert store.stats().rows == before
        assert store.load("aaaa1111") == saved
