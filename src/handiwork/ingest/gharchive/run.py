"""Many archive files in order: several are prepared at once, each is settled when those before it are."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore
from typing import Self

from handiwork.ingest.gharchive.crew import Crew, LocalCrew
from handiwork.ingest.gharchive.load import ORIGIN, Loader, Suppressor
from handiwork.ingest.gharchive.prepare import Prepared
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import AbsentHour, ArchiveFile

__all__ = ["FileResult", "ingest_files", "ingest_with"]

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
    """Load archive files with threads of this process, as many as the engine has.

    Parameters
    ----------
    lake, engine, files, suppressor, collector
        As for :func:`ingest_with`.
    max_bytes
        Plain bytes of one file after which the rest is refused.

    Returns
    -------
    list[FileResult]
        One per file, in order.
    """

    def crew() -> Crew:
        return LocalCrew(lake, engine, max_bytes=max_bytes)

    return ingest_with(crew, lake, engine, files, suppressor=suppressor, collector=collector)


def ingest_with(
    crew: Callable[[], Crew],
    lake: Lake,
    engine: Engine,
    files: Iterable[ArchiveFile | AbsentHour],
    *,
    suppressor: Suppressor,
    collector: Collector,
) -> list[FileResult]:
    """Load archive files, each committed whole; files already in the lake are passed over.

    Parameters
    ----------
    crew
        Returns who prepares files, once the lake is open for writing; the lake is the same whoever it is.
    lake
        Not yet open for writing.
    engine
        What compares with the lake.
    files
        In the order they are to be loaded; taken a few ahead, in the background.
    suppressor
        Who is left out.
    collector
        Told ``files``, ``bytes`` (compressed) and ``events``.

    Returns
    -------
    list[FileResult]
        One per file, in order.
    """
    results: list[FileResult] = []
    with lake.writing(), _Workshop(lake, crew()) as workshop:
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
    """Threads that have files prepared by a crew, ahead of their settling."""

    def __init__(self, lake: Lake, crew: Crew) -> None:
        self._lake, self._crew = lake, crew
        self._fetcher, self._pool = ThreadPoolExecutor(1), ThreadPoolExecutor(crew.at_once)
        self._arrived: SimpleQueue[_Arrival | None] = SimpleQueue()
        self._room = Semaphore(crew.at_once + _AHEAD)
        self._is_closing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._is_closing = True
        self._room.release()
        self._pool.shutdown(wait=False, cancel_futures=True)
        if kind:
            self._crew.interrupt()
        self._fetcher.shutdown()
        self._pool.shutdown()
        self._crew.leave(self._lake)

    def prepare_again(self, file: ArchiveFile, suppressions: Suppressions) -> Prepared:
        """Prepare the file whose turn it is for other people to leave out."""
        return self._crew.prepare(file, self._lake.staging("gharchive-again"), suppressions)

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
        return _Arrival(item, folder, self._pool.submit(self._crew.prepare, item, folder, loader.suppressions))


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
