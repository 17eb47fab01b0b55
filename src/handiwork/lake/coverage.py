"""What the lake covers: for every archive hour what was there, and what GitHub's API filled for each repository.

=========  ==========================================================================
complete   the hour is there with full payloads (or all that its era had)
trimmed    the hour is there, with the short payloads GitHub sends since October 2025
thin       the hour is there but lacks much: damaged, known as thin, or far below its neighbours
missing    the archive has no such hour
failed     the archive or the file did not deliver
=========  ==========================================================================

A repository that GitHub told about is complete from an instant on, or partial while a load is under way.

Absence is never evidence against a person: every answer carries this table's summary.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from handiwork.catalog import Gap
from handiwork.lake.manifest import PackageRecord

__all__ = ["HourCoverage", "Period", "RepositoryCoverage", "hour_coverage", "periods", "repository_coverage"]

_NEIGHBOURS = timedelta(hours=72)
_FEWEST_NEIGHBOURS = 5
_THIN_RATIO = 0.2
_TOLD_KINDS = ("pull_requests", "reviews", "review_comments", "author_accounts")
_DAMAGED = frozenset({"truncated", "corrupt", "too_large"})


@dataclass(frozen=True, slots=True)
class HourCoverage:
    """What is known of one archive hour.

    Attributes
    ----------
    hour
        As the archive names it: UTC, or US Pacific time from 2012-03-11 to 2014.
    status
        complete | trimmed | thin | missing | failed.
    events, rejected
        Accepted events; lines or files that were rejected.
    note
        Why it is not complete; empty if it is.
    """

    hour: datetime
    status: str
    events: int
    rejected: int
    note: str


@dataclass(frozen=True, slots=True)
class Period:
    """A run of neighbouring hours with the same status.

    Attributes
    ----------
    first_hour, last_hour
        Both included.
    status
        Of each of them.
    hours, events, rejected
        Sums.
    note
        Of the first that has one.
    """

    first_hour: datetime
    last_hour: datetime
    status: str
    hours: int
    events: int
    rejected: int
    note: str


@dataclass(frozen=True, slots=True)
class RepositoryCoverage:
    """What an origin told about one repository beside the archive.

    Attributes
    ----------
    origin, repository
        Who told it; ``owner/name``.
    status
        complete | partial.
    kinds
        Tables that were filled, in the order of the schema.
    first_at, last_at
        Everything of these kinds that changed in between is there; ISO 8601 in UTC, None if nothing is known yet.
    counts
        Rows by table.
    """

    origin: str
    repository: str
    status: str
    kinds: tuple[str, ...]
    first_at: str | None
    last_at: str | None
    counts: dict[str, int]


def repository_coverage(records: Iterable[PackageRecord]) -> list[RepositoryCoverage]:
    """Return what GitHub's API told about each repository, ordered by name.

    Parameters
    ----------
    records
        Committed packages; those of other origins are passed over.
    """
    found = []
    for record in records:
        if record.origin == "github" and "repository" in record.details:
            counts = {kind: record.counts.get(kind, 0) for kind in _TOLD_KINDS}
            kinds = tuple(kind for kind in _TOLD_KINDS if _is_told(record, kind))
            repository = record.details["repository"]
            span = (record.first_at, record.last_at)
            found.append(RepositoryCoverage("github", repository, record.status, kinds, *span, counts))
    return sorted(found, key=lambda coverage: coverage.repository.lower())


def hour_coverage(records: Iterable[PackageRecord], gaps: Sequence[Gap]) -> list[HourCoverage]:
    """Return every hour between the first and the last loaded one of which something is known, in order.

    Parameters
    ----------
    records
        Committed packages; those that are no archive hours are passed over.
    gaps
        The catalogue's known gaps; they count inside the loaded range, and where a loaded hour is thin.
    """
    loaded = {c.hour: c for r in records if (c := _of_record(r)) is not None}
    thinned = _mark_thin(loaded, gaps)
    if not thinned:
        return []
    first, last = min(thinned), max(thinned)
    for gap in gaps:
        if gap.kind != "missing":
            continue
        hour = max(gap.first_hour, first)
        while hour <= min(gap.last_hour, last):
            thinned.setdefault(hour, HourCoverage(hour, "missing", 0, 0, gap.note))
            hour += timedelta(hours=1)
    return [thinned[hour] for hour in sorted(thinned)]


def periods(hours: Sequence[HourCoverage]) -> list[Period]:
    """Join neighbouring hours of the same status.

    Parameters
    ----------
    hours
        In order, as :func:`hour_coverage` returns them.
    """
    found: list[Period] = []
    for hour in hours:
        last = found[-1] if found else None
        if last and last.status == hour.status and hour.hour - last.last_hour == timedelta(hours=1):
            found[-1] = replace(
                last,
                last_hour=hour.hour,
                hours=last.hours + 1,
                events=last.events + hour.events,
                rejected=last.rejected + hour.rejected,
                note=last.note or hour.note,
            )
        else:
            found.append(Period(hour.hour, hour.hour, hour.status, 1, hour.events, hour.rejected, hour.note))
    return found


# --- private ---


def _is_told(record: PackageRecord, kind: str) -> bool:
    """Return whether a kind was asked for to the end, also where there was none."""
    state = record.details.get("state", {})
    if kind == "review_comments":
        return bool(state.get("comments", {}).get("is_done"))
    if kind == "author_accounts":
        return record.counts.get(kind, 0) > 0
    return state.get("pulls", {}).get("told_at") is not None


def _of_record(record: PackageRecord) -> HourCoverage | None:
    named = record.details.get("hour")
    if record.origin != "gharchive" or named is None:
        return None
    problems = record.details.get("problems", [])
    eras = record.details.get("eras", {})
    events, rejected = record.counts.get("events", 0), record.counts.get("rejected", 0)
    status = "trimmed" if eras.get("trimmed", 0) * 2 > events else "complete"
    if record.status in {"missing", "failed"}:
        status = record.status
    elif _DAMAGED & set(problems):
        status = "thin"
    note = ", ".join(problems) or (f"{rejected} rejected" if rejected else "")
    return HourCoverage(datetime.fromisoformat(named), status, events, rejected, note)


def _mark_thin(loaded: dict[datetime, HourCoverage], gaps: Sequence[Gap]) -> dict[datetime, HourCoverage]:
    present = {h: c for h, c in loaded.items() if c.status in {"complete", "trimmed"}}
    hours = sorted(present)
    counts = [present[h].events for h in hours]
    marked = dict(loaded)
    for place, hour in enumerate(hours):
        known = next((g for g in gaps if g.first_hour <= hour <= g.last_hour), None)
        low, high = bisect_left(hours, hour - _NEIGHBOURS), bisect_right(hours, hour + _NEIGHBOURS)
        around = counts[low:place] + counts[place + 1 : high]
        if known is not None:
            marked[hour] = replace(present[hour], status="thin", note=known.note)
        elif len(around) >= _FEWEST_NEIGHBOURS and counts[place] < _THIN_RATIO * median(around):
            note = f"{counts[place]} events, its neighbours have {median(around):.0f}"
            marked[hour] = replace(present[hour], status="thin", note=note)
    return marked
