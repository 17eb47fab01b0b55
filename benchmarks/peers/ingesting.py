"""Archive hours into typed tables (events, commits in pushes, account names, repository names), beside the peers.

Without files, an invented month is written first (``handiwork demo world``): full and trimmed hours,
without the damaged and repeated lines that most readers refuse.
Every peer reads the same compressed files with two threads and writes compressed Parquet; our own run is the command
``handiwork ingest gharchive`` into an empty home. The rows of each are counted and compared with ours.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow.dataset as ds
from shared import Peer, cost_figures, cost_table, here, present

from figures import PARTIAL, ROOT, Cost, environment_of, measured, revision, write_figures
from worlds import undamaged, write_hours

OWN = "handiwork"
TABLES = ("events", "push_commits", "accounts", "repositories")
EVENTS = {"full": 160_000, "trimmed": 640_000}
HOURS = 4


def peers() -> list[Peer]:
    """Return ourselves and the peers, in the order of the table."""
    return [
        Peer(OWN, ""),
        Peer("DuckDB, first script", "ingest_duckdb_first.py"),
        Peer("DuckDB, declared schema", "ingest_duckdb_schema.py"),
        Peer("ClickHouse, nested schema", "ingest_chdb_schema.py", "chdb"),
        Peer("ClickHouse, JSONExtract", "ingest_chdb_extract.py", "chdb"),
        Peer("polars", "ingest_polars.py", "polars"),
        Peer("PySpark", "ingest_spark.py", "pyspark"),
        Peer("floor", "ingest_floor.py"),
    ]


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this part."""
    parser.add_argument("files", type=Path, nargs="*", help="archive hours of one format; default: an invented month")
    parser.add_argument("--events", type=int, help=f"events of the invented files; default: {EVENTS}")
    parser.add_argument("--hours", type=int, default=HOURS, help=f"files of each format; default: {HOURS}")


def run(chosen: argparse.Namespace) -> None:
    """Measure every format and print its tables."""
    with tempfile.TemporaryDirectory(prefix="peers-") as scratch:
        work = Path(scratch)
        sets = {"given": chosen.files} if chosen.files else invented(work, chosen)
        figures = []
        for name, files in sets.items():
            taking_part = compare(name, files, work, chosen)
            figures += cost_figures(taking_part, f"ingest, {name}")
        if chosen.json:
            write_figures(chosen.json, figures, of=revision())


def invented(work: Path, chosen: argparse.Namespace) -> dict[str, list[Path]]:
    """Write invented hours of both formats and return their files."""
    found = {}
    for form, usual in list(EVENTS.items())[: 1 if chosen.smoke else None]:
        events = chosen.events or (2_000 if chosen.smoke else usual)
        files = write_hours(work / form, events=events, form=form, hours=1 if chosen.smoke else chosen.hours)
        found[form] = undamaged(files, work / f"{form}-whole")
    return found


def compare(name: str, files: Sequence[Path], work: Path, chosen: argparse.Namespace) -> list[Peer]:
    """Run every peer in turn, again and again; print the tables; return who took part."""
    taking_part = peers()
    found = present(taking_part, only=[] if chosen.smoke else chosen.only, python=chosen.python)
    taking_part = [p for p in taking_part if p.name in found]
    rows: dict[str, dict[str, int]] = {}
    runs = 1 if chosen.smoke else chosen.runs
    for number in range(runs + (not chosen.smoke)):
        # Who comes first changes, so that nobody always finds the files or the machine the same way.
        for peer in taking_part[number % 2 :] + taking_part[: number % 2]:
            out = work / "out"
            out.mkdir()
            try:
                cost = once(peer, files, out, found[peer.name])
                rows[peer.name] = counted(peer, out)
            finally:
                shutil.rmtree(out)
            if number or chosen.smoke:
                peer.costs.append(cost)
            print(f"  {name} {number} {peer.name}: {cost.wall_s:.2f} s", file=sys.stderr, flush=True)
    tell(name, files, taking_part, rows)
    return taking_part


def once(peer: Peer, files: Sequence[Path], out: Path, python: Path) -> Cost:
    """Run one peer once."""
    if peer.name == OWN:
        settings = environment_of(ROOT, HANDIWORK_THREADS="2")
        command = [python, "-m", "handiwork", "--home", out, "ingest", "gharchive", *files]
        return measured(command, environment=settings, output=out / "told", accepted=(0, PARTIAL))
    command = [python, "-W", "ignore", here / peer.script, out, *files]
    return measured(command, environment={"POLARS_MAX_THREADS": "2"}, output=out / "told")


def counted(peer: Peer, out: Path) -> dict[str, int]:
    """Return how many rows a peer wrote of each table; nothing for a table it does not write."""
    if peer.name == OWN:
        from handiwork.lake.store import Lake

        lake = Lake(out / "lake")
        return {
            name: ds.dataset([str(f) for f in lake.files(name)]).count_rows() for name in TABLES if lake.files(name)
        }
    written = {name: out / f"{name}.parquet" for name in TABLES}
    return {name: ds.dataset(path, format="parquet").count_rows() for name, path in written.items() if path.exists()}


def tell(name: str, files: Sequence[Path], taking_part: Sequence[Peer], rows: dict[str, dict[str, int]]) -> None:
    """Print costs and rows, and where a peer's rows are not ours."""
    own = rows[OWN]
    size = sum(f.stat().st_size for f in files)
    runs = len(taking_part[0].costs)
    print(
        f"\n{name}: {len(files)} files, {size / 1e6:.1f} MB compressed, {own['events']:,} events; medians of {runs}\n"
    )
    extra = {}
    for peer in taking_part:
        cpu = sorted(c.cpu_s for c in peer.costs)[runs // 2]
        extra[peer.name] = [f"{own['events'] / cpu:,.0f}", *(f"{rows[peer.name].get(t, 0):,}" for t in TABLES)]
    print(cost_table(taking_part, OWN, extra, ["events/s·core", *(t.replace("_", " ") for t in TABLES)]))
    for peer in taking_part:
        for table in ("events", "push_commits"):
            other = rows[peer.name].get(table, 0)
            if peer.script != "ingest_floor.py" and other != own.get(table, 0):
                print(f"{peer.name} has {other - own.get(table, 0):+,} {table.replace('_', ' ')} beside ours")
