"""Packages: an hour is loaded once, replaced whole, keyed by (type, id, instant), resumable at any moment."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time

import pytest


def test_loading_an_hour_twice_changes_nothing(archive, write_hour, push):
    path = write_hour([push(n) for n in range(1, 40)])
    first = archive.load(path)
    before = {p: p.stat().st_mtime_ns for p in archive.lake.root.rglob("*.parquet")}
    second = archive.load(path)
    assert [r.unchanged for r in first + second] == [False, True]
    assert {p: p.stat().st_mtime_ns for p in archive.lake.root.rglob("*.parquet")} == before


def test_an_event_in_two_files_is_kept_once(archive, write_hour, push):
    one = write_hour([push(1), push(2)], "2025-09-01-7.json.gz")
    two = write_hour([push(2), push(3)], "2025-09-01-8.json.gz")
    records = [r.record for r in archive.load(one, two)]
    assert [(r.counts["events"], r.counts["duplicates"]) for r in records] == [(2, 0), (1, 1)]
    assert [r["event_id"] for r in archive.rows("events")] == [1, 2, 3]


def test_the_same_id_of_another_type_or_time_is_another_event(archive, write_hour, push):
    later = push(1, created_at="2025-09-01T07:59:59Z")
    other = push(1, type="WatchEvent", payload={"action": "started"})
    record = archive.load(write_hour([push(1), later, other, push(1)]))[0].record
    assert (record.counts["events"], record.counts["duplicates"]) == (3, 1)


def test_a_better_copy_of_an_hour_replaces_a_damaged_one(archive, write_hour, push):
    path = write_hour([push(n) for n in range(1, 2_000)])
    whole = path.read_bytes()
    path.write_bytes(whole[:-2_000])
    damaged = archive.load(path)[0].record
    path.write_bytes(whole)
    mended = archive.load(path)[0].record
    assert (damaged.status, mended.status, mended.counts["events"]) == ("partial", "complete", 1_999)
    assert len(archive.rows("events")) == 1_999
    assert len(list((archive.lake.root / "tables" / "events").rglob("*.parquet"))) == 1


def test_a_damaged_copy_does_not_replace_a_whole_hour(archive, write_hour, push):
    path = write_hour([push(n) for n in range(1, 2_000)])
    archive.load(path)
    path.write_bytes(path.read_bytes()[:-2_000])
    assert archive.load(path)[0].record.counts["events"] == 1_999
    assert len(archive.rows("events")) == 1_999


def test_renamed_accounts_and_repositories_keep_their_id_and_all_their_names(archive, write_hour, push):
    repo = {"id": 77, "name": "example_org/motor", "url": "https://api.github.com/repos/example_org/motor"}
    renamed = push(2, repo=repo, actor={"id": 9_000_000_001, "login": "mira_kesto"})
    archive.load(write_hour([push(1), renamed]))
    assert {(e["actor_id"], e["actor_login"]) for e in archive.rows("events")} == {
        (9_000_000_001, "mira_k"),
        (9_000_000_001, "mira_kesto"),
    }
    assert {(e["repo_id"], e["repo_name"]) for e in archive.rows("events")} == {
        (77, "example_org/engine"),
        (77, "example_org/motor"),
    }


def test_names_that_the_events_tell_are_not_kept_a_second_time(archive, write_hour, push):
    described = {"description": "fast", "language": "Python", "stargazers_count": 3, "full_name": "example_org/engine"}
    opened = {
        "action": "opened",
        "number": 5,
        "pull_request": {
            "number": 5,
            "user": {"id": 9_000_000_002, "login": "t_oduya7", "type": "User"},
            "base": {"repo": {"id": 77, **described}},
        },
    }
    archive.load(write_hour([push(1), push(2, type="PullRequestEvent", payload=opened)]))
    assert [(a["account_id"], a["login"], a["kind"]) for a in archive.rows("accounts")] == [
        (9_000_000_002, "t_oduya7", "User")
    ]
    assert [(r["repo_id"], r["repo_name"], r["language"]) for r in archive.rows("repositories")] == [
        (77, "example_org/engine", "Python")
    ]


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from handiwork.ingest.gharchive.run import ingest_files
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.model.progress import NullCollector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import discover

class Nobody:
    def current(self):
        return Suppressions()
    def learn(self, pairs):
        return 0

sys.stdout.write("ready\\n")
sys.stdout.flush()
with Engine(threads=2, memory_limit_mib=512) as engine:
    ingest_files(Lake(Path({lake!r})), engine, discover([Path({hours!r})]),
                 suppressor=Nobody(), max_bytes=1 << 30, collector=NullCollector())
"""


@pytest.mark.slow
def test_a_load_killed_at_any_moment_and_started_again_gives_the_lake_of_an_undisturbed_one(
    make_archive, write_hour, push
):
    folder = None
    for hour in range(6):
        lines = [push(n) for n in range(hour * 3_000, hour * 3_000 + 3_000)]
        folder = write_hour(lines, f"2025-09-01-{hour}.json.gz").parent
    undisturbed, killed = make_archive("undisturbed"), make_archive("killed")
    begun = time.monotonic()
    undisturbed.load(folder)
    took = time.monotonic() - begun
    chance = random.Random(7)
    program = textwrap.dedent(KILLED).format(tests="", lake=str(killed.lake.root), hours=str(folder))
    committed = []
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(chance.uniform(0.05, 1.0) * took)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        committed.append(len(killed.lake.records()))
    killed.load(folder)
    assert killed.content() == undisturbed.content()
    assert [r.package for r in killed.lake.records()] == [r.package for r in undisturbed.lake.records()]
    assert not (killed.lake.root / "staging").exists()
    assert committed == sorted(committed)
    assert {f for t in ("events", "accounts") for f in killed.lake.files(t)} <= set(killed.lake.root.rglob("*.parquet"))
