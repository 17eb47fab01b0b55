"""What can be damaged, what `handiwork doctor` says of it, and what it mends."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.doctor import examine
from handiwork.config import Settings
from handiwork.lake.schema import TABLES
from handiwork.search import SearchOptions


@pytest.fixture
def app(tmp_path):
    home = tmp_path / "home"
    indexed_home(home)
    home.chmod(0o700)
    with Handiwork(Settings(home=home)) as opened:
        yield opened


def told(app, **options):
    return {(each.part, each.status): each for each in examine(app, **options) if each.status != "good"}


def data_file(app, table="events"):
    return app.lake.files(table)[0]


def test_a_whole_home_is_told_to_be_whole(app):
    assert told(app) == {}
    assert {each.part for each in examine(app)} == {"home", "lake", "index", "state", "log", "clock"}


def test_a_home_that_is_not_there_is_no_fault(tmp_path):
    with Handiwork(Settings(home=tmp_path / "none")) as app:
        assert told(app) == {}
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("how", ["cut", "flipped", "gone", "other rows"])
def test_a_damaged_file_of_the_lake_is_named_taken_out_and_can_be_loaded_again(app, how):
    file = data_file(app)
    content = bytearray(file.read_bytes())
    if how == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif how == "flipped":
        content[len(content) // 3] ^= 0xFF
        content[40] ^= 0x55
        file.write_bytes(content)
    elif how == "gone":
        file.unlink()
    else:
        pq.write_table(pa.Table.from_pylist([], TABLES["events"].arrow), file)
    found = told(app)["lake", "bad"]
    assert file.name in found.what
    assert "load it again" in found.remedy
    assert file.exists() == (how != "gone")
    mended = told(app, mend=True)
    assert ("lake", "mended") in mended
    assert ("lake", "bad") not in told(app)
    if how != "gone":
        assert list((app.settings.home / "quarantine").rglob(file.name))


def test_files_that_no_package_names_are_leftovers(app):
    stray = data_file(app).with_name("stray-000000000000.parquet")
    shutil.copy(data_file(app), stray)
    assert "belong to no package" in told(app)["lake", "warn"].what
    told(app, mend=True)
    assert not stray.exists()
    assert told(app) == {}


def test_a_damaged_index_makes_room_for_the_newest_whole_one(app):
    app.build_index(built_on=datetime(2024, 7, 1).date())
    older, newer = app.indexes()
    assert app.current_index() == newer
    file = app.settings.home / "index" / newer / "title.weights.npy"
    content = bytearray(file.read_bytes())
    content[-1] ^= 0xFF
    file.write_bytes(content)
    assert "title.weights.npy is damaged" in "".join(each.what for each in examine(app))
    told(app, mend=True)
    assert app.current_index() == older
    assert (app.settings.home / "quarantine" / "index" / newer).is_dir()
    assert app.find("tool", options=SearchOptions(limit=3)).result.hits
    assert told(app) == {}


def test_a_pointer_to_nothing_points_to_the_newest_whole_index_again(app):
    (app.settings.home / "index" / "current").write_text("2031-01-01-000000000000\n")
    assert told(app)["index", "bad"].what == "no whole index answers"
    told(app, mend=True)
    assert app.current_index() == app.indexes()[-1]


def test_a_damaged_state_is_told_and_not_touched(app):
    app.list_book.make("Team", by="mira")
    app.__exit__(None, None, None)
    file = app.settings.home / "state.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 3] = b"\xff" * 8192
    file.write_bytes(content)
    with Handiwork(app.settings) as again:
        assert "restore a backup" in told(again)["state", "bad"].what + told(again)["state", "bad"].remedy
        told(again, mend=True)
    assert file.read_bytes() == content


def test_a_log_whose_line_was_changed_is_bad(app):
    app.search("tool", options=SearchOptions(limit=3))
    (log,) = (app.settings.home / "audit").glob("*.jsonl")
    log.write_text(log.read_text().replace('"act":"search"', '"act":"other"'))
    assert ("log", "bad") in told(app)


def test_an_address_in_a_text_is_found_wherever_it_stands(app):
    number = app.list_book.make("Team", by="mira")
    with sqlite3.connect(app.settings.home / "state.sqlite") as database:
        database.execute("UPDATE lists SET name = 'ask mira@example.org' WHERE id = ?", (number,))
    found = told(app)["state", "bad"]
    assert "lists.name" in found.what
    assert "mira@" not in found.what + found.remedy
    file = data_file(app)
    rows = pq.read_table(file).to_pylist()
    rows[0]["title"] = "mira@example.org"
    pq.write_table(pa.Table.from_pylist(rows, TABLES["events"].arrow), file)
    assert "events.title" in told(app)["lake", "bad"].what


def test_what_lies_in_the_future_speaks_against_a_clock(app):
    early = datetime(2020, 1, 1, tzinfo=UTC)
    assert "dated in the future" in told(app, now=early)["clock", "warn"].what
    assert told(app, now=datetime.now(UTC) + timedelta(days=3000)) == {}


def test_who_is_left_out_and_still_in_the_index_is_a_reason_to_build_it_again(app):
    app.suppress("ada_l")
    assert "still holds 1 who are left out" in told(app)["index", "warn"].what
    app.build_index(built_on=datetime(2024, 6, 1).date())
    assert ("index", "warn") not in told(app)


def test_a_home_that_others_can_read_is_closed(app):
    app.settings.home.chmod(0o755)
    assert "other users" in told(app)["home", "warn"].what
    told(app, mend=True)
    assert app.settings.home.stat().st_mode & 0o777 == 0o700


def test_the_command_exits_with_what_it_found(app, command):
    home = app.settings.home
    assert command(home, "doctor").code == 0
    data_file(app).write_bytes(b"PAR1")
    done = command(home, "doctor", "--json")
    assert done.code == 6
    assert "bad" in {each["status"] for each in json.loads(done.out)}
    assert command(home, "doctor", "--repair").code == 0
    assert command(home, "doctor").code == 0
