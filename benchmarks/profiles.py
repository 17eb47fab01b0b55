"""Where the time goes in the three hottest paths: loading archive hours, resolving and indexing, a query.

    python benchmarks/profiles.py                       an invented world of each format, all three paths
    python benchmarks/profiles.py --paths load --events 400000

Prints Markdown. Shares are of processor time, of all threads: statements of the engine by what they make (with the
operators inside them), and Python by the function of ours that spends it, libraries it calls included. A file is
prepared and settled on one thread, so that nothing is hidden in another; everything else runs as it always does.
Statements are worked out before, on a few events: that cost is told apart, since a large load pays it once. Python's
profiler makes small functions look dearer than they are, by up to two.
"""

import argparse
import cProfile
import json
import pstats
import re
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from figures import ROOT, machine_line, markdown, revision
from handiwork.brief import understand_brief
from handiwork.catalog import load_catalog
from handiwork.errors import UsageError
from handiwork.evidence import evidence
from handiwork.identity import resolve
from handiwork.index import Index, IndexInputs, build_index
from handiwork.ingest.gharchive.load import Loader
from handiwork.ingest.gharchive.prepare import Preparer
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions
from handiwork.search import search
from handiwork.sources.gharchive import discover
from worlds import write_hours

PATHS = ("load", "index", "query")
BUILT_ON = date(2026, 8, 1)
LEAST_SHARE = 0.01
STEPS_UP = 300
NOTHING = 1e-7
ROLES = ROOT / "tests" / "spec" / "roles.toml"

_MADE = re.compile(r'\b(?:TABLE|VIEW|INTO)\s+(?:IF NOT EXISTS )?"?(\w+)')
_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)
_WRITTEN = re.compile(r"TO '[^']*?(\w+)\.parquet'")

Function = tuple[str, int, str]


class Nobody:
    """Nobody is suppressed."""

    def current(self) -> Suppressions:
        return Suppressions()

    def learn(self, pairs: object) -> int:
        return 0


@dataclass
class Spent:
    """Processor seconds of one path: by statement, by the engine's operators, by function; and the whole."""

    statements: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)
    wall_s: float = 0.0
    cpu_s: float = 0.0


