"""An act that somebody says is wrong: told as disputed, without any part in a score, and taken back."""

import shutil
from datetime import date

import pytest
from tests.identity_lake import write_rows
from tests.told_works import filled

from handiwork.app import Handiwork
from handiwork.app.disputing import dispute, settle
from handiwork.app.erasing import erase, scan
from handiwork.app.person import profile_of
from handiwork.config import Settings
from handiwork.errors import NotFoundError, UsageError
from handiwork.lake.store import Lake
from handiwork.search import SearchOptions

SHA = "1" * 40
ADA, BOB = (1, "ada_l"), (2, "bob_b")
COMMIT = f"https://github.com/acme-org/tools/commit/{SHA}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("made")
    world = filled(home)
    repo = (30, "acme-org/tools")
    world.event("PullRequestEvent", ADA, repo, action="opened", number=1, title="Wait less for locks", author=ADA)
    world.event("IssuesEvent", BOB, repo, action="opened", number=2, title="Locks wait long", author=BOB)
    world.author("acme-org/tools", "a1", "Ada Lóvelind", ADA)
    world.commit("acme-org/tools", SHA, "a1", subject="Make locks wait less")
    write_rows(Lake(world.root), "world", world.rows)
    with Handiwork(Settings(home=home)) as app:
        app.build_index(built_on=date(2024, 6, 1))
    return home


@pytest.fixture
def app(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True, symlinks=True)
    with Handiwork(Settings(home=tmp_path)) as opened:
        yield opened


def score(app, login="ada_l"):
    hits = app.find("locks wait", options=SearchOptions(limit=10)).result.hits
    return next((hit.micros for hit in hits if hit.login == login), 0)


def urls(app):
    return {act.url for act in profile_of(app, "ada_l", limit=50).acts}


def test_a_disputed_commit_counts_for_nothing_and_is_told_until_it_is_taken_back(app):
    name, before = app.current_index(), score(app)
    assert COMMIT in urls(app)
    number = dispute(app, "Ada_L", COMMIT, reason="Not mine; ask ada@example.org", by="mira")
    assert COMMIT not in urls(app)
    assert 0 < score(app) != before
    (told,) = profile_of(app, "ada_l", limit=5).disputes
    assert (told.link, told.reason, told.by) == (COMMIT, "Not mine; ask (address)", "mira")
    settle(app, number)
    assert (app.current_index(), score(app)) == (name, before)
    assert profile_of(app, "ada_l", limit=5).disputes == ()


def test_a_disputed_pull_request_goes_with_all_they_did_on_it_and_nobody_elses_acts(app):
    others = score(app, "bob_b")
    dispute(app, "ada_l", "https://github.com/acme-org/tools/pull/1#discussion")
    assert not {url for url in urls(app) if url and "tools/pull/1" in url}
    assert COMMIT in urls(app)
    assert others > 0
    assert score(app, "bob_b") > 0
    dispute(app, "ada_l", "https://github.com/acme-org/tools/issues/2")
    assert score(app, "bob_b") > 0


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://github.com/acme-org/tools",
        "https://github.com/a/b/commit/abc",
        "https://evil.example/a/b/pull/1",
        "x",
    ],
)
def test_what_is_no_act_is_refused(app, link):
    with pytest.raises(UsageError, match="no commit, pull request or issue"):
        dispute(app, "ada_l", link)
    with pytest.raises(NotFoundError):
        dispute(app, "zed_z", COMMIT)
    assert app.disputes() == ()


def test_an_erasure_takes_disputes_with_it(app):
    dispute(app, "ada_l", COMMIT, reason="Said ada_l herself")
    assert erase(app, "ada_l").scan.found == ()
    assert app.disputes() == ()
    assert scan(app, "ada_l").found == ()


def test_the_commands_write_it_down_list_it_and_take_it_back(app, command):
    home = app.settings.home
    done = command(home, "privacy", "dispute", "ada_l", COMMIT, "--reason", "not mine")
    assert (done.code, done.out.strip()) == (0, "1")
    assert COMMIT in command(home, "privacy", "disputes").out
    assert "disputed since" in command(home, "person", "show", "ada_l").out
    assert command(home, "privacy", "settle", "1").code == 0
    assert command(home, "privacy", "settle", "1").code == 3
    assert command(home, "privacy", "disputes").out == ""
