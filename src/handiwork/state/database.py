"""The state database: opening, migrating and transactions; SQLite by default, PostgreSQL for a team."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from handiwork.errors import ConfigError, LockedError, StoreError
from handiwork.state import drafts_models as _drafts  # noqa: F401 - its tables are known from here on
from handiwork.state import lists_models as _lists  # noqa: F401 - as above
from handiwork.state import saved_models as _saved  # noqa: F401 - as above
from handiwork.state import team_models as _team  # noqa: F401 - as above
from handiwork.state import trust_models as _trust  # noqa: F401 - as above
from handiwork.state.decisions import DecisionTable
from handiwork.state.reading import LATEST_REVISION
from handiwork.state.suppressions import SuppressionTable

__all__ = ["Database", "sqlite_url"]

_BUSY_TIMEOUT_S = 10.0


def sqlite_url(home: Path) -> str:
    """Return the address of the state inside a home folder.

    Examples
    --------
    >>> sqlite_url(Path("/data"))
    'sqlite:////data/state.sqlite'
    """
    return f"sqlite:///{home / 'state.sqlite'}"


class Database:
    """The state database at one address.

    Parameters
    ----------
    url
        An SQLAlchemy address, for example ``sqlite:////data/state.sqlite``.
    busy_timeout_s
        Seconds to wait for another process' transaction; SQLite only.

    Raises
    ------
    ConfigError
        If the address is malformed or its driver is not installed.

    Notes
    -----
    On SQLite a transaction takes the write lock at its start, so two of them never deadlock; readers of the
    write-ahead log are not disturbed by it.
    """

    def __init__(self, url: str, *, busy_timeout_s: float = _BUSY_TIMEOUT_S) -> None:
        try:
            self._url = _with_driver(make_url(url))
            self._engine: Engine = create_engine(self._url, pool_pre_ping=self._url.get_backend_name() != "sqlite")
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise ConfigError(
                "the address of the state database is malformed or its driver is not installed "
                "(the extra `postgresql` brings it): "
                f"it begins with {url.partition(':')[0]!r}, expected sqlite:///… or postgresql://…"
            ) from error
        if self._url.get_backend_name() == "sqlite":
            self._prepare_sqlite(busy_timeout_s)

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> Self:
        """Bring the database up to date, making it if there is none; return this object.

        Raises
        ------
        StoreError
            If it was written by a newer version, or is not a database.
        LockedError
            If another process holds it for too long.
        """
        self.upgrade()
        return self

    def upgrade(self) -> None:
        """Run the migrations that are missing, all or none; nothing happens if none is.

        Raises
        ------
        StoreError
            If it was written by a newer version, or is not a database.
        LockedError
            If another process holds it for too long.
        """
        if self._url.get_backend_name() == "sqlite" and self._url.database:
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
        with self._errors(), self._engine.begin() as connection:
            revision = _revision(connection)
            if revision != LATEST_REVISION:
                from handiwork.state.upgrading import upgrade  # noqa: PLC0415 - slow, and needed once a version

                upgrade(connection, revision)

    def revision(self) -> str | None:
        """Return the migration the database is at; None if it is empty."""
        with self._errors(), self._engine.begin() as connection:
            return _revision(connection)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Hold one transaction: committed when the block ends, rolled back when it raises.

        Raises
        ------
        StoreError
            If the database is damaged or was not opened.
        LockedError
            If another process holds it for too long.
        """
        with self._errors(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def suppressions(self) -> Iterator[SuppressionTable]:
        """Hold one transaction on the table of people who are left out."""
        with self.transaction() as session:
            yield SuppressionTable(session)

    @contextmanager
    def decisions(self) -> Iterator[DecisionTable]:
        """Hold one transaction on the log of decisions about who is who."""
        with self.transaction() as session:
            yield DecisionTable(session)

    def compact(self) -> None:
        """Write the database anew, so that nothing is left of what was deleted: neither in free pages nor in a log."""
        with self._errors(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self._url.get_backend_name() == "sqlite":
                raw = connection.connection.driver_connection
                if raw is None:  # pragma: no cover - a connection was just opened
                    raise StoreError("the state has no connection")
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                connection.exec_driver_sql("VACUUM FULL")

    def close(self) -> None:
        """Close all connections; the object can be used again."""
        self._engine.dispose()

    # --- private ---

    def _prepare_sqlite(self, busy_timeout_s: float) -> None:
        @event.listens_for(self._engine, "connect")
        def _configure(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            for statement in (
                f"PRAGMA busy_timeout = {round(busy_timeout_s * 1000)}",
                "PRAGMA journal_mode = WAL",
                "PRAGMA foreign_keys = ON",
            ):
                connection.execute(statement)

        @event.listens_for(self._engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Tell a busy database from a damaged one."""
        where = self._url.render_as_string(hide_password=True)
        try:
            yield
        except OperationalError as error:
            if "locked" in str(error.orig):
                raise LockedError(f"another process is writing to {where}: try again") from error
            raise StoreError(f"the state database at {where} cannot be used: {error.orig}") from error
        except DatabaseError as error:
            raise StoreError(f"the state database at {where} is damaged: {error.orig}") from error


def _with_driver(url: URL) -> URL:
    """Return an address with the driver that the extra ``postgresql`` installs."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgresql", "postgres"} else url


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
