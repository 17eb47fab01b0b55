"""The person's page over a small world: explained to the digit, and in a blind reading without a name in any byte."""

import json
import re

import pytest
from starlette.testclient import TestClient
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site

HTML = {"accept": "text/html"}
ROLE = "tool"


@pytest.fixture
def app(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as opened:
        yield opened


@pytest.fixture
def desk(app):
    return TestClient(create_site(app), base_url="http://127.0.0.1")


def test_the_page_shows_works_elsewhere_with_the_licence_of_their_data(desk):
    page = desk.get("/people/ada_l", headers=HTML).text
    assert "Waiting well" in page
    assert "terms of talks" in page
    assert "It is theirs" in page


def test_a_score_is_explained_by_parts_that_add_up(desk):
    score = desk.get("/people/ada_l.json", params={"role": ROLE}).json()["score"]
    hit = desk.get("/search.json", params={"role": ROLE}).json()["hits"][0]
    assert score["rank"] == hit["rank"] == 1
    assert score["score"] == hit["score"]
    assert round(sum(part["value"] for part in score["parts"]), 6) == score["score"]


def test_a_blind_page_holds_no_name_in_any_byte(desk):
    for ending in ("", ".json"):
        page = desk.get(
            f"/people/no:0{ending}", params={"blind": "1", "role": ROLE}, headers=HTML if not ending else {}
        )
        told = page.text if ending else re.sub(r"<(script|link)[^>]*>", "", page.text)
        assert page.status_code == 200
        for name in ("ada_l", "ada_models", "Lóvelind", "ada.example"):
            assert name.lower() not in told.lower()


def test_blind_results_name_nobody(desk):
    told = desk.get("/search.json", params={"role": ROLE, "blind": "1"}).text.lower()
    assert "ada_l" not in told
    assert "no:0" in told


@pytest.mark.parametrize("person", ["nobody_x", "no:99", "no:x"])
def test_who_is_not_there_is_not_found(desk, person):
    assert desk.get(f"/people/{person}.json").status_code == 404


def test_who_is_left_out_is_not_found_under_any_address(app, desk):
    app.suppress("ada_l")
    for address in ("/people/ada_l.json", "/people/no:0.json"):
        assert desk.get(address).status_code == 404
    assert "ada_l" not in desk.get("/search.json", params={"role": ROLE}).text


def test_a_possible_account_is_decided_and_the_decision_taken_back(desk):
    sent = {"verb": "reject", "account": "pypi:ada_l", "note": "another one, a@b.example says"}
    made = desk.post("/people/ada_l/identity", json=sent)
    assert made.status_code == 201
    (told,) = desk.get("/people/ada_l.json").json()["decisions"]
    assert (told["verb"], told["account"], told["is_undone"]) == ("reject", "pypi:ada_l", False)
    assert "a@b.example" not in json.dumps(told)
    assert desk.post("/identity/undo", json={"number": told["number"]}).status_code == 200
    assert any(each["is_undone"] for each in desk.get("/people/ada_l.json").json()["decisions"])
