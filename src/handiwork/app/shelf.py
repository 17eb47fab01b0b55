"""The indexes of a home: which there are, and which one answers."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import NotFoundError

if TYPE_CHECKING:  # a name for annotations; listing indexes needs none of their code
    from handiwork.index import Index

__all__ = ["Shelf"]


class Shelf:
    """The indexes in one folder, and the pointer to that which answers.

    Parameters
    ----------
    folder
        Where they are; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"

    def names(self) -> list[str]:
        """Return the names of the indexes, oldest first."""
        return sorted(p.parent.name for p in self.folder.glob("*/manifest.json")) if self.folder.is_dir() else []

    def current(self) -> str | None:
        """Return the name of the index that answers, None if there is none."""
        name = self._pointer.read_text(encoding="utf-8").strip() if self._pointer.is_file() else ""
        return name if name in self.names() else None

    def use(self, name: str) -> None:
        """Let another index answer.

        Raises
        ------
        NotFoundError
            If there is no such index.
        """
        self._require(name)
        aside = self._pointer.with_name("current.new")
        aside.write_text(name + "\n", encoding="utf-8")
        os.replace(aside, self._pointer)

    def open(self, name: str | None = None) -> "Index":
        """Open an index: the named one, else the current one.

        Raises
        ------
        NotFoundError
            If there is no such index, or none at all.
        """
        from handiwork.index import Index

        chosen = name or self.current()
        if chosen is None:
            raise NotFoundError(f"{self.folder.parent} has no index yet: run `handiwork index build`")
        self._require(chosen)
        return Index.open(self.folder / chosen)

    # --- private ---

    def _require(self, name: str) -> None:
        known = self.names()
        if name not in known:
            raise NotFoundError(f"there is no index {name!r}; there are: {', '.join(known) or 'none'}")
