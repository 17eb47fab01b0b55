"""A git repository's objects at one revision as a tree: nothing is checked out, fetched, filtered or run."""

import subprocess
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

from handiwork.errors import NotARepositoryError
from handiwork.model.tree import Bounds, Entry
from handiwork.sources.git_command import Git
from handiwork.sources.trees.paths import Listing

__all__ = ["GitTree", "git_folder"]

_REGULAR = frozenset({b"100644", b"100755", b"100664"})
_LEFT_OUT = {b"120000": "link", b"160000": "submodule"}
_LINK_BYTES = 4096


class GitTree:
    """The files of one commit, read from the object store.

    Parameters
    ----------
    folder
        A bare repository, a ``.git`` folder, or a checkout (whose files on disk are not looked at).
    revision
        A commit, tag or branch.
    bounds
        How much is read.

    Raises
    ------
    NotARepositoryError
        If there is no repository, it borrows objects from another one, or has no such revision.
    """

    def __init__(self, folder: Path, revision: str = "HEAD", bounds: Bounds | None = None) -> None:
        self._git = Git(git_folder(folder))
        self._label = _label(folder)
        self._bounds = bounds or Bounds()
        self._commit = _commit(self._git, revision, folder)
        self._listing: Listing | None = None
        self._entries: tuple[Entry, ...] = ()
        self._reader: subprocess.Popen[bytes] | None = None
        self._read_bytes = 0

    @property
    def label(self) -> str:
        """The repository's name and the commit, shortened."""
        return f"{self._label}@{self._commit[:12]}"

    def entries(self) -> tuple[Entry, ...]:
        """Return the regular files that are in the store, sorted by path, each with its object id."""
        self._listed()
        return self._entries

    def read(self, path: str) -> bytes | None:
        """Return a file's content; None if it is not an entry, too large, or not in the store."""
        entry = self._listed().entries.get(path)
        if entry is None or entry.blob is None or entry.size_bytes > self._bounds.file_bytes:
            return None
        if self._read_bytes + entry.size_bytes > self._bounds.total_bytes:
            return None
        self._read_bytes += entry.size_bytes
        return self._content(entry.blob)

    def left_out(self) -> dict[str, int]:
        """Return how many entries were left out, by reason; ``not_fetched`` are contents a partial clone lacks."""
        return dict(sorted(self._listed().left_out.items()))

    # --- private ---

    def _listed(self) -> Listing:
        if self._listing is None:
            listing = Listing(self._bounds)
            found = dict(self._paths(listing))
            sizes = self._sizes(set(found.values()))
            for path, blob in found.items():
                if blob in sizes:
                    listing.add(Entry(path, sizes[blob], blob))
                else:
                    listing.left_out["not_fetched"] += 1
            self._listing, self._entries = listing, listing.sorted()
        return self._listing

    def _paths(self, listing: Listing) -> Iterator[tuple[str, str]]:
        n_found = 0
        for field in _fields(self._git.stream("ls-tree", "-r", "-z", "--full-tree", self._commit)):
            about, _, name = field.partition(b"\t")
            mode, _kind, blob = about.split()
            if mode in _LEFT_OUT:
                listing.left_out[_LEFT_OUT[mode]] += 1
                continue
            path = name.decode("utf-8", "surrogateescape")
            if mode not in _REGULAR or not listing.accepts(path):
                continue
            if n_found == self._bounds.files:
                listing.left_out["too_many"] += 1
                return
            n_found += 1
            yield path, blob.decode("ascii")

    def _sizes(self, blobs: set[str]) -> dict[str, int]:
        """Return the sizes of the blobs that are there; asking a partial clone for others would fetch them."""
        form = "%(objectname) %(objecttype) %(objectsize)"
        partial = self._git.text("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
        arguments: tuple[str, ...] = (f"--batch-check={form}",)
        with tempfile.TemporaryFile() as given:
            if partial:
                arguments = ("--batch-all-objects", "--unordered", f"--batch-check={form}")
            else:
                given.writelines(f"{blob}\n".encode("ascii") for blob in sorted(blobs))
                given.seek(0)
            lines = b"".join(self._git.stream("cat-file", *arguments, given=given)).decode("ascii", "replace")
        told = (line.split(" ") for line in lines.splitlines())
        return {t[0]: int(t[2]) for t in told if len(t) == 3 and t[1] == "blob" and t[0] in blobs}

    def _content(self, blob: str) -> bytes | None:
        if self._reader is None:
            self._reader = self._git.talk("cat-file", "--batch")
            weakref.finalize(self, _end, self._reader)
        asked, told = self._reader.stdin, self._reader.stdout
        assert asked is not None
        assert told is not None
        try:
            asked.write(f"{blob}\n".encode("ascii"))
            asked.flush()
        except BrokenPipeError:
            return None
        header = told.readline().split()
        if len(header) != 3 or header[1] != b"blob":
            return None
        content = told.read(int(header[2]))
        told.read(1)
        return content if len(content) == int(header[2]) else None


def git_folder(folder: Path) -> Path:
    """Return the git folder of a checkout, a linked worktree or a bare repository; never one further up.

    Raises
    ------
    NotARepositoryError
        If there is none, or it borrows objects from another repository.
    """
    inner = folder / ".git"
    if inner.is_file() and inner.stat().st_size <= _LINK_BYTES:
        link = inner.read_text(encoding="utf-8", errors="replace").strip()
        inner = (folder / link.removeprefix("gitdir:").strip()).resolve()
    for found in (inner, folder):
        if (found / "HEAD").is_file() and ((found / "objects").is_dir() or (found / "commondir").is_file()):
            if (found / "objects" / "info" / "alternates").exists():
                raise NotARepositoryError(
                    f"{folder} borrows its objects from another repository (objects/info/alternates), which is not "
                    "followed: clone it whole, or name the folder of a checkout"
                )
            return found.resolve()
    raise NotARepositoryError(f"{folder} is not a git repository: name a bare repository, or a folder that holds .git")


# --- private ---


def _label(folder: Path) -> str:
    path = folder.resolve()
    return path.parent.name if path.name == ".git" else path.name.removesuffix(".git")


def _commit(git: Git, revision: str, folder: Path) -> str:
    found = None
    if not revision.startswith("-"):
        found = git.text("rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        raise NotARepositoryError(f"{folder} has no commit {revision!r}: name one of its commits, tags or branches")
    return found.splitlines()[-1]


def _fields(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.kill()
    process.wait()
