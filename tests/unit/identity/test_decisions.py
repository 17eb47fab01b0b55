"""The log of decisions: what is in force, what was before, and taking back."""

from datetime import UTC, datetime

import pytest

from handiwork.errors import NotFoundError, UsageError
from handiwork.identity.decisions import DecisionList, Decisions
from handiwork.state.database import Database

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PAIR = ("pypi:ada_l", "github:1")


@pytest.fixture
def log():
    with Database("sqlite://") as database:
        yield DecisionList(database, operator="Rae, sourcing", clock=lambda: NOON)


def test_a_decision_keeps_who_decided_what_when_why_and_what_held_before(log):
    log.accept("github:1", "PyPI:Ada_L", note="met her; write to a@b.example")
    log.reject("pypi:ada_l", "github:1")
    first, second = log.entries()
    assert (first.verb, first.account, first.other, first.before) == ("accept", *PAIR, "")
    assert (first.operator, first.decided_at, first.note) == ("Rae, sourcing", NOON, "met her; write to (address)")
    assert (second.verb, second.before, second.is_undone) == ("reject", "accepted", False)


def test_the_last_decision_about_a_pair_is_in_force(log):
    log.accept(*PAIR)
    log.reject(*PAIR)
    assert log.current() == Decisions(rejected=frozenset({PAIR}))
    log.accept(*PAIR)
    assert log.current() == Decisions(accepted=frozenset({PAIR}))


def test_an_account_has_one_owner(log):
    log.accept("pypi:ada_l", "github:1")
    log.accept("pypi:ada_l", "github:2")
    assert log.current().accepted == {("pypi:ada_l", "github:2")}


def test_what_is_split_stands_alone_until_it_is_accepted_again(log):
    log.accept(*PAIR)
    log.split("pypi:ada_l")
    assert log.current() == Decisions(split=frozenset({"pypi:ada_l"}))
    log.accept(*PAIR)
    assert log.current() == Decisions(accepted=frozenset({PAIR}))


def test_undoing_makes_everything_as_if_the_decision_had_not_been_made(log):
    log.accept(*PAIR)
    number = log.reject(*PAIR)
    log.undo(number, note="a mistake")
    assert log.current() == Decisions(accepted=frozenset({PAIR}))
    _, rejected, undone = log.entries()
    assert (rejected.is_undone, undone.verb, undone.undoes, undone.before) == (True, "undo", number, "rejected")


def test_a_decision_is_taken_back_once_and_never_by_taking_back_that(log):
    number = log.accept(*PAIR)
    again = log.undo(number)
    for wrong in (number, again):
        with pytest.raises(UsageError, match="decide anew"):
            log.undo(wrong)
    with pytest.raises(NotFoundError, match="no decision 99"):
        log.undo(99)


def test_what_is_joined_and_whom_it_joins_are_told_apart_whatever_the_order(log):
    log.accept("github:7", "author:Acme/Web#k1")
    log.accept("login:ada_old", "github:1")
    log.accept("author:acme/api#k2", "author:acme/web#k9")
    log.accept("github:1", "author:2401.00001/ada-lo")
    assert log.current().accepted == {
        ("author:acme/web#k1", "github:7"),
        ("login:ada_old", "github:1"),
        ("author:acme/api#k2", "author:acme/web#k9"),
        ("author:2401.00001/ada-lo", "github:1"),
    }


@pytest.mark.parametrize(
    "pair",
    [
        ("github:1", "github:2"),
        ("pypi:ada_l", "huggingface:ada_l"),
        ("pypi:ada_l", "pypi:ada_l"),
        ("login:ada_l", "login:bob_b"),
        ("pypi:ada_l", "somewhere:ada_l"),
        ("pypi:ada_l", "github:ada_l"),
        ("a@b.example", "github:1"),
    ],
)
def test_what_can_never_be_one_person_is_refused_and_not_logged(log, pair):
    with pytest.raises(UsageError) as refused:
        log.accept(*pair)
    assert "a@b" not in str(refused.value)
    assert log.entries() == []


def test_an_account_with_an_id_cannot_be_split_off(log):
    with pytest.raises(UsageError, match="told apart by it"):
        log.split("github:1")


def test_the_fingerprint_changes_with_what_is_in_force_and_only_then(log):
    assert log.current().fingerprint == ""
    number = log.accept(*PAIR)
    one = log.current().fingerprint
    log.accept(*PAIR)
    assert log.current().fingerprint == one != ""
    log.undo(number)
    assert log.current().fingerprint == one
