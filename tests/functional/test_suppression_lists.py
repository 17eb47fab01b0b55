"""Leaving out by number, login and handles elsewhere, and handing the list to another home."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.forgetting import adopt_list, shared_list, suppress, suppress_handle
from handiwork.app.person import profile_of
from handiwork.config import Settings
from handiwork.errors import NotFoundError, UsageError
from handiwork.ingest.rows import without_left_out
from handiwork.privacy.suppression import Suppressions, handle_digest
from handiwork.search import SearchOptions


@pytest.fixture
def app(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as opened:
        yield opened


@pytest.fixture
def other(tmp_path_factory):
    home = tmp_path_factory.mktemp("other")
    indexed_home(home)
    with Handiwork(Settings(home=home)) as opened:
        yield opened


def works(app, login="ada_l"):
    return {work.work for work in profile_of(app, login, limit=5).told.works}


def logins(app):
    return {hit.login for hit in app.search("tool", options=SearchOptions(limit=10)).result.hits}


def test_an_account_elsewhere_goes_with_its_works_and_only_a_digest_is_kept(app):
    assert "model:Ada_Models/tiny" in works(app)
    suppress_handle(app, "huggingface:ADA_models")
    assert works(app) == {"package:ada-http", "talk:clockconf/t1"}
    assert "huggingface:ada_models" not in {link.account for link in profile_of(app, "ada_l", limit=5).told.accounts}
    assert "ada_l" in logins(app)
    assert [entry.login for entry in app.suppression_list.entries()] == [handle_digest("huggingface", "ada_models")]
    assert b"ada_models" not in (app.settings.home / "state.sqlite").read_bytes().lower()


def test_a_load_leaves_out_what_a_digest_stands_for():
    left_out = Suppressions(handles=frozenset({handle_digest("huggingface", "ada_models")}))
    rows = {
        "works": [{"work": "model:1"}, {"work": "model:2"}],
        "work_people": [
            {"work": "model:1", "account": "huggingface:Ada_Models"},
            {"work": "model:2", "account": "huggingface:bob_b"},
        ],
        "profiles": [{"account": "huggingface:Ada_Models", "handle": "Ada_Models"}],
    }
    assert without_left_out(rows, left_out) == {
        "works": [{"work": "model:2"}],
        "work_people": [{"work": "model:2", "account": "huggingface:bob_b"}],
        "profiles": [],
    }


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_a_digest_stands_for_one_name_in_any_case(name, another):
    left_out = Suppressions(handles=frozenset({handle_digest("pypi", name)}))
    assert left_out.covers_key(f"pypi:{name.lower()}")
    assert not left_out.covers_key(f"huggingface:{name}")
    assert left_out.covers_key(f"pypi:{another}") == (another.lower() == name.lower())


def test_a_shared_list_leaves_the_same_people_out_in_another_home_at_once(app, other):
    suppress(app, "Ada_L", 1, reason="asked by letter")
    suppress_handle(app, "huggingface:bob_b")
    told = json.loads(json.dumps(shared_list(app)))
    assert "letter" not in json.dumps(told)
    assert adopt_list(other, told) > 0
    assert other.suppressions() == app.suppressions()
    assert "ada_l" not in logins(other)
    with pytest.raises(NotFoundError):
        profile_of(other, "ada_l", limit=1)
    assert adopt_list(other, told) == 0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "no list of people"),
        ({"format": 2, "people": [], "handles": []}, "no list of people"),
        ({"format": 1, "people": [{"login": "a_b"}, {"login": 3}], "handles": []}, "entry 2 of the list"),
        ({"format": 1, "people": [{"login": "a_b", "account_id": True}], "handles": []}, "entry 1 of the list"),
        ({"format": 1, "people": [{"login": "a@b"}], "handles": []}, "without @"),
        ({"format": 1, "people": [{"login": "a_b"}], "handles": ["sha256:x"]}, "no digest of a handle"),
    ],
)
def test_what_is_no_such_list_is_refused_whole(other, value, message):
    with pytest.raises(UsageError, match=message):
        adopt_list(other, value)
    assert other.suppression_list.entries() == []


def test_the_commands_hand_a_list_from_one_home_to_another(app, other, command, tmp_path_factory):
    file = tmp_path_factory.mktemp("list") / "left-out.json"
    assert command(app.settings.home, "privacy", "suppress", "ada_l", "--id", "1", "--handle", "pypi:Ada_L").code == 0
    assert command(app.settings.home, "privacy", "suppress").code == 2
    assert command(app.settings.home, "privacy", "suppress", "--handle", "somewhere").code == 2
    assert command(app.settings.home, "privacy", "list-export", str(file)).code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert command(app.settings.home, "privacy", "list-export", str(file)).code == 2
    assert command(other.settings.home, "privacy", "list-import", str(file)).code == 0
    listed = command(other.settings.home, "privacy", "list").out
    assert "ada_l\t1" in listed
    assert handle_digest("pypi", "ada_l") in listed
    file.write_text("[" * 100_000)
    assert command(other.settings.home, "privacy", "list-import", str(file)).code == 2
