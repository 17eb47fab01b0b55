"""The one interface to files: a checkout, a git object store or an archive look alike from here.

Adapters are in :mod:`handiwork.sources.trees`. All of them leave out links, what is not a regular file, paths
that would leave the tree, and everything below ``.git``; no adapter unpacks anything to disk.
"""

import fnmatch
from collections.abc import Iterable, Sequence
from typing import Protocol

from handiwork.model.tree import Bounds, Entry

__all__ = ["Bounds", "Entry", "Tree", "is_vendored", "matching", "within"]

_VENDORED = frozenset(
    {"_vendor", "vendor", "vendored", "_vendored", "third_party", "thirdparty", "third-party", "node_modules",
     "bower_components", "site-packages", "extern", "externals", "_build", "dist", "build", ".venv", "venv", ".tox",
     ".nox", ".eggs", "__pycache__"}
)  # fmt: skip


class Tree(Protocol):
    """Files to read, whatever holds them."""

    @property
    def label(self) -> str:
        """What it is, for messages: a name without anybody's folder."""
        ...

    def entries(self) -> Sequence[Entry]:
        """Return the regular files, sorted by path; the same tuple each time."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return a file's content; None if it is absent, larger than the bounds, or cannot be read."""
        ...

    def left_out(self) -> dict[str, int]:
        """Return how many entries were left out, by reason (``link``, ``too_many``, ``too_deep``, ``unsafe_path``)."""
        ...


def is_vendored(path: str) -> bool:
    """Return True if a file lies in a folder that holds other people's or built code.

    Examples
    --------
    >>> is_vendored("src/pkg/_vendor/six.py"), is_vendored("src/vendor.py")
    (True, False)
    """
    return any(part.lower() in _VENDORED or part.endswith(".egg-info") for part in path.split("/")[:-1])


def within(path: str, *folders: str) -> bool:
    """Return True if one of a path's folders has one of these names, whatever its case."""
    wanted = {f.lower() for f in folders}
    return any(part.lower() in wanted for part in path.split("/")[:-1])


def matching(entries: Iterable[Entry], *patterns: str) -> list[Entry]:
    """Return the entries whose whole path matches a shell pattern (``*`` crosses folders)."""
    return [e for e in entries if any(fnmatch.fnmatchcase(e.path, p) for p in patterns)]
