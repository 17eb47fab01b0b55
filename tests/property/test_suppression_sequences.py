"""Any sequence of requests, learning and taking back gives what a naive reading of the rules gives."""

import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handiwork.errors import NotFoundError
from handiwork.privacy.suppression import SuppressionList
from handiwork.state.database import Database, sqlite_url

_LOGINS = st.sampled_from(["ada_l", "Ada_L", "grace_h", "alan_t", "emmy_n"])
_IDS = st.integers(min_value=1, max_value=4)
_PAIRS = st.lists(st.tuples(_IDS, _LOGINS), max_size=6)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), _LOGINS, st.none() | _IDS),
        st.tuples(st.just("learn"), _PAIRS),
        st.tuples(st.just("remove"), _LOGINS),
    ),
    max_size=7,
)


@dataclass
class _Request:
    """One request as the rules describe it, with everything learned for it."""

    login: str
    account_id: int | None
    names: set[tuple[str, int]] = field(default_factory=set)

    def ids(self) -> set[int]:
        return {i for _, i in self.names} | ({self.account_id} if self.account_id else set())

    def logins(self) -> set[str]:
        return {self.login} | {login for login, _ in self.names}

    def learn(self, pairs: list[tuple[int, str]]) -> None:
        theirs = self.ids()
        if self.account_id is None:
            theirs |= {i for i, login in pairs if login.lower() == self.login}
        self.names |= {(login.lower(), i) for i, login in pairs if i in theirs}


class _Oracle:
    """The rules, read naively."""

    def __init__(self) -> None:
        self.requests: list[_Request] = []

    def add(self, login: str, account_id: int | None) -> None:
        if (login.lower(), account_id) not in [(r.login, r.account_id) for r in self.requests]:
            self.requests.append(_Request(login.lower(), account_id))

    def learn(self, pairs: list[tuple[int, str]]) -> int:
        before = sum(len(r.names - {(r.login, r.account_id)}) for r in self.requests)
        for request in self.requests:
            request.learn(pairs)
        return sum(len(r.names - {(r.login, r.account_id)}) for r in self.requests) - before

    def remove(self, login: str) -> bool:
        kept = [r for r in self.requests if login.lower() not in r.logins()]
        found = len(kept) < len(self.requests)
        self.requests = kept
        return found


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("state")
    with Database(sqlite_url(folder)) as opened:
        yield opened


def _empty(database: Database) -> SuppressionList:
    with database.suppressions() as table:
        for row in table.rows():
            if row.learned_from is None:
                table.delete(row)
    return SuppressionList(database, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_the_list_does_what_the_rules_say(database: Database, steps: list[tuple]) -> None:
    real, oracle = _empty(database), _Oracle()
    for name, *given_ in steps:
        if name == "add":
            real.add(*given_)
            oracle.add(*given_)
        elif name == "learn":
            assert real.learn(iter(*given_)) == oracle.learn(*given_)
        elif oracle.remove(*given_):
            real.remove(*given_)
        else:
            with pytest.raises(NotFoundError):
                real.remove(*given_)
        current = real.current()
        assert current.ids == set().union(*(r.ids() for r in oracle.requests))
        assert current.logins == set().union(*(r.logins() for r in oracle.requests))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=5), min_size=1, max_size=6),
    account_id=st.sampled_from([None, 5]),
    data=st.data(),
)
def test_a_person_stays_covered_through_any_renames(
    database: Database, names: list[str], account_id: int | None, data: st.DataObject
) -> None:
    held = [f"{n}_x" for n in names]
    suppressions = _empty(database)
    suppressions.add(data.draw(st.sampled_from(held)), account_id)
    suppressions.learn(data.draw(st.permutations([(5, login) for login in held])))
    suppressions.learn([(5, "later_x")])
    current = suppressions.current()
    assert current.covers(5, None)
    assert all(current.covers(None, login.upper()) for login in [*held, "later_x"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=_PAIRS, data=st.data())
def test_learning_does_not_depend_on_order_and_learns_once(
    database: Database, pairs: list[tuple[int, str]], data: st.DataObject
) -> None:
    first = _empty(database)
    first.add("ada_l")
    first.learn(pairs)
    one = first.current()
    assert first.learn(pairs) == 0
    second = _empty(database)
    second.add("ada_l")
    second.learn(data.draw(st.permutations(pairs)))
    assert second.current() == one
