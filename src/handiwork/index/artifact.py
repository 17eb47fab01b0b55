"""The artifact: a folder of arrays and tables that is written aside, hashed and renamed, and never changes.

::

    <built_on>-<12 hex digits of the content>/
      manifest.json                     format, built_on, counts, settings, bytes and sha256 of every file
      terms.arrow                       term                                   (row = term number, sorted)
      persons.arrow                     key, login, github_id, name, logins, joins    (row = person_id)
      logins.arrow                      login (lower case), person_id          (sorted; former logins too)
      persons.damping.npy               float32, (1 + total)^-β                (one per person)
      persons.newest.npy                int32, day of the person's last act, the lowest number if there is none
      months.npy                        int64, 64: acts of anybody in the month of built_on, the one before, …
      repositories.arrow                name, description, topics, language, stars, is_fork, catalog_text
                                        (row = repo_no; an older index has only name, and not the next three)
      forks.npy                         int32, the repo_no of each fork, ascending
      {topics,languages}.arrow          name (lower case)                      (sorted)
      {topics,languages}.offsets.npy    int64, names + 1: the repositories of each name
      {topics,languages}.repositories.npy   int32, ordered by name and repo_no
      names.arrow                       name (lower case), repo_no             (sorted; former names too)
      areas.arrow                       name, is_label                         (row = area document)
      contributions.arrow               see sql/contributions.sql              (sorted by person)
      contributions.offsets.npy         int64, persons + 1
      <kind>.terms.offsets.npy          int64, terms + 1: the postings of each term
      <kind>.postings.{docs,impacts}.npy    int32, float32, ordered by term and document
      <kind>.peaks.npy                  float32, each term's largest impact
      <kind>.presence.terms.npy         int32, the common terms, ascending; absent where documents are few
      <kind>.presence.bits.npy          uint8, a row for each common term: a bit for eight neighbouring documents
      <kind>.offsets.npy                int64, documents + 1: the associations of each document
      <kind>.{persons,weights,days}.npy     int32, float32, int32 (days since 1970-01-01 of the last act)
      <kind>.kinds.npy                  int32, bit mask of the codes of the kinds of contribution in it
      <kind>.months.npy                 uint64, bit mask of its last 64 calendar months, bit 0 that of built_on
      <kind>.repositories.npy           int32, non-decreasing: each document's repository
      <kind>.newest.npy                 int32, each document's newest day
      <kind>.seen.npy                   int32, each document's bit mask of kinds of contribution
      related.offsets.npy               int64, repositories + 1: the neighbours of each repository
      related.{repositories,shared,strength}.npy    int32, int32, float32, best first
      embedding.{repositories,namesakes}.npy        int32, int32: which repository each vector is of (ascending)
      embedding.vectors.npy             float32, the vectors one after the other
      title.rows.npy                    int64, the row of contributions.arrow that carries the title
      {accounts,works,asked,profiles}.arrow         what other origins told of people, see told.py; absent if nothing
      {accounts,works,asked,profiles}.persons.npy   int32, non-decreasing: whose each of these rows is
      signals.arrow                     what people's own lines show, see observed.py; absent if nobody's were read
      signals.persons.npy               int32, non-decreasing: whose each of these rows is
      signal_values.arrow               signal, person_id, value               (sorted by signal and person)

``<kind>`` is repository, area or title. Arrow files are uncompressed, so that they can be memory-mapped.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.errors import LockedError, StoreError

__all__ = ["FORMAT_VERSION", "ArrayStream", "ArtifactWriter", "FileRecord", "Manifest", "writing_artifact"]

FORMAT_VERSION = 2
"""Version of the folder's layout and meaning; readers refuse any other."""

_HEADER_BYTES = 128
_CHUNK_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of an artifact: its bytes and its sha256 in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an artifact says about itself.

    Attributes
    ----------
    built_on
        Date (ISO) the acts' ages are counted from; acts after it are not in the index.
    counts
        Whole numbers by name: persons, repositories, contributions, documents and associations per kind, ….
    settings
        The ranking's constants, see :class:`handiwork.index.settings.IndexSettings`.
    extra
        What the builder's caller wanted to keep: inputs, coverage.
    files
        Every other file of the folder.
    """

    built_on: str
    counts: dict[str, int]
    settings: dict[str, Any]
    extra: dict[str, Any]
    files: dict[str, FileRecord]

    def to_json(self) -> str:
        """Return the manifest as stable JSON text."""
        found = {"format": FORMAT_VERSION, **asdict(self)}
        return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False)

    @property
    def folder_name(self) -> str:
        """``<built_on>-<12 hex digits of the content>``."""
        return f"{self.built_on}-{hashlib.sha256(self.to_json().encode()).hexdigest()[:12]}"

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read a folder's manifest and check that every file is there with its size.

        Raises
        ------
        StoreError
            If it is no artifact, of another format, or a file is missing or of another size.
        """
        try:
            found = json.loads((folder / "manifest.json").read_bytes())
            if (version := found.pop("format")) != FORMAT_VERSION:
                raise StoreError(
                    f"{folder} has index format {version}, this version reads {FORMAT_VERSION}: "
                    "build the index again (`handiwork index build`)"
                )
            found["files"] = {name: FileRecord(**f) for name, f in found["files"].items()}
            manifest = cls(**found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"{folder} is not a usable index ({error}): build it again (`handiwork index build`)"
            ) from error
        for name, record in manifest.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != record.bytes:
                raise StoreError(
                    f"{path} is missing or not {record.bytes:,} bytes long: build the index again "
                    "(`handiwork index build`)"
                )
        return manifest

    def verify(self, folder: Path) -> None:
        """Read every file and compare its sha256.

        Raises
        ------
        StoreError
            Naming the first file whose content is not what was written.
        """
        for name, record in sorted(self.files.items()):
            if _sha256(folder / name) != record.sha256:
                raise StoreError(f"{folder / name} is damaged: build the index again (`handiwork index build`)")


