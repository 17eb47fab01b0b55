"""Small git histories for tests, written by ``git fast-import``; and lakes they are loaded into."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from handiwork.catalog.bots import Bots
from handiwork.ingest.git import GitOptions, ingest_git
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import DictCollector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.git import GitTarget

NOON_S = 1_700_000_000
BOTS = Bots(frozenset({"robo_r"}), (r"(?i:\bmachine$)",))
ADA = "Ada Lind <ada@example.org>"


def git(folder: Path, *arguments: str) -> str:
    """Run git on a repository as a user would, and return what it prints."""
    quiet = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "protocol.file.allow=always", *arguments],
        check=True,
        capture_output=True,
        env=os.environ | quiet,
    )
    return done.stdout.decode()


@dataclass
class _Commit:
    message: bytes
    by: bytes
    at_s: int
    files: dict[bytes, bytes | None]
    parents: tuple[int, ...]


@dataclass
class History:
    """Commits one after the other; a commit is known by its number, from 1."""

    commits: list[_Commit] = field(default_factory=list)

    def commit(
        self,
        message: str | bytes,
        *,
        by: str | bytes = ADA,
        files: dict | None = None,
        parents: Sequence[int] | None = None,
        at_s: int | None = None,
    ) -> int:
        """Add a commit; by default on top of the last one, an hour later, with one new file."""
        number = len(self.commits) + 1
        files = {f"file{number}.py": f"{number}\n"} if files is None else files
        self.commits.append(
            _Commit(
                _bytes(message),
                _bytes(by),
                NOON_S + 3600 * number if at_s is None else at_s,
                {_bytes(path): None if text is None else _bytes(text) for path, text in files.items()},
                tuple(parents) if parents is not None else ((number - 1,) if number > 1 else ()),
            )
        )
        return number

    def write(self, folder: Path, n_commits: int | None = None) -> Path:
        """Write the first commits as a bare repository whose HEAD is the last of them."""
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "HEAD").exists():
            git(folder, "init", "-q", "--bare", "-b", "main")
        written = self.commits[: n_commits or len(self.commits)]
        stream = b"".join(self._told(number, commit) for number, commit in enumerate(written, start=1))
        stream += f"reset refs/heads/main\nfrom :{len(written)}\n".encode()
        subprocess.run(
            ["git", "-C", str(folder), "fast-import", "--quiet", "--force"],
            input=stream,
            check=True,
            capture_output=True,
        )
        return folder

    def shas(self, folder: Path) -> list[str]:
        """Return all commit ids reachable from HEAD, oldest first."""
        return git(folder, "rev-list", "--reverse", "--topo-order", "HEAD").split()

    @staticmethod
    def _told(number: int, commit: _Commit) -> bytes:
        lines = [
            f"commit refs/temp/{number}\nmark :{number}".encode(),
            b"author %s %d +0000" % (commit.by, commit.at_s),
            b"committer Cy Mill <cy@example.org> %d +0000" % commit.at_s,
            b"data %d\n%s" % (len(commit.message), commit.message),
            *(f"{'merge' if i else 'from'} :{p}".encode() for i, p in enumerate(commit.parents)),
        ]
        for path, text in commit.files.items():
            if text is None:
                lines.append(b"D " + path)
            else:
                lines.append(b"M 100644 inline %s\ndata %d\n%s" % (path, len(text), text))
        return b"\n".join(lines) + b"\n\n"


class GitLake:
    """A lake that git histories are loaded into."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lake = Lake(root / "lake")
        self.collector = DictCollector()

    def load(
        self,
        *targets: Path | str | GitTarget,
        suppressions: Suppressions | None = None,
        sizes: str = "auto",
        bots: Bots = BOTS,
    ) -> list[PackageRecord]:
        """Load targets as one call."""
        return ingest_git(
            self.lake,
            [t if isinstance(t, GitTarget) else GitTarget(str(t)) for t in targets],
            suppressions=suppressions or Suppressions(),
            bots=bots,
            options=GitOptions(self.root / "mirrors", sizes),
            collector=self.collector,
        )

    def rows(self, table: str) -> list[dict]:
        """Return all rows of a table in stored order."""
        tables = [pq.read_table(file, partitioning=None) for file in self.lake.files(table)]
        return pa.concat_tables(tables).to_pylist() if tables else []

    def by_sha(self) -> dict[str, dict]:
        """Return the commits by id."""
        return {row["sha"]: row for row in self.rows("commits")}

    def credited(self) -> dict[str, list[tuple[str, str | None]]]:
        """Return for each subject the roles and the names of who is credited."""
        names = {(a["repo_name"], a["author_key"]): a["name"] for a in self.rows("authors")}
        subjects = {(c["repo_name"], c["sha"]): c["subject"] for c in self.rows("commits")}
        found: dict[str, list] = {subject: [] for subject in subjects.values()}
        for row in self.rows("credits"):
            name = names[row["repo_name"], row["author_key"]]
            found[subjects[row["repo_name"], row["sha"]]].append((row["role"], name))
        return found

    def content(self) -> dict[str, list[dict]]:
        """Return all rows of all git tables."""
        return {table: self.rows(table) for table in ("commits", "credits", "authors")}

    def written(self) -> bytes:
        """Return everything that stands in the lake's folder, Parquet both raw and as text, and what was told."""
        files = [p.read_bytes() for p in sorted(self.lake.root.rglob("*")) if p.is_file()]
        told = [*self.collector.notes, str(self.collector.counts), str(self.content())]
        return b"\n".join(files) + "\n".join(told).encode()


def unpack(folder):
    """Make every object of a repository a file of its own."""
    for pack in (folder / "objects" / "pack").glob("*.pack"):
        moved = pack.rename(folder / pack.name)
        pack.with_suffix(".idx").unlink()
        with moved.open("rb") as stream:
            subprocess.run(["git", "-C", str(folder), "unpack-objects", "-q"], stdin=stream, check=True)


def remove_object(folder, name):
    """Lose one object of a repository."""
    unpack(folder)
    lost = git(folder, "rev-parse", name).strip()
    (folder / "objects" / lost[:2] / lost[2:]).unlink()


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
