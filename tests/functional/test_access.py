"""What a person gets who asks what is kept about them: all of it, with source, purpose and times, and nobody else."""

import json
import shutil
import zipfile
from datetime import UTC, date, datetime

import pytest
from tests.identity_lake import write_rows
from tests.told_works import filled

from handiwork.app import Handiwork
from handiwork.app.access import access_to, claims_of
from handiwork.app.erasing import erase
from handiwork.app.forgetting import suppress
from handiwork.app.listing import add_to_list
from handiwork.config import Settings
from handiwork.errors import NotFoundError, UsageError
from handiwork.faces.present_access import access_view, claim_view
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake
from handiwork.privacy.access import ANOTHER
from handiwork.privacy.purposes import PURPOSES
from handiwork.search import SearchOptions

ADA, BOB, CYD = (1, "ada_l"), (2, "bob_b"), (3, "cyd_m")
TOOLS = (20, "bob_b/tools")
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("made")
    world = filled(home)
    world.event("PullRequestEvent", ADA, TOOLS, action="opened", number=1, title="Wait less", author=ADA)
    world.event("PullRequestEvent", BOB, TOOLS, action="closed", number=1, title="Wait less", author=ADA)
    world.event("IssuesEvent", CYD, TOOLS, action="opened", number=2, title="What @ada_l said")
    world.event("MemberEvent", BOB, TOOLS, action="added", member=ADA)
    world.event("WatchEvent", CYD, (21, "ada_l/engine"))
    world.author("bob_b/tools", "a1", "Ada Lóvelind", ADA)
    world.author("bob_b/tools", "b1", "Bob", BOB)
    world.commit("bob_b/tools", "1" * 40, "a1", subject="By Ada alone")
    world.commit("bob_b/tools", "2" * 40, "b1", subject="Merge pull request #1 from ada_l/wait")
    world.event("WatchEvent", (9, "old_name"), TOOLS)
    world.event("WatchEvent", (8, "old_name"), TOOLS)
    write_rows(Lake(world.root), "world", world.rows)
    with Handiwork(Settings(home=home)) as app:
        app.build_index(built_on=date(2024, 6, 1))
    return home


@pytest.fixture
def app(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True, symlinks=True)
    with Handiwork(Settings(home=tmp_path, operator="Mira")) as opened:
        yield opened


def claims(app, login, account_id=None):
    return [claim_view(each) for each in claims_of(app, access_to(app, login, account_id).who, NOW)]


def view(app, login):
    return access_view(access_to(app, login), operator=None, made_at=NOW)


def test_every_row_that_an_erasure_takes_or_changes_is_in_it_and_no_other(app):
    found = claims(app, "Ada_L")
    done = erase(app, "ada_l").lake
    theirs = [each["table"] for each in found if each["relation"] == "theirs"]
    others = [each["table"] for each in found if each["relation"] != "theirs"]
    taken = {table: n for table, n in done.removed.items() if n}
    changed = {table: n for table, n in done.changed.items() if n}
    # A work in which others have part stays when she is erased, but is told her.
    shared = {"works": theirs.count("works") - taken.get("works", 0)}
    assert shared["works"] >= 0
    assert {table: theirs.count(table) for table in theirs} == taken | {
        "works": taken.get("works", 0) + shared["works"]
    }
    assert {table: others.count(table) for table in others} == changed


def test_each_row_says_from_where_for_what_and_until_when(app):
    found = claims(app, "ada_l")
    assert all(each["purpose"] == PURPOSES[each["table"]] for each in found)
    assert {each["origin"] for each in found} == {record.origin for record in app.lake.records()}
    assert all(each["held_since"] <= each["refreshed"] < each["held_until"] for each in found)
    relations = {(each["table"], each["relation"]) for each in found}
    assert {("events", "names them"), ("events", "mentions them"), ("events", "their repository")} <= relations


def test_every_table_of_the_lake_has_a_purpose():
    assert set(PURPOSES) == set(TABLES)


