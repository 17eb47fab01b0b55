"""Who are the best people for a role: our search beside SQL over contributions and a full-text engine.

The data are those of a home folder, or of an invented world (``handiwork demo world``). Identities are resolved once and
everybody is given the same contributions; the SQL is given the words and repositories that our brief understood. The
roles are the 125 of ``tests/spec/roles.toml`` and those an invented world has planted people for; each is asked once to
warm up, then in rounds; milliseconds of one query.
No name of anybody is printed.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from shared import Peer, here, present

from figures import PARTIAL, ROOT, Cost, Figure, environment_of, markdown, measured, revision, write_figures
from worlds import planted_roles, write_hours

OWN = "handiwork"
EVENTS = 400_000
ROUNDS = 3
FIRST = 10


@dataclass
class Asked:
    """One peer: what building cost, and each process's answers.

    Attributes
    ----------
    builds
        Costs of building its store; bytes of it.
    asks
        Costs of the processes that asked.
    times
        Milliseconds of every query by question, of all runs together.
    tails
        The 95th percentile of each run by question.
    found
        The share of planted people among the first, by question; empty where nobody was planted.
    """

    builds: list[Cost] = field(default_factory=list)
    bytes: int = 0
    asks: list[Cost] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=dict)
    tails: dict[str, list[float]] = field(default_factory=dict)
    found: dict[str, float] = field(default_factory=dict)


def peers() -> list[Peer]:
    """Return ourselves and the peers, in the order of the table."""
    return [
        Peer(OWN, "query_handiwork.py"),
        Peer("DuckDB over Parquet", "query_duckdb.py"),
        Peer("ClickHouse MergeTree", "query_chdb.py", "chdb"),
        Peer("tantivy, one profile a person", "query_tantivy.py", "tantivy"),
    ]


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this part."""
    parser.add_argument("home", type=Path, nargs="?", help="a home folder with a lake; default: an invented world")
    parser.add_argument("--events", type=int, help=f"events of the invented world; default: {EVENTS:,}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"times each role is asked; default: {ROUNDS}")
    parser.add_argument("--roles", type=Path, default=ROOT / "tests" / "spec" / "roles.toml", help="role texts as TOML")


def run(chosen: argparse.Namespace) -> None:
    """Measure and print the tables."""
    with tempfile.TemporaryDirectory(prefix="peers-") as scratch:
        work = Path(scratch)
        data = work / "data"
        data.mkdir()
        own = environment_of(ROOT)
        step = [sys.executable, here / "query_handiwork.py"]
        measured([*step, "export", chosen.home or invented(work, chosen), data], environment=own)
        measured([*step, "build", data, data], environment=own)
        if not chosen.home:
            (data / "planted.json").write_text(json.dumps(planted_roles(work / "hours")), encoding="utf-8")
        measured([*step, "roles", data, data, "--roles", chosen.roles], environment=own)
        found = compare(data, work, chosen)
        tell(data, found)
        if chosen.json:
            write_figures(chosen.json, list(figures_of(found)), of=revision())


def invented(work: Path, chosen: argparse.Namespace) -> Path:
    """Load an invented world into a new home and return it."""
    events = chosen.events or (2_000 if chosen.smoke else EVENTS)
    files = write_hours(work / "hours", events=events, form="full", hours=2 if chosen.smoke else 24)
    command = [sys.executable, "-m", "handiwork", "--home", work / "home", "ingest", "gharchive", *files]
    measured(command, environment=environment_of(ROOT), output=work / "told", accepted=(0, PARTIAL))
    return work / "home"


def compare(data: Path, work: Path, chosen: argparse.Namespace) -> dict[str, Asked]:
    """Let every peer build and ask, in turn, again and again."""
    interpreters = present(peers(), only=[] if chosen.smoke else chosen.only, python=chosen.python)
    found = {name: Asked() for name in interpreters}
    roles = json.loads((data / "roles.json").read_text(encoding="utf-8"))
    runs, rounds = (1, 1) if chosen.smoke else (chosen.runs, chosen.rounds)
    for _ in range(runs):
        for peer in peers():
            if peer.name in found:
                once(peer, interpreters[peer.name], found[peer.name], (data, work / "own", roles, rounds))
    return found


def once(peer: Peer, python: Path, asked: Asked, task: tuple[Path, Path, list[dict], int]) -> None:
    """Let one peer build its store and answer every role."""
    data, own, roles, rounds = task
    own.mkdir()
    try:
        environment = environment_of(ROOT) if peer.name == OWN else {"OMP_NUM_THREADS": "2"}
        command = [python, "-W", "ignore", here / peer.script]
        asked.builds.append(measured([*command, "build", data, own], environment=environment))
        asked.bytes = folder_bytes(own)
        out = own / "told"
        asked.asks.append(measured([*command, "ask", data, own, str(rounds)], environment=environment, output=out))
        told = json.loads(out.read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(own)
    for question, times in told["asked"].items():
        asked.times.setdefault(question, []).extend(times)
        asked.tails.setdefault(question, []).append(float(np.percentile(times, 95)))
        if any(role["experts"] for role in roles):
            asked.found[question] = share_found(told["first"][question], roles)


def share_found(first: list[list[str]], roles: list[dict]) -> float:
    """Return which part of the planted people is among the first ten, the mean over the roles that have any."""
    shares = []
    for logins, role in zip(first, roles, strict=True):
        planted = role["experts"][:FIRST]
        if planted:
            shares.append(len(set(logins[:FIRST]) & set(planted)) / len(planted))
    return float(np.mean(shares))


def tell(data: Path, found: dict[str, Asked]) -> None:
    """Print what building cost and how long queries took."""
    acts = pq.read_metadata(data / "acts.parquet").num_rows
    people = pq.read_metadata(data / "persons.parquet").num_rows
    runs = len(found[OWN].builds)
    print(f"\n{acts:,} contributions, {people:,} people and machines; medians of {runs} runs\n")
    rows = []
    for name, asked in found.items():
        own = found[OWN]
        builds, asks = (middle(costs) for costs in (asked.builds, asked.asks))
        rows.append(
            [
                name,
                f"{builds.wall_s:.2f}",
                f"{builds.cpu_s:.2f}",
                f"{builds.peak_mib:,.0f}",
                f"{asked.bytes / 1e6:.1f}",
                f"{asked.bytes / own.bytes:.2f}",
                f"{asks.peak_mib:,.0f}",
            ]
        )
    columns = ["", "build: wall s", "cpu s", "peak MiB", "store MB", "÷ ours", "asking: peak MiB"]
    print(markdown(columns, rows))
    base = np.percentile(found[OWN].times[""], [50, 95])
    rows = []
    for name, asked in found.items():
        for question, times in asked.times.items():
            p50, p95 = np.percentile(times, [50, 95])
            label = f"{name}: {question}" if question else name
            share = f"{asked.found[question]:.2f}" if asked.found else "-"
            rows.append([label, f"{p50:.2f}", f"{p95:.2f}", f"{p50 / base[0]:.2f}", f"{p95 / base[1]:.2f}", share])
    print()
    print(markdown(["one query, ms", "p50", "p95", "p50 ÷ ours", "p95 ÷ ours", "planted in first 10"], rows))


def figures_of(found: dict[str, Asked]) -> Iterable[Figure]:
    """Yield the figures of every peer."""
    for name, asked in found.items():
        yield Figure(f"queries, {name}: build", "s", "lower", tuple(c.cpu_s for c in asked.builds))
        yield Figure(f"queries, {name}: store", "MB", "lower", (asked.bytes / 1e6,))
        for question, tails in asked.tails.items():
            label = f"{name}, {question}" if question else name
            yield Figure(f"queries, {label}: p95", "ms", "lower", tuple(tails))


def middle(costs: list[Cost]) -> Cost:
    """Return the medians of some costs."""
    return Cost(*(float(np.median([getattr(c, name) for c in costs])) for name in ("wall_s", "cpu_s", "peak_mib")))


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files of a folder take."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
