"""Fixtures of the integration tests: an archive loader on a fresh lake, and archive files made of lines."""

import gzip
import importlib.util
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from handiwork.ingest.gharchive.run import FileResult, ingest_files
from handiwork.lake.engine import Engine
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake
from handiwork.model.progress import DictCollector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import discover


class MemorySuppressor:
    """A suppressor without a database: the same closure over names and ids, in memory."""

    def __init__(self, ids: Iterable[int] = (), logins: Iterable[str] = ()) -> None:
        self.ids, self.logins = set(ids), set(logins)

    def current(self) -> Suppressions:
        return Suppressions(frozenset(self.ids), frozenset(self.logins))

    def learn(self, pairs: Iterable[tuple[int, str]]) -> int:
        before = len(self.ids) + len(self.logins)
        for account_id, login in pairs:
            if account_id in self.ids or login.lower() in self.logins:
                self.ids.add(account_id)
                self.logins.add(login.lower())
        return len(self.ids) + len(self.logins) - before


class ArchiveLake:
    """A lake in a temporary folder that archive files are loaded into."""

    def __init__(self, root: Path) -> None:
        self.lake = Lake(root)
        self.collector = DictCollector()

    def load(
        self, *targets: Path, suppressor: MemorySuppressor | None = None, max_bytes: int = 1 << 30
    ) -> list[FileResult]:
        with Engine(threads=2, memory_limit_mib=512) as engine:
            return ingest_files(
                self.lake,
                engine,
                discover(targets),
                suppressor=suppressor or MemorySuppressor(),
                max_bytes=max_bytes,
                collector=self.collector,
            )

    def rows(self, table: str) -> list[dict]:
        files = self.lake.files(table)
        tables = [pq.read_table(f, schema=TABLES[table].arrow) for f in files]
        rows = pa.concat_tables(tables).to_pylist() if tables else []
        return sorted(rows, key=lambda row: json.dumps(row, default=str, sort_keys=True))

    def content(self) -> dict[str, list[dict]]:
        return {table: self.rows(table) for table in ("events", "push_commits", "accounts", "repositories")}


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveLake:
    return ArchiveLake(tmp_path / "lake")


@pytest.fixture
def make_archive(tmp_path: Path) -> Callable[..., ArchiveLake]:
    return lambda name: ArchiveLake(tmp_path / name)


@pytest.fixture
def suppressing() -> type[MemorySuppressor]:
    return MemorySuppressor


@pytest.fixture
def write_hour(tmp_path: Path) -> Callable[..., Path]:
    """Write an archive file of events (values) or raw lines (bytes)."""

    def write(lines: Iterable[dict | bytes], name: str = "2025-09-01-7.json.gz") -> Path:
        path = tmp_path / "hours" / name
        path.parent.mkdir(exist_ok=True)
        raw = b"".join(
            (x if isinstance(x, bytes) else json.dumps(x, separators=(",", ":")).encode()) + b"\n" for x in lines
        )
        path.write_bytes(gzip.compress(raw, mtime=0) if name.endswith(".gz") else raw)
        return path

    return write


@pytest.fixture
def push() -> Callable[..., dict]:
    """Build a full-payload push, as the archive has it from 2015 to October 2025."""

    def build(event_id: int, *, login: str = "mira_k", account_id: int = 9_000_000_001, **other: object) -> dict:
        return {
            "id": str(event_id),
            "type": "PushEvent",
            "actor": {"id": account_id, "login": login, "display_login": login, "gravatar_id": ""},
            "repo": {"id": 77, "name": "example_org/engine", "url": "https://api.github.com/repos/example_org/engine"},
            "payload": {
                "push_id": event_id,
                "size": 1,
                "distinct_size": 1,
                "ref": "refs/heads/main",
                "commits": [
                    {
                        "sha": f"{event_id:040x}",
                        "author": {"name": "Mira Kesto", "email": f"{event_id:040x}@example.org"},
                        "message": f"Tune the cache {event_id}\n\nbody",
                        "distinct": True,
                    }
                ],
            },
            "public": True,
            "created_at": f"{date(2025, 9, 1)}T07:{event_id % 60:02d}:00Z",
            **other,
        }

    return build


@pytest.fixture(scope="session")
def servers() -> ModuleType:
    """Load the servers that the benchmarks measure with."""
    path = Path(__file__).parents[2] / "benchmarks" / "servers.py"
    spec = importlib.util.spec_from_file_location("servers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def store(servers) -> Iterator[Any]:
    """Start an S3-compatible server on loopback."""
    server = servers.StoreServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def cluster(servers, tmp_path_factory) -> Iterator[Any]:
    """Start a Spark cluster on loopback: one master, two workers."""
    found = servers.SparkCluster(tmp_path_factory.mktemp("spark"))
    yield found
    found.stop()
