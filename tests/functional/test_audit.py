"""The audit log as it fills: what people do on the desk and the command line, by pseudonyms, and searches asked again."""

import json

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.forgetting import suppress
from handiwork.app.replaying import replayed
from handiwork.config import Settings
from handiwork.errors import NotFoundError
from handiwork.faces.web import create_site
from handiwork.search import SearchOptions
from handiwork.team import Team
from handiwork.team.passwords import Passwords

WORDS = "three grey horses"


@pytest.fixture
def app(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as opened:
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        opened.__dict__["team"] = Team(opened.state, tmp_path / "team.key", passwords=cheap)
        yield opened


@pytest.fixture
def desk(app):
    return TestClient(create_site(app), base_url="http://127.0.0.1")


def acts(app):
    return [entry.act for entry in app.audit.entries()]


def written(app):
    return "".join(file.read_text() for file in app.audit.folder.glob("*.jsonl"))


def test_searches_views_comparisons_stages_and_exports_are_noted(app, desk):
    desk.get("/search", params={"role": "tool"})
    desk.get("/people/ada_l.json")
    desk.get("/compare", params={"role": "tool", "person": ["ada_l", "bob_b"]})
    desk.post("/lists/add", json={"role": "tool", "person": ["ada_l"], "new_list": "Team"})
    desk.post("/entries/1/move", json={"stage": "reviewed"})
    desk.get("/lists/1/export", params={"layout": "greenhouse"})
    assert acts(app) == ["search", "view", "compare", "stage", "action", "stage", "action", "export"]
    ada = app.audit.pseudonym("person", app.open_index().person(0).key)
    noted = list(app.audit.entries())
    assert {"entry": 1, "list": 1, "stage": "reviewed", "reason": ""}.items() <= noted[5].details.items()
    assert (noted[6].details["route"], noted[6].details["numbers"]) == ("/entries/{entry_id}/move", {"entry_id": 1})
    assert noted[7].details["persons"] == noted[1].details["persons"]
    assert ada in json.dumps([entry.details for entry in noted])
    assert app.audit.check().last == 8


def test_nobody_is_named_in_the_log(app, desk):
    desk.get("/search", params={"role": "tool for jane@example.org"})
    desk.get("/people/ada_l")
    app.suppress("bob_b")
    suppress(app, "ada_l", reason="asked")
    text = written(app)
    assert [name for name in ("ada_l", "bob_b", "github:", "jane@", "Ada") if name in text] == []


def test_a_search_of_the_log_is_asked_again_with_everything_that_was_asked(app, desk):
    desk.get("/search", params={"role": "tool", "edit": ["skill:async", "repo:ada_l/tool=2"], "per_page": 1, "page": 2})
    desk.get(
        "/search.json", params={"role": "tool", "min_evidence": 1, "sort": "recency", "active_since": "2020-01-01"}
    )
    desk.get("/search", params={"role": "nobody works on zebras tool", "kind": "review"})
    for number in (1, 2, 3):
        found = replayed(app, number)
        assert (found.is_same, found.left_out_since, found.first_difference) == (True, 0, None)


def test_who_was_left_out_since_is_missing_and_the_rest_is_the_same(app, desk):
    desk.get("/search", params={"role": "tool"})
    before = replayed(app, 1)
    suppress(app, "ada_l")
    found = replayed(app, 1)
    assert (found.is_same, found.left_out_since, found.found) == (True, 1, before.found - 1)


def test_another_answer_than_the_one_noted_is_told(app, desk):
    desk.get("/search", params={"role": "tool"})
    details = dict(app.audit.entry(1).details)
    details["results"] = [[person, micros + 1] for person, micros in details["results"]]
    app.audit.note("search", details)
    assert (replayed(app, 2).is_same, replayed(app, 2).first_difference) == (False, 1)


def test_an_index_that_is_gone_cannot_be_asked_again(app, desk, command):
    desk.get("/search", params={"role": "tool"})
    (app.settings.home / "index" / app.current_index() / "manifest.json").unlink()
    with pytest.raises(NotFoundError, match="which is gone"):
        replayed(app, 1)


def test_saved_searches_that_nobody_looks_at_are_not_noted(app):
    app.find("tool", options=SearchOptions())
    assert acts(app) == []


def test_signing_in_and_failing_to_are_noted_by_pseudonym(app, desk):
    app.team.members.make("mira_k", "admin", WORDS)
    for password in ("wrong wrong wrong", WORDS):
        desk.post("/sign-in", json={"name": "mira_k", "password": password})
    tried = [entry for entry in app.audit.entries() if entry.act == "sign-in"]
    assert [entry.details["is_in"] for entry in tried] == [False, True]
    assert {entry.details["user"] for entry in tried} == {app.audit.pseudonym("user", "mira_k")}
    desk.get("/search", params={"role": "tool"})
    *_, last = app.audit.entries()
    assert (last.act, last.by) == ("search", app.audit.pseudonym("user", "mira_k"))
    assert "mira_k" not in written(app)


def test_the_commands_list_verify_and_replay(app, command):
    home = app.settings.home
    assert command(home, "search", "tool").code == 0
    assert command(home, "person", "show", "ada_l").code == 0
    head = command(home, "audit", "verify").out.strip()
    assert len(head) == 64
    assert command(home, "audit", "replay", "1").out.startswith("entry 1: the same")
    assert command(home, "audit", "replay", "2").code == 2
    listed = command(home, "audit", "list").out.splitlines()
    assert [line.split("\t")[2] for line in listed] == ["search", "view"]
    rows = [
        json.loads(line)
        for line in command(home, "audit", "list", "--format", "jsonl", "--act", "view").out.splitlines()
    ]
    assert [row["n"] for row in rows] == [2]
    (file,) = app.audit.folder.glob("*.jsonl")
    file.write_text(file.read_text().replace('"act":"view"', '"act":"look"'))
    broken = command(home, "audit", "verify")
    assert broken.code != 0
    assert "entry 2 of the audit log: its digest is another one" in broken.err
    assert command(home, "audit", "keep", "--from", "may").code == 2
