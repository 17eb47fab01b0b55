"""A person's own work in one repository on disk: commits read, compared on all cores, attributed, followed."""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Self

from handiwork.errors import NotARepositoryError, UsageError
from handiwork.model.changes import NO_BLOB, ChangedFile, CommitNode, Hunk

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.model.progress import Collector
    from handiwork.signals.own.attributing import Attribution
    from handiwork.signals.own.choosing import Chosen
    from handiwork.signals.own.nouns import FileFacts
    from handiwork.signals.own.tracking import LineFates
    from handiwork.sources.git import GitRepository

__all__ = ["OwnReader", "RepositoryWork", "Wanted", "parse_target"]

_CHUNK_BYTES = 1_000_000
_WORTH_A_PROCESS_BYTES = 1_500_000
_MOST_SINGLE_DIFFS = 2_000
_Pair = tuple[str, str, bool]
_Task = tuple[str, bytes, bytes, list[Hunk], bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of one repository.

    Attributes
    ----------
    repository
        Opened.
    shas
        The person's commits; those that the repository does not have are counted as absent.
    since
        Only commits written on or after this day, UTC; None for all.
    fetch
        Whether contents that are not on disk are fetched.
    """

    repository: "GitRepository"
    shas: frozenset[str]
    since: date | None = None
    fetch: bool = False

    @property
    def since_s(self) -> int | None:
        """When that day begins, seconds since 1970."""
        day = self.since
        return None if day is None else int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class RepositoryWork:
    """A person's own work in one repository.

    Attributes
    ----------
    repo_name
        owner/name.
    revision
        The newest commit.
    n_commits, n_absent, n_counted
        Their commits that were looked at; those this copy does not reach; those that may count and change Python.
    found
        Functions and lines that are their own.
    fates
        What became of the lines.
    change_of
        For each commit the change it is a part of.
    nodes
        Every commit of the repository, parents first; the last is the newest.
    files
        Changed Python files of every commit.
    """

    repo_name: str
    revision: str
    n_commits: int
    n_absent: int
    n_counted: int
    found: "Attribution"
    fates: "LineFates"
    change_of: Mapping[str, str]
    nodes: Sequence[CommitNode]
    files: Mapping[str, Sequence[ChangedFile]]

    @property
    def now_s(self) -> int:
        """The newest commit's date, seconds since 1970."""
        return self.nodes[-1].committed_s


def parse_target(text: str) -> tuple[str, str | None]:
    """Return the folder and the ``owner/name`` that a flag ``PATH[=owner/name]`` names.

    Raises
    ------
    UsageError
        If it is an address: a repository on disk is needed.

    Examples
    --------
    >>> parse_target("clones/engine=octo_org/engine"), parse_target("engine")
    (('clones/engine', 'octo_org/engine'), ('engine', None))
    """
    from handiwork.sources.git_target import GitTarget

    path, sign, name = text.rpartition("=")
    if not sign or Path(text).exists():
        path, name = text, ""
    target = GitTarget(path, name or None)
    target.check()
    if target.is_url:
        raise UsageError(f"{target.url_label} is an address: clone it, then give the folder: --repo PATH=owner/name")
    return path, name or None


class OwnReader:
    """Reads repositories one after the other; a context manager that ends its processes.

    Parameters
    ----------
    cache
        File in which what changes show is kept by blobs.
    collector
        Told of progress.
    workers
        Processes; None for one per processor.
    """

    def __init__(self, cache: Path, *, collector: "Collector", workers: int | None = None) -> None:
        self._cache, self._collector = cache, collector
        self._workers = workers or os.cpu_count() or 1
        self._open = ExitStack()
        self._pool: Executor | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_told: object) -> None:
        """End its processes."""
        self._open.close()

    def read(self, wanted: Wanted) -> RepositoryWork:
        """Return a person's own work in one repository.

        Raises
        ------
        NotARepositoryError
            If the repository is damaged, or contents are not on disk and may not be fetched.
        SourceError
            If they cannot be fetched.

        Notes
        -----
        One pass over the graph and one over the names of changed files, one over the hunks of the person's commits and
        of those that later touched the same files; each content is read once.
        """
        from handiwork.signals.own.attributing import OwnCommit, attribute, changes_by_merge
        from handiwork.signals.own.choosing import choose, theirs
        from handiwork.sources.git_changes import graph

        repository = wanted.repository
        self._collector.note(f"reading {repository.repo_name}")
        nodes = list(graph(repository.git, repository.head))
        own = theirs(nodes, wanted.shas, wanted.since_s)
        files = _files(wanted, nodes, own)
        chosen = choose(nodes, files, own)
        facts = self._facts(repository, chosen)
        commits = [OwnCommit(node, tuple((f, facts[_pair(f)]) for f in kept)) for node, kept in chosen.commits]
        change_of = changes_by_merge(nodes)
        found = attribute(repository.repo_name, commits, change_of)
        left_out = dict(sorted((chosen.left_out + Counter(found.left_out)).items()))
        found = replace(found, left_out=left_out)
        fates = _fates(repository, nodes, files, found)
        reachable = {node.sha for node in nodes}
        return RepositoryWork(
            repo_name=repository.repo_name,
            revision=repository.head,
            n_commits=len(own),
            n_absent=len(wanted.shas - reachable),
            n_counted=len(chosen.commits),
            found=found,
            fates=fates,
            change_of=change_of,
            nodes=nodes,
            files=files,
        )

    def _facts(self, repository: "GitRepository", chosen: "Chosen") -> "dict[_Pair, FileFacts]":
        """Return what each change of a file shows, from the cache where it is known."""
        from handiwork.signals.own.nouns import FORMAT, decoded
        from handiwork.state.fact_cache import FactCache

        pairs = {_pair(file): _key(_pair(file)) for _node, kept in chosen.commits for file in kept}
        with FactCache(self._cache, version=f"own {FORMAT}") as cache:
            known = cache.get(pairs.values())
            self._collector.update("changes", len(known), len(pairs))
            missing = {pair for pair, key in pairs.items() if key not in known}
            for some in self._compared(repository, chosen, missing):
                cache.put(some)
                known.update(some)
                self._collector.update("changes", len(some))
        return {pair: decoded(known[key]) for pair, key in pairs.items()}

    def _compared(
        self, repository: "GitRepository", chosen: "Chosen", missing: "Collection[_Pair]"
    ) -> Iterator[dict[str, bytes]]:
        from handiwork.sources.git_changes import hunks_of

        if not missing:
            return
        touched = [node for node, kept in chosen.commits if any(_pair(f) in missing for f in kept)]
        wanted = {pair[:2] for pair in missing}
        hunks = {(old, new): found for old, new, found in hunks_of(repository.git, touched) if (old, new) in wanted}
        ordered = dict.fromkeys(_pair(f) for f in _by_path(chosen) if _pair(f) in missing)
        running: set[Future[dict[str, bytes]]] = set()
        for chunk, is_last in _chunks(repository, list(ordered), hunks):
            if is_last and not running and _size(chunk) < _WORTH_A_PROCESS_BYTES:
                yield _facts_of(chunk)
                return
            running.add(self._processes().submit(_facts_of, chunk))
            if len(running) > self._workers + 1:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in wait(running).done)

    def _processes(self) -> Executor:
        if self._pool is None:
            pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
            self._pool = self._open.enter_context(pool)
        return self._pool


