"""Loading git histories into the lake: commits, credits and authors, each repository committed whole.

Loaded is every commit reachable from ``HEAD``. A repository whose ``HEAD`` is the loaded one is left alone; of
one that has grown only the new commits' paths are read, and the result is that of loading it from nothing.

::

    open ──► read all messages ──► group author lines ──► link authors of all targets ──► read new paths ──► commit
    (mirror)     git_message           git_authors               git_links                   git_rows
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from handiwork.catalog.bots import Bots
from handiwork.errors import HandiworkError, InputError, UsageError
from handiwork.ingest.git_history import History, read_history
from handiwork.ingest.git_links import Links
from handiwork.ingest.git_rows import CHANGE_COLUMNS, Package, write_package
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake, StagedFile
from handiwork.model.progress import Collector
from handiwork.privacy.addresses import scrub
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.git import GitRepository, GitTarget, open_repository

__all__ = ["ORIGIN", "RULES", "GitOptions", "GitTarget", "ingest_git"]

ORIGIN = "git"
"""Name of this origin in the manifest."""

RULES = 1
"""Version of how commits are read; a package loaded by other rules is loaded anew."""

_SIZES = ("auto", "always", "never")
_MOST_COMMITS_TO_MEASURE = 20_000


@dataclass(frozen=True, slots=True)
class GitOptions:
    """How histories are loaded.

    Attributes
    ----------
    mirrors
        Folder for the clones of addresses.
    sizes
        Whether added and deleted lines are counted: ``always``, ``never``, or ``auto``: where file contents
        are on disk and there are at most 20,000 commits.
    """

    mirrors: Path
    sizes: str = "auto"

    def __post_init__(self) -> None:
        if self.sizes not in _SIZES:
            raise UsageError(f"sizes is {self.sizes!r}: use one of {', '.join(_SIZES)}")


def ingest_git(
    lake: Lake,
    targets: Sequence[GitTarget],
    *,
    suppressions: Suppressions,
    bots: Bots,
    options: GitOptions,
    collector: Collector,
) -> list[PackageRecord]:
    """Load histories; what cannot be loaded does not keep the others from it.

    Parameters
    ----------
    lake
        Where to; its writers' lock is held throughout.
    targets
        Folders and addresses. The order does not matter, except that records come in it.
    suppressions
        Accounts whose author rows and credits, and the commits that are theirs alone, are not loaded.
    bots
        What tells machines, whose authors are marked.
    options
        Where mirrors are, whether lines are counted.
    collector
        Told ``commits`` as they are written, and a note for each repository.

    Returns
    -------
    list of PackageRecord
        One for each target, in their order. ``details["load"]`` says ``loaded``, ``updated`` or ``unchanged``.
        A target that failed has the status ``failed``, is not committed, and says why in
        ``details["problem"]``, with the class of the error and its exit code; what the lake had of it stays.

    Raises
    ------
    LockedError
        If another process is writing to the lake.
    """
    with lake.writing():
        run = _Run(lake, suppressions, bots, options, collector)
        for place, target in enumerate(targets):
            run.open(place, target)
        run.read()
        run.load()
    return [run.records[place] for place in range(len(targets))]


# --- private ---


@dataclass(frozen=True, slots=True)
class _Job:
    """One opened target: its place in the call, what it would be loaded from, what the lake has of it."""

    place: int
    repository: GitRepository
    source: dict[str, Any]
    earlier: PackageRecord | None

    @property
    def is_known(self) -> bool:
        """Whether the lake has exactly this, apart from links."""
        ignored = {"location": ""}
        return self.earlier is not None and {**self.earlier.source, **ignored} == {**self.source, **ignored}


class _Run:
    """One call: jobs by repository name, histories, and a record for each place."""

    def __init__(
        self, lake: Lake, suppressions: Suppressions, bots: Bots, options: GitOptions, collector: Collector
    ) -> None:
        self.lake, self.suppressions, self.bots = lake, suppressions, bots
        self.options, self.collector = options, collector
        self.records: dict[int, PackageRecord] = {}
        self.jobs: dict[str, _Job] = {}
        self.histories: dict[str, History] = {}
        self.total = 0

    def open(self, place: int, target: GitTarget) -> None:
        """Open one target; clones and fetches where it is an address."""
        label = _label(target)
        self.collector.note(f"opening {label}")
        try:
            repository = open_repository(target, self.options.mirrors)
            if repository.repo_name in self.jobs:
                raise InputError(f"{repository.repo_name} is named twice: give each repository once")
        except HandiworkError as error:
            self._fail(place, label, error)
            return
        earlier = self.lake.record(ORIGIN, repository.repo_name)
        self.jobs[repository.repo_name] = _Job(place, repository, self._source(repository), earlier)

    def read(self) -> None:
        """Read every history, unless nothing at all is new: one that is new may link to any other."""
        names = set(self.jobs)
        if all(job.is_known and names <= _linked(job.earlier) for job in self.jobs.values()):
            for job in self.jobs.values():
                self._unchanged(job)
            self.jobs.clear()
        for name, job in list(self.jobs.items()):
            self.collector.note(f"reading {name}")
            try:
                self.histories[name] = read_history(job.repository, bots=self.bots)
            except HandiworkError as error:
                self._fail(job.place, name, error)
                del self.jobs[name]

    def load(self) -> None:
        """Write and commit what is new."""
        links = Links(self.histories, self.suppressions)
        for name, job in self.jobs.items():
            same_as = _with_earlier_links(self.lake, job, self.histories[name], links.same_as(name), set(self.jobs))
            package = self._package(job, links, same_as)
            if job.is_known and set(self.jobs) <= _linked(job.earlier) and self._has_links(job, package):
                self._unchanged(job)
                continue
            try:
                self.records[job.place] = self._committed(job, package)
            except HandiworkError as error:
                self._fail(job.place, name, error)

    def _source(self, repository: GitRepository) -> dict[str, Any]:
        return {
            "location": repository.label,
            "head": repository.head,
            "mailmap": repository.mailmap,
            "partial": repository.is_partial,
            "sizes": self.options.sizes,
            "suppressions": self.suppressions.fingerprint,
            "bots": _fingerprint(*sorted(self.bots.logins), *self.bots.name_patterns),
            "rules": RULES,
        }

    def _package(self, job: _Job, links: Links, same_as: tuple[tuple[str, ...], ...]) -> Package:
        history = self.histories[job.repository.repo_name]
        with_sizes = self._with_sizes(job, history)
        return Package(
            repository=job.repository,
            history=history,
            is_kept=links.is_kept(job.repository.repo_name),
            same_as=same_as,
            with_sizes=with_sizes,
            earlier=_earlier_changes(self.lake, job.earlier, with_sizes=with_sizes),
        )

    def _with_sizes(self, job: _Job, history: History) -> bool:
        if self.options.sizes == "auto":
            return not job.repository.is_partial and history.commits.num_rows <= _MOST_COMMITS_TO_MEASURE
        return self.options.sizes == "always"

    def _has_links(self, job: _Job, package: Package) -> bool:
        """Whether the lake has the same links for the same authors already."""
        rows = _earlier_rows(self.lake, job.earlier, "authors", ["author_key", "same_as"]).to_pylist()
        links = dict(zip(package.history.keys, map(list, package.same_as), strict=True))
        return all(links.get(row["author_key"]) == row["same_as"] for row in rows)

    def _committed(self, job: _Job, package: Package) -> PackageRecord:
        name = job.repository.repo_name
        if package.with_sizes and job.repository.is_partial:
            raise InputError(f"{name} is a clone without file contents, so lines cannot be counted: use sizes 'auto'")
        self.total += package.history.commits.num_rows
        self.collector.update("commits", 0, self.total)
        files, counts = write_package(package, self.lake.staging(f"git-{name}"), self.collector)
        first, last = _span(files["commits"])
        record = PackageRecord(
            origin=ORIGIN,
            package=name,
            status="complete",
            source=job.source,
            counts=counts,
            first_at=first,
            last_at=last,
            details={
                "reachable_from": "HEAD",
                "with_sizes": package.with_sizes,
                "linked_with": sorted(_linked(job.earlier) | set(self.jobs)),
            },
        )
        done = self.lake.commit(record, files, token=_token(files))
        load = "updated" if job.earlier else "loaded"
        self.collector.note(f"{load} {name}")
        return replace(done, details={**done.details, "load": load})

    def _unchanged(self, job: _Job) -> None:
        assert job.earlier is not None
        self.collector.note(f"unchanged {job.repository.repo_name}")
        self.records[job.place] = replace(job.earlier, details={**job.earlier.details, "load": "unchanged"})

    def _fail(self, place: int, label: str, error: HandiworkError) -> None:
        problem = scrub(str(error))
        self.collector.note(f"failed {label}: {problem}")
        details = {"problem": problem, "error": type(error).__name__, "exit_code": error.exit_code, "load": "failed"}
        self.records[place] = PackageRecord(ORIGIN, label, "failed", details=details)


def _label(target: GitTarget) -> str:
    """Return what to call a target before its name is known: no path of this machine, no user, no password."""
    if target.repo_name:
        return scrub(target.repo_name)
    has_host = target.is_url and target.url_label != "local"
    return target.url_label if has_host else scrub(Path(target.location).name)


def _linked(record: PackageRecord | None) -> set[str]:
    """Return the repositories whose authors a package was compared with, itself among them."""
    return set(record.details.get("linked_with", ())) if record else set()


def _earlier_rows(lake: Lake, record: PackageRecord | None, table: str, columns: Sequence[str]) -> pa.Table:
    """Return columns of what an earlier load wrote; empty but typed where it wrote nothing."""
    paths = [f.path for f in record.files if f.table == table] if record else []
    schema = pa.schema([TABLES[table].arrow.field(name) for name in columns])
    found = []
    for path in paths:
        with suppress(FileNotFoundError):
            found.append(pq.read_table(lake.open(path), columns=list(columns), partitioning=None))
    return pa.concat_tables([schema.empty_table(), *(t.select(schema.names).cast(schema) for t in found)])


def _earlier_changes(lake: Lake, record: PackageRecord | None, *, with_sizes: bool) -> pa.Table:
    """Return what an earlier load knows of each commit's paths, as far as this load can use it."""
    had_sizes = record is not None and record.details.get("with_sizes", False)
    is_usable = record is not None and record.source.get("rules") == RULES and (had_sizes or not with_sizes)
    rows = _earlier_rows(lake, record if is_usable else None, "commits", [*CHANGE_COLUMNS, "is_merge"])
    rows = rows.filter(pc.invert(rows.column("is_merge"))).drop_columns(["is_merge"])
    if had_sizes and not with_sizes:
        for name in ("additions", "deletions"):
            unknown = pa.nulls(rows.num_rows, rows.schema.field(name).type)
            rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), unknown)
    return rows


