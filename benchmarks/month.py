"""A month of archive hours on one small machine: ingested, identified, indexed; then one more hour, and answers.

Each step is the command a user would type, in a process of its own, with its wall and processor seconds and its
peak resident memory as the system counts them. With ``--memory-group`` every command runs inside that memory
control group (version 1), whose limit then holds for it and for the pages it caches: 4 GiB means 4 GiB.

    python benchmarks/month.py HOURS_FOLDER --work SCRATCH                    everything in the folder
    python benchmarks/month.py HOURS_FOLDER --work SCRATCH --sizes 24 72 240 713     growing months: is it linear?
    python benchmarks/month.py HOURS_FOLDER --work SCRATCH --sizes 24 --search "role text" --json figures.json

``handiwork demo world HOURS_FOLDER --events 30000000 --form trimmed`` makes such a folder. The last file of the
folder is the hour that comes later; it is not in the month.
"""

import argparse
import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

PARTIAL = 7
"""How an ingest ends that met damaged lines and kept the rest."""

ROLE = "Python engineer for FastAPI and SQLAlchemy, async REST APIs"


@dataclass(frozen=True)
class Step:
    """One command: what it cost.

    Attributes
    ----------
    wall, cpu
        Seconds; processor seconds are those of all its threads and children.
    peak_mib
        Largest resident memory of one of its processes, with mapped files, MiB.
    """

    name: str
    wall: float
    cpu: float
    peak_mib: float


@dataclass
class Month:
    """What one size took."""

    hours: int
    events: int = 0
    compressed: int = 0
    lake: int = 0
    index: int = 0
    persons: int = 0
    steps: list[Step] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder; a HANDIWORK_HOME is made in it")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="hours of each month; default all but one")
    parser.add_argument("--memory-group", type=Path, help="folder of a memory control group (v1) to run in")
    parser.add_argument("--search", default=ROLE)
    parser.add_argument("--no-later", action="store_true", help="leave out the hour that comes later")
    parser.add_argument("--keep", action="store_true", help="keep the last home")
    parser.add_argument("--json", type=Path, help="write the figures here")
    chosen = parser.parse_args(arguments)
    files = in_time_order(chosen.folder)
    if len(files) < 2:
        raise SystemExit(f"{chosen.folder} has {len(files)} archive hours; two are needed at least")
    sizes = chosen.sizes or [len(files) - 1]
    if max(sizes) >= len(files):
        raise SystemExit(f"{chosen.folder} has {len(files)} hours: at most {len(files) - 1} can be the month")
    months = []
    for size in sizes:
        home = chosen.work / "home"
        shutil.rmtree(home, ignore_errors=True)
        months.append(measure(files[:size], files[size], chosen, home))
        show(months[-1])
    if not chosen.keep:
        shutil.rmtree(chosen.work / "home", ignore_errors=True)
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(month) for month in months], indent=1) + "\n", encoding="utf-8")


def in_time_order(folder: Path) -> list[Path]:
    """Return the archive files by hour."""

    def hour(path: Path) -> datetime:
        return datetime.strptime(path.name.split(".")[0], "%Y-%m-%d-%H")

    return sorted(folder.glob("*.json.gz"), key=hour)


def measure(files: list[Path], later: Path, chosen: argparse.Namespace, home: Path) -> Month:
    """Run the commands for one size."""
    month = Month(len(files), compressed=sum(f.stat().st_size for f in files))
    group = chosen.memory_group
    home.mkdir(parents=True)
    # A folder of links: thousands of paths are too many for one command line.
    links = chosen.work / "hours"
    shutil.rmtree(links, ignore_errors=True)
    links.mkdir()
    for file in files:
        (links / file.name).symlink_to(file.resolve())

    def run(name: str, *words: str) -> str:
        step, output = command(name, home, group, *words)
        month.steps.append(step)
        print(f"  {name:28}{step.wall:9.1f} s{step.cpu:9.1f} s cpu{step.peak_mib:8.0f} MiB", flush=True)
        return output

    run("ingest", "ingest", "gharchive", str(links))
    run("index", "index", "build")
    month.lake, month.index = size_of(home / "lake"), size_of(home / "index")
    month.events, month.persons = counts(home)
    run("search, first", "search", chosen.search)
    run("search, again", "search", chosen.search)
    if not chosen.no_later:
        measure_later(run, later)
    shutil.rmtree(links)
    return month


def measure_later(run: Callable[..., str], later: Path) -> None:
    """Load one more hour, and again, and build the index anew."""
    run("ingest, one more hour", "ingest", "gharchive", str(later))
    run("ingest, nothing new", "ingest", "gharchive", str(later))
    run("index, one more hour", "index", "build")


def command(name: str, home: Path, group: Path | None, *words: str) -> tuple[Step, str]:
    """Run one command; return its cost and what it printed."""
    log = home / "output.txt"
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        enter(group)
        out = os.open(log, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.execve(
            sys.executable,
            [sys.executable, "-m", "handiwork", *words],
            os.environ | {"HANDIWORK_HOME": str(home)},
        )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    output = log.read_text(encoding="utf-8", errors="replace")
    if status and os.waitstatus_to_exitcode(status) != PARTIAL:
        raise SystemExit(f"`handiwork {' '.join(words)}` ended with {os.waitstatus_to_exitcode(status)}:\n{output}")
    return Step(name, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), output


def enter(group: Path | None) -> None:
    """Put this process into a memory control group."""
    if group is not None:
        (group / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")


def counts(home: Path) -> tuple[int, int]:
    """Return the events in the lake and the people in its index."""
    manifest = next((home / "index").glob("*/manifest.json"))
    persons = json.loads(manifest.read_text(encoding="utf-8"))["counts"]["persons"]
    import duckdb

    found = duckdb.sql(f"SELECT count(*) FROM '{home}/lake/tables/events/*/*.parquet'").fetchall()
    return int(found[0][0]), persons


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def show(month: Month) -> None:
    """Print what one size took, for people."""
    whole = sum(s.wall for s in month.steps if s.name in ("ingest", "index"))
    print(
        f"{month.hours} hours, {month.events:,} events, {month.persons:,} people: ingested, identified and indexed in "
        f"{whole / 60:.1f} min ({month.events / whole:,.0f} events/s); compressed {month.compressed / 1e6:,.0f} MB, "
        f"lake {month.lake / 1e6:,.0f} MB ({month.lake / month.compressed:.2f}), index {month.index / 1e6:,.0f} MB; "
        f"largest process {max(s.peak_mib for s in month.steps):,.0f} MiB; "
        f"{os.cpu_count()} cores, {resource.getpagesize() * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB\n",
        flush=True,
    )


if __name__ == "__main__":
    main()
