"""When a person worked where: months and lanes by hand, and the window's ends."""

from datetime import date, datetime

import numpy as np
import pytest

from handiwork.evidence import representative_acts
from handiwork.evidence.activity import LANES, activity_words, lanes_of, month_names, months_of
from handiwork.index import CONTRIBUTION_KINDS

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def act(at, kind="commit", repo="acme/web", **more):
    found = {"who": "ada_l", "repo": repo, "kind": kind, "at": at, "title": "Route websockets"} | more
    if kind == "commit":
        found.setdefault("sha", f"{at:%Y%m%d}".zfill(40))
    return found


def test_every_kind_of_contribution_is_in_one_lane():
    drawn = [kind for kinds in LANES.values() for kind in kinds]
    assert sorted(drawn) == sorted(kind.name for kind in CONTRIBUTION_KINDS)


def test_acts_are_counted_in_their_calendar_month_and_none_outside_the_window(open_world):
    index = open_world([act(datetime(2024, 6, 1)), act(datetime(2024, 5, 31)), act(datetime(2024, 5, 1), number=None)])
    assert index.built_on == date(2024, 6, 1)
    assert months_of(index, 0, months=2).tolist() == [2, 1]
    assert months_of(index, 0, months=1).tolist() == [1]
    assert month_names(index.built_on, 2) == ["2024-05", "2024-06"]


def test_lanes_tell_repositories_and_kinds_of_work_apart(open_world):
    index = open_world(
        [
            act(datetime(2024, 3, 2), repo="acme/api"),
            act(datetime(2024, 5, 2)),
            act(datetime(2024, 5, 3), kind="review", number=4, comment_id=9),
            act(datetime(2020, 5, 3), kind="merged_pull_request", number=5),
        ]
    )
    web, api = lanes_of(index, 0, months=3)
    assert [index.repository_name(each.repo_no) for each in (web, api)] == ["acme/web", "acme/api"]
    assert (web.lanes["code"], web.lanes["reviews"], web.lanes["pull requests"]) == ((0, 1, 0), (0, 1, 0), (0, 0, 0))
    assert (web.total, web.first, web.last) == (3, date(2020, 5, 3), date(2024, 5, 3))
    assert api.lanes["code"] == (0, 0, 0)


def test_an_act_that_stands_for_several_counts_so_often(open_world):
    index = open_world([act(datetime(2024, 5, 2), kind="push", count=7, title=None)])
    assert int(months_of(index, 0).sum()) == 7


def test_activity_is_told_in_words(open_world):
    index = open_world([act(datetime(2024, 5, 29)), act(datetime(2023, 1, 1))])
    words = activity_words(index, 0, months_of(index, 0))
    assert words == "1 contribution in the last 6 months, 2 in 24 months; the last 3 days before the index was built"


def test_representative_work_is_of_pull_requests_merged_before_open_and_not_all_of_one_repository(open_world):
    on = datetime(2024, 5, 1)
    index = open_world(
        [act(on, sha="f" * 40)]
        + [act(on, kind="merged_pull_request", number=n) for n in (1, 2, 3)]
        + [act(on, kind="pull_request", number=9, repo="acme/api")]
    )
    shown = [(item.repository, item.number) for item in representative_acts(index, 0, limit=3)]
    assert shown == [("acme/web", 1), ("acme/web", 2), ("acme/api", 9)]


def test_commits_stand_for_a_person_without_pull_requests_and_nothing_for_one_without_either(open_world):
    index = open_world([act(datetime(2024, 5, 1)), act(datetime(2024, 5, 1), kind="issue", number=3, who="bob_k")])
    found = {index.person(i).login: representative_acts(index, i) for i in range(index.n_persons)}
    assert [item.kind for item in found["ada_l"]] == ["commit"]
    assert found["bob_k"] == ()


def test_the_window_may_begin_before_there_were_acts(open_world):
    index = open_world([act(datetime(2024, 5, 1))])
    counts = months_of(index, 0, months=600)
    assert counts.shape == (600,)
    assert np.flatnonzero(counts).tolist() == [598]
