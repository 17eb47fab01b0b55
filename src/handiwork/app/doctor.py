"""Looking a home over: what is damaged, left over or not as it should be; mending what can be without loss."""

import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import HandiworkError, LockedError, StoreError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.lake.manifest import PackageRecord

__all__ = ["Finding", "examine"]

_LITTLE_ROOM = 1 << 30
_TELLING = 3
"""Files a table whose texts are looked at for addresses: the newest."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    part
        home, lake, index, state, log or clock.
    status
        good | warn (works, but look at it) | bad (something is damaged or lost) | mended.
    what
        What was found.
    remedy
        What to do; empty if nothing is to be done.
    """

    part: str
    status: str
    what: str
    remedy: str = ""


def examine(app: "Handiwork", *, mend: bool = False, now: datetime | None = None) -> list[Finding]:
    """Look everything over; nothing is changed unless it is to be mended.

    Parameters
    ----------
    app
        Over the home folder.
    mend
        Remove what interrupted work left behind, move damaged packages of the lake and damaged indexes aside into
        ``quarantine``, let the newest whole index answer, close the home to others. Nothing is deleted that is not
        either a leftover or in ``quarantine`` afterwards.
    now
        The present instant, aware; None for the clock's.
    """
    checks: list[Callable[[_Look], Iterator[Finding]]] = [_home, _lake, _indexes, _state, _log, _clock]
    found: list[Finding] = []
    look = _Look(app, mend, now or datetime.now(UTC))
    for check in checks:
        part = check.__name__.strip("_").replace("indexes", "index")
        before = len(found)
        try:
            found += check(look)
        except LockedError as error:
            found.append(Finding(part, "warn", str(error), "look again when it is done"))
        except (HandiworkError, OSError) as error:
            found.append(Finding(part, "bad", str(error), "" if "restore" in str(error) else "restore a backup"))
        if len(found) == before:
            found.append(Finding(part, "good", "nothing is wrong"))
    return found


# --- private ---


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked over, whether it is mended, and the present instant."""

    app: "Handiwork"
    mend: bool
    at: datetime


def _home(look: "_Look") -> Iterator[Finding]:
    home = look.app.settings.home
    if not home.is_dir():
        yield Finding("home", "good", f"{home} is not there yet: nothing was loaded")
        return
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding("home", "bad", f"{home} cannot be written", "give yourself rights on it, or choose another home")
    mode = stat.S_IMODE(home.stat().st_mode)
    if mode & 0o077 and any(home.iterdir()):
        yield from _closed(home, mode, mend=look.mend)
    free = shutil.disk_usage(home).free
    if free < _LITTLE_ROOM:
        yield Finding("home", "warn", f"only {free >> 20:,} MiB are free on its disk", "make room before the next load")
    for name in ("tmp", "lake/staging", "index/.building"):
        folder = home / name
        files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
        old = [path for path in files if look.at.timestamp() - path.stat().st_mtime > 3600]
        if old and look.mend and name != "lake/staging":  # the lake's own next writer clears that, under its lock
            for path in old:
                path.unlink(missing_ok=True)
            yield Finding("home", "mended", f"{len(old):,} leftovers in {name} are removed")
        elif old:
            yield Finding("home", "warn", f"{name} holds {len(old):,} leftovers of interrupted work", "--repair")


def _closed(home: Path, mode: int, *, mend: bool) -> Iterator[Finding]:
    if mend:
        home.chmod(0o700)
        yield Finding("home", "mended", f"{home} is closed to other users of this machine")
    else:
        what = f"{home} can be read by other users of this machine (mode {mode:03o})"
        yield Finding("home", "warn", what, "--repair, or chmod 700")


def _lake(look: "_Look") -> Iterator[Finding]:
    lake = look.app.lake
    listed = lake.place.listing("tables")
    records = lake.records()
    damaged = [(record, problem) for record in records if (problem := _damage(look.app, record, listed)) is not None]
    named = {file.path for record in records for file in record.files}
    unnamed = sorted(path for path in listed if path not in named)
    if look.mend and (damaged or unnamed):
        with lake.writing():
            for record, problem in damaged:
                _quarantine(look.app, record)
                lake.remove(record.origin, record.package)
                what = f"{record.origin} {record.package} is taken out: {problem}"
                yield Finding("lake", "mended", what, _again(record))
            lake.sweep()
        if unnamed:
            yield Finding("lake", "mended", f"{len(unnamed):,} files that no package names are removed")
        return
    for record, problem in damaged:
        yield Finding("lake", "bad", f"{record.origin} {record.package}: {problem}", f"--repair, then {_again(record)}")
    if unnamed:
        yield Finding("lake", "warn", f"{len(unnamed):,} files belong to no package", "--repair, or the next load")
    broken = [record for record, _ in damaged]
    yield from _addresses(look.app, [record for record in records if record not in broken])


def _damage(app: "Handiwork", record: "PackageRecord", listed: dict[str, str]) -> str | None:
    """Return what is wrong with a package's files; None if nothing is. Every column is read: a flipped bit shows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for file in record.files:
        if file.path not in listed:
            return f"{file.path} is gone"
        try:
            with pq.ParquetFile(app.lake.open(file.path), page_checksum_verification=True) as opened:
                if opened.metadata.num_rows != file.rows:
                    return f"{file.path} has {opened.metadata.num_rows:,} rows instead of {file.rows:,}"
                for group in range(opened.num_row_groups):
                    opened.read_row_group(group, use_threads=False)
        except (OSError, pa.ArrowException) as error:
            return f"{file.path} cannot be read ({str(error).splitlines()[0][:200]})"
    return None


