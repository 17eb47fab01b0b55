"""A lake's place in an S3-compatible object store: a PUT is atomic, a conditional PUT is the writers' lock.

The store must refuse a conditional write whose condition does not hold (``If-None-Match: *`` and ``If-Match``).
Credentials come from where the provider's own tools look (environment, profile, role of the machine), never from
a setting. Data is read through Arrow's file system, by ranges.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, TypeVar
from uuid import uuid4

import boto3
import pyarrow.fs as pafs
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from fsspec.spec import AbstractBufferedFile, AbstractFileSystem

from handiwork.errors import LockedError, StoreError
from handiwork.lake.places import LakeAddress, Tenure

__all__ = ["LEASE_S", "ObjectStore", "StoreFiles"]

LEASE_S = 60
"""Seconds after its last sign of life at which a writer counts as dead; it gives one every third of them."""

_AT_ONCE = 16
"""Requests under way at the same time."""

_LOCK = "writer.lock"
_REFUSED = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_GONE = {"NoSuchKey", "404", "NotFound"}
_T = TypeVar("_T")


class ObjectStore:
    """A place below ``s3://bucket/prefix``.

    Parameters
    ----------
    address
        Where.
    scratch
        Folder of this machine for what is being written.
    lease_s
        Seconds without a sign of life after which another writer may take over.
    """

    def __init__(self, address: LakeAddress, scratch: Path, *, lease_s: float = LEASE_S) -> None:
        bucket, _, prefix = address.root.removeprefix("s3://").partition("/")
        self.where, self._bucket, self._lease_s = address, bucket, lease_s
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self.staging = scratch / f"staging-{uuid4().hex[:8]}"

    def __str__(self) -> str:
        return self.where.root

    def listing(self, prefix: str) -> dict[str, str]:
        """Return each object below a prefix with its entity tag."""
        pages = self._client.get_paginator("list_objects_v2")
        below = self._prefix + (f"{prefix}/" if prefix else "")
        found = {}
        with _told(self):
            for page in pages.paginate(Bucket=self._bucket, Prefix=below):
                for item in page.get("Contents", ()):
                    found[item["Key"].removeprefix(self._prefix)] = item["ETag"]
        return found

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those of the objects that are there, several requests at a time."""
        wanted = list(paths)
        contents = self._each(self._read_one, wanted)
        return {path: content for path, content in zip(wanted, contents, strict=True) if content is not None}

    def write(self, path: str, content: bytes) -> None:
        """Put an object."""
        with _told(self):
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + path, Body=content)

    def take_in(self, files: Mapping[str, Path]) -> None:
        """Upload files and remove them here; large ones go in parts and appear when the last one is there."""
        self._each(lambda pair: self._upload(*pair), list(files.items()))

    def remove(self, paths: Iterable[str]) -> None:
        """Delete objects, a thousand a request."""
        keys = [{"Key": self._prefix + path} for path in paths]
        with _told(self):
            for begin in range(0, len(keys), 1000):
                wanted = {"Objects": keys[begin : begin + 1000], "Quiet": True}
                failed = self._client.delete_objects(Bucket=self._bucket, Delete=wanted).get("Errors", ())
                if failed:
                    raise StoreError(f"{self}: {failed[0].get('Key')} was not deleted: {failed[0].get('Code')}")

    def address(self, path: str) -> str:
        """Return the object's ``s3://`` address."""
        return f"s3://{self._bucket}/{self._prefix}{path}"

    def open(self, path: str) -> Any:
        """Return an Arrow file that reads ranges of the object."""
        return self._arrow.open_input_file(f"{self._bucket}/{self._prefix}{path}")

    def file_system(self) -> "StoreFiles":
        """Return the file system behind the addresses."""
        return StoreFiles(self._arrow)

    @contextmanager
    def locked(self) -> Iterator[Tenure]:
        """Hold the lock object, with a sign of life every third of the lease."""
        lock = _Lock(self._client, self._bucket, self._prefix + _LOCK, self._lease_s)
        with _told(self):
            is_after_crash = lock.take(str(self))
        beating = Thread(target=lock.beat, name="lake-lock", daemon=True)
        beating.start()
        is_clean = False
        try:
            self.staging.mkdir(parents=True)
            yield Tenure(is_after_crash, lock.check)
            is_clean = True
        finally:
            rmtree(self.staging, ignore_errors=True)
            lock.stopped.set()
            beating.join()
            with _told(self):
                lock.release(is_clean=is_clean)

    # --- private ---

    @cached_property
    def _client(self) -> Any:
        config = Config(
            max_pool_connections=_AT_ONCE,
            retries={"mode": "standard", "total_max_attempts": 6},
            s3={"addressing_style": "path"} if self.where.endpoint else {},
        )
        return boto3.client(
            "s3",
            endpoint_url=self.where.endpoint or None,
            region_name=self.where.region or None,
            config=config,
        )

    @cached_property
    def _arrow(self) -> Any:
        scheme, _, host = self.where.endpoint.rpartition("://")
        chosen: dict[str, Any] = {"endpoint_override": host, "scheme": scheme or "https"} if host else {}
        if self.where.region:
            chosen["region"] = self.where.region
        return pafs.S3FileSystem(**chosen)

    def _each(self, function: Callable[[Any], _T], items: list[Any]) -> list[_T]:
        with _told(self), ThreadPoolExecutor(min(_AT_ONCE, len(items)) or 1) as pool:
            return list(pool.map(function, items))

    def _read_one(self, path: str) -> bytes | None:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)
        except ClientError as error:
            if _code(error) in _GONE:
                return None
            raise
        content: bytes = found["Body"].read()
        return content

    def _upload(self, path: str, source: Path) -> None:
        self._client.upload_file(str(source), self._bucket, self._prefix + path)
        source.unlink()