# --- private ---


def _pair(file: ChangedFile) -> _Pair:
    from handiwork.signals.own.exclusions import is_test_path

    return file.old_blob, file.blob, is_test_path(file.path)


def _key(pair: _Pair) -> str:
    return f"{pair[0]}..{pair[1]}{'t' if pair[2] else ''}"


def _by_path(chosen: "Chosen") -> list[ChangedFile]:
    """Return the changes of each file one after the other, so that a content is parsed once for two of them."""
    files = [(file.path, place, file) for place, (_node, kept) in enumerate(chosen.commits) for file in kept]
    return [file for _path, _place, file in sorted(files, key=lambda f: f[:2])]


def _chunks(
    repository: "GitRepository", pairs: list[_Pair], hunks: Mapping[tuple[str, str], list[Hunk]]
) -> Iterator[tuple[list[_Task], bool]]:
    """Yield pairs with their contents in chunks, and whether it is the last."""
    from handiwork.signals.own.units import MOST_BYTES
    from handiwork.sources.git_changes import contents

    wanted = [blob for old, new, _ in pairs for blob in (old, new) if blob != NO_BLOB]
    read = contents(repository.git, wanted, most_bytes=MOST_BYTES)
    chunk: list[_Task] = []
    for place, pair in enumerate(pairs):
        old, new = (b"" if blob == NO_BLOB else _content(next(read)[1]) for blob in pair[:2])
        chunk.append((_key(pair), old, new, hunks.get(pair[:2], []), pair[2]))
        if _size(chunk) >= _CHUNK_BYTES or place == len(pairs) - 1:
            yield chunk, place == len(pairs) - 1
            chunk = []
    next(read, None)


