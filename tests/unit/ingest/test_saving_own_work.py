"""What a person's own lines show is kept once for each person and repository, and never of who is left out."""

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from handiwork.ingest.own_work import ORIGIN, ReadWork, forget_left_out, save_own_work
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions

READ = ReadWork("github:12", "acme/web", "a" * 40, datetime(2024, 5, 1, 12, 30, 15, 999, tzinfo=UTC))
PLACE = {"repo_name": "acme/web", "sha": "b" * 40, "path": "web.py", "line": 3, "text": "route", "number": None}
TYPED = {"signal": "typed", "period": "all", "value": 0.5, "hits": 5, "n": 10, "examples": [PLACE]}
NOBODY = Suppressions()


@pytest.fixture
def lake(tmp_path):
    lake = Lake(tmp_path / "lake")
    with lake.writing():
        yield lake


def rows(lake):
    return [row for file in lake.files("own_work") for row in pq.read_table(file, partitioning=None).to_pylist()]


def test_a_figure_is_one_row_with_its_places_and_the_commit_it_was_read_at(lake):
    save_own_work(lake, READ, [TYPED], suppressions=NOBODY)
    (row,) = rows(lake)
    assert row.pop("examples").startswith('[{"repo_name": "acme/web", "sha": "bbbb')
    assert list(row.values()) == [
        *("github:12", "acme/web", "typed", "all"),
        *(0.5, 5, 10),
        *("a" * 40, datetime(2024, 5, 1, 12, 30, 15)),
    ]


def test_the_same_figures_of_the_same_commit_are_not_written_again(lake):
    first = save_own_work(lake, READ, [TYPED], suppressions=NOBODY)
    later = replace(READ, checked_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert save_own_work(lake, later, [TYPED], suppressions=NOBODY) == first
    assert rows(lake)[0]["checked_at"] == datetime(2024, 5, 1, 12, 30, 15)


def test_figures_of_another_commit_take_the_place_of_the_ones_before(lake):
    save_own_work(lake, READ, [TYPED, {**TYPED, "period": "2024"}], suppressions=NOBODY)
    save_own_work(lake, replace(READ, revision="c" * 40), [TYPED], suppressions=NOBODY)
    assert [(row["period"], row["revision"]) for row in rows(lake)] == [("all", "c" * 40)]


def test_each_person_and_repository_has_a_package_of_its_own(lake):
    for account, repo_name in [("github:12", "acme/web"), ("github:12", "acme/cli"), ("login:bob_k", "acme/web")]:
        save_own_work(lake, replace(READ, account=account, repo_name=repo_name), [TYPED], suppressions=NOBODY)
    assert {record.package for record in lake.records(ORIGIN)} == {
        "github:12/acme/web",
        "github:12/acme/cli",
        "login:bob_k/acme/web",
    }


def test_a_place_with_an_address_in_its_path_is_not_kept(lake):
    places = [{**PLACE, "path": "mail/ada@example.org.py"}, PLACE]
    save_own_work(lake, READ, [{**TYPED, "examples": places}], suppressions=NOBODY)
    assert "example.org" not in rows(lake)[0]["examples"]
    assert rows(lake)[0]["examples"].count('"path"') == 1


@pytest.mark.parametrize(
    ("account", "logins", "left_out"),
    [
        ("github:12", {"ada_l"}, Suppressions(ids=frozenset({12}))),
        ("github:12", {"ada_l", "ada_old"}, Suppressions(logins=frozenset({"ada_old"}))),
        ("login:ada_l", {"ada_l"}, Suppressions(logins=frozenset({"ada_l"}))),
    ],
)
def test_of_somebody_who_is_left_out_nothing_is_kept_and_what_was_kept_goes(lake, account, logins, left_out):
    read = replace(READ, account=account, logins=frozenset(logins))
    save_own_work(lake, read, [TYPED], suppressions=NOBODY)
    save_own_work(lake, replace(READ, account="github:13"), [TYPED], suppressions=NOBODY)
    assert forget_left_out(lake, left_out) == 1
    assert save_own_work(lake, read, [TYPED], suppressions=left_out) is None
    assert {row["account"] for row in rows(lake)} == {"github:13"}
    assert [record.package for record in lake.records(ORIGIN)] == ["github:13/acme/web"]


def test_an_author_in_a_repository_of_somebody_left_out_stays(lake):
    save_own_work(lake, replace(READ, account="author:ada_l/web#k1"), [TYPED], suppressions=NOBODY)
    assert forget_left_out(lake, Suppressions(logins=frozenset({"ada_l"}))) == 0
