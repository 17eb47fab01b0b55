"""Where `handiwork index build` spends its time and memory: every statement and every part, on a home with a lake.

    python benchmarks/indexing.py HOME                         phases, parts, the slowest steps
    python benchmarks/indexing.py HOME --slowest 40 --memory-mib 1500

The lake is only read; the index is written to a temporary folder beside it and removed, unless ``--keep`` is given.
``handiwork demo world FOLDER --events N`` and ``handiwork ingest gharchive FOLDER`` make a home of any size.
Processor seconds are those of all threads; the peak of a step is the largest resident memory while it ran.
"""

import argparse
import functools
import re
import resource
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from handiwork.catalog import load_catalog
from handiwork.identity import resolve
from handiwork.identity.bench import EmbeddedBench
from handiwork.index import IndexInputs, IndexSettings, build, build_index
from handiwork.index.artifact import ArtifactWriter
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions

_MADE = re.compile(r'(?:CREATE (?:OR REPLACE )?TEMP(?:ORARY)? TABLE|INSERT INTO) "?(\w+)')


@dataclass
class Cost:
    """What one step took: wall and processor seconds, largest resident memory in MiB."""

    name: str
    wall: float
    cpu: float
    peak_mib: float


@dataclass
class Meter:
    """Collects costs by kind: ``statement`` or ``part``."""

    costs: dict[str, list[Cost]] = field(default_factory=dict)
    peak_mib: float = 0.0

    def timed(self, kind: str, name: str, work: Callable[[], Any]) -> Any:
        """Do some work and note what it took."""
        _forget_peak()
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return work()
        finally:
            peak = _peak_mib()
            self.peak_mib = max(self.peak_mib, peak)
            cost = Cost(name, time.perf_counter() - wall, time.process_time() - cpu, peak)
            self.costs.setdefault(kind, []).append(cost)

    def watch(self, owner: Any, name: str, kind: str, label: Callable[..., str]) -> None:
        """Note every call of a function or method."""
        original = getattr(owner, name)

        @functools.wraps(original)
        def noted(*args: Any, **kwargs: Any) -> Any:
            return self.timed(kind, label(*args, **kwargs), lambda: original(*args, **kwargs))

        setattr(owner, name, noted)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory-mib", type=int, default=2048)
    parser.add_argument("--built-on", type=date.fromisoformat, default=date(2026, 11, 22))
    parser.add_argument("--slowest", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="keep the index in this folder")
    chosen = parser.parse_args(arguments)
    meter = Meter()
    watch(meter)
    folder = chosen.keep or chosen.home / "measured"
    started = resource.getrusage(resource.RUSAGE_SELF)
    wall = time.perf_counter()
    try:
        made, counts = run(chosen, folder)
    finally:
        if not chosen.keep:
            shutil.rmtree(folder, ignore_errors=True)
    wall = time.perf_counter() - wall
    ended = resource.getrusage(resource.RUSAGE_SELF)
    cpu = ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime
    show(meter, chosen.slowest)
    print(f"\n{'everything':44}{wall:9.1f}{cpu:9.1f}{meter.peak_mib:9.0f}")
    print(f"{counts}\nindex {made.name}")


def watch(meter: Meter) -> None:
    """Time statements, the phases of a resolution and the parts of a build."""
    _split_scripts()
    meter.watch(Engine, "execute", "statement", lambda _, statement, *__: _name_of(statement))
    meter.watch(EmbeddedBench, "run", "part", lambda _, __, phase: f"resolve: {phase}")
    for name in ("stage", *(n for n in dir(build) if n.startswith("_write_")), "write_related"):
        labelled = functools.partial(_part_of, name)
        meter.watch(build, name, "part", labelled)
    meter.watch(ArtifactWriter, "publish", "part", lambda *_, **__: "build: hash and publish")


def run(chosen: argparse.Namespace, folder: Path) -> tuple[Path, str]:
    """Resolve and build; return the artifact and what was resolved."""
    lake, catalog = Lake(chosen.home / "lake"), load_catalog(None)
    spill = chosen.home / "tmp"
    with Engine(threads=chosen.threads, memory_limit_mib=chosen.memory_mib, temp_folder=spill) as engine:
        found = resolve(engine, lake, catalog=catalog, suppressions=Suppressions())
        tables = ("persons", "repos", "contributions")
        sizes = [engine.execute(f"SELECT count(*) FROM {t}").fetchall()[0][0] for t in tables]
        inputs = IndexInputs(found.persons, found.repos, found.contributions)
        made = build_index(engine, inputs, folder, built_on=chosen.built_on, settings=IndexSettings())
    return made, ", ".join(f"{n:,} {t}" for n, t in zip(sizes, tables, strict=True))


def show(meter: Meter, slowest: int) -> None:
    """Print one table."""
    print(f"{'':44}{'wall s':>9}{'cpu s':>9}{'peak MiB':>9}")
    for cost in meter.costs.get("part", []):
        print(f"{cost.name:44}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.peak_mib:9.0f}")
    print(f"the {slowest} slowest statements")
    for cost in sorted(meter.costs.get("statement", []), key=lambda c: -c.cpu)[:slowest]:
        print(f"  {cost.name:42}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.peak_mib:9.0f}")


# --- private ---


def _split_scripts() -> None:
    """Run the statements of a script one by one, so that each is measured."""
    run_script = build._run  # noqa: SLF001 - measured from outside

    def one_by_one(engine: Engine, script: str) -> None:
        for statement in script.split(";\n"):
            if statement.strip():
                run_script(engine, statement)

    build._run = one_by_one  # noqa: SLF001 - as above


def _name_of(statement: str) -> str:
    found = _MADE.findall(statement)
    return ", ".join(found)[:42] if found else " ".join(statement.split())[:42]


def _part_of(name: str, *arguments: Any) -> str:
    kind = next((a for a in arguments if a in ("repository", "area", "title")), "")
    return f"build: {name.removeprefix('_')} {kind}".rstrip()


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
