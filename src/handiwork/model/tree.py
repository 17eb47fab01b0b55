"""A tree of files: its entries, and how much of it is read."""

from dataclasses import dataclass
from pathlib import PurePosixPath

__all__ = ["Bounds", "Entry"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a tree is read; what is beyond is counted, not read.

    Attributes
    ----------
    file_bytes
        A larger file is listed and not read.
    files
        At most as many entries are listed.
    total_bytes
        At most as many bytes are read of one tree.
    depth
        Folders deeper than this are not entered.
    """

    file_bytes: int = 2 << 20
    files: int = 200_000
    total_bytes: int = 2 << 30
    depth: int = 40


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One regular file of a tree.

    Attributes
    ----------
    path
        Path within the tree, with forward slashes.
    size_bytes
        Its size; what a compressed archive claims counts as it is unpacked.
    blob
        Git's object id of its content where it is known without reading, else None.
    """

    path: str
    size_bytes: int
    blob: str | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The ending with its dot, lower case; "" without one."""
        return PurePosixPath(self.name).suffix.lower()
