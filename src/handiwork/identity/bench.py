"""The workbench of a resolution: runs the steps of a plan in the embedded engine; the room's plain SQL is here."""

from typing import Any, Protocol, Self

import duckdb
import pyarrow as pa

from handiwork.identity.expressions import NORMAL_NAME, normal_names
from handiwork.identity.plan import Plan, given_schema, kept_name, lake_name
from handiwork.lake.engine import Engine
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake

__all__ = ["Bench", "EmbeddedBench"]


class Bench(Protocol):
    """Where a plan is run, whoever runs it."""

    def give(self, name: str, rows: pa.Table) -> None:
        """Hand in a table of :data:`handiwork.identity.plan.GIVEN`, in place of an earlier one."""
        ...

    def run(self, plan: Plan, phase: str) -> None:
        """Run a phase; each step replaces a table of its name, and what no step needs any more goes first."""
        ...

    def rows(self, name: str) -> Any:
        """Return a working table as an Arrow table, in no certain order."""
        ...


class EmbeddedBench:
    """A bench in this process; its working tables go when the bench is left.

    Parameters
    ----------
    engine
        Runs the statements.
    lake
        What is resolved.
    """

    def __init__(self, engine: Engine, lake: Lake) -> None:
        self._engine, self._lake = engine, lake
        self._connection: Any = engine.backend.con
        self._tables: set[str] = set()
        self._views: list[str] = []

    def __enter__(self) -> Self:
        text = duckdb.sqltype("VARCHAR")
        self._connection.create_function(NORMAL_NAME, normal_names, [text], text, type="arrow")
        for name, table in TABLES.items():
            if self._lake.addresses(name):
                self._engine.table(self._lake, name)
            else:
                self._register(lake_name(name), table.arrow.empty_table())
        return self

    def __exit__(self, *exception: object) -> None:
        self._engine.execute("SET preserve_insertion_order = true")
        for name in sorted(self._tables):
            self._drop(name)
        for name in self._views:
            self._connection.unregister(name)
        self._connection.remove_function(NORMAL_NAME)

    def give(self, name: str, rows: pa.Table) -> None:
        """Hand in a table of :data:`handiwork.identity.plan.GIVEN`, in place of an earlier one."""
        self._register(kept_name(name), rows.cast(given_schema(name)))

    def run(self, plan: Plan, phase: str) -> None:
        """Run a phase; each step replaces a table of its name, and what no step needs any more goes first."""
        needed = plan.needed_from(phase)
        for name in sorted(self._tables - needed):
            self._drop(name)
        for step in plan.phases[phase]:
            # Keeping rows in order costs memory; only the tables that stay promise an order.
            self._engine.execute(f"SET preserve_insertion_order = {str(not step.is_kept).lower()}")
            self._engine.execute(f'CREATE OR REPLACE TEMPORARY TABLE "{step.name}" AS {step.query}')
            if step.is_kept:
                self._tables.add(step.name)

    def rows(self, name: str) -> Any:
        """Return a working table as an Arrow table, in no certain order."""
        return self._connection.table(kept_name(name)).to_arrow_table()

    # --- private ---

    def _drop(self, name: str) -> None:
        self._engine.execute(f'DROP TABLE "{name}"')
        self._tables.discard(name)

    def _register(self, name: str, rows: pa.Table) -> None:
        self._connection.register(name, rows)
        self._views.append(name)
