"""A source archive as a tree: read once, in memory, within bounds; nothing is unpacked to disk.

Tar files (plain, gzip, bzip2, xz) and zip files (also wheels). The one folder that holds everything, as in a source
distribution, is no part of the paths. Of a damaged archive what comes before the damage is read.
"""

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol, cast

from handiwork.errors import InputError
from handiwork.model.tree import Bounds, Entry
from handiwork.sources.trees.paths import Listing

__all__ = ["ArchiveTree"]

_MOST_IN_MEMORY_BYTES = 512 << 20
_MOST_PACKED_BYTES = 512 << 20
_MOST_DIRECTORY_BYTES = 64 << 20
_ZIP_TAIL_BYTES = (64 << 10) + 1024
_RATIO = 200
_RATIO_FROM_BYTES = 32 << 20
_DAMAGED = (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError,
            NotImplementedError, RuntimeError, OverflowError, IndexError, MemoryError)  # fmt: skip
_MAGIC = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))


class ArchiveTree:
    """The regular files of an archive.

    Parameters
    ----------
    path
        The archive.
    bounds
        How much is read; besides, at most 512 MiB of contents, and what unpacks to more than 200 times its size is
        read no further.

    Raises
    ------
    InputError
        If it is no archive, or nothing in it can be read.
    """

    def __init__(self, path: Path, bounds: Bounds | None = None) -> None:
        if path.stat().st_size > _MOST_PACKED_BYTES:
            raise InputError(f"{path} is larger than {_MOST_PACKED_BYTES >> 20} MiB: unpack it and name the folder")
        self._path = path
        self._bounds = bounds or Bounds()
        self._contents: dict[str, bytes] = {}
        self._listing = Listing(self._bounds)
        self._read_all()
        self._strip_top()
        self._entries = self._listing.sorted()

    @property
    def label(self) -> str:
        """The archive's name."""
        return self._path.name

    def entries(self) -> tuple[Entry, ...]:
        """Return the regular files, sorted by path."""
        return self._entries

    def read(self, path: str) -> bytes | None:
        """Return a file's content; None if it is not an entry, or was not read for its size."""
        return self._contents.get(path)

    def left_out(self) -> dict[str, int]:
        """Return how many entries were left out, by reason."""
        return dict(sorted(self._listing.left_out.items()))

    # --- private ---

    def _read_all(self) -> None:
        n_seen = 0
        try:
            for member in _members(self._path, self._bounds):
                n_seen += 1
                if n_seen > 4 * self._bounds.files:
                    self._listing.left_out["too_many"] += 1
                    return
                self._take(member)
        except _Bomb:
            self._listing.left_out["too_much"] += 1
        except _DAMAGED as error:
            if not n_seen:
                raise InputError(f"{self._path} is no archive that can be read: {_told(error)}") from error
            self._listing.left_out["damaged"] += 1

    def _take(self, member: "_Member") -> None:
        if member.kind != "file":
            self._listing.left_out[member.kind] += 1
            return
        path = member.name.removeprefix("./")
        if not self._listing.accepts(path):
            return
        self._contents.pop(path, None)
        content = member.read() if member.size_bytes <= self._bounds.file_bytes else None
        if content is not None and len(content) <= self._bounds.file_bytes:
            self._contents[path] = content
        size = member.size_bytes if content is None else len(content)
        self._listing.add(Entry(path, size))

    def _strip_top(self) -> None:
        paths = list(self._listing.entries)
        tops = {path.partition("/")[0] for path in paths}
        if len(tops) != 1 or not all("/" in path for path in paths):
            return
        cut = len(tops.pop()) + 1
        self._listing.entries = {p[cut:]: replace(e, path=p[cut:]) for p, e in self._listing.entries.items()}
        self._contents = {p[cut:]: c for p, c in self._contents.items()}


# --- private ---


class _Bomb(Exception):  # noqa: N818 - a signal within this module
    """What comes out is out of proportion to what went in."""


