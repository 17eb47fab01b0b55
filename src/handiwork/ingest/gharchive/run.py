"""Many archive files in order: the next one is fetched and unpacked while the engine works on this one."""

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from handiwork.ingest.gharchive.load import ORIGIN, Loader, Suppressor
from handiwork.ingest.gharchive.unpack import Unpacked, unpack
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.sources.gharchive import AbsentHour, ArchiveFile

__all__ = ["FileResult", "ingest_files"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: its committed record, and whether there was nothing to do."""

    record: PackageRecord
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Arrival:
    item: ArchiveFile | AbsentHour
    loaded: PackageRecord | None = None
    folder: Path | None = None
    unpacked: Unpacked | None = None


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
    files
        In the order they are to be loaded; taken one ahead, in the background.
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
    with lake.writing(), ThreadPoolExecutor(1) as background:
        loader = Loader(lake, engine, suppressor=suppressor)
        arrivals = _arrivals(lake, loader, iter(files), max_bytes)
        pending = background.submit(next, arrivals, None)
        while (arrival := pending.result()) is not None:
            pending = background.submit(next, arrivals, None)
            results.append(_settle(lake, loader, arrival))
            record = results[-1].record
            collector.update("files")
            collector.update("bytes", record.source.get("bytes", 0))
            collector.update("events", 0 if results[-1].unchanged else record.counts.get("events", 0))
    return results


# --- private ---


def _arrivals(
    lake: Lake, loader: Loader, files: Iterator[ArchiveFile | AbsentHour], max_bytes: int
) -> Iterator[_Arrival]:
    for place, item in enumerate(files):
        if isinstance(item, AbsentHour):
            yield _Arrival(item)
        elif (loaded := loader.is_loaded(item)) is not None:
            yield _Arrival(item, loaded=loaded)
        else:
            folder = lake.staging(f"gharchive-{place}")
            yield _Arrival(item, folder=folder, unpacked=unpack(item.path, folder / "lines.jsonl", max_bytes=max_bytes))


def _settle(lake: Lake, loader: Loader, arrival: _Arrival) -> FileResult:
    item = arrival.item
    if isinstance(item, AbsentHour):
        return FileResult(_note_absence(lake, item))
    if arrival.unpacked is None or arrival.folder is None:
        assert arrival.loaded is not None
        result = FileResult(arrival.loaded, unchanged=True)
    else:
        result = FileResult(loader.load(item, arrival.unpacked, arrival.folder))
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
