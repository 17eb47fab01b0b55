"""An index as it was on a day, or of some repositories, is that of the acts that are left."""

from datetime import date, datetime

import pytest

from handiwork.index import Index, build_index
from handiwork.index.narrowing import narrowed
from handiwork.index.tables import inputs_from_acts

ACTS = [
    {"who": "ada_l", "repo": "acme/web", "kind": "commit", "at": datetime(2020, 1, 1), "sha": "a" * 40, "title": "One"},
    {"who": "bob_k", "repo": "acme/web", "kind": "commit", "at": datetime(2021, 1, 1), "sha": "b" * 40, "title": "Two"},
    {"who": "cyd_m", "repo": "Zeta/Api", "kind": "commit", "at": datetime(2020, 6, 1), "sha": "c" * 40, "title": "Ten"},
    {"who": "bob_k", "repo": "Zeta/Api", "kind": "commit", "at": datetime(2022, 6, 1), "sha": "d" * 40, "title": "Six"},
]
FACTS = [{"name": "Zeta/Api", "names": ["Zeta/Api", "Old/Api"], "description": "An API"}]


@pytest.fixture
def left(engine, tmp_path):
    """Return a function: what to keep → who did what where in the index that is built of it."""

    def left(**kept):
        inputs = narrowed(inputs_from_acts(ACTS, repositories=FACTS), **kept)
        index = Index.open(build_index(engine, inputs, tmp_path, built_on=date(2024, 1, 1)))
        rows = index.contributions.select(["person_id", "repo_no", "title"]).to_pylist()
        acts = [(index.person(r["person_id"]).login, index.repository_name(r["repo_no"]), r["title"]) for r in rows]
        return acts, index.n_persons, index.n_repositories

    return left


def test_acts_of_the_day_itself_and_later_are_left_out_with_who_has_no_other(left):
    assert left(before=date(2021, 1, 1)) == ([("ada_l", "acme/web", "One"), ("cyd_m", "Zeta/Api", "Ten")], 2, 2)


def test_only_the_people_of_the_repositories_that_are_kept_are_left(left):
    expected = ([("bob_k", "Zeta/Api", "Six"), ("cyd_m", "Zeta/Api", "Ten")], 2, 1)
    assert left(repositories=["zeta/api"]) == left(repositories=[" OLD/api "]) == expected


def test_day_and_repositories_act_together(left):
    assert left(before=date(2022, 1, 1), repositories=["Zeta/Api"]) == ([("cyd_m", "Zeta/Api", "Ten")], 1, 1)


def test_without_limits_nothing_changes(left):
    acts, n_persons, n_repositories = left()
    assert (len(acts), n_persons, n_repositories) == (4, 3, 2)


def test_nothing_at_all_may_be_left(left):
    assert left(repositories=["nobody/knows"]) == ([], 0, 0)
