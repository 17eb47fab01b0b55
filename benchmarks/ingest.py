"""Ingest throughput beside two baselines in the same run, on the same files.

Baselines, for the same plain bytes:

- ``duckdb, one statement``: ``COPY (SELECT * FROM read_json('…')) TO '….parquet'``, what a user of DuckDB
  would write first (schema detected, everything kept as it is, nothing checked);
- ``duckdb, typed statement``: the same with our declared schema, an upper bound for any use of that reader;
- ``floor``: decompressing and scanning the bytes with simdjson, one thread, nothing built.

Each figure is the median of several runs; they alternate, so that a machine that drifts drifts for all.
Run: ``.venv/bin/python benchmarks/ingest.py [--runs 5] [--full FILE …] [--trimmed FILE …]``.
Without files, hours are made: invented events in the archive's full and trimmed formats.
"""

import argparse
import gzip
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import simdjson
from isal import igzip

from handiwork.ingest.gharchive import statements
from handiwork.ingest.gharchive.run import ingest_files
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.model.progress import NullCollector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.gharchive import discover


class Nobody:
    """Nobody is suppressed."""

    def current(self) -> Suppressions:
        return Suppressions()

    def learn(self, pairs: object) -> int:
        return 0


def handiwork(files: list[Path], work: Path) -> None:
    with Engine(threads=2, memory_limit_mib=2048) as engine:
        ingest_files(
            Lake(work / "lake"),
            engine,
            discover(files),
            suppressor=Nobody(),
            max_bytes=1 << 40,
            collector=NullCollector(),
        )


def one_statement(files: list[Path], work: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        for n, file in enumerate(files):
            connection.execute(
                f"COPY (SELECT * FROM read_json('{file}')) TO '{work}/{n}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )


def typed_statement(files: list[Path], work: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        for n, file in enumerate(files):
            query = statements.read_lines("modern", file).replace("compression = 'none'", "compression = 'gzip'")
            connection.execute(f"COPY ({query}) TO '{work}/{n}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def floor(files: list[Path], work: Path) -> None:
    parser = simdjson.Parser()
    for file in files:
        for line in igzip.decompress(file.read_bytes()).split(b"\n"):
            if line:
                parser.parse(line)


def timed(act: Callable[[list[Path], Path], None], files: list[Path]) -> tuple[float, float]:
    """Return wall and processor seconds of one run in a fresh folder."""
    work = Path(tempfile.mkdtemp(prefix="handiwork-bench-"))
    try:
        wall, cpu = time.perf_counter(), time.process_time()
        act(files, work)
        return time.perf_counter() - wall, time.process_time() - cpu
    finally:
        shutil.rmtree(work)


def measure(name: str, files: list[Path], runs: int) -> None:
    events = sum(sum(1 for line in gzip.decompress(f.read_bytes()).split(b"\n") if line.strip()) for f in files)
    size = sum(f.stat().st_size for f in files)
    plain = sum(len(gzip.decompress(f.read_bytes())) for f in files)
    print(
        f"\n{name}: {len(files)} files, {events:,} events, {size / 1e6:.1f} MB compressed, {plain / 1e6:.1f} MB plain"
    )
    print(f"{'':26}{'wall s':>9}{'cpu s':>9}{'events/s':>12}{'events/s·core':>15}{'plain MB/s':>12}{'cpu/floor':>11}")
    acts = {
        "handiwork": handiwork,
        "duckdb, one statement": one_statement,
        "duckdb, typed statement": typed_statement,
        "floor": floor,
    }
    found: dict[str, list[tuple[float, float]]] = {label: [] for label in acts}
    for run in range(runs + 1):
        for label, act in acts.items():
            taken = timed(act, files)
            if run:  # the first round warms caches and compiles expressions
                found[label].append(taken)
    bottom = statistics.median(cpu for _, cpu in found["floor"])
    for label, taken in found.items():
        wall = statistics.median(w for w, _ in taken)
        cpu = statistics.median(c for _, c in taken)
        print(
            f"{label:26}{wall:9.3f}{cpu:9.3f}{events / wall:12,.0f}{events / cpu:15,.0f}"
            f"{plain / wall / 1e6:12.1f}{cpu / bottom:11.2f}"
        )


def made_hours(folder: Path) -> tuple[list[Path], list[Path]]:
    """Make invented hours of both formats and return their files."""
    from handiwork.world import generate_world

    generate_world(folder, seed=7)
    hours = sorted((folder / "gharchive").glob("*.json.gz"))
    return [h for h in hours if "2025-09" in h.name], [h for h in hours if "2025-11" in h.name]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--full", type=Path, nargs="*", default=[])
    parser.add_argument("--trimmed", type=Path, nargs="*", default=[])
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        full, trimmed = chosen.full, chosen.trimmed
        if not full and not trimmed:
            full, trimmed = made_hours(Path(made))
        for name, files in (("full payloads", full), ("trimmed payloads", trimmed)):
            if files:
                measure(name, files, chosen.runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\npeak memory of this process: {peak:,.0f} MiB; Python {sys.version.split()[0]}, DuckDB {duckdb.__version__}"
    )


if __name__ == "__main__":
    main()
