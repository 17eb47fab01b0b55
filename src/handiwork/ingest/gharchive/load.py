"""Prepared files become committed packages, in order: names are learned, duplicates left out, the rest published."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

from handiwork.ingest.gharchive import statements
from handiwork.ingest.gharchive.prepare import ORIGIN, Prepared, status_of, with_span
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import FORMAT_VERSION
from handiwork.lake.store import Lake, StagedFile
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import ArchiveFile

__all__ = ["ORIGIN", "Loader", "Suppressor"]


class Suppressor(Protocol):
    """Knows who is suppressed, and remembers their other names and ids when a load shows them."""

    def current(self) -> Suppressions:
        """Return who is suppressed now."""
        ...

    def learn(self, pairs: Iterable[tuple[int, str]]) -> int:
        """Remember (id, login) pairs of which one half is suppressed; return how many were new."""
        ...


class Loader:
    """Settles prepared files into one lake, one after another.

    Preparing is a pure function of a file and of who is suppressed; everything that depends on what was
    loaded before happens here. So the lake is that of a serial load however the files were prepared.

    Parameters
    ----------
    lake
        Open for writing.
    engine
        What compares with packages that are in the lake.
    suppressor
        Who is left out; told newly found names and ids before anything is committed.
    prepare
        Prepares a file for a set of people to leave out: called where there is no preparation, or where
        somebody else is to be left out than when it was made.
    """

    def __init__(
        self,
        lake: Lake,
        engine: Engine,
        *,
        suppressor: Suppressor,
        prepare: Callable[[ArchiveFile, Suppressions], Prepared],
    ) -> None:
        self._lake, self._engine, self._suppressor, self._prepare = lake, engine, suppressor, prepare
        engine.attach(lake)
        self._records = {r.package: r for r in lake.records(ORIGIN)}
        self.suppressions = suppressor.current()

    def loaded(self, file: ArchiveFile) -> PackageRecord | None:
        """Return the record of a file that is in the lake as it is now, None if there is work to do."""
        record = self._records.get(file.package)
        if record is None or record.status == "missing":
            return None
        same_people = record.details.get("suppressed") == self.suppressions.fingerprint
        return record if same_people and record.source.get("sha256") == file.sha256 else None

    def settle(self, file: ArchiveFile, prepared: Prepared | None = None) -> PackageRecord:
        """Commit one file, after all that come before it in order.

        Parameters
        ----------
        file
            Which.
        prepared
            Its preparation, for whomever; None if there is none yet.

        Returns
        -------
        PackageRecord
            As committed; an earlier, fuller load of the same hour is kept and returned instead.
        """
        prepared = self._without_duplicates(self._up_to_date(file, prepared))
        earlier = self._records.get(file.package)
        if earlier and self._is_fuller(earlier, prepared.record):
            return earlier
        named = f"{FORMAT_VERSION}{file.sha256}{prepared.fingerprint}"
        done = self._lake.commit(
            prepared.record, prepared.staged, token=hashlib.sha256(named.encode()).hexdigest()[:12]
        )
        self._records[done.package] = done
        return done

    # --- private ---

    def _up_to_date(self, file: ArchiveFile, prepared: Prepared | None) -> Prepared:
        """Learn the other names and ids that a file shows of suppressed people, until nothing new appears."""
        while True:
            if prepared is None or prepared.fingerprint != self.suppressions.fingerprint:
                prepared = self._prepare(file, self.suppressions)
            if not self.suppressions or not self._suppressor.learn(prepared.pairs):
                return prepared
            self.suppressions = self._suppressor.current()

    def _without_duplicates(self, prepared: Prepared) -> Prepared:
        """Leave out the events that other packages have; what else the file says stays."""
        earlier = self._overlapping(prepared.record)
        if not earlier:
            return prepared
        staged = prepared.staged["events"]
        span = (prepared.record.first_at, prepared.record.last_at)
        here = self._lake.address(staged.committed[0]) if staged.committed else str(staged.path)
        files = [here, earlier, *span]
        if self._engine.execute(statements.any_known(), files).fetchone() is None:
            return prepared
        path = self._lake.staging("gharchive-new") / "events_new.parquet"
        copied = self._engine.execute(statements.write(statements.unknown_events(), path), files).fetchone()
        events = StagedFile(path, int(copied[0]) if copied else 0, staged.partition)
        record = prepared.record
        known = staged.rows - events.rows
        record = replace(
            record,
            status=status_of(events.rows, sound=not record.counts["rejected"]),
            counts={**record.counts, "events": events.rows, "duplicates": record.counts["duplicates"] + known},
        )
        record = with_span(self._engine, record, events)
        return replace(prepared, record=record, staged={**prepared.staged, "events": events})

    def _overlapping(self, record: PackageRecord) -> list[str]:
        """Return the event files of other packages whose time overlaps that of a prepared one."""
        begin, end = record.first_at, record.last_at
        if begin is None or end is None:
            return []
        return [
            self._lake.address(f.path)
            for r in self._records.values()
            if r.package != record.package and r.first_at and r.last_at and r.first_at <= end and begin <= r.last_at
            for f in r.files
            if f.table == "events"
        ]

    def _is_fuller(self, earlier: PackageRecord, record: PackageRecord) -> bool:
        """Return whether a damaged copy would replace a better one that left out the same people."""
        same_people = earlier.details.get("suppressed") == self.suppressions.fingerprint
        more = earlier.counts.get("events", 0) > record.counts["events"]
        return same_people and more and record.status != "complete"
