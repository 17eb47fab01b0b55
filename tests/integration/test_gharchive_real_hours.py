"""The real archive hours and event samples load without loss, and agree with a plain reading of their lines."""

import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytestmark = pytest.mark.real

HOURS = ("2011-02-15-0", "2012-02-15-0", "2012-06-14-15", "2013-02-15-0", "2014-02-15-0", "2015-01-01-0")


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in gzip.open(path)]


def _fact(event: dict) -> tuple:
    """State one event the slow and obvious way: what the lake must say of it."""
    payload = event.get("payload") or {}
    pull = payload.get("pull_request") or {}
    actor, repo, old = event.get("actor"), event.get("repo") or {}, event.get("repository") or {}
    action = payload.get("action")
    if event["type"] == "PullRequestReviewEvent":
        action = payload["review"]["state"].lower()
    elif event["type"] == "PullRequestEvent" and action == "closed" and pull.get("merged"):
        action = "merged"
    name = f"{old['owner']}/{old['name']}" if old else repo.get("name")
    attributes = event.get("actor_attributes") or {}
    return (
        event["type"],
        datetime.fromisoformat(event["created_at"]).astimezone(UTC).replace(tzinfo=None),
        actor.get("id") if isinstance(actor, dict) else None,
        actor.get("login") if isinstance(actor, dict) else actor or attributes.get("login"),
        int(old["id"]) if old.get("id") else repo.get("id"),
        None if name == "/" else name,
        action,
    )


def _stored(row: dict) -> tuple:
    return tuple(row[k] for k in ("type", "created_at", "actor_id", "actor_login", "repo_id", "repo_name", "action"))


@pytest.mark.slow
def test_the_eleven_real_hours_load_with_every_event_and_none_lost(archive, shared):
    results = archive.load(shared / "data" / "gharchive")
    hours = [r.record for r in results if "@" not in r.record.package]
    assert len(hours) == 11
    assert {r.status for r in hours} == {"complete"}
    assert sum(r.counts["events"] for r in hours) == 66_125
    assert sum(r.counts["rejected"] + r.counts["duplicates"] for r in hours) == 0
    samples = {
        r.record.package.partition("@")[0]: r.record.counts["events"] for r in results if "@" in r.record.package
    }
    assert samples == {
        "api_events_2011_to_2014": 563,
        "api_events_2016_to_2025-10_full": 583,
        "api_events_2025-10_to_2026_trimmed": 789,
    }


@pytest.mark.parametrize("hour", HOURS)
def test_every_event_of_a_real_hour_says_what_its_line_says(hour, archive, shared):
    path = shared / "data" / "gharchive" / f"{hour}.json.gz"
    archive.load(path)
    expected = Counter(_fact(event) for event in _lines(path))
    assert Counter(_stored(row) for row in archive.rows("events")) == expected


def test_every_event_of_the_real_samples_says_what_its_line_says(archive, shared):
    folder = shared / "data" / "gharchive" / "events"
    archive.load(folder)
    expected = Counter(_fact(event) for path in sorted(folder.iterdir()) for event in _lines(path))
    assert Counter(_stored(row) for row in archive.rows("events")) == expected


def test_the_four_formats_are_told_apart_by_their_fields(archive, shared):
    folder = shared / "data" / "gharchive"
    archive.load(
        *(folder / f"{h}.json.gz" for h in ("2011-02-15-0", "2013-02-15-0", "2015-01-01-5")),
        folder / "events" / "api_events_2025-10_to_2026_trimmed.jsonl.gz",
    )
    by_year = Counter((row["created_at"].year, row["era"]) for row in archive.rows("events"))
    assert {key for key in by_year if key[0] < 2025} == {(2011, "first"), (2013, "timeline"), (2015, "full")}
    assert {era for year, era in by_year if year >= 2025} == {"trimmed"}


def test_every_commit_inside_a_real_push_is_kept_with_its_author_line(archive, shared):
    path = shared / "data" / "gharchive" / "2015-01-01-5.json.gz"
    archive.load(path)
    expected = {
        (event["repo"]["name"], commit["sha"], event["actor"]["login"])
        for event in _lines(path)
        if event["type"] == "PushEvent"
        for commit in event["payload"]["commits"]
    }
    rows = archive.rows("push_commits")
    assert {(r["repo_name"], r["sha"], r["pusher_login"]) for r in rows} == expected


def test_the_pusher_is_named_as_author_only_where_the_author_line_proves_it(archive, shared):
    path = shared / "data" / "gharchive" / "2015-01-01-0.json.gz"
    archive.load(path)
    rows = archive.rows("push_commits")
    proved = [r for r in rows if r["author_login"] is not None]
    noreply = sum(
        1
        for event in _lines(path)
        if event["type"] == "PushEvent"
        for commit in event["payload"]["commits"]
        if commit["author"]["email"].endswith("@users.noreply.github.com")
    )
    assert 0 < len(proved) <= noreply < len(rows)


def test_no_address_of_a_real_hour_reaches_the_lake(archive, shared):
    folder = shared / "data" / "gharchive"
    archive.load(folder / "2013-02-15-0.json.gz", folder / "2015-01-01-0.json.gz", folder / "events")
    address = re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
    texts = [str(value) for rows in archive.content().values() for row in rows for value in row.values()]
    assert [t for t in texts if "@" in t and address.search(t)] == []
    stored = b"".join(p.read_bytes() for p in archive.lake.root.rglob("*") if p.is_file())
    assert b"da39a3ee5e6b4b0d3255bfef95601890afd80709" not in stored
