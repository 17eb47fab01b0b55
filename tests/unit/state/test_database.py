"""The state opens up to date, refuses what it does not know, and never loses a transaction in half."""

import io
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.ddl.sqlite import SQLiteImpl
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, create_mock_engine, inspect, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.schema import DropTable

from handiwork.errors import ConfigError, LockedError, StoreError
from handiwork.state import upgrading
from handiwork.state.database import Database, sqlite_url
from handiwork.state.models import Base
from handiwork.state.reading import LATEST_REVISION
from handiwork.state.upgrading import latest_revision


def test_models_and_migrations_agree(state_database: Database) -> None:
    with state_database.transaction() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []


def test_the_latest_revision_is_that_of_the_last_migration() -> None:
    assert latest_revision() == LATEST_REVISION


def test_opening_makes_the_folder_and_all_tables(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path / "100% new" / "home")) as database:
        assert database.revision() == LATEST_REVISION
        with database.transaction() as session:
            made = sorted(inspect(session.connection()).get_table_names())
    assert made == sorted({"alembic_version", *Base.metadata.tables})
    assert {"identity_decisions", "suppressions"} <= set(made)
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


def test_a_database_of_the_first_version_gains_the_log_of_decisions_and_keeps_its_rows(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(upgrading.__file__).parent / "migrations"))
    engine = create_engine(sqlite_url(tmp_path))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO suppressions VALUES (1, 'ada_l', NULL, NULL, '', '2026-01-01')"))
    engine.dispose()
    with Database(sqlite_url(tmp_path)) as database, database.transaction() as session:
        assert session.execute(text("SELECT login FROM suppressions")).scalars().all() == ["ada_l"]
        assert session.execute(text("SELECT count(*) FROM identity_decisions")).scalar() == 0


def test_the_migrations_are_written_for_postgresql_too() -> None:
    written = io.StringIO()
    config = Config(output_buffer=written)
    config.set_main_option("script_location", str(Path(upgrading.__file__).parent / "migrations"))
    dialect = create_mock_engine("postgresql+psycopg://", lambda *_: None).dialect
    context = MigrationContext.configure(dialect=dialect, opts={"as_sql": True, "output_buffer": written})
    with Operations.context(context):
        for script in reversed([*ScriptDirectory.from_config(config).walk_revisions()]):
            script.module.upgrade()
    made = [line for line in written.getvalue().splitlines() if line.startswith("CREATE ")]
    assert {f"CREATE TABLE {name} (" for name in Base.metadata.tables} <= set(made)
    assert made[:5] == [
        "CREATE TABLE suppressions (",
        "CREATE UNIQUE INDEX ix_suppressions_name ON suppressions (learned_from, login, account_id);",
        "CREATE INDEX ix_suppressions_login ON suppressions (login);",
        "CREATE TABLE identity_decisions (",
        "CREATE UNIQUE INDEX ix_identity_decisions_undoes ON identity_decisions (undoes);",
    ]
    assert "decided_at TIMESTAMP WITH TIME ZONE NOT NULL" in written.getvalue()


def test_a_state_of_the_previous_release_keeps_its_rows(state_url: str) -> None:
    with Database(state_url) as database, database.transaction() as session:
        connection = session.connection()
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in {"suppressions", "identity_decisions"}:
                connection.execute(DropTable(table))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
        connection.execute(
            text("INSERT INTO suppressions (id, login, reason, added_at) VALUES (1, 'ada_l', 'asked', '2026-01-01')")
        )
        connection.execute(
            text(
                "INSERT INTO identity_decisions (id, verb, account, before, operator, note, decided_at)"
                " VALUES (1, 'split', 'login:ada_l', '', 'mira_k', '', '2026-01-01')"
            )
        )
    with Database(state_url) as database:
        assert database.revision() == LATEST_REVISION
        with database.transaction() as session:
            assert compare_metadata(MigrationContext.configure(session.connection()), Base.metadata) == []
            assert session.execute(text("SELECT login, reason FROM suppressions")).all() == [("ada_l", "asked")]
            assert session.execute(text("SELECT account FROM identity_decisions")).scalars().all() == ["login:ada_l"]
