"""Lists on the desk: from a result to a list, along its stages, to a hiring manager and out as files; none forgotten."""

import csv
import io

import pytest
from starlette.testclient import TestClient
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.forgetting import suppress
from handiwork.config import Settings
from handiwork.desk.exports import LAYOUTS
from handiwork.faces.cli import run
from handiwork.faces.web import create_site

HTML = {"accept": "text/html"}


@pytest.fixture
def app(tmp_path, state_url):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path, state_url="" if state_url.startswith("sqlite") else state_url)) as opened:
        yield opened


@pytest.fixture
def desk(app):
    return TestClient(create_site(app), base_url="http://127.0.0.1")


@pytest.fixture
def listed(desk):
    """Return the desk with Ada and Bob on list 1."""
    made = desk.post("/lists/add", json={"role": "tool", "person": ["ada_l"], "new_list": "=Team"})
    assert made.json() == {"list": 1, "entries": [1]}
    desk.post("/lists/add", json={"person": ["bob_b"], "list": "1", "stage": "found"})
    return desk


def test_the_first_person_makes_the_first_list_with_what_they_were_found_by(listed):
    (ada, bob) = listed.get("/lists/1.json").json()["people"]
    assert (ada["login"], ada["stage"], ada["rank"], ada["role"]) == ("ada_l", "shortlisted", 1, "tool")
    assert ada["score"] == listed.get("/search.json", params={"role": "tool"}).json()["hits"][0]["score"]
    assert [fact["repo"] for fact in ada["facts"]] == ["ada_l/tool"]
    assert (bob["login"], bob["stage"], bob["rank"]) == ("bob_b", "found", None)
    assert listed.get("/lists.json").json()["lists"][0]["stages"] == {"found": 1, "shortlisted": 1}


def test_the_list_that_was_used_last_is_taken_and_somebody_is_on_it_once(listed):
    assert listed.post("/lists/add", json={"person": ["ada_l"]}).json() == {"list": 1, "entries": [1]}
    assert len(listed.get("/lists/1.json").json()["people"]) == 2


def test_an_entry_moves_with_forms_as_with_json(listed):
    sent = listed.post("/entries/1/move", data={"stage": "contacted"}, headers=HTML, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/lists/1#entry-1")
    refused = listed.post("/entries/1/move", json={"stage": "closed"})
    assert (refused.status_code, refused.json()["type"]) == (400, "/api#usage")
    assert "needs a reason" in refused.json()["detail"]
    assert listed.post("/entries/1/undo", json={}).json()["stage"] == "shortlisted"
    assert listed.post("/entries/1/due", json={"due": "2020-01-01"}).status_code == 200
    assert listed.get("/lists/1.json").json()["people"][0]["is_overdue"]


def test_a_hiring_manager_reads_what_the_link_allows_and_nothing_else(listed, app):
    listed.post("/entries/1/note", json={"text": "internal words"})
    made = listed.post("/lists/1/share", json={"is_blind": True}).json()
    page = listed.get(made["address"], headers=HTML)
    assert page.headers["cache-control"] == "no-store"
    assert "internal words" not in page.text
    for name in ("ada_l", "Lóvelind", "bob_b"):
        assert name not in page.text
        assert name not in listed.get(made["address"] + ".json").text
    assert "/entries/" not in page.text
    assert listed.post(f"/lists/1/shares/{made['number']}/revoke", json={}).status_code == 200
    assert listed.get(made["address"]).status_code == 404


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_an_export_has_the_columns_of_its_system_the_terms_and_no_address_or_formula(listed, layout):
    listed.post("/entries/1/note", json={"text": "=1+1 ask a@b.example"})
    sent = listed.get("/lists/1/export", params={"layout": layout})
    assert f"handiwork_list_1_{layout}.csv" in sent.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(sent.text)))
    assert tuple(rows[0]) == tuple(LAYOUTS[layout].columns)
    assert len(rows) == 2
    assert "CC-BY-4.0" in sent.text
    assert "@" not in sent.text
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    assert all(row.get("Email", "") == "" for row in rows)


def test_who_is_left_out_vanishes_from_lists_shares_and_exports_for_good(listed, app):
    address = listed.post("/lists/1/share", json={}).json()["address"]
    suppress(app, "ada_l")
    for path in ("/lists/1.json", "/lists/1.csv", "/lists/1/export", f"{address}.json", "/lists.json"):
        assert "ada_l" not in listed.get(path).text
    assert listed.get("/lists.json").json()["lists"][0]["people"] == 1
    assert listed.post("/entries/1/note", json={"text": "x"}).status_code == 404
    app.suppression_list.remove("ada_l")
    assert len(listed.get("/lists/1.json").json()["people"]) == 1


@pytest.mark.parametrize("path", ["/lists/9", "/lists/x", "/lists/1/export?layout=xls", "/shared/none"])
def test_what_is_not_there_says_so(listed, path):
    assert listed.get(path).status_code in {400, 404}


def test_the_same_lists_are_there_on_the_command_line(app, desk, capsys, monkeypatch):
    monkeypatch.setenv("HANDIWORK_HOME", str(app.settings.home))
    if app.settings.state_url:
        monkeypatch.setenv("HANDIWORK_STATE_URL", app.settings.state_url)
    assert run(["list", "make", "Team"]) == 0
    assert run(["list", "add", "1", "ada_l", "bob_b", "--role", "tool"]) == 0
    assert run(["list", "move", "1", "closed", "--reason", "no reply"]) == 0
    assert run(["list", "move", "1", "closed"]) == 2
    assert run(["list", "export", "1", "--for", "lever"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("1\n1\n2\nFull name,Email")
    assert desk.get("/lists/1.json").json()["people"][0]["stage"] == "closed"
