"""Signals of a tree: its Python files read on all cores and kept by blob, then every check asked."""

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.model.progress import Collector

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.signals import CheckReport, Tree
    from handiwork.signals.python.nouns import ModuleFacts
    from handiwork.state.fact_cache import FactCache

__all__ = ["TreeAnswer", "check_path", "read_modules"]

_CHUNK_BYTES = 400_000
_WORTH_A_PROCESS_BYTES = 800_000


@dataclass(frozen=True, slots=True)
class TreeAnswer:
    """What the checks say of a tree.

    Attributes
    ----------
    label
        The tree's name.
    reports
        One per check, by family.
    n_files, n_modules, n_lines
        Files in it; Python files that were looked at, and their lines.
    problems
        Path and reason of Python files that could not be parsed, sorted.
    left_out
        Number of entries that were left out, by reason.
    """

    label: str
    reports: "tuple[CheckReport, ...]"
    n_files: int
    n_modules: int
    n_lines: int
    problems: tuple[tuple[str, str], ...]
    left_out: dict[str, int]


def check_path(
    path: Path,
    *,
    cache: Path,
    families: Collection[str] | None = None,
    collector: Collector,
    workers: int | None = None,
) -> TreeAnswer:
    """Ask every check about the tree at a path.

    Parameters
    ----------
    path
        A checkout, a git repository or a source archive.
    cache
        File in which what was read is kept by blob.
    families
        Only these families; None for all.
    collector
        Told of progress.
    workers
        Processes; None for one per processor.

    Raises
    ------
    InputError
        If the path holds no tree.
    UsageError
        If a family is unknown.
    """
    from handiwork.app.lineage import PathLineage
    from handiwork.signals import check_tree, known_checks
    from handiwork.signals.python.reading import FORMAT
    from handiwork.sources.trees.opening import open_tree
    from handiwork.state.fact_cache import FactCache

    known_checks(families)
    tree = open_tree(path)
    with FactCache(cache, version=f"python {FORMAT}") as kept:
        modules = read_modules(tree, kept, collector=collector, workers=workers)
    lineage = PathLineage(path, home=cache.parent.parent, cache=cache.with_name("likeness.db"), collector=collector)
    reports = check_tree(tree, modules, families, lineage=lineage)
    return TreeAnswer(
        label=tree.label,
        reports=reports,
        n_files=len(tree.entries()),
        n_modules=len(modules),
        n_lines=sum(m.n_lines for m in modules.values()),
        problems=tuple(sorted((p, m.problem) for p, m in modules.items() if m.problem)),
        left_out=tree.left_out(),
    )


def read_modules(
    tree: "Tree", cache: "FactCache", *, collector: Collector, workers: int | None = None
) -> "dict[str, ModuleFacts]":
    """Return what each Python file of a tree shows, by path; what the cache has is not parsed again."""
    from handiwork.signals.python.nouns import decoded

    paths = [e for e in tree.entries() if e.suffix in {".py", ".pyi"}]
    collector.update("files", 0, len(paths))
    blobs = {e.path: e.blob for e in paths if e.blob}
    contents: dict[str, bytes] = {}
    for entry in paths:
        if entry.path not in blobs and (content := tree.read(entry.path)) is not None:
            blobs[entry.path] = _blob(content)
            contents[entry.path] = content
    known = cache.get(blobs.values())
    missing: dict[str, bytes] = {}
    for path, blob in blobs.items():
        if blob not in known and blob not in missing:
            content = contents.get(path) or tree.read(path)
            if content is not None:
                missing[blob] = content
    collector.update("files", len(paths) - len(missing))
    for some in _read(missing, workers or os.cpu_count() or 1):
        cache.put(some)
        known.update(some)
        collector.update("files", len(some))
    return {path: decoded(known[blob]) for path, blob in blobs.items() if blob in known}


# --- private ---


def _blob(content: bytes) -> str:
    """Return git's object id of a content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _read(contents: dict[str, bytes], workers: int) -> Iterator[dict[str, bytes]]:
    chunks = list(_chunks(contents))
    if workers == 1 or sum(map(len, contents.values())) < _WORTH_A_PROCESS_BYTES:
        yield from map(_facts_of, chunks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_facts_of, chunks)


def _chunks(contents: dict[str, bytes]) -> Iterator[list[tuple[str, bytes]]]:
    chunk: list[tuple[str, bytes]] = []
    size = 0
    for item in contents.items():
        chunk.append(item)
        size += len(item[1])
        if size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _facts_of(chunk: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    from handiwork.signals.python.nouns import encoded
    from handiwork.signals.python.reading import read_module

    return {blob: encoded(read_module(content)) for blob, content in chunk}
