"""Runs one command and writes what it cost: a small process between, whose own memory is not mistaken for the command's.

A process starts with its parent's peak memory on its account (Linux carries it over an exec), so that a large parent
cannot measure a small child.
"""

import json
import os
import sys
import time


def main() -> None:
    """Run ``launch.py RESULT COMMAND …``; ends with the command's exit code."""
    result, *command = sys.argv[1:]
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    scale = 2**20 if sys.platform == "darwin" else 2**10
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would cost memory and time
        json.dump([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale], file)
    sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)


if __name__ == "__main__":
    main()
