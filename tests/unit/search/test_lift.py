"""Lift: what each repository of a brief gives to the first people, and who comes and goes without it."""

from datetime import datetime

import pytest

from handiwork.brief import Brief, BriefRepository
from handiwork.search import SearchOptions, search
from handiwork.search.lift import FIRST, repository_lifts

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def act(who, repo, day):
    return {"who": who, "repo": repo, "kind": "commit", "at": datetime(2024, 1, day), "title": "Boil kettles"}


@pytest.fixture
def index(open_world):
    many = [act(f"p{i:02}_x", "acme/kettle", 1 + d) for i in range(FIRST) for d in range(3)]
    return open_world([*many, act("late_x", "zeta/pot", 2), act("p00_x", "zeta/pot", 2)])


def asked(index, *names):
    repositories = tuple(
        BriefRepository(name, 1.0, "", "named", tuple(index.repository_numbers(name))) for name in names
    )
    return Brief(
        text="boil kettles",
        terms={index.term(word): 1.0 for word in ("boil", "kettl")},
        index=index.name,
        repositories=repositories,
    )


def test_shares_of_all_repositories_add_up_to_the_whole(index):
    lifts = repository_lifts(index, asked(index, "acme/kettle", "zeta/pot"))

    assert [lift.name for lift in lifts] == ["acme/kettle", "zeta/pot"]
    assert sum(lift.share for lift in lifts) == pytest.approx(1, abs=1e-3)


def test_without_a_repository_its_people_drop_and_others_appear(index):
    brief = asked(index, "acme/kettle", "zeta/pot")
    first = [hit.login for hit in search(index, brief, options=SearchOptions(limit=FIRST)).hits]
    kettle, _ = repository_lifts(index, brief)

    outside = {"late_x", *(f"p{i:02}_x" for i in range(FIRST))} - set(first)
    assert {p.login for p in kettle.appear} <= outside
    assert {p.login for p in kettle.drop} == set(first) - {"p00_x", "late_x"}


def test_a_repository_that_the_index_lacks_gives_nothing(index):
    lift = repository_lifts(index, asked(index, "acme/kettle", "no/where"))[1]

    assert (lift.share, lift.appear, lift.drop) == (0.0, (), ())


def test_who_is_left_out_neither_appears_nor_drops(index):
    excluded = index.persons_named(frozenset(), frozenset({"p01_x"}))
    lifts = repository_lifts(index, asked(index, "acme/kettle"), SearchOptions(excluded_persons=excluded))

    assert "p01_x" not in {p.login for lift in lifts for p in (*lift.appear, *lift.drop)}


def test_a_brief_that_matches_nothing_has_no_lift(index):
    empty = Brief(text="x", repositories=(BriefRepository("no/where", 1.0, "", "named"),), index=index.name)

    assert [lift.share for lift in repository_lifts(index, empty)] == [0.0]
