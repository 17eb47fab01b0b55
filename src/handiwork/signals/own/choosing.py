"""Which of a person's commits, and which files of them, may count at all: before any content is read."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handiwork.model.changes import NO_BLOB, ChangedFile, CommitNode
from handiwork.signals.own.attributing import why_commit_is_left_out
from handiwork.signals.own.exclusions import left_out_path

__all__ = ["MOST_COMMITS", "Chosen", "choose", "theirs"]

MOST_COMMITS = 10_000
"""Of somebody's commits in one repository, the newest so many are read."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be compared.

    Attributes
    ----------
    commits
        Those that may count and change Python files, parents first, each with its files.
    left_out
        How often something was not counted, by reason: commits for ``merge``, ``revert`` and ``mass_change``, files
        for ``vendored``, ``generated`` and ``earlier_content``.
    """

    commits: tuple[tuple[CommitNode, tuple[ChangedFile, ...]], ...]
    left_out: Counter[str]


def theirs(nodes: Sequence[CommitNode], shas: Collection[str], since_s: int | None) -> list[CommitNode]:
    """Return a person's commits in a history, the newest :data:`MOST_COMMITS`, parents first.

    Parameters
    ----------
    nodes
        The whole history, parents first.
    shas
        Ids of their commits.
    since_s
        Only those written then or later, seconds since 1970; None for all.
    """
    wanted = frozenset(shas)
    found = [n for n in nodes if n.sha in wanted and (since_s is None or n.authored_s >= since_s)]
    return found[-MOST_COMMITS:]


def choose(
    nodes: Sequence[CommitNode], files: Mapping[str, Sequence[ChangedFile]], own: Sequence[CommitNode]
) -> Chosen:
    """Return what of a person's commits is to be compared.

    Parameters
    ----------
    nodes
        The whole history, parents first.
    files
        Sha → changed Python files.
    own
        The person's commits.

    Notes
    -----
    A content that a file of the history had before is nobody's new work: it was brought back, copied or picked.
    """
    wanted = {node.sha for node in own}
    seen: set[str] = set()
    left_out: Counter[str] = Counter()
    commits: list[tuple[CommitNode, tuple[ChangedFile, ...]]] = []
    for node in nodes:
        changed = files.get(node.sha, ())
        if node.sha in wanted:
            reason = why_commit_is_left_out(node, changed)
            if reason:
                left_out[reason] += 1
            elif kept := _kept(changed, seen, left_out):
                commits.append((node, kept))
        seen.update(f.blob for f in changed)
    return Chosen(tuple(commits), left_out)


# --- private ---


def _kept(changed: Sequence[ChangedFile], seen: set[str], left_out: Counter[str]) -> tuple[ChangedFile, ...]:
    kept = list[ChangedFile]()
    for file in changed:
        reason = left_out_path(file.path)
        if reason is None and file.blob != NO_BLOB and file.blob in seen and file.blob != file.old_blob:
            reason = "earlier_content"
        if reason:
            left_out[reason] += 1
        elif file.blob != file.old_blob and file.status != "T":
            kept.append(file)
    return tuple(kept)
