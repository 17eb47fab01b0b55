"""One archive file becomes staged Parquet files and the record to commit them with: a pure function of the file.

What comes out depends on the bytes of the file and on who is suppressed, never on the lake, so files can be
prepared in any order, several at once, in threads here or in tasks elsewhere. What needs the lake, the order
of files or the suppression list's memory is ``load``'s.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from handiwork.ingest.gharchive import statements
from handiwork.ingest.gharchive.mend import Mended, count_filled_lines, mend, prevailing_format
from handiwork.ingest.gharchive.unpack import Unpacked, unpack
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import StagedFile
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import ArchiveFile

__all__ = ["ORIGIN", "Prepared", "Preparer", "status_of", "with_span"]

ORIGIN = "gharchive"
"""Name of the origin in the manifest."""

_SIDE_TABLES = ("accounts", "push_commits", "repositories")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One file, ready to be settled: plain values and paths, so that it can travel between processes.

    Attributes
    ----------
    file
        Which.
    record
        What to say about it, before anything is left out that other packages have.
    staged
        For each table the file written for it; empty if no line is an event.
    pairs
        The (id, login) pairs it shows of which one half is suppressed, sorted: how another name is learned.
    """

    file: ArchiveFile
    record: PackageRecord
    staged: dict[str, StagedFile]
    pairs: tuple[tuple[int, str], ...] = ()

    @property
    def fingerprint(self) -> str:
        """Of who was left out; the preparation is void when somebody else is to be."""
        return str(self.record.details["suppressed"])


@dataclass(slots=True)
class _Reading:
    """What one file turned out to hold."""

    formats: tuple[str, ...] = ()
    lines: int = 0
    rejected: int = 0
    problems: list[str] = field(default_factory=list)


def status_of(events: int, *, sound: bool) -> str:
    """Return a package's status: ``complete``, ``partial`` if something was rejected, ``failed`` if all was."""
    if sound:
        return "complete"
    return "partial" if events else "failed"


def with_span(engine: Engine, record: PackageRecord, events: StagedFile) -> PackageRecord:
    """Return a record with the first and last instant and the eras of a written file of events."""
    rows = engine.execute(statements.event_facts(events.path)).fetchall()
    moments: list[datetime] = [m for row in rows for m in row[2:]]
    return replace(
        record,
        first_at=min(moments).isoformat() if moments else None,
        last_at=max(moments).isoformat() if moments else None,
        details={**record.details, "eras": {era: count for era, count, *_ in rows}},
    )


