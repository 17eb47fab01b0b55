"""The workbench of a resolution: runs the steps of a plan in the engine; the room's plain SQL is here."""

from collections.abc import Iterable
from typing import Any, Self

import duckdb
import ibis
import pyarrow as pa

from handiwork.identity.expressions import NORMAL_NAME, normal_names
from handiwork.identity.plan import GIVEN, Step, kept_name, lake_name
from handiwork.lake.engine import Engine
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake

__all__ = ["Bench"]


class Bench:
    """Where a plan is run; its working tables go when the bench is left.

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
        self._tables: list[str] = []
        self._views: list[str] = []

    def __enter__(self) -> Self:
        text = duckdb.sqltype("VARCHAR")
        self._connection.create_function(NORMAL_NAME, normal_names, [text], text, type="arrow")
        for name, table in TABLES.items():
            if self._lake.files(name):
                self._engine.table(self._lake, name)
            else:
                self._register(lake_name(name), table.arrow.empty_table())
        return self

    def __exit__(self, *exception: object) -> None:
        for name in self._tables:
            self._engine.execute(f'DROP TABLE IF EXISTS "{name}"')
        for name in self._views:
            self._connection.unregister(name)
        self._connection.remove_function(NORMAL_NAME)

    def give(self, name: str, rows: pa.Table) -> None:
        """Hand in a table of :data:`handiwork.identity.plan.GIVEN`, in place of an earlier one."""
        self._register(kept_name(name), rows.cast(ibis.schema(GIVEN[name]).to_pyarrow()))

    def run(self, steps: Iterable[Step]) -> None:
        """Run steps in order; each replaces a table of its name."""
        for step in steps:
            self._engine.execute(f'CREATE OR REPLACE TEMPORARY TABLE "{step.name}" AS {step.query}')
            if step.is_kept:
                self._tables.append(step.name)

    def rows(self, name: str) -> Any:
        """Return a working table as an Arrow table, in its order."""
        return self._connection.table(kept_name(name)).to_arrow_table()

    # --- private ---

    def _register(self, name: str, rows: pa.Table) -> None:
        self._connection.register(name, rows)
        self._views.append(name)
