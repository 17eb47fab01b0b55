"""What was read from files, kept by blob: a second reading of the same content costs a lookup.

One SQLite file apart from the state: it may be removed at any time, and it holds nothing about anybody but what
the syntax of public files shows. Another version of what is read (``version``) does not see the earlier rows.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["FactCache"]

_AT_ONCE = 500


class FactCache:
    """Bytes by kind and blob.

    Parameters
    ----------
    path
        The file; its folder is made.
    version
        Of what is kept: rows of other versions are removed when it is opened.
    """

    def __init__(self, path: Path, *, version: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._version = version
        try:
            self._db = self._opened(path)
        except sqlite3.DatabaseError:  # damaged: it is a cache, so it starts again
            path.unlink(missing_ok=True)
            self._db = self._opened(path)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._db.close()

    def get(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Return what is kept for these blobs."""
        wanted = sorted(set(blobs))
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            found.update(self._db.execute(f"SELECT blob, kept FROM facts WHERE blob IN ({marks})", some))  # noqa: S608
        return found

    def put(self, kept: Mapping[str, bytes]) -> None:
        """Keep these; all or none."""
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", sorted(kept.items()))

    # --- private ---

    def _opened(self, path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path, timeout=30)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        with db:
            db.execute("CREATE TABLE IF NOT EXISTS version (version TEXT NOT NULL)")
            told = db.execute("SELECT version FROM version").fetchone()
            if told != (self._version,):
                db.execute("DROP TABLE IF EXISTS facts")
                db.execute("DELETE FROM version")
                db.execute("INSERT INTO version VALUES (?)", (self._version,))
            db.execute("CREATE TABLE IF NOT EXISTS facts (blob TEXT PRIMARY KEY, kept BLOB NOT NULL) WITHOUT ROWID")
        return db
