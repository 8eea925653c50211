"""Databases of every earlier revision open, keep what they hold, and end with the tables that the models describe."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from store_values import NOON, make_assessment, make_document, make_review, put
from supplychain_check.errors import DatabaseProblem
from supplychain_check.store import migrate
from supplychain_check.store.database import open_store
from supplychain_check.store.engine import make_engine
from supplychain_check.store.rows import Base

FIXTURES = Path(__file__).parent / "fixtures" / "db"
REVISIONS = migrate.revisions()

ADD_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    for name in ("document", "review"):
        with op.batch_alter_table(name, recreate="always") as table:
            table.add_column(sa.Column("colour", sa.String(), server_default="green", nullable=False))
"""


def upgraded(path: Path, scripts: Path) -> None:
    """Upgrade a database with the migrations of another folder."""
    engine = make_engine(path, 1, for_upgrade=True)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        migrate.upgrade(connection, path, scripts)
    engine.dispose()


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations with one more, which rebuilds a table that others point at and one that has triggers."""
    scripts = tmp_path / "50% later"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    code = ADD_COLUMN.format(number="9999", before=REVISIONS[-1])
    (scripts / "versions" / "9999_colour.py").write_text(code)
    return scripts


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with closing(sqlite3.connect(path)) as raw:
        names = [n for (n,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def test_every_revision_has_a_fixture() -> None:
    assert {path.stem for path in FIXTURES.glob("*.db")} == set(REVISIONS)


def test_the_file_names_of_migrations_agree_with_what_is_in_them() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert tuple(step.revision for step in reversed(list(script.walk_revisions()))) == REVISIONS
    assert script.get_heads() == [REVISIONS[-1]]


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_database_keeps_its_data(tmp_path: Path, revision: str) -> None:
    path = Path(shutil.copy(FIXTURES / f"{revision}.db", tmp_path / "old.db"))
    with open_store(path) as store:
        expected = make_assessment()
        findings = (expected.findings[0].model_copy(update={"reviews": (make_review(),)}), expected.findings[1])
        assert store.load("aaaa1111") == expected.model_copy(update={"findings": findings})
        assert store.document("d" * 64, "aaaa1111") == make_document()
        assert store.shared(frozenset("x"), "e" * 64, ("Rimu",)) == {"x": ("Kowhai Orchards Ltd",)}
        assert [row.path for row in store.unscored()] == ["locked.pdf"]
        assert [manifest.started for manifest in store.manifests()] == [NOON]
        assert store.stats().revision == REVISIONS[-1]


@pytest.mark.parametrize("revision", [None, *REVISIONS])
def test_models_and_migrations_agree(tmp_path: Path, revision: str | None) -> None:
    path = tmp_path / "a.db"
    if revision:
        shutil.copy(FIXTURES / f"{revision}.db", path)
    open_store(path).close()
    engine = make_engine(path, 1)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_an_upgrade_that_rebuilds_a_table_keeps_all_rows_and_a_copy(tmp_path: Path, later: Path) -> None:
    path = Path(shutil.copy(FIXTURES / f"{REVISIONS[-1]}.db", tmp_path / "old.db"))
    before = held(path)
    upgraded(path, later)
    after = held(path)
    assert after["alembic_version"] == [("9999",)]
    for name, rows in before.items():
        if name in ("document", "review"):
            assert after[name] == [(*row, "green") for row in rows]
        elif name != "alembic_version":
            assert after[name] == rows
    assert held(tmp_path / f"old.db.bak-{REVISIONS[-1]}") == before


def test_a_rebuilt_table_keeps_its_triggers(tmp_path: Path, later: Path) -> None:
    path = Path(shutil.copy(FIXTURES / f"{REVISIONS[-1]}.db", tmp_path / "old.db"))
    upgraded(path, later)
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError, match="a review is"):
        raw.execute("UPDATE review SET level = 4")


def test_an_earlier_copy_is_never_overwritten(tmp_path: Path, later: Path) -> None:
    path = Path(shutil.copy(FIXTURES / f"{REVISIONS[-1]}.db", tmp_path / "old.db"))
    copy = tmp_path / f"old.db.bak-{REVISIONS[-1]}"
    copy.write_text("precious")
    upgraded(path, later)
    assert copy.read_text() == "precious"
    assert migrate.copies(path) == (copy, tmp_path / f"old.db.bak-{REVISIONS[-1]}-2")


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, later: Path) -> None:
    path = Path(shutil.copy(FIXTURES / f"{REVISIONS[-1]}.db", tmp_path / "old.db"))
    before = held(path)
    with (later / "versions" / "9999_colour.py").open("a") as script:
        script.write("    op.execute('DELETE FROM evidence')\n    op.execute('nonsense')\n")
    with pytest.raises(Exception, match="nonsense"):
        upgraded(path, later)
    assert held(path) == before


def test_a_migration_that_breaks_links_changes_nothing(tmp_path: Path, later: Path) -> None:
    path = Path(shutil.copy(FIXTURES / f"{REVISIONS[-1]}.db", tmp_path / "old.db"))
    before = held(path)
    with (later / "versions" / "9999_colour.py").open("a") as script:
        script.write("    op.execute('DELETE FROM finding')\n")
    with pytest.raises(RuntimeError, match="without their parent"):
        upgraded(path, later)
    assert held(path) == before


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, later: Path) -> None:
    path = tmp_path / "new.db"
    with open_store(path) as store:
        put(store)
    upgraded(path, later)
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="newer version") as caught:
        open_store(path)
    assert "pip install --upgrade" in caught.value.hint
    assert path.read_bytes() == before


def test_a_database_that_is_up_to_date_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for _ in range(2):
        open_store(path).close()
    assert migrate.copies(path) == ()