class _Member(Protocol):
    """One thing in an archive."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...
    def read(self) -> bytes | None: ...


@dataclass
class _Meter:
    """Counts what comes out of an archive, and stops it where that is too much."""

    packed_bytes: int
    most_bytes: int
    came_bytes: int = 0

    def add(self, n_bytes: int) -> None:
        self.came_bytes += n_bytes
        if self.came_bytes > self.most_bytes:
            raise _Bomb
        if self.came_bytes > _RATIO_FROM_BYTES and self.came_bytes > _RATIO * max(self.packed_bytes, 1):
            raise _Bomb


@dataclass
class _Metered:
    """A stream that is counted as it is read."""

    stream: IO[bytes]
    meter: _Meter

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _MOST_IN_MEMORY_BYTES:
            raise _Bomb
        content = self.stream.read(size)
        self.meter.add(len(content))
        return content


@dataclass(frozen=True)
class _TarMember:
    tar: tarfile.TarFile
    info: tarfile.TarInfo

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def kind(self) -> str:
        if self.info.issym() or self.info.islnk():
            return "link"
        return "file" if self.info.isreg() and not self.info.issparse() else "special"

    @property
    def size_bytes(self) -> int:
        return self.info.size

    def read(self) -> bytes | None:
        file = self.tar.extractfile(self.info)
        return None if file is None else file.read(self.info.size)


@dataclass(frozen=True)
class _ZipMember:
    zip: zipfile.ZipFile
    info: zipfile.ZipInfo
    meter: _Meter

    @property
    def name(self) -> str:
        return self.info.filename

    @property
    def kind(self) -> str:
        mode = self.info.external_attr >> 16
        if self.info.flag_bits & 1:
            return "encrypted"
        return "link" if stat.S_ISLNK(mode) else "special" if stat.S_IFMT(mode) not in (0, stat.S_IFREG) else "file"

    @property
    def size_bytes(self) -> int:
        return self.info.file_size

    def read(self) -> bytes | None:
        try:
            with self.zip.open(self.info) as file:
                content = file.read(self.info.file_size + 1)
        except _DAMAGED:
            return None
        self.meter.add(len(content))
        return content


def _members(path: Path, bounds: Bounds) -> Iterator[_Member]:
    meter = _Meter(path.stat().st_size, min(bounds.total_bytes, _MOST_IN_MEMORY_BYTES))
    with path.open("rb") as file:
        start = file.read(8)
        file.seek(0)
        if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            yield from _zip_members(file, meter)
            return
        opened = next((opener for magic, opener in _MAGIC if start.startswith(magic)), None)
        stream = cast("IO[bytes]", opened(file, "rb")) if opened else file
        with tarfile.open(fileobj=cast("IO[bytes]", _Metered(stream, meter)), mode="r|") as tar:
            for info in tar:
                if not info.isdir():
                    yield _TarMember(tar, info)
                tar.members = []  # type: ignore[attr-defined]  # they would be kept to the end


def _zip_members(file: IO[bytes], meter: _Meter) -> Iterator[_Member]:
    if _directory_bytes(file, meter.packed_bytes) > _MOST_DIRECTORY_BYTES:
        raise zipfile.BadZipFile("its directory is too large")
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield _ZipMember(archive, info, meter)


def _directory_bytes(file: IO[bytes], packed_bytes: int) -> int:
    """Return how long a zip says its directory is: all of it would be held in memory."""
    file.seek(max(0, packed_bytes - _ZIP_TAIL_BYTES))
    tail = file.read(_ZIP_TAIL_BYTES)
    file.seek(0)
    end, end64 = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    told = [int.from_bytes(tail[end64 + 40 : end64 + 48], "little")] if end64 >= 0 else []
    if end >= 0 and tail[end + 12 : end + 16] != b"\xff" * 4:
        told.append(int.from_bytes(tail[end + 12 : end + 16], "little"))
    return max(told, default=0)


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
