"""The engine: Ibis expressions over the lake's committed files, run by embedded DuckDB."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import duckdb
import pyarrow as pa

from handiwork.errors import ConfigError
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake

if TYPE_CHECKING:  # Ibis takes a second to import: loading an hour does without
    import ibis.expr.types as ir

__all__ = ["Dialect", "Engine", "to_sql"]


Dialect = Literal["duckdb", "spark"]
"""Whose SQL: embedded DuckDB's, or Apache Spark's."""


def to_sql(expression: "ir.Expr", dialect: Dialect = "duckdb") -> str:
    """Return the SQL text of an expression, for a statement that is run many times.

    Parameters
    ----------
    expression
        What to compile.
    dialect
        Who is to run it; the answer is the same.
    """
    if dialect == "spark":
        from handiwork.lake.spark_sql import to_spark_sql  # noqa: PLC0415 - loads all of Ibis' compilers

        return to_spark_sql(expression)
    import ibis  # noqa: PLC0415 - see above

    return str(ibis.to_sql(expression, dialect="duckdb"))


class Engine:
    """One connection to embedded DuckDB, wrapped by Ibis where expressions are asked for.

    Parameters
    ----------
    threads
        Processor threads.
    memory_limit_mib
        Memory before spilling, MiB.
    temp_folder
        Where to spill; None lets DuckDB choose.
    """

    def __init__(self, *, threads: int, memory_limit_mib: int, temp_folder: Path | None = None) -> None:
        self.threads = int(threads)
        self._memory_limit_mib = int(memory_limit_mib)
        self._connection = duckdb.connect()
        self._connection.execute(f"SET threads = {int(threads)}")
        self._connection.execute(f"SET memory_limit = '{self._memory_limit_mib}MiB'")
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute("SET TimeZone = 'UTC'")
        if temp_folder is not None:
            temp_folder.mkdir(parents=True, exist_ok=True)
            self._connection.execute("SET temp_directory = ?", [str(temp_folder)])
        self._connection.execute("SET python_enable_replacements = false")  # no variable of ours is a table
        self._attached: set[str] = set()

    @cached_property
    def backend(self) -> Any:
        """The connection as Ibis' backend."""
        import ibis  # noqa: PLC0415 - see above

        return ibis.duckdb.from_connection(self._connection)

    def sibling(self) -> "Engine":
        """Return another connection to the same database, for another thread.

        It shares this engine's processor threads and memory; temporary tables and views are its own.
        """
        other = object.__new__(Engine)
        other.threads, other._attached = self.threads, self._attached
        other._memory_limit_mib = self._memory_limit_mib
        other._connection = self._connection.cursor()
        other._connection.execute("SET TimeZone = 'UTC'")
        other._connection.execute("SET python_enable_replacements = false")
        return other

    def interrupt(self) -> None:
        """End what runs on this engine in another thread; there it fails."""
        self._connection.interrupt()

    def table(self, lake: Lake, name: str) -> "ir.Table":
        """Return a lake table over everything committed; empty but typed where nothing is.

        Parameters
        ----------
        lake
            Where to read.
        name
            A table of :data:`handiwork.lake.schema.TABLES`.
        """
        addresses = lake.addresses(name)
        if not addresses:
            self._connection.register(f"empty_{name}", TABLES[name].arrow.empty_table())
            return self.backend.table(f"empty_{name}")
        self.attach(lake)
        self.view(f"lake_{name}", addresses)
        return self.backend.table(f"lake_{name}")

    def attach(self, lake: Lake) -> None:
        """Let statements on this engine and its siblings read the addresses of a lake's files."""
        files = lake.place.file_system()
        if files is None or str(lake.place) in self._attached:
            return
        # One object store at a time: two may have the same addresses behind other endpoints.
        if self._attached:
            self._connection.unregister_filesystem(files.protocol)
            self._attached.clear()
        self._connection.register_filesystem(files)
        self._attached.add(str(lake.place))

    def view(self, name: str, addresses: Sequence[str]) -> None:
        """Make a temporary view of Parquet files, in their order; replaces one of that name."""
        quoted = ", ".join("'" + address.replace("'", "''") + "'" for address in addresses)
        query = f"SELECT * FROM read_parquet([{quoted}], hive_partitioning = false)"  # noqa: S608 - quoted here
        self.execute(f'CREATE OR REPLACE TEMPORARY VIEW "{name}" AS {query}')

    def execute(self, statement: str, parameters: list[Any] | None = None) -> duckdb.DuckDBPyConnection:
        """Run one SQL statement with bound parameters; Ctrl-C ends it like any other code.

        Raises
        ------
        ConfigError
            If the statement needs more memory than the engine may use, even with what can be spilled on disk.
        """
        try:
            return self._connection.execute(statement, parameters or [])
        except duckdb.OutOfMemoryException as error:
            raise ConfigError(
                f"{self._memory_limit_mib} MiB of memory and {self.threads} threads were not enough"
                f" ({str(error).partition(chr(10))[0]}): nothing was changed; set HANDIWORK_MEMORY_LIMIT_MIB higher,"
                " or HANDIWORK_THREADS lower, and repeat the command"
            ) from error
        except RuntimeError as error:
            if str(error) == "Query interrupted":  # how the engine tells Ctrl-C
                raise KeyboardInterrupt from error
            raise

    def keep(self, name: str, rows: pa.Table) -> None:
        """Make a temporary table of rows in memory; replaces one of that name."""
        self._connection.register("given_rows", rows)
        self.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT * FROM given_rows')  # noqa: S608 - ours
        self._connection.unregister("given_rows")

    def arrow(self, expression: "ir.Table") -> pa.Table:
        """Return the rows of an expression."""
        table: pa.Table = expression.to_pyarrow()
        return table

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