def _with_earlier_links(
    lake: Lake, job: _Job, history: History, same_as: tuple[tuple[str, ...], ...], present: set[str]
) -> tuple[tuple[str, ...], ...]:
    """Add the links an earlier load found to repositories that are not part of this call."""
    rows = _earlier_rows(lake, job.earlier, "authors", ["author_key", "same_as"]).to_pylist()
    kept = {
        row["author_key"]: [link for link in row["same_as"] or () if link.partition("#")[0] not in present]
        for row in rows
    }
    return tuple(tuple(sorted({*found, *kept.get(key, ())})) for key, found in zip(history.keys, same_as, strict=True))


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _token(files: dict[str, StagedFile]) -> str:
    """Return a name for the content of all files."""
    digest = hashlib.sha256()
    for _table, file in sorted(files.items()):
        with file.path.open("rb") as handle:
            digest.update(hashlib.file_digest(handle, "sha256").digest())
    return digest.hexdigest()[:16]


def _span(commits: StagedFile) -> tuple[str | None, str | None]:
    """Return the first and last commit date, ISO 8601."""
    at = pq.read_table(commits.path, columns=["committed_at"], partitioning=None).column(0)
    first, last = pc.min(at).as_py(), pc.max(at).as_py()
    return (first.isoformat() if first else None, last.isoformat() if last else None)