def _content(read: bytes | None) -> bytes:
    """Return a content; one that is too large as a text that is found to be too large."""
    from handiwork.signals.own.units import MOST_BYTES

    return b"#" * (MOST_BYTES + 1) if read is None else read


def _size(chunk: Sequence[_Task]) -> int:
    return sum(len(old) + len(new) for _key, old, new, _hunks, _is_test in chunk)


def _facts_of(chunk: Sequence[_Task]) -> dict[str, bytes]:
    from handiwork.signals.own.comparing import compare
    from handiwork.signals.own.nouns import encoded

    return {key: encoded(compare(old, new, hunks, is_test=is_test)) for key, old, new, hunks, is_test in chunk}


def _files(wanted: Wanted, nodes: Sequence[CommitNode], own: Sequence[CommitNode]) -> dict[str, Sequence[ChangedFile]]:
    """Return the changed files of every commit; of a partial clone renames are recognised only where they matter."""
    from handiwork.signals.own.tracking import paths_of_interest
    from handiwork.sources.git_changes import changed_files
    from handiwork.sources.git_missing import fetch_contents, missing_contents

    repository = wanted.repository
    files: dict[str, Sequence[ChangedFile]] = {}
    files.update(changed_files(repository.git, nodes, with_renames=not repository.is_partial))
    if not repository.is_partial:
        return files
    single = [node for node in own if len(node.parents) < 2]
    births = {node.sha: {f.path for f in files[node.sha]} for node in single}
    ids = {n.sha for n in (*single, *paths_of_interest(nodes, files, births, renames_unknown=True))}
    needed = {blob for sha in ids for f in files[sha] for blob in (f.old_blob, f.blob) if blob != NO_BLOB}
    missing = missing_contents(repository, needed)
    if missing and not wanted.fetch:
        raise NotARepositoryError(
            f"{repository.repo_name} is a clone without file contents, {len(missing):,} that are needed are not there: "
            "fetch exactly these with --fetch, or use a whole clone"
        )
    if missing:
        fetch_contents(repository, missing)
    files.update(changed_files(repository.git, [node for node in nodes if node.sha in ids]))
    return files


def _fates(
    repository: "GitRepository",
    nodes: Sequence[CommitNode],
    files: Mapping[str, Sequence[ChangedFile]],
    found: "Attribution",
) -> "LineFates":
    from handiwork.signals.own.tracking import Birth, follow, paths_of_interest
    from handiwork.sources.git_changes import hunks_of

    births = [
        Birth(own.sha, own.path, tuple(n for first, last in own.lines for n in range(first, last + 1)))
        for own in found.lines
    ]
    begun: dict[str, set[str]] = {}
    for birth in births:
        begun.setdefault(birth.sha, set()).add(birth.path)
    touching = paths_of_interest(nodes, files, begun)
    hunks = {(old, new): told for old, new, told in hunks_of(repository.git, touching)}
    return follow(nodes, files, births, _Hunks(repository, hunks).of)


class _Hunks:
    """Hunks between contents: those that commits told, and a bounded number that are asked for one by one."""

    def __init__(self, repository: "GitRepository", told: dict[tuple[str, str], list[Hunk]]) -> None:
        self._repository, self._told = repository, told
        self._n_left = _MOST_SINGLE_DIFFS

    def of(self, old_blob: str, blob: str) -> Sequence[Hunk]:
        """Return the hunks between two contents; beyond the bound all lines are told as replaced."""
        from handiwork.sources.git_changes import hunks_between

        pair = old_blob, blob
        if pair not in self._told:
            self._n_left -= 1
            everything = [Hunk(1, 1 << 30, 1, 1 << 30)]
            self._told[pair] = hunks_between(self._repository.git, *pair) if self._n_left >= 0 else everything
        return self._told[pair]
