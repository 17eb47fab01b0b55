"""Programme files from a folder, a file or an archive, held in memory: archives are never unpacked to disk."""

import io
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from handiwork.errors import InputError

__all__ = ["Files", "is_archive", "read_archive", "read_tree"]

Files = dict[str, bytes]
"""Path below the root, with slashes → content."""

_Found = tuple[str, int, Callable[[], bytes]]
_ENDINGS = frozenset({".json", ".md", ".markdown"})
_MOST_FILES = 200_000
_MOST_FILE_BYTES = 32 << 20
_MOST_BYTES = 1 << 30
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


def is_archive(name: str) -> bool:
    """Return whether a name is that of an archive that can be read."""
    return name.lower().endswith((".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"))


def read_tree(path: Path) -> Files:
    """Return the JSON and Markdown files of a folder, archive or single file.

    Raises
    ------
    InputError
        If there is nothing, the archive is damaged, or it holds more than anybody's programme does.
    """
    if path.is_dir():
        return _gathered(_in_folder(path), path.name)
    if not path.is_file():
        raise InputError(f"{path}: no such file or folder")
    if is_archive(path.name):
        return _read(path.open("rb"), path.name)
    return _gathered(iter([(path.name, path.stat().st_size, path.read_bytes)]), path.name)


def read_archive(content: bytes, name: str) -> Files:
    """Return the JSON and Markdown files of an archive in memory; errors as for :func:`read_tree`."""
    return _read(io.BytesIO(content), name)


# --- private ---


def _read(opened: BinaryIO, name: str) -> Files:
    try:
        with opened:
            if name.lower().endswith(".zip"):
                with zipfile.ZipFile(opened) as archive:
                    return _gathered(_in_zip(archive), name)
            with tarfile.open(fileobj=opened, mode="r|*") as archive:
                return _gathered(_in_tar(archive), name)
    except _BROKEN as error:
        raise InputError(f"{name} cannot be read as an archive ({type(error).__name__}); fetch it again") from error


def _gathered(found: Iterator[_Found], name: str) -> Files:
    """Return the contents of files while they stay within bounds; what an archive says of sizes is not believed."""
    files: Files = {}
    total = 0
    for inner, size, read in found:
        content = read() if size <= _MOST_FILE_BYTES else b""
        total += len(content)
        if (
            size > _MOST_FILE_BYTES
            or len(content) > _MOST_FILE_BYTES
            or total > _MOST_BYTES
            or len(files) >= _MOST_FILES
        ):
            raise InputError(f"{name} holds more than a programme does ({inner[:80]}): refused")
        files[inner] = content
    if not files:
        raise InputError(f"{name} has no JSON or Markdown file: give the folder or archive of a programme")
    return files


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in _ENDINGS and ".git" not in path.parts and "node_modules" not in path.parts


def _in_folder(root: Path) -> Iterator[_Found]:
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if name not in {".git", "node_modules"})
        for name in sorted(names):
            path = Path(folder, name)
            told = path.lstat()
            if path.suffix.lower() in _ENDINGS and stat.S_ISREG(told.st_mode):
                yield path.relative_to(root).as_posix(), told.st_size, path.read_bytes


def _in_zip(archive: zipfile.ZipFile) -> Iterator[_Found]:
    for member in archive.infolist():
        if not member.is_dir() and _is_wanted(member.filename):

            def read(member: zipfile.ZipInfo = member) -> bytes:
                with archive.open(member) as opened:
                    return opened.read(_MOST_FILE_BYTES + 1)

            yield member.filename, member.file_size, read


def _in_tar(archive: tarfile.TarFile) -> Iterator[_Found]:
    for n, member in enumerate(archive):
        if n > 4 * _MOST_FILES:
            raise InputError("the archive holds more files than a programme does: refused")
        opened = archive.extractfile(member) if member.isreg() and _is_wanted(member.name) else None
        if opened is not None:
            yield member.name, member.size, opened.read