def test_nobody_else_is_named_in_a_row(app):
    rows = [each["row"] for each in claims(app, "ada_l")]
    named = [row[name] for row in rows for name in row if name.endswith("_login") or name == "login"]
    assert set(named) == {"ada_l", ANOTHER}
    assert {row[name] for row in rows for name in row if name in {"actor_id", "author_id", "member_id"}} == {1}


def test_a_login_that_two_accounts_had_needs_an_id_and_gets_only_that_accounts_rows(app):
    with pytest.raises(UsageError, match=r"2 accounts had the login 'old_name': say which by --id: 8, 9"):
        access_to(app, "old_name")
    rows = [each["row"] for each in claims(app, "old_name", 9)]
    assert [row["actor_id"] for row in rows if "actor_id" in row] == [9]
    with pytest.raises(UsageError, match="never had the login"):
        access_to(app, "old_name", 1)


def test_somebody_nobody_knows_is_told_so(app):
    with pytest.raises(NotFoundError, match="nothing is kept about anybody with the login 'zed_z'"):
        access_to(app, "zed_z")


def test_a_ranking_they_were_shown_in_is_explained_by_its_parts(app):
    answer = app.search("tool", options=SearchOptions(limit=10))
    (hit,) = [each for each in answer.result.hits if each.login == "ada_l"]
    (ranking,) = view(app, "ada_l")["rankings"]
    assert (ranking["place"], ranking["role"]) == (hit.rank, "tool")
    assert ranking["score"] == hit.micros / 1e6
    assert sum(part["value"] for part in ranking["explanation"]["parts"]) == pytest.approx(ranking["score"], abs=1e-6)
    assert ranking["explanation"]["evidence"]


def test_who_is_left_out_gets_what_is_left_and_why_a_ranking_cannot_be_explained(app):
    app.search("tool", options=SearchOptions(limit=10))
    suppress(app, "ada_l")
    found = view(app, "ada_l")
    assert found["shown_now"] is None
    assert found["left_out"][0]["login"] == "ada_l"
    assert [each["explanation"] for each in found["rankings"]] == [None]
    assert "left out by now" in found["rankings"][0]["no_explanation_because"]
    assert claims(app, "ada_l")


def test_after_an_erasure_only_that_they_are_left_out_is_left(app):
    app.search("tool", options=SearchOptions(limit=10))
    add_to_list(app, app.list_book.make("Team", by="mira"), "ada_l", by="mira")
    erase(app, "ada_l")
    found = view(app, "ada_l")
    assert claims(app, "ada_l") == []
    assert (found["lists"], found["decisions"], found["shown_now"]) == ([], [], None)
    assert found["left_out"]


def test_lists_notes_and_acts_of_the_log_are_in_it(app):
    number = app.list_book.make("Team", by="mira")
    entry = add_to_list(app, number, "ada_l", by="mira")
    app.list_book.note(entry, "Knows how to wait", by="mira")
    found = view(app, "ada_l")
    assert [each["text"] for each in found["lists"][0]["notes"]] == ["Knows how to wait"]
    assert found["shown_now"]["login"] == "ada_l"
    assert "access" in {each["act"] for each in view(app, "ada_l")["acts"]}


def test_the_command_writes_one_file_that_only_its_owner_may_read(app, command, tmp_path_factory):
    file = tmp_path_factory.mktemp("out") / "ada.zip"
    home = app.settings.home
    done = command(home, "privacy", "export", "ada_l", "--to", str(file))
    assert done.code == 0, done.err
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as bundle:
        assert sorted(bundle.namelist()) == ["claims.jsonl", "held.json", "read-me-first.html"]
        page = bundle.read("read-me-first.html").decode()
        lines = [json.loads(line) for line in bundle.read("claims.jsonl").splitlines()]
        assert json.loads(bundle.read("held.json"))["recognised_by"]["logins"] == ["ada_l"]
    assert len(lines) == len(claims(app, "ada_l"))
    assert "What is held about ada_l" in page
    assert "bob_b</" not in page
    assert command(home, "privacy", "export", "ada_l", "--to", str(file)).code == 2
    assert command(home, "privacy", "export", "zed_z", "--to", str(file.with_name("z.zip"))).code == 3
    assert not file.with_name("z.zip").exists()
