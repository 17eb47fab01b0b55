"""The headline figures of this checkout beside those of the previous release, in one table.

    python benchmarks/regressions.py                    now, beside the figures kept in benchmarks/baseline.json
    python benchmarks/regressions.py --against REV      both measured here, run by run in turn: the honest way

Every step is a process of its own, on the same invented hours: loading them, the floor (unpack and scan), resolving and
indexing, one search, the measured roles asked of the index. Processor time is the figure where the machine is shared.
A difference counts as one (better, worse) if both sides were measured in turn, at least four times each, every run of
one side is beyond every run of the other, and the medians are 5 % apart. An idle machine needs about five minutes.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figures import (
    PARTIAL,
    ROOT,
    Cost,
    Figure,
    environment_of,
    figures_in,
    machine_line,
    markdown,
    measured,
    revision,
    write_figures,
)
from worlds import write_hours

BASELINE = ROOT / "benchmarks" / "baseline.json"
ROLE = "We need someone who has worked with FastAPI and SQLAlchemy to build async REST APIs"
LEAST, FEWEST = 0.05, 4
PARTS = ("load", "build", "search", "questions")
HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: events and files of each format, every n-th role, rounds of questions."""

    events: Mapping[str, int]
    hours: int = 2
    every: int = 1
    rounds: int = 2

    @property
    def n_events(self) -> int:
        """Events of all formats."""
        return sum(self.events.values())


QUICK = Size({"full": 60_000, "trimmed": 200_000})
SMOKE = Size({"full": 500}, hours=1, every=12, rounds=1)


