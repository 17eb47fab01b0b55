"""Tutorials that trees are compared with: known ones, one more from a repository, and a tree's likeness to them."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import InputError
from handiwork.model.progress import Collector

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.signals import Tree
    from handiwork.signals.likeness.sketch import Hashes
    from handiwork.signals.likeness.tutorials import Tutorial
    from handiwork.state.fact_cache import FactCache

__all__ = ["SKETCH_FORMAT", "add_tutorial", "fingerprint", "known_tutorials", "sketches_of", "tutorials_file"]

SKETCH_FORMAT = 1
"""Version of how files are made into hashes: what is kept of another version is made again."""

_SUFFIXES = frozenset({".py", ".ipynb"})
_NOTEBOOK_BYTES = 32 << 20


def tutorials_file(home: Path) -> Path:
    """Return the file with the tutorials an operator added."""
    return home / "tutorials.jsonl"


def known_tutorials(home: Path | None) -> "tuple[Tutorial, ...]":
    """Return the shipped tutorials and those added, by name; an added one stands for a shipped one of its name.

    Raises
    ------
    InputError
        If the file of added ones is damaged.
    """
    from handiwork.signals.likeness.tutorials import Tutorial
    from handiwork.state.tutorial_files import read_tutorials, shipped_tutorials

    added = read_tutorials(tutorials_file(home)) if home is not None else []
    by_name = {t["name"]: t for t in [*shipped_tutorials(), *added]}
    return tuple(
        Tutorial(**{**told, "commits": frozenset(f"{c:08x}" for c in told["commits"])})
        for _, told in sorted(by_name.items())
    )


def add_tutorial(path: Path, name: str, *, home: Path, licence: str = "", collector: Collector) -> "Tutorial":
    """Make a repository's fingerprint and keep it in the home folder, in place of an earlier one of that name.

    Raises
    ------
    InputError
        If the path holds no tree, or too little code.
    """
    from handiwork.state.tutorial_files import read_tutorials, write_tutorials

    if not name.strip():
        raise InputError("the tutorial's name is empty: give the work's name, such as 'course-2026'")
    made = fingerprint(path, name.strip(), licence=licence, collector=collector)
    file = tutorials_file(home)
    others = [t for t in read_tutorials(file) if t["name"] != made.name]
    write_tutorials(file, [*others, {**asdict(made), "commits": {int(c, 16) for c in made.commits}}])
    return made


def fingerprint(path: Path, name: str, *, licence: str = "", collector: Collector) -> "Tutorial":
    """Return a repository's fingerprint.

    Raises
    ------
    InputError
        If the path holds no tree, or fewer than 50 runs of code tokens are kept of it.
    """
    import numpy as np

    from handiwork.model.tree import Bounds
    from handiwork.signals.likeness.sketch import below
    from handiwork.signals.likeness.tutorials import COMMIT_LETTERS, Tutorial, scale_for
    from handiwork.sources.git_history import read_history
    from handiwork.sources.trees.opening import open_tree

    tree = open_tree(path, Bounds(file_bytes=_NOTEBOOK_BYTES))
    files = sketches_of(tree, None, collector=collector)
    every = np.unique(np.concatenate([*files.values(), np.empty(0, dtype=np.uint64)]))
    if len(every) < _LEAST_HASHES:
        raise InputError(
            f"{path} has too little Python code (or notebooks) for a fingerprint: name a larger repository"
        )
    scale = scale_for(len(every))
    history = read_history(path)
    commits = history.commits if history is not None else ()
    newest = datetime.fromtimestamp(commits[0].at_s, UTC).date().isoformat() if commits else ""
    return Tutorial(
        name=name,
        licence=licence,
        commit=commits[0].sha if commits else "",
        on=newest,
        scale=scale,
        hashes=frozenset((below(every, scale) & np.uint64(0xFFFFFFFF)).tolist()),
        commits=frozenset(c.sha[:COMMIT_LETTERS] for c in commits),
    )


def sketches_of(
    tree: "Tree", cache: "FactCache | None", *, collector: Collector, paths: Collection[str] | None = None
) -> "dict[str, Hashes]":
    """Return the hashes of each Python file and notebook that is not other people's, by path.

    Parameters
    ----------
    tree
        The files.
    cache
        Where hashes are kept by blob; None to make all.
    collector
        Told of progress.
    paths
        Only these; None for all.
    """
    import numpy as np

    from handiwork.signals.tree import is_vendored

    wanted = [
        e for e in tree.entries()
        if e.suffix in _SUFFIXES and not is_vendored(e.path) and (paths is None or e.path in paths)
    ]  # fmt: skip
    contents = {e.path: tree.read(e.path) or b"" for e in wanted if not e.blob}
    blobs = {e.path: e.blob or _blob(contents[e.path]) for e in wanted}
    known = cache.get(blobs.values()) if cache is not None else {}
    made: dict[str, bytes] = {}
    found: dict[str, Hashes] = {}
    collector.update("fingerprints", 0, len(wanted))
    for entry in wanted:
        kept = known.get(blobs[entry.path])
        if kept is None:
            content = contents[entry.path] if entry.path in contents else tree.read(entry.path) or b""
            kept = _hashes(content, is_notebook=entry.suffix == ".ipynb").tobytes()
            made[blobs[entry.path]] = kept
        found[entry.path] = np.frombuffer(kept, dtype=np.uint64)
        collector.update("fingerprints", 1)
    if cache is not None:
        cache.put(made)
    return found


# --- private ---

_LEAST_HASHES = 50


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _hashes(content: bytes, *, is_notebook: bool) -> "Hashes":
    from handiwork.signals.likeness.sketch import sketch
    from handiwork.signals.likeness.tokens import code_of_notebook, tokens_of

    try:
        code = code_of_notebook(content) if is_notebook else content.decode("utf-8", "replace")
    except RecursionError:  # a notebook that is nested too deeply shows no code
        code = None
    return sketch(tokens_of(code or ""))
