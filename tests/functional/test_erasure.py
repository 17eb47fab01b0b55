"""Erasure: whoever asks is gone from the lake, indexes, caches, state and log, and looking through every byte proves it."""

import gzip
import io
import json
import shutil
from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.identity_lake import write_rows
from tests.told_works import filled

from handiwork.app import Handiwork
from handiwork.app.erasing import erase, scan
from handiwork.app.identity import accept
from handiwork.app.listing import add_to_list
from handiwork.app.person import profile_of
from handiwork.config import Settings
from handiwork.errors import NotFoundError
from handiwork.lake.store import Lake
from handiwork.search import SearchOptions

ADA, BOB, CYD = (1, "ada_l"), (2, "bob_b"), (3, "cyd_m")
TOOLS = (20, "bob_b/tools")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a home that tests copy, with an index."""
    home = tmp_path_factory.mktemp("made")
    world = filled(home)
    world.event("PullRequestEvent", ADA, TOOLS, action="opened", number=1, title="Wait less", author=ADA)
    world.event("PullRequestEvent", BOB, TOOLS, action="closed", number=1, title="Wait less", author=ADA)
    world.event("IssuesEvent", CYD, TOOLS, action="opened", number=2, title="What @ada_l said, and Ada_L again")
    world.event("MemberEvent", BOB, TOOLS, action="added", member=ADA)
    world.event("WatchEvent", CYD, (21, "ada_l/engine"))
    world.author("bob_b/tools", "a1", "Ada Lóvelind", ADA)
    world.author("bob_b/tools", "a2", "Ada Lóvelind")
    world.author("bob_b/tools", "b1", "Bob", BOB)
    world.author("other/side", "a9", "A. L.", same_as=["bob_b/tools#a1"])
    world.commit("bob_b/tools", "1" * 40, "a1", subject="By ada_l alone")
    world.commit("bob_b/tools", "2" * 40, "b1", subject="Merge pull request #1 from ada_l/wait")
    world.commit("bob_b/tools", "3" * 40, "a2", subject="By a namesake")
    world.commit("other/side", "4" * 40, "a9", subject="By the same address")
    write_rows(Lake(world.root), "world", world.rows)
    with Handiwork(Settings(home=home, operator="Mira")) as opened:
        opened.build_index(built_on=date(2024, 6, 1))
    return home


@pytest.fixture
def app(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True, symlinks=True)
    with Handiwork(Settings(home=tmp_path, operator="Mira")) as opened:
        yield opened


def rows(app, table):
    return [row for file in app.lake.files(table) for row in pq.read_table(file).to_pylist()]


def everything(app):
    """Return the bytes of every file of the home but the state, packed ones unpacked."""
    found = b""
    for path in sorted(app.settings.home.rglob("*")):
        if path.is_file() and not path.name.startswith("state.sqlite"):
            content = path.read_bytes()
            found += gzip.decompress(content) if path.suffix == ".gz" else content
            if path.suffix == ".parquet":
                found += repr(pq.read_table(path).to_pylist()).encode()
    return found.lower()


def test_before_an_erasure_looking_finds_somebody_and_afterwards_nothing(app):
    assert len(scan(app, "ada_l").found) > 20
    done = erase(app, "Ada_L")
    assert done.scan.found == ()
    assert scan(app, "ada_l").found == ()
    left = everything(app)
    assert [each for each in (b"ada_l", b"ada_models", b'github:1"', "lóvelind".encode()) if each in left] == []


def test_what_they_did_goes_and_what_others_did_stays_without_them(app):
    bobs = len([e for e in rows(app, "events") if e["actor_login"] == "bob_b"])
    erase(app, "ada_l")
    events = rows(app, "events")
    assert {e["actor_login"] for e in events} == {"bob_b", "cyd_m"}
    assert len([e for e in events if e["actor_login"] == "bob_b"]) == bobs
    (merged,) = [e for e in events if e["type"] == "PullRequestEvent"]
    assert (merged["author_id"], merged["author_login"], merged["title"], merged["number"]) == (None, None, None, 1)
    (issue,) = [e for e in events if e["type"] == "IssuesEvent"]
    assert issue["title"] == "What @(erased) said, and (erased) again"
    (member,) = [e for e in events if e["type"] == "MemberEvent"]
    assert (member["member_id"], member["member_login"]) == (None, None)
    (watched,) = [e for e in events if e["type"] == "WatchEvent"]
    assert watched["repo_name"] == "(suppressed)/engine"


def test_author_lines_of_the_same_account_address_or_name_go_with_their_commits(app):
    erase(app, "ada_l")
    assert [a["author_key"] for a in rows(app, "authors")] == ["b1"]
    (left,) = rows(app, "commits")
    assert (left["sha"], left["subject"]) == ("2" * 40, "Merge pull request #1 from (erased)/wait")
    assert {c["author_key"] for c in rows(app, "credits")} == {"b1"}


def test_works_that_are_theirs_go_and_shared_ones_stay(app):
    erase(app, "ada_l")
    assert {w["work"] for w in rows(app, "works")} == {"talk:clockconf/t1"}
    assert {p["account"] for p in rows(app, "work_people")} == {"speaker:clockconf/z9"}


def test_the_index_is_built_without_them_and_older_ones_are_gone(app):
    before = app.indexes()
    done = erase(app, "ada_l")
    assert app.indexes() == [done.index]
    assert done.index not in before
    assert app.open_index().built_on == date(2024, 6, 1)
    with pytest.raises(NotFoundError):
        profile_of(app, "ada_l", limit=5)
    assert {hit.login for hit in app.search("tool", options=SearchOptions()).result.hits} == {"bob_b", "cyd_m"}


def test_what_the_others_score_without_them_is_what_an_index_without_them_says(app):
    erase(app, "ada_l")
    damping = np.array(app.open_index().damping)
    app.build_index(built_on=date(2024, 6, 1))
    assert np.array_equal(np.array(app.open_index().damping), damping)


def test_lists_decisions_notes_and_the_log_forget_them(app):
    number = app.list_book.make("Team", by="mira")
    entry = add_to_list(app, number, "ada_l", role="tool", by="mira")
    other = add_to_list(app, number, "bob_b", role="tool", by="mira")
    app.list_book.note(entry, "asks for remote", by="mira")
    app.list_book.note(other, "knows ada_l from Ghent", by="mira")
    accept(app, "ada_l", "pypi:ada_l")
    app.search("somebody like Ada_L for a tool", options=SearchOptions())
    done = erase(app, "ada_l")
    assert (done.entries, done.decisions, done.audit) == (1, 1, 1)
    (left,) = app.list_book.entries()
    assert [note.text for note in left.notes] == ["knows (erased) from Ghent"]
    assert app.audit.check().without_details == 1
    *_, last = app.audit.entries()
    assert (last.act, last.details["left"]) == ("erasure", 0)
    assert done.scan.found == ()


def test_only_the_request_stays_and_a_later_load_brings_nothing_back(app):
    erase(app, "ada_l", reason="asked by letter")
    assert [(e.login, e.reason) for e in app.suppression_list.entries() if not e.is_learned] == [
        ("ada_l", "asked by letter")
    ]
    assert app.suppressions().covers(1, None)


def test_erasing_twice_changes_nothing_more(app):
    first = erase(app, "ada_l")
    second = erase(app, "ada_l")
    assert second.lake.packages == 0
    assert second.index == first.index
    assert second.scan.found == ()


def test_somebody_who_was_never_seen_is_left_out_and_nothing_else_happens(app):
    before = everything(app)
    done = erase(app, "zed_z")
    assert (done.lake.packages, done.lake.removed) == (0, {})
    assert app.suppressions().covers(None, "zed_z")
    assert len(everything(app)) >= len(before)


def test_caches_are_removed_and_a_name_left_in_a_file_is_found(app):
    home = app.settings.home
    cached = home / "cache" / "gharchive" / "2024-01-01-0.json.gz"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(gzip.compress(json.dumps({"actor": {"login": "ada_l"}}).encode()))
    (home / "note.txt").write_text("ask ada_l\n")
    done = erase(app, "ada_l")
    assert not cached.exists()
    assert {each.where for each in done.scan.found} == {"note.txt: line 1", "note.txt (bytes)"}


def test_a_manifest_that_was_folded_together_keeps_nothing_of_a_package_that_went(app):
    lake = app.lake
    with lake.writing():
        lake._packages.fold()
    write_rows(lake, "ada_l/engine", {"commits": []})
    with lake.writing():
        lake._packages.fold()
    erase(app, "ada_l")
    assert b"ada_l" not in everything(app)
    assert {record.package for record in Lake(lake.root).records()} == {"world"}


def test_the_command_asks_first_and_its_exit_code_says_whether_something_is_left(app, command, monkeypatch):
    home = app.settings.home
    assert command(home, "privacy", "scan", "ada_l").code == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert command(home, "privacy", "erase", "ada_l").code != 0
    assert app.suppressions().logins == frozenset()
    done = command(home, "privacy", "erase", "ada_l", "--yes", "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert (report["left"], report["removed"]["profiles"]) == ([], 2)
    assert command(home, "privacy", "scan", "ada_l").code == 0


def test_an_erasure_that_was_interrupted_is_finished_by_asking_again(app, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("handiwork.app.erasing.index_anew", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            erase(app, "ada_l")
    assert {hit.login for hit in app.search("tool", options=SearchOptions()).result.hits} == {"bob_b", "cyd_m"}
    assert erase(app, "ada_l").scan.found == ()
