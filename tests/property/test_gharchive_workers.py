"""However many files are prepared at once, the lake is that of a serial load."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.ingest.gharchive.run import ingest_files
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.model.progress import NullCollector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import AbsentHour, discover, parse_hour

PEOPLE = [(9_000_000_000 + n, f"p_{name}") for n, name in enumerate(("ada", "bo", "cy"))]
"""Invented accounts; each of them may act under a second login."""


def _event(number: int, who: int, suffix: str, minute: int) -> dict:
    account_id, login = PEOPLE[who]
    return {
        "id": str(number),
        "type": "IssuesEvent",
        "actor": {"id": account_id, "login": login + suffix},
        "repo": {"id": 5 + who, "name": f"{login}/engine"},
        "payload": {
            "action": "closed",
            "issue": {"number": 3, "title": "It leaks", "user": {"id": PEOPLE[0][0], "login": PEOPLE[0][1]}},
        },
        "created_at": f"2026-08-12T14:{minute:02d}:00Z",
    }


def _timeline(number: int, who: int, suffix: str, minute: int) -> dict:
    login = PEOPLE[who][1]
    return {
        "type": "WatchEvent",
        "actor": login + suffix,
        "repository": {"id": number, "name": "engine", "owner": PEOPLE[0][1]},
        "payload": {"action": "started"},
        "created_at": f"2013-02-15T00:{minute:02d}:00-08:00",
        "url": "https://github.com/p_ada/engine",
    }


LINES = st.builds(
    lambda make, *parts: json.dumps(make(*parts)),
    st.sampled_from([_event, _event, _timeline]),
    *(st.integers(1, 12), st.integers(0, len(PEOPLE) - 1), st.sampled_from(["", "_new"]), st.integers(0, 2)),
)
FILES = st.lists(st.lists(LINES | st.just('{"type": "Push'), max_size=8), min_size=2, max_size=6)


def _hours(folder: Path, files: list[list[str]]) -> list:
    folder.mkdir()
    for n, lines in enumerate(files):
        content = "".join(line + "\n" for line in lines).encode()
        (folder / f"2026-08-12-{n + 3}.json.gz").write_bytes(gzip.compress(content, mtime=0))
    absent = AbsentHour("2026-08-12-2", parse_hour("2026-08-12-2"), "missing", "the archive has none")
    return [*discover([folder]), absent]


class MemorySuppressor:
    """Covers every name of an account that shares a name or an id with a request."""

    def __init__(self, logins: list[str]) -> None:
        self.ids: set[int] = set()
        self.logins = set(logins)

    def current(self) -> Suppressions:
        return Suppressions(frozenset(self.ids), frozenset(self.logins))

    def learn(self, pairs: Iterable[tuple[int, str]]) -> int:
        before = self.current()
        for account_id, login in pairs:
            if account_id in self.ids or login in self.logins:
                self.ids.add(account_id)
                self.logins.add(login)
        return int(self.current() != before)


def _load(root: Path, hours: list, *, threads: int, logins: list[str]) -> tuple:
    lake, suppressor = Lake(root), MemorySuppressor(logins)
    with Engine(threads=threads, memory_limit_mib=1024) as engine:
        results = ingest_files(lake, engine, hours, suppressor=suppressor, max_bytes=1 << 30, collector=NullCollector())
    rows = {p.name: p.read_bytes() for p in sorted(lake.root.rglob("*.parquet"))}
    return [r.record.to_json() for r in results], [r.to_json() for r in lake.records()], suppressor.current(), rows


@settings(max_examples=4, deadline=None)
@given(files=FILES, logins=st.lists(st.sampled_from(["p_ada", "p_bo_new"]), max_size=2))
def test_the_lake_is_the_same_whatever_the_number_of_workers(files, logins):
    with TemporaryDirectory() as name:
        hours = _hours(Path(name, "hours"), files)
        serial = _load(Path(name, "1"), hours, threads=1, logins=logins)
        for threads in (2, 4):
            assert _load(Path(name, str(threads)), hours, threads=threads, logins=logins) == serial


def test_a_name_learned_from_an_early_file_is_left_out_of_files_prepared_before_it_was_known():
    renamed = [[json.dumps(_event(n, 1, "_new" if n > 1 else "", 0))] for n in range(1, 7)]
    with TemporaryDirectory() as name:
        hours = _hours(Path(name, "hours"), renamed)
        records, *_, rows = _load(Path(name, "lake"), hours, threads=4, logins=["p_bo"])
    assert [json.loads(r)["counts"].get("events", 0) for r in records] == [0] * 7
    assert [n for n, content in rows.items() if b"p_bo_new" in content] == []