@dataclass
class Side:
    """One checkout: where it is, where it works, and the values of each figure so far."""

    tree: Path
    work: Path
    values: dict[str, list[float]] = field(default_factory=dict)
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)

    def note(self, name: str, value: float, unit: str, better: str) -> None:
        """Add the value of one run."""
        self.values.setdefault(name, []).append(value)
        self.kinds[name] = (unit, better)

    def figures(self) -> dict[str, Figure]:
        """Return the figures of all runs."""
        return {name: Figure(name, *self.kinds[name], tuple(values)) for name, values in self.values.items()}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", metavar="REV", help="measure this revision too, in turn")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures of this checkout here")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="load, and these")
    parser.add_argument(
        "--keep-baseline", action="store_true", help="write the figures of REV (else of now) as baseline"
    )
    parser.add_argument("--smoke", action="store_true", help="a tiny world and one run: whether everything still runs")
    chosen = parser.parse_args(arguments)
    size, runs = (SMOKE, 1) if chosen.smoke else (QUICK, chosen.runs)
    print(f"{machine_line()}; revision {revision()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, sides(Path(scratch), chosen.against) as both:
        files = {
            form: write_hours(Path(scratch) / form, events=events, form=form, hours=size.hours)
            for form, events in size.events.items()
        }
        for number in range(runs):
            for side in both[:: -1 if number % 2 else 1]:
                run_once(side, files, size, chosen.parts)
            print(f"  run {number + 1} of {runs}", file=sys.stderr, flush=True)
    report(both, chosen)


@contextmanager
def sides(scratch: Path, against: str | None) -> Iterator[list[Side]]:
    """Give this checkout, and before it a checkout of another revision, which goes afterwards."""
    here = Side(ROOT, scratch / "now")
    if against is None:
        yield [here]
        return
    tree = scratch / "previous-tree"
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(tree), against], check=True)
    try:
        yield [Side(tree, scratch / "previous"), here]
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def run_once(side: Side, files: Mapping[str, list[Path]], size: Size, parts: Sequence[str]) -> None:
    """Measure once in one checkout; every part needs those before it."""
    side.work.mkdir(exist_ok=True)
    home = side.work / "home"
    try:
        load(side, files, home)
        if {"build", "search", "questions"} & set(parts):
            build(side, size, home)
        if "search" in parts:
            find(side, home)
        if "questions" in parts:
            question(side, size, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def load(side: Side, files: Mapping[str, list[Path]], home: Path) -> None:
    """Measure loading hours of each format, beside the floor, and what the lake takes."""
    for form, hours in files.items():
        before = folder_bytes(home / "lake")
        cost = command(side, home, "ingest", "gharchive", *map(str, hours))
        events = count_lines(hours)
        floor = measured([sys.executable, ROOT / "benchmarks" / "peers" / "ingest_floor.py", side.work, *hours])
        compressed = sum(f.stat().st_size for f in hours)
        side.note(f"load, {form}", events / cost.wall_s, "events/s", HIGHER)
        side.note(f"load, {form}, per core", events / cost.cpu_s, "events/s·core", HIGHER)
        side.note(f"load, {form}, processor time ÷ floor", cost.cpu_s / floor.cpu_s, "ratio", LOWER)
        side.note(f"load, {form}, peak memory", cost.peak_mib, "MiB", LOWER)
        taken = folder_bytes(home / "lake") - before
        side.note(f"lake ÷ compressed, {form}", taken / compressed, "ratio", LOWER)


def build(side: Side, size: Size, home: Path) -> None:
    """Measure resolving and indexing what was loaded."""
    cost = command(side, home, "index", "build", "--date", "2026-08-01")
    side.note("resolve and index, per event", 1e6 * cost.cpu_s / size.n_events, "µs of a core", LOWER)
    side.note("resolve and index, wall", cost.wall_s, "s", LOWER)
    side.note("resolve and index, peak memory", cost.peak_mib, "MiB", LOWER)


def find(side: Side, home: Path) -> None:
    """Measure the whole search command, from start to end of its process; the better of two, as files warm up."""
    costs = [command(side, home, "search", ROLE, "--format", "json") for _ in range(2)]
    side.note("search command, wall", min(c.wall_s for c in costs), "s", LOWER)
    side.note("search command, processor time", min(c.cpu_s for c in costs), "s", LOWER)
    side.note("search command, peak memory", max(c.peak_mib for c in costs), "MiB", LOWER)


def question(side: Side, size: Size, home: Path) -> None:
    """Measure questions to the index that was built, each checkout asking its own of the same lake."""
    index = next((home / "index").glob("*/manifest.json")).parent
    asked = probe(side, "questions", index, size.rounds, size.every)
    side.note("scoring and top 20, p50", asked["scoring_p50"], "ms", LOWER)
    side.note("scoring and top 20, p95", asked["scoring_p95"], "ms", LOWER)
    side.note("brief, p95", asked["brief_p95"], "ms", LOWER)
    side.note("brief and search, p50", asked["both_p50"], "ms", LOWER)
    side.note("brief and search, p95", asked["both_p95"], "ms", LOWER)
    side.note("own memory while asking", asked["own_memory_mib"], "MiB", LOWER)
    side.note("opening an index, cold", probe(side, "opening", index)["opening"], "ms", LOWER)
    side.note("index, per event", folder_bytes(index) / size.n_events, "bytes", LOWER)


def report(both: list[Side], chosen: argparse.Namespace) -> None:
    """Print the table and write what is asked for."""
    now = both[-1].figures()
    kept = chosen.against is not None or BASELINE.exists()
    if chosen.against is not None:
        previous, label = both[0].figures(), chosen.against
        print(f"\nprevious: {label}, measured here in turn; medians of {len(next(iter(now.values())).runs)} runs\n")
    elif kept:
        previous, machine, label = figures_in(BASELINE)
        print(f"\nprevious: {label}, kept figures of another run on: {machine_line(machine)}\n")
    else:
        previous = {}
    print(table(previous, now, in_turn=chosen.against is not None))
    if chosen.json:
        write_figures(chosen.json, list(now.values()), of=revision())
    if chosen.keep_baseline:
        of = resolved(chosen.against) if chosen.against else revision()
        write_figures(BASELINE, list((previous if chosen.against else now).values()), of=of)


def table(previous: Mapping[str, Figure], now: Mapping[str, Figure], *, in_turn: bool) -> str:
    """Return the table of all figures; differences are judged only where both sides were measured in turn."""
    rows = []
    for name, figure in now.items():
        before = previous.get(name)
        rows.append(
            [
                name,
                figure.unit,
                number(before.value) if before else "-",
                number(figure.value),
                f"{figure.value / before.value:.2f}" if before and before.value else "-",
                f"{max(figure.spread, before.spread if before else 0):.0%}",
                verdict(before, figure) if before and in_turn else "",
            ]
        )
    return markdown(["figure", "unit", "previous", "now", "now ÷ previous", "spread", ""], rows)


def verdict(before: Figure, now: Figure) -> str:
    """Return better, worse, within noise, or that the runs are too few to tell: two pairs fall apart by chance."""
    if min(len(before.runs), len(now.runs)) < FEWEST:
        return "too few runs"
    apart = max(before.runs) < min(now.runs) or max(now.runs) < min(before.runs)
    if not apart or abs(now.value - before.value) < LEAST * before.value:
        return "within noise"
    return "better" if (now.value > before.value) == (now.better == HIGHER) else "worse"


# --- private ---


def command(side: Side, home: Path, *words: str) -> Cost:
    """Run a command of the checkout's own and return its cost."""
    whole = [sys.executable, "-m", "handiwork", "--home", home, *words]
    told = side.work / "told"
    return measured(whole, environment=environment_of(side.tree), output=told, accepted=(0, PARTIAL))


def probe(side: Side, *words: Any) -> dict[str, float]:
    """Run a probe in a checkout and return what it says."""
    out = side.work / "told"
    # -P: the probes are those of this checkout, what they import is that of the measured one.
    script = [sys.executable, "-P", ROOT / "benchmarks" / "probes.py"]
    measured([*script, *map(str, words)], environment=environment_of(side.tree), output=out)
    found: dict[str, float] = json.loads(out.read_text(encoding="utf-8"))
    return found


def count_lines(files: list[Path]) -> int:
    """Return the number of lines of compressed files."""
    from isal import igzip

    return sum(igzip.decompress(f.read_bytes()).count(b"\n") for f in files)


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files of a folder take; 0 if it is not there."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def number(value: float) -> str:
    """Return a value with three digits or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def resolved(name: str) -> str:
    """Return the commit a revision's name stands for."""
    told = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short=10", name], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


if __name__ == "__main__":
    main()
