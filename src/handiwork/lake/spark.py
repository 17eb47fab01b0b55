"""Apache Spark over the lake: a session, tables read as Arrow batches on the workers, results written as Parquet.

Nothing here needs more of a cluster than Python with Handiwork on its workers: an object store is read and written
through Arrow, so no Hadoop connector has to match Spark's version. Where the cluster has one (``s3a``), Spark reads
with it.
"""

import gc
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession, functions
from pyspark.sql.functions import col, lit
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from handiwork.lake.manifest import DataFile
from handiwork.lake.places import Folder, LakeAddress
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake

__all__ = ["SparkEngine"]

_SETTINGS = {
    # Instants in the lake have no zone: they are neither moved when read nor when compared.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.ui.showConsoleProgress": "false",
}
# It looks at the version of pandas wherever Arrow is used; no data goes through pandas here.
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)

_BYTES_A_TASK = 64 << 20
_ROWS_A_BATCH = 1 << 15
_S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem"
_T = TypeVar("_T")
_R = TypeVar("_R")


class SparkEngine:
    """One session on a cluster; where this process has one already, as in a notebook, that one, which stays open.

    Parameters
    ----------
    master
        ``spark://host:7077``, or ``local[2]`` for two threads here.
    settings
        Spark's own, beside those of its ``spark-defaults.conf``.
    """

    def __init__(self, master: str, *, settings: Mapping[str, str] | None = None) -> None:
        self._is_own = SparkSession.getActiveSession() is None
        builder = SparkSession.builder.master(master).appName("handiwork")
        for key, value in {**_SETTINGS, **(settings or {})}.items():
            builder = builder.config(key, value)
        self.session: SparkSession = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    @property
    def cores(self) -> int:
        """Processor cores of the cluster, at least one."""
        return max(int(self.session.sparkContext.defaultParallelism), 1)

    def reads(self, lake: Lake) -> bool:
        """Return whether Spark itself reads a lake's files, and of each query only the columns it needs."""
        return self._native(lake, "") is not None

    def lake_view(
        self, lake: Lake, table: str, files: Sequence[DataFile], columns: Sequence[str] | None = None
    ) -> None:
        """Make the view ``lake_<table>`` of committed files; replaces an earlier one.

        Parameters
        ----------
        lake
            Reachable from the workers under the same address.
        table
            Of :data:`handiwork.lake.schema.TABLES`.
        files
            Its files; none make an empty view.
        columns
            What will be read; the others are there and may be None. None reads all.
        """
        schema = TABLES[table].arrow
        columns = schema.names if columns is None else columns
        found = self._read(lake, files, pa.schema([schema.field(name) for name in columns]))
        fields = from_arrow_schema(schema).fields
        shown = [col(f.name) if f.name in columns else lit(None).cast(f.dataType).alias(f.name) for f in fields]
        found.select(*shown).createOrReplaceTempView(f"lake_{table}")

    def register(self, name: str, function: Callable[..., Any]) -> None:
        """Make a function of texts to texts, run on the workers batch by batch, known to statements."""
        arrow_udf: Any = functions.arrow_udf  # type: ignore[attr-defined]
        self.session.udf.register(name, arrow_udf(function, "string"))

    def give(self, name: str, rows: pa.Table) -> None:
        """Make a view of rows that are here; replaces an earlier one."""
        frame = self.session.createDataFrame(rows)
        frame.createOrReplaceTempView(name)

    def view(self, name: str, query: str) -> None:
        """Make a view of a query that is worked out whenever it is read; replaces an earlier one."""
        self.session.sql(query).createOrReplaceTempView(name)

    def keep(self, name: str, query: str, lake: Lake, folder: str) -> None:
        """Work a query out, write its rows below the lake and make a view of them.

        The file is what later statements begin with: their plans stay small, and a lost worker costs the tasks it
        was at. (Spark's own caching keeps a view's whole history in every later plan.)

        Parameters
        ----------
        name
            Of the view; an earlier one is replaced.
        query
            In Spark's SQL.
        lake
            Reachable from the workers under the same address.
        folder
            Below the lake; holds nothing yet.
        """
        frame = self.session.sql(query)
        if (native := self._native(lake, folder)) is not None:
            frame.write.parquet(native)
            kept = self.session.read.schema(frame.schema).parquet(native)
        else:
            schema = to_arrow_schema(frame.schema)
            parts = self._write(frame, schema, lake, folder)
            kept = self._read_groups(lake, [[path] for path, _ in parts], schema, sum(size for _, size in parts))
        kept.createOrReplaceTempView(name)

    def rows(self, name: str) -> pa.Table:
        """Return a view's rows, in no certain order."""
        return self.session.table(name).toArrow()

    def write(self, query: str, schema: pa.Schema, lake: Lake, folder: str) -> list[str]:
        """Write the rows of a query as Parquet, each task one file.

        Parameters
        ----------
        query
            Its order is kept, from file to file and inside them.
        schema
            What to write; the query's columns in this order.
        lake
            To write into; reachable from the workers under the same address.
        folder
            Below the lake.

        Returns
        -------
        list of str
            Paths below the lake, in order; what an attempt wrote that did not count is not among them.
        """
        return [path for path, _ in self._write(self.session.sql(query), schema, lake, folder)]

    def run(self, function: Callable[[_T], _R], item: _T) -> _R:
        """Return a function's value for an item, worked out by a worker; tried again when a worker is lost."""
        found: list[_R] = self.session.sparkContext.parallelize([item], 1).map(function).collect()
        return found[0]

    def close(self) -> None:
        """End the session, unless it was there before."""
        if self._is_own:
            self.session.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # --- private ---

    def _read(self, lake: Lake, files: Sequence[DataFile], schema: pa.Schema) -> DataFrame:
        spark_schema = from_arrow_schema(schema)
        if not files:
            return self.session.createDataFrame([], spark_schema)
        natives = [native for f in files if (native := self._native(lake, f.path)) is not None]
        if natives:
            return self.session.read.schema(spark_schema).parquet(*natives)
        groups = _groups([(f.path, f.bytes) for f in files])
        return self._read_groups(lake, groups, schema, sum(f.bytes for f in files))

    def _read_groups(self, lake: Lake, groups: Sequence[Sequence[str]], schema: pa.Schema, size: int) -> DataFrame:
        """Return the rows of files, a task for each group; they have so many bytes together."""
        numbers = self.session.range(0, len(groups), 1, max(len(groups), 1))
        task = _ReadFiles(lake.place.where, schema, groups)
        found = numbers.mapInArrow(task, from_arrow_schema(schema))
        # Of files that it does not read itself, Spark does not know that they are small, and would shuffle both sides.
        return found.hint("broadcast") if size <= self._small else found

    def _write(self, frame: DataFrame, schema: pa.Schema, lake: Lake, folder: str) -> list[tuple[str, int]]:
        """Write the rows of a frame; return paths and bytes of the files, in order."""
        task = _WriteParts(lake.place.where, folder, schema)
        told = frame.mapInArrow(task, "part int, path string, size bigint").collect()
        return [(row.path, row.size) for row in sorted(told, key=lambda row: row.part)]

    def _native(self, lake: Lake, path: str) -> str | None:
        """Return what Spark itself calls a file of the lake, None if it has no way to it."""
        if not lake.place.where.is_remote:
            return f"file://{lake.address(path)}"
        return f"s3a{lake.address(path).removeprefix('s3')}" if self._has_connector else None

    @cached_property
    def _small(self) -> int:
        """Return up to how many bytes of files every worker may be given all rows; negative for never."""
        java: Any = self.session._jsparkSession  # noqa: SLF001 - its setting as a number, whatever unit it has
        return int(java.sessionState().conf().autoBroadcastJoinThreshold())

    @cached_property
    def _has_connector(self) -> bool:
        java: Any = self.session.sparkContext._jvm  # noqa: SLF001 - the only way to ask
        try:
            java.java.lang.Class.forName(_S3A)
        except Exception:  # noqa: BLE001 - whatever keeps the class from loading, it cannot be used
            return False
        return True


