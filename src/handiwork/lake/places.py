"""Where a lake can be: a folder here; an object store is ``object_store``. Both keep files by their path below it."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from handiwork.errors import LockedError

__all__ = ["Folder", "LakeAddress", "Place", "Tenure"]

_SCHEME = "s3://"
_STAGING = "staging"


@dataclass(frozen=True, slots=True)
class LakeAddress:
    """Where a lake is, as plain values that can travel to another machine; credentials are never among them.

    Attributes
    ----------
    root
        A folder, or ``s3://bucket/prefix``.
    endpoint
        Address of the object store, as ``https://host:port``; empty for the provider's own.
    region
        Its region; empty for the environment's.
    """

    root: str
    endpoint: str = ""
    region: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether it is an object store."""
        return self.root.startswith(_SCHEME)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A writer's time with the lock.

    Attributes
    ----------
    is_after_crash
        Whether the writer before ended without saying so: there may be files that no record names.
    check
        Raises :class:`handiwork.errors.LockedError` if the lock was lost; called before each commit.
    """

    is_after_crash: bool
    check: Callable[[], None]


class Place(Protocol):
    """A tree of files; paths are relative, with ``/``. A file appears whole or not at all."""

    where: LakeAddress
    """Its address."""

    staging: Path
    """Folder on this machine's disk for what is being written; exists only while somebody writes."""

    def listing(self, prefix: str) -> dict[str, str]:
        """Return each file below a folder, empty for all, with a stamp that changes when the file does."""
        ...

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those of the files that are there."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Write a small file, durably; replaces one that is there."""
        ...

    def take_in(self, files: Mapping[str, Path]) -> None:
        """Move files of this machine, by the path they are to have, durably."""
        ...

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; those that are not there are passed over."""
        ...

    def address(self, path: str) -> str:
        """Return what an engine is told to read."""
        ...

    def open(self, path: str) -> Any:
        """Return what Arrow reads a file from."""
        ...

    def file_system(self) -> Any:
        """Return the fsspec file system behind the addresses, None if they are paths of this machine."""
        ...

    def locked(self) -> AbstractContextManager[Tenure]:
        """Hold the writers' lock; leaving by an exception is remembered as a crash.

        Raises
        ------
        LockedError
            If somebody else holds it.
        """
        ...


class Folder:
    """A place in a folder of this machine.

    Parameters
    ----------
    root
        The folder; made when first written to.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.where = root, LakeAddress(str(root.absolute()))
        self.staging = root / _STAGING

    def __str__(self) -> str:
        return str(self.root)

    def listing(self, prefix: str) -> dict[str, str]:
        """Return each file below a folder; the stamp is its inode, size and time of change."""
        found: dict[str, str] = {}
        waiting = [prefix]
        while waiting:
            folder = waiting.pop()
            for entry in _scan(self.root / folder):
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir():
                    waiting.append(path)
                else:
                    told = entry.stat()
                    found[path] = f"{told.st_ino}-{told.st_size}-{told.st_mtime_ns}"
        return found

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those of the files that are there."""
        found = {}
        for path in paths:
            try:
                found[path] = (self.root / path).read_bytes()
            except FileNotFoundError:
                continue
        return found

    def write(self, path: str, content: bytes) -> None:
        """Write a file aside, then rename it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f"{target.name}.new")
        aside.write_bytes(content)
        _sync(aside)
        os.replace(aside, target)
        _sync(target.parent)

    def take_in(self, files: Mapping[str, Path]) -> None:
        """Rename files into place."""
        for path, source in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _sync(source)
            os.replace(source, target)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; those that are not there are passed over."""
        for path in paths:
            (self.root / path).unlink(missing_ok=True)

    def address(self, path: str) -> str:
        """Return the path on this machine."""
        return str(self.root / path)

    def open(self, path: str) -> Any:
        """Return the path on this machine."""
        return self.root / path

    def file_system(self) -> Any:
        """Return None: the addresses are paths."""
        return None

    @contextmanager
    def locked(self) -> Iterator[Tenure]:
        """Hold ``writer.lock``, which ends with the process; what was staged before is removed."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "writer.lock").open("a+b") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LockedError(f"another process is writing to {self.root}: wait until it has finished") from error
            is_after_crash = self.staging.exists()
            if is_after_crash:
                self._discard()
            self.staging.mkdir()
            try:
                yield Tenure(is_after_crash, lambda: None)
            except BaseException:
                self._discard()
                self.staging.mkdir()  # what says to the next writer that this one did not finish
                raise
            shutil.rmtree(self.staging, ignore_errors=True)

    # --- private ---

    def _discard(self) -> None:
        """Remove what was being written when a writer ended."""
        shutil.rmtree(self.staging, ignore_errors=True)
        self.remove(path for path in self.listing("manifest") if path.endswith(".new"))


# --- private ---


def _scan(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
