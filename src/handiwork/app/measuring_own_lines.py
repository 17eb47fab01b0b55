"""Measuring the attribution of lines against ``git blame`` on repositories on disk."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.app.own_work import OwnReader, RepositoryWork, Wanted, parse_target

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.measuring_sections import Asked, Section
    from handiwork.evaluation.signals_attribution import Agreement
    from handiwork.model.progress import Collector
    from handiwork.sources.git import GitRepository

__all__ = ["attribution_section", "measure_attribution"]


def measure_attribution(
    targets: Sequence[str], *, cache: Path, n_people: int = 3, collector: "Collector"
) -> "list[Agreement]":
    """Compare the lines of the most frequent authors of repositories with what ``git blame`` says.

    Parameters
    ----------
    targets
        ``PATH[=owner/name]`` each.
    cache
        File in which what changes show is kept by blobs.
    n_people
        How many authors of each repository, those with most commits first; nobody is named.
    collector
        Told of progress.

    Raises
    ------
    NotARepositoryError
        If one is none, or lacks contents.
    """
    from handiwork.sources.git import GitTarget, open_repository

    found: list[Agreement] = []
    with OwnReader(cache, collector=collector) as reader:
        for target in targets:
            path, name = parse_target(target)
            repository = open_repository(GitTarget(path, name), cache.parent)
            people = _frequent(repository, n_people)
            works = [reader.read(Wanted(repository, shas)) for shas in people]
            found.append(_compared(repository, works, people))
    return found


def attribution_section(asked: "Asked", collector: "Collector") -> "Section | None":
    """Return how far the lines that are counted as somebody's own agree with ``git blame``.

    Raises
    ------
    NotARepositoryError
        If a repository is none, or lacks contents.
    """
    from handiwork.app.measuring_sections import Section
    from handiwork.evaluation.signals_attribution import agreement_lines, kept_agreement

    about = ""
    if asked.is_nothing:
        found, about = kept_agreement()
    elif asked.histories:
        found = measure_attribution(asked.histories, cache=asked.cache, collector=collector)
    else:
        return None
    rows = agreement_lines(found)
    told = ["the lines of each repository's three most frequent authors; nobody is named", *([about] if about else [])]
    return Section("attribution", rows, rows[-1:], told)


# --- private ---


def _frequent(repository: "GitRepository", n_people: int) -> list[frozenset[str]]:
    """Return the commits of the authors with most of them; who they are is not kept."""
    by_author: dict[tuple[str, str], set[str]] = {}
    for commit in repository.commits():
        by_author.setdefault((commit.name, commit.address), set()).add(commit.sha)
    counts = Counter({author: len(shas) for author, shas in by_author.items()})
    ranked = sorted(counts, key=lambda author: (-counts[author], min(by_author[author])))
    return [frozenset(by_author[author]) for author in ranked[:n_people]]


def _compared(
    repository: "GitRepository", works: Sequence[RepositoryWork], people: Sequence[frozenset[str]]
) -> "Agreement":
    from handiwork.evaluation.signals_attribution import added_hunks, agreement
    from handiwork.signals.own.tracking import LineFates
    from handiwork.sources.git_blame import blame
    from handiwork.sources.git_changes import PATHS, hunks_of

    work = works[0]
    own = frozenset().union(*people)
    single = [node for node in work.nodes if node.sha in own and len(node.parents) < 2]
    hunks = {(old, new): told for old, new, told in hunks_of(repository.git, single)}
    added = {node.sha: added_hunks(work.files[node.sha], hunks) for node in single}
    listed = (repository.git.text("ls-tree", "-r", "-z", "--name-only", repository.head) or "").split("\0")
    paths = [path for path in listed if path.endswith(tuple(p.removeprefix("*") for p in PATHS))]
    blamed = {path: list(blame(repository.git, repository.head, path)) for path in paths}
    counted = [
        (lines.sha, lines.path, number)
        for each in works
        for lines in each.found.lines
        for first, last in lines.lines
        for number in range(first, last + 1)
    ]
    fates = [each.fates for each in works]
    stands = [place for each in fates for place in each.stands]
    nothing: list[int | None] = [None] * len(stands)
    return agreement(
        repository.repo_name, blamed, added, counted, LineFates([0] * len(stands), nothing, stands, nothing)
    )
