"""Mirrors: bare clones without file contents, made once, then brought up to date with what is new.

A mirror has one branch, what the remote's ``HEAD`` names. It is made under a name ending in ``.partial`` and
renamed when it is whole; what an interrupted clone left is removed by the next one.
"""

import os
import shutil
from pathlib import Path

from handiwork.errors import (
    HandiworkError,
    NotARepositoryError,
    PermanentSourceError,
    SourceError,
    TransientSourceError,
)
from handiwork.sources.git_command import NETWORK, Git
from handiwork.sources.git_target import GitTarget

__all__ = ["explained", "mirror_folder", "update_mirror"]

_BRANCH = "refs/heads/mirror"

_NEW = """[core]
\trepositoryformatversion = 1
\tbare = true
[extensions]
\tpartialClone = origin
[remote "origin"]
\tpromisor = true
\tpartialclonefilter = blob:none
\ttagOpt = --no-tags
"""

_TOO_MANY = "returned error: 429"
_PASSING = (
    "could not resolve",
    "timed out",
    "timeout",
    "connection refused",
    "connection reset",
    "early eof",
    "hung up",
    "unable to access",
    "temporarily",
    "returned error: 5",
    _TOO_MANY,
    "too slow",
)
_LASTING = ("not found", "returned error: 4", "authentication", "could not read username", "permission denied")


def mirror_folder(mirrors: Path, repo_name: str) -> Path:
    """Return where the mirror of a repository is kept.

    Examples
    --------
    >>> mirror_folder(Path("mirrors"), "octo_org/engine").name
    'octo_org__engine.git'
    """
    return mirrors / f"{repo_name.replace('/', '__')}.git"


def update_mirror(target: GitTarget, folder: Path) -> Path:
    """Clone a repository into a mirror, or fetch what is new into the one that is there.

    Parameters
    ----------
    target
        A checked target whose location is an address.
    folder
        The mirror's folder; made if absent.

    Returns
    -------
    pathlib.Path
        The folder. If anything goes wrong a new one is not there and an old one is as it was.

    Raises
    ------
    NotARepositoryError
        If the remote has no commits.
    TransientSourceError
        If the network or the server failed in a way that may pass.
    PermanentSourceError
        If the remote refuses, asks for a password or is not there.
    """
    if folder.is_dir():
        _fetch(Git(folder), target)
        return folder
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _prepare(partial)
        _fetch(Git(partial), target)
        os.replace(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def explained(problem: str, target: GitTarget) -> HandiworkError:
    """Return the error for a clone or fetch that failed, told apart by whether trying again may help.

    Parameters
    ----------
    problem
        What git said last, without addresses.
    target
        What was fetched from.
    """
    said = problem.lower()
    where = target.url_label if target.url_label != "local" else target.location
    if "couldn't find remote ref head" in said:
        return NotARepositoryError(f"{where} has no commits: there is nothing to load")
    if any(word in said for word in _LASTING) and _TOO_MANY not in said:
        return PermanentSourceError(
            f"{where} cannot be cloned, git says: {problem}; check the address and that it is public"
        )
    if any(word in said for word in _PASSING):
        return TransientSourceError(f"{where} cannot be reached, git says: {problem}; try again later")
    return SourceError(f"{where} cannot be cloned, git says: {problem}")


# --- private ---


def _prepare(folder: Path) -> None:
    """Lay out an empty bare repository, whatever templates and defaults the user's git has."""
    for part in ("objects/info", "objects/pack", "refs/heads"):
        (folder / part).mkdir(parents=True)
    (folder / "HEAD").write_text(f"ref: {_BRANCH}\n", encoding="ascii")
    (folder / "config").write_text(_NEW, encoding="ascii")


def _fetch(git: Git, target: GitTarget) -> None:
    git.run("config", "remote.origin.url", target.location)
    outcome = git.run(
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        "--filter=blob:none",
        "--",
        "origin",
        f"+HEAD:{_BRANCH}",
        reach=NETWORK,
    )
    if outcome.code:
        raise explained(outcome.problem, target)
    _fetch_mailmap(git)


def _fetch_mailmap(git: Git) -> None:
    """Bring the one file whose content is read; without it names stay as they were committed."""
    listed = git.text("ls-tree", "HEAD", "--", ".mailmap")
    if listed:
        git.run("cat-file", "-e", listed.split()[2], reach=NETWORK)
