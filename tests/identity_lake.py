"""Small lakes written as rows through the real lake, and what a resolution made of them as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from handiwork.catalog import Bots, Catalog, Ecosystem, KeyRepository
from handiwork.identity import resolve
from handiwork.identity.decisions import Decisions
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake, StagedFile
from handiwork.privacy.suppression import Suppressions

Row = Mapping[str, Any]
NOON = datetime(2024, 5, 1, 12)


def write_rows(lake: Lake, package: str, rows: Mapping[str, Iterable[Row]]) -> None:
    """Commit rows as one package; columns that a row does not name are None."""
    with lake.writing():
        folder = lake.staging(package)
        staged = {}
        for name, found in rows.items():
            listed = list(found)
            path = folder / f"{name}.parquet"
            pq.write_table(pa.Table.from_pylist(listed, TABLES[name].arrow), path)
            staged[name] = StagedFile(path, len(listed), "month=2024-05")
        lake.commit(PackageRecord("test", package, "complete"), staged, token="00")


def catalog_of(*repositories: KeyRepository, bots: Bots | None = None, name: str = "python-web") -> Catalog:
    """Return a catalogue with one ecosystem."""
    ecosystem = Ecosystem(name, "Web", "Web services.", tuple(repositories), {}, (), ())
    return Catalog((ecosystem,), bots or Bots(frozenset({"robo_r"}), (r"(?i:\bmachine$)",)), (), ())


@dataclass
class Resolved:
    """A resolution as lists of rows."""

    persons: list[dict[str, Any]]
    repos: list[dict[str, Any]]
    contributions: list[dict[str, Any]]
    links: list[dict[str, Any]]
    tables: tuple[pa.Table, ...]

    def keys(self) -> list[str]:
        return [p["key"] for p in self.persons]

    def person(self, key: str) -> dict[str, Any]:
        return next(p for p in self.persons if p["key"] == key)

    def repo(self, name: str) -> dict[str, Any]:
        return next(r for r in self.repos if r["name"] == name)

    def linked(self) -> list[tuple[str, str, str, float, list[str]]]:
        """Return (person key, account, status, strength, reasons) of every link."""
        keys = self.keys()
        return [
            (keys[k["person_id"]], k["account"], k["status"], k["strength"], [r["reason"] for r in k["reasons"]])
            for k in self.links
        ]

    def did(self, *columns: str) -> list[tuple[Any, ...]]:
        """Return (person key, repository, kind, then the columns) of every contribution, sorted."""
        keys, names = self.keys(), [r["name"] for r in self.repos]
        rows = [
            (keys[c["person_id"]], names[c["repo_no"]], c["kind"], *(c[x] for x in columns)) for c in self.contributions
        ]
        return sorted(rows, key=repr)


@dataclass
class LakeBuilder:
    """Collects rows, table by table, with defaults that make short tests readable."""

    root: Path
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def event(self, type_: str, actor: Any, repo: Any, **columns: Any) -> None:
        """Add an event; accounts and repositories are (id, name) or a name alone."""
        (actor_id, actor_login), (repo_id, repo_name) = _pair(actor), _pair(repo)
        given = {key: value for key, value in columns.items() if key not in ("author", "member")}
        for who in ("author", "member"):
            given[f"{who}_id"], given[f"{who}_login"] = _pair(columns.get(who))
        known = {"actor_id": actor_id, "actor_login": actor_login, "repo_id": repo_id, "repo_name": repo_name}
        number = len(self.rows["events"]) + 1
        base = {"type": type_, "event_id": number, "created_at": NOON, "era": "full"}
        self.rows["events"].append(base | known | given)

    def account(self, account: Any, kind: str | None = None, at: datetime = NOON) -> None:
        account_id, login = _pair(account)
        seen = {"first_seen_at": at, "last_seen_at": at}
        self.rows["accounts"].append({"account_id": account_id, "login": login, "kind": kind, **seen})

    def repository(self, repo: Any, at: datetime = NOON, **facts: Any) -> None:
        repo_id, name = _pair(repo)
        seen = {"first_seen_at": at, "last_seen_at": at, "facts_at": at if facts else None}
        self.rows["repositories"].append({"repo_id": repo_id, "repo_name": name, **seen, **facts})

    def pushed(self, repo: Any, sha: str, name: str | None, author: Any = None, **columns: Any) -> None:
        (repo_id, repo_name), (author_id, author_login) = _pair(repo), _pair(author)
        base = {"event_id": len(self.rows["push_commits"]) + 1, "pushed_at": NOON, "is_merge": False}
        known = {"repo_id": repo_id, "repo_name": repo_name, "sha": sha, "author_name": name}
        proved = {"author_id": author_id, "author_login": author_login, "subject": f"change {sha}"}
        self.rows["push_commits"].append(base | known | proved | columns)

    def author(self, repo: str, key: str, name: str | None = None, account: Any = None, **columns: Any) -> None:
        github_id, login = _pair(account)
        base = {"repo_name": repo, "author_key": key, "name": name, "login": login, "github_id": github_id}
        self.rows["authors"].append(base | {"is_bot": False, "joins": [], "same_as": []} | columns)

    def commit(self, repo: str, sha: str, author: str, role: str = "author", **columns: Any) -> None:
        """Add a credit, and the commit unless it is there."""
        if not any(c["repo_name"] == repo and c["sha"] == sha for c in self.rows["commits"]):
            base = {
                "repo_name": repo,
                "sha": sha,
                "authored_at": NOON,
                "committed_at": NOON,
                "subject": f"change {sha}",
            }
            shape = {"is_merge": False, "is_bulk": False, "n_files": 1, "paths": ["a.py"], "created_paths": []}
            self.rows["commits"].append(base | shape | columns)
        self.rows["credits"].append({"repo_name": repo, "sha": sha, "author_key": author, "role": role})

    def profile(self, account: str, name: str | None = None, **columns: Any) -> None:
        """Add a profile as an origin told it."""
        told = {"account": account, "name": name, "links": [], "seen_at": NOON, "source": f"https://{account}.example"}
        self.rows["profiles"].append(told | columns)

    def says(self, account: str, other: str, proof: str = "profile", at: datetime = NOON) -> None:
        """Add the statement of one account that another is the same person's."""
        source = f"https://{account}.example"
        self.rows["account_links"].append(
            {"account": account, "other": other, "proof": proof, "seen_at": at, "source": source}
        )

    def package(self, work: str, account: str, repo: str | None = None, proof: str = "metadata") -> None:
        """Add an owner of a package, and where it is made."""
        seen = {"seen_at": NOON, "source": f"https://packages.example/{work}"}
        self.rows["work_people"].append({"work": work, "account": account, "role": "owner"} | seen)
        if repo is not None:
            self.rows["work_repositories"].append({"work": work, "repo_name": repo, "proof": proof} | seen)

    def told(self, repo: str, key: str, account: tuple[int | None, str | None], at: datetime = NOON) -> None:
        """Add what GitHub says whose an author's commit is."""
        row = {"repo_name": repo, "author_key": key, "sha": "s1", "seen_at": at}
        self.rows["author_accounts"].append(row | {"account_id": account[0], "login": account[1]})

    def resolve(
        self,
        catalog: Catalog | None = None,
        suppressions: Suppressions | None = None,
        decisions: Decisions | None = None,
    ) -> Resolved:
        lake = Lake(self.root)
        write_rows(lake, "world", self.rows)
        return resolved(lake, catalog, suppressions, decisions=decisions)


def resolved(
    lake: Lake,
    catalog: Catalog | None = None,
    suppressions: Suppressions | None = None,
    *,
    threads: int = 1,
    decisions: Decisions | None = None,
) -> Resolved:
    """Resolve a lake and return rows."""
    given = {"catalog": catalog or catalog_of(), "suppressions": suppressions or Suppressions()}
    with Engine(threads=threads, memory_limit_mib=512) as engine:
        found = resolve(engine, lake, **given, decisions=decisions)
        tables = tuple(engine.arrow(t) for t in (found.persons, found.repos, found.contributions, found.links))
    return Resolved(*(t.to_pylist() for t in tables), tables)


def _pair(value: Any) -> tuple[int | None, str | None]:
    return value if isinstance(value, tuple) else (None, value)
