"""Who is left out, and what a request to be left out may be."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.suppression import SuppressionEntry, SuppressionList, Suppressions, read_suppressions
from handiwork.state.database import Database, sqlite_url

_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def suppressions(state_database: Database) -> SuppressionList:
    return SuppressionList(state_database, clock=lambda: _AT)


@pytest.fixture
def in_sqlite(tmp_path: Path) -> Iterator[SuppressionList]:
    with Database(sqlite_url(tmp_path)) as database:
        yield SuppressionList(database, clock=lambda: _AT)


def test_nobody_is_left_out_at_first(suppressions: SuppressionList) -> None:
    assert suppressions.current() == Suppressions()
    assert not suppressions.current()
    assert suppressions.entries() == []


def test_a_request_covers_the_login_in_any_case(suppressions: SuppressionList) -> None:
    suppressions.add("Ada_L")
    current = suppressions.current()
    assert current
    assert current == Suppressions(logins=frozenset({"ada_l"}))
    assert current.covers(None, "ADA_l")
    assert not current.covers(None, "grace_h")
    assert not current.covers(None, None)


def test_a_request_with_an_id_covers_the_id_under_any_login(suppressions: SuppressionList) -> None:
    suppressions.add("ada_l", 7)
    assert suppressions.current().covers(7, "somebody_new")
    assert not suppressions.current().covers(8, "somebody_new")


def test_a_renamed_person_stays_covered_by_id_and_by_both_logins(suppressions: SuppressionList) -> None:
    suppressions.add("ada_l")
    assert suppressions.learn([(7, "ada_king"), (7, "Ada_L"), (8, "grace_h")]) == 2
    assert suppressions.current() == Suppressions(ids=frozenset({7}), logins=frozenset({"ada_l", "ada_king"}))


def test_without_an_id_everybody_seen_under_the_login_is_covered(suppressions: SuppressionList) -> None:
    suppressions.add("ada_l")
    suppressions.learn([(7, "ada_l"), (9, "ada_l"), (9, "nina_s")])
    assert suppressions.current().ids == frozenset({7, 9})
    assert suppressions.current().covers(None, "nina_s")


def test_with_an_id_another_account_is_covered_only_while_it_holds_the_login(
    suppressions: SuppressionList,
) -> None:
    suppressions.add("ada_l", 7)
    suppressions.learn([(9, "ada_l"), (9, "nina_s")])
    current = suppressions.current()
    assert current.covers(9, "ada_l")
    assert not current.covers(9, "nina_s")


def test_entries_tell_requests_and_what_was_learned_from_them(suppressions: SuppressionList) -> None:
    suppressions.add("zoe_z", reason=" asked on the phone ")
    suppressions.add("ada_l", 7)
    suppressions.learn([(7, "ada_king"), (7, "ada_l")])
    assert suppressions.entries() == [
        SuppressionEntry("ada_l", 7, "ada_l", is_learned=False, reason="", added_at=_AT),
        SuppressionEntry("ada_king", 7, "ada_l", is_learned=True, reason="", added_at=_AT),
        SuppressionEntry("zoe_z", None, "zoe_z", is_learned=False, reason="asked on the phone", added_at=_AT),
    ]


def test_the_clock_is_the_present_unless_told_otherwise(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    with Database(sqlite_url(tmp_path)) as database:
        suppressions = SuppressionList(database)
        suppressions.add("ada_l")
        (entry,) = suppressions.entries()
    assert before <= entry.added_at <= datetime.now(UTC)


def test_asking_twice_changes_nothing(suppressions: SuppressionList) -> None:
    suppressions.add("ada_l", reason="first")
    suppressions.add("ADA_L", reason="second")
    assert [e.reason for e in suppressions.entries()] == ["first"]


def test_taking_back_by_a_learned_login_takes_back_the_whole_person(suppressions: SuppressionList) -> None:
    suppressions.add("ada_l")
    suppressions.add("grace_h")
    suppressions.learn([(7, "ada_l"), (7, "ada_king")])
    suppressions.remove("Ada_King")
    assert suppressions.current() == Suppressions(logins=frozenset({"grace_h"}))


def test_taking_back_nobody_says_who(suppressions: SuppressionList) -> None:
    with pytest.raises(NotFoundError, match="grace_h"):
        suppressions.remove("grace_h")


@pytest.mark.parametrize("login", ["", " ", "ada l", "ada/l", "ada_l\n", "ädä", "a" * 101])
def test_what_cannot_be_a_login_is_refused_and_named(suppressions: SuppressionList, login: str) -> None:
    with pytest.raises(UsageError) as refused:
        suppressions.add(login)
    assert repr(login[:100]) in str(refused.value)
    assert suppressions.entries() == []


@pytest.mark.parametrize("login", ["planted@example.org", "planted@localhost", "@planted"])
def test_an_address_is_refused_without_repeating_it(suppressions: SuppressionList, login: str) -> None:
    for refuse in (suppressions.add, suppressions.remove):
        with pytest.raises(UsageError) as refused:
            refuse(login)
        assert "planted" not in str(refused.value)


def test_an_id_that_is_not_positive_is_refused(suppressions: SuppressionList) -> None:
    with pytest.raises(UsageError, match="-3"):
        suppressions.add("ada_l", -3)


def test_no_address_reaches_the_database_file(tmp_path: Path) -> None:
    with Database(sqlite_url(tmp_path)) as database:
        suppressions = SuppressionList(database)
        suppressions.add("ada_l", 7, reason="wrote from planted@example.org")
        suppressions.learn([(7, "planted@example.org"), (7, "ada_king")])
        assert [e.reason for e in suppressions.entries()] == ["", "wrote from (address)"][::-1]
    for file in tmp_path.iterdir():
        assert b"planted" not in file.read_bytes()


def test_a_bot_login_can_be_asked_for(suppressions: SuppressionList) -> None:
    suppressions.add("helper_h[bot]")
    assert suppressions.current().logins == frozenset({"helper_h[bot]"})


def test_who_is_left_out_is_read_the_same_without_the_database_layer(
    in_sqlite: SuppressionList, tmp_path: Path
) -> None:
    in_sqlite.add("Ada_L")
    in_sqlite.add("grace_h", 7)
    in_sqlite.learn([(8, "ada_l"), (8, "ada_x"), (7, "grace_z")])
    assert read_suppressions(tmp_path / "state.sqlite") == in_sqlite.current() != Suppressions()


def test_what_was_just_asked_for_is_read_while_the_database_is_open(in_sqlite: SuppressionList, tmp_path: Path) -> None:
    before = read_suppressions(tmp_path / "state.sqlite")
    in_sqlite.add("ada_l")
    after = read_suppressions(tmp_path / "state.sqlite")
    assert (before, after) == (Suppressions(), Suppressions(logins=frozenset({"ada_l"})))


@pytest.mark.parametrize("statement", ["UPDATE alembic_version SET version_num = '9999'", "DROP TABLE suppressions"])
def test_a_state_of_another_version_is_left_to_the_database_layer(
    in_sqlite: SuppressionList, tmp_path: Path, statement: str
) -> None:
    in_sqlite.add("ada_l")
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection, connection:
        connection.execute(statement)
    assert read_suppressions(tmp_path / "state.sqlite") is None


def test_what_is_no_database_is_left_to_the_database_layer(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_text("no database")
    assert read_suppressions(tmp_path / "state.sqlite") is None
