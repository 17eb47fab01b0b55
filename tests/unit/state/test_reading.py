"""The quick reader of the state tells what was written last, however often it was asked before."""

import os
import time

import pytest

from handiwork.privacy.suppression import SuppressionList
from handiwork.state import reading
from handiwork.state.database import Database, sqlite_url


@pytest.fixture
def state(tmp_path):
    with Database(sqlite_url(tmp_path)) as database:
        yield tmp_path / "state.sqlite", SuppressionList(database)


def settle(file):
    """Make the files of a state as old as those of a state that nobody wrote for a while."""
    for each in file.parent.glob(f"{file.name}*"):
        long_ago = time.time_ns() - 10_000_000_000
        os.utime(each, ns=(long_ago, long_ago))


def left_out(file):
    return [login for login, _ in reading.read_left_out(file)]


def test_who_is_left_out_now_is_told_though_it_was_read_before(state):
    file, people = state
    people.add("ada_l")
    settle(file)
    assert left_out(file) == left_out(file) == ["ada_l"]
    people.add("bob_x")
    assert left_out(file) == ["ada_l", "bob_x"]
    settle(file)
    assert left_out(file) == ["ada_l", "bob_x"]


def test_a_state_that_was_just_written_is_read_each_time(state):
    file, people = state
    people.add("ada_l")
    assert reading._signature(file) is None
    settle(file)
    assert reading._signature(file) is not None


def test_a_settled_state_is_read_once(state, monkeypatch):
    file, people = state
    people.add("ada_l")
    settle(file)
    assert left_out(file) == ["ada_l"]
    monkeypatch.setattr(reading, "_read_anew", lambda *_: pytest.fail("it was read again"))
    assert left_out(file) == ["ada_l"]
