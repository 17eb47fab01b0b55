"""What is in a home folder: packages, rows, bytes, and what every origin covers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handiwork.app.values import Status
from handiwork.catalog import Catalog
from handiwork.errors import NotFoundError, StoreError
from handiwork.lake.coverage import hour_coverage, periods, repository_coverage
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake

__all__ = ["coverage_lines", "require_rows", "status_of"]

_PARTS = ("index", "index-as-of", "mirrors", "cache")


def status_of(lake: Lake, catalog: Catalog, home: Path, *, index: str | None) -> Status:
    """Return what is in a home folder.

    Parameters
    ----------
    lake
        Its lake.
    catalog
        For the known gaps of the archive.
    home
        The folder.
    index
        Name of the index that answers; None if there is none.
    """
    records = lake.records()
    packages: dict[str, dict[str, int]] = {}
    rows: dict[str, int] = {}
    for record in records:
        by_status = packages.setdefault(record.origin, {})
        by_status[record.status] = by_status.get(record.status, 0) + 1
        for file in record.files:
            rows[file.table] = rows.get(file.table, 0) + file.rows
    archive = [r.counts for r in records if r.origin == "gharchive"]
    return Status(
        events=sum(c.get("events", 0) for c in archive),
        events_rejected=sum(c.get("rejected", 0) for c in archive),
        events_duplicate=sum(c.get("duplicates", 0) for c in archive),
        packages=packages,
        histories={r.package: r.counts.get("commits", 0) for r in records if r.origin == "git"},
        rows=dict(sorted(rows.items())),
        disk_bytes={
            "lake": sum(f.bytes for r in records for f in r.files),
            **{part: _folder_bytes(home / part) for part in _PARTS},
        },
        coverage=periods(hour_coverage(records, catalog.gaps)),
        told=repository_coverage(records),
        index=index,
    )


def require_rows(records: Sequence[PackageRecord], home: Path) -> Sequence[PackageRecord]:
    """Return the packages of a lake that has something to build an index from.

    Raises
    ------
    NotFoundError
        If the lake is empty.
    """
    if not any(r.files for r in records):
        raise NotFoundError(
            f"the lake in {home} is empty: "
            "ingest something first (`handiwork ingest gharchive PATH` or `handiwork ecosystem pull python-web`)"
        )
    return records


def coverage_lines(records: Sequence[PackageRecord], catalog: Catalog) -> list[dict[str, Any]]:
    """Return one line per run of archive hours, per history and per repository that GitHub told about."""
    hours = [
        {
            "origin": "gharchive",
            "status": p.status,
            "from": p.first_hour.isoformat(),
            "until": p.last_hour.isoformat(),
            "hours": p.hours,
            "events": p.events,
        }
        for p in periods(hour_coverage(records, catalog.gaps))
    ]
    histories = [
        {
            "origin": "git",
            "status": r.status,
            "repository": r.package,
            "from": r.first_at,
            "until": r.last_at,
            "commits": r.counts.get("commits", 0),
        }
        for r in records
        if r.origin == "git"
    ]
    told = [
        {
            "origin": c.origin,
            "status": c.status,
            "repository": c.repository,
            "from": c.first_at,
            "until": c.last_at,
            "kinds": list(c.kinds),
            **c.counts,
        }
        for c in repository_coverage(records)
    ]
    return hours + histories + told


# --- private ---


def _folder_bytes(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    try:
        return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    except OSError as error:
        raise StoreError(f"{folder} cannot be read: {error}") from error
