"""One lake, loaded and resolved by one process and by a Spark cluster, in a folder and in an object store.

    python benchmarks/spark.py                                    an invented world of 300,000 full events
    python benchmarks/spark.py --events 1000000 --form trimmed
    python benchmarks/spark.py --hours FOLDER --work SCRATCH --json figures.json

Starts an S3-compatible object store and a standalone cluster (one master, two workers of one core) on loopback; every
step is a process of its own, as a user would start it. Lakes and resolutions must be equal row by row, whoever made
them: a difference ends the run with exit code 1.

Driver, workers and the store share the cores of one machine, so that wall seconds say nothing about a cluster of many;
processor seconds do. Those of the store's server are told apart: it stands for a service that somebody else runs.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

import pyarrow.parquet as pq

from figures import ROOT, environment_of, machine, machine_line, markdown, revision
from handiwork.lake.engine import Engine
from handiwork.lake.places import LakeAddress
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake
from servers import REGION, SparkCluster, StoreServer
from worlds import write_hours

RESULTS = ("persons", "repos", "contributions")
LOOKS_EVERY_S = 0.25
TICKS = os.sysconf("SC_CLK_TCK")
MEMORY_MIB = 1024
PARTITIONS = {"spark.sql.shuffle.partitions": "4"}
"""All other settings are Spark's own; its 200 parts of every shuffle suit a hundred cores and not two."""


@dataclass(frozen=True)
class Step:
    """What one step cost.

    Attributes
    ----------
    wall_s
        From start to end of its process.
    own_s, cluster_s, store_s
        Processor seconds of its process (with Spark's driver), of the cluster, of the object store's server.
    """

    name: str
    wall_s: float
    own_s: float
    cluster_s: float
    store_s: float

    @property
    def work_s(self) -> float:
        """Processor seconds of everything but the store."""
        return self.own_s + self.cluster_s


@dataclass
class Bench:
    """Where everything is, and what has been measured."""

    work: Path
    hours: list[Path]
    store: StoreServer
    cluster: SparkCluster
    steps: list[Step] = field(default_factory=list)

    def run(self, name: str, settings: Mapping[str, str], *words: str) -> None:
        """Run a step: Python with these words and these settings of Handiwork."""
        told = self.work / "told.txt"
        started = perf_counter()
        more = {"THREADS": "2", "MEMORY_LIMIT_MIB": str(MEMORY_MIB), **settings}
        environment = os.environ | environment_of(ROOT, **{f"HANDIWORK_{key}": value for key, value in more.items()})
        with told.open("wb") as output:
            process = subprocess.Popen([sys.executable, *words], env=environment, stdout=output, stderr=output)
            processes = [self.cluster.master, *self.cluster.workers] if "ENGINE" in settings else []
            workers = [found.pid for found in processes]
            clock = Clock({"own": [process.pid], "cluster": workers, "store": [self.store.process.pid]})
            clock.follow(process)
        if process.returncode not in (0, 7):
            raise SystemExit(f"{name} ended with {process.returncode}:\n{told.read_text(errors='replace')[-3000:]}")
        own, cluster, store = (clock.seconds(of) for of in ("own", "cluster", "store"))
        self.steps.append(Step(name, perf_counter() - started, own, cluster, store))
        print(f"  {name}: {self.steps[-1].wall_s:.1f} s, {own + cluster:.1f} s of cores", file=sys.stderr, flush=True)

    def settings(self, home: str, *, on_store: bool, on_cluster: bool) -> dict[str, str]:
        """Return the settings of a step."""
        chosen = {"HOME": str(self.work / home)}
        if on_store:
            chosen |= {"LAKE": f"s3://lakes/{home}", "LAKE_ENDPOINT": self.store.endpoint, "LAKE_REGION": REGION}
        if on_cluster:
            chosen |= {"ENGINE": "spark", "SPARK_MASTER": self.cluster.url}
        return chosen

    def lake(self, home: str, *, on_store: bool) -> Lake:
        """Return a lake that a step has loaded."""
        folder = self.work / home / "lake"
        return self.store.lake(home, self.work) if on_store else Lake.at(LakeAddress(str(folder)), folder)


class Clock:
    """Processor seconds of trees of processes, looked at every quarter of a second.

    What a process does between the last look at it and its end is missed.

    Parameters
    ----------
    roots
        The first processes of each tree; what they have used before is not counted.
    """

    def __init__(self, roots: Mapping[str, Sequence[int]]) -> None:
        self._roots = roots
        self._seen: dict[str, dict[tuple[int, str], float]] = {name: {} for name in roots}
        self._look()
        self._before = {name: 0.0 if name == "own" else sum(seen.values()) for name, seen in self._seen.items()}

    def follow(self, process: "subprocess.Popen[bytes]") -> None:
        """Look until a process has ended."""
        while process.poll() is None:
            self._look()
            try:
                process.wait(LOOKS_EVERY_S)
            except subprocess.TimeoutExpired:
                continue

    def seconds(self, name: str) -> float:
        """Return the processor seconds of a tree, those of ended processes too."""
        return sum(self._seen[name].values()) - self._before[name]

    # --- private ---

    def _look(self) -> None:
        used: dict[int, tuple[tuple[int, str], float]] = {}
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            pid = int(stat.parent.name)
            # A number may come again for another process; the instant of its start does not.
            used[pid] = (pid, fields[19]), (int(fields[11]) + int(fields[12])) / TICKS
            children.setdefault(int(fields[1]), []).append(pid)
        for name, roots in self._roots.items():
            waiting = [pid for pid in roots if pid in used]
            while waiting:
                pid = waiting.pop()
                self._seen[name].update([used[pid]])
                waiting += children.get(pid, [])


