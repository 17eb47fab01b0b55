"""Acts by what they name and by what a role demands of the work: by hand on a small world."""

from datetime import date, datetime

import pytest

from handiwork.evidence import acts_in, acts_kept, acts_naming

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def act(repo, at, title, kind="commit", **more):
    n = more.pop("n", 1)
    return {
        "who": "mira_k",
        "repo": repo,
        "kind": kind,
        "at": at,
        "title": title,
        **({"sha": f"{n:040x}"} if kind == "commit" else {"number": n}),
        **more,
    }


@pytest.fixture
def world(open_world):
    return open_world(
        [
            act("acme/router", datetime(2024, 1, 1), "Mount apps", n=1),
            act("acme/router", datetime(2022, 1, 1), "Speed up Django views", n=2),
            act("zeta/api", datetime(2024, 3, 1), "Route by host", "pull_request", n=3, labels=["router"]),
            act("zeta/api", datetime(2023, 3, 1), "Routers are many", "review", n=4),
            # A label is kept from a few acts on.
            *(
                act("zeta/api", datetime(2020, 1, n), "Fix", "pull_request", n=10 + n, labels=["router"], who="dan_o")
                for n in range(1, 6)
            ),
            act("django/channels", datetime(2021, 1, 1), "Retry", n=5),
        ]
    )


@pytest.fixture
def mira(world):
    (number,) = world.persons_named((), {"mira_k"})
    return number


def test_an_act_names_a_thing_by_title_label_or_repository_and_not_by_its_owner(world, mira):
    router, django, absent, nothing = acts_naming(world, mira, [{"router"}, {"Django"}, {"flask"}, set()])
    # Both acts in acme/router; the pull request with the label; "Routers" is another word.
    assert (router.count, [each.repository for each in router.newest]) == (3, ["zeta/api", "acme/router"])
    # The title of 2022; the owner of django/channels says nothing.
    assert (django.count, django.newest[0].title) == (1, "Speed up Django views")
    assert (absent.count, nothing.count) == (0, 0)


def test_acts_are_counted_under_what_a_role_demands(world, mira):
    (api,) = world.repository_numbers("zeta/api")
    (router,) = world.repository_numbers("acme/router")
    since = acts_kept(world, mira, {api, router}, since=date(2023, 3, 1), is_upkeep=False)
    assert (since.count, [f"{each.at:%Y-%m-%d}" for each in since.newest]) == (3, ["2024-03-01", "2024-01-01"])
    upkeep = acts_kept(world, mira, {api, router}, since=None, is_upkeep=True)
    assert [each.kind for each in upkeep.newest] == ["review"]
    assert acts_kept(world, mira, set(), since=date(2021, 1, 2), is_upkeep=False).count == 4


def test_acts_in_sets_of_repositories(world, mira):
    numbers = [world.repository_numbers(name) for name in ("acme/router", "zeta/api")]
    assert [each.count for each in acts_in(world, mira, [numbers[0], [*numbers[0], *numbers[1]], []])] == [2, 4, 0]