class _StoreFile(AbstractBufferedFile):  # type: ignore[misc]
    """One object, read by the ranges that the engine asks for."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        content: bytes = self.fs.handle(self.path).read_at(end - start, start)
        return content


class StoreFiles(AbstractFileSystem):  # type: ignore[misc]
    """What embedded DuckDB reads ``s3://`` addresses through; objects of a lake never change, so they are kept.

    Parameters
    ----------
    arrow
        Arrow's file system.
    """

    protocol = "s3"
    cachable = False

    def __init__(self, arrow: Any) -> None:
        super().__init__()
        self._arrow = arrow
        self._infos: dict[str, dict[str, Any]] = {}
        self._handles: dict[str, Any] = {}

    def handle(self, path: str) -> Any:
        """Return the open Arrow file of an object; threads may share it."""
        if path not in self._handles:
            self._handles[path] = self._arrow.open_input_file(path)
        return self._handles[path]

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Return name, size and time of an object."""
        path = self._strip_protocol(path)
        if path not in self._infos:
            found = self._arrow.get_file_info(path)
            if not found.is_file:
                raise FileNotFoundError(path)
            self._infos[path] = {"name": path, "size": found.size, "type": "file", "mtime": found.mtime}
        return self._infos[path]

    def modified(self, path: str) -> datetime:
        """Return when an object was written; what the engine keeps of it is good until that changes."""
        at: datetime = self.info(path)["mtime"]
        return at

    def glob(self, path: str, **_: Any) -> list[str]:
        """Return the path: addresses of a lake hold no patterns."""
        return [self._strip_protocol(path)]

    # --- private ---

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path.removeprefix("s3://")

    def _open(self, path: str, mode: str = "rb", **_: Any) -> _StoreFile:
        # The engine joins and prefetches ranges itself; a second cache would read what nobody asks for.
        return _StoreFile(self, path, mode, cache_type="none", size=self.info(path)["size"])


class _Lock:
    """The lock object: made if there is none, taken over if its holder is dead, given back at the end."""

    def __init__(self, client: Any, bucket: str, key: str, lease_s: float) -> None:
        self._client, self._lease_s = client, lease_s
        self._where = {"Bucket": bucket, "Key": key}
        self._holder = uuid4().hex
        self._etag, self._beaten_at, self._is_lost = "", 0.0, False
        self._mutex, self.stopped = Lock(), Event()

    def take(self, name: str) -> bool:
        """Take the lock; return whether the holder before died or left by an exception."""
        if self._put(IfNoneMatch="*"):
            return False
        try:
            found = self._client.get_object(**self._where)
        except ClientError as error:
            if _code(error) not in _GONE:
                raise
            found = None
        if found and self._is_free(found) and self._put(IfMatch=found["ETag"]):
            return True
        raise LockedError(
            f"another process is writing to {name}: wait until it has finished "
            f"(if it died, its lock ends {self._lease_s:.0f} seconds after its last sign of life)"
        )

    def beat(self) -> None:
        """Give a sign of life now and then, until stopped or until somebody took over."""
        while not self.stopped.wait(max(self._lease_s / 3, 1)):
            try:
                self._is_lost = not self._renew()
            except (BotoCoreError, ClientError):
                continue  # the next beat may pass; `check` decides once the lease is over
            if self._is_lost:
                return

    def check(self) -> None:
        """Raise if the lock was lost, also while this process was stopped or cut off."""
        if not self._is_lost and monotonic() - self._beaten_at < self._lease_s:
            return
        if self._is_lost or not self._renew():
            self._is_lost = True
            raise LockedError(
                f"the lock of s3://{self._where['Bucket']}/{self._where['Key']} was taken over by another process, "
                f"since this one gave no sign of life for {self._lease_s:.0f} seconds: run it again"
            )

    def release(self, *, is_clean: bool) -> None:
        """Give the lock back; after an exception the next writer is told to clean up."""
        if self._is_lost:
            return
        if not is_clean:
            self._renew(is_left=True)
            return
        try:
            self._client.delete_object(**self._where, IfMatch=self._etag)
        except ClientError as error:
            if _code(error) not in _REFUSED | _GONE:
                raise

    # --- private ---

    def _put(self, *, is_left: bool = False, **condition: str) -> bool:
        """Write the lock on a condition; return whether it held."""
        body = json.dumps({"holder": self._holder, "beat": uuid4().hex, "is_left": is_left}).encode()
        asked_at = monotonic()
        try:
            self._etag = self._client.put_object(**self._where, Body=body, **condition)["ETag"]
        except ClientError as error:
            if _code(error) in _REFUSED | _GONE:
                return False
            raise
        self._beaten_at = asked_at
        return True

    def _renew(self, *, is_left: bool = False) -> bool:
        with self._mutex:
            return self._put(is_left=is_left, IfMatch=self._etag)

    def _is_free(self, found: Any) -> bool:
        if json.loads(found["Body"].read())["is_left"]:
            return True
        now = parsedate_to_datetime(found["ResponseMetadata"]["HTTPHeaders"]["date"])
        return bool(now - found["LastModified"] >= timedelta(seconds=self._lease_s))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _told(store: ObjectStore) -> Iterator[None]:
    """Turn what the client raises into what Handiwork raises."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise StoreError(
            f"{store} did not answer as it should: {error}; check `lake`, `lake_endpoint`, `lake_region` and "
            "the credentials in the environment"
        ) from error
