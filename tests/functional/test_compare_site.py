"""Why somebody is not there, and people side by side: by hand on a small world."""

import pytest
from starlette.testclient import TestClient
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site

HTML = {"accept": "text/html"}
ROLE = {"role": "tool"}


@pytest.fixture
def desk(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as app:
        yield TestClient(create_site(app), base_url="http://127.0.0.1")


def test_somebody_who_is_there_is_told_their_place(desk):
    view = desk.get("/why.json", params={**ROLE, "person": "@bob_b"}).json()
    hits = {hit["login"]: hit for hit in desk.get("/search.json", params=ROLE).json()["hits"]}
    assert (view["rank"], view["score"]) == (hits["bob_b"]["rank"], hits["bob_b"]["score"])
    assert view["kept_out_by"] == []


def test_a_filter_that_keeps_somebody_out_is_named_with_their_place_without_it(desk):
    asked = {**ROLE, "person": "bob_b", "since": "2024-05-30", "repo": "ada_l/tool"}
    view = desk.get("/why.json", params=asked).json()
    assert view["rank"] is None
    assert view["rank_without_filters"] == desk.get("/why.json", params={**ROLE, "person": "bob_b"}).json()["rank"]
    page = desk.get("/why", params={**ROLE, "person": "bob_b", "repo": "ada_l/tool"}, headers=HTML).text
    assert "only work in ada_l/tool" in page
    assert "without it they are at place" in page


def test_no_results_say_what_each_filter_costs(desk):
    page = desk.get("/search", params={**ROLE, "since": "2030-01-01"}, headers=HTML).text
    people = len(desk.get("/search.json", params=ROLE).json()["hits"])
    assert f"{people} people without “only work since 2030-01-01”" in page


def test_people_side_by_side_have_their_acts_and_no_total(desk):
    view = desk.get("/compare.json", params={**ROLE, "person": ["ada_l", "bob_b"]}).json()
    assert [each["login"] for each in view["people"]] == ["ada_l", "bob_b"]
    assert {badge["badge"] for badge in view["people"][0]["badges"]} == {"speaker", "model author"}
    asked = {"role": "tool", "edit": "repo:ada_l/tool", "person": ["ada_l", "bob_b"]}
    rows = desk.get("/compare.json", params=asked).json()["repositories"]
    (row,) = [each for each in rows if each["criterion"] == "ada_l/tool"]
    assert [cell["acts"] for cell in row["cells"]] == [1, 0]
    assert row["cells"][0]["evidence"][0]["kind"] == "create"


def test_people_side_by_side_can_be_read_blind(desk):
    asked = {"role": "tool", "edit": "repo:ada_l/tool", "person": ["no:0", "no:1"], "blind": "1"}
    told = desk.get("/compare.json", params=asked).text
    for name in ("Lóvelind", '"ada_l"', '"bob_b"'):
        assert name not in told


@pytest.mark.parametrize("people", [["ada_l"], ["ada_l", "ADA_L"], []])
def test_fewer_than_two_cannot_be_compared(desk, people):
    told = desk.get("/compare.json", params={**ROLE, "person": people})
    assert told.status_code == 400
    assert "two to five" in told.json()["detail"]


def test_what_the_index_knows_nothing_of_cannot_be_asked_for(desk):
    hits = desk.get("/search.json", params={**ROLE, "has": "talk"}).json()["hits"]
    assert [hit["login"] for hit in hits] == ["ada_l"]
    assert desk.get("/search.json", params={**ROLE, "has": "prize"}).status_code == 400


def test_what_a_role_demands_of_the_work_is_a_row_and_what_it_demands_beside_is_only_named(desk):
    role = "tool developer active since 2024, native English"
    asked = {"role": role, "edit": ["repo:ada_l/tool", "since:2024-01-01"], "person": ["ada_l", "bob_b"]}
    view = desk.get("/compare.json", params=asked).json()
    assert [row["criterion"] for row in view["constraints"]] == ["work since 2024-01-01"]
    assert [cell["acts"] for cell in view["constraints"][0]["cells"]] == [1, 0]
    page = desk.get("/compare", params=asked, headers=HTML).text
    assert all(words in page for words in view["named_only"])


def test_why_says_what_is_theirs_beside_what_was_asked(desk):
    told = desk.get("/why.json", params={**ROLE, "person": "bob_b", "since": "2030-01-01"}).json()
    (kept,) = told["kept_out_by"]
    assert (kept["option"], kept["value"]) == ("since", "2030-01-01")
    assert kept["theirs"][0] < "2030-01-01"
    page = desk.get("/why", params={**ROLE, "person": "bob_b", "since": "2030-01-01"}, headers=HTML).text
    assert f"(theirs: {kept['theirs'][0]})" in page