class ArrayStream:
    """One array written piece by piece as ``.npy``.

    Parameters
    ----------
    path
        Where to write.
    dtype
        Type of its elements; pieces are converted to it.
    """

    def __init__(self, path: Path, dtype: npt.DTypeLike) -> None:
        self._dtype = np.dtype(dtype)
        self._handle: BinaryIO = path.open("wb")
        self._handle.write(bytes(_HEADER_BYTES))
        self.length = 0

    def append(self, piece: npt.ArrayLike) -> None:
        """Add the elements of one piece."""
        values = np.ascontiguousarray(piece, dtype=self._dtype)
        self._handle.write(values.data)
        self.length += len(values)

    def close(self) -> None:
        """Write the header, now that the length is known."""
        head = f"{{'descr': '{self._dtype.str}', 'fortran_order': False, 'shape': ({self.length},), }}"
        self._handle.seek(0)
        self._handle.write(b"\x93NUMPY\x01\x00" + (_HEADER_BYTES - 10).to_bytes(2, "little"))
        self._handle.write(head.encode().ljust(_HEADER_BYTES - 11) + b"\n")
        self._handle.close()


class ArtifactWriter:
    """The files of one artifact while they are written; made by :func:`writing_artifact`.

    Parameters
    ----------
    folder
        Where artifacts live.
    aside
        The folder the files are written to until they are published.
    """

    def __init__(self, folder: Path, aside: Path) -> None:
        self._folder, self._aside = folder, aside

    def array(self, name: str, values: npt.NDArray[Any]) -> None:
        """Write one whole array as ``<name>.npy``."""
        with self.stream(name, values.dtype) as stream:
            stream.append(values)

    @contextmanager
    def stream(self, name: str, dtype: npt.DTypeLike) -> Iterator[ArrayStream]:
        """Write one array as ``<name>.npy`` piece by piece."""
        stream = ArrayStream(self._aside / f"{name}.npy", dtype)
        try:
            yield stream
        finally:
            stream.close()

    def written(self, name: str) -> npt.NDArray[Any]:
        """Return an array that is complete, mapped from its file."""
        return np.asarray(np.load(self._aside / f"{name}.npy", mmap_mode="r", allow_pickle=False))

    def table(self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        """Write one table as ``<name>.arrow``."""
        path = str(self._aside / f"{name}.arrow")
        with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)

    def publish(
        self, *, built_on: str, counts: Mapping[str, int], settings: dict[str, Any], extra: dict[str, Any]
    ) -> Path:
        """Hash, flush and rename; an artifact with the same content that is already there is kept.

        Returns
        -------
        Path
            The artifact's folder.
        """
        files = {}
        for path in sorted(self._aside.iterdir()):
            files[path.name] = FileRecord(path.stat().st_size, _sha256(path))
            _sync(path)
        manifest = Manifest(built_on, dict(sorted(counts.items())), settings, extra, files)
        written = self._aside / "manifest.json"
        written.write_text(manifest.to_json(), encoding="utf-8")
        _sync(written)
        _sync(self._aside)
        target = self._folder / manifest.folder_name
        if target.exists() and not _is_whole(target):
            shutil.rmtree(target)
        if not target.exists():
            os.replace(self._aside, target)
            _sync(self._folder)
        return target


@contextmanager
def writing_artifact(folder: Path) -> Iterator[ArtifactWriter]:
    """Hold the builders' lock of a folder and clear what an interrupted builder left behind.

    Parameters
    ----------
    folder
        Where artifacts live; made if it is not there.

    Raises
    ------
    LockedError
        If another process is building there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / ".building"
    with (folder / ".lock").open("a+b") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockedError(f"another process builds an index in {folder}: wait until it is done") from error
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            yield ArtifactWriter(folder, aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


# --- private ---


def _is_whole(folder: Path) -> bool:
    try:
        Manifest.read(folder).verify(folder)
    except StoreError:
        return False
    return True


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(_CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
