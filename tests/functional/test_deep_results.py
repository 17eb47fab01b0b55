"""Results beyond a ranking, over a small world: facets as links, activity, badges, sorts, and what keeps all out."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site

HTML = {"accept": "text/html"}


@pytest.fixture
def app(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as opened:
        yield opened


@pytest.fixture
def desk(app):
    return TestClient(create_site(app), base_url="http://127.0.0.1")


def found(desk, **asked):
    return desk.get("/search.json", params={"role": "tool", **asked}).json()


def counts(view, group):
    (values,) = [each["values"] for each in view["facets"] if each["group"] == group]
    return {each["value"]: each["count"] for each in values}


def test_a_condition_keeps_who_has_it_and_leaves_their_scores(desk):
    everybody = {hit["login"]: hit["score"] for hit in found(desk)["hits"]}
    assert set(everybody) == {"ada_l", "bob_b", "cyd_m"}
    kept = {hit["login"]: hit["score"] for hit in found(desk, has="talk")["hits"]}
    assert kept == {"ada_l": everybody["ada_l"]}
    assert counts(found(desk), "has") == {"talk": 1, "model": 2}


def test_a_possible_account_elsewhere_is_no_evidence_of_a_role(desk):
    told = found(desk, has="package")
    assert told["candidates"] == 0
    assert {each["option"]: each["people"] for each in told["relaxed"]} == {"has": 3}


def test_badges_are_of_accepted_links_with_the_works_page(desk):
    (ada,) = [hit for hit in found(desk)["hits"] if hit["login"] == "ada_l"]
    assert [badge["badge"] for badge in ada["badges"]] == ["speaker", "model author"]
    assert [badge["url"] for badge in ada["badges"]] == [
        "https://talks.example/clockconf/t1",
        "https://models.example/Ada_Models/tiny",
    ]


def test_every_facet_on_the_page_leads_to_as_many_people_as_it_says(desk):
    page = desk.get("/search", params={"role": "tool"}, headers=HTML).text
    rows = re.findall(r'<li><span><a href="([^"]+)".*?<span class="count">(\d+)</span>', page, re.DOTALL)
    assert rows
    for address, count in rows:
        asked = parse_qs(urlsplit(unescape(address)).query)
        assert desk.get("/search.json", params=asked).json()["candidates"] == int(count)


def test_activity_is_told_in_months_and_in_words(desk):
    ada = next(hit for hit in found(desk)["hits"] if hit["login"] == "ada_l")
    assert len(ada["months"]) == 24
    assert sum(ada["months"]) >= 1
    page = desk.get("/search", params={"role": "tool"}, headers=HTML).text
    assert f'aria-label="{ada["activity"]}"' in page


def test_who_finds_nobody_is_told_what_keeps_them_out_and_how_many_come_without_it(desk):
    view = found(desk, since="2024-05-31", min_evidence=50, sort="recency")
    assert view["hits"] == []
    people = {each["option"]: each["people"] for each in view["relaxed"]}
    alone = {
        name: found(desk, **{name: value})["candidates"]
        for name, value in {"since": "2024-05-31", "min_evidence": 50}.items()
    }
    assert people == {"since": alone["min_evidence"], "min_evidence": alone["since"]}
    page = desk.get("/search", params={"role": "tool", "min_evidence": 50}, headers=HTML).text
    assert "3 people without “only people with 50 acts at least”" in page


def test_a_chosen_facet_is_a_chip_that_can_be_taken_away(desk):
    page = desk.get("/search", params={"role": "tool", "facet": "last:older", "has": "talk"}, headers=HTML).text
    chips = re.findall(r'<a class="chip" href="([^"]+)"', page)
    assert "/search?role=tool&facet=last%3Aolder" in map(unescape, chips)
    assert "/search?role=tool&has=talk" in map(unescape, chips)


@pytest.mark.parametrize(
    "asked", [{"facet": "last"}, {"facet": "colour:red"}, {"facet": "kind:kommit"}, {"has": "job"}]
)
def test_what_is_no_facet_is_refused_with_what_there_is(desk, asked):
    told = desk.get("/search.json", params={"role": "tool", **asked})
    assert told.status_code in {400, 422}
    assert "there are" in told.json()["detail"] or "group:value" in told.json()["detail"]


def test_the_command_line_sorts_and_chooses_alike(app, command, desk):
    told = command(app.settings.home, "search", "tool", "--has", "talk", "--sort", "recency", "--format", "json")
    view = json.loads(told.out)
    assert [hit["login"] for hit in view["hits"]] == ["ada_l"]
    assert view["options"]["sort"] == "recency"
    assert view["facets"] == found(desk, has="talk", sort="recency")["facets"]


def test_a_pool_is_not_estimated_from_a_choice_of_a_list(app, command):
    told = command(app.settings.home, "search", "tool", "--has", "package", "--pool")
    assert told.code != 0
    assert "has package" in told.err


def test_the_command_line_says_which_filter_keeps_somebody_out_and_where_they_would_be(app, command, desk):
    places = {hit["login"]: hit["rank"] for hit in found(desk)["hits"]}
    told = command(app.settings.home, "why", "tool", "bob_b", "--min-evidence", "50", "--format", "json")
    assert json.loads(told.out)["kept_out_by"] == [
        {"option": "min_evidence", "value": 50, "theirs": ["1"], "rank_without": places["bob_b"]}
    ]
    told = command(app.settings.home, "why", "tool", "bob_b", "--has", "talk")
    assert f"has talk (theirs: model): without it they are at place {places['bob_b']}" in told.out
    assert f"place {places['bob_b']}" in command(app.settings.home, "why", "tool", "bob_b").out


def test_two_choices_that_each_keep_somebody_out_are_named_together(app, command):
    told = command(app.settings.home, "why", "tool", "cyd_m", "--has", "talk", "--min-evidence", "50")
    assert "several filters together" in told.out


def test_who_is_left_out_is_not_told_apart_from_who_was_never_seen(app, command):
    command(app.settings.home, "privacy", "suppress", "bob_b")
    left_out = command(app.settings.home, "why", "tool", "bob_b")
    unseen = command(app.settings.home, "why", "tool", "nobody_x")
    assert left_out.code == unseen.code != 0
    assert left_out.err.replace("bob_b", "nobody_x") == unseen.err


def test_the_command_line_compares_by_hand_counted_acts(app, command):
    told = command(app.settings.home, "compare", "tool", "ada_l", "cyd_m", "--format", "json")
    view = json.loads(told.out)
    assert [person["login"] for person in view["people"]] == ["ada_l", "cyd_m"]
    assert "ada_l: " in command(app.settings.home, "compare", "tool", "ada_l", "cyd_m").out
    assert command(app.settings.home, "compare", "tool", "ada_l").code != 0


def test_a_blind_reading_says_what_somebody_is_and_not_of_which_work(desk):
    for address, asked in (("/search", {}), ("/compare", {"person": ["no:0", "no:1"]})):
        told = desk.get(f"{address}.json", params={"role": "tool", "blind": "1", **asked})
        assert '"model author"' in told.text
        page = desk.get(address, params={"role": "tool", "blind": "1", **asked}, headers=HTML).text
        assert "ada_models" not in (told.text + page).lower()
