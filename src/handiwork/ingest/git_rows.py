"""Rows of one history as Parquet files: which commits are kept, what they changed, who is credited.

A commit is a mass change (``is_bulk``) if it changes more than 50 files, or if it changes more than 20 files,
adds and removes none, and its subject speaks of formatting, renaming, licences or the like. Merges never are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from handiwork.ingest.git_history import ROLES, History
from handiwork.lake.schema import TABLES
from handiwork.lake.store import StagedFile
from handiwork.model.progress import Collector
from handiwork.privacy.addresses import scrub
from handiwork.sources.git import GitRepository, RawChange

__all__ = ["CHANGE_COLUMNS", "MOST_PATHS", "Package", "is_mass_change", "write_package"]

MOST_PATHS = 200
"""Most paths kept for one commit."""

CHANGE_COLUMNS: tuple[str, ...] = (
    "sha", "n_files", "paths", "created_paths", "additions", "deletions", "is_bulk"
)  # fmt: skip
"""Columns of commits that never change for a sha: what a later load takes over from an earlier one."""

_MANY_FILES = 50
_SOME_FILES = 20
_MECHANICAL = re.compile(
    r"\b(?:re-?)?(?:format(?:s|ted|ter|ting)?|indent(?:s|ed|ing|ation)?|renam(?:e|es|ed|ing)|spell(?:ing)?|typos?"
    r"|copyrights?|licen[cs]es?|headers?|white ?spaces?|trailing|tabs|newlines|line endings?|lint(?:s|er|ing)?"
    r"|black|ruff|isort|flake8|yapf|autopep8|pep ?8|pyupgrade|flynt|2to3|prettier|eslint|clang-format|rustfmt|gofmt"
    r"|future imports?|codemod|automatic(?:ally)?|mass|bulk)\b",
    re.IGNORECASE,
)
_Places = npt.NDArray[np.int64]

_BATCH = 16_384
_PARTITION = "origin=git"


@dataclass(frozen=True, slots=True)
class Package:
    """What is written for one repository.

    Attributes
    ----------
    repository
        Where to read what commits changed.
    history
        Its history.
    is_kept
        For each author whether they may be stored; bool, one for each author.
    same_as
        For each author the authors of other histories they are, sorted.
    with_sizes
        Whether lines are counted.
    earlier
        Rows of an earlier load with :data:`CHANGE_COLUMNS`; empty if there is none.
    """

    repository: GitRepository
    history: History
    is_kept: npt.NDArray[np.bool_]
    same_as: tuple[tuple[str, ...], ...]
    with_sizes: bool
    earlier: pa.Table


def is_mass_change(statuses: Iterable[str], subject: str) -> bool:
    """Return whether a commit changes more than one person edits by hand.

    Parameters
    ----------
    statuses
        Git's status letter of each changed file: A, M, D or T.
    subject
        The commit's subject.

    Examples
    --------
    >>> is_mass_change("M" * 30, "Run black"), is_mass_change("M" * 30, "Rework the scheduler")
    (True, False)
    """
    found = list(statuses)
    if len(found) > _MANY_FILES:
        return True
    return len(found) > _SOME_FILES and set(found) == {"M"} and _MECHANICAL.search(subject) is not None


def write_package(package: Package, folder: Path, collector: Collector) -> tuple[dict[str, StagedFile], dict[str, int]]:
    """Write the three tables of one repository.

    Parameters
    ----------
    package
        What to write.
    folder
        An empty staging folder.
    collector
        Told ``commits`` as they are written.

    Returns
    -------
    tuple
        For each table its file, and whole numbers by name for the record.

    Raises
    ------
    NotARepositoryError
        If objects are missing or damaged.
    """
    kept_credits = package.is_kept[package.history.credits.author]
    is_kept_commit = _kept_commits(package.history, kept_credits)
    kept_credits &= is_kept_commit[package.history.credits.commit]
    commits = package.history.commits.filter(pa.array(is_kept_commit))
    written = {
        "commits": _write("commits", folder, _commit_batches(package, commits, collector)),
        "credits": _write("credits", folder, [_credit_rows(package, kept_credits)]),
        "authors": _write("authors", folder, [_author_rows(package, kept_credits)]),
    }
    return written, _counts(package, commits, kept_credits)


# --- private ---


def _kept_commits(history: History, kept_credits: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return for each commit whether somebody who wrote it may be stored."""
    is_kept = np.zeros(history.commits.num_rows, dtype=bool)
    wrote = history.credits.role < ROLES.index("reviewer")
    is_kept[history.credits.commit[kept_credits & wrote]] = True
    return is_kept


