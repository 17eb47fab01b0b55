"""Facets and orders over all candidates, counted again by hand from the acts of a small world."""

from datetime import date, datetime

import pytest

from handiwork.search import SORTS, SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def act(who, repo, at, kind="commit", n=1):
    found = {"who": who, "repo": repo, "kind": kind, "at": at, "title": f"Route websockets {n}"}
    return found | ({"sha": f"{hash((who, repo, n)) & 0xFFFFFF:040x}"} if kind == "commit" else {"number": n})


@pytest.fixture
def world(open_world):
    return open_world(
        [
            *(act("ada_l", "acme/web", datetime(2024, 5, 1), n=n) for n in range(1, 9)),
            act("bob_k", "acme/web", datetime(2024, 5, 20), n=21),
            act("bob_k", "acme/api", datetime(2023, 1, 1), n=22),
            act("bob_k", "zeta/web", datetime(2022, 1, 1), n=23),
            act("cyd_m", "acme/api", datetime(2023, 9, 1), kind="review", n=31),
            act("cyd_m", "acme/api", datetime(2023, 9, 2), n=32),
        ]
    )


def facets(index, **options):
    found = search(index, "websocket routing", options=SearchOptions(facets=True, **options)).facets
    return {facet.option: {each.value: each.count for each in facet.values} for facet in found}


def test_facets_count_people_with_matching_work_of_each_sort(world):
    assert world.built_on == date(2024, 6, 1)
    assert facets(world) == {
        "repositories": {"acme/web": 2, "acme/api": 2, "zeta/web": 1},
        "since": {"2024-03-02": 2, "2023-06-02": 3, "2022-06-02": 3},
        "kinds": {"commit": 3, "review": 1},
        "has": {"maintainer": 1},
    }


def test_facets_count_among_those_that_the_filters_leave(world):
    assert facets(world, since=date(2024, 5, 10))["repositories"] == {"acme/web": 1}


def test_facets_are_only_counted_when_asked_for(world):
    assert search(world, "websocket routing").facets == ()


@pytest.mark.parametrize(
    ("sort", "first"),
    [("fit", "ada_l"), ("recency", "bob_k"), ("depth", "ada_l"), ("breadth", "bob_k")],
)
def test_orders_put_the_newest_the_deepest_or_the_broadest_first(world, sort, first):
    hits = search(world, "websocket routing", options=SearchOptions(sort=sort)).hits
    assert hits[0].login == first
    assert [hit.rank for hit in hits] == [1, 2, 3]


def test_an_order_changes_no_score(world):
    scores = [
        {hit.login: hit.micros for hit in search(world, "websocket routing", options=SearchOptions(sort=sort)).hits}
        for sort in SORTS
    ]
    assert all(each == scores[0] for each in scores)