# --- private ---


@dataclass(frozen=True)
class _ReadFiles:
    """Reads groups of files on a worker, by their numbers."""

    address: LakeAddress
    schema: pa.Schema
    groups: Sequence[Sequence[str]]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        lake = _lake(self.address)
        for batch in batches:
            for number in batch.column(0).to_numpy():
                for path in self.groups[int(number)]:
                    with pq.ParquetFile(lake.open(path), pre_buffer=True) as file:
                        for found in file.iter_batches(_ROWS_A_BATCH, columns=self.schema.names):
                            yield found.select(self.schema.names).cast(self.schema)


@dataclass(frozen=True)
class _WriteParts:
    """Writes the rows of a task on a worker and tells where."""

    address: LakeAddress
    folder: str
    schema: pa.Schema

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext  # noqa: PLC0415 - only a worker has one

        context = TaskContext.get()
        part = context.partitionId() if context else 0
        path = f"{self.folder}/part-{part:05d}-{uuid4().hex[:8]}.parquet"
        place = _lake(self.address).place
        beside = place.root if isinstance(place, Folder) else None
        with tempfile.TemporaryDirectory(dir=beside, prefix="part-") as scratch:
            local = Path(scratch, "part.parquet")
            with pq.ParquetWriter(local, self.schema, compression="zstd") as writer:
                for batch in batches:
                    writer.write_table(_in_schema(batch, self.schema))
            size = local.stat().st_size
            place.take_in({path: local})
        yield pa.record_batch({"part": pa.array([part], pa.int32()), "path": [path], "size": [size]})


def _in_schema(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches([batch]).select(schema.names).cast(schema)


@lru_cache(maxsize=4)
def _lake(address: LakeAddress) -> Lake:
    """Return a lake as a worker sees it; its connections are used again by later tasks."""
    # Python on a worker looks for garbage after every task: modules that stay need not be looked through each time.
    gc.freeze()
    return Lake.at(address, Path(tempfile.gettempdir()))


def _groups(files: Sequence[tuple[str, int]]) -> list[list[str]]:
    """Return paths in groups of about so many bytes, a task each."""
    groups: list[list[str]] = []
    room = 0
    for path, size in files:
        if room <= 0:
            groups.append([])
            room = _BYTES_A_TASK
        groups[-1].append(path)
        room -= size
    return groups
