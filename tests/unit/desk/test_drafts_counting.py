"""How many drafts an operator makes in a day, and what is kept of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select

from handiwork.desk.drafts import MOST_A_DAY, DraftLog
from handiwork.errors import UsageError
from handiwork.state.drafts_models import DraftRow


class Clock:
    """An instant that a test moves."""

    def __init__(self):
        self.now = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log(state_database, clock):
    return DraftLog(state_database, clock=clock)


def _rows(database):
    with database.transaction() as session:
        return [(r.operator, r.text_digest, r.own_digest) for r in session.scalars(select(DraftRow))]


def test_the_same_text_for_the_same_person_counts_once(log):
    assert [log.count(text, person="p1", operator="ana") for text in ("one", "one", "two")] == [1, 1, 2]
    assert log.made_today("ana") == 2
    assert log.made_today("bo") == 0


def test_after_twenty_drafts_the_day_is_over_for_that_operator_alone(log, clock, state_database):
    for n in range(MOST_A_DAY):
        log.count(f"text {n}", person=f"p{n}", operator="ana")
    with pytest.raises(UsageError, match="ana made 20 drafts today"):
        log.count("one more", person="p99", operator="ana")
    assert log.count("text 3", person="p3", operator="ana") == 20, "what was made can be made again"
    assert log.count("one more", person="p99", operator="bo") == 1
    clock.now += timedelta(hours=1)
    assert log.count("one more", person="p99", operator="ana") == 1
    assert len(_rows(state_database)) == 22


def test_a_text_is_known_for_another_person_whatever_the_greeting_and_the_spaces(log):
    log.count("Hello Ana,\n\nyour work on the gate\n\n--\nnotice", person="p1", operator="ana")
    again = "Hello  Bo Kestrel,\n\nYour work\non the gate.\n\n--\nanother notice"
    assert log.is_used_for_another(again, person="p2")
    assert not log.is_used_for_another(again, person="p1")
    assert not log.is_used_for_another(again.replace("gate", "tower"), person="p2")


def test_neither_text_nor_person_is_kept_and_digests_go_after_half_a_year(log, clock, state_database):
    log.count("Hello,\n\nyour work", person="github:17", operator="ana")
    with state_database.transaction() as session:
        columns = {c["name"] for c in inspect(session.connection()).get_columns("drafts")}
    assert columns == {"id", "operator", "text_digest", "own_digest", "made_at"}
    assert not any(part == "17" or "work" in part for row in _rows(state_database) for part in row)
    clock.now += timedelta(days=181)
    log.count("another", person="p2", operator="ana")
    assert len(_rows(state_database)) == 1


def test_what_was_sent_is_noted_even_when_the_day_is_over_and_counts_once(log):
    for n in range(MOST_A_DAY):
        log.count(f"text {n}", person=f"p{n}", operator="ana")
    log.note("edited by hand", person="p3", operator="ana")
    log.note("edited by hand", person="p3", operator="ana")
    assert log.made_today("ana") == MOST_A_DAY + 1
    assert log.is_used_for_another("edited by hand", person="p4")
    assert log.is_made("edited by hand", person="p3", operator="ana")
    assert not log.is_made("edited by hand", person="p3", operator="bo")
