"""Facets and orders over all candidates, counted again by hand from the acts of a small world."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from handiwork.brief import BriefRepository
from handiwork.search import SORTS, SearchOptions, search
from handiwork.search.ranking import brief_of_words

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


def proposing(index):
    """The role with every repository of the world."""
    given = {name: index.repository_numbers(name) for name in ("acme/web", "acme/api", "zeta/web")}
    proposed = tuple(BriefRepository(name, 1.0, "", "named", tuple(held)) for name, held in given.items())
    return replace(brief_of_words(index, "websocket routing"), repositories=proposed)


def facets(index, **options):
    found = search(index, proposing(index), options=SearchOptions(count_facets=True, **options)).facets
    return {facet.group: {each.value: each.count for each in facet.values} for facet in found}


def test_facets_count_people_with_matching_work_of_each_sort(world):
    assert world.built_on == date(2024, 6, 1)
    assert facets(world) == {
        "repository": {"acme/web": 2, "acme/api": 2, "zeta/web": 1},
        "last": {"3": 2, "12": 3, "24": 3},
        "kind": {"commit": 3, "review": 1},
        "has": {"maintainer": 1},
    }


def test_a_group_of_alternatives_is_counted_without_what_is_chosen_in_it(world):
    found = facets(world, facets=("repository:zeta/web",))
    assert found["repository"] == {"acme/web": 2, "acme/api": 2, "zeta/web": 1}
    assert found["kind"] == {"commit": 1}
    assert found["last"] == {"3": 1, "12": 1, "24": 1}


def test_conditions_that_must_all_hold_are_counted_with_what_is_chosen(world):
    found = facets(world, has=("maintainer",))
    assert found["has"] == {"maintainer": 1}
    assert found["repository"] == {"acme/api": 1}


def test_facets_count_among_those_that_the_filters_leave(world):
    assert facets(world, since=date(2024, 5, 10))["repository"] == {"acme/web": 1}


def test_facets_are_only_counted_when_asked_for(world):
    assert search(world, "websocket routing").facets == ()


@pytest.mark.parametrize(
    ("sort", "first"),
    [("fit", "ada_l"), ("recency", "bob_k"), ("depth", "ada_l"), ("breadth", "bob_k")],
)
def test_orders_put_the_newest_the_deepest_or_the_broadest_first(world, sort, first):
    hits = search(world, proposing(world), options=SearchOptions(sort=sort)).hits
    assert hits[0].login == first
    assert [hit.rank for hit in hits] == [1, 2, 3]


def test_an_order_changes_no_score(world):
    scores = [
        {hit.login: hit.micros for hit in search(world, "websocket routing", options=SearchOptions(sort=sort)).hits}
        for sort in SORTS
    ]
    assert all(each == scores[0] for each in scores)
