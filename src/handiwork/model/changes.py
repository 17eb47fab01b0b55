"""Changes of a git history as plain values: commits of its graph, files they changed, hunks of lines."""

from typing import NamedTuple

__all__ = ["NO_BLOB", "ChangedFile", "CommitNode", "Hunk"]

NO_BLOB = ""
"""What stands for a content that is not there: before a file was added, after it was deleted."""


class Hunk(NamedTuple):
    """Lines of the old content that are other lines in the new one; lines count from 1.

    Where a count is 0, the start is the line after which the other side has its lines, 0 before the first.
    """

    old_start: int
    old_count: int
    new_start: int
    new_count: int


class ChangedFile(NamedTuple):
    """One file as a commit changed it, compared with its first parent.

    ``status`` is git's letter (A added, D deleted, M modified, R renamed, T other kind); ``old_path`` is where the
    content stood before, the same as ``path`` unless renamed; the blobs are object ids, :data:`NO_BLOB` where the
    file was not there.
    """

    status: str
    old_path: str
    path: str
    old_blob: str
    blob: str


class CommitNode(NamedTuple):
    """One commit of the graph.

    Instants are seconds since 1970 in UTC; ``says_revert`` is True if its message says that it takes an earlier
    commit back; ``says_shared`` if it names co-authors.
    """

    sha: str
    parents: tuple[str, ...]
    authored_s: int
    committed_s: int
    says_revert: bool = False
    says_shared: bool = False
