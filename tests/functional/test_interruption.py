"""Ctrl-C in the middle of a load: said, with its exit code, and the same command goes on from there."""

import gzip
import json
import signal
import subprocess
import sys
import time

from handiwork.lake.store import Lake

HOURS, EVENTS = 120, 1_000
"""So many that the load is far from its end when its first hour is seen."""

TRIES = 5


def _hour(folder, n):
    day, hour = divmod(n, 24)
    events = (
        {
            "id": str(n * 100_000 + i),
            "type": "WatchEvent",
            "actor": {"id": 9_000_000_001, "login": "mira_k"},
            "repo": {"id": 77, "name": "acme/web", "url": "https://api.github.com/repos/acme/web"},
            "payload": {"action": "started"},
            "created_at": f"2025-09-{day + 1:02d}T{hour:02d}:00:00Z",
        }
        for i in range(EVENTS)
    )
    (folder / f"2025-09-{day + 1:02d}-{hour}.json.gz").write_bytes(
        gzip.compress("\n".join(map(json.dumps, events)).encode(), mtime=0)
    )


def _interrupted(command, lake):
    """Start a load, interrupt it once an hour is committed; return its exit code and what it printed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not lake.records():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_an_interrupted_load_says_so_keeps_what_was_committed_and_goes_on(tmp_path):
    hours = tmp_path / "hours"
    hours.mkdir()
    for n in range(HOURS):
        _hour(hours, n)
    # Where this process waits long for a core, a load may be over before it is interrupted: then once more.
    for attempt in range(TRIES):
        home = tmp_path / f"home-{attempt}"
        lake = Lake(home / "lake")
        command = [sys.executable, "-m", "handiwork", "--home", str(home), "ingest", "gharchive", str(hours)]
        code, out, err = _interrupted(command, lake)
        if code != 0:
            break
    assert (code, out) == (130, ""), err
    assert "interrupted: what was committed is kept" in err
    assert "Traceback" not in err
    committed = len(lake.records())
    assert 0 < committed < HOURS
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert again.stdout == f"{(HOURS - committed) * EVENTS:,} events loaded from {HOURS} files\n"
    assert len(lake.records()) == HOURS
