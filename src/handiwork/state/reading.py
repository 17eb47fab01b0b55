"""Who is left out, and whether there are users: an SQLite state read without SQLAlchemy, which loads too slowly."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

__all__ = ["LATEST_REVISION", "read_has_users", "read_left_out"]

LATEST_REVISION = "0008"
"""The last migration: the state of this version."""


def read_left_out(file: Path) -> Sequence[tuple[str, int | None]] | None:
    """Return the login and account id of every row of ``suppressions``, in the order they were written.

    Parameters
    ----------
    file
        The SQLite file; it is opened for reading only and never migrated.

    Returns
    -------
    sequence or None
        None if the file is not at the last migration, or cannot be read so: :class:`handiwork.state.database.Database`
        then brings it up to date, or says what is wrong.
    """
    return _read(file, "SELECT login, account_id FROM suppressions ORDER BY id")


def read_has_users(file: Path) -> bool | None:
    """Return whether there are users in an SQLite state; None as for :func:`read_left_out`."""
    found = _read(file, "SELECT id FROM users LIMIT 1")
    return None if found is None else bool(found)


# --- private ---


_SETTLED_NS = 2_000_000_000
"""A file that was written less than this ago may be written again without its time showing it."""

_Signature = tuple[tuple[int, int, int], ...]
_kept: dict[tuple[Path, str], tuple[_Signature, list[Any]]] = {}
"""Answers, each with the signature of the files they were read from: every page asks."""


def _read(file: Path, query: str) -> list[Any] | None:
    before = _signature(file)
    kept = _kept.get((file, query))
    if kept is not None and kept[0] == before:
        return list(kept[1])
    found = _read_anew(file, query)
    if found is not None and before is not None:
        if len(_kept) >= 100:
            _kept.clear()
        _kept[file, query] = (before, found)
    return found


def _signature(file: Path) -> _Signature | None:
    """Return which files, of which size and time, hold the state; None if they may change without its showing."""
    found = []
    for each in (file, file.with_name(f"{file.name}-wal")):
        try:
            told = each.stat()
        except FileNotFoundError:
            continue
        if time.time_ns() - told.st_mtime_ns < _SETTLED_NS:
            return None
        found.append((told.st_ino, told.st_size, told.st_mtime_ns))
    return tuple(found)


def _read_anew(file: Path, query: str) -> list[Any] | None:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            if revisions != [(LATEST_REVISION,)]:
                return None
            return connection.execute(query).fetchall()
    except sqlite3.Error:
        return None
