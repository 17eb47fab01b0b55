"""What a role's own text asks of the work narrows the search; what cannot be seen in this index does not."""

from datetime import date, datetime

import pytest

from handiwork.app.asking import asked_of
from handiwork.catalog import load_catalog
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.privacy.suppression import Suppressions
from handiwork.search import SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

BUILT_ON = date(2024, 6, 1)


def act(who, repo, title, kind="commit", day=(2024, 1, 1)):
    place = {"sha": f"{abs(hash((who, title))):040x}"[:40]} if kind.startswith("commit") else {"number": 7}
    return {"who": who, "repo": repo, "kind": kind, "at": datetime(*day), "title": title, **place}


WORK = [
    act("ada_l", "fastapi/fastapi", "FastAPI routing"),
    act("bob_k", "harbor_collective/api", "FastAPI routing at home"),
    act("cyd_m", "fastapi/fastapi", "FastAPI of old", day=(2019, 1, 1)),
]
REVIEW = act("dan_o", "fastapi/fastapi", "FastAPI dependencies", kind="review")


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    """Return an index of the work alone, and one with the review."""
    with Engine(threads=1, memory_limit_mib=512) as engine:
        worlds = [inputs_from_acts([*WORK, *more]) for more in ((), (REVIEW,))]
        folder = tmp_path_factory.mktemp("asked")
        return [Index.open(build_index(engine, world, folder, built_on=BUILT_ON)) for world in worlds]


@pytest.fixture
def asked(indexes):
    """Return who is found for a role, and the options it is really asked with."""

    def asked(role, *, reviewed=False, **options):
        index = indexes[reviewed]
        found = asked_of(index, load_catalog(), Suppressions(), role, options=SearchOptions(**options))
        hits = search(index, found.brief, options=found.resolved).hits
        return {hit.login for hit in hits}, found.options

    return asked


def test_without_a_wish_everybody_is_found(asked):
    assert asked("FastAPI engineer")[0] == {"ada_l", "bob_k", "cyd_m"}


def test_recency_in_the_text_is_counted_from_the_day_of_the_index(asked):
    found, options = asked("FastAPI engineer, active in the last 12 months")
    assert options.since == date(2023, 6, 1)
    assert found == {"ada_l", "bob_k"}


def test_a_date_that_is_given_counts_over_the_text(asked):
    _, options = asked("FastAPI engineer, active in the last 12 months", since=date(2018, 1, 1))
    assert options.since == date(2018, 1, 1)


@pytest.mark.parametrize("owner", ["harbor_collective's", "harbor_collective"])
def test_an_owners_repositories_are_left_out_where_the_text_says_so(asked, owner):
    found, options = asked(f"FastAPI engineer, not from {owner} repositories")
    assert options.exclude_owners == ("harbor_collective",)
    assert found == {"ada_l", "cyd_m"}


def test_an_owner_the_index_does_not_know_is_no_error(asked):
    assert asked("FastAPI engineer, not from Initech's repositories")[1].exclude_owners == ()


def test_maintainers_are_asked_for_where_the_index_knows_who_keeps_others_work(asked):
    found, options = asked("maintainer of FastAPI", reviewed=True)
    assert options.maintainers_only
    assert found == {"dan_o"}


def test_where_nothing_tells_keepers_apart_nobody_is_left_out(asked):
    found, options = asked("maintainer of FastAPI")
    assert not options.maintainers_only
    assert found == {"ada_l", "bob_k", "cyd_m"}


def test_what_work_does_not_show_is_named_and_changes_nothing(asked):
    assert asked("FastAPI engineer in Berlin, 10+ years, EU citizen") == asked("FastAPI engineer in Paris, 2+ years")
