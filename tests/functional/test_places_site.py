"""Pages about places: every ecosystem has one, who is left out is on none, and figures are those of the documents."""

import json
import re
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.identity_lake import LakeBuilder, write_rows
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.catalog import load_catalog
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.lake.store import Lake

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = tmp_path_factory.mktemp("places")
    indexed_home(home)
    with Handiwork(Settings(home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(app):
    return TestClient(create_site(app), base_url="http://127.0.0.1")


@pytest.mark.parametrize("name", [each.name for each in load_catalog(None).ecosystems])
def test_every_ecosystem_has_a_page(desk, name):
    page = desk.get(f"/ecosystems/{name}", headers=HTML)
    assert page.status_code == 200
    assert f"handiwork ecosystem pull {name}" in page.text


def test_ecosystems_are_found_by_a_word(desk):
    assert {each["name"] for each in desk.get("/ecosystems.json?word=fastapi").json()["ecosystems"]} <= {
        each.name for each in load_catalog(None).ecosystems
    }
    assert "No ecosystem has this word" in desk.get("/ecosystems?word=zzzz", headers=HTML).text


def test_a_repository_shows_its_people_and_one_that_is_not_loaded_how_to_load_it(desk):
    view = desk.get("/repositories/ada_l/tool.json").json()
    assert view["people"]["total"] == 1
    assert [each["shown"] for each in view["people"]["deepest"]] == ["ada_l"]
    told = desk.get("/repositories/acme/none.json")
    assert told.status_code == 404
    assert "handiwork ingest git" in told.json()["detail"]


def test_data_and_ranking_say_terms_and_what_never_counts(desk):
    assert "CC-BY-4.0" in desk.get("/data", headers=HTML).text
    page = desk.get("/ranking", headers=HTML).text
    assert "0.710" in page
    assert "avatar" in page


def test_measured_figures_are_those_of_the_page_about_ranking():
    measured = json.loads((files("handiwork.evaluation") / "data" / "measured.json").read_text(encoding="utf-8"))
    page = (Path(__file__).resolve().parents[2] / "docs/explanation/ranking.md").read_text(encoding="utf-8")
    table = page[page.index("## How good it is") : page.index("### What each part")]
    numbers = set(re.findall(r"\d\.\d{3}", table))
    for row in measured["rows"]:
        assert {f"{row[name]:.3f}" for name in ("ndcg_at_10", "ndcg_at_10_all", "success_at_1")} <= numbers
    assert {f"{each['ndcg_at_10']:.3f}" for each in measured["baselines"]} <= numbers


def test_the_example_of_the_ranking_adds_up_or_there_is_none(desk):
    example = desk.get("/ranking.json").json()["example"]
    assert example is None or round(sum(part["value"] for part in example["parts"]), 6) == example["score"]


def test_a_repository_that_went_to_somebody_who_is_left_out_is_not_shown_under_its_old_name(tmp_path):
    world = LakeBuilder(tmp_path / "lake")
    for actor, name, at in (("eve_p", "eve_p/old", datetime(2024, 1, 1)), ("zed_z", "zed_z/new", datetime(2024, 3, 1))):
        world.event("PushEvent", (len(name) + ord(name[0]), actor), (50, name), created_at=at)
    write_rows(Lake(world.root), "world", world.rows)
    with Handiwork(Settings(home=tmp_path)) as app:
        app.build_index(built_on=date(2024, 6, 1))
        desk = TestClient(create_site(app), base_url="http://127.0.0.1")
        assert desk.get("/repositories/eve_p/old.json").json()["repository"] == "zed_z/new"
        app.suppress("zed_z")
        assert desk.get("/repositories/eve_p/old.json").status_code == 404


def test_who_is_left_out_is_on_no_page_of_a_place(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as app:
        app.suppress("ada_l")
        desk = TestClient(create_site(app), base_url="http://127.0.0.1")
        assert desk.get("/repositories/ada_l/tool.json").status_code == 404
        assert "ada_l" not in desk.get("/repositories.json?text=tool").text
