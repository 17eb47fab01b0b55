"""The lake: staging, commit, replace, clean-up; in a folder or in an object store, laid out alike.

::

    lake/
      format                                   layout version
      writer.lock                              held while a process writes
      manifest/<origin>/<package>.json         the commit: a package exists when this file does
      segments/<number>.jsonl.gz               many such records in one file, see ``packages``
      tables/<table>/<partition>/<file>        Parquet, named after its package and content
      staging/                                 what is being written, always on this machine's disk

A package is written into ``staging``, its files are moved to ``tables`` and only then its record is written.
A crash leaves files that no record names; the next writer removes them.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from handiwork.errors import StoreError, UsageError
from handiwork.lake.manifest import DataFile, PackageRecord
from handiwork.lake.packages import LAYOUT_WITH_SEGMENTS, Packages, safe_name
from handiwork.lake.places import Folder, LakeAddress, Place, Tenure
from handiwork.lake.schema import FORMAT_VERSION, TABLES

__all__ = ["Lake", "StagedFile", "data_path"]


_LAYOUTS = (str(FORMAT_VERSION), str(LAYOUT_WITH_SEGMENTS))
"""Layouts that this version writes."""

_PARTITION = re.compile(r"[a-z]+=[A-Za-z0-9._-]+")


class StagedFile:
    """A Parquet file that a load wrote into staging: its place, rows and the partition it belongs to.

    Attributes
    ----------
    path
        On this machine.
    rows
        How many.
    partition
        ``name=value``.
    committed
        Where it is in the lake's place already, and its bytes; None while it is only at ``path``.
    """

    __slots__ = ("committed", "partition", "path", "rows")

    def __init__(self, path: Path, rows: int, partition: str, *, committed: tuple[str, int] | None = None) -> None:
        if not _PARTITION.fullmatch(partition):
            raise ValueError(f"partition {partition!r} is not name=value")
        self.path, self.rows, self.partition, self.committed = path, rows, partition, committed


class Lake:
    """The lake at one place.

    Parameters
    ----------
    root
        The folder; made when first written to. Or any other place.
    """

    def __init__(self, root: Path | Place) -> None:
        self.place: Place = Folder(root) if isinstance(root, Path) else root
        self._packages = Packages(self.place)
        self._tenure: Tenure | None = None

    @classmethod
    def at(cls, address: LakeAddress, scratch: Path) -> "Lake":
        """Return the lake at an address.

        Parameters
        ----------
        address
            A folder or an object store.
        scratch
            Folder of this machine for what is being written to an object store.

        Raises
        ------
        UsageError
            If it is an object store and the packages for it are not installed.
        """
        if not address.is_remote:
            return cls(Path(address.root))
        try:
            from handiwork.lake.object_store import ObjectStore  # noqa: PLC0415 - an extra
        except ModuleNotFoundError as error:
            raise UsageError(
                f"a lake at {address.root} needs the package {error.name}: install Handiwork with its extra `s3`"
            ) from error
        return cls(ObjectStore(address, scratch))

    @property
    def root(self) -> Path:
        """The folder of a lake that is in one.

        Raises
        ------
        StoreError
            If it is in an object store.
        """
        if not isinstance(self.place, Folder):
            raise StoreError(f"the lake {self.place} is in no folder")
        return self.place.root

    # --- reading ---

    def records(self, origin: str | None = None) -> list[PackageRecord]:
        """Return every committed package, ordered by origin and package."""
        return [r for r in self._packages.all().values() if origin in (None, r.origin)]

    def record(self, origin: str, package: str) -> PackageRecord | None:
        """Return one committed package, None if there is none."""
        return self._packages.get(origin, package)

    def fingerprint(self) -> str:
        """Return a digest of everything that is committed: another one means other rows."""
        digest = sha256()
        for record in self.records():
            digest.update(record.to_line().encode())
        return digest.hexdigest()[:16]

    def addresses(self, table: str) -> list[str]:
        """Return what an engine reads a table from: its committed Parquet files, in package order.

        Raises
        ------
        StoreError
            If the lake is in a folder and a file that a record names is not there.
        """
        if isinstance(self.place, Folder):
            return [str(path) for path in self.files(table)]
        return [self.place.address(path) for path in self._paths(table)]

    def files(self, table: str) -> list[Path]:
        """Return the committed Parquet files of a table of a lake in a folder, in package order.

        Raises
        ------
        StoreError
            If a file that a record names is not there, or the lake is in an object store.
        """
        paths = [self.root / path for path in self._paths(table)]
        for path in paths:
            if not path.is_file():
                raise StoreError(f"{path} is gone but its package is committed: load that package again")
        return paths

    def address(self, path: str) -> str:
        """Return what an engine reads one file from, by its path in a record."""
        return self.place.address(path)

    def open(self, path: str) -> Any:
        """Return what Arrow reads one file from, by its path in a record."""
        return self.place.open(path)

    # --- writing ---

    @contextmanager
    def writing(self) -> Iterator["Lake"]:
        """Hold the writers' lock; clean up what an interrupted writer left behind.

        Raises
        ------
        LockedError
            If another process holds it.
        StoreError
            If the lake was written by another version.
        """
        with self.place.locked() as tenure:
            self._check_format()
            self._packages.hold()
            self._tenure = tenure
            try:
                if tenure.is_after_crash:
                    self.sweep()
                yield self
            finally:
                self._tenure = None
                self._packages.release()

    def staging(self, name: str) -> Path:
        """Return an empty folder for one load's files; only while :meth:`writing`."""
        self._require_lock()
        folder = self.place.staging / safe_name(name)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def commit(self, record: PackageRecord, staged: Mapping[str, StagedFile], *, token: str) -> PackageRecord:
        """Publish a package whole, replacing an earlier one of the same name.

        Parameters
        ----------
        record
            What to say about it; ``files`` is filled in here.
        staged
            For each table the file written for it; tables without rows may be left out.
        token
            Short hexadecimal name of the content: same content, same file names.

        Returns
        -------
        PackageRecord
            The record as committed.

        Raises
        ------
        LockedError
            If the lock was lost meanwhile.
        """
        tenure = self._require_lock()
        earlier = self.record(record.origin, record.package)
        files, moves = [], {}
        for table, file in sorted(staged.items()):
            if table not in TABLES:
                raise ValueError(f"no table {table!r} in the schema")
            if not file.rows:
                continue
            path, size = file.committed or (data_path(record, table, file.partition, token), file.path.stat().st_size)
            files.append(DataFile(table, path, file.rows, size))
            if file.committed is None:
                moves[path] = file.path
        self.place.take_in(moves)
        tenure.check()
        done = replace(record, files=tuple(files))
        self._packages.put(done)
        kept = {f.path for f in files}
        self.place.remove(old.path for old in (earlier.files if earlier else ()) if old.path not in kept)
        return done

    def remove(self, origin: str, package: str) -> None:
        """Remove a package: first its record, then its files."""
        tenure = self._require_lock()
        earlier = self.record(origin, package)
        if earlier is None:
            return
        tenure.check()
        self._packages.remove(earlier)
        self.place.remove(old.path for old in earlier.files)

    def rewrite_manifest(self) -> None:
        """Write the records that are folded together anew, so that nothing is left of packages that were removed."""
        self._require_lock().check()
        self._packages.refold()

    def sweep(self) -> None:
        """Remove the data files that no record names; only while :meth:`writing`."""
        self._require_lock().check()
        named = {f.path for r in self.records() for f in r.files}
        listed = self.place.listing("tables")
        self.place.remove(sorted(p for p in listed if p.endswith(".parquet") and p not in named))

    # --- private ---

    def _paths(self, table: str) -> list[str]:
        return [f.path for r in self.records() for f in r.files if f.table == table and f.rows]

    def _require_lock(self) -> Tenure:
        if self._tenure is None:
            raise RuntimeError("the lake is written only inside `with lake.writing():`")
        return self._tenure

    def _check_format(self) -> None:
        found = self.place.read(["format"]).get("format")
        if found is None:
            self.place.write("format", f"{FORMAT_VERSION}\n".encode())
        elif (version := found.decode().strip()) not in _LAYOUTS:
            raise StoreError(
                f"{self.place} has lake format {version}, this version writes {FORMAT_VERSION}: "
                "use the version that wrote it, or ingest again into a new HANDIWORK_HOME"
            )


def data_path(record: PackageRecord, table: str, partition: str, token: str) -> str:
    """Return where a package's file of one table belongs, below the lake."""
    return f"tables/{table}/{partition}/{record.origin}-{safe_name(record.package)}-{token}.parquet"
