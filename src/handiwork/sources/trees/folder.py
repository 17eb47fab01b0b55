"""A folder on disk as a tree: links are not followed, nothing outside is read."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from handiwork.errors import InputError
from handiwork.model.tree import Bounds, Entry
from handiwork.sources.trees.paths import NEVER, is_text

__all__ = ["FolderTree"]

_SEEN_PER_FILE = 4
_ENVIRONMENTS = frozenset({
    ".venv", "venv", "node_modules", "site-packages", "bower_components", ".tox", ".nox", ".eggs", "__pycache__",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints",
})  # fmt: skip
"""Folders of a checkout that tools fill: what is installed or cached there is nobody's project."""


class FolderTree:
    """The regular files below a folder.

    Parameters
    ----------
    folder
        The folder; a link to one is followed here and nowhere below.
    bounds
        How much is read.
    only
        Paths that are listed, as in a checkout those that git tracks; None for all.

    Raises
    ------
    InputError
        If it is no folder, or cannot be listed.
    """

    def __init__(self, folder: Path, bounds: Bounds | None = None, *, only: frozenset[str] | None = None) -> None:
        if not folder.is_dir():
            raise InputError(f"{folder} is no folder: name a checkout, a git repository or a source archive")
        self._folder = folder
        self._bounds = bounds or Bounds()
        self._only = only
        self._left_out: Counter[str] = Counter()
        self._entries: tuple[Entry, ...] | None = None
        self._paths: frozenset[str] = frozenset()
        self._read_bytes = 0
        self._n_seen = 0
        self._most_seen = _SEEN_PER_FILE * self._bounds.files

    @property
    def label(self) -> str:
        """The folder's name."""
        return self._folder.resolve().name

    def entries(self) -> tuple[Entry, ...]:
        """Return the regular files, sorted by path."""
        if self._entries is None:
            found: list[Entry] = []
            for entry in self._walked(self._folder, "", 0):
                if len(found) >= self._bounds.files:
                    self._left_out["too_many"] += 1
                    break
                found.append(entry)
            self._entries = tuple(sorted(found))
            self._paths = frozenset(e.path for e in found)
        return self._entries

    def read(self, path: str) -> bytes | None:
        """Return a file's content; None if it is not an entry, too large, or cannot be read."""
        self.entries()
        if path not in self._paths or self._read_bytes >= self._bounds.total_bytes:
            return None
        try:
            descriptor = os.open(self._folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            try:
                content = file.read(self._bounds.file_bytes + 1)
            except OSError:
                return None
        self._read_bytes += len(content)
        return content if len(content) <= self._bounds.file_bytes else None

    def left_out(self) -> dict[str, int]:
        """Return how many entries were left out, by reason."""
        self.entries()
        return dict(sorted(self._left_out.items()))

    # --- private ---

    def _walked(self, folder: Path, prefix: str, depth: int) -> Iterator[Entry]:
        if depth > self._bounds.depth:
            self._left_out["too_deep"] += 1
            return
        try:
            with os.scandir(folder) as listed:
                children = sorted(islice(listed, max(0, self._most_seen - self._n_seen)), key=lambda c: c.name)
                if next(listed, None) is not None:
                    self._left_out["too_many"] += 1
        except OSError as error:
            if depth == 0:
                raise InputError(f"{folder} cannot be listed: {error.strerror}; check its permissions") from error
            self._left_out["unreadable"] += 1
            return
        self._n_seen += len(children)
        for child in children:
            yield from self._child(child, prefix, depth)

    def _child(self, child: os.DirEntry[str], prefix: str, depth: int) -> Iterator[Entry]:
        path = f"{prefix}{child.name}"
        if child.is_symlink():
            self._left_out["link"] += 1
        elif child.is_dir(follow_symlinks=False):
            if _is_environment(child):
                self._left_out["environment"] += 1
            elif child.name.lower() not in NEVER:
                yield from self._walked(Path(child.path), f"{path}/", depth + 1)
        elif child.is_file(follow_symlinks=False):
            yield from self._file(child, path)
        else:
            self._left_out["special"] += 1

    def _file(self, child: os.DirEntry[str], path: str) -> Iterator[Entry]:
        if child.name.lower() in NEVER or (self._only is not None and path not in self._only):
            return
        if not is_text(path) or "\\" in path:
            self._left_out["unsafe_path"] += 1
            return
        try:
            size = child.stat(follow_symlinks=False).st_size
        except OSError:  # it was there a moment ago
            self._left_out["unreadable"] += 1
            return
        yield Entry(path, size)


# --- private ---


def _is_environment(child: os.DirEntry[str]) -> bool:
    return child.name.lower() in _ENVIRONMENTS or (Path(child.path) / "pyvenv.cfg").exists()