def _quarantine(app: "Handiwork", record: "PackageRecord") -> None:
    aside = app.settings.home / "quarantine"
    for file in record.files:
        content = app.lake.place.read([file.path]).get(file.path)
        if content is not None:
            target = aside / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _again(record: "PackageRecord") -> str:
    name = record.package.partition("@")[0]
    how = {
        "gharchive": f"`handiwork ingest gharchive` with the hour {name}",
        "git": f"`handiwork ingest git` with {name}",
        "github": f"`handiwork ingest github` with {name}",
    }
    return f"load it again: {how.get(record.origin, f'`handiwork ingest {record.origin}`')}"


def _addresses(app: "Handiwork", records: "list[PackageRecord]") -> Iterator[Finding]:
    """Look at the texts of each table's newest files: no e-mail address may be in them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from handiwork.privacy.addresses import has_address

    newest: dict[str, list[str]] = {}
    for record in sorted(records, key=lambda each: each.last_at or ""):
        for file in record.files:
            newest.setdefault(file.table, []).append(file.path)
    for table, paths in sorted(newest.items()):
        for path in paths[-_TELLING:]:
            with pq.ParquetFile(app.lake.open(path)) as opened:
                texts = [f.name for f in opened.schema_arrow if pa.types.is_string(f.type)]
                rows = opened.read(columns=texts)
            for name in texts:
                if any(has_address(text) for text in rows[name].unique().to_pylist() if text and "@" in text):
                    yield Finding("lake", "bad", f"an e-mail address stands in {table}.{name}", "report it as a fault")


def _indexes(look: "_Look") -> Iterator[Finding]:
    from handiwork.index.artifact import Manifest

    folder = look.app.settings.home / "index"
    if not folder.is_dir():
        return
    whole = []
    for path in sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")):
        try:
            Manifest.read(path).verify(path)
            whole.append(path.name)
        except StoreError as error:
            if look.mend:
                aside = look.app.settings.home / "quarantine" / "index"
                aside.mkdir(parents=True, exist_ok=True)
                shutil.rmtree(aside / path.name, ignore_errors=True)
                os.replace(path, aside / path.name)
                yield Finding("index", "mended", f"{path.name} is taken out: {error}")
            else:
                yield Finding("index", "bad", str(error), "--repair, or build the index again")
    current = look.app.current_index()
    if current not in whole:
        if look.mend and whole:
            look.app.use_index(whole[-1])
            yield Finding("index", "mended", f"{whole[-1]} answers from now on")
        elif whole or current:
            remedy = "--repair" if whole else "`handiwork index build`"
            yield Finding("index", "bad", "no whole index answers", remedy)
        elif look.app.lake.records():
            yield Finding("index", "warn", "there is no index", "`handiwork index build`")
    else:
        left_out, index = look.app.suppressions(), look.app.open_index()
        if held := index.persons_named(left_out.ids, left_out.logins):
            what = f"the index still holds {len(held):,} who are left out; no answer shows them"
            yield Finding("index", "warn", what, "`handiwork index build`")


def _state(look: "_Look") -> Iterator[Finding]:
    from handiwork.privacy.addresses import has_address
    from handiwork.state.redacting import texts_of

    if not look.app.has_state:
        return
    file = look.app.settings.home / "state.sqlite"
    if not look.app.settings.state_url:
        try:
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
                problems = [row[0] for row in database.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
                loose = database.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"{file} is damaged ({error}): restore a backup") from error
        if problems:
            raise StoreError(f"{file} is damaged ({problems[0][:200]}): restore a backup")
        if loose:
            yield Finding("state", "bad", f"{len(loose):,} rows refer to others that are gone", "restore a backup")
    found = sorted({where for where, text in texts_of(look.app.state) if has_address(text)})
    for where in found:
        yield Finding("state", "bad", f"an e-mail address stands in {where}", "take it out where it was written")
    ages = look.app.settings.home / "ages.json"
    if ages.exists():
        try:
            json.loads(ages.read_text(encoding="utf-8"))
        except ValueError:
            remedy = "restore a backup, or remove it, and the time of everything begins anew"
            yield Finding("state", "bad", f"{ages} is damaged", remedy)


def _log(look: "_Look") -> Iterator[Finding]:
    checked = look.app.audit.check()
    if checked.is_torn:
        yield Finding(
            "log", "warn", "its last line was cut off by an interruption", "nothing: the next line replaces it"
        )
    elif checked.entries:
        yield Finding("log", "good", f"{checked.entries:,} lines, the chain is whole")


def _clock(look: "_Look") -> Iterator[Finding]:
    """Nothing can have happened later than now: where it has, this clock or another one is wrong."""
    limit = (look.at + timedelta(days=1)).isoformat()
    ahead = [record for record in look.app.lake.records() if (record.last_at or "") > limit]
    if ahead:
        last = max(record.last_at or "" for record in ahead)
        what = f"{len(ahead):,} packages have acts later than now, up to {last}"
        yield Finding("clock", "warn", what, "look at this machine's clock; acts after the index's day do not count")
    for name in look.app.indexes():
        if name[:10] > limit[:10]:
            yield Finding("clock", "warn", f"the index {name} is dated in the future", "build it again")
