"""The indexes of a home: which there are, and which one answers."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import NotFoundError

if TYPE_CHECKING:  # a name for annotations; listing indexes needs none of their code
    from handiwork.index import Index

__all__ = ["Shelf"]

_MOST_OPEN = 2


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
        self._opened: dict[tuple[str, int, int], Index] = {}

    def names(self) -> list[str]:
        """Return the names of the indexes, oldest first."""
        return sorted(p.parent.name for p in self.folder.glob("*/manifest.json")) if self.folder.is_dir() else []

    def current(self) -> str | None:
        """Return the name of the index that answers, None if there is none."""
        name = self._pointer.read_text(encoding="utf-8").strip() if self._pointer.is_file() else ""
        return name if name and self._manifest(name).is_file() else None

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
        """Open an index: the named one, else the current one. The last two are kept open, as every answer needs one.

        Raises
        ------
        NotFoundError
            If there is no such index, or none at all.
        """
        from handiwork.index import Index

        chosen = name or self.current()
        if chosen is None:
            raise NotFoundError(f"{self.folder.parent} has no index yet: run `handiwork index build`")
        if "/" in chosen or not self._manifest(chosen).is_file():
            self._require(chosen)
        # An index that is built again under its name is another file.
        told = self._manifest(chosen).stat()
        key = (chosen, told.st_ino, told.st_mtime_ns)
        found = self._opened.get(key)
        if found is None:
            found = Index.open(self.folder / chosen)
            # What was removed meanwhile is let go: as long as a file is mapped, its content is on the disk.
            there = [(k, index) for k, index in self._opened.items() if self._manifest(k[0]).is_file()]
            kept = there[1 - _MOST_OPEN :]
            self._opened = {**dict(kept), key: found}
        return found

    # --- private ---

    def _manifest(self, name: str) -> Path:
        return self.folder / name / "manifest.json"

    def _require(self, name: str) -> None:
        known = self.names()
        if name not in known:
            raise NotFoundError(f"there is no index {name!r}; there are: {', '.join(known) or 'none'}")
