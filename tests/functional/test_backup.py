"""One file with what cannot be got again, a home from it, and nobody back who was left out since."""

import io
import json
import os
import sqlite3
import tarfile

import pytest
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.backing_up import back_up, restore
from handiwork.app.erasing import scan
from handiwork.app.forgetting import suppress
from handiwork.app.listing import add_to_list
from handiwork.config import Settings
from handiwork.errors import InputError, UsageError
from handiwork.search import SearchOptions


@pytest.fixture
def app(tmp_path):
    home = tmp_path / "home"
    indexed_home(home)
    with Handiwork(Settings(home=home)) as opened:
        add_to_list(opened, opened.list_book.make("Team", by="mira"), "ada_l", by="mira")
        yield opened


def logins(app):
    return {hit.login for hit in app.find("tool", options=SearchOptions(limit=10)).result.hits}


@pytest.mark.parametrize("is_whole", [False, True])
def test_a_home_comes_back_with_what_was_asked_for(app, tmp_path, is_whole):
    done = back_up(app, tmp_path / "b.tar.gz", has_lake=is_whole, has_index=is_whole)
    assert done.file.stat().st_mode & 0o777 == 0o600
    restore(done.file, tmp_path / "new")
    with Handiwork(Settings(home=tmp_path / "new")) as again:
        assert [entry.login for entry in again.list_book.entries()] == ["ada_l"]
        assert again.audit.check().entries == app.audit.check().entries
        assert again.audit.pseudonym("person", "github:1") == app.audit.pseudonym("person", "github:1")
        assert again.lake.fingerprint() == (app.lake.fingerprint() if is_whole else again.lake.fingerprint())
        assert bool(again.lake.records()) == is_whole
        assert again.current_index() == (app.current_index() if is_whole else None)
        if is_whole:
            assert logins(again) == logins(app)


def test_the_state_is_as_it_is_at_one_instant_while_others_write(app, tmp_path):
    with sqlite3.connect(app.settings.home / "state.sqlite") as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE lists SET name = 'half'")
        back_up(app, tmp_path / "b.tar.gz")
        writer.rollback()
    restore(tmp_path / "b.tar.gz", tmp_path / "new")
    with Handiwork(Settings(home=tmp_path / "new")) as again:
        assert again.list_book.names() == {1: "Team"}


def test_nobody_comes_back_who_was_left_out_since(app, tmp_path, command):
    home = app.settings.home
    assert command(home, "backup", str(tmp_path / "b.tar.gz"), "--with-lake", "--with-index").code == 0
    suppress(app, "ada_l")
    app.__exit__(None, None, None)
    assert command(home, "restore", str(tmp_path / "b.tar.gz")).code == 2
    done = command(home, "restore", str(tmp_path / "b.tar.gz"), "--over")
    assert done.code == 0, done.err
    with Handiwork(Settings(home=home)) as again:
        assert again.suppressions().covers(1, "ada_l")
        assert logins(again) & {"ada_l"} == set()
        assert again.list_book.entries() == []
        assert scan(again, "ada_l").found == ()
    assert len(list(home.parent.glob("home.before-*"))) == 1


def test_a_list_leaves_out_whom_the_backup_does_not_know_of(app, tmp_path, command):
    file, listed = str(tmp_path / "b.tar.gz"), str(tmp_path / "list.json")
    back_up(app, tmp_path / "b.tar.gz", has_lake=True, has_index=True)
    suppress(app, "ada_l")
    assert command(app.settings.home, "privacy", "list-export", listed).code == 0
    assert command(tmp_path / "new", "restore", file, "--left-out", listed).code == 0
    with Handiwork(Settings(home=tmp_path / "new")) as again:
        assert scan(again, "ada_l").found == ()


def test_what_is_there_is_not_written_over(app, tmp_path):
    back_up(app, tmp_path / "b.tar.gz")
    with pytest.raises(UsageError, match="is there already"):
        back_up(app, tmp_path / "b.tar.gz")
    with pytest.raises(UsageError, match="is not empty"):
        restore(tmp_path / "b.tar.gz", app.settings.home)


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.9])
def test_a_damaged_backup_is_refused_and_nothing_is_left(app, tmp_path, place):
    file = tmp_path / "b.tar.gz"
    back_up(app, file, has_lake=True)
    content = bytearray(file.read_bytes())
    at = int(len(content) * place)
    content[at : at + 64] = os.urandom(64)
    file.write_bytes(content)
    with pytest.raises(InputError):
        restore(file, tmp_path / "new")
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError):
        restore(file, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "home"]


@pytest.mark.parametrize("name", ["../out", "/tmp/out", "a/../../out", "a\\..\\out", "link", "device"])
def test_an_archive_that_would_write_elsewhere_is_refused(tmp_path, name):
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        about = tarfile.TarInfo(name)
        about.size = 1
        if name in {"link", "device"}:
            about.size, about.linkname = 0, "/etc/passwd"
            about.type = tarfile.SYMTYPE if name == "link" else tarfile.CHRTYPE
        archive.addfile(about, io.BytesIO(b"x"))
    with pytest.raises(InputError, match="no backup has"):
        restore(tmp_path / "b.tar.gz", tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz"]


def test_an_archive_with_more_or_less_than_it_says_is_refused(tmp_path):
    for files in ({}, {"a": {"bytes": 1, "sha256": "0"}}):
        with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
            for name, content in (
                ("state.sqlite", b"x"),
                ("manifest.json", json.dumps({"format": 1, "files": files}).encode()),
            ):
                about = tarfile.TarInfo(name)
                about.size = len(content)
                archive.addfile(about, io.BytesIO(content))
        with pytest.raises(InputError, match="is missing or not what was written"):
            restore(tmp_path / "b.tar.gz", tmp_path / "new")
