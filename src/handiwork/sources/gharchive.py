"""GH Archive as an origin: the names of its hours, files on disk, and what a name is worth.

An hour is named ``YYYY-MM-DD-H`` with H not padded. Its zone is UTC, except from 2012-03-11 to the end of
2014, where it is the local time of the US Pacific coast; names are kept as they are.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from handiwork.errors import InputError, UsageError

__all__ = [
    "AbsentHour",
    "ArchiveFile",
    "archive_file",
    "digest",
    "discover",
    "hour_name",
    "hours_between",
    "is_archive_name",
    "parse_hour",
    "parse_when",
    "sorted_files",
    "stored_file",
]

_HOUR = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(\d{1,2})(?!\d)")
_AT_ONCE = 4
"""Files whose digests are worked out at the same time."""

_SUFFIXES = (".json.gz", ".jsonl.gz", ".ndjson.gz", ".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of archive lines on disk.

    Attributes
    ----------
    path
        Where it is.
    package
        Name of its load package: its hour, or its own name and a digest where it names no hour.
    hour
        The hour it is named after (naive, in the archive's zone of that time); None for other files.
    sha256
        Digest of the bytes on disk; of an object in a store its entity tag, as ``etag:…``.
    is_disposable
        True if it was downloaded for this load and may be removed after it.
    address
        ``s3://bucket/key`` of one that is in an object store, and on disk only while it is worked on; else empty.
    """

    path: Path
    package: str
    hour: datetime | None
    sha256: str
    is_disposable: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class AbsentHour:
    """An hour that could not be had.

    Attributes
    ----------
    package
        Name of the hour.
    hour
        The hour.
    status
        ``missing`` if the archive says that it has none, ``failed`` if it did not deliver.
    reason
        What it said.
    """

    package: str
    hour: datetime
    status: str
    reason: str


def parse_hour(name: str) -> datetime | None:
    """Return the hour a file name speaks of, None if it names none.

    Examples
    --------
    >>> parse_hour("2015-01-01-5.json.gz")
    datetime.datetime(2015, 1, 1, 5, 0)
    >>> parse_hour("notes.json") is None
    True
    """
    found = _HOUR.match(name)
    if not found:
        return None
    year, month, day, hour = map(int, found.groups())
    try:
        return datetime(year, month, day, hour)
    except ValueError:
        return None


def hour_name(hour: datetime) -> str:
    """Return the archive's name of an hour.

    Examples
    --------
    >>> hour_name(datetime(2025, 9, 1, 7))
    '2025-09-01-7'
    """
    return f"{hour:%Y-%m-%d}-{hour.hour}"


def parse_when(text: str) -> datetime:
    """Return the instant that a user typed: a day, or an hour as ``2025-09-01-7`` or ``2025-09-01T07``.

    Raises
    ------
    UsageError
        If it is neither.
    """
    hour = parse_hour(text) if _HOUR.fullmatch(text) else None
    if hour is not None:
        return hour
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no time: write a day (2025-09-01) or an hour (2025-09-01-7)") from error
    return found.replace(minute=0, second=0, microsecond=0, tzinfo=None)


def hours_between(since: datetime, until: datetime) -> list[datetime]:
    """Return the hours from ``since`` (included) to ``until`` (excluded), oldest first.

    Raises
    ------
    UsageError
        If the range is empty or begins before the archive does.
    """
    if until <= since:
        raise UsageError(f"no hour lies from {since} until {until}: `--until` is excluded and must be later")
    if since < datetime(2011, 2, 12):
        raise UsageError(f"GH Archive begins on 2011-02-12; {since:%Y-%m-%d} is before that")
    count = int((until - since).total_seconds() // 3600)
    return [since + timedelta(hours=n) for n in range(count)]


def discover(targets: Iterable[Path]) -> list[ArchiveFile]:
    """Return the archive files that paths name, oldest hour first, files without an hour last.

    A folder stands for every archive file in it and below, but for the ``truth.json`` of an invented world; a file is
    taken whatever its name.

    Raises
    ------
    InputError
        If a path is not there, or a folder holds no archive file.
    """
    # Their bytes are read to know them: several at a time, as disks are quicker then, and digests let go of the lock.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return sorted_files(pool.map(archive_file, _paths(targets)))


def sorted_files(files: Iterable[ArchiveFile]) -> list[ArchiveFile]:
    """Return files once each, oldest hour first, files without an hour last."""
    unique = {(f.package, f.sha256): f for f in files}
    return sorted(unique.values(), key=lambda f: (f.hour is None, f.hour or date.min.isoformat(), f.package))


def archive_file(path: Path, *, is_disposable: bool = False) -> ArchiveFile:
    """Return what a file on disk is to be loaded as."""
    sha256 = digest(path)
    return ArchiveFile(path, _package(path.name, sha256), parse_hour(path.name), sha256, is_disposable)


def stored_file(address: str, tag: str) -> ArchiveFile:
    """Return what an object in a store is to be loaded as.

    Parameters
    ----------
    address
        ``s3://bucket/key``.
    tag
        Its entity tag: another one means other bytes.
    """
    name, mark = address.rpartition("/")[2], tag.strip('"')
    return ArchiveFile(Path(name), _package(name, mark), parse_hour(name), f"etag:{mark}", address=address)


def is_archive_name(name: str) -> bool:
    """Return whether a file in a folder is taken for one of the archive."""
    return name.endswith(_SUFFIXES) and name != "truth.json"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


# --- private ---


def _package(name: str, digest_: str) -> str:
    """Return the name of a file's load package: its hour, or its own name and a digest."""
    hour = parse_hour(name)
    stem = name
    for suffix in _SUFFIXES:
        stem = stem.removesuffix(suffix)
    return hour_name(hour) if hour else f"{stem[:80]}@{digest_[:8]}"


def _paths(targets: Iterable[Path]) -> Iterator[Path]:
    for target in targets:
        if target.is_dir():
            inside = [p for p in sorted(target.rglob("*")) if p.is_file() and is_archive_name(p.name)]
            if not inside:
                raise InputError(f"{target} holds no archive file (looked for names ending in {', '.join(_SUFFIXES)})")
            yield from inside
        elif target.is_file():
            yield target
        else:
            raise InputError(f"{target} is not there: give a file, a folder, an address or --since and --until")
