"""Many archive files in order: several are prepared at once, each is settled when those before it are."""

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore
from typing import Self

from handiwork.ingest.gharchive.load import ORIGIN, Loader, Suppressor
from handiwork.ingest.gharchive.prepare import Prepared, Preparer
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import AbsentHour, ArchiveFile

__all__ = ["FileResult", "ingest_files"]

_AHEAD = 2
"""Files that may wait, prepared, for one that takes longer, beside those being worked on."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: its committed record, and whether there was nothing to do."""

    record: PackageRecord
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Arrival:
    item: ArchiveFile | AbsentHour
    folder: Path | None = None
    prepared: Future[Prepared] | None = None


def ingest_files(
    lake: Lake,
    engine: Engine,
    files: Iterable[ArchiveFile | AbsentHour],
    *,
    suppressor: Suppressor,
    max_bytes: int,
    collector: Collector,
) -> list[FileResult]:
    """Load archive files, each committed whole; files already in the lake are passed over.

    Parameters
    ----------
    lake
        Not yet open for writing.
    engine
        What compares with the lake. As many files are prepared at once as it has threads, on siblings of it;
        the lake is the same however many they are.
    files
        In the order they are to be loaded; taken a few ahead, in the background.
    suppressor
        Who is left out.
    max_bytes
        Plain bytes of one file after which the rest is refused.
    collector
        Told ``files``, ``bytes`` (compressed) and ``events``.

    Returns
    -------
    list[FileResult]
        One per file, in order.
    """
    results: list[FileResult] = []
    with lake.writing(), _Workshop(lake, engine, max_bytes=max_bytes) as workshop:
        loader = Loader(lake, engine, suppressor=suppressor, prepare=workshop.prepare_again)
        for arrival in workshop.arrivals(loader, files):
            results.append(_settle(lake, loader, arrival))
            record = results[-1].record
            collector.update("files")
            collector.update("bytes", record.source.get("bytes", 0))
            collector.update("events", 0 if results[-1].unchanged else record.counts.get("events", 0))
    return results


# --- private ---


class _Workshop:
    """Threads that prepare files ahead of their settling, each on a sibling of one engine."""

    def __init__(self, lake: Lake, engine: Engine, *, max_bytes: int) -> None:
        self._lake, workers = lake, engine.threads
        self._engines = [engine.sibling() for _ in range(workers)]
        self._free: SimpleQueue[Preparer] = SimpleQueue()
        for place, own in enumerate(self._engines):
            self._free.put(Preparer(own, max_bytes=max_bytes, work=lake.staging(f"lines-{place}")))
        self._fetcher, self._pool = ThreadPoolExecutor(1), ThreadPoolExecutor(workers)
        self._arrived: SimpleQueue[_Arrival | None] = SimpleQueue()
        self._room = Semaphore(workers + _AHEAD)
        self._is_closing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._is_closing = True
        self._room.release()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for engine in self._engines if kind else ():
            engine.interrupt()
        self._fetcher.shutdown()
        self._pool.shutdown()
        for engine in self._engines:
            engine.close()

    def prepare(self, file: ArchiveFile, folder: Path, suppressions: Suppressions) -> Prepared:
        """Prepare a file on whichever engine is free."""
        preparer = self._free.get()
        try:
            return preparer.prepare(file, folder, suppressions)
        finally:
            self._free.put(preparer)

    def prepare_again(self, file: ArchiveFile, suppressions: Suppressions) -> Prepared:
        """Prepare the file whose turn it is for other people to leave out."""
        return self.prepare(file, self._lake.staging("gharchive-again"), suppressions)

    def arrivals(self, loader: Loader, files: Iterable[ArchiveFile | AbsentHour]) -> Iterator[_Arrival]:
        """Yield the files in order, those to be loaded with their preparation under way."""
        feeding = self._fetcher.submit(self._feed, loader, files)
        while (arrival := self._arrived.get()) is not None:
            yield arrival
            self._room.release()
        feeding.result()

    def _feed(self, loader: Loader, files: Iterable[ArchiveFile | AbsentHour]) -> None:
        try:
            for place, item in enumerate(files):
                self._room.acquire()
                if self._is_closing:
                    return
                self._arrived.put(self._arrival(loader, item, place))
        finally:
            self._arrived.put(None)

    def _arrival(self, loader: Loader, item: ArchiveFile | AbsentHour, place: int) -> _Arrival:
        if isinstance(item, AbsentHour) or loader.loaded(item) is not None:
            return _Arrival(item)
        folder = self._lake.staging(f"gharchive-{place}")
        return _Arrival(item, folder, self._pool.submit(self.prepare, item, folder, loader.suppressions))


def _settle(lake: Lake, loader: Loader, arrival: _Arrival) -> FileResult:
    item = arrival.item
    if isinstance(item, AbsentHour):
        return FileResult(_note_absence(lake, item))
    prepared = arrival.prepared.result() if arrival.prepared else None
    loaded = loader.loaded(item)
    result = FileResult(loaded, unchanged=True) if loaded else FileResult(loader.settle(item, prepared))
    if arrival.folder:
        shutil.rmtree(arrival.folder, ignore_errors=True)
    if item.is_disposable:
        item.path.unlink(missing_ok=True)
    return result


def _note_absence(lake: Lake, item: AbsentHour) -> PackageRecord:
    """Commit that an hour is absent, unless an earlier load has it."""
    earlier = lake.record(ORIGIN, item.package)
    if earlier is not None and earlier.counts.get("events"):
        return earlier
    record = PackageRecord(
        origin=ORIGIN,
        package=item.package,
        status=item.status,
        source={"name": f"{item.package}.json.gz"},
        details={"hour": item.hour.isoformat(), "problems": [item.reason]},
    )
    return lake.commit(record, {}, token="")
