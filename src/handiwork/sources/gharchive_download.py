"""Archive hours from the network: resumable, at most four at a time, never one twice."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from handiwork.errors import InputError, PermanentSourceError, SourceError, TransientSourceError
from handiwork.model.progress import Collector
from handiwork.sources.gharchive import AbsentHour, ArchiveFile, archive_file, hour_name
from handiwork.sources.http import client, raise_for_status, with_retries

__all__ = ["DownloadOptions", "download_address", "download_hours"]


_MOST_BYTES = 8 << 30
"""Of one file; the largest hours have a hundredth of it."""


@dataclass(frozen=True, slots=True)
class DownloadOptions:
    """Where from, where to, and how politely.

    Attributes
    ----------
    base_url
        Folder address that the names of hours are appended to.
    folder
        Where files are kept until they are loaded.
    contact
        A page or name to reach the operator by; may be empty.
    at_once
        How many are fetched at the same time, 1 to 4.
    is_disposable
        Whether a file may be removed once it is loaded.
    sleep
        How to wait between tries.
    """

    base_url: str
    folder: Path
    contact: str = ""
    at_once: int = 4
    is_disposable: bool = True
    sleep: Callable[[float], None] = time.sleep


def download_hours(
    hours: Sequence[datetime], *, options: DownloadOptions, collector: Collector
) -> Iterator[ArchiveFile | AbsentHour]:
    """Yield the hours in order as they arrive; a few are fetched ahead of the one asked for.

    A part that an interrupted run left is continued. An hour that the archive does not have (404)
    is yielded as missing; one that it does not deliver after several tries as failed.

    Parameters
    ----------
    hours
        Which, oldest first.
    collector
        Told ``downloaded`` bytes.
    """
    options.folder.mkdir(parents=True, exist_ok=True)
    waiting: deque[Future[ArchiveFile | AbsentHour]] = deque()
    remaining = iter(hours)
    with client(options.contact) as http, ThreadPoolExecutor(options.at_once) as pool:
        try:
            for hour in remaining:
                waiting.append(pool.submit(_fetch_hour, http, hour, options, collector))
                if len(waiting) > 2 * options.at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def download_address(address: str, *, options: DownloadOptions, collector: Collector) -> ArchiveFile:
    """Fetch one archive file by its address.

    Raises
    ------
    InputError
        If the address is not http or https, or names no file.
    SourceError
        If it does not arrive.
    """
    parts = urlsplit(address)
    name = Path(parts.path).name
    if parts.scheme not in {"http", "https"} or not parts.hostname or not name:
        raise InputError(f"{address!r} is no address of a file: it must begin with https:// or http:// and name one")
    options.folder.mkdir(parents=True, exist_ok=True)
    with client(options.contact) as http:
        return _fetch(http, address, options.folder / name, options, collector)


# --- private ---


def _fetch_hour(
    http: httpx2.Client, hour: datetime, options: DownloadOptions, collector: Collector
) -> ArchiveFile | AbsentHour:
    name = hour_name(hour)
    try:
        address = f"{options.base_url.rstrip('/')}/{name}.json.gz"
        return _fetch(http, address, options.folder / f"{name}.json.gz", options, collector)
    except PermanentSourceError as error:
        return AbsentHour(name, hour, "missing", str(error))
    except SourceError as error:
        return AbsentHour(name, hour, "failed", str(error))


def _fetch(
    http: httpx2.Client,
    address: str,
    target: Path,
    options: DownloadOptions,
    collector: Collector,
) -> ArchiveFile:
    if not target.exists():
        part = target.with_name(target.name + ".part")
        with_retries(lambda: _continue_part(http, address, part, collector), sleep=options.sleep)
        os.replace(part, target)
    return archive_file(target, is_disposable=options.is_disposable)


def _continue_part(http: httpx2.Client, address: str, part: Path, collector: Collector) -> None:
    """Fetch what is not there yet; start over if the origin's copy is another one by now."""
    tag_file = part.with_name(part.name + ".tag")
    have = part.stat().st_size if part.exists() else 0
    tag = tag_file.read_text(encoding="utf-8") if tag_file.exists() else ""
    can_continue = have and tag and tag.isascii() and tag.isprintable()
    headers = {"Range": f"bytes={have}-", "If-Range": tag} if can_continue else {}
    try:
        with http.stream("GET", address, headers=headers) as response:
            if response.status_code == httpx2.codes.RANGE_NOT_SATISFIABLE:
                part.unlink(missing_ok=True)
                raise TransientSourceError(f"{address}: the part on disk does not fit any more", retry_after_s=0)
            raise_for_status(response)
            continues = response.status_code == httpx2.codes.PARTIAL_CONTENT
            tag_file.write_text(response.headers.get("ETag", ""), encoding="utf-8")
            expected = response.headers.get("Content-Length")
            written = _write(response, part, "ab" if continues else "wb", collector)
            if expected is not None and written < int(expected):
                raise TransientSourceError(f"{address}: the connection ended after {written} of {expected} bytes")
    except httpx2.TransportError as error:
        raise TransientSourceError(f"{address}: {type(error).__name__}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise PermanentSourceError(f"{address}: {type(error).__name__}") from error
    tag_file.unlink(missing_ok=True)


def _write(response: httpx2.Response, part: Path, mode: str, collector: Collector) -> int:
    written = 0
    with part.open(mode) as out:
        for chunk in response.iter_raw():
            out.write(chunk)
            written += len(chunk)
            if out.tell() > _MOST_BYTES:
                raise PermanentSourceError(f"{response.url} is larger than {_MOST_BYTES:,} bytes: refused")
            collector.update("downloaded", len(chunk))
    return written
