"""The person page with what other origins told, line by line, and its JSON."""

import json

import pytest
from tests.told_works import filled

from handiwork.faces.cli import run

PAGE = """\
ada_l (ada_l)
  profile: Ada Lóvelind, https://ada.example, says they are open to offers (https://github.com/ada_l; seen 2024-05-01; GitHub terms)
  - 2024-05-01 create ada_l/tool
Own lines: not observed: `handiwork signals person ada_l --repo PATH --save`
Work on machine learning:
  1 published model, downloaded 1,200 times in 30 days: Ada_Models/tiny.  https://models.example/Ada_Models/tiny
  1 model with a card that tells what it was made from; 1 made from cyd_m/base.  https://models.example/Ada_Models/tiny
Elsewhere:
  huggingface:ada_models  accepted 0.95  https://hub.example/Ada_Models
      because profile_link 0.95  https://huggingface:ada_models.example 2024-06-01
    - no date told model “Ada_Models/tiny” (owner, apache-2.0)
        https://models.example/Ada_Models/tiny
        made from cyd_m/base (finetune); downloads 30 days 1,200
        https://models.example/Ada_Models/tiny.json; seen 2024-06-01; terms of models
  speaker:clockconf/a1  accepted 0.95
      because programme 0.95  https://speaker:clockconf/a1.example 2024-06-01
    - 2023-05-01 talk “Waiting well” (speaker)
        https://talks.example/clockconf/t1
        event ClockConf; recording https://video.example/1
        https://talks.example/clockconf/t1.json; seen 2024-06-01; terms of talks
Maybe theirs, not proved:
  pypi:ada_l  possible 0.50
      because rare_handle 0.50
      decide with `handiwork identity accept ada_l pypi:ada_l` or `handiwork identity reject ada_l pypi:ada_l`
    - 2024-03-01 package “ada-http” (owner, maintainer, MIT)
        https://packages.example/ada-http
        last release 2024-03-01; maintained; releases 3; typed; made in ada_l/http (metadata)
        https://packages.example/ada-http.json; seen 2024-06-01; terms of packages
Origins:
  GitHub profile  asked 2024-05-01; data: GitHub terms
  PyPI            asked 2024-06-01, only about what may be theirs; data: terms of packages
  conferences     asked 2024-06-01; data: terms of talks
  Hugging Face    asked 2024-06-01; data: terms of models, terms of the Hub
  papers          not observed: `handiwork ingest papers --account Ada_Models`
"""

TALK = {
    "work": "talk:clockconf/t1",
    "kind": "talk",
    "title": "Waiting well",
    "roles": ["speaker"],
    "url": "https://talks.example/clockconf/t1",
    "at": "2023-05-01T00:00:00Z",
    "licence": None,
    "facts": {"event": "ClockConf", "recording": "https://video.example/1"},
    "repositories": [],
    "origin": "conferences",
    "data_licence": "terms of talks",
    "seen_at": "2024-06-01T08:00:00Z",
    "source": "https://talks.example/clockconf/t1.json",
    "link": {"account": "speaker:clockconf/a1", "status": "accepted", "strength": 0.95, "reasons": ["programme"]},
}

MAYBE = {
    "account": "pypi:ada_l",
    "origin": "pypi",
    "handle": "ada_l",
    "page": None,
    "status": "possible",
    "strength": 0.5,
    "reasons": [{"reason": "rare_handle", "weight": 0.5, "source": None, "seen_at": None}],
    "accept": "handiwork identity accept ada_l pypi:ada_l",
    "reject": "handiwork identity reject ada_l pypi:ada_l",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    filled(home)
    assert run(["--home", str(home), "--quiet", "index", "build", "--date", "2024-07-01"]) == 0
    return home


def shown(home, capsys, *arguments):
    capsys.readouterr()
    assert run(["--home", str(home), "person", "show", *arguments]) == 0
    return capsys.readouterr().out


def test_the_person_page_is_what_it_was(home, capsys):
    assert shown(home, capsys, "ada_l") == PAGE


def test_the_json_of_the_person_page_is_what_it_was(home, capsys):
    view = json.loads(shown(home, capsys, "ada_l", "--format", "json"))
    assert list(view) == [
        *("person", "login", "logins", "joins", "index", "contributions", "evidence", "signals", "ml_work"),
        *("disputed", "profile", "accounts", "works", "possible", "origins"),
    ]
    assert view["works"][0] == TALK
    assert [work["title"] for work in view["works"]] == ["Waiting well", "Ada_Models/tiny"]
    assert view["possible"]["accounts"] == [MAYBE]
    assert [(work["title"], work["roles"]) for work in view["possible"]["works"]] == [
        ("ada-http", ["owner", "maintainer"])
    ]
    assert [(row["origin"], row["status"]) for row in view["origins"]] == [
        ("github", "observed"),
        ("pypi", "possible"),
        ("conferences", "observed"),
        ("huggingface", "observed"),
        ("papers", "not observed"),
    ]
