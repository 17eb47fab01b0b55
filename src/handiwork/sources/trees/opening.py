"""A path a person typed → the tree it holds."""

from pathlib import Path

from handiwork.errors import InputError
from handiwork.model.tree import Bounds
from handiwork.sources.git_command import Git
from handiwork.sources.trees.archive import ArchiveTree
from handiwork.sources.trees.folder import FolderTree
from handiwork.sources.trees.git_store import GitTree, git_folder

__all__ = ["AnyTree", "open_tracked", "open_tree", "tracked_paths"]

AnyTree = FolderTree | GitTree | ArchiveTree
"""What a path may hold."""


def open_tree(path: Path, bounds: Bounds | None = None, *, revision: str | None = None) -> AnyTree:
    """Return the tree at a path.

    Parameters
    ----------
    path
        A folder (its files on disk), a bare repository or ``.git`` folder (its objects), or an archive.
    bounds
        How much is read.
    revision
        Commit, tag or branch of a repository; None for the files of a checkout, and for HEAD of a bare repository.

    Raises
    ------
    InputError
        If there is nothing, or nothing that can be read as a tree.
    """
    if not path.exists():
        raise InputError(f"{path} does not exist: name a checkout, a git repository or a source archive")
    if path.is_file():
        if revision is not None:
            raise InputError(f"{path} is an archive and has no revision {revision!r}: leave the revision out")
        return ArchiveTree(path, bounds)
    if path.is_dir() and (revision is not None or _is_store(path)):
        return GitTree(path, revision or "HEAD", bounds)
    return FolderTree(path, bounds)


def tracked_paths(folder: Path) -> frozenset[str]:
    """Return the paths that a checkout's git index holds.

    Raises
    ------
    NotARepositoryError
        If it is no checkout.
    """
    listed = Git(git_folder(folder)).run("ls-files", "-z", "--cached", "--full-name").output
    return frozenset(name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name)


def open_tracked(folder: Path, bounds: Bounds | None = None) -> FolderTree:
    """Return a checkout's files on disk, without what git does not track."""
    return FolderTree(folder, bounds, only=tracked_paths(folder))


# --- private ---


def _is_store(folder: Path) -> bool:
    """Return True for a bare repository or a ``.git`` folder; a checkout is read as the files it has on disk."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and not (folder / ".git").exists()
