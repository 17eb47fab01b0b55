"""Who is left out, and whether there are users: an SQLite state read without SQLAlchemy, which loads too slowly."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

__all__ = ["LATEST_REVISION", "read_has_users", "read_left_out"]

LATEST_REVISION = "0006"
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


def _read(file: Path, query: str) -> list[Any] | None:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            if revisions != [(LATEST_REVISION,)]:
                return None
            return connection.execute(query).fetchall()
    except sqlite3.Error:
        return None