class Preparer:
    """Prepares one file after another on one engine; use one for each thread.

    Parameters
    ----------
    engine
        What reads and transforms; its temporary tables are this object's.
    max_bytes
        Plain bytes of one file after which the rest is refused.
    work
        Folder for unpacked lines, written over from file to file: memory that holds them is used again;
        None unpacks into each file's own folder.
    """

    def __init__(self, engine: Engine, *, max_bytes: int, work: Path | None = None) -> None:
        self._engine, self._max_bytes, self._work = engine, max_bytes, work
        self._fingerprint: str | None = None

    def prepare(self, file: ArchiveFile, folder: Path, suppressions: Suppressions) -> Prepared:
        """Read a file and write its rows.

        Parameters
        ----------
        file
            Which.
        folder
            Where to write; other files in it are replaced.
        suppressions
            Who is left out.
        """
        self._suppress(suppressions)
        unpacked = unpack(file.path, self._work or folder, max_bytes=self._max_bytes)
        reading = self._read(unpacked, folder)
        if reading is None:
            unpacked = unpack(file.path, self._work or folder, max_bytes=self._max_bytes, apart=False)
            reading = self._read(unpacked, folder)
            assert reading is not None
        if not reading.formats:
            return Prepared(file, self._record(file, unpacked, reading, {}, 0), {})
        pairs = self._pairs(reading.formats) if suppressions else ()
        staged, duplicates = self._normalize(file, reading, folder, suppressing=bool(suppressions))
        record = self._record(file, unpacked, reading, staged, duplicates)
        return Prepared(file, with_span(self._engine, record, staged["events"]), staged, pairs)

    # --- private ---

    def _suppress(self, suppressions: Suppressions) -> None:
        if self._fingerprint == suppressions.fingerprint:
            return
        self._fingerprint = suppressions.fingerprint
        for name, column, values in (
            ("suppressed_ids", "id BIGINT", sorted(suppressions.ids)),
            ("suppressed_logins", "login VARCHAR", sorted(suppressions.logins)),
        ):
            self._engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({column})")
            self._engine.execute(f"INSERT INTO {name} SELECT unnest(?)", [list(values)])

    def _read(self, unpacked: Unpacked, folder: Path) -> _Reading | None:
        """Make the raw tables in the engine from the lines; None if what looked like pushes is something else."""
        reading = _Reading(problems=list(unpacked.problems))
        main = prevailing_format(unpacked.first_lines)
        if not self._read_pushes(main, unpacked):
            return None
        if not unpacked.newlines and not unpacked.pushes:
            return reading
        mended = self._read_main(main, unpacked, reading)
        found = {"modern": mended.modern, "timeline": mended.timeline}
        reading.rejected = mended.rejected
        reading.lines += unpacked.pushes
        for name, lines in found.items():
            if lines:
                path = folder / f"mended_{name}.jsonl"
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
                self._append(name, path, exists=name == main)
        held = [n for n in found if n == main or found[n]]
        held = [n for n in held if self._has_rows(n) or (n == "modern" and unpacked.pushes)]
        if "modern" in held:
            for statement in statements.move_pushes():
                self._engine.execute(statement)
        reading.formats = (*held, "pushes") if "modern" in held else tuple(held)
        return reading

    def _read_pushes(self, main: str, unpacked: Unpacked) -> bool:
        """Make ``raw_pushes``; return whether the engine finds a sound push in each line that looks like one."""
        pushes = statements.no_rows("pushes")
        if unpacked.pushes:
            pushes = statements.read_lines("pushes", unpacked.pushes_path, longest=unpacked.longest)
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE raw_pushes AS {pushes}")
        if not unpacked.pushes:
            return True
        rows = self._count("SELECT count(*) FROM raw_pushes")
        return main == "modern" and rows == unpacked.pushes == self._count(statements.sound_pushes())

    def _read_main(self, main: str, unpacked: Unpacked, reading: _Reading) -> Mended:
        query = statements.read_lines(main, unpacked.path, longest=unpacked.longest)
        if not unpacked.newlines:
            query = statements.no_rows(main)
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

    def _has_rows(self, name: str) -> bool:
        return bool(self._count(f"SELECT count(*) FROM raw_{name}"))

    def _append(self, name: str, path: Path, *, exists: bool) -> None:
        query = statements.read_lines(name, path)
        verb = f"INSERT INTO raw_{name}" if exists else f"CREATE OR REPLACE TEMP TABLE raw_{name} AS"
        self._engine.execute(f"{verb} {query}")

    def _pairs(self, formats: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
        pairs = self._engine.execute(statements.pairs_to_learn(formats)).fetchall()
        return tuple((int(i), str(login)) for i, login in pairs)

    def _normalize(
        self, file: ArchiveFile, reading: _Reading, folder: Path, *, suppressing: bool
    ) -> tuple[dict[str, StagedFile], int]:
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE prevailing_era AS {statements.prevailing(reading.formats)}")
        query = statements.normalized("events", reading.formats, suppressing=suppressing)
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE new_events AS {query}")
        total = self._count("SELECT count(*) FROM new_events")
        # The ids of a timeline's events are looked up: several threads do not keep the order of its lines.
        repeated = "timeline" in reading.formats or bool(self._count(statements.repeated_keys()))
        begun = file.hour or self._one("SELECT min(created_at) FROM new_events")[0]
        month = f"month={begun:%Y-%m}" if begun else "month=none"
        staged = {"events": self._write("events", statements.unique_events(repeated=repeated), folder, month)}
        for table in _SIDE_TABLES:
            if table == "push_commits" and not self._count(statements.has_commits(reading.formats)):
                continue
            again = table == "push_commits" and repeated
            query = statements.normalized(table, reading.formats, suppressing=suppressing, repeated=again)
            staged[table] = self._write(table, query, folder, month)
        return staged, total - staged["events"].rows

    def _write(self, table: str, query: str, folder: Path, partition: str) -> StagedFile:
        path = folder / f"{table}.parquet"
        copied = self._engine.execute(statements.write(query, path)).fetchone()
        return StagedFile(path, int(copied[0]) if copied else 0, partition)

    def _record(
        self,
        file: ArchiveFile,
        unpacked: Unpacked,
        reading: _Reading,
        staged: dict[str, StagedFile],
        duplicates: int,
    ) -> PackageRecord:
        accepted = staged["events"].rows if staged else 0
        sound = not reading.problems and not reading.rejected
        return PackageRecord(
            origin=ORIGIN,
            package=file.package,
            status=status_of(accepted, sound=sound),
            source={"name": file.path.name, "bytes": unpacked.size_bytes, "sha256": file.sha256},
            counts={
                "lines": reading.lines,
                "events": accepted,
                "rejected": reading.rejected + (not reading.rejected and not sound),
                "duplicates": duplicates,
                "plain_bytes": unpacked.plain_bytes,
            },
            details={
                "hour": file.hour.isoformat() if file.hour else None,
                "eras": {},
                "problems": sorted(reading.problems),
                "suppressed": self._fingerprint,
            },
        )

    def _count(self, query: str) -> int:
        return int(self._one(query)[0])

    def _one(self, query: str) -> tuple[Any, ...]:
        """Return the one row of an aggregate."""
        row = self._engine.execute(query).fetchone()
        assert row is not None
        return row
