"""Who is left out, read from an SQLite state without loading SQLAlchemy, which takes longer than a search."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

__all__ = ["LATEST_REVISION", "read_left_out"]

LATEST_REVISION = "0005"
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
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            if revisions != [(LATEST_REVISION,)]:
                return None
            return connection.execute("SELECT login, account_id FROM suppressions ORDER BY id").fetchall()
    except sqlite3.Error:
        return None
