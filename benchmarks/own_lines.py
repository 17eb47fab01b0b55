"""Whole commands: what a person's own lines show across repositories, cold and from the cache.

Run: ``python benchmarks/own_lines.py --home HOME --login LOGIN PATH=owner/name …`` over a home whose index has these
repositories. The cache is a fresh one; the processor time is that of all processes. Nobody is named in what is printed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    """Run the command twice and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--login", required=True)
    parser.add_argument("histories", nargs="+")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        shutil.copytree(asked.home, home, ignore=shutil.ignore_patterns("cache"))
        command = [sys.executable, "-m", "handiwork", "--home", str(home), "--quiet", "signals", "person", asked.login]
        for history in asked.histories:
            command += ["--repo", history]
        print(f"{len(asked.histories)} repositories, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
        for name in ("cold", "again"):
            wall, spent = _run(command)
            print(f"{name:<6} {wall:6.1f} s wall  {spent:6.1f} s processor time")
    return 0


def _run(command: list[str]) -> tuple[float, float]:
    before, started = os.times(), time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    wall, after = time.monotonic() - started, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, spent


if __name__ == "__main__":
    sys.exit(main())
