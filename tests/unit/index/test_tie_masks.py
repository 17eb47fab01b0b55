"""What an index knows of each tie beside its weight: kinds of contribution, months; and the owners of repositories."""

from datetime import date, datetime

import pytest

from handiwork.index import CONTRIBUTION_KINDS, MONTHS_KEPT, Index, build_index
from handiwork.index.tables import inputs_from_acts

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

CODE = {kind.name: kind.code for kind in CONTRIBUTION_KINDS}
BUILT_ON = date(2024, 6, 15)


def act(who, kind, at, **more):
    return {"who": who, "repo": "acme/web", "kind": kind, "at": at, "title": "Mount", "sha": "a" * 40, **more}


@pytest.fixture
def masked(engine, tmp_path):
    acts = [
        act("ada_l", "commit", datetime(2024, 6, 1)),
        act("ada_l", "commit", datetime(2024, 5, 31), paths=["web"]),
        act("ada_l", "commit_review", datetime(2023, 6, 30)),
        act("ada_l", "release", datetime(2019, 3, 1), sha=None, title="2.0"),
        act("ada_l", "release", datetime(2019, 2, 28), sha=None, title="1.0"),
        act("bob_k", "commit", datetime(2024, 4, 2), paths=["web"], is_bulk=True),
    ]
    repositories = [{"name": "acme/web", "names": ["Old/web", "acme/web"]}, {"name": "acmes/web"}]
    inputs = inputs_from_acts(acts, repositories=repositories, persons=[{"login": "cyd_m"}])
    return Index.open(build_index(engine, inputs, tmp_path, built_on=BUILT_ON))


def bits(mask):
    return {i for i in range(64) if int(mask) >> i & 1}


def test_a_tie_knows_the_kinds_of_its_acts(masked):
    ties = masked.documents["repository"]

    assert [bits(mask) for mask in ties.kinds.tolist()] == [
        {CODE["commit"], CODE["commit_review"], CODE["release"]},
        {CODE["commit"]},
    ]
    assert bits(masked.documents["title"].kinds[0]) == {CODE["commit"], CODE["commit_review"]}


def test_a_tie_knows_its_months_counted_back_from_the_index_and_forgets_the_oldest(masked):
    assert [bits(mask) for mask in masked.documents["repository"].months.tolist()] == [{0, 1, 12, 63}, {2}]
    assert MONTHS_KEPT == 64


def test_a_document_knows_the_kinds_of_all_its_ties(masked):
    assert [bits(mask) for mask in masked.documents["repository"].seen.tolist()] == [
        {CODE["commit"], CODE["commit_review"], CODE["release"]},
        set(),
    ]


def test_the_acts_of_every_month_are_counted(masked):
    assert {i: n for i, n in enumerate(masked.months.tolist()) if n} == {0: 1, 1: 1, 2: 1, 12: 1, 63: 1}


def test_the_last_day_of_a_person_is_that_of_any_act_and_lowest_without_one(masked):
    days = [(date(2024, 6, 1) - date(1970, 1, 1)).days, (date(2024, 4, 2) - date(1970, 1, 1)).days, -(2**31)]

    assert masked.newest.tolist() == days


@pytest.mark.parametrize(
    ("owner", "names"), [("ACME", ["acme/web"]), ("old", ["acme/web"]), ("acmes", ["acmes/web"]), ("acm", [])]
)
def test_an_owner_is_known_by_every_name_a_repository_had(masked, owner, names):
    assert [masked.repository_name(r) for r in masked.repositories_of(owner)] == names