def main(arguments: list[str] | None = None) -> None:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--form", choices=["full", "trimmed"], default="full")
    parser.add_argument("--files", type=int, default=24, help="archive hours the events are spread over")
    parser.add_argument("--hours", type=Path, help="a folder of archive hours, in place of an invented world")
    parser.add_argument("--work", type=Path, help="scratch folder")
    parser.add_argument("--json", type=Path, help="write the figures here")
    chosen = parser.parse_args(arguments)
    print(f"{machine_line()}; revision {revision()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="spark-", dir=chosen.work) as scratch:
        work = Path(scratch)
        if chosen.hours is None:
            hours = write_hours(work / "hours", events=chosen.events, form=chosen.form, hours=chosen.files)
        else:
            hours = sorted(chosen.hours.resolve().glob("*.json.gz"))
        store, cluster = StoreServer(), SparkCluster(work / "spark", memory_mib=MEMORY_MIB, settings=PARTITIONS)
        try:
            bench = Bench(work, hours, store, cluster)
            measure(bench)
            report(bench, chosen.json)
        finally:
            cluster.stop()
            store.stop()


def measure(bench: Bench) -> None:
    """Run all steps and compare what they made."""
    for path in bench.hours:
        bench.store.client.upload_file(str(path), "lakes", f"hours/{path.name}")
    links = bench.work / "links"
    links.mkdir()
    for path in bench.hours:
        (links / path.name).symlink_to(path)
    ways = {"folder": (False, False), "store": (True, False), "cluster": (True, True)}
    for home, (on_store, on_cluster) in ways.items():
        source = "s3://lakes/hours/" if on_cluster else str(links)
        name = f"ingest, {'cluster' if on_cluster else 'one process'} into {'store' if on_store else 'folder'}"
        settings = bench.settings(home, on_store=on_store, on_cluster=on_cluster)
        bench.run(name, settings, "-m", "handiwork", "ingest", "gharchive", source)
        same_lakes(bench.lake("folder", on_store=False), bench.lake(home, on_store=on_store), name)
    step = str(ROOT / "benchmarks" / "spark_resolve.py")
    for home, on_cluster in (("folder", False), ("store", False), ("store", True), ("folder", True)):
        name = f"resolve, {'cluster' if on_cluster else 'one process'} over {home}"
        made = bench.work / name.replace(", ", "-").replace(" ", "-")
        bench.run(name, bench.settings(home, on_store=home == "store", on_cluster=on_cluster), step, str(made))
        same_resolutions(bench.work / "resolve-one-process-over-folder", made, name)


def same_lakes(ours: Lake, theirs: Lake, name: str) -> None:
    """End the run if two lakes differ in any row of any table."""
    with Engine(threads=2, memory_limit_mib=MEMORY_MIB) as engine:
        for table in TABLES:
            addresses = {side: lake.addresses(table) for side, lake in (("ours", ours), ("theirs", theirs))}
            if not any(addresses.values()):
                continue
            if not all(addresses.values()):
                raise SystemExit(f"{name}: only one of two lakes has rows of {table}")
            for side, lake in (("ours", ours), ("theirs", theirs)):
                engine.attach(lake)
                engine.view(side, addresses[side])
            counts = "(SELECT count(*) FROM ours), (SELECT count(*) FROM theirs)"
            only = "(SELECT count(*) FROM (SELECT * FROM theirs EXCEPT ALL SELECT * FROM ours))"
            n_ours, n_theirs, n_only = engine.execute(f"SELECT {counts}, {only}").fetchall()[0]
            if n_ours != n_theirs or n_only:
                raise SystemExit(f"{name}: {table} has {n_theirs} rows, {n_only} of them not among our {n_ours}")


def same_resolutions(ours: Path, theirs: Path, name: str) -> None:
    """End the run if two resolutions differ in any row or in the order of rows."""
    for table in RESULTS:
        expected, found = (pq.read_table(folder / f"{table}.parquet") for folder in (ours, theirs))
        # Whether a column may be None is told apart from its values: only one of the two engines knows.
        if not found.cast(expected.schema).equals(expected):
            raise SystemExit(f"{name}: {table} is not what one process made of the folder")


def report(bench: Bench, kept: Path | None) -> None:
    """Print the table, and write the figures where asked."""
    records = bench.lake("folder", on_store=False).records()
    events = sum(record.counts["events"] for record in records)
    compressed = sum(path.stat().st_size for path in bench.hours)
    lake = sum(f.bytes for record in records for f in record.files)
    acts = pq.read_metadata(bench.work / "resolve-one-process-over-folder" / "contributions.parquet").num_rows
    print(
        f"\n{len(bench.hours)} files, {events:,} events, {compressed / 1e6:.1f} MB compressed; lake {lake / 1e6:.1f} MB; "
        f"{acts:,} contributions; lakes and resolutions are equal row by row\n"
    )
    header = ["", "wall s", "own cpu s", "cluster cpu s", "cpu µs/event", "÷ one process", "store cpu s"]
    first: dict[str, float] = {}
    rows = []
    for s in bench.steps:
        base = first.setdefault(s.name.split(",")[0], s.work_s)
        figures = f"{1e6 * s.work_s / events:.1f}", f"{s.work_s / base:.2f}", f"{s.store_s:.1f}"
        rows.append([s.name, f"{s.wall_s:.1f}", f"{s.own_s:.1f}", f"{s.cluster_s:.1f}", *figures])
    print(markdown(header, rows))
    if kept is not None:
        told = {"machine": machine(), "revision": revision(), "files": len(bench.hours), "events": events}
        told |= {"compressed": compressed, "lake": lake, "contributions": acts}
        told["steps"] = [asdict(s) for s in bench.steps]
        kept.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
