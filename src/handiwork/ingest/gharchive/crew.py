"""Who prepares archive files: threads of this process, or whoever else fulfils :class:`Crew`."""

import shutil
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from handiwork.errors import InputError
from handiwork.ingest.gharchive.prepare import Prepared, Preparer
from handiwork.lake.engine import Engine
from handiwork.lake.places import LakeAddress
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import ArchiveFile, is_archive_name, sorted_files, stored_file

__all__ = ["Crew", "LocalCrew", "fetched", "hours_in_store"]


class Crew(Protocol):
    """Prepares several files at once."""

    at_once: int
    """How many."""

    def prepare(self, file: ArchiveFile, folder: Path, suppressions: Suppressions) -> Prepared:
        """Prepare a file; called by as many threads as work at once.

        Parameters
        ----------
        file
            Which.
        folder
            Where this machine may write.
        suppressions
            Who is left out.
        """
        ...

    def interrupt(self) -> None:
        """End what is under way."""
        ...

    def leave(self, lake: Lake) -> None:
        """Remove what is not needed any more; the lake is still open for writing."""
        ...


class LocalCrew:
    """Threads of this process, each on a sibling of one engine.

    Parameters
    ----------
    lake
        Open for writing.
    engine
        As many files are prepared at once as it has threads.
    max_bytes
        Plain bytes of one file after which the rest is refused.
    """

    def __init__(self, lake: Lake, engine: Engine, *, max_bytes: int) -> None:
        self.at_once = engine.threads
        self._where = lake.place.where
        self._engines = [engine.sibling() for _ in range(self.at_once)]
        self._free: SimpleQueue[Preparer] = SimpleQueue()
        for place, own in enumerate(self._engines):
            self._free.put(Preparer(own, max_bytes=max_bytes, work=lake.staging(f"lines-{place}")))

    def prepare(self, file: ArchiveFile, folder: Path, suppressions: Suppressions) -> Prepared:
        """Prepare a file on whichever engine is free."""
        preparer = self._free.get()
        try:
            return preparer.prepare(fetched(file, self._where, folder), folder, suppressions)
        finally:
            self._free.put(preparer)

    def interrupt(self) -> None:
        """End what runs on the engines."""
        for engine in self._engines:
            engine.interrupt()

    def leave(self, lake: Lake) -> None:  # noqa: ARG002 - nothing of it is in the lake
        """End the connections."""
        for engine in self._engines:
            engine.close()


def hours_in_store(root: str, where: LakeAddress) -> list[ArchiveFile]:
    """Return the archive files below a prefix of an object store, oldest hour first.

    Parameters
    ----------
    root
        ``s3://bucket/prefix``.
    where
        The lake's address: endpoint and region of the store are taken from it.

    Raises
    ------
    InputError
        If there is none.
    """
    store = Lake.at(replace(where, root=root), Path()).place
    files = [
        stored_file(store.address(path), tag)
        for path, tag in store.listing("").items()
        if is_archive_name(path.rpartition("/")[2])
    ]
    if not files:
        raise InputError(f"{root} holds no archive file: name a prefix with files like 2025-09-01-7.json.gz")
    return sorted_files(files)


def fetched(file: ArchiveFile, where: LakeAddress, folder: Path) -> ArchiveFile:
    """Return a file that is on this machine: the same, or a copy of one in an object store.

    Parameters
    ----------
    file
        Which.
    where
        The lake's address: endpoint and region of the store are taken from it.
    folder
        Where to copy to.
    """
    if not file.address:
        return file
    root, _, name = file.address.rpartition("/")
    local = folder / name
    with Lake.at(replace(where, root=root), folder).open(name) as source, local.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
    return replace(file, path=local)
