"""A git history as plain values: when its commits were made and what of their code still stands; nobody's name."""

from dataclasses import dataclass

__all__ = ["CommitFact", "History"]


@dataclass(frozen=True, slots=True)
class CommitFact:
    """One commit, without author and message.

    Attributes
    ----------
    sha
        Object id, 40 or 64 hexadecimal digits.
    at_s
        When it was authored, seconds since 1970 in UTC.
    is_merge, is_root
        True with several parents; True with none.
    n_added
        Lines of code files that it added; 0 for a merge, None if contents are not all on disk.
    n_standing
        Those of them that no later commit of the file took away, at most; None as ``n_added``.
    """

    sha: str
    at_s: int
    is_merge: bool = False
    is_root: bool = False
    n_added: int | None = None
    n_standing: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The commits reachable from one commit.

    Attributes
    ----------
    commits
        Newest first.
    is_shallow
        True if older commits were cut off: how it began is unknown.
    is_cut
        True if there are more commits than are read.
    upstream
        Name of the remote that is called ``upstream``, as ``owner/name`` where its address tells; None without one.
    upstream_shas
        Ids of those commits that are also reachable from that remote's branches; empty if they are not on disk.
    """

    commits: tuple[CommitFact, ...]
    is_shallow: bool = False
    is_cut: bool = False
    upstream: str | None = None
    upstream_shas: frozenset[str] = frozenset()