def main(arguments: list[str] | None = None) -> None:
    """Profile and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paths", nargs="+", choices=PATHS, default=list(PATHS))
    parser.add_argument("--events", type=int, default=200_000, help="events of each format")
    parser.add_argument("--rounds", type=int, default=2, help="times each role is asked")
    parser.add_argument("--smoke", action="store_true", help="a tiny world of one format, every twelfth role")
    chosen = parser.parse_args(arguments)
    print(f"{machine_line()}; revision {revision()}\n")
    forms = ("full",) if chosen.smoke else ("full", "trimmed")
    events = 500 if chosen.smoke else chosen.events
    with tempfile.TemporaryDirectory(prefix="profiles-") as scratch:
        work = Path(scratch)
        if not chosen.smoke:
            warm_up(work / "warm", forms)
        lake = Lake(work / "lake")
        for form in forms:
            files = write_hours(work / form, events=events, form=form, hours=1 if chosen.smoke else 2)
            with profiled(wanted="load" in chosen.paths) as spent:
                load(lake, files)
            show(f"Loading {events:,} {form} events", spent)
        if {"index", "query"} & set(chosen.paths):
            with profiled(wanted="index" in chosen.paths) as spent:
                path = resolve_and_index(lake, work)
            show(f"Resolving and indexing {len(forms) * events:,} events", spent)
        if "query" in chosen.paths:
            texts = role_texts()[:: 12 if chosen.smoke else 1]
            index = Index.open(path)
            ask(index, texts)
            with profiled() as spent:
                for _ in range(chosen.rounds):
                    ask(index, texts)
            show(f"{len(texts)} roles understood and searched, with evidence, {chosen.rounds} times", spent)


def warm_up(work: Path, forms: tuple[str, ...]) -> None:
    """Run everything once on a few events: what is worked out once in a process is told here and is in no share."""
    lake, started = Lake(work / "lake"), time.process_time()
    files = {form: write_hours(work / form, events=1000, form=form, hours=1) for form in forms}
    written = time.process_time()
    for hours in files.values():
        load(lake, hours)
    loaded = time.process_time()
    resolve_and_index(lake, work)
    print(
        f"Worked out once in a process, by loading and indexing 1,000 events: {loaded - written:.1f} s to load, "
        f"{time.process_time() - loaded:.1f} s to resolve and index (writing them: {written - started:.1f} s).\n"
    )


def load(lake: Lake, files: list[Path]) -> None:
    """Prepare and settle every file, one after another."""
    with Engine(threads=2, memory_limit_mib=2048) as engine, lake.writing():
        preparer = Preparer(engine, max_bytes=1 << 40)

        def again(file: Any, suppressions: Suppressions) -> Any:
            return preparer.prepare(file, lake.staging("again"), suppressions)

        loader = Loader(lake, engine, suppressor=Nobody(), prepare=again)
        for number, file in enumerate(discover(files)):
            prepared = preparer.prepare(file, lake.staging(f"file-{number}"), loader.suppressions)
            loader.settle(file, prepared)


def resolve_and_index(lake: Lake, work: Path) -> Path:
    """Resolve the lake and build an index; return it."""
    with Engine(threads=2, memory_limit_mib=2048, temp_folder=work / "spill") as engine:
        found = resolve(engine, lake, catalog=load_catalog(), suppressions=Suppressions())
        inputs = IndexInputs(found.persons, found.repos, found.contributions)
        return build_index(engine, inputs, work / "index", built_on=BUILT_ON)


def ask(index: Index, texts: list[str]) -> None:
    """Understand every role, search, and find the evidence of who comes first."""
    catalog = load_catalog()
    for text in texts:
        try:
            result = search(index, understand_brief(index, catalog, text, today=BUILT_ON))
        except UsageError:  # no word of the role is in a tiny world
            continue
        for hit in result.hits:
            evidence(index, hit)


def role_texts() -> list[str]:
    """Return the texts of the measured roles."""
    return [role["text"] for role in tomllib.loads(ROLES.read_text(encoding="utf-8"))["role"]]


# --- measuring ---


@contextmanager
def profiled(*, wanted: bool = True) -> Iterator[Spent]:
    """Measure a block from outside; its shares are in what is given, once the block has ended; empty if not wanted."""
    spent = Spent()
    if not wanted:
        yield spent
        return
    profile = cProfile.Profile(time.process_time)
    original = Engine.execute
    Engine.execute = watched(original, spent)  # type: ignore[method-assign] - seen from outside, put back below
    wall, cpu = time.perf_counter(), time.process_time()
    profile.enable()
    try:
        yield spent
    finally:
        profile.disable()
        spent.wall_s, spent.cpu_s = time.perf_counter() - wall, time.process_time() - cpu
        Engine.execute = original  # type: ignore[method-assign]
    spent.functions = by_function(pstats.Stats(profile).stats)  # type: ignore[attr-defined] - has no public name


def watched(original: Callable[..., Any], spent: Spent) -> Callable[..., Any]:
    """Return ``Engine.execute`` that notes what each statement cost."""

    @wraps(original)
    def execute(self: Engine, statement: str, *more: Any) -> Any:
        connection = self.backend.con
        connection.execute("SET enable_profiling = 'no_output'")
        started = time.process_time()
        result = original(self, statement, *more)
        spent.statements[label(statement)] += time.process_time() - started
        try:
            told = json.loads(connection.get_profiling_information())
        except (RuntimeError, ValueError):  # a statement that the engine does not profile
            return result
        for operator in told.get("operator") or told.get("children") or []:
            add_operators(operator, spent.operators)
        return result

    return execute


def add_operators(node: Mapping[str, Any], times: Counter[str]) -> None:
    """Add the seconds of an operator and of those below it."""
    times[str(node.get("type") or node.get("operator_type"))] += float(node.get("timing") or 0)
    for child in node.get("children") or []:
        add_operators(child, times)


def label(statement: str) -> str:
    """Return what a statement makes, else its first words."""
    statement = _COMMENT.sub("", statement)
    found = _WRITTEN.search(statement) if statement.lstrip().startswith("COPY") else _MADE.search(statement)
    verb = statement.split(maxsplit=1)[0].lower() if statement.split() else ""
    return f"{verb} {found[1]}" if found else " ".join(statement.split()[:4])


def by_function(stats: Mapping[Function, tuple[int, int, float, float, Mapping[Function, Any]]]) -> Counter[str]:
    """Return each of our functions' own time and that of the libraries it calls.

    What a library's function takes goes up to its callers, by how long it took for each, until one of ours is met.
    """
    waiting = {function: entry[2] for function, entry in stats.items()}
    times: Counter[str] = Counter()
    for _ in range(STEPS_UP):
        above: dict[Function, float] = {}
        for function, seconds in waiting.items():
            if is_ours(function):
                times[name_of(function)] += seconds
                continue
            callers = {c: edge[3] for c, edge in stats[function][4].items() if c in stats and c != function}
            whole = sum(callers.values())
            for caller, taken in callers.items():
                share = taken / whole if whole else 1 / len(callers)
                above[caller] = above.get(caller, 0.0) + seconds * share
        waiting = {f: s for f, s in above.items() if s > NOTHING}
    return times


def is_ours(function: Function) -> bool:
    """Return whether a function is one of this project's with a name of its own."""
    return "handiwork" in Path(function[0]).parts and not function[2].startswith("<")


def name_of(function: Function) -> str:
    """Return room, module and name of one of our functions."""
    parts = Path(function[0]).with_suffix("").parts
    inside = parts[len(parts) - parts[::-1].index("handiwork") :]
    return f"{'.'.join(inside)}: {function[2]}"


# --- printing ---


def show(title: str, spent: Spent) -> None:
    """Print the tables of one path, if it was measured."""
    if not spent.cpu_s:
        return
    whole = spent.cpu_s
    print(f"### {title}\n")
    print(f"{spent.wall_s:.2f} s, {whole:.2f} s of processor time: {whole / spent.wall_s:.2f} cores busy.\n")
    functions = Counter({n: s for n, s in spent.functions.items() if not n.startswith("lake.engine: execute")})
    rows = {f"engine: {name}": seconds for name, seconds in spent.statements.items()}
    rows |= {f"Python: {name}": seconds for name, seconds in functions.items()}
    print_shares("processor time", rows, whole)
    if spent.operators:
        print_shares("operators of the engine", spent.operators, sum(spent.operators.values()))


def print_shares(title: str, times: Mapping[str, float], whole: float) -> None:
    """Print what takes a hundredth or more, the largest first, and the rest together."""
    ordered = sorted(times.items(), key=lambda item: (-item[1], item[0]))
    shown = [(name, seconds) for name, seconds in ordered if seconds >= LEAST_SHARE * whole]
    rest = whole - sum(seconds for _, seconds in shown)
    rows = [[name, f"{seconds:.3f}", f"{seconds / whole:.0%}"] for name, seconds in [*shown, ("the rest", rest)]]
    print(markdown([title, "s", "share"], rows) + "\n")


if __name__ == "__main__":
    main()
