"""A path a person typed → the tree it holds."""

from pathlib import Path

from handiwork.errors import InputError
from handiwork.model.tree import Bounds
from handiwork.sources.trees.folder import FolderTree

__all__ = ["open_tree"]


def open_tree(path: Path, bounds: Bounds | None = None) -> FolderTree:
    """Return the tree at a path.

    Raises
    ------
    InputError
        If there is nothing, or nothing that can be read as a tree.
    """
    if not path.exists():
        raise InputError(f"{path} does not exist: name a checkout, a git repository or a source archive")
    return FolderTree(path, bounds)
