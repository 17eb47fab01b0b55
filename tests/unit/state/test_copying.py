"""A state is copied whole into an empty database, numbers and instants included, or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from handiwork.app import Handiwork
from handiwork.app.copying_state import copy_state_to
from handiwork.config import Settings
from handiwork.desk.lists import ListBook, NewEntry
from handiwork.errors import StoreError, UsageError
from handiwork.state.copying import copy_state
from handiwork.state.database import Database, sqlite_url
from handiwork.state.models import Base, DecisionRow
from handiwork.state.team_models import AttemptRow, UserRow

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def source(tmp_path):
    with Database(sqlite_url(tmp_path / "source")) as database:
        with database.suppressions() as table:
            table.insert("ada_l", 1, learned_from=None, reason="asked", added_at=NOON)
            table.insert("ada_old", None, learned_from=1, reason="", added_at=NOON + timedelta(days=1))
        with database.transaction() as session:
            for number, undoes in ((3, None), (7, 3)):
                session.add(
                    DecisionRow(
                        id=number,
                        verb="undo" if undoes else "split",
                        account="login:bob_b",
                        other=None,
                        undoes=undoes,
                        before="",
                        operator="mira_k",
                        note="Überlegt ✓",
                        decided_at=NOON,
                    )
                )
            session.add(UserRow(name="mira_k", role="admin", password="x", made_at=NOON, seen_on=date(2026, 3, 1)))
            session.add_all(AttemptRow(digest=f"{n:064}", failures=n, at=NOON) for n in range(2500))
        book = ListBook(database)
        book.add(book.make("Team"), NewEntry(person="github:1", login="Bob_B", github_id=2**40))
        yield database


@pytest.fixture
def target(state_url, tmp_path):
    with Database(state_url) as database:
        yield database


def everything(database):
    with database.transaction() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


def test_every_row_arrives_with_its_number_and_instants(source, target):
    counts = copy_state(source, target)
    assert counts["sign_in_attempts"] == 2500
    assert (counts["suppressions"], counts["identity_decisions"], counts["users"], counts["lists"]) == (2, 2, 1, 1)
    assert everything(target) == everything(source)
    assert set(counts) == set(Base.metadata.tables)


def test_new_rows_go_on_after_the_copied_ones(source, target):
    copy_state(source, target)
    with target.suppressions() as table:
        table.insert("new_n", None, learned_from=None, reason="", added_at=NOON)
        assert [row.id for row in table.rows()] == [1, 2, 3]
    with target.decisions() as table:
        row = DecisionRow(verb="split", account="a", before="", operator="", note="", decided_at=NOON)
        assert table.append(row) == 8


def test_a_target_that_holds_something_is_refused_and_left_as_it_is(source, target):
    with target.suppressions() as table:
        table.insert("eve_e", None, learned_from=None, reason="", added_at=NOON)
    before = everything(target)
    with pytest.raises(UsageError, match="not empty: there are rows in suppressions"):
        copy_state(source, target)
    assert everything(target) == before


def test_a_copy_that_fails_leaves_nothing(source, target):
    # A row that refers to a user who is not there: SQLite kept it while foreign keys were not checked.
    with source._engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql(
            "INSERT INTO user_sessions VALUES (1, 'x', 99, '2026-03-01 12:00:00', '2026-03-01 12:00:00')"
        )
    with pytest.raises(StoreError):
        copy_state(source, target)
    assert not any(everything(target).values())


def test_a_home_without_a_state_has_nothing_to_copy(tmp_path, state_url):
    with Handiwork(Settings(home=tmp_path / "home")) as app, pytest.raises(UsageError, match="nothing to copy"):
        copy_state_to(app, state_url)


def test_the_command_copies_and_says_what(source, tmp_path, postgresql, capsys):
    from tests.postgresql import fresh_database

    from handiwork.faces.cli import run

    url = fresh_database(postgresql)
    assert run(["--home", str(tmp_path / "source"), "state", "copy", "--to", url]) == 0
    printed = capsys.readouterr()
    assert ["sign_in_attempts", "2,500"] in [line.split() for line in printed.out.splitlines()]
    assert "state_url" in printed.err
    with Database(url) as copied, copied.transaction() as session:
        assert session.execute(text("SELECT login FROM suppressions ORDER BY id")).scalars().all() == [
            "ada_l",
            "ada_old",
        ]
    assert run(["--home", str(tmp_path / "source"), "state", "copy", "--to", url]) == 2
    assert run(["--home", str(tmp_path / "source"), "state", "copy", "--to", "cobol://ada:secret@db/x"]) == 2
    assert "secret" not in capsys.readouterr().err
