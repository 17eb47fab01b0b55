"""The lake's folder: staging, commit, replace, clean-up and the writers' lock.

::

    lake/
      format                                   layout version
      writer.lock                              held while a process writes
      manifest/<origin>/<package>.json         the commit: a package exists when this file does
      tables/<table>/<partition>/<file>        Parquet, named after its package and content
      staging/                                 what is being written; emptied by the next writer

A package is written into ``staging``, its files are moved to ``tables`` and only then its record
is renamed into ``manifest``. A crash leaves files that no record names; the next writer removes them.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from handiwork.errors import LockedError, StoreError
from handiwork.lake.manifest import DataFile, PackageRecord
from handiwork.lake.schema import FORMAT_VERSION, TABLES

__all__ = ["Lake", "StagedFile"]


_PARTITION = re.compile(r"[a-z]+=[A-Za-z0-9._-]+")


class StagedFile:
    """A Parquet file that a load wrote into staging: its place, rows and the partition it belongs to."""

    __slots__ = ("partition", "path", "rows")

    def __init__(self, path: Path, rows: int, partition: str) -> None:
        if not _PARTITION.fullmatch(partition):
            raise ValueError(f"partition {partition!r} is not name=value")
        self.path, self.rows, self.partition = path, rows, partition


class Lake:
    """The lake at one folder.

    Parameters
    ----------
    root
        The folder; made when first written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._locked = False

    # --- reading ---

    def records(self, origin: str | None = None) -> list[PackageRecord]:
        """Return every committed package, ordered by origin and package."""
        base = self.root / "manifest"
        folder = base / origin if origin else base
        found = [PackageRecord.read(p) for p in sorted(folder.rglob("*.json"))] if folder.is_dir() else []
        return sorted(found, key=lambda r: (r.origin, r.package))

    def record(self, origin: str, package: str) -> PackageRecord | None:
        """Return one committed package, None if there is none."""
        path = self._record_path(origin, package)
        return PackageRecord.read(path) if path.is_file() else None

    def files(self, table: str) -> list[Path]:
        """Return the committed Parquet files of a table, in package order.

        Raises
        ------
        StoreError
            If a file that a record names is not there.
        """
        paths = [self.root / f.path for r in self.records() for f in r.files if f.table == table and f.rows]
        for path in paths:
            if not path.is_file():
                raise StoreError(f"{path} is gone but its package is committed: load that package again")
        return paths

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
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "writer.lock").open("a+b") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LockedError(f"another process is writing to {self.root}: wait until it has finished") from error
            self._check_format()
            self._clean()
            self._locked = True
            try:
                yield self
            finally:
                self._locked = False
                shutil.rmtree(self.root / "staging", ignore_errors=True)

    def staging(self, name: str) -> Path:
        """Return an empty folder for one load's files; only while :meth:`writing`."""
        self._require_lock()
        folder = self.root / "staging" / _safe(name)
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
        """
        self._require_lock()
        earlier = self.record(record.origin, record.package)
        files = []
        for table, file in sorted(staged.items()):
            if table not in TABLES:
                raise ValueError(f"no table {table!r} in the schema")
            if not file.rows:
                continue
            folder = Path("tables", table, file.partition)
            target = folder / f"{record.origin}-{_safe(record.package)}-{token}.parquet"
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            _sync(file.path)
            size = file.path.stat().st_size
            os.replace(file.path, self.root / target)
            files.append(DataFile(table, target.as_posix(), file.rows, size))
        done = replace(record, files=tuple(files))
        self._write_record(done)
        kept = {f.path for f in files}
        for old in earlier.files if earlier else ():
            if old.path not in kept:
                (self.root / old.path).unlink(missing_ok=True)
        return done

    def remove(self, origin: str, package: str) -> None:
        """Remove a package: first its record, then its files."""
        self._require_lock()
        earlier = self.record(origin, package)
        if earlier is None:
            return
        self._record_path(origin, package).unlink()
        for old in earlier.files:
            (self.root / old.path).unlink(missing_ok=True)

    # --- private ---

    def _record_path(self, origin: str, package: str) -> Path:
        return self.root / "manifest" / origin / f"{_safe(package)}.json"

    def _write_record(self, record: PackageRecord) -> None:
        path = self._record_path(record.origin, record.package)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".json.new")
        aside.write_text(record.to_json(), encoding="utf-8")
        _sync(aside)
        os.replace(aside, path)
        _sync(path.parent)

    def _require_lock(self) -> None:
        if not self._locked:
            raise RuntimeError("the lake is written only inside `with lake.writing():`")

    def _check_format(self) -> None:
        marker = self.root / "format"
        if not marker.exists():
            marker.write_text(f"{FORMAT_VERSION}\n", encoding="utf-8")
        elif (found := marker.read_text(encoding="utf-8").strip()) != str(FORMAT_VERSION):
            raise StoreError(
                f"{self.root} has lake format {found}, this version writes {FORMAT_VERSION}: "
                "use the version that wrote it, or ingest again into a new HANDIWORK_HOME"
            )

    def _clean(self) -> None:
        shutil.rmtree(self.root / "staging", ignore_errors=True)
        named = {f.path for r in self.records() for f in r.files}
        tables = self.root / "tables"
        for path in sorted(tables.rglob("*.parquet")) if tables.is_dir() else ():
            if path.relative_to(self.root).as_posix() not in named:
                path.unlink()
        manifest = self.root / "manifest"
        for path in manifest.rglob("*.json.new") if manifest.is_dir() else ():
            path.unlink()


def _safe(name: str) -> str:
    """Return a file name for any package name; different names stay different."""
    return quote(name, safe="@").replace("..", "%2E%2E")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
