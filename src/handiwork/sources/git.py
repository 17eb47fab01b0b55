"""Git histories: opens a repository or the mirror of an address and reads commits and changed paths from it.

Read is every commit reachable from ``HEAD``: what was merged, not what waits on other branches. Replace refs,
grafts and the repository's own settings have no say. Addresses in what is yielded are for memory only.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from handiwork.errors import InputError, NotARepositoryError
from handiwork.sources.git_command import Git
from handiwork.sources.git_mirror import mirror_folder, update_mirror
from handiwork.sources.git_target import GitTarget, checked_repo_name, name_from_folder, name_from_url

__all__ = ["GitRepository", "GitTarget", "RawChange", "RawCommit", "open_repository"]

_FORMAT = "%H%x00%P%x00%at%x00%ct%x00%an%x00%ae%x00%B"
_N_FIELDS = 7
_MESSAGE_CHARACTERS = 1 << 16


class RawCommit(NamedTuple):
    """One commit as git tells it: nothing cleaned, nothing mapped.

    ``parents`` is a list of object ids parted by spaces; instants are seconds since 1970 in UTC, or text that
    is no number where the commit is damaged; ``message`` is cut after 65,536 characters.
    """

    sha: str
    parents: str
    authored: str
    committed: str
    name: str
    address: str
    message: str


class RawChange(NamedTuple):
    """What one commit changed against its only parent: paths with git's status letter, and line counts.

    ``additions`` and ``deletions`` are None if they were not asked for.
    """

    sha: str
    files: list[tuple[str, str]]
    additions: int | None
    deletions: int | None


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A repository that can be loaded: whole, not empty, with a name.

    Attributes
    ----------
    git
        The command on its git folder.
    repo_name
        ``owner/name`` to load it as.
    label
        Where it came from, without a path of this machine: ``host/owner/name`` or ``local``.
    head
        Object id of the commit ``HEAD`` names.
    mailmap
        Object id of ``.mailmap`` in that commit; None if there is none or its content is not on disk.
    is_partial
        True if file contents are not all on disk.
    """

    git: Git
    repo_name: str
    label: str
    head: str
    mailmap: str | None
    is_partial: bool

    def commits(self) -> Iterator[RawCommit]:
        """Yield every commit reachable from ``HEAD``, in no promised order.

        Raises
        ------
        NotARepositoryError
            If objects are missing or damaged.
        """
        chunks = self.git.stream(
            "log", "-z", "--encoding=UTF-8", "--no-color", "--no-notes", f"--format={_FORMAT}", self.head
        )
        texts = (field[: 4 * _MESSAGE_CHARACTERS].decode("utf-8", "replace") for field in _fields(chunks))
        for fields in zip(*[texts] * _N_FIELDS, strict=True):
            yield RawCommit._make((*fields[:-1], fields[-1][:_MESSAGE_CHARACTERS]))

    def changes(self, shas: Iterable[str], *, with_sizes: bool) -> Iterator[RawChange]:
        """Yield what each of the given commits changed, in the given order.

        Parameters
        ----------
        shas
            Commits with at most one parent.
        with_sizes
            Whether to count lines, which reads file contents.

        Raises
        ------
        NotARepositoryError
            If objects are missing or damaged.
        """
        what = ("--raw", "--no-abbrev", "--numstat") if with_sizes else ("--name-status",)
        with tempfile.TemporaryFile() as given:
            given.writelines(f"{sha}\n".encode("ascii") for sha in shas)
            given.seek(0)
            chunks = self.git.stream(
                "diff-tree",
                "--stdin",
                "-z",
                "-r",
                "--root",
                "--always",
                "--no-renames",
                "--ignore-submodules=none",
                *what,
                given=given,
            )
            yield from _changes(_fields(chunks), with_sizes=with_sizes)

    def mapped(self, lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return what the repository's ``.mailmap`` makes of author lines.

        Parameters
        ----------
        lines
            Names and addresses; no name holds ``<``, ``>`` or a line end.

        Returns
        -------
        list of tuple of str
            As many as were given, in the same order; unchanged where the map says nothing.
        """
        if self.mailmap is None or not lines:
            return list(lines)
        outcome = self.git.run(
            "-c",
            f"mailmap.blob={self.mailmap}",
            "check-mailmap",
            "--stdin",
            given="".join(f"{name} <{address}>\n" for name, address in lines).encode(),
        )
        found = outcome.output.decode("utf-8", "replace").split("\n")[:-1]
        if outcome.code or len(found) != len(lines):
            raise NotARepositoryError(f"{self.repo_name}: .mailmap cannot be read: {outcome.problem}")
        return [_name_and_address(line) for line in found]


def open_repository(target: GitTarget, mirrors: Path) -> GitRepository:
    """Open a folder, or clone or update the mirror of an address and open that.

    Parameters
    ----------
    target
        What to open.
    mirrors
        Folder for mirrors; made when needed.

    Raises
    ------
    InputError
        If the target is not one, or its ``owner/name`` cannot be told.
    NotARepositoryError
        If there is no repository, or it is empty, shallow or damaged.
    SourceError
        If an address cannot be fetched from.
    """
    target.check()
    if target.is_url:
        name = target.repo_name or name_from_url(target.location) or _no_name(target.url_label)
        mirrors.mkdir(parents=True, exist_ok=True)
        return _opened(Git(update_mirror(target, mirror_folder(mirrors, name))), name, target.url_label)
    git = Git(_git_folder(Path(target.location)))
    origin = git.text("config", "--get", "remote.origin.url")
    name = (
        target.repo_name
        or (name_from_url(origin) if origin else None)
        or name_from_folder(target.location)
        or _no_name(target.location)
    )
    return _opened(git, checked_repo_name(name), "local")


# --- private ---


def _no_name(where: str) -> str:
    raise InputError(f"{where}: which repository is this? Say so with --repo owner/name")


def _git_folder(folder: Path) -> Path:
    """Return the git folder of a worktree, a linked worktree or a bare repository; never one further up."""
    if not folder.exists():
        raise NotARepositoryError(f"{folder} is not there: give a folder with a git repository, or an address")
    inner = folder / ".git"
    if inner.is_file():
        link = inner.read_text(encoding="utf-8", errors="replace").strip()
        inner = (folder / link.removeprefix("gitdir:").strip()).resolve()
    for found in (inner, folder):
        if (found / "HEAD").is_file() and ((found / "objects").is_dir() or (found / "commondir").is_file()):
            return found.resolve()
    raise NotARepositoryError(
        f"{folder} is not a git repository: give the folder that holds .git, or a bare repository"
    )


def _opened(git: Git, repo_name: str, label: str) -> GitRepository:
    if git.text("rev-parse", "--is-shallow-repository") != "false":
        raise _not_whole(git)
    head = git.text("rev-parse", "--quiet", "--verify", "HEAD^{commit}")
    if head is None:
        raise _without_head(git)
    listed = (git.text("ls-tree", head, "--", ".mailmap") or "").split()
    has_mailmap = listed[1:2] == ["blob"] and git.run("cat-file", "-e", listed[2]).code == 0
    promised = git.text("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
    return GitRepository(
        git=git,
        repo_name=repo_name,
        label=label,
        head=head,
        mailmap=listed[2] if has_mailmap else None,
        is_partial=promised is not None,
    )


def _not_whole(git: Git) -> NotARepositoryError:
    outcome = git.run("rev-parse", "--is-shallow-repository")
    if outcome.code:
        return NotARepositoryError(f"{git.folder} is not a usable git repository: {outcome.problem}")
    return NotARepositoryError(
        f"{git.folder} is a shallow clone, most of its history is absent: run `git fetch --unshallow` in it first"
    )


def _without_head(git: Git) -> NotARepositoryError:
    branch = git.text("symbolic-ref", "--quiet", "HEAD")
    target = git.text("rev-parse", "--quiet", "--verify", "HEAD")
    if target is not None:
        return NotARepositoryError(f"{git.folder} is damaged: its newest commit {target} is not there")
    if git.text("for-each-ref", "--count=1", "--format=%(refname)", "refs/heads"):
        return NotARepositoryError(
            f"{git.folder}: HEAD names {branch}, which is not there; "
            "choose a branch with `git symbolic-ref HEAD refs/heads/BRANCH`"
        )
    return NotARepositoryError(f"{git.folder} is empty: it has no commits to load")


def _fields(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what a NUL byte ends."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _changes(fields: Iterator[bytes], *, with_sizes: bool) -> Iterator[RawChange]:
    """Group the fields of ``git diff-tree -z``: an object id, then status and path by turns, then counts."""
    start = 0 if with_sizes else None
    sha, files, additions, deletions = "", list[tuple[str, str]](), start, start
    for field in fields:
        if len(field) == 1 or field[:1] == b":":
            files.append((chr(field[-1]), next(fields).decode("utf-8", "replace")))
        elif b"\t" in field:
            added, deleted, _path = field.split(b"\t", 2)
            additions = (additions or 0) + _count(added)
            deletions = (deletions or 0) + _count(deleted)
        else:
            if sha:
                yield RawChange(sha, files, additions, deletions)
            sha, files, additions, deletions = field.decode("ascii"), [], start, start
    if sha:
        yield RawChange(sha, files, additions, deletions)


def _count(field: bytes) -> int:
    """Return a line count; a binary file, told as ``-``, has none."""
    return int(field) if field != b"-" else 0


def _name_and_address(line: str) -> tuple[str, str]:
    name, _, address = line.rpartition("<")
    return name.strip(), address.removesuffix(">")
