"""One archive file becomes one committed package: read, mend, normalize, drop what is known, write, commit."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from handiwork.ingest.gharchive import statements
from handiwork.ingest.gharchive.mend import Mended, count_filled_lines, mend, prevailing_format
from handiwork.ingest.gharchive.unpack import Unpacked
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import EVENTS, FORMAT_VERSION
from handiwork.lake.store import Lake, StagedFile
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import ArchiveFile

__all__ = ["ORIGIN", "Loader", "Suppressor"]

ORIGIN = "gharchive"
"""Name of the origin in the manifest."""


class Suppressor(Protocol):
    """Knows who is suppressed, and remembers their other names and ids when a load shows them."""

    def current(self) -> Suppressions:
        """Return who is suppressed now."""
        ...

    def learn(self, pairs: Iterable[tuple[int, str]]) -> int:
        """Remember (id, login) pairs of which one half is suppressed; return how many were new."""
        ...


_PARQUET = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 3"

_SIDE_TABLES = ("accounts", "push_commits", "repositories")


@dataclass(slots=True)
class _Reading:
    """What one file turned out to hold."""

    formats: tuple[str, ...] = ()
    lines: int = 0
    rejected: int = 0
    problems: list[str] = field(default_factory=list)


class Loader:
    """Loads archive files into one lake, one after another, on one engine.

    Parameters
    ----------
    lake
        Open for writing.
    engine
        What reads and transforms.
    suppressor
        Who is left out; told newly found names and ids before anything is committed.
    """

    def __init__(self, lake: Lake, engine: Engine, *, suppressor: Suppressor) -> None:
        self._lake, self._engine, self._suppressor = lake, engine, suppressor
        self._records = {r.package: r for r in lake.records(ORIGIN)}
        self._suppress(suppressor.current())

    def is_loaded(self, file: ArchiveFile) -> PackageRecord | None:
        """Return the record of a file that is in the lake as it is now, None if there is work to do."""
        record = self._records.get(file.package)
        if record is None or record.status == "missing":
            return None
        same = record.source.get("sha256") == file.sha256 and record.details.get("suppressed") == self._fingerprint
        return record if same else None

    def load(self, file: ArchiveFile, unpacked: Unpacked, folder: Path) -> PackageRecord:
        """Load one file and commit it.

        Parameters
        ----------
        file
            Which.
        unpacked
            Its lines.
        folder
            Working folder inside the lake's staging.

        Returns
        -------
        PackageRecord
            As committed; an earlier, fuller load of the same hour is kept and returned instead.
        """
        reading = self._read(unpacked, folder)
        self._learn_pairs(reading.formats)
        staged, duplicates = self._normalize(file, reading, folder) if reading.formats else ({}, 0)
        record = self._record(file, unpacked, reading, staged, duplicates)
        earlier = self._records.get(file.package)
        if earlier and self._is_fuller(earlier, record):
            return earlier
        token = hashlib.sha256(f"{FORMAT_VERSION}{file.sha256}{self._fingerprint}".encode()).hexdigest()[:12]
        done = self._lake.commit(record, staged, token=token)
        self._records[done.package] = done
        return done

    # --- private ---

    def _suppress(self, suppressions: Suppressions) -> None:
        self._suppressions = suppressions
        self._fingerprint = suppressions.fingerprint
        for name, column, values in (
            ("suppressed_ids", "id BIGINT", sorted(suppressions.ids)),
            ("suppressed_logins", "login VARCHAR", sorted(suppressions.logins)),
        ):
            self._engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({column})")
            self._engine.execute(f"INSERT INTO {name} SELECT unnest(?)", [list(values)])

    def _read(self, unpacked: Unpacked, folder: Path) -> _Reading:
        """Make ``raw_modern`` and ``raw_timeline`` in the engine from the lines."""
        reading = _Reading(problems=list(unpacked.problems))
        if not unpacked.newlines:
            return reading
        main = prevailing_format(unpacked.path)
        mended = self._read_main(main, unpacked, reading)
        found = {"modern": mended.modern, "timeline": mended.timeline}
        reading.rejected = mended.rejected
        for name, lines in found.items():
            if lines:
                path = folder / f"mended_{name}.jsonl"
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
                self._append(name, path, exists=name == main)
        held = [n for n in found if n == main or found[n]]
        reading.formats = tuple(n for n in held if self._count(f"SELECT count(*) FROM raw_{n}"))
        return reading

    def _read_main(self, main: str, unpacked: Unpacked, reading: _Reading) -> Mended:
        query = statements.read_lines(main, unpacked.path)
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE raw_{main} AS {query}")
        reading.lines = self._count(f"SELECT count(*) FROM raw_{main}")
        filled = reading.lines if reading.lines == unpacked.newlines else count_filled_lines(unpacked.path)
        if reading.lines != filled:
            reading.lines = filled
            self._engine.execute(f"DELETE FROM raw_{main}")
            return mend(unpacked.path, line_numbers=None)
        odd = statements.odd_lines(main)
        numbered = f"SELECT is_odd, row_number() OVER () AS line FROM ({odd})"
        lines = frozenset(n for (n,) in self._engine.execute(f"SELECT line FROM ({numbered}) WHERE is_odd").fetchall())
        if not lines:
            return Mended()
        kept = f"SELECT raw.* FROM raw_{main} AS raw POSITIONAL JOIN ({odd}) AS odd WHERE NOT odd.is_odd"
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE raw_{main} AS {kept}")
        return mend(unpacked.path, line_numbers=lines)

    def _append(self, name: str, path: Path, *, exists: bool) -> None:
        query = statements.read_lines(name, path)
        verb = f"INSERT INTO raw_{name}" if exists else f"CREATE OR REPLACE TEMP TABLE raw_{name} AS"
        self._engine.execute(f"{verb} {query}")

    def _learn_pairs(self, formats: tuple[str, ...]) -> None:
        """Extend who is suppressed by the other names and ids this file shows, until nothing new appears."""
        while self._suppressions and formats:
            pairs = self._engine.execute(statements.pairs_to_learn(formats)).fetchall()
            if not self._suppressor.learn([(int(i), str(login)) for i, login in pairs]):
                return
            self._suppress(self._suppressor.current())

    def _normalize(self, file: ArchiveFile, reading: _Reading, folder: Path) -> tuple[dict[str, StagedFile], int]:
        suppressing = bool(self._suppressions)
        self._engine.execute(
            f"CREATE OR REPLACE TEMP TABLE prevailing_era AS {statements.prevailing(reading.formats[0])}"
        )
        query = statements.normalized("events", reading.formats, suppressing=suppressing)
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE new_events AS {query}")
        total = self._count("SELECT count(*) FROM new_events")
        repeated = bool(self._count(statements.repeated_keys()))
        span = self._one("SELECT min(created_at), max(created_at) FROM new_events")
        overlapping = self._overlapping(file.package, *span)
        if overlapping:
            keys = ", ".join(EVENTS.key)
            self._engine.execute(
                f"CREATE OR REPLACE TEMP TABLE earlier_keys AS SELECT {keys} FROM read_parquet(?) "
                "WHERE created_at BETWEEN ? AND ?",
                [overlapping, *span],
            )
        begun = file.hour or span[0]
        month = f"month={begun:%Y-%m}" if begun else "month=none"
        staged = {}
        events = statements.unique_events(repeated=repeated, against_earlier=bool(overlapping))
        staged["events"] = self._write("events", events, folder, month)
        for table in _SIDE_TABLES:
            if table == "push_commits" and not self._count(statements.has_commits(reading.formats)):
                continue
            again = table == "push_commits" and (repeated or "timeline" in reading.formats)
            query = statements.normalized(table, reading.formats, suppressing=suppressing, repeated=again)
            staged[table] = self._write(table, query, folder, month)
        return staged, total - staged["events"].rows

    def _write(self, table: str, query: str, folder: Path, partition: str) -> StagedFile:
        path = folder / f"{table}.parquet"
        copied = self._engine.execute(f"COPY ({query}) TO '{statements.quoted(path)}' ({_PARQUET})").fetchone()
        return StagedFile(path, int(copied[0]) if copied else 0, partition)

    def _overlapping(self, package: str, first: datetime | None, last: datetime | None) -> list[str]:
        """Return the event files of other packages whose time overlaps that of ``new_events``."""
        if first is None or last is None:
            return []
        begin, end = first.isoformat(), last.isoformat()
        return [
            str(self._lake.root / f.path)
            for r in self._records.values()
            if r.package != package and r.first_at and r.last_at and r.first_at <= end and begin <= r.last_at
            for f in r.files
            if f.table == "events"
        ]

    def _is_fuller(self, earlier: PackageRecord, record: PackageRecord) -> bool:
        """Return whether a damaged copy would replace a better one that left out the same people."""
        same_people = earlier.details.get("suppressed") == self._fingerprint
        more = earlier.counts.get("events", 0) > record.counts["events"]
        return same_people and more and record.status != "complete"

    def _record(
        self,
        file: ArchiveFile,
        unpacked: Unpacked,
        reading: _Reading,
        staged: dict[str, StagedFile],
        duplicates: int,
    ) -> PackageRecord:
        accepted = staged["events"].rows if staged else 0
        first_at, last_at, eras = self._span(staged["events"].path) if accepted else (None, None, {})
        sound = not reading.problems and not reading.rejected
        status = "failed" if not accepted and not sound else "complete" if sound else "partial"
        return PackageRecord(
            origin=ORIGIN,
            package=file.package,
            status=status,
            source={"name": file.path.name, "bytes": unpacked.size_bytes, "sha256": file.sha256},
            counts={
                "lines": reading.lines,
                "events": accepted,
                "rejected": reading.rejected + (not reading.rejected and not sound),
                "duplicates": duplicates,
                "plain_bytes": unpacked.plain_bytes,
            },
            first_at=first_at,
            last_at=last_at,
            details={
                "hour": file.hour.isoformat() if file.hour else None,
                "eras": eras,
                "problems": sorted(reading.problems),
                "suppressed": self._fingerprint,
            },
        )

    def _span(self, path: Path) -> tuple[str, str, dict[str, int]]:
        rows = self._engine.execute(
            "SELECT era, count(*), min(created_at), max(created_at) FROM read_parquet(?) GROUP BY era ORDER BY era",
            [str(path)],
        ).fetchall()
        moments: list[datetime] = [m for row in rows for m in row[2:]]
        return min(moments).isoformat(), max(moments).isoformat(), {era: count for era, count, *_ in rows}

    def _count(self, query: str) -> int:
        return int(self._one(query)[0])

    def _one(self, query: str) -> tuple[Any, ...]:
        """Return the one row of an aggregate."""
        row = self._engine.execute(query).fetchone()
        assert row is not None
        return row