def _write(table: str, folder: Path, batches: Iterable[pa.Table]) -> StagedFile:
    path, n_rows = folder / f"{table}.parquet", 0
    with pq.ParquetWriter(path, TABLES[table].arrow, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(batch)
            n_rows += batch.num_rows
    return StagedFile(path, n_rows, _PARTITION)


def _commit_batches(package: Package, commits: pa.Table, collector: Collector) -> Iterator[pa.Table]:
    place = pc.index_in(commits.column("sha"), package.earlier.column("sha")).fill_null(-1)
    known: _Places = place.to_numpy()
    is_merge = commits.column("is_merge").to_numpy(zero_copy_only=False)
    shas = list(map(str, commits.column("sha").filter(pa.array((known < 0) & ~is_merge)).to_pylist()))
    changes = package.repository.changes(shas, with_sizes=package.with_sizes) if shas else iter(())
    for start in range(0, commits.num_rows, _BATCH):
        batch = commits.slice(start, _BATCH)
        rows = _with_changes(package, batch, known[start : start + _BATCH], changes)
        collector.update("commits", batch.num_rows)
        yield _typed("commits", rows.append_column("repo_name", _repeated(package, rows.num_rows)))


def _with_changes(package: Package, batch: pa.Table, known: _Places, changes: Iterator[RawChange]) -> pa.Table:
    """Add to a batch of commits what each changed: from the earlier load, or from git."""
    is_known = known >= 0
    taken = package.earlier.take(known[is_known])
    fresh = _fresh_rows(batch.filter(pa.array(~is_known)), changes, with_sizes=package.with_sizes)
    both = pa.concat_tables([taken, fresh])
    place = np.empty(batch.num_rows, dtype=np.int64)
    place[is_known] = np.arange(taken.num_rows)
    place[~is_known] = np.arange(taken.num_rows, batch.num_rows)
    added = both.take(place).drop_columns(["sha"])
    for name in added.column_names:
        batch = batch.append_column(name, added.column(name))
    return batch


def _fresh_rows(batch: pa.Table, changes: Iterator[RawChange], *, with_sizes: bool) -> pa.Table:
    columns: dict[str, list[Any]] = {name: [] for name in CHANGE_COLUMNS}
    for told in batch.select(["sha", "is_merge", "subject"]).to_pylist():
        sha, is_merge, subject = str(told["sha"]), told["is_merge"], str(told["subject"])
        change = RawChange(sha, [], *((0, 0) if with_sizes else (None, None))) if is_merge else next(changes)
        assert change.sha == sha
        for name, value in zip(CHANGE_COLUMNS, _change_row(change, subject), strict=True):
            columns[name].append(value)
    schema = _change_schema()
    return pa.table({field.name: pa.array(columns[field.name], field.type) for field in schema}, schema=schema)


def _change_row(change: RawChange, subject: str) -> tuple[Any, ...]:
    files = sorted((scrub(path), status) for status, path in change.files)
    kept = files[:MOST_PATHS]
    return (
        change.sha,
        len(files),
        [path for path, _status in kept],
        [path for path, status in kept if status == "A"],
        change.additions,
        change.deletions,
        is_mass_change((status for _path, status in files), subject),
    )


def _change_schema() -> pa.Schema:
    return pa.schema([TABLES["commits"].arrow.field(name) for name in CHANGE_COLUMNS])


def _credit_rows(package: Package, kept: npt.NDArray[np.bool_]) -> pa.Table:
    found = package.history.credits
    rows = {
        "sha": package.history.commits.column("sha").take(found.commit[kept]),
        "author_key": pa.array(package.history.keys, pa.string()).take(found.author[kept]),
        "role": pa.array(ROLES, pa.string()).take(found.role[kept]),
        "repo_name": _repeated(package, int(kept.sum())),
    }
    return _typed("credits", pa.table(rows))


def _author_rows(package: Package, kept_credits: npt.NDArray[np.bool_]) -> pa.Table:
    history = package.history
    named = sorted(set(history.credits.author[kept_credits].tolist()), key=lambda a: history.keys[a])
    authors = [history.authors[a] for a in named]
    rows: dict[str, Any] = {
        "repo_name": _repeated(package, len(named)),
        "author_key": [history.keys[a] for a in named],
        "name": [a.name for a in authors],
        "login": [a.login for a in authors],
        "github_id": [a.github_id for a in authors],
        "is_bot": [a.is_bot for a in authors],
        "joins": [list(a.joins) for a in authors],
        "same_as": [list(package.same_as[a]) for a in named],
    }
    schema = TABLES["authors"].arrow
    return pa.table({field.name: pa.array(rows[field.name], field.type) for field in schema}, schema=schema)


def _repeated(package: Package, n_rows: int) -> pa.StringArray:
    return pa.repeat(pa.scalar(package.repository.repo_name, pa.string()), n_rows)


def _typed(table: str, rows: pa.Table) -> pa.Table:
    schema = TABLES[table].arrow
    return rows.select(schema.names).cast(schema)


def _counts(package: Package, commits: pa.Table, kept_credits: npt.NDArray[np.bool_]) -> dict[str, int]:
    history = package.history
    named: Sequence[int] = np.unique(history.credits.author[kept_credits]).tolist()
    return {
        "commits": commits.num_rows,
        "merges": int(pc.sum(commits.column("is_merge")).as_py() or 0),
        "with_number": commits.num_rows - commits.column("number").null_count,
        "credits": int(kept_credits.sum()),
        "authors": len(named),
        "authors_with_login": sum(history.authors[a].login is not None for a in named),
        "bots": sum(history.authors[a].is_bot for a in named),
    }
