"""Time of `handiwork signals check` on whole trees, as whole commands: the first run, and the second from what is kept.

    python benchmarks/signals_check.py PATH…            checkouts or archives
    python benchmarks/signals_check.py --generated 100  trees of our own, about 100,000 lines of each language

Beside it, where they are installed, what people run today on the same Python: `ruff check --select ANN`, interrogate.
Wall and processor time (with that of child processes) are told, and the load of the machine before each command.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = '''"""Module {n}."""


def total_{n}(values: list[int], start: int = {n}) -> int:
    """Return a sum."""
    total = start
    for value in values:
        if value > {n} and value % 2:
            total += value * {n}
    return total


'''
CURLY = {
    "ts": "/** Adds. */\nexport function total{n}(values: number[]): number {{\n  let total = {n};\n"
    "  for (const value of values) {{\n    // odd ones\n    if (value % 2) {{ total += value; }}\n  }}\n"
    '  console.log("sum {n}");\n  return total;\n}}\n\n',
    "go": "// Total{n} adds.\nfunc Total{n}(values []int) int {{\n\ttotal := {n}\n\tfor _, value := range values {{\n"
    '\t\tif value%2 == 1 {{\n\t\t\ttotal += value\n\t\t}}\n\t}}\n\tprintln("sum")\n\treturn total\n}}\n\n',
}


def generate(folder: Path, suffix: str, thousands: int) -> Path:
    """Write about so many thousand lines of one language, 330 lines to a file."""
    folder.mkdir(parents=True)
    block = PYTHON if suffix == "py" else CURLY[suffix]
    for file in range(thousands * 3):
        first = "package a\n\n" if suffix == "go" else ""
        (folder / f"m{file}.{suffix}").write_text(first + "".join(block.format(n=file * 30 + n) for n in range(28)))
    return folder


def timed(command: list[str], environment: dict[str, str]) -> str:
    """Run a command to its end; return its wall and processor seconds, its exit code, and the load before it."""
    load = os.getloadavg()[0]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{wall:6.2f} s wall {spent:6.2f} s processor, exit {done.returncode}, load {load:.1f}"


def measure(path: Path) -> None:
    """Print the figures of one tree."""
    print(path.name)
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HANDIWORK_HOME": home}
        check = [sys.executable, "-m", "handiwork", "signals", "check", str(path), "--format", "json"]
        print(f"  first run    {timed(check, environment)}")
        print(f"  second run   {timed(check, environment)}")
        beside = Path(sys.executable).parent
        for tool in (["ruff", "check", "--no-cache", "--select", "ANN"], ["interrogate"]):
            found = shutil.which(tool[0], path=str(beside)) or shutil.which(tool[0])
            if found and path.is_dir():
                print(f"  {tool[0]:<12} {timed([found, *tool[1:], str(path)], environment)}")


def main() -> None:
    """Measure the trees that are named, or generated ones."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--generated", type=int, default=0, metavar="THOUSANDS")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trees = [generate(Path(folder) / s, s, given.generated) for s in ("py", "ts", "go") if given.generated]
        for path in (*given.paths, *trees):
            measure(path)


if __name__ == "__main__":
    main()
