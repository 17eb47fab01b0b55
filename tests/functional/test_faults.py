"""A power cut at any moment, a full disk, a disk that cannot be written, two writers: in processes of their own."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date

import pytest
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.doctor import examine
from handiwork.app.erasing import erase, scan
from handiwork.app.listing import add_to_list
from handiwork.config import Settings
from handiwork.lake.store import Lake
from handiwork.search import SearchOptions
from handiwork.state.reading import LATEST_REVISION
from handiwork.world import generate_world

ROUNDS = 4


def start(home, *arguments, before=None):
    command = [sys.executable, "-m", "handiwork", "--home", str(home), "--quiet", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=before)  # noqa: PLW1509 - no thread runs here


def ended(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def killed_at_random(home, *arguments, chance, most):
    """Start a command and end it at once at some moment, as a power cut would; return whether it was at work."""
    process = start(home, *arguments)
    time.sleep(chance.uniform(0.3, most))
    was_at_work = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return was_at_work


def found(app):
    return [(hit.key, hit.micros) for hit in app.find("tool", options=SearchOptions(limit=10)).result.hits]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return generate_world(tmp_path_factory.mktemp("world"), seed=5, people=25)


@pytest.fixture
def home(tmp_path):
    made = tmp_path / "home"
    indexed_home(made)
    made.chmod(0o700)
    return made


def test_an_index_that_is_killed_at_any_moment_leaves_the_one_before_and_is_built_the_same_later(home):
    with Handiwork(Settings(home=home)) as app:
        before, name = found(app), app.current_index()
        shutil.copytree(home, home.with_name("undisturbed"), symlinks=True)
    with Handiwork(Settings(home=home.with_name("undisturbed"))) as app:
        wanted = app.build_index(built_on=date(2024, 8, 1)).name
    chance = random.Random(3)
    for _ in range(ROUNDS):
        killed_at_random(home, "index", "build", "--date", "2024-08-01", chance=chance, most=2.5)
        with Handiwork(Settings(home=home)) as app:
            assert app.current_index() in {name, wanted}
            if app.current_index() == name:
                assert found(app) == before
            assert not [each for each in examine(app) if each.status == "bad"]
    assert ended(start(home, "index", "build", "--date", "2024-08-01"))[0] == 0
    with Handiwork(Settings(home=home)) as app:
        assert app.current_index() == wanted


def test_a_migration_that_is_killed_is_done_or_not_begun(home, tmp_path):
    with Handiwork(Settings(home=home)) as app:
        app.list_book.make("Team", by="mira")
        app.suppress("zed_z")
    chance = random.Random(5)
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(home / "state.sqlite") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("DROP TABLE notices")
        database.execute("DROP TABLE disputes")
        database.execute("UPDATE alembic_version SET version_num = '0006'")
    shutil.copy(home / "state.sqlite", old)
    for _ in range(ROUNDS):
        for name in ("state.sqlite", "state.sqlite-wal", "state.sqlite-shm"):
            (home / name).unlink(missing_ok=True)
        shutil.copy(old, home / "state.sqlite")
        killed_at_random(home, "list", "show", "1", chance=chance, most=1.6)
        with sqlite3.connect(home / "state.sqlite") as database:
            (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        assert (revision, "notices" in tables) in {("0006", False), (LATEST_REVISION, True)}
        with Handiwork(Settings(home=home)) as app:
            assert app.list_book.names() == {1: "Team"}
            assert app.suppressions().covers(None, "zed_z")


def test_an_erasure_that_is_killed_shows_nobody_and_is_finished_by_asking_again(home):
    with Handiwork(Settings(home=home)) as app:
        add_to_list(app, app.list_book.make("Team", by="mira"), "ada_l", by="mira")
    chance = random.Random(7)
    for _ in range(ROUNDS):
        killed_at_random(home, "privacy", "erase", "ada_l", "--yes", chance=chance, most=3.0)
        with Handiwork(Settings(home=home)) as app:
            if app.suppressions():
                assert "github:1" not in dict(found(app))
            assert not [each for each in examine(app) if each.status == "bad"]
    with Handiwork(Settings(home=home)) as app:
        assert erase(app, "ada_l").scan.found == ()
        assert scan(app, "ada_l").found == ()
        assert "github:2" in dict(found(app))


def no_file_larger_than(size):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize(
    ("size", "arguments"),
    [
        (3000, ("ingest", "gharchive", "{world}")),
        (12000, ("index", "build", "--date", "2024-08-01")),
        (1000, ("list", "make", "Another team")),
        (300, ("backup", "{out}")),
        (300, ("privacy", "export", "ada_l", "--to", "{out}")),
    ],
)
def test_a_disk_without_room_is_told_and_nothing_is_half_there(home, world, tmp_path, size, arguments):
    out = tmp_path / "out.bin"
    with Handiwork(Settings(home=home)) as app:
        app.list_book.make("Team", by="mira")
        before, rows = found(app), app.lake.fingerprint()
    asked = [each.format(world=world.gharchive, out=out) for each in arguments]
    code, _, err = ended(start(home, *asked, before=no_file_larger_than(size)))
    assert code == 6, err
    assert "Traceback" not in err
    assert "room" in err or "full" in err or "too large" in err
    assert not out.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]
    with Handiwork(Settings(home=home)) as app:
        assert found(app) == before
        assert app.list_book.names() == {1: "Team"}
        assert {r.package for r in app.lake.records("test")} == {"world"}
        assert not [each for each in examine(app) if each.status == "bad"]
        assert rows == app.lake.fingerprint() or arguments[0] == "ingest"
    code, _, err = ended(start(home, *asked))
    assert code in {0, 7}, err  # 7: lines of the world are broken on purpose


def test_a_home_that_cannot_be_written_is_told_with_what_to_do():
    code, _, err = ended(start("/sys/kernel/handiwork", "list", "make", "Team"))
    assert code == 6
    assert "Traceback" not in err
    assert "/sys/kernel" in err


def test_a_damaged_file_of_the_lake_ends_a_build_with_where_to_look(home):
    file = Lake(home / "lake").files("events")[0]
    file.write_bytes(file.read_bytes()[:-200])
    code, _, err = ended(start(home, "index", "build"))
    assert code == 6
    assert "Traceback" not in err
    assert "handiwork doctor" in err
    code, out, _ = ended(start(home, "doctor"))
    assert (code, file.name in out) == (6, True)


def test_a_damaged_index_ends_a_search_with_what_to_do(home):
    (name,) = (path.name for path in (home / "index").iterdir() if path.is_dir())
    file = home / "index" / name / "persons.arrow"
    file.write_bytes(file.read_bytes()[:-100])
    code, _, err = ended(start(home, "search", "tool"))
    assert (code, "Traceback" in err) == (6, False)
    assert "build the index again" in err


def test_of_two_writers_one_writes_and_the_other_says_that_it_waits_for_nobody(home, world):
    """Whoever comes second is told at once; both together leave what one alone would."""
    for arguments in (("ingest", "gharchive", world.gharchive), ("index", "build", "--date", "2024-08-01")):
        both = [ended(process) for process in [start(home, *arguments), start(home, *arguments)]]
        codes = [code for code, _, _ in both]
        assert set(codes) <= {0, 6, 7}  # 7: lines of the world are broken on purpose
        assert codes.count(6) <= 1  # none, if one was over before the other began
        assert all("another process" in err for code, _, err in both if code == 6)
        assert not any("Traceback" in err for _, _, err in both)
    with Handiwork(Settings(home=home)) as app:
        assert not [each for each in examine(app) if each.status == "bad"]
        assert "failed" not in {r.status for r in app.lake.records()}


def test_a_clock_that_was_set_back_loses_nothing_and_is_told(home):
    with Handiwork(Settings(home=home)) as app:
        app.build_index(built_on=date(2031, 1, 1))
        before = found(app)
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    with Handiwork(Settings(home=home)) as app:
        assert found(app) == before
        assert [each.part for each in examine(app) if each.status == "warn"] == ["clock"]
        app.build_index(built_on=date(2024, 8, 1))
        assert app.current_index().startswith("2024-08-01")
