"""Archive files prepared by the workers of a Spark cluster, each file a task; settled here, in order.

A task runs the same :class:`Preparer` as a thread here would and uploads what it wrote under a name of its own
attempt. Only the attempt whose answer arrives is ever named by a record, so a worker that dies costs a repetition
and nothing else; what other attempts uploaded is removed at the end.
"""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from handiwork.ingest.gharchive.crew import fetched
from handiwork.ingest.gharchive.prepare import Prepared, Preparer
from handiwork.lake.engine import Engine
from handiwork.lake.places import Folder, LakeAddress
from handiwork.lake.spark import SparkEngine
from handiwork.lake.store import Lake, StagedFile, data_path
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import ArchiveFile

__all__ = ["ClusterCrew"]


class ClusterCrew:
    """The workers of a cluster.

    Parameters
    ----------
    spark
        The cluster.
    lake
        Workers reach it, and the archive files, under the same addresses.
    max_bytes
        Plain bytes of one file after which the rest is refused.
    memory_limit_mib
        Memory of each task's engine, MiB.
    """

    def __init__(self, spark: SparkEngine, lake: Lake, *, max_bytes: int, memory_limit_mib: int) -> None:
        self.at_once = spark.cores
        self._spark, self._where = spark, lake.place.where
        self._limits = (max_bytes, memory_limit_mib)

    def prepare(self, file: ArchiveFile, folder: Path, suppressions: Suppressions) -> Prepared:  # noqa: ARG002 - elsewhere
        """Prepare a file on a worker."""
        return self._spark.run(_Task(self._where, suppressions, *self._limits), file)

    def interrupt(self) -> None:
        """End the tasks under way."""
        self._spark.session.sparkContext.cancelAllJobs()

    def leave(self, lake: Lake) -> None:
        """Remove what attempts uploaded whose answer never came."""
        lake.sweep()


# --- private ---


@dataclass(frozen=True)
class _Task:
    where: LakeAddress
    suppressions: Suppressions
    max_bytes: int
    memory_limit_mib: int

    def __call__(self, file: ArchiveFile) -> Prepared:
        lake = Lake.at(self.where, Path(tempfile.gettempdir()))
        # Beside a lake in a shared folder, so that its files can be renamed into it.
        beside = lake.place.root if isinstance(lake.place, Folder) else None
        with (
            tempfile.TemporaryDirectory(dir=beside, prefix="task-") as scratch,
            Engine(threads=1, memory_limit_mib=self.memory_limit_mib, temp_folder=Path(scratch, "spill")) as engine,
        ):
            local = fetched(file, self.where, Path(scratch))
            prepared = Preparer(engine, max_bytes=self.max_bytes).prepare(local, Path(scratch), self.suppressions)
            return replace(prepared, file=file, staged=_uploaded(lake, prepared))


def _uploaded(lake: Lake, prepared: Prepared) -> dict[str, StagedFile]:
    """Move what was written into the lake's place, where no record names it yet."""
    attempt = uuid4().hex[:12]
    staged, moves = {}, {}
    for table, file in prepared.staged.items():
        path = data_path(prepared.record, table, file.partition, attempt)
        size = file.path.stat().st_size
        staged[table] = StagedFile(Path(file.path.name), file.rows, file.partition, committed=(path, size))
        moves[path] = file.path
    lake.place.take_in(moves)
    return staged
