"""The state opens up to date, refuses what it does not know, and never loses a transaction in half."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.ddl.sqlite import SQLiteImpl
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from handiwork.errors import ConfigError, LockedError, StoreError
from handiwork.state.database import Database, sqlite_url
from handiwork.state.models import Base
from handiwork.state.reading import LATEST_REVISION
from handiwork.state.upgrading import latest_revision


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path)) as database, database.transaction() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []


def test_the_latest_revision_is_that_of_the_last_migration() -> None:
    assert latest_revision() == LATEST_REVISION


def test_opening_makes_the_folder_and_all_tables(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path / "100% new" / "home")) as database:
        assert database.revision() == LATEST_REVISION
        with database.transaction() as session:
            assert sorted(inspect(session.connection()).get_table_names()) == [
                "alembic_version",
                "suppressions",
            ]
    assert (tmp_path / "100% new" / "home" / "state.sqlite").is_file()


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path)) as database, database.transaction() as session:
        session.execute(text("INSERT INTO suppressions VALUES (1, 'ada_l', NULL, NULL, '', '2026-01-01')"))
    with Database(sqlite_url(tmp_path)) as database:
        database.upgrade()
        with database.transaction() as session:
            assert session.execute(text("SELECT login FROM suppressions")).scalars().all() == ["ada_l"]


def test_an_empty_database_has_no_revision(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    assert database.revision() is None
    database.close()


def test_a_database_in_memory_works() -> None:
    with Database("sqlite://") as database:
        assert database.revision() == LATEST_REVISION


class OtherDialect(SQLiteDialect_pysqlite):
    """A database that is not SQLite by name, so nothing of SQLite's own preparation is done to it."""

    name = "othersql"
    supports_statement_cache = True


class OtherImpl(SQLiteImpl):
    __dialect__ = "othersql"


def test_another_database_is_used_as_its_driver_has_it() -> None:
    registry.impls["othersql"] = lambda: OtherDialect
    with Database("othersql://") as database, database.transaction() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 0
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == LATEST_REVISION


def test_a_database_of_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path)) as database, database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = Database(sqlite_url(tmp_path))
    with pytest.raises(StoreError, match=r"9999.*newer Handiwork.*update Handiwork"):
        newer.open()
    newer.close()


def test_sqlite_uses_the_write_ahead_log_and_checks_foreign_keys(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path), busy_timeout_s=2.5) as database, database.transaction() as session:
        found = [
            session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 1, 2500]


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path)) as database:
        with pytest.raises(RuntimeError, match="stop"):
            _insert_and_stop(database)
        with database.transaction() as session:
            assert session.execute(text("SELECT count(*) FROM suppressions")).scalar() == 0


def _insert_and_stop(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("INSERT INTO suppressions VALUES (1, 'ada_l', NULL, NULL, '', '2026-01-01')"))
        raise RuntimeError("stop")


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        connection.execute("CREATE TABLE suppressions (surprise TEXT)")
    connection.close()
    database = Database(sqlite_url(tmp_path))
    with pytest.raises(StoreError, match="cannot be used"):
        database.open()
    assert database.revision() is None
    database.close()


def test_a_busy_database_says_that_another_process_is_writing(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path)):
        pass
    holder = sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    other = Database(sqlite_url(tmp_path), busy_timeout_s=0.01)
    with pytest.raises(LockedError, match="another process"):
        other.open()
    other.close()
    holder.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"not a database, but long enough to have a header" * 50)
    database = Database(sqlite_url(tmp_path))
    with pytest.raises(StoreError, match="damaged"):
        database.open()
    database.close()


def test_using_it_before_opening_says_so(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    with pytest.raises(StoreError, match="suppressions"), database.suppressions() as table:
        table.rows()
    database.close()


@pytest.mark.parametrize("url", ["nonsense", "cobol://somewhere/db", "postgresql+nodriver://ada:secret@db/x"])
def test_an_address_that_cannot_work_is_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Database(url)
    assert "secret" not in str(refused.value)
