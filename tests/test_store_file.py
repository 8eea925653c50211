"""The file: where it is, what is wrong with it, several writers at once, and crashes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store_values import (
    make_assessment,
    make_review,
    put,
)
from supplychain_check.errors import DatabaseProblem, ExitCode
from supplychain_check.store.database import Store, default_path, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.db") as opened:
        yield opened


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
from store_values import make_assessment, make_document, put
from supplychain_check.store.database import open_store
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


FULL = """
import resource, signal, sys
from pathlib import Path
from store_values import make_assessment, make_document, put
from supplychain_check.errors import DatabaseProblem
from supplychain_check.store.database import open_store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
document = make_document("long " * 400_000, sha256="e" * 64)
with open_store(Path(sys.argv[1])) as store:
    try:
        put(store, make_assessment("bbbb2222", document), document)
    except DatabaseProblem as problem:
        sys.exit(problem.exit_code)
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


def test_a_disk_without_room_is_a_problem_and_nothing_is_lost(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="the size of files can only be limited on Unix")
    path = tmp_path / "a.db"
    with open_store(path) as store:
        saved = put(store)
    assert run_python(FULL, str(path)).wait() == ExitCode.DATABASE
    with open_store(path) as store:
        assert store.load("aaaa1111") == saved
        assert store.documents_count() == 1
