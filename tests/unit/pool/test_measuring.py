"""The pool of a role: who is caught in which month, and how constraints move the number."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from handiwork.errors import UsageError
from handiwork.pool import pool_moves, pool_size
from handiwork.search import SearchOptions

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

ROLE = "websocket routing"


def act(who, month, *, repo="acme/web", title="Fix websocket routing", kind="commit", day=3):
    at = datetime(*map(int, month.split("-")), day)
    return {"who": who, "repo": repo, "kind": kind, "at": at, "title": title, "sha": f"{hash_of(who, month, repo)}"}


def hash_of(*parts):
    return "".join(f"{byte:02x}" for byte in "|".join(parts).encode())[:40].ljust(40, "0")


ACTS = [
    act("ada_l", "2024-06"),
    act("ada_l", "2024-05"),
    act("ada_l", "2024-03", kind="commit_review"),
    act("bob_k", "2024-05"),
    act("bob_k", "2022-01"),
    act("cyd_m", "2024-04", repo="zeta/api"),
    act("cyd_m", "2024-03", repo="zeta/api"),
    act("dan_o", "2023-01", repo="zeta/api"),
    act("eve_p", "2024-05", repo="zeta/cups", title="Spell the handles"),
]


@pytest.fixture(scope="module")
def index(open_world):
    return open_world(ACTS)


def test_a_person_is_caught_in_each_month_with_an_act_on_a_matched_document(index):
    found = pool_size(index, ROLE, months=6)

    assert (found.observed, found.once, found.twice, found.method) == (3, 1, 1, "chao2")


def test_months_without_any_act_in_the_index_are_no_occasions(index):
    found = pool_size(index, ROLE, months=24)

    assert (found.months, found.months_missing) == (5, 19)
    assert "19 months of the window have no data at all and are left out" in found.notes


def test_a_window_longer_than_the_data_is_as_long_as_the_data(index):
    whole = pool_size(index, ROLE, months=64)

    assert (whole.observed, whole.months) == (4, 6)
    assert whole.estimate == pool_size(index, ROLE, months=40).estimate


def test_work_on_other_things_catches_nobody(index):
    assert pool_size(index, "handles").observed == 1


def test_one_month_is_a_count_that_says_so(index):
    found = pool_size(index, ROLE, months=1)

    assert (found.observed, found.estimate, found.low, found.high, found.method) == (1, 1, 1, None, "count")
    assert "one month says nothing" in found.notes[-1]


def test_a_window_without_anybody_says_so(open_world):
    index = open_world([act("ada_l", "2019-01"), act("bob_k", "2024-06", title="Spell the handles")])

    found = pool_size(index, ROLE, months=12)

    assert (found.observed, found.estimate, found.high) == (0, 0, None)
    assert found.notes[-1] == "nobody was seen, which says nothing on how many there are"


def test_a_window_without_data_has_no_occasions(open_world):
    found = pool_size(open_world([act("ada_l", "2019-01")]), ROLE, months=12)

    assert (found.observed, found.months, found.months_missing, found.high) == (0, 0, 12, None)


def test_everybody_seen_once_is_called_a_guess(open_world):
    index = open_world([act(who, f"2024-0{n}") for n, who in enumerate(["ada_l", "bob_k", "cyd_m"], start=1)])

    found = pool_size(index, ROLE)

    assert (found.once, found.twice) == (3, 0)
    assert "everybody was seen in one month only" in found.notes[-1]


@pytest.mark.parametrize("months", [0, -3, 65])
def test_a_window_out_of_range_is_refused(index, months):
    with pytest.raises(UsageError, match=f"the window is {months} months, but must be 1 to 64"):
        pool_size(index, ROLE, months=months)


@pytest.mark.parametrize(
    ("options", "observed"),
    [
        ({"repositories": ("acme/web",)}, 2),
        ({"exclude_owners": ("acme",)}, 2),
        ({"kinds": ("commit_review",)}, 1),
        ({"maintainers_only": True}, 1),
        ({"min_evidence": 3}, 1),
        ({"since": date(2024, 4, 1)}, 3),
        ({"active_since": date(2024, 5, 1)}, 2),
        ({"excluded_persons": frozenset({0})}, 3),
    ],
)
def test_filters_narrow_the_pool_as_they_narrow_the_search(index, options, observed):
    assert pool_size(index, ROLE, options=SearchOptions(**options), months=64).observed == observed


def test_a_day_to_begin_with_shortens_the_window(index):
    found = pool_size(index, ROLE, options=SearchOptions(since=date(2024, 4, 20)))

    assert (found.months, found.months_missing) == (3, 0)


def test_each_filter_dropped_is_the_pool_without_it(index):
    options = SearchOptions(kinds=("commit_review",), exclude_owners=("zeta",))

    _, moves = pool_moves(index, ROLE, options=options, months=64)

    dropped = {m.value: m.pool for m in moves if m.constraint == "filter"}
    assert dropped == {
        "kinds": pool_size(index, ROLE, options=replace(options, kinds=()), months=64),
        "exclude_owners": pool_size(index, ROLE, options=replace(options, exclude_owners=()), months=64),
    }


def test_a_repository_less_is_never_more_people(index):
    pool, moves = pool_moves(index, ROLE, months=64)

    less = {m.value: m.pool.observed for m in moves if (m.constraint, m.change) == ("repository", "without")}
    assert less == {"acme/web": 2, "zeta/api": 2}
    assert pool.observed == 4


def test_a_repository_more_is_the_pool_of_both(open_world):
    facts = [{"name": name, "description": "websocket routing"} for name in ("acme/web", "zeta/api")]
    index = open_world(ACTS, facts)

    _, moves = pool_moves(index, ROLE, options=SearchOptions(repositories=("acme/web",)), months=64)

    more = {m.value: m.pool for m in moves if m.change == "with"}
    both = SearchOptions(repositories=("acme/web", "zeta/api"))
    assert more == {"zeta/api": pool_size(index, ROLE, options=both, months=64)}


@pytest.mark.parametrize(("months", "others"), [(24, ["12", "48"]), (1, ["2"]), (64, ["32"]), (40, ["20", "64"])])
def test_the_window_is_halved_and_doubled_as_far_as_it_goes(index, months, others):
    _, moves = pool_moves(index, ROLE, months=months)

    windows = {m.value: m.pool for m in moves if m.constraint == "window"}
    assert list(windows) == others
    assert all(pool == pool_size(index, ROLE, months=int(value)) for value, pool in windows.items())


def test_numbers_are_shown_as_whole_people_within_their_bounds(index):
    found = pool_size(index, ROLE, months=64)

    shown = found.to_dict()
    assert shown["low"] <= found.low <= found.estimate <= found.high <= shown["high"]
    assert all(isinstance(shown[name], int) for name in ("observed", "estimate", "low", "high"))
    assert shown["checks"].keys() == {"jackknife1", "jackknife2", "ice", "variation"}
