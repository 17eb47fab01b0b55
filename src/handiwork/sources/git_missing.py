"""Contents that a clone without them lacks: which of those needed are not there, and fetching exactly these."""

import re
from collections.abc import Collection

from handiwork.errors import NotARepositoryError
from handiwork.sources.git import GitRepository
from handiwork.sources.git_command import NETWORK
from handiwork.sources.git_mirror import explained
from handiwork.sources.git_target import GitTarget

__all__ = ["fetch_contents", "missing_contents"]

_AT_ONCE = 5_000
_REMOTE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")
_GUARDED = (
    "core.sshCommand=ssh -oBatchMode=yes",
    "core.askPass=true",
    "credential.helper=",
    "fetch.writeCommitGraph=false",
    "fetch.recurseSubmodules=false",
)
# A repository's own settings may name programs for these: none of them is run.


def missing_contents(repository: GitRepository, blobs: Collection[str]) -> list[str]:
    """Return those of some contents that are not on disk, sorted; none are looked for in a whole clone.

    Raises
    ------
    NotARepositoryError
        If the repository is damaged.
    """
    if not repository.is_partial or not blobs:
        return []
    arguments = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    there = b"".join(repository.git.stream(*arguments)).decode("ascii").split()
    return sorted(set(blobs).difference(there))


def fetch_contents(repository: GitRepository, blobs: Collection[str]) -> None:
    """Fetch some contents from where a partial clone promises to have them, and nothing else.

    Parameters
    ----------
    repository
        A partial clone.
    blobs
        Object ids.

    Raises
    ------
    NotARepositoryError
        If it does not say where from, or the address is none that is fetched from.
    SourceError
        If the remote does not deliver.
    """
    git = repository.git
    named = git.text("config", "--get-regexp", r"^remote\..*\.promisor$") or ""
    remote = named.split("\n")[0].split(" ")[0].removeprefix("remote.").removesuffix(".promisor")
    address = git.text("config", "--get", f"remote.{remote}.url") if _REMOTE.fullmatch(remote) else None
    if not address:
        raise NotARepositoryError(f"{repository.repo_name} does not say where its contents are: clone it again")
    target = GitTarget(address, repository.repo_name)
    target.check()
    wanted = sorted(blobs)
    settings = [part for setting in _GUARDED for part in ("-c", setting)]
    # Of several programs for packs in settings the first wins, the repository's: only the argument goes before it.
    packs = ("--upload-pack=git-upload-pack", "--filter=blob:none")
    arguments = (*settings, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", *packs, "--stdin")
    for start in range(0, len(wanted), _AT_ONCE):
        given = "".join(f"{blob}\n" for blob in wanted[start : start + _AT_ONCE]).encode("ascii")
        outcome = git.run(*arguments, "--", remote, given=given, reach=NETWORK)
        if outcome.code:
            raise explained(outcome.problem, target)
