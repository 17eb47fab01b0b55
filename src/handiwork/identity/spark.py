"""A resolution on a Spark cluster: the same steps in Spark's SQL; the embedded engine reads what they wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pyarrow as pa

from handiwork.identity.expressions import NORMAL_NAME, normal_names
from handiwork.identity.ledger.publishing import LINKS, publish_links
from handiwork.identity.plan import GIVEN, Plan, given_schema, kept_name, lake_name
from handiwork.identity.resolve import RESULTS, Given, Resolution, plan_of, work_through
from handiwork.lake.engine import Engine
from handiwork.lake.schema import TABLES
from handiwork.lake.spark import SparkEngine
from handiwork.lake.spark_sql import columns_read
from handiwork.lake.store import Lake

__all__ = ["SparkBench", "resolved_on_spark"]

_FOLDER = "resolved"
"""Where a resolution is written below the lake, between the cluster and the index."""


class SparkBench:
    """A bench on a cluster; its working tables are files below the lake.

    Parameters
    ----------
    spark
        Runs the steps.
    lake
        What is resolved; workers reach it under the same address.
    folder
        Below the lake, for the working tables and the result.
    """

    def __init__(self, spark: SparkEngine, lake: Lake, folder: str) -> None:
        self._spark, self._lake, self._folder = spark, lake, folder
        records = lake.records()  # once: every step reads the same packages, whoever writes meanwhile
        self._files = {name: [f for r in records for f in r.files if f.table == name and f.rows] for name in TABLES}
        self._columns = {lake_name(n): [c.name for c in t.columns] for n, t in TABLES.items()}
        self._columns |= {kept_name(n): list(columns) for n, columns in GIVEN.items()}
        self._is_known = spark.reads(lake)
        if self._is_known:
            for name, files in self._files.items():
                spark.lake_view(lake, name, files)
        self.results: dict[str, list[str]] = {}
        spark.register(NORMAL_NAME, _normal_names)

    def give(self, name: str, rows: pa.Table) -> None:
        """Hand in a table of :data:`handiwork.identity.plan.GIVEN`, in place of an earlier one."""
        self._spark.give(kept_name(name), rows.cast(given_schema(name)))

    def run(self, plan: Plan, phase: str) -> None:
        """Run a phase; each step replaces a table of its name. What is read once is worked out where it is read."""
        in_passing = plan.read_in_passing()
        for step in plan.phases[phase]:
            self._view(step.query)
            folder = f"{self._folder}/{step.name}-{uuid4().hex[:8]}"
            if not step.is_kept:
                self.results[step.name] = self._spark.write(step.query, step.schema, self._lake, folder)
                continue
            self._columns[step.name] = step.schema.names
            if step.name in in_passing:
                self._spark.view(step.name, step.query)
            else:
                self._spark.keep(step.name, step.query, self._lake, folder)

    def rows(self, name: str) -> Any:
        """Return a working table as an Arrow table, in no certain order."""
        return self._spark.rows(kept_name(name))

    # --- private ---

    def _view(self, query: str) -> None:
        """Make the lake's tables known with the columns that a step reads, where Spark would read all of them."""
        if self._is_known:
            return
        of_lake = {lake_name(name): name for name in TABLES}
        for view, columns in columns_read(query, self._columns, of_lake).items():
            self._spark.lake_view(self._lake, of_lake[view], self._files[of_lake[view]], columns)


@contextmanager
def resolved_on_spark(spark: SparkEngine, engine: Engine, lake: Lake, *, given: Given) -> Iterator[Resolution]:
    """Resolve on a cluster; the rows are those of :func:`handiwork.identity.resolve`.

    Parameters
    ----------
    spark
        Runs the work.
    engine
        Reads the result, which lies below the lake and goes when this context is left.
    lake
        What to resolve; workers reach it under the same address.
    given
        What is not in the lake.
    """
    plan = plan_of(given.catalog, "spark")
    lake.place.remove(list(lake.place.listing(_FOLDER)))
    engine.attach(lake)
    run = f"{_FOLDER}/{uuid4().hex[:8]}"
    try:
        bench = SparkBench(spark, lake, run)
        claims_and_lines = work_through(bench, plan, given)
        for name in RESULTS:
            engine.view(name, [lake.address(path) for path in bench.results[name]])
        publish_links(engine, *claims_and_lines)
        yield Resolution(*(engine.backend.table(name) for name in (*RESULTS, LINKS)))
    finally:
        lake.place.remove(list(lake.place.listing(run)))


# --- private ---


def _normal_names(names: pa.Array) -> pa.Array:  # type: ignore[type-arg]
    """Return :func:`handiwork.identity.expressions.normal_names` with the types that Spark asks for."""
    found: pa.Array = normal_names(names)  # type: ignore[type-arg]
    return found
