"""How long the desk's pages take when many ask at once: results and people, cold and warm, beside a static file.

    python benchmarks/pages.py CACHE                      builds an index of 100,000 people there once, then measures
    python benchmarks/pages.py CACHE --home HOME          measures another home
    python benchmarks/pages.py CACHE --requests 400 --at-once 20 --workers 2

A real ``handiwork serve`` answers on loopback; one other process asks, each connection one request at a time, so that
``--at-once`` requests are always under way. No address is asked twice in a run: every role, page and person differs.
*Cold* is a server that was just started, with the index's files put out of the page cache. The time of a request is from
its first byte sent to its last byte read. Both processes share the machine, as printed.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx2

from handiwork.app import Handiwork
from handiwork.config import Settings

SEED = 20261123
EVENTS = 600_000
"""Events of the invented month whose index holds at least 100,000 people."""

PEOPLE = 100_000
GOAL_MS = 150
_LEVELS = ("", "Senior ", "Staff ", "Lead ", "Junior ", "Principal ")
_ASKS = ("with {}", "who knows {}", "for work on {}", "to look after {}", "with experience of {}")


@dataclass(frozen=True)
class Asked:
    """One kind of request: its name and its addresses, none twice."""

    name: str
    paths: Sequence[str]


@dataclass(frozen=True)
class Told:
    """What came back: milliseconds and bytes of each request, and how long all took."""

    name: str
    times_ms: list[float]
    sizes: list[int]
    wall_s: float
    processor_s: float

    def row(self) -> str:
        """Return a row of the table."""
        ordered = sorted(self.times_ms)
        p50, p95, last = (percentile(ordered, share) for share in (0.5, 0.95, 1.0))
        rate = len(ordered) / self.wall_s
        return (
            f"| {self.name} | {len(ordered)} | {p50:.1f} | {p95:.1f} | {last:.1f} | {rate:.0f} "
            f"| {statistics.median(self.sizes) / 1000:.1f} | {1000 * self.processor_s / len(ordered):.1f} |"
        )


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values do not exceed.

    Examples
    --------
    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5), percentile([1.0, 2.0, 3.0, 4.0], 0.95)
    (2.0, 4.0)
    """
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path, help="Folder where the home is built and kept.")
    parser.add_argument("--home", type=Path, help="Measure this home instead.")
    parser.add_argument("--requests", type=int, default=400, help="Of each kind.")
    parser.add_argument("--cold", type=int, default=40, help="Requests of each kind to a server that was just started.")
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--only", default="", help="Only kinds whose name holds this.")
    parser.add_argument("--cores", type=int, default=os.cpu_count(), help="Cores that the server may use.")
    parser.add_argument("--port", type=int, default=8119)
    parser.add_argument("--json", type=Path, help="Keep the figures here as well.")
    parser.add_argument("--drive", help=argparse.SUPPRESS)  # the process that asks calls itself with this
    options = parser.parse_args(arguments)
    if options.drive:
        drive(options)
        return
    home = options.home or built_home(options.cache, options.events)
    kinds = asked_of(home, options)
    print(f"{machine(home)}; {options.workers} workers, {options.at_once} requests at once\n")
    print("| asked | requests | p50 ms | p95 ms | max ms | a second | kB | server's processor ms each |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    kept: list[Told] = []
    for kind in [k for k in kinds if k.name.startswith(("results", "person"))]:
        put_out_of_cache(home)
        with served(home, options) as address:
            kept.append(asked(address, Asked(f"{kind.name}, cold", kind.paths[-options.cold :]), options))
    with served(home, options) as address:
        for kind in kinds:
            asked(address, Asked(kind.name, kind.paths[-options.cold :]), options, quiet=True)
        kept += [asked(address, Asked(f"{k.name}, warm", k.paths[: options.requests]), options) for k in kinds]
    if options.json:
        options.json.write_text(json.dumps({told.name: sorted(told.times_ms) for told in kept}, indent=1))


def built_home(cache: Path, events: int) -> Path:
    """Return the home in the cache; made from an invented month if it is not there."""
    home = cache / "home"
    if not (home / "index" / "current").exists():
        files = cache / "files"
        for command in (
            ["demo", "world", str(files), "--events", str(events)],
            ["--home", str(home), "ingest", "gharchive", str(files)],
            ["--home", str(home), "index", "build"],
        ):
            done = subprocess.run([sys.executable, "-m", "handiwork", *command], check=False)
            if done.returncode not in {0, 7}:  # 7: a damaged file of the invented month was kept out
                raise SystemExit(done.returncode)
    return home


def asked_of(home: Path, options: argparse.Namespace) -> list[Asked]:
    """Return what is asked: each kind with enough addresses, drawn from the catalogue's words and the index's people."""
    needed = options.requests + options.cold
    dice = random.Random(SEED)
    with Handiwork(Settings(home=home)) as app:
        index = app.open_index()
        if index.n_persons < PEOPLE:
            print(f"note: {index.n_persons:,} people, fewer than {PEOPLE:,}", file=sys.stderr)
        roles = distinct(lambda: role(dice, app), 3 * needed)
        with_login = [n for n in dice.sample(range(index.n_persons), 20 * needed) if index.person(n).login]
        logins = [index.person(n).login or "" for n in with_login[:needed]]
        busy = busiest(index, needed)
        dice.shuffle(busy)
    kinds = [
        Asked("healthz", ["/healthz"] * needed),
        Asked("static file", [stylesheet()] * needed),
        Asked("results", [f"/search?{urlencode({'role': each})}" for each in roles[:needed]]),
        Asked("results, page 2 to 5", [
            f"/search?{urlencode({'role': each, 'page': dice.randint(2, 5)})}" for each in roles[needed : 2 * needed]
        ]),
        Asked("results, as JSON", [f"/search.json?{urlencode({'role': each})}" for each in roles[2 * needed :]]),
        Asked("person, anybody", [f"/people/{quote(login)}" for login in logins]),
        Asked("person, the busiest", [f"/people/{quote(login)}" for login in busy]),
        Asked("person, for a role", [
            f"/people/{quote(login)}?{urlencode({'role': each})}" for login, each in zip(busy, roles, strict=False)
        ]),
    ]  # fmt: skip
    return [kind for kind in kinds if options.only in kind.name]


def role(dice: random.Random, app: Handiwork) -> str:
    """Return a role in words of the catalogue."""
    ecosystem = dice.choice(app.catalog.ecosystems)
    title = dice.choice(ecosystem.titles or (ecosystem.title,))
    words = dice.sample(list(ecosystem.vocabulary), min(dice.randint(1, 3), len(ecosystem.vocabulary)))
    repository = dice.choice(ecosystem.key_repositories).name.partition("/")[2]
    return f"{dice.choice(_LEVELS)}{title} {dice.choice(_ASKS).format(', '.join([*words, repository]))}"


def distinct(make: Callable[[], str], count: int) -> list[str]:
    """Return so many different texts."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[make()] = None
    return list(found)


def busiest(index: object, count: int) -> list[str]:
    """Return logins of the people with the most contributions."""
    import numpy as np

    sizes = np.diff(index.contribution_offsets)
    found = (index.person(int(n)).login for n in np.argsort(-sizes, kind="stable")[: 4 * count])
    return [login for login in found if login][:count]


def stylesheet() -> str:
    """Return the address of the style sheet."""
    from handiwork.faces.web.assets import asset_url

    return asset_url("style.css")


@contextmanager
def served(home: Path, options: argparse.Namespace) -> Iterator[str]:
    """Start a server over a home; give its address once it answers; stop it."""
    command = [sys.executable, "-m", "handiwork", "--home", str(home), "serve"]
    command += ["--port", str(options.port), "--workers", str(options.workers)]
    pinned = ["taskset", "-c", f"0-{options.cores - 1}", *command] if options.cores != os.cpu_count() else command
    address = f"http://127.0.0.1:{options.port}"
    with subprocess.Popen(pinned, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(address, process)
            options.server = process.pid
            yield address
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers, and a moment for its other workers."""
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            httpx2.get(f"{address}/healthz")
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            time.sleep(1.5)
            return
    raise SystemExit("the server did not answer within a minute")


def asked(address: str, kind: Asked, options: argparse.Namespace, *, quiet: bool = False) -> Told:
    """Ask from a process of its own, and print the row."""
    given = json.dumps({"address": address, "paths": list(kind.paths)})
    command = [sys.executable, __file__, ".", "--drive", "-", "--at-once", str(options.at_once)]
    before = processor_seconds(options.server)
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    used = processor_seconds(options.server) - before
    found = json.loads(done.stdout)
    if wrong := {status: n for status, n in found["statuses"].items() if status != "200"}:
        raise SystemExit(f"{kind.name}: {wrong} at {found['first_wrong']}")
    told = Told(kind.name, found["times_ms"], found["sizes"], found["wall_s"], used)
    if not quiet:
        print(told.row(), flush=True)
    return told


def drive(options: argparse.Namespace) -> None:
    """Ask everything that standard input says; print what came back. Runs in the process that asks."""
    given = json.loads(sys.stdin.read())
    print(json.dumps(asyncio.run(all_asked(given["address"], given["paths"], options.at_once))))


async def all_asked(address: str, paths: list[str], at_once: int) -> dict[str, object]:
    """Ask some addresses over so many connections, each one request at a time."""
    host, port = address.removeprefix("http://").split(":")
    waiting = iter(paths)
    times: list[float] = []
    sizes: list[int] = []
    statuses: dict[str, int] = {}
    wrong: list[str] = []

    async def connection() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for path in waiting:
            started = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nhost: {host}:{port}\r\naccept: text/html\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE)[1])
            await reader.readexactly(length)
            times.append((time.perf_counter() - started) * 1000)
            sizes.append(length)
            status = head.split(b" ", 2)[1].decode()
            statuses[status] = statuses.get(status, 0) + 1
            if status != "200":
                wrong.append(path)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(at_once)))
    wall = time.perf_counter() - started
    return {"times_ms": times, "sizes": sizes, "statuses": statuses, "first_wrong": wrong[:1], "wall_s": wall}


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and those it started, which no other work on the machine changes."""
    ticks = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if pid in {int(folder.name), int(fields[1])}:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def put_out_of_cache(home: Path) -> None:
    """Put the current index's files out of the page cache; what another process has mapped stays."""
    index = home / "index" / (home / "index" / "current").read_text().strip()
    for file in filter(Path.is_file, index.rglob("*")):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def machine(home: Path) -> str:
    """Return what was measured on."""
    with Handiwork(Settings(home=home)) as app:
        index = app.open_index()
        people = f"{index.n_persons:,} people, {int(index.contribution_offsets[-1]):,} contributions"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{people}; {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
